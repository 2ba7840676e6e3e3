/* serve.h - handing a recording, or heap snapshots, to the server.
 *
 * The server is a program of its own, `glassheap-server` beside `glassheap`:
 * the libraries that it stands on take longer to load than most scripts take
 * to run. It gets the recording as an open file in memory, and takes over the
 * process.
 */
#ifndef GLASSHEAP_CLI_SERVE_H
#define GLASSHEAP_CLI_SERVE_H

#include "watch/recording.h"

typedef struct Serving {
  int port;      /* 0: any free one */
  bool is_stdio; /* a viewer on standard input and output, no socket */
  bool is_quiet; /* the program's output is not printed */
} Serving;

/* serve - does not come back when all goes well: the server's exit status is
 * the program's. Otherwise an exit status, after one line that says why. */
int serve(const Recording *recording, Serving serving);
/* serve_lab - the lab, which brings no program. */
int serve_lab(int port);
/* serve_snapshots - the same with heap snapshots, all given by their paths. */
int serve_snapshots(char *const *paths, u32 count, int port, bool salvage);

#endif
