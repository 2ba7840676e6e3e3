/* lab.c - a client's program: started, paused in time, asleep and awake. */
#define _GNU_SOURCE /* for uv.h */
#include "server/lab.h"

#include "heap/collector.h"
#include "server/viewer.h"

constexpr u32 CLIENTS_MAX = 400;
constexpr u32 WAITING_MAX = 1'000;
constexpr u64 LOOK_MS = 1'000;     /* a program that runs on then yields */
constexpr u64 RUN_MS_MAX = 10'000; /* at a stretch */
constexpr u64 IDLE_MS = 300'000;
constexpr u64 HEAP_BYTES = 64u << 20, HEAP_BYTES_MAX = 256u << 20;
constexpr u64 CHECKPOINT_BYTES = 64u << 20;
constexpr u32 COUNT_MAX = 10'000; /* of rounds, or of iterations */
constexpr size_t SOURCE_BYTES_MAX = 1u << 20;

typedef struct LabClient {
  Lab *lab;
  ServiceSend *send;
  void *connection;
  Recording recording;
  bool has_recording;
  Program *program;        /* NULL: asleep, or there was none yet */
  Viewer *viewer;          /* NULL until the program is open */
  json_t *judge_id;        /* the Lab.judge under way */
  json_t *heap_id;         /* the Lab.snapshot under way */
  json_t *run_id;          /* the Lab.run that waits until it is */
  VECTOR(Request) waiting; /* the others */
  bool was_awake;
  Moment moment;  /* where the viewer stood when it went to sleep */
  u64 asked_ms;   /* when it last asked */
  u64 running_ms; /* when the program was seen to run on; 0: it does not */
} LabClient;

/* ---- Replies ------------------------------------------------------------ */

static void send_new(LabClient *client, json_t *message) {
  char *text = json_dumps(message, JSON_COMPACT);
  json_decref(message);
  if (text) client->send(client->connection, text);
}

/* A refused request; it is consumed. */
static void refuse(LabClient *client, Request request, ProtocolCode code,
                   const char *why) {
  send_new(client, protocol_error(request.id, code, why));
  request_free(&request);
}

/* ---- Programs ----------------------------------------------------------- */

static void refuse_waiting(LabClient *client, const char *why) {
  for (u32 i = 0; i < client->waiting.count; i++)
    refuse(client, client->waiting.items[i], PROTOCOL_FAILED, why);
  client->waiting.count = 0;
}

static void end_program(LabClient *client) {
  if (client->viewer) viewer_close(client->viewer);
  if (client->program) program_close(client->program);
  free(client->program);
  client->program = NULL;
  client->viewer = NULL;
}

/* There is no program any more; whoever waits for it hears why. */
static void forget_program(LabClient *client, const char *why) {
  if (client->run_id)
    send_new(client, protocol_error(client->run_id, PROTOCOL_FAILED, why));
  json_decref(client->run_id);
  client->run_id = NULL;
  refuse_waiting(client, why);
  if (client->viewer) viewer_refuse(client->viewer, why);
  end_program(client);
  if (client->has_recording) recording_free(&client->recording);
  client->has_recording = false;
}

static void pass_waiting(LabClient *client) {
  for (u32 i = 0; i < client->waiting.count; i++)
    viewer_take(client->viewer, client->waiting.items[i]);
  client->waiting.count = 0;
}

/* It stands at its start: a viewer can look, and it runs. */
static void on_open(void *context, const char *error) {
  LabClient *client = context;
  if (error) {
    forget_program(client, error);
    return;
  }
  client->viewer =
      viewer_open(client->program, client->send, client->connection);
  if (client->was_awake) viewer_go(client->viewer, client->moment);
  client->was_awake = false;
  if (client->run_id)
    send_new(client, protocol_result(client->run_id, json_object()));
  json_decref(client->run_id);
  client->run_id = NULL;
  program_start(client->program);
  pass_waiting(client);
}

static void wake(LabClient *client) {
  Buffer error = {};
  Program *program = base_allocate_zeroed(sizeof *program);
  program->on_open = on_open;
  program->context = client;
  program->checkpoint_bytes = CHECKPOINT_BYTES;
  client->program = program;
  if (!program_open(program, client->lab->loop, &client->recording, true,
                    &error)) {
    free(program);
    client->program = NULL;
    forget_program(client, error.bytes);
  }
  buffer_free(&error);
}

/* ---- Sleep -------------------------------------------------------------- */

static bool may_sleep(const LabClient *client, u64 now) {
  u64 most = client->lab->idle_ms ? client->lab->idle_ms : IDLE_MS;
  return client->viewer && viewer_is_idle(client->viewer) &&
         !client->program->is_running && now - client->asked_ms > most;
}

static void look_after(LabClient *client, u64 now) {
  if (may_sleep(client, now)) {
    client->moment = viewer_moment(client->viewer);
    client->was_awake = true;
    end_program(client);
  }
  if (!client->program || !client->program->is_running)
    client->running_ms = 0;
  else if (!client->running_ms)
    client->running_ms = now;
  else if (now - client->running_ms > RUN_MS_MAX)
    program_pause(client->program);
  else
    program_yield(client->program);
}

