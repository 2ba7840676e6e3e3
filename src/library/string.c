/* string.c - String, its own functions, and what its files share. */
#include "base/number.h"
#include "base/unicode.h"
#include "library/iteration.h"
#include "library/text.h"
#include "library/wrapper.h"

/* ---- Shared (text.h) ---------------------------------------------------- */

bool text_check_this(VM *vm, const Call *call, const char *method) {
  if (!value_is_nullish(call->this_value)) return true;
  return vm_throw_type(vm, "String.prototype.%s called on null or undefined",
                       method);
}

String *text_this_slow(VM *vm, Value this_value, const char *method) {
  Call call = {.this_value = this_value};
  if (!text_check_this(vm, &call, method)) return NULL;
  return vm_to_string(vm, this_value);
}

bool text_throw_length(VM *vm) {
  return vm_throw_range(vm, "Invalid string length");
}

bool text_slice_return(VM *vm, Call *call, String *text, u32 start, u32 end) {
  if (start == 0 && end == text->length)
    return call_return(call, value_from_cell(text));
  return text_return(vm, call, string_slice(&vm->isolate, text, start, end));
}

bool text_finish(VM *vm, Call *call, StringBuilder *builder) {
  bool too_long = builder->length > STRING_MAX_LENGTH;
  String *result = builder_finish(&vm->isolate, builder);
  if (!result && too_long) return text_throw_length(vm);
  return text_return(vm, call, result);
}

/* The usual case needs no builder: the length is known beforehand, and all of
 * it is Latin-1. */
static bool join_latin1(VM *vm, Call *call, const TextSlice *slices, u32 count,
                        u32 length) {
  String *result = string_new_latin1(&vm->isolate, length);
  if (!result) return vm_throw_memory(vm);
  u8 *target = result->latin1;
  for (u32 i = 0; i < count; i++) {
    u32 part = slices[i].end - slices[i].start;
    memcpy(target, slices[i].text->latin1 + slices[i].start, part);
    target += part;
  }
  return call_return(call, value_from_cell(result));
}

bool text_join_slices(VM *vm, Call *call, const TextSlice *slices, u32 count) {
  u64 length = 0;
  bool latin1 = true;
  for (u32 i = 0; i < count; i++) {
    length += slices[i].end - slices[i].start;
    latin1 &= string_is_latin1(slices[i].text);
  }
  if (length > STRING_MAX_LENGTH) return text_throw_length(vm);
  if (latin1 && length > 1)
    return join_latin1(vm, call, slices, count, (u32)length);
  StringBuilder builder = {};
  for (u32 i = 0; i < count; i++)
    builder_slice(&builder, slices[i].text, slices[i].start, slices[i].end);
  return text_finish(vm, call, &builder);
}

u16 *text_copy_units(const String *text) {
  u16 *units = base_allocate((text->length + 1) * sizeof *units);
  if (string_is_latin1(text))
    for (u32 i = 0; i < text->length; i++)
      units[i] = text->latin1[i];
  else
    memcpy(units, text->utf16, text->length * sizeof *units);
  return units;
}

/* ---- The constructor ---------------------------------------------------- */

/* String(symbol) is the one conversion of a symbol that is allowed. */
static String *describe_symbol(VM *vm, Symbol *symbol) {
  StringBuilder builder = {};
  builder_c(&builder, "Symbol(");
  if (value_is_string(symbol->description)) {
    String *text = string_flatten(&vm->isolate, symbol->description);
    if (text) builder_string(&builder, text);
  }
  builder_c(&builder, ")");
  return builder_finish(&vm->isolate, &builder);
}

static bool convert(VM *vm, Call *call, Value *result) {
  *result = value_from_cell(vm->isolate.empty_string);
  if (call->count == 0) return true;
  Value value = call->arguments[0];
  if (value_is_symbol(value) && value_is_undefined(call->new_target))
    return library_string(
        vm, describe_symbol(vm, (Symbol *)value_to_cell(value)), result);
  return vm_to_string_value(vm, value, result);
}

