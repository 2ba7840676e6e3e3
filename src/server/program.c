/* program.c - the recorder's messages, checkpoints, and the timeline. */
#define _GNU_SOURCE
#include "server/program.h"

#include "protocol/protocol.h"
#include "server/viewer.h"
#include "watch/room_recorder.h"

#include <inttypes.h>
#include <sys/resource.h>
#include <unistd.h>

/* More than the recorder makes: what it says is not to be relied on. */
constexpr u32 CHECKPOINTS_MAX = 256;
constexpr u32 SAMPLES_MAX = 4'096;
constexpr size_t COLLECTIONS_MAX = 4'096;
/* Until it is known how fast the program is. */
constexpr u64 TICKS_PER_MILLISECOND_FIRST = 10'000;

/* ---- Checkpoints -------------------------------------------------------- */

static void on_checkpoint_died(void *context, Link *link) {
  Program *program = context;
  vector_drop(&program->checkpoints, link);
  link_close(link);
}

static void keep_checkpoint(Program *program, Link *link) {
  link_listen(link, NULL, on_checkpoint_died, program);
  vector_push(&program->checkpoints, link);
}

/* Drops every second one, but never the start. */
static void thin_checkpoints(Program *program) {
  u32 kept = 0;
  for (u32 i = 0; i < program->checkpoints.count; i++) {
    Link *link = program->checkpoints.items[i];
    if (i % 2)
      link_close(link);
    else
      program->checkpoints.items[kept++] = link;
  }
  program->checkpoints.count = kept;
}

static void add_checkpoint(Program *program, json_t *message, int file) {
  if (file < 0) return;
  if (program->checkpoints.count >= CHECKPOINTS_MAX) {
    close(file);
    return;
  }
  json_int_t thin = json_integer_value(json_object_get(message, "thin"));
  for (json_int_t i = 0; i < thin && program->checkpoints.count > 1; i++)
    thin_checkpoints(program);
  Link *link = link_open(program->loop, file, 0);
  link->files = program->recording->files;
  link->interval = json_integer_value(json_object_get(message, "interval"));
  link_set_state(link, json_object_get(message, "state"));
  keep_checkpoint(program, link);
}

Link *program_nearest(Program *program, Moment moment, bool or_at) {
  Link *recorder = program->recorder;
  int limit = or_at ? 0 : -1;
  if (recorder && !recorder->is_running &&
      moment_compare(recorder->moment, moment) <= limit)
    return recorder;
  for (u32 i = program->checkpoints.count; i-- > 0;) {
    Link *link = program->checkpoints.items[i];
    if (moment_compare(link->moment, moment) <= limit) return link;
  }
  return program->parent ? program_nearest(program->parent, moment, or_at)
                         : NULL;
}

/* ---- The timeline ------------------------------------------------------- */

/* Keeps one sample for each stretch of twice the distance. */
static void thin_samples(Program *program) {
  program->sample_distance *= 2;
  program->samples.count = samples_thin(
      program->samples.items, program->samples.count, program->sample_distance);
}

static void add_sample(Program *program, json_t *json) {
  json_int_t tick, depth, bytes, collections;
  if (json_unpack(json, "[I, I, I, I]", &tick, &depth, &bytes, &collections))
    return;
  if (program->samples.count == SAMPLES_MAX) thin_samples(program);
  Sample sample = {(u64)tick, (u64)depth, (u64)bytes, (u64)collections};
  vector_push(&program->samples, sample);
}

static void add_collections(Program *program, json_t *list) {
  json_array_extend(program->collections, list);
  while (json_array_size(program->collections) > COLLECTIONS_MAX)
    for (size_t i = 1; i < json_array_size(program->collections); i++)
      json_array_remove(program->collections, i);
}

static void broadcast(Program *program, const char *name, json_t *params) {
  json_t *event = protocol_event(name, params);
  for (u32 i = 0; i < program->viewers.count; i++)
    if (viewer_program(program->viewers.items[i]) == program)
      viewer_send(program->viewers.items[i], event);
  json_decref(event);
}

static void add_news(Program *program, json_t *message) {
  json_t *samples = json_object_get(message, "samples"), *sample;
  json_t *collections = json_object_get(message, "collections");
  size_t index;
  json_array_foreach(samples, index, sample)
    add_sample(program, sample);
  if (json_is_array(collections)) add_collections(program, collections);
  program->ticks = (u64)json_integer_value(json_object_get(message, "tick"));
  program->nanoseconds =
      (u64)json_integer_value(json_object_get(message, "nanoseconds"));
  broadcast(program, "Time.sampled",
            json_pack("{s:O*, s:O*, s:I}", "samples", samples, "collections",
                      collections, "ticks", (json_int_t)program->ticks));
}

