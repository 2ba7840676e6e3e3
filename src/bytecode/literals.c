/* literals.c - object, array and template literals.
 *
 * The properties at the start of an object literal whose keys are known come
 * into being all at once: their values are computed into registers in a row,
 * and one instruction makes the object with its literal Shape. What follows
 * (spreads, computed keys, accessors, indices) is defined one by one.
 */
#include "bytecode/function_compiler.h"

constexpr u32 LITERAL_RUN_MAX = 64; /* values in registers at a time */

/* ---- Keys --------------------------------------------------------------- */

static PropertyKey number_key(FunctionCompiler *f, double number) {
  u32 index = number >= 0 && number < UINT32_MAX ? (u32)number : 0;
  if (number >= 0 && number < UINT32_MAX && index == number)
    return (PropertyKey){.kind = KEY_INDEX, .index = index};
  return (PropertyKey){.kind = KEY_ATOM,
                       .atom = compile_number_atom(f, number)};
}

PropertyKey compile_literal_key(FunctionCompiler *f, const Node *key) {
  u32 index;
  if (key->kind == NODE_NUMBER) return number_key(f, key->number);
  if (name_index(key->string.value, &index))
    return (PropertyKey){.kind = KEY_INDEX, .index = index};
  return (PropertyKey){.kind = KEY_ATOM,
                       .atom = compile_atom(f, key->string.value)};
}

PropertyKey compile_key(FunctionCompiler *f, const Node *property) {
  Node *key = property->property.key;
  if (!property->property.computed) return compile_literal_key(f, key);
  Register reg = compile_register(f);
  compile_into(f, key, reg);
  if (!node_is_primitive(key)) {
    compile_at(f, key);
    EMIT(ToPropertyKey, reg, reg);
  }
  return (PropertyKey){.kind = KEY_COMPUTED, .reg = reg};
}

Register compile_key_register(FunctionCompiler *f, const PropertyKey *key,
                              Register target) {
  if (key->kind == KEY_COMPUTED && target == REGISTER_NONE) return key->reg;
  if (target == REGISTER_NONE) target = compile_register(f);
  switch (key->kind) {
  case KEY_ATOM:
    EMIT(LoadConstant, target, compile_constant(f, key->atom));
    break;
  case KEY_INDEX: compile_number(f, key->index, target); break;
  case KEY_COMPUTED: compile_move(f, target, key->reg); break;
  }
  return target;
}

Value compile_key_name(FunctionCompiler *f, const PropertyKey *key) {
  return key->kind == KEY_INDEX ? compile_number_atom(f, key->index)
                                : key->atom;
}

void compile_property_value(FunctionCompiler *f, Node *value,
                            const PropertyKey *key, Register target) {
  if (!node_is_anonymous_function(value))
    compile_into(f, value, target);
  else if (key->kind == KEY_COMPUTED)
    compile_keyed(f, value, target, key->reg);
  else
    compile_named(f, value, target, compile_key_name(f, key));
}

void compile_define(FunctionCompiler *f, Register object,
                    const PropertyKey *key, Register value) {
  Register mark = compile_mark(f);
  if (key->kind == KEY_ATOM)
    EMIT(DefineField, object, compile_constant(f, key->atom), value, CACHE());
  else
    EMIT(DefineElement, object, compile_key_register(f, key, REGISTER_NONE),
         value);
  compile_release(f, mark);
}

/* ---- Methods ------------------------------------------------------------ */

static NamePrefix name_prefix(PropertyKind kind) {
  return kind == PROPERTY_GETTER   ? NAME_GET
         : kind == PROPERTY_SETTER ? NAME_SET
                                   : NAME_PLAIN;
}

static void method_closure(FunctionCompiler *f, const Node *property,
                           const PropertyKey *key, Register target) {
  NamePrefix prefix = name_prefix(property->property.kind);
  FunctionNode *function = property->property.value->function;
  if (key->kind == KEY_COMPUTED) {
    compile_closure(f, function, VALUE_UNDEFINED, target);
    EMIT(SetFunctionName, target, key->reg, prefix);
    return;
  }
  Value name = compile_key_name(f, key);
  if (prefix != NAME_PLAIN)
    name = compile_prefixed_atom(f, prefix == NAME_GET ? "get " : "set ", name);
  compile_closure(f, function, name, target);
}

