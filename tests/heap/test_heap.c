/* The heap by itself: cells of a kind of our own, checked against a plain
 * model of what must live. */
#define _GNU_SOURCE /* fork */

#include "heap/heap.h"

#include <sys/wait.h>
#include <unistd.h>

#include "tests/check.h"

/* Nodes with strong and weak references (of two kinds: one has a finalizer),
 * and pairs in which the value lives while the key does. */
typedef struct Node {
  Cell cell;
  u32 id, count;
  struct Node *weak;
  Value to[];
} Node;

typedef struct Pair {
  Cell cell;
  Cell *key, *value;
} Pair;

static u32 finalized;

DEFINE_VISIT(node, Node) {
  for (u32 i = 0; i < self->count; i++)
    EDGE_VALUE(ELEMENT, i, NULL, self->to[i]);
  EDGE(WEAK, 0, "weak", self->weak);
  if (self->weak) heap_note_weak(edge, context, &self->cell);
}

static void node_clear_weak(Heap *heap, Cell *cell) {
  Node *node = (Node *)cell;
  if (!heap_is_marked(heap, &node->weak->cell)) node->weak = NULL;
}

static void node_finalize(Heap *heap, Cell *cell) {
  finalized++;
}

DEFINE_VISIT(pair, Pair) {
  heap_note_weak(edge, context, &self->cell);
}

static void pair_each_ephemeron(Cell *cell, EphemeronFunction *each,
                                void *context) {
  Pair *pair = (Pair *)cell;
  if (!pair->key) return;
  each(context, (Ephemeron){.table = cell,
                            .key = pair->key,
                            .value = pair->value,
                            .name = {CELL_EDGE_ENTRY, 0, "value"}});
}

static void pair_clear_weak(Heap *heap, Cell *cell) {
  Pair *pair = (Pair *)cell;
  if (!heap_is_marked(heap, pair->key)) pair->key = pair->value = NULL;
}

static void open(Heap *heap, u64 limit) {
  REQUIRE(heap_open(heap, (HeapOptions){.limit = limit}));
  CellClass class = {.name = "node",
                     .visit = node_visit,
                     .mark = node_mark,
                     .clear_weak = node_clear_weak};
  heap_set_class(heap, KIND_OBJECT, class);
  class.finalize = node_finalize;
  heap_set_class(heap, KIND_CODE_BLOCK, class);
  heap_set_class(heap, KIND_ARRAY,
                 (CellClass){.name = "pair",
                             .visit = pair_visit,
                             .mark = pair_mark,
                             .clear_weak = pair_clear_weak,
                             .each_ephemeron = pair_each_ephemeron});
  finalized = 0;
}

static Node *new_node_of(Heap *heap, CellKind kind, u32 id, u32 count) {
  Node *node =
      (Node *)heap_allocate(heap, kind, sizeof(Node) + count * sizeof(Value));
  if (!node) return NULL;
  node->id = id;
  node->count = count;
  node->weak = NULL;
  for (u32 i = 0; i < count; i++)
    node->to[i] = VALUE_UNDEFINED;
  return node;
}

static Node *new_node(Heap *heap, u32 id, u32 count) {
  return new_node_of(heap, KIND_OBJECT, id, count);
}

static u32 random_state = 12345;
static u32 random_below(u32 limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (u32)((u64)(random_state >> 4) * limit >> 28);
}

/* ---- Sizes and accounting ------------------------------------------------ */

static void test_size_classes(void) {
  for (size_t bytes = 16; bytes <= HEAP_SMALL_BYTES; bytes++) {
    u32 class = heap_size_class_(bytes);
    size_t size = heap_class_bytes_(class);
    if (class >= HEAP_SIZE_CLASSES || size < bytes || size % 8 ||
        (class && heap_class_bytes_(class - 1) >= bytes) ||
        (bytes > 128 && size - bytes > bytes / 4))
      CHECK_INTEGER(bytes, 0);
  }
  CHECK_INTEGER(heap_round_(48), 48);
  CHECK_INTEGER(heap_round_(HEAP_SMALL_BYTES), HEAP_SMALL_BYTES);
  CHECK_INTEGER(heap_round_(HEAP_SMALL_BYTES + 1), HEAP_SMALL_BYTES + 8);
}

