/* comparison.c - see comparison.h. */
#define _GNU_SOURCE /* clock_gettime */

#include "watch/comparison.h"

#include "heap/collector.h"
#include "watch/comparison_left.h"

#include <stdlib.h>
#include <time.h>

/* Samples are taken that far apart at first; when there are too many, every
 * second is dropped, and they come half as often. */
constexpr u64 FIRST_TICKS = 64;
constexpr u32 SAMPLES_MOST = 256;

typedef struct Point {
  u64 tick, bytes;
} Point;

typedef struct Measuring {
  Session session;
  Point points[SAMPLES_MOST];
  u32 point_count;
  u64 peak, at_end, collected;
  u64 ticks, begin_ns, nanoseconds;
  u64 collections; /* those that nobody asked for */
  Pauses pauses;
  u64 lines, hash; /* of the output */
  json_t *left;
} Measuring;

static Measuring *measuring_of(Session *session) {
  return (Measuring *)((char *)session - offsetof(Measuring, session));
}

static u64 now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (u64)time.tv_sec * 1'000'000'000 + (u64)time.tv_nsec;
}

/* ---- While it runs ------------------------------------------------------- */

static void note_peak(Measuring *measuring) {
  u64 bytes = heap_live_bytes(&measuring->session.vm.isolate.heap);
  if (bytes > measuring->peak) measuring->peak = bytes;
}

/* At each collection the most lives since the one before. */
static void after_mark(void *owner, Heap *heap) {
  note_peak(owner);
}

static void thin_out(Measuring *measuring) {
  for (u32 i = 0; i < SAMPLES_MOST / 2; i++)
    measuring->points[i] = measuring->points[2 * i];
  measuring->point_count = SAMPLES_MOST / 2;
  measuring->session.sample_ticks *= 2;
}

static void sampled(Session *session, const Sample *sample, void *context) {
  Measuring *measuring = context;
  note_peak(measuring);
  if (measuring->point_count == SAMPLES_MOST) thin_out(measuring);
  measuring->points[measuring->point_count++] =
      (Point){sample->tick, sample->bytes};
}

/* What the program prints goes nowhere; but two runs should print the same
 * (FNV-1a, of both streams). */
static void hash_output(VM *vm, Stream stream, const char *text,
                        size_t length) {
  Measuring *measuring = measuring_of((Session *)vm);
  for (size_t i = 0; i < length; i++) {
    measuring->hash = (measuring->hash ^ (u8)text[i]) * 0x100'0000'01B3;
    measuring->lines += text[i] == '\n';
  }
}

/* ---- At the end ---------------------------------------------------------- */

static void finish(Measuring *measuring) {
  Session *session = &measuring->session;
  Heap *heap = &session->vm.isolate.heap;
  measuring->nanoseconds = now_ns() - measuring->begin_ns;
  measuring->ticks = session->stop.moment.tick;
  measuring->at_end = heap_live_bytes(heap);
  measuring->collections = heap->collections;
  measuring->pauses = heap->pauses;
  note_peak(measuring);
  heap_collect(heap, "forced");
  measuring->collected = heap_live_bytes(heap);
  measuring->left = comparison_left(&session->vm);
}

static void stopped(Session *session, void *context) {
  if (session->is_over) finish(context);
}

/* ---- The report ---------------------------------------------------------- */

static json_t *points_json(const Measuring *measuring) {
  json_t *list = json_array();
  for (u32 i = 0; i < measuring->point_count; i++)
    json_array_append_new(
        list, json_pack("[I,I]", (json_int_t)measuring->points[i].tick,
                        (json_int_t)measuring->points[i].bytes));
  json_array_append_new(list, json_pack("[I,I]", (json_int_t)measuring->ticks,
                                        (json_int_t)measuring->at_end));
  return list;
}

/* The end of the bucket within which that share of all pauses lies. */
static json_int_t pause_below(const Pauses *pauses, double share) {
  u64 wanted = (u64)(share * (double)pauses->count), seen = 0;
  if (!pauses->count) return 0;
  for (u32 i = 0; i < PAUSE_BUCKETS; i++) {
    seen += pauses->buckets[i];
    if (seen < wanted || !seen) continue;
    u64 end = pause_bucket_end(i);
    return (json_int_t)(end < pauses->longest ? end : pauses->longest);
  }
  return (json_int_t)pauses->longest;
}

static json_t *pauses_json(const Pauses *pauses) {
  return json_pack("{s:I,s:I,s:I,s:I,s:I}", "count", (json_int_t)pauses->count,
                   "total", (json_int_t)pauses->nanoseconds, "longest",
                   (json_int_t)pauses->longest, "median",
                   pause_below(pauses, 0.5), "most", pause_below(pauses, 0.99));
}

static json_t *work_json(const Heap *heap) {
  CollectorWork work = heap_work(heap);
  return json_pack("{s:I,s:I,s:I,s:I}", "cellsMarked",
                   (json_int_t)work.cells_marked, "cellsFreed",
                   (json_int_t)work.cells_freed, "countChanges",
                   (json_int_t)work.count_changes, "candidates",
                   (json_int_t)work.candidates);
}

static const char *status_of(const Session *session, bool ok) {
  return ok ? "ended" : session->is_out_of_memory ? "memory" : "threw";
}

static json_t *report(Measuring *measuring, bool ok, const Buffer *error) {
  const Session *session = &measuring->session;
  const Heap *heap = &session->vm.isolate.heap;
  char hash[24];
  snprintf(hash, sizeof hash, "%016llx", (unsigned long long)measuring->hash);
  json_t *live = json_pack("{s:I,s:I,s:I}", "peak", (json_int_t)measuring->peak,
                           "end", (json_int_t)measuring->at_end, "collected",
                           (json_int_t)measuring->collected);
  return json_pack("{s:s,s:s,s:s?,s:I,s:f,s:I,s:o,s:o,s:o,s:{s:I,s:s},s:o,s:o}",
                   "collector", collector_name(heap->collector_kind), "status",
                   status_of(session, ok), "error", ok ? NULL : error->bytes,
                   "ticks", (json_int_t)measuring->ticks, "seconds",
                   (double)measuring->nanoseconds / 1e9, "collections",
                   (json_int_t)measuring->collections, "live", live, "pauses",
                   pauses_json(&measuring->pauses), "work", work_json(heap),
                   "output", "lines", (json_int_t)measuring->lines, "hash",
                   hash, "samples", points_json(measuring), "left",
                   measuring->left ? measuring->left : json_null());
}

json_t *comparison_measure(const Recording *recording, Buffer *error) {
  static Measuring measuring; /* large; one run a process */
  Session *session = &measuring.session;
  if (!session_open(session, recording, NULL, error)) return NULL;
  measuring.hash = 0xCBF2'9CE4'8422'2325;
  session->sampled = sampled;
  session->sample_ticks = FIRST_TICKS;
  session->vm.write = hash_output;
  heap_add_after_mark(&session->vm.isolate.heap, after_mark, &measuring);
  measuring.begin_ns = now_ns();
  bool ok = session_run(session, stopped, &measuring, error);
  json_t *made = report(&measuring, ok, error);
  session_close(session);
  return made;
}
