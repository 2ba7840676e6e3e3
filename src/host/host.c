/* host.c - the globals gc, performance and process. */
#include "host/async_context.h"
#include "host/console.h"
#include "host/dom/dom.h"
#include "host/event_parts.h"
#include "host/modules.h"
#include "host/node.h"
#include "host/package.h"
#include "host/timers.h"
#include "object/array_buffer.h"

#include "host/jobs.h"

#include <stdlib.h>

Console *host_console(VM *vm) {
  assert(vm->host);
  return &host_of(vm)->console;
}

/* ---- gc ----------------------------------------------------------------- */

static bool collect(VM *vm, Call *call) {
  heap_collect(&vm->isolate.heap, "forced");
  return true;
}

/* ---- performance -------------------------------------------------------- */

/* Milliseconds since the run began. */
static bool performance_now(VM *vm, Call *call) {
  return call_return(call, value_from_number((double)vm_now_ns(vm) / 1e6));
}

static void open_performance(VM *vm) {
  static const NativeEntry functions[] = {{"now", performance_now, 0}};
  Isolate *isolate = &vm->isolate;
  Object *performance = object_new_plain(isolate);
  object_set_c(isolate, isolate->global, "performance",
               value_from_cell(performance), ATTRIBUTES_HIDDEN);
  object_set_c(isolate, performance, "timeOrigin",
               value_from_number((double)vm->inputs.start_ns / 1e6),
               ATTRIBUTES_DEFAULT);
  library_add_functions(vm, performance, functions, ARRAY_COUNT(functions));
  library_add_tag(vm, performance, "Performance");
}

/* ---- process ------------------------------------------------------------ */

static bool set_number(VM *vm, Object *object, const char *name, double value) {
  object_set_c(&vm->isolate, object, name, value_from_number(value),
               ATTRIBUTES_DEFAULT);
  return true;
}

/* Adds what a buffer owns outside the heap. */
static void add_buffer(void *context, Cell *cell, CellKind kind, size_t bytes) {
  bool is_buffer =
      kind == KIND_ARRAY_BUFFER || kind == KIND_SHARED_ARRAY_BUFFER;
  if (is_buffer)
    *(double *)context += (double)array_buffer_length((ArrayBuffer *)cell);
}

/* What the engine itself can tell: the bytes of all cells, those of the blocks
 * they lie in, and what cells own elsewhere. `rss` is the sum of the blocks and
 * of that: the process has more, but not for the program. */
static bool memory_usage(VM *vm, Call *call) {
  Heap *heap = &vm->isolate.heap;
  double used = (double)heap_live_bytes(heap), buffers = 0;
  double total = (double)(heap->used_blocks * HEAP_BLOCK_BYTES);
  double external = (double)heap->external_bytes;
  heap_walk(heap, add_buffer, &buffers);
  KEEP_CELL(vm, Object, result, object_new_plain(&vm->isolate));
  set_number(vm, result, "rss", total + external);
  set_number(vm, result, "heapTotal", total);
  set_number(vm, result, "heapUsed", used);
  set_number(vm, result, "external", external);
  set_number(vm, result, "arrayBuffers", buffers);
  return call_return(call, value_from_cell(result));
}

static bool memory_rss(VM *vm, Call *call) {
  const Heap *heap = &vm->isolate.heap;
  return call_return(
      call, value_from_number((double)(heap->used_blocks * HEAP_BLOCK_BYTES +
                                       heap->external_bytes)));
}

static void push_text(VM *vm, Object *array, const char *text) {
  String *string = string_from_text(&vm->isolate, text, strlen(text));
  if (string) array_push(&vm->isolate, array, value_from_cell(string));
}

/* Before the arguments come the names of the engine and of the program. */
void host_set_arguments(VM *vm, const char *program) {
  Isolate *isolate = &vm->isolate;
  isolate->heap.no_collect++;
  Object *arguments = array_new(isolate, vm->argument_count + 2);
  object_set_c(isolate, value_to_object(host_of(vm)->process), "argv",
               value_from_cell(arguments), ATTRIBUTES_DEFAULT);
  push_text(vm, arguments, "glassheap");
  push_text(vm, arguments, program);
  for (u32 i = 0; i < vm->argument_count; i++)
    push_text(vm, arguments, vm->arguments[i]);
  isolate->heap.no_collect--;
}

static void open_process(VM *vm) {
  static const NativeEntry functions[] = {{"memoryUsage", memory_usage, 0}};
  Isolate *isolate = &vm->isolate;
  Object *process = object_new_plain(isolate);
  host_of(vm)->process = value_from_cell(process);
  /* Node's layer has it in a browser, too */
  if (!host_of(vm)->options.is_browser)
    object_set_c(isolate, isolate->global, "process", value_from_cell(process),
                 ATTRIBUTES_HIDDEN);
  library_add_functions(vm, process, functions, ARRAY_COUNT(functions));
  static const NativeEntry rss = {"rss", memory_rss, 0};
  Property usage;
  object_get_own(isolate, process, key_from_c(isolate, "memoryUsage"), &usage);
  library_add_functions(vm, value_to_object(usage.value), &rss, 1);
  library_add_tag(vm, process, "process");
}

/* ---- Opening and closing ------------------------------------------------ */

static void visit_roots(void *owner, EdgeFunction *edge, void *context) {
  Host *host = host_of(owner);
  if (host) queues_visit(&host->queues, edge, context);
  if (host) timers_visit(host, edge, context);
  if (host) event_visit_roots(host->events, edge, context);
  if (!host) return;
  const struct {
    const char *label;
    Value value;
  } roots[] = {{"node", host->loader},
               {"module arguments", host->arguments},
               {"process", host->process}};
  for (u32 i = 0; i < ARRAY_COUNT(roots); i++)
    if (value_is_cell(roots[i].value))
      edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, 0, roots[i].label},
           value_to_cell(roots[i].value));
}

/* Collections wait meanwhile, as in library_open. */
void host_open(VM *vm, const HostOptions *options) {
  static const NativeEntry functions[] = {{"gc", collect, 0}};
  vm->host = base_allocate_zeroed(sizeof(Host));
  host_of(vm)->options = *options;
  host_of(vm)->loader = host_of(vm)->arguments = VALUE_UNDEFINED;
  host_of(vm)->process = host_of(vm)->timeout_prototype = VALUE_UNDEFINED;
  host_of(vm)->immediate_prototype = VALUE_UNDEFINED;
  vm->isolate.heap.no_collect++;
  async_context_register_class(&vm->isolate);
  event_open(vm);
  heap_add_roots(&vm->isolate.heap, visit_roots, vm);
  library_add_functions(vm, vm->isolate.global, functions,
                        ARRAY_COUNT(functions));
  open_performance(vm);
  open_process(vm);
  jobs_open(vm);
  timers_open(vm);
  console_open(vm);
  node_open_globals(vm);
  modules_open(vm);
  if (options->is_browser) dom_open(vm);
  vm->isolate.heap.no_collect--;
}

void host_close(VM *vm) {
  if (!vm->host) return;
  dom_close(vm);
  console_free(&host_of(vm)->console);
  package_free_all(vm);
  queues_free(&host_of(vm)->queues);
  event_close(vm);
  free(host_of(vm)->main);
  free(host_of(vm)->shown_directory);
  free(vm->host);
  vm->host = NULL;
}
