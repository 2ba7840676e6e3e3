/* growth.h - what each round of a program's action leaves behind, to the byte.
 *
 * A program is loaded, its action (growth_action.h) is called again and again,
 * and after every round what waits is let run: jobs, timers for a minute of the
 * run's virtual time, finalisers. Then garbage is collected until a collection
 * frees nothing. What the heap holds at that point is a function of the program
 * alone, so the difference between two rounds is no estimate:
 *
 *   load | warm up: 2 rounds |  1  |  2  | ... |  8  |
 *                            ^     ^     ^           ^
 *                            points: bytes held, bytes in use, cells
 *
 * Growth may come in steps: a list of numbers takes no cell for each, but its
 * store doubles now and then. So two numbers are kept: the bytes held, and
 * those in use, without the spare room of stores and tables. Where the former
 * jump, the latter tell the slope.
 *
 * Warming up fills what fills once: caches, Shapes, tables of the engine, and
 * those of the program. From then on each allocation is noted with its place
 * (allocation_sites.h), and the heap is written three times, as snapshots: at
 * the first point, in the middle and at the last, which names the sites. The
 * leak finders say the rest (graph/leaks.h).
 *
 * All of it happens in a process of its own, in the sandbox, that has no more
 * than these descriptors (growth_child.c).
 */
#ifndef GLASSHEAP_WATCH_GROWTH_H
#define GLASSHEAP_WATCH_GROWTH_H

#include "watch/recording.h"

#include <jansson.h>

constexpr u32 GROWTH_SNAPSHOTS = 3;
constexpr u32 GROWTH_ROUNDS_LEAST = 4, GROWTH_ROUNDS_MOST = 200;

typedef struct GrowthOptions {
  const char *call; /* or NULL: growth_action.h */
  u32 warm_up;      /* rounds, not counted */
  u32 rounds, iterations;
} GrowthOptions;

/* How growth goes. */
typedef enum GrowthVerdict : u8 {
#define GROWTH(name, word) GROWTH_##name,
#include "watch/growth.def"
#undef GROWTH
  GROWTH_COUNT,
} GrowthVerdict;

/* growth_measure - runs the recording in a child process. Its report, the
 * caller's to decref:
 *
 *   action, iterations, warmUp
 *   rounds:  [{bytes, used, cells}]  of points: one more than there are rounds
 *   verdict, growth:  a word of growth.def; bytes a round
 *   sites:   [{trace, name, location, count, bytes, born: [bytes], counts:
 *            [cells]}]  who allocated what lives, by round
 *   stores:  [{trace, name, location, ids}]  who put what the last round left
 *            behind where it is held; ids as in the last snapshot
 *
 * and the snapshots in `files`, descriptors of memory that the caller closes.
 * NULL, with a text of a line or more in `error`, when the program cannot be
 * run. */
json_t *growth_measure(const Recording *recording, const GrowthOptions *options,
                       int files[GROWTH_SNAPSHOTS], Buffer *error);
/* growth_word - a verdict in the report. */
const char *growth_word(GrowthVerdict verdict);

#endif
