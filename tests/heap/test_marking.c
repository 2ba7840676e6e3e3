/* Mark-and-sweep in small steps: slices, generations, the barrier, ephemerons
 * across slices, lazy sweeping; against what a plain walk from the roots finds.
 */
#include "heap/collector.h"
#include "heap/heap.h"

#include "tests/check.h"

/* A node refers to others; a pair's value lives while its key does. */
typedef struct Node {
  Cell cell;
  u32 id, count;
  Value to[];
} Node;

typedef struct Pair {
  Cell cell;
  Cell *key, *value;
} Pair;

DEFINE_VISIT(node, Node) {
  EDGE_EACH(i, self->count)
  EDGE_VALUE(ELEMENT, i, NULL, self->to[i]);
}

DEFINE_VISIT(pair, Pair) {
  EDGE(WEAK, 0, "key", self->key);
  if (!heap_edge_marks(edge)) EDGE(ENTRY, 0, "value", self->value);
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
  if (pair->key && !heap_is_marked(heap, pair->key))
    pair->key = pair->value = NULL;
}

static void open(Heap *heap, HeapStress stress) {
  REQUIRE(heap_open(heap, (HeapOptions){.stress = stress}));
  heap_set_class(
      heap, KIND_OBJECT,
      (CellClass){.name = "node", .visit = node_visit, .mark = node_mark});
  heap_set_class(heap, KIND_ARRAY,
                 (CellClass){.name = "pair",
                             .visit = pair_visit,
                             .mark = pair_mark,
                             .clear_weak = pair_clear_weak,
                             .each_ephemeron = pair_each_ephemeron});
}

static Node *new_node(Heap *heap, u32 id, u32 count) {
  Node *node = (Node *)heap_allocate(heap, KIND_OBJECT,
                                     sizeof(Node) + count * sizeof(Value));
  REQUIRE(node);
  node->id = id;
  node->count = count;
  for (u32 i = 0; i < count; i++)
    node->to[i] = VALUE_UNDEFINED;
  return node;
}

static void write(Heap *heap, Node *node, u32 index, Node *to) {
  cell_write(heap, node, &node->to[index], value_from_cell(to));
}

static Node *at(const Node *node, u32 index) {
  return (Node *)value_to_cell(node->to[index]);
}

/* Garbage, until the collector does something else. */
static void run_until(Heap *heap, CollectorPhase phase) {
  for (u32 i = 0; heap->mark.phase != phase; i++) {
    REQUIRE(i < 10'000'000);
    new_node(heap, i, 4);
  }
}

static void run_collections(Heap *heap, u64 count) {
  u64 end = heap->collections + count;
  for (u32 i = 0; heap->collections < end; i++) {
    REQUIRE(i < 50'000'000);
    new_node(heap, i, 4);
  }
  run_until(heap, PHASE_IDLE);
}

/* ---- Generations --------------------------------------------------------- */

static void test_young_survive_by_old_ones_that_were_written(void) {
  Heap heap;
  open(&heap, STRESS_NONE);
  ROOT_CELL(&heap, Node, old, new_node(&heap, 1, 8));
  heap_collect(&heap, "forced");
  CHECK(heap_is_marked(&heap, &old->cell));
  write(&heap, old, 3, new_node(&heap, 2, 1));
  CHECK_INTEGER(heap.mark.remembered.count, 1);
  write(&heap, old, 4, new_node(&heap, 3, 1));
  CHECK_INTEGER(heap.mark.remembered.count, 1); /* once is enough */
  u64 before = heap.young_collections;
  run_collections(&heap, 2);
  CHECK(heap.young_collections > before);
  CHECK_INTEGER(at(old, 3)->id, 2);
  CHECK_INTEGER(at(old, 4)->id, 3);
  CHECK(heap_is_marked(&heap, &at(old, 3)->cell));
  CHECK_INTEGER(heap.mark.remembered.count, 0);
  heap_close(&heap);
}