static void test_accounting_is_exact(void) {
  Heap heap;
  open(&heap, 0);
  CHECK_INTEGER(heap_live_bytes(&heap), 0);
  u64 wanted = 0;
  for (u32 i = 0; i < 5000; i++) {
    u32 count = random_below(100) ? random_below(40) : random_below(3000);
    Node *node = new_node(&heap, i, count);
    wanted += heap_round_(sizeof(Node) + count * sizeof(Value));
    CHECK(heap_cell_bytes(&heap, &node->cell) >=
          sizeof(Node) + count * sizeof(Value));
    if (heap.collections) break;
    if (heap_live_bytes(&heap) != wanted)
      CHECK_INTEGER(heap_live_bytes(&heap), wanted);
  }
  heap_collect(&heap, "forced");
  CHECK_INTEGER(heap_live_bytes(&heap), 0);
  CHECK_INTEGER(heap.last.bytes_after, 0);
  heap_close(&heap);
}

/* ---- Walking and finding ------------------------------------------------- */

typedef struct Census {
  Heap *heap;
  u64 cells, bytes, next_offset;
  u32 blocks_seen;
} Census;

static void count_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Census *census = context;
  u64 offset = heap_offset(census->heap, cell);
  CHECK(offset >= census->next_offset);
  census->next_offset = offset + bytes;
  if (kind == KIND_FREE) {
    CHECK(!heap_find(census->heap, offset));
    return;
  }
  census->cells++;
  census->bytes += bytes;
  CHECK(heap_find(census->heap, offset) == cell);
  CHECK(!heap_find(census->heap, offset + 8));
  CHECK_INTEGER(heap_cell_bytes(census->heap, cell), bytes);
}

static void test_walk_and_find(void) {
  Heap heap;
  open(&heap, 0);
  ROOT_CELL(&heap, Node, keep, new_node(&heap, 0, 300));
  for (u32 i = 0; i < 300; i++) {
    keep->to[i] = value_from_cell(new_node(&heap, i, i % 70));
    new_node(&heap, i, i % 50);
  }
  keep->to[7] = value_from_cell(new_node(&heap, 7, 20000));
  Census census = {.heap = &heap};
  heap_walk(&heap, count_cell, &census);
  CHECK_INTEGER(census.cells, 602);
  CHECK_INTEGER(census.bytes, heap_live_bytes(&heap));
  heap_collect(&heap, "forced");
  census = (Census){.heap = &heap};
  heap_walk(&heap, count_cell, &census);
  CHECK_INTEGER(census.cells, 301);
  CHECK_INTEGER(census.bytes, heap_live_bytes(&heap));
  for (u64 offset = 0; offset < 3 * HEAP_BLOCK_BYTES; offset++) {
    Cell *cell = heap_find(&heap, offset);
    if (cell && heap_offset(&heap, cell) != offset) CHECK_INTEGER(offset, -1);
  }
  CHECK(!heap_find(&heap, HEAP_REGION_BYTES - 8));
  CHECK(!heap_find(&heap, UINT64_MAX));
  heap_close(&heap);
}

/* ---- Random graphs ------------------------------------------------------- */

constexpr u32 SLOT_COUNT = 60;

/* What the model knows of a node: it finds those that must live by itself. */
typedef struct Model {
  Node *nodes[4000];
  u32 count;
  bool reachable[4000];
} Model;

static void model_reach(Model *model, Node *node) {
  if (model->reachable[node->id]) return;
  model->reachable[node->id] = true;
  for (u32 i = 0; i < node->count; i++)
    if (value_is_cell(node->to[i]))
      model_reach(model, (Node *)value_to_cell(node->to[i]));
}

