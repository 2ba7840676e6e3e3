/* snapshots.c - heap snapshots on a thread of their own. */
#define _GNU_SOURCE /* for uv.h */
#include "server/snapshots.h"

#include "graph/answer.h"
#include "graph/index_guard.h"

/* Of one list: nobody looks at more at a time. */
constexpr json_int_t LIMIT_MAX = 10'000;

typedef struct Question {
  Request request;
  SnapshotsReply *reply;
  void *context;
} Question;

struct Snapshots {
  SnapshotsOptions options;
  HeapGraph graphs[SERVED_SNAPSHOTS_MAX];
  uv_loop_t *loop;
  uv_work_t work; /* what the thread does, one thing at a time */
  uv_async_t news;
  uv_mutex_t lock; /* of the two below */
  const char *stage;
  u32 opened; /* so many files; the next is the one that is read */
  Buffer failure;
  bool is_open, has_failed, is_working, is_closed;
  VECTOR(Question) questions; /* that wait */
  Question question;          /* that is being answered */
  char *text;                 /* the reply to it */
};

/* What answers a method. */
static const struct {
  Answer answer;
  u32 least, most;
} answers[METHOD_COUNT] = {
#define ANSWER(name, least, most, help)                                        \
  [METHOD_HeapSnapshot_##name] = {answer_##name, least, most},
#include "graph/answers.def"
#undef ANSWER
};

/* ---- Opening ------------------------------------------------------------ */

/* On the thread. */
static void on_stage(void *context, const char *stage) {
  Snapshots *snapshots = context;
  uv_mutex_lock(&snapshots->lock);
  snapshots->stage = stage;
  uv_mutex_unlock(&snapshots->lock);
  uv_async_send(&snapshots->news);
}

static void open_files(uv_work_t *work) {
  Snapshots *snapshots = work->data;
  GraphOptions options = {
      .snapshot.salvage = snapshots->options.is_salvaging,
      .progress = on_stage,
      .progress_context = snapshots,
      .is_brief = true,
  };
  index_guard_recover(index_guard_begin_again);
  for (u32 i = 0; i < snapshots->options.count; i++) {
    if (!graph_open(snapshots->options.paths[i], options, &snapshots->graphs[i],
                    &snapshots->failure))
      return;
    uv_mutex_lock(&snapshots->lock);
    snapshots->opened++;
    snapshots->stage = NULL; /* that was of this file */
    uv_mutex_unlock(&snapshots->lock);
  }
}

static void on_news(uv_async_t *news) {
  Snapshots *snapshots = news->data;
  if (!snapshots->is_closed)
    snapshots->options.changed(snapshots->options.context);
}

static void pump(Snapshots *snapshots);

static void on_opened(uv_work_t *work, int status) {
  Snapshots *snapshots = work->data;
  snapshots->is_working = false;
  if (snapshots->is_closed) return;
  snapshots->has_failed = snapshots->failure.length > 0;
  snapshots->is_open = !snapshots->has_failed;
  snapshots->options.changed(snapshots->options.context);
  pump(snapshots);
}

/* ---- What is asked ------------------------------------------------------ */

/* Which of the snapshots the question is about: those from `*first` on. */
static u32 choose_graphs(const Snapshots *snapshots, const Request *request,
                         u32 *first, Buffer *error) {
  u32 count = snapshots->options.count;
  u32 least = answers[request->method].least;
  u32 most = answers[request->method].most;
  json_t *chosen = json_object_get(request->params, "snapshot");
  *first = 0;
  if (most > 1) {
    if (count >= least) return count < most ? count : most;
    buffer_format(error,
                  "this wants %u snapshots: `glassheap view` takes "
                  "several files",
                  least);
    return 0;
  }
  *first = count - 1;
  if (!chosen || json_is_null(chosen)) return 1;
  json_int_t number = json_integer_value(chosen);
  if (json_is_integer(chosen) && number >= 0 && number < count) {
    *first = (u32)number;
    return 1;
  }
  buffer_format(error, "`snapshot` is wrong: a number from 0 to %u is wanted",
                count - 1);
  return 0;
}

static void cap_limit(json_t *params) {
  json_t *limit = json_object_get(params, "limit");
  if (json_integer_value(limit) > LIMIT_MAX) json_integer_set(limit, LIMIT_MAX);
}

static json_t *find_answer(const Snapshots *snapshots, const Request *request,
                           Buffer *error) {
  if (snapshots->has_failed) {
    buffer_text(error, snapshots->failure.bytes);
    return NULL;
  }
  u32 first, count = choose_graphs(snapshots, request, &first, error);
  if (!count) return NULL;
  cap_limit(request->params);
  return answers[request->method].answer(snapshots->graphs + first, count,
                                         request->params, error);
}

/* On the thread: the answer is often long, and written here too. */
static void answer(uv_work_t *work) {
  Snapshots *snapshots = work->data;
  Request *request = &snapshots->question.request;
  Buffer error = {};
  json_t *result = find_answer(snapshots, request, &error);
  json_t *message =
      result ? protocol_result(request->id, result)
             : protocol_error(request->id, PROTOCOL_FAILED,
                              error.bytes ? error.bytes : "no answer");
  snapshots->text = json_dumps(message, JSON_COMPACT);
  json_decref(message);
  buffer_free(&error);
}

static void on_answered(uv_work_t *work, int status) {
  Snapshots *snapshots = work->data;
  Question question = snapshots->question;
  snapshots->is_working = false;
  request_free(&question.request);
  if (snapshots->is_closed) {
    free(snapshots->text);
    return;
  }
  question.reply(question.context, snapshots->text);
  pump(snapshots);
}

static void pump(Snapshots *snapshots) {
  if (snapshots->is_working || !snapshots->questions.count) return;
  snapshots->question = snapshots->questions.items[0];
  vector_remove(&snapshots->questions, 0);
  snapshots->is_working = true;
  uv_queue_work(snapshots->loop, &snapshots->work, answer, on_answered);
}

void snapshots_ask(Snapshots *snapshots, Request request, SnapshotsReply *reply,
                   void *context) {
  assert(answers[request.method].answer);
  vector_push(&snapshots->questions, ((Question){request, reply, context}));
  pump(snapshots);
}

/* ---- What is known ------------------------------------------------------ */

static json_t *describe_file(const Snapshots *snapshots, u32 index) {
  const char *path = snapshots->options.paths[index];
  json_t *json = json_pack("{s:o}", "path", answer_text(path, strlen(path)));
  if (!snapshots->is_open) return json;
  const HeapGraph *graph = &snapshots->graphs[index];
  json_object_set_new(json, "nodes", json_integer(graph->node_count));
  json_object_set_new(json, "edges", json_integer(graph->edge_count));
  json_object_set_new(json, "bytes", answer_size(graph_total_size(graph)));
  json_object_set_new(json, "truncated",
                      json_boolean(graph->file.is_truncated));
  return json;
}

/* The methods that make sense with so many files. */
static json_t *list_methods(const Snapshots *snapshots) {
  json_t *list = json_array();
  for (u32 i = 0; i < METHOD_COUNT; i++)
    if (answers[i].answer && answers[i].least <= snapshots->options.count)
      json_array_append_new(list, json_string(protocol_methods[i].name));
  return list;
}

json_t *snapshots_describe(Snapshots *snapshots) {
  json_t *files = json_array();
  for (u32 i = 0; i < snapshots->options.count; i++)
    json_array_append_new(files, describe_file(snapshots, i));
  uv_mutex_lock(&snapshots->lock);
  const char *stage = snapshots->stage;
  u32 opened = snapshots->opened;
  uv_mutex_unlock(&snapshots->lock);
  const char *failure = snapshots_failure(snapshots);
  return json_pack(
      "{s:o, s:b, s:s?, s:i, s:o, s:o}", "files", files, "open",
      snapshots->is_open, "stage", snapshots->is_open ? NULL : stage, "opened",
      (int)opened, "failure",
      failure ? answer_text(failure, strlen(failure)) : json_null(), "methods",
      list_methods(snapshots));
}

bool snapshots_are_open(const Snapshots *snapshots) {
  return snapshots->is_open;
}

/* The thread has written it, and then no more. */
const char *snapshots_failure(const Snapshots *snapshots) {
  return snapshots->has_failed ? snapshots->failure.bytes : NULL;
}

/* ---- Coming and going --------------------------------------------------- */

Snapshots *snapshots_open(uv_loop_t *loop, SnapshotsOptions options) {
  assert(options.count && options.count <= SERVED_SNAPSHOTS_MAX);
  Snapshots *snapshots = base_allocate_zeroed(sizeof *snapshots);
  snapshots->options = options;
  snapshots->loop = loop;
  snapshots->work.data = snapshots->news.data = snapshots;
  snapshots->is_working = true;
  uv_mutex_init(&snapshots->lock);
  uv_async_init(loop, &snapshots->news, on_news);
  uv_queue_work(loop, &snapshots->work, open_files, on_opened);
  return snapshots;
}

void snapshots_close(Snapshots *snapshots) {
  if (snapshots->is_closed) return;
  snapshots->is_closed = true;
  if (snapshots->is_working) return;
  for (u32 i = 0; i < snapshots->opened; i++)
    graph_close(&snapshots->graphs[i]);
  for (u32 i = 0; i < snapshots->questions.count; i++)
    request_free(&snapshots->questions.items[i].request);
  vector_free(&snapshots->questions);
  buffer_free(&snapshots->failure);
}
