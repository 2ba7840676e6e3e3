/* counting_cycles.c - cycles that nobody refers to: trial deletion.
 *
 * Bacon and Rajan, "Concurrent Cycle Collection in Reference Counted Systems",
 * ECOOP 2001: the synchronous algorithm of its section 3. A cycle can only have
 * been left alone where something changed, so only suspects are looked at:
 *
 *   mark     from each suspect, all that can be reached becomes gray, and each
 *            reference on the way is taken from its target's count: what is
 * left are references from outside scan     gray cells with a count above zero,
 * and all that they reach, become black and get their counts back; the others
 * become white collect  white cells die
 *
 * In the paper every cell whose count went down, but not to zero, is a suspect.
 * Counts here are deferred: that a variable was the last to refer to a cycle
 * changes no count. So there are three kinds of suspects: cells whose counts
 * went down, those that were allocated since cycles were last looked for, and
 * those that roots referred to then. Nothing else can have become garbage. In
 * the scan what roots refer to is black too.
 *
 * Strings and BigInts are left out ("green" in the paper): all they lead to is
 * their Shape, which is a root.
 *
 * A WeakMap's entry lives as long as its key and its map. Here its value counts
 * as referred to by the key, and so a value that leads to its key dies with it,
 * whatever becomes of the map.
 *
 * Everything is done with stacks and lists in place of recursion.
 */
#include "heap/counting.h"

#include <stdlib.h>

/* Cycles are looked for when so many bytes more are held, or when the heap has
 * become twice as large. */
constexpr u64 CYCLES_BYTES = 4 << 20;

typedef enum Colour : u8 {
  BLACK, /* in use, or not looked at */
  GRAY,  /* its references were taken */
  WHITE, /* perhaps garbage */
} Colour;

/* An entry of a weak table. The value may be NULL. */
typedef struct Entry {
  Cell *table, *key, *value;
} Entry;

typedef struct Search {
  Heap *heap;
  u8 *colours;
  CellList stack;
  CellList gray;         /* all that became gray, in that order */
  VECTOR(Entry) entries; /* by the address of their keys */
} Search;

static u8 *colour_of(const Search *search, const Cell *cell) {
  return &search->colours[heap_offset(search->heap, cell) / COUNT_GRANULE];
}

/* ---- Suspects ------------------------------------------------------------ */

static bool is_green(CellKind kind) {
  return kind == KIND_STRING || kind == KIND_ROPE || kind == KIND_BIGINT;
}

void counting_suspect(Heap *heap, Cell *cell) {
  u32 *word = counting_word(heap, cell);
  if (*word & COUNT_SUSPECT || is_green(cell->kind)) return;
  *word |= COUNT_SUSPECT;
  vector_push(&heap->counting->suspects, cell);
}

/* ---- Entries of weak tables ---------------------------------------------- */

static bool is_weak_table(const Heap *heap, const Cell *cell) {
  return cell->kind == KIND_TABLE && *counting_word(heap, cell) & COUNT_HOLDER;
}

/* The visit of a weak table shows each key before its value. */
static void note_entry(void *context, Cell *from, EdgeName name, Cell *to) {
  Search *search = context;
  if (name.type == CELL_EDGE_WEAK)
    vector_push(&search->entries, ((Entry){from, to, NULL}));
  else if (name.type == CELL_EDGE_ENTRY)
    vector_last(&search->entries)->value = to;
}

static int compare_entries(const void *a, const void *b) {
  const Entry *left = a, *right = b;
  if (left->key != right->key) return left->key < right->key ? -1 : 1;
  return (left->table > right->table) - (left->table < right->table);
}

static void find_entries(Search *search) {
  const CellList *holders = &search->heap->counting->holders;
  for (u32 i = 0; i < holders->count; i++) {
    Cell *cell = holders->items[i];
    if (*counting_word(search->heap, cell) & COUNT_DYING) continue;
    if (is_weak_table(search->heap, cell))
      heap_visit(search->heap, cell, note_entry, search);
  }
  if (search->entries.count)
    qsort(search->entries.items, search->entries.count, sizeof(Entry),
          compare_entries);
}

