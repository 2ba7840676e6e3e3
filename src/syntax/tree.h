/* tree.h - the syntax tree: what the parser makes and the compiler reads.
 *
 * A tree lives in an arena and is freed with it. Every node has a kind, the
 * byte range of its source text, and one member of a union (nodes.def says
 * which). Names are interned: equal names are equal pointers. Text inside is
 * WTF-8, so that a lone surrogate in a string literal survives.
 *
 * Scopes and variables hang on the tree too. After scope analysis every
 * identifier that refers to a variable of the script has `variable` set; one
 * with NULL is a property of the global object (or a binding made by another
 * script). A variable that a closure uses has `captured`: only such variables
 * live in environments on the heap, all others are registers of the frame.
 *
 * A node is allocated only as long as its kind needs, so never copy one by
 * value. No path from the root is longer than TREE_DEPTH_LIMIT nodes, so that a
 * walk may recurse without fear; but the left operands of a sum do not count:
 * a + b + c + ... is a BINARY in a BINARY and so on, a million deep if need be,
 * and is walked in a loop.
 */
#ifndef GLASSHEAP_SYNTAX_TREE_H
#define GLASSHEAP_SYNTAX_TREE_H

#include "base/arena.h"
#include "base/base.h"

typedef enum NodeKind : u8 {
#define NODE(name, payload, estree) NODE_##name,
#include "syntax/nodes.def"
#undef NODE
  NODE_KIND_COUNT,
} NodeKind;

/* The longest path of nodes in a tree; deeper text is a SyntaxError. */
constexpr u32 TREE_DEPTH_LIMIT = 5000;

/* Operators of UNARY, UPDATE, BINARY, LOGICAL and ASSIGN nodes.
 * OPERATOR(NAME, text) */
#define OPERATORS(OPERATOR)                                                    \
  OPERATOR(NONE, "=")                                                          \
  OPERATOR(ADD, "+")                                                           \
  OPERATOR(SUBTRACT, "-")                                                      \
  OPERATOR(MULTIPLY, "*")                                                      \
  OPERATOR(DIVIDE, "/")                                                        \
  OPERATOR(REMAINDER, "%")                                                     \
  OPERATOR(EXPONENT, "**")                                                     \
  OPERATOR(SHIFT_LEFT, "<<")                                                   \
  OPERATOR(SHIFT_RIGHT, ">>")                                                  \
  OPERATOR(SHIFT_RIGHT_UNSIGNED, ">>>")                                        \
  OPERATOR(BIT_AND, "&")                                                       \
  OPERATOR(BIT_OR, "|")                                                        \
  OPERATOR(BIT_XOR, "^")                                                       \
  OPERATOR(AND, "&&")                                                          \
  OPERATOR(OR, "||")                                                           \
  OPERATOR(NULLISH, "??")                                                      \
  OPERATOR(EQUAL, "==")                                                        \
  OPERATOR(NOT_EQUAL, "!=")                                                    \
  OPERATOR(STRICT_EQUAL, "===")                                                \
  OPERATOR(STRICT_NOT_EQUAL, "!==")                                            \
  OPERATOR(LESS, "<")                                                          \
  OPERATOR(LESS_EQUAL, "<=")                                                   \
  OPERATOR(GREATER, ">")                                                       \
  OPERATOR(GREATER_EQUAL, ">=")                                                \
  OPERATOR(IN, "in")                                                           \
  OPERATOR(INSTANCEOF, "instanceof")                                           \
  OPERATOR(NOT, "!")                                                           \
  OPERATOR(BIT_NOT, "~")                                                       \
  OPERATOR(PLUS, "+")                                                          \
  OPERATOR(MINUS, "-")                                                         \
  OPERATOR(TYPEOF, "typeof")                                                   \
  OPERATOR(VOID, "void")                                                       \
  OPERATOR(DELETE, "delete")                                                   \
  OPERATOR(INCREMENT, "++")                                                    \
  OPERATOR(DECREMENT, "--")

typedef enum Operator : u8 {
#define OPERATOR(name, text) OPERATOR_##name,
  OPERATORS(OPERATOR)
#undef OPERATOR
} Operator;

typedef struct Node Node;
typedef struct Scope Scope;
typedef struct Variable Variable;
typedef struct FunctionNode FunctionNode;

/* An interned piece of WTF-8 text, followed by a zero byte. */
typedef struct Name {
  u32 length;
  u32 hash;
  struct Name *next; /* in its bucket */
  Variable *binding; /* what it means now, while scopes are resolved */
  u8 token;          /* TokenKind when it is a keyword, else 0 */
  bool is_free;      /* used somewhere where nothing declares it */
  char bytes[];
} Name;

typedef struct NodeList {
  Node **items;
  u32 count;
} NodeList;

