/* analysis.c - questions about subtrees that are asked before their code is
 * made.
 *
 * All of them stay outside of inner functions: a variable that a function could
 * reach is captured, and captured variables are never operands in place.
 */
#include "bytecode/function_compiler.h"

#include <math.h>

static bool any_of(const NodeList *list, NodeVisit *visit,
                   const void *context) {
  for (u32 i = 0; i < list->count; i++) {
    if (list->items[i] && visit(list->items[i], context)) return true;
  }
  return false;
}

static bool visit_some(const Node *node, NodeVisit *visit,
                       const void *context) {
  return node && visit(node, context);
}

/* What of a class runs in the code around it: superclass and keys. */
static bool any_of_class(const Node *node, NodeVisit *visit,
                         const void *context) {
  if (visit_some(node->class.superclass, visit, context)) return true;
  for (u32 i = 0; i < node->class.members.count; i++) {
    const Node *member = node->class.members.items[i];
    if (member->property.computed && visit(member->property.key, context))
      return true;
  }
  return false;
}

static bool any_child_of_statement(const Node *node, NodeVisit *visit,
                                   const void *context) {
  switch (node->kind) {
  case NODE_EXPRESSION_STATEMENT:
  case NODE_RETURN:
  case NODE_THROW: return visit_some(node->unary.operand, visit, context);
  case NODE_DECLARATOR:
    return visit(node->binary.left, context) ||
           visit_some(node->binary.right, visit, context);
  case NODE_CLASS_DECLARATION: return any_of_class(node, visit, context);
  case NODE_IF:
    return visit(node->conditional.test, context) ||
           visit(node->conditional.then, context) ||
           visit_some(node->conditional.otherwise, visit, context);
  case NODE_BLOCK: return any_of(&node->block.statements, visit, context);
  case NODE_VARIABLES:
    return any_of(&node->variables.declarators, visit, context);
  case NODE_FOR:
    return visit_some(node->for_loop.init, visit, context) ||
           visit_some(node->for_loop.test, visit, context) ||
           visit_some(node->for_loop.update, visit, context) ||
           visit(node->for_loop.body, context);
  case NODE_FOR_IN:
  case NODE_FOR_OF:
    return visit(node->for_each.left, context) ||
           visit(node->for_each.right, context) ||
           visit(node->for_each.body, context);
  case NODE_WHILE:
  case NODE_DO_WHILE:
    return visit(node->loop.test, context) || visit(node->loop.body, context);
  case NODE_TRY:
    return visit(node->try_catch.block, context) ||
           visit_some(node->try_catch.handler, visit, context) ||
           visit_some(node->try_catch.finalizer, visit, context);
  case NODE_SWITCH:
    return visit(node->switch_cases.discriminant, context) ||
           any_of(&node->switch_cases.cases, visit, context);
  case NODE_CASE:
    return visit_some(node->case_clause.test, visit, context) ||
           any_of(&node->case_clause.body, visit, context);
  case NODE_LABELED: return visit(node->labeled.body, context);
  case NODE_WITH:
    return visit(node->with.object, context) || visit(node->with.body, context);
  default: return false;
  }
}

bool node_any_child(const Node *node, NodeVisit *visit, const void *context) {
  switch (node->kind) {
  case NODE_TEMPLATE:
    return any_of(&node->template.expressions, visit, context);
  case NODE_TAGGED_TEMPLATE:
    return visit(node->tagged.tag, context) ||
           visit(node->tagged.template, context);
  case NODE_ARRAY:
  case NODE_OBJECT:
  case NODE_SEQUENCE:
  case NODE_ARRAY_PATTERN:
  case NODE_OBJECT_PATTERN: return any_of(&node->list.items, visit, context);
  case NODE_PROPERTY:
    return visit_some(node->property.key, visit, context) ||
           visit_some(node->property.value, visit, context);
  case NODE_CLASS: return any_of_class(node, visit, context);
  case NODE_UNARY:
  case NODE_UPDATE:
  case NODE_OPTIONAL_CHAIN:
  case NODE_SPREAD:
  case NODE_REST: return visit(node->unary.operand, context);
  case NODE_BINARY:
    /* the operands of a long sum, not its halves */
    for (; node->kind == NODE_BINARY; node = node->binary.left)
      if (visit(node->binary.right, context)) return true;
    return visit(node, context);
  case NODE_LOGICAL:
  case NODE_ASSIGN:
  case NODE_DEFAULT:
    return visit(node->binary.left, context) ||
           visit_some(node->binary.right, visit, context);
  case NODE_CONDITIONAL:
    return visit(node->conditional.test, context) ||
           visit(node->conditional.then, context) ||
           visit(node->conditional.otherwise, context);
  case NODE_CALL:
  case NODE_NEW:
    return visit(node->call.callee, context) ||
           any_of(&node->call.arguments, visit, context);
  case NODE_MEMBER: return visit(node->member.object, context);
  case NODE_INDEX:
    return visit(node->index.object, context) ||
           visit(node->index.key, context);
  default: return any_child_of_statement(node, visit, context);
  }
}

