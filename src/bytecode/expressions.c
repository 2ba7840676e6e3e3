/* expressions.c - literals, names and operators, and the table of all
 * expressions.
 */
#include "bytecode/function_compiler.h"
#include "object/bigint.h"

#include <math.h>

/* ---- Literals ----------------------------------------------------------- */

void compile_number(FunctionCompiler *f, double number, Register target) {
  Value value = value_from_number(number);
  bool is_small = value_is_int(value) && value_to_int(value) >= INT16_MIN &&
                  value_to_int(value) <= INT16_MAX;
  if (is_small)
    EMIT(LoadInt, target, value_to_int(value));
  else
    EMIT(LoadConstant, target, compile_constant(f, value));
}

static void into_number(FunctionCompiler *f, Node *node, Register target) {
  compile_number(f, node->number, target);
}

static void into_string(FunctionCompiler *f, Node *node, Register target) {
  EMIT(LoadConstant, target, compile_name_constant(f, node->string.value));
}

/* The program's BigInts are cells made here. */
static void into_bigint(FunctionCompiler *f, Node *node, Register target) {
  const Name *digits = node->string.value;
  BigInt *number =
      bigint_from_literal(f->compiler->isolate, digits->bytes, digits->length);
  if (!number) {
    compile_fail(f, "Maximum BigInt size exceeded", node->start, node->end);
    return;
  }
  EMIT(LoadConstant, target, compile_constant(f, value_from_cell(number)));
}

static void into_null(FunctionCompiler *f, Node *node, Register target) {
  EMIT(LoadNull, target);
}

static void into_true(FunctionCompiler *f, Node *node, Register target) {
  EMIT(LoadTrue, target);
}

static void into_false(FunctionCompiler *f, Node *node, Register target) {
  EMIT(LoadFalse, target);
}

static void into_function(FunctionCompiler *f, Node *node, Register target) {
  compile_closure(f, node->function, VALUE_UNDEFINED, target);
}

static void into_class(FunctionCompiler *f, Node *node, Register target) {
  compile_class(f, node, target, VALUE_UNDEFINED, REGISTER_NONE);
}

/* ---- Bindings without a name -------------------------------------------- */

static bool this_may_be_hole(const Variable *variable) {
  return variable &&
         variable->scope->function->kind == FUNCTION_DERIVED_CONSTRUCTOR;
}

/* In an arrow `this` is a variable of a function around it. It never changes
 * (but in derived constructors), so the prologue fetches it into the arrow's
 * own r0. */
static void load_arrow_this(FunctionCompiler *f, const Variable *variable) {
  if (f->this_is_loaded) return;
  f->this_is_loaded = true;
  f->arrow_this = variable;
}

Register compile_this_register(FunctionCompiler *f, const Variable *variable,
                               u32 start, u32 end) {
  /* both have the `this` of what is around them */
  bool is_arrow =
      f->function->kind == FUNCTION_ARROW || f->function->kind == FUNCTION_EVAL;
  if (!this_may_be_hole(variable)) {
    if (is_arrow) load_arrow_this(f, variable);
    return 0;
  }
  Register reg = 0;
  if (variable->captured) {
    reg = compile_register(f);
    compile_load_binding(f, variable, reg);
  }
  compile_at_range(f, start, end);
  EMIT(CheckThis, reg);
  return reg;
}

static Register this_register(FunctionCompiler *f, const Node *node) {
  return compile_this_register(f, node->identifier.variable, node->start,
                               node->end);
}

void compile_this(FunctionCompiler *f, const Node *node, Register target) {
  compile_move(f, target, this_register(f, node));
}

static void into_this(FunctionCompiler *f, Node *node, Register target) {
  compile_this(f, node, target);
}

static void into_identifier(FunctionCompiler *f, Node *node, Register target) {
  compile_load_variable(f, node, target);
}

static void into_new_target(FunctionCompiler *f, Node *node, Register target) {
  compile_load_binding(f, node->identifier.variable, target);
}

/* ---- Unary operators ---------------------------------------------------- */

/* An operand that is only read: temporaries may share `target`. */
static Register operand_of(FunctionCompiler *f, Node *node, Register target) {
  return compile_hint(f, node->unary.operand, target);
}

