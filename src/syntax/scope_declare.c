/* scope_declare.c - the scopes of a function and what is declared in them. */
#include "syntax/scope.h"

bool scope_is_lexical(const Variable *variable) {
  switch (variable->kind) {
  case VARIABLE_LET:
  case VARIABLE_CONST:
  case VARIABLE_CLASS:
  case VARIABLE_IMPORT: return true;
  case VARIABLE_FUNCTION: /* a module's are lexical, a function's are not */
    return scope_is_nested(variable->scope) ||
           variable->scope->kind == SCOPE_MODULE;
  default: return false;
  }
}

void scope_fail_declared(Resolver *resolver, const Name *name, u32 at) {
  scope_fail(resolver, at, at + name->length,
             "Identifier '%s' has already been declared", name->bytes);
}

/* Complains of whichever of the two stands later in the text. */
static void fail_redeclared(Resolver *resolver, const Variable *variable,
                            const Name *name, u32 at) {
  bool is_later = variable->declared_at > at;
  scope_fail_declared(resolver, name, is_later ? variable->declared_at : at);
}

static void bind(Variable *variable) {
  variable->shadowed = variable->name->binding;
  variable->name->binding = variable;
}

/* ---- Lexical declarations, in the current scope ---- */

/* Sloppy blocks may declare a plain function twice; the last one counts. */
static bool may_repeat(const Resolver *resolver, const Variable *variable,
                       const Declaration *declaration) {
  if (resolver->function->is_strict || !scope_is_nested(variable->scope) ||
      !variable->function || !declaration->function)
    return false;
  const FunctionNode *old = variable->function->function;
  const FunctionNode *new = declaration->function->function;
  return !old->is_async && !old->is_generator && !new->is_async &&
         !new->is_generator;
}

/* What a name already means where it must not mean anything: in the scope
 * itself, among the parameters around a body, in the catch around a block. */
static Variable *find_conflict(const Resolver *resolver, const Name *name,
                               const Scope *outer) {
  Variable *variable = name->binding;
  if (!variable || variable->kind == VARIABLE_ARGUMENTS) return NULL;
  bool conflict =
      variable->scope == resolver->scope || (outer && variable->scope == outer);
  return conflict ? variable : NULL;
}

static void declare_lexical(Resolver *resolver, Name *name, u32 at,
                            const Declaration *declaration,
                            const Scope *outer) {
  Variable *old = find_conflict(resolver, name, outer);
  if (old && old->scope == resolver->scope &&
      may_repeat(resolver, old, declaration)) {
    old->function = declaration->function;
    return;
  }
  if (old) {
    fail_redeclared(resolver, old, name, at);
    return;
  }
  if (name->token == TOKEN_LET && declaration->kind != VARIABLE_FUNCTION)
    scope_fail(resolver, at, at + name->length,
               "let is disallowed as a lexically bound name");
  bind(scope_add(resolver, resolver->scope, name, declaration, at));
}

/* ---- var ---- */

/* Whether a var of that name may pass through the nested scopes from here to
 * the function: lexical names on the way stop it, but for the simple parameter
 * of a catch. */
static Variable *find_obstacle(const Resolver *resolver, Variable *from) {
  for (Variable *v = from; v && v->scope->function == resolver->function;
       v = v->shadowed) {
    bool passes = v->kind == VARIABLE_CATCH;
    if (scope_is_nested(v->scope) ? !passes : scope_is_lexical(v)) return v;
    if (v->scope == resolver->function->body_scope) break;
  }
  return NULL;
}

/* Under the nested scopes' bindings of the name, where those of the function's
 * own scope lie. */
static Variable **function_binding(const Resolver *resolver, Name *name) {
  Variable **place = &name->binding;
  while (*place && (*place)->scope->function == resolver->function &&
         scope_is_nested((*place)->scope))
    place = &(*place)->shadowed;
  return place;
}

/* `var arguments` is the arguments object that there is anyway. */
static bool is_arguments_object(const Resolver *resolver, const Name *name) {
  const FunctionNode *function = resolver->function;
  return name->token == TOKEN_ARGUMENTS &&
         function->scope->kind == SCOPE_FUNCTION &&
         function->kind != FUNCTION_ARROW && function->kind != FUNCTION_EVAL;
}

/* The variable of a var or of a function at the top of a function's body: one
 * that is there already, perhaps a parameter, or a new one. */
