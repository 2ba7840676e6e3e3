/* parse_statement.c - statements and declarations, but for loops. */
#include "syntax/parse.h"

/* ---- Lists and blocks ---- */

NodeList parse_statement_list(Parser *parser, TokenKind end) {
  u32 base = parser->nodes.count;
  while (parse_kind(parser) != end && parse_kind(parser) != TOKEN_END)
    vector_push(&parser->nodes, parse_statement_list_item(parser));
  return parse_list_end(parser, base);
}

Node *parse_block(Parser *parser) {
  u32 start = parse_start(parser);
  Context context = parser->context;
  parser->context.in_block = true;
  parser->context.in_case = false;
  parse_expect(parser, TOKEN_LEFT_BRACE);
  NodeList statements = parse_statement_list(parser, TOKEN_RIGHT_BRACE);
  parser->context = context;
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  Node *node = parse_node(parser, NODE_BLOCK, start);
  node->block.statements = statements;
  return node;
}

Node *parse_parenthesized_expression(Parser *parser) {
  parse_expect(parser, TOKEN_LEFT_PAREN);
  Node *expression = parse_expression(parser);
  parse_expect(parser, TOKEN_RIGHT_PAREN);
  return expression;
}

/* ---- Variables ---- */

static void check_initializer(Parser *parser, const Node *target,
                              VariableKind kind) {
  if (target->kind != NODE_IDENTIFIER)
    parse_fail_token(parser,
                     "Missing initializer in destructuring declaration");
  else if (kind == VARIABLE_CONST)
    parse_fail_token(parser, "Missing initializer in const declaration");
}

static Node *parse_declarator(Parser *parser, VariableKind kind, bool in_for) {
  u32 start = parse_start(parser);
  Node *target = parse_binding_target(parser), *initializer = NULL;
  if (parse_take(parser, TOKEN_ASSIGN))
    initializer = parse_assignment(parser, NULL);
  else if (!in_for)
    check_initializer(parser, target, kind);
  return parse_binary_node(parser, NODE_DECLARATOR, start, OPERATOR_NONE,
                           target, initializer);
}

Node *parse_variables(Parser *parser, u32 start, VariableKind kind,
                      bool in_for) {
  u32 base = parser->nodes.count;
  do
    vector_push(&parser->nodes, parse_declarator(parser, kind, in_for));
  while (parse_take(parser, TOKEN_COMMA));
  Node *node = parse_node(parser, NODE_VARIABLES, start);
  node->variables.kind = kind;
  node->variables.declarators = parse_list_end(parser, base);
  return node;
}

static Node *parse_variable_statement(Parser *parser, VariableKind kind) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *node = parse_variables(parser, start, kind, false);
  parse_semicolon(parser);
  node->end = parser->previous_end;
  return node;
}

bool parse_starts_let(Parser *parser) {
  if (parse_kind(parser) != TOKEN_LET) return false;
  TokenKind next = scanner_peek(&parser->scanner).kind;
  return token_is_name(next) || next == TOKEN_LEFT_BRACKET ||
         next == TOKEN_LEFT_BRACE || next == TOKEN_ESCAPED_KEYWORD;
}

/* A word on the same line that can be declared by `using`. */
static bool can_be_used(const Token *token) {
  return token_is_name(token->kind) && !token->newline_before;
}

bool parse_starts_using(Parser *parser, bool *is_await) {
  Token tokens[2];
  *is_await = false;
  if (parse_kind(parser) == TOKEN_USING) {
    tokens[0] = scanner_peek(&parser->scanner);
    return can_be_used(&tokens[0]);
  }
  if (parse_kind(parser) != TOKEN_AWAIT || !parser->context.is_async)
    return false;
  tokens[0] = scanner_peek(&parser->scanner);
  if (tokens[0].kind != TOKEN_USING || tokens[0].newline_before) return false;
  scanner_peek_two(&parser->scanner, tokens);
  *is_await = true;
  return can_be_used(&tokens[1]);
}