static void on_timer(uv_timer_t *timer) {
  Lab *lab = timer->data;
  u64 now = uv_now(lab->loop);
  for (u32 i = 0; i < lab->clients.count; i++)
    look_after(lab->clients.items[i], now);
}

/* ---- Requests ----------------------------------------------------------- */

static ProgramKind kind_of(json_t *params, bool *ok) {
  const char *kind = json_string_value(json_object_get(params, "kind"));
  *ok = true;
  if (!kind || !strcmp(kind, "script")) return PROGRAM_SCRIPT;
  if (!strcmp(kind, "commonjs")) return PROGRAM_COMMONJS;
  *ok = !strcmp(kind, "module");
  return PROGRAM_MODULE;
}

static bool is_file_name(const char *name) {
  return *name && *name != '.' && !strchr(name, '/') && strlen(name) < 64;
}

/* Whether a browser is wanted and not Node; false for neither. */
static bool read_host(json_t *params, bool *is_browser) {
  const char *host = json_string_value(json_object_get(params, "host"));
  *is_browser = host && !strcmp(host, "browser");
  return !host || *is_browser || !strcmp(host, "node");
}

/* Fills the recording; or why it cannot be. */
static const char *read_program(LabClient *client, json_t *params,
                                Buffer *error) {
  json_t *source = json_object_get(params, "source");
  const char *name = json_string_value(json_object_get(params, "name"));
  const char *collector =
      json_string_value(json_object_get(params, "collector"));
  json_t *limit = json_object_get(params, "heapLimit");
  u64 heap = json_is_integer(limit) ? (u64)json_integer_value(limit) : 0;
  bool ok, is_browser;
  ProgramKind kind = kind_of(params, &ok);
  if (name && !is_file_name(name)) return "`name` is wrong: a file's name";
  if (!ok) return "`kind` is wrong: script, commonjs or module";
  if (!read_host(params, &is_browser))
    return "`host` is wrong: node or browser";
  if (collector && collector_find(collector) == COLLECTOR_COUNT)
    return "`collector` is wrong: marking or counting";
  if (heap > HEAP_BYTES_MAX) return "`heapLimit` is 256 MiB at most here";
  if (json_string_length(source) > SOURCE_BYTES_MAX)
    return "`source` is longer than 1 MiB";
  if (!recording_from_text(&client->recording, name ? name : "program.js",
                           json_string_value(source),
                           json_string_length(source), kind, error))
    return error->bytes;
  client->recording.heap.limit = heap ? heap : HEAP_BYTES;
  client->recording.host.is_browser = is_browser;
  if (collector) client->recording.heap.collector = collector_find(collector);
  return NULL;
}

/* Files that come with a program: it finds them beside it. */
static const char *read_files(LabClient *client, json_t *files) {
  const char *name;
  json_t *text;
  json_object_foreach(files, name, text) {
    if (!is_file_name(name) || !json_is_string(text))
      return "`files` are texts by their names";
    Buffer path = {};
    buffer_format(&path, "/%s", name);
    file_log_put(client->recording.files, path.bytes, json_string_value(text),
                 json_string_length(text));
    buffer_free(&path);
  }
  return NULL;
}

static void run(LabClient *client, Request request) {
  Buffer error = {};
  forget_program(client, "another program was started");
  const char *why = read_program(client, request.params, &error);
  client->has_recording = !why;
  if (!why) why = read_files(client, json_object_get(request.params, "files"));
  client->was_awake = false;
  if (why) {
    forget_program(client, why);
    refuse(client, request, PROTOCOL_BAD_PARAMS, why);
  } else {
    client->run_id = json_incref(request.id);
    request_free(&request);
    wake(client);
  }
  buffer_free(&error);
}

static void on_judged(void *context, json_t *report, const char *error) {
  LabClient *client = context;
  json_t *id = client->judge_id;
  client->judge_id = NULL;
  send_new(client, report ? protocol_result(id, report)
                          : protocol_error(id, PROTOCOL_FAILED, error));
  json_decref(id);
}

static void on_taken(void *context, const char *address, const char *error) {
  LabClient *client = context;
  json_t *id = client->heap_id;
  client->heap_id = NULL;
  send_new(client,
           address ? protocol_result(id, json_pack("{s:s}", "address", address))
                   : protocol_error(id, PROTOCOL_FAILED, error));
  json_decref(id);
}

static void take_heaps(LabClient *client, Request request) {
  const Recording *recording = &client->recording;
  const char *why = client->heap_id ? "snapshots are being taken already"
                    : !client->has_recording
                        ? "no program runs here: `Lab.run` starts one"
                        : NULL;
  if (why) {
    refuse(client, request, PROTOCOL_FAILED, why);
    return;
  }
  client->heap_id = json_incref(request.id);
  heaps_take(&client->lab->heaps, recording->name, recording->text,
             recording->length, json_object_get(request.params, "moments"),
             on_taken, client);
  request_free(&request);
}

