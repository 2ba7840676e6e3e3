/* patterns.c - destructuring, of bindings and of assignments.
 *
 * A target is opened, gets its value, and is closed. Opening evaluates what a
 * property target is made of (`[a().b] = c` calls a() before it takes an
 * item), closing applies the default and stores. In between the value is
 * computed straight into the register where it will live, if nothing can see
 * it there too early.
 *
 * An array pattern closes its iterator when anything in it throws, except for
 * the iterator itself; the state of an iteration knows by itself when it is
 * done, so one handler over the whole pattern and one IteratorClose at its end
 * do it.
 */
#include "bytecode/control.h"

/* ---- One target --------------------------------------------------------- */

typedef struct Slot {
  Node *target;
  Node *fallback; /* the default, or NULL */
  BindMode mode;
  bool has_reference;
  Reference reference;
  bool is_dynamic; /* a name that only run time knows */
  NameReference name;
  Register reg; /* gets the value */
} Slot;

Register compile_bind_register(FunctionCompiler *f, const Node *target,
                               BindMode mode) {
  Register own = REGISTER_NONE;
  if (target->kind == NODE_IDENTIFIER && mode == BIND_INITIALISE)
    own = compile_own_register(f, target->identifier.variable);
  else if (target->kind == NODE_IDENTIFIER)
    own = compile_assign_target(f, target);
  return own != REGISTER_NONE ? own : compile_register(f);
}

static void open_slot(FunctionCompiler *f, Node *element, BindMode mode,
                      Slot *slot) {
  *slot = (Slot){.target = element, .mode = mode};
  if (element->kind == NODE_DEFAULT) {
    slot->target = element->binary.left;
    slot->fallback = element->binary.right;
  }
  if (slot->target->kind == NODE_MEMBER || slot->target->kind == NODE_INDEX) {
    slot->reference = compile_reference(f, slot->target, slot->fallback, false);
    slot->has_reference = true;
  }
  slot->is_dynamic = mode == BIND_ASSIGN &&
                     slot->target->kind == NODE_IDENTIFIER &&
                     compile_is_dynamic(f, slot->target);
  if (slot->is_dynamic)
    slot->name = compile_name_reference(f, slot->target, slot->fallback);
  slot->reg = compile_bind_register(f, slot->target, mode);
  /* the default may see a variable, which must not have half a value */
  if (slot->fallback) slot->reg = compile_scratch(f, slot->reg);
}

static void apply_default(FunctionCompiler *f, const Node *target,
                          Node *fallback, Register reg) {
  Label present = {};
  JUMP(JumpIfNotUndefined, &present, reg);
  if (target->kind == NODE_IDENTIFIER)
    compile_named(f, fallback, reg, compile_atom(f, target->identifier.name));
  else
    compile_into(f, fallback, reg);
  BIND(&present);
}

static void close_slot(FunctionCompiler *f, const Slot *slot) {
  if (slot->fallback) apply_default(f, slot->target, slot->fallback, slot->reg);
  if (slot->has_reference)
    compile_reference_set(f, &slot->reference, slot->reg);
  else if (slot->is_dynamic)
    compile_name_set(f, &slot->name, slot->reg);
  else
    compile_bind(f, slot->target, slot->reg, slot->mode);
}

/* ---- Objects ------------------------------------------------------------ */

static bool has_rest(const Node *pattern) {
  const NodeList *items = &pattern->list.items;
  if (items->count == 0) return false;
  const Node *last = items->items[items->count - 1];
  return last->kind == NODE_REST || (last->kind == NODE_PROPERTY &&
                                     last->property.kind == PROPERTY_SPREAD);
}

static void get_key(FunctionCompiler *f, const Node *property,
                    const PropertyKey *key, Register object, Register target) {
  Register mark = compile_mark(f);
  Register reg = REGISTER_NONE;
  bool is_small = key->kind == KEY_INDEX && key->index <= INT16_MAX;
  if (key->kind != KEY_ATOM && !is_small)
    reg = compile_key_register(f, key, REGISTER_NONE);
  compile_at(f, property);
  if (key->kind == KEY_ATOM)
    EMIT(GetField, target, object, compile_constant(f, key->atom), CACHE());
  else if (is_small)
    EMIT(GetElementInt, target, object, key->index);
  else
    EMIT(GetElement, target, object, reg);
  compile_release(f, mark);
}

/* One property; its key is kept in `seen` (unless NONE) for the rest. */
static void bind_property(FunctionCompiler *f, Node *property, Register object,
                          Register seen, BindMode mode) {
  Register mark = compile_mark(f);
  PropertyKey key = compile_key(f, property);
  if (seen != REGISTER_NONE) compile_key_register(f, &key, seen);
  Slot slot;
  open_slot(f, property->property.value, mode, &slot);
  get_key(f, property, &key, object, slot.reg);
  close_slot(f, &slot);
  compile_release(f, mark);
}

static void bind_object_rest(FunctionCompiler *f, Node *rest, Register object,
                             Register seen, u32 count, BindMode mode) {
  Register mark = compile_mark(f);
  Node *target =
      rest->kind == NODE_REST ? rest->unary.operand : rest->property.value;
  Slot slot;
  open_slot(f, target, mode, &slot);
  slot.reg = compile_scratch(f, slot.reg);
  EMIT(NewObject, slot.reg);
  compile_at(f, rest);
  EMIT(CopyProperties, slot.reg, object, seen, count);
  close_slot(f, &slot);
  compile_release(f, mark);
}

