/* json_stringify.c - from values to JSON text.
 *
 * Most of what is written are plain objects and arrays, which run no code of
 * the program: their values are read straight from slots and elements. Only
 * toJSON, a replacer, getters and wrappers leave that road.
 */
#include "base/number.h"
#include "library/json.h"
#include "library/wrapper.h"
#include "object/bigint.h"

#include <math.h>

constexpr u32 GAP_MAX = 10;
constexpr u32 LISTS = 16; /* Shapes whose properties are remembered */

typedef struct ListedProperty {
  Key key;
  u32 offset;
  u32 attributes;
} ListedProperty;

/* The enumerable string-named properties of one Shape. */
typedef struct ShapeList {
  Shape *shape; /* rooted through Writer.shapes */
  VECTOR(ListedProperty) properties;
  u32 plain_epoch; /* no toJSON is found from this Shape at that epoch + 1 */
} ShapeList;

typedef struct Writer {
  VM *vm;
  StringBuilder out;
  Value replacer;   /* a function or undefined; all of these are rooted by */
  Object *allowed;  /* json_stringify: the keys of a replacer array, or NULL */
  String *gap;      /* one step of indentation, or NULL */
  Value raw_symbol; /* see json_is_raw */
  u32 depth;
  JsonStack *path; /* open containers with their keys: object, key, ... */
  JsonStack *shapes;
  ShapeList lists[LISTS];
} Writer;

static bool write_value(Writer *writer, Value holder, Key key, Value given,
                        bool *written);

/* ---- Text --------------------------------------------------------------- */

/* builder_unit for Latin-1, with the usual case inlined. */
ALWAYS_INLINE void put(StringBuilder *out, u8 unit) {
  if (likely(!out->units && out->length < out->capacity))
    out->latin1[out->length++] = unit;
  else
    builder_unit(out, unit);
}

