/* tracer.c - what stores and allocations say of the edges that are traced. */
#include "watch/tracer.h"

#include "syntax/tree.h"
#include "watch/describe_internal.h"

/* ---- Addresses ------------------------------------------------------------
 */

static u64 address_of(const Tracer *tracer, const Cell *cell) {
  return cell ? heap_offset(&tracer->vm->isolate.heap, cell) : 0;
}

static Cell *cell_at(const Tracer *tracer, u64 address) {
  return address ? heap_find(&tracer->vm->isolate.heap, address) : NULL;
}

static u32 filter_bit(u64 address) {
  return (u32)(address / HEAP_GRANULE * 0x9E3779B1u >> 20) % (64 * 64);
}

static void filter_add(u64 *filter, u64 address) {
  u32 bit = filter_bit(address);
  filter[bit / 64] |= 1ull << (bit % 64);
}

static bool filter_has(const u64 *filter, u64 address) {
  u32 bit = filter_bit(address);
  return filter[bit / 64] >> (bit % 64) & 1;
}

/* ---- What holds what ------------------------------------------------------
 */

typedef struct Look {
  const Cell *wanted;
  bool found;
} Look;

static void look_for(void *context, Cell *from, EdgeName name, Cell *to) {
  Look *look = context;
  if (to == look->wanted && name.type != CELL_EDGE_WEAK) look->found = true;
}

/* Whether the cell itself refers to that one. */
static bool refers(VM *vm, Cell *cell, const Cell *to) {
  Look look = {.wanted = to};
  heap_visit(&vm->isolate.heap, cell, look_for, &look);
  return look.found;
}

typedef struct PartLook {
  VM *vm;
  const Cell *part;
  bool found;
} PartLook;

static void look_for_part(void *context, Cell *from, EdgeName name, Cell *to) {
  PartLook *look = context;
  if (!look->found && describe_is_part(to)) look->found = to == look->part;
}

static bool has_accessor(VM *vm, Object *object, const Cell *accessor) {
  return refers(vm, &object->cell, accessor) ||
         (object->slots && refers(vm, &object->slots->cell, accessor)) ||
         refers(vm, &object->elements->cell, accessor);
}

/* Slots, elements and tables hang directly on their owner; accessors may hang
 * on one of those. */
static bool is_part_of(VM *vm, Cell *owner, const Cell *part) {
  if (!describe_is_part(part)) return false;
  if (cell_is_object(owner)) {
    Object *object = (Object *)owner;
    if ((const Cell *)object->elements == part) return true;
    if ((const Cell *)object->slots == part) return true;
    if (part->kind == KIND_ACCESSOR) return has_accessor(vm, object, part);
    if (owner->kind < KIND_MAP) return false;
  }
  PartLook look = {.vm = vm, .part = part};
  heap_visit(&vm->isolate.heap, owner, look_for_part, &look);
  return look.found;
}

/* Whether the edge is there, by way of the owner's parts too. */
static bool holds(VM *vm, Cell *owner, const Cell *target) {
  Look look = {.wanted = target};
  describe_owned_edges(vm, owner, look_for, &look);
  return look.found;
}

/* ---- Where the program stands ---------------------------------------------
 */

/* Code of the host's own layer has no statements that people know. */
static bool is_of_program(const CodeBlock *code) {
  return code->source && strncmp(code->source->name, "node:", 5) != 0;
}

TracePlace trace_place(const VM *vm) {
  const Unit *pc = vm->pc;
  for (Value *r = vm->registers; r; r = frame_of(r)->caller) {
    if (!(frame_of(r)->flags & FRAME_NATIVE) && pc) {
      const CodeBlock *code = frame_code(r);
      if (is_of_program(code))
        return (TracePlace){code, (u32)(pc - code->instructions)};
    }
    pc = frame_of(r)->return_unit;
  }
  return (TracePlace){};
}

/* The statement around an instruction: the last one that began before. */
static const Position *statement_around(const CodeBlock *code, u32 unit) {
  for (u32 i = code->position_count; i-- > 0;)
    if (code->positions[i].unit <= unit && code->positions[i].is_statement)
      return &code->positions[i];
  return code_block_position(code, unit);
}

static void append_statement(const Source *source, const Position *statement,
                             Buffer *out) {
  constexpr u32 LONGEST = 100;
  const char *text = source->text + statement->source_start;
  u32 length = statement->source_end - statement->source_start;
  const char *end = memchr(text, '\n', length);
  if (end) length = (u32)(end - text);
  if (length > LONGEST) length = LONGEST;
  buffer_append(out, text, length);
  if (statement->source_start + length < statement->source_end)
    buffer_text(out, " ...");
}

