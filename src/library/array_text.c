/* array_text.c - arrays as text: join, toString, toLocaleString.
 *
 * An array that contains itself would be joined for ever: the arrays being
 * joined form a chain in the machine, and one that comes up again inside
 * itself is the empty string.
 */
#include "base/number.h"
#include "library/array.h"
#include "library/object_library.h"
#include "library/text.h"

typedef struct JoinEntry {
  struct JoinEntry *outer;
  Object *object;
} JoinEntry;

static bool is_being_joined(VM *vm, Object *object) {
  for (JoinEntry *entry = vm->joins; entry; entry = entry->outer)
    if (entry->object == object) return true;
  return false;
}

/* ---- Items -------------------------------------------------------------- */

static bool append_converted(VM *vm, Value item, StringBuilder *text) {
  String *string = vm_to_string(vm, item);
  if (!string) return false;
  builder_string(text, string);
  return true;
}

static bool append_item(VM *vm, Value item, Call *call, StringBuilder *text) {
  if (value_is_nullish(item)) return true;
  if (value_is_kind(item, KIND_STRING)) {
    builder_string(text, (String *)value_to_cell(item));
    return true;
  }
  if (!value_is_number(item)) return append_converted(vm, item, text);
  char digits[NUMBER_TEXT_BYTES];
  number_to_text(value_to_number(item), digits);
  builder_c(text, digits);
  return true;
}

/* With the arguments of toLocaleString. */
static bool append_local(VM *vm, Value item, Call *call, StringBuilder *text) {
  if (value_is_nullish(item)) return true;
  KEEP(vm, local, VALUE_UNDEFINED);
  Key key = key_from_c(&vm->isolate, "toLocaleString");
  Value arguments[] = {call_argument(call, 0), call_argument(call, 1)};
  return vm_invoke(vm, item, key, arguments, 2, &local) &&
         append_converted(vm, local, text);
}

typedef bool AppendItem(VM *vm, Value item, Call *call, StringBuilder *text);

static bool append_items(VM *vm, Call *call, Object *object, u64 length,
                         String *separator, AppendItem *append,
                         StringBuilder *text) {
  for (u64 i = 0; i < length; i++) {
    if (i) builder_string(text, separator);
    if (text->length > STRING_MAX_LENGTH) return text_throw_length(vm);
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!vm_check(vm) || !array_get_item(vm, object, i, &item) ||
        !append(vm, item, call, text))
      return false;
  }
  return true;
}

static bool join(VM *vm, Call *call, Object *object, u64 length,
                 String *separator, AppendItem *append) {
  if (is_being_joined(vm, object))
    return call_return(call, value_from_cell(vm->isolate.empty_string));
  JoinEntry entry = {.outer = vm->joins, .object = object};
  vm->joins = &entry;
  StringBuilder text = {};
  bool ok = append_items(vm, call, object, length, separator, append, &text);
  vm->joins = entry.outer;
  if (ok) return text_finish(vm, call, &text);
  builder_free(&text);
  return false;
}

/* ---- The methods -------------------------------------------------------- */

bool array_method_join(VM *vm, Call *call) {
  ARRAY_THIS("join");
  Value argument = call_argument(call, 0);
  KEEP_CELL(vm, String, separator,
            value_is_undefined(argument) ? string_from_unit(&vm->isolate, ',')
                                         : vm_to_string(vm, argument));
  return separator && join(vm, call, object, length, separator, append_item);
}

bool array_method_toLocaleString(VM *vm, Call *call) {
  ARRAY_THIS("toLocaleString");
  KEEP_CELL(vm, String, separator, string_from_unit(&vm->isolate, ','));
  return join(vm, call, object, length, separator, append_local);
}

bool array_method_toString(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, object, vm_to_object(vm, call->this_value));
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!object ||
      !vm_get(vm, value_from_cell(object), ATOM_KEY(isolate, join), &method))
    return false;
  if (value_is_callable(method))
    return vm_call(vm, method, value_from_cell(object), NULL, 0, &call->result);
  return object_to_text(vm, value_from_cell(object), &call->result);
}