static void put_escape(StringBuilder *out, u32 unit) {
  static const char letters[] = {
      ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
      ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'};
  put(out, '\\');
  if (unit < sizeof letters && letters[unit]) {
    put(out, (u8)letters[unit]);
    return;
  }
  put(out, 'u');
  for (int shift = 12; shift >= 0; shift -= 4)
    put(out, (u8) "0123456789abcdef"[unit >> shift & 15]);
}

ALWAYS_INLINE bool is_plain_latin1(u32 unit) {
  return unit >= ' ' && unit != '"' && unit != '\\';
}

/* Whether the unit stands for itself in quotes; a surrogate pair does, too,
 * and `*index` then moves to its second half. */
static bool is_plain(const String *string, u32 *index) {
  u32 unit = string_unit(string, *index);
  if ((unit & 0xF800) != 0xD800) return is_plain_latin1(unit);
  bool is_pair = unit < 0xDC00 && *index + 1 < string->length &&
                 (string_unit(string, *index + 1) & 0xFC00) == 0xDC00;
  *index += is_pair;
  return is_pair;
}

static void quote_wide(StringBuilder *out, const String *string) {
  u32 copied = 0;
  for (u32 i = 0; i < string->length; i++) {
    if (is_plain(string, &i)) continue;
    builder_slice(out, string, copied, i);
    put_escape(out, string_unit(string, i));
    copied = i + 1;
  }
  builder_slice(out, string, copied, string->length);
}

static void quote_latin1(StringBuilder *out, const String *string) {
  u32 copied = 0;
  for (u32 i = 0; i < string->length; i++) {
    if (likely(is_plain_latin1(string->latin1[i]))) continue;
    builder_slice(out, string, copied, i);
    put_escape(out, string->latin1[i]);
    copied = i + 1;
  }
  builder_slice(out, string, copied, string->length);
}

void json_quote(StringBuilder *out, const String *string) {
  put(out, '"');
  if (string_is_latin1(string))
    quote_latin1(out, string);
  else
    quote_wide(out, string);
  put(out, '"');
}

static void put_integer(StringBuilder *out, u32 number) {
  u8 digits[10];
  u32 count = 0;
  do
    digits[count++] = (u8)('0' + number % 10);
  while (number /= 10);
  while (count)
    put(out, digits[--count]);
}

static void put_number(StringBuilder *out, Value value) {
  if (likely(value_is_int(value))) {
    i32 number = value_to_int(value);
    if (number < 0) put(out, '-');
    put_integer(out, number < 0 ? -(u32)number : (u32)number);
    return;
  }
  double number = value_to_double(value);
  char text[NUMBER_TEXT_BYTES] = "null";
  if (isfinite(number)) number_to_text(number, text);
  builder_c(out, text);
}

static void put_key(StringBuilder *out, Key key) {
  if (key_is_index(key)) {
    put(out, '"');
    put_integer(out, key_index(key));
    put(out, '"');
  } else {
    json_quote(out, (String *)key_cell(key));
  }
}

static void put_line(Writer *writer) {
  if (!writer->gap) return;
  put(&writer->out, '\n');
  for (u32 i = 0; i < writer->depth; i++)
    builder_string(&writer->out, writer->gap);
}

/* ---- Properties of Shapes ----------------------------------------------- */

static bool list_property(void *context, Key key, u32 offset, u8 attributes) {
  ShapeList *list = context;
  if (attributes & ATTRIBUTE_ENUMERABLE && !key_is_symbol(key))
    vector_push(&list->properties, ((ListedProperty){key, offset, attributes}));
  return true;
}

static u32 list_place(const Shape *shape) {
  return (u32)((uintptr_t)shape / sizeof(Shape)) % LISTS;
}

/* The list of a Shape that is not a dictionary. Lists are remembered by
 * address; their Shapes are kept alive, so the address stays theirs. */
static ShapeList *shape_list(Writer *writer, Shape *shape) {
  ShapeList *list = &writer->lists[list_place(shape)];
  if (likely(list->shape == shape)) return list;
  list->shape = shape;
  list->plain_epoch = 0;
  list->properties.count = 0;
  cell_write(&writer->vm->isolate.heap, writer->shapes,
             &writer->shapes->values[list_place(shape)],
             value_from_cell(shape));
  shape_each(shape, list_property, list);
  return list;
}

/* ---- toJSON, replacers and wrappers ------------------------------------- */

/* Whether some object reached from this one has a toJSON. What a Shape was
 * found not to have, it has not until a prototype changes. */
static bool has_to_json(Writer *writer, Object *object) {
  Isolate *isolate = &writer->vm->isolate;
  Shape *shape = object_shape(isolate, object);
  u32 epoch = isolate->prototype_epoch + 1;
  ShapeList *list = &writer->lists[list_place(shape)];
  bool is_known = list->shape == shape && list->plain_epoch == epoch;
  if (likely(is_known)) return false;
  Property property;
  if (object_find(isolate, object, ATOM_KEY(isolate, toJSON), &property))
    return true;
  if (!(shape->cell.flags & (SHAPE_DICTIONARY | SHAPE_LAZY)) && epoch)
    shape_list(writer, shape)->plain_epoch = epoch;
  return false;
}

/* Of an object or a BigInt. */
static bool call_to_json(Writer *writer, Key key, Value *value) {
  VM *vm = writer->vm;
  Object *start = value_is_object(*value)
                      ? value_to_object(*value)
                      : INTRINSIC(&vm->isolate, bigint_prototype);
  if (!has_to_json(writer, start)) return true;
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!vm_get(vm, *value, ATOM_KEY(&vm->isolate, toJSON), &method))
    return false;
  if (!value_is_callable(method)) return true;
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  return vm_call(vm, method, *value, &name, 1, value);
}

static bool call_replacer(Writer *writer, Value holder, Key key, Value *value) {
  VM *vm = writer->vm;
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  Value arguments[] = {name, *value};
  return vm_call(vm, writer->replacer, holder, arguments, 2, value);
}

/* Wrappers become primitives, the program's conversions included. */
static bool unwrap(VM *vm, Value *value) {
  Value primitive = wrapper_open(*value);
  if (value_is_number(primitive)) {
    double number;
    if (!vm_to_number(vm, *value, &number)) return false;
    *value = value_from_number(number);
  } else if (value_is_string(primitive)) {
    String *string = vm_to_string(vm, *value);
    if (!string) return false;
    *value = value_from_cell(string);
  } else if (value_is_boolean(primitive) || value_is_bigint(primitive)) {
    *value = primitive;
  }
  return true;
}

/* ---- Containers --------------------------------------------------------- */

