/* cell_ids.c - numbering what survives each collection. */
#include "watch/cell_ids.h"

#include <stdlib.h>

typedef struct Numbering {
  CellIds *ids;
  const Heap *heap;
} Numbering;

static u64 place_of(const Heap *heap, const Cell *cell) {
  return heap_offset(heap, cell) / CELL_ID_BYTES;
}

static u64 places_used(const Heap *heap) {
  return heap->used_blocks * (HEAP_BLOCK_BYTES / CELL_ID_BYTES);
}

static void make_room(CellIds *ids, u64 count) {
  if (count <= ids->count) return;
  ids->numbers = base_reallocate(ids->numbers, count * sizeof *ids->numbers);
  memset(ids->numbers + ids->count, 0,
         (count - ids->count) * sizeof *ids->numbers);
  ids->count = count;
}

static u32 number_in_stretch(const CellIds *ids, u64 place) {
  u64 number = ids->first + place;
  return number < UINT32_MAX ? (u32)number : 0;
}

/* The dead leave their addresses to others. */
static void number_cell(void *context, Cell *cell, CellKind kind,
                        size_t bytes) {
  const Numbering *numbering = context;
  CellIds *ids = numbering->ids;
  if (kind == KIND_FREE) return;
  u64 place = place_of(numbering->heap, cell);
  if (!heap_is_marked(numbering->heap, cell))
    ids->numbers[place] = 0;
  else if (!ids->numbers[place])
    ids->numbers[place] = number_in_stretch(ids, place);
}

static void end_stretch(void *owner, Heap *heap) {
  Numbering numbering = {owner, heap};
  CellIds *ids = owner;
  make_room(ids, places_used(heap));
  heap_walk(heap, number_cell, &numbering);
  ids->first += places_used(heap);
}

void cell_ids_attach(CellIds *ids, Heap *heap) {
  *ids = (CellIds){.first = CELL_IDS_FIRST};
  heap_add_after_mark(heap, end_stretch, ids);
}

u32 cell_id(const CellIds *ids, const Heap *heap, const Cell *cell) {
  u64 place = place_of(heap, cell);
  u32 number = place < ids->count ? ids->numbers[place] : 0;
  return number ? number : number_in_stretch(ids, place);
}

void cell_ids_free(CellIds *ids) {
  free(ids->numbers);
  *ids = (CellIds){};
}
