/* parse_function.c - functions of every kind: parameters and bodies. */
#include "syntax/parse.h"

/* ---- The context inside ---- */

/* What the kinds of functions allow inside. Arrows take it from outside. */
static const Context INSIDE[] = {
    [FUNCTION_NORMAL] = {.in_function = true, .allows_new_target = true},
    [FUNCTION_METHOD] = {.in_function = true,
                         .allows_new_target = true,
                         .allows_super_property = true},
    [FUNCTION_GETTER] = {.in_function = true,
                         .allows_new_target = true,
                         .allows_super_property = true},
    [FUNCTION_SETTER] = {.in_function = true,
                         .allows_new_target = true,
                         .allows_super_property = true},
    [FUNCTION_CONSTRUCTOR] = {.in_function = true,
                              .allows_new_target = true,
                              .allows_super_property = true},
    [FUNCTION_DERIVED_CONSTRUCTOR] = {.in_function = true,
                                      .allows_new_target = true,
                                      .allows_super_property = true,
                                      .allows_super_call = true},
    [FUNCTION_FIELD_INITIALIZER] = {.in_field = true,
                                    .allows_new_target = true,
                                    .allows_super_property = true,
                                    .in_block = true},
    [FUNCTION_STATIC_BLOCK] = {.in_field = true,
                               .allows_new_target = true,
                               .allows_super_property = true,
                               .await_is_reserved = true,
                               .in_block = true},
};

static Context inside(const Context *outside, const FunctionNode *function) {
  Context context = *outside;
  if (function->kind == FUNCTION_ARROW) {
    context.in_function = true;
    context.in_parameters = false;
    context.in_case = false;
    context.await_is_reserved = false;
  } else {
    context = INSIDE[function->kind];
    context.is_strict = outside->is_strict;
  }
  context.is_async = function->is_async;
  context.is_generator = function->is_generator;
  context.loop_depth = context.switch_depth = 0;
  return context;
}

FunctionState parse_enter_function(Parser *parser,
                                   const FunctionNode *function) {
  FunctionState state = {parser->context, parser->last_await,
                         parser->last_yield, parser->last_await_name};
  parser->context = inside(&state.context, function);
  parser->context.first_label = parser->labels.count;
  return state;
}

void parse_leave_function(Parser *parser, const FunctionState *state) {
  parser->context = state->context;
  parser->last_await = state->last_await;
  parser->last_yield = state->last_yield;
  parser->last_await_name = state->last_await_name;
}

FunctionNode *parse_function_new(Parser *parser, FunctionKind kind, u32 start) {
  FunctionNode *function = arena_new(&parser->tree->arena, FunctionNode);
  function->kind = kind;
  function->start = start;
  return function;
}

Node *parse_function_node(Parser *parser, NodeKind kind,
                          FunctionNode *function) {
  Node *node = parse_node(parser, kind, function->start);
  node->function = function;
  return node;
}

/* ---- Bodies ---- */

static bool is_use_strict(Parser *parser, const Token *token) {
  static const char text[] = "use strict";
  return token->end - token->start == sizeof text + 1 &&
         !memcmp(parser->scanner.source + token->start + 1, text,
                 sizeof text - 1);
}

/* A statement that is nothing but the string that began it. */
static bool is_directive(const Node *statement, const Token *token) {
  const Node *string = statement->kind == NODE_EXPRESSION_STATEMENT
                           ? statement->unary.operand
                           : NULL;
  return string && string->kind == NODE_STRING && !string->parenthesized &&
         string->start == token->start;
}

static void turn_strict(Parser *parser, FunctionNode *function,
                        const Token *directive) {
  if (!function->has_simple_parameters)
    parse_fail(parser, directive->start, directive->end,
               "Illegal 'use strict' directive in function with non-simple "
               "parameter list");
  function->is_strict = true;
  parser->context.is_strict = true;
}

bool parse_directives(Parser *parser, FunctionNode *function) {
  Token octal = {};
  bool found = false;
  while (parse_kind(parser) == TOKEN_STRING) {
    Token token = *parse_token(parser);
    Node *statement = parse_statement_list_item(parser);
    vector_push(&parser->nodes, statement);
    if (!is_directive(statement, &token)) break;
    if (token.legacy && !octal.legacy) octal = token;
    if (!is_use_strict(parser, &token)) continue;
    turn_strict(parser, function, &token);
    parse_check_legacy(parser, &octal);
    found = true;
  }
  return found;
}

/* Names that were good in sloppy code and are not, now that the body has asked
 * for strict code. */
