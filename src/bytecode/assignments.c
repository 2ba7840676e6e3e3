/* assignments.c - = and its relatives, ++ and --.
 *
 * The order is the language's: first what the target is made of, then the
 * value, then the store. A variable in a register is computed in place, so
 * `x = a + b` is one instruction.
 */
#include "bytecode/function_compiler.h"

static bool is_named_target(const Node *left, const Node *right) {
  return left->kind == NODE_IDENTIFIER && !left->parenthesized &&
         node_is_anonymous_function(right);
}

/* Computes the right side into `target`; the left side may name it. */
static void compute(FunctionCompiler *f, const Node *left, Node *right,
                    Register target) {
  if (is_named_target(left, right))
    compile_named(f, right, target, compile_atom(f, left->identifier.name));
  else
    compile_into(f, right, target);
}

/* A temporary for a result: `target` when it is one. */
static Register result_register(FunctionCompiler *f, Register target) {
  if (target != REGISTER_NONE && compile_is_temporary(f, target)) return target;
  return compile_register(f);
}

/* ---- To variables ------------------------------------------------------- */

static Register assign_name(FunctionCompiler *f, Node *node, Register target) {
  Node *left = node->binary.left, *right = node->binary.right;
  Register own = compile_assign_target(f, left);
  if (own != REGISTER_NONE) {
    compute(f, left, right, own);
    return own;
  }
  Register value;
  NameReference reference = compile_name_reference(f, left, right);
  if (is_named_target(left, right))
    compute(f, left, right, value = result_register(f, target));
  else
    value = compile_hint(f, right, target);
  compile_name_set(f, &reference, value);
  return value;
}

static Register compound_name(FunctionCompiler *f, Node *node,
                              Register target) {
  Node *left = node->binary.left, *right = node->binary.right;
  Register own = compile_assign_target(f, left), old;
  NameReference reference = {left, REGISTER_NONE, REGISTER_NONE};
  if (compile_is_dynamic(f, left)) {
    reference = compile_name_reference(f, left, right);
    compile_name_get(f, &reference, old = compile_register(f));
  } else {
    old = compile_kept(f, left, right, NULL);
  }
  Register result = own != REGISTER_NONE ? own : result_register(f, target);
  compile_operator(f, node, node->binary.operator, old, right, result);
  if (own == REGISTER_NONE) compile_name_set(f, &reference, result);
  return result;
}

/* ---- To properties ------------------------------------------------------ */

static Register assign_property(FunctionCompiler *f, Node *node,
                                Register target) {
  Node *right = node->binary.right;
  Reference reference = compile_reference(f, node->binary.left, right, false);
  Register value = compile_hint(f, right, target);
  compile_reference_set(f, &reference, value);
  return value;
}

static Register compound_property(FunctionCompiler *f, Node *node,
                                  Register target) {
  Node *right = node->binary.right;
  Reference reference = compile_reference(f, node->binary.left, right, true);
  Register value = result_register(f, target);
  compile_reference_get(f, &reference, value);
  compile_operator(f, node, node->binary.operator, value, right, value);
  compile_reference_set(f, &reference, value);
  return value;
}

/* ---- To patterns -------------------------------------------------------- */

static Register assign_pattern(FunctionCompiler *f, Node *node,
                               Register target) {
  Node *left = node->binary.left;
  Register value;
  if (compile_own_variable(f, node->binary.right))
    value = compile_kept(f, node->binary.right, left, NULL);
  else
    value = compile_hint(f, node->binary.right, target);
  compile_bind_value(f, left, node->binary.right, value, BIND_ASSIGN);
  return value;
}

/* ---- Logical assignment ------------------------------------------------- */

static void jump_unless_assigned(FunctionCompiler *f, Operator operator,
                                 Register value, Label *end) {
  if (operator== OPERATOR_AND)
    JUMP(JumpIfFalse, end, value);
  else if (operator== OPERATOR_OR)
    JUMP(JumpIfTrue, end, value);
  else
    JUMP(JumpIfNotNullish, end, value);
}

static Register logical_name(FunctionCompiler *f, Node *node, Register target) {
  Node *left = node->binary.left, *right = node->binary.right;
  Label end = {};
  Register own = compile_assign_target(f, left);
  Register value = own != REGISTER_NONE ? own : result_register(f, target);
  NameReference reference = {left, REGISTER_NONE, REGISTER_NONE};
  if (compile_is_dynamic(f, left))
    reference = compile_name_reference(f, left, right);
  if (own == REGISTER_NONE) compile_name_get(f, &reference, value);
  jump_unless_assigned(f, node->binary.operator, value, &end);
  compute(f, left, right, value);
  if (own == REGISTER_NONE) compile_name_set(f, &reference, value);
  BIND(&end);
  return value;
}

