/* calls.c - calls, new, super() and tagged templates.
 *
 * A call's window lies behind all registers in use: room for the callee's
 * frame, `this`, the arguments. The object of a method call is evaluated into
 * its place there, and so is each argument; nothing is moved afterwards.
 * Arguments with a spread become an array instead.
 */
#include "bytecode/function_compiler.h"

/* ---- Windows ------------------------------------------------------------ */

Window compile_open_window(FunctionCompiler *f) {
  return (Window){.first = assembler_registers(&f->assembler, FRAME_WORDS + 1)};
}

Register compile_window_argument(FunctionCompiler *f, Window *window) {
  window->count++;
  return compile_register(f);
}

void compile_arguments(FunctionCompiler *f, Window *window,
                       const NodeList *arguments) {
  for (u32 i = 0; i < arguments->count; i++)
    compile_into(f, arguments->items[i], compile_window_argument(f, window));
}

bool compile_has_spread(const NodeList *arguments) {
  for (u32 i = 0; i < arguments->count; i++) {
    if (arguments->items[i]->kind == NODE_SPREAD) return true;
  }
  return false;
}

Register compile_spread_arguments(FunctionCompiler *f,
                                  const NodeList *arguments) {
  Register array = compile_register(f);
  compile_array_of(f, arguments, array);
  return array;
}

/* ---- What is called ----------------------------------------------------- */

/* A name that may be a property of a `with` object, which then is `this`. */
static bool is_dynamic_name(FunctionCompiler *f, const Node *callee) {
  return callee->kind == NODE_IDENTIFIER && compile_is_dynamic(f, callee);
}

/* The callee as a property whose object becomes `this`, or NULL. An optional
 * chain in parentheses still is one: (a?.b)() has `this` a. */
static Node *property_of_callee(Node *callee) {
  if (callee->kind == NODE_OPTIONAL_CHAIN) callee = callee->unary.operand;
  return callee->kind == NODE_MEMBER || callee->kind == NODE_INDEX ? callee
                                                                   : NULL;
}

/* An object that has a register already. */
static bool is_in_place(FunctionCompiler *f, const Node *object) {
  return object->kind == NODE_THIS ||
         (object->kind == NODE_IDENTIFIER && compile_own_variable(f, object));
}

static void method_and_this(FunctionCompiler *f, Node *property,
                            Register function, Register this_register) {
  if (node_super(property)) {
    compile_move(f, this_register, compile_super_this(f, property));
    compile_super_property(f, property, this_register, function);
    return;
  }
  bool is_member = property->kind == NODE_MEMBER;
  Node *object = is_member ? property->member.object : property->index.object;
  if (is_in_place(f, object) && is_member && !property->member.optional) {
    Register mark = compile_mark(f);
    Register own = compile_any(f, object);
    bool is_done = compile_method_of(f, property, own, this_register, function);
    compile_release(f, mark);
    if (is_done) return;
  }
  compile_into(f, object, this_register);
  compile_optional(
      f, is_member ? property->member.optional : property->index.optional,
      this_register);
  compile_property_of(f, property, this_register, function);
}

/* Evaluates a callee that comes with its `this`. */
static void method_callee(FunctionCompiler *f, Node *callee, Register function,
                          Register this_register) {
  if (callee->kind == NODE_IDENTIFIER) {
    compile_dynamic_callee(f, callee, function, this_register);
    return;
  }
  Node *property = property_of_callee(callee);
  if (callee->kind != NODE_OPTIONAL_CHAIN) {
    method_and_this(f, property, function, this_register);
    return;
  }
  Label exit = {}, end = {};
  Label *outer = f->chain_exit;
  f->chain_exit = &exit;
  method_and_this(f, property, function, this_register);
  f->chain_exit = outer;
  JUMP(Jump, &end);
  BIND(&exit);
  EMIT(LoadUndefined, function);
  EMIT(LoadUndefined, this_register);
  BIND(&end);
}

/* Evaluates another callee, which the arguments must not change. */
static Register plain_callee(FunctionCompiler *f, Node *callee,
                             const NodeList *arguments) {
  if (!nodes_assign(arguments, compile_own_variable(f, callee)))
    return compile_any(f, callee);
  Register copy = compile_register(f);
  compile_into(f, callee, copy);
  return copy;
}

/* Stack traces name the property of a method call, else where the callee
 * begins. */
static void at_call(FunctionCompiler *f, const Node *node, Node *callee) {
  Node *property = property_of_callee(callee);
  if (property && callee->kind != NODE_OPTIONAL_CHAIN)
    compile_at_property(f, property, node);
  else
    compile_at(f, node);
}

/* ---- Calls -------------------------------------------------------------- */

static void call_plain(FunctionCompiler *f, Node *node, Register target) {
  Node *callee = node->call.callee;
  const NodeList *arguments = &node->call.arguments;
  Register function = plain_callee(f, callee, arguments);
  compile_optional(f, node->call.optional, function);
  Window window = compile_open_window(f);
  compile_arguments(f, &window, arguments);
  at_call(f, node, callee);
  EMIT(CallPlain, target, function, window.first, window.count);
}