json_t *trace_place_describe(VM *vm, TracePlace place) {
  if (!place.code) return NULL;
  const Position *position = code_block_position(place.code, place.unit);
  const Position *statement = statement_around(place.code, place.unit);
  if (!position || !statement) return NULL;
  const Source *source = place.code->source;
  u32 line, column;
  source_locate(source, position->source_start, &line, &column);
  Buffer text = {}, function = {};
  append_statement(source, statement, &text);
  if (!(place.code->flags & CODE_SCRIPT))
    key_append_text((Key){place.code->name.bits}, &function);
  return json_pack("{s:s, s:I, s:i, s:i, s:i, s:i, s:o, s:o}", "file",
                   source->name, "source", (json_int_t)source->id, "line",
                   (int)line, "column", (int)column, "start",
                   (int)statement->source_start, "end",
                   (int)statement->source_end, "function", json_take(&function),
                   "text", json_take(&text));
}

/* ---- Noting ---------------------------------------------------------------
 */

static Moment moment_now(const Tracer *tracer) {
  return tracer->now ? *tracer->now : (Moment){.tick = vm_ticks(tracer->vm)};
}

static void note(Tracer *tracer, Trace *trace, TraceHow how, Moment moment,
                 TracePlace place) {
  trace->how = how;
  trace->moment = moment;
  json_decref(trace->where);
  trace->where = tracer->now ? trace_place_describe(tracer->vm, place) : NULL;
}

static void note_now(Tracer *tracer, Trace *trace, TraceHow how) {
  note(tracer, trace, how, moment_now(tracer), trace_place(tracer->vm));
}

/* ---- Slots ----------------------------------------------------------------
 */

static const Value *slot_of_object(const Tracer *tracer, Object *object,
                                   EdgeName name) {
  Shape *shape = object_shape(&tracer->vm->isolate, object);
  Elements *elements = object->elements;
  if (name.type == CELL_EDGE_SLOT)
    return name.index < shape->count ? object_slot(object, name.index) : NULL;
  if (name.type != CELL_EDGE_ELEMENT || elements->cell.kind != KIND_ELEMENTS)
    return NULL;
  return name.index < elements->length ? &elements->values[name.index] : NULL;
}

const Value *trace_find_slot(const Tracer *tracer, const Trace *trace) {
  Cell *owner = cell_at(tracer, trace->owner);
  if (!owner) return NULL;
  if (cell_is_object(owner))
    return slot_of_object(tracer, (Object *)owner, trace->name);
  bool is_variable = owner->kind == KIND_ENVIRONMENT &&
                     trace->name.type == CELL_EDGE_VARIABLE &&
                     trace->name.index < owner->info;
  return is_variable ? &((Environment *)owner)->slots[trace->name.index] : NULL;
}

static void find_slots(Tracer *tracer) {
  for (u32 i = 0; i < tracer->traces.count; i++)
    tracer->traces.items[i].slot =
        trace_find_slot(tracer, &tracer->traces.items[i]);
  tracer->is_stale = false;
}

/* Items move to other places; properties and variables stay. */
static bool stays(const Trace *trace) {
  return trace->name.type == CELL_EDGE_SLOT ||
         trace->name.type == CELL_EDGE_VARIABLE;
}

static bool is_elsewhere(const Trace *trace, const void *slot) {
  return stays(trace) && slot && trace->slot && trace->slot != slot;
}

bool trace_is_inside(const Tracer *tracer, const Trace *trace,
                     const void *slot) {
  const Heap *heap = &tracer->vm->isolate.heap;
  const char *owner = heap->region + trace->owner;
  u64 at = (u64)((const char *)slot - owner);
  return stays(trace) && slot &&
         at < heap_cell_bytes(heap, (const Cell *)owner);
}

/* Whether the edge may be by way of a part of the owner. */
static bool may_be_in_part(const Tracer *tracer, const Trace *trace) {
  return !trace_is_inside(tracer, trace, trace->slot);
}

/* ---- Stores ---------------------------------------------------------------
 */

static bool concerns(const Tracer *tracer, const Trace *trace, Cell *cell) {
  if (trace->is_place || !trace->owner) return false;
  if (trace->owner == address_of(tracer, cell)) return true;
  Cell *owner = describe_is_part(cell) ? cell_at(tracer, trace->owner) : NULL;
  return owner && is_part_of(tracer->vm, owner, cell);
}

