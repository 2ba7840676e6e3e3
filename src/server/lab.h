/* lab.h - programs that viewers bring: each connection has one of its own.
 *
 *   connection ── Client ── Recording   what the program is: text and settings
 *                     │
 *                     ├──── Program     its rooms, while it is awake
 *                     └──── Viewer      who looks, and where
 *
 * `Lab.run` starts a program in place of the last one, `Lab.judge` measures one
 * (judge.h); all other requests are the viewer's (viewer.h). A program that
 * runs too long is paused, not ended: its past can be looked at and it can run
 * on. One that nobody has asked about for a while is put to sleep: its
 * processes end and a text and a moment stay, since a run is a function of its
 * recording; the next request wakes it where it was.
 */
#ifndef GLASSHEAP_SERVER_LAB_H
#define GLASSHEAP_SERVER_LAB_H

#include "base/vector.h"
#include "server/heaps.h"
#include "server/judge.h"
#include "server/service.h"

struct LabClient;

typedef struct Lab {
  uv_loop_t *loop;
  uv_timer_t timer; /* looks after all clients */
  VECTOR(struct LabClient *) clients;
  Judge judge;
  Heaps heaps;
  u64 idle_ms; /* until a program sleeps; 0: the default */
} Lab;

/* lab_open - `lab` has its loop and settings; it must stay where it is. */
void lab_open(Lab *lab);
/* lab_service - its clients, for a transport. */
Service lab_service(Lab *lab);
/* lab_end - ends every process. */
void lab_end(Lab *lab);

#endif
