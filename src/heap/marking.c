/* marking.c - what can be reached is marked: the mark stack, the roots, weak
 * references, and the barrier. See marking.h.
 */
#include "heap/marking.h"

#include "heap/blocks.h"

/* What visiting a cell costs besides its bytes, in bytes: a cache miss. */
constexpr u32 WORK_PER_CELL = 32;
/* A large cell that the program moves about while it is visited is visited
 * without a pause in the end, as are roots that never come to rest. */
constexpr u32 RESTARTS_MAX = 4, ROOT_VISITS_MAX = 16;

/* ---- Grey cells ---------------------------------------------------------- */

void heap_grow_stack_(Heap *heap) {
  vector_reserve(&heap->mark.stack, heap->mark.stack.capacity ? 1 : 1024);
}

/* Once for all parts of a large one: a WeakMap of half a million entries would
 * be looked at whole for each of a hundred parts. */
void heap_note_weak_(Heap *heap, Cell *cell) {
  Marking *mark = &heap->mark;
  if (mark->part_begin) return;
  if (mark->is_again)
    vector_push(&mark->weak_again, cell);
  else
    vector_push(&mark->weak, cell);
}

void heap_mark_edge_watched(void *context, Cell *from, EdgeName name,
                            Cell *to) {
  Heap *heap = context;
  bool is_new = name.type != CELL_EDGE_WEAK && !cell_is_marked_(to);
  heap_mark_edge(heap, from, name, to);
  if (is_new)
    heap_probe(heap, GREY, to, from ? value_from_cell(from) : VALUE_NULL,
               value_from_int(name.type));
}

/* Visits one cell, or the part of it that begins at `part_begin`. */
static void visit(Heap *heap, Cell *cell) {
  assert(cell->kind != KIND_FREE && heap->classes[cell->kind].mark);
  heap->mark.part_next = 0;
  if (likely(!heap->probe)) {
    heap->classes[cell->kind].mark(heap, cell);
    return;
  }
  heap->mark.visiting = cell;
  heap->classes[cell->kind].visit(cell, heap_mark_edge_watched, heap);
  heap->mark.visiting = NULL;
}

/* Visits a grey cell, which is black then, or a part of it. The work. */
static i64 visit_grey(Heap *heap, Cell *cell, u64 bytes) {
  Marking *mark = &heap->mark;
  visit(heap, cell);
  if (unlikely(mark->part_next)) {
    vector_push(&mark->parts, ((PartCell){cell, mark->part_next, 0}));
    bytes = HEAP_PART_EDGES * sizeof(Value);
  } else {
    heap_probe(heap, BLACK, cell, VALUE_UNDEFINED, VALUE_UNDEFINED);
  }
  return (i64)bytes + WORK_PER_CELL;
}

static i64 blacken(Heap *heap, Cell *cell) {
  u64 bytes = heap_cell_bytes(heap, cell);
  heap->mark.marked_bytes += bytes;
  heap->cells_marked++;
  return visit_grey(heap, cell, bytes);
}

/* What comes off the stack waits in a short queue: three times as fast over
 * large scattered heaps. */
static void drain_stack(Heap *heap, i64 *work) {
  Marking *mark = &heap->mark;
  GreyQueue *queue = &mark->queue;
  constexpr u32 SIZE = ARRAY_COUNT(mark->queue.cells);
  while ((mark->stack.count || queue->count) && *work > 0) {
    while (mark->stack.count && queue->count < SIZE) {
      GreyCell grey = mark->stack.items[--mark->stack.count];
      __builtin_prefetch(grey.cell);
      queue->cells[(queue->head + queue->count++) % SIZE] = grey;
    }
    Cell *cell = queue->cells[queue->head].cell;
    queue->head = (queue->head + 1) % SIZE;
    queue->count--;
    *work -= blacken(heap, cell);
  }
  while (queue->count) /* as if they had stayed */
    vector_push(&mark->stack,
                queue->cells[(queue->head + --queue->count) % SIZE]);
}

/* The next part of the large cell that was begun last. */
static i64 visit_part(Heap *heap) {
  Marking *mark = &heap->mark;
  PartCell part = *vector_last(&mark->parts);
  mark->parts.count--;
  mark->part_begin = part.next;
  do {
    visit(heap, part.cell);
    mark->part_begin = mark->part_next;
  } while (mark->part_next && part.restarts > RESTARTS_MAX);
  mark->part_begin = 0;
  part.next = mark->part_next;
  if (part.next)
    vector_push(&mark->parts, part);
  else
    heap_probe(heap, BLACK, part.cell, VALUE_UNDEFINED, VALUE_UNDEFINED);
  return HEAP_PART_EDGES * sizeof(Value);
}

static u64 *remembered_word(const Cell *cell, u64 *bit) {
  u32 index = ((uintptr_t)cell & (HEAP_BLOCK_BYTES - 1)) / 16;
  *bit = 1ull << (index % 64);
  return &block_of_(cell)->remembered[index / 64];
}

static Cell *take_remembered(Heap *heap) {
  Cell *cell = vector_pop(&heap->mark.remembered);
  u64 bit, *word = remembered_word(cell, &bit);
  *word &= ~bit;
  return cell;
}

