/* parse_pattern.c - binding patterns, and expressions reinterpreted as
 * patterns.
 *
 * A reinterpreted tree keeps its nodes: ARRAY becomes ARRAY_PATTERN, ASSIGN
 * DEFAULT, SPREAD REST, in place. */
#include "syntax/parse.h"

/* ---- Declared patterns ---- */

static Node *parse_rest_element(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *operand = parse_binding_target(parser);
  Node *node = parse_unary_node(parser, NODE_REST, start, operand);
  if (parse_kind(parser) != TOKEN_RIGHT_BRACKET)
    parse_fail(parser, start, parser->previous_end,
               "Rest element must be last element");
  return node;
}

static Node *parse_array_element(Parser *parser) {
  u32 start = parse_start(parser);
  if (parse_kind(parser) == TOKEN_ELLIPSIS) return parse_rest_element(parser);
  if (parse_kind(parser) != TOKEN_COMMA) return parse_binding_element(parser);
  Node *hole = parse_node(parser, NODE_HOLE, start);
  hole->end = start;
  return hole;
}

static Node *parse_array_pattern(Parser *parser) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  parse_next(parser);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACKET) {
    vector_push(&parser->nodes, parse_array_element(parser));
    if (!parse_take(parser, TOKEN_COMMA)) break;
  }
  parse_expect(parser, TOKEN_RIGHT_BRACKET);
  Node *node = parse_node(parser, NODE_ARRAY_PATTERN, start);
  node->list.items = parse_list_end(parser, base);
  return node;
}

static Node *parse_initializer(Parser *parser, Node *target, u32 start) {
  if (!parse_take(parser, TOKEN_ASSIGN)) return target;
  Node *initializer = parse_inside(parser, NULL);
  return parse_binary_node(parser, NODE_DEFAULT, start, OPERATOR_NONE, target,
                           initializer);
}

/* The value of a property pattern after its key. */
static Node *parse_property_target(Parser *parser, const Token *name, Node *key,
                                   bool computed) {
  if (parse_take(parser, TOKEN_COLON)) return parse_binding_element(parser);
  bool good = !computed && token_is_word(name->kind) &&
              parse_identifier_check(parser, name);
  if (!good) parse_unexpected(parser);
  Node *target = parse_node(parser, NODE_IDENTIFIER, key->start);
  target->end = key->end;
  target->identifier.name = good ? name->name : tree_name(parser->tree, "", 0);
  parse_check_binding(parser, target);
  return parse_initializer(parser, target, key->start);
}

static Node *parse_property_pattern(Parser *parser) {
  u32 start = parse_start(parser);
  Token name = *parse_token(parser);
  Node *node;
  if (parse_take(parser, TOKEN_ELLIPSIS)) {
    Node *target = parse_binding_identifier(parser);
    node = parse_node(parser, NODE_PROPERTY, start);
    node->property.kind = PROPERTY_SPREAD;
    node->property.value = target;
    if (parse_kind(parser) != TOKEN_RIGHT_BRACE)
      parse_fail(parser, start, parser->previous_end,
                 "Rest element must be last element");
    return node;
  }
  bool computed;
  if (name.kind == TOKEN_PRIVATE_NAME) parse_unexpected(parser);
  Node *key = parse_member_key(parser, &computed);
  bool keyed = parse_kind(parser) == TOKEN_COLON;
  Node *value = parse_property_target(parser, &name, key, computed);
  node = parse_node(parser, NODE_PROPERTY, start);
  node->property.kind = keyed ? PROPERTY_INIT : PROPERTY_SHORTHAND;
  node->property.computed = computed;
  node->property.key = key;
  node->property.value = value;
  return node;
}

static Node *parse_object_pattern(Parser *parser) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  parse_next(parser);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE) {
    vector_push(&parser->nodes, parse_property_pattern(parser));
    if (!parse_take(parser, TOKEN_COMMA)) break;
  }
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  Node *node = parse_node(parser, NODE_OBJECT_PATTERN, start);
  node->list.items = parse_list_end(parser, base);
  return node;
}

Node *parse_binding_target(Parser *parser) {
  TokenKind kind = parse_kind(parser);
  if (kind != TOKEN_LEFT_BRACKET && kind != TOKEN_LEFT_BRACE)
    return parse_binding_identifier(parser);
  if (!parse_enter(parser)) return parse_binding_identifier(parser);
  Node *node = kind == TOKEN_LEFT_BRACKET ? parse_array_pattern(parser)
                                          : parse_object_pattern(parser);
  parse_leave(parser);
  return node;
}

Node *parse_binding_element(Parser *parser) {
  u32 start = parse_start(parser);
  Node *target = parse_binding_target(parser);
  return parse_initializer(parser, target, start);
}

