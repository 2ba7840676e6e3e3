/* socket.c - HTTP and WebSocket by libwebsockets, as a guest on the loop. */
#define _GNU_SOURCE
#include "server/socket.h"

#include "base/vector.h"
#include "server/assets.h"

#include <errno.h>
#include <jansson.h>
#include <libwebsockets.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <unistd.h>

constexpr size_t TOKEN_BYTES = 16;
constexpr size_t MESSAGE_BYTES_MAX = 4u << 20;
constexpr size_t WAITING_BYTES_MAX = 256u << 20;
constexpr size_t PIECE_BYTES = 32u << 10; /* of a page's file, at a time */
constexpr u32 CLIENTS_MAX = 16;
constexpr size_t COOKIE_NAME_BYTES = 32;

struct Socket {
  Service service;
  u32 client_count;
  struct lws_context *context;
  int port;
  char token[2 * TOKEN_BYTES + 1];
  char address[128];
  void *loops[1];
};

/* What libwebsockets keeps for each connection. */
typedef struct Connection {
  struct lws *wsi;
  const Asset *asset; /* being sent */
  size_t sent;
  void *client;    /* of the service */
  void *upload;    /* of the service, while it comes */
  bool is_waiting; /* for the answer to an upload */
  char *answer;
  Buffer in;
  VECTOR(char *) out;
  size_t waiting; /* bytes in `out` */
  bool is_slow;   /* too much waits: to be closed */
} Connection;

/* ---- Who may ask -------------------------------------------------------- */

static Socket *socket_of(struct lws *wsi) {
  return lws_context_user(lws_get_context(wsi));
}

static bool is_our_host(const Socket *socket, const char *host) {
  static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
  for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
    char ours[64];
    snprintf(ours, sizeof ours, "%s:%d", names[i], socket->port);
    if (!strcasecmp(host, ours)) return true;
    if (socket->port == 80 && !strcasecmp(host, names[i])) return true;
  }
  return false;
}

static bool comes_from_here(struct lws *wsi) {
  const Socket *socket = socket_of(wsi);
  char host[128], origin[160];
  if (lws_hdr_copy(wsi, host, sizeof host, WSI_TOKEN_HOST) <= 0 ||
      !is_our_host(socket, host))
    return false;
  int length = lws_hdr_total_length(wsi, WSI_TOKEN_ORIGIN);
  if (!length) return true;
  if (lws_hdr_copy(wsi, origin, sizeof origin, WSI_TOKEN_ORIGIN) <= 0)
    return false;
  static const char scheme[] = "http://";
  return !strncasecmp(origin, scheme, sizeof scheme - 1) &&
         is_our_host(socket, origin + sizeof scheme - 1);
}

/* In a time that does not tell how much of it was right. */
static bool is_token(const Socket *socket, const char *token) {
  if (!token || strlen(token) != 2 * TOKEN_BYTES) return false;
  u8 difference = 0;
  for (size_t i = 0; i < 2 * TOKEN_BYTES; i++)
    difference |= (u8)(token[i] ^ socket->token[i]);
  return !difference;
}

static bool has_token(struct lws *wsi) {
  char argument[128];
  return is_token(
      socket_of(wsi),
      lws_get_urlarg_by_name(wsi, "token=", argument, sizeof argument));
}

/* Cookies are not told apart by ports: the name does it. */
static void cookie_name(const Socket *socket, char name[COOKIE_NAME_BYTES]) {
  snprintf(name, COOKIE_NAME_BYTES, "glassheap-%d", socket->port);
}

static bool has_cookie(struct lws *wsi) {
  const Socket *socket = socket_of(wsi);
  char name[COOKIE_NAME_BYTES], token[2 * TOKEN_BYTES + 1];
  size_t length = sizeof token;
  cookie_name(socket, name);
  if (!socket->service.is_site ||
      lws_http_cookie_get(wsi, name, token, &length))
    return false;
  token[length < sizeof token ? length : sizeof token - 1] = 0;
  return is_token(socket, token);
}