static void into_typeof(FunctionCompiler *f, Node *node, Register target) {
  Node *operand = node->unary.operand;
  bool is_name = operand->kind == NODE_IDENTIFIER;
  bool is_dynamic = is_name && compile_is_dynamic(f, operand);
  bool is_global =
      is_name &&
      compile_locate(f, operand->identifier.variable).kind == LOCATION_GLOBAL;
  if (!is_global && !is_dynamic) {
    EMIT(TypeOf, target, operand_of(f, node, target));
    return;
  }
  Register value = compile_scratch(f, target);
  if (is_dynamic)
    compile_load_dynamic(f, operand, true, value);
  else
    compile_load_static(f, operand, true, value);
  EMIT(TypeOf, target, value);
}

static Opcode unary_opcode(Operator operator) {
  switch (operator) {
  case OPERATOR_NOT: return OP_Not;
  case OPERATOR_BIT_NOT: return OP_BitNot;
  case OPERATOR_PLUS: return OP_ToNumber;
  default: return OP_Negate;
  }
}

static void into_unary(FunctionCompiler *f, Node *node, Register target) {
  double number;
  if (node_number(node, &number)) {
    compile_number(f, number, target);
    return;
  }
  switch (node->unary.operator) {
  case OPERATOR_TYPEOF: into_typeof(f, node, target); break;
  case OPERATOR_DELETE: compile_delete(f, node->unary.operand, target); break;
  case OPERATOR_VOID:
    compile_effect(f, node->unary.operand);
    EMIT(LoadUndefined, target);
    break;
  default: {
    Register operand = operand_of(f, node, target);
    compile_at(f, node);
    EMIT_CODE(unary_opcode(node->unary.operator), target, operand);
  }
  }
}

static void into_update(FunctionCompiler *f, Node *node, Register target) {
  compile_move(f, target, compile_update(f, node, target, true));
}

/* ---- Binary operators --------------------------------------------------- */

typedef struct BinaryCode {
  Opcode plain;
  Opcode with_int; /* 0: none (Move has no operator) */
} BinaryCode;

static const BinaryCode binary_codes[] = {
    [OPERATOR_ADD] = {OP_Add, OP_AddInt},
    [OPERATOR_SUBTRACT] = {OP_Subtract, OP_SubtractInt},
    [OPERATOR_MULTIPLY] = {OP_Multiply, OP_MultiplyInt},
    [OPERATOR_DIVIDE] = {OP_Divide, OP_DivideInt},
    [OPERATOR_REMAINDER] = {OP_Remainder, OP_RemainderInt},
    [OPERATOR_EXPONENT] = {OP_Exponent, 0},
    [OPERATOR_SHIFT_LEFT] = {OP_ShiftLeft, OP_ShiftLeftInt},
    [OPERATOR_SHIFT_RIGHT] = {OP_ShiftRight, OP_ShiftRightInt},
    [OPERATOR_SHIFT_RIGHT_UNSIGNED] = {OP_ShiftRightUnsigned,
                                       OP_ShiftRightUnsignedInt},
    [OPERATOR_BIT_AND] = {OP_BitAnd, OP_BitAndInt},
    [OPERATOR_BIT_OR] = {OP_BitOr, OP_BitOrInt},
    [OPERATOR_BIT_XOR] = {OP_BitXor, OP_BitXorInt},
    [OPERATOR_EQUAL] = {OP_Equal, 0},
    [OPERATOR_NOT_EQUAL] = {OP_NotEqual, 0},
    [OPERATOR_STRICT_EQUAL] = {OP_StrictEqual, 0},
    [OPERATOR_STRICT_NOT_EQUAL] = {OP_StrictNotEqual, 0},
    [OPERATOR_LESS] = {OP_Less, 0},
    [OPERATOR_LESS_EQUAL] = {OP_LessEqual, 0},
    [OPERATOR_GREATER] = {OP_Greater, 0},
    [OPERATOR_GREATER_EQUAL] = {OP_GreaterEqual, 0},
    [OPERATOR_IN] = {OP_In, 0},
    [OPERATOR_INSTANCEOF] = {OP_InstanceOf, 0},
};

/* The operand that fits into the instruction. Division by zero and by
 * negative numbers is left to the plain form: the short one is for the cases
 * whose result is an integer again. */
static bool immediate(Operator operator, const Node * right, i32 *number) {
  if (!binary_codes[operator].with_int) return false;
  if (!node_small_int(right, number)) return false;
  bool divides = operator== OPERATOR_DIVIDE || operator== OPERATOR_REMAINDER;
  return !divides || *number > 0;
}

