/* heaps.h - heap snapshots that visitors bring, or take of their programs.
 *
 *   bytes of a file ──┐
 *                     ├── a folder ── `glassheap-server heap` ── an address
 *   a program, and ───┘                a process of its own
 *   its moments, by `glassheap snapshot`
 *
 * Who looks at a heap does so at the address of that process, whose token only
 * they are told. The last eight are kept, with their files; all end with the
 * lab.
 */
#ifndef GLASSHEAP_SERVER_HEAPS_H
#define GLASSHEAP_SERVER_HEAPS_H

#include "base/vector.h"

#include <jansson.h>
#include <uv.h>

struct HeapVisit;

typedef struct Heaps {
  uv_loop_t *loop;
  VECTOR(struct HeapVisit *) visits; /* the oldest first */
} Heaps;

/* Where it can be looked at, or NULL and why not. */
typedef void HeapsReply(void *context, const char *address, const char *error);

/* heaps_begin - a file is on its way; NULL when the system refuses. */
struct HeapVisit *heaps_begin(Heaps *heaps);
/* heaps_bytes - its next bytes; false: too many, or the disk is full. */
bool heaps_bytes(struct HeapVisit *visit, const void *bytes, size_t length);
/* heaps_end - all of it is there; the reply comes later. */
void heaps_end(struct HeapVisit *visit, HeapsReply *reply, void *context);
/* heaps_take - snapshots of a program at moments (texts, as --at has them; at
 * most 3). */
void heaps_take(Heaps *heaps, const char *name, const char *source,
                size_t length, json_t *moments, HeapsReply *reply,
                void *context);
/* heaps_forget - nobody waits any more with that context. */
void heaps_forget(Heaps *heaps, void *context);
/* heaps_drop - a file that was not sent to its end. */
void heaps_drop(struct HeapVisit *visit);
/* heaps_close - ends every process and removes every file. */
void heaps_close(Heaps *heaps);

#endif
