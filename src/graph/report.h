/* report.h - the story of a heap as one page, to send to a colleague.
 *
 * HTML with everything in it and nothing to run: totals, constructors,
 * suspects with the edge to cut, a treemap, detached DOM, collections, strings.
 * It stands on the answers (answer.h), so its numbers are those of `--json`,
 * and each is there exactly, in the value of a <data> element. Names come from
 * strangers' heaps: all of them are escaped, and set apart in their direction.
 */
#ifndef GLASSHEAP_GRAPH_REPORT_H
#define GLASSHEAP_GRAPH_REPORT_H

#include "graph/graph.h"

/* report_append - the page about the last of `count` snapshots, and about what
 * grew when there are several. False, with a line in `error`, when there is no
 * answer. */
bool report_append(const HeapGraph *graphs, u32 count, Buffer *html,
                   Buffer *error);

#endif
