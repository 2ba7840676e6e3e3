/* arguments.c - receivers and arguments of the DOM's functions, and what they
 * say when they fail, in Chromium's words.
 */
#include "host/dom/parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Text -----------------------------------------------------------------
 */

bool string_is_c(const String *string, const char *latin1) {
  size_t length = strlen(latin1);
  return string->length == length && string_is_latin1(string) &&
         !memcmp(string->latin1, latin1, length);
}

void dom_text(const String *string, Buffer *out) {
  string_append_text(string, out);
  buffer_append(out, "", 0);
}

/* With the letters of ASCII changed, and no others. */
static String *change_case(VM *vm, String *string, char first, char last) {
  StringBuilder builder = {};
  bool changes = false;
  for (u32 i = 0; i < string->length && !changes; i++) {
    u32 unit = string_unit(string, i);
    changes = unit >= (u32)first && unit <= (u32)last;
  }
  if (!changes) return string_intern(&vm->isolate, string);
  for (u32 i = 0; i < string->length; i++) {
    u32 unit = string_unit(string, i);
    bool is_changed = unit >= (u32)first && unit <= (u32)last;
    builder_unit(&builder, is_changed ? unit ^ 0x20 : unit);
  }
  String *changed = builder_finish(&vm->isolate, &builder);
  if (!changed) {
    vm_throw_memory(vm);
    return NULL;
  }
  return string_intern(&vm->isolate, changed);
}

String *dom_lower_atom(VM *vm, String *string) {
  return change_case(vm, string, 'A', 'Z');
}

String *dom_upper_atom(VM *vm, String *string) {
  return change_case(vm, string, 'a', 'z');
}

/* ---- Failures --------------------------------------------------------------
 */

/* "Failed to execute 'append' on 'Element': ", or about a property that was
 * set. */
static void begin_message(const Call *call, Buffer *out) {
  const NativeFunction *native = (const NativeFunction *)call->callee;
  const char *class =
      value_is_int(native->data)
          ? interface_name((Interface)value_to_int(native->data))
          : "Object";
  Buffer name = {};
  if (value_is_kind(native->name, KIND_STRING))
    string_append_text((const String *)value_to_cell(native->name), &name);
  buffer_append(&name, "", 0);
  bool sets = !strncmp(name.bytes, "set ", 4);
  bool gets = !strncmp(name.bytes, "get ", 4);
  if (!value_is_undefined(call->new_target))
    buffer_format(out, "Failed to construct '%s': ", name.bytes);
  else if (sets)
    buffer_format(out,
                  "Failed to set the '%s' property on '%s': ", name.bytes + 4,
                  class);
  else if (gets)
    buffer_format(out, "Failed to read the '%s' property from '%s': ",
                  name.bytes + 4, class);
  else
    buffer_format(out, "Failed to execute '%s' on '%s': ", name.bytes, class);
  buffer_free(&name);
}

static void append_formatted(Buffer *out, const char *format, va_list list) {
  va_list again;
  va_copy(again, list);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  char *text = base_allocate((size_t)length + 1);
  vsnprintf(text, (size_t)length + 1, format, list);
  buffer_text(out, text);
  free(text);
}

bool dom_fail(VM *vm, const Call *call, const char *format, ...) {
  Buffer message = {};
  va_list list;
  va_start(list, format);
  begin_message(call, &message);
  append_formatted(&message, format, list);
  va_end(list);
  vm_throw_type(vm, "%s", message.bytes);
  buffer_free(&message);
  return false;
}

/* `new DOMException(message, name)`, of whoever has made that class. */
static bool throw_exception(VM *vm, const char *name, const Buffer *message) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, constructor, VALUE_UNDEFINED);
  KEEP(vm, error, VALUE_UNDEFINED);
  KEEP_CELL(vm, String, text,
            string_from_text(isolate, message->bytes, message->length));
  if (!text) return vm_throw_memory(vm);
  KEEP_CELL(vm, String, kind, string_intern_c(isolate, name));
  Value arguments[] = {value_from_cell(text), value_from_cell(kind)};
  return vm_get(vm, value_from_cell(isolate->global),
                key_from_c(isolate, "DOMException"), &constructor) &&
         vm_construct(vm, constructor, constructor, arguments, 2, &error) &&
         vm_throw(vm, error);
}

