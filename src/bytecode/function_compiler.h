/* function_compiler.h - what the files of the compiler share.
 *
 * compiler.c     scripts, names to atoms, what cannot be compiled
 * functions.c    one function: prologue, parameters, body, closures
 * scopes.c       where variables live: registers, environments, globals
 * dynamic.c      names that only run time can resolve
 * eval.c         the code of evals; calls that may be direct evals
 * analysis.c     questions about subtrees, asked before code is made
 * expressions.c  literals, operators, and the table of all expressions
 * conditions.c   tests that jump
 * early.c        what is known of a script's variables before it runs
 * constants.c    constants that a loop keeps in registers
 * access.c       properties, super, private names, optional chains
 * assignments.c  = and its relatives, ++ and --
 * patterns.c     destructuring
 * literals.c     objects, arrays, templates
 * calls.c        calls, new, super()
 * classes.c      classes
 * statements.c   statements, blocks, switch
 * modules.c      what a module imports and exports
 * loops.c        loops
 * dispose.c      `using`
 * coroutines.c   yield, await, and what surrounds functions that have them
 * control.c      what break, continue, return and exceptions run into
 *
 * Results. An expression is compiled in one of three ways: *into* a register
 * that the caller wants it in; into *any* register (a variable stays where it
 * is and its own register is the answer); or for its *effect*.
 *
 * The register wanted may belong to a variable that the rest of the expression
 * or an exception handler can still see. So there is one rule: it is written
 * once, by the last thing that happens, unless it is a temporary. What needs a
 * place for something in between asks compile_scratch.
 */
#ifndef GLASSHEAP_BYTECODE_FUNCTION_COMPILER_H
#define GLASSHEAP_BYTECODE_FUNCTION_COMPILER_H

#include "bytecode/assembler.h"
#include "bytecode/compiler.h"

/* ---- State -------------------------------------------------------------- */

/* A private method or accessor of instances: the class keeps its function in
 * a variable, from which the field initializer gives it to each instance. */
typedef struct PrivateMethod {
  const Node *property;
  Variable *holder;
} PrivateMethod;

typedef VECTOR(PrivateMethod) PrivateMethods;

/* What a class tells its constructor and its field initializer. */
typedef struct ClassFacts {
  const Node *node;
  PrivateMethods methods;
  bool has_fields; /* super() or the constructor runs an initializer */
  bool is_default; /* the constructor was not written */
  u32 field_count;
} ClassFacts;

/* What is shared by all functions of a script. */
typedef struct Compiler {
  Isolate *isolate;
  Tree *tree;
  Source *source;
  SyntaxError *error;
  bool has_failed;
  struct NameAtom {
    const Name *name;
    Value atom;
  } *atoms; /* hash table by the name's address */
  u32 atom_count, atom_capacity;
} Compiler;

/* A scope that the code being written lies in. */
typedef struct ActiveScope {
  struct ActiveScope *outer;
  const Scope *scope;   /* or NULL */
  Register environment; /* of its captured variables, or REGISTER_NONE */
  u32 info;             /* constant: its ScopeInfo */
  u32 first_variable;   /* in the assembler's table */
  Register first_register;
} ActiveScope;

typedef struct LabelName {
  const struct LabelName *outer;
  const Name *name;
} LabelName;

typedef struct Control Control; /* control.h */

constexpr u32 LOOP_CONSTANTS_MAX = 8;

/* What the outermost loop keeps in registers. */
typedef struct LoopConstants {
  Value values[LOOP_CONSTANTS_MAX];
  u32 count;
  Register first, mark;
} LoopConstants;

