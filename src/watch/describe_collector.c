/* describe_collector.c - what the collector is at: its phase, what waits to be
 * looked at, and every cell of the heap by its colour or its count.
 *
 * All of it is the collector's own state: mark bits, mark stack, the words of
 * reference counting. Cells come as a map, block by block; a character stands
 * for each place of a cell:
 *
 *   marking    . free   w white   g grey   b black
 *   counting   . free   0 to 9, + more   c candidate   d dying
 *
 * Of a large heap only some blocks are shown, those around one address first.
 */
#include "heap/blocks.h"
#include "heap/counting.h"
#include "heap/marking.h"
#include "watch/describe_internal.h"

constexpr u32 LIST_MAX = 60, BLOCKS_MAX = 48;

/* ---- Cells that wait ---------------------------------------------------- */

/* The edge of a cell that leads to another: the first that does. */
typedef struct EdgeSearch {
  Cell *to;
  EdgeName name;
  bool is_found;
} EdgeSearch;

static void compare_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  EdgeSearch *search = context;
  if (search->is_found || to != search->to) return;
  search->is_found = true;
  search->name = name;
}

static void add_edge(VM *vm, json_t *json, Cell *from, Cell *to) {
  EdgeSearch search = {.to = to};
  if (!from) return;
  json_object_set_new(json, "from", json_address(vm, from));
  heap_visit(&vm->isolate.heap, from, compare_edge, &search);
  if (!search.is_found) return;
  Buffer text = {};
  text_of_edge(vm, from, search.name, &text);
  json_object_set_new(json, "edge", json_take(&text));
}

/* A cell in a list, with the edge by which the collector came to it. */
static json_t *json_cell(VM *vm, Cell *cell, Cell *from) {
  Buffer text = {};
  text_of_cell(vm, cell, &text);
  json_t *json =
      json_pack("{s:o, s:s, s:o}", "address", json_address(vm, cell), "kind",
                kind_name(cell->kind), "text", json_take(&text));
  add_edge(vm, json, from, cell);
  return json;
}

static json_t *json_list(json_t *cells, u64 count) {
  return json_pack("{s:o, s:I}", "cells", cells, "count", (json_int_t)count);
}

/* The next to be visited first. */
static json_t *describe_grey(VM *vm) {
  const Marking *mark = &vm->isolate.heap.mark;
  json_t *cells = json_array();
  u32 first = mark->queue.count, count = first + mark->stack.count;
  for (u32 i = 0; i < count && i < LIST_MAX; i++) {
    const GreyCell *grey =
        i < first ? marking_queued(mark, i) : &mark->stack.items[count - 1 - i];
    json_array_append_new(cells, json_cell(vm, grey->cell, grey->from));
  }
  return json_list(cells, count);
}

/* The last first. */
static json_t *describe_cells(VM *vm, Cell *const *items, u32 from, u32 count) {
  json_t *cells = json_array();
  for (u32 i = count; i-- > from && json_array_size(cells) < LIST_MAX;)
    json_array_append_new(cells, json_cell(vm, items[i], NULL));
  return json_list(cells, count - from);
}

/* ---- Colours ------------------------------------------------------------ */

Colours colours_open(VM *vm) {
  Colours colours = {.vm = vm};
  const Marking *mark = &vm->isolate.heap.mark;
  CellSet *grey = &colours.grey;
  if (mark->visiting) cell_set_add(grey, mark->visiting);
  for (u32 i = 0; i < mark->queue.count; i++)
    cell_set_add(grey, marking_queued(mark, i)->cell);
  for (u32 i = 0; i < mark->stack.count; i++)
    cell_set_add(grey, mark->stack.items[i].cell);
  for (u32 i = 0; i < mark->parts.count; i++)
    cell_set_add(grey, mark->parts.items[i].cell);
  for (u32 i = 0; i < mark->remembered.count; i++)
    cell_set_add(grey, mark->remembered.items[i]);
  return colours;
}

void colours_close(Colours *colours) {
  cell_set_free(&colours->grey);
}

static char count_of(const Heap *heap, const Cell *cell) {
  u32 word = *counting_word(heap, cell), count = word & COUNT_MAX;
  if (word & COUNT_DYING) return 'd';
  if (word & COUNT_CANDIDATE && !count) return 'c';
  return count > 9 ? '+' : (char)('0' + count);
}

char colours_of(const Colours *colours, Cell *cell) {
  const Heap *heap = &colours->vm->isolate.heap;
  if (heap->counting) return count_of(heap, cell);
  if (!heap_is_marked(heap, cell)) return 'w';
  return cell_set_has(&colours->grey, cell) ? 'g' : 'b';
}

