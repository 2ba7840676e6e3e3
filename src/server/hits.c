/* hits.c - see hits.h. */
#define _GNU_SOURCE
#include "server/hits.h"

#include "watch/cache_counts.h"

#include <inttypes.h>
#include <stdlib.h>

/* Stretches whose counts are kept, of all functions together. */
constexpr size_t COUNTED_MAX = 1'024;
/* Counting against a plain run, about. */
constexpr double SLOWDOWN = 2;

/* From a checkpoint to the next. The moments are enough to find it again:
 * checkpoints may be dropped meanwhile. */
typedef struct Stretch {
  Hits *hits;
  Moment begin, bound;
  Link *room;    /* that runs it, or NULL */
  u64 ticks;     /* run so far */
  json_t *sites; /* NULL: not yet known */
} Stretch;

struct Hits {
  Program *program;
  json_t *code;
  VECTOR(Stretch *) stretches; /* the latest first */
  u32 started, running, lanes;
  u64 ticks; /* that are to be run */
  HitsProgress *progress;
  SearchDone *done;
  void *context;
};

static const char REFUSED[] = "the system allows no more processes";

static void free_hits(Hits *hits) {
  for (u32 i = 0; i < hits->stretches.count; i++) {
    Stretch *stretch = hits->stretches.items[i];
    link_close(stretch->room);
    json_decref(stretch->sites);
    free(stretch);
  }
  vector_free(&hits->stretches);
  json_decref(hits->code);
  free(hits);
}

/* ---- Adding up ----------------------------------------------------------- */

static void add_number(json_t *into, json_t *from, const char *key) {
  json_int_t sum = json_integer_value(json_object_get(into, key)) +
                   json_integer_value(json_object_get(from, key));
  json_object_set_new(into, key, json_integer(sum));
}

static bool is_same(json_t *a, json_t *b, const char *key) {
  return json_equal(json_object_get(a, key), json_object_get(b, key));
}

static void add_shape(json_t *shapes, json_t *shape) {
  size_t index;
  json_t *known;
  json_array_foreach(shapes, index, known) {
    if (!is_same(known, shape, "shape") || !is_same(known, shape, "text"))
      continue;
    add_number(known, shape, "hits");
    add_number(known, shape, "misses");
    return;
  }
  if (json_array_size(shapes) < CACHE_COUNTS_SHAPES)
    json_array_append_new(shapes, json_deep_copy(shape));
}

/* What a site did later is added to what it did before. */
static void add_site(json_t *site, json_t *later) {
  json_t *shapes = json_object_get(site, "shapes"), *shape;
  json_t *missed = json_object_get(site, "missed"), *one;
  size_t index;
  add_number(site, later, "runs");
  add_number(site, later, "hits");
  add_number(site, later, "misses");
  json_array_foreach(json_object_get(later, "shapes"), index, shape)
    add_shape(shapes, shape);
  json_array_foreach(json_object_get(later, "missed"), index, one) {
    if (json_array_size(missed) < CACHE_COUNTS_MISSES)
      json_array_append(missed, one);
  }
}

static json_int_t unit_of(json_t *site) {
  return json_integer_value(json_object_get(site, "unit"));
}

/* Both are in the order of their units. */
static void add_sites(json_t *sites, json_t *later) {
  size_t at = 0, index;
  json_t *site;
  json_array_foreach(later, index, site) {
    while (at < json_array_size(sites) &&
           unit_of(json_array_get(sites, at)) < unit_of(site))
      at++;
    json_t *known = json_array_get(sites, at);
    if (known && unit_of(known) == unit_of(site))
      add_site(known, site);
    else
      json_array_insert_new(sites, at, json_deep_copy(site));
  }
}

/* ---- What is known ------------------------------------------------------- */

/* A function, and a stretch of this run. */
static char *name_of(const Stretch *stretch) {
  char *code = json_dumps(stretch->hits->code, JSON_COMPACT);
  Buffer name = {};
  buffer_format(&name, "%s ", code);
  moment_print(stretch->begin, &name);
  buffer_byte(&name, ' ');
  moment_print(stretch->bound, &name);
  free(code);
  return name.bytes;
}

static json_t *known_sites(const Stretch *stretch) {
  json_t *counted = stretch->hits->program->counted;
  if (!counted) return NULL;
  char *name = name_of(stretch);
  json_t *sites = json_incref(json_object_get(counted, name));
  free(name);
  return sites;
}

static void keep_sites(const Stretch *stretch) {
  Program *program = stretch->hits->program;
  if (!program->counted) program->counted = json_object();
  if (json_object_size(program->counted) >= COUNTED_MAX)
    json_object_clear(program->counted);
  char *name = name_of(stretch);
  json_object_set(program->counted, name, stretch->sites);
  free(name);
}

/* ---- Running ------------------------------------------------------------- */