/* Not at the top level of a script, nor directly in a case. */
static void check_using_place(Parser *parser) {
  const Context *context = &parser->context;
  bool good =
      (parser->is_module || context->in_function || context->in_block) &&
      !context->in_case;
  if (!good)
    parse_fail_token(parser, "A using declaration is not allowed here");
}

Node *parse_using(Parser *parser, bool is_await, bool in_for) {
  u32 start = parse_start(parser);
  if (!in_for) check_using_place(parser);
  if (is_await) {
    if (parser->context.in_parameters)
      parse_fail_token(parser, "Illegal await-expression in formal parameters "
                               "of async function");
    parser->last_await = start;
    parse_next(parser);
  }
  parse_next(parser);
  Node *node = parse_variables(parser, start, VARIABLE_CONST, in_for);
  node->variables.is_using = true;
  node->variables.is_await_using = is_await;
  NodeList declarators = node->variables.declarators;
  for (u32 i = 0; i < declarators.count; i++) {
    const Node *target = declarators.items[i]->binary.left;
    if (target->kind != NODE_IDENTIFIER)
      parse_fail(parser, target->start, target->end,
                 "A using declaration may not have patterns");
  }
  return node;
}

static Node *parse_using_statement(Parser *parser, bool is_await) {
  Node *node = parse_using(parser, is_await, false);
  parse_semicolon(parser);
  node->end = parser->previous_end;
  return node;
}

/* ---- Simple statements ---- */

static Node *parse_empty(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  return parse_node(parser, NODE_EMPTY, start);
}

static Node *parse_debugger(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  parse_semicolon(parser);
  return parse_node(parser, NODE_DEBUGGER, start);
}

static Node *parse_return(Parser *parser) {
  u32 start = parse_start(parser);
  if (!parser->context.in_function)
    parse_fail_token(parser, "Illegal return statement");
  parse_next(parser);
  const Token *token = parse_token(parser);
  bool bare = token->newline_before || token->kind == TOKEN_SEMICOLON ||
              token->kind == TOKEN_RIGHT_BRACE || token->kind == TOKEN_END;
  Node *operand = bare ? NULL : parse_expression(parser);
  parse_semicolon(parser);
  return parse_unary_node(parser, NODE_RETURN, start, operand);
}

static Node *parse_throw(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  if (parse_token(parser)->newline_before)
    parse_fail(parser, start, parser->previous_end,
               "Illegal newline after throw");
  Node *operand = parse_expression(parser);
  parse_semicolon(parser);
  return parse_unary_node(parser, NODE_THROW, start, operand);
}

/* ---- Labels and jumps ---- */

static const Label *find_label(const Parser *parser, const Name *name) {
  for (u32 i = parser->labels.count; i-- > parser->context.first_label;)
    if (parser->labels.items[i].name == name) return &parser->labels.items[i];
  return NULL;
}

static void check_label(Parser *parser, const Token *token, bool is_continue) {
  const Label *label = find_label(parser, token->name);
  const char *name = token->name->bytes;
  if (!label)
    parse_fail(parser, token->start, token->end, "Undefined label '%s'", name);
  else if (is_continue && !label->is_loop)
    parse_fail(parser, token->start, token->end,
               "Illegal continue statement: '%s' does not denote an iteration "
               "statement",
               name);
}

static Node *parse_jump(Parser *parser, NodeKind kind) {
  u32 start = parse_start(parser);
  const Context *context = &parser->context;
  bool is_continue = kind == NODE_CONTINUE;
  parse_next(parser);
  const Token *token = parse_token(parser);
  Name *label = NULL;
  if (token_is_name(token->kind) && !token->newline_before) {
    if (parse_identifier_check(parser, token)) {
      label = token->name;
      check_label(parser, token, is_continue);
    }
    parse_next(parser);
  } else if (is_continue && !context->loop_depth) {
    parse_fail(parser, start, parser->previous_end,
               "Illegal continue statement: no surrounding iteration "
               "statement");
  } else if (!context->loop_depth && !context->switch_depth) {
    parse_fail(parser, start, parser->previous_end, "Illegal break statement");
  }
  parse_semicolon(parser);
  Node *node = parse_node(parser, kind, start);
  node->jump.label = label;
  return node;
}