/* ---- The map ------------------------------------------------------------ */

typedef struct ColourMap {
  VM *vm;
  Colours colours;
  json_t *blocks;
  u64 first, last; /* blocks to show */
  u64 current;     /* the block that is being written, UINT64_MAX: none */
  u32 cell_bytes;
  Buffer text;
} ColourMap;

static void end_block(ColourMap *map) {
  if (map->current == UINT64_MAX) return;
  Heap *heap = &map->vm->isolate.heap;
  const Block *block =
      (Block *)(heap->region + map->current * HEAP_BLOCK_BYTES);
  json_array_append_new(
      map->blocks,
      json_pack(
          "{s:I, s:I, s:I, s:b, s:o}", "block", (json_int_t)map->current,
          "address",
          (json_int_t)heap_offset(heap, (const char *)block + block->first),
          "cellBytes",
          (json_int_t)(block->is_large ? block->large_bytes
                                       : block->cell_bytes),
          "large", (int)block->is_large, "cells", json_take(&map->text)));
  map->text = (Buffer){};
}

static void map_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  ColourMap *map = context;
  Heap *heap = &map->vm->isolate.heap;
  u64 index = heap_offset(heap, cell) / HEAP_BLOCK_BYTES;
  if (index < map->first || index > map->last) return;
  const Block *block = (Block *)(heap->region + index * HEAP_BLOCK_BYTES);
  if (index != map->current) end_block(map);
  map->current = index;
  if (kind != KIND_FREE) {
    buffer_byte(&map->text, colours_of(&map->colours, cell));
    return;
  }
  size_t places = block->is_large ? 1 : bytes / block->cell_bytes;
  for (size_t i = 0; i < places; i++)
    buffer_byte(&map->text, '.');
}

static json_t *describe_blocks(VM *vm, u64 around) {
  u64 wanted = around / HEAP_BLOCK_BYTES;
  ColourMap map = {.vm = vm,
                   .colours = colours_open(vm),
                   .blocks = json_array(),
                   .current = UINT64_MAX};
  map.first = wanted > BLOCKS_MAX / 2 ? wanted - BLOCKS_MAX / 2 : 0;
  map.last = map.first + BLOCKS_MAX - 1;
  heap_walk(&vm->isolate.heap, map_cell, &map);
  end_block(&map);
  colours_close(&map.colours);
  return map.blocks;
}

/* ---- All ---------------------------------------------------------------- */

const char *describe_phase(const Heap *heap) {
  static const char *const names[PHASE_COUNT] = {[PHASE_IDLE] = "idle",
                                                 [PHASE_CLEARING] = "clearing",
                                                 [PHASE_MARKING] = "marking",
                                                 [PHASE_SWEEPING] = "sweeping"};
  if (!heap->counting) return names[heap->mark.phase];
  return heap->counting->is_examining ? "examining" : "counting";
}

static void add_counting(VM *vm, json_t *json) {
  const Counting *counting = vm->isolate.heap.counting;
  json_object_set_new(
      json, "candidates",
      describe_cells(vm, counting->zeros.items, 0, counting->zeros.count));
  json_object_set_new(
      json, "dying",
      describe_cells(vm, counting->dying.items, 0, counting->dying.count));
}

static void add_marking(VM *vm, json_t *json) {
  const Marking *mark = &vm->isolate.heap.mark;
  json_object_set_new(json, "young", json_boolean(mark->is_young));
  json_object_set_new(json, "visiting", json_address(vm, mark->visiting));
  json_object_set_new(json, "grey", describe_grey(vm));
  json_object_set_new(
      json, "remembered",
      describe_cells(vm, mark->remembered.items, 0, mark->remembered.count));
}

json_t *describe_collector(VM *vm, u64 around) {
  Heap *heap = &vm->isolate.heap;
  json_t *json = json_pack("{s:s, s:s, s:I, s:I, s:o, s:I}", "collector",
                           heap->collector->name, "phase", describe_phase(heap),
                           "collections", (json_int_t)heap->collections,
                           "freed", (json_int_t)heap->last.cells_freed,
                           "blocks", describe_blocks(vm, around), "blockCount",
                           (json_int_t)heap->used_blocks);
  if (heap->collections)
    json_object_set_new(json, "reason", json_string(heap->last.reason));
  if (heap->counting)
    add_counting(vm, json);
  else
    add_marking(vm, json);
  return json;
}
