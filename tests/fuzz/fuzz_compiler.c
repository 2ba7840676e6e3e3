/* fuzz_compiler.c - any text at all, as a script, a module, a function or an
 * eval inside of a function: one clean error, or sound code that runs to an end
 * of some kind.
 *
 * The first byte chooses the mode, and whether the code runs. Builds with
 * asserts verify all code that is compiled. What runs for too long is stopped
 * after so many ticks; a native function that does not listen to that is found
 * by the fuzzer's own time limit. */
#include "machine.h"

#include "base/unicode.h"
#include "bytecode/compiler.h"
#include "library/library.h"
#include "vm/jobs.h"

#include <stdlib.h>

constexpr u64 HEAP_LIMIT = 64 << 20;
constexpr i32 FUEL = 20'000;

enum { MODE_SCRIPT, MODE_MODULE, MODE_FUNCTION, MODE_EVAL, MODE_COUNT };
constexpr u8 RUNS = 0x80;

static VM machine; /* large */

static bool stop(VM *vm, void *context) {
  return false;
}

static void open_machine(VM *vm) {
  machine_open(vm, HEAP_LIMIT);
  vm->on_interrupt = stop;
  vm_set_fuel(vm, FUEL);
}

/* ---- Only compiling ----------------------------------------------------- */

static void compile(VM *vm, const char *text, size_t length,
                    ParseOptions options) {
  Tree tree;
  SyntaxError error;
  Buffer out = {};
  Source *source = vm_add_source(vm, "fuzz.js", text, length);
  bool good = parse_script(&tree, source->text, length, options, &error) &&
              compile_script(&vm->isolate, &tree, source, &error);
  if (!good) {
    if (error.start > error.end || error.end > length) abort();
    source_excerpt("fuzz.js", source->text, length, &error, &out);
  }
  buffer_free(&out);
  tree_free(&tree);
}

/* Around an eval in a derived constructor, in a block with a let. */
static OuterName block_names[] = {{"block", 5, VARIABLE_LET},
                                  {"#secret", 7, VARIABLE_PRIVATE}};
static OuterName function_names[] = {
    {"this", 4, VARIABLE_THIS},         {"new.target", 10, VARIABLE_NEW_TARGET},
    {"super", 5, VARIABLE_CALLEE},      {"arguments", 9, VARIABLE_ARGUMENTS},
    {"a", 1, VARIABLE_PARAMETER},       {"f", 1, VARIABLE_VAR},
    {"[dynamic]", 9, VARIABLE_DYNAMIC},
};
static const OuterScope outer_scopes[] = {
    {.kind = SCOPE_BLOCK, .names = block_names, .count = 2},
    {.kind = SCOPE_FUNCTION,
     .takes_vars = true,
     .is_derived = true,
     .names = function_names,
     .count = 7},
};

static ParseOptions options_of(u8 mode) {
  switch (mode % MODE_COUNT) {
  case MODE_MODULE: return (ParseOptions){.is_module = true};
  case MODE_FUNCTION: return (ParseOptions){.is_eval = true};
  case MODE_EVAL:
    return (ParseOptions){.is_eval = true,
                          .eval_flags = EVAL_NEW_TARGET | EVAL_SUPER_PROPERTY |
                                        EVAL_SUPER_CALL,
                          .outer = outer_scopes,
                          .outer_count = ARRAY_COUNT(outer_scopes)};
  default:
    return (ParseOptions){.is_strict = mode & 4, .is_sole_script = mode & 8};
  }
}

/* ---- Running ------------------------------------------------------------ */

static void run(VM *vm, u8 mode, const char *text, size_t length) {
  Isolate *isolate = &vm->isolate;
  String *string = string_from_text(isolate, text, length);
  ROOT(&isolate->heap, value, value_from_cell(string));
  ROOT(&isolate->heap, result, VALUE_UNDEFINED);
  bool ok;
  if (mode % MODE_COUNT == MODE_EVAL) {
    /* a direct eval, where there is something to see */
    static const char around[] =
        "(function (text, other) { let own = 1; with ({own}) for (const i of "
        "[1]) return eval(text) })";
    ROOT(&isolate->heap, code, value_from_cell(string_from_c(isolate, around)));
    ROOT(&isolate->heap, function, VALUE_UNDEFINED);
    ok = vm_eval(vm, code, &function) &&
         vm_call(vm, function, VALUE_UNDEFINED, &value, 1, &result);
  } else if (mode % MODE_COUNT == MODE_FUNCTION) {
    ROOT(&isolate->heap, function, VALUE_UNDEFINED);
    ok = vm_new_function(vm, "function", &value, 1, &function) &&
         vm_call(vm, function, VALUE_UNDEFINED, NULL, 0, &result);
  } else {
    Source *source = vm_add_source(vm, "fuzz.js", text, length);
    ok = vm_run_script(vm, source, mode & 8, &result);
  }
  if (ok) vm_run_jobs(vm);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  if (!length) return 0;
  char *text = base_copy(data + 1, length - 1);
  if (unicode_check_utf8(text, length - 1) == length - 1) {
    open_machine(&machine);
    if (data[0] & RUNS)
      run(&machine, data[0], text, length - 1);
    else
      compile(&machine, text, length - 1, options_of(data[0]));
    vm_close(&machine);
  }
  free(text);
  return 0;
}
