/* internal.h - what the files of this floor share and nobody else needs. */
#ifndef GLASSHEAP_OBJECT_INTERNAL_H
#define GLASSHEAP_OBJECT_INTERNAL_H

#include "object/isolate.h"

/* What tells lazy Shapes with one prototype apart: only pictures look. */
typedef enum LazyVariant : u8 {
  VARIANT_FUNCTION,
  VARIANT_METHOD,
  VARIANT_CLASS,
  VARIANT_NATIVE,
} LazyVariant;

/* function_lazy_shape - the shared lazy Shape of functions. */
Shape *function_lazy_shape(Isolate *isolate, Value prototype,
                           LazyVariant variant);

/* shape_new_variant - an empty Shape that is not shared: see shape_new_root. */
Shape *shape_new_variant(Isolate *isolate, Value prototype, u32 inline_capacity,
                         u8 flags, u8 variant);
/* shape_new_literal - a literal's Shape that is not shared; no collection may
 * happen meanwhile. */
Shape *shape_new_literal(Isolate *isolate, const Key *keys, u32 count);

/* object_define_unseen - object_define for what the program did not do itself:
 * nobody is told of a write. */
bool object_define_unseen(Isolate *isolate, Object *object, Key key,
                          Value value, u8 attributes);
/* string_hash_latin1 - the hash of a string with these units. */
u32 string_hash_latin1(const u8 *bytes, u32 length);
/* elements_new - without items, perhaps with more capacity than asked for.
 * NULL: no memory. */
Elements *elements_new(Isolate *isolate, u32 capacity);

/* What the collector asks of this floor. */
void object_register_classes(Heap *heap);
void atom_table_sweep(Isolate *isolate);
void shape_sets_sweep(Isolate *isolate);
void shape_clear_weak(Heap *heap, Cell *cell);
void transitions_clear_weak(Heap *heap, Cell *cell);

#endif
