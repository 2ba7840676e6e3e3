/* iterator_helper.h - the objects that Iterator's methods make.
 *
 * map, filter, take, drop and flatMap, and Iterator.concat, zip and from, each
 * give an iterator that asks another one, step by step. All of them are one
 * kind of cell; what a step does follows from `kind`. Between two steps a
 * helper holds the iterator below, the function to be called, and, while it
 * walks what that gave, the inner iterator.
 */
#ifndef GLASSHEAP_LIBRARY_ITERATOR_HELPER_H
#define GLASSHEAP_LIBRARY_ITERATOR_HELPER_H

#include "library/iteration.h"
#include "library/support.h"

typedef enum HelperKind : u8 {
  HELPER_MAP,
  HELPER_FILTER,
  HELPER_TAKE,
  HELPER_DROP,
  HELPER_FLAT_MAP,
  HELPER_CONCAT, /* `data`: an array of iterables and their methods by turns */
  HELPER_ZIP,    /* `data`: iterator_zip.c's record */
  HELPER_FROM,   /* Iterator.from: passes everything on */
} HelperKind;

typedef enum HelperState : u8 {
  HELPER_START,
  HELPER_SUSPENDED,
  HELPER_RUNNING,
  HELPER_DONE,
} HelperState;

typedef struct IteratorHelper {
  Object object;
  Value iterator, next;    /* what is below; undefined for concat and zip */
  Value data;              /* a function, or see HelperKind */
  Value inner, inner_next; /* what flatMap and concat walk, or undefined */
  double count;            /* steps so far; take, drop: what is left */
  HelperKind kind;
  HelperState state;
} IteratorHelper;

/* helper_new - never NULL. */
IteratorHelper *helper_new(VM *vm, HelperKind kind, Value iterator, Value next,
                           Value data);
/* helper_flatten - GetIteratorFlattenable: an iterable's iterator, or the
 * object itself as one. With `takes_strings` a string is an iterable, too. */
bool helper_flatten(VM *vm, Value value, bool takes_strings, Value *iterator,
                    Value *next);
/* helper_register_class - tells the heap about the kind. */
void helper_register_class(Isolate *isolate);

/* helper_open_prototypes - what helpers inherit from. */
void helper_open_prototypes(VM *vm, Object *iterator_prototype);

/* iterator_zip.c: a step, and leaving early. */
bool zip_step(VM *vm, IteratorHelper *helper, Value *value, bool *done);
bool zip_close(VM *vm, IteratorHelper *helper);
NativeCode iterator_zip, iterator_zip_keyed;

/* library_open_iterator_helpers - called by library_open_iterator. */
void library_open_iterator_helpers(VM *vm, Object *constructor,
                                   Object *prototype);

#endif
