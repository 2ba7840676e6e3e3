/* moment.h - a moment names an exact point of a run.
 *
 * The engine counts a tick at every function entry and every backward jump.
 * Between two ticks code only goes forwards, so a tick and the number of
 * instructions since then name a point: `TICK.STEP`, the state just before
 * that instruction. Ticks are counted whether or not anybody watches; steps
 * only matter, and are only counted, near the moment that is looked for.
 * Moments are totally ordered and the same in every replay.
 *
 * A collection takes place within one instruction, and has moments of its own:
 * `TICK.STEP+EVENT`, just behind the collector's EVENT-th event (probes.def)
 * since that instruction began.
 */
#ifndef GLASSHEAP_WATCH_MOMENT_H
#define GLASSHEAP_WATCH_MOMENT_H

#include "base/buffer.h"

#include <jansson.h>

typedef struct Moment {
  u64 tick, step;
  u64 event; /* 0: not inside the collector */
} Moment;

/* The step of the last moment of a run, before the script's final return (or
 * where an uncaught exception was thrown): printed `TICK.end`. */
constexpr u64 MOMENT_STEP_END = UINT32_MAX;

constexpr Moment MOMENT_START = {};
constexpr Moment MOMENT_NEVER = {UINT64_MAX, UINT64_MAX, 0};

static inline int moment_compare(Moment a, Moment b) {
  if (a.tick != b.tick) return a.tick < b.tick ? -1 : 1;
  if (a.step != b.step) return a.step < b.step ? -1 : 1;
  if (a.event != b.event) return a.event < b.event ? -1 : 1;
  return 0;
}
/* moment_after - the first that can come behind it. */
static inline Moment moment_after(Moment moment) {
  return (Moment){moment.tick, moment.step, moment.event + 1};
}
/* moment_parse - "12.3", "12" for "12.0", "12.3+4", or "12.end"; false for
 * anything else. */
bool moment_parse(const char *text, Moment *moment);
/* moment_print - appends "12.3". */
void moment_print(Moment moment, Buffer *out);
/* moment_json - the same, as JSON. */
json_t *moment_json(Moment moment);

#endif
