/* parse_loop.c - loops, and the many heads of `for`. */
#include "syntax/parse.h"

/* A statement in which break and continue work. */
static Node *parse_loop_body(Parser *parser) {
  Context context = parser->context;
  parser->context.loop_depth++;
  parser->context.in_case = false;
  parser->context.in_block = true;
  Node *body = parse_statement(parser);
  parser->context = context;
  const Node *inner = body;
  while (inner->kind == NODE_LABELED)
    inner = inner->labeled.body;
  if (inner->kind == NODE_FUNCTION_DECLARATION)
    parse_fail(parser, inner->start, inner->end,
               "In non-strict mode code, functions can only be declared at "
               "top level, inside a block, or as the body of an if statement.");
  return body;
}

static Node *loop_node(Parser *parser, NodeKind kind, u32 start, Node *test,
                       Node *body) {
  Node *node = parse_node(parser, kind, start);
  node->loop.test = test;
  node->loop.body = body;
  return node;
}

Node *parse_while(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *test = parse_parenthesized_expression(parser);
  Node *body = parse_loop_body(parser);
  return loop_node(parser, NODE_WHILE, start, test, body);
}

Node *parse_do_while(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *body = parse_loop_body(parser);
  parse_expect(parser, TOKEN_WHILE);
  Node *test = parse_parenthesized_expression(parser);
  /* here a semicolon may be left out even on one line */
  parse_take(parser, TOKEN_SEMICOLON);
  return loop_node(parser, NODE_DO_WHILE, start, test, body);
}

/* ---- for ---- */

/* What a head begins with, and how its first part was written. */
typedef struct ForHead {
  u32 start;
  bool is_await;
  bool starts_with_let, starts_with_async; /* an expression that does */
  Node *left;                              /* or NULL */
} ForHead;

/* The left side of `in` or `of`, when it is a declaration. */
static void check_each_declaration(Parser *parser, const Node *variables,
                                   bool is_of) {
  const char *loop = is_of ? "for-of" : "for-in";
  NodeList declarators = variables->variables.declarators;
  const Node *first = declarators.items[0];
  if (declarators.count > 1)
    parse_fail(parser, variables->start, variables->end,
               "Invalid left-hand side in %s loop: Must have a single binding.",
               loop);
  /* for (var a = 1 in b) is a relic that sloppy code may still have */
  bool relic = !is_of && variables->variables.kind == VARIABLE_VAR &&
               !parser->context.is_strict &&
               first->binary.left->kind == NODE_IDENTIFIER;
  if (first->binary.right && !relic)
    parse_fail(parser, first->start, first->end,
               "%s loop variable declaration may not have an initializer.",
               loop);
  if (variables->variables.is_using && !is_of)
    parse_fail(parser, variables->start, variables->end,
               "A using declaration is not allowed in a for-in loop");
}

static void check_each_expression(Parser *parser, const ForHead *head,
                                  bool is_of) {
  const Node *left = head->left;
  if (is_of && head->starts_with_let)
    parse_fail(parser, left->start, left->end,
               "The left-hand side of a for-of loop may not be 'let'.");
  if (is_of && !head->is_await && head->starts_with_async &&
      left->kind == NODE_IDENTIFIER && !left->parenthesized)
    parse_fail(parser, left->start, left->end,
               "The left-hand side of a for-of loop may not be 'async'.");
  if (parse_is_call_target(parser, head->left)) return;
  parse_to_target(parser, head->left,
                  is_of ? "Invalid left-hand side in for-of loop"
                        : "Invalid left-hand side in for-in loop");
}

static Node *parse_for_each(Parser *parser, const ForHead *head) {
  bool is_of = parse_kind(parser) == TOKEN_OF;
  if (head->left->kind == NODE_VARIABLES)
    check_each_declaration(parser, head->left, is_of);
  else
    check_each_expression(parser, head, is_of);
  if (head->is_await && !is_of) parse_unexpected(parser);
  parse_next(parser);
  Node *right =
      is_of ? parse_assignment(parser, NULL) : parse_expression(parser);
  parse_expect(parser, TOKEN_RIGHT_PAREN);
  Node *body = parse_loop_body(parser);
  Node *node =
      parse_node(parser, is_of ? NODE_FOR_OF : NODE_FOR_IN, head->start);
  node->for_each.left = head->left;
  node->for_each.right = right;
  node->for_each.body = body;
  node->for_each.is_await = head->is_await;
  return node;
}

/* In the head of a plain for, declarations need their initializers after
 * all. */