typedef enum VariableKind : u8 {
  VARIABLE_VAR,
  VARIABLE_LET,
  VARIABLE_CONST,
  VARIABLE_CLASS,
  VARIABLE_FUNCTION, /* a function declaration */
  VARIABLE_PARAMETER,
  VARIABLE_CATCH,         /* simple catch parameter */
  VARIABLE_FUNCTION_NAME, /* a function expression's own name: silent const */
  VARIABLE_PRIVATE,       /* #name of a class; holds its private symbol */
  VARIABLE_IMPORT,
  /* Bindings that have no name in the source; each function that is not an
   * arrow has them in its function scope when something uses them. */
  VARIABLE_THIS,
  VARIABLE_NEW_TARGET,
  VARIABLE_ARGUMENTS,
  VARIABLE_CALLEE, /* the running function: for super */
  /* What a scope holds whose names only run time knows: the object of a
   * `with`; or the variables that sloppy evals made, once there are any. */
  VARIABLE_DYNAMIC,
} VariableKind;

struct Variable {
  Name *name; /* "this", "arguments", "#x", ... as written */
  Scope *scope;
  Variable *next; /* in its scope, in order of declaration */
  VariableKind kind;
  bool captured;      /* used by an inner function: lives on the heap */
  bool assigned;      /* assigned to after its initialisation */
  bool needs_check;   /* a use may come before initialisation (TDZ) */
  bool top_level_var; /* a property of the global object, no slot; of sloppy
                         eval code a var of what is around it: `outside` */
  bool is_hoisted;    /* a top_level_var that is there only for functions in
                         blocks (annex B) */
  bool is_dropped;    /* ... and cannot be: they stay in their blocks */
  bool is_static;     /* a private name declared static */
  u8 private_kind;    /* PrivateKind */
  u32 declared_at;    /* source offset of the declaration */
  Node *function;     /* the FUNCTION_DECLARATION to hoist, or NULL; a
                         parameter or pseudo-variable may have one too */
  i32 slot;           /* for the compiler: register or environment slot */
  Node *constant;     /* for the compiler: the literal that this const is, as
                         far as any code can see */
  Variable *outside;  /* a var of sloppy eval code: the variable of the
                         function around that it is; NULL: one is made */
  /* The rest is the resolver's own. */
  bool used;          /* something refers to it */
  u32 initialised_at; /* text from here on ... */
  u32 safe_until;     /* ... to here runs after its initialisation */
  Variable *shadowed; /* what the name meant outside */
};

typedef enum PrivateKind : u8 {
  PRIVATE_FIELD,
  PRIVATE_METHOD,
  PRIVATE_GETTER,
  PRIVATE_SETTER,
  PRIVATE_ACCESSOR_PAIR,
} PrivateKind;

typedef enum ScopeKind : u8 {
  SCOPE_SCRIPT,
  SCOPE_MODULE,
  SCOPE_FUNCTION,      /* parameters and pseudo-variables; and the body's
                          variables too, unless it has a SCOPE_BODY */
  SCOPE_BODY,          /* the body of a function with parameter expressions */
  SCOPE_FUNCTION_NAME, /* around a named function expression */
  SCOPE_BLOCK,
  SCOPE_LOOP, /* let of a for head: a fresh copy each iteration */
  SCOPE_SWITCH,
  SCOPE_CATCH,
  SCOPE_CLASS,        /* the class's inner name and its private names */
  SCOPE_STATIC_BLOCK, /* unused: static blocks are functions */
  SCOPE_WITH,
  SCOPE_EVAL,           /* the let, const and class of sloppy eval code */
  SCOPE_PARAMETER_VARS, /* around the parameters: the vars of evals in their
                           expressions */
} ScopeKind;

struct Scope {
  ScopeKind kind;
  bool has_captured;    /* at least one variable lives on the heap */
  bool has_direct_eval; /* a direct eval inside may see all of it */
  bool is_beyond;       /* resolver's own: outside of where vars of the eval
                           code go */
  Scope *parent;
  FunctionNode *function; /* the function whose code this scope is in; of a
                             SCOPE_FUNCTION_NAME, the function so named */
  Variable *first, *last; /* in order of declaration */
  u32 count;
  Variable *dynamic; /* the DYNAMIC one among them, or NULL: names that are
                        not found further in are looked up here at run time */
  u32 start, end;    /* bytes of source it covers */
  void *lookup;      /* parser's own */
};

