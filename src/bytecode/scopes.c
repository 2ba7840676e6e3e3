/* scopes.c - where variables live.
 *
 * A variable that no closure captures is a register of the frame, and is used
 * where it stands. The captured variables of a scope share an Environment on
 * the heap, which has a register of its own in the function that made it;
 * inner functions go through their closure's environment, a number of hops
 * outwards. The `var`s and functions of a script are properties of the global
 * object.
 *
 * Before its initialisation a variable holds a hole. Only uses that the
 * resolver could not prove safe are checked, and only variables with such uses
 * are made holes in the first place.
 */
#include "bytecode/function_compiler.h"

void compile_set_variable_register(FunctionCompiler *f, Register reg,
                                   bool is_variable) {
  while (f->is_variable.count <= reg)
    vector_push(&f->is_variable, false);
  f->is_variable.items[reg] = is_variable;
}

/* ---- Scopes ------------------------------------------------------------- */

Register compile_environment(FunctionCompiler *f) {
  for (const ActiveScope *scope = f->scope; scope; scope = scope->outer) {
    if (scope->environment != REGISTER_NONE) return scope->environment;
  }
  f->closure_is_used = true;
  return f->closure;
}

static Value function_name(const FunctionCompiler *f) {
  return f->name.bits ? f->name : VALUE_UNDEFINED;
}

/* Gives the captured variables their slots and makes the ScopeInfo. */
static ScopeInfo *make_scope_info(FunctionCompiler *f, const Scope *scope) {
  VECTOR(Value) names = {};
  VECTOR(u8) kinds = {};
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (!variable->captured) continue;
    variable->slot = (i32)names.count;
    vector_push(&names, compile_atom(f, variable->name));
    vector_push(&kinds, variable->kind);
  }
  if (names.count >= UINT16_MAX) f->assembler.is_too_large = true;
  ScopeInfo *info = scope_info_new(f->compiler->isolate, names.items,
                                   kinds.items, (u16)names.count,
                                   function_name(f), scope->start, scope->end);
  info->kind = scope->kind;
  info->is_with = scope->kind == SCOPE_WITH;
  info->is_derived = scope->function->kind == FUNCTION_DERIVED_CONSTRUCTOR;
  if (scope->dynamic) info->dynamic = (u16)scope->dynamic->slot;
  vector_free(&names);
  vector_free(&kinds);
  return info;
}

void compile_push_environment(FunctionCompiler *f, const ActiveScope *active) {
  if (active->environment == REGISTER_NONE) return;
  Register parent = f->closure;
  const ActiveScope *scope = active->outer;
  while (scope && scope->environment == REGISTER_NONE)
    scope = scope->outer;
  if (scope)
    parent = scope->environment;
  else
    f->closure_is_used = true;
  EMIT(PushEnvironment, active->environment, parent, active->info);
}

void compile_open_scope(FunctionCompiler *f, ActiveScope *active,
                        Scope *scope) {
  *active = (ActiveScope){
      .outer = f->scope,
      .scope = scope,
      .environment = REGISTER_NONE,
      .first_variable = f->assembler.variables.count,
      .first_register = compile_mark(f),
  };
  f->scope = active;
  if (!scope || !scope->has_captured) return;
  active->info =
      compile_constant(f, value_from_cell(make_scope_info(f, scope)));
  active->environment = compile_register(f);
}

void compile_give_register(FunctionCompiler *f, Variable *variable,
                           Register reg) {
  assert(!variable->captured);
  variable->slot = (i32)reg;
}

/* In a switch the declaration may be jumped over, so the register must hold
 * something in any case: the collector looks at it. */
static void prepare_register(FunctionCompiler *f, Variable *variable,
                             bool may_be_skipped) {
  Register reg = compile_register(f);
  compile_give_register(f, variable, reg);
  if (variable->needs_check) {
    EMIT(LoadHole, reg);
    compile_set_variable_register(f, reg, true);
  } else if (may_be_skipped) {
    EMIT(LoadUndefined, reg);
  }
}

void compile_give_registers(FunctionCompiler *f, Scope *scope,
                            const Variable *except) {
  bool may_be_skipped = scope->kind == SCOPE_SWITCH;
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (variable != except && !variable->captured && !variable->top_level_var)
      prepare_register(f, variable, may_be_skipped);
  }
}

void compile_enter_scope(FunctionCompiler *f, ActiveScope *active,
                         Scope *scope) {
  compile_open_scope(f, active, scope);
  compile_push_environment(f, active);
  if (scope) compile_give_registers(f, scope, NULL);
}

void compile_leave_scope(FunctionCompiler *f, ActiveScope *active) {
  assert(f->scope == active);
  assembler_end_variables(&f->assembler, active->first_variable);
  for (u32 i = active->first_register; i < f->is_variable.count; i++)
    f->is_variable.items[i] = false;
  compile_release(f, active->first_register);
  f->scope = active->outer;
}

/* ---- Finding variables -------------------------------------------------- */

EnvironmentWalk compile_walk(const FunctionCompiler *f) {
  return (EnvironmentWalk){.function = f, .active = f->scope};
}

