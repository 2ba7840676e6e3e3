/* scope_class.c - classes: the inner name, private names, members. */
#include "syntax/scope.h"

/* ---- Private names ---- */

static PrivateKind private_kind(const Node *member) {
  switch (member->property.kind) {
  case PROPERTY_METHOD: return PRIVATE_METHOD;
  case PROPERTY_GETTER: return PRIVATE_GETTER;
  case PROPERTY_SETTER: return PRIVATE_SETTER;
  default: return PRIVATE_FIELD;
  }
}

/* A getter and a setter, both static or both not, share a name. */
static bool make_pair(Variable *variable, const Node *member,
                      PrivateKind kind) {
  bool pair =
      (variable->private_kind == PRIVATE_GETTER && kind == PRIVATE_SETTER) ||
      (variable->private_kind == PRIVATE_SETTER && kind == PRIVATE_GETTER);
  if (!pair || variable->is_static != member->property.is_static) return false;
  variable->private_kind = PRIVATE_ACCESSOR_PAIR;
  return true;
}

static void declare_private(Resolver *resolver, const Node *member) {
  const Node *key = member->property.key;
  Name *name = key->identifier.name;
  PrivateKind kind = private_kind(member);
  Variable *old = name->binding;
  if (old && old->scope == resolver->scope) {
    if (!make_pair(old, member, kind))
      scope_fail(resolver, key->start, key->end,
                 "Identifier '%s' has already been declared", name->bytes);
    return;
  }
  Variable *variable =
      scope_add(resolver, resolver->scope, name,
                &(Declaration){.kind = VARIABLE_PRIVATE}, key->start);
  variable->private_kind = (u8)kind;
  variable->is_static = member->property.is_static;
  variable->shadowed = name->binding;
  name->binding = variable;
}

static bool has_private_key(const Node *member) {
  return !member->property.computed && member->property.key &&
         member->property.key->kind == NODE_PRIVATE_NAME;
}

static void declare_privates(Resolver *resolver, NodeList members) {
  for (u32 i = 0; i < members.count && !resolver->failed; i++)
    if (has_private_key(members.items[i]))
      declare_private(resolver, members.items[i]);
}

/* ---- Members ---- */

/* A computed key of a field is evaluated with the class and kept until a field
 * is made. No name in the source can look like this one. */
static void keep_field_key(Resolver *resolver, Node *member) {
  Name *name = tree_name(resolver->tree, "[key]", 5);
  Variable *variable =
      scope_add(resolver, resolver->scope, name,
                &(Declaration){.kind = VARIABLE_CONST}, member->start);
  scope_capture(variable);
  member->property.key_variable = variable;
}

/* The values of fields and static blocks are resolved with the functions that
 * run them. */
static void resolve_member(Resolver *resolver, Node *member) {
  PropertyKind kind = member->property.kind;
  if (kind == PROPERTY_STATIC_BLOCK) return;
  if (member->property.computed)
    scope_resolve_node(resolver, member->property.key);
  else if (has_private_key(member))
    scope_use_private(resolver, member->property.key);
  if (kind == PROPERTY_FIELD && member->property.computed)
    keep_field_key(resolver, member);
  if (kind != PROPERTY_FIELD)
    scope_resolve_node(resolver, member->property.value);
}

/* ---- The class ---- */

static void declare_inner_name(Resolver *resolver, Node *node, Scope *scope) {
  Declaration declaration = {.kind = VARIABLE_CLASS,
                             .initialised_at = node->end,
                             .safe_until = UINT32_MAX};
  if (node->kind == NODE_CLASS_DECLARATION)
    node->class.outer = node->class.name->binding;
  node->class.inner =
      scope_add(resolver, scope, node->class.name, &declaration, node->start);
}

/* An inner name that nothing uses needs no variable; it is the first one. */
static void drop_inner_name(Node *node, Scope *scope) {
  Variable *inner = node->class.inner;
  assert(scope->first == inner);
  node->class.inner = NULL;
  scope->first = inner->next;
  if (scope->last == inner) scope->last = NULL;
  scope->count--;
}

static void resolve_functions(Resolver *resolver, Node *node) {
  FunctionNode *functions[] = {node->class.constructor, node->class.fields,
                               node->class.static_fields};
  for (u32 i = 0; i < ARRAY_COUNT(functions); i++)
    if (functions[i] && !resolver->failed)
      scope_resolve_function(resolver, functions[i], functions[i]->start);
}

void scope_resolve_class(Resolver *resolver, Node *node) {
  NodeList members = node->class.members;
  Scope *scope = scope_new(resolver, SCOPE_CLASS, node->start, node->end);
  if (node->class.name) declare_inner_name(resolver, node, scope);
  scope_enter(resolver, scope);
  if (node->class.superclass)
    scope_resolve_node(resolver, node->class.superclass);
  declare_privates(resolver, members);
  for (u32 i = 0; i < members.count && !resolver->failed; i++)
    resolve_member(resolver, members.items[i]);
  resolve_functions(resolver, node);
  scope_leave(resolver, scope);
  if (node->class.inner && !node->class.inner->used)
    drop_inner_name(node, scope);
  node->class.scope = scope->count ? scope : NULL;
}
