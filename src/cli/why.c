/* why.c - `glassheap why FILE`: why an object of a program is alive, and who
 * did it, at any moment of its run. (`why SNAPSHOT` is heap.c's.)
 */
#define _GNU_SOURCE
#include "cli/cli.h"
#include "cli/client.h"
#include "cli/target.h"
#include "cli/why_text.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- What the file is -----------------------------------------------------
 */

static bool has_ending(const char *name) {
  static const char *const endings[] = {".js", ".mjs", ".cjs", ".glass"};
  for (u32 i = 0; i < ARRAY_COUNT(endings); i++)
    if (path_ends(name, endings[i])) return true;
  return false;
}

/* Snapshots begin with {"snapshot", or are compressed. */
static bool begins_as_snapshot(const char *bytes, size_t length) {
  static const u8 gzip[] = {0x1F, 0x8B}, zstd[] = {0x28, 0xB5, 0x2F, 0xFD};
  size_t at = 0;
  if (length >= sizeof zstd &&
      (!memcmp(bytes, gzip, sizeof gzip) || !memcmp(bytes, zstd, sizeof zstd)))
    return true;
  while (at < length && strchr(" \r\n\t{", bytes[at]) && bytes[at])
    at++;
  return length - at >= 10 && !memcmp(bytes + at, "\"snapshot\"", 10);
}

static bool is_snapshot(const char *name) {
  char bytes[256] = {};
  if (has_ending(name)) return false;
  if (!strcmp(name, "-")) return true;
  int file = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  ssize_t length = file < 0 ? 0 : read(file, bytes, sizeof bytes);
  if (file >= 0) close(file);
  return length > 0 && begins_as_snapshot(bytes, (size_t)length);
}

/* ---- To the moment --------------------------------------------------------
 */

static json_t *go(Client *client, Target target, Buffer *error) {
  if (target.kind == TARGET_LINE)
    return client_ask(client, "Time.line",
                      json_pack("{s:i, s:i}", "line", (int)target.line, "hit",
                                (int)target.hit),
                      error);
  Buffer moment = {};
  if (target.kind == TARGET_MOMENT)
    moment_print(target.moment, &moment);
  else
    buffer_text(&moment, "end");
  json_t *params = json_pack("{s:s}", "moment", moment.bytes);
  buffer_free(&moment);
  if (target.kind == TARGET_END) client_wait_end(client);
  return client_ask(client, "Time.seek", params, error);
}

/* ---- Questions ------------------------------------------------------------
 */

static const struct {
  OptionName option;
  const char *method;
} questions[] = {
    {OPTION_wrote, "Why.wrote"},
    {OPTION_allocated, "Why.allocated"},
    {OPTION_died, "Why.died"},
};

static const char *method_of(const Invocation *invocation) {
  for (u32 i = 0; i < ARRAY_COUNT(questions); i++)
    if (invocation->options[questions[i].option]) return questions[i].method;
  return "Why.describe";
}

static json_t *ask(Client *client, const Invocation *invocation, u64 limit,
                   Buffer *error) {
  json_t *params = json_pack("{s:s}", "expression", invocation->arguments[0]);
  const char *method = method_of(invocation);
  if (limit && !strcmp(method, "Why.describe"))
    json_object_set_new(params, "limit", json_integer((json_int_t)limit));
  return client_ask(client, method, params, error);
}

/* Cuts each of the edges between commas, and collects. */
static json_t *cut(Client *client, const char *edges, Buffer *error) {
  char *words = base_copy(edges, strlen(edges) + 1), *rest = words;
  json_t *done = json_array(), *result = NULL;
  for (char *edge; (edge = strsep(&rest, ","));) {
    edge += strspn(edge, " ");
    json_t *one = client_ask(client, "WhatIf.cut",
                             json_pack("{s:s}", "edge", edge), error);
    if (!one) break;
    json_array_append_new(done, one);
  }
  if (!error->length)
    result = client_ask(client, "WhatIf.collect", json_object(), error);
  if (result) json_object_set(result, "edges", done);
  json_decref(done);
  free(words);
  return result;
}

/* All that was asked for, as one object; NULL with `error`. */
static json_t *answer(Client *client, const Invocation *invocation,
                      Target target, u64 limit, Buffer *error, int *status) {
  const char *edges = invocation->options[OPTION_cut];
  *status = EXIT_STATUS_MOMENT;
  json_t *state = go(client, target, error);
  if (!state) return NULL;
  *status = EXIT_STATUS_USAGE;
  json_t *why = NULL, *fallout = NULL;
  if (invocation->argument_count) why = ask(client, invocation, limit, error);
  if (edges && !error->length) fallout = cut(client, edges, error);
  json_t *json = json_pack("{s:o, s:o*, s:o*}", "state", state, "why", why,
                           "whatIf", fallout);
  if (!error->length) {
    *status = EXIT_STATUS_OK;
    return json;
  }
  json_decref(json);
  return NULL;
}

static void print(json_t *json, const Invocation *invocation) {
  if (!invocation->options[OPTION_json]) {
    why_print(json, invocation->argument_count ? invocation->arguments[0] : "",
              method_of(invocation));
    return;
  }
  json_dumpf(json, stdout, JSON_INDENT(1));
  fputc('\n', stdout);
}

static int why(const Invocation *invocation, const Recording *recording,
               Target target, u64 limit) {
  Client client;
  Buffer error = {};
  int status;
  if (!client_open(&client, recording)) return EXIT_STATUS_INPUT;
  json_t *json = answer(&client, invocation, target, limit, &error, &status);
  int ended = client_close(&client);
  if (json)
    print(json, invocation);
  else if (ended)
    status = ended; /* the server has said why */
  else
    cli_fail(status, "%s", error.bytes ? error.bytes : "there is no answer");
  json_decref(json);
  buffer_free(&error);
  return status;
}

int command_why(const Invocation *invocation) {
  if (is_snapshot(invocation->file)) return command_heap(invocation);
  const char *given = invocation->options[OPTION_limit];
  u64 limit = 0;
  Target target;
  Recording recording;
  if (given && (!cli_number(given, 50, &limit) || !limit))
    return cli_fail(EXIT_STATUS_USAGE,
                    "--limit wants a number from 1 to 50, not %s", given);
  if (!invocation->argument_count && !invocation->options[OPTION_cut])
    return cli_fail(EXIT_STATUS_USAGE,
                    "why what? Give an expression, as cache.items[3] or "
                    "@1a40, or --cut EDGE");
  int status = target_read(invocation, &target);
  if (status) return status;
  /* the expression is no argument of the program's */
  Invocation program = *invocation;
  if (program.argument_count) {
    program.arguments++;
    program.argument_count--;
  }
  status = cli_load(&program, &recording);
  if (status) return status;
  status = why(invocation, &recording, target, limit);
  recording_free(&recording);
  return status;
}