/* ---- Variables ---------------------------------------------------------- */

static bool visit_mentions(const Node *node, const void *variable) {
  if (node->kind == NODE_IDENTIFIER)
    return node->identifier.variable == variable;
  return node_any_child(node, visit_mentions, variable);
}

static bool visit_assigns(const Node *node, const void *variable) {
  if (node->kind == NODE_UPDATE && node->unary.operand->kind == NODE_IDENTIFIER)
    return node->unary.operand->identifier.variable == variable;
  if (node->kind == NODE_ASSIGN) {
    const Node *left = node->binary.left;
    bool is_variable = left->kind == NODE_IDENTIFIER ||
                       left->kind == NODE_ARRAY_PATTERN ||
                       left->kind == NODE_OBJECT_PATTERN;
    if (is_variable && visit_mentions(left, variable)) return true;
  }
  return node_any_child(node, visit_assigns, variable);
}

bool node_assigns(const Node *node, const Variable *variable) {
  if (!node || !variable) return false;
  if (node->kind == NODE_ARRAY_PATTERN || node->kind == NODE_OBJECT_PATTERN)
    return visit_mentions(node, variable);
  return visit_assigns(node, variable);
}

bool nodes_assign(const NodeList *nodes, const Variable *variable) {
  for (u32 i = 0; i < nodes->count; i++) {
    if (node_assigns(nodes->items[i], variable)) return true;
  }
  return false;
}

static bool visit_scope(const Node *node, const void *scope) {
  switch (node->kind) {
  case NODE_IDENTIFIER:
    return node->identifier.variable &&
           node->identifier.variable->scope == scope;
  case NODE_FUNCTION:
  case NODE_ARROW:
  case NODE_CLASS: return true;
  case NODE_CALL:
    if (node->call.is_direct_eval) return true;
    break;
  case NODE_PROPERTY:
    if (node->property.kind == PROPERTY_METHOD ||
        node->property.kind == PROPERTY_GETTER ||
        node->property.kind == PROPERTY_SETTER)
      return true;
    break;
  default: break;
  }
  return node_any_child(node, visit_scope, scope);
}

bool node_mentions_scope(const Node *node, const Scope *scope) {
  return visit_scope(node, scope);
}

/* ---- Tests of loops ----------------------------------------------------- */

static bool visit_expensive(const Node *node, const void *context) {
  u32 *budget = *(u32 *const *)context;
  if (*budget == 0) return true;
  *budget -= 1;
  switch (node->kind) {
  case NODE_NUMBER:
  case NODE_BIGINT:
  case NODE_STRING:
  case NODE_NULL:
  case NODE_TRUE:
  case NODE_FALSE:
  case NODE_IDENTIFIER:
  case NODE_THIS: return false;
  case NODE_MEMBER:
    if (node->member.private_name || node->member.object->kind == NODE_SUPER)
      return true;
    break;
  case NODE_INDEX:
    if (node->index.object->kind == NODE_SUPER) return true;
    break;
  case NODE_BINARY:
    if (node->binary.left->kind == NODE_PRIVATE_NAME) return true;
    break;
  case NODE_UNARY:
    if (node->unary.operator== OPERATOR_DELETE) return true;
    break;
  case NODE_LOGICAL:
  case NODE_ASSIGN:
  case NODE_UPDATE: break;
  default: return true;
  }
  return node_any_child(node, visit_expensive, context);
}

bool node_is_cheap_test(const Node *node) {
  u32 budget = 12;
  u32 *context = &budget;
  return !visit_expensive(node, &context);
}

/* ---- Constants ---------------------------------------------------------- */

const Node *node_constant(const Node *node) {
  bool is_known = node->kind == NODE_IDENTIFIER && node->identifier.variable &&
                  node->identifier.variable->constant;
  return is_known ? node->identifier.variable->constant : node;
}

/* ---- What runs code ----------------------------------------------------- */

