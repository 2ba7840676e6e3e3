/* heaps.c - files, the taking of snapshots, and who serves them. */
#define _GNU_SOURCE /* for uv.h */
#include "server/heaps.h"

#include "host/files.h"
#include "server/scratch.h"
#include "server/tool.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

constexpr u32 VISITS_MAX = 8;
constexpr u32 MOMENTS_MAX = 3;
constexpr u64 FILE_BYTES_MAX = 4ull << 30;
constexpr u64 TAKING_MS_MAX = 20'000;
static const char FILE_NAME[] = "dropped.heapsnapshot";

typedef struct HeapVisit {
  Heaps *heaps;
  Scratch scratch;
  HeapsReply *reply; /* NULL: nobody waits */
  void *context;
  /* while a file comes */
  int file;
  u64 bytes;
  /* while a program's snapshots are taken */
  char *program;
  VECTOR(char *) moments;
  u32 taken;
  VECTOR(char *) paths; /* of snapshots */
  Tool *tool;           /* that takes, then serves */
  bool is_serving, is_ending;
} HeapVisit;

/* ---- Visits ------------------------------------------------------------- */

static void visit_free(HeapVisit *visit) {
  if (visit->file >= 0) close(visit->file);
  scratch_close(&visit->scratch);
  for (u32 i = 0; i < visit->moments.count; i++)
    free(visit->moments.items[i]);
  for (u32 i = 0; i < visit->paths.count; i++)
    free(visit->paths.items[i]);
  vector_free(&visit->moments);
  vector_free(&visit->paths);
  free(visit->program);
  free(visit);
}

static void remove_visit(HeapVisit *visit) {
  Heaps *heaps = visit->heaps;
  vector_drop(&heaps->visits, visit);
}

/* With its process, when it has one. */
static void end_visit(HeapVisit *visit) {
  visit->is_ending = true;
  if (visit->tool) {
    tool_end(visit->tool);
    return;
  }
  remove_visit(visit);
  visit_free(visit);
}

static void answer(HeapVisit *visit, const char *address, const char *error) {
  HeapsReply *reply = visit->reply;
  visit->reply = NULL;
  if (reply) reply(visit->context, address, error);
}

/* The oldest one that is served goes. */
static void make_room(Heaps *heaps) {
  u32 serving = 0;
  HeapVisit *oldest = NULL;
  for (u32 i = heaps->visits.count; i-- > 0;) {
    HeapVisit *visit = heaps->visits.items[i];
    if (!visit->is_serving || visit->is_ending) continue;
    serving++;
    oldest = visit;
  }
  if (serving >= VISITS_MAX) end_visit(oldest);
}

static HeapVisit *visit_open(Heaps *heaps) {
  HeapVisit *visit = base_allocate_zeroed(sizeof *visit);
  visit->heaps = heaps;
  visit->file = -1;
  if (!scratch_open(&visit->scratch)) {
    free(visit);
    return NULL;
  }
  make_room(heaps);
  vector_push(&heaps->visits, visit);
  return visit;
}

/* ---- Serving ------------------------------------------------------------ */

/* It prints its address when it can be asked. */
static void on_served(void *context, Tool *tool) {
  HeapVisit *visit = context;
  const char *address = strstr(tool->output.bytes, "http://");
  size_t length = address ? strcspn(address, " \n") : 0;
  if (!address || !address[length]) return;
  char *copy = base_copy(address, length + 1);
  copy[length] = 0;
  answer(visit, copy, NULL);
  free(copy);
}

static void on_server_done(void *context, Tool *tool) {
  HeapVisit *visit = context;
  Buffer error = {};
  tool_complaint(tool, visit->scratch.path, &error);
  answer(visit, NULL, error.length ? error.bytes : "it cannot be opened");
  buffer_free(&error);
  visit->tool = NULL;
  end_visit(visit);
}

static void serve(HeapVisit *visit) {
  const char *words[MOMENTS_MAX + 5] = {"heap", "0", "whole"};
  for (u32 i = 0; i < visit->paths.count; i++)
    words[3 + i] = visit->paths.items[i];
  visit->is_serving = true;
  visit->tool = tool_start(visit->heaps->loop, &(ToolOptions){
                                                   .program = TOOL_SERVER,
                                                   .words = words,
                                                   .done = on_server_done,
                                                   .said = on_served,
                                                   .context = visit,
                                               });
}