static u32 count_of(json_t *params, const char *name) {
  json_int_t count = json_integer_value(json_object_get(params, name));
  return count > COUNT_MAX ? COUNT_MAX : (u32)count;
}

static void judge(LabClient *client, Request request) {
  json_t *source = json_object_get(request.params, "source");
  const char *name = json_string_value(json_object_get(request.params, "name"));
  bool is_browser;
  const char *why = client->judge_id ? "one program is being judged already"
                    : name && !is_file_name(name)
                        ? "`name` is wrong: a file's name"
                    : !read_host(request.params, &is_browser)
                        ? "`host` is wrong: node or browser"
                    : json_string_length(source) > SOURCE_BYTES_MAX
                        ? "`source` is longer than 1 MiB"
                        : NULL;
  if (why) {
    refuse(client, request, PROTOCOL_FAILED, why);
    return;
  }
  client->judge_id = json_incref(request.id);
  JudgeAsked asked = {
      .name = name ? name : "program.js",
      .source = json_string_value(source),
      .length = json_string_length(source),
      .call = json_string_value(json_object_get(request.params, "call")),
      .cut = json_string_value(json_object_get(request.params, "cut")),
      .is_browser = is_browser,
      .rounds = count_of(request.params, "rounds"),
      .iterations = count_of(request.params, "iterations"),
  };
  judge_ask(&client->lab->judge, &asked, on_judged, client);
  request_free(&request);
}

static void wait_until_open(LabClient *client, Request request) {
  if (client->waiting.count == WAITING_MAX) {
    refuse(client, request, PROTOCOL_FAILED, "too many requests wait already");
    return;
  }
  vector_push(&client->waiting, request);
  if (!client->program) wake(client);
}

static void receive(void *context, const char *text, size_t length) {
  LabClient *client = context;
  Request request;
  json_t *refusal = protocol_read(text, length, &request);
  client->asked_ms = uv_now(client->lab->loop);
  if (refusal)
    send_new(client, refusal);
  else if (request.method == METHOD_Lab_run)
    run(client, request);
  else if (request.method == METHOD_Lab_judge)
    judge(client, request);
  else if (request.method == METHOD_Lab_snapshot)
    take_heaps(client, request);
  else if (!client->has_recording)
    refuse(client, request, PROTOCOL_FAILED,
           "no program runs here: `Lab.run` starts one");
  else if (client->viewer)
    viewer_take(client->viewer, request);
  else
    wait_until_open(client, request);
}

/* ---- Coming and going --------------------------------------------------- */

static void *open_client(void *context, ServiceSend *send, void *connection) {
  Lab *lab = context;
  LabClient *client = base_allocate_zeroed(sizeof *client);
  client->lab = lab;
  client->send = send;
  client->connection = connection;
  vector_push(&lab->clients, client);
  return client;
}

static void close_client(void *context) {
  LabClient *client = context;
  Lab *lab = client->lab;
  vector_drop(&lab->clients, client);
  end_program(client);
  judge_forget(&lab->judge, client);
  heaps_forget(&lab->heaps, client);
  json_decref(client->judge_id);
  json_decref(client->heap_id);
  for (u32 i = 0; i < client->waiting.count; i++)
    request_free(&client->waiting.items[i]);
  vector_free(&client->waiting);
  json_decref(client->run_id);
  if (client->has_recording) recording_free(&client->recording);
  free(client);
}

/* ---- Uploads ------------------------------------------------------------- */

static void *begin_upload(void *context) {
  Lab *lab = context;
  return heaps_begin(&lab->heaps);
}

static bool take_bytes(void *upload, const void *bytes, size_t length) {
  return heaps_bytes(upload, bytes, length);
}

static void end_upload(void *upload, UploadAnswer *answer, void *connection) {
  heaps_end(upload, answer, connection);
}

static void drop_upload(void *upload) {
  heaps_drop(upload);
}

static void forget_upload(void *context, void *connection) {
  Lab *lab = context;
  heaps_forget(&lab->heaps, connection);
}

void lab_open(Lab *lab) {
  lab->judge.loop = lab->heaps.loop = lab->loop;
  uv_timer_init(lab->loop, &lab->timer);
  lab->timer.data = lab;
  uv_timer_start(&lab->timer, on_timer, LOOK_MS, LOOK_MS);
}

Service lab_service(Lab *lab) {
  static const UploadService upload = {begin_upload, take_bytes, end_upload,
                                       drop_upload, forget_upload};
  return (Service){
      .loop = lab->loop,
      .page = "/lab.html",
      .is_site = true,
      .clients_max = CLIENTS_MAX,
      .context = lab,
      .open = open_client,
      .receive = receive,
      .close = close_client,
      .upload = &upload,
  };
}

void lab_end(Lab *lab) {
  for (u32 i = 0; i < lab->clients.count; i++)
    end_program(lab->clients.items[i]);
  heaps_close(&lab->heaps);
}
