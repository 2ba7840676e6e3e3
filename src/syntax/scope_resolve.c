/* scope_resolve.c - the walk over a whole tree.
 *
 * One function for each kind of payload (nodes.def); the kinds that share a
 * payload and differ are told apart there. */
#include "syntax/scope.h"

/* ---- Targets ---- */

typedef enum TargetKind {
  TARGET_ASSIGN,  /* of an assignment */
  TARGET_DECLARE, /* declared here: its own initialisation */
  TARGET_VAR,     /* a var with an initializer: assigned, too */
} TargetKind;

static void resolve_target(Resolver *resolver, Node *node, TargetKind kind);

static void resolve_target_name(Resolver *resolver, Node *node,
                                TargetKind kind) {
  if (kind == TARGET_DECLARE) {
    Variable *variable = node->identifier.name->binding;
    if (variable && !variable->top_level_var)
      node->identifier.variable = variable;
    return;
  }
  scope_use_name(resolver, node);
  if (node->identifier.variable) node->identifier.variable->assigned = true;
}

static void resolve_pattern(Resolver *resolver, NodeList items,
                            TargetKind kind) {
  for (u32 i = 0; i < items.count && !resolver->failed; i++)
    resolve_target(resolver, items.items[i], kind);
}

/* A property that is written to or called (with the object as `this`) exposes
 * the object, if that is `arguments`; one that is read does not. */
static void expose_object(Resolver *resolver, Node *node) {
  while (node->kind == NODE_OPTIONAL_CHAIN)
    node = node->unary.operand;
  Node *object = node->kind == NODE_INDEX    ? node->index.object
                 : node->kind == NODE_MEMBER ? node->member.object
                                             : NULL;
  if (object && object->kind == NODE_IDENTIFIER)
    scope_use_arguments(resolver, object, ARGUMENTS_EXPOSED);
}

static void resolve_callee(Resolver *resolver, Node *callee) {
  scope_resolve_node(resolver, callee);
  expose_object(resolver, callee);
}

static void resolve_target_inner(Resolver *resolver, Node *node,
                                 TargetKind kind) {
  switch (node->kind) {
  case NODE_IDENTIFIER: resolve_target_name(resolver, node, kind); return;
  case NODE_DEFAULT:
    resolve_target(resolver, node->binary.left, kind);
    scope_resolve_node(resolver, node->binary.right);
    return;
  case NODE_REST: resolve_target(resolver, node->unary.operand, kind); return;
  case NODE_PROPERTY:
    if (node->property.computed)
      scope_resolve_node(resolver, node->property.key);
    resolve_target(resolver, node->property.value, kind);
    return;
  case NODE_ARRAY_PATTERN:
  case NODE_OBJECT_PATTERN:
    resolve_pattern(resolver, node->list.items, kind);
    return;
  default:
    scope_resolve_node(resolver, node);
    expose_object(resolver, node);
    return;
  }
}

static bool enter_node(Resolver *resolver, const Node *node) {
  if (resolver->failed) return false;
  if (resolver->depth >= TREE_DEPTH_LIMIT) {
    scope_fail(resolver, node->start, node->end,
               "The source is too deeply nested");
    return false;
  }
  resolver->depth++;
  return true;
}

static void resolve_target(Resolver *resolver, Node *node, TargetKind kind) {
  if (!enter_node(resolver, node)) return;
  resolve_target_inner(resolver, node, kind);
  resolver->depth--;
}

/* ---- Lists ---- */

void scope_resolve_list(Resolver *resolver, NodeList list) {
  for (u32 i = 0; i < list.count && !resolver->failed; i++)
    scope_resolve_node(resolver, list.items[i]);
}

/* A list whose functions are made where the list begins. */
static void resolve_hoisted_list(Resolver *resolver, NodeList list,
                                 u32 hoist_at) {
  u32 outside = resolver->hoist_at;
  resolver->hoist_at = hoist_at;
  scope_resolve_list(resolver, list);
  resolver->hoist_at = outside;
}

/* ---- Functions ---- */

static bool is_arrow(const FunctionNode *function) {
  return function->kind == FUNCTION_ARROW;
}

/* The scope around a named function expression, with its name. */
static void enter_name_scope(Resolver *resolver, FunctionNode *function) {
  Scope *scope =
      scope_new(resolver, SCOPE_FUNCTION_NAME, function->start, function->end);
  scope->function = function;
  function->name_scope = scope;
  function->name_node->identifier.variable =
      scope_add(resolver, scope, function->name,
                &(Declaration){.kind = VARIABLE_FUNCTION_NAME},
                function->name_node->start);
  scope_enter(resolver, scope);
}