bool node_is_quiet(const Node *node) {
  switch (node->kind) {
  case NODE_NUMBER:
  case NODE_BIGINT:
  case NODE_STRING:
  case NODE_NULL:
  case NODE_TRUE:
  case NODE_FALSE:
  case NODE_FUNCTION:
  case NODE_ARROW:
  case NODE_THIS: return true;
  case NODE_IDENTIFIER: return node->identifier.variable;
  default: return false;
  }
}

/* ---- Kinds of values ---------------------------------------------------- */

bool node_is_primitive(const Node *node) {
  node = node_constant(node);
  switch (node->kind) {
  case NODE_NUMBER:
  case NODE_BIGINT:
  case NODE_STRING:
  case NODE_TEMPLATE:
  case NODE_NULL:
  case NODE_TRUE:
  case NODE_FALSE:
  case NODE_UPDATE:
  case NODE_UNARY:
  case NODE_BINARY: return true;
  case NODE_CONDITIONAL:
    return node_is_primitive(node->conditional.then) &&
           node_is_primitive(node->conditional.otherwise);
  default: return false;
  }
}

bool node_is_anonymous_function(const Node *node) {
  if (node->kind == NODE_FUNCTION) return !node->function->name;
  if (node->kind == NODE_CLASS) return !node->class.name;
  return node->kind == NODE_ARROW;
}

/* ---- Constant numbers --------------------------------------------------- */

static i32 to_int32(double d) {
  if (!isfinite(d)) return 0;
  double wrapped = fmod(trunc(d), 4294967296.0);
  if (wrapped < 0) wrapped += 4294967296.0;
  return (i32)(u32)wrapped;
}

static bool fold_binary(Operator operator, double a, double b, double *result) {
  u32 count = (u32)to_int32(b) & 31;
  switch (operator) {
  case OPERATOR_ADD: *result = a + b; return true;
  case OPERATOR_SUBTRACT: *result = a - b; return true;
  case OPERATOR_MULTIPLY: *result = a * b; return true;
  case OPERATOR_DIVIDE: *result = a / b; return true;
  case OPERATOR_BIT_AND: *result = to_int32(a) & to_int32(b); return true;
  case OPERATOR_BIT_OR: *result = to_int32(a) | to_int32(b); return true;
  case OPERATOR_BIT_XOR: *result = to_int32(a) ^ to_int32(b); return true;
  case OPERATOR_SHIFT_LEFT:
    *result = (i32)((u32)to_int32(a) << count);
    return true;
  case OPERATOR_SHIFT_RIGHT: *result = to_int32(a) >> count; return true;
  case OPERATOR_SHIFT_RIGHT_UNSIGNED:
    *result = (u32)to_int32(a) >> count;
    return true;
  default: return false;
  }
}

/* `depth` keeps the question cheap on long sums that turn out not to be
 * constant. */
static bool number_within(const Node *node, u32 depth, double *number) {
  double left, right;
  node = node_constant(node);
  if (node->kind == NODE_NUMBER) {
    *number = node->number;
    return true;
  }
  if (depth == 0) return false;
  if (node->kind == NODE_UNARY) {
    Operator operator= node->unary.operator;
    if (operator!= OPERATOR_MINUS && operator!= OPERATOR_PLUS && operator!=
        OPERATOR_BIT_NOT)
      return false;
    if (!number_within(node->unary.operand, depth - 1, number)) return false;
    if (operator== OPERATOR_MINUS) *number = -*number;
    if (operator== OPERATOR_BIT_NOT) *number = ~to_int32(*number);
    return true;
  }
  return node->kind == NODE_BINARY &&
         number_within(node->binary.right, depth - 1, &right) &&
         number_within(node->binary.left, depth - 1, &left) &&
         fold_binary(node->binary.operator, left, right, number);
}

bool node_number(const Node *node, double *number) {
  return number_within(node, 6, number);
}

bool node_small_int(const Node *node, i32 *number) {
  double value;
  if (!node_number(node, &value)) return false;
  if (!(value >= INT16_MIN && value <= INT16_MAX)) return false;
  *number = (i32)value;
  return *number == value && !(value == 0 && signbit(value));
}

/* ---- Keys --------------------------------------------------------------- */

bool name_index(const Name *name, u32 *index) {
  if (name->length == 0 || name->length > 10) return false;
  if (name->bytes[0] == '0' && name->length > 1) return false;
  u64 value = 0;
  for (u32 i = 0; i < name->length; i++) {
    if (name->bytes[i] < '0' || name->bytes[i] > '9') return false;
    value = value * 10 + (u64)(name->bytes[i] - '0');
  }
  *index = (u32)value;
  return value < UINT32_MAX;
}
