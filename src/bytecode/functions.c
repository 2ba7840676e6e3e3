/* functions.c - one function: prologue, parameters, body, end.
 *
 * Registers of a frame: r0 is `this`, then the parameters, each in the
 * register where the caller put it; then the function's own environment, then
 * variables and temporaries.
 *
 * What only turns out while the body is compiled (whether the closure's
 * environment is needed at all, whether an arrow wants `this`) is put in front
 * of the code when it is done.
 */
#include "bytecode/control.h"

/* ---- Names that every function has -------------------------------------- */

static bool is_constructor(const FunctionCompiler *f) {
  return f->function->kind == FUNCTION_CONSTRUCTOR ||
         f->function->kind == FUNCTION_DERIVED_CONSTRUCTOR;
}

/* Puts what `opcode` loads where the variable lives. */
static void load_pseudo(FunctionCompiler *f, Variable *variable,
                        Opcode opcode) {
  Register mark = compile_mark(f);
  Register reg = compile_register(f);
  EMIT_CODE(opcode, reg);
  if (!variable->captured) {
    compile_give_register(f, variable, reg);
    compile_show_variable(f, variable);
    return;
  }
  compile_initialise(f, variable, reg);
  compile_release(f, mark);
}

/* `this` is in r0. A derived constructor's comes later, from super(). */
static void place_this(FunctionCompiler *f, Variable *variable) {
  if (!variable->captured)
    compile_give_register(f, variable, 0);
  else if (f->function->kind != FUNCTION_DERIVED_CONSTRUCTOR)
    compile_initialise(f, variable, 0);
}

static bool coerces_this(const FunctionNode *function) {
  return !function->is_strict && (function->kind == FUNCTION_NORMAL ||
                                  function->kind == FUNCTION_METHOD ||
                                  function->kind == FUNCTION_GETTER ||
                                  function->kind == FUNCTION_SETTER);
}

static void place_pseudo_variables(FunctionCompiler *f) {
  for (Variable *variable = f->function->scope->first; variable;
       variable = variable->next) {
    switch (variable->kind) {
    case VARIABLE_THIS:
      if (coerces_this(f->function)) EMIT(CoerceThis, 0);
      place_this(f, variable);
      break;
    case VARIABLE_NEW_TARGET: load_pseudo(f, variable, OP_LoadNewTarget); break;
    case VARIABLE_CALLEE: load_pseudo(f, variable, OP_LoadCallee); break;
    case VARIABLE_ARGUMENTS:
      load_pseudo(f, variable, OP_CreateArguments);
      break;
    default: break;
    }
  }
}

static void enter_name_scope(FunctionCompiler *f, ActiveScope *scope) {
  Scope *names = f->function->name_scope;
  compile_open_scope(f, scope, names);
  compile_push_environment(f, scope);
  if (!names) return;
  for (Variable *variable = names->first; variable; variable = variable->next) {
    if (variable->captured || variable->used)
      load_pseudo(f, variable, OP_LoadCallee);
  }
}

/* ---- Variables ---------------------------------------------------------- */

static bool is_plain_var(const Variable *variable) {
  return variable->kind == VARIABLE_VAR && !variable->top_level_var;
}

/* All `var`s become undefined at once. */
static void place_register_vars(FunctionCompiler *f, Scope *scope) {
  Register first = compile_mark(f);
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (is_plain_var(variable) && !variable->captured)
      compile_give_register(f, variable, compile_register(f));
  }
  u32 count = compile_mark(f) - first;
  if (count == 1) EMIT(LoadUndefined, first);
  if (count > 1) EMIT(LoadUndefinedRange, first, count);
}

static void place_captured_vars(FunctionCompiler *f, Scope *scope) {
  Register mark = compile_mark(f), undefined = REGISTER_NONE;
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (!is_plain_var(variable) || !variable->captured) continue;
    if (undefined == REGISTER_NONE) {
      undefined = compile_register(f);
      EMIT(LoadUndefined, undefined);
    }
    Location location = compile_locate(f, variable);
    EMIT(SetVariable, location.reg, location.hops, location.slot, undefined);
  }
  compile_release(f, mark);
}

static void show_vars(FunctionCompiler *f, const Scope *scope) {
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (is_plain_var(variable)) compile_show_variable(f, variable);
  }
}