static void check_names_again(Parser *parser, const FunctionNode *function) {
  if (function->name_node) parse_check_binding(parser, function->name_node);
  for (u32 i = 0; i < function->parameters.count; i++) {
    Node *parameter = function->parameters.items[i];
    if (parameter->kind == NODE_IDENTIFIER)
      parse_check_binding(parser, parameter);
  }
}

/* From { to }; the context is that of the inside. */
static void parse_body(Parser *parser, FunctionNode *function) {
  u32 base = parser->nodes.count;
  parser->context.forbids_in = false;
  function->is_strict = parser->context.is_strict;
  function->body_start = parse_start(parser);
  parse_expect(parser, TOKEN_LEFT_BRACE);
  if (parse_directives(parser, function)) check_names_again(parser, function);
  while (parse_kind(parser) != TOKEN_RIGHT_BRACE &&
         parse_kind(parser) != TOKEN_END)
    vector_push(&parser->nodes, parse_statement_list_item(parser));
  function->body = parse_list_end(parser, base);
  parse_expect(parser, TOKEN_RIGHT_BRACE);
  function->end = parser->previous_end;
}

/* ---- Parameters ---- */

/* Whether an expression hides in a pattern: an initializer or computed key. */
static bool pattern_has_expression(const Node *node) {
  NodeList items = {};
  switch (node->kind) {
  case NODE_DEFAULT: return true;
  case NODE_REST: return pattern_has_expression(node->unary.operand);
  case NODE_PROPERTY:
    return node->property.computed ||
           pattern_has_expression(node->property.value);
  case NODE_ARRAY_PATTERN:
  case NODE_OBJECT_PATTERN: items = node->list.items; break;
  default: return false;
  }
  for (u32 i = 0; i < items.count; i++)
    if (pattern_has_expression(items.items[i])) return true;
  return false;
}

/* The facts that follow from the list of parameters. */
static void measure_parameters(FunctionNode *function) {
  bool counting = true;
  function->has_simple_parameters = true;
  for (u32 i = 0; i < function->parameters.count; i++) {
    const Node *parameter = function->parameters.items[i];
    counting &= parameter->kind != NODE_DEFAULT && parameter->kind != NODE_REST;
    function->length += counting;
    if (parameter->kind == NODE_IDENTIFIER) continue;
    function->has_simple_parameters = false;
    function->has_parameter_expressions |= pattern_has_expression(parameter);
  }
}

static Node *parse_parameter(Parser *parser) {
  u32 start = parse_start(parser);
  if (!parse_take(parser, TOKEN_ELLIPSIS)) return parse_binding_element(parser);
  Node *operand = parse_binding_target(parser);
  Node *node = parse_unary_node(parser, NODE_REST, start, operand);
  if (parse_kind(parser) == TOKEN_ASSIGN)
    parse_fail_token(parser,
                     "Rest parameter may not have a default initializer");
  else if (parse_kind(parser) != TOKEN_RIGHT_PAREN)
    parse_fail(parser, start, parser->previous_end,
               "Rest parameter must be last formal parameter");
  return node;
}

static void check_arity(Parser *parser, const FunctionNode *function,
                        u32 start) {
  u32 count = function->parameters.count, end = parser->previous_end;
  if (function->kind == FUNCTION_GETTER && count)
    parse_fail(parser, start, end,
               "Getter must not have any formal parameters.");
  if (function->kind != FUNCTION_SETTER) return;
  if (count != 1)
    parse_fail(parser, start, end,
               "Setter must have exactly one formal parameter.");
  else if (function->parameters.items[0]->kind == NODE_REST)
    parse_fail(parser, start, end,
               "Setter function argument must not be a rest parameter");
}

static void parse_parameters(Parser *parser, FunctionNode *function) {
  u32 base = parser->nodes.count, start = parse_start(parser);
  parser->context.in_parameters = true;
  parse_expect(parser, TOKEN_LEFT_PAREN);
  while (parse_kind(parser) != TOKEN_RIGHT_PAREN) {
    vector_push(&parser->nodes, parse_parameter(parser));
    if (!parse_take(parser, TOKEN_COMMA)) break;
  }
  if (parse_kind(parser) != TOKEN_RIGHT_PAREN &&
      parse_kind(parser) != TOKEN_END)
    parse_fail_token(parser, "missing ) after formal parameters");
  parse_expect(parser, TOKEN_RIGHT_PAREN);
  parser->context.in_parameters = false;
  function->parameters = parse_list_end(parser, base);
  check_arity(parser, function, start);
  measure_parameters(function);
}