static u32 first_entry(const Search *search, const Cell *key) {
  u32 low = 0, high = search->entries.count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (search->entries.items[middle].key < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* ---- Visiting ------------------------------------------------------------ */

typedef void Follow(Search *search, Cell *to);

typedef struct Visit {
  Search *search;
  Follow *follow;
  bool is_weak_table;
} Visit;

static bool is_left_out(const Search *search, const Cell *to) {
  return is_green(to->kind) || *counting_word(search->heap, to) & COUNT_DYING;
}

static void visit_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  const Visit *visit = context;
  if (name.type == CELL_EDGE_WEAK || is_left_out(visit->search, to)) return;
  if (visit->is_weak_table && name.type == CELL_EDGE_ENTRY) return;
  visit->follow(visit->search, to);
}

/* All references of a cell, and the values that it is the key of. */
static void visit_all(Search *search, Cell *cell, Follow *follow) {
  Visit visit = {search, follow, is_weak_table(search->heap, cell)};
  heap_visit(search->heap, cell, visit_edge, &visit);
  for (u32 i = first_entry(search, cell);
       i < search->entries.count && search->entries.items[i].key == cell; i++) {
    Cell *value = search->entries.items[i].value;
    if (value && !is_left_out(search, value)) follow(search, value);
  }
}

/* ---- Mark ---------------------------------------------------------------- */

static u32 *word_of(const Search *search, const Cell *cell) {
  return counting_word(search->heap, cell);
}

static bool is_stuck(u32 word) {
  return (word & COUNT_MAX) == COUNT_MAX;
}

static void make_gray(Search *search, Cell *cell) {
  u8 *colour = colour_of(search, cell);
  if (*colour == GRAY) return;
  *colour = GRAY;
  vector_push(&search->gray, cell);
  vector_push(&search->stack, cell);
}

static void take_and_mark(Search *search, Cell *to) {
  u32 *word = word_of(search, to);
  if (!is_stuck(*word)) {
    assert(*word & COUNT_MAX);
    --*word;
  }
  make_gray(search, to);
}

static void mark(Search *search, Cell *suspect) {
  make_gray(search, suspect);
  while (search->stack.count)
    visit_all(search, vector_pop(&search->stack), take_and_mark);
}

/* ---- Scan ---------------------------------------------------------------- */

static void make_black(Search *search, Cell *cell) {
  u8 *colour = colour_of(search, cell);
  if (*colour == BLACK) return;
  *colour = BLACK;
  vector_push(&search->stack, cell);
}

static void give_and_blacken(Search *search, Cell *to) {
  u32 *word = word_of(search, to);
  if (!is_stuck(*word)) ++*word;
  make_black(search, to);
}

/* What has references from outside left lives, and all that it reaches. */
static void scan(Search *search) {
  for (u32 i = 0; i < search->gray.count; i++) {
    Cell *cell = search->gray.items[i];
    if (*colour_of(search, cell) != GRAY) continue;
    if (*word_of(search, cell) & (COUNT_MAX | COUNT_ROOTED)) {
      make_black(search, cell);
      while (search->stack.count)
        visit_all(search, vector_pop(&search->stack), give_and_blacken);
    } else {
      *colour_of(search, cell) = WHITE;
    }
  }
}

/* ---- Collect ------------------------------------------------------------- */

static void give(Search *search, Cell *to) {
  u32 *word = word_of(search, to);
  if (!is_stuck(*word)) ++*word;
}

/* White cells get their counts back first, to die like all others: what they
 * refer to loses a reference when it is their turn. */
static void collect(Search *search) {
  for (u32 i = 0; i < search->gray.count; i++)
    if (*colour_of(search, search->gray.items[i]) == WHITE)
      visit_all(search, search->gray.items[i], give);
  for (u32 i = 0; i < search->gray.count; i++)
    if (*colour_of(search, search->gray.items[i]) == WHITE)
      counting_kill(search->heap, search->gray.items[i]);
}

/* ---- The search ---------------------------------------------------------- */

/* A suspect may have died since: then another cell may begin in its place, or
 * none. */
static bool is_cell(const Heap *heap, const Cell *cell) {
  u64 index = heap_offset(heap, cell) / HEAP_BLOCK_BYTES;
  if (!bit_get(heap->head_map, index)) return false;
  const Block *block = block_of_(cell);
  u64 at = (u64)((const char *)cell - (const char *)block);
  if (block->is_large) return at == block->first;
  return at >= block->first && (at - block->first) % block->cell_bytes == 0;
}

static void mark_suspects(Search *search) {
  Counting *counting = search->heap->counting;
  for (u32 i = 0; i < counting->suspects.count; i++) {
    Cell *cell = counting->suspects.items[i];
    if (!is_cell(search->heap, cell)) continue;
    u32 *word = word_of(search, cell);
    bool is_suspect = *word & COUNT_SUSPECT && !(*word & COUNT_DYING);
    *word &= ~COUNT_SUSPECT;
    if (is_suspect && *word & COUNT_MAX) mark(search, cell);
  }
  counting->suspects.count = 0;
}

void counting_kill_cycles(Heap *heap) {
  Counting *counting = heap->counting;
  size_t places = heap->used_blocks * HEAP_BLOCK_BYTES / COUNT_GRANULE;
  Search search = {.heap = heap, .colours = base_allocate_zeroed(places)};
  find_entries(&search);
  mark_suspects(&search);
  scan(&search);
  collect(&search);
  for (u32 i = 0; i < counting->rooted.count; i++)
    counting_suspect(heap, counting->rooted.items[i]);
  free(search.colours);
  vector_free(&search.stack);
  vector_free(&search.gray);
  vector_free(&search.entries);
}

void counting_plan_cycles(Heap *heap) {
  u64 twice = 2 * heap->bytes, more = heap->bytes + CYCLES_BYTES;
  heap->counting->next_cycles = twice > more ? twice : more;
}