/* A name that the function never uses is not worth a scope. */
static void leave_name_scope(Resolver *resolver, FunctionNode *function) {
  Scope *scope = function->name_scope;
  scope_leave(resolver, scope);
  if (scope->first->used) return;
  function->scope->parent = scope->parent;
  function->name_scope = NULL;
  function->name_node->identifier.variable = NULL;
}

static void resolve_parameters(Resolver *resolver, FunctionNode *function) {
  for (u32 i = 0; i < function->parameters.count && !resolver->failed; i++)
    resolve_target(resolver, function->parameters.items[i], TARGET_DECLARE);
}

/* The vars of evals in the expressions among the parameters are outside of the
 * parameters: scope_use_eval made a scope for them, still without a place. */
static void enclose_parameters(FunctionNode *function) {
  if (!function->parameter_vars) return;
  function->parameter_vars->parent = function->scope->parent;
  function->scope->parent = function->parameter_vars;
}

/* The body of a function with expressions among its parameters has a scope of
 * its own, which those expressions do not see. */
static void enter_body_scope(Resolver *resolver, FunctionNode *function) {
  function->body_scope = function->scope;
  if (!function->has_parameter_expressions || !function->body.count) return;
  function->body_scope = scope_new(
      resolver, SCOPE_BODY, function->body.items[0]->start, function->end);
  scope_enter(resolver, function->body_scope);
}

static u32 body_start(const FunctionNode *function) {
  NodeList parameters = function->parameters;
  return parameters.count ? parameters.items[parameters.count - 1]->end
                          : function->start;
}

static void resolve_body(Resolver *resolver, FunctionNode *function) {
  if (function->kind == FUNCTION_FIELD_INITIALIZER) {
    for (u32 i = 0; i < function->body.count && !resolver->failed; i++) {
      Node *value = function->body.items[i]->property.value;
      function->this_property_count +=
          function->body.items[i]->property.kind == PROPERTY_FIELD;
      if (value) scope_resolve_node(resolver, value);
    }
    return;
  }
  if (!function->is_expression_body)
    scope_declare_body(resolver, function->body);
  if (function->scope->kind == SCOPE_EVAL && !resolver->failed)
    scope_release_vars(resolver, function->scope);
  resolve_hoisted_list(resolver, function->body, body_start(function));
}

static ScopeKind scope_kind(const FunctionNode *function) {
  switch (function->kind) {
  case FUNCTION_SCRIPT: return SCOPE_SCRIPT;
  case FUNCTION_MODULE: return SCOPE_MODULE;
  case FUNCTION_EVAL: return function->is_strict ? SCOPE_FUNCTION : SCOPE_EVAL;
  default: return SCOPE_FUNCTION;
  }
}

static void resolve_inside(Resolver *resolver, FunctionNode *function) {
  Scope *scope =
      scope_new(resolver, scope_kind(function), function->start, function->end);
  function->scope = scope;
  scope_enter(resolver, scope);
  scope_declare_parameters(resolver);
  resolve_parameters(resolver, function);
  enclose_parameters(function);
  enter_body_scope(resolver, function);
  if (!resolver->failed) resolve_body(resolver, function);
  if (function->kind == FUNCTION_MODULE && !resolver->failed)
    scope_check_exports(resolver, function->body);
  scope_map_arguments(function);
  if (function->body_scope != scope)
    scope_leave(resolver, function->body_scope);
  scope_leave(resolver, scope);
  if (function->parameter_vars)
    resolver->scope = function->parameter_vars->parent;
}

void scope_resolve_function(Resolver *resolver, FunctionNode *function,
                            u32 earliest) {
  FunctionNode *outside = resolver->function;
  u32 first_this_name = resolver->first_this_name;
  function->parent = outside;
  function->earliest = earliest;
  resolver->function = function;
  if (!is_arrow(function))
    resolver->first_this_name = resolver->this_names.count;
  resolve_inside(resolver, function);
  if (!is_arrow(function)) {
    function->this_property_count +=
        resolver->this_names.count - resolver->first_this_name;
    resolver->this_names.count = resolver->first_this_name;
    resolver->first_this_name = first_this_name;
  }
  resolver->function = outside;
}

/* A declaration: the closure is made where its list of statements begins. */
static void resolve_declared_function(Resolver *resolver, Node *node) {
  FunctionNode *function = node->function;
  if (function->name_node) {
    Variable *variable = function->name->binding;
    if (variable && !variable->top_level_var)
      function->name_node->identifier.variable = variable;
  }
  scope_resolve_function(resolver, function, resolver->hoist_at);
}

static void resolve_function_expression(Resolver *resolver,
                                        FunctionNode *function) {
  if (function->name_node) enter_name_scope(resolver, function);
  scope_resolve_function(resolver, function, function->start);
  if (function->name_node) leave_name_scope(resolver, function);
}

/* ---- Payloads ---- */

static void resolve_none(Resolver *resolver, Node *node) {
}

