/* dynamic.c - names that only run time can resolve.
 *
 * Inside of a `with` the properties of its object come before the variables
 * around it, and a sloppy eval can make variables of which the text shows
 * nothing. Where such a scope lies between a use of a name and the variable
 * that the resolver has found, the dynamic scopes in between are asked first:
 *
 *   FindDynamic b, environment, n, "x"     n: up to where "x" is a variable
 *   JumpIfUndefined b, static
 *   GetDynamic value, b, "x"
 *   Jump end
 * static:
 *   Move value, x                          what the use is elsewhere
 * end:
 *
 * A program without sloppy evals and `with` has none of this: the tree says so,
 * and nothing is searched.
 */
#include "bytecode/control.h"

/* ---- Which names -------------------------------------------------------- */

/* The number of environments that come before the variable's scope, those that
 * the code here is in counted from the innermost; *is_dynamic tells whether one
 * of them is dynamic. A variable in a register is in this function. */
static u32 environments_before(const FunctionCompiler *f,
                               const Variable *variable, bool *is_dynamic) {
  u32 count = 0;
  *is_dynamic = false;
  if (variable && !variable->captured) {
    for (const ActiveScope *active = f->scope; active; active = active->outer) {
      if (active->scope == variable->scope) break;
      if (active->environment == REGISTER_NONE) continue;
      *is_dynamic |= active->scope->dynamic != NULL;
      count++;
    }
    return count;
  }
  EnvironmentWalk walk = compile_walk(f);
  while (compile_next_environment(&walk)) {
    if (variable && walk.scope == variable->scope) break;
    *is_dynamic |= walk.scope->dynamic != NULL;
    count++;
  }
  return count;
}

/* A variable of the body may be told by its place: those of a function without
 * a body scope of its own belong to the function's scope. */
bool compile_is_dynamic(FunctionCompiler *f, const Node *identifier) {
  if (!f->compiler->tree->has_dynamic) return false;
  bool is_dynamic;
  environments_before(f, identifier->identifier.variable, &is_dynamic);
  return is_dynamic;
}

/* ---- Finding ------------------------------------------------------------ */

static u32 name_constant(FunctionCompiler *f, const Node *identifier) {
  return compile_name_constant(f, identifier->identifier.name);
}

/* A register with the environment that has the name, or undefined. */
static Register find(FunctionCompiler *f, const Node *identifier) {
  bool is_dynamic;
  Register base = compile_register(f);
  u32 count =
      environments_before(f, identifier->identifier.variable, &is_dynamic);
  if (count > UINT16_MAX) f->assembler.is_too_large = true;
  compile_need_environments(f);
  compile_at(f, identifier);
  EMIT(FindDynamic, base, compile_environment(f), count,
       name_constant(f, identifier));
  return base;
}

void compile_load_dynamic(FunctionCompiler *f, const Node *identifier,
                          bool is_typeof, Register target) {
  Register mark = compile_mark(f);
  Label fixed = {}, end = {};
  Register base = find(f, identifier);
  JUMP(JumpIfUndefined, &fixed, base);
  EMIT(GetDynamic, target, base, name_constant(f, identifier));
  JUMP(Jump, &end);
  BIND(&fixed);
  compile_load_static(f, identifier, is_typeof, target);
  BIND(&end);
  compile_release(f, mark);
}

void compile_dynamic_callee(FunctionCompiler *f, const Node *identifier,
                            Register function, Register this_register) {
  Register mark = compile_mark(f);
  Label fixed = {}, end = {};
  Register base = find(f, identifier);
  JUMP(JumpIfUndefined, &fixed, base);
  EMIT(GetDynamic, function, base, name_constant(f, identifier));
  EMIT(GetDynamicThis, this_register, base);
  JUMP(Jump, &end);
  BIND(&fixed);
  compile_load_static(f, identifier, false, function);
  EMIT(LoadUndefined, this_register);
  BIND(&end);
  compile_release(f, mark);
}

void compile_delete_dynamic(FunctionCompiler *f, const Node *identifier,
                            Register target) {
  Register mark = compile_mark(f);
  Label fixed = {}, end = {};
  Register base = find(f, identifier);
  JUMP(JumpIfUndefined, &fixed, base);
  EMIT(DeleteDynamic, target, base, name_constant(f, identifier));
  JUMP(Jump, &end);
  BIND(&fixed);
  compile_delete_static(f, identifier, target);
  BIND(&end);
  compile_release(f, mark);
}

/* ---- Assignments -------------------------------------------------------- */

/* In strict code an assignment to a global that is not there is an error, even
 * if computing the value makes it. */
static bool must_exist(FunctionCompiler *f, const Node *identifier,
                       const Node *value) {
  return value && f->function->is_strict && !node_is_quiet(value) &&
         compile_locate(f, identifier->identifier.variable).kind ==
             LOCATION_GLOBAL;
}

NameReference compile_name_reference(FunctionCompiler *f,
                                     const Node *identifier,
                                     const Node *value) {
  NameReference reference = {identifier, REGISTER_NONE, REGISTER_NONE};
  if (compile_is_dynamic(f, identifier)) {
    reference.base = find(f, identifier);
  } else if (must_exist(f, identifier, value)) {
    reference.exists = compile_register(f);
    EMIT(ResolveGlobal, reference.exists, name_constant(f, identifier));
  }
  return reference;
}

void compile_name_get(FunctionCompiler *f, const NameReference *reference,
                      Register target) {
  const Node *identifier = reference->identifier;
  if (reference->base == REGISTER_NONE) {
    compile_load_static(f, identifier, false, target);
    return;
  }
  Label fixed = {}, end = {};
  JUMP(JumpIfUndefined, &fixed, reference->base);
  compile_at(f, identifier);
  EMIT(GetDynamic, target, reference->base, name_constant(f, identifier));
  JUMP(Jump, &end);
  BIND(&fixed);
  compile_load_static(f, identifier, false, target);
  BIND(&end);
}

static void set_existing(FunctionCompiler *f, const NameReference *reference,
                         Register value) {
  Label exists = {};
  JUMP(JumpIfTrue, &exists, reference->exists);
  compile_at(f, reference->identifier);
  EMIT(ThrowUndefined, name_constant(f, reference->identifier));
  BIND(&exists);
  compile_assign_static(f, reference->identifier, value);
}

void compile_name_set(FunctionCompiler *f, const NameReference *reference,
                      Register value) {
  const Node *identifier = reference->identifier;
  if (reference->exists != REGISTER_NONE) {
    set_existing(f, reference, value);
    return;
  }
  if (reference->base == REGISTER_NONE) {
    compile_assign_static(f, identifier, value);
    return;
  }
  Label fixed = {}, end = {};
  JUMP(JumpIfUndefined, &fixed, reference->base);
  compile_at(f, identifier);
  EMIT(SetDynamic, reference->base, name_constant(f, identifier), value);
  JUMP(Jump, &end);
  BIND(&fixed);
  compile_assign_static(f, identifier, value);
  BIND(&end);
}

/* ---- with --------------------------------------------------------------- */

void compile_with(FunctionCompiler *f, Node *node) {
  Register mark = compile_mark(f);
  ActiveScope scope;
  Scope *names = node->with.scope;
  compile_at_head(f, node, node->with.object);
  Register object = compile_register(f);
  compile_into(f, node->with.object, object);
  compile_at(f, node->with.object);
  EMIT(ToObject, object, object);
  compile_enter_scope(f, &scope, names);
  compile_store(f, names->dynamic, object);
  compile_statement(f, node->with.body);
  compile_leave_scope(f, &scope);
  compile_release(f, mark);
}
