/* loops.c - loops.
 *
 *   while (t) b        top: b; next: t, back to top if true
 *
 * The test lies at the bottom, so that each turn runs one jump. A small test
 * is written a second time in front of the loop; a larger one is jumped to.
 * Only Loop instructions go backwards.
 */
#include "bytecode/control.h"

/* Jumps to a test at the bottom. What comes next is reached from there. */
static void jump_to_test(FunctionCompiler *f, Label *test_label) {
  bool is_reachable = f->assembler.is_reachable;
  JUMP(Jump, test_label);
  f->assembler.is_reachable = is_reachable;
}

/* In front of a loop with its test at the bottom. */
static void enter_loop(FunctionCompiler *f, Node *test, Label *test_label,
                       Label *end) {
  if (!test) return;
  if (node_is_cheap_test(test)) {
    compile_at_statement(f, test);
    compile_jump_if(f, test, false, end);
  } else {
    jump_to_test(f, test_label);
  }
}

/* The test at the bottom; NULL: always. */
static void repeat_loop(FunctionCompiler *f, Node *test, Label *top) {
  if (!test) {
    compile_jump(f, top);
    return;
  }
  compile_at_statement(f, test);
  compile_jump_if(f, test, true, top);
}

void compile_while(FunctionCompiler *f, Node *node) {
  Control control;
  LoopConstants constants;
  Label top = {};
  Node *test = node->loop.test;
  compile_enter_loop(f, &constants, node);
  control_push(f, &control, CONTROL_LOOP);
  enter_loop(f, test, &control.continue_label, &control.break_label);
  BIND(&top);
  compile_statement(f, node->loop.body);
  BIND(&control.continue_label);
  repeat_loop(f, test, &top);
  control_pop(f, &control);
  BIND(&control.break_label);
  compile_leave_loop(f, &constants);
}

void compile_do_while(FunctionCompiler *f, Node *node) {
  Control control;
  LoopConstants constants;
  Label top = {};
  compile_enter_loop(f, &constants, node);
  control_push(f, &control, CONTROL_LOOP);
  BIND(&top);
  compile_statement(f, node->loop.body);
  BIND(&control.continue_label);
  repeat_loop(f, node->loop.test, &top);
  control_pop(f, &control);
  BIND(&control.break_label);
  compile_leave_loop(f, &constants);
}

/* ---- for ---------------------------------------------------------------- */

/* Functions made in the head of a loop keep the first turn's variables. */
static bool init_makes_functions(const Node *init) {
  if (!init || init->kind != NODE_VARIABLES) return false;
  const NodeList *declarators = &init->variables.declarators;
  for (u32 i = 0; i < declarators->count; i++) {
    const Node *value = declarators->items[i]->binary.right;
    if (value && node_mentions_scope(value, NULL)) return true;
  }
  return false;
}

static void for_init(FunctionCompiler *f, Node *node,
                     const ActiveScope *scope) {
  Node *init = node->for_loop.init;
  if (!init) return;
  if (init->kind == NODE_VARIABLES) {
    compile_variables(f, init);
  } else {
    compile_at_statement(f, init);
    compile_effect(f, init);
  }
  if (scope->environment != REGISTER_NONE && init_makes_functions(init))
    EMIT(CopyEnvironment, scope->environment);
}

static void for_update(FunctionCompiler *f, Node *update) {
  if (!update) return;
  compile_at_statement(f, update);
  compile_effect(f, update);
}

void compile_for(FunctionCompiler *f, Node *node) {
  Control control;
  LoopConstants constants;
  ActiveScope scope;
  Label top = {}, test_label = {};
  Node *test = node->for_loop.test;
  Disposal disposal;
  compile_open_disposal(f, &disposal,
                        compile_using_kind_of(node->for_loop.init));
  compile_enter_loop(f, &constants, node);
  control_push(f, &control, CONTROL_LOOP);
  compile_enter_scope(f, &scope, node->for_loop.scope);
  for_init(f, node, &scope);
  enter_loop(f, test, &test_label, &control.break_label);
  BIND(&top);
  compile_statement(f, node->for_loop.body);
  BIND(&control.continue_label);
  /* each turn has variables of its own, if somebody may keep them */
  if (scope.environment != REGISTER_NONE)
    EMIT(CopyEnvironment, scope.environment);
  for_update(f, node->for_loop.update);
  BIND(&test_label);
  repeat_loop(f, test, &top);
  control_pop(f, &control);
  BIND(&control.break_label);
  compile_leave_scope(f, &scope);
  compile_leave_loop(f, &constants);
  compile_close_disposal(f, &disposal);
}

/* ---- for-in and for-of -------------------------------------------------- */

/* What each turn assigns to. */
typedef struct Head {
  Node *target;
  BindMode mode;
} Head;

static Head head_of(FunctionCompiler *f, Node *node) {
  Node *left = node->for_each.left;
  if (left->kind != NODE_VARIABLES) return (Head){left, BIND_ASSIGN};
  Node *declarator = left->variables.declarators.items[0];
  bool is_var = left->variables.kind == VARIABLE_VAR;
  return (Head){declarator->binary.left,
                is_var ? BIND_ASSIGN : BIND_INITIALISE};
}

/* `for (var i = 0 in o)`, a relic, still runs its initializer. */
static void relic_initializer(FunctionCompiler *f, const Node *node) {
  Node *left = node->for_each.left;
  if (left->kind != NODE_VARIABLES) return;
  if (left->variables.declarators.items[0]->binary.right)
    compile_variables(f, left);
}