static bool construct(VM *vm, Call *call) {
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!convert(vm, call, &value)) return false;
  if (value_is_undefined(call->new_target)) return call_return(call, value);
  /* characters of the object are read in place, so its text is flat */
  KEEP_CELL(vm, String, text, string_flatten(&vm->isolate, value));
  if (!text) return vm_throw_memory(vm);
  KEEP_CELL(vm, Object, object,
            wrapper_construct(vm, call, INTRINSIC_string_prototype,
                              value_from_cell(text)));
  if (!object) return false;
  object->cell.flags |= OBJECT_EXOTIC_INDEX;
  object_define(&vm->isolate, object, ATOM_KEY(&vm->isolate, length),
                value_from_u32(text->length), ATTRIBUTES_NONE);
  return call_return(call, value_from_cell(object));
}

/* ---- String.fromCharCode and its kin ------------------------------------ */

static bool from_char_code(VM *vm, Call *call) {
  if (likely(call->count == 1 && value_is_int(call->arguments[0]))) {
    u32 unit = (u16)value_to_int(call->arguments[0]);
    return text_return(vm, call, string_from_unit(&vm->isolate, unit));
  }
  StringBuilder builder = {};
  for (u32 i = 0; i < call->count; i++) {
    i32 unit = 0;
    if (!vm_to_int32(vm, call->arguments[i], &unit)) {
      builder_free(&builder);
      return false;
    }
    builder_unit(&builder, (u16)unit);
  }
  return text_finish(vm, call, &builder);
}

static bool throw_code_point(VM *vm, double number) {
  char text[NUMBER_TEXT_BYTES];
  number_to_text(number, text);
  return vm_throw_range(vm, "Invalid code point %s", text);
}

static bool to_code_point(VM *vm, Value value, u32 *code_point) {
  double number;
  if (!vm_to_number(vm, value, &number)) return false;
  if (!(number >= 0 && number <= 0x10FFFF) || number != (u32)number)
    return throw_code_point(vm, number);
  *code_point = (u32)number;
  return true;
}

static bool from_code_point(VM *vm, Call *call) {
  StringBuilder builder = {};
  for (u32 i = 0; i < call->count; i++) {
    u32 code_point = 0;
    if (!to_code_point(vm, call->arguments[i], &code_point)) {
      builder_free(&builder);
      return false;
    }
    builder_code_point(&builder, code_point);
  }
  return text_finish(vm, call, &builder);
}

/* Appends the string of `object[index]`. */
static bool append_item(VM *vm, StringBuilder *out, Value object,
                        double index) {
  KEEP(vm, item, VALUE_UNDEFINED);
  if (!vm_get_index(vm, object, index, &item)) return false;
  String *text = vm_to_string(vm, item);
  if (!text) return false;
  builder_string(out, text);
  return out->length <= STRING_MAX_LENGTH || text_throw_length(vm);
}

static bool append_raw(VM *vm, Call *call, Value literals, StringBuilder *out) {
  double length;
  if (!vm_length(vm, literals, &length)) return false;
  for (double i = 0; i < length; i++) {
    if (!vm_check(vm) || !append_item(vm, out, literals, i)) return false;
    if (i + 1 == length || i + 1 >= call->count) continue;
    String *text = vm_to_string(vm, call->arguments[(u32)i + 1]);
    if (!text) return false;
    builder_string(out, text);
  }
  return true;
}

static bool raw(VM *vm, Call *call) {
  KEEP_CELL(vm, Object, cooked, vm_to_object(vm, call_argument(call, 0)));
  if (!cooked) return false;
  KEEP(vm, literals, VALUE_UNDEFINED);
  if (!vm_get(vm, value_from_cell(cooked), ATOM_KEY(&vm->isolate, raw),
              &literals))
    return false;
  KEEP_CELL(vm, Object, object, vm_to_object(vm, literals));
  if (!object) return false;
  StringBuilder builder = {};
  if (append_raw(vm, call, value_from_cell(object), &builder))
    return text_finish(vm, call, &builder);
  builder_free(&builder);
  return false;
}

/* ---- toString, concat, iteration ---------------------------------------- */