static Variable *declare_in_function(Resolver *resolver, Name *name, u32 at,
                                     const Declaration *declaration) {
  Scope *scope = resolver->function->body_scope;
  Variable **place = function_binding(resolver, name);
  if (declaration->kind == VARIABLE_VAR &&
      is_arguments_object(resolver, name) &&
      !(*place && (*place)->scope->function == resolver->function &&
        (*place)->kind != VARIABLE_FUNCTION_NAME)) {
    scope_arguments(resolver, resolver->function);
    place = function_binding(resolver, name);
  }
  if (*place && (*place)->scope == scope) {
    (*place)->is_hoisted = false;
    return *place;
  }
  Variable *variable = scope_add(resolver, scope, name, declaration, at);
  variable->shadowed = *place;
  *place = variable;
  return variable;
}

static void declare_var(Resolver *resolver, Name *name, u32 at) {
  Variable *obstacle = find_obstacle(resolver, name->binding);
  if (obstacle) {
    fail_redeclared(resolver, obstacle, name, at);
    return;
  }
  declare_in_function(resolver, name, at, &(Declaration){.kind = VARIABLE_VAR});
}

static void declare_top_function(Resolver *resolver, Node *node) {
  Name *name = node->function->name;
  u32 at = node->function->name_node->start;
  Declaration declaration = {.kind = VARIABLE_FUNCTION, .function = node};
  Variable *old = name->binding;
  if (old && old->scope == resolver->function->body_scope &&
      scope_is_lexical(old)) {
    fail_redeclared(resolver, old, name, at);
    return;
  }
  Variable *variable = declare_in_function(resolver, name, at, &declaration);
  if (variable->kind == VARIABLE_VAR) variable->kind = VARIABLE_FUNCTION;
  variable->function = node;
}

/* ---- Patterns ---- */

typedef struct PatternWalk {
  const Declaration *declaration;
  const Scope *outer; /* lexical: names that may not be declared again */
  bool is_var;
} PatternWalk;

static void declare_names(Resolver *resolver, const Node *node,
                          const PatternWalk *walk) {
  NodeList items = {};
  switch (node->kind) {
  case NODE_IDENTIFIER:
    if (walk->is_var)
      declare_var(resolver, node->identifier.name, node->start);
    else
      declare_lexical(resolver, node->identifier.name, node->start,
                      walk->declaration, walk->outer);
    return;
  case NODE_DEFAULT: declare_names(resolver, node->binary.left, walk); return;
  case NODE_REST: declare_names(resolver, node->unary.operand, walk); return;
  case NODE_PROPERTY:
    declare_names(resolver, node->property.value, walk);
    return;
  case NODE_ARRAY_PATTERN:
  case NODE_OBJECT_PATTERN: items = node->list.items; break;
  default: assert(node->kind == NODE_HOLE); return;
  }
  for (u32 i = 0; i < items.count; i++)
    declare_names(resolver, items.items[i], walk);
}

void scope_declare_pattern(Resolver *resolver, const Node *pattern,
                           const Declaration *declaration) {
  declare_names(resolver, pattern, &(PatternWalk){declaration, NULL, false});
}

/* ---- Parameters ---- */

/* Only plain sloppy functions may name two parameters alike. */
static void declare_parameter(Resolver *resolver, const Node *identifier,
                              u32 initialised_at) {
  const FunctionNode *function = resolver->function;
  Name *name = identifier->identifier.name;
  Declaration declaration = {.kind = VARIABLE_PARAMETER,
                             .initialised_at = initialised_at,
                             .safe_until = UINT32_MAX};
  if (!name->binding || name->binding->scope != resolver->scope) {
    bind(scope_add(resolver, resolver->scope, name, &declaration,
                   identifier->start));
    return;
  }
  if (function->is_strict || !function->has_simple_parameters ||
      function->kind != FUNCTION_NORMAL)
    scope_fail(resolver, identifier->start, identifier->end,
               "Duplicate parameter name not allowed in this context");
}

static void declare_parameter_names(Resolver *resolver, const Node *node,
                                    u32 initialised_at) {
  NodeList items = {};
  switch (node->kind) {
  case NODE_IDENTIFIER:
    declare_parameter(resolver, node, initialised_at);
    return;
  case NODE_DEFAULT:
    declare_parameter_names(resolver, node->binary.left, initialised_at);
    return;
  case NODE_REST:
    declare_parameter_names(resolver, node->unary.operand, initialised_at);
    return;
  case NODE_PROPERTY:
    declare_parameter_names(resolver, node->property.value, initialised_at);
    return;
  case NODE_ARRAY_PATTERN:
  case NODE_OBJECT_PATTERN: items = node->list.items; break;
  default: return;
  }
  for (u32 i = 0; i < items.count; i++)
    declare_parameter_names(resolver, items.items[i], initialised_at);
}

