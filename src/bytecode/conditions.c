/* conditions.c - tests that jump.
 *
 * A comparison in a condition is one instruction with the jump in it; !, &&
 * and || turn into the layout of the jumps. A loop's test lies at the bottom
 * and jumps back with the Loop forms, which exist only for going on when a
 * test holds: the opposite is a jump over a Loop.
 */
#include "bytecode/function_compiler.h"

/* The instructions of one comparison. 0 (Move) stands for none. */
typedef struct Comparison {
  Opcode jump_if, jump_unless, loop_if;
  Opcode jump_if_int, jump_unless_int, loop_if_int;
  Operator mirrored; /* the same with its operands exchanged */
  Operator opposite; /* NONE: `!(a < b)` is not `a >= b` when one is NaN */
} Comparison;

#define COMPARISON(name, mirrored, opposite)                                   \
  {OP_JumpIf##name,      OP_JumpIfNot##name,      OP_LoopIf##name,             \
   OP_JumpIf##name##Int, OP_JumpIfNot##name##Int, OP_LoopIf##name##Int,        \
   OPERATOR_##mirrored,  OPERATOR_##opposite}
#define NEGATED(name, mirrored, opposite)                                      \
  {OP_JumpIfNot##name,      OP_JumpIf##name,      OP_LoopIfNot##name,          \
   OP_JumpIfNot##name##Int, OP_JumpIf##name##Int, OP_LoopIfNot##name##Int,     \
   OPERATOR_##mirrored,     OPERATOR_##opposite}

static const Comparison comparisons[] = {
    [OPERATOR_LESS] = COMPARISON(Less, GREATER, NONE),
    [OPERATOR_LESS_EQUAL] = COMPARISON(LessEqual, GREATER_EQUAL, NONE),
    [OPERATOR_GREATER] = COMPARISON(Greater, LESS, NONE),
    [OPERATOR_GREATER_EQUAL] = COMPARISON(GreaterEqual, LESS_EQUAL, NONE),
    [OPERATOR_EQUAL] = COMPARISON(Equal, EQUAL, NOT_EQUAL),
    [OPERATOR_NOT_EQUAL] = NEGATED(Equal, NOT_EQUAL, EQUAL),
    [OPERATOR_STRICT_EQUAL] =
        COMPARISON(StrictEqual, STRICT_EQUAL, STRICT_NOT_EQUAL),
    [OPERATOR_STRICT_NOT_EQUAL] =
        NEGATED(StrictEqual, STRICT_NOT_EQUAL, STRICT_EQUAL),
};

static const Comparison *comparison_of(Operator operator) {
  if (operator>= ARRAY_COUNT(comparisons)) return NULL;
  const Comparison *comparison = &comparisons[operator];
  return comparison->jump_if ? comparison : NULL;
}

void compile_jump(FunctionCompiler *f, Label *label) {
  if (label->is_bound)
    JUMP(Loop, label);
  else
    JUMP(Jump, label);
}

/* ---- Comparisons -------------------------------------------------------- */

/* Jumps with the operand behind `left`: a register, or a number in the
 * instruction. */
static void jump_compared(FunctionCompiler *f, const Comparison *comparison,
                          bool sense, Register left, i64 right, bool is_int,
                          Label *label) {
  Opcode if_true = is_int ? comparison->jump_if_int : comparison->jump_if;
  Opcode if_false =
      is_int ? comparison->jump_unless_int : comparison->jump_unless;
  if (!label->is_bound) {
    JUMP_CODE(sense ? if_true : if_false, label, left, right);
    return;
  }
  if (!sense && comparison->opposite != OPERATOR_NONE) {
    comparison = comparison_of(comparison->opposite);
    sense = true;
  }
  if (sense) {
    JUMP_CODE(is_int ? comparison->loop_if_int : comparison->loop_if, label,
              left, right);
    return;
  }
  Label skip = {};
  JUMP_CODE(if_true, &skip, left, right);
  JUMP(Loop, label);
  BIND(&skip);
}

static void jump_comparison(FunctionCompiler *f, Node *node,
                            const Comparison *comparison, bool sense,
                            Label *label) {
  Node *left = node->binary.left, *right = node->binary.right;
  i32 number;
  if (node_small_int(left, &number) && !node_small_int(right, &number)) {
    node_small_int(left, &number);
    left = right;
    right = node->binary.left;
    comparison = comparison_of(comparison->mirrored);
  }
  if (node_small_int(right, &number)) {
    Register value = compile_any(f, left);
    compile_at(f, node);
    jump_compared(f, comparison, sense, value, number, true, label);
    return;
  }
  Register first = compile_kept(f, left, right, NULL);
  Register second = compile_any(f, right);
  compile_at(f, node);
  jump_compared(f, comparison, sense, first, second, false, label);
}

/* ---- null and undefined ------------------------------------------------- */

/* Tests of one value: jumps when it holds, when not, and backwards. */
typedef struct Test {
  Opcode jump_if, jump_unless;
  Opcode loop_if, loop_unless; /* 0: none */
} Test;

static const Test test_null = {OP_JumpIfNull, OP_JumpIfNotNull, 0,
                               OP_LoopIfNotNull};
static const Test test_undefined = {OP_JumpIfUndefined, OP_JumpIfNotUndefined,
                                    0, OP_LoopIfNotUndefined};
static const Test test_nullish = {OP_JumpIfNullish, OP_JumpIfNotNullish, 0,
                                  OP_LoopIfNotNullish};
static const Test test_truth = {OP_JumpIfTrue, OP_JumpIfFalse, OP_LoopIfTrue,
                                OP_LoopIfFalse};

static void jump_tested(FunctionCompiler *f, const Test *test, bool sense,
                        Register value, Label *label) {
  if (!label->is_bound) {
    JUMP_CODE(sense ? test->jump_if : test->jump_unless, label, value);
    return;
  }
  Opcode loop = sense ? test->loop_if : test->loop_unless;
  if (loop) {
    JUMP_CODE(loop, label, value);
    return;
  }
  Label skip = {};
  JUMP_CODE(sense ? test->jump_unless : test->jump_if, &skip, value);
  JUMP(Loop, label);
  BIND(&skip);
}

static bool is_undefined(FunctionCompiler *f, const Node *node) {
  if (node->kind == NODE_UNARY)
    return node->unary.operator== OPERATOR_VOID &&
        node->unary.operand->kind == NODE_NUMBER;
  return node->kind == NODE_IDENTIFIER && !node->identifier.variable &&
         strcmp(node->identifier.name->bytes, "undefined") == 0;
}

/* The test that comparing with this constant is, or NULL. */
static const Test *constant_test(FunctionCompiler *f, const Node *node,
                                 bool is_strict) {
  bool is_null = node->kind == NODE_NULL;
  if (!is_null && !is_undefined(f, node)) return NULL;
  if (!is_strict) return &test_nullish;
  return is_null ? &test_null : &test_undefined;
}

/* `x == null` and its like, either way round. */
static bool jump_constant_test(FunctionCompiler *f, Node *node, bool sense,
                               Label *label) {
  Operator operator= node->binary.operator;
  bool is_strict = operator== OPERATOR_STRICT_EQUAL || operator==
      OPERATOR_STRICT_NOT_EQUAL;
  bool is_not = operator== OPERATOR_NOT_EQUAL || operator==
      OPERATOR_STRICT_NOT_EQUAL;
  if (!is_strict && !is_not && operator!= OPERATOR_EQUAL) return false;
  Node *value = node->binary.left;
  const Test *test = constant_test(f, node->binary.right, is_strict);
  if (!test) {
    value = node->binary.right;
    test = constant_test(f, node->binary.left, is_strict);
  }
  if (!test) return false;
  jump_tested(f, test, sense != is_not, compile_any(f, value), label);
  return true;
}

/* ---- Conditions --------------------------------------------------------- */

static bool jump_binary(FunctionCompiler *f, Node *node, bool sense,
                        Label *label) {
  const Comparison *comparison = comparison_of(node->binary.operator);
  double number;
  if (!comparison || node_number(node, &number)) return false;
  if (!jump_constant_test(f, node, sense, label))
    jump_comparison(f, node, comparison, sense, label);
  return true;
}

/* a && b: when that must be true to jump, a false `a` goes past; when it must
 * be false, either jumps. For || the other way round. */
static void jump_logical(FunctionCompiler *f, Node *node, bool sense,
                         Label *label) {
  bool decides = node->binary.operator== OPERATOR_OR;
  if (sense == decides) {
    compile_jump_if(f, node->binary.left, sense, label);
    compile_jump_if(f, node->binary.right, sense, label);
    return;
  }
  Label past = {};
  compile_jump_if(f, node->binary.left, decides, &past);
  compile_jump_if(f, node->binary.right, sense, label);
  BIND(&past);
}

/* What is known now. -1: nothing. */
static int constant_truth(const Node *node) {
  double number;
  if (node->kind == NODE_TRUE) return 1;
  if (node->kind == NODE_FALSE || node->kind == NODE_NULL) return 0;
  if (node_number(node, &number)) return number != 0 && number == number;
  return -1;
}

static bool jump_simple(FunctionCompiler *f, Node *node, bool sense,
                        Label *label) {
  int truth = constant_truth(node);
  if (truth >= 0) {
    if (truth == sense) compile_jump(f, label);
    return true;
  }
  if (node->kind == NODE_LOGICAL && node->binary.operator!= OPERATOR_NULLISH) {
    jump_logical(f, node, sense, label);
    return true;
  }
  if (node->kind == NODE_UNARY && node->unary.operator== OPERATOR_NOT) {
    compile_jump_if(f, node->unary.operand, !sense, label);
    return true;
  }
  return node->kind == NODE_BINARY && jump_binary(f, node, sense, label);
}

void compile_jump_if(FunctionCompiler *f, Node *node, bool sense,
                     Label *label) {
  Register mark = compile_mark(f);
  if (node->kind == NODE_SEQUENCE) {
    const NodeList *items = &node->list.items;
    for (u32 i = 0; i + 1 < items->count; i++)
      compile_effect(f, items->items[i]);
    compile_jump_if(f, items->items[items->count - 1], sense, label);
  } else if (!jump_simple(f, node, sense, label)) {
    jump_tested(f, &test_truth, sense, compile_any(f, node), label);
  }
  compile_release(f, mark);
}
