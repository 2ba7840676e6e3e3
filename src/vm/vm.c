/* vm.c - opening and closing a machine, running scripts, roots, ticks, and
 * the run's inputs. */
#define _GNU_SOURCE /* MAP_ANONYMOUS */

#include "vm/vm.h"

#include "base/unicode.h"
#include "bytecode/compiler.h"
#include "vm/async.h"
#include "vm/cache.h"
#include "vm/interpreter.h"
#include "vm/lazy_value.h"
#include "vm/module.h"
#include "vm/operations.h"
#include "vm/optimise.h"
#include "vm/promise.h"
#include "vm/stack_trace.h"
#include "vm/waiters.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

constexpr u64 STACK_BYTES_DEFAULT = 8ull << 20;
/* Ticks between two looks at the clock and the stop request. */
constexpr i32 FUEL_DEFAULT = 1 << 20;
constexpr u64 VIRTUAL_NS_PER_TICK = 100;
/* C frames are large in sanitizer builds; what is left below the limit must
 * be enough for the deepest native code between two checks. */
constexpr u64 C_STACK_RESERVE = 512 << 10;

/* ---- Roots
 * ------------------------------------------------------------------- */

static void visit_value(Value value, const char *label, u32 index,
                        EdgeFunction *edge, void *context) {
  if (value_is_cell(value) && value_to_cell(value))
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, index, label},
         value_to_cell(value));
}

static void visit_arguments(const Frame *frame, EdgeFunction *edge,
                            void *context) {
  for (u32 i = 0; i < frame->argument_count; i++)
    visit_value(frame->arguments[i], "argument", i, edge, context);
}

/* One frame: exactly the registers that still matter. `this` always does: a
 * stack trace may tell of it. */
static void visit_frame(Value *r, const Unit *pc, EdgeFunction *edge,
                        void *context) {
  Frame *frame = frame_of(r);
  visit_value(value_from_cell(frame->callee), "callee", 0, edge, context);
  visit_value(frame->new_target,
              frame->flags & FRAME_COROUTINE ? "parked frame" : "new.target", 0,
              edge, context);
  if (frame->flags & FRAME_NATIVE) {
    visit_value(r[0], "this", 0, edge, context);
    visit_arguments(frame, edge, context);
    return;
  }
  CodeBlock *code = frame_code(r);
  u32 unit = (u32)(pc - code->instructions);
  const u64 *live = code_block_live_registers(code, unit);
  if (!(live[0] & 1)) visit_value(r[0], "this", 0, edge, context);
  for (u32 i = 0; i < code->register_count; i++)
    if (live[i / 64] >> (i % 64) & 1)
      visit_value(r[i], "register", i, edge, context);
  if (code->flags & CODE_NEEDS_ARGUMENTS && frame->arguments != r + 1)
    visit_arguments(frame, edge, context);
}

static void visit_bindings(const Realm *realm, EdgeFunction *edge,
                           void *context) {
  for (u32 i = 0; i < realm->script_binding_count; i++) {
    const ScriptBinding *binding = &realm->script_bindings[i];
    visit_value(binding->name, "script variable", i, edge, context);
    visit_value(value_from_cell(binding->environment), "script scope", i, edge,
                context);
  }
}

static void visit_roots(void *owner, EdgeFunction *edge, void *context) {
  VM *vm = owner;
  const Unit *pc = vm->pc;
  for (Value *r = vm->registers; r;) {
    visit_frame(r, pc, edge, context);
    pc = frame_of(r)->return_unit;
    r = frame_of(r)->caller;
  }
  visit_value(vm->exception, "exception", 0, edge, context);
  visit_value(vm->resumption, "resumed with", 0, edge, context);
  visit_value(vm->async_context, "async context", 0, edge, context);
  jobs_visit(&vm->jobs, edge, context);
  promise_visit_rejections(vm, edge, context);
  waiters_visit(vm, edge, context);
  for (u32 i = 0; i < vm->kept_objects.count; i++)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, 0, "kept by WeakRef"},
         vm->kept_objects.items[i]);
  modules_visit(vm, edge, context);
  visit_value(value_from_cell(vm->last_match.input), "RegExp.input", 0, edge,
              context);
  visit_value(vm->last_match.set_input, "RegExp.input", 1, edge, context);
  visit_bindings(&vm->isolate.realm, edge, context);
  for (u32 i = 0; i < vm->isolate.realms.count; i++)
    if (i != vm->isolate.realm_index)
      visit_bindings(vm->isolate.realms.items[i], edge, context);
}