void scope_declare_parameters(Resolver *resolver) {
  const FunctionNode *function = resolver->function;
  for (u32 i = 0; i < function->parameters.count; i++) {
    const Node *parameter = function->parameters.items[i];
    u32 initialised_at =
        function->has_parameter_expressions ? parameter->end : 0;
    declare_parameter_names(resolver, parameter, initialised_at);
  }
}

/* ---- Lists of statements ---- */

/* The function that a statement declares, through labels; NULL if none. */
static Node *declared_function(Node *node) {
  while (node->kind == NODE_LABELED)
    node = node->labeled.body;
  return node->kind == NODE_FUNCTION_DECLARATION ? node : NULL;
}

/* The statement that an export wraps. */
static Node *exported(Node *node) {
  if (node->kind == NODE_EXPORT && node->module_item.declaration)
    return node->module_item.declaration;
  return node;
}

static bool is_lexical_statement(const Node *node) {
  return node->kind == NODE_CLASS_DECLARATION ||
         (node->kind == NODE_VARIABLES && node->variables.kind != VARIABLE_VAR);
}

static void declare_lexical_variables(Resolver *resolver, const Node *node,
                                      u32 safe_until, const Scope *outer) {
  NodeList declarators = node->variables.declarators;
  for (u32 i = 0; i < declarators.count; i++) {
    const Node *declarator = declarators.items[i];
    Declaration declaration = {.kind = node->variables.kind,
                               .initialised_at = declarator->end,
                               .safe_until = safe_until};
    declare_names(resolver, declarator->binary.left,
                  &(PatternWalk){&declaration, outer, false});
  }
}

static void declare_class(Resolver *resolver, const Node *node, u32 safe_until,
                          const Scope *outer) {
  Declaration declaration = {.kind = VARIABLE_CLASS,
                             .initialised_at = node->end,
                             .safe_until = safe_until};
  if (node->class.name)
    declare_lexical(resolver, node->class.name, node->start, &declaration,
                    outer);
}

static void declare_block_function(Resolver *resolver, Node *node,
                                   const Scope *outer) {
  Declaration declaration = {.kind = VARIABLE_FUNCTION, .function = node};
  declare_lexical(resolver, node->function->name,
                  node->function->name_node->start, &declaration, outer);
}

/* Names from an import declaration. */
static void declare_imports(Resolver *resolver, const Node *node) {
  NodeList specifiers = node->module_item.specifiers;
  for (u32 i = 0; i < specifiers.count; i++)
    declare_lexical(
        resolver, specifiers.items[i]->specifier.local,
        specifiers.items[i]->start,
        &(Declaration){.kind = VARIABLE_IMPORT, .initialised_at = UINT32_MAX},
        NULL);
}

/* The binding *default* of an anonymous default export. */
static void declare_default_export(Resolver *resolver, Node *node) {
  Node *item = node->module_item.declaration;
  Declaration declaration = {.kind = VARIABLE_CONST,
                             .initialised_at = item->end,
                             .safe_until = UINT32_MAX};
  if (item->kind == NODE_FUNCTION_DECLARATION) {
    if (item->function->name) return;
    declaration = (Declaration){.kind = VARIABLE_FUNCTION, .function = item};
  } else if (item->kind == NODE_CLASS_DECLARATION) {
    if (item->class.name) return;
    declaration.kind = VARIABLE_CLASS;
  }
  Name *name = tree_name(resolver->tree, "*default*", 9);
  if (name->binding) return; /* a second default: scope_check_exports */
  node->module_item.variable =
      scope_add(resolver, resolver->scope, name, &declaration, node->start);
  bind(node->module_item.variable);
}

/* The names that a statement of the list declares lexically. In the list of a
 * function's body its functions are like vars. */
static void declare_list_item(Resolver *resolver, Node *node, u32 safe_until,
                              const Scope *outer) {
  if (node->kind == NODE_IMPORT) declare_imports(resolver, node);
  if (node->kind == NODE_EXPORT && node->module_item.is_default)
    declare_default_export(resolver, node);
  Node *statement = exported(node), *function = declared_function(statement);
  ScopeKind kind = resolver->scope->kind;
  if (statement->kind == NODE_CLASS_DECLARATION)
    declare_class(resolver, statement, safe_until, outer);
  else if (is_lexical_statement(statement))
    declare_lexical_variables(resolver, statement, safe_until, outer);
  else if (!function || !function->function->name)
    return;
  else if (scope_is_nested(resolver->scope) || kind == SCOPE_MODULE)
    declare_block_function(resolver, function, outer);
  else
    declare_top_function(resolver, function);
}

