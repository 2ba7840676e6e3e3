/* text.h - short texts for people: values, cells, Shapes, events. */
#ifndef GLASSHEAP_WATCH_TEXT_H
#define GLASSHEAP_WATCH_TEXT_H

#include "vm/vm.h"

struct Coroutine;

/* text_of_value - a preview: 42, "text", {x, y}, Array(3), getX(). Reads the
 * heap only; runs nothing of the program's, allocates nothing in the heap. */
void text_of_value(VM *vm, Value value, Buffer *out);
/* text_of_cell - the same for any kind of cell. */
void text_of_cell(VM *vm, const Cell *cell, Buffer *out);
/* text_of_string - the text of a string value, at most `limit` code units,
 * ropes included, without flattening them. */
void text_of_string(Value string, u32 limit, Buffer *out);
/* text_of_shape - its keys: {x, y}. */
void text_of_shape(VM *vm, Shape *shape, Buffer *out);
/* text_of_class - the name of an object's constructor, or what kind of cell it
 * is. */
void text_of_class(VM *vm, const Cell *cell, Buffer *out);
/* text_of_function - the name of a function object, perhaps "(anonymous)". */
void text_of_function(VM *vm, const Object *function, Buffer *out);
/* text_of_coroutine_state - "parked"; a coroutine that is gone is done. */
const char *text_of_coroutine_state(const struct Coroutine *coroutine);
/* text_of_edge - the name of an edge of `from`: .x, [3], variable x, ... */
void text_of_edge(VM *vm, Cell *from, EdgeName name, Buffer *out);
/* text_of_address - "@1a40". */
void text_of_address(VM *vm, const void *cell, Buffer *out);
/* text_of_event - what a probe reported, cut to `size` bytes. */
void text_of_event(VM *vm, ProbeKind kind, Cell *cell, Value detail, Value more,
                   char *text, size_t size);
/* text_of_exception - an uncaught exception as it is printed: its stack, or
 * the value. */
void text_of_exception(VM *vm, Value exception, Buffer *out);
/* kind_name, kind_label, probe_name - from the tables. */
const char *kind_name(CellKind kind);  /* "array" */
const char *kind_label(CellKind kind); /* as people say it */
const char *probe_name(ProbeKind kind);
/* probe_from_name - PROBE_COUNT when there is none. */
ProbeKind probe_from_name(const char *name);

#endif
