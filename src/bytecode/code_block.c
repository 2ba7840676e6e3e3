/* code_block.c - code blocks as cells of the heap, and what can be asked of
 * one: which source an instruction comes from, where an exception goes.
 *
 * A code block owns its arrays outside the heap, and tells the heap how many
 * bytes they take. Constants are strong references. Inline caches are weak:
 * what a call site has seen must keep neither a Shape nor a prototype alive,
 * or the picture of the heap would show things that the program cannot reach.
 */
#include "bytecode/code_block.h"

#include "bytecode/optimised_code.h"

#include <stdlib.h>

/* ---- Caches ------------------------------------------------------------- */

constexpr u32 CACHE_MORE = 3; /* entries behind the first */

void inline_cache_grow(Heap *heap, InlineCache *cache) {
  assert(!cache->more);
  cache->more = base_allocate_zeroed(CACHE_MORE * sizeof(CacheEntry));
  heap_external(heap, CACHE_MORE * sizeof(CacheEntry));
}

static CacheEntry *cache_entry(InlineCache *cache, u32 index) {
  return index == 0 ? &cache->first : &cache->more[index - 1];
}

static bool compressed_lives(const Heap *heap, u32 compressed) {
  return !compressed || heap_is_marked(heap, heap_expand(heap, compressed));
}

static bool entry_lives(const Heap *heap, const CacheEntry *entry) {
  return compressed_lives(heap, entry->shape) &&
         compressed_lives(heap, entry->new_shape) &&
         (!entry->holder || heap_is_marked(heap, entry->holder));
}

/* Keeps the entries whose Shapes and holder live, in their order. A site that
 * went megamorphic has learned that it is no use to remember; it stays so.
 * Gives whether one was dropped. */
static bool cache_clear_dead(const Heap *heap, InlineCache *cache) {
  u32 kept = 0;
  for (u32 i = 0; i < cache->count; i++) {
    CacheEntry entry = *cache_entry(cache, i);
    if (entry_lives(heap, &entry)) *cache_entry(cache, kept++) = entry;
  }
  if (kept == cache->count) return false;
  for (u32 i = kept; i < cache->count; i++)
    *cache_entry(cache, i) = (CacheEntry){};
  cache->count = (u8)kept;
  if (cache->state == CACHE_MEGAMORPHIC) return true;
  cache->state = kept == 0   ? CACHE_UNINITIALISED
                 : kept == 1 ? CACHE_MONOMORPHIC
                             : CACHE_POLYMORPHIC;
  return true;
}

/* ---- The class of cell -------------------------------------------------- */

static_assert(offsetof(Isolate, heap) == 0);

#define WEAK_COMPRESSED(index, label, compressed)                              \
  if (compressed) EDGE(WEAK, index, label, cell_expand(self, compressed))

DEFINE_VISIT(code_block, CodeBlock) {
  for (u32 i = 0; i < self->constant_count; i++)
    EDGE_VALUE(CONSTANT, i, NULL, self->constants[i]);
  EDGE_VALUE(INTERNAL, 0, "name", self->name);
  /* a parameter's name may be nowhere else in the heap */
  for (u32 i = 0; i < self->variable_count; i++)
    EDGE_VALUE(INTERNAL, i, "variable name", self->variables[i].name);
  if (self->cache_count == 0) return;
  heap_note_weak(edge, context, &self->cell);
  if (heap_edge_marks(edge)) return;
  for (u32 i = 0; i < self->cache_count; i++) {
    for (u32 j = 0; j < self->caches[i].count; j++) {
      const CacheEntry *entry = cache_entry(&self->caches[i], j);
      WEAK_COMPRESSED(i, "cache shape", entry->shape);
      WEAK_COMPRESSED(i, "cache new shape", entry->new_shape);
      EDGE(WEAK, i, "cache holder", entry->holder);
    }
  }
}

