/* eval.c - the code of evals, and the calls that may be direct evals.
 *
 * Eval code is compiled like a script whose environment is there already: that
 * of the code around it for a direct eval, none for an indirect one. Its let,
 * const and class are its own. Strict eval code has its own vars as well; those
 * of sloppy code are variables of the function around it, where they join the
 * variables that the text of the function has, or they are properties of the
 * global object. Its value is that of the statement that was last to have one.
 */
#include "bytecode/control.h"

/* ---- The vars of sloppy code -------------------------------------------- */

/* The environment that takes them, in hops from the innermost around the eval;
 * false: the global object does. */
static bool find_vars(FunctionCompiler *f, u32 *hops) {
  EnvironmentWalk walk = compile_walk(f);
  for (*hops = 0; compile_next_environment(&walk); ++*hops)
    if (walk.scope == f->compiler->tree->outer_vars) return true;
  return false;
}

static void store_made_var(FunctionCompiler *f, const Variable *variable,
                           Register value, bool is_hoisted) {
  u32 hops, name = compile_name_constant(f, variable->name);
  if (find_vars(f, &hops)) {
    compile_need_environments(f);
    EMIT(StoreDynamic, compile_environment(f), hops, name, value);
  } else if (is_hoisted) {
    EMIT(HoistGlobal, name, value);
  } else {
    EMIT(SetGlobal, name, value, CACHE());
  }
}

void compile_store_var(FunctionCompiler *f, const Variable *variable,
                       Register value, bool is_hoisted) {
  if (variable->is_dropped) return;
  if (variable->outside)
    compile_store(f, variable->outside, value);
  else
    store_made_var(f, variable, value, is_hoisted);
}

/* Those that the function around does not have get a place in its object of
 * such variables. */
static void declare_vars(FunctionCompiler *f, const Scope *scope, u32 hops) {
  for (const Variable *variable = scope->first; variable;
       variable = variable->next) {
    if (!variable->top_level_var || variable->outside || variable->is_dropped)
      continue;
    compile_need_environments(f);
    EMIT(DeclareDynamic, compile_environment(f), hops,
         compile_name_constant(f, variable->name));
  }
}

static void declare(FunctionCompiler *f, const ActiveScope *scope) {
  u32 hops;
  compile_at_range(f, f->function->start, f->function->start);
  if (find_vars(f, &hops))
    declare_vars(f, f->function->scope, hops);
  else
    compile_declare_globals(f, scope);
}

/* ---- The code ----------------------------------------------------------- */

void compile_eval_code(FunctionCompiler *f) {
  ActiveScope scope;
  Scope *names = f->function->scope;
  compile_open_scope(f, &scope, names);
  compile_push_environment(f, &scope);
  if (f->function->is_strict)
    compile_vars(f, names);
  else
    declare(f, &scope);
  compile_lexical(f, names);
  compile_hoisted_functions(f, names);
  f->completion = compile_register(f);
  compile_set_variable_register(f, f->completion, true);
  EMIT(LoadUndefined, f->completion);
  compile_statements(f, &f->function->body);
  if (f->assembler.is_reachable) EMIT(Return, f->completion);
  compile_leave_scope(f, &scope);
}

/* ---- Direct evals ------------------------------------------------------- */

/* A call that is a direct eval if its callee turns out to be eval. */
void compile_direct_eval(FunctionCompiler *f, Node *node, Register target) {
  Node *callee = node->call.callee;
  const NodeList *arguments = &node->call.arguments;
  bool has_spread = compile_has_spread(arguments);
  Register function = compile_register(f);
  Window window = {};
  Register this_register;
  if (has_spread) {
    this_register = compile_register(f);
  } else {
    window = compile_open_window(f);
    this_register = window_this(&window);
  }
  if (compile_is_dynamic(f, callee)) {
    compile_dynamic_callee(f, callee, function, this_register);
  } else {
    compile_into(f, callee, function);
    EMIT(LoadUndefined, this_register);
  }
  compile_need_environments(f);
  Register environment = compile_environment(f);
  u32 flags = scope_eval_flags(f->function);
  if (has_spread) {
    Register array = compile_spread_arguments(f, arguments);
    compile_at(f, node);
    EMIT(DirectEvalSpread, target, function, this_register, array, environment,
         flags);
  } else {
    compile_arguments(f, &window, arguments);
    compile_at(f, node);
    EMIT(DirectEval, target, function, window.first, window.count, environment,
         flags);
  }
}
