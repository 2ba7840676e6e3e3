/* heap_text.h - heaps written by hand, and their text in any dialect of V8.
 *
 * A heap is said once, with names in place of numbers; a dialect says which
 * fields, in which order and with which white space a version of V8 would have
 * written it. So one heap gives many files that must all be read alike.
 *
 *   HeapText heap = {};
 *   u32 root = heap_node(&heap, "synthetic", "", 0);
 *   u32 map = heap_node(&heap, "object", "Map", 32);
 *   heap_edge(&heap, root, "property", "cache", map);
 *   heap_write(&heap, &DIALECTS[0], &text);
 */
#ifndef GLASSHEAP_TESTS_GRAPH_HEAP_TEXT_H
#define GLASSHEAP_TESTS_GRAPH_HEAP_TEXT_H

#include "base/buffer.h"
#include "base/vector.h"
#include "graph/graph.h"

typedef struct TextNode {
  u32 type, name; /* in `words` */
  u32 edge_count;
  u64 id, size, detached;
} TextNode;

typedef struct TextEdge {
  u32 from, type, name, to;
  u64 index; /* when `name` is NO_STRING */
} TextEdge;

typedef struct TextLocation {
  u32 node, script, line, column;
} TextLocation;

typedef struct HeapText {
  VECTOR(TextNode) nodes;
  VECTOR(TextEdge) edges; /* in the order of their sources */
  VECTOR(TextLocation) locations;
  VECTOR(char *) words; /* the strings section */
} HeapText;

typedef struct Dialect {
  const char *title;
  /* Lists of words with commas between. */
  const char *node_fields, *edge_fields, *location_fields;
  const char *node_types, *edge_types;
  const char *members;   /* their order */
  const char *separator; /* between records */
  const char *extra;     /* more members of "snapshot", or "" */
} Dialect;

extern const Dialect DIALECTS[];
extern const u32 DIALECT_COUNT;

/* heap_node - the number of a new node; its id is 2n + 1. */
u32 heap_node(HeapText *heap, const char *type, const char *name, u64 size);
/* heap_edge, heap_element - a new edge, with a name or with an index. Edges
 * are added in the order of their sources. */
void heap_edge(HeapText *heap, u32 from, const char *type, const char *name,
               u32 to);
void heap_element(HeapText *heap, u32 from, const char *type, u64 index,
                  u32 to);
void heap_locate(HeapText *heap, u32 node, u32 script, u32 line, u32 column);
void heap_free(HeapText *heap);

/* heap_write - appends the text of the heap. Names go out as they are: what
 * needs escapes in JSON has them in its name. */
void heap_write(const HeapText *heap, const Dialect *dialect, Buffer *text);

/* heap_sample - the heap that most tests are about: a Map in a page's window
 * with two sessions, one of them of 6 GiB, and a listener that holds a
 * detached tree. */
enum {
  SAMPLE_ROOT,
  SAMPLE_GC_ROOTS,
  SAMPLE_WINDOW,
  SAMPLE_MAP,
  SAMPLE_TABLE,
  SAMPLE_SESSION,
  SAMPLE_STRING,
  SAMPLE_LISTENER,
  SAMPLE_DIV,
  SAMPLE_TEXT,
  SAMPLE_LARGE,
  SAMPLE_COUNT,
};
HeapText heap_sample(void);

/* heap_text_open - opens bytes as a file that lives in memory alone. */
bool heap_text_open(const void *bytes, size_t length, bool salvage,
                    HeapGraph *graph, Buffer *error);

#endif