void compile_define_method(FunctionCompiler *f, Register object,
                           const Node *property, u32 flags) {
  Register mark = compile_mark(f);
  PropertyKey key = compile_key(f, property);
  Register closure = compile_register(f);
  method_closure(f, property, &key, closure);
  if (property->property.value->function->uses_super)
    EMIT(SetHome, closure, object);
  if (property->property.kind == PROPERTY_GETTER) flags |= METHOD_GETTER;
  if (property->property.kind == PROPERTY_SETTER) flags |= METHOD_SETTER;
  Register reg = compile_key_register(f, &key, REGISTER_NONE);
  compile_at(f, property);
  EMIT(DefineMethod, object, reg, closure, flags);
  compile_release(f, mark);
}

/* ---- Objects ------------------------------------------------------------ */

static bool is_prototype_setter(const Node *property) {
  const Node *key = property->property.key;
  return property->property.kind == PROPERTY_INIT &&
         !property->property.computed && key->kind == NODE_STRING &&
         strcmp(key->string.value->bytes, "__proto__") == 0;
}

/* The properties that the literal Shape has. */
typedef struct Run {
  Key keys[LITERAL_RUN_MAX];
  u32 count;
} Run;

static bool run_takes(FunctionCompiler *f, Run *run, const Node *property) {
  PropertyKind kind = property->property.kind;
  bool is_plain = kind == PROPERTY_INIT || kind == PROPERTY_SHORTHAND ||
                  kind == PROPERTY_METHOD;
  if (!is_plain || property->property.computed || run->count == LITERAL_RUN_MAX)
    return false;
  if (is_prototype_setter(property)) return false;
  PropertyKey key = compile_literal_key(f, property->property.key);
  if (key.kind != KEY_ATOM) return false;
  Key atom = key_from_atom((String *)value_to_cell(key.atom));
  for (u32 i = 0; i < run->count; i++) {
    if (key_equals(run->keys[i], atom)) return false;
  }
  run->keys[run->count++] = atom;
  return true;
}

static void find_run(FunctionCompiler *f, const NodeList *items, Run *run) {
  run->count = 0;
  while (run->count < items->count &&
         run_takes(f, run, items->items[run->count]))
    continue;
}

static bool has_home(const Node *property) {
  return property->property.kind == PROPERTY_METHOD &&
         property->property.value->function->uses_super;
}

static void run_value(FunctionCompiler *f, const Node *property,
                      Register target) {
  PropertyKey key = compile_literal_key(f, property->property.key);
  if (property->property.kind == PROPERTY_METHOD)
    method_closure(f, property, &key, target);
  else
    compile_property_value(f, property->property.value, &key, target);
}

static void make_object(FunctionCompiler *f, const NodeList *items,
                        const Run *run, Register object) {
  if (run->count == 0) {
    EMIT(NewObject, object);
    return;
  }
  Register mark = compile_mark(f), first = mark;
  for (u32 i = 0; i < run->count; i++)
    run_value(f, items->items[i], compile_register(f));
  Shape *shape = shape_for_literal(f->compiler->isolate, run->keys, run->count);
  EMIT(NewObjectLiteral, object, compile_constant(f, value_from_cell(shape)),
       first, run->count);
  for (u32 i = 0; i < run->count; i++) {
    if (has_home(items->items[i])) EMIT(SetHome, first + i, object);
  }
  compile_release(f, mark);
}

static void add_value(FunctionCompiler *f, Register object, Node *property) {
  PropertyKey key = compile_key(f, property);
  Register value = compile_register(f);
  compile_property_value(f, property->property.value, &key, value);
  compile_at(f, property);
  compile_define(f, object, &key, value);
}

static void add_property(FunctionCompiler *f, Register object, Node *property) {
  Register mark = compile_mark(f);
  switch (property->property.kind) {
  case PROPERTY_SPREAD: {
    Register source = compile_any(f, property->property.value);
    compile_at(f, property);
    EMIT(CopyProperties, object, source, 0, 0);
    break;
  }
  case PROPERTY_METHOD:
  case PROPERTY_GETTER:
  case PROPERTY_SETTER:
    compile_define_method(f, object, property, METHOD_ENUMERABLE);
    break;
  default:
    if (is_prototype_setter(property))
      EMIT(SetPrototype, object, compile_any(f, property->property.value));
    else
      add_value(f, object, property);
    break;
  }
  compile_release(f, mark);
}

