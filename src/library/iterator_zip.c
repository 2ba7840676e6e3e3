/* iterator_zip.c - Iterator.zip and Iterator.zipKeyed: several iterators side
 * by side.
 *
 * The helper's data is a record, an array of arrays:
 *
 *   record  | iterators | nexts | padding | keys | mode |
 *
 * An iterator that is done, or was closed, is null in its place. `keys` is
 * undefined for zip, whose results are arrays.
 */
#include "library/iterator_helper.h"

typedef enum ZipPart : u8 {
  ZIP_ITERATORS,
  ZIP_NEXTS,
  ZIP_PADDING,
  ZIP_KEYS,
  ZIP_MODE,
  ZIP_PARTS,
} ZipPart;

typedef enum ZipMode : u8 { ZIP_SHORTEST, ZIP_LONGEST, ZIP_STRICT } ZipMode;

static Value zip_part(const Object *record, ZipPart part) {
  return record->elements->values[part];
}

static Object *zip_list(const Object *record, ZipPart part) {
  return value_to_object(zip_part(record, part));
}

/* ---- Closing ------------------------------------------------------------ */

/* The iterator in that place is closed, or done: none is there any more. */
static void close_place(VM *vm, Object *iterators, u32 index) {
  Elements *elements = iterators->elements;
  cell_write(&vm->isolate.heap, elements, &elements->values[index], VALUE_NULL);
}

/* IteratorCloseAll: from the last to the first; the first exception stays.
 * False when one is pending, be it from before (`is_failing`). */
static bool close_all(VM *vm, Object *iterators, bool is_failing) {
  KEEP_CELL(vm, Object, kept, iterators);
  for (u32 i = array_length(kept); i-- > 0;) {
    KEEP(vm, iterator, kept->elements->values[i]);
    if (value_is_null(iterator)) continue;
    close_place(vm, kept, i);
    if (is_failing)
      iteration_abandon(vm, iterator);
    else
      is_failing = !iteration_close(vm, iterator);
    if (vm->is_terminating) return false;
  }
  return !is_failing;
}

bool zip_close(VM *vm, IteratorHelper *helper) {
  return close_all(vm, zip_list(value_to_object(helper->data), ZIP_ITERATORS),
                   false);
}

/* ---- Steps -------------------------------------------------------------- */

/* An object of the keys, or an array, of those values. */
static bool make_result(VM *vm, Object *record, Object *values, Value *result) {
  Isolate *isolate = &vm->isolate;
  *result = value_from_cell(values);
  if (value_is_undefined(zip_part(record, ZIP_KEYS))) return true;
  Object *keys = zip_list(record, ZIP_KEYS);
  KEEP_CELL(vm, Object, kept, values);
  KEEP_CELL(vm, Object, object, object_new_with_prototype(isolate, VALUE_NULL));
  *result = value_from_cell(object);
  for (u32 i = 0; i < array_length(keys); i++)
    if (!vm_create_property(vm, object,
                            value_bits_key(keys->elements->values[i]),
                            kept->elements->values[i]))
      return false;
  return true;
}

static bool is_any_open(const Object *iterators) {
  for (u32 i = 0; i < array_length(iterators); i++)
    if (!value_is_null(iterators->elements->values[i])) return true;
  return false;
}

static bool throw_uneven(VM *vm, Object *iterators) {
  vm_throw_type(vm, "Iterators passed to Iterator.zip with `mode: strict` have "
                    "different lengths");
  return close_all(vm, iterators, true);
}

/* In strict mode all iterators must be done when the first is. */
static bool check_all_done(VM *vm, Object *iterators, Object *nexts,
                           bool *done) {
  KEEP(vm, item, VALUE_UNDEFINED);
  for (u32 i = 1; i < array_length(iterators); i++) {
    bool is_done;
    Value *place = &iterators->elements->values[i];
    if (!iteration_step(vm, *place, nexts->elements->values[i], &item,
                        &is_done)) {
      close_place(vm, iterators, i);
      return close_all(vm, iterators, true);
    }
    if (!is_done) return throw_uneven(vm, iterators);
    close_place(vm, iterators, i);
  }
  *done = true;
  return true;
}

/* The iterator at `index` is done: what that means, and in longest mode the
 * value in its place. */
static bool at_end(VM *vm, Object *record, u32 index, Value *item, bool *done) {
  Object *iterators = zip_list(record, ZIP_ITERATORS);
  close_place(vm, iterators, index);
  switch ((ZipMode)value_to_int(zip_part(record, ZIP_MODE))) {
  case ZIP_SHORTEST: *done = true; return close_all(vm, iterators, false);
  case ZIP_STRICT:
    if (index) return throw_uneven(vm, iterators);
    return check_all_done(vm, iterators, zip_list(record, ZIP_NEXTS), done);
  case ZIP_LONGEST: break;
  }
  *item = zip_list(record, ZIP_PADDING)->elements->values[index];
  *done = !is_any_open(iterators);
  return true;
}

