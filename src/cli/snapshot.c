/* snapshot.c - our own heap as a file for the analyser, or for DevTools. */
#include "base/quantity.h"
#include "cli/cli.h"
#include "cli/target.h"
#include "watch/heap_snapshot.h"

#include <stdio.h>
#include <unistd.h>

typedef struct Taking {
  const char *path;
  CellIds ids;
  HeapSnapshotTotals totals;
  Moment moment;
  Buffer error;
  bool is_written;
} Taking;

static void begin(Session *session, void *context) {
  Taking *taking = context;
  cell_ids_attach(&taking->ids, &session->vm.isolate.heap);
}

static void take(Session *session, void *context) {
  Taking *taking = context;
  taking->moment = session_moment(session);
  HeapSnapshotTarget target = {.path = taking->path, .ids = &taking->ids};
  taking->is_written = heap_snapshot_write(&session->vm, &target,
                                           &taking->totals, &taking->error);
}

/* On standard error where the snapshot itself goes to standard output. */
static void tell(const Taking *taking) {
  bool is_piped = !strcmp(taking->path, "-");
  Buffer text = {};
  buffer_text(&text, "the heap at ");
  moment_print(taking->moment, &text);
  buffer_text(&text, ": ");
  quantity_count((i64)taking->totals.nodes, &text);
  buffer_text(&text, " nodes, ");
  quantity_count((i64)taking->totals.edges, &text);
  buffer_text(&text, " edges, ");
  quantity_bytes((i64)taking->totals.bytes, &text);
  if (!is_piped) buffer_format(&text, ", in %s", taking->path);
  fprintf(is_piped ? stderr : stdout, "%s\n", text.bytes);
  if (!taking->totals.has_lasting_ids)
    fputs("the run has collected too often for ids that last: those of this "
          "file are its own\n",
          stderr);
  buffer_free(&text);
}

static int take_snapshot(const Recording *recording, Target target,
                         const char *path) {
  Taking taking = {.path = path};
  Looker looker = {.begin = begin, .look = take, .context = &taking};
  Buffer error = {};
  int status;
  if (!target_visit(recording, target, &looker, &error, &status)) {
    if (status == EXIT_STATUS_MOMENT)
      cli_fail(status, "%s", error.bytes);
    else
      fprintf(stderr, "%s\n", error.bytes ? error.bytes : "");
  } else if (!taking.is_written) {
    status = cli_fail(EXIT_STATUS_INPUT, "%s", taking.error.bytes);
  } else {
    tell(&taking);
  }
  cell_ids_free(&taking.ids);
  buffer_free(&taking.error);
  buffer_free(&error);
  return status;
}

int command_snapshot(const Invocation *invocation) {
  const char *path = invocation->options[OPTION_output];
  Target target;
  int status = target_read(invocation, &target);
  if (status) return status;
  if (!path)
    return cli_fail(EXIT_STATUS_USAGE,
                    "where to? Give -o FILE.heapsnapshot, or -o - for "
                    "standard output");
  Recording recording;
  status = cli_load(invocation, &recording);
  if (status) return status;
  status = take_snapshot(&recording, target, path);
  recording_free(&recording);
  return status;
}
