/* parse.c - the parser's entry, and what all its parts lean on. */
#include "syntax/parse.h"
#include "syntax/scope.h"

/* ---- Errors ---- */

void parse_fail_token(Parser *parser, const char *message) {
  const Token *token = parse_token(parser);
  parse_fail(parser, token->start, token->end, "%s", message);
}

/* Words by the rules of where they stand. */
static void unexpected_word(Parser *parser, const Token *token) {
  int length = (int)token->name->length;
  u8 word = token->name->token;
  if (token->kind == TOKEN_ESCAPED_KEYWORD)
    parse_fail_token(parser, "Keyword must not contain escaped characters");
  else if (word == TOKEN_ENUM || (word == TOKEN_AWAIT && parser->is_module))
    parse_fail_token(parser, "Unexpected reserved word");
  else if (token_is_strict_reserved(word) && parser->context.is_strict)
    parse_fail_token(parser, "Unexpected strict mode reserved word");
  else if (token_is_reserved(word))
    parse_fail(parser, token->start, token->end, "Unexpected token '%.*s'",
               length, token->name->bytes);
  else
    parse_fail(parser, token->start, token->end, "Unexpected identifier '%.*s'",
               length, token->name->bytes);
}

void parse_unexpected(Parser *parser) {
  const Token *token = parse_token(parser);
  switch (token->kind) {
  case TOKEN_END: parse_fail_token(parser, "Unexpected end of input"); return;
  case TOKEN_NUMBER:
  case TOKEN_BIGINT: parse_fail_token(parser, "Unexpected number"); return;
  case TOKEN_STRING: parse_fail_token(parser, "Unexpected string"); return;
  case TOKEN_TEMPLATE:
    parse_fail_token(parser, "Unexpected template string");
    return;
  default: break;
  }
  if (token_is_word(token->kind) || token->kind == TOKEN_PRIVATE_NAME)
    unexpected_word(parser, token);
  else
    parse_fail(parser, token->start, token->end, "Unexpected token '%s'",
               TOKEN_INFO[token->kind].text);
}

void parse_expect(Parser *parser, TokenKind kind) {
  if (!parse_take(parser, kind)) parse_unexpected(parser);
}

void parse_semicolon(Parser *parser) {
  const Token *token = parse_token(parser);
  if (parse_take(parser, TOKEN_SEMICOLON) || token->newline_before ||
      token->kind == TOKEN_RIGHT_BRACE)
    return;
  if (token->kind == TOKEN_END && !parse_failed(parser)) return;
  /* `await x` where await is but a name deserves a better word */
  u32 end = parser->previous_end;
  if (end >= 5 && parser->last_await_name == end - 5 &&
      !memcmp(parser->scanner.source + end - 5, "await", 5))
    parse_fail(parser, end - 5, end,
               "await is only valid in async functions and the top level "
               "bodies of modules");
  parse_unexpected(parser);
}

bool parse_enter(Parser *parser) {
  if (parser->depth >= PARSE_DEPTH_LIMIT)
    parse_fail_token(parser, "The source is too deeply nested");
  if (parse_failed(parser)) return false;
  parser->depth++;
  return true;
}

void parse_leave(Parser *parser) {
  assert(parser->depth);
  parser->depth--;
}

/* ---- Nodes ---- */