static u64 model_check(Model *model, Heap *heap, Node *root) {
  u64 alive = 0;
  memset(model->reachable, 0, sizeof model->reachable);
  model_reach(model, root);
  for (u32 i = 0; i < model->count; i++) {
    if (!model->nodes[i]) continue;
    if (!model->reachable[i]) {
      model->nodes[i] = NULL;
      continue;
    }
    alive++;
    CHECK(heap_find(heap, heap_offset(heap, model->nodes[i])) ==
          &model->nodes[i]->cell);
    CHECK_INTEGER(model->nodes[i]->id, i);
  }
  return alive;
}

static void link_at_random(Model *model, Node *from) {
  Node *to = model->nodes[random_below(model->count)];
  if (from && to && from->count)
    from->to[random_below(from->count)] = value_from_cell(to);
}

static void run_random_graph(CellKind kind, bool stress) {
  static Model model;
  model = (Model){};
  Heap heap;
  open(&heap, 0);
  ROOT_CELL(&heap, Node, root, new_node_of(&heap, kind, 0, SLOT_COUNT));
  model.nodes[model.count++] = root;
  heap.stress = stress ? STRESS_COLLECT : STRESS_NONE;
  if (stress) heap_set_slow(&heap, true);
  u32 total = stress ? 400 : 4000;
  u64 freed = 0;
  while (model.count < total) {
    u32 count = random_below(30) ? random_below(6) : random_below(2000);
    Node *node = new_node_of(&heap, kind, model.count, count);
    if (stress) freed += heap.last.cells_freed;
    model.nodes[model.count++] = node;
    root->to[random_below(SLOT_COUNT)] = value_from_cell(node);
    model_check(&model, &heap, root);
    for (u32 i = 0; i < 6; i++)
      link_at_random(&model, model.nodes[random_below(model.count)]);
    if (random_below(50)) continue;
    heap_collect(&heap, "forced");
    freed += heap.last.cells_freed;
  }
  u64 alive = model_check(&model, &heap, root);
  heap_collect(&heap, "forced");
  Census census = {.heap = &heap};
  heap_walk(&heap, count_cell, &census);
  CHECK_INTEGER(census.cells, alive);
  CHECK_INTEGER(census.bytes, heap_live_bytes(&heap));
  CHECK_INTEGER(freed + heap.last.cells_freed + alive, total);
  bool owners = kind == KIND_CODE_BLOCK;
  CHECK_INTEGER(finalized, owners ? total - alive : 0);
  heap_close(&heap);
  CHECK_INTEGER(finalized, owners ? total : 0);
}

static void test_random_graph(void) {
  run_random_graph(KIND_OBJECT, false);
  run_random_graph(KIND_CODE_BLOCK, false);
}
static void test_random_graph_under_stress(void) {
  run_random_graph(KIND_OBJECT, true);
  run_random_graph(KIND_CODE_BLOCK, true);
}

/* ---- Weak references ----------------------------------------------------- */

static void test_weak_references_are_cleared(void) {
  Heap heap;
  open(&heap, 0);
  ROOT_CELL(&heap, Node, a, new_node(&heap, 1, 1));
  ROOT_CELL(&heap, Node, b, new_node(&heap, 2, 1));
  a->weak = b;
  heap_collect(&heap, "forced");
  CHECK(a->weak == b);
  b = NULL;
  heap_collect(&heap, "forced");
  CHECK(!a->weak);
  CHECK_INTEGER(heap.last.cells_freed, 1);
  heap_close(&heap);
}

static Pair *new_pair(Heap *heap, Cell *key, Cell *value) {
  Pair *pair = (Pair *)heap_allocate(heap, KIND_ARRAY, sizeof *pair);
  pair->key = key;
  pair->value = value;
  return pair;
}

/* a chain: the value of each pair is the key of the pair before it, so that
 * every round of the fixpoint marks one */
