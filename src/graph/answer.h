/* answer.h - questions to a heap graph, answered in JSON.
 *
 * One function a question (answers.def). What it gives is what `--json`
 * prints, what the text of the command line is written from and what the
 * viewer shows. Sizes are bytes; an object is {id, name, label, type, class,
 * self, retained, distance}, `id` being the snapshot's own number; lists are
 * cut at `params.limit` from `params.offset` on, and `total` tells how many
 * there are.
 */
#ifndef GLASSHEAP_GRAPH_ANSWER_H
#define GLASSHEAP_GRAPH_ANSWER_H

#include "graph/graph.h"

#include <jansson.h>

/* An answer, owned by the caller; NULL with one clear line in `error`. */
typedef json_t *(*Answer)(const HeapGraph *graphs, u32 count,
                          const json_t *params, Buffer *error);

#define ANSWER(name, least, most, help)                                        \
  json_t *answer_##name(const HeapGraph *graphs, u32 count,                    \
                        const json_t *params, Buffer *error);
#include "graph/answers.def"
#undef ANSWER

/* ---- For those who write answers ---- */

/* answer_node - what is said of every object; `detached` where it is so. */
json_t *answer_node(const HeapGraph *graph, Node node);
/* answer_edge - {access, name, type} of an edge. */
json_t *answer_edge(const HeapGraph *graph, const EdgeRecord *edge);
/* answer_text - a JSON string of any bytes (jansson takes only UTF-8). */
json_t *answer_text(const char *text, size_t length);
/* answer_take - the same of a buffer, which it frees. */
json_t *answer_take(Buffer *text);
/* answer_size - a number of bytes. */
json_t *answer_size(u64 bytes);

/* The part of a list that is asked for. */
typedef struct Page {
  u64 offset, limit;
} Page;

/* page_end - where the page ends in a list of `count` items. */
static inline u64 page_end(Page page, u64 count) {
  u64 first = page.offset < count ? page.offset : count;
  return first + (page.limit < count - first ? page.limit : count - first);
}

/* answer_page - params.offset and params.limit; `limit` when there is none. */
Page answer_page(const json_t *params, u64 limit);
/* answer_find_node - the node with the id params.id; NO_NODE with a line in
 * `error`. */
Node answer_find_node(const HeapGraph *graph, const json_t *params,
                      Buffer *error);

#endif