/* Until nothing is grey, or the work is done: true for the first. */
static bool drain(Heap *heap, i64 *work) {
  Marking *mark = &heap->mark;
  while (*work > 0) {
    if (mark->stack.count) {
      drain_stack(heap, work);
    } else if (mark->parts.count) {
      *work -= visit_part(heap);
    } else if (mark->remembered.count) {
      Cell *cell = take_remembered(heap);
      mark->is_again = true;
      *work -= visit_grey(heap, cell, heap_cell_bytes(heap, cell));
      mark->is_again = false;
    } else {
      return true;
    }
  }
  return false;
}

Cell *marking_next(Heap *heap) {
  Marking *mark = &heap->mark;
  assert(!mark->remembered.count); /* the program stands still */
  if (mark->stack.count) {
    Cell *cell = vector_pop(&mark->stack).cell;
    blacken(heap, cell);
    return cell;
  }
  if (!mark->parts.count) return NULL;
  Cell *cell = vector_last(&mark->parts)->cell;
  visit_part(heap);
  return cell;
}

void marking_forget(Heap *heap) {
  Marking *mark = &heap->mark;
  mark->stack.count = mark->parts.count = 0;
  mark->weak.count = mark->weak_again.count = 0;
  mark->root_visits = 0;
  while (mark->remembered.count)
    take_remembered(heap);
}

/* ---- Weak references ----------------------------------------------------- */

static int by_address(const void *a, const void *b) {
  const Cell *x = *(Cell *const *)a, *y = *(Cell *const *)b;
  return (x > y) - (x < y);
}

/* A table that grows while it is marked is remembered again and again. */
static void note_remembered(Marking *mark) {
  Cell **cells = mark->weak_again.items;
  u32 count = mark->weak_again.count;
  if (count) qsort(cells, count, sizeof(Cell *), by_address);
  for (u32 i = 0; i < count; i++)
    if (!i || cells[i] != cells[i - 1]) vector_push(&mark->weak, cells[i]);
  mark->weak_again.count = 0;
}

static void clear_weak(Heap *heap) {
  Marking *mark = &heap->mark;
  for (u32 i = 0; i < mark->weak.count; i++) {
    Cell *cell = mark->weak.items[i];
    const CellClass *class = &heap->classes[cell->kind];
    if (class->clear_weak) class->clear_weak(heap, cell);
  }
  mark->weak.count = 0;
  for (u32 i = 0; i < heap->after_mark_count; i++)
    heap->after_marks[i].run(heap->after_marks[i].owner, heap);
}

/* ---- Slices -------------------------------------------------------------- */

static void visit_roots(Heap *heap) {
  heap->mark.root_visits++;
  heap_visit_roots(heap, heap->probe ? heap_mark_edge_watched : heap_mark_edge,
                   heap);
}

void marking_begin(Heap *heap) {
  heap->mark.is_inside = true;
  visit_roots(heap);
  heap->mark.is_inside = false;
}

/* Roots are looked at once more when nothing is grey. If much comes of them
 * there is another slice, and then they are looked at again. */
static bool mark_all(Heap *heap, i64 *work) {
  if (!drain(heap, work)) return false;
  if (heap->mark.root_visits > ROOT_VISITS_MAX) *work = INT64_MAX;
  visit_roots(heap);
  return drain(heap, work);
}

/* All that is to be said of the collection but what was freed: those that run
 * after marking may ask. */
static void note_collection(Heap *heap) {
  heap->last = (Collection){.number = ++heap->collections,
                            .reason = heap->mark.reason,
                            .bytes_before = heap_live_bytes(heap),
                            .bytes_after = heap->mark.marked_bytes};
  heap->young_collections += heap->mark.is_young;
}

bool marking_run(Heap *heap, i64 *work) {
  if (*work < 0) *work = INT64_MAX;
  heap->mark.is_inside = true;
  bool is_done = mark_all(heap, work);
  if (is_done) {
    note_remembered(&heap->mark);
    ephemerons_mark(heap);
    if (heap->stress == STRESS_BARRIER) check_barrier(heap);
    note_collection(heap);
    clear_weak(heap);
    heap->mark.root_visits = 0;
  }
  heap->mark.is_inside = false;
  return is_done;
}

/* ---- The barrier --------------------------------------------------------- */

void heap_remember_owner_(Heap *heap, Cell *owner) {
  u64 bit, *word = remembered_word(owner, &bit);
  if (*word & bit || heap->mark.is_whole || heap->mark.phase == PHASE_CLEARING)
    return;
  *word |= bit;
  vector_push(&heap->mark.remembered, owner);
  heap_probe(heap, REMEMBER, owner, VALUE_UNDEFINED, VALUE_UNDEFINED);
}

/* To visit a large cell again costs more than what it saves. */
void heap_remember_(Heap *heap, Cell *owner, Cell *value) {
  bool is_large = heap_cell_bytes(heap, owner) > HEAP_PART_EDGES;
  if (heap->mark.phase != PHASE_MARKING && !is_large) {
    heap_remember_owner_(heap, owner);
    return;
  }
  if (heap->mark.is_whole || heap->mark.phase == PHASE_CLEARING) return;
  EdgeFunction *edge = heap->probe ? heap_mark_edge_watched : heap_mark_edge;
  edge(heap, owner, (EdgeName){CELL_EDGE_INTERNAL, 0, "written"}, value);
}

/* What a cell holds already was seen, unless the visit is on its way through
 * it. */
void heap_remember_moved_(Heap *heap, Cell *owner) {
  for (u32 i = 0; i < heap->mark.parts.count; i++) {
    PartCell *part = &heap->mark.parts.items[i];
    if (part->cell != owner) continue;
    part->next = 0;
    part->restarts++;
  }
}
