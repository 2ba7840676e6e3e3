/* comparison.h - one program under one collector, measured: what
 * `glassheap compare-collectors` sets side by side.
 *
 * The program runs in a session, at full speed, with the collector of its
 * recording. About two hundred times on the way the bytes that live are noted,
 * at moments that depend on the program alone, so that two runs can be drawn in
 * one picture. At the end, everything still in place, all is collected, and
 * what is there although no root leads to it is counted: with reference
 * counting the cycles, and what hangs on them.
 */
#ifndef GLASSHEAP_WATCH_COMPARISON_H
#define GLASSHEAP_WATCH_COMPARISON_H

#include "watch/session.h"

#include <jansson.h>

/* comparison_measure - runs the recording. The report, the caller's to decref:
 *
 *   {collector, status: "ended" | "threw" | "memory", error, ticks, seconds,
 *    collections, live: {peak, end, collected}, pauses: {count, total, longest,
 *    median, most} (nanoseconds; 99% are not longer than `most`),
 *    work: {cellsMarked, cellsFreed, countChanges, candidates},
 *    output: {lines, hash}, samples: [[tick, bytes], ...],
 *    left: {cells, bytes, classes: [{name, count, bytes, cycle: [{class, edge},
 *    ...]}], reached: {cells, bytes}}}
 *
 * `live` in bytes: the most that ever lived, what lived at the end, and what of
 * that a collection left. The cycle of a class is one that an object of it is
 * part of, an edge from each class to the next. `reached` is what lives by
 * right, without Shapes, of which more or fewer are kept: it is the same
 * whoever collects, if the program does not look at its memory. NULL with a
 * text in `error` when the program does not compile. One run a process. */
json_t *comparison_measure(const Recording *recording, Buffer *error);

#endif