static bool list_declares(NodeList list) {
  for (u32 i = 0; i < list.count; i++)
    if (is_lexical_statement(list.items[i]) || declared_function(list.items[i]))
      return true;
  return false;
}

/* ---- Functions in blocks of sloppy code ----
 *
 * Such a function is also a var of the function around, if that var could be
 * declared there (ECMAScript, annex B.3.2). */

static bool names_parameter(const Resolver *resolver, Name *name) {
  const FunctionNode *function = resolver->function;
  for (const Variable *v = *function_binding(resolver, name);
       v && v->scope->function == function; v = v->shadowed)
    if (v->kind == VARIABLE_PARAMETER) return true;
  return false;
}

static void hoist_block_function(Resolver *resolver, Node *node) {
  FunctionNode *function = node->function;
  if (function->is_async || function->is_generator) return;
  Name *name = function->name;
  Variable *own = name->binding;
  assert(own && own->scope == resolver->scope);
  if (find_obstacle(resolver, own->shadowed) ||
      names_parameter(resolver, name) || is_arguments_object(resolver, name))
    return;
  Variable *before = *function_binding(resolver, name);
  bool was_hoisted = before && before->is_hoisted;
  function->annex_b =
      declare_in_function(resolver, name, function->name_node->start,
                          &(Declaration){.kind = VARIABLE_VAR});
  bool is_new = function->annex_b != before;
  function->annex_b->is_hoisted = is_new || was_hoisted;
  function->annex_b->assigned = true;
}

static void hoist_block_functions(Resolver *resolver, NodeList list) {
  if (resolver->function->is_strict) return;
  for (u32 i = 0; i < list.count && !resolver->failed; i++) {
    Node *function = declared_function(list.items[i]);
    if (function) hoist_block_function(resolver, function);
  }
}

/* ---- Statements ---- */

static void declare_statement(Resolver *resolver, Node *node);

static void declare_statements(Resolver *resolver, NodeList list) {
  for (u32 i = 0; i < list.count && !resolver->failed; i++)
    declare_statement(resolver, list.items[i]);
}

static void declare_block(Resolver *resolver, Node *node, const Scope *outer) {
  NodeList list = node->block.statements;
  Scope *scope = NULL;
  if (list_declares(list)) {
    scope = scope_new(resolver, SCOPE_BLOCK, node->start, node->end);
    scope_enter(resolver, scope);
    for (u32 i = 0; i < list.count && !resolver->failed; i++)
      declare_list_item(resolver, list.items[i], UINT32_MAX, outer);
    if (!resolver->failed) hoist_block_functions(resolver, list);
  }
  node->block.scope = scope;
  declare_statements(resolver, list);
  scope_leave(resolver, scope);
}

static void declare_variables(Resolver *resolver, const Node *node) {
  NodeList declarators = node->variables.declarators;
  for (u32 i = 0; i < declarators.count && !resolver->failed; i++)
    declare_names(resolver, declarators.items[i]->binary.left,
                  &(PatternWalk){.is_var = true});
}

/* The scope of a loop whose head declares; NULL if it does not. */
static Scope *declare_head(Resolver *resolver, const Node *loop,
                           const Node *head) {
  if (!head || head->kind != NODE_VARIABLES) return NULL;
  if (head->variables.kind == VARIABLE_VAR) {
    declare_variables(resolver, head);
    return NULL;
  }
  Scope *scope = scope_new(resolver, SCOPE_LOOP, loop->start, loop->end);
  scope_enter(resolver, scope);
  if (loop->kind == NODE_FOR) {
    declare_lexical_variables(resolver, head, UINT32_MAX, NULL);
  } else {
    Declaration declaration = {.kind = head->variables.kind,
                               .initialised_at = loop->for_each.body->start,
                               .safe_until = UINT32_MAX};
    declare_names(resolver, head->variables.declarators.items[0]->binary.left,
                  &(PatternWalk){.declaration = &declaration});
  }
  if (scope->count) return scope;
  scope_leave(resolver, scope); /* for (let [] of ...) */
  return NULL;
}

static void declare_for(Resolver *resolver, Node *node) {
  Scope *scope = declare_head(resolver, node, node->for_loop.init);
  node->for_loop.scope = scope;
  declare_statement(resolver, node->for_loop.body);
  scope_leave(resolver, scope);
}

static void declare_for_each(Resolver *resolver, Node *node) {
  Scope *scope = declare_head(resolver, node, node->for_each.left);
  node->for_each.scope = scope;
  declare_statement(resolver, node->for_each.body);
  scope_leave(resolver, scope);
}

