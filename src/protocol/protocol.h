/* protocol.h - messages of the protocol (docs/protocol.md): reading and
 * checking requests, writing replies, and the one function that answers what
 * is asked about a stopped run.
 *
 * Transports and the server carry and route these messages; what a method is
 * called, what it wants and who answers it is in methods.def alone.
 */
#ifndef GLASSHEAP_PROTOCOL_PROTOCOL_H
#define GLASSHEAP_PROTOCOL_PROTOCOL_H

#include "watch/session.h"

#include <jansson.h>

typedef enum MethodPlace : u8 {
  METHOD_SERVER, /* of a watched program */
  METHOD_ROOM,
  METHOD_LAB,    /* of the lab */
  METHOD_BRANCH, /* by a copy of the room, which is changed (WhatIf) */
  METHOD_PAST,   /* by the room, and then from the past (server/search.h) */
  METHOD_HEAP,   /* of heap snapshots */
} MethodPlace;

typedef enum MethodName : u8 {
#define METHOD(domain, verb, place, parameters, answer, help)                  \
  METHOD_##domain##_##verb,
#include "protocol/methods.def"
#undef METHOD
  METHOD_COUNT,
} MethodName;

typedef struct Method {
  const char *name; /* "Domain.verb" */
  MethodPlace place;
  const char *parameters, *help;
  json_t *(*answer)(Session *session, json_t *params, Buffer *error);
} Method;

/* In the order of MethodName. */
extern const Method protocol_methods[METHOD_COUNT];

/* The codes of JSON-RPC, as the Chrome DevTools Protocol uses them. */
typedef enum ProtocolCode : int {
  PROTOCOL_NO_JSON = -32700,
  PROTOCOL_NO_REQUEST = -32600,
  PROTOCOL_NO_METHOD = -32601,
  PROTOCOL_BAD_PARAMS = -32602,
  PROTOCOL_FAILED = -32000,
} ProtocolCode;

typedef struct Request {
  json_t *id;     /* owned */
  json_t *params; /* owned; an object, perhaps empty */
  MethodName method;
} Request;

/* protocol_read - a request from the text of one message; NULL, or the error
 * reply to send back. Parameters are there and of their types. */
json_t *protocol_read(const char *text, size_t length, Request *request);
void request_free(Request *request);

/* protocol_result, protocol_error - replies; they consume `result`, not `id`.
 * An `id` of NULL is null. */
json_t *protocol_result(json_t *id, json_t *result);
json_t *protocol_error(json_t *id, ProtocolCode code, const char *message);
json_t *protocol_event(const char *name, json_t *params);
/* protocol_describe - {methods: [{name, parameters, help}]}. */
json_t *protocol_describe(void);

/* protocol_answer - the result of a describing method at the moment where the
 * session stands, or NULL with one line in `error`. */
json_t *protocol_answer(Session *session, const char *method, json_t *params,
                        Buffer *error);

#endif
