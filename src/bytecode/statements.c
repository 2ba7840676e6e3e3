/* statements.c - statements, declarations, blocks and switch. */
#include "bytecode/control.h"

/* ---- Declarations ------------------------------------------------------- */

static BindMode mode_of(const Node *node) {
  return node->variables.kind == VARIABLE_VAR ? BIND_ASSIGN : BIND_INITIALISE;
}

/* `let x;` gives x a value, `var x;` does nothing. */
static void declare_without_value(FunctionCompiler *f, Node *target,
                                  BindMode mode) {
  if (mode == BIND_ASSIGN) return;
  Register reg = compile_bind_register(f, target, mode);
  EMIT(LoadUndefined, reg);
  compile_bind(f, target, reg, mode);
}

static void declare_name(FunctionCompiler *f, Node *target, Node *value,
                         BindMode mode) {
  Value name = compile_atom(f, target->identifier.name);
  if (mode == BIND_ASSIGN && compile_is_dynamic(f, target)) {
    NameReference reference = compile_name_reference(f, target, value);
    Register result = compile_register(f);
    compile_named(f, value, result, name);
    compile_name_set(f, &reference, result);
    return;
  }
  Register reg = compile_bind_register(f, target, mode);
  /* a variable on the heap takes the value from where it is */
  bool is_own = compile_own_register(f, target->identifier.variable) == reg;
  if (is_own || node_is_anonymous_function(value))
    compile_named(f, value, reg, name);
  else
    reg = compile_hint(f, value, reg);
  compile_bind(f, target, reg, mode);
}

static void declare(FunctionCompiler *f, Node *declarator, BindMode mode) {
  Register mark = compile_mark(f);
  Node *target = declarator->binary.left, *value = declarator->binary.right;
  if (!value)
    declare_without_value(f, target, mode);
  else if (target->kind == NODE_IDENTIFIER)
    declare_name(f, target, value, mode);
  else
    compile_bind_value(f, target, value, compile_kept(f, value, target, NULL),
                       mode);
  compile_release(f, mark);
}

void compile_variables(FunctionCompiler *f, Node *node) {
  if (node->variables.is_using) {
    compile_using(f, node);
    return;
  }
  const NodeList *declarators = &node->variables.declarators;
  for (u32 i = 0; i < declarators->count; i++) {
    compile_at_statement(f, i == 0 ? node : declarators->items[i]);
    declare(f, declarators->items[i], mode_of(node));
  }
}

/* The variable of a function declared in the innermost scope. */
static const Variable *declared_function(const FunctionCompiler *f,
                                         const Name *name) {
  const ActiveScope *active = f->scope;
  while (!active->scope)
    active = active->outer;
  const Variable *variable = active->scope->first;
  while (variable->name != name)
    variable = variable->next;
  return variable;
}

/* A function declared in a block is a `var` of its function too, in sloppy
 * code: it gets a copy when the declaration is reached. */
static void function_declaration(FunctionCompiler *f, Node *node) {
  Variable *outside = node->function->annex_b;
  if (!outside) return;
  Register mark = compile_mark(f);
  Register value =
      compile_binding(f, declared_function(f, node->function->name));
  compile_at(f, node);
  if (outside->top_level_var)
    compile_store_var(f, outside, value, true);
  else
    compile_store(f, outside, value);
  compile_release(f, mark);
}

static void class_declaration(FunctionCompiler *f, Node *node) {
  Register mark = compile_mark(f);
  Variable *outer = node->class.outer;
  Register target = compile_initialise_target(f, outer);
  compile_at_statement(f, node);
  compile_class(f, node, target, compile_atom(f, node->class.name),
                REGISTER_NONE);
  compile_initialise(f, outer, target);
  compile_release(f, mark);
}

/* ---- Simple statements -------------------------------------------------- */

static void expression_statement(FunctionCompiler *f, Node *node) {
  compile_at_statement(f, node);
  if (f->completion != REGISTER_NONE)
    compile_into(f, node->unary.operand, f->completion);
  else
    compile_effect(f, node->unary.operand);
}

static void return_statement(FunctionCompiler *f, Node *node) {
  Register mark = compile_mark(f);
  compile_at_statement(f, node);
  Register value = REGISTER_NONE;
  if (node->unary.operand) value = compile_any(f, node->unary.operand);
  compile_at(f, node);
  if (value != REGISTER_NONE) value = compile_returned(f, value);
  compile_return(f, value);
  compile_release(f, mark);
}

static void throw_statement(FunctionCompiler *f, Node *node) {
  Register mark = compile_mark(f);
  compile_at_statement(f, node);
  Register value = compile_any(f, node->unary.operand);
  compile_at(f, node);
  EMIT(Throw, value);
  compile_release(f, mark);
}

