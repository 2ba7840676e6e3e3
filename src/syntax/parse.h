/* parse.h - what the parse_*.c files share; nobody else includes it.
 *
 * A recursive-descent parser, with precedence climbing for binary operators.
 * Errors are sticky (scanner.h): functions never return NULL where a node is
 * due, and every loop ends at TOKEN_END.
 *
 * What may turn out to be a pattern, `[a, b = 1]` or `(a, {b}) => ...`, is read
 * as an expression and reinterpreted once `=` or `=>` shows. Whatever is good
 * only in a pattern is noted in a Cover; who knows that it is no pattern
 * complains of the first note.
 */
#ifndef GLASSHEAP_SYNTAX_PARSE_H
#define GLASSHEAP_SYNTAX_PARSE_H

#include "base/vector.h"
#include "syntax/scanner.h"

/* Nesting of the text that the parser follows; it costs C stack. */
constexpr u32 PARSE_DEPTH_LIMIT = 1800;
constexpr u32 NOWHERE = UINT32_MAX;

typedef struct Label {
  Name *name;
  u32 statement_start; /* of what it labels, all labels aside */
  bool is_loop;
} Label;

/* What the code being parsed may contain. Kept and restored around functions,
 * class bodies and field initializers. */
typedef struct Context {
  bool is_strict;
  bool is_async;          /* await is an operator */
  bool is_generator;      /* yield is an operator */
  bool in_function;       /* return is allowed */
  bool in_parameters;     /* neither await nor yield may be used */
  bool await_is_reserved; /* in a static block: await is no name */
  bool in_field;          /* arguments is no name (static blocks too) */
  bool allows_new_target;
  bool allows_super_property;
  bool allows_super_call;
  bool forbids_in; /* in the head of a for */
  bool in_case;    /* directly in a case: no using */
  bool in_block;   /* not at the top level of the script */
  u32 loop_depth, switch_depth;
  u32 first_label; /* labels below it belong to outer functions */
} Context;

/* Where something stands that only a pattern may have; NOWHERE if nowhere. */
typedef struct Cover {
  u32 initializer; /* the = of {a = 1} */
  u32 proto;       /* a second __proto__ */
} Cover;

typedef struct Parser {
  Scanner scanner;
  Tree *tree;
  Context context;
  u32 depth;
  u32 previous_end; /* of the last token consumed */
  u32 arrow_start;  /* where an arrow function may begin */
  /* The last places where an await or yield expression, or await as a name,
   * was seen in this function: arrow parameters may not contain them. */
  u32 last_await, last_yield, last_await_name;
  VECTOR(Node *) nodes; /* lists being collected */
  VECTOR(Label) labels;
  bool is_module;
} Parser;

#define NO_COVER ((Cover){NOWHERE, NOWHERE})

/* ---- parse.c: tokens, errors, nodes ---- */

static inline Token *parse_token(Parser *parser) {
  return &parser->scanner.token;
}
static inline TokenKind parse_kind(const Parser *parser) {
  return parser->scanner.token.kind;
}
static inline u32 parse_start(const Parser *parser) {
  return parser->scanner.token.start;
}
static inline bool parse_failed(const Parser *parser) {
  return parser->scanner.failed;
}
/* parse_next - consumes the current token. */
static inline void parse_next(Parser *parser) {
  parser->previous_end = parser->scanner.token.end;
  scanner_next(&parser->scanner);
}
/* parse_take - consumes the current token if it is of that kind. */
static inline bool parse_take(Parser *parser, TokenKind kind) {
  if (parse_kind(parser) != kind) return false;
  parse_next(parser);
  return true;
}
#define parse_fail(parser, start, end, ...)                                    \
  scanner_fail(&(parser)->scanner, start, end, __VA_ARGS__)
/* parse_fail_token - complains of the current token with a fixed message. */
void parse_fail_token(Parser *parser, const char *message);
/* parse_unexpected - the current token does not fit here. */
void parse_unexpected(Parser *parser);
/* parse_expect - consumes a token of that kind or complains. */
void parse_expect(Parser *parser, TokenKind kind);
/* parse_semicolon - a semicolon, or a place where one may be left out. */
void parse_semicolon(Parser *parser);
/* parse_enter - one level deeper; false (with the error set) when too deep.
 * A true is paired with a parse_leave. */
bool parse_enter(Parser *parser);
void parse_leave(Parser *parser);

/* parse_node - a node from `start` to the last token consumed. */
Node *parse_node(Parser *parser, NodeKind kind, u32 start);
Node *parse_unary_node(Parser *parser, NodeKind kind, u32 start, Node *operand);
Node *parse_binary_node(Parser *parser, NodeKind kind, u32 start,
                        Operator operator, Node * left, Node *right);
/* parse_list_end - the nodes pushed since `parser->nodes.count` was `base`. */
NodeList parse_list_end(Parser *parser, u32 base);

/* parse_identifier_check - whether the current token, a word, may be a name
 * here; complains if not. */
bool parse_identifier_check(Parser *parser, const Token *token);
/* parse_identifier - a reference: an IDENTIFIER node. */
Node *parse_identifier(Parser *parser);
/* parse_binding_identifier - a name being declared. */
Node *parse_binding_identifier(Parser *parser);
/* parse_check_binding - complains of eval and arguments in strict code. */
void parse_check_binding(Parser *parser, const Node *identifier);
/* parse_check_legacy - complains of an octal literal in strict code. */
void parse_check_legacy(Parser *parser, const Token *token);

