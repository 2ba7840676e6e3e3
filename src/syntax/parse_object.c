/* parse_object.c - object literals, and the keys that classes share. */
#include "syntax/parse.h"

/* ---- Keys ---- */

bool parse_starts_key(const Parser *parser) {
  TokenKind kind = parse_kind(parser);
  return token_is_word(kind) || kind == TOKEN_STRING || kind == TOKEN_NUMBER ||
         kind == TOKEN_BIGINT || kind == TOKEN_LEFT_BRACKET ||
         kind == TOKEN_PRIVATE_NAME;
}

/* Longer keys in another radix than ten are refused: turning them decimal takes
 * time by the square, and nobody writes such a thing. */
constexpr u32 BIGINT_KEY_DIGITS = 4096;

/* digits = digits * factor + more, in decimal, least significant digit
 * first. */
static void decimal_multiply_add(Buffer *digits, u32 factor, u32 more) {
  for (size_t i = 0; i < digits->length; i++) {
    u32 sum = (u32)(u8)digits->bytes[i] * factor + more;
    digits->bytes[i] = (char)(sum % 10);
    more = sum / 10;
  }
  for (; more; more /= 10)
    buffer_byte(digits, (char)(more % 10));
}

static Name *decimal_name(Parser *parser, const char *text, u32 length,
                          u32 radix) {
  Buffer digits = {}, name = {};
  for (u32 i = 0; i < length; i++) {
    u32 digit = text[i] <= '9' ? (u32)(text[i] - '0')
                               : (u32)((text[i] | 0x20) - 'a' + 10);
    decimal_multiply_add(&digits, radix, digit);
  }
  for (size_t i = digits.length; i-- > 0;)
    buffer_byte(&name, (char)('0' + digits.bytes[i]));
  if (!name.length) buffer_byte(&name, '0');
  Name *result = tree_name(parser->tree, name.bytes, name.length);
  buffer_free(&digits);
  buffer_free(&name);
  return result;
}

/* The property name of a BigInt key: its value in decimal. */
static Name *bigint_key(Parser *parser, const Token *token) {
  Name *literal = token->name;
  u8 letter = literal->length > 2 ? (u8)literal->bytes[1] | 0x20 : 0;
  u32 radix = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
  if (radix == 10) return literal;
  if (literal->length > BIGINT_KEY_DIGITS) {
    parse_fail(parser, token->start, token->end,
               "BigInt property name is too long");
    return literal;
  }
  return decimal_name(parser, literal->bytes + 2, literal->length - 2, radix);
}

static Node *parse_computed_key(Parser *parser) {
  parse_next(parser);
  Node *key = parse_inside(parser, NULL);
  parse_expect(parser, TOKEN_RIGHT_BRACKET);
  return key;
}

/* A key that is one token. */
static Node *parse_literal_key(Parser *parser) {
  Token token = *parse_token(parser);
  parse_check_legacy(parser, &token);
  parse_next(parser);
  if (token.kind == TOKEN_NUMBER) {
    Node *node = parse_node(parser, NODE_NUMBER, token.start);
    node->number = token.number;
    return node;
  }
  if (token.kind == TOKEN_PRIVATE_NAME) {
    Node *node = parse_node(parser, NODE_PRIVATE_NAME, token.start);
    node->identifier.name = token.name;
    return node;
  }
  Node *node = parse_node(parser, NODE_STRING, token.start);
  node->string.value = token.kind == TOKEN_BIGINT && token.name
                           ? bigint_key(parser, &token)
                           : token.name;
  return node;
}

Node *parse_member_key(Parser *parser, bool *computed) {
  *computed = parse_kind(parser) == TOKEN_LEFT_BRACKET;
  if (*computed) return parse_computed_key(parser);
  if (parse_starts_key(parser)) return parse_literal_key(parser);
  u32 start = parse_start(parser);
  parse_unexpected(parser);
  Node *node = parse_node(parser, NODE_STRING, start);
  node->string.value = tree_name(parser->tree, "", 0);
  return node;
}

/* The word just consumed was the key itself: { get: 1 }. */
static void word_was_key(Parser *parser, MemberHead *head) {
  head->key = parse_node(parser, NODE_STRING, head->name.start);
  head->key->string.value = head->name.name;
}

MemberHead parse_member_head(Parser *parser) {
  MemberHead head = {.start = parse_start(parser),
                     .name = *parse_token(parser)};
  if (parse_take(parser, TOKEN_ASYNC)) {
    const Token *next = parse_token(parser);
    bool modifies = !next->newline_before &&
                    (parse_starts_key(parser) || next->kind == TOKEN_MULTIPLY);
    if (!modifies) {
      word_was_key(parser, &head);
      return head;
    }
    head.is_async = true;
  } else if (head.name.kind == TOKEN_GET || head.name.kind == TOKEN_SET) {
    parse_next(parser);
    if (!parse_starts_key(parser)) {
      word_was_key(parser, &head);
      return head;
    }
    head.kind = head.name.kind == TOKEN_GET ? PROPERTY_GETTER : PROPERTY_SETTER;
  }
  if (head.kind == PROPERTY_INIT)
    head.is_generator = parse_take(parser, TOKEN_MULTIPLY);
  head.name = *parse_token(parser);
  head.key = parse_member_key(parser, &head.computed);
  return head;
}