/* The expression after `in` or `of` sees the head's variables, not yet
 * initialised. */
static Register iterated_value(FunctionCompiler *f, Node *node,
                               ActiveScope *scope) {
  compile_open_scope(f, scope, node->for_each.scope);
  if (node->for_each.scope) {
    /* names that are looked up at run time are looked up there, too */
    if (f->compiler->tree->has_dynamic ||
        node_mentions_scope(node->for_each.right, node->for_each.scope))
      compile_push_environment(f, scope);
    compile_give_registers(f, node->for_each.scope, NULL);
  }
  compile_at_head(f, node, node->for_each.right);
  return compile_any(f, node->for_each.right);
}

/* A register for each turn's item: that of the variable itself, when it is a
 * fresh one for each turn. */
static Register item_register(FunctionCompiler *f, const Head *head) {
  if (head->mode == BIND_INITIALISE && head->target->kind == NODE_IDENTIFIER)
    return compile_bind_register(f, head->target, BIND_INITIALISE);
  return compile_register(f);
}

static void reset_checked_variables(FunctionCompiler *f, const Scope *scope) {
  if (!scope) return;
  for (Variable *variable = scope->first; variable; variable = variable->next) {
    if (variable->needs_check && !variable->captured)
      EMIT(LoadHole, variable->slot);
  }
}

/* One turn: the item to its target, then the body. */
static void each_turn(FunctionCompiler *f, Node *node, const Head *head,
                      const ActiveScope *scope, Register item) {
  compile_push_environment(f, scope);
  if (head->target->kind != NODE_IDENTIFIER)
    reset_checked_variables(f, node->for_each.scope);
  Disposal disposal;
  UsingKind using = compile_using_kind_of(node->for_each.left);
  compile_open_disposal(f, &disposal, using);
  Register mark = compile_mark(f);
  if (using != USING_NONE) compile_add_disposable(f, item, using);
  compile_bind(f, head->target, item, head->mode);
  compile_release(f, mark);
  compile_statement(f, node->for_each.body);
  compile_close_disposal(f, &disposal);
  /* where the next item is fetched, the variables have no value yet */
  assembler_end_variables(&f->assembler, scope->first_variable);
}

static void at_head(FunctionCompiler *f, const Node *node) {
  compile_at_statement(f, node->for_each.left);
  compile_at(f, node->for_each.right);
}

/* The next item of an asynchronous iteration, and back to the top. */
static void next_async(FunctionCompiler *f, const Node *node,
                       const Node *target, Label *top, Register item,
                       Register iterator) {
  Label done = {};
  Register mark = compile_mark(f);
  Register result = compile_register(f);
  EMIT(IteratorCall, result, iterator);
  compile_at(f, target);
  compile_await_register(f, result, result);
  compile_at(f, node->for_each.right);
  JUMP(IteratorTake, &done, item, iterator, result);
  compile_jump(f, top);
  BIND(&done);
  compile_release(f, mark);
}

void compile_for_of(FunctionCompiler *f, Node *node) {
  bool is_async = node->for_each.is_await;
  Control control;
  LoopConstants constants;
  ActiveScope scope;
  Label top = {};
  Head head = head_of(f, node);
  compile_enter_loop(f, &constants, node);
  Register mark = compile_mark(f);
  Register iterator = assembler_registers(&f->assembler, 3);
  control_push(f, &control, CONTROL_LOOP);
  Register value = iterated_value(f, node, &scope);
  compile_at(f, node->for_each.right);
  compile_get_iterator(f, iterator, value, is_async);
  jump_to_test(f, &control.continue_label);
  Register item = item_register(f, &head);
  BIND(&top);
  control.iterator = iterator;
  control.is_async = is_async;
  control.has_region = true;
  region_open(f, &control.region);
  each_turn(f, node, &head, &scope, item);
  region_close_iterator(f, &control.region, iterator, is_async);
  BIND(&control.continue_label);
  at_head(f, node);
  if (is_async)
    next_async(f, node, head.target, &top, item, iterator);
  else
    JUMP(LoopNext, &top, item, iterator);
  control_pop(f, &control);
  BIND(&control.break_label);
  compile_leave_scope(f, &scope);
  compile_release(f, mark);
  compile_leave_loop(f, &constants);
}

void compile_for_in(FunctionCompiler *f, Node *node) {
  Control control;
  LoopConstants constants;
  ActiveScope scope;
  Label top = {};
  Head head = head_of(f, node);
  compile_enter_loop(f, &constants, node);
  Register mark = compile_mark(f);
  relic_initializer(f, node);
  Register keys = assembler_registers(&f->assembler, 3);
  control_push(f, &control, CONTROL_LOOP);
  Register value = iterated_value(f, node, &scope);
  compile_at(f, node->for_each.right);
  EMIT(ForInOpen, keys, value);
  Register item = item_register(f, &head);
  BIND(&top);
  at_head(f, node);
  JUMP(ForInNext, &control.break_label, item, keys);
  each_turn(f, node, &head, &scope, item);
  BIND(&control.continue_label);
  compile_jump(f, &top);
  control_pop(f, &control);
  BIND(&control.break_label);
  compile_leave_scope(f, &scope);
  compile_release(f, mark);
  compile_leave_loop(f, &constants);
}
