/* allocation_sites.c - noting who allocates. */
#include "watch/allocation_sites.h"

#include "watch/cell_ids.h"
#include "watch/text.h"

#include <stdlib.h>

/* ---- Which expression ---------------------------------------------------- */

/* A frame of JavaScript, and where in it the run is. */
typedef struct Here {
  Value *registers; /* NULL: none */
  const Unit *pc;
} Here;

static bool is_code(const Value *registers) {
  return !(frame_of((Value *)registers)->flags &
           (FRAME_NATIVE | FRAME_FINISHED));
}

/* Code of the host's own layer (host/node.h). */
static bool is_internal(Value *registers) {
  return !strncmp(frame_code(registers)->source->name, "node:", 5);
}

/* The innermost frame of the program's own code, or of any if it has none. */
static Here find_here(const VM *vm) {
  Here internal = {};
  const Unit *pc = vm->pc;
  for (Value *r = vm->registers; r;
       pc = frame_of(r)->return_unit, r = frame_of(r)->caller) {
    if (!is_code(r) || !pc) continue;
    if (!is_internal(r)) return (Here){r, pc};
    if (!internal.registers) internal = (Here){r, pc};
  }
  return internal;
}

static u32 offset_of(Here here) {
  const CodeBlock *code = frame_code(here.registers);
  const Position *position =
      code_block_position(code, (u32)(here.pc - code->instructions));
  return position ? position->source_start : code->source_start;
}

/* ---- Sites --------------------------------------------------------------- */

static char *take_text(Buffer *text) {
  buffer_append(text, "", 0);
  return buffer_take(text);
}

static AllocationSite describe(VM *vm, Here here, u32 offset) {
  Buffer function = {};
  if (!here.registers)
    return (AllocationSite){.function = base_copy("(engine)", 9),
                            .file = base_copy("", 1)};
  const CodeBlock *code = frame_code(here.registers);
  if (code->flags & CODE_SCRIPT)
    buffer_text(&function, "(script)");
  else
    text_of_function(vm, frame_of(here.registers)->callee, &function);
  const Source *source = code->source;
  AllocationSite site = {.function = take_text(&function),
                         .file =
                             base_copy(source->name, strlen(source->name) + 1),
                         .source = source->id};
  source_locate(source, offset, &site.line, &site.column);
  return site;
}

u32 allocation_site_here(AllocationSites *sites) {
  Here here = find_here(sites->vm);
  u32 offset = here.registers ? offset_of(here) : 0;
  u64 source = here.registers ? frame_code(here.registers)->source->id : 0;
  u32 *site = number_table_at(&sites->by_place, source << 32 | offset);
  if (*site == TABLE_NONE) {
    *site = sites->sites.count;
    vector_push(&sites->sites, describe(sites->vm, here, offset));
  }
  return *site;
}

/* ---- Births -------------------------------------------------------------- */

static u64 place_of(const AllocationSites *sites, const Cell *cell) {
  return heap_offset(&sites->vm->isolate.heap, cell) / CELL_ID_BYTES;
}

static void make_room(AllocationSites *sites, u64 place) {
  if (place < sites->capacity) return;
  u64 capacity = sites->capacity ? sites->capacity : 1 << 16;
  while (capacity <= place)
    capacity *= 2;
  sites->births =
      base_reallocate(sites->births, capacity * sizeof *sites->births);
  memset(sites->births + sites->capacity, 0,
         (capacity - sites->capacity) * sizeof *sites->births);
  sites->capacity = capacity;
}

static void on_probe(void *context, ProbeKind kind, Cell *cell, Value detail,
                     Value more) {
  AllocationSites *sites = context;
  if (kind != PROBE_ALLOCATE) return;
  u64 place = place_of(sites, cell);
  u32 number = allocation_site_here(sites);
  AllocationSite *site = &sites->sites.items[number];
  site->count++;
  site->bytes += (u64)value_to_number(detail);
  make_room(sites, place);
  assert(sites->stretch < ALLOCATION_STRETCHES);
  sites->births[place] = (number + 1) * ALLOCATION_STRETCHES + sites->stretch;
}

bool allocation_birth(const AllocationSites *sites, const Cell *cell,
                      Birth *birth) {
  u64 place = place_of(sites, cell);
  u32 word = place < sites->capacity ? sites->births[place] : 0;
  if (!word) return false;
  *birth =
      (Birth){word / ALLOCATION_STRETCHES - 1, word % ALLOCATION_STRETCHES};
  return true;
}

/* ---- Attaching ----------------------------------------------------------- */

void allocation_sites_attach(AllocationSites *sites, VM *vm) {
  Heap *heap = &vm->isolate.heap;
  assert(!heap->probe);
  *sites = (AllocationSites){.vm = vm};
  heap->probe = on_probe;
  heap->probe_context = sites;
  heap_set_slow(heap, true);
}

void allocation_sites_detach(AllocationSites *sites) {
  Heap *heap = &sites->vm->isolate.heap;
  heap->probe = NULL;
  heap_set_slow(heap, heap->stress);
}

void allocation_sites_free(AllocationSites *sites) {
  for (u32 i = 0; i < sites->sites.count; i++) {
    free(sites->sites.items[i].function);
    free(sites->sites.items[i].file);
  }
  vector_free(&sites->sites);
  number_table_free(&sites->by_place);
  free(sites->births);
  *sites = (AllocationSites){};
}