/* Puts a container on the path; a TypeError when it is there already. */
static bool enter(Writer *writer, Object *object, Key key) {
  VM *vm = writer->vm;
  for (u32 i = 0; i < writer->path->length; i += 2)
    if (value_to_object(writer->path->values[i]) == object)
      return json_throw_circular(vm, writer->path, i, key);
  if (!vm_check_stack(vm)) return false;
  if (writer->path->length + 2 > writer->path->capacity &&
      !json_stack_grow(vm, &writer->path))
    return false;
  json_stack_push(vm, writer->path, value_from_cell(object));
  json_stack_push(vm, writer->path, key_bits_value(key));
  writer->depth++;
  return true;
}

static void leave(Writer *writer, u8 bracket, bool is_empty) {
  json_stack_drop(writer->vm, writer->path, writer->path->length - 2);
  writer->depth--;
  if (!is_empty) put_line(writer);
  put(&writer->out, bracket);
}

/* Writes one `key: value`, or takes back what it began when the value is
 * nothing that JSON has. */
static bool write_entry(Writer *writer, Value holder, Key key, Value value,
                        bool *is_first) {
  StringBuilder *out = &writer->out;
  u64 start = out->length;
  if (!*is_first) put(out, ',');
  put_line(writer);
  put_key(out, key);
  put(out, ':');
  if (writer->gap) put(out, ' ');
  bool written;
  if (!write_value(writer, holder, key, value, &written)) return false;
  if (written)
    *is_first = false;
  else
    out->length = start;
  return true;
}

/* The entries of an object with a shared Shape and no items. When code of the
 * program changes the object, the rest is read by name. */
static bool write_shaped(Writer *writer, Object *object, bool *is_first) {
  VM *vm = writer->vm;
  KEEP_CELL(vm, Shape, shape, object_shape(&vm->isolate, object));
  Value holder = value_from_cell(object);
  u32 count = shape_list(writer, shape)->properties.count;
  for (u32 i = 0; i < count; i++) {
    /* nested objects may have taken the list's place */
    ListedProperty property = shape_list(writer, shape)->properties.items[i];
    KEEP(vm, value, VALUE_UNDEFINED);
    if (likely(!(property.attributes & ATTRIBUTE_ACCESSOR) &&
               object_shape(&vm->isolate, object) == shape))
      value = *object_slot(object, property.offset);
    else if (!vm_get(vm, holder, property.key, &value))
      return false;
    if (!write_entry(writer, holder, property.key, value, is_first))
      return false;
  }
  return true;
}

static bool write_named(Writer *writer, Object *object, bool *is_first) {
  VM *vm = writer->vm;
  KEEP_CELL(vm, Object, keys, writer->allowed);
  if (!keys) keys = vm_own_keys(vm, object);
  if (!keys) return false;
  u32 count = library_key_count(keys);
  if (!writer->allowed && !library_keep_enumerable(vm, object, keys, &count))
    return false;
  Value holder = value_from_cell(object);
  for (u32 i = 0; i < count; i++) {
    KEEP(vm, value, VALUE_UNDEFINED);
    Key key = library_key_at(keys, i);
    if (!vm_check(vm) || !vm_get(vm, holder, key, &value) ||
        !write_entry(writer, holder, key, value, is_first))
      return false;
  }
  return true;
}

static bool is_shaped(VM *vm, const Object *object) {
  return object->cell.kind == KIND_OBJECT && !object->elements->length &&
         !object_has_dictionary(object) &&
         !(object_shape(&vm->isolate, object)->cell.flags & SHAPE_DICTIONARY);
}

static bool write_object(Writer *writer, Object *object, Key key) {
  if (!enter(writer, object, key)) return false;
  put(&writer->out, '{');
  bool is_first = true;
  bool direct = !writer->allowed && is_shaped(writer->vm, object);
  if (!(direct ? write_shaped(writer, object, &is_first)
               : write_named(writer, object, &is_first)))
    return false;
  leave(writer, '}', is_first);
  return true;
}

ALWAYS_INLINE bool read_item(VM *vm, Object *array, double index, Value *item) {
  if (likely(index < array->elements->length)) {
    *item = array->elements->values[(u32)index];
    if (likely(!value_is_hole(*item))) return true;
  }
  return vm_get_index(vm, value_from_cell(array), index, item);
}

static bool write_items(Writer *writer, Object *array, double length) {
  VM *vm = writer->vm;
  for (double i = 0; i < length; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (i) put(&writer->out, ',');
    put_line(writer);
    bool written;
    /* the key matters only to functions of the program, and to errors */
    if (!vm_check(vm) || !read_item(vm, array, i, &item) ||
        !write_value(writer, value_from_cell(array), vm_key_from_number(vm, i),
                     item, &written))
      return false;
    if (!written) builder_c(&writer->out, "null");
  }
  return true;
}