typedef struct FunctionCompiler {
  Assembler assembler;
  Compiler *compiler;
  struct FunctionCompiler *outer; /* the function around, or NULL */
  FunctionNode *function;
  Value name;                       /* an atom, perhaps the empty one */
  ActiveScope *scope;               /* the innermost */
  Control *control;                 /* the innermost */
  const LabelName *labels;          /* of the statement about to be compiled */
  const LoopConstants *constants;   /* in a loop; else NULL */
  Label *chain_exit;                /* of the optional chain being compiled */
  VECTOR(bool) is_variable;         /* by register: a visible variable's */
  Register closure;                 /* the function's own environment */
  bool closure_is_used;             /* load it in the prologue */
  bool needs_environment;           /* variables of outer functions are used */
  bool this_is_loaded;              /* arrow: the prologue fetches `this` ... */
  const Variable *arrow_this;       /* ... from here; NULL: globalThis */
  Register completion;              /* eval code: the value of the statements
                                       so far; else REGISTER_NONE */
  Register disposables;             /* of the innermost scope with `using` */
  const Node *taken_apart;          /* value of the next pattern, or NULL */
  const ClassFacts *class;          /* constructors, field initializers, and
                                       arrows inside; else NULL */
  VECTOR(struct CleanUp) clean_ups; /* control.h */
} FunctionCompiler;

/* A script's or function's instructions. `f` is the FunctionCompiler. */
#define EMIT(opcode, ...)                                                      \
  assembler_emit(&f->assembler, OP_##opcode,                                   \
                 (const i64[]){__VA_ARGS__ __VA_OPT__(, ) 0})
#define EMIT_CODE(opcode, ...)                                                 \
  assembler_emit(&f->assembler, (opcode),                                      \
                 (const i64[]){__VA_ARGS__ __VA_OPT__(, ) 0})
#define JUMP(opcode, label, ...)                                               \
  assembler_jump(&f->assembler, OP_##opcode, (label),                          \
                 (const i64[]){__VA_ARGS__ __VA_OPT__(, ) 0})
#define JUMP_CODE(opcode, label, ...)                                          \
  assembler_jump(&f->assembler, (opcode), (label),                             \
                 (const i64[]){__VA_ARGS__ __VA_OPT__(, ) 0})
#define BIND(label) assembler_bind(&f->assembler, (label))
#define CACHE() assembler_cache(&f->assembler)

/* ---- Registers and positions -------------------------------------------- */

ALWAYS_INLINE Register compile_register(FunctionCompiler *f) {
  return assembler_register(&f->assembler);
}
/* compile_mark, compile_release - temporaries taken since the mark are free
 * again. */
ALWAYS_INLINE Register compile_mark(const FunctionCompiler *f) {
  return f->assembler.next_register;
}
ALWAYS_INLINE void compile_release(FunctionCompiler *f, Register mark) {
  assert(mark <= f->assembler.next_register);
  f->assembler.next_register = mark;
}
ALWAYS_INLINE bool compile_is_temporary(const FunctionCompiler *f,
                                        Register reg) {
  return reg >= f->is_variable.count || !f->is_variable.items[reg];
}
/* compile_set_variable_register - the register belongs to a visible variable,
 * or no longer does. */
void compile_set_variable_register(FunctionCompiler *f, Register reg,
                                   bool is_variable);
/* compile_scratch - `target` when it may be written early, else a new
 * temporary; compile_move takes the result to the target in the end. */
ALWAYS_INLINE Register compile_scratch(FunctionCompiler *f, Register target) {
  return compile_is_temporary(f, target) ? target : compile_register(f);
}
ALWAYS_INLINE void compile_move(FunctionCompiler *f, Register target,
                                Register from) {
  if (target != from) EMIT(Move, target, from);
}
/* compile_at - the next instruction comes from that text. */
ALWAYS_INLINE void compile_at(FunctionCompiler *f, const Node *node) {
  assembler_range(&f->assembler, node->start, node->end);
}
ALWAYS_INLINE void compile_at_range(FunctionCompiler *f, u32 start, u32 end) {
  assembler_range(&f->assembler, start, end);
}
ALWAYS_INLINE void compile_at_statement(FunctionCompiler *f, const Node *node) {
  assembler_statement(&f->assembler, node->start, node->end);
}

/* compile_at_head - a compound statement begins: it is shown up to the end of
 * its head's expression. */
