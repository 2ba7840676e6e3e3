/* scope_use.c - a use of a name: its variable, whether that is captured, and
 * whether the use may come before the initialisation. */
#include "syntax/scope.h"

/* ---- Before initialisation? ---- */

/* From where on in the text of the variable's function code runs that makes
 * this use: the place of the use, or where the closure around it is made. */
static u32 place_of_use(const Resolver *resolver, const Variable *variable,
                        u32 at) {
  const FunctionNode *owner = variable->scope->function;
  const FunctionNode *function = resolver->function;
  if (function == owner) return at;
  while (function->parent && function->parent != owner)
    function = function->parent;
  return function->earliest;
}

static bool may_be_early(const Resolver *resolver, const Variable *variable,
                         u32 at) {
  switch (variable->kind) {
  case VARIABLE_IMPORT: return true;
  case VARIABLE_THIS:
    return variable->scope->function->kind == FUNCTION_DERIVED_CONSTRUCTOR;
  case VARIABLE_PARAMETER:
  case VARIABLE_LET:
  case VARIABLE_CONST:
  case VARIABLE_CLASS: break;
  default: return false;
  }
  if (variable->initialised_at == 0) return false;
  u32 place = place_of_use(resolver, variable, at);
  return place < variable->initialised_at || place >= variable->safe_until;
}

/* ---- Uses ---- */

/* Notes a use; returns whether it must be checked. */
static bool note_use(Resolver *resolver, Variable *variable, u32 at) {
  variable->used = true;
  if (variable->scope->function != resolver->function) scope_capture(variable);
  bool early = may_be_early(resolver, variable, at);
  variable->needs_check |= early;
  return early;
}

/* The nearest function that has a `this` of its own. */
static FunctionNode *this_function(const Resolver *resolver) {
  FunctionNode *function = resolver->function;
  while (function->kind == FUNCTION_ARROW && function->parent)
    function = function->parent;
  return function; /* perhaps eval code, whose `this` is from around it */
}

static bool is_top_level(const FunctionNode *function) {
  return function->kind == FUNCTION_SCRIPT ||
         function->kind == FUNCTION_MODULE || function->kind == FUNCTION_EVAL ||
         function->kind == FUNCTION_ARROW;
}

/* ---- Pseudo-variables ---- */

/* Those of a function are kept at its scope, so that the hundredth `this` is
 * found as fast as the first. */
typedef struct PseudoVariables {
  Variable *items[PSEUDO_COUNT];
} PseudoVariables;

static Variable **pseudo_place(Resolver *resolver, Scope *scope,
                               VariableKind kind) {
  if (!scope->lookup)
    scope->lookup = arena_new(&resolver->tree->arena, PseudoVariables);
  PseudoVariables *pseudo = scope->lookup;
  assert(kind >= VARIABLE_THIS && kind <= VARIABLE_CALLEE);
  return &pseudo->items[kind - VARIABLE_THIS];
}

static Variable *pseudo_variable(Resolver *resolver, FunctionNode *function,
                                 VariableKind kind) {
  static const char *const names[] = {"this", "new.target", "arguments",
                                      "super"};
  Variable **place = pseudo_place(resolver, function->scope, kind);
  if (*place) return *place;
  const char *text = names[kind - VARIABLE_THIS];
  Name *name = tree_name(resolver->tree, text, strlen(text));
  /* of these only `arguments` can be found by name */
  *place = scope_add(resolver, function->scope, name,
                     &(Declaration){.kind = kind}, function->start);
  (*place)->shadowed = name->binding;
  return *place;
}

/* That of the function, or of what is around it if it is eval code; NULL at the
 * top level. */
static Variable *pseudo_of(Resolver *resolver, FunctionNode *owner,
                           VariableKind kind) {
  if (owner->kind == FUNCTION_EVAL)
    return resolver->outer_pseudo[kind - VARIABLE_THIS];
  return is_top_level(owner) ? NULL : pseudo_variable(resolver, owner, kind);
}

Variable *scope_arguments(Resolver *resolver, FunctionNode *function) {
  Variable *variable = pseudo_variable(resolver, function, VARIABLE_ARGUMENTS);
  function->uses_arguments = true;
  Name *name = variable->name;
  if (name->binding == variable) return variable;
  Variable **place = &name->binding;
  while (*place && (*place)->scope->function == function &&
         scope_is_nested((*place)->scope))
    place = &(*place)->shadowed;
  if (*place == variable) return variable;
  variable->shadowed = *place;
  *place = variable;
  return variable;
}

