/* intl.c - the global Intl: objects, options, text and parts. */
#include "library/intl.h"

#include "vm/lazy_value.h"
#include "vm/stack_trace.h"

#include <stdlib.h>
#include <unicode/ustring.h>

/* ---- Objects ------------------------------------------------------------- */

static const Intrinsic prototypes[] = {
    [INTL_COLLATOR] = INTRINSIC_intl_collator,
    [INTL_DATE_TIME_FORMAT] = INTRINSIC_intl_date_time_format,
    [INTL_DISPLAY_NAMES] = INTRINSIC_intl_display_names,
    [INTL_LIST_FORMAT] = INTRINSIC_intl_list_format,
    [INTL_LOCALE] = INTRINSIC_intl_locale,
    [INTL_NUMBER_FORMAT] = INTRINSIC_intl_number_format,
    [INTL_PLURAL_RULES] = INTRINSIC_intl_plural_rules,
    [INTL_RELATIVE_TIME_FORMAT] = INTRINSIC_intl_relative_time_format,
    [INTL_SEGMENTER] = INTRINSIC_intl_segmenter,
    [INTL_SEGMENTS] = INTRINSIC_intl_segments,
    [INTL_SEGMENT_ITERATOR] = INTRINSIC_intl_segment_iterator,
};

IntlObject *intl_new(VM *vm, Call *call, IntlService service) {
  IntlObject *self = (IntlObject *)library_new_from(
      vm, call, prototypes[service], KIND_INTL, sizeof *self);
  if (!self) return NULL;
  memset((char *)self + sizeof(Object), 0, sizeof *self - sizeof(Object));
  self->service = service;
  self->resolved = self->bound = self->text = VALUE_UNDEFINED;
  return self;
}

IntlObject *intl_this(VM *vm, Call *call, IntlService service,
                      const char *method) {
  if (value_is_kind(call->this_value, KIND_INTL)) {
    IntlObject *self = (IntlObject *)value_to_cell(call->this_value);
    if (self->service == service) return self;
  }
  library_throw_receiver(vm, method, call->this_value);
  return NULL;
}

bool intl_get_bound(VM *vm, Call *call, IntlService service, const char *method,
                    NativeCode *code, u32 length) {
  KEEP_CELL(vm, IntlObject, self, intl_this(vm, call, service, method));
  if (!self) return false;
  if (value_is_undefined(self->bound)) {
    NativeFunction *bound = native_new(&vm->isolate, "", code, length);
    cell_write(&vm->isolate.heap, bound, &bound->data, value_from_cell(self));
    cell_write(&vm->isolate.heap, self, &self->bound, value_from_cell(bound));
  }
  return call_return(call, self->bound);
}

bool intl_check(VM *vm, UErrorCode status) {
  return U_SUCCESS(status) ||
         vm_throw_range(vm, "Internal error. Icu error. %s",
                        u_errorName(status));
}

void intl_set(VM *vm, Object *object, const char *name, Value value) {
  KEEP_CELL(vm, Object, kept, object);
  KEEP(vm, kept_value, value);
  object_set_c(&vm->isolate, kept, name, kept_value, ATTRIBUTES_DEFAULT);
}

void intl_set_text(VM *vm, Object *object, const char *name, const char *text) {
  KEEP_CELL(vm, Object, kept, object);
  String *string = string_from_c(&vm->isolate, text);
  intl_set(vm, kept, name, value_from_cell(string));
}

bool intl_push_text(VM *vm, Object *list, const char *text) {
  KEEP_CELL(vm, Object, kept, list);
  KEEP(vm, value, value_from_cell(string_from_c(&vm->isolate, text)));
  return array_push(&vm->isolate, kept, value) || vm_throw_memory(vm);
}

bool intl_require_new(VM *vm, Call *call, const char *name) {
  return !value_is_undefined(call->new_target) ||
         vm_throw_type(vm, "Constructor Intl.%s requires 'new'", name);
}

/* ---- Options ------------------------------------------------------------- */

bool intl_options(VM *vm, Value argument, Value *options) {
  *options = argument;
  if (value_is_undefined(argument) || value_is_object(argument)) return true;
  Object *object = vm_to_object(vm, argument);
  if (object) *options = value_from_cell(object);
  return object;
}

static bool option(VM *vm, Value options, const char *name, Value *value) {
  *value = VALUE_UNDEFINED;
  return value_is_undefined(options) ||
         vm_get(vm, options, key_from_c(&vm->isolate, name), value);
}

/* The service is the constructor that is running. */
static bool throw_out_of_range(VM *vm, const char *text, const char *name) {
  Buffer service = {};
  buffer_text(&service, "Intl.");
  Value callee = value_from_cell(frame_of(vm->registers)->callee);
  error_append_string(vm, error_peek(vm, callee, ATOM_KEY(&vm->isolate, name)),
                      &service);
  vm_throw_range(vm, "Value %s out of range for %s options property %s", text,
                 service.bytes, name);
  buffer_free(&service);
  return false;
}

