/* optimise_write.c - which optimised instruction stands for which baseline
 * one, by what its inline cache has learned.
 *
 * Only monomorphic sites are specialised. The entry that is read here stays
 * the cache's first for as long as the code is optimised: a site's cache
 * changes by its own misses alone, and what would be a miss is a deopt.
 */
#include "vm/optimise.h"

/* What is being rewritten. */
typedef struct Writer {
  VM *vm;
  CodeBlock *code;
  u32 count; /* optimised instructions so far */
} Writer;

static void write_u32(Unit *units, u32 value) {
  memcpy(units, &value, sizeof value);
}

static void write(Writer *writer, Unit *unit, Opcode opcode) {
  assert(opcode_baseline(opcode) == (Opcode)*unit);
  *unit = opcode;
  writer->count++;
}

/* The entry of a monomorphic site, or NULL. */
static const CacheEntry *sole_entry(const Writer *writer, u32 cache) {
  const InlineCache *site = &writer->code->caches[cache];
  return site->state == CACHE_MONOMORPHIC ? &site->first : NULL;
}

static void write_get_field(Writer *writer, Unit *unit) {
  const CacheEntry *entry = sole_entry(writer, unit[5]);
  if (!entry || entry->place != CACHE_INLINE) return;
  write(writer, unit, OP_GetFieldInline);
  write_u32(unit + 3, entry->shape);
  unit[5] = entry->offset;
}

static void write_instruction(Writer *writer, Unit *unit) {
  switch ((Opcode)*unit) {
  case OP_GetField: write_get_field(writer, unit); break;
  default: break;
  }
}

u32 optimise_write(VM *vm, CodeBlock *code, Unit *units) {
  Writer writer = {.vm = vm, .code = code};
  for (u32 unit = 0; unit < code->unit_count;) {
    u32 length = instruction_info[units[unit]].units;
    write_instruction(&writer, units + unit);
    unit += length;
  }
  return writer.count;
}
