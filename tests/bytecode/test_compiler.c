/* test_compiler.c - the code that pieces of source become, and what else a
 * code block says: handlers, positions, variables, errors.
 *
 * The goldens are short on purpose: each shows one promise (an operand in
 * place, a fused jump, a copy that order of evaluation asks for). That code
 * does the right thing is for the tests that run programs.
 */
#include "tests/check.h"

#include "bytecode/compiler.h"

static Isolate isolate;

/* A compiled script and all that must outlive it. */
typedef struct Script {
  Tree tree;
  Source source;
  SyntaxError error;
  CodeBlock *code; /* NULL: see `error` */
} Script;

static Script compile(const char *text) {
  Script script = {.source = {.name = "test.js", .text = (char *)text}};
  script.source.length = (u32)strlen(text);
  ParseOptions options = {.is_sole_script = true};
  if (parse_script(&script.tree, text, strlen(text), options, &script.error))
    script.code =
        compile_script(&isolate, &script.tree, &script.source, &script.error);
  return script;
}

/* The function with that name, anywhere inside. */
static CodeBlock *find_code(CodeBlock *code, const char *name) {
  if (!code ||
      code->name.bits == value_from_cell(string_intern_c(&isolate, name)).bits)
    return code;
  for (u32 i = 0; i < code->constant_count; i++) {
    if (!value_is_kind(code->constants[i], KIND_CODE_BLOCK)) continue;
    CodeBlock *inner = (CodeBlock *)value_to_cell(code->constants[i]);
    CodeBlock *found = find_code(inner, name);
    if (found) return found;
  }
  return NULL;
}

static void check_code(const char *text, const char *wanted, int line) {
  Script script = compile(text);
  CodeBlock *code = find_code(script.code, "f");
  Buffer out = {};
  for (u32 unit = 0; code && unit < code->unit_count;) {
    unit = code_block_disassemble(&isolate, code, unit, &out);
    buffer_byte(&out, '\n');
  }
  check_texts(out.bytes, wanted, __FILE__, line, text);
  buffer_free(&out);
  tree_free(&script.tree);
}

/* The code of function f in a script. */
#define CHECK_CODE(text, wanted) check_code(text, wanted, __LINE__)

/* ---- Operands ----------------------------------------------------------- */

static void test_operands_in_place(void) {
  CHECK_CODE("function f(a, b) { let x = a + b; x = x - a; return x }",
             "Add r4, r1, r2\n"
             "Subtract r4, r4, r1\n"
             "Return r4\n");
  CHECK_CODE("function f(a) { return a * 2 + 1 - (3 & a) }",
             "MultiplyInt r3, r1, 2\n"
             "AddInt r3, r3, 1\n"
             "BitAndInt r4, r1, 3\n"
             "Subtract r3, r3, r4\n"
             "Return r3\n");
  CHECK_CODE("function f(a) { a++; --a; return a++ }", "Increment r1, r1\n"
                                                       "Decrement r1, r1\n"
                                                       "PostIncrement r3, r1\n"
                                                       "Return r3\n");
}

static void test_constants_are_folded(void) {
  CHECK_CODE("function f() { return 60 * 60 * 24 }", "LoadConstant r2, 86400\n"
                                                     "Return r2\n");
  CHECK_CODE("function f(a) { return a >>> (8 - 1) }",
             "ShiftRightUnsignedInt r3, r1, 7\n"
             "Return r3\n");
}

/* The left operand is what it was before the right one assigned it. */
static void test_order_of_evaluation(void) {
  CHECK_CODE("function f(a) { return a + (a = 1) }", "Move r4, r1\n"
                                                     "LoadInt r1, 1\n"
                                                     "Add r3, r4, r1\n"
                                                     "Return r3\n");
  CHECK_CODE("function f(a, i) { a[i] = i = 2 }", "Move r4, r2\n"
                                                  "LoadInt r2, 2\n"
                                                  "SetElement r1, r4, r2\n"
                                                  "ReturnUndefined\n");
}

/* A variable is written once, when its value is complete. */
static void test_targets(void) {
  CHECK_CODE("function f(a, b) { a = b && a; return a }",
             "Move r4, r2\n"
             "JumpIfFalse r4, -> 10\n"
             "Move r4, r1\n"
             "Move r1, r4\n"
             "Return r1\n");
  CHECK_CODE("function f(a, b) { const c = a ? b : 1; return c }",
             "JumpIfFalse r1, -> 10\n"
             "Move r4, r2\n"
             "Jump -> 13\n"
             "LoadInt r4, 1\n"
             "Return r4\n");
}