/* ---- Object literals ---- */

static bool is_proto_key(const Node *key) {
  return key->kind == NODE_STRING && key->string.value &&
         key->string.value->length == strlen("__proto__") &&
         !memcmp(key->string.value->bytes, "__proto__", strlen("__proto__"));
}

static Node *property_node(Parser *parser, const MemberHead *head,
                           PropertyKind kind, Node *value) {
  Node *node = parse_node(parser, NODE_PROPERTY, head->start);
  node->property.kind = kind;
  node->property.computed = head->computed;
  node->property.key = head->key;
  node->property.value = value;
  return node;
}

/* { a } or, in what becomes a pattern, { a = 1 }. */
static Node *parse_shorthand(Parser *parser, const MemberHead *head,
                             Cover *cover) {
  if (!token_is_word(head->name.kind) || head->computed ||
      !parse_identifier_check(parser, &head->name))
    parse_unexpected(parser);
  u32 start = head->name.start;
  Node *value = parse_node(parser, NODE_IDENTIFIER, start);
  value->identifier.name = head->name.name;
  if (parse_kind(parser) == TOKEN_ASSIGN) {
    if (!cover)
      parse_fail_token(parser, "Invalid shorthand property initializer");
    else if (cover->initializer == NOWHERE)
      cover->initializer = parse_start(parser);
    parse_next(parser);
    Node *initializer = parse_inside(parser, NULL);
    value = parse_binary_node(parser, NODE_DEFAULT, start, OPERATOR_NONE, value,
                              initializer);
  }
  return property_node(parser, head, PROPERTY_SHORTHAND, value);
}

static Node *parse_method_property(Parser *parser, const MemberHead *head) {
  FunctionKind function = FUNCTION_METHOD;
  PropertyKind kind = PROPERTY_METHOD;
  if (head->kind != PROPERTY_INIT) {
    kind = head->kind;
    function = kind == PROPERTY_GETTER ? FUNCTION_GETTER : FUNCTION_SETTER;
  }
  Node *value = parse_method(parser, head, function);
  return property_node(parser, head, kind, value);
}

static Node *parse_keyed_value(Parser *parser, const MemberHead *head,
                               Cover *cover, bool *has_proto) {
  parse_next(parser);
  if (!head->computed && is_proto_key(head->key)) {
    if (*has_proto && !cover)
      parse_check_cover(parser, &(Cover){NOWHERE, head->start});
    else if (*has_proto && cover->proto == NOWHERE)
      cover->proto = head->start;
    *has_proto = true;
  }
  Node *value = parse_inside(parser, cover);
  return property_node(parser, head, PROPERTY_INIT, value);
}

static Node *parse_spread_property(Parser *parser, Cover *cover) {
  MemberHead head = {.start = parse_start(parser)};
  parse_next(parser);
  Node *value = parse_inside(parser, cover);
  return property_node(parser, &head, PROPERTY_SPREAD, value);
}

static Node *parse_property(Parser *parser, Cover *cover, bool *has_proto) {
  if (parse_kind(parser) == TOKEN_ELLIPSIS)
    return parse_spread_property(parser, cover);
  MemberHead head = parse_member_head(parser);
  if (head.key->kind == NODE_PRIVATE_NAME && !head.computed)
    parse_fail(parser, head.key->start, head.key->end,
               "Unexpected identifier '%s'", head.key->identifier.name->bytes);
  bool must_be_method =
      head.is_async || head.is_generator || head.kind != PROPERTY_INIT;
  if (must_be_method || parse_kind(parser) == TOKEN_LEFT_PAREN)
    return parse_method_property(parser, &head);
  if (parse_kind(parser) == TOKEN_COLON)
    return parse_keyed_value(parser, &head, cover, has_proto);
  return parse_shorthand(parser, &head, cover);
}

Node *parse_object(Parser *parser, Cover *cover) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  bool has_proto = false;
  parse_next(parser);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE) {
    Node *property = parse_property(parser, cover, &has_proto);
    vector_push(&parser->nodes, property);
    if (!parse_take(parser, TOKEN_COMMA)) break;
    /* {...a,} is an object, but no pattern */
    if (property->property.kind == PROPERTY_SPREAD) property->cover = true;
  }
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  Node *node = parse_node(parser, NODE_OBJECT, start);
  node->list.items = parse_list_end(parser, base);
  return node;
}
