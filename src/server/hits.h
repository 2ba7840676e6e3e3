/* hits.h - counting, over the whole past of a moment, what the inline caches of
 * one function did.
 *
 * The run up to the moment is repeated in stretches from checkpoint to
 * checkpoint, several at once, by rooms that count (watch/cache_counts.h); the
 * counts are added up. Those between two checkpoints are kept, so that at the
 * next moment only the last stretch is run.
 *
 *   0.0 ------- c1 ------- c2 ------- c3 ---- moment
 *    |<- count ->|<- count ->|<- known ->|<count>|
 */
#ifndef GLASSHEAP_SERVER_HITS_H
#define GLASSHEAP_SERVER_HITS_H

#include "server/search.h"

typedef struct Hits Hits;

/* So many ticks were run again so far. */
typedef void HitsProgress(void *context, u64 ticks);

/* hits_begin - consumes `answer` {code, limit}, which the room `here` gave. The
 * answer is {address, ticks (that had to be run again), seconds (about, that
 * this takes), sites (cache_counts_report)}; `sites` is null, and nothing is
 * run, when that are more ticks than `limit`. As search_begin. */
Hits *hits_begin(Program *program, Link *here, json_t *answer,
                 HitsProgress *progress, SearchDone *done, void *context);
/* hits_cancel - ends it without a word. NULL is fine. */
void hits_cancel(Hits *hits);

#endif
