/* control.c - see control.h. */
#include "bytecode/control.h"

/* ---- Regions ------------------------------------------------------------ */

void region_open(FunctionCompiler *f, Region *region) {
  *region = (Region){.start = assembler_here(&f->assembler)};
}

static void region_suspend(FunctionCompiler *f, Region *region) {
  assert(!region->is_suspended);
  Segment segment = {region->start, assembler_here(&f->assembler)};
  if (segment.start < segment.end) vector_push(&region->segments, segment);
  region->is_suspended = true;
}

static void region_resume(FunctionCompiler *f, Region *region) {
  region->start = assembler_here(&f->assembler);
  region->is_suspended = false;
}

void region_close(FunctionCompiler *f, Region *region, Register exception) {
  region_suspend(f, region);
  region->first_handler = f->assembler.handlers.count;
  region->handler_count = region->segments.count;
  for (u32 i = 0; i < region->segments.count; i++) {
    Segment segment = region->segments.items[i];
    assembler_add_handler(&f->assembler, segment.start, segment.end, exception);
  }
  vector_free(&region->segments);
}

void region_bind(FunctionCompiler *f, const Region *region) {
  assembler_bind_handlers(&f->assembler, region->first_handler,
                          region->handler_count);
}

void region_close_iterator(FunctionCompiler *f, Region *region,
                           Register iterator, bool is_async) {
  /* whatever was in use inside is not any more */
  Register exception = iterator + 3;
  region_close(f, region, exception);
  CleanUp clean_up = {
      .first_handler = region->first_handler,
      .handler_count = region->handler_count,
      .iterator = iterator,
      .exception = exception,
      .is_async = is_async,
  };
  vector_push(&f->clean_ups, clean_up);
}

/* The handler of the construct around that clean-up, or -1. Handlers of inner
 * constructs come first, and what is covered by an inner one is also covered
 * by those around it. */
static i64 handler_around(const FunctionCompiler *f, const CleanUp *clean_up) {
  const Handler *handlers = f->assembler.handlers.items;
  u32 start = handlers[clean_up->first_handler].start;
  u32 next = clean_up->first_handler + clean_up->handler_count;
  for (u32 i = next; i < f->assembler.handlers.count; i++) {
    if (handlers[i].start <= start && start < handlers[i].end) return i;
  }
  return -1;
}

static void compile_clean_up(FunctionCompiler *f, CleanUp *clean_up) {
  clean_up->start = assembler_here(&f->assembler);
  assembler_bind_handlers(&f->assembler, clean_up->first_handler,
                          clean_up->handler_count);
  compile_close_iterator_silent(f, clean_up->iterator, clean_up->is_async,
                                clean_up->exception + 1);
  EMIT(Rethrow, clean_up->exception);
  clean_up->end = assembler_here(&f->assembler);
}

void compile_clean_ups(FunctionCompiler *f) {
  u32 count = f->clean_ups.count;
  for (u32 i = 0; i < count; i++) {
    CleanUp *clean_up = &f->clean_ups.items[i];
    clean_up->around =
        clean_up->handler_count ? handler_around(f, clean_up) : -1;
    compile_clean_up(f, clean_up);
  }
  /* the exception goes on where the clean-up's construct stands, and now all
   * targets are known */
  for (u32 i = 0; i < count; i++) {
    CleanUp clean_up = f->clean_ups.items[i];
    if (clean_up.around < 0) continue;
    Handler around = f->assembler.handlers.items[clean_up.around];
    assembler_add_handler(&f->assembler, clean_up.start, clean_up.end,
                          (Register)around.exception);
    vector_last(&f->assembler.handlers)->target = around.target;
  }
}

/* ---- The list ----------------------------------------------------------- */

void control_push(FunctionCompiler *f, Control *control, ControlKind kind) {
  *control = (Control){
      .outer = f->control,
      .kind = kind,
      .labels = f->labels,
      .iterator = REGISTER_NONE,
  };
  f->labels = NULL;
  f->control = control;
}

void control_pop(FunctionCompiler *f, Control *control) {
  assert(f->control == control);
  f->control = control->outer;
}

static bool has_label(const Control *control, const Name *name) {
  for (const LabelName *label = control->labels; label; label = label->outer) {
    if (label->name == name) return true;
  }
  return false;
}

static Control *find_target(const FunctionCompiler *f, const Name *label,
                            bool is_continue) {
  for (Control *control = f->control; control; control = control->outer) {
    bool is_loop = control->kind == CONTROL_LOOP;
    if (label && !has_label(control, label)) continue;
    if (is_loop || (label && !is_continue)) return control;
    if (!is_continue && control->kind == CONTROL_SWITCH) return control;
  }
  assert(!"the parser checks that jumps have targets");
  return NULL;
}