static void check_plain_declaration(Parser *parser, const Node *variables) {
  NodeList declarators = variables->variables.declarators;
  for (u32 i = 0; i < declarators.count; i++) {
    const Node *declarator = declarators.items[i];
    if (declarator->binary.right) continue;
    if (declarator->binary.left->kind != NODE_IDENTIFIER)
      parse_fail(parser, declarator->start, declarator->end,
                 "Missing initializer in destructuring declaration");
    else if (variables->variables.kind == VARIABLE_CONST)
      parse_fail(parser, declarator->start, declarator->end,
                 "Missing initializer in const declaration");
  }
}

static Node *parse_plain_for(Parser *parser, const ForHead *head) {
  if (head->left && head->left->kind == NODE_VARIABLES)
    check_plain_declaration(parser, head->left);
  if (head->is_await) parse_unexpected(parser);
  Node *test = NULL, *update = NULL;
  parse_expect(parser, TOKEN_SEMICOLON);
  if (parse_kind(parser) != TOKEN_SEMICOLON) test = parse_expression(parser);
  parse_expect(parser, TOKEN_SEMICOLON);
  if (parse_kind(parser) != TOKEN_RIGHT_PAREN)
    update = parse_expression(parser);
  parse_expect(parser, TOKEN_RIGHT_PAREN);
  Node *body = parse_loop_body(parser);
  Node *node = parse_node(parser, NODE_FOR, head->start);
  node->for_loop.init = head->left;
  node->for_loop.test = test;
  node->for_loop.update = update;
  node->for_loop.body = body;
  return node;
}

static bool starts_each(const Parser *parser) {
  return parse_kind(parser) == TOKEN_OF || parse_kind(parser) == TOKEN_IN;
}

/* An expression: the target of for-in or for-of, or the first part of a plain
 * for. */
static Node *parse_for_expression(Parser *parser) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  Cover cover = NO_COVER;
  Node *first = parse_assignment(parser, &cover);
  if (starts_each(parser)) return first;
  parse_check_cover(parser, &cover);
  if (parse_kind(parser) != TOKEN_COMMA) return first;
  vector_push(&parser->nodes, first);
  while (parse_take(parser, TOKEN_COMMA))
    vector_push(&parser->nodes, parse_assignment(parser, NULL));
  Node *node = parse_node(parser, NODE_SEQUENCE, start);
  node->list.items = parse_list_end(parser, base);
  return node;
}

static Node *parse_for_variables(Parser *parser, VariableKind kind) {
  u32 start = parse_start(parser);
  parse_next(parser);
  return parse_variables(parser, start, kind, true);
}

/* `using of` begins a declaration only as `using of =` or so; `using of xs`
 * is a loop over xs. */
static bool starts_using_in_for(Parser *parser, bool *is_await) {
  if (!parse_starts_using(parser, is_await)) return false;
  if (*is_await) return true;
  Token tokens[2];
  scanner_peek_two(&parser->scanner, tokens);
  return tokens[0].kind != TOKEN_OF || tokens[1].kind == TOKEN_ASSIGN ||
         tokens[1].kind == TOKEN_SEMICOLON || tokens[1].kind == TOKEN_COMMA;
}

static Node *parse_for_left(Parser *parser, ForHead *head) {
  bool is_await;
  switch (parse_kind(parser)) {
  case TOKEN_SEMICOLON: return NULL;
  case TOKEN_VAR: return parse_for_variables(parser, VARIABLE_VAR);
  case TOKEN_CONST: return parse_for_variables(parser, VARIABLE_CONST);
  default: break;
  }
  if (parse_starts_let(parser))
    return parse_for_variables(parser, VARIABLE_LET);
  if (starts_using_in_for(parser, &is_await))
    return parse_using(parser, is_await, true);
  head->starts_with_let = parse_kind(parser) == TOKEN_LET;
  head->starts_with_async = parse_kind(parser) == TOKEN_ASYNC;
  return parse_for_expression(parser);
}

Node *parse_for(Parser *parser) {
  ForHead head = {.start = parse_start(parser)};
  parse_next(parser);
  if (parse_kind(parser) == TOKEN_AWAIT) {
    if (!parser->context.is_async) parse_unexpected(parser);
    parser->last_await = parse_start(parser);
    head.is_await = true;
    parse_next(parser);
  }
  parse_expect(parser, TOKEN_LEFT_PAREN);
  parser->context.forbids_in = true;
  head.left = parse_for_left(parser, &head);
  parser->context.forbids_in = false;
  return head.left && starts_each(parser) ? parse_for_each(parser, &head)
                                          : parse_plain_for(parser, &head);
}