/* ---- Jumps -------------------------------------------------------------- */

static void test_conditions(void) {
  CHECK_CODE("function f(a, b) { if (a < b && b !== 3) return a }",
             "JumpIfNotLess r1, r2, -> 12\n"
             "JumpIfStrictEqualInt r2, 3, -> 12\n"
             "Return r1\n"
             "ReturnUndefined\n");
  CHECK_CODE("function f(a) { if (!(a == null || a > 5)) return a }",
             "JumpIfNullish r1, -> 11\n"
             "JumpIfGreaterInt r1, 5, -> 11\n"
             "Return r1\n"
             "ReturnUndefined\n");
  CHECK_CODE(
      "function f(a) { if (5 <= a) return 1; if (undefined === a) return }",
      "JumpIfNotGreaterEqualInt r1, 5, -> 10\n"
      "LoadInt r3, 1\n"
      "Return r3\n"
      "JumpIfNotUndefined r1, -> 15\n"
      "ReturnUndefined\n"
      "ReturnUndefined\n");
}

static void test_loops(void) {
  CHECK_CODE("function f(n) { for (let i = 0; i < n; i++) g(i) }",
             "LoadInt r3, 0\n"
             "JumpIfNotLess r3, r1, -> 29\n"
             "GetGlobal r5, \"g\"  [cache 0]\n"
             "Move r13, r3\n"
             "CallPlain r4, r5, r6(1)\n"
             "Increment r3, r3\n"
             "LoopIfLess r3, r1, -> 8\n"
             "ReturnUndefined\n");
  CHECK_CODE("function f(a) { do a = a.next; while (a !== null) }",
             "GetField r1, r1, \"next\"  [cache 0]\n"
             "LoopIfNotNull r1, -> 0\n"
             "ReturnUndefined\n");
  CHECK_CODE("function f(a, n) { while (n--) a[n] = false }",
             "LoadFalse r4\n"
             "PostDecrement r5, r2\n"
             "JumpIfFalse r5, -> 20\n"
             "SetElement r1, r2, r4\n"
             "PostDecrement r5, r2\n"
             "LoopIfTrue r5, -> 9\n"
             "ReturnUndefined\n");
}

/* A conditional exit is one jump, and jumps to jumps go on at once. */
static void test_exits(void) {
  CHECK_CODE("function f(a) { for (;;) { if (a) break; if (!a) a(); else g } }",
             "JumpIfTrue r1, -> 24\n"
             "JumpIfTrue r1, -> 16\n"
             "CallPlain r3, r1, r4(0)\n"
             "Loop -> 0\n"
             "GetGlobal r3, \"g\"  [cache 0]\n"
             "Loop -> 0\n"
             "ReturnUndefined\n");
}

static void test_for_of(void) {
  CHECK_CODE("function f(a) { let s = 0; for (const x of a) s += x; return s }",
             "LoadInt r3, 0\n"
             "GetIterator r4..r6, r1\n"
             "Jump -> 13\n"
             "Add r3, r3, r7\n"
             "LoopNext r7, r4..r6, -> 9\n"
             "Return r3\n"
             "IteratorCloseSilent r4..r6\n"
             "Rethrow r7\n");
}

/* ---- Variables ---------------------------------------------------------- */

static void test_captured_variables(void) {
  CHECK_CODE("function f(a) { let n = 0; return () => n += a }",
             "LoadEnvironment r2\n"
             "PushEnvironment r3, r2, <scope {a, n}>\n"
             "SetVariable r3, 0, 0, r1\n"
             "LoadInt r4, 0\n"
             "SetVariable r3, 0, 1, r4\n"
             "Closure r4, r3, <function (anonymous)>\n"
             "Return r4\n");
  CHECK_CODE("g(); let n = 0; function f() { return n++ }",
             "LoadEnvironment r1\n"
             "GetVariableChecked r3, r1, 0, 0\n"
             "PostIncrement r2, r3\n"
             "SetVariableChecked r1, 0, 0, r3\n"
             "Return r2\n");
}

static void test_use_before_initialisation(void) {
  CHECK_CODE("function f() { x; let x = 1 }", "LoadHole r2\n"
                                              "CheckHole r2, \"x\"\n"
                                              "LoadInt r2, 1\n"
                                              "ReturnUndefined\n");
  CHECK_CODE("function f() { const x = 1; x = g() }",
             "LoadInt r2, 1\n"
             "GetGlobal r4, \"g\"  [cache 0]\n"
             "CallPlain r3, r4, r5(0)\n"
             "ThrowConstant \"x\"\n");
}