static bool step_one(VM *vm, Object *record, u32 index, Value *item,
                     bool *done) {
  Object *iterators = zip_list(record, ZIP_ITERATORS);
  Value iterator = iterators->elements->values[index];
  bool is_done;
  if (value_is_null(iterator)) {
    *item = zip_list(record, ZIP_PADDING)->elements->values[index];
    return true;
  }
  Value next = zip_list(record, ZIP_NEXTS)->elements->values[index];
  if (!iteration_step(vm, iterator, next, item, &is_done)) {
    close_place(vm, iterators, index);
    return close_all(vm, iterators, true);
  }
  return !is_done || at_end(vm, record, index, item, done);
}

bool zip_step(VM *vm, IteratorHelper *helper, Value *value, bool *done) {
  Object *record = value_to_object(helper->data);
  u32 count = array_length(zip_list(record, ZIP_ITERATORS));
  *done = count == 0;
  if (*done) return true;
  KEEP_CELL(vm, Object, values, array_new(&vm->isolate, count));
  if (!values) return vm_throw_memory(vm);
  for (u32 i = 0; i < count; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!step_one(vm, record, i, &item, done)) return false;
    if (*done) return true;
    if (!array_push(&vm->isolate, values, item)) return vm_throw_memory(vm);
  }
  return make_result(vm, record, values, value);
}

/* ---- Options ------------------------------------------------------------ */

typedef struct ZipOptions {
  ZipMode mode;
  Value padding; /* undefined: none */
} ZipOptions;

static bool read_mode(VM *vm, Value mode, ZipMode *result) {
  static const char *const names[] = {"shortest", "longest", "strict"};
  *result = ZIP_SHORTEST;
  if (value_is_undefined(mode)) return true;
  for (u32 i = 0; value_is_string(mode) && i < ARRAY_COUNT(names); i++) {
    *result = (ZipMode)i;
    if (vm_strict_equal(
            vm, mode, value_from_cell(string_intern_c(&vm->isolate, names[i]))))
      return true;
  }
  return library_throw_about(vm, "%s is not a valid mode", mode);
}

static bool read_options(VM *vm, Value given, ZipOptions *options) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, mode, VALUE_UNDEFINED);
  *options = (ZipOptions){ZIP_SHORTEST, VALUE_UNDEFINED};
  if (value_is_undefined(given)) return true;
  if (!value_is_object(given))
    return library_throw_about(vm, "%s is not an object", given);
  if (!vm_get(vm, given, key_from_c(isolate, "mode"), &mode) ||
      !read_mode(vm, mode, &options->mode))
    return false;
  if (options->mode != ZIP_LONGEST) return true;
  if (!vm_get(vm, given, key_from_c(isolate, "padding"), &options->padding))
    return false;
  return value_is_undefined(options->padding) ||
         value_is_object(options->padding) ||
         library_throw_about(vm, "%s is not an object", options->padding);
}

/* ---- Making one --------------------------------------------------------- */

typedef struct Zipping {
  Object *iterators, *nexts, *padding, *keys; /* keys: NULL for zip */
  ZipOptions options;
} Zipping;

#define KEEP_ZIPPING(vm, zipping)                                              \
  KEEP_FIELD(vm, iterators, (zipping).iterators);                              \
  KEEP_FIELD(vm, nexts, (zipping).nexts);                                      \
  KEEP_FIELD(vm, padding, (zipping).padding);                                  \
  KEEP_FIELD(vm, keys, (zipping).keys);                                        \
  KEEP_FIELD(vm, wanted, (zipping).options.padding)

static bool zipping_open(VM *vm, Zipping *zipping, Call *call) {
  Isolate *isolate = &vm->isolate;
  if (!value_is_object(call_argument(call, 0)))
    return library_throw_about(vm, "%s is not an object",
                               call_argument(call, 0));
  if (!read_options(vm, call_argument(call, 1), &zipping->options))
    return false;
  zipping->iterators = array_new(isolate, 0);
  zipping->nexts = array_new(isolate, 0);
  zipping->padding = array_new(isolate, 0);
  return true;
}

/* The iterator of one more iterable; false: threw, and nothing was closed. */
static bool add_iterable(VM *vm, Zipping *zipping, Value iterable) {
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  if (!helper_flatten(vm, iterable, false, &iterator, &next)) return false;
  return (array_push(&vm->isolate, zipping->iterators, iterator) &&
          array_push(&vm->isolate, zipping->nexts, next)) ||
         vm_throw_memory(vm);
}

