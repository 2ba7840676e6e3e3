/* write.h - a graph into a file again, as it was or without its secrets.
 *
 * What is written is the heap that was read: the same nodes with the same ids,
 * sizes and edges, in the same order, with their locations and allocation
 * traces, so that a reader computes the same dominators, retained sizes and
 * distances. The dialect becomes that of Node.js 22, whatever the file had;
 * members that neither V8 nor DevTools had then (the scopes of Chromium 156)
 * are left out. Of a truncated file there is what could be read, whole.
 */
#ifndef GLASSHEAP_GRAPH_WRITE_H
#define GLASSHEAP_GRAPH_WRITE_H

#include "graph/graph.h"

/* Puts another text (UTF-8, not escaped) in place of string `index`; false to
 * keep it as it is. */
typedef bool (*RewriteString)(void *context, u32 index, RawString raw,
                              Buffer *text);

/* graph_write - writes the graph to `path` ("-": standard output); strings
 * through `rewrite`, if there is one. False with one clear line in `error`. */
bool graph_write(const HeapGraph *graph, const char *path,
                 RewriteString rewrite, void *context, Buffer *error);

/* graph_redact - writes the graph without what its strings say, to be shown to
 * others. Gone are the contents of strings, regular expressions and numbers;
 * the keys of objects that are used as dictionaries (many properties, or names
 * that are no identifiers); the attributes of DOM elements, and the addresses
 * of pages. In place of a text stands "#", its number and x's up to its length:
 * what was equal stays equal. Kept is what code says: names of constructors,
 * functions, variables, scripts and properties. So a name that a program makes
 * of its data, and that looks like an identifier, in a small object, is kept.
 */
bool graph_redact(const HeapGraph *graph, const char *path, Buffer *error);

#endif
