/* service.h - what a transport needs to know of what it carries.
 *
 * The web server (socket.h) brings a page and messages; who answers them is a
 * program that is watched (viewer.h) or heap snapshots (snapshot_viewer.h).
 */
#ifndef GLASSHEAP_SERVER_SERVICE_H
#define GLASSHEAP_SERVER_SERVICE_H

#include "base/base.h"

#include <uv.h>

/* Sends one message to the other side; the text is the callee's to free. */
typedef void ServiceSend(void *context, char *text);

typedef struct Service {
  uv_loop_t *loop;
  const char *page; /* the path of the page that "/" is */
  /* every address without an ending is that page too, it may stand in frames
   * of ours, and the token stays in a cookie while the browser is open */
  bool is_site;
  u32 clients_max; /* at a time; 0: a few */
  void *context;   /* of `open` */
  /* somebody has come; `connection` is the context of `send` */
  void *(*open)(void *context, ServiceSend *send, void *connection);
  /* the text of one message */
  void (*receive)(void *client, const char *text, size_t length);
  /* they are gone: nothing is sent any more */
  void (*close)(void *client);
  /* what is sent to /upload; NULL when nothing is taken */
  const struct UploadService *upload;
} Service;

/* The answer to an upload, once: where it can be looked at, or NULL and why it
 * cannot. */
typedef void UploadAnswer(void *connection, const char *address,
                          const char *error);

/* A file on its way from a page of ours. `begin` may give NULL and `bytes`
 * false: it is refused. */
typedef struct UploadService {
  void *(*begin)(void *context);
  bool (*bytes)(void *upload, const void *bytes, size_t length);
  /* all of it has come: the answer may be given later */
  void (*end)(void *upload, UploadAnswer *answer, void *connection);
  /* it will not come to its end */
  void (*drop)(void *upload);
  /* nobody waits any more for what was answered to that connection */
  void (*forget)(void *context, void *connection);
} UploadService;

#endif