static void declare_catch(Resolver *resolver, Node *node) {
  const Node *parameter = node->try_catch.parameter;
  Node *handler = node->try_catch.handler;
  Scope *scope = NULL;
  if (parameter) {
    bool simple = parameter->kind == NODE_IDENTIFIER;
    Declaration declaration = {.kind = simple ? VARIABLE_CATCH : VARIABLE_LET,
                               .initialised_at = parameter->end,
                               .safe_until = UINT32_MAX};
    scope = scope_new(resolver, SCOPE_CATCH, parameter->start, handler->end);
    scope_enter(resolver, scope);
    scope_declare_pattern(resolver, parameter, &declaration);
    if (!scope->count) { /* catch ({}) */
      scope_leave(resolver, scope);
      scope = NULL;
    }
  }
  node->try_catch.scope = scope;
  declare_block(resolver, handler, scope);
  scope_leave(resolver, scope);
}

static void declare_try(Resolver *resolver, Node *node) {
  declare_block(resolver, node->try_catch.block, NULL);
  if (node->try_catch.handler) declare_catch(resolver, node);
  if (node->try_catch.finalizer)
    declare_block(resolver, node->try_catch.finalizer, NULL);
}

static bool switch_declares(NodeList cases) {
  for (u32 i = 0; i < cases.count; i++)
    if (list_declares(cases.items[i]->case_clause.body)) return true;
  return false;
}

/* All cases share one scope, but a name that one case initialises is not known
 * to be initialised in another. */
static void declare_switch(Resolver *resolver, Node *node) {
  NodeList cases = node->switch_cases.cases;
  Scope *scope = NULL;
  if (switch_declares(cases)) {
    scope = scope_new(resolver, SCOPE_SWITCH, node->start, node->end);
    scope_enter(resolver, scope);
    for (u32 i = 0; i < cases.count; i++) {
      NodeList list = cases.items[i]->case_clause.body;
      for (u32 j = 0; j < list.count && !resolver->failed; j++)
        declare_list_item(resolver, list.items[j], cases.items[i]->end, NULL);
    }
    for (u32 i = 0; i < cases.count && !resolver->failed; i++)
      hoist_block_functions(resolver, cases.items[i]->case_clause.body);
  }
  node->switch_cases.scope = scope;
  for (u32 i = 0; i < cases.count; i++)
    declare_statements(resolver, cases.items[i]->case_clause.body);
  scope_leave(resolver, scope);
}

static void declare_with(Resolver *resolver, Node *node) {
  Node *body = node->with.body;
  Scope *scope = scope_new(resolver, SCOPE_WITH, body->start, body->end);
  scope_make_dynamic(resolver, scope, "[with object]");
  scope_enter(resolver, scope);
  declare_statement(resolver, body);
  scope_leave(resolver, scope);
  node->with.scope = scope;
}

static void declare_statement(Resolver *resolver, Node *node) {
  if (resolver->failed) return;
  switch (node->kind) {
  case NODE_VARIABLES:
    if (node->variables.kind == VARIABLE_VAR) declare_variables(resolver, node);
    return;
  case NODE_BLOCK: declare_block(resolver, node, NULL); return;
  case NODE_IF:
    declare_statement(resolver, node->conditional.then);
    if (node->conditional.otherwise)
      declare_statement(resolver, node->conditional.otherwise);
    return;
  case NODE_FOR: declare_for(resolver, node); return;
  case NODE_FOR_IN:
  case NODE_FOR_OF: declare_for_each(resolver, node); return;
  case NODE_WHILE:
  case NODE_DO_WHILE: declare_statement(resolver, node->loop.body); return;
  case NODE_TRY: declare_try(resolver, node); return;
  case NODE_SWITCH: declare_switch(resolver, node); return;
  case NODE_LABELED: declare_statement(resolver, node->labeled.body); return;
  case NODE_WITH: declare_with(resolver, node); return;
  case NODE_EXPORT:
    if (node->module_item.declaration && !node->module_item.is_default)
      declare_statement(resolver, node->module_item.declaration);
    return;
  default: return;
  }
}

/* The scope whose names the body may not declare lexically again: that of the
 * parameters, when the body has its own. */
void scope_declare_body(Resolver *resolver, NodeList statements) {
  const FunctionNode *function = resolver->function;
  const Scope *outer =
      function->body_scope != function->scope ? function->scope : NULL;
  assert(resolver->scope == function->body_scope);
  for (u32 i = 0; i < statements.count && !resolver->failed; i++)
    declare_list_item(resolver, statements.items[i], UINT32_MAX, outer);
  declare_statements(resolver, statements);
}