/* ---- Leaving ------------------------------------------------------------ */

/* The number by which a finally block knows that exit. */
static u32 waiting_number(Control *control, Exit exit) {
  for (u32 i = 0; i < control->waiting.count; i++) {
    Exit other = control->waiting.items[i];
    if (other.kind == exit.kind && other.target == exit.target) return i + 2;
  }
  vector_push(&control->waiting, exit);
  return control->waiting.count + 1;
}

static void hand_to_finally(FunctionCompiler *f, Control *control, Exit exit,
                            Register value) {
  if (exit.kind == EXIT_RETURN && value == REGISTER_NONE)
    EMIT(LoadUndefined, control->value);
  else if (exit.kind == EXIT_RETURN)
    compile_move(f, control->value, value);
  EMIT(LoadInt, control->completion, waiting_number(control, exit));
  JUMP(Jump, &control->entry);
}

/* The variable for `this` that the function has, if something uses it. */
static const Variable *this_variable(const FunctionCompiler *f) {
  const Variable *variable = f->function->scope->first;
  while (variable && variable->kind != VARIABLE_THIS)
    variable = variable->next;
  return variable;
}

Register compile_constructed_this(FunctionCompiler *f) {
  const Variable *variable = this_variable(f);
  return variable && variable->captured ? compile_binding(f, variable) : 0;
}

static void finish_exit(FunctionCompiler *f, Exit exit, Register value) {
  if (exit.kind == EXIT_BREAK) {
    JUMP(Jump, &exit.target->break_label);
  } else if (exit.kind == EXIT_CONTINUE) {
    JUMP(Jump, &exit.target->continue_label);
  } else if (compile_is_coroutine(f)) {
    compile_emit_return(f, value);
  } else if (f->function->kind == FUNCTION_DERIVED_CONSTRUCTOR) {
    Register mark = compile_mark(f);
    if (value == REGISTER_NONE)
      EMIT(LoadUndefined, value = compile_register(f));
    EMIT(ReturnDerived, value, compile_constructed_this(f));
    compile_release(f, mark);
  } else if (value == REGISTER_NONE) {
    EMIT(ReturnUndefined);
  } else {
    EMIT(Return, value);
  }
}

static void resume_until(FunctionCompiler *f, const Control *end) {
  for (Control *control = f->control; control != end;
       control = control->outer) {
    if (control->has_region && control->region.is_suspended)
      region_resume(f, &control->region);
  }
}

/* Leaves one construct after the other, up to the exit's target. */
static void leave(FunctionCompiler *f, Exit exit, Register value) {
  Control *control = f->control;
  for (; control; control = control->outer) {
    if (exit.kind == EXIT_CONTINUE && control == exit.target) break;
    if (control->kind == CONTROL_FINALLY) {
      hand_to_finally(f, control, exit, value);
      resume_until(f, control);
      return;
    }
    if (control->has_region) region_suspend(f, &control->region);
    if (control->iterator != REGISTER_NONE)
      compile_close_iterator(f, control->iterator, control->is_async);
    if (control == exit.target) break;
  }
  finish_exit(f, exit, value);
  resume_until(f, control ? control->outer : NULL);
}

Label *compile_exit_label(FunctionCompiler *f, const Node *node) {
  bool is_continue = node->kind == NODE_CONTINUE;
  Control *target = find_target(f, node->jump.label, is_continue);
  for (const Control *control = f->control;; control = control->outer) {
    if (is_continue && control == target) return &target->continue_label;
    if (control->kind == CONTROL_FINALLY || control->iterator != REGISTER_NONE)
      return NULL;
    if (control == target) return &target->break_label;
  }
}

void compile_break(FunctionCompiler *f, const Name *label) {
  leave(f, (Exit){EXIT_BREAK, find_target(f, label, false)}, REGISTER_NONE);
}

void compile_continue(FunctionCompiler *f, const Name *label) {
  leave(f, (Exit){EXIT_CONTINUE, find_target(f, label, true)}, REGISTER_NONE);
}

void compile_return(FunctionCompiler *f, Register value) {
  leave(f, (Exit){EXIT_RETURN, NULL}, value);
}

/* ---- try and catch ------------------------------------------------------ */

/* The catch scope; a plain parameter lives in the register that gets the
 * exception. */