/* Nodes are as long as their payload. */
static size_t node_bytes(NodeKind kind) {
  static const u8 bytes[NODE_KIND_COUNT] = {
#define NODE(name, payload, estree)                                            \
  [NODE_##name] = offsetof(Node, payload) + sizeof(((Node *)0)->payload),
#include "syntax/nodes.def"
#undef NODE
  };
  /* the fields from `receiver` on belong to SUPER alone */
  if (kind == NODE_IDENTIFIER) return offsetof(Node, identifier.receiver);
  return bytes[kind];
}

Node *parse_node(Parser *parser, NodeKind kind, u32 start) {
  Node *node = arena_allocate(&parser->tree->arena, node_bytes(kind));
  node->kind = kind;
  node->start = start;
  node->end = parser->previous_end < start ? start : parser->previous_end;
  return node;
}

Node *parse_unary_node(Parser *parser, NodeKind kind, u32 start,
                       Node *operand) {
  Node *node = parse_node(parser, kind, start);
  node->unary.operand = operand;
  return node;
}

Node *parse_binary_node(Parser *parser, NodeKind kind, u32 start,
                        Operator operator, Node * left, Node *right) {
  Node *node = parse_node(parser, kind, start);
  node->binary.operator= operator;
  node->binary.left = left;
  node->binary.right = right;
  return node;
}

NodeList parse_list_end(Parser *parser, u32 base) {
  u32 count = parser->nodes.count - base;
  NodeList list = {};
  if (count) {
    list.items = arena_copy(&parser->tree->arena, parser->nodes.items + base,
                            count * sizeof(Node *));
    list.count = count;
  }
  parser->nodes.count = base;
  return list;
}

/* ---- Names ---- */

static bool check_await(Parser *parser, const Token *token) {
  const Context *context = &parser->context;
  if (context->is_async || context->await_is_reserved || parser->is_module) {
    parse_fail(parser, token->start, token->end,
               context->is_async && !parser->is_module
                   ? "Can not use 'await' as identifier inside an async "
                     "function"
                   : "Unexpected reserved word");
    return false;
  }
  parser->last_await_name = token->start;
  return true;
}

bool parse_identifier_check(Parser *parser, const Token *token) {
  const Context *context = &parser->context;
  if (likely(token->kind == TOKEN_IDENTIFIER && !token->has_escape))
    return true;
  u8 word = token_is_word(token->kind) ? token->name->token : 0;
  if (word == TOKEN_AWAIT) return check_await(parser, token);
  bool bad = !token_is_name(token->kind) ||
             (context->is_strict && token_is_strict_reserved(word)) ||
             (word == TOKEN_YIELD && context->is_generator);
  if (bad) {
    parse_unexpected(parser);
  } else if (word == TOKEN_ARGUMENTS && context->in_field) {
    parse_fail(parser, token->start, token->end,
               "'arguments' is not allowed in class field initializer or "
               "static initialization block");
    bad = true;
  }
  return !bad;
}

static Node *identifier_node(Parser *parser) {
  const Token *token = parse_token(parser);
  Name *name = token->name;
  u32 start = token->start;
  if (!parse_identifier_check(parser, token) || !name)
    name = tree_name(parser->tree, "", 0);
  parse_next(parser);
  Node *node = parse_node(parser, NODE_IDENTIFIER, start);
  node->identifier.name = name;
  return node;
}

Node *parse_identifier(Parser *parser) {
  return identifier_node(parser);
}

void parse_check_binding(Parser *parser, const Node *identifier) {
  u8 word = identifier->identifier.name->token;
  if (!parser->context.is_strict) return;
  if (word == TOKEN_EVAL || word == TOKEN_ARGUMENTS)
    parse_fail(parser, identifier->start, identifier->end,
               "Unexpected eval or arguments in strict mode");
  else if (token_is_strict_reserved(word))
    parse_fail(parser, identifier->start, identifier->end,
               "Unexpected strict mode reserved word");
}

Node *parse_binding_identifier(Parser *parser) {
  Node *node = identifier_node(parser);
  parse_check_binding(parser, node);
  return node;
}

void parse_check_legacy(Parser *parser, const Token *token) {
  static const char *const messages[] = {
      [LEGACY_OCTAL] = "Octal literals are not allowed in strict mode.",
      [LEGACY_LEADING_ZERO] =
          "Decimals with leading zeros are not allowed in strict mode.",
      [LEGACY_OCTAL_ESCAPE] =
          "Octal escape sequences are not allowed in strict mode.",
      [LEGACY_DIGIT_ESCAPE] = "\\8 and \\9 are not allowed in strict mode.",
  };
  if (token->legacy && parser->context.is_strict)
    parse_fail(parser, token->legacy_start, token->legacy_end, "%s",
               messages[token->legacy]);
}

/* ---- Entry ---- */

/* The parameters that a module of CommonJS finds around it. */
static void add_commonjs_parameters(Parser *parser, FunctionNode *function) {
  static const char *const names[] = {"exports", "require", "module",
                                      "__filename", "__dirname"};
  u32 base = parser->nodes.count;
  for (u32 i = 0; i < ARRAY_COUNT(names); i++) {
    Node *node = parse_node(parser, NODE_IDENTIFIER, 0);
    node->end = 0;
    node->identifier.name = tree_name(parser->tree, names[i], strlen(names[i]));
    vector_push(&parser->nodes, node);
  }
  function->parameters = parse_list_end(parser, base);
  function->length = function->parameters.count;
}

/* What the text may contain from its beginning. */
static Context first_context(const ParseOptions *options) {
  u32 flags = options->eval_flags;
  return (Context){
      .is_strict =
          options->is_module || options->is_strict || flags & EVAL_STRICT,
      .is_async = options->is_module,
      .in_function = options->is_commonjs,
      .allows_new_target = options->is_commonjs || flags & EVAL_NEW_TARGET,
      .allows_super_property = flags & EVAL_SUPER_PROPERTY,
      .allows_super_call = flags & EVAL_SUPER_CALL,
      .in_field = flags & EVAL_FIELD,
  };
}

static FunctionNode *new_program(Parser *parser, const ParseOptions *options) {
  FunctionKind kind = options->is_module     ? FUNCTION_MODULE
                      : options->is_commonjs ? FUNCTION_NORMAL
                      : options->is_eval     ? FUNCTION_EVAL
                                             : FUNCTION_SCRIPT;
  FunctionNode *script = parse_function_new(parser, kind, 0);
  parser->context = first_context(options);
  script->is_strict = parser->context.is_strict;
  script->has_simple_parameters = true;
  script->eval_flags = options->eval_flags;
  if (options->is_commonjs) add_commonjs_parameters(parser, script);
  scanner_start(&parser->scanner);
  return script;
}

/* A text that claims to be one function: parameters that end too early, or a
 * body that does, would make something else of it. */
static FunctionNode *parse_function_alone(Parser *parser,
                                          const ParseOptions *options) {
  FunctionNode *script = new_program(parser, options);
  u32 base = parser->nodes.count;
  Node *expression = parse_function_expression(parser);
  FunctionNode *function = expression->function;
  if (!parse_failed(parser) && function->body_start != options->body_start)
    parse_fail(parser, function->body_start, function->body_start + 1,
               function->body_start < options->body_start
                   ? "Arg string terminates parameters early"
                   : "Unexpected end of arg string");
  if (!parse_failed(parser) && parse_kind(parser) != TOKEN_END)
    parse_unexpected(parser);
  function->name_node = NULL;
  vector_push(
      &parser->nodes,
      parse_unary_node(parser, NODE_EXPRESSION_STATEMENT, 0, expression));
  script->body = parse_list_end(parser, base);
  script->end = parser->tree->length;
  return script;
}

static FunctionNode *parse_program(Parser *parser, ParseOptions options) {
  if (options.is_function) return parse_function_alone(parser, &options);
  FunctionNode *script = new_program(parser, &options);
  u32 base = parser->nodes.count;
  parse_directives(parser, script);
  while (parse_kind(parser) != TOKEN_END) {
    Node *item = options.is_module ? parse_module_item(parser)
                                   : parse_statement_list_item(parser);
    vector_push(&parser->nodes, item);
  }
  script->body = parse_list_end(parser, base);
  script->end = parser->tree->length;
  /* a module that awaits at its top level is an async function */
  script->is_async = options.is_module && parser->last_await != NOWHERE;
  return script;
}

/* Makes a range whole characters inside the text: at the end of it there may
 * be nothing to point at, and a byte may be but a part of a character. */
static void settle_range(SyntaxError *error, const char *source, u32 length) {
  if (error->end > length) error->end = length;
  if (error->start > error->end) error->start = error->end;
  while (error->end < length && ((u8)source[error->end] & 0xC0) == 0x80)
    error->end++;
}

/* The parser of a tree's text from `start` on. */
static Parser parser_of(Tree *tree, u32 start, bool is_module,
                        SyntaxError *error) {
  return (Parser){
      .scanner = {.tree = tree,
                  .source = tree->source,
                  .length = tree->length,
                  .position = start,
                  .is_module = is_module,
                  .error = error},
      .tree = tree,
      .is_module = is_module,
      .last_await = NOWHERE,
      .last_yield = NOWHERE,
      .last_await_name = NOWHERE,
      .arrow_start = NOWHERE,
  };
}

static void finish(Parser *parser) {
  vector_free(&parser->nodes);
  vector_free(&parser->labels);
  scanner_finish(&parser->scanner);
}

bool parse_script(Tree *tree, const char *source, size_t length,
                  ParseOptions options, SyntaxError *error) {
  *tree = (Tree){.source = source};
  *error = (SyntaxError){};
  if (length >= UINT32_MAX / 2) {
    error->message = "The source is too long";
    return false;
  }
  tree->length = (u32)length;
  Parser parser = parser_of(tree, 0, options.is_module, error);
  tree->script = parse_program(&parser, options);
  bool good = !parse_failed(&parser);
  if (parser.scanner.mentions_eval) options.is_sole_script = false;
  finish(&parser);
  if (good && scope_resolve(tree, &options, error)) return true;
  settle_range(error, source, (u32)length);
  return false;
}

Node *parse_expression_at(Tree *tree, const char *source, u32 start, u32 end) {
  *tree = (Tree){.source = source, .length = end};
  SyntaxError error = {};
  Parser parser = parser_of(tree, start, false, &error);
  parser.context = (Context){.in_function = true,
                             .allows_new_target = true,
                             .allows_super_property = true,
                             .allows_super_call = true};
  scanner_start(&parser.scanner);
  Node *node = parse_expression(&parser);
  bool good = !parse_failed(&parser) && parse_kind(&parser) == TOKEN_END;
  finish(&parser);
  return good ? node : NULL;
}
