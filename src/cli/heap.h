/* heap.h - answers about heap snapshots, written for people.
 *
 * Each printer writes one answer of src/graph (answer.h) as text.
 */
#ifndef GLASSHEAP_CLI_HEAP_H
#define GLASSHEAP_CLI_HEAP_H

#include "cli/cli.h"
#include "cli/picture_parts.h"
#include "graph/graph.h"

/* So many can be asked about together. */
constexpr u32 SNAPSHOTS_MAX = 8;

/* heap_open_graph - opens the snapshot at `path`, with the options of the
 * command and progress where somebody looks on; an exit status, after saying
 * what is wrong. */
int heap_open_graph(const Invocation *invocation, const char *path,
                    HeapGraph *graph);

/* heap_check_output - EXIT_STATUS_OK, or that of a wrong call, after saying so:
 * what is written must not take the place of the snapshot that is read. */
int heap_check_output(const char *input, const char *output);

typedef void (*HeapPrinter)(Ink *ink, json_t *answer);

void heap_print_open(Ink *ink, json_t *answer);
void heap_print_summary(Ink *ink, json_t *answer);
void heap_print_objects(Ink *ink, json_t *answer);
void heap_print_dominators(Ink *ink, json_t *answer);
/* The same answer as areas (heap_treemap.c). */
void heap_print_treemap(Ink *ink, json_t *answer);
void heap_print_object(Ink *ink, json_t *answer);
void heap_print_retainers(Ink *ink, json_t *answer);
void heap_print_why(Ink *ink, json_t *answer);
void heap_print_strings(Ink *ink, json_t *answer);
/* Lists about programs (heap_text_lists.c). */
void heap_print_closures(Ink *ink, json_t *answer);
void heap_print_listeners(Ink *ink, json_t *answer);
void heap_print_detached(Ink *ink, json_t *answer);
void heap_print_timers(Ink *ink, json_t *answer);
void heap_print_globals(Ink *ink, json_t *answer);
void heap_print_collections(Ink *ink, json_t *answer);
/* Of several snapshots (heap_text_leaks.c). */
void heap_print_diff(Ink *ink, json_t *answer);
void heap_print_leaks(Ink *ink, json_t *answer);

/* heap_bytes - "12.3 MB", right-aligned in `width` columns. */
void heap_bytes(Ink *ink, Color color, i64 bytes, u32 width);
/* heap_count - 1,234,567, right-aligned. */
void heap_count(Ink *ink, Color color, i64 count, u32 width);
/* heap_share - "45%" of the whole, right-aligned in 5 columns. */
void heap_share(Ink *ink, i64 part, i64 whole);
/* heap_object - "Session @123". */
void heap_object(Ink *ink, json_t *node);
/* heap_sentence - a text in as many lines as it takes, indented, after a label
 * in a column of its own unless that is NULL. */
void heap_sentence(Ink *ink, const char *label, Color color, const char *text);
/* heap_inside - a leak's `inside`, as a sentence; nothing when it has none. */
void heap_inside(Ink *ink, json_t *leak);
/* heap_stores - an answer's `stores`, a line each. */
void heap_stores(Ink *ink, json_t *answer);
/* heap_place - where in the source something is. */
void heap_place(Ink *ink, json_t *location);
/* heap_more - how to see the rest of a list, when there is a rest. */
void heap_more(Ink *ink, json_t *answer, json_t *list);

#endif
