/* change.h - changes by hand to a run that stands still: where a branch of time
 * begins.
 *
 * A change is what the world outside could have done otherwise, or sooner: a
 * timer that is due at another time, or is never called; an event that somebody
 * fires; an answer that has come, so that the promise for it is settled. The
 * program's own state is not touched beyond that, and nothing of the program
 * runs meanwhile: what follows from the change, its own loop finds when it gets
 * there.
 *
 * A room is changed in a copy (room.h): the run that was recorded stays as it
 * is, and can be gone back to.
 */
#ifndef GLASSHEAP_WATCH_CHANGE_H
#define GLASSHEAP_WATCH_CHANGE_H

#include "watch/session.h"

#include <jansson.h>

/* change_apply - makes the change that docs/protocol.md describes at
 * Time.change. False, with nothing changed and one line in `error`, when that
 * cannot be done at this moment. */
bool change_apply(Session *session, json_t *change, Buffer *error);

#endif
