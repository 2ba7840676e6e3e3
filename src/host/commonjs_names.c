/* commonjs_names.c - what a module of CommonJS exports, by its text.
 *
 * `import {x} from "./a.cjs"` must be linked before a.cjs has run. So its tree
 * is searched for the ways in which people and compilers write exports:
 *
 *   exports.x = ...        module.exports.x = ...
 *   Object.defineProperty(exports, "x", ...)
 *   module.exports = {x, y: ...}    module.exports = require("...")
 *   __exportStar(require("..."), exports), __export(require("..."))
 *
 * Node finds the same names by its cjs-module-lexer, whose documentation lists
 * them.
 */
#include "bytecode/function_compiler.h"
#include "host/modules.h"

#include <stdlib.h>

typedef struct Finder {
  CommonJSNames *found;
} Finder;

static void add_name(Finder *finder, const Name *name) {
  char *copy = base_copy(name->bytes, name->length + 1);
  vector_push(&finder->found->names, copy);
}

static void add_reexport(Finder *finder, const Name *name) {
  char *copy = base_copy(name->bytes, name->length + 1);
  vector_push(&finder->found->reexports, copy);
}

/* ---- What expressions are --------------------------------------------------
 */

static bool is_name(const Node *node, const char *text) {
  return node->kind == NODE_IDENTIFIER &&
         !strcmp(node->identifier.name->bytes, text);
}

static bool is_member(const Node *node, const char *name) {
  return node->kind == NODE_MEMBER && !node->member.private_name &&
         !strcmp(node->member.name->bytes, name);
}

/* exports, or module.exports. */
static bool is_exports(const Node *node) {
  return is_name(node, "exports") ||
         (is_member(node, "exports") && is_name(node->member.object, "module"));
}

static bool is_module_exports(const Node *node) {
  return is_member(node, "exports") && is_name(node->member.object, "module");
}

/* The text of require("..."), or NULL. */
static const Name *required(const Node *node) {
  if (node->kind != NODE_CALL || !is_name(node->call.callee, "require") ||
      node->call.arguments.count != 1 ||
      node->call.arguments.items[0]->kind != NODE_STRING)
    return NULL;
  return node->call.arguments.items[0]->string.value;
}

/* ---- Finding ----------------------------------------------------------------
 */

/* The properties of an object that becomes module.exports. */
static void note_object(Finder *finder, const Node *object) {
  NodeList items = object->list.items;
  for (u32 i = 0; i < items.count; i++) {
    const Node *property = items.items[i];
    if (property->property.kind == PROPERTY_SPREAD) {
      const Name *text = required(property->property.value);
      if (text) add_reexport(finder, text);
    } else if (!property->property.computed &&
               property->property.key->kind == NODE_STRING) {
      add_name(finder, property->property.key->string.value);
    }
  }
}

static void note_value(Finder *finder, const Node *value) {
  while (value->kind == NODE_ASSIGN)
    value = value->binary.right;
  const Name *text = required(value);
  if (text) add_reexport(finder, text);
  if (value->kind == NODE_OBJECT) note_object(finder, value);
}

static void note_assignment(Finder *finder, const Node *node) {
  const Node *target = node->binary.left;
  if (node->binary.operator!= OPERATOR_NONE) return;
  if (is_module_exports(target))
    note_value(finder, node->binary.right);
  else if (target->kind == NODE_MEMBER && is_exports(target->member.object) &&
           !target->member.private_name)
    add_name(finder, target->member.name);
  else if (target->kind == NODE_INDEX && is_exports(target->index.object) &&
           target->index.key->kind == NODE_STRING)
    add_name(finder, target->index.key->string.value);
}

/* tslib.__exportStar, __exportStar, __export: the name of the callee. */
static bool is_export_star(const Node *callee) {
  const Name *name = callee->kind == NODE_IDENTIFIER ? callee->identifier.name
                     : callee->kind == NODE_MEMBER   ? callee->member.name
                                                     : NULL;
  return name && (!strcmp(name->bytes, "__exportStar") ||
                  !strcmp(name->bytes, "__export") ||
                  !strcmp(name->bytes, "_export_star"));
}

static void note_call(Finder *finder, const Node *node) {
  const Node *callee = node->call.callee;
  NodeList arguments = node->call.arguments;
  while (callee->kind == NODE_SEQUENCE && callee->list.items.count)
    callee = callee->list.items.items[callee->list.items.count - 1];
  if (is_member(callee, "defineProperty") && arguments.count > 2 &&
      is_name(callee->member.object, "Object") &&
      is_exports(arguments.items[0]) && arguments.items[1]->kind == NODE_STRING)
    add_name(finder, arguments.items[1]->string.value);
  if (is_export_star(callee) && arguments.count) {
    const Name *text = required(arguments.items[0]);
    if (text) add_reexport(finder, text);
    /* esbuild: __export(exports, {x: () => x}) */
    if (arguments.count > 1 && arguments.items[1]->kind == NODE_OBJECT)
      note_object(finder, arguments.items[1]);
  }
}

static bool visit(const Node *node, const void *context);

static void visit_list(Finder *finder, NodeList list) {
  for (u32 i = 0; i < list.count; i++)
    visit(list.items[i], finder);
}

/* Statements, which node_any_child does not know all of. */
static void visit_statement(Finder *finder, const Node *node) {
  switch (node->kind) {
  case NODE_BLOCK: visit_list(finder, node->block.statements); return;
  case NODE_IF:
    visit(node->conditional.test, finder);
    visit(node->conditional.then, finder);
    if (node->conditional.otherwise) visit(node->conditional.otherwise, finder);
    return;
  case NODE_TRY: visit(node->try_catch.block, finder); return;
  case NODE_VARIABLES:
    for (u32 i = 0; i < node->variables.declarators.count; i++)
      if (node->variables.declarators.items[i]->binary.right)
        visit(node->variables.declarators.items[i]->binary.right, finder);
    return;
  case NODE_EXPRESSION_STATEMENT: visit(node->unary.operand, finder); return;
  case NODE_FUNCTION:
  case NODE_ARROW: visit_list(finder, node->function->body); return;
  default: node_any_child(node, visit, finder); return;
  }
}

static bool visit(const Node *node, const void *context) {
  Finder *finder = (Finder *)context;
  if (node->kind == NODE_ASSIGN) note_assignment(finder, node);
  if (node->kind == NODE_CALL) note_call(finder, node);
  visit_statement(finder, node);
  return false;
}

void commonjs_find_names(const char *text, size_t length,
                         CommonJSNames *found) {
  Tree tree;
  SyntaxError error;
  Finder finder = {found};
  if (parse_script(&tree, text, length, (ParseOptions){.is_commonjs = true},
                   &error))
    visit_list(&finder, tree.script->body);
  tree_free(&tree);
}

void commonjs_free_names(CommonJSNames *found) {
  for (u32 i = 0; i < found->names.count; i++)
    free(found->names.items[i]);
  for (u32 i = 0; i < found->reexports.count; i++)
    free(found->reexports.items[i]);
  vector_free(&found->names);
  vector_free(&found->reexports);
}