static bool finish(VM *vm, Call *call, Zipping *zipping) {
  Isolate *isolate = &vm->isolate;
  Value parts[ZIP_PARTS] = {
      [ZIP_ITERATORS] = value_from_cell(zipping->iterators),
      [ZIP_NEXTS] = value_from_cell(zipping->nexts),
      [ZIP_PADDING] = value_from_cell(zipping->padding),
      [ZIP_KEYS] =
          zipping->keys ? value_from_cell(zipping->keys) : VALUE_UNDEFINED,
      [ZIP_MODE] = value_from_int(zipping->options.mode),
  };
  KEEP_CELL(vm, Object, record, array_from_values(isolate, parts, ZIP_PARTS));
  if (!record) return vm_throw_memory(vm);
  IteratorHelper *helper = helper_new(vm, HELPER_ZIP, VALUE_UNDEFINED,
                                      VALUE_UNDEFINED, value_from_cell(record));
  return call_return(call, value_from_cell(helper));
}

/* The iterables of zip come from an iterable themselves. */
static bool collect_iterables(VM *vm, Zipping *zipping, Value iterables) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  KEEP(vm, item, VALUE_UNDEFINED);
  if (!vm_get_method(vm, iterables, SYMBOL_KEY(isolate, iterator), &method))
    return false;
  if (value_is_undefined(method))
    return library_throw_about(vm, "%s is not iterable", iterables);
  if (!iteration_open(vm, iterables, method, &iterator, &next)) return false;
  for (;;) {
    bool done;
    if (!iteration_step(vm, iterator, next, &item, &done))
      return close_all(vm, zipping->iterators, true);
    if (done) return true;
    if (add_iterable(vm, zipping, item)) continue;
    close_all(vm, zipping->iterators, true);
    return iteration_abandon(vm, iterator);
  }
}

/* As many values of the padding as there are iterators. */
static bool collect_padding(VM *vm, Zipping *zipping) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  Value source = zipping->options.padding;
  bool done = value_is_undefined(source);
  if (!done) {
    if (!vm_get_method(vm, source, SYMBOL_KEY(isolate, iterator), &method))
      return false;
    if (value_is_undefined(method))
      return library_throw_about(vm, "%s is not iterable", source);
    if (!iteration_open(vm, source, method, &iterator, &next)) return false;
  }
  for (u32 i = 0; i < array_length(zipping->iterators); i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!done && !iteration_step(vm, iterator, next, &item, &done))
      return false;
    if (done) item = VALUE_UNDEFINED;
    if (!array_push(isolate, zipping->padding, item))
      return vm_throw_memory(vm);
  }
  return done || iteration_close(vm, iterator);
}

bool iterator_zip(VM *vm, Call *call) {
  Zipping zipping = {.options = {ZIP_SHORTEST, VALUE_UNDEFINED}};
  KEEP_ZIPPING(vm, zipping);
  if (!zipping_open(vm, &zipping, call) ||
      !collect_iterables(vm, &zipping, call_argument(call, 0)))
    return false;
  if (zipping.options.mode == ZIP_LONGEST && !collect_padding(vm, &zipping))
    return close_all(vm, zipping.iterators, true);
  return finish(vm, call, &zipping);
}

/* ---- zipKeyed ----------------------------------------------------------- */

/* The iterable that is an enumerable own property, if it is not undefined. */
static bool add_property(VM *vm, Zipping *zipping, Value iterables, Key key) {
  KEEP(vm, value, VALUE_UNDEFINED);
  Property property;
  bool found;
  if (!vm_get_own(vm, value_to_object(iterables), key, &property, &found))
    return false;
  if (!found || !(property.attributes & ATTRIBUTE_ENUMERABLE)) return true;
  if (!vm_get(vm, iterables, key, &value)) return false;
  if (value_is_undefined(value)) return true;
  return (array_push(&vm->isolate, zipping->keys, key_bits_value(key)) ||
          vm_throw_memory(vm)) &&
         add_iterable(vm, zipping, value);
}

static bool collect_properties(VM *vm, Zipping *zipping, Value iterables) {
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, value_to_object(iterables)));
  if (!keys) return false;
  zipping->keys = array_new(&vm->isolate, 0);
  for (u32 i = 0; i < library_key_count(keys); i++)
    if (!add_property(vm, zipping, iterables, library_key_at(keys, i)))
      return close_all(vm, zipping->iterators, true);
  return true;
}

static bool collect_keyed_padding(VM *vm, Zipping *zipping) {
  for (u32 i = 0; i < array_length(zipping->keys); i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    Key key = value_bits_key(zipping->keys->elements->values[i]);
    if (!value_is_undefined(zipping->options.padding) &&
        !vm_get(vm, zipping->options.padding, key, &item))
      return false;
    if (!array_push(&vm->isolate, zipping->padding, item))
      return vm_throw_memory(vm);
  }
  return true;
}

bool iterator_zip_keyed(VM *vm, Call *call) {
  Zipping zipping = {.options = {ZIP_SHORTEST, VALUE_UNDEFINED}};
  KEEP_ZIPPING(vm, zipping);
  if (!zipping_open(vm, &zipping, call) ||
      !collect_properties(vm, &zipping, call_argument(call, 0)))
    return false;
  if (zipping.options.mode == ZIP_LONGEST &&
      !collect_keyed_padding(vm, &zipping))
    return close_all(vm, zipping.iterators, true);
  return finish(vm, call, &zipping);
}