/* The range of `{a} = value`, if that is what is bound. */
static void at_pattern(FunctionCompiler *f, const Node *pattern) {
  const Node *value = f->taken_apart;
  f->taken_apart = NULL;
  compile_at_range(f, pattern->start, value ? value->end : pattern->end);
}

static void bind_object(FunctionCompiler *f, Node *pattern, Register object,
                        BindMode mode) {
  const NodeList *items = &pattern->list.items;
  u32 count = items->count - has_rest(pattern);
  at_pattern(f, pattern);
  EMIT(RequireObject, object);
  Register seen = REGISTER_NONE;
  if (has_rest(pattern)) seen = assembler_registers(&f->assembler, count);
  for (u32 i = 0; i < count; i++)
    bind_property(f, items->items[i], object,
                  seen == REGISTER_NONE ? REGISTER_NONE : seen + i, mode);
  if (has_rest(pattern))
    bind_object_rest(f, items->items[count], object, seen, count, mode);
}

/* ---- Arrays ------------------------------------------------------------- */

static void next_item(FunctionCompiler *f, const Node *element,
                      Register iterator, Register target) {
  Label next = {};
  compile_at(f, element);
  JUMP(IteratorNext, &next, target, iterator);
  BIND(&next);
}

static void bind_element(FunctionCompiler *f, Node *element, Register iterator,
                         BindMode mode) {
  Register mark = compile_mark(f);
  Slot slot;
  if (element->kind == NODE_HOLE) {
    next_item(f, element, iterator, compile_register(f));
  } else if (element->kind == NODE_REST) {
    open_slot(f, element->unary.operand, mode, &slot);
    compile_at(f, element);
    EMIT(IteratorRest, slot.reg, iterator);
    close_slot(f, &slot);
  } else {
    open_slot(f, element, mode, &slot);
    next_item(f, element, iterator, slot.reg);
    close_slot(f, &slot);
  }
  compile_release(f, mark);
}

/* Whether only the iterator itself can throw here. */
static bool is_quiet(FunctionCompiler *f, const Node *element, BindMode mode) {
  if (element->kind == NODE_HOLE) return true;
  if (element->kind != NODE_IDENTIFIER) return false;
  if (mode == BIND_ASSIGN)
    return compile_assign_target(f, element) != REGISTER_NONE;
  return compile_locate(f, element->identifier.variable).kind !=
         LOCATION_GLOBAL;
}

static bool all_are_quiet(FunctionCompiler *f, const NodeList *items,
                          BindMode mode) {
  for (u32 i = 0; i < items->count; i++) {
    if (!is_quiet(f, items->items[i], mode)) return false;
  }
  return true;
}

static void bind_elements(FunctionCompiler *f, const NodeList *items,
                          Register iterator, BindMode mode) {
  for (u32 i = 0; i < items->count; i++)
    bind_element(f, items->items[i], iterator, mode);
}

static void bind_array(FunctionCompiler *f, Node *pattern, Register value,
                       BindMode mode) {
  const NodeList *items = &pattern->list.items;
  Register iterator = assembler_registers(&f->assembler, 3);
  at_pattern(f, pattern);
  EMIT(GetIterator, iterator, value);
  if (all_are_quiet(f, items, mode)) {
    bind_elements(f, items, iterator, mode);
  } else {
    /* a generator may be told to return while it stands at a yield in here */
    Control control;
    control_push(f, &control, CONTROL_CATCH);
    control.iterator = iterator;
    control.has_region = true;
    region_open(f, &control.region);
    bind_elements(f, items, iterator, mode);
    control_pop(f, &control);
    region_close_iterator(f, &control.region, iterator, false);
  }
  compile_at(f, pattern);
  EMIT(IteratorClose, iterator);
}

/* ---- Any target --------------------------------------------------------- */

static void bind_name(FunctionCompiler *f, Node *target, Register value,
                      BindMode mode) {
  if (mode == BIND_INITIALISE && target->identifier.variable)
    compile_initialise(f, target->identifier.variable, value);
  else
    compile_assign_variable(f, target, value);
}

static void bind_slot(FunctionCompiler *f, Node *target, Register value,
                      BindMode mode) {
  Slot slot;
  open_slot(f, target, mode, &slot);
  compile_move(f, slot.reg, value);
  close_slot(f, &slot);
}

void compile_bind(FunctionCompiler *f, Node *target, Register value,
                  BindMode mode) {
  Register mark = compile_mark(f);
  switch (target->kind) {
  case NODE_IDENTIFIER: bind_name(f, target, value, mode); break;
  case NODE_OBJECT_PATTERN: bind_object(f, target, value, mode); break;
  case NODE_ARRAY_PATTERN: bind_array(f, target, value, mode); break;
  case NODE_CALL:
    compile_assign_call(f, target, "Invalid left-hand side in for-loop");
    break;
  default: bind_slot(f, target, value, mode); break;
  }
  compile_release(f, mark);
}

void compile_bind_value(FunctionCompiler *f, Node *target,
                        const Node *expression, Register value, BindMode mode) {
  bool is_pattern =
      target->kind == NODE_OBJECT_PATTERN || target->kind == NODE_ARRAY_PATTERN;
  f->taken_apart = is_pattern ? expression : NULL;
  compile_bind(f, target, value, mode);
}