/* ---- Files that come ---------------------------------------------------- */

HeapVisit *heaps_begin(Heaps *heaps) {
  HeapVisit *visit = visit_open(heaps);
  if (visit) visit->file = scratch_create(&visit->scratch, FILE_NAME);
  return visit;
}

bool heaps_bytes(HeapVisit *visit, const void *bytes, size_t length) {
  visit->bytes += length;
  return visit->file >= 0 && visit->bytes <= FILE_BYTES_MAX &&
         !files_write_all(visit->file, bytes, length);
}

void heaps_end(HeapVisit *visit, HeapsReply *reply, void *context) {
  visit->reply = reply;
  visit->context = context;
  close(visit->file);
  visit->file = -1;
  vector_push(&visit->paths, scratch_path(&visit->scratch, FILE_NAME));
  serve(visit);
}

void heaps_drop(HeapVisit *visit) {
  end_visit(visit);
}

/* ---- Programs ----------------------------------------------------------- */

static void take_next(HeapVisit *visit);

static void on_taken(void *context, Tool *tool) {
  HeapVisit *visit = context;
  visit->tool = NULL;
  if (!visit->is_ending && !access(visit->paths.items[visit->taken], R_OK)) {
    visit->taken++;
    take_next(visit);
    return;
  }
  Buffer error = {};
  if (tool->is_late)
    buffer_text(&error, "the program takes longer than 20 seconds");
  else
    tool_complaint(tool, visit->scratch.path, &error);
  answer(visit, NULL, error.length ? error.bytes : "no snapshot was taken");
  buffer_free(&error);
  end_visit(visit);
}

static void take_next(HeapVisit *visit) {
  if (visit->taken == visit->moments.count) {
    serve(visit);
    return;
  }
  char name[32];
  snprintf(name, sizeof name, "%u.heapsnapshot", visit->taken + 1);
  char *path = scratch_path(&visit->scratch, name);
  const char *words[] = {
      "snapshot", visit->program, "--at", visit->moments.items[visit->taken],
      "-o",       path,           NULL};
  vector_push(&visit->paths, path);
  visit->tool = tool_start(visit->heaps->loop, &(ToolOptions){
                                                   .words = words,
                                                   .ms_max = TAKING_MS_MAX,
                                                   .done = on_taken,
                                                   .context = visit,
                                               });
}

/* At least one and not too many, all of them texts that are no options. */
static bool read_moments(HeapVisit *visit, json_t *moments) {
  size_t count = json_array_size(moments);
  for (size_t i = 0; i < count && i < MOMENTS_MAX; i++) {
    const char *text = json_string_value(json_array_get(moments, i));
    if (!text || *text == '-') return false;
    vector_push(&visit->moments, base_copy(text, strlen(text) + 1));
  }
  return count && count <= MOMENTS_MAX;
}

void heaps_take(Heaps *heaps, const char *name, const char *source,
                size_t length, json_t *moments, HeapsReply *reply,
                void *context) {
  HeapVisit *visit = visit_open(heaps);
  if (!visit) {
    reply(context, NULL, "the system allows no files");
    return;
  }
  bool ok = read_moments(visit, moments) &&
            scratch_write(&visit->scratch, name, source, length);
  if (!ok) {
    reply(context, NULL, "one to three moments are wanted");
    end_visit(visit);
    return;
  }
  visit->reply = reply;
  visit->context = context;
  visit->program = scratch_path(&visit->scratch, name);
  take_next(visit);
}

/* ---- The end ------------------------------------------------------------ */

void heaps_forget(Heaps *heaps, void *context) {
  for (u32 i = 0; i < heaps->visits.count; i++) {
    HeapVisit *visit = heaps->visits.items[i];
    if (visit->reply && visit->context == context) visit->reply = NULL;
  }
}

void heaps_close(Heaps *heaps) {
  for (u32 i = 0; i < heaps->visits.count; i++) {
    HeapVisit *visit = heaps->visits.items[i];
    visit->reply = NULL;
    if (visit->tool) tool_end(visit->tool);
    scratch_close(&visit->scratch);
  }
}
