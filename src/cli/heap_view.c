/* heap_view.c - `glassheap view`: heap snapshots in the browser. */
#include "cli/heap.h"
#include "cli/serve.h"

/* Standard input can be read once. */
static bool is_input_twice(char *const *paths, u32 count) {
  u32 inputs = 0;
  for (u32 i = 0; i < count; i++)
    inputs += !strcmp(paths[i], "-");
  return inputs > 1;
}

int command_view(const Invocation *invocation) {
  char *paths[SNAPSHOTS_MAX] = {(char *)invocation->file};
  u32 count = 1 + invocation->argument_count;
  int port;
  int status = cli_port(invocation, &port);
  if (status) return status;
  if (count > SNAPSHOTS_MAX)
    return cli_fail(EXIT_STATUS_USAGE, "`view` takes at most %u snapshots",
                    SNAPSHOTS_MAX);
  for (u32 i = 1; i < count; i++)
    paths[i] = invocation->arguments[i - 1];
  if (is_input_twice(paths, count))
    return cli_fail(EXIT_STATUS_USAGE, "standard input can be read only once");
  return serve_snapshots(paths, count, port,
                         invocation->options[OPTION_salvage] != NULL);
}