/* ---- Reinterpretation ----
 *
 * As targets of an assignment, or as parameters of an arrow function, which
 * may only be names and patterns of names. */

static const char BAD_TARGET[] = "Invalid destructuring assignment target";

static void reinterpret(Parser *parser, Node *node, bool binding,
                        const char *message);

bool parse_is_simple_target(const Node *node) {
  return node->kind == NODE_IDENTIFIER || node->kind == NODE_MEMBER ||
         node->kind == NODE_INDEX;
}

/* An element of a pattern: a target, perhaps with an initializer. */
static void reinterpret_element(Parser *parser, Node *node, bool binding) {
  bool assignment = node->kind == NODE_ASSIGN && !node->parenthesized &&
                    node->binary.operator== OPERATOR_NONE;
  if (assignment) {
    /* parse_assignment has made its left side a target already */
    node->kind = NODE_DEFAULT;
    if (!binding && node->binary.left->kind != NODE_CALL) return;
  }
  if (node->kind != NODE_DEFAULT)
    reinterpret(parser, node, binding, BAD_TARGET);
  else
    reinterpret(parser, node->binary.left, binding, BAD_TARGET);
}

static void reinterpret_rest(Parser *parser, Node *node, Node *operand,
                             bool binding, bool last) {
  if (!last || node->cover)
    parse_fail(parser, node->start, node->end,
               "Rest element must be last element");
  else
    reinterpret(parser, operand, binding, BAD_TARGET);
}

static void reinterpret_array(Parser *parser, Node *node, bool binding) {
  NodeList items = node->list.items;
  node->kind = NODE_ARRAY_PATTERN;
  for (u32 i = 0; i < items.count && !parse_failed(parser); i++) {
    Node *item = items.items[i];
    if (item->kind == NODE_SPREAD || item->kind == NODE_REST) {
      item->kind = NODE_REST;
      reinterpret_rest(parser, item, item->unary.operand, binding,
                       i + 1 == items.count);
    } else if (item->kind != NODE_HOLE) {
      reinterpret_element(parser, item, binding);
    }
  }
}

static void reinterpret_property(Parser *parser, Node *node, bool binding,
                                 bool last) {
  Node *value = node->property.value;
  switch (node->property.kind) {
  case PROPERTY_INIT:
  case PROPERTY_SHORTHAND: reinterpret_element(parser, value, binding); break;
  case PROPERTY_SPREAD:
    if (!parse_is_simple_target(value))
      parse_fail(parser, value->start, value->end,
                 binding ? "`...` must be followed by an identifier in "
                           "declaration contexts"
                         : "`...` must be followed by an assignable reference "
                           "in assignment contexts");
    reinterpret_rest(parser, node, value, binding, last);
    break;
  default: parse_fail(parser, node->start, node->end, BAD_TARGET); break;
  }
}

static void reinterpret_object(Parser *parser, Node *node, bool binding) {
  NodeList items = node->list.items;
  node->kind = NODE_OBJECT_PATTERN;
  for (u32 i = 0; i < items.count && !parse_failed(parser); i++)
    reinterpret_property(parser, items.items[i], binding, i + 1 == items.count);
}

static void reinterpret(Parser *parser, Node *node, bool binding,
                        const char *message) {
  bool in_parentheses = node->parenthesized;
  switch (node->kind) {
  case NODE_IDENTIFIER:
    parse_check_binding(parser, node);
    if (!binding || !in_parentheses) return;
    break;
  case NODE_MEMBER:
  case NODE_INDEX:
    if (!binding) return;
    break;
  case NODE_ARRAY:
  case NODE_ARRAY_PATTERN:
    if (in_parentheses) break;
    reinterpret_array(parser, node, binding);
    return;
  case NODE_OBJECT:
  case NODE_OBJECT_PATTERN:
    if (in_parentheses) break;
    reinterpret_object(parser, node, binding);
    return;
  default: break;
  }
  parse_fail(parser, node->start, node->end, "%s", message);
}

void parse_to_target(Parser *parser, Node *node, const char *message) {
  reinterpret(parser, node, false, message);
}

/* Annex B.3.9: sloppy code may assign to a call, and fails when it gets there.
 */
bool parse_is_call_target(const Parser *parser, const Node *node) {
  return node->kind == NODE_CALL && !parser->context.is_strict &&
         node->call.callee->kind != NODE_SUPER;
}

void parse_to_binding(Parser *parser, Node *node) {
  if (node->kind == NODE_SPREAD || node->kind == NODE_REST) {
    node->kind = NODE_REST;
    if (node->cover || node->unary.operand->kind == NODE_ASSIGN)
      parse_fail(parser, node->start, node->end,
                 "Rest parameter must be last formal parameter");
    reinterpret(parser, node->unary.operand, true, BAD_TARGET);
  } else {
    reinterpret_element(parser, node, true);
  }
}
