/* constants.c - constants that a loop keeps in registers.
 *
 * `flags[i] = false` and `x * 0.5` want their constant in a register. Loading
 * it on each turn would cost an instruction, so the outermost loop loads those
 * that it will use that way in front, once.
 */
#include "bytecode/function_compiler.h"

static bool is_loop_constant(FunctionCompiler *f, const Node *node) {
  if (compile_own_variable(f, node)) return false;
  node = node_constant(node);
  return node->kind == NODE_NUMBER || node->kind == NODE_STRING ||
         node->kind == NODE_NULL || node->kind == NODE_TRUE ||
         node->kind == NODE_FALSE || node->kind == NODE_UNARY;
}

/* The value of a node that may be kept; a hole for all others. */
static Value constant_value(FunctionCompiler *f, const Node *node) {
  double number;
  node = node_constant(node);
  switch (node->kind) {
  case NODE_STRING: return compile_atom(f, node->string.value);
  case NODE_NULL: return VALUE_NULL;
  case NODE_TRUE: return VALUE_TRUE;
  case NODE_FALSE: return VALUE_FALSE;
  default:
    return node_number(node, &number) ? value_from_number(number) : VALUE_HOLE;
  }
}

static Register find_constant(const LoopConstants *constants, Value value) {
  for (u32 i = 0; i < constants->count; i++) {
    if (value_same_bits(constants->values[i], value))
      return constants->first + i;
  }
  return REGISTER_NONE;
}

Register compile_loop_constant(FunctionCompiler *f, const Node *node) {
  if (!f->constants || !is_loop_constant(f, node)) return REGISTER_NONE;
  Value value = constant_value(f, node);
  return value_is_hole(value) ? REGISTER_NONE
                              : find_constant(f->constants, value);
}

/* ---- What a loop uses --------------------------------------------------- */

typedef struct Search {
  FunctionCompiler *f;
  LoopConstants *constants;
} Search;

static void consider(const Search *search, const Node *node) {
  LoopConstants *constants = search->constants;
  if (!is_loop_constant(search->f, node) ||
      constants->count == LOOP_CONSTANTS_MAX)
    return;
  Value value = constant_value(search->f, node);
  if (value_is_hole(value)) return;
  if (find_constant(constants, value) == REGISTER_NONE)
    constants->values[constants->count++] = value;
}

/* An operand of an operator: small integers fit into the instruction. */
static void consider_operand(const Search *search, const Node *node) {
  i32 number;
  NodeKind kind = node_constant(node)->kind;
  bool is_value =
      kind == NODE_STRING || kind == NODE_NUMBER || kind == NODE_UNARY;
  if (is_value && !node_small_int(node, &number)) consider(search, node);
}

static bool search_node(const Node *node, const void *context) {
  const Search *search = context;
  switch (node->kind) {
  case NODE_BINARY:
    consider_operand(search, node->binary.left);
    consider_operand(search, node->binary.right);
    break;
  case NODE_ASSIGN:
    if (node->binary.operator!= OPERATOR_NONE)
      consider_operand(search, node->binary.right);
    else if (node->binary.left->kind != NODE_IDENTIFIER)
      consider(search, node->binary.right);
    break;
  case NODE_CASE:
    if (node->case_clause.test)
      consider_operand(search, node->case_clause.test);
    break;
  default: break;
  }
  return node_any_child(node, search_node, context);
}

/* ---- In front of a loop ------------------------------------------------- */

static void load(FunctionCompiler *f, Value value, Register target) {
  if (value_is_number(value))
    compile_number(f, value_to_number(value), target);
  else if (value_is_null(value))
    EMIT(LoadNull, target);
  else if (value_is_boolean(value))
    EMIT_CODE(value_is_true(value) ? OP_LoadTrue : OP_LoadFalse, target);
  else
    EMIT(LoadConstant, target, compile_constant(f, value));
}

void compile_enter_loop(FunctionCompiler *f, LoopConstants *constants,
                        const Node *node) {
  *constants = (LoopConstants){.mark = compile_mark(f)};
  if (f->constants) return;
  node_any_child(node, search_node, &(Search){f, constants});
  constants->first = assembler_registers(&f->assembler, constants->count);
  for (u32 i = 0; i < constants->count; i++) {
    load(f, constants->values[i], constants->first + i);
    compile_set_variable_register(f, constants->first + i, true);
  }
  f->constants = constants;
}

void compile_leave_loop(FunctionCompiler *f, LoopConstants *constants) {
  for (u32 i = 0; i < constants->count; i++)
    compile_set_variable_register(f, constants->first + i, false);
  if (f->constants == constants) f->constants = NULL;
  compile_release(f, constants->mark);
}