bool compile_next_environment(EnvironmentWalk *walk) {
  while (walk->function) {
    const ActiveScope *active = walk->active;
    for (; active; active = active->outer)
      if (active->environment != REGISTER_NONE) break;
    if (active) {
      walk->scope = active->scope;
      walk->active = active->outer;
      return true;
    }
    const FunctionCompiler *outer = walk->function->outer;
    if (outer) walk->active = outer->scope;
    /* around the outermost code there is something only if it is eval code */
    if (!outer) walk->scope = walk->function->compiler->tree->script->scope;
    walk->function = outer;
  }
  walk->scope = walk->scope->parent;
  return walk->scope != NULL;
}

void compile_need_environments(FunctionCompiler *f) {
  for (; f; f = f->outer)
    f->needs_environment = true;
}

/* The functions up to the variable's need the environment that they were made
 * in. */
static void need_environments(FunctionCompiler *f, const Scope *scope) {
  for (; f; f = f->outer) {
    for (const ActiveScope *active = f->scope; active; active = active->outer)
      if (active->scope == scope) return;
    f->needs_environment = true;
  }
}

static Location locate_outside(FunctionCompiler *f, const Variable *variable) {
  u32 hops = 0;
  EnvironmentWalk walk = {.function = f};
  f->closure_is_used = true;
  need_environments(f, variable->scope);
  for (; compile_next_environment(&walk); hops++) {
    if (walk.scope == variable->scope)
      return (Location){LOCATION_ENVIRONMENT, f->closure, hops,
                        (u32)variable->slot, variable->kind == VARIABLE_IMPORT};
  }
  assert(!"a variable outside of all scopes");
  return (Location){.kind = LOCATION_GLOBAL};
}

Location compile_locate(FunctionCompiler *f, const Variable *variable) {
  if (!variable || variable->top_level_var)
    return (Location){.kind = LOCATION_GLOBAL};
  if (!variable->captured)
    return (Location){.kind = LOCATION_REGISTER,
                      .reg = (Register)variable->slot};
  for (const ActiveScope *scope = f->scope; scope; scope = scope->outer) {
    if (scope->scope == variable->scope)
      return (Location){LOCATION_ENVIRONMENT, scope->environment, 0,
                        (u32)variable->slot, variable->kind == VARIABLE_IMPORT};
  }
  return locate_outside(f, variable);
}

Register compile_own_register(FunctionCompiler *f, const Variable *variable) {
  if (!variable || variable->captured || variable->top_level_var)
    return REGISTER_NONE;
  return (Register)variable->slot;
}

static bool is_pseudo(const Variable *variable) {
  return variable->kind == VARIABLE_THIS ||
         variable->kind == VARIABLE_NEW_TARGET ||
         variable->kind == VARIABLE_CALLEE ||
         variable->kind == VARIABLE_PRIVATE ||
         variable->kind == VARIABLE_DYNAMIC;
}

void compile_show_variable(FunctionCompiler *f, const Variable *variable) {
  Location location = compile_locate(f, variable);
  bool is_register = location.kind == LOCATION_REGISTER;
  if (is_register) compile_set_variable_register(f, location.reg, true);
  if (location.kind == LOCATION_GLOBAL || is_pseudo(variable)) return;
  assembler_begin_variable(&f->assembler, compile_atom(f, variable->name),
                           variable->kind,
                           is_register ? location.reg : location.slot,
                           is_register ? REGISTER_NONE : location.reg);
}

/* ---- Reading ------------------------------------------------------------ */

static bool name_is(const Name *name, const char *text) {
  return name->length == strlen(text) &&
         memcmp(name->bytes, text, name->length) == 0;
}

/* The three constants that are global variables by name: nothing can change
 * them. */
static bool load_constant_global(FunctionCompiler *f, const Name *name,
                                 Register target) {
  if (name_is(name, "undefined"))
    EMIT(LoadUndefined, target);
  else if (name_is(name, "NaN"))
    compile_number(f, __builtin_nan(""), target);
  else if (name_is(name, "Infinity"))
    compile_number(f, __builtin_inf(), target);
  else
    return false;
  return true;
}

static void load_location(FunctionCompiler *f, Location location,
                          bool is_checked, Register target) {
  if (location.is_import)
    EMIT(GetImport, target, location.reg, location.hops, location.slot);
  else if (location.kind == LOCATION_REGISTER)
    compile_move(f, target, location.reg);
  else if (is_checked)
    EMIT(GetVariableChecked, target, location.reg, location.hops,
         location.slot);
  else
    EMIT(GetVariable, target, location.reg, location.hops, location.slot);
}

/* The resolver looks at places in the text alone; early.c may know better. */
static bool is_checked(const Node *identifier) {
  const Variable *variable = identifier->identifier.variable;
  return identifier->identifier.needs_check &&
         (!variable || variable->needs_check);
}

void compile_check_variable(FunctionCompiler *f, const Node *identifier) {
  if (!is_checked(identifier)) return;
  Register reg = compile_own_register(f, identifier->identifier.variable);
  if (reg == REGISTER_NONE) return;
  compile_at(f, identifier);
  EMIT(CheckHole, reg, compile_name_constant(f, identifier->identifier.name));
}