ALWAYS_INLINE void compile_at_head(FunctionCompiler *f, const Node *node,
                                   const Node *expression) {
  assembler_statement(&f->assembler, node->start, expression->end);
}

/* ---- compiler.c --------------------------------------------------------- */

/* compile_fail - a SyntaxError about that text; the first one counts. */
void compile_fail(FunctionCompiler *f, const char *message, u32 start, u32 end);
/* compile_atom - the atom of a name; compile_prefixed_atom the atom of
 * `prefix` and the text of an atom. */
Value compile_atom(FunctionCompiler *f, const Name *name);
Value compiler_atom(Compiler *compiler, const Name *name);
Value compile_prefixed_atom(FunctionCompiler *f, const char *prefix,
                            Value name);
/* compile_number_atom - the atom of a number as a property key. */
Value compile_number_atom(FunctionCompiler *f, double number);
ALWAYS_INLINE u32 compile_constant(FunctionCompiler *f, Value value) {
  return assembler_constant(&f->assembler, value);
}
ALWAYS_INLINE u32 compile_name_constant(FunctionCompiler *f, const Name *name) {
  return compile_constant(f, compile_atom(f, name));
}

/* ---- analysis.c --------------------------------------------------------- */

typedef bool NodeVisit(const Node *node, const void *context);

/* node_any_child - whether `visit` says yes to one of the children; functions
 * have none. */
bool node_any_child(const Node *node, NodeVisit *visit, const void *context);
/* node_assigns - whether evaluating the expression may assign to a variable
 * that is a register (no function can do it then). NULL: no. */
bool node_assigns(const Node *node, const Variable *variable);
bool nodes_assign(const NodeList *nodes, const Variable *variable);
/* node_mentions_scope - whether it refers to a variable of the scope, or makes
 * a function that might. */
bool node_mentions_scope(const Node *node, const Scope *scope);
/* node_is_cheap_test - small and without functions: worth being there twice.
 */
bool node_is_cheap_test(const Node *node);
/* node_is_quiet - its evaluation runs no code of the program. */
bool node_is_quiet(const Node *node);
/* node_is_primitive - its value is surely no object. */
bool node_is_primitive(const Node *node);
/* node_constant - the literal that the node is, or the variable that it names.
 */
const Node *node_constant(const Node *node);
/* node_number - the value of a constant numeric expression. */
bool node_number(const Node *node, double *number);
/* node_small_int - the same for those that fit an I operand. */
bool node_small_int(const Node *node, i32 *number);
/* node_is_anonymous_function - takes its name from where it is assigned. */
bool node_is_anonymous_function(const Node *node);
/* name_index - whether the text is a canonical array index. */
bool name_index(const Name *name, u32 *index);

/* ---- scopes.c ----------------------------------------------------------- */

typedef enum LocationKind : u8 {
  LOCATION_REGISTER,
  LOCATION_ENVIRONMENT,
  LOCATION_GLOBAL,
} LocationKind;

/* Where a variable is, seen from the code being written. */
typedef struct Location {
  LocationKind kind;
  Register reg;   /* the variable's, or that of an environment */
  u32 hops, slot; /* from that environment */
  bool is_import; /* it says where in another module the variable lies */
} Location;

/* compile_enter_scope - the code from here on lies in the scope: makes its
 * environment and gives registers to its variables. A NULL scope is fine.
 * Hoisted functions are compile_hoisted_functions's. */
void compile_enter_scope(FunctionCompiler *f, ActiveScope *active,
                         Scope *scope);
void compile_leave_scope(FunctionCompiler *f, ActiveScope *active);
/* Its steps one by one. compile_open_scope - slots and a register for the
 * environment, which compile_push_environment makes. */
void compile_open_scope(FunctionCompiler *f, ActiveScope *active, Scope *scope);
void compile_push_environment(FunctionCompiler *f, const ActiveScope *active);
/* compile_give_registers - to the variables that are not captured, but to
 * `except`; those that may be used too early become holes. */
