/* scope.c - scopes and variables: making, entering, leaving. */
#include "syntax/scope.h"

#include <stdarg.h>
#include <stdio.h>

void scope_fail(Resolver *resolver, u32 start, u32 end, const char *format,
                ...) {
  if (resolver->failed) return;
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *message = arena_allocate(&resolver->tree->arena, (size_t)length + 1);
  vsnprintf(message, (size_t)length + 1, format, again);
  va_end(again);
  *resolver->error = (SyntaxError){message, start, end};
  resolver->failed = true;
}

bool scope_is_nested(const Scope *scope) {
  switch (scope->kind) {
  case SCOPE_BLOCK:
  case SCOPE_LOOP:
  case SCOPE_SWITCH:
  case SCOPE_CATCH:
  case SCOPE_CLASS: return true;
  default: return false;
  }
}

void scope_make_dynamic(Resolver *resolver, Scope *scope, const char *text) {
  resolver->tree->has_dynamic = true;
  if (scope->dynamic) return;
  Name *name = tree_name(resolver->tree, text, strlen(text));
  scope->dynamic = scope_add(resolver, scope, name,
                             &(Declaration){.kind = VARIABLE_DYNAMIC}, 0);
  scope_capture(scope->dynamic); /* nothing looks for it by name */
}

Scope *scope_new(Resolver *resolver, ScopeKind kind, u32 start, u32 end) {
  Scope *scope = arena_new(&resolver->tree->arena, Scope);
  scope->kind = kind;
  scope->parent = resolver->scope;
  scope->function = resolver->function;
  scope->start = start;
  scope->end = end;
  return scope;
}

void scope_enter(Resolver *resolver, Scope *scope) {
  if (!scope) return;
  for (Variable *v = scope->first; v; v = v->next) {
    v->shadowed = v->name->binding;
    v->name->binding = v;
  }
  resolver->scope = scope;
}

void scope_leave(Resolver *resolver, Scope *scope) {
  if (!scope) return;
  assert(resolver->scope == scope);
  for (Variable *v = scope->first; v; v = v->next)
    v->name->binding = v->shadowed;
  resolver->scope = scope->parent;
}

void scope_capture(Variable *variable) {
  if (variable->top_level_var) return;
  variable->captured = true;
  variable->scope->has_captured = true;
}

/* Variables that code elsewhere can reach: other scripts, a direct eval. (What
 * a module exports is captured by scope_module.c.) */
static bool is_open(const Resolver *resolver, const Scope *scope) {
  return (scope->kind == SCOPE_SCRIPT && !resolver->is_sole_script) ||
         scope->has_direct_eval;
}

Variable *scope_add(Resolver *resolver, Scope *scope, Name *name,
                    const Declaration *declaration, u32 at) {
  Variable *variable = arena_new(&resolver->tree->arena, Variable);
  variable->name = name;
  variable->scope = scope;
  variable->kind = declaration->kind;
  variable->function = declaration->function;
  variable->declared_at = at;
  variable->slot = -1;
  variable->initialised_at = declaration->initialised_at;
  variable->safe_until = declaration->safe_until;
  variable->top_level_var =
      (scope->kind == SCOPE_SCRIPT || scope->kind == SCOPE_EVAL) &&
      (declaration->kind == VARIABLE_VAR ||
       declaration->kind == VARIABLE_FUNCTION);
  if (scope->last)
    scope->last->next = variable;
  else
    scope->first = variable;
  scope->last = variable;
  scope->count++;
  if (is_open(resolver, scope) || declaration->kind == VARIABLE_IMPORT)
    scope_capture(variable);
  return variable;
}
