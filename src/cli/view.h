/* view.h - all that is shown of one moment, as JSON: what `show` prints, as
 * text or as it is. The run takes place in this process.
 */
#ifndef GLASSHEAP_CLI_VIEW_H
#define GLASSHEAP_CLI_VIEW_H

#include "cli/target.h"

#include <jansson.h>

/* view_take - runs the program to the target. {file, arguments, state, sources,
 * stack, code, graph, shapes, totals, console, hash}, the parts being what the
 * protocol's methods give. NULL: `error` says why, `*status` is the exit
 * status. With `prints`, the program's output is printed. */
json_t *view_take(const Recording *recording, Target target, bool prints,
                  Buffer *error, int *status);

/* view_add_hits - `hits` of such a view: runs the program once more, to where
 * it was taken, and counts what the caches of the innermost function did, as
 * Code.hits has it. Null where none of the program's runs. */
void view_add_hits(const Recording *recording, json_t *view);

#endif