void compile_give_registers(FunctionCompiler *f, Scope *scope,
                            const Variable *except);
/* compile_give_register - the variable lives in `reg`. */
void compile_give_register(FunctionCompiler *f, Variable *variable,
                           Register reg);
/* compile_show_variable - the variable has its value from here on. */
void compile_show_variable(FunctionCompiler *f, const Variable *variable);
/* compile_environment - the register with the innermost environment. */
Register compile_environment(FunctionCompiler *f);
Location compile_locate(FunctionCompiler *f, const Variable *variable);
/* compile_own_register - the register of a variable that is one, else NONE. */
Register compile_own_register(FunctionCompiler *f, const Variable *variable);
/* compile_load_variable - the value of an IDENTIFIER or PRIVATE_NAME. */
void compile_load_variable(FunctionCompiler *f, const Node *identifier,
                           Register target);
/* compile_check_variable - the error of a use before initialisation. */
void compile_check_variable(FunctionCompiler *f, const Node *identifier);
/* compile_load_static - the same, when no dynamic name comes first. */
void compile_load_static(FunctionCompiler *f, const Node *identifier,
                         bool is_typeof, Register target);
/* compile_load_binding - a pseudo-variable (this, new.target, the callee) or
 * another that needs no check. */
void compile_load_binding(FunctionCompiler *f, const Variable *variable,
                          Register target);
/* compile_binding - the same in any register. */
Register compile_binding(FunctionCompiler *f, const Variable *variable);
/* compile_store - stores without any check. */
void compile_store(FunctionCompiler *f, const Variable *variable,
                   Register value);
/* compile_initialise - gives a variable its first value. */
void compile_initialise(FunctionCompiler *f, Variable *variable,
                        Register value);
/* compile_initialise_target - a register in which to compute it: the
 * variable's own, or a temporary. Then comes compile_initialise with it. */
Register compile_initialise_target(FunctionCompiler *f,
                                   const Variable *variable);
/* compile_assign_variable - an assignment to the identifier: checks, constants
 * and all. */
void compile_assign_variable(FunctionCompiler *f, const Node *identifier,
                             Register value);
/* compile_assign_static - the same, when no dynamic name comes first. */
void compile_assign_static(FunctionCompiler *f, const Node *identifier,
                           Register value);
/* compile_assign_target - the register of a variable to which one may assign
 * by computing into it, else NONE. */
Register compile_assign_target(FunctionCompiler *f, const Node *identifier);

/* compile_next_environment - walks the environments that the code here is in,
 * outwards: those of this function and of the functions around it, then those
 * around eval code. False at the end. */
typedef struct EnvironmentWalk {
  const FunctionCompiler *function; /* NULL: beyond all of them */
  const ActiveScope *active;
  const Scope *scope; /* the environment's */
} EnvironmentWalk;
EnvironmentWalk compile_walk(const FunctionCompiler *f);
bool compile_next_environment(EnvironmentWalk *walk);
/* compile_need_environments - all functions around this one must keep theirs.
 */
void compile_need_environments(FunctionCompiler *f);

/* ---- dynamic.c ---------------------------------------------------------- */

/* A name as the target of an assignment: which variable it means is found out
 * before the value is computed. */
typedef struct NameReference {
  const Node *identifier;
  Register base;   /* the dynamic environment that has it, or undefined; NONE:
                      a variable as usual */
  Register exists; /* strict code: whether there is such a global; or NONE */
} NameReference;

/* compile_is_dynamic - whether only run time can tell what the IDENTIFIER
 * means. */
bool compile_is_dynamic(FunctionCompiler *f, const Node *identifier);
/* compile_name_reference - `value` is what will be computed in between, NULL if
 * nothing that runs code of the program. */
NameReference compile_name_reference(FunctionCompiler *f,
                                     const Node *identifier, const Node *value);
void compile_name_get(FunctionCompiler *f, const NameReference *reference,
                      Register target);
void compile_name_set(FunctionCompiler *f, const NameReference *reference,
                      Register value);
