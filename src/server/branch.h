/* branch.h - a viewer's branch of time: rooms that are changed.
 *
 * Each cut is made in a copy of the room before it, so that taking one back is
 * going back to that room:
 *
 *   here ---> cut 1 ---> cut 2          collecting: in a copy of the last,
 *                          `--> copy    which is then thrown away
 */
#ifndef GLASSHEAP_SERVER_BRANCH_H
#define GLASSHEAP_SERVER_BRANCH_H

#include "server/link.h"

/* The room's answer (borrowed), or NULL with why there is none. */
typedef void BranchDone(void *context, json_t *result, const char *error);

typedef struct Branch {
  VECTOR(Link *) cuts;
  Link *asked; /* a copy that works on a question, or NULL */
  bool is_cut; /* it is kept when it has answered */
  BranchDone *done;
  void *context;
} Branch;

/* branch_ask - has a copy of the last room answer. One question at a time;
 * `done` may be called before this returns. */
void branch_ask(Branch *branch, Link *here, const char *method, json_t *params,
                bool is_cut, BranchDone *done, void *context);
/* branch_undo - takes the last cut back; false when there is none. */
bool branch_undo(Branch *branch);
/* branch_clear - takes all back, and gives up what is asked. */
void branch_clear(Branch *branch);

#endif
