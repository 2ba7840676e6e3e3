/* main.c - the program `glassheap-server`, which `glassheap watch` becomes:
 *
 *   glassheap-server RECORDING-DESCRIPTOR PORT stdio|socket quiet|loud
 */
#include "server/server.h"
#include "watch/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void on_ready(const char *address, bool is_running) {
  printf("%s %s\n(stop with Ctrl-C)\n",
         is_running ? "The program is still running. The viewer:"
                    : "The viewer:",
         address);
  fflush(stdout);
}

static int serve(const Recording *recording, const ServerOptions *options) {
  static const int statuses[] = {
      [SERVER_STOPPED] = EXIT_STATUS_OK,
      [SERVER_NO_PROGRAM] = EXIT_STATUS_INPUT,
      [SERVER_PORT_TAKEN] = EXIT_STATUS_PORT,
      [SERVER_FAILED] = EXIT_STATUS_INPUT,
  };
  Buffer error = {};
  ServerResult result = server_run(recording, options, &error);
  const char *text = error.bytes ? error.bytes : "the server did not start";
  if (result != SERVER_STOPPED)
    fprintf(stderr, "%s%s\n",
            result == SERVER_NO_PROGRAM ? "" : "glassheap: ", text);
  buffer_free(&error);
  return statuses[result];
}

/* Reads the recording from its descriptor, and closes that. */
static bool take_recording(const char *descriptor, Recording *recording) {
  char path[64];
  Buffer error = {};
  int file = atoi(descriptor);
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  bool ok = recording_load(recording, path, &error);
  if (!ok) fprintf(stderr, "glassheap: %s\n", error.bytes);
  buffer_free(&error);
  close(file);
  return ok;
}

int main(int count, char **words) {
  if (count != 5) {
    fprintf(stderr, "glassheap-server is what `glassheap watch FILE` starts\n");
    return EXIT_STATUS_USAGE;
  }
  Recording recording;
  if (!take_recording(words[1], &recording)) return EXIT_STATUS_INPUT;
  ServerOptions options = {
      .port = atoi(words[2]),
      .is_stdio = !strcmp(words[3], "stdio"),
      .is_quiet = !strcmp(words[4], "quiet"),
      .ready = on_ready,
  };
  int status = serve(&recording, &options);
  recording_free(&recording);
  return status;
}
