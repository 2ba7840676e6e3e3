/* room_recorder.c - samples, and when checkpoints are due. */
#define _GNU_SOURCE
#include "watch/room_recorder.h"

#include <sys/resource.h>
#include <time.h>

constexpr u64 MILLISECOND = 1'000'000;
constexpr u64 SLICE_NS_MIN = 1 * MILLISECOND, SLICE_NS_MAX = 5 * MILLISECOND;
constexpr u64 SLICE_TICKS_MAX = 1ull << 30;
constexpr u64 NEWS_NS = 50 * MILLISECOND;
constexpr u64 DISTANCE_NS_MIN = 120 * MILLISECOND;
constexpr u64 COST_FACTOR = 30;
constexpr u64 FAULT_NS = 1500; /* to copy a page that a checkpoint shares */
constexpr u64 CHECKPOINTS_MIN = 4, CHECKPOINTS_MAX = 64;
constexpr u64 SPREAD_COUNT = 512; /* until the distance doubles */

u64 recorder_clock(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (u64)time.tv_sec * 1'000'000'000 + (u64)time.tv_nsec;
}

static u64 page_faults(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return (u64)usage.ru_minflt;
}

/* Whether `at` is to be kept; then the spread goes on to the next. */
static bool spread_wants(Spread *spread, u64 at) {
  if (at < spread->next) return false;
  if (++spread->count > SPREAD_COUNT) {
    spread->distance *= 2;
    spread->count = SPREAD_COUNT / 2;
  }
  spread->next = at - at % spread->distance + spread->distance;
  return true;
}

/* ---- Collections -------------------------------------------------------- */

/* What the last collection left is known only now. */
static void finish_collection(Recorder *recorder, bool is_known) {
  if (!recorder->collection) return;
  const Collection *last = &recorder->session->vm.isolate.heap.last;
  json_object_set_new(recorder->collection, "after",
                      is_known ? json_integer((json_int_t)last->bytes_after)
                               : json_null());
  json_array_append_new(recorder->new_collections, recorder->collection);
  recorder->collection = NULL;
}

/* Called in each collection, between marking and freeing: ends the slice at
 * the next tick, when its outcome can be read. */
static void note_collection(void *owner, Heap *heap) {
  Recorder *recorder = owner;
  if (!recorder->is_active) return;
  finish_collection(recorder, false);
  if (!spread_wants(&recorder->collections, heap->last.number)) return;
  VM *vm = &recorder->session->vm;
  recorder->collection = json_pack(
      "{s:I, s:I, s:s}", "tick", (json_int_t)vm_ticks(vm), "before",
      (json_int_t)heap->last.bytes_before, "reason", heap->last.reason);
  recorder->session->goal.moment = MOMENT_START;
  vm_pull_interrupt(vm);
}

/* ---- Slices and samples ------------------------------------------------- */

void recorder_open(Recorder *recorder, Session *session, u64 checkpoint_bytes) {
  *recorder = (Recorder){
      .session = session,
      .slice = 1024,
      .samples = {.distance = 1},
      .collections = {.distance = 1},
      .new_collections = json_array(),
      .distance_ns = DISTANCE_NS_MIN,
      .checkpoint_bytes = checkpoint_bytes,
  };
  heap_add_after_mark(&session->vm.isolate.heap, note_collection, recorder);
}

void recorder_start(Recorder *recorder) {
  u64 now = recorder_clock();
  recorder->is_active = true;
  recorder->slice_tick = vm_ticks(&recorder->session->vm);
  recorder->slice_ns = now;
  if (recorder->begun_ns) return;
  recorder->begun_ns = recorder->checkpoint_ns = now;
  recorder->faults = page_faults();
}

static void take_sample(Recorder *recorder, u64 tick) {
  const Session *session = recorder->session;
  const Heap *heap = &session->vm.isolate.heap;
  Sample sample = {tick, session->stop.depth, heap_live_bytes(heap),
                   heap->collections};
  vector_push(&recorder->new_samples, sample);
}