static Register logical_property(FunctionCompiler *f, Node *node,
                                 Register target) {
  Node *right = node->binary.right;
  Label end = {};
  Reference reference = compile_reference(f, node->binary.left, right, true);
  Register value = result_register(f, target);
  compile_reference_get(f, &reference, value);
  jump_unless_assigned(f, node->binary.operator, value, &end);
  compile_into(f, right, value);
  compile_reference_set(f, &reference, value);
  BIND(&end);
  return value;
}

/* ---- All of them -------------------------------------------------------- */

static bool is_logical(Operator operator) {
  return operator== OPERATOR_AND || operator== OPERATOR_OR || operator==
      OPERATOR_NULLISH;
}

/* Sloppy code lets `f() = 1` pass until it runs (annex B.3.9). */
Register compile_assign_call(FunctionCompiler *f, Node *node,
                             const char *text) {
  compile_effect(f, node);
  String *message = string_intern_c(f->compiler->isolate, text);
  compile_at(f, node);
  EMIT(ThrowError, THROWN_REFERENCE_ERROR,
       compile_constant(f, value_from_cell(message)));
  return compile_register(f);
}

Register compile_assign(FunctionCompiler *f, Node *node, Register target) {
  Operator operator= node->binary.operator;
  bool is_plain = operator== OPERATOR_NONE;
  switch (node->binary.left->kind) {
  case NODE_IDENTIFIER:
    if (is_plain) return assign_name(f, node, target);
    if (is_logical(operator)) return logical_name(f, node, target);
    return compound_name(f, node, target);
  case NODE_MEMBER:
  case NODE_INDEX:
    if (is_plain) return assign_property(f, node, target);
    if (is_logical(operator)) return logical_property(f, node, target);
    return compound_property(f, node, target);
  case NODE_CALL:
    return compile_assign_call(f, node->binary.left,
                               "Invalid left-hand side in assignment");
  default: return assign_pattern(f, node, target);
  }
}

/* ---- ++ and -- ---------------------------------------------------------- */

/* The new value in place of the old one in `value`. `old` NONE: nobody wants
 * the old one, as a number. */
static void step(FunctionCompiler *f, const Node *node, Register value,
                 Register old) {
  bool increments = node->unary.operator== OPERATOR_INCREMENT;
  compile_at(f, node);
  if (old == REGISTER_NONE)
    EMIT_CODE(increments ? OP_Increment : OP_Decrement, value, value);
  else
    EMIT_CODE(increments ? OP_PostIncrement : OP_PostDecrement, old, value);
}

/* A variable in a register is changed in place. */
static Register update_in_place(FunctionCompiler *f, Node *node, Register own,
                                Register target, bool is_postfix) {
  if (!is_postfix) {
    step(f, node, own, REGISTER_NONE);
    return own;
  }
  bool is_free = target != REGISTER_NONE && target != own;
  Register old = is_free ? target : compile_register(f);
  step(f, node, own, old);
  return old;
}

Register compile_update(FunctionCompiler *f, Node *node, Register target,
                        bool is_wanted) {
  Node *operand = node->unary.operand;
  bool is_postfix = is_wanted && !node->unary.prefix;
  Register own = compile_assign_target(f, operand);
  if (own != REGISTER_NONE)
    return update_in_place(f, node, own, target, is_postfix);
  if (operand->kind == NODE_CALL)
    return compile_assign_call(
        f, operand,
        node->unary.prefix
            ? "Invalid left-hand side expression in prefix operation"
            : "Invalid left-hand side expression in postfix operation");
  Register result = result_register(f, target);
  Register value = is_postfix ? compile_register(f) : result;
  Register old = is_postfix ? result : REGISTER_NONE;
  if (operand->kind == NODE_IDENTIFIER) {
    NameReference reference = compile_name_reference(f, operand, NULL);
    compile_name_get(f, &reference, value);
    step(f, node, value, old);
    compile_name_set(f, &reference, value);
  } else {
    Reference reference = compile_reference(f, operand, NULL, true);
    compile_reference_get(f, &reference, value);
    step(f, node, value, old);
    compile_reference_set(f, &reference, value);
  }
  return result;
}