/* Variables at the start of a script, before anything is called, need no
 * check, and its constants are what they are. */
static void test_early_variables(void) {
  CHECK_CODE("const A = 5, t = []; let n = A; function f(x) "
             "{ n = t; return x === A ? A : x + A }",
             "LoadEnvironment r2\n"
             "GetVariable r3, r2, 0, 1\n"
             "SetVariable r2, 0, 2, r3\n"
             "JumpIfNotStrictEqualInt r1, 5, -> 23\n"
             "LoadInt r3, 5\n"
             "Jump -> 27\n"
             "AddInt r3, r1, 5\n"
             "Return r3\n");
}

static void test_vars(void) {
  CHECK_CODE("function f() { var a, b, c; return b }",
             "LoadUndefinedRange r2..r4\n"
             "Return r3\n");
}

/* ---- Objects and calls -------------------------------------------------- */

static void test_literals(void) {
  CHECK_CODE("function f(a) { return {x: 1, a, [a]: 2} }",
             "LoadInt r4, 1\n"
             "Move r5, r1\n"
             "NewObjectLiteral r3, <Shape {x, a}>, r4..r5\n"
             "Move r4, r1\n"
             "ToPropertyKey r4, r4\n"
             "LoadInt r5, 2\n"
             "DefineElement r3, r4, r5\n"
             "Return r3\n");
  CHECK_CODE("function f(a) { return [1, , ...a] }", "LoadInt r4, 1\n"
                                                     "LoadHole r5\n"
                                                     "NewArray r3, r4..r5\n"
                                                     "ArraySpread r3, r1\n"
                                                     "Return r3\n");
}

static void test_calls(void) {
  CHECK_CODE("function f(a) { return a.b(1, a) }",
             "GetMethod r4, r11, r1, \"b\"  [cache 0]\n"
             "LoadInt r12, 1\n"
             "Move r13, r1\n"
             "Call r3, r4, r5(2)\n"
             "Return r3\n");
  CHECK_CODE("function f(a) { return a?.b?.[0] }",
             "JumpIfNullish r1, -> 21\n"
             "GetField r3, r1, \"b\"  [cache 0]\n"
             "JumpIfNullish r3, -> 21\n"
             "GetElementInt r3, r3, 0\n"
             "Jump -> 23\n"
             "LoadUndefined r3\n"
             "Return r3\n");
}

static void test_patterns(void) {
  CHECK_CODE("function f(o) { const {a, b: [c]} = o; return a + c }",
             "RequireObject r1\n"
             "GetField r3, r1, \"a\"  [cache 0]\n"
             "GetField r5, r1, \"b\"  [cache 1]\n"
             "GetIterator r6..r8, r5\n"
             "IteratorNext r4, r6..r8, -> 22\n"
             "IteratorClose r6..r8\n"
             "Add r5, r3, r4\n"
             "Return r5\n");
}

/* ---- try ---------------------------------------------------------------- */

/* What leaves a try block is not caught by it: the handler has a gap. */
static void test_handlers(void) {
  Script script = compile("function f(i) { for (const x of i) {"
                          " try { if (x) break } catch { g() } } }");
  CodeBlock *code = find_code(script.code, "f");
  REQUIRE(code);
  for (u32 unit = 0; unit < code->unit_count;
       unit += instruction_info[code->instructions[unit]].units) {
    if (code->instructions[unit] == OP_IteratorClose)
      CHECK(!code_block_handler(code, unit));
    if (code->instructions[unit] == OP_JumpIfFalse)
      CHECK(code_block_handler(code, unit));
  }
  tree_free(&script.tree);
}

static void test_finally(void) {
  CHECK_CODE("function f(a) { try { return a() } finally { g } }",
             "LoadInt r3, 0\n"
             "LoadUndefined r4\n"
             "CallPlain r5, r1, r6(0)\n"
             "Move r4, r5\n"
             "LoadInt r3, 2\n"
             "Jump -> 19\n"
             "GetGlobal r5, \"g\"  [cache 0]\n"
             "JumpIfNotStrictEqualInt r3, 2, -> 31\n"
             "Return r4\n"
             "Rethrow r4\n");
}

/* return() comes back at a yield as the code of a return; all of an async
 * function lies in a handler. */