/* Parameters and body. */
static void parse_rest_of_function(Parser *parser, FunctionNode *function) {
  if (!parse_enter(parser)) return;
  FunctionState state = parse_enter_function(parser, function);
  parse_parameters(parser, function);
  parse_body(parser, function);
  parse_leave_function(parser, &state);
  parse_leave(parser);
}

/* ---- Kinds ---- */

/* `async`, `function` and `*`, consumed. */
static FunctionNode *parse_function_words(Parser *parser) {
  FunctionNode *function =
      parse_function_new(parser, FUNCTION_NORMAL, parse_start(parser));
  function->is_async = parse_take(parser, TOKEN_ASYNC);
  parse_expect(parser, TOKEN_FUNCTION);
  function->is_generator = parse_take(parser, TOKEN_MULTIPLY);
  return function;
}

static void parse_function_name(Parser *parser, FunctionNode *function) {
  function->name_node = parse_binding_identifier(parser);
  function->name = function->name_node->identifier.name;
}

Node *parse_function_declaration(Parser *parser, bool name_optional) {
  FunctionNode *function = parse_function_words(parser);
  if (parse_kind(parser) != TOKEN_LEFT_PAREN)
    parse_function_name(parser, function);
  else if (!name_optional)
    parse_fail_token(parser, "Function statements require a function name");
  parse_rest_of_function(parser, function);
  return parse_function_node(parser, NODE_FUNCTION_DECLARATION, function);
}

Node *parse_function_expression(Parser *parser) {
  FunctionNode *function = parse_function_words(parser);
  if (parse_kind(parser) != TOKEN_LEFT_PAREN) {
    /* an expression's name is seen from inside: its own rules hold */
    Context context = parser->context;
    parser->context.is_async = function->is_async;
    parser->context.is_generator = function->is_generator;
    parser->context.await_is_reserved = false;
    parser->context.in_field = false;
    parse_function_name(parser, function);
    parser->context = context;
  }
  parse_rest_of_function(parser, function);
  return parse_function_node(parser, NODE_FUNCTION, function);
}

Node *parse_method(Parser *parser, const MemberHead *head, FunctionKind kind) {
  FunctionNode *function = parse_function_new(parser, kind, head->start);
  function->is_async = head->is_async;
  function->is_generator = head->is_generator;
  parse_rest_of_function(parser, function);
  return parse_function_node(parser, NODE_FUNCTION, function);
}

/* ---- Arrows ---- */

static bool seen_since(u32 last, u32 start) {
  return last != NOWHERE && last >= start;
}

/* Parameters that were read as an expression may hold what only expressions
 * may. */
static void check_arrow_parameters(Parser *parser, u32 start, bool is_async) {
  if (seen_since(parser->last_yield, start))
    parse_fail(parser, parser->last_yield, parser->last_yield + 5,
               "Yield expression not allowed in formal parameter");
  if (seen_since(parser->last_await, start))
    parse_fail(parser, parser->last_await, parser->last_await + 5,
               "Illegal await-expression in formal parameters of async "
               "function");
  if (is_async && seen_since(parser->last_await_name, start))
    parse_fail(parser, parser->last_await_name, parser->last_await_name + 5,
               "Can not use 'await' as identifier inside an async function");
}

static void parse_arrow_body(Parser *parser, FunctionNode *function) {
  if (parse_kind(parser) == TOKEN_LEFT_BRACE) {
    parse_body(parser, function);
    return;
  }
  function->is_strict = parser->context.is_strict;
  function->is_expression_body = true;
  u32 base = parser->nodes.count;
  vector_push(&parser->nodes, parse_assignment(parser, NULL));
  function->body = parse_list_end(parser, base);
  function->end = parser->previous_end;
}

Node *parse_arrow(Parser *parser, u32 start, NodeList items, bool is_async) {
  FunctionNode *function = parse_function_new(parser, FUNCTION_ARROW, start);
  function->is_async = is_async;
  check_arrow_parameters(parser, start, is_async);
  for (u32 i = 0; i < items.count; i++)
    parse_to_binding(parser, items.items[i]);
  function->parameters = items;
  measure_parameters(function);
  parse_expect(parser, TOKEN_ARROW);
  FunctionState state = parse_enter_function(parser, function);
  parse_arrow_body(parser, function);
  parse_leave_function(parser, &state);
  return parse_function_node(parser, NODE_ARROW, function);
}
