/* Who made a reference: what a tracer notes of a run. */
#define _GNU_SOURCE /* mkstemps */
#include "tests/watch/watched.h"

#include "watch/reference.h"
#include "watch/tracer.h"

static const char program[] = "const box = { item: null, count: 0 };\n" /* 1 */
                              "const list = [];\n"                      /* 2 */
                              "function fill(i) {\n"                    /* 3 */
                              "  const thing = { i };\n"                /* 4 */
                              "  list.push(thing);\n"                   /* 5 */
                              "  box.count = 7;\n"                      /* 6 */
                              "}\n"                                     /* 7 */
                              "for (let i = 0; i < 40; i++) fill(i);\n" /* 8 */
                              "box.item = list[3];\n"                   /* 9 */
                              "box.item = list[3];\n"                   /* 10 */
                              "list.shift();\n"                         /* 11 */
                              "box.item;\n";                            /* 12 */

static Session session;
static Recording recording;
static json_t *traces; /* made at the end of the first run */
static json_t *report;

static void add(const char *expression, bool is_place) {
  Reference reference;
  Buffer error = {};
  REQUIRE(reference_find(&session.vm, expression, &reference, &error));
  json_array_append_new(
      traces, is_place
                  ? trace_slot(&session.vm, reference.owner, reference.name)
                  : trace_edge(&session.vm, reference.owner, reference.name,
                               value_to_cell(reference.value)));
}

static void ask(Session *stopped, void *context) {
  if (stopped->stop.reason != STOP_END) return;
  traces = json_array();
  add("box.item", false);
  add("list[2]", false);  /* it moved: it was the fourth */
  add("list[38]", false); /* the last: it came with the largest table */
  add("box.count", true);
  json_array_append_new(
      traces, trace_allocation(&session.vm, (Cell *)session.vm.isolate.global));
}

/* ---- Both precisions ------------------------------------------------------
 */

static bool is_exact;

static void trace(Session *stopped, void *context) {
  static Tracer tracer;
  if (stopped->stop.reason == STOP_START) {
    REQUIRE(tracer_open(&tracer, &stopped->vm, traces));
    tracer_start(&tracer, is_exact ? session_now(stopped) : NULL);
    stopped->tracer = &tracer;
    stopped->goal =
        (Goal){.kind = GOAL_TRACE, .bound = MOMENT_NEVER, .exact = is_exact};
    return;
  }
  tracer_stop(&tracer);
  report = tracer_report(&tracer);
  tracer_free(&tracer);
  stopped->tracer = NULL;
}

static const char *word(u32 at, const char *key) {
  json_t *value = json_object_get(json_array_get(report, at), key);
  return json_is_string(value) ? json_string_value(value) : "";
}

static i64 line(u32 at) {
  json_t *where = json_object_get(json_array_get(report, at), "where");
  return json_integer_value(json_object_get(where, "line"));
}

static u64 tick(u32 at) {
  Moment moment = {};
  CHECK(moment_parse(word(at, "moment"), &moment));
  return moment.tick;
}

static u64 exact_ticks[4];

static void test_exact(void) {
  is_exact = true;
  watched_run(&session, &recording, trace);
  CHECK_INTEGER(line(0), 10);
  CHECK_INTEGER(line(1), 5);
  CHECK_INTEGER(line(2), 5);
  CHECK_INTEGER(line(3), 6);
  CHECK_TEXT(word(0, "how"), "stored");
  CHECK(json_is_null(json_array_get(report, 4))); /* before the run */
  for (u32 i = 0; i < 4; i++)
    exact_ticks[i] = tick(i);
  json_decref(report);
}

/* The plain interpreter tells the same ticks. */
static void test_coarse(void) {
  is_exact = false;
  watched_run(&session, &recording, trace);
  for (u32 i = 0; i < 4; i++)
    CHECK_INTEGER(tick(i), exact_ticks[i]);
  CHECK_TEXT(word(3, "how"), "stored");
  CHECK(json_is_null(json_array_get(report, 4)));
  json_decref(report);
}

int main(void) {
  watched_load(program, &recording);
  watched_run(&session, &recording, ask);
  REQUIRE(json_array_size(traces) == 5);
  RUN(test_exact);
  RUN(test_coarse);
  json_decref(traces);
  recording_free(&recording);
  return check_finish();
}