/* let, const, class and functions that live in registers. */
static void place_lexical(FunctionCompiler *f, Scope *scope) {
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    switch (variable->kind) {
    case VARIABLE_LET:
    case VARIABLE_CONST:
    case VARIABLE_CLASS:
    case VARIABLE_FUNCTION: break;
    default: continue;
    }
    if (variable->captured || variable->top_level_var) continue;
    Register reg = compile_register(f);
    compile_give_register(f, variable, reg);
    if (!variable->needs_check) continue;
    EMIT(LoadHole, reg);
    compile_set_variable_register(f, reg, true);
  }
}

static const Variable *find_variable(const Scope *scope, const Name *name) {
  const Variable *variable = scope->first;
  while (variable && variable->name != name)
    variable = variable->next;
  return variable;
}

/* With expressions among the parameters the body has variables of its own; a
 * `var` named like a parameter begins with its value. */
static void copy_parameters_to_vars(FunctionCompiler *f, const Scope *body) {
  for (Variable *variable = body->first; variable; variable = variable->next) {
    if (!is_plain_var(variable)) continue;
    const Variable *parameter =
        find_variable(f->function->scope, variable->name);
    if (!parameter) continue;
    Register mark = compile_mark(f);
    Register value = compile_binding(f, parameter);
    Location location = compile_locate(f, variable);
    if (location.kind == LOCATION_REGISTER)
      compile_move(f, location.reg, value);
    else
      EMIT(SetVariable, location.reg, location.hops, location.slot, value);
    compile_release(f, mark);
  }
}

void compile_hoisted_functions(FunctionCompiler *f, const Scope *scope) {
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (!variable->function) continue;
    Register mark = compile_mark(f);
    FunctionNode *function = variable->function->function;
    Register target = compile_initialise_target(f, variable);
    compile_closure(f, function, VALUE_UNDEFINED, target);
    compile_at(f, variable->function);
    compile_initialise(f, variable, target);
    compile_release(f, mark);
  }
}

/* ---- Parameters --------------------------------------------------------- */

static u32 parameter_count(const FunctionNode *function) {
  u32 count = function->parameters.count;
  if (count && function->parameters.items[count - 1]->kind == NODE_REST)
    count--;
  return count;
}

static const Node *parameter_name(const Node *parameter) {
  if (parameter->kind == NODE_DEFAULT) parameter = parameter->binary.left;
  return parameter->kind == NODE_IDENTIFIER ? parameter : NULL;
}

/* A parameter stays in the register where its argument comes. One that may be
 * used too early cannot: there it would already have its value. */
static void place_parameters(FunctionCompiler *f) {
  const FunctionNode *function = f->function;
  Scope *scope = function->scope;
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (variable->kind == VARIABLE_PARAMETER) variable->slot = -1;
  }
  for (u32 i = 0; i < parameter_count(function); i++) {
    const Node *name = parameter_name(function->parameters.items[i]);
    if (!name) continue;
    Variable *variable = name->identifier.variable;
    if (!variable->captured && !variable->needs_check)
      compile_give_register(f, variable, 1 + i);
  }
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (variable->kind != VARIABLE_PARAMETER || variable->captured) continue;
    if (variable->slot >= 0) continue;
    Register reg = compile_register(f);
    compile_give_register(f, variable, reg);
    if (!variable->needs_check) continue;
    EMIT(LoadHole, reg);
    compile_set_variable_register(f, reg, true);
  }
}

/* Of parameters with the same name the last one counts. */
static bool is_hidden_parameter(FunctionCompiler *f, const Node *parameter,
                                u32 index) {
  if (parameter->kind != NODE_IDENTIFIER) return false;
  Register own = compile_own_register(f, parameter->identifier.variable);
  return own != REGISTER_NONE && own != 1 + index &&
         own <= parameter_count(f->function);
}

static void receive_parameter(FunctionCompiler *f, Node *parameter,
                              u32 index) {
  Register raw = 1 + index;
  if (is_hidden_parameter(f, parameter, index)) return;
  if (parameter->kind == NODE_DEFAULT) {
    Label present = {};
    Node *target = parameter->binary.left, *value = parameter->binary.right;
    JUMP(JumpIfNotUndefined, &present, raw);
    compile_at_statement(f, value);
    if (target->kind == NODE_IDENTIFIER)
      compile_named(f, value, raw, compile_atom(f, target->identifier.name));
    else
      compile_into(f, value, raw);
    BIND(&present);
    parameter = target;
  }
  compile_bind(f, parameter, raw, BIND_INITIALISE);
}