void compile_object(FunctionCompiler *f, Node *node, Register target) {
  const NodeList *items = &node->list.items;
  Run run;
  find_run(f, items, &run);
  bool is_whole = run.count == items->count;
  Register object = is_whole ? target : compile_scratch(f, target);
  make_object(f, items, &run, object);
  for (u32 i = run.count; i < items->count; i++)
    add_property(f, object, items->items[i]);
  compile_move(f, target, object);
}

/* ---- Arrays ------------------------------------------------------------- */

static void array_item(FunctionCompiler *f, Node *item, Register target) {
  if (item->kind == NODE_HOLE)
    EMIT(LoadHole, target);
  else
    compile_into(f, item, target);
}

static void append_item(FunctionCompiler *f, Register array, Node *item) {
  Register mark = compile_mark(f);
  if (item->kind == NODE_SPREAD) {
    Register items = compile_any(f, item->unary.operand);
    compile_at(f, item->unary.operand);
    EMIT(ArraySpread, array, items);
  } else {
    Register value = compile_register(f);
    array_item(f, item, value);
    EMIT(ArrayAppend, array, value);
  }
  compile_release(f, mark);
}

void compile_array_of(FunctionCompiler *f, const NodeList *items,
                      Register target) {
  u32 run = 0;
  while (run < items->count && run < LITERAL_RUN_MAX &&
         items->items[run]->kind != NODE_SPREAD)
    run++;
  Register array = run == items->count ? target : compile_scratch(f, target);
  Register mark = compile_mark(f), first = mark;
  for (u32 i = 0; i < run; i++)
    array_item(f, items->items[i], compile_register(f));
  EMIT(NewArray, array, run ? first : 0, run);
  compile_release(f, mark);
  for (u32 i = run; i < items->count; i++)
    append_item(f, array, items->items[i]);
  compile_move(f, target, array);
}

void compile_array(FunctionCompiler *f, Node *node, Register target) {
  compile_array_of(f, &node->list.items, target);
}

/* ---- Templates ---------------------------------------------------------- */

static void template_string(FunctionCompiler *f, const Node *string) {
  if (string->string.value->length == 0) return;
  EMIT(LoadConstant, compile_register(f),
       compile_name_constant(f, string->string.value));
}

static void template_expression(FunctionCompiler *f, Node *expression) {
  Register reg = compile_register(f);
  compile_into(f, expression, reg);
  if (expression->kind == NODE_STRING || expression->kind == NODE_TEMPLATE)
    return;
  compile_at(f, expression);
  EMIT(ToString, reg, reg);
}

void compile_template(FunctionCompiler *f, Node *node, Register target) {
  Register first = compile_mark(f);
  u32 count = node->template.string_count;
  for (u32 i = 0; i < count; i++) {
    template_string(f, node->template.strings[i]);
    if (i + 1 < count)
      template_expression(f, node->template.expressions.items[i]);
  }
  u32 parts = compile_mark(f) - first;
  compile_at(f, node);
  if (parts == 0)
    EMIT(LoadConstant, target,
         compile_constant(f,
                          value_from_cell(ATOM(f->compiler->isolate, empty))));
  else if (parts == 1)
    EMIT(Move, target, first);
  else
    EMIT(Concatenate, target, first, parts);
}

static Value strings_array(FunctionCompiler *f, const Node *template,
                           bool is_raw) {
  u32 count = template->template.string_count;
  VECTOR(Value) values = {};
  for (u32 i = 0; i < count; i++) {
    const Name *name = is_raw ? template->template.raw[i]
                              : template->template.strings[i]->string.value;
    vector_push(&values, name ? compile_atom(f, name) : VALUE_UNDEFINED);
  }
  Object *array =
      array_from_values(f->compiler->isolate, values.items, values.count);
  vector_free(&values);
  return value_from_cell(array);
}

void compile_template_object(FunctionCompiler *f, const Node *template,
                             Register target) {
  Value pair[2] = {strings_array(f, template, false),
                   strings_array(f, template, true)};
  Object *array = array_from_values(f->compiler->isolate, pair, 2);
  EMIT(GetTemplate, target,
       assembler_own_constant(&f->assembler, value_from_cell(array)));
}