typedef enum FunctionKind : u8 {
  FUNCTION_NORMAL,
  FUNCTION_ARROW,
  FUNCTION_METHOD,
  FUNCTION_GETTER,
  FUNCTION_SETTER,
  FUNCTION_CONSTRUCTOR, /* of a base class */
  FUNCTION_DERIVED_CONSTRUCTOR,
  FUNCTION_FIELD_INITIALIZER, /* one for all instance (or static) fields */
  FUNCTION_STATIC_BLOCK,
  FUNCTION_SCRIPT,
  FUNCTION_MODULE,
  FUNCTION_EVAL, /* the text of an eval: like a script, but in scopes that are
                    there already; its value is that of its last statement */
} FunctionKind;

/* What the code of a direct eval may contain, from where it stands. */
typedef enum EvalFlags : u8 {
  EVAL_STRICT = 1, /* called by strict code */
  EVAL_NEW_TARGET = 2,
  EVAL_SUPER_PROPERTY = 4,
  EVAL_SUPER_CALL = 8,
  EVAL_FIELD = 16,  /* in a field initializer: arguments is no name */
  EVAL_MODULE = 32, /* in a module: without a function, `this` is undefined */
} EvalFlags;

/* What a function does with its arguments object, the most it does. */
typedef enum ArgumentsUse : u8 {
  ARGUMENTS_COUNTED, /* arguments.length, or nothing */
  ARGUMENTS_READ,    /* arguments[i], ...arguments */
  ARGUMENTS_EXPOSED, /* anything else: somebody may write to it */
} ArgumentsUse;

struct FunctionNode {
  FunctionKind kind;
  bool is_async, is_generator, is_strict;
  bool is_expression_body;    /* arrow whose body is one expression */
  bool has_simple_parameters; /* identifiers only */
  bool has_parameter_expressions;
  bool uses_arguments, uses_this, uses_super, has_direct_eval;
  ArgumentsUse arguments_use; /* counts for sloppy functions alone */
  bool maps_arguments;        /* the items of its arguments object are its
                                 parameters, which are all captured */
  Name *name;                 /* own name, or NULL; a name that comes from the
                                 place it is assigned to is the compiler's */
  Node *name_node;            /* its identifier, or NULL */
  NodeList parameters;        /* patterns, DEFAULT, a last REST */
  u32 length;                 /* expected argument count */
  NodeList body;              /* statements; for an expression body one
                                 expression */
  Scope *name_scope;          /* SCOPE_FUNCTION_NAME or NULL */
  Scope *scope;               /* SCOPE_FUNCTION */
  Scope *body_scope;          /* SCOPE_BODY, else the same as scope */
  FunctionNode *parent;       /* the enclosing function */
  u32 start, end;             /* source text, as toString gives it */
  u32 this_property_count;    /* distinct `this.x =` seen in the body: sizes
                                 the objects that it constructs; of a
                                 FIELD_INITIALIZER the number of fields */
  Variable *annex_b;          /* sloppy function declaration in a block: the
                                 var of the enclosing function (perhaps a
                                 top_level_var) that gets a copy when the
                                 declaration is reached; else NULL */
  Scope *parameter_vars;      /* SCOPE_PARAMETER_VARS or NULL */
  u32 body_start;             /* of the brace that opens the body */
  u32 eval_flags;             /* EVAL: EvalFlags */
  u32 earliest;               /* resolver's own: no text before this offset
                                 runs after the closure was made */
};

typedef enum PropertyKind : u8 {
  PROPERTY_INIT,      /* key: value */
  PROPERTY_SHORTHAND, /* key */
  PROPERTY_METHOD,
  PROPERTY_GETTER,
  PROPERTY_SETTER,
  PROPERTY_SPREAD,       /* ...value (key is NULL); in a pattern the rest */
  PROPERTY_FIELD,        /* class field; value may be NULL */
  PROPERTY_STATIC_BLOCK, /* value is a STATIC_BLOCK node */
  PROPERTY_ACCESSOR,     /* reserved */
} PropertyKind;

