/* describe.h - what a stopped run looks like, as JSON values.
 *
 * Everything here is read from the live heap and frames by the visit functions
 * and the tables that the engine itself uses; nothing allocates in the heap.
 * docs/protocol.md gives the form of each answer. The caller owns the result.
 */
#ifndef GLASSHEAP_WATCH_DESCRIBE_H
#define GLASSHEAP_WATCH_DESCRIBE_H

#include "watch/session.h"

#include <jansson.h>

json_t *describe_value(VM *vm, Value value);
/* describe_stack - frames, innermost first. */
json_t *describe_stack(VM *vm);
/* describe_code - the bytecode of a frame's function (by its index), or of the
 * function or code block at an address; NULL when there is none. */
json_t *describe_code_of_frame(VM *vm, u32 frame);
/* describe_code_address - of the code that a frame runs; 0: it has none. */
u64 describe_code_address(VM *vm, u32 frame);
json_t *describe_code_at(VM *vm, u64 address);
/* describe_loop - what the event loop is at, and what waits for its turn. */
json_t *describe_loop(VM *vm);
/* describe_graph - objects and arrows reachable from the frames' variables,
 * nearest first, at most `limit` nodes; `around` an address to start from
 * instead, or 0. */
json_t *describe_graph(VM *vm, u64 around, u32 limit);
/* describe_cell - everything about the cell at an address; NULL: none. */
json_t *describe_cell(VM *vm, u64 address);
/* describe_shapes - Shapes and transitions; `around` a Shape or an object, or
 * 0 for those of the objects that describe_graph shows. */
json_t *describe_shapes(VM *vm, u64 around, u32 limit);
/* describe_totals - bytes and cells by kind, collections, limits. */
json_t *describe_totals(VM *vm);
/* describe_collector - what the collector is at, and the cells of the heap by
 * their colours or counts; `around` an address whose block is to be there. */
json_t *describe_collector(VM *vm, u64 around);
/* describe_map - blocks of the heap and the cells in one of them: allocated,
 * free, kind. `block` an index, or -1 for the list of blocks. */
json_t *describe_map(VM *vm, i64 block);
/* describe_console - lines written so far, from index `from`. */
json_t *describe_console(VM *vm, u32 from);
/* describe_sources - names and texts. */
json_t *describe_sources(VM *vm);
/* describe_hash - a hash over everything: frames, every cell, its address and
 * contents, its mark or count, caches, what waits for the event loop and who
 * queued it, ticks. Equal states have equal hashes. */
u64 describe_hash(VM *vm);

#endif
