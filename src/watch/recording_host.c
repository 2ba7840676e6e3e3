/* recording_host.c - see recording_host.h. */
#define _GNU_SOURCE /* environ */
#include "watch/recording_host.h"

#include "base/unicode.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- The environment ---------------------------------------------------- */

static void append_variable(Buffer *out, const char *name, size_t length,
                            const char *value) {
  buffer_append(out, name, length);
  buffer_byte(out, '=');
  buffer_append(out, value, strlen(value) + 1);
}

static void set_environment(HostOptions *options, Buffer *text) {
  options->environment_length = text->length;
  free(options->environment);
  options->environment = text->length ? buffer_take(text) : NULL;
}

static bool is_named(const char *names, const char *name, size_t length) {
  if (!*names) return true;
  for (const char *at = names; *at;) {
    size_t word = strcspn(at, ",");
    if (word == length && !memcmp(at, name, length)) return true;
    at += word + (at[word] == ',');
  }
  return false;
}

static int compare_texts(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

void host_options_grant_environment(HostOptions *options, const char *names) {
  VECTOR(char *) variables = {};
  for (char **at = environ; *at; at++) {
    const char *equals = strchr(*at, '=');
    size_t length = strlen(*at);
    if (equals && is_named(names, *at, (size_t)(equals - *at)) &&
        unicode_check_utf8(*at, length) == length)
      vector_push(&variables, *at);
  }
  if (variables.count)
    qsort(variables.items, variables.count, sizeof(char *), compare_texts);
  Buffer text = {};
  for (u32 i = 0; i < variables.count; i++)
    buffer_append(&text, variables.items[i], strlen(variables.items[i]) + 1);
  vector_free(&variables);
  set_environment(options, &text);
}

static json_t *environment_to_json(const HostOptions *options) {
  json_t *json = json_object();
  const char *end = options->environment + options->environment_length;
  for (const char *at = options->environment; at < end; at += strlen(at) + 1) {
    const char *equals = strchr(at, '=');
    json_object_setn_new(json, at, (size_t)(equals - at),
                         json_string(equals + 1));
  }
  return json;
}

static bool environment_from_json(HostOptions *options, json_t *json) {
  const char *name;
  json_t *value;
  Buffer text = {};
  bool ok = json_is_object(json);
  json_object_foreach(json, name, value) {
    ok = ok && json_is_string(value) && *name && !strchr(name, '=');
    if (ok)
      append_variable(&text, name, strlen(name), json_string_value(value));
  }
  set_environment(options, &text);
  buffer_free(&text);
  return ok;
}

/* ---- Canned answers ----------------------------------------------------- */

bool host_options_read_fetch_table(HostOptions *options, const char *path,
                                   Buffer *error) {
  json_error_t reason;
  json_t *json = json_load_file(path, 0, &reason);
  if (!json || !json_is_object(json)) {
    buffer_format(error, "%s:%d: is no table of canned answers: %s", path,
                  json ? 1 : reason.line,
                  json ? "it wants to be a JSON object" : reason.text);
    json_decref(json);
    return false;
  }
  free(options->fetch_table);
  options->fetch_table = json_dumps(json, JSON_COMPACT);
  json_decref(json);
  return true;
}

/* ---- All ---------------------------------------------------------------- */

bool host_options_read(HostOptions *options, json_t *root) {
  const char *host = json_string_value(json_object_get(root, "host"));
  json_t *environment = json_object_get(root, "environment");
  json_t *table = json_object_get(root, "fetchTable");
  if (host) options->is_browser = !strcmp(host, "browser");
  options->reads_files = json_is_true(json_object_get(root, "readsFiles"));
  options->writes_files = json_is_true(json_object_get(root, "writesFiles"));
  if (table) options->fetch_table = json_dumps(table, JSON_COMPACT);
  return !environment || environment_from_json(options, environment);
}

void host_options_write(const HostOptions *options, json_t *root) {
  if (!root) return;
  if (options->is_browser)
    json_object_set_new(root, "host", json_string("browser"));
  if (options->reads_files)
    json_object_set_new(root, "readsFiles", json_true());
  if (options->writes_files)
    json_object_set_new(root, "writesFiles", json_true());
  if (options->environment)
    json_object_set_new(root, "environment", environment_to_json(options));
  if (options->fetch_table)
    json_object_set_new(root, "fetchTable",
                        json_loads(options->fetch_table, 0, NULL));
}

void host_options_free(HostOptions *options) {
  free(options->environment);
  free(options->fetch_table);
  *options = (HostOptions){};
}
