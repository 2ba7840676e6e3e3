/* client.c - pipes to the server, a message a line. */
#define _GNU_SOURCE
#include "cli/client.h"

#include "cli/cli.h"
#include "cli/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* The process becomes the server. */
static void become_server(const Recording *recording, int in, int out) {
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  close(in);
  close(out);
  _exit(serve(recording, (Serving){.is_stdio = true}));
}

bool client_open(Client *client, const Recording *recording) {
  int to[2], from[2];
  *client = (Client){.id = 1};
  signal(SIGPIPE, SIG_IGN);
  fflush(NULL);
  if (pipe2(to, O_CLOEXEC) || pipe2(from, O_CLOEXEC) ||
      (client->server = fork()) < 0) {
    cli_fail(EXIT_STATUS_INPUT, "the server did not start: %s",
             strerror(errno));
    return false;
  }
  if (!client->server) become_server(recording, to[0], from[1]);
  close(to[0]);
  close(from[1]);
  client->to = fdopen(to[1], "w");
  client->from = fdopen(from[0], "r");
  return client->to && client->from;
}

/* The next message; NULL when the server is gone. */
static json_t *receive(Client *client) {
  char *line = NULL;
  size_t size = 0;
  ssize_t length = getline(&line, &size, client->from);
  json_t *message =
      length > 0 ? json_loadb(line, (size_t)length, 0, NULL) : NULL;
  free(line);
  const char *method = json_string_value(json_object_get(message, "method"));
  if (method && !strcmp(method, "Time.ended")) {
    json_decref(client->ended);
    client->ended = json_incref(json_object_get(message, "params"));
  }
  return message;
}

static json_t *result_of(json_t *message, Buffer *error) {
  json_t *result = json_incref(json_object_get(message, "result"));
  const char *text = json_string_value(
      json_object_get(json_object_get(message, "error"), "message"));
  if (!result) buffer_text(error, text ? text : "the server gave no answer");
  json_decref(message);
  return result;
}

json_t *client_ask(Client *client, const char *method, json_t *params,
                   Buffer *error) {
  json_int_t id = client->id++;
  json_t *request = json_pack("{s:I, s:s, s:o}", "id", id, "method", method,
                              "params", params);
  json_dumpf(request, client->to, JSON_COMPACT);
  json_decref(request);
  fputc('\n', client->to);
  fflush(client->to);
  for (;;) {
    json_t *message = receive(client);
    if (!message) return result_of(NULL, error);
    if (json_integer_value(json_object_get(message, "id")) == id)
      return result_of(message, error);
    json_decref(message);
  }
}

bool client_wait_end(Client *client) {
  while (!client->ended) {
    json_t *message = receive(client);
    if (!message) return false;
    json_decref(message);
  }
  return json_is_string(json_object_get(client->ended, "end"));
}

int client_close(Client *client) {
  int status = 0;
  if (client->to) fclose(client->to);
  if (client->from) fclose(client->from);
  json_decref(client->ended);
  while (waitpid(client->server, &status, 0) < 0 && errno == EINTR)
    continue;
  return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_STATUS_INPUT;
}