bool dom_refuse(VM *vm, const Call *call, const char *name, const char *format,
                ...) {
  Buffer message = {};
  va_list list;
  va_start(list, format);
  begin_message(call, &message);
  append_formatted(&message, format, list);
  va_end(list);
  throw_exception(vm, name, &message);
  buffer_free(&message);
  return false;
}

bool dom_throw(VM *vm, const char *name, const char *format, ...) {
  Buffer message = {};
  va_list list;
  va_start(list, format);
  append_formatted(&message, format, list);
  va_end(list);
  throw_exception(vm, name, &message);
  buffer_free(&message);
  return false;
}

bool dom_throw_receiver(VM *vm) {
  return vm_throw_type(vm, "Illegal invocation");
}

/* ---- Receivers --------------------------------------------------------------
 */

DomNode *dom_this_node(VM *vm, const Call *call) {
  if (likely(value_is_node(call->this_value)))
    return value_to_node(call->this_value);
  dom_throw_receiver(vm);
  return NULL;
}

Element *dom_this_element(VM *vm, const Call *call) {
  if (likely(value_is_element(call->this_value)))
    return (Element *)value_to_cell(call->this_value);
  dom_throw_receiver(vm);
  return NULL;
}

Document *dom_this_document(VM *vm, const Call *call) {
  if (likely(value_is_kind(call->this_value, KIND_DOM_DOCUMENT)))
    return (Document *)value_to_cell(call->this_value);
  dom_throw_receiver(vm);
  return NULL;
}

CharacterData *dom_this_character(VM *vm, const Call *call) {
  if (likely(value_is_kind(call->this_value, KIND_DOM_TEXT)))
    return (CharacterData *)value_to_cell(call->this_value);
  dom_throw_receiver(vm);
  return NULL;
}

DomNode *dom_this_parent(VM *vm, const Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node || node_is_element(node) || node->type == DOM_DOCUMENT ||
      node->type == DOM_FRAGMENT)
    return node;
  dom_throw_receiver(vm);
  return NULL;
}

/* ---- Arguments
 * --------------------------------------------------------------- */

bool dom_check_count(VM *vm, const Call *call, u32 count) {
  if (likely(call->count >= count)) return true;
  return dom_fail(vm, call, "%u argument%s required, but only %u present.",
                  count, count == 1 ? "" : "s", call->count);
}

DomNode *dom_argument_node(VM *vm, const Call *call, u32 index) {
  if (!dom_check_count(vm, call, index + 1)) return NULL;
  if (likely(value_is_node(call->arguments[index])))
    return value_to_node(call->arguments[index]);
  dom_fail(vm, call, "parameter %u is not of type 'Node'.", index + 1);
  return NULL;
}

bool dom_argument_nullable(VM *vm, const Call *call, u32 index,
                           DomNode **node) {
  *node = NULL;
  if (value_is_nullish(call_argument(call, index))) return true;
  *node = dom_argument_node(vm, call, index);
  return *node;
}

String *dom_argument_string(VM *vm, const Call *call, u32 index) {
  if (!dom_check_count(vm, call, index + 1)) return NULL;
  return vm_to_string(vm, call->arguments[index]);
}

String *dom_argument_text(VM *vm, const Call *call, u32 index) {
  if (!dom_check_count(vm, call, index + 1)) return NULL;
  return value_is_null(call->arguments[index])
             ? vm->isolate.empty_string
             : vm_to_string(vm, call->arguments[index]);
}

String *dom_argument_atom(VM *vm, const Call *call, u32 index) {
  String *string = dom_argument_string(vm, call, index);
  return string ? string_intern(&vm->isolate, string) : NULL;
}