static bool write_array(Writer *writer, Object *array, Key key) {
  double length;
  if (!enter(writer, array, key)) return false;
  if (!vm_length(writer->vm, value_from_cell(array), &length)) return false;
  put(&writer->out, '[');
  if (!write_items(writer, array, length)) return false;
  leave(writer, ']', length == 0);
  return true;
}

static bool is_raw(Writer *writer, Object *object) {
  return value_is_null(object_prototype(&writer->vm->isolate, object)) &&
         json_is_raw(writer->vm, writer->raw_symbol, object);
}

static bool write_raw(Writer *writer, Object *object) {
  VM *vm = writer->vm;
  KEEP(vm, text, VALUE_UNDEFINED);
  Key key = key_from_c(&vm->isolate, "rawJSON");
  if (!vm_get(vm, value_from_cell(object), key, &text)) return false;
  builder_string(&writer->out, (String *)value_to_cell(text));
  return true;
}

/* ---- Values ------------------------------------------------------------- */

ALWAYS_INLINE bool write_primitive(Writer *writer, Value value, bool *written) {
  StringBuilder *out = &writer->out;
  *written = true;
  if (value_is_number(value)) {
    put_number(out, value);
  } else if (value_is_string(value)) {
    String *string = (String *)value_to_cell(value);
    if (string->cell.kind == KIND_ROPE)
      string = string_flatten(&writer->vm->isolate, value);
    if (!string) return vm_throw_memory(writer->vm);
    json_quote(out, string);
  } else if (value_is_boolean(value)) {
    builder_c(out, value_is_true(value) ? "true" : "false");
  } else if (value_is_null(value)) {
    builder_c(out, "null");
  } else if (value_is_bigint(value)) {
    return vm_throw_type(writer->vm, "Do not know how to serialize a BigInt");
  } else {
    *written = false;
  }
  return true;
}

static bool write_container(Writer *writer, Value value, Key key,
                            bool *written) {
  Object *object = value_to_object(value);
  *written = !value_is_callable(value);
  if (!*written) return true;
  if (is_raw(writer, object)) return write_raw(writer, object);
  bool is_array;
  if (!vm_is_array(writer->vm, value, &is_array)) return false;
  return is_array ? write_array(writer, object, key)
                  : write_object(writer, object, key);
}

/* SerializeJSONProperty. `*written` is false when JSON has nothing for it. */
static bool write_value(Writer *writer, Value holder, Key key, Value given,
                        bool *written) {
  bool is_object = value_is_object(given);
  bool is_bigint = value_is_bigint(given);
  if (likely(!is_object && value_is_undefined(writer->replacer) && !is_bigint))
    return write_primitive(writer, given, written);
  VM *vm = writer->vm;
  KEEP_KEY(vm, kept, key);
  KEEP(vm, value, given);
  if ((is_object || is_bigint) && !call_to_json(writer, kept, &value))
    return false;
  if (!value_is_undefined(writer->replacer) &&
      !call_replacer(writer, holder, kept, &value))
    return false;
  if (value_is_kind(value, KIND_WRAPPER) && !unwrap(vm, &value)) return false;
  return value_is_object(value) ? write_container(writer, value, kept, written)
                                : write_primitive(writer, value, written);
}

/* ---- The arguments ------------------------------------------------------ */

/* The key that an item of a replacer array stands for; `*is_key` is false for
 * items that mean nothing. */
static bool allowed_key(VM *vm, Value item, Key *key, bool *is_key) {
  Value primitive = wrapper_open(item);
  *is_key = value_is_string(primitive) || value_is_number(primitive);
  if (!*is_key) return true;
  KEEP_CELL(vm, String, text, vm_to_string(vm, item));
  if (!text) return false;
  return key_from_string(&vm->isolate, value_from_cell(text), key) ||
         vm_throw_memory(vm);
}

static bool has_key(const Object *keys, Key key) {
  for (u32 i = 0; i < library_key_count(keys); i++)
    if (key_equals(library_key_at(keys, i), key)) return true;
  return false;
}