/* compile_load_dynamic - the value of an identifier that is dynamic; of one
 * that does not exist undefined, if `is_typeof`. */
void compile_load_dynamic(FunctionCompiler *f, const Node *identifier,
                          bool is_typeof, Register target);
void compile_delete_dynamic(FunctionCompiler *f, const Node *identifier,
                            Register target);
/* compile_dynamic_callee - a function called by such a name, and its `this`. */
void compile_dynamic_callee(FunctionCompiler *f, const Node *identifier,
                            Register function, Register this_register);
void compile_with(FunctionCompiler *f, Node *node);

/* ---- eval.c ------------------------------------------------------------- */

/* compile_eval_code - all of a FUNCTION_EVAL. */
void compile_eval_code(FunctionCompiler *f);
/* compile_store_var - a var of a script or eval code that is not a plain
 * variable of this compilation gets a value; `is_hoisted`: by annex B. */
void compile_store_var(FunctionCompiler *f, const Variable *variable,
                       Register value, bool is_hoisted);
/* compile_direct_eval - a call of something named eval. */
void compile_direct_eval(FunctionCompiler *f, Node *node, Register target);

/* ---- expressions.c ------------------------------------------------------ */

void compile_into(FunctionCompiler *f, Node *node, Register target);
Register compile_any(FunctionCompiler *f, Node *node);
void compile_effect(FunctionCompiler *f, Node *node);
/* compile_hint - any register, `target` if it must be a new one and that is a
 * temporary. `target` may be NONE. */
Register compile_hint(FunctionCompiler *f, Node *node, Register target);
/* compile_kept - any register, whose value stays the same while `later` and
 * `last` (each may be NULL) are evaluated. */
Register compile_kept(FunctionCompiler *f, Node *node, const Node *later,
                      const Node *last);
/* compile_named - the same as compile_into; a function or class without a name
 * gets that one (an atom). */
void compile_named(FunctionCompiler *f, Node *node, Register target,
                   Value name);
/* compile_keyed - the same for a name known at run time, in `key`. */
void compile_keyed(FunctionCompiler *f, Node *node, Register target,
                   Register key);
/* compile_own_variable - the variable whose register compile_any gives as the
 * value of the node, or NULL. */
const Variable *compile_own_variable(FunctionCompiler *f, const Node *node);
/* compile_operator - target = left operator right, with the left value in a
 * register. `node` is the whole, for errors. */
void compile_operator(FunctionCompiler *f, const Node *node, Operator operator,
                      Register left, Node *right, Register target);
void compile_number(FunctionCompiler *f, double number, Register target);
void compile_this(FunctionCompiler *f, const Node *node, Register target);
/* compile_this_register - a register that holds `this` as that variable (NULL:
 * of the script) has it. */
Register compile_this_register(FunctionCompiler *f, const Variable *variable,
                               u32 start, u32 end);

/* ---- conditions.c ------------------------------------------------------- */

/* compile_jump_if - goes to `label` if the truth of the expression is `sense`,
 * and on otherwise. A label that is bound already is the head of a loop. */
void compile_jump_if(FunctionCompiler *f, Node *node, bool sense, Label *label);
/* compile_jump - to `label`, backwards if it is bound. */
void compile_jump(FunctionCompiler *f, Label *label);

/* ---- early.c ------------------------------------------------------------ */

/* compile_note_early_variables - clears `needs_check` of variables that
 * nothing can see too early, and sets `constant` of those that are literals. */
void compile_note_early_variables(const FunctionNode *script);

/* ---- constants.c -------------------------------------------------------- */

/* compile_enter_loop - in front of a loop statement. */
void compile_enter_loop(FunctionCompiler *f, LoopConstants *constants,
                        const Node *node);
void compile_leave_loop(FunctionCompiler *f, LoopConstants *constants);
/* compile_loop_constant - the register that holds the node's value, or NONE.
 */
Register compile_loop_constant(FunctionCompiler *f, const Node *node);