static void forget(Tracer *tracer, Cell *owner, const void *slot, u64 old) {
  for (u32 i = 0; i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    if (trace->target == old && !is_elsewhere(trace, slot) &&
        concerns(tracer, trace, owner))
      trace->has = false;
  }
}

static void refer(Tracer *tracer, Cell *owner, const void *slot, u64 value) {
  for (u32 i = 0; i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    if (trace->target != value || !concerns(tracer, trace, owner)) continue;
    if (is_elsewhere(trace, slot)) continue;
    trace->has = true;
    note_now(tracer, trace, TRACE_STORED);
  }
}

/* The owner, or a part of it, takes a part that was filled before. */
static void attach(Tracer *tracer, Cell *owner, Cell *part) {
  bool is_owner = filter_has(tracer->owners, address_of(tracer, owner));
  if (!is_owner && !describe_is_part(owner)) return;
  for (u32 i = 0; i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    if (trace->has || !concerns(tracer, trace, owner)) continue;
    if (!may_be_in_part(tracer, trace)) continue;
    Cell *target = cell_at(tracer, trace->target);
    if (!target || !refers(tracer->vm, part, target)) continue;
    trace->has = true;
    note_now(tracer, trace, TRACE_STORED);
  }
}

/* Whatever is stored there. */
static void write_places(Tracer *tracer, const void *slot) {
  for (u32 i = 0; i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    if (!trace->is_place || !slot || trace->slot != slot) continue;
    trace->is_told = true;
    note_now(tracer, trace, TRACE_STORED);
  }
}

/* Slots are elsewhere, or more, only when the owner gets another part or
 * another Shape. */
static bool moves_slots(const Cell *value) {
  return value->kind == KIND_SHAPE || describe_is_part(value);
}

static void on_store(void *context, Cell *owner, const void *slot, Cell *old,
                     Cell *value) {
  Tracer *tracer = context;
  u64 before = address_of(tracer, old), after = address_of(tracer, value);
  if (tracer->is_stale) find_slots(tracer);
  if (value && moves_slots(value) &&
      filter_has(tracer->owners, address_of(tracer, owner)))
    tracer->is_stale = true;
  if (tracer->has_places) write_places(tracer, slot);
  if (old && filter_has(tracer->targets, before))
    forget(tracer, owner, slot, before);
  if (!value) return;
  if (filter_has(tracer->targets, after)) refer(tracer, owner, slot, after);
  if (describe_is_part(value)) attach(tracer, owner, value);
}

/* Behind many stores into one cell. */
static void on_rewrite(void *context, Cell *owner) {
  Tracer *tracer = context;
  for (u32 i = 0; i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    if (!trace->target || !concerns(tracer, trace, owner)) continue;
    bool is_part = trace->owner != address_of(tracer, owner);
    if (is_part && !may_be_in_part(tracer, trace)) continue;
    Cell *target = cell_at(tracer, trace->target);
    bool has = target && refers(tracer->vm, owner, target);
    if (has && !trace->has) note_now(tracer, trace, TRACE_STORED);
    trace->has = has;
  }
}

/* ---- Allocations ----------------------------------------------------------
 */

/* What a fresh owner holds was made by its allocation. */
static void settle_owner(Tracer *tracer, Trace *trace, Cell *owner) {
  Cell *target = cell_at(tracer, trace->target);
  trace->has = target && holds(tracer->vm, owner, target);
}

static void settle_part(Tracer *tracer, Trace *trace, Cell *part) {
  if (trace->has || !concerns(tracer, trace, part)) return;
  if (!may_be_in_part(tracer, trace)) return;
  Cell *target = cell_at(tracer, trace->target);
  if (!target || !refers(tracer->vm, part, target)) return;
  trace->has = true;
  note(tracer, trace, TRACE_STORED, tracer->fresh_moment, tracer->fresh_place);
}

/* The fields of a cell are set behind its allocation, without a word: what they
 * are is looked at when the next one is made, `unset`, whose own fields cannot
 * be looked at yet. */
static void settle(Tracer *tracer, u64 unset) {
  u64 fresh = tracer->fresh;
  Cell *cell = cell_at(tracer, fresh);
  tracer->fresh = 0;
  if (!cell) return;
  for (u32 i = 0; i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    if (trace->is_place || trace->owner == unset) continue;
    if (trace->owner == fresh)
      settle_owner(tracer, trace, cell);
    else if (describe_is_part(cell))
      settle_part(tracer, trace, cell);
  }
}