bool intl_choice(VM *vm, Value options, const char *name,
                 const char *const *allowed, int *chosen) {
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!option(vm, options, name, &value)) return false;
  if (value_is_undefined(value)) return true;
  String *string = vm_to_string(vm, value);
  if (!string) return false;
  Buffer text = {};
  string_append_text(string, &text);
  int found = -1;
  for (int i = 0; allowed[i]; i++)
    if (strlen(allowed[i]) == text.length &&
        !memcmp(allowed[i], text.bytes ? text.bytes : "", text.length))
      found = i;
  if (found < 0)
    throw_out_of_range(vm, text.bytes ? text.bytes : "", name);
  else
    *chosen = found;
  buffer_free(&text);
  return found >= 0;
}

bool intl_whole(VM *vm, Value options, const char *name, double least,
                double most, int *chosen) {
  KEEP(vm, value, VALUE_UNDEFINED);
  double number;
  if (!option(vm, options, name, &value)) return false;
  if (value_is_undefined(value)) return true;
  if (!vm_to_number(vm, value, &number)) return false;
  if (!(number >= least && number <= most))
    return vm_throw_range(vm, "%s value is out of range.", name);
  *chosen = (int)number;
  return true;
}

bool intl_flag(VM *vm, Value options, const char *name, int *chosen) {
  Value value;
  if (!option(vm, options, name, &value)) return false;
  if (!value_is_undefined(value)) *chosen = vm_to_boolean(value);
  return true;
}

bool intl_word(VM *vm, Value options, const char *name, char *text,
               size_t size) {
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!option(vm, options, name, &value)) return false;
  if (value_is_undefined(value)) return true;
  String *string = vm_to_string(vm, value);
  if (!string) return false;
  Buffer word = {};
  string_append_text(string, &word);
  bool fits = word.length && word.length < size;
  for (size_t i = 0; i < word.length; i++)
    if ((u8)word.bytes[i] <= ' ' || (u8)word.bytes[i] > '~') fits = false;
  if (fits)
    memcpy(text, word.bytes ? word.bytes : "", word.length + 1);
  else
    throw_out_of_range(vm, word.bytes ? word.bytes : "", name);
  buffer_free(&word);
  return fits;
}

/* ---- Text ---------------------------------------------------------------- */

void intl_text(IntlText *text, const String *string) {
  text->length = (i32)string->length;
  text->owned = NULL;
  if (!string_is_latin1(string)) {
    text->units = string->utf16;
    return;
  }
  UChar *units = text->few;
  if (string->length > ARRAY_COUNT(text->few))
    units = text->owned = base_allocate((size_t)string->length * 2);
  for (u32 i = 0; i < string->length; i++)
    units[i] = string->latin1[i];
  text->units = units;
}

UChar *intl_copy_units(const UChar *units, i32 length) {
  size_t bytes = (size_t)length * sizeof *units;
  UChar *copy = base_allocate(bytes + sizeof *units);
  if (bytes) memcpy(copy, units, bytes);
  copy[length] = 0;
  return copy;
}

void intl_text_free(IntlText *text) {
  free(text->owned);
}

String *intl_string(VM *vm, const UChar *units, i32 length) {
  return string_from_utf16(&vm->isolate, units, (u32)length);
}

bool intl_return(VM *vm, Call *call, const UChar *units, i32 length) {
  return library_string(vm, intl_string(vm, units, length), &call->result);
}

bool intl_return_formatted(VM *vm, Call *call, const UFormattedValue *value) {
  UErrorCode status = U_ZERO_ERROR;
  i32 length;
  const UChar *units = ufmtval_getString(value, &length, &status);
  return intl_check(vm, status) && intl_return(vm, call, units, length);
}

/* ---- Parts --------------------------------------------------------------- */

void intl_parts_open(IntlParts *parts, const UChar *units, i32 length) {
  size_t count = (size_t)length;
  parts->length = length;
  parts->units = intl_copy_units(units, length);
  parts->types = base_allocate_zeroed((count + 1) * sizeof *parts->types);
  parts->sources = base_allocate_zeroed((count + 1) * sizeof *parts->sources);
  parts->begins = base_allocate_zeroed(count + 1);
}

bool intl_parts_of(VM *vm, const UFormattedValue *value, IntlParts *parts) {
  UErrorCode status = U_ZERO_ERROR;
  i32 length;
  const UChar *units = ufmtval_getString(value, &length, &status);
  if (!intl_check(vm, status)) return false;
  intl_parts_open(parts, units, length);
  return true;
}

void intl_parts_free(IntlParts *parts) {
  free(parts->units);
  free(parts->types);
  free(parts->sources);
  free(parts->begins);
}

void intl_parts_add(IntlParts *parts, const char *type, i32 start, i32 end) {
  for (i32 i = start; i < end; i++)
    if (!parts->types[i]) parts->types[i] = type;
  parts->begins[start] = parts->begins[end] = 1;
}

void intl_parts_source(IntlParts *parts, const char *source, i32 start,
                       i32 end) {
  for (i32 i = start; i < end; i++)
    parts->sources[i] = source;
  parts->begins[start] = parts->begins[end] = 1;
}