static Node *parse_break(Parser *parser) {
  return parse_jump(parser, NODE_BREAK);
}

static Node *parse_continue(Parser *parser) {
  return parse_jump(parser, NODE_CONTINUE);
}

/* A function after a label: sloppy code may have a plain one. */
static Node *parse_labeled_function(Parser *parser) {
  if (parser->context.is_strict)
    parse_fail_token(parser,
                     "In strict mode code, functions can only be declared at "
                     "top level or inside a block.");
  if (scanner_peek(&parser->scanner).kind == TOKEN_MULTIPLY)
    parse_fail_token(parser, "Generators can only be declared at the top level "
                             "or inside a block.");
  return parse_function_declaration(parser, false);
}

/* The labels that stand before this one, with nothing between, label the same
 * statement. */
static void push_label(Parser *parser, const Node *name) {
  u32 body = parse_start(parser);
  TokenKind kind = parse_kind(parser);
  bool is_loop = kind == TOKEN_FOR || kind == TOKEN_WHILE || kind == TOKEN_DO;
  vector_push(&parser->labels,
              ((Label){name->identifier.name, name->start, false}));
  for (u32 i = parser->labels.count, start = name->start;
       i-- > parser->context.first_label;) {
    Label *label = &parser->labels.items[i];
    if (label->statement_start != start) break;
    label->statement_start = body;
    label->is_loop = is_loop;
  }
}

static Node *parse_labeled(Parser *parser, Node *name) {
  if (find_label(parser, name->identifier.name))
    parse_fail(parser, name->start, name->end,
               "Label '%s' has already been declared",
               name->identifier.name->bytes);
  parse_next(parser);
  push_label(parser, name);
  Node *body = parse_kind(parser) == TOKEN_FUNCTION
                   ? parse_labeled_function(parser)
                   : parse_statement(parser);
  parser->labels.count--;
  Node *node = parse_node(parser, NODE_LABELED, name->start);
  node->labeled.label = name->identifier.name;
  node->labeled.body = body;
  return node;
}

/* ---- if, with, switch, try ---- */

static bool is_labeled_function(const Node *node) {
  while (node->kind == NODE_LABELED)
    node = node->labeled.body;
  return node->kind == NODE_FUNCTION_DECLARATION;
}

/* A branch of if may be a function in sloppy code, as if in a block. */
static Node *parse_branch(Parser *parser) {
  if (parse_kind(parser) != TOKEN_FUNCTION || parser->context.is_strict) {
    Node *node = parse_statement(parser);
    if (is_labeled_function(node))
      parse_fail(parser, node->start, node->end,
                 "In non-strict mode code, functions can only be declared at "
                 "top level, inside a block, or as the body of an if "
                 "statement.");
    return node;
  }
  u32 start = parse_start(parser), base = parser->nodes.count;
  Node *function = parse_labeled_function(parser);
  vector_push(&parser->nodes, function);
  Node *node = parse_node(parser, NODE_BLOCK, start);
  node->block.statements = parse_list_end(parser, base);
  return node;
}

static Node *parse_if(Parser *parser) {
  u32 start = parse_start(parser);
  parse_next(parser);
  Node *test = parse_parenthesized_expression(parser);
  Node *then = parse_branch(parser);
  Node *otherwise =
      parse_take(parser, TOKEN_ELSE) ? parse_branch(parser) : NULL;
  Node *node = parse_node(parser, NODE_IF, start);
  node->conditional.test = test;
  node->conditional.then = then;
  node->conditional.otherwise = otherwise;
  return node;
}

static Node *parse_with(Parser *parser) {
  u32 start = parse_start(parser);
  if (parser->context.is_strict)
    parse_fail_token(parser,
                     "Strict mode code may not include a with statement");
  parse_next(parser);
  Node *object = parse_parenthesized_expression(parser);
  Node *body = parse_statement(parser);
  if (is_labeled_function(body))
    parse_fail(parser, body->start, body->end,
               "In non-strict mode code, functions can only be declared at "
               "top level, inside a block, or as the body of an if statement.");
  Node *node = parse_node(parser, NODE_WITH, start);
  node->with.object = object;
  node->with.body = body;
  return node;
}

