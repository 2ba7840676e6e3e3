/* retained.c - two searches from the roots. */
#include "watch/retained.h"

#include "library/collection.h"
#include "watch/describe_internal.h"

typedef struct Search {
  Heap *heap;
  const Cell *without; /* or NULL */
  CellSet found;
  VECTOR(Table *) weak_tables;
  u64 bytes;
} Search;

static bool is_weak_table(const Cell *cell) {
  return cell->kind == KIND_TABLE && cell->flags & TABLE_WEAK;
}

static void find(Search *search, Cell *cell) {
  if (cell == search->without || !cell_set_add(&search->found, cell)) return;
  search->bytes += heap_cell_bytes(search->heap, cell) +
                   heap_cell_external(search->heap, cell);
  if (is_weak_table(cell)) vector_push(&search->weak_tables, (Table *)cell);
}

static void take_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  bool is_ephemeron =
      from && is_weak_table(from) && name.type == CELL_EDGE_ENTRY;
  if (name.type != CELL_EDGE_WEAK && !is_ephemeron) find(context, to);
}

static void take_ephemerons(Search *search, const Table *table) {
  for (u32 i = 0; i < table->used; i++) {
    const TableEntry *entry = &table->entries[i];
    if (value_is_cell(entry->key) && value_is_cell(entry->value) &&
        cell_set_has(&search->found, value_to_cell(entry->key)))
      find(search, value_to_cell(entry->value));
  }
}

static void search_from(Search *search, u32 at) {
  for (; at < search->found.order.count; at++)
    heap_visit(search->heap, search->found.order.items[at], take_edge, search);
}

static void search_all(Search *search) {
  u32 before;
  heap_visit_roots(search->heap, take_edge, search);
  search_from(search, 0);
  do {
    before = search->found.order.count;
    for (u32 i = 0; i < search->weak_tables.count; i++)
      take_ephemerons(search, search->weak_tables.items[i]);
    search_from(search, before);
  } while (search->found.order.count > before);
}

/* What is reached without `cell`, or with all for NULL. */
static void measure(VM *vm, const Cell *cell, u64 *bytes, u64 *cells) {
  Search search = {.heap = &vm->isolate.heap, .without = cell};
  search_all(&search);
  *bytes = search.bytes;
  *cells = search.found.order.count;
  cell_set_free(&search.found);
  vector_free(&search.weak_tables);
}

json_t *retained_describe(VM *vm, Cell *cell) {
  u64 bytes, cells, other_bytes, other_cells;
  measure(vm, NULL, &bytes, &cells);
  measure(vm, cell, &other_bytes, &other_cells);
  return json_pack("{s:I, s:I}", "bytes", (json_int_t)(bytes - other_bytes),
                   "cells", (json_int_t)(cells - other_cells));
}
