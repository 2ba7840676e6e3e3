/* answers.h - the functions that methods.def names. Each gets checked
 * parameters and gives the result, or NULL with a line in `error`. */
#ifndef GLASSHEAP_PROTOCOL_ANSWERS_H
#define GLASSHEAP_PROTOCOL_ANSWERS_H

#include "protocol/protocol.h"

json_t *answer_stack(Session *session, json_t *params, Buffer *error);
json_t *answer_code(Session *session, json_t *params, Buffer *error);
json_t *answer_graph(Session *session, json_t *params, Buffer *error);
json_t *answer_object(Session *session, json_t *params, Buffer *error);
json_t *answer_totals(Session *session, json_t *params, Buffer *error);
json_t *answer_map(Session *session, json_t *params, Buffer *error);
json_t *answer_shapes(Session *session, json_t *params, Buffer *error);
json_t *answer_console(Session *session, json_t *params, Buffer *error);
json_t *answer_source(Session *session, json_t *params, Buffer *error);
json_t *answer_usage(Session *session, json_t *params, Buffer *error);
json_t *answer_hash(Session *session, json_t *params, Buffer *error);

#endif