static bool may_watch(struct lws *wsi) {
  char path[64];
  if (lws_hdr_copy(wsi, path, sizeof path, WSI_TOKEN_GET_URI) <= 0)
    return false;
  return !strcmp(path, "/session") && comes_from_here(wsi) &&
         (has_token(wsi) || has_cookie(wsi));
}

/* ---- The page ----------------------------------------------------------- */

static const Asset *find_asset(const Socket *socket, const char *path) {
  const Service *service = &socket->service;
  const char *last = strrchr(path, '/');
  bool is_page = service->is_site && last && !strchr(last, '.');
  if (is_page || !strcmp(path, "/")) path = service->page;
  for (size_t i = 0; i < asset_count; i++)
    if (!strcmp(assets[i].path, path)) return &assets[i];
  return NULL;
}

static bool add_header(struct lws *wsi, const char *name, const char *value,
                       unsigned char **at, unsigned char *end) {
  return !lws_add_http_header_by_name(wsi, (const unsigned char *)name,
                                      (const unsigned char *)value,
                                      (int)strlen(value), at, end);
}

/* Pages of this machine, at any port: they may show ours in a frame, and the
 * lab shows the pages of heaps, each of which a process of its own serves. Who
 * can use what is framed needs the token all the same. */
#define PAGES_OF_THIS_MACHINE "'self' http://127.0.0.1:* http://localhost:*"

/* The page runs only what came with it, and talks only to this server. */
static bool add_headers(struct lws *wsi, const Asset *asset, unsigned char **at,
                        unsigned char *end) {
  char policy[512];
  int port = socket_of(wsi)->port;
  snprintf(policy, sizeof policy,
           "default-src 'none'; script-src 'self'; "
           "style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
           "font-src 'self'; connect-src 'self' ws://127.0.0.1:%d "
           "ws://localhost:%d; base-uri 'none'; form-action 'none'; "
           "frame-src " PAGES_OF_THIS_MACHINE
           "; frame-ancestors " PAGES_OF_THIS_MACHINE,
           port, port);
  return !lws_add_http_common_headers(wsi, HTTP_STATUS_OK, asset->mime,
                                      asset->length, at, end) &&
         add_header(wsi, "content-security-policy:", policy, at, end) &&
         add_header(wsi, "x-content-type-options:", "nosniff", at, end) &&
         add_header(wsi, "referrer-policy:", "no-referrer", at, end) &&
         add_header(wsi, "cache-control:", "no-store", at, end) &&
         add_header(wsi, "cross-origin-opener-policy:", "same-origin", at,
                    end) &&
         add_header(wsi, "cross-origin-resource-policy:", "same-origin", at,
                    end);
}

/* Whoever came with the token need not carry it from page to page. */
static bool add_cookie(struct lws *wsi, unsigned char **at,
                       unsigned char *end) {
  const Socket *socket = socket_of(wsi);
  if (!socket->service.is_site || !has_token(wsi)) return true;
  char name[COOKIE_NAME_BYTES], cookie[128];
  cookie_name(socket, name);
  snprintf(cookie, sizeof cookie, "%s=%s; Path=/; HttpOnly; SameSite=Strict",
           name, socket->token);
  return add_header(wsi, "set-cookie:", cookie, at, end);
}

