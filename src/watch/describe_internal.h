/* describe_internal.h - what the describe_*.c files share. */
#ifndef GLASSHEAP_WATCH_DESCRIBE_INTERNAL_H
#define GLASSHEAP_WATCH_DESCRIBE_INTERNAL_H

#include "base/vector.h"
#include "watch/describe.h"
#include "watch/text.h"

/* A set of cells in the order in which they came, by address. */
typedef struct CellSet {
  VECTOR(Cell *) order;
  u32 *index; /* order + 1, open addressing */
  u32 capacity;
} CellSet;

/* cell_set_add - false when it was there. */
bool cell_set_add(CellSet *set, Cell *cell);
bool cell_set_has(const CellSet *set, const Cell *cell);
void cell_set_free(CellSet *set);

/* json_take - a JSON string of the buffer's text; frees the buffer. Bytes that
 * are not UTF-8 are replaced. */
json_t *json_take(Buffer *buffer);
/* json_address - a cell's address, or null for NULL. */
json_t *json_address(VM *vm, const void *cell);
json_t *json_attributes(u8 attributes);
/* json_key - a property key as text. */
json_t *json_key(Key key);
json_t *json_text_of_shape(VM *vm, Shape *shape);
/* json_edge - {from, to, name, type}. */
json_t *json_edge(VM *vm, Cell *from, EdgeName name, Cell *to);

/* describe_frame_roots - calls `each` for every variable of every frame that
 * holds a reference, innermost frame first. */
typedef void RootFunction(void *context, u32 frame, Value *registers,
                          const char *name, Cell *to);
void describe_frame_roots(VM *vm, RootFunction *each, void *context);

/* describe_variables_each - the variables that a frame can see (innermost 0),
 * those of its own first; `environment` is NULL for one in a register, whose
 * number is `place` then. Stops when `each` gives false, and gives that.
 * `*is_last`: there is no frame behind this one. */
typedef bool VariableFunction(void *context, Key name, Value *slot,
                              Environment *environment, u32 place);
bool describe_variables_each(VM *vm, u32 frame, VariableFunction *each,
                             void *context, bool *is_last);

/* describe_collector.c: what the collector makes of each cell, as long as it
 * stands still; a character, see there. describe_phase - what it is at. */
typedef struct Colours {
  VM *vm;
  CellSet grey;
} Colours;

Colours colours_open(VM *vm);
char colours_of(const Colours *colours, Cell *cell);
void colours_close(Colours *colours);
const char *describe_phase(const Heap *heap);

/* describe_owned_edges - the edges of a cell, those of its slots, elements,
 * tables and accessors included as if they were its own. */
void describe_owned_edges(VM *vm, Cell *cell, EdgeFunction *edge,
                          void *context);
/* describe_is_part - whether a cell belongs to the object that holds it. */
bool describe_is_part(const Cell *cell);

/* describe_elements_kind - "packed int", "dictionary"; "none" for the empty
 * ones that all objects begin with. */
const char *describe_elements_kind(VM *vm, const Object *object);

/* describe_binary.c: buffers (what they are), and their views; items of either
 * in the form of elements; and one item by itself. */
struct ArrayBuffer;
struct View;
bool describe_is_binary(const Object *object);
json_t *describe_buffer(VM *vm, const struct ArrayBuffer *buffer);
json_t *describe_view(VM *vm, const struct View *view);
json_t *describe_binary(VM *vm, const Object *object);
/* describe_binary_each - the first items, at most `limit`; how many there are
 * in all. */
u64 describe_binary_each(VM *vm, const Object *object, u32 limit,
                         void (*each)(void *context, u32 index, json_t *value),
                         void *context);

/* describe_tier.c: the tier of a function; and what the instruction at `unit`
 * became in optimised code, NULL if that is nothing else. */
json_t *describe_tier(const CodeBlock *code);
json_t *describe_optimised(VM *vm, const CodeBlock *code, u32 unit);

/* describe_async.c: what waits. describe_generator is for both kinds of
 * generator objects, describe_coroutine for a parked frame (NULL: none). */
struct Promise;
struct Coroutine;
json_t *describe_promise(VM *vm, const struct Promise *promise);
json_t *describe_generator(VM *vm, Cell *cell);
json_t *describe_coroutine(VM *vm, struct Coroutine *coroutine);
/* describe_jobs - the one that runs, and those that wait. */
json_t *describe_jobs(VM *vm);
/* describe_parked_place - adds where a parked frame goes on, and its
 * variables, as describe_stack has them of frames. */
void describe_parked_place(VM *vm, json_t *json, struct Coroutine *coroutine);
/* describe_parked_each - its variables that are registers; of one that is not
 * parked there are none. */
void describe_parked_each(VM *vm, struct Coroutine *coroutine,
                          void (*each)(void *context, Key name, Value value),
                          void *context);

#endif
