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

#include <stdio.h>

/* ---- Names that every function has -------------------------------------- */

static bool is_constructor(const FunctionCompiler *f) {
  return f->function->kind == FUNCTION_CONSTRUCTOR ||
         f->function->kind == FUNCTION_DERIVED_CONSTRUCTOR;
}

/* Puts what is in `reg`, just taken, where the variable lives. */
static void place_pseudo(FunctionCompiler *f, Variable *variable,
                         Register reg) {
  if (!variable->captured) {
    compile_give_register(f, variable, reg);
    compile_show_variable(f, variable);
    return;
  }
  compile_initialise(f, variable, reg);
  compile_release(f, reg);
}

static void load_pseudo(FunctionCompiler *f, Variable *variable,
                        Opcode opcode) {
  Register reg = compile_register(f);
  EMIT_CODE(opcode, reg);
  place_pseudo(f, variable, reg);
}

/* Modern functions do not tell who was called. */
static void create_arguments(FunctionCompiler *f, Variable *variable) {
  const FunctionNode *function = f->function;
  Register reg = compile_register(f);
  EMIT(CreateArguments, reg,
       function->is_strict || !function->has_simple_parameters);
  place_pseudo(f, variable, reg);
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
      if (!f->function->maps_arguments) create_arguments(f, variable);
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
    compile_store(f, variable, undefined);
  }
  compile_release(f, mark);
}

static void show_vars(FunctionCompiler *f, const Scope *scope) {
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (is_plain_var(variable)) compile_show_variable(f, variable);
  }
}

void compile_vars(FunctionCompiler *f, Scope *scope) {
  place_register_vars(f, scope);
  place_captured_vars(f, scope);
  show_vars(f, scope);
}

/* let, const, class and functions that live in registers. */
void compile_lexical(FunctionCompiler *f, Scope *scope) {
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
    compile_store(f, variable, compile_binding(f, parameter));
    compile_release(f, mark);
  }
}

static void hoist_function(FunctionCompiler *f, Variable *variable,
                           Value name) {
  Register mark = compile_mark(f);
  FunctionNode *function = variable->function->function;
  Register target = compile_initialise_target(f, variable);
  compile_closure(f, function, name, target);
  compile_at(f, variable->function);
  if (variable->top_level_var)
    compile_store_var(f, variable, target, false);
  else
    compile_store(f, variable, target);
  /* parameters and the like can be seen already */
  if (variable->kind == VARIABLE_FUNCTION) compile_show_variable(f, variable);
  compile_release(f, mark);
}

