/* server.h - watching a program: its process, its viewers, one event loop.
 *
 * The server holds no engine. It runs until it is asked to stop by a signal,
 * or, with standard input and output, until the input ends.
 */
#ifndef GLASSHEAP_SERVER_SERVER_H
#define GLASSHEAP_SERVER_SERVER_H

#include "watch/recording.h"

typedef struct ServerOptions {
  int port;      /* 0: any free one */
  bool is_stdio; /* a viewer on standard input and output, no socket */
  bool is_quiet; /* the program's output is not printed */
  /* called once with the address, when the program has ended or when it has
   * not after a second (`is_running`); not with is_stdio */
  void (*ready)(const char *address, bool is_running);
} ServerOptions;

typedef enum ServerResult : u8 {
  SERVER_STOPPED,    /* all went well */
  SERVER_NO_PROGRAM, /* it could not be started: a syntax error */
  SERVER_PORT_TAKEN,
  SERVER_FAILED, /* the system refused something */
} ServerResult;

/* server_run - with anything but SERVER_STOPPED there is text in `error`. */
ServerResult server_run(const Recording *recording,
                        const ServerOptions *options, Buffer *error);

#endif
