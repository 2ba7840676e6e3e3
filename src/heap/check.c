/* check.c - the barrier check: whether every store told the collector.
 *
 * A store that nobody told of leaves a black cell with a reference to a white
 * one, which is then freed under the program's feet, sooner or later, or never:
 * tests rarely see it. So under stress (GLASSHEAP_STRESS=barrier) collections
 * begin all the time, take the smallest steps, and each looks at the whole heap
 * when it has marked all: no edge of a marked cell may lead to a cell without a
 * mark. From scratch, by the visit functions alone, whatever the mark stack and
 * the remembered cells say.
 */
#include <stdio.h>
#include <stdlib.h>

#include "heap/blocks.h"
#include "heap/marking.h"

static const char *const kind_names[KIND_COUNT] = {
#define CELL(name, type, label, text) label,
#include "heap/cells.def"
#undef CELL
};

static void print_cell(const Heap *heap, const Cell *cell) {
  fprintf(stderr, "%s @%llx", kind_names[cell->kind],
          (unsigned long long)heap_offset(heap, cell));
}

void heap_check_edge_(void *context, Cell *from, EdgeName name, Cell *to) {
  const Heap *heap = context;
  if (name.type == CELL_EDGE_WEAK || cell_is_marked_(to)) return;
  fprintf(stderr, "glassheap: nobody was told that ");
  if (from)
    print_cell(heap, from);
  else
    fprintf(stderr, "the root");
  fprintf(stderr, " refers to ");
  print_cell(heap, to);
  fprintf(stderr, " (edge %d, %u, %s); collection %llu, %s\n", name.type,
          name.index, name.label ? name.label : "",
          (unsigned long long)heap->collections + 1,
          heap->mark.is_young ? "young" : "whole");
  abort();
}

static void check_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Heap *heap = context;
  if (kind != KIND_FREE && cell_is_marked_(cell))
    heap->classes[kind].visit(cell, heap_check_edge_, heap);
}

void check_barrier(Heap *heap) {
  heap_walk(heap, check_cell, heap);
  heap_visit_roots(heap, heap_check_edge_, heap);
}