void compile_load_variable(FunctionCompiler *f, const Node *identifier,
                           Register target) {
  if (compile_is_dynamic(f, identifier))
    compile_load_dynamic(f, identifier, false, target);
  else
    compile_load_static(f, identifier, false, target);
}

void compile_load_static(FunctionCompiler *f, const Node *identifier,
                         bool is_typeof, Register target) {
  const Name *name = identifier->identifier.name;
  const Variable *variable = identifier->identifier.variable;
  if (variable && variable->constant && variable->captured) {
    compile_into(f, variable->constant, target);
    return;
  }
  Location location = compile_locate(f, variable);
  if (location.kind != LOCATION_GLOBAL) {
    compile_check_variable(f, identifier);
    compile_at(f, identifier);
    load_location(f, location, is_checked(identifier), target);
  } else if (!load_constant_global(f, name, target)) {
    compile_at(f, identifier);
    if (is_typeof)
      EMIT(GetGlobalOrUndefined, target, compile_name_constant(f, name),
           CACHE());
    else
      EMIT(GetGlobal, target, compile_name_constant(f, name), CACHE());
  }
}

void compile_load_binding(FunctionCompiler *f, const Variable *variable,
                          Register target) {
  load_location(f, compile_locate(f, variable), false, target);
}

Register compile_binding(FunctionCompiler *f, const Variable *variable) {
  Register own = compile_own_register(f, variable);
  if (own != REGISTER_NONE) return own;
  Register reg = compile_register(f);
  compile_load_binding(f, variable, reg);
  return reg;
}

/* ---- Writing ------------------------------------------------------------ */

static void store_location(FunctionCompiler *f, Location location,
                           bool is_checked, const Name *name, Register value) {
  switch (location.kind) {
  case LOCATION_REGISTER: compile_move(f, location.reg, value); break;
  case LOCATION_ENVIRONMENT:
    if (is_checked)
      EMIT(SetVariableChecked, location.reg, location.hops, location.slot,
           value);
    else
      EMIT(SetVariable, location.reg, location.hops, location.slot, value);
    break;
  case LOCATION_GLOBAL:
    EMIT(SetGlobal, compile_name_constant(f, name), value, CACHE());
    break;
  }
}

void compile_store(FunctionCompiler *f, const Variable *variable,
                   Register value) {
  store_location(f, compile_locate(f, variable), false, variable->name, value);
}

void compile_initialise(FunctionCompiler *f, Variable *variable,
                        Register value) {
  compile_store(f, variable, value);
  compile_show_variable(f, variable);
}

Register compile_initialise_target(FunctionCompiler *f,
                                   const Variable *variable) {
  Register own = compile_own_register(f, variable);
  return own != REGISTER_NONE ? own : compile_register(f);
}

static bool is_constant(const Variable *variable) {
  if (!variable) return false;
  return variable->kind == VARIABLE_CONST ||
         variable->kind == VARIABLE_IMPORT ||
         variable->kind == VARIABLE_FUNCTION_NAME ||
         (variable->kind == VARIABLE_CLASS &&
          variable->scope->kind == SCOPE_CLASS);
}

static void throw_constant(FunctionCompiler *f, const Node *identifier) {
  compile_check_variable(f, identifier);
  const Variable *variable = identifier->identifier.variable;
  Location location = compile_locate(f, variable);
  if (is_checked(identifier) && location.kind == LOCATION_ENVIRONMENT) {
    Register mark = compile_mark(f);
    compile_at(f, identifier);
    load_location(f, location, true, compile_register(f));
    compile_release(f, mark);
  }
  /* a function's own name: only strict code minds */
  if (variable->kind == VARIABLE_FUNCTION_NAME && !f->function->is_strict)
    return;
  compile_at(f, identifier);
  EMIT(ThrowConstant, compile_name_constant(f, identifier->identifier.name));
}

void compile_assign_variable(FunctionCompiler *f, const Node *identifier,
                             Register value) {
  Register mark = compile_mark(f);
  NameReference reference = compile_name_reference(f, identifier, NULL);
  compile_name_set(f, &reference, value);
  compile_release(f, mark);
}

void compile_assign_static(FunctionCompiler *f, const Node *identifier,
                           Register value) {
  const Variable *variable = identifier->identifier.variable;
  if (is_constant(variable)) {
    throw_constant(f, identifier);
    return;
  }
  compile_check_variable(f, identifier);
  compile_at(f, identifier);
  store_location(f, compile_locate(f, variable), is_checked(identifier),
                 identifier->identifier.name, value);
}

Register compile_assign_target(FunctionCompiler *f, const Node *identifier) {
  if (identifier->kind != NODE_IDENTIFIER || is_checked(identifier) ||
      is_constant(identifier->identifier.variable) ||
      compile_is_dynamic(f, identifier))
    return REGISTER_NONE;
  return compile_own_register(f, identifier->identifier.variable);
}