static void test_coroutines(void) {
  CHECK_CODE("function* f(a) { const x = yield a; return x }",
             "CreateGenerator\n"
             "Yield r1\n"
             "Resume r4, -> 9\n"
             "GeneratorReturn r4\n"
             "Move r3, r4\n"
             "GeneratorReturn r3\n");
  CHECK_CODE("async function f(a) { return await a }", "Await r1\n"
                                                       "Resume r3, -> 6\n"
                                                       "AsyncReturn r3\n"
                                                       "AsyncThrow r3\n");
}

/* ---- Side tables -------------------------------------------------------- */

/* The source text of the position of the first instruction with that opcode. */
static void check_position(const char *text, Opcode opcode,
                           const char *wanted) {
  Script script = compile(text);
  CodeBlock *code = script.code;
  REQUIRE(code);
  u32 unit = 0;
  while (code->instructions[unit] != opcode)
    unit += instruction_info[code->instructions[unit]].units;
  const Position *position = code_block_position(code, unit);
  char got[256];
  snprintf(got, sizeof got, "%.*s",
           (int)(position->source_end - position->source_start),
           text + position->source_start);
  CHECK_TEXT(got, wanted);
  tree_free(&script.tree);
}

static void test_positions(void) {
  check_position("a.b.c()", OP_Call, "c()");
  check_position("foo(1)", OP_CallPlain, "foo(1)");
  check_position("1 + new Foo(2)", OP_New, "new Foo(2)");
  check_position("a.b.c", OP_GetField, "b");
  check_position("if (x) throw 5", OP_Throw, "throw 5");
}

static void test_statements(void) {
  Script script = compile("let a = f(\n1);\na = 2;\n");
  REQUIRE(script.code);
  u32 count = 0;
  const char *starts[] = {"let", "a ="};
  for (u32 unit = 0; unit < script.code->unit_count;
       unit += instruction_info[script.code->instructions[unit]].units) {
    const Position *position = code_block_statement(script.code, unit);
    if (!position) continue;
    REQUIRE(count < 2);
    CHECK(strncmp(script.source.text + position->source_start, starts[count],
                  3) == 0);
    count++;
  }
  CHECK_INTEGER(count, 2);
  tree_free(&script.tree);
}

static void test_variables(void) {
  Script script =
      compile("function f(p) { { let inner = 1; p(inner) } let outer = 2; "
              "p(outer) }");
  CodeBlock *code = find_code(script.code, "f");
  REQUIRE(code);
  CHECK_INTEGER(code->variable_count, 3);
  /* the two lets share a register, at different times */
  CHECK_INTEGER(code->variables[1].place, code->variables[2].place + 1);
  CHECK(code->variables[1].end <= code->variables[2].start);
  CHECK_INTEGER(code->variables[0].start, 0);
  CHECK_INTEGER(code->variables[0].end, code->unit_count);
  tree_free(&script.tree);
}

/* ---- Many at once ------------------------------------------------------- */

/* A function too large for its operands is an error, not a crash. */
static void test_too_large(void) {
  Buffer text = {};
  buffer_text(&text, "(function () {");
  for (u32 i = 0; i < 70000; i++)
    buffer_format(&text, "let v%u = 1;", i);
  buffer_text(&text, "})");
  Script script = compile(text.bytes);
  CHECK(!script.code);
  CHECK_TEXT(script.error.message, "this function is too large");
  tree_free(&script.tree);
  buffer_free(&text);
}

static void test_code_blocks_are_collected(void) {
  u64 before = isolate.heap.external_bytes;
  Script script = compile("function f() { return () => 1 }");
  CHECK(isolate.heap.external_bytes > before);
  tree_free(&script.tree);
  heap_collect(&isolate.heap, "forced");
  CHECK_INTEGER(isolate.heap.external_bytes, before);
}

int main(void) {
  REQUIRE(isolate_open(&isolate, (HeapOptions){}));
  code_block_register_class(&isolate);
  RUN(test_operands_in_place);
  RUN(test_constants_are_folded);
  RUN(test_order_of_evaluation);
  RUN(test_targets);
  RUN(test_conditions);
  RUN(test_loops);
  RUN(test_exits);
  RUN(test_for_of);
  RUN(test_captured_variables);
  RUN(test_use_before_initialisation);
  RUN(test_early_variables);
  RUN(test_vars);
  RUN(test_literals);
  RUN(test_calls);
  RUN(test_patterns);
  RUN(test_handlers);
  RUN(test_finally);
  RUN(test_positions);
  RUN(test_statements);
  RUN(test_variables);
  RUN(test_coroutines);
  RUN(test_too_large);
  heap_collect(&isolate.heap, "forced");
  RUN(test_code_blocks_are_collected);
  isolate_close(&isolate);
  return check_finish();
}
