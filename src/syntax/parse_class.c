/* parse_class.c - classes. */
#include "syntax/parse.h"

/* A class as it grows. */
typedef struct ClassParts {
  Node *node;
  bool is_derived;
  FunctionNode *constructor, *fields, *static_fields;
  VECTOR(Node *) field_nodes, static_field_nodes;
} ClassParts;

static bool name_is(const Name *name, const char *text) {
  return name && name->length == strlen(text) &&
         !memcmp(name->bytes, text, name->length);
}

static bool key_is(const MemberHead *head, const char *text) {
  return !head->computed && head->key->kind == NODE_STRING &&
         name_is(head->key->string.value, text);
}

static Node *member_node(Parser *parser, u32 start, const MemberHead *head,
                         PropertyKind kind, bool is_static, Node *value) {
  Node *node = parse_node(parser, NODE_PROPERTY, start);
  node->property.kind = kind;
  node->property.is_static = is_static;
  node->property.computed = head->computed;
  node->property.key = head->key;
  node->property.value = value;
  return node;
}

/* ---- Methods ---- */

static void check_method(Parser *parser, const MemberHead *head,
                         bool is_static) {
  const Node *key = head->key;
  if (is_static && key_is(head, "prototype"))
    parse_fail(parser, key->start, key->end,
               "Classes may not have a static property named 'prototype'");
  if (!is_static && key_is(head, "constructor")) {
    if (head->kind != PROPERTY_INIT)
      parse_fail(parser, key->start, key->end,
                 "Class constructor may not be an accessor");
    else if (head->is_async)
      parse_fail(parser, key->start, key->end,
                 "Class constructor may not be an async method");
    else if (head->is_generator)
      parse_fail(parser, key->start, key->end,
                 "Class constructor may not be a generator");
  }
}

static void check_private_key(Parser *parser, const MemberHead *head) {
  const Node *key = head->key;
  if (!head->computed && key->kind == NODE_PRIVATE_NAME &&
      name_is(key->identifier.name, "#constructor"))
    parse_fail(parser, key->start, key->end,
               "Classes may not have a private field named '#constructor'");
}

static void parse_constructor(Parser *parser, ClassParts *parts,
                              const MemberHead *head) {
  if (parts->constructor)
    parse_fail(parser, head->key->start, head->key->end,
               "A class may only have one constructor");
  FunctionKind kind =
      parts->is_derived ? FUNCTION_DERIVED_CONSTRUCTOR : FUNCTION_CONSTRUCTOR;
  parts->constructor = parse_method(parser, head, kind)->function;
}

static void parse_class_method(Parser *parser, ClassParts *parts, u32 start,
                               const MemberHead *head, bool is_static) {
  check_method(parser, head, is_static);
  if (!is_static && key_is(head, "constructor")) {
    parse_constructor(parser, parts, head);
    return;
  }
  PropertyKind kind =
      head->kind == PROPERTY_INIT ? PROPERTY_METHOD : head->kind;
  FunctionKind function = kind == PROPERTY_GETTER   ? FUNCTION_GETTER
                          : kind == PROPERTY_SETTER ? FUNCTION_SETTER
                                                    : FUNCTION_METHOD;
  Node *value = parse_method(parser, head, function);
  vector_push(&parser->nodes,
              member_node(parser, start, head, kind, is_static, value));
}

/* ---- Fields and static blocks ---- */

/* The function that runs the instance fields, or the static ones; made for the
 * first. */
static FunctionNode *fields_function(Parser *parser, ClassParts *parts,
                                     bool is_static, u32 start) {
  FunctionNode **place = is_static ? &parts->static_fields : &parts->fields;
  if (!*place) {
    *place = parse_function_new(parser, FUNCTION_FIELD_INITIALIZER, start);
    (*place)->is_strict = true;
    (*place)->has_simple_parameters = true;
  }
  return *place;
}

static void add_field(ClassParts *parts, Node *member, FunctionNode *function) {
  function->end = member->end;
  if (function == parts->static_fields)
    vector_push(&parts->static_field_nodes, member);
  else
    vector_push(&parts->field_nodes, member);
}

static void parse_field(Parser *parser, ClassParts *parts, u32 start,
                        const MemberHead *head, bool is_static) {
  const Node *key = head->key;
  if (key_is(head, "constructor"))
    parse_fail(parser, key->start, key->end,
               "Classes may not have a field named 'constructor'");
  if (is_static && key_is(head, "prototype"))
    parse_fail(parser, key->start, key->end,
               "Classes may not have a static property named 'prototype'");
  FunctionNode *function = fields_function(parser, parts, is_static, start);
  Node *value = NULL;
  if (parse_take(parser, TOKEN_ASSIGN)) {
    FunctionState state = parse_enter_function(parser, function);
    value = parse_assignment(parser, NULL);
    parse_leave_function(parser, &state);
  }
  Node *member =
      member_node(parser, start, head, PROPERTY_FIELD, is_static, value);
  vector_push(&parser->nodes, member);
  add_field(parts, member, function);
  parse_semicolon(parser);
}