static int refuse(struct lws *wsi, unsigned int status, const char *why) {
  if (lws_return_http_status(wsi, status, why)) return -1;
  return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static int begin_page(struct lws *wsi, Connection *connection,
                      const char *path) {
  unsigned char headers[LWS_PRE + 2048];
  unsigned char *start = headers + LWS_PRE, *at = start;
  unsigned char *end = headers + sizeof headers - 1;
  if (!comes_from_here(wsi))
    return refuse(wsi, HTTP_STATUS_FORBIDDEN, "not from this machine");
  if (!lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI))
    return refuse(wsi, HTTP_STATUS_METHOD_NOT_ALLOWED, "only GET");
  const Asset *asset = find_asset(socket_of(wsi), path);
  if (!asset)
    return refuse(wsi, HTTP_STATUS_NOT_FOUND,
                  asset_count ? "no such page"
                              : "built without the viewer's page");
  if (!add_headers(wsi, asset, &at, end) || !add_cookie(wsi, &at, end) ||
      lws_finalize_write_http_header(wsi, start, &at, end))
    return -1;
  connection->asset = asset;
  connection->sent = 0;
  lws_callback_on_writable(wsi);
  return 0;
}

/* ---- Uploads ------------------------------------------------------------ */

static const UploadService *uploads(struct lws *wsi) {
  return socket_of(wsi)->service.upload;
}

/* A file comes only from a page that was opened with the token. */
static int begin_upload(struct lws *wsi, Connection *connection) {
  *connection = (Connection){.wsi = wsi};
  if (!comes_from_here(wsi) || !lws_hdr_total_length(wsi, WSI_TOKEN_ORIGIN) ||
      !(has_token(wsi) || has_cookie(wsi)))
    return refuse(wsi, HTTP_STATUS_FORBIDDEN, "not from a page of ours");
  connection->upload = uploads(wsi)->begin(socket_of(wsi)->service.context);
  if (connection->upload) return 0;
  return refuse(wsi, HTTP_STATUS_INTERNAL_SERVER_ERROR, "no room for it");
}

static int take_upload(struct lws *wsi, Connection *connection,
                       const void *bytes, size_t length) {
  if (!connection->upload) return 0;
  return uploads(wsi)->bytes(connection->upload, bytes, length) ? 0 : -1;
}

static void answer_upload(void *context, const char *address,
                          const char *error) {
  Connection *connection = context;
  json_t *json = json_pack("{s:s*, s:s*}", "address", address, "error",
                           address ? NULL : error);
  connection->is_waiting = false;
  connection->answer = json_dumps(json, JSON_COMPACT);
  json_decref(json);
  lws_callback_on_writable(connection->wsi);
}

static int end_upload(struct lws *wsi, Connection *connection) {
  void *upload = connection->upload;
  if (!upload) return 0;
  connection->upload = NULL;
  connection->is_waiting = true;
  uploads(wsi)->end(upload, answer_upload, connection);
  return 0;
}

static int send_answer(struct lws *wsi, Connection *connection) {
  unsigned char out[LWS_PRE + 2048];
  unsigned char *start = out + LWS_PRE, *at = start;
  unsigned char *end = out + sizeof out - 1;
  size_t length = strlen(connection->answer);
  if (length > (size_t)(end - start)) length = (size_t)(end - start);
  if (lws_add_http_common_headers(wsi, HTTP_STATUS_OK, "application/json",
                                  length, &at, end) ||
      lws_finalize_write_http_header(wsi, start, &at, end))
    return -1;
  memcpy(start, connection->answer, length);
  free(connection->answer);
  connection->answer = NULL;
  if (lws_write(wsi, start, length, LWS_WRITE_HTTP_FINAL) < (int)length)
    return -1;
  return lws_http_transaction_completed(wsi) ? -1 : 0;
}

static void close_upload(struct lws *wsi, Connection *connection) {
  if (connection->upload) uploads(wsi)->drop(connection->upload);
  if (connection->is_waiting)
    uploads(wsi)->forget(socket_of(wsi)->service.context, connection);
  free(connection->answer);
  connection->upload = connection->answer = NULL;
  connection->is_waiting = false;
}

/* ---- The page's bytes ---------------------------------------------------- */

static int begin_request(struct lws *wsi, Connection *connection,
                         const char *path) {
  bool is_post = lws_hdr_total_length(wsi, WSI_TOKEN_POST_URI);
  if (is_post && uploads(wsi) && !strcmp(path, "/upload"))
    return begin_upload(wsi, connection);
  return begin_page(wsi, connection, path);
}

