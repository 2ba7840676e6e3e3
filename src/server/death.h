/* death.h - finding the moment at which an object died, and what cut its last
 * reference.
 *
 * An object that no root reaches any more is dead, though the collector may
 * find out much later. So the run goes on until a collection does not mark it,
 * and the stretch before that is halved again and again: a copy of the last
 * room in which it lived runs to the middle and is asked. What is left at the
 * end is one instruction.
 *
 *   alive ----------|------|--|-------- dead ------ collected
 *                   1      3  4    2
 *
 * A cell at the same address is the same cell as long as no collection has
 * freed it, or its page was not written (watch/page_times.h). Seen from a
 * moment at which it is dead already, the search begins at the last checkpoint
 * that has it alive.
 */
#ifndef GLASSHEAP_SERVER_DEATH_H
#define GLASSHEAP_SERVER_DEATH_H

#include "server/search.h"

typedef struct Death Death;

/* death_begin - consumes `answer`, which has the `address`; to it are added
 * `alive` and `end` when it outlives the run; or else `cut` {moment, where} and
 * `freed`, the moment of the collection, or null. As search_begin. */
Death *death_begin(Program *program, Link *here, json_t *answer,
                   SearchDone *done, void *context);
/* death_cancel - ends it without a word. NULL is fine. */
void death_cancel(Death *death);

#endif
