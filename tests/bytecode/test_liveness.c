/* test_liveness.c - which registers matter, on code written by hand. */
#include "tests/check.h"

#include "bytecode/assembler.h"

static Isolate isolate;
static Assembler assembler;

#define EMIT(opcode, ...)                                                      \
  assembler_emit(&assembler, OP_##opcode, (const i64[]){__VA_ARGS__})
#define JUMP(opcode, label, ...)                                               \
  assembler_jump(&assembler, OP_##opcode, label, (const i64[]){__VA_ARGS__})

/* The code so far as a code block; every test needs its own assembler. */
static CodeBlock *finish_as(u32 parameters, u32 flags) {
  CodeParts parts = {
      .flags = flags,
      .parameter_count = parameters,
      .name = value_from_cell(ATOM(&isolate, empty)),
  };
  CodeBlock *code = assembler_finish(&assembler, &isolate, &parts);
  assembler_free(&assembler);
  u32 unit;
  CHECK_TEXT(code_block_verify(code, &unit), NULL);
  return code;
}

static CodeBlock *finish(u32 parameters) {
  return finish_as(parameters, CODE_METHOD);
}

/* The live registers at a unit as text: "0 2 3". */
static const char *live(CodeBlock *code, u32 unit) {
  static char text[256];
  const u64 *set = code_block_live_registers(code, unit);
  text[0] = 0;
  for (u32 i = 0; i < code->register_count; i++) {
    if (!(set[i / 64] >> (i % 64) & 1)) continue;
    size_t length = strlen(text);
    snprintf(text + length, sizeof text - length, length ? " %u" : "%u", i);
  }
  return text;
}

static void test_straight_line(void) {
  assembler_open(&assembler, 3);
  u32 add = assembler_here(&assembler);
  EMIT(Add, 3, 1, 2);
  u32 multiply = assembler_here(&assembler);
  EMIT(Multiply, 4, 3, 1);
  u32 back = assembler_here(&assembler);
  EMIT(Return, 4);
  CodeBlock *code = finish(2);
  CHECK_TEXT(live(code, add), "1 2");
  CHECK_TEXT(live(code, multiply), "1 3");
  CHECK_TEXT(live(code, back), "4");
}

/* A function that `new` may call returns its `this`, which no operand says. */
static void test_this_of_a_constructor(void) {
  assembler_open(&assembler, 2);
  u32 call = assembler_here(&assembler);
  EMIT(CallPlain, 2, 1, 3, 0);
  EMIT(ReturnUndefined, 0);
  CHECK_TEXT(live(finish_as(1, 0), call), "0 1");
}

/* What a call needs while it runs: neither its result nor its window. */
static void test_call(void) {
  assembler_open(&assembler, 3);
  EMIT(LoadInt, 3, 7);
  EMIT(Move, 4 + FRAME_WORDS + 1, 1);
  u32 call = assembler_here(&assembler);
  EMIT(CallPlain, 3, 2, 4, 1);
  EMIT(Add, 3, 3, 1);
  EMIT(Return, 3);
  CodeBlock *code = finish(2);
  CHECK_TEXT(live(code, call), "1 2");
  CHECK_INTEGER(code->register_count, 4 + FRAME_WORDS + 2);
}

/* An argument is needed until the call happens. */
static void test_window(void) {
  assembler_open(&assembler, 2);
  Register window = 2;
  EMIT(Move, window + FRAME_WORDS, 0);
  u32 second = assembler_here(&assembler);
  EMIT(LoadInt, window + FRAME_WORDS + 1, 1);
  EMIT(Call, 1, 1, window, 1);
  EMIT(Return, 1);
  CodeBlock *code = finish(1);
  CHECK_TEXT(live(code, second), "1 8");
}

static void test_loop(void) {
  Label top = {};
  assembler_open(&assembler, 3);
  EMIT(LoadInt, 3, 0);
  assembler_bind(&assembler, &top);
  u32 increment = assembler_here(&assembler);
  EMIT(Increment, 3, 3);
  u32 loop = assembler_here(&assembler);
  JUMP(LoopIfLess, &top, 3, 2);
  EMIT(ReturnUndefined, 0);
  CodeBlock *code = finish(2);
  CHECK_TEXT(live(code, increment), "2 3");
  CHECK_TEXT(live(code, loop), "2 3");
}

/* Inside a handler's range, what the handler reads matters everywhere: the old
 * value of a register that the instruction is about to write too. */
static void test_handler(void) {
  Label end = {};
  assembler_open(&assembler, 3);
  EMIT(LoadInt, 3, 0);
  u32 start = assembler_here(&assembler);
  u32 first = start;
  EMIT(Add, 3, 1, 2);
  assembler_add_handler(&assembler, start, assembler_here(&assembler), 4);
  JUMP(Jump, &end, 0);
  assembler_bind_handlers(&assembler, 0, 1);
  u32 handler = assembler_here(&assembler);
  EMIT(Add, 3, 3, 4);
  assembler_bind(&assembler, &end);
  EMIT(Return, 3);
  CodeBlock *code = finish(2);
  CHECK_TEXT(live(code, first), "1 2 3");
  CHECK_TEXT(live(code, handler), "3 4");
}

static void test_variable_in_scope(void) {
  assembler_open(&assembler, 2);
  EMIT(LoadInt, 2, 42);
  Value name = value_from_cell(ATOM(&isolate, name));
  assembler_begin_variable(&assembler, name, 0, 2, REGISTER_NONE);
  u32 inside = assembler_here(&assembler);
  EMIT(CallPlain, 3, 1, 4, 0);
  assembler_end_variables(&assembler, 0);
  u32 outside = assembler_here(&assembler);
  EMIT(CallPlain, 3, 1, 4, 0);
  EMIT(ReturnUndefined, 0);
  CodeBlock *code = finish(1);
  CHECK_TEXT(live(code, inside), "1 2");
  CHECK_TEXT(live(code, outside), "1");
}

static void test_iteration(void) {
  Label done = {}, top = {};
  assembler_open(&assembler, 2);
  u32 open = assembler_here(&assembler);
  EMIT(GetIterator, 2, 1);
  assembler_bind(&assembler, &top);
  u32 next = assembler_here(&assembler);
  JUMP(IteratorNext, &done, 5, 2);
  JUMP(Loop, &top, 0);
  assembler_bind(&assembler, &done);
  EMIT(ReturnUndefined, 0);
  CodeBlock *code = finish(1);
  CHECK_TEXT(live(code, open), "1");
  CHECK_TEXT(live(code, next), "2 3 4");
}

static void test_verify_finds_unwritten_register(void) {
  assembler_open(&assembler, 1);
  EMIT(Return, 5);
  CodeParts parts = {.name = value_from_cell(ATOM(&isolate, empty))};
  CodeBlock *code = assembler_finish(&assembler, &isolate, &parts);
  assembler_free(&assembler);
  u32 unit;
  CHECK_TEXT(code_block_verify(code, &unit),
             "register read before it is written");
}

int main(void) {
  REQUIRE(isolate_open(&isolate, (HeapOptions){}));
  code_block_register_class(&isolate);
  isolate.heap.no_collect++;
  RUN(test_straight_line);
  RUN(test_this_of_a_constructor);
  RUN(test_call);
  RUN(test_window);
  RUN(test_loop);
  RUN(test_handler);
  RUN(test_variable_in_scope);
  RUN(test_iteration);
  RUN(test_verify_finds_unwritten_register);
  isolate.heap.no_collect--;
  isolate_close(&isolate);
  return check_finish();
}
