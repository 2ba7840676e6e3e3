/* main.c - the program `glassheap-server`, which `glassheap watch`, `glassheap
 * view` and `glassheap lab` become:
 *
 *   glassheap-server RECORDING-DESCRIPTOR PORT stdio|socket quiet|loud
 *   glassheap-server heap PORT whole|salvage SNAPSHOT...
 *   glassheap-server lab PORT [IDLE-MILLISECONDS]
 */
#include "server/lab_server.h"
#include "server/server.h"
#include "server/snapshot_server.h"
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

static const int statuses[] = {
    [SERVER_STOPPED] = EXIT_STATUS_OK,
    [SERVER_NO_PROGRAM] = EXIT_STATUS_INPUT,
    [SERVER_PORT_TAKEN] = EXIT_STATUS_PORT,
    [SERVER_FAILED] = EXIT_STATUS_INPUT,
};

/* ---- A program ---------------------------------------------------------- */

static int serve(const Recording *recording, const ServerOptions *options) {
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
  Buffer error = {};
  int file = atoi(descriptor);
  bool ok = recording_receive(recording, file, &error);
  if (!ok) fprintf(stderr, "glassheap: %s\n", error.bytes);
  buffer_free(&error);
  close(file);
  return ok;
}

static int serve_program(char **words) {
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

/* ---- Heap snapshots ----------------------------------------------------- */

static void on_snapshots_ready(const char *address, bool is_opening) {
  printf("%s %s\n(stop with Ctrl-C)\n",
         is_opening ? "The file is still being read. The viewer:"
                    : "The viewer:",
         address);
  fflush(stdout);
}

static void on_snapshots_failed(const char *error) {
  fprintf(stderr, "glassheap: %s\n", error);
}

[[noreturn]] static void serve_snapshots(int count, char **words) {
  Buffer error = {};
  SnapshotServerOptions options = {
      .port = atoi(words[2]),
      .is_salvaging = !strcmp(words[3], "salvage"),
      .paths = words + 4,
      .count = (u32)count - 4,
      .ready = on_snapshots_ready,
      .failed = on_snapshots_failed,
  };
  ServerResult result = snapshot_server_run(&options, &error);
  if (result != SERVER_STOPPED)
    fprintf(stderr, "glassheap: %s\n",
            error.bytes ? error.bytes : "the server did not start");
  buffer_free(&error);
  /* a thread may wait for standard input: the loop's library would wait for it
   * in its turn */
  fflush(NULL);
  _exit(statuses[result]);
}

/* ---- The lab ------------------------------------------------------------- */

static void on_lab_ready(const char *address) {
  printf("The lab: %s\n(stop with Ctrl-C)\n", address);
  fflush(stdout);
}

static int serve_lab(int count, char **words) {
  Buffer error = {};
  LabServerOptions options = {
      .port = atoi(words[2]),
      .idle_ms = count > 3 ? strtoull(words[3], NULL, 10) : 0,
      .ready = on_lab_ready,
  };
  ServerResult result = lab_server_run(&options, &error);
  if (result != SERVER_STOPPED)
    fprintf(stderr, "glassheap: %s\n",
            error.bytes ? error.bytes : "the server did not start");
  buffer_free(&error);
  return statuses[result];
}

int main(int count, char **words) {
  if (count > 4 && count <= 4 + (int)SERVED_SNAPSHOTS_MAX &&
      !strcmp(words[1], "heap"))
    serve_snapshots(count, words);
  if ((count == 3 || count == 4) && !strcmp(words[1], "lab"))
    return serve_lab(count, words);
  if (count == 5) return serve_program(words);
  fprintf(stderr, "glassheap-server is what `glassheap watch FILE`, "
                  "`glassheap view SNAPSHOT` and `glassheap lab` start\n");
  return EXIT_STATUS_USAGE;
}