/* `arguments` that nothing nearer than the function declares is its object. */
static Variable *find_arguments(Resolver *resolver, Name *name) {
  FunctionNode *owner = this_function(resolver);
  Variable *variable = name->binding;
  if (is_top_level(owner)) return variable;
  for (FunctionNode *f = resolver->function; variable; f = f->parent) {
    if (variable->scope->function == f &&
        variable->kind != VARIABLE_FUNCTION_NAME)
      break;
    if (f == owner) variable = NULL;
    if (!variable) break;
  }
  if (!variable) variable = scope_arguments(resolver, owner);
  if (variable->kind == VARIABLE_ARGUMENTS)
    for (FunctionNode *f = resolver->function; f != owner; f = f->parent)
      f->uses_arguments = true;
  return variable;
}

/* ---- Names ---- */

static void note_arguments_use(FunctionNode *function, ArgumentsUse use) {
  if (function->arguments_use < use) function->arguments_use = use;
}

static void use_name(Resolver *resolver, Node *node, ArgumentsUse use) {
  Name *name = node->identifier.name;
  Variable *variable = name->token == TOKEN_ARGUMENTS
                           ? find_arguments(resolver, name)
                           : name->binding;
  if (!variable) name->is_free = true;
  if (!variable || variable->top_level_var) return;
  node->identifier.variable = variable;
  node->identifier.needs_check = note_use(resolver, variable, node->start);
  if (variable->kind == VARIABLE_ARGUMENTS)
    note_arguments_use(variable->scope->function, use);
}

void scope_use_name(Resolver *resolver, Node *node) {
  use_name(resolver, node, ARGUMENTS_EXPOSED);
}

void scope_use_arguments(Resolver *resolver, Node *node, ArgumentsUse use) {
  if (node->kind == NODE_IDENTIFIER &&
      node->identifier.name->token == TOKEN_ARGUMENTS)
    use_name(resolver, node, use);
  else
    scope_resolve_node(resolver, node);
}

static bool assigns_parameters(const FunctionNode *function) {
  for (const Variable *v = function->scope->first; v; v = v->next)
    if (v->kind == VARIABLE_PARAMETER && (v->assigned || v->function))
      return true;
  return false;
}

/* Strict functions, and those with more than names for parameters, have
 * arguments objects of their own. */
static bool maps_arguments(const FunctionNode *function) {
  if (function->is_strict || !function->has_simple_parameters ||
      !function->parameters.count || !function->uses_arguments ||
      function->kind == FUNCTION_ARROW)
    return false;
  ArgumentsUse use = function->scope->has_direct_eval ? ARGUMENTS_EXPOSED
                                                      : function->arguments_use;
  return use == ARGUMENTS_EXPOSED ||
         (use == ARGUMENTS_READ && assigns_parameters(function));
}

void scope_map_arguments(FunctionNode *function) {
  function->maps_arguments = maps_arguments(function);
  if (!function->maps_arguments) return;
  for (Variable *v = function->scope->first; v; v = v->next)
    if (v->kind == VARIABLE_PARAMETER) scope_capture(v);
}

void scope_use_private(Resolver *resolver, Node *node) {
  Variable *variable = node->identifier.name->binding;
  if (!variable) {
    scope_fail(resolver, node->start, node->end,
               "Private field '%s' must be declared in an enclosing class",
               node->identifier.name->bytes);
    return;
  }
  node->identifier.variable = variable;
  note_use(resolver, variable, node->start);
}

/* ---- this and its kin ---- */

/* Every function from here to the owner uses it. */
#define NOTE_FLAG(resolver, owner, flag)                                       \
  for (FunctionNode *f = (resolver)->function;; f = f->parent) {               \
    f->flag = true;                                                            \
    if (f == (owner)) break;                                                   \
  }

static Variable *use_this(Resolver *resolver, u32 at, bool *needs_check) {
  FunctionNode *owner = this_function(resolver);
  NOTE_FLAG(resolver, owner, uses_this);
  Variable *variable = pseudo_of(resolver, owner, VARIABLE_THIS);
  *needs_check = variable && note_use(resolver, variable, at);
  return variable;
}

void scope_use_this(Resolver *resolver, Node *node) {
  node->identifier.variable =
      use_this(resolver, node->start, &node->identifier.needs_check);
}

static Variable *use_pseudo(Resolver *resolver, VariableKind kind, u32 at) {
  Variable *variable = pseudo_of(resolver, this_function(resolver), kind);
  if (variable) note_use(resolver, variable, at);
  return variable;
}

