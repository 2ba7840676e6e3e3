/* parser.h - source text to syntax tree, with scopes resolved. */
#ifndef GLASSHEAP_SYNTAX_PARSER_H
#define GLASSHEAP_SYNTAX_PARSER_H

#include "syntax/tree.h"

/* A scope that is there already when the text of a direct eval is parsed: an
 * environment on the heap with its names. */
typedef struct OuterName {
  const char *text; /* WTF-8 */
  u32 length;
  VariableKind kind;
} OuterName;

typedef struct OuterScope {
  ScopeKind kind;
  bool takes_vars;  /* the vars of sloppy evals inside go here */
  bool is_derived;  /* of a derived constructor: `this` may not be there yet */
  OuterName *names; /* by slot */
  u32 count;
} OuterScope;

/* What is parsed, and in which surroundings. */
typedef struct ParseOptions {
  bool is_module;
  bool is_strict; /* as if "use strict" came first */
  /* The text is the body of a function with the parameters exports, require,
   * module, __filename and __dirname: a module of CommonJS. */
  bool is_commonjs;
  /* The text of an eval: a FUNCTION_EVAL. */
  bool is_eval;
  EvalFlags eval_flags;    /* of a direct eval; otherwise 0 */
  const OuterScope *outer; /* the scopes around it, the innermost first */
  u32 outer_count;
  /* The text is one function, and its body begins with the brace at
   * `body_start`, as its maker knows (Function(parameters, body)). The script
   * is then a FUNCTION_EVAL with this function expression, whose name is not
   * seen from inside. */
  bool is_function;
  u32 body_start;
  /* The script is the whole program: its top-level let, const and class
   * bindings are seen by no other script, so those that no closure captures
   * may live in registers. Ignored (treated as captured) when the text
   * mentions eval or Function. */
  bool is_sole_script;
} ParseOptions;

/* An error in the source: one line, where, and why. */
typedef struct SyntaxError {
  const char *message; /* in the words of the best engines; arena's or fixed */
  u32 start, end;      /* bytes of the source to put a caret under */
} SyntaxError;

typedef struct Tree {
  Arena arena;
  const char *source;
  u32 length;
  FunctionNode *script; /* kind SCRIPT, MODULE or EVAL; of
                           CommonJS NORMAL */
  Scope *outer_vars;    /* sloppy EVAL: the scope around it that takes its
                           vars; NULL: the global object */
  bool has_templates;   /* some template is tagged */
  bool has_dynamic;     /* some scope is dynamic, in it or around it */
  Name **names;         /* the intern table */
  u32 name_count, name_capacity;
} Tree;

/* parse_script - parses `length` bytes of well-formed UTF-8 and resolves its
 * scopes. The text must outlive the tree. On an error returns false with
 * `*error` filled; the tree must be freed in either case. */
bool parse_script(Tree *tree, const char *source, size_t length,
                  ParseOptions options, SyntaxError *error);
/* scope_eval_flags - what the text of a direct eval in that function may
 * contain. */
u32 scope_eval_flags(const FunctionNode *function);
/* parse_expression_at - the expression that is all of [start, end) in a source
 * that parses; its names mean nothing, as scopes are not resolved. NULL when
 * it is none. The tree must be freed in either case. */
Node *parse_expression_at(Tree *tree, const char *source, u32 start, u32 end);
/* tree_free - frees the tree and all that hangs on it. */
void tree_free(Tree *tree);
/* tree_name - the interned name for WTF-8 text. */
Name *tree_name(Tree *tree, const char *bytes, size_t length);

/* source_position - line and column (both from 1; columns count UTF-16 units
 * as editors do) of a byte offset. */
void source_position(const char *source, size_t length, u32 offset, u32 *line,
                     u32 *column);
/* source_excerpt - "FILE:LINE:COLUMN: SyntaxError: MESSAGE", the line of
 * source and a caret under the range, into `out`. */
struct Buffer;
void source_excerpt(const char *file, const char *source, size_t length,
                    const SyntaxError *error, struct Buffer *out);

#endif
