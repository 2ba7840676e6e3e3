/* What the tables of write times say of references, beside what a tracer notes
 * of the whole run: never too early, and exact where it is promised. */
#define _GNU_SOURCE /* mkstemps */
#include "tests/watch/watched.h"

#include "heap/stamps.h"
#include "watch/describe_internal.h"
#include "watch/reference.h"
#include "watch/written.h"

#include <stdlib.h>

constexpr u32 TRACES_MAX = 300, CHECKPOINTS_MAX = 16;

/* Objects and lists that last, written all the time, by every kind of store. */
static const char objects[] =
    "class Node { constructor(id) { this.id = id; this.next = null; } }\n"
    "const old = new Node(0);\n"
    "const world = { player: old, hot: null, count: 0, list: [], limit: 7 };\n"
    "const list = [old, { one: 1 }, { two: 2 }, null];\n"
    "const map = new Map([['old', old]]), byKey = {};\n"
    "let current = null, rounds = 0;\n"
    "const makers = [];\n"
    "function round(i) {\n"
    "  const node = new Node(i);\n"
    "  world.hot = node;\n"
    "  world.count += 1;\n"
    "  list[3] = node;\n"
    "  current = i % 3 ? node : old;\n"
    "  if (i % 40 === 0) { map.set(i, node); byKey['key' + i] = node; }\n"
    "  if (i % 50 === 0) makers.push(() => node);\n"
    "  if (i === 200) world.late = old;\n"
    "  rounds++;\n"
    "}\n"
    "for (let i = 0; i < 600; i++) round(i);\n";

/* Items that move, tables that grow, objects that change their form. */
static const char moving[] =
    "const queue = [], sorted = [], bag = {}, set = new Set(), weak = new "
    "WeakMap();\n"
    "const kept = { deep: { er: null } };\n"
    "function* numbers() { let held = { held: 1 };\n"
    "  for (let i = 0; ; i++) { const box = { i, held }; yield box; } }\n"
    "const source = numbers();\n"
    "function round(i) {\n"
    "  const thing = { i, box: source.next().value };\n"
    "  queue.push(thing);\n"
    "  if (queue.length > 9) queue.shift();\n"
    "  if (i % 20 === 0) { sorted.push(thing); sorted.sort((a, b) => b.i - "
    "a.i); "
    "}\n"
    "  if (i % 30 === 0) { bag['k' + i] = thing; delete bag['k' + (i - 90)]; "
    "}\n"
    "  if (i % 25 === 0) { set.add(thing); weak.set(thing, { of: thing }); }\n"
    "  if (i % 70 === 0) queue.splice(2, 3, thing, kept);\n"
    "  if (i === 100) kept.deep.er = thing;\n"
    "  if (i === 150) queue.reverse();\n"
    "  if (i === 160) Object.defineProperty(kept, 'get', { get: () => thing "
    "});\n"
    "  if (i % 45 === 0) Promise.resolve(thing).then((it) => { kept.last = it; "
    "});\n"
    "}\n"
    "for (let i = 0; i < 500; i++) round(i);\n"
    "const copy = [...queue], part = sorted.slice(1, 4), all = { ...bag };\n";

static Session session;
static Recording recording;
static WriteTimes times;
static json_t *traces;
static u64 last_tick;
static u64 ticks[CHECKPOINTS_MAX]; /* of the checkpoints */
static u32 checkpoint_count;
/* what each checkpoint says of each trace, and the end of the run */
static u32 written[CHECKPOINTS_MAX + 1][TRACES_MAX];
static json_t *report; /* what the tracer has noted */
static u32 exact, compared;

/* ---- What is asked about ------------------------------------------------- */

static CellSet cells;

static void add_trace(json_t *trace) {
  if (json_array_size(traces) < TRACES_MAX)
    json_array_append_new(traces, trace);
  else
    json_decref(trace);
}

static void add_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  VM *vm = context;
  if (name.type == CELL_EDGE_WEAK) return;
  add_trace(trace_edge(vm, from, name, to));
  if (cells.order.count < TRACES_MAX && cell_set_add(&cells, to))
    add_trace(trace_allocation(vm, to));
}

