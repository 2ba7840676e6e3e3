/* room_recorder.h - what the first room does beside running: it decides when a
 * sample, a checkpoint or a message is due, and keeps its own cost small.
 *
 * The run is cut into slices of a few milliseconds. Samples are even in ticks
 * and, so that a short run has as many as a long one, their distance doubles
 * whenever there are many. Checkpoints are even in processor time: when there
 * are as many as may be (fewer for a large heap, since each holds the pages
 * that the run has changed since), every second is dropped and the distance
 * doubles. Making one costs the fork and a copy of each page that is written
 * afterwards; the distance is at least thirty times what that took.
 */
#ifndef GLASSHEAP_WATCH_ROOM_RECORDER_H
#define GLASSHEAP_WATCH_ROOM_RECORDER_H

#include "watch/session.h"

#include "base/vector.h"

#include <jansson.h>

/* Numbers 0, d, 2d, ... with a distance that doubles as they become many. */
typedef struct Spread {
  u64 distance, next, count;
} Spread;

typedef struct Recorder {
  Session *session;
  bool is_active;
  u64 slice;                /* ticks */
  u64 slice_tick, slice_ns; /* where and when it began */
  Spread samples, collections;
  VECTOR(Sample) new_samples; /* not yet sent */
  json_t *new_collections;
  json_t *collection; /* the last one, its size afterwards not yet known */
  u64 begun_ns, sent_ns;
  u64 checkpoint_ns; /* when the last one was made */
  u64 distance_ns;   /* between checkpoints */
  u64 checkpoints, checkpoint_bytes, faults;
} Recorder;

/* recorder_open - before the run; `checkpoint_bytes` as in RoomOptions. */
void recorder_open(Recorder *recorder, Session *session, u64 checkpoint_bytes);
/* recorder_start - the run begins or goes on. */
void recorder_start(Recorder *recorder);
/* recorder_look - at a stop: ends the slice, takes a sample when one is due. */
void recorder_look(Recorder *recorder);
/* recorder_goal - where the next slice ends. */
Goal recorder_goal(const Recorder *recorder);
/* recorder_wants_checkpoint - whether one is due; `*thin` is then how often
 * every second of the earlier ones is dropped first. */
bool recorder_wants_checkpoint(Recorder *recorder, u32 *thin);
/* recorder_made_checkpoint - it took `nanoseconds`. */
void recorder_made_checkpoint(Recorder *recorder, u64 nanoseconds);
/* recorder_take_news - the samples event when one is due (always with `now`),
 * or NULL. */
json_t *recorder_take_news(Recorder *recorder, bool now);
/* samples_thin - leaves one sample for each stretch of `distance` ticks: the
 * first, with the depth and the bytes of the highest. How many are left. */
u32 samples_thin(Sample *samples, u32 count, u64 distance);
/* recorder_clock - processor time of this process in nanoseconds. */
u64 recorder_clock(void);

#endif