static void debugger_statement(FunctionCompiler *f, Node *node) {
  compile_at_statement(f, node);
  compile_at(f, node);
  EMIT(Debugger);
}

static void break_statement(FunctionCompiler *f, Node *node) {
  compile_at_statement(f, node);
  compile_break(f, node->jump.label);
}

static void continue_statement(FunctionCompiler *f, Node *node) {
  compile_at_statement(f, node);
  compile_continue(f, node->jump.label);
}

/* ---- Compound statements ------------------------------------------------ */

static void block(FunctionCompiler *f, Node *node) {
  ActiveScope scope;
  compile_enter_scope(f, &scope, node->block.scope);
  if (node->block.scope) compile_hoisted_functions(f, node->block.scope);
  compile_statements(f, &node->block.statements);
  compile_leave_scope(f, &scope);
}

/* `if (x) break` on one line is one jump, if nothing else is to be done. */
static Label *exit_label(FunctionCompiler *f, const Node *node) {
  const Node *then = node->conditional.then;
  if (then->kind == NODE_BLOCK && then->block.statements.count == 1)
    then = then->block.statements.items[0];
  if (then->kind != NODE_BREAK && then->kind != NODE_CONTINUE) return NULL;
  const char *text = f->compiler->source->text;
  if (memchr(text + node->start, '\n', then->end - node->start)) return NULL;
  return compile_exit_label(f, then);
}

/* Chains of else-if are walked, not nested: they may be long. */
static void if_statement(FunctionCompiler *f, Node *node) {
  Label end = {};
  for (;;) {
    Label otherwise = {}, *exit = exit_label(f, node);
    Node *next = node->conditional.otherwise;
    compile_at_head(f, node, node->conditional.test);
    if (exit) {
      compile_jump_if(f, node->conditional.test, true, exit);
    } else {
      compile_jump_if(f, node->conditional.test, false, &otherwise);
      compile_statement(f, node->conditional.then);
      if (next) JUMP(Jump, &end);
      BIND(&otherwise);
    }
    if (!next || next->kind != NODE_IF) {
      if (next) compile_statement(f, next);
      break;
    }
    node = next;
  }
  BIND(&end);
}

static bool is_loop(const Node *node) {
  switch (node->kind) {
  case NODE_FOR:
  case NODE_FOR_IN:
  case NODE_FOR_OF:
  case NODE_WHILE:
  case NODE_DO_WHILE: return true;
  default: return false;
  }
}

/* The names wait in `f` for the statement that they are of. */
static void labeled_statement(FunctionCompiler *f, Node *node) {
  LabelName label = {f->labels, node->labeled.label};
  Node *body = node->labeled.body;
  f->labels = &label;
  if (is_loop(body) || body->kind == NODE_LABELED) {
    compile_statement(f, body);
  } else {
    Control control;
    control_push(f, &control, CONTROL_LABEL);
    compile_statement(f, body);
    control_pop(f, &control);
    BIND(&control.break_label);
  }
  f->labels = NULL;
}

/* ---- switch ------------------------------------------------------------- */

static void case_test(FunctionCompiler *f, Register value, Node *test,
                      Label *label) {
  Register mark = compile_mark(f);
  i32 number;
  compile_at(f, test);
  if (node_small_int(test, &number))
    JUMP(JumpIfStrictEqualInt, label, value, number);
  else
    JUMP(JumpIfStrictEqual, label, value, compile_any(f, test));
  compile_release(f, mark);
}

static bool tests_assign(const NodeList *cases, const Variable *variable) {
  for (u32 i = 0; i < cases->count; i++) {
    if (node_assigns(cases->items[i]->case_clause.test, variable)) return true;
  }
  return false;
}

static Register discriminant(FunctionCompiler *f, Node *node) {
  Node *value = node->switch_cases.discriminant;
  if (!tests_assign(&node->switch_cases.cases, compile_own_variable(f, value)))
    return compile_any(f, value);
  Register copy = compile_register(f);
  compile_into(f, value, copy);
  return copy;
}

static void case_tests(FunctionCompiler *f, const NodeList *cases,
                       Register value, Label *labels, Label *end) {
  Label *fallback = end;
  for (u32 i = 0; i < cases->count; i++) {
    Node *test = cases->items[i]->case_clause.test;
    if (test)
      case_test(f, value, test, &labels[i]);
    else
      fallback = &labels[i];
  }
  JUMP(Jump, fallback);
}