void compile_hoisted_functions(FunctionCompiler *f, const Scope *scope) {
  for (Variable *variable = scope->first; variable; variable = variable->next)
    if (variable->function) hoist_function(f, variable, VALUE_UNDEFINED);
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
    if (variable->kind == VARIABLE_PARAMETER && !variable->captured)
      variable->slot = -1;
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

static void receive_parameter(FunctionCompiler *f, Node *parameter, u32 index) {
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

/* ---- The arguments object of a sloppy function --------------------------- */

static bool is_repeated(const NodeList *parameters, u32 index) {
  const Name *name = parameters->items[index]->identifier.name;
  for (u32 i = index + 1; i < parameters->count; i++)
    if (parameters->items[i]->identifier.name == name) return true;
  return false;
}

/* An array: for each parameter the slot of its variable in the function's
 * environment; undefined if a later parameter of the same name hides it. */
static u32 parameter_slots(FunctionCompiler *f) {
  const NodeList *parameters = &f->function->parameters;
  VECTOR(Value) slots = {};
  for (u32 i = 0; i < parameters->count; i++) {
    const Variable *variable = parameters->items[i]->identifier.variable;
    vector_push(&slots, is_repeated(parameters, i)
                            ? VALUE_UNDEFINED
                            : value_from_int(variable->slot));
  }
  Object *array =
      array_from_values(f->compiler->isolate, slots.items, slots.count);
  vector_free(&slots);
  return compile_constant(f, value_from_cell(array));
}

/* Once the parameters, which it shows, have their values. */
static void create_mapped_arguments(FunctionCompiler *f) {
  if (!f->function->maps_arguments) return;
  Variable *variable = f->function->scope->first;
  while (variable->kind != VARIABLE_ARGUMENTS)
    variable = variable->next;
  Register reg = compile_register(f);
  EMIT(CreateMappedArguments, reg, compile_environment(f), parameter_slots(f));
  place_pseudo(f, variable, reg);
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
  create_mapped_arguments(f);
}

static void enter_body_scope(FunctionCompiler *f, ActiveScope *scope) {
  Scope *body = f->function->body_scope;
  if (!body) body = f->function->scope;
  bool is_own = body != f->function->scope;
  compile_open_scope(f, scope, is_own ? body : NULL);
  compile_push_environment(f, scope);
  compile_vars(f, body);
  if (is_own) copy_parameters_to_vars(f, body);
  compile_lexical(f, body);
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

static bool is_default_constructor(const FunctionCompiler *f) {
  return is_constructor(f) && f->class && f->class->is_default;
}

/* The closing brace, where execution falls off the end. */
static void end(FunctionCompiler *f) {
  if (!f->assembler.is_reachable) return;
  u32 end = f->function->end;
  /* a constructor's text is that of its class */
  bool has_brace = f->outer && f->function->kind != FUNCTION_SCRIPT &&
                   f->function->kind != FUNCTION_MODULE &&
                   f->function->kind != FUNCTION_FIELD_INITIALIZER &&
                   !is_constructor(f);
  if (has_brace) assembler_statement(&f->assembler, end - 1, end);
  if (compile_is_coroutine(f)) {
    compile_emit_return(f, REGISTER_NONE);
    return;
  }
  if (f->function->kind != FUNCTION_DERIVED_CONSTRUCTOR) {
    EMIT(ReturnUndefined);
    return;
  }
  Register this_register = compile_constructed_this(f);
  compile_at_range(f, f->function->start, end);
  Register value = compile_register(f);
  EMIT(LoadUndefined, value);
  EMIT(ReturnDerived, value, this_register);
  compile_release(f, value);
}

/* ---- Scripts ------------------------------------------------------------ */

/* DeclareGlobals' kinds, see compiler.h. */
static DeclaredKind declaration_kind(const Variable *variable) {
  switch (variable->kind) {
  case VARIABLE_VAR:
    return variable->is_hoisted ? DECLARED_HOISTED : DECLARED_VAR;
  case VARIABLE_FUNCTION: return DECLARED_FUNCTION;
  case VARIABLE_CONST: return DECLARED_CONST;
  default: return DECLARED_LET;
  }
}

static bool is_declared(const Variable *variable) {
  switch (variable->kind) {
  case VARIABLE_VAR: return !variable->is_dropped;
  case VARIABLE_CONST:
  case VARIABLE_LET:
  case VARIABLE_CLASS: return variable->scope->kind == SCOPE_SCRIPT;
  case VARIABLE_FUNCTION: return true;
  default: return false;
  }
}

void compile_declare_globals(FunctionCompiler *f, const ActiveScope *scope) {
  VECTOR(Value) list = {};
  for (const Variable *variable = f->function->scope->first; variable;
       variable = variable->next) {
    if (!is_declared(variable)) continue;
    vector_push(&list, compile_atom(f, variable->name));
    vector_push(&list, value_from_int(declaration_kind(variable)));
    vector_push(&list, variable->captured ? value_from_int(variable->slot)
                                          : VALUE_UNDEFINED);
  }
  if (list.count) {
    Object *array =
        array_from_values(f->compiler->isolate, list.items, list.count);
    Register environment =
        scope->environment == REGISTER_NONE ? 0 : scope->environment;
    compile_at_range(f, f->function->start, f->function->start);
    EMIT(DeclareGlobals, environment,
         compile_constant(f, value_from_cell(array)),
         f->function->kind == FUNCTION_EVAL);
  }
  vector_free(&list);
}

static void script(FunctionCompiler *f) {
  ActiveScope scope;
  Scope *names = f->function->scope;
  compile_open_scope(f, &scope, names);
  compile_push_environment(f, &scope);
  place_pseudo_variables(f);
  compile_declare_globals(f, &scope);
  compile_lexical(f, names);
  compile_hoisted_functions(f, names);
  compile_statements(f, &f->function->body);
  end(f);
  compile_leave_scope(f, &scope);
}

/* ---- Modules ------------------------------------------------------------- */

/* A module is two functions. The outer one makes the environment with the
 * variables that other code can see, and the functions among them: so they are
 * there before any module of a cycle has run. It returns the inner one, which
 * is what the text says. */
static void module_body(FunctionCompiler *f) {
  ActiveScope scope;
  Region region = {};
  Scope *names = f->function->scope;
  compile_open_coroutine(f, &region, false);
  compile_open_scope(f, &scope, NULL);
  place_register_vars(f, names);
  show_vars(f, names);
  compile_lexical(f, names);
  for (Variable *variable = names->first; variable; variable = variable->next) {
    if (!variable->function) continue;
    if (!variable->captured)
      hoist_function(f, variable, VALUE_UNDEFINED);
    else
      compile_show_variable(f, variable);
  }
  compile_statements(f, &f->function->body);
  end(f);
  compile_leave_scope(f, &scope);
  compile_close_coroutine(f, &region);
}

static CodeBlock *compile_function(FunctionCompiler *f);

static void module(FunctionCompiler *f) {
  ActiveScope scope;
  Scope *names = f->function->scope;
  Value name = value_from_cell(ATOM(f->compiler->isolate, default));
  compile_open_scope(f, &scope, names);
  compile_push_environment(f, &scope);
  place_captured_vars(f, names);
  for (Variable *variable = names->first; variable; variable = variable->next)
    if (variable->function && variable->captured)
      hoist_function(f, variable, name);
  FunctionCompiler body = {
      .compiler = f->compiler,
      .outer = f,
      .function = f->function,
      .name = f->name,
      .needs_environment = scope.environment != REGISTER_NONE,
  };
  CodeBlock *code = compile_function(&body);
  Register closure = compile_register(f);
  if (code) compile_emit_closure(f, code, closure);
  EMIT(Return, closure);
  compile_leave_scope(f, &scope);
}

/* ---- The code block ----------------------------------------------------- */

static void function(FunctionCompiler *f) {
  ActiveScope name_scope, parameter_vars, function_scope, body_scope;
  Region region = {};
  compile_open_coroutine(f, &region, false);
  enter_name_scope(f, &name_scope);
  compile_enter_scope(f, &parameter_vars, f->function->parameter_vars);
  enter_function_scope(f, &function_scope);
  compile_open_coroutine(f, &region, true);
  enter_body_scope(f, &body_scope);
  body(f);
  end(f);
  compile_leave_scope(f, &body_scope);
  compile_leave_scope(f, &function_scope);
  compile_leave_scope(f, &parameter_vars);
  compile_leave_scope(f, &name_scope);
  compile_close_coroutine(f, &region);
}

static bool is_in_module(const FunctionCompiler *f) {
  while (f->outer)
    f = f->outer;
  return f->function->kind == FUNCTION_MODULE ||
         f->function->eval_flags & EVAL_MODULE;
}

/* What the body turned out to need, in front of it. */
static void prepend_loads(FunctionCompiler *f) {
  Location location = {};
  bool is_bound = f->this_is_loaded && f->arrow_this;
  if (is_bound) location = compile_locate(f, f->arrow_this);
  if (f->closure_is_used)
    assembler_prepend(&f->assembler, OP_LoadEnvironment,
                      (const i64[]){f->closure});
  if (is_bound)
    assembler_prepend(
        &f->assembler, OP_GetVariable,
        (const i64[]){0, location.reg, location.hops, location.slot});
  else if (f->this_is_loaded)
    assembler_prepend(&f->assembler,
                      is_in_module(f) ? OP_LoadUndefined : OP_LoadGlobalThis,
                      (const i64[]){0});
}

static u32 kind_flags(FunctionKind kind) {
  switch (kind) {
  case FUNCTION_ARROW: return CODE_ARROW;
  case FUNCTION_METHOD:
  case FUNCTION_GETTER:
  case FUNCTION_SETTER:
  case FUNCTION_FIELD_INITIALIZER:
  case FUNCTION_STATIC_BLOCK: return CODE_METHOD;
  case FUNCTION_CONSTRUCTOR: return CODE_CLASS;
  case FUNCTION_DERIVED_CONSTRUCTOR: return CODE_CLASS | CODE_DERIVED;
  case FUNCTION_SCRIPT:
  case FUNCTION_MODULE: return CODE_SCRIPT;
  case FUNCTION_EVAL: return CODE_EVAL;
  default: return 0;
  }
}

static bool needs_arguments(const FunctionCompiler *f) {
  const FunctionNode *function = f->function;
  if (is_default_constructor(f))
    return function->kind == FUNCTION_DERIVED_CONSTRUCTOR;
  if (parameter_count(function) < function->parameters.count) return true;
  for (const Variable *variable = function->scope->first; variable;
       variable = variable->next) {
    if (variable->kind == VARIABLE_ARGUMENTS) return true;
  }
  return false;
}

static u32 code_flags(const FunctionCompiler *f) {
  u32 flags = kind_flags(f->function->kind);
  bool is_main = f->function->kind != FUNCTION_EVAL;
  if (!f->outer && is_main)
    flags = f->function->kind == FUNCTION_MODULE ? CODE_METHOD : CODE_SCRIPT;
  if (f->function->is_generator) flags |= CODE_GENERATOR;
  bool is_link = !f->outer && f->function->kind == FUNCTION_MODULE;
  if (f->function->is_async && !is_link) flags |= CODE_ASYNC;
  if (f->function->is_strict) flags |= CODE_STRICT;
  if (f->needs_environment) flags |= CODE_NEEDS_ENVIRONMENT;
  if (needs_arguments(f)) flags |= CODE_NEEDS_ARGUMENTS;
  if (is_default_constructor(f)) flags |= CODE_DEFAULT_CONSTRUCTOR;
  return flags;
}

/* Room inside the objects that the function constructs. One that gives `this`
 * away before it has set a property itself lets another function set them:
 * this.initialize.apply(this, arguments). */
static u32 inline_capacity(FunctionCompiler *f, bool is_class) {
  constexpr u32 CAPACITY_OF_OTHERS = 4;
  const FunctionNode *function = f->function;
  u32 count = function->this_property_count;
  if (is_class) return count + f->class->field_count;
  return count || !function->uses_this ? count : CAPACITY_OF_OTHERS;
}

static CodeBlock *finish(FunctionCompiler *f) {
  const FunctionNode *function = f->function;
  bool is_class = is_constructor(f) && f->class;
  const Node *class = is_class ? f->class->node : NULL;
  CodeParts parts = {
      .flags = code_flags(f),
      .parameter_count = parameter_count(function),
      .length = function->length,
      .inline_capacity = inline_capacity(f, is_class),
      .name = f->name,
      .source = f->compiler->source,
      .source_start = class ? class->start : function->start,
      .source_end = class ? class->end : function->end,
  };
  return assembler_finish(&f->assembler, f->compiler->isolate, &parts);
}

static void check(FunctionCompiler *f, CodeBlock *code) {
#ifndef NDEBUG
  u32 unit;
  const char *wrong = code_block_verify(code, &unit);
  if (!wrong) return;
  Buffer text = {};
  for (u32 i = 0; i < code->unit_count;) {
    buffer_format(&text, "%5u ", i);
    i = code_block_disassemble(f->compiler->isolate, code, i, &text);
    buffer_byte(&text, '\n');
  }
  fprintf(stderr, "%sunit %u: %s\n", text.bytes, unit, wrong);
  buffer_free(&text);
  assert(!"the compiler writes sound code");
#endif
}

static CodeBlock *compile_function(FunctionCompiler *f) {
  assembler_open(&f->assembler, 1 + parameter_count(f->function));
  compile_set_variable_register(f, 0, true);
  f->closure = compile_register(f);
  f->completion = REGISTER_NONE;
  if (f->function->kind == FUNCTION_SCRIPT)
    script(f);
  else if (f->function->kind == FUNCTION_EVAL)
    compile_eval_code(f);
  else if (f->function->kind == FUNCTION_MODULE && f->outer)
    module_body(f);
  else if (f->function->kind == FUNCTION_MODULE)
    module(f);
  else
    function(f);
  compile_clean_ups(f);
  prepend_loads(f);
  CodeBlock *code = NULL;
  if (f->assembler.is_too_large)
    compile_fail(f, "this function is too large", f->function->start,
                 f->function->start + 1);
  if (!f->compiler->has_failed) {
    code = finish(f);
    check(f, code);
  }
  assembler_free(&f->assembler);
  vector_free(&f->is_variable);
  vector_free(&f->clean_ups);
  return code;
}

CodeBlock *compile_script_code(Compiler *compiler, FunctionNode *script) {
  FunctionCompiler f = {
      .compiler = compiler,
      .function = script,
      .name = script->kind == FUNCTION_EVAL
                  ? value_from_cell(ATOM(compiler->isolate, eval))
                  : value_from_cell(ATOM(compiler->isolate, empty)),
  };
  /* eval code does not come first, functions of an ES module may be called
   * before it has run, and where names are looked up at run time nothing is
   * known */
  if ((script->kind == FUNCTION_SCRIPT || script->kind == FUNCTION_NORMAL) &&
      !compiler->tree->has_dynamic)
    compile_note_early_variables(script);
  return compile_function(&f);
}

CodeBlock *compile_code(FunctionCompiler *outer, FunctionNode *function,
                        Value name, const ClassFacts *facts) {
  if (outer->compiler->has_failed) return NULL;
  bool is_arrow = function->kind == FUNCTION_ARROW;
  FunctionCompiler f = {
      .compiler = outer->compiler,
      .outer = outer,
      .function = function,
      .name = name,
      .class = is_arrow ? outer->class : facts,
  };
  if (function->name) f.name = compile_atom(outer, function->name);
  if (value_is_undefined(f.name))
    f.name = value_from_cell(ATOM(outer->compiler->isolate, empty));
  return compile_function(&f);
}

void compile_closure(FunctionCompiler *f, FunctionNode *function, Value name,
                     Register target) {
  CodeBlock *code = compile_code(f, function, name, NULL);
  if (code) compile_emit_closure(f, code, target);
}

Register compile_code_environment(FunctionCompiler *f, const CodeBlock *code) {
  return code->flags & CODE_NEEDS_ENVIRONMENT ? compile_environment(f) : 0;
}

void compile_emit_closure(FunctionCompiler *f, CodeBlock *code,
                          Register target) {
  EMIT(Closure, target, compile_code_environment(f, code),
       compile_constant(f, value_from_cell(code)));
}