static void call_method(FunctionCompiler *f, Node *node, Register target) {
  Node *callee = node->call.callee;
  Register function = compile_register(f);
  Window window = compile_open_window(f);
  method_callee(f, callee, function, window_this(&window));
  compile_optional(f, node->call.optional, function);
  compile_arguments(f, &window, &node->call.arguments);
  at_call(f, node, callee);
  EMIT(Call, target, function, window.first, window.count);
}

static void call_spread(FunctionCompiler *f, Node *node, Register target) {
  Node *callee = node->call.callee;
  const NodeList *arguments = &node->call.arguments;
  Register this_register = compile_register(f), function;
  if (property_of_callee(callee) || is_dynamic_name(f, callee)) {
    function = compile_register(f);
    method_callee(f, callee, function, this_register);
  } else {
    function = plain_callee(f, callee, arguments);
    EMIT(LoadUndefined, this_register);
  }
  compile_optional(f, node->call.optional, function);
  Register array = compile_spread_arguments(f, arguments);
  at_call(f, node, callee);
  EMIT(CallSpread, target, function, this_register, array);
}

/* ---- super() ------------------------------------------------------------ */

void compile_field_setup(FunctionCompiler *f, Register callee,
                         Register this_register) {
  /* eval code knows nothing of the class that it calls super() for */
  if (f->class ? f->class->has_fields
               : f->compiler->tree->script->kind == FUNCTION_EVAL)
    EMIT(InitializeFields, callee, this_register);
}

/* `this` gets its value, which it must not have yet. */
static void bind_this(FunctionCompiler *f, Variable *variable, Register value) {
  Register mark = compile_mark(f);
  if (variable && variable->captured) {
    EMIT(CheckThisUnset, compile_binding(f, variable));
    Location location = compile_locate(f, variable);
    EMIT(SetVariable, location.reg, location.hops, location.slot, value);
  } else {
    EMIT(CheckThisUnset, 0);
    EMIT(Move, 0, value);
  }
  compile_release(f, mark);
}

static void call_super(FunctionCompiler *f, Node *node, Register target) {
  Node *super = node->call.callee;
  const NodeList *arguments = &node->call.arguments;
  Register result = compile_scratch(f, target);
  Register callee = compile_binding(f, super->identifier.variable);
  Register new_target = compile_binding(f, super->identifier.new_target);
  if (compile_has_spread(arguments)) {
    Register array = compile_spread_arguments(f, arguments);
    compile_at(f, node);
    EMIT(SuperCallSpread, result, callee, new_target, array);
  } else {
    Window window = compile_open_window(f);
    compile_arguments(f, &window, arguments);
    compile_at(f, node);
    EMIT(SuperCall, result, callee, new_target, window.first, window.count);
  }
  bind_this(f, super->identifier.receiver, result);
  compile_field_setup(f, callee, result);
  compile_move(f, target, result);
}

/* ---- All of them -------------------------------------------------------- */

void compile_call(FunctionCompiler *f, Node *node, Register target) {
  Node *callee = node->call.callee;
  if (callee->kind == NODE_SUPER) {
    call_super(f, node, target);
    return;
  }
  if (node->call.is_direct_eval)
    compile_direct_eval(f, node, target);
  else if (compile_has_spread(&node->call.arguments))
    call_spread(f, node, target);
  else if (property_of_callee(callee) || is_dynamic_name(f, callee))
    call_method(f, node, target);
  else
    call_plain(f, node, target);
}

void compile_new(FunctionCompiler *f, Node *node, Register target) {
  const NodeList *arguments = &node->call.arguments;
  Register callee = plain_callee(f, node->call.callee, arguments);
  if (compile_has_spread(arguments)) {
    Register array = compile_spread_arguments(f, arguments);
    compile_at(f, node);
    EMIT(NewSpread, target, callee, array);
    return;
  }
  Window window = compile_open_window(f);
  compile_arguments(f, &window, arguments);
  compile_at(f, node);
  EMIT(New, target, callee, window.first, window.count);
}

void compile_tagged_template(FunctionCompiler *f, Node *node, Register target) {
  Node *tag = node->tagged.tag, *template = node->tagged.template;
  const NodeList *expressions = &template->template.expressions;
  bool is_method = property_of_callee(tag) || is_dynamic_name(f, tag);
  Register function;
  if (is_method)
    function = compile_register(f);
  else
    function = plain_callee(f, tag, expressions);
  Window window = compile_open_window(f);
  if (is_method) method_callee(f, tag, function, window_this(&window));
  compile_template_object(f, template, compile_window_argument(f, &window));
  compile_arguments(f, &window, expressions);
  at_call(f, node, tag);
  if (is_method)
    EMIT(Call, target, function, window.first, window.count);
  else
    EMIT(CallPlain, target, function, window.first, window.count);
}