static Node *parse_case(Parser *parser, bool *has_default) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  Node *test = NULL;
  if (parse_kind(parser) == TOKEN_DEFAULT) {
    if (*has_default)
      parse_fail_token(parser,
                       "More than one default clause in switch statement");
    *has_default = true;
    parse_next(parser);
  } else {
    parse_expect(parser, TOKEN_CASE);
    test = parse_expression(parser);
  }
  parse_expect(parser, TOKEN_COLON);
  for (TokenKind kind; (kind = parse_kind(parser)) != TOKEN_CASE &&
                       kind != TOKEN_DEFAULT && kind != TOKEN_RIGHT_BRACE &&
                       kind != TOKEN_END;)
    vector_push(&parser->nodes, parse_statement_list_item(parser));
  Node *node = parse_node(parser, NODE_CASE, start);
  node->case_clause.test = test;
  node->case_clause.body = parse_list_end(parser, base);
  return node;
}

static Node *parse_switch(Parser *parser) {
  u32 start = parse_start(parser), base = parser->nodes.count;
  parse_next(parser);
  Node *discriminant = parse_parenthesized_expression(parser);
  Context context = parser->context;
  parser->context.in_block = parser->context.in_case = true;
  parser->context.switch_depth++;
  parse_expect(parser, TOKEN_LEFT_BRACE);
  bool has_default = false;
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE &&
         parse_kind(parser) != TOKEN_END)
    vector_push(&parser->nodes, parse_case(parser, &has_default));
  parser->context = context;
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  Node *node = parse_node(parser, NODE_SWITCH, start);
  node->switch_cases.discriminant = discriminant;
  node->switch_cases.cases = parse_list_end(parser, base);
  return node;
}

static Node *parse_try(Parser *parser) {
  u32 start = parse_start(parser);
  Node *parameter = NULL, *handler = NULL, *finalizer = NULL;
  parse_next(parser);
  Node *block = parse_block(parser);
  if (parse_take(parser, TOKEN_CATCH)) {
    if (parse_take(parser, TOKEN_LEFT_PAREN)) {
      parameter = parse_binding_target(parser);
      parse_expect(parser, TOKEN_RIGHT_PAREN);
    }
    handler = parse_block(parser);
  }
  if (parse_take(parser, TOKEN_FINALLY)) finalizer = parse_block(parser);
  if (!handler && !finalizer)
    parse_fail_token(parser, "Missing catch or finally after try");
  Node *node = parse_node(parser, NODE_TRY, start);
  node->try_catch.block = block;
  node->try_catch.parameter = parameter;
  node->try_catch.handler = handler;
  node->try_catch.finalizer = finalizer;
  return node;
}

/* ---- Statements ---- */

/* What may not begin an expression statement. */
static void check_expression_start(Parser *parser) {
  TokenKind kind = parse_kind(parser);
  if (kind != TOKEN_ASYNC && kind != TOKEN_LET) return;
  Token next = scanner_peek(&parser->scanner);
  if (kind == TOKEN_ASYNC && next.kind == TOKEN_FUNCTION &&
      !next.newline_before)
    parse_fail_token(parser, "Async functions can only be declared at the top "
                             "level or inside a block.");
  bool declares =
      next.kind == TOKEN_LEFT_BRACKET ||
      ((next.kind == TOKEN_LEFT_BRACE || token_is_name(next.kind)) &&
       !next.newline_before);
  if (kind == TOKEN_LET && declares)
    parse_fail_token(parser, "Lexical declaration cannot appear in a "
                             "single-statement context");
}

static Node *parse_expression_statement(Parser *parser) {
  u32 start = parse_start(parser);
  check_expression_start(parser);
  Node *expression = parse_expression(parser);
  if (expression->kind == NODE_IDENTIFIER && !expression->parenthesized &&
      parse_kind(parser) == TOKEN_COLON)
    return parse_labeled(parser, expression);
  parse_semicolon(parser);
  return parse_unary_node(parser, NODE_EXPRESSION_STATEMENT, start, expression);
}

