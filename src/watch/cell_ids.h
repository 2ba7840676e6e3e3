/* cell_ids.h - a number for every cell of a run, the same at all its moments.
 *
 * An address is no such number: it is given out again when its cell was freed.
 * But an address and the count of collections before the cell's birth are, for
 * between two collections no address is given out twice, and both follow from
 * the run alone. So the numbers of each stretch between two collections begin
 * where those of the stretch before end:
 *
 *     collections          1              2              3
 *   births      | stretch 0 |  stretch 1   |  stretch 2  |
 *   numbers     |  first_0  |   first_1    |   first_2   |   + address / 16
 *
 * At each collection the cells that live on are given the number of the stretch
 * in which they were born; those born later have none yet, and get theirs from
 * the stretch that lasts. Two runs to two moments, in two processes, so agree
 * on every object that both have.
 */
#ifndef GLASSHEAP_WATCH_CELL_IDS_H
#define GLASSHEAP_WATCH_CELL_IDS_H

#include "heap/heap.h"

/* No two cells begin in the same 16 bytes. */
constexpr u32 CELL_ID_BYTES = 16;
/* Smaller numbers are for what is no cell. */
constexpr u32 CELL_IDS_FIRST = 1 << 20;

typedef struct CellIds {
  u32 *numbers; /* by address; 0: born in this stretch, or no cell */
  u64 count;    /* of `numbers` */
  u64 first;    /* of this stretch */
} CellIds;

/* cell_ids_attach - begins to count, before the run. */
void cell_ids_attach(CellIds *ids, Heap *heap);
/* cell_id - the number of a cell, odd or even; the one after it is free too. 0
 * when there are more than 32 bits can tell apart: when the heap's size times
 * the number of collections has passed 64 GiB. */
u32 cell_id(const CellIds *ids, const Heap *heap, const Cell *cell);
void cell_ids_free(CellIds *ids);

#endif
