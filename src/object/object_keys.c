/* object_keys.c - listing keys, and taking away what may be done to them. */
#include "object/isolate.h"

/* ---- Own keys ------------------------------------------------------------ */

typedef struct Listing {
  KeyList *keys;
  bool symbols; /* symbols now, strings before */
} Listing;

static bool append_key(void *context, Key key, u32 offset, u8 attributes) {
  Listing *listing = context;
  if (key_is_symbol(key) == listing->symbols && !key_is_private(key))
    vector_push(listing->keys, key);
  return true;
}

/* The indices of a String wrapper's text. */
static void append_virtual(Object *object, KeyList *keys) {
  Value primitive = *(Value *)(object + 1);
  if (object->cell.kind != KIND_WRAPPER || !value_is_string(primitive)) return;
  u32 length = string_length(primitive);
  vector_reserve(keys, length);
  for (u32 i = 0; i < length; i++)
    vector_push(keys, key_from_index(i));
}

void object_own_keys(Isolate *isolate, Object *object, KeyList *keys) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  object_materialize(isolate, kept);
  if (kept->cell.flags & OBJECT_EXOTIC_INDEX) append_virtual(kept, keys);
  elements_append_keys(kept, keys);
  Shape *shape = object_shape(isolate, kept);
  shape_each(shape, append_key, &(Listing){keys, false});
  shape_each(shape, append_key, &(Listing){keys, true});
}

/* ---- Integrity ----------------------------------------------------------- */

/* The object goes to a dictionary Shape, which has no transitions: so no cache
 * that learned to add a property to its old Shape applies. */
void object_prevent_extensions(Isolate *isolate, Object *object) {
  if (object->cell.flags & OBJECT_NOT_EXTENSIBLE) return;
  ROOT_CELL(&isolate->heap, Object, kept, object);
  object_materialize(isolate, kept);
  Shape *shape = object_shape(isolate, kept);
  if (!(shape->cell.flags & SHAPE_DICTIONARY))
    object_take_shape(isolate, kept, shape_to_dictionary(isolate, shape));
  kept->cell.flags |= OBJECT_NOT_EXTENSIBLE;
}

void object_seal(Isolate *isolate, Object *object, bool freeze) {
  ROOT_CELL(&isolate->heap, Object, kept, object);
  object_materialize(isolate, kept);
  u8 data = ATTRIBUTE_CONFIGURABLE | (freeze ? ATTRIBUTE_WRITABLE : 0);
  Shape *shape = shape_dictionary_restrict(isolate, object_shape(isolate, kept),
                                           data, ATTRIBUTE_CONFIGURABLE);
  object_take_shape(isolate, kept, shape);
  elements_restrict(isolate, kept, freeze);
  kept->cell.flags |= OBJECT_NOT_EXTENSIBLE;
  if (kept->cell.flags & OBJECT_IS_PROTOTYPE) isolate->prototype_epoch++;
}