void compile_operator(FunctionCompiler *f, const Node *node, Operator operator,
                      Register left, Node *right, Register target) {
  Register mark = compile_mark(f);
  i32 number;
  if (immediate(operator, right, &number)) {
    compile_at(f, node);
    EMIT_CODE(binary_codes[operator].with_int, target, left, number);
  } else {
    Register operand = compile_any(f, right);
    compile_at(f, node);
    EMIT_CODE(binary_codes[operator].plain, target, left, operand);
  }
  compile_release(f, mark);
}

static bool is_plain_binary(const Node *node) {
  return node->kind == NODE_BINARY &&
         node->binary.left->kind != NODE_PRIVATE_NAME;
}

/* `2 * x` is as good as `x * 2`. Not so for +, which may join strings. */
static bool swaps(const Node *node) {
  i32 number;
  switch (node->binary.operator) {
  case OPERATOR_MULTIPLY:
  case OPERATOR_BIT_AND:
  case OPERATOR_BIT_OR:
  case OPERATOR_BIT_XOR:
    return node_small_int(node->binary.left, &number) &&
           !node_small_int(node->binary.right, &number);
  default: return false;
  }
}

static void into_swapped(FunctionCompiler *f, Node *node, Register target) {
  i32 number = 0;
  node_small_int(node->binary.left, &number);
  Register right = compile_hint(f, node->binary.right, target);
  compile_at(f, node);
  EMIT_CODE(binary_codes[node->binary.operator].with_int, target, right,
            number);
}

static void apply(FunctionCompiler *f, Node *node, Register left,
                  Register target) {
  compile_operator(f, node, node->binary.operator, left, node->binary.right,
                   target);
}

/* The left operand, safe from what the right one assigns. */
static Register left_operand(FunctionCompiler *f, Node *node,
                             Register between) {
  Node *left = node->binary.left;
  if (compile_own_variable(f, left))
    return compile_kept(f, left, node->binary.right, NULL);
  return compile_hint(f, left, between);
}

static bool continues_spine(const Node *node) {
  double number;
  return is_plain_binary(node) && !swaps(node) && !node_number(node, &number);
}

/* Sums like a + b + c + ... lean to the left, perhaps thousands deep; so the
 * spine is walked in a loop, with one temporary for what is in between. */
static void into_spine(FunctionCompiler *f, Node *node, Register target) {
  VECTOR(Node *) spine = {};
  for (; continues_spine(node->binary.left); node = node->binary.left)
    vector_push(&spine, node);
  Register between = target;
  if (!compile_is_temporary(f, target))
    between = spine.count ? compile_register(f) : REGISTER_NONE;
  Register left = left_operand(f, node, between);
  while (spine.count) {
    apply(f, node, left, between);
    left = between;
    node = vector_pop(&spine);
  }
  apply(f, node, left, target);
  vector_free(&spine);
}

static void into_binary(FunctionCompiler *f, Node *node, Register target) {
  double number;
  if (node_number(node, &number))
    compile_number(f, number, target);
  else if (!is_plain_binary(node))
    compile_has_private(f, node, target);
  else if (swaps(node))
    into_swapped(f, node, target);
  else
    into_spine(f, node, target);
}

/* ---- Choices ------------------------------------------------------------ */

/* The jump that leaves with the left value of &&, || or ??. */
static Opcode short_circuit(Operator operator) {
  switch (operator) {
  case OPERATOR_AND: return OP_JumpIfFalse;
  case OPERATOR_OR: return OP_JumpIfTrue;
  default: return OP_JumpIfNotNullish;
  }
}

static void into_logical(FunctionCompiler *f, Node *node, Register target) {
  Label end = {};
  Register result = compile_scratch(f, target);
  compile_into(f, node->binary.left, result);
  JUMP_CODE(short_circuit(node->binary.operator), &end, result);
  compile_into(f, node->binary.right, result);
  BIND(&end);
  compile_move(f, target, result);
}

static void effect_logical(FunctionCompiler *f, Node *node) {
  Label end = {};
  if (node->binary.operator== OPERATOR_NULLISH) {
    Register left = compile_any(f, node->binary.left);
    JUMP(JumpIfNotNullish, &end, left);
  } else {
    bool is_or = node->binary.operator== OPERATOR_OR;
    compile_jump_if(f, node->binary.left, is_or, &end);
  }
  compile_effect(f, node->binary.right);
  BIND(&end);
}