static void code_block_clear_weak(Heap *heap, Cell *cell) {
  CodeBlock *code = (CodeBlock *)cell;
  bool is_less = false;
  for (u32 i = 0; i < code->cache_count; i++)
    is_less |= cache_clear_dead(heap, &code->caches[i]);
  if (!is_less || !code_block_is_optimised(code)) return;
  u32 unit = optimised_code_dead_shape(heap, code);
  Isolate *isolate = (Isolate *)heap; /* its first member */
  if (unit != UINT32_MAX) isolate->deoptimise_dead(isolate, code, unit);
}

static u64 code_block_external(const Cell *cell) {
  const CodeBlock *code = (const CodeBlock *)cell;
  u64 bytes = code->external_bytes;
  for (u32 i = 0; i < code->cache_count; i++)
    if (code->caches[i].more) bytes += CACHE_MORE * sizeof(CacheEntry);
  return bytes;
}

static void code_block_finalize(Heap *heap, Cell *cell) {
  CodeBlock *code = (CodeBlock *)cell;
  heap_external(heap, -(i64)code_block_external(cell));
  for (u32 i = 0; i < code->cache_count; i++)
    free(code->caches[i].more);
  if (code->counts_in_source && --code->source->users == 0)
    code->source->drop(code->source);
  free(code->instructions);
  optimised_code_free(code);
  free(code->constants);
  free(code->caches);
  free(code->handlers);
  free(code->positions);
  free(code->variables);
  code_block_free_liveness(code);
}

/* What the properties of a closure follow from. */
static void describe_code(const CodeBlock *code, FunctionFacts *facts) {
  bool is_generator = code->flags & CODE_GENERATOR;
  bool is_constructor =
      !(code->flags &
        (CODE_ARROW | CODE_METHOD | CODE_GENERATOR | CODE_ASYNC | CODE_EVAL));
  *facts = (FunctionFacts){
      .name = code->name,
      .length = code->length,
      .realm = code->realm,
      .has_prototype = is_constructor || is_generator,
      .is_class = code->flags & CODE_CLASS,
      .is_generator = is_generator,
      .is_async = code->flags & CODE_ASYNC,
      .is_constructor = is_constructor && !(code->flags & CODE_SCRIPT),
      .is_method = !is_constructor,
  };
}

Object *code_block_prototype(Isolate *isolate, const CodeBlock *code) {
  switch (code->flags & (CODE_GENERATOR | CODE_ASYNC)) {
  case CODE_GENERATOR: return INTRINSIC(isolate, generator_function_prototype);
  case CODE_ASYNC: return INTRINSIC(isolate, async_function_prototype);
  case CODE_GENERATOR | CODE_ASYNC:
    return INTRINSIC(isolate, async_generator_function_prototype);
  default: return INTRINSIC(isolate, function_prototype);
  }
}

void code_block_register_class(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_CODE_BLOCK,
                 (CellClass){
                     .name = "code block",
                     .visit = code_block_visit,
                     .mark = code_block_mark,
                     .finalize = code_block_finalize,
                     .external = code_block_external,
                     .clear_weak = code_block_clear_weak,
                 });
  isolate->describe_code = describe_code;
}

static u64 parts_bytes(const CodeParts *parts) {
  return parts->unit_count * sizeof(Unit) +
         parts->constant_count * sizeof(Value) +
         parts->cache_count * sizeof(InlineCache) +
         parts->handler_count * sizeof(Handler) +
         parts->position_count * sizeof(Position) +
         parts->variable_count * sizeof(VariableInfo);
}

