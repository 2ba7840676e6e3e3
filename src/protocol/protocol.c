/* protocol.c - the table of methods; requests, replies and events. */
#include "protocol/protocol.h"

#include "protocol/answers.h"

const Method protocol_methods[METHOD_COUNT] = {
#define METHOD(domain, verb, place, parameters, answer, help)                  \
  {#domain "." #verb, METHOD_##place, parameters, help, answer},
#include "protocol/methods.def"
#undef METHOD
};

/* ---- Replies ------------------------------------------------------------ */

json_t *protocol_result(json_t *id, json_t *result) {
  return json_pack("{s:O*, s:o}", "id", id, "result", result);
}

json_t *protocol_error(json_t *id, ProtocolCode code, const char *message) {
  json_t *text = json_string(message);
  if (!text) text = json_string("an error that is not printable");
  json_t *reply =
      json_pack("{s:{s:i, s:o}}", "error", "code", (int)code, "message", text);
  json_object_set(reply, "id", id ? id : json_null());
  return reply;
}

json_t *protocol_event(const char *name, json_t *params) {
  return json_pack("{s:s, s:o}", "method", name, "params", params);
}

json_t *protocol_describe(void) {
  json_t *methods = json_array();
  for (u32 i = 0; i < METHOD_COUNT; i++) {
    const Method *method = &protocol_methods[i];
    json_array_append_new(methods,
                          json_pack("{s:s, s:s, s:s}", "name", method->name,
                                    "parameters", method->parameters, "help",
                                    method->help));
  }
  return json_pack("{s:o}", "methods", methods);
}

/* ---- Parameters --------------------------------------------------------- */

static bool is_id(const json_t *value) {
  if (json_is_integer(value)) return json_integer_value(value) >= 0;
  const char *text = json_string_value(value);
  return text && *text && strspn(text, "0123456789") == strlen(text);
}

static bool has_type(const json_t *value, const char *type) {
  if (!strcmp(type, "integer"))
    return json_is_integer(value) && json_integer_value(value) >= 0;
  if (!strcmp(type, "number")) return json_is_number(value);
  if (!strcmp(type, "text")) return json_is_string(value);
  if (!strcmp(type, "object")) return json_is_object(value);
  if (!strcmp(type, "list")) return json_is_array(value);
  assert(!strcmp(type, "id"));
  return is_id(value);
}

/* Checks one parameter: `spec` is "name type" or "name? type". */
static bool check_parameter(json_t *params, char *spec, Buffer *error) {
  char *type = strchr(spec, ' ');
  *type++ = 0;
  size_t length = strlen(spec);
  bool is_optional = spec[length - 1] == '?';
  if (is_optional) spec[length - 1] = 0;
  json_t *value = json_object_get(params, spec);
  if (json_is_null(value)) value = NULL;
  if (!value && is_optional) return true;
  if (value && has_type(value, type)) return true;
  buffer_format(error, "`%s` %s: %s", spec, value ? "is wrong" : "is missing",
                !strcmp(type, "integer")  ? "a whole number is wanted"
                : !strcmp(type, "id")     ? "the number of a script is wanted"
                : !strcmp(type, "number") ? "a number is wanted"
                : !strcmp(type, "object") ? "an object is wanted"
                : !strcmp(type, "list")   ? "a list is wanted"
                                          : "a text is wanted");
  return false;
}

static bool check_parameters(const Method *method, json_t *params,
                             Buffer *error) {
  char specs[256];
  assert(strlen(method->parameters) < sizeof specs);
  memcpy(specs, method->parameters, strlen(method->parameters) + 1);
  for (char *spec = specs, *next; spec && *spec; spec = next) {
    if ((next = strstr(spec, ", "))) {
      *next = 0;
      next += 2;
    }
    if (check_parameter(params, spec, error)) continue;
    return false;
  }
  return true;
}

/* ---- Requests ----------------------------------------------------------- */

static const Method *find_method(const char *name) {
  for (u32 i = 0; name && i < METHOD_COUNT; i++)
    if (!strcmp(protocol_methods[i].name, name)) return &protocol_methods[i];
  return NULL;
}

static json_t *refuse(json_t *id, ProtocolCode code, const char *text,
                      const char *what) {
  Buffer message = {};
  buffer_text(&message, text);
  if (what) buffer_format(&message, ": %s", what);
  json_t *reply = protocol_error(id, code, message.bytes);
  buffer_free(&message);
  return reply;
}

static json_t *read_method(json_t *message, Request *request) {
  json_t *id = request->id;
  const char *name = json_string_value(json_object_get(message, "method"));
  if (!name)
    return refuse(id, PROTOCOL_NO_REQUEST, "`method` is missing: a text", NULL);
  const Method *method = find_method(name);
  if (!method)
    return refuse(id, PROTOCOL_NO_METHOD,
                  "no such method (Protocol.describe lists them)", name);
  request->method = (MethodName)(method - protocol_methods);
  json_t *params = json_object_get(message, "params");
  if (params && !json_is_object(params) && !json_is_null(params))
    return refuse(id, PROTOCOL_BAD_PARAMS, "`params` is to be an object", NULL);
  request->params =
      json_is_object(params) ? json_incref(params) : json_object();
  Buffer error = {};
  json_t *reply = NULL;
  if (!check_parameters(method, request->params, &error))
    reply = protocol_error(id, PROTOCOL_BAD_PARAMS, error.bytes);
  buffer_free(&error);
  return reply;
}

json_t *protocol_read(const char *text, size_t length, Request *request) {
  *request = (Request){};
  json_error_t reason;
  json_t *message = json_loadb(text, length, JSON_ALLOW_NUL, &reason);
  if (!message)
    return refuse(NULL, PROTOCOL_NO_JSON, "a message that is not JSON",
                  reason.text);
  json_t *id = json_object_get(message, "id"), *reply;
  if (json_is_integer(id) || json_is_string(id)) {
    request->id = json_incref(id);
    reply = read_method(message, request);
  } else {
    reply = refuse(NULL, PROTOCOL_NO_REQUEST,
                   "a request is an object with an `id`", NULL);
  }
  json_decref(message);
  if (reply) request_free(request);
  return reply;
}

void request_free(Request *request) {
  json_decref(request->id);
  json_decref(request->params);
  *request = (Request){};
}

json_t *protocol_answer(Session *session, const char *name, json_t *params,
                        Buffer *error) {
  const Method *method = find_method(name);
  if (!method || !method->answer) {
    buffer_text(error, "no method that describes a moment");
    return NULL;
  }
  json_t *none = json_is_object(params) ? NULL : json_object();
  json_t *result = NULL;
  if (check_parameters(method, none ? none : params, error))
    result = method->answer(session, none ? none : params, error);
  json_decref(none);
  return result;
}