u32 samples_thin(Sample *samples, u32 count, u64 distance) {
  u32 kept = 0;
  for (u32 i = 0; i < count; i++) {
    const Sample *sample = &samples[i];
    Sample *last = kept ? &samples[kept - 1] : NULL;
    if (!last || last->tick / distance != sample->tick / distance) {
      samples[kept++] = *sample;
      continue;
    }
    if (sample->depth > last->depth) last->depth = sample->depth;
    if (sample->bytes > last->bytes) last->bytes = sample->bytes;
  }
  return kept;
}

/* Most of the samples of a run's first moments are closer to each other than
 * those that come when the news are sent: nobody needs them all. */
static json_t *take_samples(Recorder *recorder) {
  json_t *samples = json_array();
  const Sample *items = recorder->new_samples.items;
  u32 count =
      samples_thin(recorder->new_samples.items, recorder->new_samples.count,
                   recorder->samples.distance);
  for (u32 i = 0; i < count; i++)
    json_array_append_new(samples,
                          json_pack("[I, I, I, I]", (json_int_t)items[i].tick,
                                    (json_int_t)items[i].depth,
                                    (json_int_t)items[i].bytes,
                                    (json_int_t)items[i].collections));
  recorder->new_samples.count = 0;
  return samples;
}

static void end_slice(Recorder *recorder, u64 tick) {
  u64 now = recorder_clock(), ran = tick - recorder->slice_tick;
  u64 took = now - recorder->slice_ns;
  if (took > SLICE_NS_MAX && recorder->slice > 1)
    recorder->slice /= 2;
  else if (took < SLICE_NS_MIN && ran >= recorder->slice &&
           recorder->slice < SLICE_TICKS_MAX)
    recorder->slice *= 2;
  recorder->slice_tick = tick;
  recorder->slice_ns = now;
}

void recorder_look(Recorder *recorder) {
  u64 tick = vm_ticks(&recorder->session->vm);
  finish_collection(recorder, true);
  if (spread_wants(&recorder->samples, tick)) take_sample(recorder, tick);
  end_slice(recorder, tick);
}

Goal recorder_goal(const Recorder *recorder) {
  u64 end = recorder->slice_tick + recorder->slice;
  if (recorder->samples.next < end) end = recorder->samples.next;
  return (Goal){
      .kind = GOAL_TICK, .moment = {.tick = end}, .bound = MOMENT_NEVER};
}

/* ---- Checkpoints and news ----------------------------------------------- */

static u64 most_checkpoints(const Recorder *recorder) {
  const Heap *heap = &recorder->session->vm.isolate.heap;
  u64 bytes = heap->used_blocks * HEAP_BLOCK_BYTES + (1 << 20);
  u64 most = recorder->checkpoint_bytes / bytes;
  if (most < CHECKPOINTS_MIN) return CHECKPOINTS_MIN;
  return most < CHECKPOINTS_MAX ? most : CHECKPOINTS_MAX;
}

bool recorder_wants_checkpoint(Recorder *recorder, u32 *thin) {
  u64 now = recorder->slice_ns;
  if (now - recorder->checkpoint_ns < recorder->distance_ns) return false;
  *thin = 0;
  while (recorder->checkpoints >= most_checkpoints(recorder)) {
    recorder->checkpoints /= 2;
    recorder->distance_ns *= 2;
    ++*thin;
  }
  return true;
}

void recorder_made_checkpoint(Recorder *recorder, u64 nanoseconds) {
  u64 faults = page_faults();
  u64 cost = nanoseconds + (faults - recorder->faults) * FAULT_NS;
  if (recorder->distance_ns < cost * COST_FACTOR)
    recorder->distance_ns = cost * COST_FACTOR;
  recorder->faults = faults;
  recorder->checkpoints++;
  recorder->checkpoint_ns = recorder_clock();
}

json_t *recorder_take_news(Recorder *recorder, bool now) {
  u64 clock = recorder->slice_ns;
  if (!now && clock - recorder->sent_ns < NEWS_NS) return NULL;
  recorder->sent_ns = clock;
  json_t *news = json_pack("{s:s, s:o, s:o, s:I, s:I}", "event", "samples",
                           "samples", take_samples(recorder), "collections",
                           recorder->new_collections, "tick",
                           (json_int_t)recorder->slice_tick, "nanoseconds",
                           (json_int_t)(clock - recorder->begun_ns));
  recorder->new_collections = json_array();
  return news;
}
