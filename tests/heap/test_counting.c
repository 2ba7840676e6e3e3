/* Reference counting by itself: when cells die, what stays behind, and what the
 * counts are. In stress mode the collector recounts everything by itself and
 * stops the program when a count is wrong. */
#include "heap/collector.h"

#include "tests/check.h"

typedef struct Node {
  Cell cell;
  u32 id, count;
  struct Node *weak;
  Value to[];
} Node;

static u32 finalized;

DEFINE_VISIT(node, Node) {
  heap_note_weak(edge, context, &self->cell);
  for (u32 i = 0; i < self->count; i++)
    EDGE_VALUE(ELEMENT, i, NULL, self->to[i]);
  EDGE(WEAK, 0, "weak", self->weak);
}

static void node_clear_weak(Heap *heap, Cell *cell) {
  Node *node = (Node *)cell;
  if (node->weak && !heap_is_marked(heap, &node->weak->cell)) node->weak = NULL;
}

static void node_finalize(Heap *heap, Cell *cell) {
  finalized++;
}

static void open(Heap *heap, CollectorKind collector, HeapStress stress) {
  HeapOptions options = {.collector = collector, .stress = stress};
  REQUIRE(heap_open(heap, options));
  CellClass class = {.name = "node",
                     .visit = node_visit,
                     .mark = node_mark,
                     .clear_weak = node_clear_weak};
  heap_set_class(heap, KIND_OBJECT, class);
  class.finalize = node_finalize;
  heap_set_class(heap, KIND_CODE_BLOCK, class);
  finalized = 0;
}