/* What was overwritten before the collection is not kept. */
static void test_overwritten_young_die(void) {
  Heap heap;
  open(&heap, STRESS_NONE);
  ROOT_CELL(&heap, Node, old, new_node(&heap, 1, 1));
  heap_collect(&heap, "forced");
  u64 lasting = heap_live_bytes(&heap);
  for (u32 i = 0; i < 200'000; i++)
    write(&heap, old, 0, new_node(&heap, i, 2));
  run_collections(&heap, 1);
  CHECK(heap.young_collections > 0);
  CHECK(heap.mark.marked_bytes < lasting + 1000);
  heap_close(&heap);
}

static void test_old_garbage_waits_for_a_whole_collection(void) {
  Heap heap;
  open(&heap, STRESS_NONE);
  ROOT_CELL(&heap, Node, old, new_node(&heap, 1, 1));
  write(&heap, old, 0, new_node(&heap, 2, 1000));
  heap_collect(&heap, "forced");
  u64 held = heap_live_bytes(&heap);
  cell_write(&heap, old, &old->to[0], VALUE_UNDEFINED);
  run_collections(&heap, 1);
  CHECK_INTEGER(heap.last.bytes_after, held);
  heap_collect(&heap, "forced");
  CHECK_INTEGER(heap.last.bytes_after, held - heap_round_(24 + 8000));
  heap_close(&heap);
}

/* ---- Slices -------------------------------------------------------------- */

/* A list so long that it takes many slices. */
static Node *new_list(Heap *heap, u32 length) {
  ROOT_CELL(heap, Node, head, NULL);
  for (u32 i = 0; i < length; i++) {
    Node *node = new_node(heap, i, 2);
    if (head) node->to[0] = value_from_cell(head);
    head = node;
  }
  return head;
}

static u32 list_length(const Node *node) {
  u32 length = 0;
  for (; node; length++)
    node = value_is_cell(node->to[0]) ? at(node, 0) : NULL;
  return length;
}

/* Moves a node that was not visited yet behind one that was. */
static void test_barrier_while_marking(void) {
  Heap heap;
  open(&heap, STRESS_NONE);
  ROOT_CELL(&heap, Node, first, new_node(&heap, 0, 2));
  ROOT_CELL(&heap, Node, list, new_list(&heap, 300'000));
  heap_collect(&heap, "forced");
  heap.threshold = 0; /* all, next time */
  run_until(&heap, PHASE_MARKING);
  CHECK(!heap.mark.is_young);
  run_collections(&heap, 0);
  heap.threshold = 0;
  run_until(&heap, PHASE_MARKING);
  Node *node = list;
  while (heap_is_marked(&heap, &node->cell) && value_is_cell(node->to[0]))
    node = at(node, 0);
  REQUIRE(!heap_is_marked(&heap, &node->cell));
  for (u32 i = 0; !heap_is_marked(&heap, &first->cell); i++)
    new_node(&heap, i, 4);
  Node *white = at(node, 0);
  write(&heap, first, 1, white);
  CHECK(heap_is_marked(&heap, &white->cell));
  CHECK_INTEGER(heap.mark.phase, PHASE_MARKING);
  cell_write(&heap, node, &node->to[0], VALUE_UNDEFINED);
  u64 number = heap.collections;
  run_until(&heap, PHASE_IDLE);
  CHECK_INTEGER(heap.collections, number + 1);
  CHECK_INTEGER(list_length(list) + list_length(white), 300'000);
  heap_close(&heap);
}

/* A cell of so many edges that it is visited in parts. */
static void test_large_cells_in_parts(void) {
  Heap heap;
  open(&heap, STRESS_NONE);
  constexpr u32 COUNT = 200'000;
  ROOT_CELL(&heap, Node, large, new_node(&heap, 0, COUNT));
  for (u32 i = 0; i < COUNT; i++)
    write(&heap, large, i, new_node(&heap, i, 1));
  heap.threshold = 0;
  run_until(&heap, PHASE_IDLE);
  run_until(&heap, PHASE_MARKING);
  for (u32 i = 0; !heap.mark.parts.count; i++)
    new_node(&heap, i, 4);
  /* the last becomes the first, behind the marker's back */
  Value last = large->to[COUNT - 1];
  memmove(&large->to[1], &large->to[0], (COUNT - 1) * sizeof(Value));
  large->to[0] = last;
  cell_moved(&heap, large);
  run_until(&heap, PHASE_IDLE);
  run_collections(&heap, 1);
  CHECK_INTEGER(at(large, 0)->id, COUNT - 1);
  for (u32 i = 1; i < COUNT; i++)
    if (at(large, i)->id != i - 1) CHECK_INTEGER(at(large, i)->id, i - 1);
  heap_close(&heap);
}

static void test_ephemerons_across_slices(void) {
  Heap heap;
  open(&heap, STRESS_NONE);
  ROOT_CELL(&heap, Node, list, new_list(&heap, 100'000));
  Pair *pair = (Pair *)heap_allocate(&heap, KIND_ARRAY, sizeof(Pair));
  pair->key = pair->value = NULL;
  ROOT_CELL(&heap, Pair, kept, pair);
  heap_collect(&heap, "forced");
  ROOT_CELL(&heap, Node, key, new_node(&heap, 1, 0));
  ROOT_CELL(&heap, Node, value, new_node(&heap, 2, 0));
  kept->key = &key->cell;
  cell_note_weak(&heap, kept);
  cell_write_pointer(&heap, kept, kept->value, &value->cell);
  value = NULL;
  run_collections(&heap, 2);
  CHECK_INTEGER(((Node *)kept->value)->id, 2);
  key = NULL;
  heap_collect(&heap, "forced");
  CHECK(!kept->key && !kept->value);
  heap_close(&heap);
}

/* Each value is the key of the entry that was made before: whichever order the
 * entries are looked at in, all of them follow from one key, and nothing does
 * without it. Rounds over all of them would take minutes. */
static void test_ephemerons_in_a_chain(void) {
  constexpr u32 COUNT = 200'000;
  Heap heap;
  open(&heap, STRESS_NONE);
  ROOT_CELL(&heap, Node, pairs, new_node(&heap, 0, COUNT));
  ROOT_CELL(&heap, Node, key, new_node(&heap, 0, 0));
  for (u32 i = 0; i < COUNT; i++) {
    ROOT_CELL(&heap, Node, next, new_node(&heap, i + 1, 0));
    Pair *pair = (Pair *)heap_allocate(&heap, KIND_ARRAY, sizeof(Pair));
    *pair = (Pair){pair->cell, &next->cell, &key->cell};
    write(&heap, pairs, i, (Node *)pair);
    key = next;
  }
  heap_collect(&heap, "forced");
  u32 kept = 0;
  for (u32 i = 0; i < COUNT; i++) {
    const Pair *pair = (Pair *)at(pairs, i);
    kept += pair->value && ((Node *)pair->value)->id == i;
  }
  CHECK_INTEGER(kept, COUNT);
  key = NULL;
  heap_collect(&heap, "forced");
  for (u32 i = 0; i < COUNT; i++)
    kept -= !((Pair *)at(pairs, i))->value;
  CHECK_INTEGER(kept, 0);
  heap_close(&heap);
}

/* ---- Lazy sweeping ------------------------------------------------------- */

static void add_bytes(void *context, Cell *cell, CellKind kind, size_t bytes) {
  if (kind != KIND_FREE) *(u64 *)context += bytes;
}

static u64 walked_bytes(Heap *heap) {
  u64 bytes = 0;
  heap_walk(heap, add_bytes, &bytes);
  return bytes;
}

/* At every moment what is shown is what is counted: dead cells that wait to be
 * swept are neither. */
static void test_the_dead_are_not_shown(void) {
  Heap heap;
  open(&heap, STRESS_NONE);
  ROOT_CELL(&heap, Node, list, new_list(&heap, 50'000));
  u32 seen[PHASE_COUNT] = {};
  for (u32 i = 0; heap.collections < 4; i++) {
    new_node(&heap, i, 4);
    if (i % 16) continue;
    seen[heap.mark.phase]++;
    if (walked_bytes(&heap) != heap_live_bytes(&heap))
      CHECK_INTEGER(walked_bytes(&heap), heap_live_bytes(&heap));
  }
  CHECK(seen[PHASE_SWEEPING]);
  CHECK(seen[PHASE_MARKING]);
  CHECK(seen[PHASE_IDLE]);
  CHECK_INTEGER(list_length(list), 50'000);
  run_until(&heap, PHASE_IDLE);
  CHECK_INTEGER(heap.mark.unswept_bytes, 0);
  heap_close(&heap);
}

/* ---- Against a model ----------------------------------------------------- */

static u32 random_state = 4711;
static u32 random_below(u32 limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (u32)((u64)(random_state >> 4) * limit >> 28);
}

static void mutate(Heap *heap, Node *roots) {
  Node *owner = at(roots, random_below(roots->count));
  Node *other = at(roots, random_below(roots->count));
  switch (random_below(4)) {
  case 0:
    write(heap, roots, random_below(roots->count), new_node(heap, 7, 8));
    break;
  case 1: write(heap, owner, random_below(8), new_node(heap, 7, 8)); break;
  case 2: write(heap, owner, random_below(8), other); break;
  default:
    cell_write(heap, owner, &owner->to[random_below(8)], VALUE_UNDEFINED);
    break;
  }
}

/* Every collection is checked from scratch (check.c); nothing that can be
 * reached may be lost, and after a whole collection nothing else is there. */
static void test_random_graphs_under_barrier_stress(void) {
  Heap heap;
  open(&heap, STRESS_BARRIER);
  ROOT_CELL(&heap, Node, roots, new_node(&heap, 0, 60));
  for (u32 i = 0; i < roots->count; i++)
    write(&heap, roots, i, new_node(&heap, 7, 8));
  for (u32 i = 0; i < 100'000; i++)
    mutate(&heap, roots);
  CHECK(heap.young_collections > 10);
  CHECK(heap.collections > heap.young_collections + 3);
  heap_collect(&heap, "forced");
  u64 live = heap_live_bytes(&heap);
  heap_collect(&heap, "forced");
  CHECK_INTEGER(heap_live_bytes(&heap), live);
  CHECK_INTEGER(walked_bytes(&heap), live);
  heap_close(&heap);
}

int main(void) {
  RUN(test_young_survive_by_old_ones_that_were_written);
  RUN(test_overwritten_young_die);
  RUN(test_old_garbage_waits_for_a_whole_collection);
  RUN(test_barrier_while_marking);
  RUN(test_large_cells_in_parts);
  RUN(test_ephemerons_across_slices);
  RUN(test_ephemerons_in_a_chain);
  RUN(test_the_dead_are_not_shown);
  RUN(test_random_graphs_under_barrier_stress);
  return check_finish();
}
