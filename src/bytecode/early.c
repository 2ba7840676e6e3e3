/* early.c - what is known of a script's variables before it runs.
 *
 * Many scripts begin with declarations that call nothing: constants, arrow
 * functions, empty tables. As long as nothing was called, no function of the
 * script can have run, so none can see those variables before their
 * initialisation: their uses need no check, wherever they are. And a `const`
 * among them that is a plain literal is that literal, so that the case of a
 * switch or the bound of a loop is a number in the instruction.
 */
#include "bytecode/function_compiler.h"

static bool is_literal(const Node *node) {
  double number;
  switch (node->kind) {
  case NODE_STRING:
  case NODE_NULL:
  case NODE_TRUE:
  case NODE_FALSE: return true;
  default: return node_number(node, &number);
  }
}

/* ---- Expressions that call nothing -------------------------------------- */

static bool is_active(const Node *node, const void *context);

/* A variable of the script that has its value by now. */
static bool is_early_variable(const Node *node) {
  const Variable *variable = node->identifier.variable;
  return variable && !variable->top_level_var && !variable->needs_check;
}

static bool is_inert_property(const Node *node) {
  const Node *key = node->property.key;
  if (node->property.computed || node->property.kind == PROPERTY_SPREAD)
    return false;
  bool is_prototype = key->kind == NODE_STRING &&
                      strcmp(key->string.value->bytes, "__proto__") == 0;
  return !is_prototype && !is_active(node->property.value, NULL);
}

static bool is_inert(const Node *node) {
  if (is_literal(node)) return true;
  switch (node->kind) {
  case NODE_FUNCTION:
  case NODE_ARROW:
  case NODE_HOLE: return true;
  case NODE_IDENTIFIER: return is_early_variable(node);
  case NODE_PROPERTY: return is_inert_property(node);
  case NODE_ARRAY:
  case NODE_OBJECT:
  case NODE_CONDITIONAL:
  case NODE_LOGICAL: return !node_any_child(node, is_active, NULL);
  default: return false;
  }
}

static bool is_active(const Node *node, const void *context) {
  return !is_inert(node);
}

/* ---- Statements --------------------------------------------------------- */

static void note_variable(Node *declarator) {
  Variable *variable = declarator->binary.left->identifier.variable;
  Node *value = declarator->binary.right;
  if (!variable || variable->top_level_var) return;
  variable->needs_check = false;
  if (variable->kind == VARIABLE_CONST && value && is_literal(value))
    variable->constant = value;
}

/* Notes the variables up to the first one whose value is not inert. */
static bool note_declarators(const Node *node) {
  const NodeList *declarators = &node->variables.declarators;
  if (node->variables.is_using || node->variables.is_await_using) return false;
  for (u32 i = 0; i < declarators->count; i++) {
    Node *declarator = declarators->items[i];
    const Node *value = declarator->binary.right;
    if (declarator->binary.left->kind != NODE_IDENTIFIER) return false;
    if (value && !is_inert(value)) return false;
    note_variable(declarator);
  }
  return true;
}

static bool is_inert_statement(const Node *node) {
  switch (node->kind) {
  case NODE_VARIABLES: return note_declarators(node);
  case NODE_FUNCTION_DECLARATION:
  case NODE_EMPTY: return true;
  case NODE_EXPRESSION_STATEMENT: return is_literal(node->unary.operand);
  default: return false;
  }
}

void compile_note_early_variables(const FunctionNode *script) {
  for (u32 i = 0; i < script->body.count; i++) {
    if (!is_inert_statement(script->body.items[i])) return;
  }
}
