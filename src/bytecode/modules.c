/* modules.c - what a module imports and exports, as lists for the linker.
 *
 * An import that is exported again is no variable of this module: whoever asks
 * for it is sent on to the module that it comes from.
 */
#include "bytecode/function_compiler.h"

typedef VECTOR(Value) ValueList;

/* An imported variable, and where it comes from. */
typedef struct ImportedVariable {
  const Variable *variable;
  u32 request;
  const Name *name; /* NULL: the namespace */
} ImportedVariable;

typedef struct PartsBuilder {
  Compiler *compiler;
  ValueList requests, imports, exports;
  VECTOR(ImportedVariable) imported;
} PartsBuilder;

static void push_place(ValueList *list, const Node *node) {
  vector_push(list, value_from_u32(node->start));
  vector_push(list, value_from_u32(node->end));
}

static Value name_or_null(PartsBuilder *builder, const Name *name) {
  return name ? compiler_atom(builder->compiler, name) : VALUE_NULL;
}

/* ---- Requests ----------------------------------------------------------- */

static Value attributes_of(PartsBuilder *builder, const NodeList *attributes) {
  ValueList list = {};
  if (!attributes->count) return VALUE_UNDEFINED;
  for (u32 i = 0; i < attributes->count; i++) {
    const Node *attribute = attributes->items[i];
    const Name *key = attribute->property.key->string.value;
    const Name *value = attribute->property.value->string.value;
    vector_push(&list, compiler_atom(builder->compiler, key));
    vector_push(&list, compiler_atom(builder->compiler, value));
  }
  Object *array =
      array_from_values(builder->compiler->isolate, list.items, list.count);
  vector_free(&list);
  return value_from_cell(array);
}

static bool same_attributes(Value a, Value b) {
  if (!value_is_object(a) || !value_is_object(b)) return value_same_bits(a, b);
  Elements *left = value_to_object(a)->elements;
  Elements *right = value_to_object(b)->elements;
  return left->length == right->length &&
         memcmp(left->values, right->values, left->length * sizeof(Value)) == 0;
}

/* Requests for the same text with the same attributes are one. */
static u32 request_of(PartsBuilder *builder, const Node *item) {
  Value specifier = compiler_atom(builder->compiler, item->module_item.source);
  Value attributes = attributes_of(builder, &item->module_item.attributes);
  ValueList *list = &builder->requests;
  for (u32 i = 0; i < list->count; i += REQUEST_ITEMS)
    if (value_same_bits(list->items[i], specifier) &&
        same_attributes(list->items[i + 1], attributes))
      return i / REQUEST_ITEMS;
  vector_push(list, specifier);
  vector_push(list, attributes);
  push_place(list, item);
  return list->count / REQUEST_ITEMS - 1;
}

/* ---- Imports ------------------------------------------------------------ */

static void add_imports(PartsBuilder *builder, const Node *item) {
  u32 request = request_of(builder, item);
  NodeList specifiers = item->module_item.specifiers;
  for (u32 i = 0; i < specifiers.count; i++) {
    const Node *node = specifiers.items[i];
    const Variable *variable = node->specifier.variable;
    const Name *name = node->specifier.external;
    ImportedVariable imported = {variable, request, name};
    vector_push(&builder->imported, imported);
    vector_push(&builder->imports, value_from_int(variable->slot));
    vector_push(&builder->imports, value_from_u32(request));
    vector_push(&builder->imports, name_or_null(builder, name));
    push_place(&builder->imports, node);
  }
}

static const ImportedVariable *find_imported(const PartsBuilder *builder,
                                             const Variable *variable) {
  for (u32 i = 0; i < builder->imported.count; i++)
    if (builder->imported.items[i].variable == variable)
      return &builder->imported.items[i];
  return NULL;
}

/* ---- Exports ------------------------------------------------------------ */

static void add_own(PartsBuilder *builder, Value name, const Variable *variable,
                    const Node *node) {
  ValueList *list = &builder->exports;
  vector_push(list, name);
  vector_push(list, VALUE_UNDEFINED);
  vector_push(list, value_from_int(variable->slot));
  push_place(list, node);
}

static void add_other(PartsBuilder *builder, Value name, u32 request,
                      const Name *there, const Node *node) {
  ValueList *list = &builder->exports;
  vector_push(list, name);
  vector_push(list, value_from_u32(request));
  vector_push(list, name_or_null(builder, there));
  push_place(list, node);
}