static Node *new_node_of(Heap *heap, CellKind kind, u32 id, u32 count) {
  Node *node =
      (Node *)heap_allocate(heap, kind, sizeof(Node) + count * sizeof(Value));
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

static void link(Heap *heap, Node *from, u32 index, Node *to) {
  cell_write(heap, from, &from->to[index],
             to ? value_from_cell(to) : VALUE_UNDEFINED);
}

static u64 collect(Heap *heap) {
  heap_collect(heap, "forced");
  return heap->last.cells_freed;
}

/* ---- Counts -------------------------------------------------------------- */

static void test_counts_follow_stores(void) {
  Heap heap;
  open(&heap, COLLECTOR_COUNTING, STRESS_NONE);
  ROOT_CELL(&heap, Node, a, new_node(&heap, 1, 3));
  ROOT_CELL(&heap, Node, b, new_node(&heap, 2, 1));
  ROOT_CELL(&heap, Node, c, new_node(&heap, 3, 1));
  c->to[0] = value_from_cell(b); /* fresh: nobody need be told */
  CHECK_INTEGER(heap_cell_count(&heap, &b->cell), 0);
  link(&heap, a, 0, b);
  CHECK_INTEGER(heap_cell_count(&heap, &b->cell), 1);
  new_node(&heap, 4, 0);
  CHECK_INTEGER(heap_cell_count(&heap, &b->cell), 2);
  link(&heap, a, 1, b);
  link(&heap, a, 1, b);
  CHECK_INTEGER(heap_cell_count(&heap, &b->cell), 3);
  link(&heap, a, 1, c);
  CHECK_INTEGER(heap_cell_count(&heap, &b->cell), 2);
  CHECK_INTEGER(heap_cell_count(&heap, &c->cell), 1);

  /* new places hold nothing yet, whatever lies there; shorter lists let go */
  a->to[2] = value_from_cell(c);
  a->count = 2;
  cell_write_new(&heap, a, &a->to[2], value_from_cell(b));
  a->count = 3;
  CHECK_INTEGER(heap_cell_count(&heap, &c->cell), 1);
  CHECK_INTEGER(heap_cell_count(&heap, &b->cell), 3);
  cell_forget(&heap, a, a->to[2]);
  a->count = 2;
  cell_begin_writes(&heap, a);
  a->to[0] = a->to[1];
  cell_end_writes(&heap, a);
  CHECK_INTEGER(heap_cell_count(&heap, &b->cell), 1);
  CHECK_INTEGER(heap_cell_count(&heap, &c->cell), 2);
  heap_close(&heap);
}

static void test_candidates_wait_for_an_examination(void) {
  Heap heap;
  open(&heap, COLLECTOR_COUNTING, STRESS_NONE);
  ROOT_CELL(&heap, Node, a, new_node(&heap, 1, 1));
  Node *b = new_node(&heap, 2, 0);
  link(&heap, a, 0, b);
  CHECK_INTEGER(collect(&heap), 0);
  CHECK(heap_is_candidate(&heap, &a->cell)); /* only a variable refers to it */
  CHECK(!heap_is_candidate(&heap, &b->cell));
  link(&heap, a, 0, NULL);
  CHECK(heap_is_candidate(&heap, &b->cell));
  u64 before = heap_live_bytes(&heap);
  CHECK_INTEGER(collect(&heap), 1);
  CHECK_INTEGER(heap_live_bytes(&heap), before - heap_round_(sizeof(Node)));
  heap_close(&heap);
}

/* ---- Dying --------------------------------------------------------------- */

static void test_a_long_list_dies_at_once(void) {
  constexpr u32 COUNT = 1'000'000;
  Heap heap;
  open(&heap, COLLECTOR_COUNTING, STRESS_NONE);
  ROOT_CELL(&heap, Node, list, NULL);
  for (u32 i = 0; i < COUNT; i++) {
    Node *node = new_node(&heap, i, 1);
    link(&heap, node, 0, list);
    list = node;
  }
  CHECK_INTEGER(collect(&heap), 0);
  list = NULL;
  CHECK_INTEGER(collect(&heap), COUNT);
  CHECK_INTEGER(heap_live_bytes(&heap), 0);
  heap_close(&heap);
}

static void test_addresses_are_used_again(void) {
  Heap heap;
  open(&heap, COLLECTOR_COUNTING, STRESS_NONE);
  ROOT_CELL(&heap, Node, keep, new_node(&heap, 0, 2000));
  u64 offsets[2000];
  for (u32 i = 0; i < 2000; i++) {
    Node *node = new_node(&heap, i, 3);
    offsets[i] = heap_offset(&heap, node);
    link(&heap, keep, i, node);
  }
  for (u32 i = 0; i < 2000; i += 2)
    link(&heap, keep, i, NULL);
  CHECK_INTEGER(collect(&heap), 1000);
  u64 used = heap.used_blocks;
  /* what is left of the run comes first, then the gaps, by address */
  u64 last = 0;
  for (u32 i = 0; i < 2000; i += 2) {
    Node *node = new_node(&heap, i, 3);
    link(&heap, keep, i, node);
    u64 offset = heap_offset(&heap, node);
    if (offset <= offsets[1999]) {
      CHECK(offset > last);
      last = offset;
    }
  }
  CHECK(last > offsets[0]);
  CHECK_INTEGER(heap.used_blocks, used);
  CHECK_INTEGER(collect(&heap), 0);
  heap_close(&heap);
}

static void test_weak_references_and_finalizers(void) {
  Heap heap;
  open(&heap, COLLECTOR_COUNTING, STRESS_NONE);
  ROOT_CELL(&heap, Node, a, new_node(&heap, 1, 1));
  Node *b = new_node_of(&heap, KIND_CODE_BLOCK, 2, 0);
  link(&heap, a, 0, b);
  a->weak = b;
  CHECK_INTEGER(collect(&heap), 0);
  CHECK(a->weak == b);
  link(&heap, a, 0, NULL);
  CHECK_INTEGER(collect(&heap), 1);
  CHECK(!a->weak);
  CHECK_INTEGER(finalized, 1);
  heap_close(&heap);
}

/* ---- Cycles -------------------------------------------------------------- */

static u64 freed_of_a_cycle(CollectorKind collector) {
  Heap heap;
  open(&heap, collector, STRESS_NONE);
  {
    ROOT_CELL(&heap, Node, a, new_node(&heap, 1, 1));
    ROOT_CELL(&heap, Node, b, new_node(&heap, 2, 2));
    link(&heap, a, 0, b);
    link(&heap, b, 0, a);
    link(&heap, b, 1, new_node(&heap, 3, 0)); /* hangs on the cycle */
    CHECK_INTEGER(collect(&heap), 0);
  }
  u64 freed = collect(&heap);
  heap_close(&heap);
  return freed;
}

static void test_cycles_stay_unless_looked_for(void) {
  CHECK_INTEGER(freed_of_a_cycle(COLLECTOR_COUNTING), 0);
  CHECK_INTEGER(freed_of_a_cycle(COLLECTOR_COUNTING_CYCLES), 3);
  CHECK_INTEGER(freed_of_a_cycle(COLLECTOR_MARKING), 3);
}

static void test_a_cycle_in_use_stays(void) {
  Heap heap;
  open(&heap, COLLECTOR_COUNTING_CYCLES, STRESS_NONE);
  ROOT_CELL(&heap, Node, keep, new_node(&heap, 0, 1));
  {
    ROOT_CELL(&heap, Node, a, new_node(&heap, 1, 2));
    link(&heap, a, 0, a);
    link(&heap, a, 1, new_node(&heap, 2, 0));
    link(&heap, keep, 0, a);
  }
  for (u32 i = 0; i < 3; i++)
    CHECK_INTEGER(collect(&heap), 0);
  CHECK_INTEGER(heap_cell_count(&heap, value_to_cell(keep->to[0])), 2);
  link(&heap, keep, 0, NULL);
  CHECK_INTEGER(collect(&heap), 2);
  heap_close(&heap);
}

/* ---- Random graphs ------------------------------------------------------- */

constexpr u32 NODES = 400;

typedef struct Model {
  Node *nodes[NODES];
  bool reachable[NODES];
} Model;

static u32 random_state = 4711;
static u32 random_below(u32 limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (u32)((u64)(random_state >> 4) * limit >> 28);
}

static void reach(Model *model, Node *node) {
  if (model->reachable[node->id]) return;
  model->reachable[node->id] = true;
  for (u32 i = 0; i < node->count; i++)
    if (value_is_cell(node->to[i]))
      reach(model, (Node *)value_to_cell(node->to[i]));
}

static u32 count_reachable(Model *model, Node *root) {
  u32 count = 0;
  memset(model->reachable, 0, sizeof model->reachable);
  reach(model, root);
  for (u32 i = 0; i < NODES; i++) {
    count += model->reachable[i];
    if (!model->reachable[i]) model->nodes[i] = NULL;
  }
  return count;
}

/* Stress mode has the collector check all counts, and, with cycles, that
 * nothing else is alive; here the number of cells is checked, too. */
static void run_random_graph(CollectorKind collector, HeapStress stress) {
  static Model model;
  model = (Model){};
  Heap heap;
  open(&heap, collector, stress);
  ROOT_CELL(&heap, Node, root, new_node(&heap, 0, 20));
  model.nodes[0] = root;
  u64 made = 1, freed = 0;
  for (u32 i = 1; i < NODES; i++) {
    Node *node = new_node(&heap, i, random_below(5));
    freed += heap.stress ? heap.last.cells_freed : 0;
    made++;
    model.nodes[i] = node;
    link(&heap, root, random_below(20), node);
    count_reachable(&model, root);
    for (u32 j = 0; j < 6; j++) {
      Node *from = model.nodes[random_below(i)],
           *to = model.nodes[random_below(i)];
      if (from && to && from->count)
        link(&heap, from, random_below(from->count), to);
    }
    if (i % 40 == 0) freed += collect(&heap);
  }
  u32 alive = count_reachable(&model, root);
  freed += collect(&heap);
  if (collector == COLLECTOR_COUNTING_CYCLES)
    CHECK_INTEGER(made - freed, alive);
  else
    CHECK(made - freed > alive); /* there were cycles */
  heap_close(&heap);
}

static void test_random_graphs(void) {
  for (u32 i = 0; i < 8; i++) {
    run_random_graph(COLLECTOR_COUNTING, STRESS_NONE);
    run_random_graph(COLLECTOR_COUNTING_CYCLES, STRESS_NONE);
    run_random_graph(COLLECTOR_COUNTING, STRESS_COLLECT);
    run_random_graph(COLLECTOR_COUNTING_CYCLES, STRESS_COLLECT);
  }
}

int main(void) {
  RUN(test_counts_follow_stores);
  RUN(test_candidates_wait_for_an_examination);
  RUN(test_a_long_list_dies_at_once);
  RUN(test_addresses_are_used_again);
  RUN(test_weak_references_and_finalizers);
  RUN(test_cycles_stay_unless_looked_for);
  RUN(test_a_cycle_in_use_stays);
  RUN(test_random_graphs);
  return check_finish();
}