u64 program_ticks_in(const Program *program, u64 nanoseconds) {
  double rate = (double)TICKS_PER_MILLISECOND_FIRST / 1e6;
  if (program->nanoseconds > 1'000'000)
    rate = (double)program->ticks / (double)program->nanoseconds;
  double ticks = rate * (double)nanoseconds;
  return ticks > 1 ? (u64)ticks : 1;
}

/* ---- The recorder ------------------------------------------------------- */

static void tell_stop(Program *program) {
  bool is_end = program->is_over || program->is_stopped || program->failure;
  if (is_end)
    broadcast(program, "Time.ended", program_ended(program));
  else
    broadcast(program, "Time.paused",
              json_pack("{s:O*}", "state", program->recorder->state));
  for (u32 i = 0; i < program->viewers.count; i++)
    if (viewer_program(program->viewers.items[i]) == program)
      viewer_program_stopped(program->viewers.items[i]);
  if (is_end && program->on_end) program->on_end(program->context);
}

/* The run has paused or ended. */
static void on_recorded(void *context, Link *link, json_t *reply,
                        const char *error) {
  Program *program = context;
  program->is_running = false;
  if (error) return; /* it died: on_recorder_died comes next */
  json_t *state = json_object_get(reply, "state");
  const char *reason = json_string_value(json_object_get(state, "reason"));
  bool is_thrown = reason && !strcmp(reason, "thrown");
  program->is_over = is_thrown || (reason && !strcmp(reason, "end"));
  program->is_paused = !program->is_over && !program->is_stopped;
  if (program->is_over) {
    program->end = link->moment;
    program->is_stopped = false;
  }
  if (is_thrown) program->thrown = json_incref(json_object_get(state, "error"));
  if (link->moment.tick > program->ticks) program->ticks = link->moment.tick;
  tell_stop(program);
}

static void on_recorder_died(void *context, Link *link) {
  Program *program = context;
  bool was_over = program->is_over;
  link_close(link);
  program->recorder = NULL;
  program->is_running = program->is_paused = false;
  if (!program->is_open) {
    program->on_open(program->context, "the program's process did not start");
    return;
  }
  if (was_over) return;
  program->failure = "the process that ran the program ended unexpectedly";
  tell_stop(program);
}

static void open_start(Program *program) {
  Link *start = link_fork(program->recorder);
  if (start) keep_checkpoint(program, start);
  program->is_open = start;
  program->on_open(program->context,
                   start ? NULL : "the system allows no more processes");
}

static void on_recorder_event(void *context, Link *link, const char *name,
                              json_t *message, int descriptor) {
  Program *program = context;
  if (!strcmp(name, "checkpoint")) {
    add_checkpoint(program, message, descriptor);
    return;
  }
  if (descriptor >= 0) close(descriptor);
  if (!strcmp(name, "samples")) {
    add_news(program, message);
  } else if (!strcmp(name, "open")) {
    open_start(program);
  } else if (!strcmp(name, "failed")) {
    const char *error = json_string_value(json_object_get(message, "error"));
    program->on_open(program->context, error ? error : "the program failed");
  }
}

/* A quarter of the machine's memory. */
static u64 checkpoint_bytes(void) {
  long pages = sysconf(_SC_PHYS_PAGES), bytes = sysconf(_SC_PAGESIZE);
  return pages > 0 && bytes > 0 ? (u64)pages * (u64)bytes / 4 : 1ull << 30;
}

bool program_open(Program *program, uv_loop_t *loop, const Recording *recording,
                  bool is_quiet, Buffer *error) {
  RoomOptions options = {.answer = protocol_answer,
                         .is_quiet = is_quiet,
                         .checkpoint_bytes = program->checkpoint_bytes
                                                 ? program->checkpoint_bytes
                                                 : checkpoint_bytes()};
  int file;
  pid_t pid = room_spawn(recording, &options, &file, error);
  if (pid < 0) return false;
  program->loop = loop;
  program->recording = recording;
  program->sample_distance = 1;
  program->collections = json_array();
  program->recorder = link_open(loop, file, pid);
  program->recorder->files = recording->files;
  program->recorder->is_first = true;
  link_listen(program->recorder, on_recorder_event, on_recorder_died, program);
  return true;
}

void program_start(Program *program) {
  if (!program->recorder || program->is_running || program->is_over) return;
  bool was_paused = program->is_paused;
  program->is_running = true;
  program->is_paused = false;
  link_record(program->recorder, on_recorded, program);
  if (was_paused) broadcast(program, "Time.resumed", json_object());
}

void program_pause(Program *program) {
  if (program->is_running) link_pause(program->recorder);
}