/* The shared table of megamorphic sites holds nothing alive. */
static void forget_shared_caches(void *owner, Heap *heap) {
  VM *vm = owner;
  cache_clear_shared(vm);
  memset(vm->eval_cache, 0, EVAL_CACHE_ENTRIES * sizeof *vm->eval_cache);
  if (value_is_cell(vm->syntax_error) &&
      !heap_is_marked(heap, value_to_cell(vm->syntax_error)))
    vm->syntax_error = VALUE_UNDEFINED;
}

/* Nor does the one of regular expressions. */
static void forget_regexps(void *owner, Heap *heap) {
  VM *vm = owner;
  for (u32 i = 0; i < REGEXP_CODES; i++)
    if (vm->regexp_codes[i] &&
        !heap_is_marked(heap, &vm->regexp_codes[i]->cell))
      vm->regexp_codes[i] = NULL;
}

static bool check_for_matcher(void *context) {
  return vm_check(context);
}

static void heap_is_full(void *owner);

/* ---- Opening and closing
 * --------------------------------------------------------- */

static char *find_c_stack_limit(void) {
  struct rlimit limit;
  u64 bytes = 8ull << 20;
  if (!getrlimit(RLIMIT_STACK, &limit) && limit.rlim_cur != RLIM_INFINITY)
    bytes = limit.rlim_cur;
  if (bytes > 64ull << 20) bytes = 64ull << 20;
  return (char *)__builtin_frame_address(0) - (bytes - C_STACK_RESERVE);
}

static void seed_random(Inputs *inputs, u64 seed) {
  /* splitmix64 (Steele, Lea, Flood 2014) spreads the seed over the state */
  for (u32 i = 0; i < 2; i++) {
    u64 z = seed += 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    inputs->random[i] = z ^ (z >> 31);
  }
}

bool vm_open(VM *vm, VMOptions options) {
  *vm = (VM){};
  u64 bytes = options.stack_bytes ? options.stack_bytes : STACK_BYTES_DEFAULT;
  vm->stack = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (vm->stack == MAP_FAILED) return false;
  vm->stack_end = vm->stack + bytes / sizeof(Value);
  vm->syntax_error = VALUE_UNDEFINED;
  vm->exception = vm->result = vm->resumption = VALUE_UNDEFINED;
  vm->async_context = VALUE_UNDEFINED;
  vm->last_match.set_input = VALUE_UNDEFINED;
  vm->matcher = (RegexpMatcher){
      .steps = REGEXP_STEPS, .interrupt = check_for_matcher, .context = vm};
  vm->megamorphic =
      base_allocate_zeroed(MEGAMORPHIC_ENTRIES * sizeof *vm->megamorphic);
  vm->eval_cache =
      base_allocate_zeroed(EVAL_CACHE_ENTRIES * sizeof *vm->eval_cache);
  vm->table = &interpreter_plain;
  vm->c_stack_limit = find_c_stack_limit();
  vm->turn = 1;
  vm->inputs.start_ns = options.start_ns;
  vm->inputs.virtual_clock = options.virtual_clock;
  vm->inputs.time_zone = options.time_zone;
  vm->inputs.locale = options.locale;
  seed_random(&vm->inputs, options.seed);
  sampling_open(vm, options.optimise);
  vm_set_fuel(vm, FUEL_DEFAULT);
  if (!isolate_open(&vm->isolate, options.heap)) return false;
  Heap *heap = &vm->isolate.heap;
  heap->interrupt = heap_is_full;
  heap->interrupt_owner = vm;
  code_block_register_class(&vm->isolate);
  vm->isolate.deoptimise_dead = deoptimise_dead;
  stack_trace_register_class(&vm->isolate);
  lazy_value_register_class(&vm->isolate);
  promise_register_classes(&vm->isolate);
  coroutine_register_classes(&vm->isolate);
  module_register_classes(vm);
  async_register_classes(&vm->isolate);
  heap_add_roots(heap, visit_roots, vm);
  heap_add_after_mark(heap, forget_shared_caches, vm);
  heap_add_after_mark(heap, forget_regexps, vm);
  return true;
}