static void test_ephemerons_reach_a_fixpoint(void) {
  Heap heap;
  open(&heap, 0);
  ROOT_CELL(&heap, Node, keep, new_node(&heap, 0, 101));
  ROOT_CELL(&heap, Node, key, new_node(&heap, 1, 0));
  ROOT_CELL(&heap, Node, next, key);
  for (u32 i = 0; i < 100; i++) {
    Node *value = new_node(&heap, i + 2, 0);
    Pair *pair = new_pair(&heap, &next->cell, &value->cell);
    keep->to[99 - i] = value_from_cell(pair);
    next = value;
  }
  next = NULL;
  heap_collect(&heap, "forced");
  CHECK_INTEGER(heap.last.cells_freed, 0);
  key = NULL;
  heap_collect(&heap, "forced");
  CHECK_INTEGER(heap.last.cells_freed, 101);
  CHECK(!((Pair *)value_to_cell(keep->to[5]))->key);
  heap_close(&heap);
}

static u32 after_marks;
static void count_after_mark(void *owner, Heap *heap) {
  CHECK(owner == &after_marks);
  CHECK(heap->mark.is_inside);
  after_marks++;
}

static void test_after_mark_runs_once_a_collection(void) {
  Heap heap;
  open(&heap, 0);
  after_marks = 0;
  heap_add_after_mark(&heap, count_after_mark, &after_marks);
  heap_collect(&heap, "forced");
  heap_collect(&heap, "forced");
  CHECK_INTEGER(after_marks, 2);
  heap_close(&heap);
}

/* ---- Determinism --------------------------------------------------------- */

typedef struct Heard {
  u64 events[PROBE_COUNT];
  u64 allocated, freed;
} Heard;
static Heard heard;

static void hear(void *context, ProbeKind kind, Cell *cell, Value detail,
                 Value more) {
  CHECK(context == &heard);
  heard.events[kind]++;
  if (kind == PROBE_ALLOCATE) heard.allocated += (u64)value_to_number(detail);
  if (kind == PROBE_FREE) heard.freed += (u64)value_to_number(detail);
}

/* A hash of every address and of where the collections were. */
static u64 run_program(bool slow) {
  Heap heap;
  open(&heap, 0);
  if (slow) heap_set_slow(&heap, true);
  random_state = 99;
  u64 hash = 1;
  ROOT_CELL(&heap, Node, keep, new_node(&heap, 0, 500));
  for (u32 i = 0; i < 300000; i++) {
    u32 count = random_below(1000) ? random_below(12) : random_below(4000);
    Node *node = new_node(&heap, i, count);
    hash = hash * 31 + heap_offset(&heap, node) + heap.collections;
    if (!random_below(3)) keep->to[random_below(500)] = value_from_cell(node);
    if (slow && i == 50000) heap_set_slow(&heap, false);
    if (slow && i == 60000) heap_set_slow(&heap, true);
  }
  CHECK(heap.collections > 2);
  heap_close(&heap);
  return hash;
}

static void test_addresses_do_not_depend_on_watching(void) {
  u64 plain = run_program(false);
  CHECK(run_program(false) == plain);
  CHECK(run_program(true) == plain);
}

static void test_probes_tell_every_byte(void) {
  Heap heap;
  open(&heap, 0);
  heard = (Heard){};
  heap.probe = hear;
  heap.probe_context = &heard;
  heap_set_slow(&heap, true);
  ROOT_CELL(&heap, Node, keep, new_node(&heap, 0, 10));
  for (u32 i = 0; i < 3000; i++) {
    Node *node = new_node(&heap, i, i % 100 ? i % 7 : 1500);
    keep->to[i % 10] = value_from_cell(node);
  }
  CHECK_INTEGER(heard.events[PROBE_ALLOCATE], 3001);
  CHECK_INTEGER(heard.allocated - heard.freed, heap_live_bytes(&heap));
  heap_collect(&heap, "forced");
  CHECK_INTEGER(heard.events[PROBE_FREE], 3001 - 11);
  CHECK_INTEGER(heap.last.cells_freed, 3001 - 11);
  CHECK_INTEGER(heard.allocated - heard.freed, heap_live_bytes(&heap));
  CHECK_INTEGER(heard.events[PROBE_COLLECTION], 1);
  heap_close(&heap);
}

/* ---- Limits -------------------------------------------------------------- */

static void count_interrupt(void *owner) {
  ++*(u32 *)owner;
}

