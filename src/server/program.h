/* program.h - the program that is watched: its recorder, the checkpoints that
 * the run has left, and what is known of the whole run.
 *
 *   samples  [tick, depth, bytes, collections]   at most 4,096, even in ticks
 *   rooms    0.0 | c | c | c | ... | recorder     in the order of their moments
 *
 * Viewers (viewer.h) fork their own rooms from these.
 */
#ifndef GLASSHEAP_SERVER_PROGRAM_H
#define GLASSHEAP_SERVER_PROGRAM_H

#include "server/link.h"

struct Viewer;

typedef struct Program Program;
struct Program {
  uv_loop_t *loop;
  const Recording *recording;
  Link *recorder;             /* NULL when it died */
  VECTOR(Link *) checkpoints; /* the first is the start */
  u64 checkpoint_bytes; /* for checkpoints; 0: a quarter of the machine's */
  bool is_open, is_running, is_over;
  bool is_paused, is_stopped; /* by a viewer; stopped: for good */
  Moment end;                 /* when is_over */
  json_t *thrown;             /* text of the uncaught exception, or NULL */
  const char *failure;        /* why there is no end, or NULL */
  u64 ticks, nanoseconds;     /* so far */
  VECTOR(Sample) samples;
  u64 sample_distance; /* ticks */
  json_t *collections;
  json_t *counted; /* between checkpoints: hits.c's own; or NULL */
  VECTOR(struct Viewer *) viewers;
  Program *parent; /* of a branch of time: the run that it has left, */
  Moment begin;    /* where, */
  json_t *change;  /* and what was changed there; else NULL */
  /* called once the program stands at its start, with an error or NULL, and
   * when it has ended or was stopped */
  void (*on_open)(void *context, const char *error);
  void (*on_end)(void *context);
  void *context;
};

/* program_open - starts the process; false with a line in `error`. `on_open`
 * comes later. The recording must outlive the program. */
bool program_open(Program *program, uv_loop_t *loop, const Recording *recording,
                  bool is_quiet, Buffer *error);
/* program_branch - a branch of time: what comes of it that `room`, in a moment
 * of `parent`, was changed by hand. The room is its own from now on; before
 * that moment it is its parent. NULL when the system refuses. */
Program *program_branch(Program *parent, Link *room, json_t *change);
/* program_leave - the branch is gone; its parent. */
Program *program_leave(Program *branch);
/* program_start - runs it from its start, or on after a pause. */
void program_start(Program *program);
/* program_pause - stops it soon; every viewer hears of it. */
void program_pause(Program *program);
/* program_stop - the same, for good: what was run so far can be looked at. */
void program_stop(Program *program);
/* program_yield - while it runs on, whoever waits for an answer goes first. */
void program_yield(Program *program);
/* program_nearest - the room that stands last before `moment`, or at it with
 * `or_at`. NULL when there is none. */
Link *program_nearest(Program *program, Moment moment, bool or_at);
/* program_ticks_in - about how many ticks run in that time; at least 1. */
u64 program_ticks_in(const Program *program, u64 nanoseconds);
/* program_describe - the members of Time.describe that all viewers share. */
json_t *program_describe(const Program *program);
/* program_ended - the parameters of Time.ended. */
json_t *program_ended(const Program *program);
void program_close(Program *program);

#endif