/* ---- access.c ----------------------------------------------------------- */

void compile_member(FunctionCompiler *f, Node *node, Register target);
void compile_index(FunctionCompiler *f, Node *node, Register target);
void compile_chain(FunctionCompiler *f, Node *node, Register target);
void compile_delete(FunctionCompiler *f, Node *node, Register target);
/* compile_delete_static - of a name, when no dynamic one comes first. */
void compile_delete_static(FunctionCompiler *f, const Node *node,
                           Register target);
void compile_has_private(FunctionCompiler *f, Node *node, Register target);
/* compile_property_of - target = object.member for a MEMBER or INDEX node
 * whose object is evaluated already. */
void compile_property_of(FunctionCompiler *f, Node *node, Register object,
                         Register target);
/* compile_method_of - the same, and `this_register` gets the object: false when
 * that takes more than one instruction, and nothing was done. */
bool compile_method_of(FunctionCompiler *f, Node *node, Register object,
                       Register this_register, Register target);
/* compile_super_property - target = super.member with that `this`. */
void compile_super_property(FunctionCompiler *f, Node *node,
                            Register this_register, Register target);
/* compile_super_this - the `this` of a super.member. */
Register compile_super_this(FunctionCompiler *f, Node *node);
/* node_super - the SUPER node that a MEMBER or INDEX begins with, or NULL. */
Node *node_super(Node *node);
/* compile_at_property - the next instruction is about the property that the
 * MEMBER or INDEX names, in the expression `whole`. */
void compile_at_property(FunctionCompiler *f, const Node *node,
                         const Node *whole);
/* compile_optional - leaves the chain when the node is `?.` and the value is
 * nullish. */
void compile_optional(FunctionCompiler *f, bool is_optional, Register value);

/* A property as the target of an assignment, its parts evaluated. */
typedef enum ReferenceKind : u8 {
  REFERENCE_FIELD,
  REFERENCE_ELEMENT,
  REFERENCE_ELEMENT_INT,
  REFERENCE_PRIVATE,
  REFERENCE_SUPER,
} ReferenceKind;

typedef struct Reference {
  ReferenceKind kind;
  const Node *node;
  Register object, key;
  Register property_key; /* ELEMENT to be updated: for the converted key */
  Register super;        /* SUPER: where the search begins */
  u32 constant;          /* FIELD */
  i32 index;             /* ELEMENT_INT */
} Reference;

/* compile_reference - evaluates object and key of a MEMBER or INDEX node; they
 * stay what they are while `later` is evaluated. `for_update`: it is read and
 * written, and an object as key is converted only once. */
Reference compile_reference(FunctionCompiler *f, Node *node, const Node *later,
                            bool for_update);
void compile_reference_get(FunctionCompiler *f, Reference *reference,
                           Register target);
void compile_reference_set(FunctionCompiler *f, const Reference *reference,
                           Register value);

/* ---- assignments.c ------------------------------------------------------ */

/* compile_assign - the register with the result; `target` as compile_hint's.
 */
Register compile_assign(FunctionCompiler *f, Node *node, Register target);
/* compile_assign_call - an assignment to a call: runs the call, then throws a
 * ReferenceError with that message. */
Register compile_assign_call(FunctionCompiler *f, Node *node, const char *text);
/* compile_update - ++ and --. `target` NONE: nobody wants the value; then the
 * result is NONE or the variable's register. */
Register compile_update(FunctionCompiler *f, Node *node, Register target,
                        bool is_wanted);

/* ---- patterns.c --------------------------------------------------------- */

typedef enum BindMode : u8 {
  BIND_INITIALISE, /* let, const, class, parameters, catch: first value */
  BIND_ASSIGN,     /* var and assignment patterns */
} BindMode;

/* compile_bind - takes the value in a register apart into a target: pattern,
 * identifier, property, or DEFAULT. */
void compile_bind(FunctionCompiler *f, Node *target, Register value,
                  BindMode mode);
