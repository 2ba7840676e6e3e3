/* kept.h - answers that take long, kept with the index as the text they are.
 *
 * Who listens to what, which function every timer runs, how many objects have
 * a Shape: that is the sum over all edges of many objects, and takes as long as
 * there are such objects. Whoever writes the index asks these questions
 * once, and keeps what was answered: one text for the answer without its list,
 * and one for each row, of which only those on the page are read.
 *
 *   answers  [ name, first, rows ] ...
 *                      |
 *   ends     [ ... | head | row | row | ... ]   where each text ends
 *                      |
 *   text     { ... "total": 3 }{ "kind": ... }{ ...
 *
 * Of a long list the first rows are kept; further pages, and whatever cannot
 * be read, are computed as they are without an index.
 */
#ifndef GLASSHEAP_GRAPH_KEPT_H
#define GLASSHEAP_GRAPH_KEPT_H

#include "graph/answer.h"

/* kept_find - the answer of that name with the page of its list `list`; NULL
 * when it is not kept. */
json_t *kept_find(const HeapGraph *graph, const char *name, const char *list,
                  Page page);
/* kept_find_all - the same with all rows; NULL also when some are not kept. */
json_t *kept_find_all(const HeapGraph *graph, const char *name,
                      const char *list);

/* kept_make - asks the questions whose answers are kept, unless they are. */
void kept_make(const HeapGraph *graph);

#endif