/* ---- parse_statement.c, parse_loop.c ---- */

Node *parse_statement_list_item(Parser *parser);
Node *parse_statement(Parser *parser);
/* parse_statement_list - up to a token of kind `end`, which stays. */
NodeList parse_statement_list(Parser *parser, TokenKind end);
Node *parse_block(Parser *parser);
/* parse_variables - declarators of var, let, const or using, whose word was
 * consumed; `in_for` leaves missing initializers to the caller. */
Node *parse_variables(Parser *parser, u32 start, VariableKind kind,
                      bool in_for);
/* parse_starts_let, parse_starts_using - whether the current word begins a
 * declaration; for the second, `*is_await` tells `await using`. */
bool parse_starts_let(Parser *parser);
bool parse_starts_using(Parser *parser, bool *is_await);
/* parse_using - a declaration whose first word is the current token. */
Node *parse_using(Parser *parser, bool is_await, bool in_for);
/* parse_parenthesized_expression - as the heads of if and while have it. */
Node *parse_parenthesized_expression(Parser *parser);
Node *parse_for(Parser *parser);
Node *parse_while(Parser *parser);
Node *parse_do_while(Parser *parser);

/* ---- parse_module.c ---- */

/* parse_module_item - at the top level of a module. */
Node *parse_module_item(Parser *parser);

/* ---- parse_expression.c, parse_call.c, parse_primary.c, parse_object.c ----
 */

Node *parse_expression(Parser *parser);
/* parse_assignment - without commas. `cover` may be NULL: then the expression
 * is certainly no pattern. */
Node *parse_assignment(Parser *parser, Cover *cover);
Node *parse_left_hand_side(Parser *parser, Cover *cover);
/* parse_inside - an assignment expression between brackets of some kind, where
 * `in` is an operator again. parse_expression_inside: with commas. */
Node *parse_inside(Parser *parser, Cover *cover);
Node *parse_expression_inside(Parser *parser);
Node *parse_primary(Parser *parser, Cover *cover);
void parse_check_cover(Parser *parser, const Cover *cover);
/* parse_arguments - from ( to ); `cover` when an async arrow may come of it. */
NodeList parse_arguments(Parser *parser, Cover *cover);
Node *parse_template(Parser *parser, bool tagged);
Node *parse_array(Parser *parser, Cover *cover);
Node *parse_object(Parser *parser, Cover *cover);
Node *parse_string_node(Parser *parser);
static inline bool parse_is_bare_arrow(const Node *node) {
  return node->kind == NODE_ARROW && !node->parenthesized;
}

/* The beginning of a member of an object literal or class. */
typedef struct MemberHead {
  u32 start;  /* of the first modifier but static */
  Token name; /* the key's first token */
  bool is_async, is_generator, computed;
  PropertyKind kind; /* INIT, GETTER, SETTER */
  Node *key;
} MemberHead;
MemberHead parse_member_head(Parser *parser);
/* parse_member_key - a property name; sets `computed`. */
Node *parse_member_key(Parser *parser, bool *computed);
bool parse_starts_key(const Parser *parser);

/* ---- parse_function.c ---- */

Node *parse_function_declaration(Parser *parser, bool name_optional);
Node *parse_function_expression(Parser *parser);
/* parse_method - parameters and body after a member's head. */
Node *parse_method(Parser *parser, const MemberHead *head, FunctionKind kind);
/* parse_arrow - from the => on; the parameters are reinterpreted. `items` are
 * expressions. */
Node *parse_arrow(Parser *parser, u32 start, NodeList items, bool is_async);
/* parse_function_new - a FunctionNode that begins at `start`. */
FunctionNode *parse_function_new(Parser *parser, FunctionKind kind, u32 start);
Node *parse_function_node(Parser *parser, NodeKind kind,
                          FunctionNode *function);
/* parse_enter_function - sets the context for the inside of a function;
 * returns what parse_leave_function restores. */
typedef struct FunctionState {
  Context context;
  u32 last_await, last_yield, last_await_name;
} FunctionState;
FunctionState parse_enter_function(Parser *parser,
                                   const FunctionNode *function);
void parse_leave_function(Parser *parser, const FunctionState *state);
/* parse_directives - the "use strict" and its like that open a body, pushed
 * as statements. True when strict mode was asked for. */
bool parse_directives(Parser *parser, FunctionNode *function);

/* ---- parse_class.c ---- */

Node *parse_class(Parser *parser, bool is_declaration, bool name_optional);

/* ---- parse_pattern.c ---- */

/* parse_binding_target - an identifier or pattern being declared. */
Node *parse_binding_target(Parser *parser);
/* parse_binding_element - the same with an initializer perhaps. */
Node *parse_binding_element(Parser *parser);
/* parse_to_target - an expression as the target of an assignment: patterns
 * are reinterpreted in place. `message` is the complaint about anything that
 * is no target. */
void parse_to_target(Parser *parser, Node *node, const char *message);
/* parse_to_binding - an expression as a parameter of an arrow function. */
void parse_to_binding(Parser *parser, Node *node);
/* parse_is_call_target - a call that may stand where only targets are of use.
 */
bool parse_is_call_target(const Parser *parser, const Node *node);
/* parse_is_simple_target - a name or property. */
bool parse_is_simple_target(const Node *node);

#endif