static void switch_statement(FunctionCompiler *f, Node *node) {
  const NodeList *cases = &node->switch_cases.cases;
  Register mark = compile_mark(f);
  Control control;
  ActiveScope scope;
  Label *labels = base_allocate_zeroed((cases->count + 1) * sizeof(Label));
  compile_at_head(f, node, node->switch_cases.discriminant);
  Register value = discriminant(f, node);
  compile_enter_scope(f, &scope, node->switch_cases.scope);
  if (node->switch_cases.scope)
    compile_hoisted_functions(f, node->switch_cases.scope);
  control_push(f, &control, CONTROL_SWITCH);
  case_tests(f, cases, value, labels, &control.break_label);
  for (u32 i = 0; i < cases->count; i++) {
    BIND(&labels[i]);
    compile_statements(f, &cases->items[i]->case_clause.body);
  }
  control_pop(f, &control);
  BIND(&control.break_label);
  compile_leave_scope(f, &scope);
  compile_release(f, mark);
  free(labels);
}

/* ---- Modules ------------------------------------------------------------- */

/* The value of an `export default` that is no declaration with a name. */
static void default_export(FunctionCompiler *f, Node *node) {
  Node *value = node->module_item.declaration;
  Variable *variable = node->module_item.variable;
  Register mark = compile_mark(f);
  Register target = compile_initialise_target(f, variable);
  Value name = value_from_cell(ATOM(f->compiler->isolate, default));
  compile_at_statement(f, node);
  if (value->kind == NODE_CLASS_DECLARATION)
    compile_class(f, value, target, name, REGISTER_NONE);
  else
    compile_named(f, value, target, name);
  compile_initialise(f, variable, target);
  compile_release(f, mark);
}

/* Imports and names of exports were seen to when the module was linked. */
static void module_item(FunctionCompiler *f, Node *node) {
  Node *declaration = node->module_item.declaration;
  if (node->kind == NODE_IMPORT || !declaration ||
      declaration->kind == NODE_FUNCTION_DECLARATION)
    return;
  if (node->module_item.variable)
    default_export(f, node);
  else
    compile_statement(f, declaration);
}

/* ---- The table ---------------------------------------------------------- */

static void nothing(FunctionCompiler *f, Node *node) {
}

typedef void CompileStatement(FunctionCompiler *f, Node *node);

static CompileStatement *const statement_table[NODE_KIND_COUNT] = {
    [NODE_EXPRESSION_STATEMENT] = expression_statement,
    [NODE_EMPTY] = nothing,
    [NODE_DEBUGGER] = debugger_statement,
    [NODE_BLOCK] = block,
    [NODE_VARIABLES] = compile_variables,
    [NODE_FUNCTION_DECLARATION] = function_declaration,
    [NODE_CLASS_DECLARATION] = class_declaration,
    [NODE_IF] = if_statement,
    [NODE_FOR] = compile_for,
    [NODE_FOR_IN] = compile_for_in,
    [NODE_FOR_OF] = compile_for_of,
    [NODE_WHILE] = compile_while,
    [NODE_DO_WHILE] = compile_do_while,
    [NODE_RETURN] = return_statement,
    [NODE_BREAK] = break_statement,
    [NODE_CONTINUE] = continue_statement,
    [NODE_THROW] = throw_statement,
    [NODE_TRY] = compile_try,
    [NODE_SWITCH] = switch_statement,
    [NODE_LABELED] = labeled_statement,
    [NODE_WITH] = compile_with,
    [NODE_IMPORT] = module_item,
    [NODE_EXPORT] = module_item,
};

/* Statements whose value is undefined unless something in them has one. */
static bool has_value(const Node *node) {
  switch (node->kind) {
  case NODE_IF:
  case NODE_FOR:
  case NODE_FOR_IN:
  case NODE_FOR_OF:
  case NODE_WHILE:
  case NODE_DO_WHILE:
  case NODE_SWITCH:
  case NODE_TRY:
  case NODE_WITH: return true;
  default: return false;
  }
}

void compile_statement(FunctionCompiler *f, Node *node) {
  /* behind a return and the like: nothing of it will be written */
  if (!f->assembler.is_reachable) return;
  assert(statement_table[node->kind]);
  if (f->completion != REGISTER_NONE && has_value(node))
    EMIT(LoadUndefined, f->completion);
  statement_table[node->kind](f, node);
}

void compile_statements(FunctionCompiler *f, const NodeList *statements) {
  Disposal disposal;
  compile_open_disposal(f, &disposal, compile_using_kind(statements));
  for (u32 i = 0; i < statements->count; i++)
    compile_statement(f, statements->items[i]);
  compile_close_disposal(f, &disposal);
}