/* Edges near the script's variables, and the places of some. */
static void choose(Session *stopped, void *context) {
  VM *vm = &stopped->vm;
  if (stopped->stop.reason != STOP_END) return;
  last_tick = vm_ticks(vm);
  traces = json_array();
  cells = (CellSet){};
  const Realm *realm = &vm->isolate.realm;
  for (u32 i = 0; i < realm->script_binding_count; i++) {
    Cell *scope = (Cell *)realm->script_bindings[i].environment;
    if (!cell_set_add(&cells, scope)) continue;
    for (u32 slot = 0; slot < scope->info; slot++)
      add_trace(trace_slot(vm, scope, (EdgeName){CELL_EDGE_VARIABLE, slot, 0}));
  }
  for (u32 i = 0; i < cells.order.count; i++)
    if (json_array_size(traces) < TRACES_MAX)
      describe_owned_edges(vm, cells.order.items[i], add_edge, vm);
  cell_set_free(&cells);
}

/* ---- What the tables say ------------------------------------------------- */

static void take_written(VM *vm, u32 *out) {
  Tracer tracer;
  size_t index;
  json_t *number;
  REQUIRE(tracer_open(&tracer, vm, traces));
  json_t *answer = written_describe(&tracer, &times);
  json_array_foreach(json_object_get(answer, "written"), index, number)
    out[index] = (u32)json_integer_value(number);
  CHECK_INTEGER(json_integer_value(json_object_get(answer, "interval")),
                checkpoint_count);
  json_decref(answer);
  tracer_free(&tracer);
}

static void leave_checkpoints(Session *stopped, void *context) {
  Heap *heap = &stopped->vm.isolate.heap;
  if (stopped->stop.reason == STOP_START) {
    times = (WriteTimes){.pages = {.file = -1}};
    checkpoint_count = 0;
    slot_times_open(&times.slots, heap);
    REQUIRE(times.slots.is_known);
  } else if (stopped->stop.reason == STOP_END) {
    take_written(&stopped->vm, written[checkpoint_count]);
    return;
  } else {
    ticks[checkpoint_count++] = vm_ticks(&stopped->vm);
    slot_times_note(&times.slots, heap);
    take_written(&stopped->vm, written[checkpoint_count - 1]);
  }
  u64 next = last_tick * (checkpoint_count + 1) / (CHECKPOINTS_MAX - 1);
  stopped->goal = (Goal){
      .kind = GOAL_TICK, .moment = {.tick = next}, .bound = MOMENT_NEVER};
  if (checkpoint_count == CHECKPOINTS_MAX) stopped->goal.kind = GOAL_END;
}

/* ---- What really was ----------------------------------------------------- */

static void trace(Session *stopped, void *context) {
  static Tracer tracer;
  if (stopped->stop.reason == STOP_START) {
    REQUIRE(tracer_open(&tracer, &stopped->vm, traces));
    tracer_start(&tracer, NULL);
    stopped->tracer = &tracer;
    stopped->goal = (Goal){.kind = GOAL_TRACE, .bound = MOMENT_NEVER};
    return;
  }
  tracer_stop(&tracer);
  report = tracer_report(&tracer);
  tracer_free(&tracer);
  stopped->tracer = NULL;
}

/* The interval of what was noted; 0: nothing was. */
static u32 interval_of(json_t *noted) {
  Moment moment = {};
  u32 interval = 1;
  if (!json_is_object(noted)) return 0;
  CHECK(moment_parse(json_string_value(json_object_get(noted, "moment")),
                     &moment));
  while (interval <= checkpoint_count && ticks[interval - 1] <= moment.tick)
    interval++;
  return interval;
}

/* A place that is looked at now and then is noted at the look, which may come
 * in the next interval. */
static bool is_seen_late(json_t *noted) {
  const char *how = json_string_value(json_object_get(noted, "how"));
  return how && !strcmp(how, "changed");
}

static void compare(u32 index) {
  json_t *noted = json_array_get(report, index);
  u32 truth = interval_of(noted);
  if (is_seen_late(noted)) return;
  for (u32 i = truth ? truth - 1 : 0; i <= checkpoint_count; i++) {
    if (written[i][index] >= truth) continue;
    char *text = json_dumps(json_array_get(traces, index), 0);
    fprintf(stderr, "%s: made in %u, said in %u by checkpoint %u\n", text,
            truth, written[i][index], i + 1);
    free(text);
    CHECK(false);
  }
  compared++;
  exact += written[checkpoint_count][index] == truth;
}

