/* symbol.c - the global Symbol and Symbol.prototype. */
#include "library/support.h"

static bool symbol_construct(VM *vm, Call *call) {
  if (!value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Symbol is not a constructor");
  KEEP(vm, description, call_argument(call, 0));
  if (!value_is_undefined(description)) {
    String *text = vm_to_string(vm, description);
    if (!text) return false;
    description = value_from_cell(text);
  }
  Symbol *symbol = symbol_new(&vm->isolate, description, 0);
  return call_return(call, value_from_cell(symbol));
}

/* The registry's keys are atoms. */
static bool symbol_registered(VM *vm, Call *call) {
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  KEEP_CELL(vm, String, key, text);
  key = string_intern(&vm->isolate, key);
  return call_return(call, value_from_cell(symbol_for(&vm->isolate, key)));
}

static bool symbol_key_for(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (!value_is_symbol(value))
    return library_throw_about(vm, "%s is not a symbol", value);
  Symbol *symbol = (Symbol *)value_to_cell(value);
  bool is_registered = symbol->cell.flags & SYMBOL_REGISTERED;
  return call_return(call,
                     is_registered ? symbol->description : VALUE_UNDEFINED);
}

static Symbol *this_symbol(VM *vm, Call *call, const char *method) {
  Value value = call->this_value;
  if (value_is_kind(value, KIND_WRAPPER))
    value = ((Wrapper *)value_to_cell(value))->primitive;
  if (value_is_symbol(value)) return (Symbol *)value_to_cell(value);
  vm_throw_type(vm, "%s requires that 'this' be a Symbol", method);
  return NULL;
}

static bool symbol_to_string(VM *vm, Call *call) {
  Symbol *symbol = this_symbol(vm, call, "Symbol.prototype.toString");
  if (!symbol) return false;
  StringBuilder text = {};
  builder_c(&text, "Symbol(");
  if (!value_is_undefined(symbol->description)) {
    String *flat = string_flatten(&vm->isolate, symbol->description);
    if (!flat) {
      builder_free(&text);
      return vm_throw_memory(vm);
    }
    builder_string(&text, flat);
  }
  builder_unit(&text, ')');
  return library_string(vm, builder_finish(&vm->isolate, &text), &call->result);
}

static bool symbol_value_of(VM *vm, Call *call) {
  Symbol *symbol = this_symbol(vm, call, "Symbol.prototype.valueOf");
  return symbol && call_return(call, value_from_cell(symbol));
}

static bool symbol_to_primitive(VM *vm, Call *call) {
  Symbol *symbol = this_symbol(vm, call, "Symbol.prototype [ @@toPrimitive ]");
  return symbol && call_return(call, value_from_cell(symbol));
}

static bool symbol_description(VM *vm, Call *call) {
  Symbol *symbol = this_symbol(vm, call, "Symbol.prototype.description");
  return symbol && call_return(call, symbol->description);
}

static const NativeEntry symbol_functions[] = {
    {"for", symbol_registered, 1},
    {"keyFor", symbol_key_for, 1},
};

static const NativeEntry symbol_methods[] = {
    {"toString", symbol_to_string, 0},
    {"valueOf", symbol_value_of, 0},
    {"description", symbol_description, 0, NATIVE_GETTER},
};

static void add_well_known(VM *vm, Object *constructor) {
  static const char *const names[] = {
#define SYMBOL(name, text) #name,
      WELL_KNOWN_SYMBOLS(SYMBOL)
#undef SYMBOL
  };
  for (u32 i = 0; i < SYMBOL_COUNT; i++)
    object_set_c(&vm->isolate, constructor, names[i],
                 value_from_cell(vm->isolate.symbols[i]), ATTRIBUTES_NONE);
}

void library_open_symbol(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = INTRINSIC(isolate, symbol_prototype);
  Object *constructor =
      &library_add_constructor(vm, "Symbol", symbol_construct, 0, prototype)
           ->object;
  library_add_functions(vm, constructor, symbol_functions,
                        ARRAY_COUNT(symbol_functions));
  add_well_known(vm, constructor);
  library_add_functions(vm, prototype, symbol_methods,
                        ARRAY_COUNT(symbol_methods));
  library_add_tag(vm, prototype, "Symbol");
  Key key = SYMBOL_KEY(isolate, toPrimitive);
  NativeFunction *convert =
      native_new_named(isolate, key, NULL, symbol_to_primitive, 1);
  object_define(isolate, prototype, key, value_from_cell(convert),
                ATTRIBUTE_CONFIGURABLE);
}
