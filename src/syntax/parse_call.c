/* parse_call.c - what follows an operand without an operator between: members,
 * calls, templates; and new, super, import. */
#include "syntax/parse.h"

/* The state of a chain of members and calls. */
typedef struct Chain {
  u32 start;
  bool is_callee_of_new; /* calls and ?. are not taken */
  bool has_optional;     /* a ?. was seen */
  bool may_be_arrow;     /* `async` so far: ( may begin parameters */
} Chain;

/* ---- Arguments ---- */

static Node *parse_spread(Parser *parser, Cover *cover) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *operand = parse_inside(parser, cover);
  return parse_unary_node(parser, NODE_SPREAD, start, operand);
}

NodeList parse_arguments(Parser *parser, Cover *cover) {
  u32 base = parser->nodes.count;
  parse_expect(parser, TOKEN_LEFT_PAREN);
  while (parse_kind(parser) != TOKEN_RIGHT_PAREN) {
    Node *argument = parse_kind(parser) == TOKEN_ELLIPSIS
                         ? parse_spread(parser, cover)
                         : parse_inside(parser, cover);
    vector_push(&parser->nodes, argument);
    if (!parse_take(parser, TOKEN_COMMA)) break;
    /* async (...a,) is a call, but no arrow function */
    if (argument->kind == NODE_SPREAD) argument->cover = true;
  }
  if (parse_kind(parser) == TOKEN_END) parse_unexpected(parser);
  if (parse_kind(parser) != TOKEN_RIGHT_PAREN)
    parse_fail_token(parser, "missing ) after argument list");
  parse_next(parser);
  return parse_list_end(parser, base);
}

static Node *call_node(Parser *parser, NodeKind kind, u32 start, Node *callee,
                       NodeList arguments) {
  Node *node = parse_node(parser, kind, start);
  node->call.callee = callee;
  node->call.arguments = arguments;
  return node;
}

/* ---- Members ---- */

static Node *parse_private_name(Parser *parser) {
  u32 start = parse_start(parser);
  Name *name = parse_token(parser)->name;
  parse_next(parser);
  Node *node = parse_node(parser, NODE_PRIVATE_NAME, start);
  node->identifier.name = name;
  return node;
}

/* The name after a dot. */
static Node *parse_member(Parser *parser, const Chain *chain, Node *object) {
  const Token *token = parse_token(parser);
  u32 name_start = token->start;
  Name *name = token->name;
  Node *private_name = NULL;
  if (token->kind == TOKEN_PRIVATE_NAME) {
    if (object->kind == NODE_SUPER)
      parse_fail_token(parser, "Unexpected private field");
    private_name = parse_private_name(parser);
  } else if (token_is_word(token->kind)) {
    parse_next(parser);
  } else {
    parse_unexpected(parser);
  }
  Node *node = parse_node(parser, NODE_MEMBER, chain->start);
  node->member.object = object;
  node->member.name = name;
  node->member.private_name = private_name;
  node->member.name_start = name_start;
  return node;
}

static Node *parse_index(Parser *parser, const Chain *chain, Node *object) {
  parse_next(parser);
  Node *key = parse_expression_inside(parser);
  parse_expect(parser, TOKEN_RIGHT_BRACKET);
  Node *node = parse_node(parser, NODE_INDEX, chain->start);
  node->index.object = object;
  node->index.key = key;
  return node;
}

/* ---- Calls ---- */

static Node *parse_call(Parser *parser, const Chain *chain, Node *callee) {
  NodeList arguments = parse_arguments(parser, NULL);
  Node *node = call_node(parser, NODE_CALL, chain->start, callee, arguments);
  node->call.is_direct_eval = callee->kind == NODE_IDENTIFIER &&
                              callee->identifier.name->token == TOKEN_EVAL;
  return node;
}