static void into_conditional(FunctionCompiler *f, Node *node, Register target) {
  Label otherwise = {}, end = {};
  compile_jump_if(f, node->conditional.test, false, &otherwise);
  compile_into(f, node->conditional.then, target);
  JUMP(Jump, &end);
  BIND(&otherwise);
  compile_into(f, node->conditional.otherwise, target);
  BIND(&end);
}

static void effect_conditional(FunctionCompiler *f, Node *node) {
  Label otherwise = {}, end = {};
  compile_jump_if(f, node->conditional.test, false, &otherwise);
  compile_effect(f, node->conditional.then);
  JUMP(Jump, &end);
  BIND(&otherwise);
  compile_effect(f, node->conditional.otherwise);
  BIND(&end);
}

static void into_sequence(FunctionCompiler *f, Node *node, Register target) {
  NodeList *items = &node->list.items;
  for (u32 i = 0; i + 1 < items->count; i++)
    compile_effect(f, items->items[i]);
  compile_into(f, items->items[items->count - 1], target);
}

static void into_assign(FunctionCompiler *f, Node *node, Register target) {
  compile_move(f, target, compile_assign(f, node, target));
}

/* ---- Modules ------------------------------------------------------------- */

static void into_import_meta(FunctionCompiler *f, Node *node, Register target) {
  compile_at(f, node);
  EMIT(LoadImportMeta, target);
}

static void into_import_call(FunctionCompiler *f, Node *node, Register target) {
  NodeList arguments = node->call.arguments;
  Node *options = arguments.count > 1 ? arguments.items[1] : NULL;
  Register specifier = compile_kept(f, arguments.items[0], options, NULL);
  Register given;
  if (options) {
    given = compile_any(f, options);
  } else {
    given = compile_register(f);
    EMIT(LoadUndefined, given);
  }
  compile_at(f, node);
  EMIT(ImportModule, target, specifier, given);
}

/* ---- Regular expressions ------------------------------------------------ */

/* Every evaluation makes an object; its code is one for all of them. */
static void into_regexp(FunctionCompiler *f, Node *node, Register target) {
  Isolate *isolate = f->compiler->isolate;
  u8 flags = 0;
  u16 letters[8];
  const Name *text = node->regexp.flags;
  for (u32 i = 0; i < text->length; i++)
    letters[i] = (u8)text->bytes[i];
  regexp_parse_flags(letters, text->length, &flags);
  Value source = compile_atom(f, node->regexp.pattern);
  RegexpCode *code =
      regexp_code_new(isolate, (String *)value_to_cell(source), flags);
  EMIT(NewRegExp, target, compile_constant(f, value_from_cell(code)));
}

/* ---- The table ---------------------------------------------------------- */

typedef void CompileInto(FunctionCompiler *f, Node *node, Register target);

static CompileInto *const into_table[NODE_KIND_COUNT] = {
    [NODE_NUMBER] = into_number,
    [NODE_STRING] = into_string,
    [NODE_TEMPLATE] = compile_template,
    [NODE_TAGGED_TEMPLATE] = compile_tagged_template,
    [NODE_REGEXP] = into_regexp,
    [NODE_BIGINT] = into_bigint,
    [NODE_NULL] = into_null,
    [NODE_TRUE] = into_true,
    [NODE_FALSE] = into_false,
    [NODE_IDENTIFIER] = into_identifier,
    [NODE_THIS] = into_this,
    [NODE_NEW_TARGET] = into_new_target,
    [NODE_IMPORT_META] = into_import_meta,
    [NODE_ARRAY] = compile_array,
    [NODE_OBJECT] = compile_object,
    [NODE_FUNCTION] = into_function,
    [NODE_ARROW] = into_function,
    [NODE_CLASS] = into_class,
    [NODE_UNARY] = into_unary,
    [NODE_UPDATE] = into_update,
    [NODE_BINARY] = into_binary,
    [NODE_LOGICAL] = into_logical,
    [NODE_ASSIGN] = into_assign,
    [NODE_CONDITIONAL] = into_conditional,
    [NODE_CALL] = compile_call,
    [NODE_NEW] = compile_new,
    [NODE_IMPORT_CALL] = into_import_call,
    [NODE_MEMBER] = compile_member,
    [NODE_INDEX] = compile_index,
    [NODE_OPTIONAL_CHAIN] = compile_chain,
    [NODE_SEQUENCE] = into_sequence,
    [NODE_YIELD] = compile_yield,
    [NODE_AWAIT] = compile_await,
};

