/* search.h - finding, in the past of a moment, who made its references.
 *
 * The room that stands at the moment has said what is to be found: somewhere in
 * its answer, each object with a member `trace` (watch/tracer.h) is about one
 * reference. A search finds for all of them at once when it was made last, and
 * puts `made` in the place of `trace`:
 *
 *   {how: "stored"|"allocated"|"changed", moment, where}   the statement
 *   {how: "before"}                      before the program's first statement
 *
 * It goes backwards from checkpoint to checkpoint. Each knows in which
 * interval, at the latest, a trace's reference was made (watch/written.h):
 * those behind it are passed over. The others are run again, first coarsely to
 * find the ticks, then those ticks exactly:
 *
 *   0.0 ----- c1 ----- c2 ----- c3 ----- moment
 *             |<-coarse->|       (c2-c3: nothing made)
 *             |------->|#| exact
 */
#ifndef GLASSHEAP_SERVER_SEARCH_H
#define GLASSHEAP_SERVER_SEARCH_H

#include "server/program.h"

typedef struct Search Search;

/* The answer with all traces resolved (the callee's to keep), or NULL with why
 * there is none. */
typedef void SearchDone(void *context, json_t *answer, const char *error);

/* search_lanes - so many rooms may run at once for a question. */
u32 search_lanes(void);
/* search_begin - consumes `answer`, which the room `here` gave. `done` is
 * called once, perhaps before this returns (then NULL is returned). */
Search *search_begin(Program *program, Link *here, json_t *answer,
                     SearchDone *done, void *context);
/* search_cancel - ends it without a word. NULL is fine. */
void search_cancel(Search *search);

#endif