static void parse_static_block(Parser *parser, ClassParts *parts, u32 start) {
  FunctionNode *fields = fields_function(parser, parts, true, start);
  FunctionNode *block =
      parse_function_new(parser, FUNCTION_STATIC_BLOCK, start);
  block->is_strict = true;
  block->has_simple_parameters = true;
  FunctionState state = parse_enter_function(parser, block);
  parse_next(parser);
  block->body = parse_statement_list(parser, TOKEN_RIGHT_BRACE);
  parse_leave_function(parser, &state);
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  block->end = parser->previous_end;
  Node *value = parse_function_node(parser, NODE_STATIC_BLOCK, block);
  Node *member = member_node(parser, start, &(MemberHead){},
                             PROPERTY_STATIC_BLOCK, true, value);
  vector_push(&parser->nodes, member);
  add_field(parts, member, fields);
}

/* ---- The body ---- */

/* A member whose key is the word `static`, which was consumed. */
static MemberHead static_as_key(Parser *parser, u32 start) {
  MemberHead head = {.start = start};
  head.key = parse_node(parser, NODE_STRING, start);
  head.key->string.value = tree_name(parser->tree, "static", 6);
  return head;
}

static void parse_class_member(Parser *parser, ClassParts *parts) {
  u32 start = parse_start(parser);
  bool is_static = parse_take(parser, TOKEN_STATIC);
  MemberHead head;
  if (is_static && parse_kind(parser) == TOKEN_LEFT_BRACE) {
    parse_static_block(parser, parts, start);
    return;
  }
  if (is_static && !parse_starts_key(parser) &&
      parse_kind(parser) != TOKEN_MULTIPLY) {
    head = static_as_key(parser, start);
    is_static = false;
  } else {
    head = parse_member_head(parser);
  }
  check_private_key(parser, &head);
  bool must_be_method =
      head.is_async || head.is_generator || head.kind != PROPERTY_INIT;
  if (must_be_method || parse_kind(parser) == TOKEN_LEFT_PAREN)
    parse_class_method(parser, parts, start, &head, is_static);
  else
    parse_field(parser, parts, start, &head, is_static);
}

static NodeList class_list(Parser *parser, Node **items, u32 count) {
  NodeList list = {};
  if (!count) return list;
  list.items = arena_copy(&parser->tree->arena, items, count * sizeof *items);
  list.count = count;
  return list;
}

static void parse_class_body(Parser *parser, ClassParts *parts) {
  u32 base = parser->nodes.count;
  parse_expect(parser, TOKEN_LEFT_BRACE);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE &&
         parse_kind(parser) != TOKEN_END)
    if (!parse_take(parser, TOKEN_SEMICOLON)) parse_class_member(parser, parts);
  parts->node->class.members = parse_list_end(parser, base);
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  if (parts->fields)
    parts->fields->body =
        class_list(parser, parts->field_nodes.items, parts->field_nodes.count);
  if (parts->static_fields)
    parts->static_fields->body =
        class_list(parser, parts->static_field_nodes.items,
                   parts->static_field_nodes.count);
  vector_free(&parts->field_nodes);
  vector_free(&parts->static_field_nodes);
}

static Node *parse_superclass(Parser *parser) {
  Cover cover = NO_COVER;
  Node *superclass = parse_left_hand_side(parser, &cover);
  parse_check_cover(parser, &cover);
  return superclass;
}

static void parse_class_head(Parser *parser, ClassParts *parts,
                             bool name_optional) {
  if (token_is_name(parse_kind(parser)))
    parts->node->class.name = parse_binding_identifier(parser)->identifier.name;
  else if (!name_optional)
    parse_unexpected(parser);
  parts->is_derived = parse_take(parser, TOKEN_EXTENDS);
  if (parts->is_derived)
    parts->node->class.superclass = parse_superclass(parser);
}

Node *parse_class(Parser *parser, bool is_declaration, bool name_optional) {
  Context context = parser->context;
  u32 start = parse_start(parser);
  Node *node = parse_node(
      parser, is_declaration ? NODE_CLASS_DECLARATION : NODE_CLASS, start);
  ClassParts parts = {.node = node};
  if (!parse_enter(parser)) return node;
  parser->context.is_strict = true;
  parser->context.forbids_in = false;
  parse_next(parser);
  parse_class_head(parser, &parts, name_optional);
  parse_class_body(parser, &parts);
  parser->context = context;
  parse_leave(parser);
  node->end = parser->previous_end;
  node->class.constructor = parts.constructor;
  node->class.fields = parts.fields;
  node->class.static_fields = parts.static_fields;
  if (parts.constructor) {
    /* toString of a class is the text of the whole class */
    parts.constructor->start = node->start;
    parts.constructor->end = node->end;
  }
  return node;
}
