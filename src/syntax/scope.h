/* scope.h - which variable each name means.
 *
 * After the parse the tree is walked once more, function by function. Within a
 * function two things happen in turn:
 *
 *   declare   the statements (not the expressions) are walked: every scope is
 *             made and every declaration put into it, var hoisted to the
 *             function. What may not be declared twice is found here.
 *   resolve   everything is walked: scopes are entered and left, every use of
 *             a name is tied to its variable, inner functions are resolved on
 *             the way.
 *
 * A Name knows what it means at the moment (`binding`); each Variable knows
 * what it shadows. Entering a scope pushes its variables on those stacks and
 * leaving pops them, so a lookup is one load, however deep the scopes.
 */
#ifndef GLASSHEAP_SYNTAX_SCOPE_H
#define GLASSHEAP_SYNTAX_SCOPE_H

#include "base/vector.h"
#include "syntax/parser.h"
#include "syntax/tokens.h"

/* scope_resolve - declares and resolves everything in a parsed tree. False
 * with `*error` filled when something is declared twice or the like. */
bool scope_resolve(Tree *tree, const ParseOptions *options, SyntaxError *error);

/* ---- What the scope_*.c files share ---- */

/* THIS, NEW_TARGET, ARGUMENTS, CALLEE. */
constexpr u32 PSEUDO_COUNT = VARIABLE_CALLEE - VARIABLE_THIS + 1;

typedef struct Resolver {
  Tree *tree;
  SyntaxError *error;
  bool failed;
  bool is_sole_script;
  FunctionNode *function;    /* whose code is being walked */
  Scope *scope;              /* the innermost one */
  u32 depth;                 /* of nodes */
  u32 hoist_at;              /* where function declarations here are made */
  VECTOR(Name *) this_names; /* x of each this.x = of the functions around */
  u32 first_this_name;       /* of the innermost that is not an arrow */
  /* Eval code: what is around it (scope_outer.c). */
  Variable *outer_pseudo[PSEUDO_COUNT]; /* this and its kin, or NULL */
  Scope *outer_vars;                    /* where its vars go; NULL: global */
} Resolver;

/* How names are declared: of what kind, and from where on they hold a
 * value. */
typedef struct Declaration {
  VariableKind kind;
  u32 initialised_at, safe_until;
  Node *function; /* FUNCTION: the declaration */
} Declaration;

void scope_fail(Resolver *resolver, u32 start, u32 end, const char *format, ...)
    PRINTF_LIKE(4, 5);

/* ---- scope.c ---- */

Scope *scope_new(Resolver *resolver, ScopeKind kind, u32 start, u32 end);
/* scope_enter, scope_leave - bind and unbind the names of a scope. A NULL
 * scope does nothing; scope_leave takes what scope_enter took. */
void scope_enter(Resolver *resolver, Scope *scope);
void scope_leave(Resolver *resolver, Scope *scope);
/* scope_add - a new variable in a scope, not yet bound to its name. */
Variable *scope_add(Resolver *resolver, Scope *scope, Name *name,
                    const Declaration *declaration, u32 at);
/* scope_capture - the variable must live on the heap. */
void scope_capture(Variable *variable);
/* scope_is_nested - a scope that is not a function's own. */
bool scope_is_nested(const Scope *scope);
/* scope_make_dynamic - from here on in the chain of scopes there may be names
 * that only run time knows; `text` says to people what holds them. */
void scope_make_dynamic(Resolver *resolver, Scope *scope, const char *text);

/* ---- scope_declare.c ---- */

/* scope_declare_pattern - declares, in the current scope and lexically, every
 * name that a pattern binds. */
void scope_declare_pattern(Resolver *resolver, const Node *pattern,
                           const Declaration *declaration);
/* scope_declare_parameters - the parameters, in the current scope. */
void scope_declare_parameters(Resolver *resolver);
/* scope_declare_body - the declarations of the current function's body, which
 * go to its body_scope; makes the scopes of the statements in it. */
void scope_declare_body(Resolver *resolver, NodeList statements);

/* scope_is_lexical - declared by let, const, class, import, or as a function in
 * a block: no var may have the name in that scope or pass through it. */
bool scope_is_lexical(const Variable *variable);
/* scope_fail_declared - complains of the second declaration of a name. */
void scope_fail_declared(Resolver *resolver, const Name *name, u32 at);

/* ---- scope_outer.c ---- */

/* scope_enter_outer - makes the scopes that are around eval code. */
void scope_enter_outer(Resolver *resolver, const ParseOptions *options);
/* scope_release_vars - the vars of sloppy eval code are those of what is around
 * it: finds them there, and from now on their names mean what they mean there.
 */
void scope_release_vars(Resolver *resolver, const Scope *scope);

/* ---- scope_use.c ---- */

void scope_use_name(Resolver *resolver, Node *identifier);
void scope_use_this(Resolver *resolver, Node *node);
void scope_use_new_target(Resolver *resolver, Node *node);
void scope_use_super(Resolver *resolver, Node *node, bool is_call);
void scope_use_private(Resolver *resolver, Node *node);
/* scope_use_arguments - resolves a node that, if it is a function's
 * `arguments`, is put to that use alone. */
void scope_use_arguments(Resolver *resolver, Node *node, ArgumentsUse use);
/* scope_map_arguments - at the end of a function: can anything tell that its
 * arguments and its parameters are the same? Then the parameters live on the
 * heap, where the arguments object finds them. */
void scope_map_arguments(FunctionNode *function);
/* scope_use_eval - a direct eval may use whatever it can see. */
void scope_use_eval(Resolver *resolver, u32 at);
/* scope_arguments - the ARGUMENTS variable of a function. */
Variable *scope_arguments(Resolver *resolver, FunctionNode *function);
/* scope_note_this_property - this.NAME = ... was seen. */
void scope_note_this_property(Resolver *resolver, Name *name);

/* ---- scope_resolve.c, scope_class.c, scope_module.c ---- */

void scope_resolve_node(Resolver *resolver, Node *node);
void scope_resolve_list(Resolver *resolver, NodeList list);
/* scope_resolve_function - all of a function; nothing in the text before
 * `earliest` runs after the closure was made. */
void scope_resolve_function(Resolver *resolver, FunctionNode *function,
                            u32 earliest);
void scope_resolve_class(Resolver *resolver, Node *node);
/* scope_resolve_module_item - an import or export. */
void scope_resolve_module_item(Resolver *resolver, Node *node);
/* scope_default_variable - the variable of an `export default`, while names
 * mean what they do in the module. */
Variable *scope_default_variable(const Node *node);
/* scope_check_exports - the exported names of a module, all at once; their
 * variables are captured. */
void scope_check_exports(Resolver *resolver, NodeList items);

#endif