/* `async (` is a call, unless => follows the closing parenthesis. */
static Node *parse_async_call(Parser *parser, const Chain *chain,
                              Node *callee) {
  Cover cover = NO_COVER;
  NodeList arguments = parse_arguments(parser, &cover);
  if (parse_kind(parser) == TOKEN_ARROW && !parse_token(parser)->newline_before)
    return parse_arrow(parser, chain->start, arguments, true);
  parse_check_cover(parser, &cover);
  return call_node(parser, NODE_CALL, chain->start, callee, arguments);
}

static Node *parse_tagged(Parser *parser, const Chain *chain, Node *tag) {
  if (chain->has_optional)
    parse_fail_token(parser, "Invalid tagged template on optional chain");
  Node *template = parse_template(parser, true);
  Node *node = parse_node(parser, NODE_TAGGED_TEMPLATE, chain->start);
  node->tagged.tag = tag;
  parser->tree->has_templates = true;
  node->tagged.template = template;
  return node;
}

static Node *parse_optional_link(Parser *parser, const Chain *chain,
                                 Node *object) {
  Node *node;
  parse_next(parser);
  switch (parse_kind(parser)) {
  case TOKEN_LEFT_PAREN:
    node = parse_call(parser, chain, object);
    node->call.is_direct_eval = false;
    node->call.optional = true;
    break;
  case TOKEN_LEFT_BRACKET:
    node = parse_index(parser, chain, object);
    node->index.optional = true;
    break;
  case TOKEN_TEMPLATE:
    parse_fail_token(parser, "Invalid tagged template on optional chain");
    [[fallthrough]];
  default:
    node = parse_member(parser, chain, object);
    node->member.optional = true;
    break;
  }
  return node;
}

/* ---- Chains ---- */

/* One link more, or NULL at the end of the chain. */
static Node *parse_link(Parser *parser, Chain *chain, Node *node) {
  switch (parse_kind(parser)) {
  case TOKEN_DOT: parse_next(parser); return parse_member(parser, chain, node);
  case TOKEN_LEFT_BRACKET: return parse_index(parser, chain, node);
  case TOKEN_TEMPLATE: return parse_tagged(parser, chain, node);
  case TOKEN_OPTIONAL:
    if (chain->is_callee_of_new)
      parse_fail_token(parser, "Invalid optional chain from new expression");
    chain->has_optional = true;
    return parse_optional_link(parser, chain, node);
  case TOKEN_LEFT_PAREN:
    if (chain->is_callee_of_new) return NULL;
    if (chain->may_be_arrow && !parse_token(parser)->newline_before)
      return parse_async_call(parser, chain, node);
    return parse_call(parser, chain, node);
  default: return NULL;
  }
}

static bool is_link(TokenKind kind) {
  return kind == TOKEN_DOT || kind == TOKEN_LEFT_BRACKET ||
         kind == TOKEN_LEFT_PAREN || kind == TOKEN_OPTIONAL ||
         kind == TOKEN_TEMPLATE;
}

static Node *parse_chain(Parser *parser, Chain *chain, Node *node,
                         Cover *cover) {
  if (!is_link(parse_kind(parser))) return node;
  if (cover) parse_check_cover(parser, cover);
  for (Node *next; (next = parse_link(parser, chain, node)); node = next) {
    if (parse_is_bare_arrow(next)) return next;
    chain->may_be_arrow = false;
  }
  if (chain->has_optional)
    node = parse_unary_node(parser, NODE_OPTIONAL_CHAIN, chain->start, node);
  return node;
}

/* ---- new, super, import ---- */

static Node *parse_new_target(Parser *parser, u32 start) {
  parse_next(parser);
  if (parse_kind(parser) != TOKEN_TARGET)
    parse_unexpected(parser);
  else if (!parser->context.allows_new_target)
    parse_fail(parser, start, parse_token(parser)->end,
               "new.target expression is not allowed here");
  parse_next(parser);
  return parse_node(parser, NODE_NEW_TARGET, start);
}