static int send_page(struct lws *wsi, Connection *connection) {
  unsigned char piece[LWS_PRE + PIECE_BYTES];
  const Asset *asset = connection->asset;
  if (connection->answer) return send_answer(wsi, connection);
  if (!asset) return 0;
  size_t count = asset->length - connection->sent;
  bool is_last = count <= PIECE_BYTES;
  if (!is_last) count = PIECE_BYTES;
  memcpy(piece + LWS_PRE, asset->bytes + connection->sent, count);
  int written = lws_write(wsi, piece + LWS_PRE, count,
                          is_last ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP);
  if (written < (int)count) return -1;
  connection->sent += count;
  if (!is_last) {
    lws_callback_on_writable(wsi);
    return 0;
  }
  connection->asset = NULL;
  return lws_http_transaction_completed(wsi) ? -1 : 0;
}

/* ---- The session -------------------------------------------------------- */

static void send_text(void *context, char *text) {
  Connection *connection = context;
  connection->waiting += strlen(text);
  if (connection->waiting > WAITING_BYTES_MAX) connection->is_slow = true;
  vector_push(&connection->out, text);
  lws_callback_on_writable(connection->wsi);
}

static int write_next(struct lws *wsi, Connection *connection) {
  if (connection->is_slow) return -1;
  if (!connection->out.count) return 0;
  char *text = connection->out.items[0];
  size_t length = strlen(text);
  vector_remove(&connection->out, 0);
  connection->waiting -= length;
  unsigned char *message = base_allocate(LWS_PRE + length);
  /* a message has a length and no closing zero */
  // NOLINTNEXTLINE(bugprone-not-null-terminated-result)
  memcpy(message + LWS_PRE, text, length);
  int written = lws_write(wsi, message + LWS_PRE, length, LWS_WRITE_TEXT);
  free(message);
  free(text);
  if (written < (int)length) return -1;
  if (connection->out.count) lws_callback_on_writable(wsi);
  return 0;
}

/* Messages come in pieces. */
static int receive(struct lws *wsi, Connection *connection, const void *bytes,
                   size_t length) {
  Buffer *in = &connection->in;
  if (in->length + length > MESSAGE_BYTES_MAX) return -1;
  buffer_append(in, bytes, length);
  if (lws_remaining_packet_payload(wsi) || !lws_is_final_fragment(wsi))
    return 0;
  socket_of(wsi)->service.receive(connection->client, in->bytes, in->length);
  buffer_clear(in);
  return 0;
}

static void open_session(struct lws *wsi, Connection *connection) {
  Socket *socket = socket_of(wsi);
  const Service *service = &socket->service;
  *connection = (Connection){.wsi = wsi};
  connection->client = service->open(service->context, send_text, connection);
  socket->client_count++;
}

static void close_session(struct lws *wsi, Connection *connection) {
  Socket *socket = socket_of(wsi);
  if (connection->client) {
    socket->service.close(connection->client);
    socket->client_count--;
  }
  for (u32 i = 0; i < connection->out.count; i++)
    free(connection->out.items[i]);
  vector_free(&connection->out);
  buffer_free(&connection->in);
  *connection = (Connection){};
}

static bool has_room(const Socket *socket) {
  u32 most = socket->service.clients_max;
  return socket->client_count < (most ? most : CLIENTS_MAX);
}