static void enter_catch_scope(FunctionCompiler *f, ActiveScope *active,
                              Node *node, Register exception) {
  Scope *scope = node->try_catch.scope;
  const Node *parameter = node->try_catch.parameter;
  Variable *variable = NULL;
  if (parameter && parameter->kind == NODE_IDENTIFIER)
    variable = parameter->identifier.variable;
  compile_open_scope(f, active, scope);
  compile_push_environment(f, active);
  if (variable && !variable->captured)
    compile_give_register(f, variable, exception);
  if (scope) compile_give_registers(f, scope, variable);
}

static void compile_catch(FunctionCompiler *f, Node *node, Register exception) {
  ActiveScope scope;
  enter_catch_scope(f, &scope, node, exception);
  if (node->try_catch.parameter)
    compile_bind(f, node->try_catch.parameter, exception, BIND_INITIALISE);
  if (node->try_catch.scope)
    compile_hoisted_functions(f, node->try_catch.scope);
  compile_statement(f, node->try_catch.handler);
  compile_leave_scope(f, &scope);
  compile_set_variable_register(f, exception, false);
}

static void try_with_catch(FunctionCompiler *f, Node *node) {
  Control control;
  Label end = {};
  Register mark = compile_mark(f);
  Register exception = compile_register(f);
  control_push(f, &control, CONTROL_CATCH);
  control.has_region = true;
  region_open(f, &control.region);
  compile_statement(f, node->try_catch.block);
  control_pop(f, &control);
  region_close(f, &control.region, exception);
  JUMP(Jump, &end);
  region_bind(f, &control.region);
  compile_catch(f, node, exception);
  BIND(&end);
  compile_release(f, mark);
}

/* ---- finally ------------------------------------------------------------ */

constexpr i32 COMPLETION_THROW = 0;
constexpr i32 COMPLETION_NORMAL = 1;

static void protected_part(FunctionCompiler *f, Node *node) {
  if (node->try_catch.handler)
    try_with_catch(f, node);
  else
    compile_statement(f, node->try_catch.block);
}

/* Behind the finally block: on with what was interrupted. */
static void go_on(FunctionCompiler *f, Control *control, bool may_be_normal) {
  Label past = {};
  Register completion = control->completion;
  if (may_be_normal)
    JUMP(JumpIfStrictEqualInt, &past, completion, COMPLETION_NORMAL);
  for (u32 i = 0; i < control->waiting.count; i++) {
    Label next = {};
    JUMP(JumpIfNotStrictEqualInt, &next, completion, (i64)i + 2);
    leave(f, control->waiting.items[i], control->value);
    BIND(&next);
  }
  EMIT(Rethrow, control->value);
  BIND(&past);
}

/* Its own value counts only if it leaves by a jump. */
static void finally_block(FunctionCompiler *f, Node *node) {
  if (f->completion == REGISTER_NONE) {
    compile_statement(f, node);
    return;
  }
  Register value = compile_register(f);
  EMIT(Move, value, f->completion);
  EMIT(LoadUndefined, f->completion);
  compile_statement(f, node);
  EMIT(Move, f->completion, value);
}

void control_open_finally(FunctionCompiler *f, Control *control) {
  control->has_region = true;
  control->completion = compile_register(f);
  control->value = compile_register(f);
  EMIT(LoadInt, control->completion, COMPLETION_THROW);
  EMIT(LoadUndefined, control->value);
  region_open(f, &control->region);
}

bool control_enter_finally(FunctionCompiler *f, Control *control) {
  control_pop(f, control);
  region_close(f, &control->region, control->value);
  bool may_be_normal = f->assembler.is_reachable;
  EMIT(LoadInt, control->completion, COMPLETION_NORMAL);
  region_bind(f, &control->region);
  BIND(&control->entry);
  return may_be_normal;
}

void control_leave_finally(FunctionCompiler *f, Control *control,
                           bool may_be_normal) {
  go_on(f, control, may_be_normal);
  vector_free(&control->waiting);
}

static void try_with_finally(FunctionCompiler *f, Node *node) {
  Control control;
  Register mark = compile_mark(f);
  control_push(f, &control, CONTROL_FINALLY);
  control_open_finally(f, &control);
  protected_part(f, node);
  bool may_be_normal = control_enter_finally(f, &control);
  finally_block(f, node->try_catch.finalizer);
  control_leave_finally(f, &control, may_be_normal);
  compile_release(f, mark);
}

void compile_try(FunctionCompiler *f, Node *node) {
  if (node->try_catch.finalizer)
    try_with_finally(f, node);
  else
    try_with_catch(f, node);
}
