/* retained.c - searches from the roots, with a cell and without it. */
#include "watch/retained.h"

#include "library/collection.h"
#include "watch/describe_internal.h"

/* Of a longer chain only its end is looked at. */
constexpr u32 PATH_MAX_CELLS = 200;
constexpr u32 ROOTS = UINT32_MAX;

/* Breadth first: `found` is in the order of the distance, but for values of
 * weak tables, which come when their keys are there. */
typedef struct Search {
  Heap *heap;
  const Cell *without; /* or NULL */
  CellSet found;
  VECTOR(u32) parents; /* of each found cell: which one led to it, or ROOTS */
  u32 visiting;        /* the cell whose edges are followed, or ROOTS */
  VECTOR(Table *) weak_tables;
  u64 bytes;
} Search;

static bool is_weak_table(const Cell *cell) {
  return cell->kind == KIND_TABLE && cell->flags & TABLE_WEAK;
}

static void find(Search *search, Cell *cell) {
  if (cell == search->without || !cell_set_add(&search->found, cell)) return;
  vector_push(&search->parents, search->visiting);
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
  for (; at < search->found.order.count; at++) {
    search->visiting = at;
    heap_visit(search->heap, search->found.order.items[at], take_edge, search);
  }
  search->visiting = ROOTS;
}

static void search_all(Search *search) {
  u32 before;
  search->visiting = ROOTS;
  heap_visit_roots(search->heap, take_edge, search);
  search_from(search, 0);
  do {
    before = search->found.order.count;
    for (u32 i = 0; i < search->weak_tables.count; i++)
      take_ephemerons(search, search->weak_tables.items[i]);
    search_from(search, before);
  } while (search->found.order.count > before);
}

static void search_free(Search *search) {
  cell_set_free(&search->found);
  vector_free(&search->parents);
  vector_free(&search->weak_tables);
}

/* What is reached, and whether `cell` is. */
typedef struct Reach {
  u64 bytes, cells;
  bool has_cell;
} Reach;

static Reach reach_of(const Search *search, const Cell *cell) {
  return (Reach){search->bytes, search->found.order.count,
                 cell_set_has(&search->found, cell)};
}

/* Without a cell, or with all for NULL. */
static Reach reach_without(VM *vm, const Cell *without, const Cell *cell) {
  Search search = {.heap = &vm->isolate.heap, .without = without};
  search_all(&search);
  Reach reach = reach_of(&search, cell);
  search_free(&search);
  return reach;
}

/* What falls out of `all` without a cell. */
static json_t *describe_difference(Reach all, Reach rest) {
  return json_pack("{s:I, s:I}", "bytes", (json_int_t)(all.bytes - rest.bytes),
                   "cells", (json_int_t)(all.cells - rest.cells));
}

json_t *retained_describe(VM *vm, Cell *cell) {
  Reach all = reach_without(vm, NULL, cell);
  return describe_difference(all, reach_without(vm, cell, cell));
}

/* ---- Dominators -----------------------------------------------------------
 */

static json_t *describe_dominator(VM *vm, Cell *cell, Reach all, Reach rest) {
  Buffer text = {};
  text_of_cell(vm, cell, &text);
  json_t *json = describe_difference(all, rest);
  json_object_set_new(
      json, "address",
      json_integer((json_int_t)heap_offset(&vm->isolate.heap, cell)));
  json_object_set_new(json, "text", json_take(&text));
  return json;
}

static u32 index_of(const Search *search, const Cell *cell) {
  for (u32 i = 0; i < search->found.order.count; i++)
    if (search->found.order.items[i] == cell) return i;
  return ROOTS;
}

/* Dominators of a cell lie on every chain to it, so on the shortest one. */
json_t *dominators_describe(VM *vm, Cell *cell) {
  Search search = {.heap = &vm->isolate.heap};
  search_all(&search);
  Reach all = reach_of(&search, cell);
  json_t *dominators = json_array();
  u32 at = index_of(&search, cell), distance = 0;
  for (; at != ROOTS; distance++) {
    Cell *holder = search.found.order.items[at];
    at = search.parents.items[at];
    if (holder == cell || distance >= PATH_MAX_CELLS) continue;
    Reach rest = reach_without(vm, holder, cell);
    if (!rest.has_cell)
      json_array_append_new(dominators,
                            describe_dominator(vm, holder, all, rest));
  }
  search_free(&search);
  json_t *json = describe_difference(all, reach_without(vm, cell, cell));
  json_object_set_new(json, "distance",
                      all.has_cell ? json_integer(distance) : json_null());
  json_object_set_new(json, "dominators", dominators);
  return json;
}
