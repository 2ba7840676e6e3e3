/* answers.h - the functions that methods.def names. Each gets checked
 * parameters and gives the result, or NULL with a line in `error`. */
#ifndef GLASSHEAP_PROTOCOL_ANSWERS_H
#define GLASSHEAP_PROTOCOL_ANSWERS_H

#include "protocol/protocol.h"

json_t *moment_stack(Session *session, json_t *params, Buffer *error);
json_t *moment_code(Session *session, json_t *params, Buffer *error);
json_t *moment_hits(Session *session, json_t *params, Buffer *error);
json_t *moment_loop(Session *session, json_t *params, Buffer *error);
json_t *moment_graph(Session *session, json_t *params, Buffer *error);
json_t *moment_object(Session *session, json_t *params, Buffer *error);
json_t *moment_retained(Session *session, json_t *params, Buffer *error);
json_t *moment_dominators(Session *session, json_t *params, Buffer *error);
json_t *moment_totals(Session *session, json_t *params, Buffer *error);
json_t *moment_map(Session *session, json_t *params, Buffer *error);
json_t *moment_collector(Session *session, json_t *params, Buffer *error);
json_t *moment_shapes(Session *session, json_t *params, Buffer *error);
json_t *moment_console(Session *session, json_t *params, Buffer *error);
json_t *moment_source(Session *session, json_t *params, Buffer *error);
json_t *moment_usage(Session *session, json_t *params, Buffer *error);
json_t *moment_why(Session *session, json_t *params, Buffer *error);
json_t *moment_wrote(Session *session, json_t *params, Buffer *error);
json_t *moment_allocated(Session *session, json_t *params, Buffer *error);
json_t *moment_died(Session *session, json_t *params, Buffer *error);
json_t *moment_alive(Session *session, json_t *params, Buffer *error);
json_t *moment_evaluate(Session *session, json_t *params, Buffer *error);
/* These two change the room: it must be a copy. */
json_t *moment_cut(Session *session, json_t *params, Buffer *error);
json_t *moment_collect(Session *session, json_t *params, Buffer *error);
json_t *moment_hash(Session *session, json_t *params, Buffer *error);

#endif