static int on_event(struct lws *wsi, enum lws_callback_reasons reason,
                    void *user, void *in, size_t length) {
  Connection *connection = user;
  switch (reason) {
  case LWS_CALLBACK_HTTP: return begin_request(wsi, connection, in);
  case LWS_CALLBACK_HTTP_BODY: return take_upload(wsi, connection, in, length);
  case LWS_CALLBACK_HTTP_BODY_COMPLETION: return end_upload(wsi, connection);
  case LWS_CALLBACK_CLOSED_HTTP:
    if (connection) close_upload(wsi, connection);
    return 0;
  case LWS_CALLBACK_HTTP_WRITEABLE: return send_page(wsi, connection);
  case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
    if (may_watch(wsi) && has_room(socket_of(wsi))) return 0;
    lws_return_http_status(wsi, HTTP_STATUS_FORBIDDEN, "no session for you");
    return -1;
  case LWS_CALLBACK_ESTABLISHED: open_session(wsi, connection); return 0;
  case LWS_CALLBACK_RECEIVE: return receive(wsi, connection, in, length);
  case LWS_CALLBACK_SERVER_WRITEABLE: return write_next(wsi, connection);
  case LWS_CALLBACK_CLOSED: close_session(wsi, connection); return 0;
  default: return lws_callback_http_dummy(wsi, reason, user, in, length);
  }
}

/* ---- Listening ---------------------------------------------------------- */

static const struct lws_protocols protocols[] = {
    {"glassheap", on_event, sizeof(Connection), 0, 0, NULL, 0},
    {NULL, NULL, 0, 0, 0, NULL, 0},
};

/* Whether the port can be had, with the system's own reason. */
static int try_port(int port) {
  int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1, code = 0;
  if (file < 0) return errno;
  setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  struct sockaddr_in address = {.sin_family = AF_INET,
                                .sin_port = htons((u16)port),
                                .sin_addr = {htonl(INADDR_LOOPBACK)}};
  if (bind(file, (struct sockaddr *)&address, sizeof address) ||
      listen(file, 1))
    code = errno;
  close(file);
  return code;
}

static bool make_token(Socket *socket) {
  u8 bytes[TOKEN_BYTES];
  if (getrandom(bytes, sizeof bytes, 0) != sizeof bytes) return false;
  for (size_t i = 0; i < TOKEN_BYTES; i++)
    snprintf(socket->token + 2 * i, 3, "%02x", bytes[i]);
  return true;
}

/* An address of the lab holds a whole program, and comes again as the referrer
 * of what its page asks for. */
enum { HEADER_BYTES_MAX = 60 * 1024 };

static bool listen_on(Socket *socket, int port) {
  struct lws_context_creation_info info = {
      .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS |
                 LWS_SERVER_OPTION_FAIL_UPON_UNABLE_TO_BIND |
                 LWS_SERVER_OPTION_DISABLE_IPV6,
      .foreign_loops = socket->loops,
      .protocols = protocols,
      .iface = "127.0.0.1",
      .port = port,
      .user = socket,
      .gid = -1,
      .uid = -1,
      .max_http_header_data = HEADER_BYTES_MAX,
  };
  lws_set_log_level(0, NULL);
  socket->context = lws_create_context(&info);
  if (!socket->context) return false;
  struct lws_vhost *host = lws_create_vhost(socket->context, &info);
  if (!host) return false;
  socket->port = lws_get_vhost_listen_port(host);
  return true;
}

SocketResult socket_open(Service service, int port, Socket **result,
                         Buffer *error) {
  int code = port ? try_port(port) : 0;
  if (code == EADDRINUSE) {
    buffer_format(error,
                  "port %d is in use: choose another with --port N, or any "
                  "free one with --port 0",
                  port);
    return SOCKET_PORT_TAKEN;
  }
  Socket *socket = base_allocate_zeroed(sizeof *socket);
  socket->service = service;
  socket->loops[0] = service.loop;
  if (code || !make_token(socket) || !listen_on(socket, port)) {
    buffer_format(error, "cannot listen on 127.0.0.1:%d: %s", port,
                  code ? strerror(code) : "the web server did not start");
    free(socket);
    return SOCKET_REFUSED;
  }
  snprintf(socket->address, sizeof socket->address,
           "http://127.0.0.1:%d/?token=%s", socket->port, socket->token);
  *result = socket;
  return SOCKET_OPEN;
}

const char *socket_address(const Socket *socket) {
  return socket->address;
}