#define resolve_number resolve_none
#define resolve_string resolve_none
#define resolve_regexp resolve_none
#define resolve_jump resolve_none
#define resolve_specifier resolve_none

static void resolve_template(Resolver *resolver, Node *node) {
  scope_resolve_list(resolver, node->template.expressions);
}

static void resolve_tagged(Resolver *resolver, Node *node) {
  resolve_callee(resolver, node->tagged.tag);
  scope_resolve_node(resolver, node->tagged.template);
}

static void resolve_identifier(Resolver *resolver, Node *node) {
  switch (node->kind) {
  case NODE_IDENTIFIER: scope_use_name(resolver, node); return;
  case NODE_THIS: scope_use_this(resolver, node); return;
  case NODE_NEW_TARGET: scope_use_new_target(resolver, node); return;
  case NODE_PRIVATE_NAME: scope_use_private(resolver, node); return;
  default:
    assert(node->kind == NODE_SUPER);
    scope_use_super(resolver, node, false);
    return;
  }
}

static void resolve_list(Resolver *resolver, Node *node) {
  scope_resolve_list(resolver, node->list.items);
}

static void resolve_property(Resolver *resolver, Node *node) {
  if (node->property.computed) scope_resolve_node(resolver, node->property.key);
  scope_resolve_node(resolver, node->property.value);
}

static void resolve_function(Resolver *resolver, Node *node) {
  if (node->kind == NODE_FUNCTION_DECLARATION)
    resolve_declared_function(resolver, node);
  else
    resolve_function_expression(resolver, node->function);
}

static void resolve_class(Resolver *resolver, Node *node) {
  scope_resolve_class(resolver, node);
}

static void resolve_unary(Resolver *resolver, Node *node) {
  Node *operand = node->unary.operand;
  if (node->kind == NODE_UPDATE)
    resolve_target(resolver, operand, TARGET_ASSIGN);
  else if (node->kind == NODE_SPREAD)
    scope_use_arguments(resolver, operand, ARGUMENTS_READ);
  else if (operand)
    scope_resolve_node(resolver, operand);
}

static void resolve_assignment(Resolver *resolver, Node *node) {
  Node *left = node->binary.left;
  if (left->kind == NODE_MEMBER && left->member.object->kind == NODE_THIS &&
      !left->member.private_name && node->binary.operator== OPERATOR_NONE)
    scope_note_this_property(resolver, left->member.name);
  resolve_target(resolver, left, TARGET_ASSIGN);
  scope_resolve_node(resolver, node->binary.right);
}

static void resolve_both(Resolver *resolver, Node *node) {
  scope_resolve_node(resolver, node->binary.left);
  if (node->binary.right) scope_resolve_node(resolver, node->binary.right);
}

static void resolve_binary(Resolver *resolver, Node *node) {
  if (node->kind == NODE_ASSIGN) {
    resolve_assignment(resolver, node);
    return;
  }
  if (node->kind != NODE_BINARY || node->binary.left->kind != NODE_BINARY) {
    resolve_both(resolver, node);
    return;
  }
  /* sums lean to the left, perhaps a million deep: they are walked */
  VECTOR(Node *) spine = {};
  for (; node->kind == NODE_BINARY; node = node->binary.left)
    vector_push(&spine, node);
  scope_resolve_node(resolver, node);
  while (spine.count)
    scope_resolve_node(resolver, vector_pop(&spine)->binary.right);
  vector_free(&spine);
}

static void resolve_with(Resolver *resolver, Node *node) {
  scope_resolve_node(resolver, node->with.object);
  scope_enter(resolver, node->with.scope);
  scope_resolve_node(resolver, node->with.body);
  scope_leave(resolver, node->with.scope);
}

static void resolve_conditional(Resolver *resolver, Node *node) {
  scope_resolve_node(resolver, node->conditional.test);
  scope_resolve_node(resolver, node->conditional.then);
  if (node->conditional.otherwise)
    scope_resolve_node(resolver, node->conditional.otherwise);
}

static void resolve_call(Resolver *resolver, Node *node) {
  Node *callee = node->call.callee;
  if (callee && callee->kind == NODE_SUPER)
    scope_use_super(resolver, callee, true);
  else if (callee) /* import() has none */
    resolve_callee(resolver, callee);
  scope_resolve_list(resolver, node->call.arguments);
  if (node->kind == NODE_CALL && node->call.is_direct_eval)
    scope_use_eval(resolver, node->start);
}

static void resolve_member(Resolver *resolver, Node *node) {
  bool is_length =
      !node->member.private_name && !strcmp(node->member.name->bytes, "length");
  scope_use_arguments(resolver, node->member.object,
                      is_length ? ARGUMENTS_COUNTED : ARGUMENTS_EXPOSED);
  if (node->member.private_name)
    scope_use_private(resolver, node->member.private_name);
}