static void on_allocate(void *context, Cell *cell) {
  Tracer *tracer = context;
  u64 address = address_of(tracer, cell);
  bool is_owner = filter_has(tracer->owners, address);
  settle(tracer, address);
  if (is_owner || describe_is_part(cell)) {
    tracer->fresh = address;
    tracer->fresh_moment = moment_now(tracer);
    tracer->fresh_place = trace_place(tracer->vm);
  }
  for (u32 i = 0; is_owner && i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    if (trace->owner != address) continue;
    trace->has = trace->is_told = tracer->is_stale = true;
    note_now(tracer, trace, TRACE_ALLOCATED);
  }
}

/* ---- Places ---------------------------------------------------------------
 */

/* The registers that begin there, if that frame is still on the stack. */
static Value *registers_at(const Tracer *tracer, const Trace *trace) {
  const VM *vm = tracer->vm;
  for (Value *r = vm->registers; r; r = frame_of(r)->caller) {
    if (r - vm->stack != trace->base) continue;
    u64 callee = address_of(tracer, &frame_of(r)->callee->cell);
    return callee == trace->callee ? r : NULL;
  }
  return NULL;
}

typedef struct EdgeLook {
  EdgeName name;
  u64 bits;
} EdgeLook;

static void look_at_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  EdgeLook *look = context;
  if (name.type == look->name.type && name.index == look->name.index &&
      !look->bits)
    look->bits = value_from_cell(to).bits;
}

/* What lies in a slot of an owner. Bits that no Value has: there is none. */
static u64 slot_bits(const Tracer *tracer, const Trace *trace) {
  const Value *slot = trace_find_slot(tracer, trace);
  Cell *owner = cell_at(tracer, trace->owner);
  EdgeLook look = {.name = trace->name};
  if (slot || !owner) return slot ? slot->bits : 0;
  describe_owned_edges(tracer->vm, owner, look_at_edge, &look);
  return look.bits;
}

/* A call that returns writes a register of the frame that has called: that is
 * where it was done. */
static TracePlace place_of_frame(const Tracer *tracer, const Trace *trace) {
  const VM *vm = tracer->vm;
  const Unit *pc = vm->pc;
  for (Value *r = vm->registers; r; r = frame_of(r)->caller) {
    bool is_it = r - vm->stack == trace->base;
    if (is_it && pc && !(frame_of(r)->flags & FRAME_NATIVE))
      return (TracePlace){frame_code(r),
                          (u32)(pc - frame_code(r)->instructions)};
    pc = frame_of(r)->return_unit;
  }
  return tracer->last_place;
}

u64 trace_place_bits(const Tracer *tracer, const Trace *trace) {
  if (trace->base < 0) return slot_bits(tracer, trace);
  Value *r = registers_at(tracer, trace);
  return r ? r[trace->reg].bits : 0;
}

/* An instruction has changed what it was about to change at the last look; so
 * its moment and place are those of that look. */
static void look_at_place(Tracer *tracer, Trace *trace, Moment moment) {
  u64 bits = trace_place_bits(tracer, trace);
  bool is_told = trace->is_told;
  trace->is_told = false;
  if (bits == trace->bits || is_told) {
    trace->bits = bits;
    return;
  }
  trace->bits = bits;
  note(tracer, trace, TRACE_CHANGED, tracer->now ? tracer->last_look : moment,
       trace->base >= 0 ? trace->place : tracer->last_place);
  trace->before = tracer->last_look;
}

void tracer_look(Tracer *tracer, Moment moment) {
  if (tracer->fresh) settle(tracer, 0);
  for (u32 i = 0; tracer->has_places && i < tracer->traces.count; i++)
    if (tracer->traces.items[i].is_place)
      look_at_place(tracer, &tracer->traces.items[i], moment);
  for (u32 i = 0; tracer->now && i < tracer->traces.count; i++)
    if (tracer->traces.items[i].base >= 0)
      tracer->traces.items[i].place =
          place_of_frame(tracer, &tracer->traces.items[i]);
  tracer->last_look = moment;
  tracer->last_place = trace_place(tracer->vm);
}

/* ---- What is to be traced -------------------------------------------------
 */

static json_int_t json_offset(VM *vm, const Cell *cell) {
  return cell ? (json_int_t)heap_offset(&vm->isolate.heap, cell) : 0;
}