/* Where the part that begins at `start` ends: where a field begins or ends,
 * but what is literal on both sides of such a place is one. */
static i32 part_end(const IntlParts *parts, i32 start) {
  i32 end = start + 1;
  while (end < parts->length && parts->types[end] == parts->types[start] &&
         parts->sources[end] == parts->sources[start] &&
         (!parts->begins[end] || !parts->types[start]))
    end++;
  return end;
}

static bool push_part(VM *vm, const IntlParts *parts, i32 start, i32 end,
                      const char *unit, Object *list) {
  const char *type = parts->types[start];
  KEEP_CELL(vm, Object, part, object_new_plain(&vm->isolate));
  intl_set_text(vm, part, "type", type ? type : "literal");
  KEEP_CELL(vm, String, text,
            intl_string(vm, parts->units + start, end - start));
  if (!text) return vm_throw_memory(vm);
  intl_set(vm, part, "value", value_from_cell(text));
  if (parts->sources[start])
    intl_set_text(vm, part, "source", parts->sources[start]);
  if (unit && type) intl_set_text(vm, part, "unit", unit);
  return array_push(&vm->isolate, list, value_from_cell(part)) ||
         vm_throw_memory(vm);
}

bool intl_parts_finish(VM *vm, IntlParts *parts, const char *unit,
                       Value *result) {
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  bool ok = true;
  for (i32 start = 0, end; ok && start < parts->length; start = end) {
    end = part_end(parts, start);
    ok = push_part(vm, parts, start, end, unit, list);
  }
  intl_parts_free(parts);
  *result = value_from_cell(list);
  return ok;
}

/* ---- Opening ------------------------------------------------------------- */

/* A copy, in the order of the original. */
static bool resolved_options(VM *vm, Call *call) {
  IntlService service = (IntlService)library_native(call)->magic;
  IntlObject *self = intl_this(vm, call, service, "Intl resolvedOptions");
  if (!self) return false;
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, source, value_to_object(self->resolved));
  KEEP_CELL(vm, Object, copy, object_new_plain(isolate));
  KeyList keys = {};
  object_own_keys(isolate, source, &keys);
  for (u32 i = 0; i < keys.count; i++) {
    Property property;
    object_get_own(isolate, source, keys.items[i], &property);
    object_define(isolate, copy, keys.items[i], property.value,
                  ATTRIBUTES_DEFAULT);
  }
  vector_free(&keys);
  return call_return(call, value_from_cell(copy));
}

Object *intl_add(VM *vm, Object *intl, const char *name, NativeCode *construct,
                 u32 length, Intrinsic intrinsic, const NativeEntry *methods,
                 u32 count) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = library_new_prototype(
      vm, intrinsic, INTRINSIC(isolate, object_prototype));
  KEEP_CELL(vm, NativeFunction, constructor,
            native_new(isolate, name, construct, length));
  constructor->object.cell.flags |= OBJECT_IS_CONSTRUCTOR;
  Value value = value_from_cell(constructor);
  object_define(isolate, &constructor->object, ATOM_KEY(isolate, prototype),
                value_from_cell(prototype), ATTRIBUTES_NONE);
  object_define(isolate, prototype, ATOM_KEY(isolate, constructor), value,
                ATTRIBUTES_HIDDEN);
  object_set_c(isolate, intl, name, value, ATTRIBUTES_HIDDEN);
  IntlService service = INTL_COLLATOR;
  while (prototypes[service] != intrinsic)
    service++;
  if (service != INTL_LOCALE) {
    NativeEntry common = {"resolvedOptions", resolved_options, 0, NATIVE_METHOD,
                          service};
    NativeEntry supported = {"supportedLocalesOf", intl_supported_locales, 1};
    library_add_functions(vm, prototype, &common, 1);
    library_add_functions(vm, &constructor->object, &supported, 1);
  }
  library_add_functions(vm, prototype, methods, count);
  Buffer tag = {};
  buffer_format(&tag, "Intl.%s", name);
  library_add_tag(vm, prototype, tag.bytes);
  buffer_free(&tag);
  return prototype;
}

static bool make_intl(VM *vm, Value *value) {
  KEEP_CELL(vm, Object, intl, object_new_plain(&vm->isolate));
  vm->isolate.heap.no_collect++;
  intl_open_locales(vm, intl);
  intl_open_locale(vm, intl);
  intl_open_number_format(vm, intl);
  intl_open_date_format(vm, intl);
  intl_open_collator(vm, intl);
  intl_open_words(vm, intl);
  intl_open_segmenter(vm, intl);
  library_add_tag(vm, intl, "Intl");
  vm->isolate.heap.no_collect--;
  *value = value_from_cell(intl);
  return true;
}

void intl_close(VM *vm) {
  intl_close_collator(vm);
  intl_close_dates(vm);
  intl_close_numbers(vm);
  free(vm->default_locale);
}

void library_open_intl(VM *vm) {
  lazy_value_define(vm, vm->isolate.global, key_from_c(&vm->isolate, "Intl"),
                    make_intl);
}