static void add_pattern(PartsBuilder *builder, const Node *node) {
  switch (node->kind) {
  case NODE_IDENTIFIER:
    add_own(builder, compiler_atom(builder->compiler, node->identifier.name),
            node->identifier.variable, node);
    return;
  case NODE_DEFAULT: add_pattern(builder, node->binary.left); return;
  case NODE_REST: add_pattern(builder, node->unary.operand); return;
  case NODE_PROPERTY: add_pattern(builder, node->property.value); return;
  case NODE_ARRAY_PATTERN:
  case NODE_OBJECT_PATTERN:
    for (u32 i = 0; i < node->list.items.count; i++)
      add_pattern(builder, node->list.items.items[i]);
    return;
  default: return;
  }
}

/* The variable of a function or class declaration. */
static const Variable *declared_variable(const Node *node) {
  if (node->kind == NODE_FUNCTION_DECLARATION)
    return node->function->name_node
               ? node->function->name_node->identifier.variable
               : NULL;
  return node->kind == NODE_CLASS_DECLARATION ? node->class.outer : NULL;
}

static void add_declaration(PartsBuilder *builder, const Node *node) {
  const Variable *variable = declared_variable(node);
  if (variable)
    add_own(builder, compiler_atom(builder->compiler, variable->name), variable,
            node);
  else if (node->kind == NODE_VARIABLES)
    for (u32 i = 0; i < node->variables.declarators.count; i++)
      add_pattern(builder, node->variables.declarators.items[i]->binary.left);
}

/* `request`: what the item is exported from, when it has a source. */
static void add_specifier(PartsBuilder *builder, const Node *item, u32 request,
                          const Node *node) {
  Value name = compiler_atom(builder->compiler, node->specifier.external);
  if (item->module_item.source) {
    add_other(builder, name, request, node->specifier.local, node);
    return;
  }
  const Variable *variable = node->specifier.variable;
  const ImportedVariable *imported = find_imported(builder, variable);
  if (imported)
    add_other(builder, name, imported->request, imported->name, node);
  else
    add_own(builder, name, variable, node);
}

static void add_exports(PartsBuilder *builder, const Node *item) {
  NodeList specifiers = item->module_item.specifiers;
  u32 request = item->module_item.source ? request_of(builder, item) : 0;
  if (item->module_item.is_star)
    add_other(builder, VALUE_UNDEFINED, request, NULL, item);
  for (u32 i = 0; i < specifiers.count; i++)
    add_specifier(builder, item, request, specifiers.items[i]);
  if (item->module_item.is_default) {
    const Variable *variable = item->module_item.variable;
    if (!variable) variable = declared_variable(item->module_item.declaration);
    add_own(builder, value_from_cell(ATOM(builder->compiler->isolate, default)),
            variable, item);
  } else if (item->module_item.declaration) {
    add_declaration(builder, item->module_item.declaration);
  }
}

/* ---- All ---------------------------------------------------------------- */

static Object *take_list(Isolate *isolate, ValueList *list) {
  Object *array = array_from_values(isolate, list->items, list->count);
  vector_free(list);
  return array;
}

void compile_module_parts(Compiler *compiler, const FunctionNode *module,
                          ModuleParts *parts) {
  PartsBuilder builder = {.compiler = compiler};
  NodeList items = module->body;
  /* requests in the order of the text, imports before what exports them */
  for (u32 i = 0; i < items.count; i++)
    if (items.items[i]->kind == NODE_IMPORT ||
        (items.items[i]->kind == NODE_EXPORT &&
         items.items[i]->module_item.source))
      request_of(&builder, items.items[i]);
  for (u32 i = 0; i < items.count; i++)
    if (items.items[i]->kind == NODE_IMPORT)
      add_imports(&builder, items.items[i]);
  for (u32 i = 0; i < items.count; i++)
    if (items.items[i]->kind == NODE_EXPORT)
      add_exports(&builder, items.items[i]);
  parts->requests = take_list(compiler->isolate, &builder.requests);
  parts->imports = take_list(compiler->isolate, &builder.imports);
  parts->exports = take_list(compiler->isolate, &builder.exports);
  vector_free(&builder.imported);
}