void scope_use_new_target(Resolver *resolver, Node *node) {
  node->identifier.variable =
      use_pseudo(resolver, VARIABLE_NEW_TARGET, node->start);
}

void scope_use_super(Resolver *resolver, Node *node, bool is_call) {
  FunctionNode *owner = this_function(resolver);
  NOTE_FLAG(resolver, owner, uses_super);
  node->identifier.variable =
      use_pseudo(resolver, VARIABLE_CALLEE, node->start);
  node->identifier.receiver =
      use_this(resolver, node->start, &node->identifier.needs_check);
  if (is_call)
    node->identifier.new_target =
        use_pseudo(resolver, VARIABLE_NEW_TARGET, node->start);
}

void scope_note_this_property(Resolver *resolver, Name *name) {
  constexpr u32 most = 64; /* it is only a hint */
  u32 first = resolver->first_this_name, count = resolver->this_names.count;
  if (count - first >= most) return;
  for (u32 i = first; i < count; i++)
    if (resolver->this_names.items[i] == name) return;
  vector_push(&resolver->this_names, name);
}

/* ---- eval ---- */

static bool has_home(const FunctionNode *function) {
  switch (function->kind) {
  case FUNCTION_METHOD:
  case FUNCTION_GETTER:
  case FUNCTION_SETTER:
  case FUNCTION_CONSTRUCTOR:
  case FUNCTION_DERIVED_CONSTRUCTOR:
  case FUNCTION_FIELD_INITIALIZER:
  case FUNCTION_STATIC_BLOCK: return true;
  default: return false;
  }
}

u32 scope_eval_flags(const FunctionNode *function) {
  u32 flags = function->is_strict ? EVAL_STRICT : 0;
  while (function->kind == FUNCTION_ARROW && function->parent)
    function = function->parent;
  if (function->kind == FUNCTION_EVAL)
    return flags | (function->eval_flags & ~(u32)EVAL_STRICT);
  if (function->kind == FUNCTION_MODULE) return flags | EVAL_MODULE;
  if (is_top_level(function)) return flags;
  flags |= EVAL_NEW_TARGET;
  if (has_home(function)) flags |= EVAL_SUPER_PROPERTY;
  if (function->kind == FUNCTION_DERIVED_CONSTRUCTOR) flags |= EVAL_SUPER_CALL;
  if (function->kind == FUNCTION_FIELD_INITIALIZER) flags |= EVAL_FIELD;
  return flags;
}

/* this, new.target, arguments and super of the function: evaluated code may use
 * any of them. */
static void provide_pseudo(Resolver *resolver, u32 at) {
  FunctionNode *owner = this_function(resolver);
  bool needs_check;
  use_this(resolver, at, &needs_check);
  if (is_top_level(owner)) return;
  use_pseudo(resolver, VARIABLE_NEW_TARGET, at);
  if (has_home(owner)) {
    NOTE_FLAG(resolver, owner, uses_super);
    use_pseudo(resolver, VARIABLE_CALLEE, at);
  }
  if (owner->kind != FUNCTION_FIELD_INITIALIZER)
    find_arguments(resolver, tree_name(resolver->tree, "arguments", 9));
}

/* Where the vars of sloppy evaluated code go: to the body of the function, or,
 * from among its parameters, to a scope around these. The global object and
 * the surroundings of eval code are places for them already. */
static void provide_vars(Resolver *resolver) {
  FunctionNode *function = resolver->function;
  bool has_own = !is_top_level(function) || function->kind == FUNCTION_ARROW;
  if (function->is_strict || !has_own) return;
  Scope *scope = function->body_scope;
  if (!scope && !function->has_parameter_expressions) scope = function->scope;
  if (!scope) {
    scope = function->parameter_vars;
    if (!scope)
      scope = scope_new(resolver, SCOPE_PARAMETER_VARS, function->start,
                        function->end);
    function->parameter_vars = scope;
  }
  scope_make_dynamic(resolver, scope, "[eval variables]");
}

void scope_use_eval(Resolver *resolver, u32 at) {
  resolver->function->has_direct_eval = true;
  provide_pseudo(resolver, at);
  provide_vars(resolver);
  for (Scope *scope = resolver->scope; scope; scope = scope->parent) {
    if (scope->has_direct_eval) return;
    scope->has_direct_eval = true;
    for (Variable *v = scope->first; v; v = v->next) {
      v->used = v->assigned = true;
      scope_capture(v);
    }
  }
}
