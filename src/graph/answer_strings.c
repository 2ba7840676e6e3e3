/* answer_strings.c - strings that are there more than once. */
#include "graph/answer.h"

constexpr u64 LIMIT = 25;
constexpr size_t TEXT_BYTES_MAX = 200;

static json_t *describe(const HeapGraph *graph, const Duplicate *duplicate) {
  Buffer text = {};
  strings_append(&graph->file.strings, duplicate->string, &text);
  size_t length = text.length < TEXT_BYTES_MAX ? text.length : TEXT_BYTES_MAX;
  json_t *json = json_pack("{s:o, s:I, s:o, s:o}", "text",
                           answer_text(text.bytes ? text.bytes : "", length),
                           "count", (json_int_t)duplicate->count, "bytes",
                           answer_size(duplicate->bytes), "wasted",
                           answer_size(duplicate->wasted));
  buffer_free(&text);
  return json;
}

json_t *answer_strings(const HeapGraph *graph, u32 count, const json_t *params,
                       Buffer *error) {
  Page page = answer_page(params, LIMIT);
  json_t *list = json_array();
  for (u64 i = page.offset;
       i < graph->duplicate_count && i - page.offset < page.limit; i++)
    json_array_append_new(list, describe(graph, &graph->duplicates[i]));
  json_t *json =
      json_pack("{s:o, s:I, s:I, s:o}", "strings", list, "total",
                (json_int_t)graph->duplicate_count, "offset",
                (json_int_t)page.offset, "wasted", answer_size(graph->wasted));
  return json;
}