static Node *parse_super(Parser *parser) {
  u32 start = parse_start(parser);
  const Context *context = &parser->context;
  TokenKind next = scanner_peek(&parser->scanner).kind;
  bool good = next == TOKEN_LEFT_PAREN
                  ? context->allows_super_call
                  : context->allows_super_property &&
                        (next == TOKEN_DOT || next == TOKEN_LEFT_BRACKET);
  if (!good) parse_fail_token(parser, "'super' keyword unexpected here");
  parse_next(parser);
  return parse_node(parser, NODE_SUPER, start);
}

/* import(specifier, options) and import.meta */
static Node *parse_import_expression(Parser *parser, bool is_callee_of_new) {
  u32 start = parse_start(parser);
  parse_next(parser);
  if (parse_take(parser, TOKEN_DOT)) {
    if (parse_kind(parser) != TOKEN_META) parse_unexpected(parser);
    if (!parser->is_module)
      parse_fail(parser, start, parse_token(parser)->end,
                 "Cannot use 'import.meta' outside a module");
    parse_next(parser);
    return parse_node(parser, NODE_IMPORT_META, start);
  }
  if (parse_kind(parser) != TOKEN_LEFT_PAREN)
    parse_fail(parser, start, parser->previous_end,
               "Cannot use import statement outside a module");
  if (is_callee_of_new)
    parse_fail(parser, start, parser->previous_end,
               "Cannot use new with import");
  NodeList arguments = parse_arguments(parser, NULL);
  for (u32 i = 0; i < arguments.count; i++)
    if (arguments.items[i]->kind == NODE_SPREAD || i == 2)
      parse_fail(parser, arguments.items[i]->start, arguments.items[i]->end,
                 "import() takes a specifier and options, no more");
  if (!arguments.count)
    parse_fail(parser, start, parser->previous_end,
               "import() requires a specifier");
  return call_node(parser, NODE_IMPORT_CALL, start, NULL, arguments);
}

static Node *parse_new(Parser *parser);

static Node *parse_callee_of_new(Parser *parser) {
  Chain chain = {.start = parse_start(parser), .is_callee_of_new = true};
  Cover cover = NO_COVER;
  Node *callee;
  if (!parse_enter(parser)) return parse_node(parser, NODE_NULL, chain.start);
  switch (parse_kind(parser)) {
  case TOKEN_NEW: callee = parse_new(parser); break;
  case TOKEN_SUPER: callee = parse_super(parser); break;
  case TOKEN_IMPORT: callee = parse_import_expression(parser, true); break;
  default: callee = parse_primary(parser, &cover); break;
  }
  callee = parse_chain(parser, &chain, callee, &cover);
  parse_check_cover(parser, &cover);
  parse_leave(parser);
  return callee;
}

static Node *parse_new(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  if (parse_kind(parser) == TOKEN_DOT) return parse_new_target(parser, start);
  Node *callee = parse_callee_of_new(parser);
  if (callee->kind == NODE_SUPER)
    parse_fail(parser, callee->start, callee->end,
               "'super' keyword unexpected here");
  NodeList arguments = {};
  if (parse_kind(parser) == TOKEN_LEFT_PAREN)
    arguments = parse_arguments(parser, NULL);
  return call_node(parser, NODE_NEW, start, callee, arguments);
}

Node *parse_left_hand_side(Parser *parser, Cover *cover) {
  Chain chain = {.start = parse_start(parser)};
  Node *node;
  switch (parse_kind(parser)) {
  case TOKEN_NEW: node = parse_new(parser); break;
  case TOKEN_SUPER: node = parse_super(parser); break;
  case TOKEN_IMPORT: node = parse_import_expression(parser, false); break;
  default:
    chain.may_be_arrow =
        parse_kind(parser) == TOKEN_ASYNC && chain.start == parser->arrow_start;
    node = parse_primary(parser, cover);
    if (node->kind != NODE_IDENTIFIER) chain.may_be_arrow = false;
    break;
  }
  if (parse_is_bare_arrow(node)) return node;
  return parse_chain(parser, &chain, node, cover);
}