struct Node {
  NodeKind kind;
  bool parenthesized;
  u8 cover;       /* parser's own, for reinterpretation as a pattern */
  u32 start, end; /* bytes of the source text, half open */
  union {
    struct {
    } none;
    double number;
    struct { /* BIGINT: digits without separators and n, perhaps after 0x */
      Name *value;
      bool has_escape;
    } string;
    struct {          /* strings.count == expressions.count + 1 */
      Node **strings; /* STRING nodes; string.value NULL when the cooked
                         value is undefined (bad escape in a tag) */
      Name **raw;
      u32 string_count;
      NodeList expressions;
    } template;
    struct {
      Node *tag;
      Node *template;
    } tagged;
    struct {
      Name *pattern, *flags;
    } regexp;
    struct { /* IDENTIFIER, THIS, NEW_TARGET, PRIVATE_NAME, SUPER */
      Name *name;
      Variable *variable; /* NULL: global */
      bool needs_check;   /* this use may come before initialisation */
      /* Only a SUPER node has the rest. */
      Variable *receiver;   /* SUPER: the `this` binding; variable is the
                               callee, for its home object */
      Variable *new_target; /* SUPER of a super() call, else NULL */
    } identifier;
    struct {
      NodeList items;
    } list; /* ARRAY, OBJECT, SEQUENCE and the patterns; a hole is HOLE, the
               rest of an OBJECT_PATTERN a PROPERTY of kind SPREAD, that of
               an ARRAY_PATTERN a REST */
    struct {
      PropertyKind kind;
      bool computed, is_static;
      Node *key;   /* STRING, NUMBER, PRIVATE_NAME, or any if computed */
      Node *value; /* in a pattern: the target, perhaps a DEFAULT */
      Variable *key_variable; /* computed FIELD: a captured variable of the
                                 class scope in which the class keeps the
                                 key until a field is made; else NULL */
    } property;
    FunctionNode *function;
    struct {
      Name *name;                /* or NULL */
      Variable *outer;           /* declaration: the binding outside */
      Variable *inner;           /* the binding inside the class, or NULL */
      Node *superclass;          /* or NULL */
      FunctionNode *constructor; /* or NULL: the default one */
      NodeList members;          /* PROPERTY nodes, without the constructor */
      Scope *scope;
      FunctionNode *fields;        /* FIELD_INITIALIZER with the instance
                                      fields, or NULL. Its body holds the
                                      PROPERTY nodes of those fields (the
                                      very nodes of members) */
      FunctionNode *static_fields; /* the same for static fields and static
                                      blocks, run once with this = class */
    } class;
    struct { /* also SPREAD, REST, RETURN, THROW, YIELD, AWAIT, statements */
      Operator operator;
      bool prefix;   /* UPDATE */
      bool delegate; /* YIELD: yield* */
      Node *operand; /* or NULL */
    } unary;
    struct {             /* also DEFAULT, DECLARATOR (right may be NULL) */
      Operator operator; /* ASSIGN: NONE for =, else the compound one */
      Node *left, *right;
    } binary;
    struct {
      Node *object, *body;
      Scope *scope; /* SCOPE_WITH */
    } with;
    struct {
      Node *test, *then, *otherwise; /* IF: otherwise may be NULL */
    } conditional;
    struct {
      Node *callee;
      NodeList arguments; /* may hold SPREAD */
      bool optional;      /* callee?.() */
      bool is_direct_eval;
    } call;
    struct { /* object.name, object.#name; object may be SUPER */
      Node *object;
      Name *name;
      Node *private_name; /* PRIVATE_NAME or NULL */
      bool optional;
      u32 name_start;
    } member;
    struct { /* object[key]; object may be SUPER */
      Node *object, *key;
      bool optional;
    } index;
    struct {
      NodeList statements;
      Scope *scope; /* NULL when it declares nothing */
    } block;
    struct {
      VariableKind kind; /* VAR, LET or CONST */
      bool is_using, is_await_using;
      NodeList declarators;
    } variables;
    struct {
      Node *init, *test, *update, *body; /* any but body may be NULL */
      Scope *scope;                      /* SCOPE_LOOP or NULL */
    } for_loop;
    struct {
      Node *left; /* VARIABLES with one declarator, or a pattern/target */
      Node *right, *body;
      Scope *scope; /* SCOPE_LOOP or NULL */
      bool is_await;
    } for_each;
    struct {
      Node *test, *body;
    } loop;
    struct {
      Name *label; /* or NULL */
    } jump;
    struct {
      Node *block;
      Node *parameter; /* pattern or NULL */
      Node *handler;   /* BLOCK or NULL */
      Scope *scope;    /* SCOPE_CATCH or NULL */
      Node *finalizer; /* BLOCK or NULL */
    } try_catch;
    struct {
      Node *discriminant;
      NodeList cases; /* CASE nodes */
      Scope *scope;   /* SCOPE_SWITCH or NULL */
    } switch_cases;
    struct {
      Node *test; /* NULL: default */
      NodeList body;
    } case_clause;
    struct {
      Name *label;
      Node *body;
    } labeled;
    struct {
      Node *declaration;   /* or NULL; of a default export perhaps an
                              expression */
      NodeList specifiers; /* SPECIFIER nodes */
      Name *source;        /* from where, or NULL */
      NodeList attributes; /* PROPERTY nodes: with {type: "json"} */
      Variable *variable;  /* default export: the binding *default* when the
                              declaration has no name of its own */
      bool is_default;     /* export default */
      bool is_star;        /* export * from, without `as` */
    } module_item;
    struct {
      Name *local;        /* the binding here; NULL: the whole namespace */
      Name *external;     /* what importers or the source call it; NULL: the
                             whole namespace */
      Variable *variable; /* of local, where it names a binding */
    } specifier;
  };
};

#endif
