/* answers.c - from a method's parameters to the description it asks for. */
#include "protocol/answers.h"

#include "watch/cache_counts.h"
#include "watch/describe.h"
#include "watch/retained.h"

#include <inttypes.h>
#include <stdlib.h>

constexpr u32 GRAPH_NODES_DEFAULT = 200, GRAPH_NODES_MAX = 2'000;
constexpr u32 SHAPES_DEFAULT = 200, SHAPES_MAX = 2'000;

static u64 integer_or(json_t *params, const char *name, u64 otherwise) {
  json_t *value = json_object_get(params, name);
  return json_is_integer(value) ? (u64)json_integer_value(value) : otherwise;
}

static u32 limit_of(json_t *params, u32 otherwise, u32 most) {
  u64 limit = integer_or(params, "limit", otherwise);
  return limit < most ? (u32)limit : most;
}

static json_t *or_error(json_t *result, Buffer *error, const char *format,
                        u64 number) {
  if (!result) buffer_format(error, "%s%" PRIx64, format, number);
  return result;
}

json_t *moment_stack(Session *session, json_t *params, Buffer *error) {
  return describe_stack(&session->vm);
}

json_t *moment_code(Session *session, json_t *params, Buffer *error) {
  if (json_is_integer(json_object_get(params, "address"))) {
    u64 address = integer_or(params, "address", 0);
    return or_error(describe_code_at(&session->vm, address), error,
                    "there is no function of the program at @", address);
  }
  u64 frame = integer_or(params, "frame", 0);
  if (frame > UINT32_MAX) frame = UINT32_MAX;
  json_t *code = describe_code_of_frame(&session->vm, (u32)frame);
  if (!code) buffer_format(error, "frame %" PRIu64 " has no bytecode", frame);
  return code;
}

/* Only which function it is about: the server counts (server/hits.h). */
json_t *moment_hits(Session *session, json_t *params, Buffer *error) {
  VM *vm = &session->vm;
  u64 frame = integer_or(params, "frame", 0), address;
  if (frame > UINT32_MAX) frame = UINT32_MAX;
  bool is_given = json_is_integer(json_object_get(params, "address"));
  address = is_given ? integer_or(params, "address", 0)
                     : describe_code_address(vm, (u32)frame);
  json_t *code = cache_counts_name(vm, address);
  if (!code && is_given)
    return or_error(NULL, error, "there is no function of the program at @",
                    address);
  if (!code) {
    buffer_format(error, "frame %" PRIu64 " has no bytecode", frame);
    return NULL;
  }
  return json_pack("{s:o, s:O*}", "code", code, "limit",
                   json_object_get(params, "limit"));
}

json_t *moment_loop(Session *session, json_t *params, Buffer *error) {
  return describe_loop(&session->vm);
}

json_t *moment_graph(Session *session, json_t *params, Buffer *error) {
  u32 limit = limit_of(params, GRAPH_NODES_DEFAULT, GRAPH_NODES_MAX);
  return describe_graph(&session->vm, integer_or(params, "around", 0), limit);
}

json_t *moment_object(Session *session, json_t *params, Buffer *error) {
  u64 address = integer_or(params, "address", 0);
  return or_error(describe_cell(&session->vm, address), error,
                  "there is no cell at @", address);
}

json_t *moment_retained(Session *session, json_t *params, Buffer *error) {
  u64 address = integer_or(params, "address", 0);
  Cell *cell = heap_find(&session->vm.isolate.heap, address);
  return or_error(cell ? retained_describe(&session->vm, cell) : NULL, error,
                  "there is no cell at @", address);
}

json_t *moment_dominators(Session *session, json_t *params, Buffer *error) {
  u64 address = integer_or(params, "address", 0);
  Cell *cell = heap_find(&session->vm.isolate.heap, address);
  return or_error(cell ? dominators_describe(&session->vm, cell) : NULL, error,
                  "there is no cell at @", address);
}

json_t *moment_totals(Session *session, json_t *params, Buffer *error) {
  return describe_totals(&session->vm);
}

json_t *moment_map(Session *session, json_t *params, Buffer *error) {
  u64 block = integer_or(params, "block", UINT64_MAX);
  json_t *map = describe_map(
      &session->vm, block == UINT64_MAX ? -1 : (i64)(block & INT64_MAX));
  return or_error(map, error, "there is no block 0x", block);
}

json_t *moment_collector(Session *session, json_t *params, Buffer *error) {
  return describe_collector(&session->vm, integer_or(params, "around", 0));
}

json_t *moment_shapes(Session *session, json_t *params, Buffer *error) {
  u64 around = integer_or(params, "around", 0);
  u32 limit = limit_of(params, SHAPES_DEFAULT, SHAPES_MAX);
  return or_error(describe_shapes(&session->vm, around, limit), error,
                  "there is no Shape and no object at @", around);
}

json_t *moment_console(Session *session, json_t *params, Buffer *error) {
  u64 from = integer_or(params, "from", 0);
  return describe_console(&session->vm,
                          from < UINT32_MAX ? (u32)from : UINT32_MAX);
}

json_t *moment_source(Session *session, json_t *params, Buffer *error) {
  json_t *value = json_object_get(params, "scriptId");
  u64 id = json_is_integer(value)
               ? (u64)json_integer_value(value)
               : strtoull(json_string_value(value), NULL, 10);
  VM *vm = &session->vm;
  if (id < 1 || id > vm->sources.count || !vm->sources.items[id - 1]) {
    buffer_format(error, "there is no script %" PRIu64, id);
    return NULL;
  }
  const Source *source = vm->sources.items[id - 1];
  return json_pack("{s:s%, s:s}", "scriptSource", source->text,
                   (size_t)source->length, "name", source->name);
}

json_t *moment_usage(Session *session, json_t *params, Buffer *error) {
  const Heap *heap = &session->vm.isolate.heap;
  return json_pack(
      "{s:I, s:I}", "usedSize", (json_int_t)heap_live_bytes(heap), "totalSize",
      (json_int_t)heap->used_blocks * (json_int_t)HEAP_BLOCK_BYTES);
}

json_t *moment_hash(Session *session, json_t *params, Buffer *error) {
  return json_pack("{s:o}", "hash",
                   json_sprintf("%016" PRIx64, describe_hash(&session->vm)));
}
