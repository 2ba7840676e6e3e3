/* cache_counts.h - how often the inline caches of one function were hit and
 * missed, in a stretch of a run.
 *
 * The engine keeps no such counts: they would cost something at every read of a
 * property. They are found as the past is always found, by running again: a
 * copy of the program goes from a checkpoint to the moment that is asked about
 * with the instance of the interpreter that counts (vm/counting.h), and before
 * each instruction with a cache, cache_foretell_... says what it will be.
 * Counts of stretches add up: of a long run the server has them counted between
 * its checkpoints, several at once (server/hits.h).
 *
 *   runs     how often the instruction was begun
 *   hits     the cache's own entry, or the one of a megamorphic site in the
 *            shared table, told where the property lies
 *   misses   it was searched for; whether the cache has learned from that is
 *            seen in its state
 *   the rest had nothing to ask for: a number, the length of a string
 */
#ifndef GLASSHEAP_WATCH_CACHE_COUNTS_H
#define GLASSHEAP_WATCH_CACHE_COUNTS_H

#include "base/vector.h"
#include "vm/cache.h"
#include "vm/counting.h"
#include "watch/moment.h"

#include <jansson.h>

/* Of each site: so many Shapes are told apart, and so many misses told one by
 * one, the first. */
constexpr u32 CACHE_COUNTS_SHAPES = 16, CACHE_COUNTS_MISSES = 16;

typedef struct CacheCounts {
  Counting counting; /* must be first */
  u64 code;          /* its address; and what it is of, since an address may */
  u32 source, start; /* have belonged to another function before */
  u32 site_count;    /* units of the code; 0: it has not run yet */
  struct SiteCounts **sites; /* by unit, or NULL */
} CacheCounts;

/* cache_counts_name - which function, as JSON; of one that `address` names: a
 * function or its code. NULL when there is none. */
json_t *cache_counts_name(VM *vm, u64 address);
/* cache_counts_open - for the function of that name; false when it is none. */
bool cache_counts_open(CacheCounts *counts, VM *vm, json_t *name);
/* cache_counts_begin - the plain instance is about to count: `last` is the
 * instruction before. */
void cache_counts_begin(CacheCounts *counts, VM *vm, Moment last);
/* cache_counts_look - before an instruction that the watched instance runs. */
void cache_counts_look(CacheCounts *counts, VM *vm, Moment now);
/* cache_counts_report - [{unit, runs, hits, misses, shapes: [{shape, text,
 * hits, misses}], missed: [{moment, shape, text, why}]}] of the sites that have
 * run, in their order. `why`: "shape", "stale", "shared" or "full". */
json_t *cache_counts_report(const CacheCounts *counts);
void cache_counts_free(CacheCounts *counts);

#endif
