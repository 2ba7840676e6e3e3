/* snapshot_viewer.c - requests about heap snapshots, and their replies. */
#define _GNU_SOURCE /* for uv.h */
#include "server/snapshot_viewer.h"

constexpr u32 WAITING_MAX = 1'000;

/* It stays until its last question was answered, though nobody listens. */
struct SnapshotViewer {
  SnapshotViewers *viewers;
  ServiceSend *send;
  void *connection;
  u32 waiting; /* questions without an answer yet */
  bool is_gone;
};

/* ---- Replies ------------------------------------------------------------ */

static void send_new(SnapshotViewer *viewer, json_t *message) {
  char *text = json_dumps(message, JSON_COMPACT);
  json_decref(message);
  if (text) viewer->send(viewer->connection, text);
}

static void on_reply(void *context, char *text) {
  SnapshotViewer *viewer = context;
  viewer->waiting--;
  if (!viewer->is_gone && text)
    viewer->send(viewer->connection, text);
  else
    free(text);
  if (viewer->is_gone && !viewer->waiting) free(viewer);
}

void snapshot_viewers_tell(SnapshotViewers *viewers) {
  for (u32 i = 0; i < viewers->items.count; i++)
    send_new(viewers->items.items[i],
             protocol_event("HeapSnapshot.changed",
                            snapshots_describe(viewers->snapshots)));
}

/* ---- Requests ----------------------------------------------------------- */

/* What is answered at once; NULL for the rest. */
static json_t *answer_at_once(SnapshotViewer *viewer, const Request *request) {
  switch (request->method) {
  case METHOD_Protocol_describe:
    return protocol_result(request->id, protocol_describe());
  case METHOD_HeapSnapshot_describe:
    return protocol_result(request->id,
                           snapshots_describe(viewer->viewers->snapshots));
  default: break;
  }
  if (protocol_methods[request->method].place != METHOD_HEAP)
    return protocol_error(request->id, PROTOCOL_FAILED,
                          "there is no program here, only heap snapshots");
  if (viewer->waiting == WAITING_MAX)
    return protocol_error(request->id, PROTOCOL_FAILED,
                          "too many requests wait already");
  return NULL;
}

static void receive(void *client, const char *text, size_t length) {
  SnapshotViewer *viewer = client;
  Request request;
  json_t *message = protocol_read(text, length, &request);
  if (!message) {
    message = answer_at_once(viewer, &request);
    if (!message) {
      viewer->waiting++;
      snapshots_ask(viewer->viewers->snapshots, request, on_reply, viewer);
      return;
    }
    request_free(&request);
  }
  send_new(viewer, message);
}

/* ---- Coming and going --------------------------------------------------- */

static void *open_viewer(void *context, ServiceSend *send, void *connection) {
  SnapshotViewers *viewers = context;
  SnapshotViewer *viewer = base_allocate_zeroed(sizeof *viewer);
  viewer->viewers = viewers;
  viewer->send = send;
  viewer->connection = connection;
  vector_push(&viewers->items, viewer);
  return viewer;
}

static void close_viewer(void *client) {
  SnapshotViewer *viewer = client;
  SnapshotViewers *viewers = viewer->viewers;
  vector_drop(&viewers->items, viewer);
  viewer->is_gone = true;
  if (!viewer->waiting) free(viewer);
}

Service snapshot_viewers_service(SnapshotViewers *viewers, uv_loop_t *loop) {
  return (Service){
      .loop = loop,
      .page = "/heap.html",
      .context = viewers,
      .open = open_viewer,
      .receive = receive,
      .close = close_viewer,
  };
}