static void resolve_index(Resolver *resolver, Node *node) {
  scope_use_arguments(resolver, node->index.object, ARGUMENTS_READ);
  scope_resolve_node(resolver, node->index.key);
}

static void resolve_block(Resolver *resolver, Node *node) {
  scope_enter(resolver, node->block.scope);
  resolve_hoisted_list(resolver, node->block.statements, node->start);
  scope_leave(resolver, node->block.scope);
}

/* `is_each`: the head of for-in or for-of, which assigns in every round. */
static void resolve_declarators(Resolver *resolver, Node *node, bool is_each) {
  NodeList declarators = node->variables.declarators;
  bool is_var = node->variables.kind == VARIABLE_VAR;
  for (u32 i = 0; i < declarators.count && !resolver->failed; i++) {
    Node *declarator = declarators.items[i];
    bool assigns = is_var && (is_each || declarator->binary.right);
    resolve_target(resolver, declarator->binary.left,
                   assigns ? TARGET_VAR : TARGET_DECLARE);
    if (declarator->binary.right)
      scope_resolve_node(resolver, declarator->binary.right);
  }
}

static void resolve_variables(Resolver *resolver, Node *node) {
  resolve_declarators(resolver, node, false);
}

static void resolve_for_loop(Resolver *resolver, Node *node) {
  scope_enter(resolver, node->for_loop.scope);
  if (node->for_loop.init) scope_resolve_node(resolver, node->for_loop.init);
  if (node->for_loop.test) scope_resolve_node(resolver, node->for_loop.test);
  if (node->for_loop.update)
    scope_resolve_node(resolver, node->for_loop.update);
  scope_resolve_node(resolver, node->for_loop.body);
  scope_leave(resolver, node->for_loop.scope);
}

static void resolve_for_each(Resolver *resolver, Node *node) {
  Node *left = node->for_each.left;
  scope_enter(resolver, node->for_each.scope);
  scope_use_arguments(resolver, node->for_each.right, ARGUMENTS_READ);
  if (left->kind == NODE_VARIABLES)
    resolve_declarators(resolver, left, true);
  else
    resolve_target(resolver, left, TARGET_ASSIGN);
  scope_resolve_node(resolver, node->for_each.body);
  scope_leave(resolver, node->for_each.scope);
}

static void resolve_loop(Resolver *resolver, Node *node) {
  scope_resolve_node(resolver, node->loop.test);
  scope_resolve_node(resolver, node->loop.body);
}

static void resolve_try_catch(Resolver *resolver, Node *node) {
  scope_resolve_node(resolver, node->try_catch.block);
  if (node->try_catch.handler) {
    scope_enter(resolver, node->try_catch.scope);
    if (node->try_catch.parameter)
      resolve_target(resolver, node->try_catch.parameter, TARGET_DECLARE);
    scope_resolve_node(resolver, node->try_catch.handler);
    scope_leave(resolver, node->try_catch.scope);
  }
  if (node->try_catch.finalizer)
    scope_resolve_node(resolver, node->try_catch.finalizer);
}

static void resolve_switch_cases(Resolver *resolver, Node *node) {
  NodeList cases = node->switch_cases.cases;
  scope_resolve_node(resolver, node->switch_cases.discriminant);
  scope_enter(resolver, node->switch_cases.scope);
  resolve_hoisted_list(resolver, cases, node->start);
  scope_leave(resolver, node->switch_cases.scope);
}

static void resolve_case_clause(Resolver *resolver, Node *node) {
  if (node->case_clause.test)
    scope_resolve_node(resolver, node->case_clause.test);
  scope_resolve_list(resolver, node->case_clause.body);
}

static void resolve_labeled(Resolver *resolver, Node *node) {
  scope_resolve_node(resolver, node->labeled.body);
}

static void resolve_module_item(Resolver *resolver, Node *node) {
  scope_resolve_module_item(resolver, node);
}

void scope_resolve_node(Resolver *resolver, Node *node) {
  static void (*const resolve[NODE_KIND_COUNT])(Resolver *, Node *) = {
#define NODE(name, payload, estree) [NODE_##name] = resolve_##payload,
#include "syntax/nodes.def"
#undef NODE
  };
  if (!enter_node(resolver, node)) return;
  resolve[node->kind](resolver, node);
  resolver->depth--;
}

/* ---- Entry ---- */

bool scope_resolve(Tree *tree, const ParseOptions *options,
                   SyntaxError *error) {
  Resolver resolver = {
      .tree = tree, .error = error, .is_sole_script = options->is_sole_script};
  scope_enter_outer(&resolver, options);
  scope_resolve_function(&resolver, tree->script, 0);
  vector_free(&resolver.this_names);
  return !resolver.failed;
}
