/* answers_why.c - questions about one object or one reference, and their
 * answers as far as the moment itself knows them. */
#include "protocol/answers.h"

#include "watch/chains.h"
#include "watch/describe.h"
#include "watch/reference.h"
#include "watch/what_if.h"
#include "watch/written.h"

#include <inttypes.h>

constexpr u32 CHAINS_DEFAULT = 5, CHAINS_MAX = 50;

/* ---- What is asked about --------------------------------------------------
 */

static Cell *cell_of_address(VM *vm, json_t *params, Buffer *error) {
  json_t *address = json_object_get(params, "address");
  u64 number = (u64)json_integer_value(address);
  Cell *cell = heap_find(&vm->isolate.heap, number);
  if (!cell) buffer_format(error, "there is no cell at @%" PRIx64, number);
  return cell;
}

/* The cell that `expression` or `address` names. */
static Cell *cell_of(VM *vm, json_t *params, Buffer *error) {
  const char *text = json_string_value(json_object_get(params, "expression"));
  if (!text == !json_object_get(params, "address")) {
    buffer_text(error, "one of `expression` and `address` is wanted");
    return NULL;
  }
  if (!text) return cell_of_address(vm, params, error);
  Reference reference;
  if (!reference_find(vm, text, &reference, error)) return NULL;
  if (value_is_cell(reference.value)) return value_to_cell(reference.value);
  buffer_format(error,
                "%s is no object: nothing but its own slot holds that value",
                text);
  return NULL;
}

static json_t *describe_reference(VM *vm, const char *text,
                                  const Reference *reference) {
  json_t *json = json_pack("{s:s, s:o}", "expression", text, "value",
                           describe_value(vm, reference->value));
  if (reference->is_edge && reference->owner)
    json_object_set_new(json, "owner",
                        json_integer((json_int_t)heap_offset(
                            &vm->isolate.heap, reference->owner)));
  return json;
}

/* ---- Answers --------------------------------------------------------------
 */

json_t *moment_why(Session *session, json_t *params, Buffer *error) {
  VM *vm = &session->vm;
  Cell *cell = cell_of(vm, params, error);
  if (!cell) return NULL;
  json_t *given = json_object_get(params, "limit");
  json_int_t limit =
      json_is_integer(given) ? json_integer_value(given) : CHAINS_DEFAULT;
  if (limit < 1) limit = 1;
  if (limit > CHAINS_MAX) limit = CHAINS_MAX;
  return chains_describe(vm, cell, (u32)limit);
}

/* A reference is found by what it refers to; anything else, and what lies in a
 * register, by watching its place. */
static json_t *trace_of(VM *vm, const Reference *reference) {
  bool is_register = !reference->owner;
  if (is_register)
    return trace_register(vm, reference->frame, reference->name.index);
  if (value_is_cell(reference->value))
    return trace_edge(vm, reference->owner, reference->name,
                      value_to_cell(reference->value));
  return trace_slot(vm, reference->owner, reference->name);
}

json_t *moment_wrote(Session *session, json_t *params, Buffer *error) {
  VM *vm = &session->vm;
  const char *text = json_string_value(json_object_get(params, "expression"));
  Reference reference;
  if (!reference_find(vm, text, &reference, error)) return NULL;
  json_t *trace = reference.is_edge ? trace_of(vm, &reference) : NULL;
  if (!trace) {
    buffer_format(error,
                  "%s is a value without a place: name the variable, the "
                  "property or the item that holds it",
                  text);
    return NULL;
  }
  json_t *json = describe_reference(vm, text, &reference);
  json_object_set_new(json, "trace", trace);
  return json;
}

json_t *moment_allocated(Session *session, json_t *params, Buffer *error) {
  VM *vm = &session->vm;
  Cell *cell = cell_of(vm, params, error);
  if (!cell) return NULL;
  return json_pack("{s:o, s:o}", "value",
                   describe_value(vm, value_from_cell(cell)), "trace",
                   trace_allocation(vm, cell));
}

/* The rest is death.c's, in the server. */
json_t *moment_died(Session *session, json_t *params, Buffer *error) {
  VM *vm = &session->vm;
  Cell *cell = cell_of(vm, params, error);
  if (!cell) return NULL;
  return json_pack("{s:o, s:I}", "value",
                   describe_value(vm, value_from_cell(cell)), "address",
                   (json_int_t)heap_offset(&vm->isolate.heap, cell));
}

json_t *moment_alive(Session *session, json_t *params, Buffer *error) {
  VM *vm = &session->vm;
  Heap *heap = &vm->isolate.heap;
  Buffer ignored = {};
  Cell *cell = cell_of_address(vm, params, &ignored);
  buffer_free(&ignored);
  bool is_alive = cell && chains_is_alive(vm, cell);
  json_t *json = json_pack("{s:b, s:o?}", "alive", (int)is_alive, "where",
                           trace_place_describe(vm, trace_place(vm)));
  if (!session->times || !cell) return json;
  u32 written = written_birth(session->times, heap, cell);
  json_object_set_new(json, "written", json_integer(written));
  json_object_set_new(json, "interval",
                      json_integer(session->times->slots.interval));
  return json;
}

json_t *moment_evaluate(Session *session, json_t *params, Buffer *error) {
  VM *vm = &session->vm;
  const char *text = json_string_value(json_object_get(params, "expression"));
  Reference reference;
  if (!reference_find(vm, text, &reference, error)) return NULL;
  return describe_reference(vm, text, &reference);
}

/* ---- What if --------------------------------------------------------------
 */

json_t *moment_cut(Session *session, json_t *params, Buffer *error) {
  const char *edge = json_string_value(json_object_get(params, "edge"));
  return what_if_cut(&session->vm, edge, error);
}

json_t *moment_collect(Session *session, json_t *params, Buffer *error) {
  return what_if_collect(&session->vm);
}
