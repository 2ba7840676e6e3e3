/* ephemerons.c - entries of WeakMaps: a value lives while its key does.
 *
 * The name is that of B. Hayes, "Ephemerons: a New Finalization Mechanism",
 * OOPSLA 1997. Every table is looked at once, when nothing else is grey. Where
 * the key is marked the value is marked with it. Where neither is, the entry
 * waits under its key, and when marking on comes to that key its values follow.
 * So the work grows with the entries, whatever they hang on. To look at all
 * tables until a round marks nothing is quadratic for a list that is linked by
 * a WeakMap, as compilers write private fields.
 */
#include "heap/blocks.h"
#include "heap/marking.h"

typedef struct Waiting {
  Ephemeron entry;
  u32 next; /* of the same place, plus one; 0: none */
} Waiting;

typedef struct Search {
  Heap *heap;
  VECTOR(Waiting) waiting;
  u32 *heads; /* by hash of the key: the first that waits, plus one */
  u32 capacity;
} Search;

static u32 *head_of(const Search *search, const Cell *key) {
  u32 hash = heap_compress(search->heap, key) * 0x9e37'79b1u;
  return &search->heads[(hash ^ hash >> 16) & (search->capacity - 1)];
}

static void link_waiting(Search *search, u32 number) {
  Waiting *waiting = &search->waiting.items[number - 1];
  u32 *head = head_of(search, waiting->entry.key);
  waiting->next = *head;
  *head = number;
}

static void grow(Search *search) {
  search->capacity = search->capacity ? 2 * search->capacity : 64;
  free(search->heads);
  search->heads = base_allocate_zeroed(search->capacity * sizeof(u32));
  for (u32 number = 1; number <= search->waiting.count; number++)
    link_waiting(search, number);
}

static void wait_for_key(Search *search, Ephemeron entry) {
  vector_push(&search->waiting, ((Waiting){.entry = entry}));
  if (search->waiting.count > search->capacity)
    grow(search);
  else
    link_waiting(search, search->waiting.count);
}

static void mark_value(Heap *heap, const Ephemeron *entry) {
  EdgeFunction *edge = heap->probe ? heap_mark_edge_watched : heap_mark_edge;
  edge(heap, entry->table, entry->name, entry->value);
}

static void look_at(void *context, Ephemeron entry) {
  Search *search = context;
  if (cell_is_marked_(entry.value)) return;
  if (cell_is_marked_(entry.key))
    mark_value(search->heap, &entry);
  else
    wait_for_key(search, entry);
}

/* The cell is marked: what waited for it is, too. */
static void wake(Search *search, const Cell *key) {
  if (!search->capacity) return;
  for (u32 *place = head_of(search, key); *place;) {
    Waiting *waiting = &search->waiting.items[*place - 1];
    if (waiting->entry.key != key) {
      place = &waiting->next;
      continue;
    }
    mark_value(search->heap, &waiting->entry);
    *place = waiting->next;
  }
}

void ephemerons_mark(Heap *heap) {
  Search search = {.heap = heap};
  Marking *mark = &heap->mark;
  u32 looked_at = 0;
  for (;;) {
    /* those that marking has just come to as well */
    while (looked_at < mark->weak.count) {
      Cell *table = mark->weak.items[looked_at++];
      const CellClass *class = &heap->classes[table->kind];
      if (class->each_ephemeron) class->each_ephemeron(table, look_at, &search);
    }
    const Cell *cell = marking_next(heap);
    if (!cell) break;
    wake(&search, cell);
  }
  vector_free(&search.waiting);
  free(search.heads);
}
