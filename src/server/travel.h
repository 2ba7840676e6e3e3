/* travel.h - how a viewer gets from moment to moment.
 *
 * A traveller stands in a room of its own. Each journey begins in a fresh
 * copy of some room and runs forwards; only when it has arrived does the
 * traveller move into it, so a journey that fails or is called off changes
 * nothing.
 *
 *   to a moment   the nearest room at or before it is copied, and runs on
 *   forwards      the traveller's own room is copied, and runs to the goal
 *   backwards     a stretch before the traveller is run under watch, noting
 *                 the last match; when there is none, the stretch before it,
 *                 each eight times as long; then to the moment found
 *
 * Rooms are left behind a little before where journeys end: the next step
 * back then runs only a few thousand ticks. The eight that were last of use
 * are kept.
 */
#ifndef GLASSHEAP_SERVER_TRAVEL_H
#define GLASSHEAP_SERVER_TRAVEL_H

#include "server/program.h"

constexpr u32 NEAR_ROOMS_MAX = 8;
constexpr u32 HOPS_MAX = 32;

/* A step over that went from one statement to the next of the same frame: back
 * over from there is back to where it began, however long the calls between
 * took, since nothing of that frame lies between. */
typedef struct Hop {
  Moment from, to;
} Hop;

/* A journey is over: the state at its end (borrowed), or NULL with why the
 * traveller is still where it was. */
typedef void TravelDone(void *context, json_t *state, const char *error);

typedef struct Traveller Traveller;
struct Traveller {
  Program *program;
  TravelDone *done;
  void (*progress)(void *context, u64 tick);
  void *context;
  Link *here; /* NULL: at the start, without a room */
  Link *near_rooms[NEAR_ROOMS_MAX];
  u32 near_count;
  u64 clock;
  Hop hops[HOPS_MAX]; /* the last ones, in a ring */
  u32 hop_count;
  /* The journey under way. */
  bool is_moving;
  Link *room;                                        /* that runs for it */
  void (*then)(Traveller *traveller, json_t *reply); /* when it stops */
  void (*arrived)(Traveller *traveller, json_t *state);
  Moment target;
  Program *leg;      /* the run that a line is looked for in: from the program
                        to the branch */
  bool keeps_events; /* the state tells of the whole way */
  Goal goal;
  const char *nothing; /* what to say when the goal is not found */
  Moment before;       /* backwards: everything from here on was
                          searched */
  u64 window;          /* ticks to search next */
};

void traveller_open(Traveller *traveller, Program *program, TravelDone *done,
                    void (*progress)(void *, u64), void *context);
/* traveller_change - it goes its way in another program, which is the same up
 * to `from`; `here` is a room of it where it stands now, or NULL. */
void traveller_change(Traveller *traveller, Program *program, Moment from,
                      Link *here);
/* traveller_here - the room to ask about the current moment; NULL when there
 * can be none. */
Link *traveller_here(Traveller *traveller);
/* Each of these begins a journey; there must be none under way. `done` may be
 * called before they return. */
void travel_to(Traveller *traveller, Moment moment);
void travel_to_end(Traveller *traveller);
void travel_to_line(Traveller *traveller, u32 line, u32 hit);
/* travel_forward, travel_back - to the next or last place where the goal is
 * met, seen from here; `nothing` is the error when there is none. */
void travel_forward(Traveller *traveller, Goal goal, const char *nothing);
void travel_back(Traveller *traveller, Goal goal, const char *nothing);
/* travel_interrupt - ends the journey under way soon: forwards where it is,
 * backwards where it began. */
void travel_interrupt(Traveller *traveller);
void traveller_close(Traveller *traveller);

#endif