static void check_program(const char *text, CollectorKind collector,
                          HeapStress stress) {
  watched_load(text, &recording);
  recording.heap.collector = collector;
  recording.heap.stress = stress;
  watched_run(&session, &recording, choose);
  REQUIRE(json_array_size(traces) > TRACES_MAX / 2);
  watched_run(&session, &recording, leave_checkpoints);
  REQUIRE(checkpoint_count > CHECKPOINTS_MAX / 2);
  watched_run(&session, &recording, trace);
  compared = exact = 0;
  for (u32 i = 0; i < json_array_size(traces); i++)
    compare(i);
  CHECK(compared > json_array_size(traces) / 2);
  CHECK(exact > compared / 4 * 3);
  json_decref(traces);
  json_decref(report);
  recording_free(&recording);
}

static void check_collectors(const char *text) {
  for (u32 kind = 0; kind < COLLECTOR_COUNT; kind++)
    for (u32 stress = STRESS_NONE; stress <= STRESS_BARRIER; stress++)
      check_program(text, (CollectorKind)kind, (HeapStress)stress);
}

static void test_objects(void) {
  check_collectors(objects);
}

static void test_moving(void) {
  check_collectors(moving);
}

/* ---- Old references beside new ones -------------------------------------- */

static const char *const expressions[] = {
    "world.player", /* beside a property that is stored to all the time */
    "world.late",   "list[1]", "list[2]", "world.limit", /* a number */
    "world.hot",    "current",
};

static void choose_named(Session *stopped, void *context) {
  VM *vm = &stopped->vm;
  if (stopped->stop.reason != STOP_END) return;
  last_tick = vm_ticks(vm);
  traces = json_array();
  for (u32 i = 0; i < ARRAY_COUNT(expressions); i++) {
    Reference it;
    Buffer error = {};
    REQUIRE(reference_find(vm, expressions[i], &it, &error));
    json_array_append_new(
        traces, value_is_cell(it.value)
                    ? trace_edge(vm, it.owner, it.name, value_to_cell(it.value))
                    : trace_slot(vm, it.owner, it.name));
  }
}

static void test_named(void) {
  watched_load(objects, &recording);
  watched_run(&session, &recording, choose_named);
  watched_run(&session, &recording, leave_checkpoints);
  const u32 *said = written[checkpoint_count];
  u32 now = checkpoint_count + 1;
  CHECK_INTEGER(said[0], 1);
  CHECK(said[1] > 1 && said[1] < now / 2 + 1);
  CHECK_INTEGER(said[2], 1);
  CHECK_INTEGER(said[3], 1);
  CHECK_INTEGER(said[4], 1);
  CHECK(said[5] + 1 >= now && said[6] + 1 >= now);
  json_decref(traces);
  recording_free(&recording);
}

/* ---- More intervals than a byte holds ------------------------------------ */

static void count_on(Session *stopped, void *context) {
  Heap *heap = &stopped->vm.isolate.heap;
  const u64 *words = (const u64 *)(const void *)stopped->vm.isolate.global;
  SlotTimes slots;
  if (stopped->stop.reason != STOP_START) return;
  slot_times_open(&slots, heap);
  for (u32 interval = 1; interval <= 1000; interval++) {
    if (interval == 10) stamps_add(heap, &words[2], sizeof *words);
    if (interval == 700) stamps_add(heap, &words[3], sizeof *words);
    slot_times_note(&slots, heap);
  }
  u32 first = slot_times_of(&slots, heap, &words[2]);
  u32 second = slot_times_of(&slots, heap, &words[3]);
  CHECK_INTEGER(slots.interval, 1000);
  CHECK(first >= 10 && first <= 16);
  CHECK(second >= 700 && second <= 704);
  CHECK_INTEGER(slot_times_of_cell(&slots, heap, (const Cell *)words), 0);
}

static void test_many_intervals(void) {
  watched_load(objects, &recording);
  watched_run(&session, &recording, count_on);
  recording_free(&recording);
}

int main(void) {
  RUN(test_objects);
  RUN(test_moving);
  RUN(test_named);
  RUN(test_many_intervals);
  return check_finish();
}