static double seconds_for(const Program *program, u64 ticks) {
  double each = 1e9 / (double)program_ticks_in(program, 1'000'000'000);
  return (double)ticks * each * SLOWDOWN / 1e9;
}

/* The answer, with the counts of all stretches if they are there. */
static json_t *answer_of(const Hits *hits, bool is_counted) {
  json_t *sites = is_counted ? json_array() : json_null();
  for (u32 i = hits->stretches.count; is_counted && i-- > 0;)
    add_sites(sites, hits->stretches.items[i]->sites);
  return json_pack("{s:O, s:I, s:f, s:o}", "address",
                   json_object_get(hits->code, "address"), "ticks",
                   (json_int_t)hits->ticks, "seconds",
                   seconds_for(hits->program, hits->ticks), "sites", sites);
}

static void end(Hits *hits, json_t *answer, const char *error) {
  SearchDone *done = hits->done;
  void *context = hits->context;
  free_hits(hits);
  done(context, answer, error);
}

static void tell_progress(const Hits *hits) {
  u64 ticks = 0;
  for (u32 i = 0; i < hits->stretches.count; i++)
    ticks += hits->stretches.items[i]->ticks;
  hits->progress(hits->context, ticks);
}

static void on_event(void *context, Link *link, const char *name,
                     json_t *message, int descriptor) {
  Stretch *stretch = context;
  if (strcmp(name, "progress")) return;
  json_int_t tick = json_integer_value(json_object_get(message, "tick"));
  if ((u64)tick < stretch->begin.tick) return;
  stretch->ticks = (u64)tick - stretch->begin.tick;
  tell_progress(stretch->hits);
}

static bool go_on(Hits *hits);

static void on_counted(void *context, Link *link, json_t *reply,
                       const char *error) {
  Stretch *stretch = context;
  Hits *hits = stretch->hits;
  json_t *sites = json_object_get(reply, "sites");
  if (error || !json_is_array(sites)) {
    end(hits, NULL, error ? error : "the room gave no answer");
    return;
  }
  stretch->sites = json_incref(sites);
  stretch->ticks = stretch->bound.tick - stretch->begin.tick;
  link_close(stretch->room);
  stretch->room = NULL;
  if (stretch != hits->stretches.items[0]) keep_sites(stretch);
  hits->running--;
  go_on(hits);
}

static void count(Stretch *stretch) {
  stretch->room->is_running = true;
  link_request(stretch->room,
               json_pack("{s:s, s:O, s:o}", "do", "count", "code",
                         stretch->hits->code, "bound",
                         moment_json(stretch->bound)),
               on_counted, stretch);
}

static void on_begin(void *context, Link *link, json_t *reply,
                     const char *error) {
  Stretch *stretch = context;
  if (error)
    end(stretch->hits, NULL, error);
  else
    count(stretch);
}

/* In a copy of the checkpoint; when that is no longer there, of one before it,
 * which goes there first. */
static bool start(Stretch *stretch) {
  Link *base = program_nearest(stretch->hits->program, stretch->begin, true);
  stretch->room = base ? link_fork(base) : NULL;
  if (!stretch->room) return false;
  link_listen(stretch->room, on_event, NULL, stretch);
  Goal goal = {
      .kind = GOAL_MOMENT, .moment = stretch->begin, .bound = MOMENT_NEVER};
  if (moment_compare(stretch->room->moment, stretch->begin) < 0)
    link_go(stretch->room, &goal, on_begin, stretch);
  else
    count(stretch);
  return true;
}

/* False when the system refuses. */
static bool start_lanes(Hits *hits) {
  while (hits->running < hits->lanes && hits->started < hits->stretches.count) {
    Stretch *stretch = hits->stretches.items[hits->started++];
    if (stretch->sites) continue;
    if (!start(stretch)) return false;
    hits->running++;
  }
  return true;
}

/* Whether there is more to wait for; else it has ended. */
static bool go_on(Hits *hits) {
  if (!start_lanes(hits))
    end(hits, NULL, REFUSED);
  else if (!hits->running)
    end(hits, answer_of(hits, true), NULL);
  else
    return true;
  return false;
}

/* ---- Beginning ----------------------------------------------------------- */

/* From the moment back to the start. */
static void divide(Hits *hits, Moment moment) {
  Link *base;
  while ((base = program_nearest(hits->program, moment, false))) {
    Stretch *stretch = base_allocate_zeroed(sizeof *stretch);
    *stretch = (Stretch){.hits = hits, .begin = base->moment, .bound = moment};
    vector_push(&hits->stretches, stretch);
    stretch->sites = known_sites(stretch);
    if (!stretch->sites) hits->ticks += moment.tick - base->moment.tick;
    moment = base->moment;
  }
}

Hits *hits_begin(Program *program, Link *here, json_t *answer,
                 HitsProgress *progress, SearchDone *done, void *context) {
  json_t *limit = json_object_get(answer, "limit");
  Hits *hits = base_allocate_zeroed(sizeof *hits);
  *hits = (Hits){.program = program,
                 .code = json_incref(json_object_get(answer, "code")),
                 .lanes = search_lanes(),
                 .progress = progress,
                 .done = done,
                 .context = context};
  divide(hits, here->moment);
  bool is_too_much =
      json_is_integer(limit) && hits->ticks > (u64)json_integer_value(limit);
  json_decref(answer);
  if (is_too_much) {
    end(hits, answer_of(hits, false), NULL);
    return NULL;
  }
  return go_on(hits) ? hits : NULL;
}

void hits_cancel(Hits *hits) {
  if (hits) free_hits(hits);
}
