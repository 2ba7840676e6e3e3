/* json.c - JSON: its functions, revivers, and raw JSON. */
#include "library/json.h"

constexpr u32 FIRST_STACK = 64;

/* ---- Revivers ----------------------------------------------------------- */

static bool revive_property(VM *vm, Value reviver, Value holder, Key key,
                            Value record, Value *result);

/* The record of the child at `key`, or undefined. */
static Value child_record(VM *vm, Value children, Key key) {
  Property property;
  if (!value_is_object(children) ||
      !object_get_own(&vm->isolate, value_to_object(children), key, &property))
    return VALUE_UNDEFINED;
  /* every record is an array; `length` of a list of them is none */
  return value_is_kind(property.value, KIND_ARRAY) ? property.value
                                                   : VALUE_UNDEFINED;
}

/* Revives holder[key] and puts the result in its place. */
static bool revive_child(VM *vm, Value reviver, Value holder, Key key,
                         Value children) {
  KEEP(vm, record, child_record(vm, children, key));
  KEEP(vm, result, VALUE_UNDEFINED);
  bool done;
  if (!vm_check_stack(vm) || !vm_check(vm) ||
      !revive_property(vm, reviver, holder, key, record, &result))
    return false;
  if (value_is_undefined(result))
    return vm_delete(vm, holder, key, false, &done);
  Descriptor descriptor = descriptor_default(result);
  return vm_define(vm, value_to_object(holder), key, &descriptor, false, &done);
}

static bool revive_items(VM *vm, Value reviver, Value array, Value children) {
  double length;
  if (!vm_length(vm, array, &length)) return false;
  for (double i = 0; i < length; i++) {
    KEEP_KEY(vm, key, vm_key_from_number(vm, i));
    if (!revive_child(vm, reviver, array, key, children)) return false;
  }
  return true;
}

/* Which keys there are is settled before the reviver can change any. */
static bool revive_entries(VM *vm, Value reviver, Object *object,
                           Value children) {
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, object));
  if (!keys) return false;
  u32 count;
  if (!library_keep_enumerable(vm, object, keys, &count)) return false;
  for (u32 i = 0; i < count; i++)
    if (!revive_child(vm, reviver, value_from_cell(object),
                      library_key_at(keys, i), children))
      return false;
  return true;
}

static bool set_source(VM *vm, Object *context, Value source) {
  KEEP(vm, text, source);
  Key key = key_from_c(&vm->isolate, "source");
  return object_define(&vm->isolate, context, key, text, ATTRIBUTES_DEFAULT) ||
         vm_throw_memory(vm);
}

/* InternalizeJSONProperty: the reviver sees children before their parent. */
static bool revive_property(VM *vm, Value reviver, Value holder, Key key,
                            Value record, Value *result) {
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!vm_get(vm, holder, key, &value)) return false;
  KEEP_CELL(vm, Object, context, object_new_plain(&vm->isolate));
  KEEP(vm, detail, VALUE_UNDEFINED);
  /* a record counts only while its value is still in place */
  if (value_is_object(record)) {
    const Value *pair = value_to_object(record)->elements->values;
    if (vm_same_value(vm, pair[0], value)) detail = pair[1];
  }
  bool is_array;
  if (!vm_is_array(vm, value, &is_array)) return false;
  if (is_array) {
    if (!revive_items(vm, reviver, value, detail)) return false;
  } else if (value_is_object(value)) {
    if (!revive_entries(vm, reviver, value_to_object(value), detail))
      return false;
  } else if (!value_is_undefined(detail) && !set_source(vm, context, detail)) {
    return false;
  }
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  Value arguments[] = {name, value, value_from_cell(context)};
  return vm_call(vm, reviver, holder, arguments, 3, result);
}

static bool revive(VM *vm, Call *call, Value parsed, Value record) {
  KEEP(vm, value, parsed);
  KEEP_CELL(vm, Object, root, object_new_plain(&vm->isolate));
  Key empty = ATOM_KEY(&vm->isolate, empty);
  if (!object_define(&vm->isolate, root, empty, value, ATTRIBUTES_DEFAULT))
    return vm_throw_memory(vm);
  return revive_property(vm, call->arguments[1], value_from_cell(root), empty,
                         record, &call->result);
}

/* ---- JSON.parse --------------------------------------------------------- */