CodeBlock *code_block_new(Isolate *isolate, const CodeParts *parts) {
  CodeBlock *code = (CodeBlock *)heap_allocate(&isolate->heap, KIND_CODE_BLOCK,
                                               sizeof(CodeBlock));
  Cell cell = code->cell;
  *code = (CodeBlock){
      .cell = cell,
      .flags = parts->flags | (isolate->realms.count ? CODE_MANY_REALMS : 0),
      .register_count = parts->register_count,
      .parameter_count = parts->parameter_count,
      .length = parts->length,
      .instructions = parts->instructions,
      .unit_count = parts->unit_count,
      .constant_count = parts->constant_count,
      .constants = parts->constants,
      .cache_count = parts->cache_count,
      .handler_count = parts->handler_count,
      .handlers = parts->handlers,
      .positions = parts->positions,
      .position_count = parts->position_count,
      .variable_count = parts->variable_count,
      .variables = parts->variables,
      .name = parts->name,
      .source = parts->source,
      .source_start = parts->source_start,
      .source_end = parts->source_end,
      .realm = isolate->realm_index,
      .inline_capacity = parts->inline_capacity,
      .external_bytes = parts_bytes(parts),
  };
  if (parts->cache_count)
    code->caches =
        base_allocate_zeroed(parts->cache_count * sizeof(InlineCache));
  if (parts->cache_count == CODE_CACHES_MAX)
    code->caches[CODE_CACHES_MAX - 1].state = CACHE_MEGAMORPHIC;
  heap_external(&isolate->heap, (i64)code->external_bytes);
  code->counts_in_source = parts->source && parts->source->is_eval;
  if (code->counts_in_source) parts->source->users++;
  return code;
}

static void note_realms(void *context, Cell *cell, CellKind kind,
                        size_t bytes) {
  if (kind == KIND_CODE_BLOCK) ((CodeBlock *)cell)->flags |= CODE_MANY_REALMS;
}

void code_block_note_realms(Isolate *isolate) {
  heap_walk(&isolate->heap, note_realms, NULL);
}

/* ---- Questions ---------------------------------------------------------- */

/* The number of positions that begin at or before `unit`. */
static u32 positions_until(const CodeBlock *code, u32 unit) {
  u32 low = 0, high = code->position_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (code->positions[middle].unit <= unit)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

const VariableInfo *code_block_variable_at(const CodeBlock *code, u32 reg,
                                           u32 unit) {
  for (u32 i = 0; i < code->variable_count; i++) {
    const VariableInfo *info = &code->variables[i];
    if (!info->environment && info->place == reg &&
        variable_is_visible(info, unit))
      return info;
  }
  return NULL;
}

const Position *code_block_position(const CodeBlock *code, u32 unit) {
  if (code->position_count == 0) return NULL;
  u32 count = positions_until(code, unit);
  return &code->positions[count ? count - 1 : 0];
}

const Position *code_block_statement(const CodeBlock *code, u32 unit) {
  for (u32 i = positions_until(code, unit);
       i > 0 && code->positions[i - 1].unit == unit; i--) {
    if (code->positions[i - 1].is_statement) return &code->positions[i - 1];
  }
  return NULL;
}

const Handler *code_block_handler(const CodeBlock *code, u32 unit) {
  for (u32 i = 0; i < code->handler_count; i++) {
    const Handler *handler = &code->handlers[i];
    if (handler->start <= unit && unit < handler->end) return handler;
  }
  return NULL;
}

/* The line (from 0) that `offset` lies in. */
static u32 line_of(const Source *source, u32 offset) {
  u32 low = 0, high = source->line_count;
  while (high - low > 1) {
    u32 middle = low + (high - low) / 2;
    if (source->line_starts[middle] <= offset)
      low = middle;
    else
      high = middle;
  }
  return low;
}

/* UTF-16 units of well-formed UTF-8: one for each character, and one more for
 * those of four bytes. */
static u32 utf16_units(const char *text, u32 bytes) {
  u32 units = 0;
  for (u32 i = 0; i < bytes; i++) {
    u8 byte = (u8)text[i];
    units += (byte & 0xC0) != 0x80;
    units += byte >= 0xF0;
  }
  return units;
}

void source_locate(const Source *source, u32 offset, u32 *line, u32 *column) {
  if (offset > source->length) offset = source->length;
  if (source->line_count == 0) {
    *line = 1;
    *column = 1 + utf16_units(source->text, offset);
    return;
  }
  u32 index = line_of(source, offset);
  u32 start = source->line_starts[index];
  *line = index + 1;
  *column = 1 + utf16_units(source->text + start, offset - start);
}

void source_append_place(const Source *source, u32 offset, Buffer *out) {
  u32 line, column;
  source_locate(source, offset, &line, &column);
  if (source->origin) buffer_format(out, "%s, ", source->origin);
  buffer_format(out, "%s:%u:%u", source->name, line, column);
}
