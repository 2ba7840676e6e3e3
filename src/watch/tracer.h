/* tracer.h - who made a reference: what is noted of a run while it is run
 * again.
 *
 * A recording stores no events, so the question "which statement made this
 * reference?" is answered by running a stretch before the moment again and
 * noting the last time at which it was made. Two precisions:
 *
 *   coarse   the plain interpreter, at nearly full speed; the heap reports its
 *            stores and allocations (StoreListener), and the tick is noted
 *   exact    the watched instance, for the few ticks that the coarse run has
 *            named: the instruction is noted, with its place in the source
 *
 * What is traced is one of
 *
 *   an edge     `owner` refers to `target`, whichever slot or item it is, with
 *               the parts of the owner (slots, elements, table) as the owner
 *               itself. Made by the last store of `target` there, or by the
 *               allocation of the owner. Items that are moved up or down, and
 *               those that a larger table takes over from a smaller one, are
 *               not made anew; sorted ones are
 *               A property or a variable is told from others by its slot
 *   a place     a slot of an owner, whatever it holds: made by the last store
 *               there; or a register of a frame, of which there are no reports:
 *               it is looked at again and again, and made where it changed.
 *               Exact to the instruction, but for a register whose value was
 *               replaced and came back between two looks of the coarse run
 */
#ifndef GLASSHEAP_WATCH_TRACER_H
#define GLASSHEAP_WATCH_TRACER_H

#include "base/vector.h"
#include "vm/vm.h"
#include "watch/moment.h"

#include <jansson.h>

typedef enum TraceHow : u8 {
  TRACE_NONE,
  TRACE_STORED,
  TRACE_ALLOCATED,
  TRACE_CHANGED, /* of a place */
} TraceHow;

/* Where a function of the program stands. */
typedef struct TracePlace {
  const CodeBlock *code; /* NULL: none runs */
  u32 unit;
} TracePlace;

typedef struct Trace {
  u64 owner, target; /* addresses; 0: none */
  bool is_place;
  EdgeName name; /* of the edge, or of the place in its owner */
  i64 base;      /* of a register's frame: where in the stack; -1: none */
  u64 callee;    /* of that frame */
  u32 reg;
  /* while it runs */
  bool has;         /* the edge is there, as far as is known */
  const void *slot; /* where it lies, when that is known */
  u64 bits;         /* what lay in the place at the last look */
  TracePlace place; /* where the register's frame stood then */
  bool is_told;     /* of a store there since then */
  /* what was noted */
  TraceHow how;
  Moment moment, before; /* `before`: of a place, the look before that */
  json_t *where;         /* exact: the place in the source; or NULL */
} Trace;

typedef struct Tracer {
  VM *vm;
  VECTOR(Trace) traces;
  const Moment *now; /* of the instruction that runs; NULL: coarse */
  Moment last_look;
  bool has_places;
  bool is_stale; /* slots may lie elsewhere: a part was replaced */
  TracePlace last_place;
  u64 fresh; /* an owner or a part, allocated last: its contents come */
  Moment fresh_moment;
  TracePlace fresh_place;
  u64 targets[64], owners[64]; /* filters by address */
} Tracer;

/* trace_edge, trace_slot, trace_register - what is to be traced, as JSON.
 * trace_register's frame counts from the innermost; NULL when it is not there.
 */
json_t *trace_edge(VM *vm, const Cell *owner, EdgeName name,
                   const Cell *target);
json_t *trace_slot(VM *vm, const Cell *owner, EdgeName name);
json_t *trace_register(VM *vm, u32 frame, u32 reg);
/* trace_allocation - when the cell was allocated. */
json_t *trace_allocation(VM *vm, const Cell *cell);

/* tracer_open - from [{owner, target, place, type, index, base, callee}, ...]
 * false when that is not what it is. */
bool tracer_open(Tracer *tracer, VM *vm, json_t *traces);
/* tracer_start, tracer_stop - the heap begins to report, and ends. `now` as in
 * Tracer. */
void tracer_start(Tracer *tracer, const Moment *now);
void tracer_stop(Tracer *tracer);
/* tracer_look - before each instruction (exact), or now and then. */
void tracer_look(Tracer *tracer, Moment moment);
/* tracer_report - for each trace {how, moment, before, where}, or null when
 * nothing was noted. */
json_t *tracer_report(const Tracer *tracer);
void tracer_free(Tracer *tracer);

/* trace_place, trace_place_describe - the statement of the program that runs:
 * {file, source, line, column, start, end, function, text}, or NULL when none
 * does. */
TracePlace trace_place(const VM *vm);
json_t *trace_place_describe(VM *vm, TracePlace place);
/* trace_find_slot - where a property, an item or a variable lies now; NULL:
 * nowhere, or in no slot that has a number. */
const Value *trace_find_slot(const Tracer *tracer, const Trace *trace);
/* trace_is_inside - whether that is in the owner itself, not in a part of it.
 */
bool trace_is_inside(const Tracer *tracer, const Trace *trace,
                     const void *slot);
/* trace_place_bits - what lies in a place. Bits that no Value has: there is
 * none. */
u64 trace_place_bits(const Tracer *tracer, const Trace *trace);

#endif
