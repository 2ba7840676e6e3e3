/* link.c - rooms as seen from the event loop. */
#define _GNU_SOURCE /* for uv.h */
#include "server/link.h"

#include "server/server_loop.h"

#include <unistd.h>

static void look(Link *link);

/* ---- Opening and closing ------------------------------------------------ */

static void on_ready(uv_poll_t *poll, int status, int events) {
  Link *link = (Link *)poll;
  if (status < 0) link->channel.is_broken = true;
  if (events & UV_READABLE) room_channel_fill(&link->channel);
  look(link);
}

/* Sends what can be sent and asks to be told when there is more to do. */
static void flush(Link *link) {
  room_channel_flush(&link->channel);
  int events = UV_READABLE;
  if (link->channel.out.count && !link->channel.is_broken)
    events |= UV_WRITABLE;
  uv_poll_start(&link->poll, events, on_ready);
}

Link *link_open(uv_loop_t *loop, int file, pid_t pid) {
  Link *link = base_allocate_zeroed(sizeof *link);
  room_channel_open(&link->channel, file);
  link->pid = pid;
  link->next_id = 1;
  uv_poll_init(loop, &link->poll, file);
  flush(link);
  return link;
}

void link_listen(Link *link, LinkEvent *event, LinkDied *died, void *context) {
  link->on_event = event;
  link->on_died = died;
  link->context = context;
}

static void on_closed(uv_handle_t *handle) {
  Link *link = (Link *)handle;
  json_decref(link->state);
  vector_free(&link->pending);
  free(link);
}

/* A room that has not yet forked as it was asked ends by itself once it has,
 * when its channel does. */
static bool owes_fork(const Link *link) {
  for (u32 i = 0; i < link->pending.count; i++)
    if (link->pending.items[i].is_fork) return true;
  return false;
}

void link_close(Link *link) {
  if (!link || link->is_closed) return;
  link->is_closed = true;
  if (!owes_fork(link)) server_loop_kill(link->pid);
  uv_poll_stop(&link->poll);
  room_channel_close(&link->channel);
  uv_close((uv_handle_t *)&link->poll, on_closed);
}

/* ---- Messages ----------------------------------------------------------- */

void link_set_state(Link *link, json_t *state) {
  Moment moment;
  const char *text = json_string_value(json_object_get(state, "moment"));
  if (!text || !moment_parse(text, &moment)) return;
  link->moment = moment;
  json_incref(state);
  json_decref(link->state);
  link->state = state;
}

static bool take_pending(Link *link, json_int_t id, LinkPending *pending) {
  for (u32 i = 0; i < link->pending.count; i++) {
    if (link->pending.items[i].id != id) continue;
    *pending = link->pending.items[i];
    vector_remove(&link->pending, i);
    return true;
  }
  return false;
}

static void handle_reply(Link *link, json_t *message) {
  LinkPending pending;
  json_int_t id = json_integer_value(json_object_get(message, "id"));
  json_t *state = json_object_get(message, "state");
  if (state) {
    link_set_state(link, state);
    link->is_running = false;
  }
  if (!take_pending(link, id, &pending) || !pending.reply) return;
  const char *error = json_string_value(json_object_get(message, "error"));
  pending.reply(pending.context, link, error ? NULL : message, error);
}

/* look() flushes behind it. */
static void answer_question(Link *link, json_t *message) {
  if (!link->files) return;
  json_t *answer = file_request_answer(link->files, message, link->is_first);
  room_channel_send(&link->channel, answer, -1);
}

static void handle_event(Link *link, const char *event, json_t *message,
                         int descriptor) {
  json_t *pid = json_object_get(message, "pid");
  if (!strcmp(event, "ask")) {
    answer_question(link, message);
    if (descriptor >= 0) close(descriptor);
    return;
  }
  if (!strcmp(event, "born"))
    link->pid = (pid_t)json_integer_value(pid);
  else if (!strcmp(event, "open"))
    link_set_state(link, json_object_get(message, "state"));
  if (link->on_event)
    link->on_event(link->context, link, event, message, descriptor);
  else if (descriptor >= 0)
    close(descriptor);
}

static void handle(Link *link, json_t *message, int descriptor) {
  const char *event = json_string_value(json_object_get(message, "event"));
  if (event) {
    handle_event(link, event, message, descriptor);
    return;
  }
  if (descriptor >= 0) close(descriptor);
  handle_reply(link, message);
}

static void die(Link *link) {
  LinkPending pending;
  uv_poll_stop(&link->poll);
  while (link->pending.count && !link->is_closed) {
    take_pending(link, link->pending.items[0].id, &pending);
    if (pending.reply)
      pending.reply(pending.context, link, NULL,
                    "the process that ran the program has ended");
  }
  if (link->is_closed) return;
  if (link->on_died)
    link->on_died(link->context, link);
  else
    link_close(link);
}

/* Handles what has come; any callee may close the link. */
static void look(Link *link) {
  int descriptor;
  json_t *message;
  while (!link->is_closed &&
         (message = room_channel_take(&link->channel, &descriptor))) {
    handle(link, message, descriptor);
    json_decref(message);
  }
  if (link->is_closed) return;
  if (link->channel.is_broken)
    die(link);
  else
    flush(link);
}

/* ---- Requests ----------------------------------------------------------- */

static void request(Link *link, json_t *message, int descriptor,
                    LinkReply *reply, void *context) {
  LinkPending pending = {link->next_id++, reply, context, descriptor >= 0};
  json_object_set_new(message, "id", json_integer(pending.id));
  vector_push(&link->pending, pending);
  room_channel_send(&link->channel, message, descriptor);
  flush(link);
}

void link_request(Link *link, json_t *message, LinkReply *reply,
                  void *context) {
  request(link, message, -1, reply, context);
}

void link_go(Link *link, const Goal *goal, LinkReply *reply, void *context) {
  link->is_running = true;
  request(link,
          json_pack("{s:s, s:o}", "do", "go", "goal", room_goal_to_json(goal)),
          -1, reply, context);
}

void link_record(Link *link, LinkReply *reply, void *context) {
  link->is_running = true;
  request(link, json_pack("{s:s}", "do", "record"), -1, reply, context);
}

void link_pause(Link *link) {
  room_channel_send(&link->channel, json_pack("{s:s}", "do", "pause"), -1);
  flush(link);
}

Link *link_fork(Link *link) {
  int ends[2];
  if (!room_channel_pair(ends)) return NULL;
  Link *fork = link_open(link->poll.loop, ends[0], 0);
  request(link, json_pack("{s:s}", "do", "fork"), ends[1], NULL, NULL);
  fork->files = link->files;
  fork->moment = link->moment;
  fork->state = json_incref(link->state);
  return fork;
}