static void source_free(Source *source) {
  if (!source) return;
  free(source->origin);
  free(source->name);
  free(source->path);
  free(source->text);
  free(source->line_starts);
  free(source);
}

void vm_close(VM *vm) {
  if (vm->close_library) vm->close_library(vm);
  isolate_close(&vm->isolate);
  for (u32 i = 0; i < vm->sources.count; i++)
    source_free(vm->sources.items[i]);
  vector_free(&vm->sources);
  jobs_free(&vm->jobs);
  waiters_free(vm);
  vector_free(&vm->kept_objects);
  vector_free(&vm->registries);
  vector_free(&vm->rejections);
  vector_free(&vm->handled_late);
  vector_free(&vm->modules);
  free(vm->megamorphic);
  free(vm->eval_cache);
  buffer_free(&vm->syntax_excerpt);
  regexp_matcher_free(&vm->matcher);
  munmap(vm->stack, (size_t)((char *)vm->stack_end - (char *)vm->stack));
}

/* ---- Scripts
 * ------------------------------------------------------------------------ */

/* Where each line begins, after every line terminator of the language. */
static void find_lines(Source *source) {
  VECTOR(u32) starts = {};
  vector_push(&starts, 0);
  const char *at = source->text, *end = at + source->length;
  while (at < end) {
    u32 c = unicode_decode(&at, end);
    if (!unicode_is_line_terminator(c)) continue;
    if (c == '\r' && at < end && *at == '\n') at++;
    vector_push(&starts, (u32)(at - source->text));
  }
  source->line_starts = starts.items;
  source->line_count = starts.count;
}

Source *vm_add_source(VM *vm, const char *name, const char *text,
                      size_t length) {
  Source *source = base_allocate_zeroed(sizeof *source);
  source->name = base_copy(name, strlen(name) + 1);
  source->text = base_allocate(length + 1);
  memcpy(source->text, text, length);
  source->text[length] = 0;
  source->length = (u32)length;
  find_lines(source);
  vector_push(&vm->sources, source);
  source->id = vm->sources.count;
  source->owner = vm;
  source->drop = vm_drop_source;
  return source;
}

void vm_drop_source(Source *source) {
  VM *vm = source->owner;
  assert(vm->sources.items[source->id - 1] == source);
  vm->sources.items[source->id - 1] = NULL;
  source_free(source);
}

/* A SyntaxError whose stack begins with where it is, the line and a caret. */
void vm_throw_syntax(VM *vm, Source *source, const SyntaxError *error) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, String, message,
            string_from_c(isolate, error->message));
  ROOT_CELL(&isolate->heap, Object, object,
            vm_new_error(vm, ERROR_SYNTAX, value_from_cell(message)));
  Buffer text = {};
  source_excerpt(source->name, source->text, source->length, error, &text);
  String *stack = string_from_text(isolate, text.bytes, text.length);
  if (stack)
    object_define(isolate, object, ATOM_KEY(isolate, stack),
                  value_from_cell(stack), ATTRIBUTES_HIDDEN);
  buffer_free(&text);
  vm_throw(vm, value_from_cell(object));
}

static Function *compile(VM *vm, Source *source, ParseOptions options) {
  Tree tree = {};
  SyntaxError error = {};
  CodeBlock *code = NULL;
  if (parse_script(&tree, source->text, source->length, options, &error))
    code = compile_script(&vm->isolate, &tree, source, &error);
  if (!code) vm_throw_syntax(vm, source, &error);
  tree_free(&tree);
  if (!code) return NULL;
  ROOT_CELL(&vm->isolate.heap, CodeBlock, kept, code);
  return function_new(
      &vm->isolate, kept, NULL,
      value_from_cell(INTRINSIC(&vm->isolate, function_prototype)));
}

Function *vm_compile(VM *vm, Source *source, bool is_sole) {
  return compile(vm, source, (ParseOptions){.is_sole_script = is_sole});
}

Function *vm_compile_commonjs(VM *vm, Source *source) {
  return compile(vm, source, (ParseOptions){.is_commonjs = true});
}