static bool list_allowed(VM *vm, Value replacer, Object *keys) {
  double length;
  if (!vm_length(vm, replacer, &length)) return false;
  for (double i = 0; i < length; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    KEEP_KEY(vm, key, key_from_index(0));
    bool is_key;
    if (!vm_check(vm) || !vm_get_index(vm, replacer, i, &item) ||
        !allowed_key(vm, item, &key, &is_key))
      return false;
    if (is_key && !has_key(keys, key) &&
        !array_push(&vm->isolate, keys, key_bits_value(key)))
      return vm_throw_memory(vm);
  }
  return true;
}

/* A function replaces values; an array lists the keys to be written. */
static bool find_replacer(Writer *writer, Value replacer) {
  VM *vm = writer->vm;
  bool is_array;
  if (value_is_callable(replacer)) {
    writer->replacer = replacer;
    return true;
  }
  if (!vm_is_array(vm, replacer, &is_array)) return false;
  if (!is_array) return true;
  writer->allowed = array_new(&vm->isolate, 0);
  return list_allowed(vm, replacer, writer->allowed);
}

static String *gap_spaces(VM *vm, double count) {
  u32 length = !(count >= 1) ? 0 : count > GAP_MAX ? GAP_MAX : (u32)count;
  return string_from_latin1(&vm->isolate, (const u8 *)"          ", length);
}

/* One step of indentation: `*gap`, or NULL for none. */
static bool find_gap(VM *vm, Value space, String **gap) {
  KEEP(vm, value, space);
  *gap = NULL;
  if (value_is_kind(value, KIND_WRAPPER) &&
      !value_is_boolean(wrapper_open(value)) && !unwrap(vm, &value))
    return false;
  if (value_is_number(value)) {
    *gap = gap_spaces(vm, value_to_number(value));
  } else if (value_is_string(value)) {
    KEEP_CELL(vm, String, text, string_flatten(&vm->isolate, value));
    if (!text) return vm_throw_memory(vm);
    u32 length = text->length < GAP_MAX ? text->length : GAP_MAX;
    *gap = string_slice(&vm->isolate, text, 0, length);
  }
  if (*gap && !(*gap)->length) *gap = NULL;
  return true;
}

/* Replacers see the whole value as a property "" of an object. */
static bool wrap_root(VM *vm, Value value, Object **holder) {
  Isolate *isolate = &vm->isolate;
  *holder = object_new_plain(isolate);
  return object_define(isolate, *holder, ATOM_KEY(isolate, empty), value,
                       ATTRIBUTES_DEFAULT) ||
         vm_throw_memory(vm);
}

static bool finish(Writer *writer, bool written, Value *result) {
  if (!written) return true; /* undefined */
  bool too_long = writer->out.length > STRING_MAX_LENGTH;
  String *text = builder_finish(&writer->vm->isolate, &writer->out);
  if (!text && too_long)
    return vm_throw_range(writer->vm, "Invalid string length");
  return library_string(writer->vm, text, result);
}

static JsonStack *new_shapes(VM *vm) {
  JsonStack *shapes = json_stack_new(vm, LISTS);
  shapes->length = LISTS;
  for (u32 i = 0; i < LISTS; i++)
    shapes->values[i] = VALUE_UNDEFINED;
  return shapes;
}

bool json_stringify(VM *vm, Call *call) {
  Value value = call_argument(call, 0), replacer = call_argument(call, 1);
  Writer writer = {.vm = vm, .replacer = VALUE_UNDEFINED};
  KEEP_FIELD(vm, allowed, writer.allowed);
  KEEP_FIELD(vm, gap, writer.gap);
  KEEP_FIELD(vm, path, writer.path);
  KEEP_FIELD(vm, shapes, writer.shapes);
  KEEP_CELL(vm, Object, holder, NULL);
  if (!find_replacer(&writer, replacer) ||
      !find_gap(vm, call_argument(call, 2), &writer.gap))
    return false;
  if (!value_is_undefined(writer.replacer) && !wrap_root(vm, value, &holder))
    return false;
  writer.raw_symbol = library_native(call)->data;
  writer.shapes = new_shapes(vm);
  writer.path = json_stack_new(vm, 32);
  bool written;
  bool ok = write_value(&writer, value_from_cell(holder),
                        ATOM_KEY(&vm->isolate, empty), value, &written) &&
            finish(&writer, written, &call->result);
  builder_free(&writer.out);
  for (u32 i = 0; i < LISTS; i++)
    vector_free(&writer.lists[i].properties);
  return ok;
}