void compile_into(FunctionCompiler *f, Node *node, Register target) {
  assert(into_table[node->kind]);
  Register mark = compile_mark(f);
  into_table[node->kind](f, node, target);
  compile_release(f, mark);
}

/* ---- The other ways ----------------------------------------------------- */

const Variable *compile_own_variable(FunctionCompiler *f, const Node *node) {
  const Node *name = node;
  if (node->kind == NODE_ASSIGN) name = node->binary.left;
  if (node->kind == NODE_UPDATE && node->unary.prefix)
    name = node->unary.operand;
  if (name->kind != NODE_IDENTIFIER) return NULL;
  if (name != node && compile_assign_target(f, name) == REGISTER_NONE)
    return NULL;
  const Variable *variable = name->identifier.variable;
  bool is_register = compile_own_register(f, variable) != REGISTER_NONE;
  return is_register && !compile_is_dynamic(f, name) ? variable : NULL;
}

Register compile_hint(FunctionCompiler *f, Node *node, Register target) {
  switch (node->kind) {
  case NODE_IDENTIFIER: {
    Register own = compile_own_register(f, node->identifier.variable);
    if (own == REGISTER_NONE || compile_is_dynamic(f, node)) break;
    compile_check_variable(f, node);
    return own;
  }
  case NODE_THIS: return this_register(f, node);
  case NODE_ASSIGN: return compile_assign(f, node, target);
  case NODE_UPDATE:
    if (compile_own_variable(f, node))
      return compile_update(f, node, target, true);
    break;
  default: {
    Register kept = compile_loop_constant(f, node);
    if (kept != REGISTER_NONE) return kept;
  }
  }
  if (target == REGISTER_NONE || !compile_is_temporary(f, target))
    target = compile_register(f);
  compile_into(f, node, target);
  return target;
}

Register compile_any(FunctionCompiler *f, Node *node) {
  return compile_hint(f, node, REGISTER_NONE);
}

Register compile_kept(FunctionCompiler *f, Node *node, const Node *later,
                      const Node *last) {
  const Variable *variable = compile_own_variable(f, node);
  if (!node_assigns(later, variable) && !node_assigns(last, variable))
    return compile_any(f, node);
  Register copy = compile_register(f);
  compile_into(f, node, copy);
  return copy;
}

void compile_effect(FunctionCompiler *f, Node *node) {
  Register mark = compile_mark(f);
  switch (node->kind) {
  case NODE_ASSIGN: compile_assign(f, node, REGISTER_NONE); break;
  case NODE_UPDATE: compile_update(f, node, REGISTER_NONE, false); break;
  case NODE_LOGICAL: effect_logical(f, node); break;
  case NODE_CONDITIONAL: effect_conditional(f, node); break;
  case NODE_SEQUENCE:
    for (u32 i = 0; i < node->list.items.count; i++)
      compile_effect(f, node->list.items.items[i]);
    break;
  case NODE_NUMBER:
  case NODE_BIGINT:
  case NODE_STRING: break;
  default: compile_any(f, node); break;
  }
  compile_release(f, mark);
}

void compile_named(FunctionCompiler *f, Node *node, Register target,
                   Value name) {
  if (!node_is_anonymous_function(node))
    compile_into(f, node, target);
  else if (node->kind == NODE_CLASS)
    compile_class(f, node, target, name, REGISTER_NONE);
  else
    compile_closure(f, node->function, name, target);
}

void compile_keyed(FunctionCompiler *f, Node *node, Register target,
                   Register key) {
  if (!node_is_anonymous_function(node)) {
    compile_into(f, node, target);
  } else if (node->kind == NODE_CLASS) {
    compile_class(f, node, target, VALUE_UNDEFINED, key);
  } else {
    Register closure = compile_scratch(f, target);
    compile_closure(f, node->function, VALUE_UNDEFINED, closure);
    EMIT(SetFunctionName, closure, key, NAME_PLAIN);
    compile_move(f, target, closure);
  }
}