static void test_limit_is_reported_not_enforced(void) {
  Heap heap;
  open(&heap, 8 << 20);
  u32 interrupts = 0;
  heap.interrupt = count_interrupt;
  heap.interrupt_owner = &interrupts;
  ROOT_CELL(&heap, Node, list, NULL);
  for (u32 i = 0; i < 30000; i++)
    new_node(&heap, i, 100);
  CHECK(!heap.over_limit);
  CHECK_INTEGER(interrupts, 0);
  u32 count = 0;
  while (!heap.over_limit) {
    Node *node = new_node(&heap, count++, 100);
    node->to[0] = list ? value_from_cell(list) : VALUE_UNDEFINED;
    list = node;
  }
  CHECK_INTEGER(interrupts, 1);
  u64 live = heap_live_bytes(&heap);
  CHECK(live > 8 << 20 && live < 9 << 20);
  CHECK(!heap_can_allocate(&heap, 16));
  list = NULL;
  CHECK(heap_can_allocate(&heap, 1 << 20));
  CHECK(!heap.over_limit);
  CHECK(!heap_can_allocate(&heap, 9 << 20));
  heap_close(&heap);
}

/* a native loop that never checks ends the process, not the machine */
static void test_runaway_is_stopped(void) {
  pid_t child = fork();
  REQUIRE(child >= 0);
  if (!child) {
    if (!freopen("/dev/null", "w", stderr)) _exit(1);
    Heap heap;
    open(&heap, 1 << 20);
    ROOT_CELL(&heap, Node, list, NULL);
    for (u32 i = 0; i < 1000000; i++) {
      Node *node = new_node(&heap, i, 100);
      node->to[0] = list ? value_from_cell(list) : VALUE_UNDEFINED;
      list = node;
    }
    _exit(0);
  }
  int status;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK_INTEGER(WEXITSTATUS(status), 70);
}

static void test_external_bytes_count(void) {
  Heap heap;
  open(&heap, 100 << 20);
  heap_external(&heap, 99 << 20);
  CHECK(!heap_can_allocate(&heap, 2 << 20));
  heap_external(&heap, -(99 << 20));
  CHECK(heap_can_allocate(&heap, 2 << 20));
  heap_close(&heap);
}

static void test_large_cells_are_reused(void) {
  Heap heap;
  open(&heap, 0);
  ROOT_CELL(&heap, Node, small, new_node(&heap, 0, 2));
  u64 first = 0;
  for (u32 i = 0; i < 50; i++) {
    Node *node = new_node(&heap, i, 100000);
    memset(node->to, 0, 100000 * sizeof(Value));
    if (!i) first = heap_offset(&heap, node);
    heap_collect(&heap, "forced");
  }
  CHECK_INTEGER(heap_offset(&heap, new_node(&heap, 0, 100000)), first);
  CHECK(heap.used_blocks < 40);
  heap_close(&heap);
}

static void test_no_collect_waits(void) {
  Heap heap;
  open(&heap, 0);
  heap.no_collect++;
  Node *node = new_node(&heap, 77, 1);
  for (u32 i = 0; i < 200000; i++)
    new_node(&heap, i, 4);
  CHECK_INTEGER(heap.collections, 0);
  CHECK_INTEGER(node->id, 77);
  heap.no_collect--;
  for (u32 i = 0; i < 200000 && !heap.collections; i++)
    new_node(&heap, i, 4);
  CHECK_INTEGER(heap.collections, 1);
  heap_close(&heap);
}

int main(void) {
  RUN(test_size_classes);
  RUN(test_accounting_is_exact);
  RUN(test_walk_and_find);
  RUN(test_random_graph);
  RUN(test_random_graph_under_stress);
  RUN(test_weak_references_are_cleared);
  RUN(test_ephemerons_reach_a_fixpoint);
  RUN(test_after_mark_runs_once_a_collection);
  RUN(test_addresses_do_not_depend_on_watching);
  RUN(test_probes_tell_every_byte);
  RUN(test_limit_is_reported_not_enforced);
  RUN(test_runaway_is_stopped);
  RUN(test_external_bytes_count);
  RUN(test_large_cells_are_reused);
  RUN(test_no_collect_waits);
  return check_finish();
}
