/* string_slice.c - parts of strings: slices, trimming, padding, repeating and
 * splitting. */
#include "base/unicode.h"
#include "library/text.h"

/* ---- slice, substring, substr ------------------------------------------- */

/* A position counted from the end when it is negative; `absent` is what
 * undefined means. */
ALWAYS_INLINE bool read_relative(VM *vm, Value argument, u32 length, u32 absent,
                                 u32 *position) {
  if (likely(value_is_int(argument))) {
    i64 index = value_to_int(argument);
    if (index < 0) index += length;
    *position = index < 0 ? 0 : index > length ? length : (u32)index;
    return true;
  }
  double index;
  if (!library_relative_index(vm, argument, length, absent, &index))
    return false;
  *position = (u32)index;
  return true;
}

static bool slice(VM *vm, Call *call) {
  TEXT_THIS(text, "slice");
  u32 start, end, length = text->length;
  if (!read_relative(vm, call_argument(call, 0), length, 0, &start) ||
      !read_relative(vm, call_argument(call, 1), length, length, &end))
    return false;
  if (start > end) end = start;
  return text_slice_return(vm, call, text, start, end);
}

static bool substring(VM *vm, Call *call) {
  TEXT_THIS(text, "substring");
  u32 start, end, length = text->length;
  if (!text_clamped(vm, call_argument(call, 0), length, 0, &start) ||
      !text_clamped(vm, call_argument(call, 1), length, length, &end))
    return false;
  return start <= end ? text_slice_return(vm, call, text, start, end)
                      : text_slice_return(vm, call, text, end, start);
}

static bool substr(VM *vm, Call *call) {
  TEXT_THIS(text, "substr");
  u32 start;
  double length = text->length, count = length;
  Value wanted = call_argument(call, 1);
  if (!read_relative(vm, call_argument(call, 0), text->length, 0, &start))
    return false;
  if (!value_is_undefined(wanted) && !text_integer(vm, wanted, &count))
    return false;
  double end = count < 0 ? start : start + count;
  if (end > length) end = length;
  return text_slice_return(vm, call, text, start, (u32)end);
}

/* ---- trim --------------------------------------------------------------- */

constexpr u16 TRIM_START = 1, TRIM_END = 2;

static bool is_blank(u32 unit) {
  if (unit > ' ' && unit < 0x80) return false;
  return unicode_is_space(unit) || unicode_is_line_terminator(unit);
}

/* trim, trimStart and trimEnd. */
static bool trim(VM *vm, Call *call) {
  static const char *const names[] = {
      [TRIM_START] = "trimStart",
      [TRIM_END] = "trimEnd",
      [TRIM_START | TRIM_END] = "trim",
  };
  u32 sides = library_native(call)->magic;
  TEXT_THIS(text, names[sides]);
  u32 start = 0, end = text->length;
  if (sides & TRIM_START)
    while (start < end && is_blank(string_unit(text, start)))
      start++;
  if (sides & TRIM_END)
    while (end > start && is_blank(string_unit(text, end - 1)))
      end--;
  return text_slice_return(vm, call, text, start, end);
}

/* ---- padding and repeating ---------------------------------------------- */

/* Copies the first `filled` bytes forward until `bytes` are filled. */
static void repeat_bytes(void *start, size_t filled, size_t bytes) {
  for (char *target = start; filled < bytes;) {
    size_t part = filled < bytes - filled ? filled : bytes - filled;
    memcpy(target + filled, target, part);
    filled += part;
  }
}

static String *repeated(VM *vm, String *text, u32 length) {
  String *result;
  if (string_is_latin1(text)) {
    result = string_new_latin1(&vm->isolate, length);
    if (!result) return NULL;
    memcpy(result->latin1, text->latin1, text->length);
    repeat_bytes(result->latin1, text->length, length);
  } else {
    result = string_new_utf16(&vm->isolate, length);
    if (!result) return NULL;
    memcpy(result->utf16, text->utf16, text->length * sizeof(u16));
    repeat_bytes(result->utf16, text->length * sizeof(u16),
                 length * sizeof(u16));
  }
  return result;
}

/* padStart and padEnd. */
static bool pad(VM *vm, Call *call) {
  bool at_end = library_native(call)->magic;
  TEXT_THIS(text, at_end ? "padEnd" : "padStart");
  double wanted;
  if (!vm_to_length(vm, call_argument(call, 0), &wanted)) return false;
  if (wanted <= text->length) return call_return(call, value_from_cell(text));
  KEEP_CELL(vm, String, filler, string_from_unit(&vm->isolate, ' '));
  if (!value_is_undefined(call_argument(call, 1)))
    filler = vm_to_string(vm, call_argument(call, 1));
  if (!filler) return false;
  if (!filler->length) return call_return(call, value_from_cell(text));
  if (wanted > STRING_MAX_LENGTH) return text_throw_length(vm);
  u32 count = (u32)wanted - text->length;
  KEEP_CELL(vm, String, padding, filler);
  if (count > filler->length) padding = repeated(vm, filler, count);
  if (!padding) return vm_throw_memory(vm);
  TextSlice front = {text, 0, text->length}, back = {padding, 0, count};
  return text_join_slices(
      vm, call,
      at_end ? (TextSlice[]){front, back} : (TextSlice[]){back, front}, 2);
}