/* compile_bind_value - the same; errors name the expression. */
void compile_bind_value(FunctionCompiler *f, Node *target,
                        const Node *expression, Register value, BindMode mode);
/* compile_bind_register - where to compute a value for that target: its own
 * register if that may be written at once, else a temporary. compile_bind
 * follows. */
Register compile_bind_register(FunctionCompiler *f, const Node *target,
                               BindMode mode);

/* ---- literals.c --------------------------------------------------------- */

void compile_object(FunctionCompiler *f, Node *node, Register target);
void compile_array(FunctionCompiler *f, Node *node, Register target);
/* compile_array_of - an array of the expressions: literals and arguments. */
void compile_array_of(FunctionCompiler *f, const NodeList *items,
                      Register target);
void compile_template(FunctionCompiler *f, Node *node, Register target);
/* compile_template_object - the cooked and raw strings of a tagged one. */
void compile_template_object(FunctionCompiler *f, const Node *template,
                             Register target);

/* A property key, of an object literal, a class or a pattern. */
typedef enum KeyKind : u8 {
  KEY_ATOM,    /* `atom` */
  KEY_INDEX,   /* `index` */
  KEY_COMPUTED /* in register `reg` */
} KeyKind;

typedef struct PropertyKey {
  KeyKind kind;
  Value atom;
  u32 index;
  Register reg;
} PropertyKey;

/* compile_key - the key of a PROPERTY node; a computed one is evaluated into
 * a new register and made a property key. */
PropertyKey compile_key(FunctionCompiler *f, const Node *property);
/* compile_literal_key - the same for a STRING or NUMBER node. */
PropertyKey compile_literal_key(FunctionCompiler *f, const Node *key);
/* compile_key_register - the key in a register, `target` if not NONE. */
Register compile_key_register(FunctionCompiler *f, const PropertyKey *key,
                              Register target);
/* compile_key_name - the function name that a constant key gives. */
Value compile_key_name(FunctionCompiler *f, const PropertyKey *key);
/* compile_property_value - the value for a key, named after it. */
void compile_property_value(FunctionCompiler *f, Node *value,
                            const PropertyKey *key, Register target);
/* compile_define - object.key = value as an own property. */
void compile_define(FunctionCompiler *f, Register object,
                    const PropertyKey *key, Register value);
/* compile_define_method - method, getter or setter of a literal or class.
 * `flags` METHOD_*. */
void compile_define_method(FunctionCompiler *f, Register object,
                           const Node *property, u32 flags);

/* ---- calls.c ------------------------------------------------------------ */

void compile_call(FunctionCompiler *f, Node *node, Register target);
void compile_new(FunctionCompiler *f, Node *node, Register target);
void compile_tagged_template(FunctionCompiler *f, Node *node, Register target);

/* A call's window, being filled. */
typedef struct Window {
  Register first;
  u32 count; /* arguments so far */
} Window;

/* compile_arguments - into the window. compile_spread_arguments - those with
 * a spread, in an array. */
void compile_arguments(FunctionCompiler *f, Window *window,
                       const NodeList *arguments);
bool compile_has_spread(const NodeList *arguments);
Register compile_spread_arguments(FunctionCompiler *f,
                                  const NodeList *arguments);
/* compile_open_window - room for the frame and `this`. */
Window compile_open_window(FunctionCompiler *f);
ALWAYS_INLINE Register window_this(const Window *window) {
  return window->first + FRAME_WORDS;
}
/* compile_window_argument - the register of the next argument. */
Register compile_window_argument(FunctionCompiler *f, Window *window);
/* compile_field_setup - behind a super() that returned `this`. */
void compile_field_setup(FunctionCompiler *f, Register callee,
                         Register this_register);

/* ---- modules.c ---------------------------------------------------------- */

/* compile_module_parts - the lists in `parts`, once the variables of the
 * module have their slots. */
void compile_module_parts(Compiler *compiler, const FunctionNode *module,
                          ModuleParts *parts);

/* ---- functions.c -------------------------------------------------------- */

