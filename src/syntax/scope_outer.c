/* scope_outer.c - the scopes around the text of a direct eval, which were made
 * when the code that calls it was compiled, and what the vars of sloppy eval
 * code mean.
 *
 * Every one of them is an environment on the heap by now. Here each becomes a
 * Scope with Variables again, bound to their names as if the text stood in
 * them; so the text is resolved like any other, early errors included. What a
 * place in the text could have told (whether a `let` has its value yet) is not
 * known of them: their uses are checked.
 */
#include "syntax/scope.h"

static bool is_pseudo(VariableKind kind) {
  return kind >= VARIABLE_THIS && kind <= VARIABLE_CALLEE;
}

static Variable *add_variable(Resolver *resolver, Scope *scope,
                              const OuterName *name) {
  Declaration declaration = {.kind = name->kind, .initialised_at = UINT32_MAX};
  Variable *variable = scope_add(
      resolver, scope, tree_name(resolver->tree, name->text, name->length),
      &declaration, 0);
  variable->slot = (i32)scope->count - 1;
  variable->assigned = variable->used = true;
  if (name->kind == VARIABLE_DYNAMIC) scope->dynamic = variable;
  /* the innermost ones come last */
  if (is_pseudo(name->kind))
    resolver->outer_pseudo[name->kind - VARIABLE_THIS] = variable;
  return variable;
}

/* A function that the scope may belong to, for the little that is asked of it.
 */
static FunctionNode *outer_function(Resolver *resolver, FunctionKind kind) {
  FunctionNode *function = arena_new(&resolver->tree->arena, FunctionNode);
  function->kind = kind;
  return function;
}

static void enter_scope(Resolver *resolver, const OuterScope *outer) {
  Scope *scope = scope_new(resolver, outer->kind, 0, 0);
  scope->has_direct_eval = true; /* so all of its variables are captured */
  if (outer->is_derived)
    scope->function = outer_function(resolver, FUNCTION_DERIVED_CONSTRUCTOR);
  for (u32 i = 0; i < outer->count; i++)
    add_variable(resolver, scope, &outer->names[i]);
  resolver->tree->has_dynamic |= scope->dynamic != NULL;
  scope_enter(resolver, scope);
}

/* `this`, `super` and the like are no names that could be looked up, but
 * `arguments` is one. */
void scope_enter_outer(Resolver *resolver, const ParseOptions *options) {
  if (options->outer_count == 0) return;
  resolver->function = outer_function(resolver, FUNCTION_NORMAL);
  for (u32 i = options->outer_count; i-- > 0;) {
    enter_scope(resolver, &options->outer[i]);
    if (options->outer[i].takes_vars) resolver->outer_vars = resolver->scope;
  }
  resolver->tree->outer_vars = resolver->outer_vars;
  if (!resolver->outer_vars) return;
  for (Scope *scope = resolver->outer_vars->parent; scope;
       scope = scope->parent)
    scope->is_beyond = true;
}

/* ---- The vars of sloppy eval code ---- */

/* Whether a var of that name may pass through the scopes between the eval and
 * the function around it; finds the variable of the function that it is. The
 * parameter of a catch lets it pass (annex B.3.4). */
static bool find_outside(const Resolver *resolver, Variable *variable) {
  for (Variable *v = variable->shadowed; v && !v->scope->is_beyond;
       v = v->shadowed) {
    bool is_place = v->scope == resolver->outer_vars;
    if (is_place ? scope_is_lexical(v) : v->scope->kind != SCOPE_CATCH)
      return false;
    if (is_place) variable->outside = v;
  }
  return true;
}

/* At the top level, any lexical variable of the script around it is in the way.
 */
static bool find_obstacle(const Variable *variable) {
  for (Variable *v = variable->shadowed; v; v = v->shadowed)
    if (v->scope->kind != SCOPE_CATCH) return true;
  return false;
}

static void release_var(Resolver *resolver, Variable *variable) {
  bool passes = resolver->outer_vars ? find_outside(resolver, variable)
                                     : !find_obstacle(variable);
  if (!passes && !variable->is_hoisted)
    scope_fail_declared(resolver, variable->name, variable->declared_at);
  variable->is_dropped = !passes;
  variable->name->binding = variable->shadowed;
}

void scope_release_vars(Resolver *resolver, const Scope *scope) {
  for (Variable *v = scope->first; v; v = v->next)
    if (v->top_level_var) release_var(resolver, v);
}