bool vm_run_script(VM *vm, Source *source, bool is_sole, Value *result) {
  Function *function = vm_compile(vm, source, is_sole);
  if (!function) return false;
  return vm_call(vm, value_from_cell(function),
                 value_from_cell(vm->isolate.global), NULL, 0, result);
}

/* ---- Ticks and interrupts
 * ------------------------------------------------------------- */

/* Fuel for the ticks until somebody wants to be called: who set it, or the
 * sampling. Both lie ahead. */
static void refuel(VM *vm) {
  u64 now = vm_ticks(vm), next = vm->sampling.next;
  vm->tick_end = next < vm->fuel_end ? next : vm->fuel_end;
  vm->fuel = (i32)(vm->tick_end - now);
}

void vm_set_fuel(VM *vm, i32 ticks) {
  vm->fuel_end = vm_ticks(vm) + (u64)ticks;
  refuel(vm);
}

void vm_begin_ticks(VM *vm) {
  vm->fuel = 1;
  vm->tick_end = vm->fuel_end = 0;
  sampling_begin(vm);
}

void vm_pull_interrupt(VM *vm) {
  vm->tick_end = vm->fuel_end = vm_ticks(vm);
  vm->fuel = 0;
}

/* A sample is due at that tick of every replay, whatever else its watchers wait
 * for. Whether that is all that the fuel ran out for. */
static bool take_sample(VM *vm) {
  u64 now = vm_ticks(vm);
  if (now != vm->sampling.next) return false;
  sampling_take(vm);
  if (now >= vm->fuel_end) return false;
  refuel(vm);
  return true;
}

/* The heap passed its limit. */
static void heap_is_full(void *owner) {
  vm_pull_interrupt(owner);
}

static bool throw_terminating(VM *vm, const char *message) {
  vm_throw_range(vm, "%s", message);
  vm->is_terminating = true;
  return false;
}

bool vm_interrupt(VM *vm) {
  if (vm->fuel <= 0 && take_sample(vm) && !vm->stop_requested) return true;
  Heap *heap = &vm->isolate.heap;
  if (heap->over_limit) {
    heap_collect(heap, "limit");
    if (heap_live_bytes(heap) + heap->external_bytes > heap->limit)
      return vm_throw_memory(vm);
    heap->over_limit = false;
  }
  if (vm->stop_requested) return throw_terminating(vm, "Stopped");
  if (vm->on_interrupt) {
    if (!vm->on_interrupt(vm, vm->interrupt_context))
      return throw_terminating(vm, "Stopped");
  }
  if (vm->fuel <= 0) vm_set_fuel(vm, FUEL_DEFAULT);
  return true;
}

/* ---- Inputs
 * ------------------------------------------------------------------------------
 */

/* xorshift128+ (Vigna 2017), as V8 uses it. */
double vm_random(VM *vm) {
  u64 s1 = vm->inputs.random[0], s0 = vm->inputs.random[1];
  vm->inputs.random[0] = s0;
  s1 ^= s1 << 23;
  s1 ^= s1 >> 17;
  s1 ^= s0 ^ (s0 >> 26);
  vm->inputs.random[1] = s1;
  return (double)(s0 >> 11) * 0x1p-53;
}

u64 vm_now_ns(VM *vm) {
  if (vm->inputs.virtual_clock)
    return vm_ticks(vm) * VIRTUAL_NS_PER_TICK + vm->inputs.waited_ns;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  u64 ns = (u64)now.tv_sec * 1'000'000'000 + (u64)now.tv_nsec;
  return ns > vm->inputs.start_ns ? ns - vm->inputs.start_ns : 0;
}

bool vm_wait_until(VM *vm, u64 ns) {
  constexpr u64 most = 20'000'000; /* between two looks at a stop request */
  for (;;) {
    u64 now = vm_now_ns(vm);
    if (now >= ns) return true;
    u64 wait = ns - now;
    if (vm->inputs.virtual_clock) {
      vm->inputs.waited_ns += wait;
      return true;
    }
    if (wait > most) wait = most;
    struct timespec time = {.tv_nsec = (long)wait};
    nanosleep(&time, NULL);
    if (!vm_interrupt(vm)) return false;
  }
}
