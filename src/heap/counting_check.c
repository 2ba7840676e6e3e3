/* counting_check.c - whether the counts are right.
 *
 * All references are counted anew, with the visit of every cell, and compared.
 * A store that nobody told of makes a difference of one; so does a field that
 * the visit reads in another way than when it was told of. In stress mode this
 * happens at every forced collection, and all tests run in it.
 *
 * After an examination nothing may be there without a reference but what roots
 * refer to, and all that they refer to must be there. When cycles are looked
 * for, all that is there can be reached from the roots.
 */
#include "heap/counting.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Check {
  Heap *heap;
  u32 *counts; /* by the same places as words */
  u64 bytes;
  const Cell *wrong; /* whose references are listed */
} Check;

static u32 *count_of(const Check *check, const Cell *cell) {
  return &check->counts[heap_offset(check->heap, cell) / COUNT_GRANULE];
}

static COLD void complain(const Check *check, const Cell *cell,
                          const char *what) {
  fprintf(stderr, "glassheap: %s: %s @%llx, counted %u, really %u\n", what,
          check->heap->classes[cell->kind].name
              ? check->heap->classes[cell->kind].name
              : "free",
          (unsigned long long)heap_offset(check->heap, cell),
          heap_cell_count(check->heap, cell), *count_of(check, cell));
}

static void list_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  const Check *check = context;
  if (to != check->wrong) return;
  fprintf(stderr, "  %s @%llx refers to it: %s, type %d, index %u\n",
          from ? check->heap->classes[from->kind].name : "a root",
          from ? (unsigned long long)heap_offset(check->heap, from) : 0,
          name.label ? name.label : "", name.type, name.index);
}

static void list_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  const Check *check = context;
  if (kind != KIND_FREE) heap_visit(check->heap, cell, list_edge, context);
}

static COLD void stop(Check *check, const Cell *cell, const char *what) {
  complain(check, cell, what);
  check->wrong = cell;
  heap_walk(check->heap, list_cell, check);
  heap_visit_roots(check->heap, list_edge, check);
  abort();
}

/* ---- Counting anew ------------------------------------------------------- */

static void count_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Check *check = context;
  if (to->kind == KIND_FREE) {
    check->wrong = to;
    list_edge(check, from, name, to);
    stop(check, to, "a reference to a free cell");
  }
  if (name.type != CELL_EDGE_WEAK) ++*count_of(check, to);
}

static void count_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Check *check = context;
  if (kind == KIND_FREE) return;
  heap_visit(check->heap, cell, count_edge, check);
  check->bytes += bytes;
}

static void note_root(void *context, Cell *from, EdgeName name, Cell *to) {
  const Check *check = context;
  if (to->kind == KIND_FREE) stop(context, to, "a root refers to a free cell");
  if (name.type != CELL_EDGE_WEAK)
    *counting_word(check->heap, to) |= COUNT_ROOTED;
}

static void forget_root(void *context, Cell *from, EdgeName name, Cell *to) {
  const Check *check = context;
  *counting_word(check->heap, to) &= ~COUNT_ROOTED;
}

static void compare_cell(void *context, Cell *cell, CellKind kind,
                         size_t bytes) {
  Check *check = context;
  if (kind == KIND_FREE) return;
  u32 word = *counting_word(check->heap, cell);
  u32 real = *count_of(check, cell);
  if ((word & COUNT_MAX) != real && (word & COUNT_MAX) != COUNT_MAX)
    stop(check, cell, "a count is wrong");
  bool is_zero = !(word & COUNT_MAX);
  if (is_zero && !(word & COUNT_ROOTED))
    stop(check, cell, "nothing refers to what is alive");
  if (is_zero && !(word & COUNT_CANDIDATE))
    stop(check, cell, "a zero count is no candidate");
}

/* ---- Reachability -------------------------------------------------------- */

/* Marks, as mark-and-sweep would, in a set of its own. */
typedef struct Reach {
  const Check *check;
  u8 *seen;
  CellList stack, tables;
  bool is_weak_table;
  bool key_is_seen; /* of the entry that is being visited */
} Reach;

static u8 *seen_of(const Reach *reach, const Cell *cell) {
  return &reach->seen[heap_offset(reach->check->heap, cell) / COUNT_GRANULE];
}

static void see(void *context, Cell *from, EdgeName name, Cell *to) {
  Reach *reach = context;
  if (name.type == CELL_EDGE_WEAK) {
    reach->key_is_seen = *seen_of(reach, to);
    return;
  }
  bool waits = from && reach->is_weak_table && name.type == CELL_EDGE_ENTRY;
  if (*seen_of(reach, to) || (waits && !reach->key_is_seen)) return;
  *seen_of(reach, to) = 1;
  vector_push(&reach->stack, to);
}

static void see_cell(Reach *reach, Cell *cell) {
  Heap *heap = reach->check->heap;
  reach->is_weak_table =
      cell->kind == KIND_TABLE && *counting_word(heap, cell) & COUNT_HOLDER;
  heap_visit(heap, cell, see, reach);
}

static void see_all(Reach *reach) {
  while (reach->stack.count) {
    Cell *cell = vector_pop(&reach->stack);
    see_cell(reach, cell);
    if (reach->is_weak_table) vector_push(&reach->tables, cell);
  }
}

/* A weak table shows more whenever more keys have been seen. */
static void see_values(Reach *reach) {
  for (bool again = true; again;) {
    again = false;
    for (u32 i = 0; i < reach->tables.count; i++) {
      see_cell(reach, reach->tables.items[i]);
      again |= reach->stack.count;
      see_all(reach);
    }
  }
}

static void check_seen(void *context, Cell *cell, CellKind kind, size_t bytes) {
  const Reach *reach = context;
  if (kind != KIND_FREE && !*seen_of(reach, cell))
    stop((Check *)reach->check, cell, "a dead cycle was not found");
}

static void check_cycles(const Check *check) {
  Heap *heap = check->heap;
  size_t places = heap->used_blocks * HEAP_BLOCK_BYTES / COUNT_GRANULE;
  Reach reach = {.check = check, .seen = base_allocate_zeroed(places)};
  heap_visit_roots(heap, see, &reach);
  see_all(&reach);
  see_values(&reach);
  heap_walk(heap, check_seen, &reach);
  vector_free(&reach.stack);
  vector_free(&reach.tables);
  free(reach.seen);
}

void counting_check(Heap *heap) {
  size_t bytes =
      heap->used_blocks * HEAP_BLOCK_BYTES / COUNT_GRANULE * sizeof(u32);
  Check check = {.heap = heap, .counts = base_allocate_zeroed(bytes)};
  heap_walk(heap, count_cell, &check);
  heap_visit_roots(heap, note_root, &check);
  heap_walk(heap, compare_cell, &check);
  heap_visit_roots(heap, forget_root, &check);
  if (check.bytes != heap_live_bytes(heap)) {
    fprintf(stderr, "glassheap: %llu bytes live, but %llu are accounted for\n",
            (unsigned long long)check.bytes,
            (unsigned long long)heap_live_bytes(heap));
    abort();
  }
  if (heap->counting->finds_cycles) check_cycles(&check);
  free(check.counts);
}
