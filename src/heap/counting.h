/* counting.h - reference counting: a cell is freed when nothing refers to it.
 *
 * Each cell has a count of the references that other cells hold. Stores keep it
 * right: cell_write takes one from the old target and gives one to the new. The
 * stack, registers and C variables change far too often for that, so what they
 * refer to is not counted (deferred counting: Deutsch and Bobrow, "An
 * Efficient, Incremental, Automatic Garbage Collector", 1976). A count of zero
 * then means that no cell refers to this one; perhaps a variable does. Such
 * cells are candidates, and wait in the zero count table until it is examined:
 *
 *   roots are scanned       candidates that they refer to stay
 *   all others die          what they refer to loses a reference, and dies too
 *                           when that was the last: a queue, no recursion
 *   weak references, atoms  are told
 *   cells are freed         and lie in the runs that the allocator uses next
 *
 * An examination costs what has died and what the roots are, however much
 * lives. It comes after a fixed number of bytes, so that it is at the same
 * place in every run.
 *
 *        roots: a                    a's count is 0: a candidate that stays
 *               |
 *          +----v----+   +---------+
 *          | a    0  |-->| b    2  |<--+
 *          +---------+   +---------+   |   c and d refer to each other, and
 *                        +---------+   |   nobody else to them. Their counts
 *                        | c    1  |---+   never fall to 0: they stay for
 *                        +--v---^--+       ever. That is what this collector
 *                        +--v---^--+       is here to show.
 *                        | d    1  |
 *                        +---------+
 *
 * With `--cycles` such cycles are found: counting_cycles.c.
 *
 * The counts lie in a table beside the region, since the headers of cells have
 * no room: a word for every 16 bytes, as cells are no smaller than that. Memory
 * for it is only taken where cells are.
 *
 * A cell that was allocated last is fresh: its fields may be stored into
 * without a word to anybody (cell_write's contract). When the next is
 * allocated, the references it has by then are counted, through its visit.
 *
 * Weak references do not count. The value of a WeakMap's entry is counted as
 * held by the map; the entry is dropped when its key dies. So a value that
 * leads to its key is one more cycle.
 */
#ifndef GLASSHEAP_HEAP_COUNTING_H
#define GLASSHEAP_HEAP_COUNTING_H

#include "base/vector.h"
#include "heap/blocks.h"
#include "heap/collector.h"

constexpr u32 COUNT_GRANULE = 16; /* bytes of the region for each word */

/* A word: the count, and what is known of the cell. A count that has become
 * COUNT_MAX is stuck there: 268 million references are not told apart. */
constexpr u32 COUNT_MAX = (1u << 27) - 1;
constexpr u32 COUNT_CANDIDATE = 1u << 27; /* in the zero count table */
constexpr u32 COUNT_ROOTED = 1u << 28;    /* a root refers to it (while they
                                             are examined) */
constexpr u32 COUNT_DYING = 1u << 29;     /* it will be freed, the same */
constexpr u32 COUNT_HOLDER = 1u << 30;    /* may hold weak references */
constexpr u32 COUNT_SUSPECT = 1u << 31;   /* may be part of a cycle */

typedef VECTOR(Cell *) CellList;

typedef struct Counting {
  u32 *words;
  Cell *fresh;      /* its references are not counted yet, or NULL */
  CellList zeros;   /* the zero count table */
  CellList rooted;  /* those with COUNT_ROOTED */
  CellList dying;   /* in the order in which they died */
  u32 released;     /* so many of them gave up their references */
  CellList holders; /* those with COUNT_HOLDER */
  u64 *free_maps;   /* for each size class one bit a block: has free cells
                       that are not in the allocator's runs */
  u64 lowest[HEAP_SIZE_CLASSES]; /* no bit is set below */
  bool is_examining;
  /* work so far: counts that went up or down, candidates that were examined */
  u64 changes, candidates;
  /* cycles: counting_cycles.c */
  bool finds_cycles;
  CellList suspects;
  u64 next_cycles; /* bytes held at which they are looked for again */
} Counting;

ALWAYS_INLINE u32 *counting_word(const Heap *heap, const Cell *cell) {
  return &heap->counting->words[heap_offset(heap, cell) / COUNT_GRANULE];
}

/* counting_add, counting_take - a reference to the cell more, or fewer. */
void counting_add(Heap *heap, const Cell *owner, Cell *cell);
void counting_take(Heap *heap, const Cell *owner, Cell *cell);
/* counting_kill - it dies in this examination, and gives up its references. */
void counting_kill(Heap *heap, Cell *cell);
/* counting_suspect - it may be part of a cycle that nobody refers to. */
void counting_suspect(Heap *heap, Cell *cell);

/* counting_cycles.c: counting_kill_cycles kills all cycles that no root and no
 * cell outside refers to, during an examination. counting_plan_cycles decides,
 * behind it, when they are looked for again. */
void counting_kill_cycles(Heap *heap);
void counting_plan_cycles(Heap *heap);

/* counting_check.c: counts all references anew and stops the program, with a
 * report, when something was counted wrong. After an examination. */
void counting_check(Heap *heap);

#endif