static void receive_rest(FunctionCompiler *f, Node *rest, u32 index) {
  Register mark = compile_mark(f);
  Node *target = rest->unary.operand;
  Register reg = compile_bind_register(f, target, BIND_INITIALISE);
  EMIT(CreateRest, reg, index);
  compile_bind(f, target, reg, BIND_INITIALISE);
  compile_release(f, mark);
}

static void receive_parameters(FunctionCompiler *f) {
  const NodeList *parameters = &f->function->parameters;
  for (u32 i = 0; i < parameters->count; i++) {
    Node *parameter = parameters->items[i];
    if (parameter->kind == NODE_REST)
      receive_rest(f, parameter, i);
    else
      receive_parameter(f, parameter, i);
  }
}

/* ---- Prologue and end --------------------------------------------------- */

/* A base class's constructor has its object at once, and so its fields. */
static void set_up_fields(FunctionCompiler *f) {
  if (f->function->kind != FUNCTION_CONSTRUCTOR || !f->class ||
      !f->class->has_fields)
    return;
  Register mark = compile_mark(f);
  Register callee = compile_register(f);
  EMIT(LoadCallee, callee);
  compile_field_setup(f, callee, 0);
  compile_release(f, mark);
}

static void enter_function_scope(FunctionCompiler *f, ActiveScope *scope) {
  compile_open_scope(f, scope, f->function->scope);
  compile_push_environment(f, scope);
  place_pseudo_variables(f);
  set_up_fields(f);
  place_parameters(f);
  receive_parameters(f);
}

static void enter_body_scope(FunctionCompiler *f, ActiveScope *scope) {
  Scope *body = f->function->body_scope;
  if (!body) body = f->function->scope;
  bool is_own = body != f->function->scope;
  compile_open_scope(f, scope, is_own ? body : NULL);
  compile_push_environment(f, scope);
  place_register_vars(f, body);
  place_captured_vars(f, body);
  if (is_own) copy_parameters_to_vars(f, body);
  show_vars(f, body);
  place_lexical(f, body);
  compile_hoisted_functions(f, body);
  if (is_own) compile_hoisted_functions(f, f->function->scope);
}

static void expression_body(FunctionCompiler *f) {
  Register mark = compile_mark(f);
  Node *value = f->function->body.items[0];
  compile_at_statement(f, value);
  Register reg = compile_any(f, value);
  compile_at(f, value);
  compile_return(f, reg);
  compile_release(f, mark);
}

/* Made for a class without a constructor: passes everything on. */
static void default_constructor_body(FunctionCompiler *f) {
  if (f->function->kind != FUNCTION_DERIVED_CONSTRUCTOR) return;
  Register callee = compile_register(f), target = compile_register(f);
  Register rest = compile_register(f);
  EMIT(LoadCallee, callee);
  EMIT(LoadNewTarget, target);
  EMIT(CreateRest, rest, 0);
  compile_at_range(f, f->function->start, f->function->end);
  EMIT(SuperCallSpread, 0, callee, target, rest);
  compile_field_setup(f, callee, 0);
}

static void body(FunctionCompiler *f) {
  if (f->class && f->class->is_default && is_constructor(f))
    default_constructor_body(f);
  else if (f->function->kind == FUNCTION_FIELD_INITIALIZER)
    compile_field_initializer(f);
  else if (f->function->is_expression_body)
    expression_body(f);
  else
    compile_statements(f, &f->function->body);
}

/* The closing brace, where execution falls off the end. */
static void end(FunctionCompiler *f) {
  if (!f->assembler.is_reachable) return;
  u32 end = f->function->end;
  bool has_brace = f->function->kind != FUNCTION_SCRIPT &&
                   f->function->kind != FUNCTION_FIELD_INITIALIZER &&
                   !(f->class && f->class->is_default);
  if (has_brace) assembler_statement(&f->assembler, end - 1, end);
  if (f->function->kind != FUNCTION_DERIVED_CONSTRUCTOR) {
    EMIT(ReturnUndefined);
    return;
  }
  const Variable *variable = find_kind(f->function->scope, VARIABLE_THIS);
  Register this_register =
      variable && variable->captured ? compile_binding(f, variable) : 0;
  compile_at_range(f, end - 1, end);
  EMIT(CheckThis, this_register);
  EMIT(Return, this_register);
}
