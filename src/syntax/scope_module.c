/* scope_module.c - imports and exports: which binding each name is. */
#include "syntax/scope.h"

#include <stdlib.h>

static void resolve_specifier(Resolver *resolver, const Node *item,
                              Node *specifier) {
  Name *local = specifier->specifier.local;
  bool is_binding =
      local && (item->kind == NODE_IMPORT || !item->module_item.source);
  if (!is_binding) return;
  specifier->specifier.variable = local->binding;
  if (local->binding) scope_capture(local->binding);
  if (local->binding) local->binding->used = true;
  if (!local->binding)
    scope_fail(resolver, specifier->start, specifier->end,
               "Export '%s' is not defined in module", local->bytes);
}

void scope_resolve_module_item(Resolver *resolver, Node *node) {
  NodeList specifiers = node->module_item.specifiers;
  for (u32 i = 0; i < specifiers.count; i++)
    resolve_specifier(resolver, node, specifiers.items[i]);
  if (node->module_item.declaration)
    scope_resolve_node(resolver, node->module_item.declaration);
}

/* ---- Exported names ---- */

typedef struct ExportedName {
  const Name *name;
  u32 start;
} ExportedName;

typedef VECTOR(ExportedName) ExportedNames;

static void add_name(ExportedNames *names, const Name *name, u32 start) {
  vector_push(names, ((ExportedName){name, start}));
}

/* A declared name: other modules will see its variable. */
static void add_binding(ExportedNames *names, const Name *name, u32 start) {
  add_name(names, name, start);
  if (name->binding) scope_capture(name->binding);
}

static void add_pattern(ExportedNames *names, const Node *node) {
  switch (node->kind) {
  case NODE_IDENTIFIER:
    add_binding(names, node->identifier.name, node->start);
    return;
  case NODE_DEFAULT: add_pattern(names, node->binary.left); return;
  case NODE_REST: add_pattern(names, node->unary.operand); return;
  case NODE_PROPERTY: add_pattern(names, node->property.value); return;
  case NODE_ARRAY_PATTERN:
  case NODE_OBJECT_PATTERN:
    for (u32 i = 0; i < node->list.items.count; i++)
      add_pattern(names, node->list.items.items[i]);
    return;
  default: return;
  }
}

static void add_declaration(ExportedNames *names, const Node *node) {
  if (node->kind == NODE_FUNCTION_DECLARATION)
    add_binding(names, node->function->name, node->start);
  else if (node->kind == NODE_CLASS_DECLARATION)
    add_binding(names, node->class.name, node->start);
  else if (node->kind == NODE_VARIABLES)
    for (u32 i = 0; i < node->variables.declarators.count; i++)
      add_pattern(names, node->variables.declarators.items[i]->binary.left);
}

Variable *scope_default_variable(const Node *node) {
  const Node *declaration = node->module_item.declaration;
  if (node->module_item.variable) return node->module_item.variable;
  if (declaration->kind == NODE_FUNCTION_DECLARATION)
    return declaration->function->name->binding;
  return declaration->kind == NODE_CLASS_DECLARATION ? declaration->class.outer
                                                     : NULL;
}

static void add_item(Resolver *resolver, ExportedNames *names,
                     const Node *node) {
  if (node->kind != NODE_EXPORT) return;
  NodeList specifiers = node->module_item.specifiers;
  for (u32 i = 0; i < specifiers.count; i++)
    add_name(names, specifiers.items[i]->specifier.external,
             specifiers.items[i]->start);
  if (node->module_item.is_default) {
    Variable *variable = scope_default_variable(node);
    if (variable) scope_capture(variable);
    add_name(names, tree_name(resolver->tree, "default", 7), node->start);
  } else if (node->module_item.declaration)
    add_declaration(names, node->module_item.declaration);
}

static int compare_names(const void *left, const void *right) {
  const ExportedName *a = left, *b = right;
  if (a->name != b->name)
    return (uintptr_t)a->name < (uintptr_t)b->name ? -1 : 1;
  return a->start < b->start ? -1 : a->start > b->start;
}

/* The first name in the text that was exported before. */
static const ExportedName *find_duplicate(const ExportedNames *names) {
  const ExportedName *found = NULL;
  for (u32 i = 1; i < names->count; i++) {
    const ExportedName *name = &names->items[i];
    if (name[-1].name == name->name && (!found || name->start < found->start))
      found = name;
  }
  return found;
}

void scope_check_exports(Resolver *resolver, NodeList items) {
  ExportedNames names = {};
  for (u32 i = 0; i < items.count; i++)
    add_item(resolver, &names, items.items[i]);
  if (names.count)
    qsort(names.items, names.count, sizeof *names.items, compare_names);
  const ExportedName *duplicate = find_duplicate(&names);
  if (duplicate)
    scope_fail(resolver, duplicate->start,
               duplicate->start + duplicate->name->length,
               "Duplicate export of '%s'", duplicate->name->bytes);
  vector_free(&names);
}