/* toString and valueOf. */
static bool value_of(VM *vm, Call *call) {
  Value value = wrapper_open(call->this_value);
  if (value_is_string(value)) return call_return(call, value);
  return vm_throw_type(vm,
                       "String.prototype.%s requires that 'this' be a String",
                       library_native(call)->magic ? "valueOf" : "toString");
}

/* Joins as the + operator would, so that long results stay ropes. */
static bool concat(VM *vm, Call *call) {
  if (!text_check_this(vm, call, "concat")) return false;
  KEEP(vm, result, VALUE_UNDEFINED);
  if (!vm_to_string_value(vm, call->this_value, &result)) return false;
  for (u32 i = 0; i < call->count; i++) {
    KEEP(vm, next, VALUE_UNDEFINED);
    if (!vm_to_string_value(vm, call->arguments[i], &next)) return false;
    if ((u64)string_length(result) + string_length(next) > STRING_MAX_LENGTH)
      return text_throw_length(vm);
    Cell *joined = string_concat(&vm->isolate, result, next);
    if (!joined) return vm_throw_memory(vm);
    result = value_from_cell(joined);
  }
  return call_return(call, result);
}

static bool iterate(VM *vm, Call *call) {
  TEXT_THIS(text, "[Symbol.iterator]");
  Iterator *iterator =
      iterator_new(vm, ITERATOR_STRING, INTRINSIC_string_iterator_prototype,
                   value_from_cell(text), NULL);
  return call_return(call, value_from_cell(iterator));
}

static bool is_pair(const String *text, u32 index) {
  return index + 1 < text->length &&
         unicode_is_lead(string_unit(text, index)) &&
         unicode_is_trail(string_unit(text, index + 1));
}

bool string_iterator_advance(VM *vm, Iterator *iterator, Value *value,
                             bool *done) {
  *done = true;
  *value = VALUE_UNDEFINED;
  if (value_is_undefined(iterator->target)) return true;
  String *text = (String *)value_to_cell(iterator->target);
  u32 start = (u32)iterator->position;
  if (start >= text->length) {
    iterator_end(vm, iterator);
    return true;
  }
  u32 end = start + 1 + is_pair(text, start);
  *done = false;
  iterator->position = end;
  return library_string(vm, string_slice(&vm->isolate, text, start, end),
                        value);
}

bool string_iterator_next(VM *vm, Call *call) {
  if (!ITERATOR_IN_RANGE(call->this_value, ITERATOR_STRING, ITERATOR_STRING))
    return library_throw_receiver(vm, "String Iterator.prototype.next",
                                  call->this_value);
  return iterator_next(vm, call, string_iterator_advance);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry static_functions[] = {
    {"fromCharCode", from_char_code, 1},
    {"fromCodePoint", from_code_point, 1},
    {"raw", raw, 1},
};

static const NativeEntry functions[] = {
    {"toString", value_of, 0, NATIVE_METHOD, 0},
    {"valueOf", value_of, 0, NATIVE_METHOD, 1},
    {"concat", concat, 1},
    {"@@iterator", iterate, 0},
};

/* String.prototype is a String object itself. Strings, which exist already,
 * find it through their Shape. */
static Object *make_prototype(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = wrapper_new_prototype(
      vm, INTRINSIC_string_prototype, value_from_cell(isolate->empty_string));
  prototype->cell.flags |= OBJECT_EXOTIC_INDEX;
  cell_write(&isolate->heap, isolate->string_shape,
             &isolate->string_shape->prototype, value_from_cell(prototype));
  object_mark_prototype(isolate, prototype);
  return prototype;
}

void library_open_string(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = make_prototype(vm);
  object_define(isolate, prototype, ATOM_KEY(isolate, length),
                value_from_int(0), ATTRIBUTES_NONE);
  NativeFunction *constructor =
      library_add_constructor(vm, "String", construct, 1, prototype);
  library_add_functions(vm, &constructor->object, static_functions,
                        ARRAY_COUNT(static_functions));
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
  text_open_units(vm, prototype);
  text_open_search(vm, prototype);
  text_open_slice(vm, prototype);
  text_open_replace(vm, prototype);
  text_open_case(vm, prototype);
  iterator_open_prototype(vm, INTRINSIC_string_iterator_prototype,
                          "String Iterator", string_iterator_next);
}