static Node *refuse(Parser *parser, const char *message) {
  u32 start = parse_start(parser);
  if (message)
    parse_fail_token(parser, message);
  else
    parse_unexpected(parser);
  return parse_node(parser, NODE_EMPTY, start);
}

static Node *refuse_function(Parser *parser) {
  return refuse(parser, parser->context.is_strict
                            ? "In strict mode code, functions can only be "
                              "declared at top level or inside a block."
                            : "In non-strict mode code, functions can only be "
                              "declared at top level, inside a block, or as "
                              "the body of an if statement.");
}

static Node *refuse_token(Parser *parser) {
  return refuse(parser, NULL);
}

static Node *parse_var(Parser *parser) {
  return parse_variable_statement(parser, VARIABLE_VAR);
}

/* import at the start of a statement is an expression in most places. */
static Node *parse_import_statement(Parser *parser) {
  TokenKind next = scanner_peek(&parser->scanner).kind;
  if (next == TOKEN_LEFT_PAREN || next == TOKEN_DOT)
    return parse_expression_statement(parser);
  return refuse(parser, parser->is_module
                            ? NULL
                            : "Cannot use import statement outside a module");
}

typedef Node *StatementParser(Parser *parser);

/* By first token; all others begin an expression. */
static StatementParser *const STATEMENTS[TOKEN_KIND_COUNT] = {
    [TOKEN_LEFT_BRACE] = parse_block,  [TOKEN_SEMICOLON] = parse_empty,
    [TOKEN_VAR] = parse_var,           [TOKEN_IF] = parse_if,
    [TOKEN_FOR] = parse_for,           [TOKEN_WHILE] = parse_while,
    [TOKEN_DO] = parse_do_while,       [TOKEN_CONTINUE] = parse_continue,
    [TOKEN_BREAK] = parse_break,       [TOKEN_RETURN] = parse_return,
    [TOKEN_WITH] = parse_with,         [TOKEN_SWITCH] = parse_switch,
    [TOKEN_THROW] = parse_throw,       [TOKEN_TRY] = parse_try,
    [TOKEN_DEBUGGER] = parse_debugger, [TOKEN_FUNCTION] = refuse_function,
    [TOKEN_CLASS] = refuse_token,      [TOKEN_IMPORT] = parse_import_statement,
};

Node *parse_statement(Parser *parser) {
  if (!parse_enter(parser))
    return parse_node(parser, NODE_EMPTY, parse_start(parser));
  StatementParser *parse = STATEMENTS[parse_kind(parser)];
  Node *node = parse ? parse(parser) : parse_expression_statement(parser);
  parse_leave(parser);
  return node;
}

static bool starts_async_function(Parser *parser) {
  if (parse_kind(parser) != TOKEN_ASYNC) return false;
  Token next = scanner_peek(&parser->scanner);
  return next.kind == TOKEN_FUNCTION && !next.newline_before;
}

/* A declaration that begins with a word that may also be a name. */
static Node *parse_word_declaration(Parser *parser) {
  bool is_await;
  if (parse_starts_let(parser))
    return parse_variable_statement(parser, VARIABLE_LET);
  if (starts_async_function(parser))
    return parse_function_declaration(parser, false);
  if (parse_starts_using(parser, &is_await))
    return parse_using_statement(parser, is_await);
  return parse_statement(parser);
}

Node *parse_statement_list_item(Parser *parser) {
  switch (parse_kind(parser)) {
  case TOKEN_CONST: return parse_variable_statement(parser, VARIABLE_CONST);
  case TOKEN_FUNCTION: return parse_function_declaration(parser, false);
  case TOKEN_CLASS: return parse_class(parser, true, false);
  case TOKEN_LET:
  case TOKEN_ASYNC:
  case TOKEN_USING:
  case TOKEN_AWAIT: return parse_word_declaration(parser);
  default: return parse_statement(parser);
  }
}