static bool repeat(VM *vm, Call *call) {
  TEXT_THIS(text, "repeat");
  Value argument = call_argument(call, 0);
  double count;
  if (!text_integer(vm, argument, &count)) return false;
  if (count < 0 || count == __builtin_inf()) {
    Buffer description = {};
    vm_describe_for_message(vm, argument, &description);
    vm_throw_range(vm, "Invalid count value: %s", description.bytes);
    buffer_free(&description);
    return false;
  }
  if (count == 0 || text->length == 0)
    return call_return(call, value_from_cell(vm->isolate.empty_string));
  if (count == 1) return call_return(call, value_from_cell(text));
  if (count * text->length > STRING_MAX_LENGTH) return text_throw_length(vm);
  return text_return(vm, call, repeated(vm, text, (u32)count * text->length));
}

/* ---- split -------------------------------------------------------------- */

/* array_push with the usual case inlined: `parts` is nobody else's yet, and
 * after the first string its elements are of the general kind. */
ALWAYS_INLINE bool push_part(VM *vm, Object *parts, String *part) {
  Elements *elements = parts->elements;
  Value value = value_from_cell(part);
  if (unlikely(elements->length == elements->capacity ||
               elements->cell.flags != ELEMENTS_PACKED)) {
    KEEP(vm, kept, value);
    return array_push(&vm->isolate, parts, kept);
  }
  cell_write_new(&vm->isolate.heap, elements,
                 &elements->values[elements->length], value);
  elements->length++;
  array_set_length_slot(&vm->isolate, parts, elements->length);
  return true;
}

static bool push_slice(VM *vm, Object *parts, String *text, u32 start,
                       u32 end) {
  String *part = end - start == 1
                     ? string_from_unit(&vm->isolate, string_unit(text, start))
                     : string_slice(&vm->isolate, text, start, end);
  return (likely(part) && push_part(vm, parts, part)) || vm_throw_memory(vm);
}

static bool split_units(VM *vm, Object *parts, String *text, u32 limit) {
  u32 count = text->length < limit ? text->length : limit;
  if (!elements_reserve(&vm->isolate, parts, count)) return vm_throw_memory(vm);
  for (u32 i = 0; i < count; i++)
    if (!push_slice(vm, parts, text, i, i + 1)) return false;
  return true;
}

static bool split_text(VM *vm, Object *parts, String *text, String *separator,
                       u32 limit) {
  u32 start = 0;
  for (;;) {
    i64 found = string_find(text, separator, start);
    u32 end = found < 0 ? text->length : (u32)found;
    if (!push_slice(vm, parts, text, start, end)) return false;
    if (found < 0 || array_length(parts) == limit) return true;
    start = end + separator->length;
  }
}

static bool split_into(VM *vm, Object *parts, String *text, String *separator,
                       bool has_separator, u32 limit) {
  if (limit == 0) return true;
  if (!has_separator) return push_slice(vm, parts, text, 0, text->length);
  if (!separator->length) return split_units(vm, parts, text, limit);
  return split_text(vm, parts, text, separator, limit);
}

static bool split(VM *vm, Call *call) {
  if (!text_check_this(vm, call, "split")) return false;
  bool done;
  if (!text_delegate(vm, call, SYMBOL_split, 1, &done)) return false;
  if (done) return true;
  TEXT_THIS(text, "split");
  u32 limit = UINT32_MAX;
  if (!value_is_undefined(call_argument(call, 1)) &&
      !vm_to_uint32(vm, call->arguments[1], &limit))
    return false;
  TEXT_ARGUMENT(separator, 0);
  KEEP_CELL(vm, Object, parts, array_new(&vm->isolate, 0));
  if (!parts) return vm_throw_memory(vm);
  bool has_separator = !value_is_undefined(call_argument(call, 0));
  if (!split_into(vm, parts, text, separator, has_separator, limit))
    return false;
  return call_return(call, value_from_cell(parts));
}

static const NativeEntry functions[] = {
    {"slice", slice, 2},
    {"substring", substring, 2},
    {"substr", substr, 2},
    {"trim", trim, 0, NATIVE_METHOD, TRIM_START | TRIM_END},
    {"trimStart", trim, 0, NATIVE_METHOD, TRIM_START},
    {"trimEnd", trim, 0, NATIVE_METHOD, TRIM_END},
    {"padStart", pad, 1, NATIVE_METHOD, 0},
    {"padEnd", pad, 1, NATIVE_METHOD, 1},
    {"repeat", repeat, 1},
    {"split", split, 2},
};

void text_open_slice(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
  library_add_alias(vm, prototype, "trimLeft", "trimStart");
  library_add_alias(vm, prototype, "trimRight", "trimEnd");
}
