/* What inline caches do, counted: the instance of the interpreter that counts
 * tells the same as looking before every instruction, over any stretch. */
#define _GNU_SOURCE /* mkstemps */
#include "tests/watch/watched.h"

#include "watch/cache_counts.h"
#include "watch/reference.h"

static const char program[] =
    "function get(o) { return o.x + o.m(); }\n"
    "class Box { constructor(x) { this.x = x; } m() { return 1; } }\n"
    "const boxes = [new Box(1), new Box(2), new Box(3)];\n"
    "const other = { m() { return get(boxes[0]); }, x: 1 };\n"
    "for (let i = 0; i < 50; i++) get(i % 7 ? boxes[i % 3] : other);\n"
    "delete boxes[1].x;\n"
    "boxes.map(get);\n"
    "Box.prototype.y = 2;\n"
    "try { get(null); } catch { get(other); }\n"
    "boxes.sort((a, b) => get(a) - get(b));\n";

static Session session;
static Recording recording;
static json_t *name;
static Moment moments[64]; /* some of the run, in their order; then its end */
static u32 moment_count;

static bool is_end(const Session *stopped) {
  return stopped->stop.reason == STOP_END;
}

/* ---- The function, and moments that are no beginnings of ticks ----------- */

static void step(Session *stopped) {
  stopped->goal = (Goal){.kind = GOAL_INSTRUCTION, .bound = MOMENT_NEVER};
}

static void gather(Session *stopped, void *context) {
  static u32 steps;
  if (!is_end(stopped)) {
    if (steps++ % 37 == 5)
      moments[moment_count++ % ARRAY_COUNT(moments)] = stopped->stop.moment;
    step(stopped);
    return;
  }
  Reference reference;
  Buffer error = {};
  REQUIRE(moment_count + 1 < ARRAY_COUNT(moments));
  moments[moment_count++] = stopped->stop.moment;
  REQUIRE(reference_find(&stopped->vm, "get", &reference, &error));
  name = cache_counts_name(
      &stopped->vm,
      heap_offset(&stopped->vm.isolate.heap, value_to_cell(reference.value)));
  REQUIRE(name != NULL);
}

/* ---- Step by step -------------------------------------------------------- */

static json_t *stepped[64]; /* up to each of the moments */

static void look_at_each(Session *stopped, void *context) {
  static CacheCounts counts;
  static u32 at;
  Moment now = stopped->stop.moment;
  if (stopped->stop.reason == STOP_START)
    REQUIRE(cache_counts_open(&counts, &stopped->vm, name));
  if (at < moment_count && !moment_compare(now, moments[at]))
    stepped[at++] = cache_counts_report(&counts);
  if (is_end(stopped)) {
    CHECK_INTEGER(at, moment_count);
    cache_counts_free(&counts);
    return;
  }
  cache_counts_look(&counts, &stopped->vm, now);
  step(stopped);
}

/* ---- By the instance that counts ----------------------------------------- */

static CacheCounts counts;
static u32 from, to;

static void count_between(Session *stopped, void *context) {
  Moment begin = from ? moments[from - 1] : MOMENT_START;
  if (!moment_compare(stopped->stop.moment, begin) && !stopped->counts) {
    REQUIRE(cache_counts_open(&counts, &stopped->vm, name));
    stopped->counts = &counts;
    stopped->goal = (Goal){.kind = GOAL_COUNT, .bound = moments[to]};
  } else if (stopped->stop.reason == STOP_START) {
    stopped->goal =
        (Goal){.kind = GOAL_MOMENT, .moment = begin, .bound = MOMENT_NEVER};
  } else if (stopped->counts) {
    CHECK(!moment_compare(stopped->stop.moment, moments[to]));
    stopped->counts = NULL;
  }
}

static json_int_t sum_of(json_t *sites, const char *key) {
  json_int_t sum = 0;
  size_t index;
  json_t *site;
  json_array_foreach(sites, index, site)
    sum += json_integer_value(json_object_get(site, key));
  return sum;
}

/* From the start to each moment: the same, to the moment of each miss. */
static void test_from_start(void) {
  for (to = 0; to < moment_count; to++) {
    watched_run(&session, &recording, count_between);
    json_t *report = cache_counts_report(&counts);
    CHECK(json_equal(report, stepped[to]));
    json_decref(report);
    cache_counts_free(&counts);
  }
}

/* From any moment, in the midst of a tick too, the counts add up. */
static void test_stretches(void) {
  static const char *const keys[] = {"runs", "hits", "misses"};
  json_t *whole = stepped[moment_count - 1];
  to = moment_count - 1;
  for (from = 1; from < moment_count; from += 3) {
    watched_run(&session, &recording, count_between);
    json_t *report = cache_counts_report(&counts);
    for (u32 i = 0; i < ARRAY_COUNT(keys); i++)
      CHECK_INTEGER(sum_of(report, keys[i]),
                    sum_of(whole, keys[i]) -
                        sum_of(stepped[from - 1], keys[i]));
    json_decref(report);
    cache_counts_free(&counts);
  }
  from = 0;
}

int main(void) {
  watched_load(program, &recording);
  watched_run(&session, &recording, gather);
  watched_run(&session, &recording, look_at_each);
  REQUIRE(sum_of(stepped[moment_count - 1], "misses") > 5);
  RUN(test_from_start);
  RUN(test_stretches);
  for (u32 i = 0; i < moment_count; i++)
    json_decref(stepped[i]);
  json_decref(name);
  recording_free(&recording);
  return check_finish();
}