void program_stop(Program *program) {
  if (program->is_over || program->failure) return;
  bool was_paused = program->is_paused;
  program->is_stopped = true;
  program->is_paused = false;
  if (was_paused)
    tell_stop(program);
  else
    program_pause(program);
}

void program_yield(Program *program) {
  constexpr int LAST = 19;
  if (program->recorder && program->recorder->pid)
    setpriority(PRIO_PROCESS, (id_t)program->recorder->pid, LAST);
}

/* ---- Branches of time --------------------------------------------------- */

/* Up to the moment where it begins, its past is its parent's. */
static void copy_past(Program *branch, const Program *parent) {
  u64 tick = branch->begin.tick;
  json_t *collection;
  size_t index;
  for (u32 i = 0; i < parent->samples.count; i++)
    if (parent->samples.items[i].tick <= tick)
      vector_push(&branch->samples, parent->samples.items[i]);
  json_array_foreach(parent->collections, index, collection) {
    json_int_t at = json_integer_value(json_object_get(collection, "tick"));
    if ((u64)at <= tick) json_array_append(branch->collections, collection);
  }
}

Program *program_branch(Program *parent, Link *room, json_t *change) {
  Link *start = link_fork(room);
  if (!start) return NULL;
  Program *branch = base_allocate_zeroed(sizeof *branch);
  *branch = (Program){.loop = parent->loop,
                      .recording = parent->recording,
                      .recorder = room,
                      .is_open = true,
                      .ticks = room->moment.tick,
                      .nanoseconds = parent->nanoseconds,
                      .sample_distance = parent->sample_distance,
                      .collections = json_array(),
                      .parent = parent,
                      .begin = room->moment,
                      .change = json_incref(change)};
  copy_past(branch, parent);
  keep_checkpoint(branch, start);
  link_listen(room, on_recorder_event, on_recorder_died, branch);
  return branch;
}

Program *program_leave(Program *branch) {
  Program *parent = branch->parent;
  program_close(branch);
  free(branch);
  return parent;
}

static json_t *describe_branch(const Program *program) {
  int depth = 0;
  for (const Program *at = program; at->parent; at = at->parent)
    depth++;
  if (!depth) return json_null();
  return json_pack("{s:o, s:O, s:i}", "from", moment_json(program->begin),
                   "change", program->change, "depth", depth);
}

/* ---- Descriptions ------------------------------------------------------- */

json_t *program_ended(const Program *program) {
  json_t *end = program->is_over ? moment_json(program->end) : json_null();
  return json_pack("{s:o, s:O?, s:s?, s:b, s:I}", "end", end, "thrown",
                   program->thrown, "failure", program->failure, "stopped",
                   (int)program->is_stopped, "ticks",
                   (json_int_t)program->ticks);
}

static json_t *describe_samples(const Program *program) {
  json_t *samples = json_array();
  for (u32 i = 0; i < program->samples.count; i++) {
    const Sample *sample = &program->samples.items[i];
    json_array_append_new(
        samples, json_pack("[I, I, I, I]", (json_int_t)sample->tick,
                           (json_int_t)sample->depth, (json_int_t)sample->bytes,
                           (json_int_t)sample->collections));
  }
  return samples;
}

static json_t *describe_arguments(const Recording *recording) {
  json_t *list = json_array();
  for (u32 i = 0; i < recording->argument_count; i++) {
    json_t *text = json_string(recording->arguments[i]);
    json_array_append_new(list, text ? text : json_string("(not UTF-8)"));
  }
  return list;
}

json_t *program_describe(const Program *program) {
  const Recording *recording = program->recording;
  json_t *json = program_ended(program);
  json_t *more = json_pack(
      "{s:s, s:o, s:o, s:s, s:b, s:b, s:o, s:O, s:i, s:o}", "file",
      recording->name, "arguments", describe_arguments(recording), "seed",
      json_sprintf("%" PRIu64, recording->seed), "engine", ENGINE_VERSION,
      "running", (int)program->is_running, "paused", (int)program->is_paused,
      "samples", describe_samples(program), "collections", program->collections,
      "viewers", (int)program->viewers.count, "branch",
      describe_branch(program));
  json_object_update(json, more);
  json_decref(more);
  return json;
}

void program_close(Program *program) {
  link_close(program->recorder);
  for (u32 i = 0; i < program->checkpoints.count; i++)
    link_close(program->checkpoints.items[i]);
  program->recorder = NULL;
  vector_free(&program->checkpoints);
  vector_free(&program->samples);
  vector_free(&program->viewers);
  json_decref(program->collections);
  json_decref(program->counted);
  json_decref(program->thrown);
  json_decref(program->change);
}