/* compile_script_code - the code block of the script; NULL after an error. */
CodeBlock *compile_script_code(Compiler *compiler, FunctionNode *script);
/* compile_closure - a closure of the function, named `name` (an atom) if it
 * has no name of its own. */
void compile_closure(FunctionCompiler *f, FunctionNode *function, Value name,
                     Register target);
/* compile_vars - the vars of a function's body get places and become undefined.
 * compile_lexical - the let, const, class and functions that are registers. */
void compile_vars(FunctionCompiler *f, Scope *scope);
void compile_lexical(FunctionCompiler *f, Scope *scope);
/* compile_declare_globals - those of a script or of eval code. */
void compile_declare_globals(FunctionCompiler *f, const ActiveScope *scope);
/* compile_code - the code block of an inner function; NULL after an error. */
CodeBlock *compile_code(FunctionCompiler *f, FunctionNode *function, Value name,
                        const ClassFacts *facts);
/* compile_emit_closure - a closure of that code, in the environment here. */
void compile_emit_closure(FunctionCompiler *f, CodeBlock *code,
                          Register target);
/* compile_code_environment - the environment for that code; any register if
 * it needs none. */
Register compile_code_environment(FunctionCompiler *f, const CodeBlock *code);
/* compile_hoisted_functions - the function declarations of a scope. */
void compile_hoisted_functions(FunctionCompiler *f, const Scope *scope);

/* ---- classes.c ---------------------------------------------------------- */

/* compile_class - `name` an atom or undefined; `key` NONE or the register of
 * a name known at run time. */
void compile_class(FunctionCompiler *f, Node *node, Register target, Value name,
                   Register key);
/* compile_field_initializer - the body of a FIELD_INITIALIZER. */
void compile_field_initializer(FunctionCompiler *f);

/* ---- coroutines.c ------------------------------------------------------- */

struct Region; /* control.h */

void compile_yield(FunctionCompiler *f, Node *node, Register target);
void compile_await(FunctionCompiler *f, Node *node, Register target);
/* compile_await_register - target = await value. */
void compile_await_register(FunctionCompiler *f, Register value,
                            Register target);
/* compile_close_iterator - an iteration is left early. The silent form is for
 * an exception that goes on; registers from `free` on are not in use. */
void compile_close_iterator(FunctionCompiler *f, Register iterator,
                            bool is_async);
void compile_close_iterator_silent(FunctionCompiler *f, Register iterator,
                                   bool is_async, Register free);
/* compile_is_coroutine - a generator, an async function, or both. */
bool compile_is_coroutine(const FunctionCompiler *f);
/* compile_returned - what `return value` returns: an async generator awaits
 * it. */
Register compile_returned(FunctionCompiler *f, Register value);
/* compile_emit_return - the return of such a function; NONE is undefined. */
void compile_emit_return(FunctionCompiler *f, Register value);
/* compile_open_coroutine - called before the parameters and once more behind
 * them (`has_parameters`): makes the generator, and opens the region whose
 * exceptions reject the promise. compile_close_coroutine - behind the body. */
void compile_open_coroutine(FunctionCompiler *f, struct Region *region,
                            bool has_parameters);
void compile_close_coroutine(FunctionCompiler *f, struct Region *region);
/* compile_get_iterator - the state of an iteration over the value, in three
 * registers. */
void compile_get_iterator(FunctionCompiler *f, Register state, Register value,
                          bool is_async);

/* ---- statements.c, loops.c ---------------------------------------------- */

void compile_statement(FunctionCompiler *f, Node *node);
void compile_statements(FunctionCompiler *f, const NodeList *statements);
void compile_variables(FunctionCompiler *f, Node *node);
void compile_for(FunctionCompiler *f, Node *node);
void compile_for_in(FunctionCompiler *f, Node *node);
void compile_for_of(FunctionCompiler *f, Node *node);
void compile_while(FunctionCompiler *f, Node *node);
void compile_do_while(FunctionCompiler *f, Node *node);

#endif
