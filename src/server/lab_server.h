/* lab_server.h - serving the lab to learners, until a signal. */
#ifndef GLASSHEAP_SERVER_LAB_SERVER_H
#define GLASSHEAP_SERVER_LAB_SERVER_H

#include "server/server.h"

typedef struct LabServerOptions {
  int port;    /* 0: any free one */
  u64 idle_ms; /* until a program sleeps that nobody asks about; 0: the
                  default, 5 minutes */
  /* called once, with the address */
  void (*ready)(const char *address);
} LabServerOptions;

/* lab_server_run - with anything but SERVER_STOPPED there is text in `error`.
 */
ServerResult lab_server_run(const LabServerOptions *options, Buffer *error);

#endif