json_t *trace_edge(VM *vm, const Cell *owner, EdgeName name,
                   const Cell *target) {
  return json_pack("{s:I, s:I, s:i, s:i}", "owner", json_offset(vm, owner),
                   "target", json_offset(vm, target), "edge", (int)name.type,
                   "index", (int)name.index);
}

json_t *trace_allocation(VM *vm, const Cell *cell) {
  return json_pack("{s:I}", "owner", json_offset(vm, cell));
}

json_t *trace_slot(VM *vm, const Cell *owner, EdgeName name) {
  return json_pack("{s:b, s:I, s:i, s:i}", "place", true, "owner",
                   json_offset(vm, owner), "edge", (int)name.type, "index",
                   (int)name.index);
}

json_t *trace_register(VM *vm, u32 frame, u32 reg) {
  Value *r = vm->registers;
  for (; r && frame; frame--)
    r = frame_of(r)->caller;
  if (!r) return NULL;
  return json_pack("{s:b, s:I, s:I, s:i}", "place", true, "base",
                   (json_int_t)(r - vm->stack), "callee",
                   json_offset(vm, &frame_of(r)->callee->cell), "index",
                   (int)reg);
}

/* ---- From start to end ----------------------------------------------------
 */

static bool read_trace(json_t *json, Trace *trace) {
  json_int_t owner = 0, target = 0, base = -1, callee = 0;
  int place = 0, type = 0, index = 0;
  *trace = (Trace){};
  if (json_unpack(json, "{s?I, s?I, s?b, s?i, s?i, s?I, s?I}", "owner", &owner,
                  "target", &target, "place", &place, "edge", &type, "index",
                  &index, "base", &base, "callee", &callee))
    return false;
  trace->owner = (u64)owner;
  trace->target = (u64)target;
  trace->is_place = place;
  trace->name = (EdgeName){(CellEdgeType)type, (u32)index, NULL};
  trace->reg = (u32)index;
  trace->base = base;
  trace->callee = (u64)callee;
  return owner || (trace->is_place && base >= 0);
}

bool tracer_open(Tracer *tracer, VM *vm, json_t *traces) {
  size_t index;
  json_t *json;
  *tracer = (Tracer){.vm = vm};
  json_array_foreach(traces, index, json) {
    Trace trace;
    if (!read_trace(json, &trace)) return false;
    vector_push(&tracer->traces, trace);
    if (trace.is_place) tracer->has_places = true;
    if (trace.owner) filter_add(tracer->owners, trace.owner);
    if (trace.target) filter_add(tracer->targets, trace.target);
  }
  return json_is_array(traces);
}

static const StoreListener listener = {
    .stored = on_store, .rewritten = on_rewrite, .allocated = on_allocate};

void tracer_start(Tracer *tracer, const Moment *now) {
  tracer->now = now;
  tracer->last_look = (Moment){.tick = vm_ticks(tracer->vm)};
  for (u32 i = 0; i < tracer->traces.count; i++) {
    Trace *trace = &tracer->traces.items[i];
    Cell *owner = cell_at(tracer, trace->owner);
    Cell *target = cell_at(tracer, trace->target);
    if (trace->is_place)
      trace->bits = trace_place_bits(tracer, trace);
    else
      trace->has = owner && target && holds(tracer->vm, owner, target);
  }
  find_slots(tracer);
  heap_listen(&tracer->vm->isolate.heap, &listener, tracer);
}

void tracer_stop(Tracer *tracer) {
  settle(tracer, 0);
  heap_listen(&tracer->vm->isolate.heap, NULL, NULL);
}

json_t *tracer_report(const Tracer *tracer) {
  static const char *const words[] = {[TRACE_STORED] = "stored",
                                      [TRACE_ALLOCATED] = "allocated",
                                      [TRACE_CHANGED] = "changed"};
  json_t *list = json_array();
  for (u32 i = 0; i < tracer->traces.count; i++) {
    const Trace *trace = &tracer->traces.items[i];
    json_array_append_new(
        list, trace->how
                  ? json_pack("{s:s, s:o, s:o, s:O?}", "how", words[trace->how],
                              "moment", moment_json(trace->moment), "before",
                              moment_json(trace->before), "where", trace->where)
                  : json_null());
  }
  return list;
}

void tracer_free(Tracer *tracer) {
  for (u32 i = 0; i < tracer->traces.count; i++)
    json_decref(tracer->traces.items[i].where);
  vector_free(&tracer->traces);
}