bool json_parse_text(VM *vm, String *text, Value *value) {
  JsonParser parser = {.vm = vm, .text = text};
  KEEP_FIELD(vm, values, parser.values);
  KEEP_FIELD(vm, result, parser.result);
  parser.values = json_stack_new(vm, FIRST_STACK);
  if (!json_parse(&parser)) return false;
  *value = parser.result;
  return true;
}

/* Parses a rooted text for a call that has a reviver. */
static bool parse_revived(VM *vm, Call *call, String *text) {
  JsonParser parser = {.vm = vm, .text = text};
  KEEP_FIELD(vm, values, parser.values);
  KEEP_FIELD(vm, records, parser.records);
  KEEP_FIELD(vm, result, parser.result);
  KEEP_FIELD(vm, record, parser.record);
  parser.values = json_stack_new(vm, FIRST_STACK);
  parser.records = json_stack_new(vm, FIRST_STACK);
  return json_parse(&parser) && revive(vm, call, parser.result, parser.record);
}

static bool parse(VM *vm, Call *call) {
  KEEP_CELL(vm, String, text, vm_to_string(vm, call_argument(call, 0)));
  if (!text) return false;
  return value_is_callable(call_argument(call, 1))
             ? parse_revived(vm, call, text)
             : json_parse_text(vm, text, &call->result);
}

/* ---- Raw JSON ----------------------------------------------------------- */

bool json_is_raw(VM *vm, Value symbol, Object *object) {
  Property property;
  Key key = key_from_symbol((Symbol *)value_to_cell(symbol));
  return object->cell.kind == KIND_OBJECT &&
         object_get_own(&vm->isolate, object, key, &property);
}

static bool is_raw(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool result =
      value_is_object(value) &&
      json_is_raw(vm, library_native(call)->data, value_to_object(value));
  return call_return(call, value_from_boolean(result));
}

static bool is_blank(u32 unit) {
  return unit == '\t' || unit == '\n' || unit == '\r' || unit == ' ';
}

/* Raw JSON is the text of one primitive, with nothing around it. */
static bool check_raw(VM *vm, Call *call, String *text) {
  u32 first = text->length ? string_unit(text, 0) : ' ';
  u32 last = text->length ? string_unit(text, text->length - 1) : ' ';
  if (is_blank(first) || is_blank(last) || first == '[' || first == '{')
    return vm_throw_error(vm, ERROR_SYNTAX, "Invalid value for JSON.rawJSON");
  return json_parse_text(vm, text, &call->result);
}

static bool raw(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, String, text, vm_to_string(vm, call_argument(call, 0)));
  if (!text || !check_raw(vm, call, text)) return false;
  KEEP_CELL(vm, Object, object, object_new_with_prototype(isolate, VALUE_NULL));
  Symbol *symbol = (Symbol *)value_to_cell(library_native(call)->data);
  object_set_c(isolate, object, "rawJSON", value_from_cell(text),
               ATTRIBUTES_DEFAULT);
  object_seal(isolate, object, true);
  object_define(isolate, object, key_from_symbol(symbol), VALUE_TRUE,
                ATTRIBUTES_NONE);
  return call_return(call, value_from_cell(object));
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry functions[] = {
    {"isRawJSON", is_raw, 1},
    {"parse", parse, 2},
    {"rawJSON", raw, 1},
    {"stringify", json_stringify, 3},
};

void library_open_json(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *json = object_new_with_prototype(
      isolate, value_from_cell(INTRINSIC(isolate, object_prototype)));
  object_set_c(isolate, isolate->global, "JSON", value_from_cell(json),
               ATTRIBUTES_HIDDEN);
  library_add_functions(vm, json, functions, ARRAY_COUNT(functions));
  library_add_tag(vm, json, "JSON");
  String *name = string_from_c(isolate, "rawJSON");
  Value symbol = value_from_cell(
      symbol_new(isolate, value_from_cell(name), SYMBOL_PRIVATE));
  for (u32 i = 0; i < ARRAY_COUNT(functions); i++) {
    Property property;
    object_get_own(isolate, json, key_from_c(isolate, functions[i].name),
                   &property);
    NativeFunction *function = (NativeFunction *)value_to_cell(property.value);
    cell_write(&isolate->heap, function, &function->data, symbol);
  }
}
