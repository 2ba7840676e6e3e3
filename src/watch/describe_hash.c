/* describe_hash.c - one number for the whole described state.
 *
 * Every cell in address order: its address, kind, flags and size, and its
 * contents with references as addresses; frames; caches; ticks; the console.
 * Nothing that differs between two processes at the same moment goes in:
 * C pointers do not, addresses in the heap's region do.
 */
#include "host/host.h"
#include "watch/describe_internal.h"

typedef struct Hash {
  VM *vm;
  u64 state;
} Hash;

/* FNV-1a over words, with a final mix. */
static void hash_word(Hash *hash, u64 word) {
  hash->state = (hash->state ^ word) * 0x100000001B3ull;
  hash->state ^= hash->state >> 29;
}

static void hash_bytes(Hash *hash, const void *bytes, size_t length) {
  const u8 *at = bytes;
  for (; length >= 8; at += 8, length -= 8) {
    u64 word;
    memcpy(&word, at, 8);
    hash_word(hash, word);
  }
  for (; length; at++, length--)
    hash_word(hash, *at);
}

static u64 cell_word(const Hash *hash, const Cell *cell) {
  return cell ? heap_offset(&hash->vm->isolate.heap, cell) + 1 : 0;
}

static void hash_value(Hash *hash, Value value) {
  hash_word(hash, value_is_cell(value) ? cell_word(hash, value_to_cell(value))
                                       : value.bits);
}

static void hash_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Hash *hash = context;
  hash_word(hash, name.type);
  hash_word(hash, name.index);
  hash_word(hash, cell_word(hash, to));
}

static bool hash_slot(void *context, Key key, u32 offset, u8 attributes) {
  hash_word(context, offset);
  hash_word(context, attributes);
  return true;
}

static void hash_caches(Hash *hash, const CodeBlock *code) {
  for (u32 i = 0; i < code->cache_count; i++) {
    const InlineCache *cache = &code->caches[i];
    hash_word(hash, cache->state);
    for (u32 j = 0; j < cache->count; j++) {
      const CacheEntry *entry = j ? &cache->more[j - 1] : &cache->first;
      hash_word(hash, entry->shape);
      hash_word(hash, (u64)entry->new_shape << 32 | entry->offset);
      hash_word(hash, entry->place);
      hash_word(hash, cell_word(hash, entry->holder));
    }
  }
}

static void hash_object(Hash *hash, Object *object) {
  Shape *shape = object_shape(&hash->vm->isolate, object);
  for (u32 i = 0; i < object->cell.info && i < shape->count; i++)
    hash_value(hash, object->inline_slots[i]);
}

static void hash_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Hash *hash = context;
  hash_word(hash, cell_word(hash, cell));
  hash_word(hash, bytes);
  hash_word(hash, kind);
  if (kind == KIND_FREE) return;
  hash_word(hash, cell->shape);
  hash_word(hash, (u64)cell->flags << 16 | cell->info);
  switch (kind) {
  case KIND_STRING: {
    String *string = (String *)cell;
    hash_word(hash, string->length);
    hash_bytes(hash, string->latin1,
               (size_t)string->length << !string_is_latin1(string));
    return;
  }
  case KIND_SHAPE: shape_each((Shape *)cell, hash_slot, hash); break;
  case KIND_SLOTS: {
    Slots *slots = (Slots *)cell;
    for (u32 i = 0; i < slots->capacity; i++)
      hash_value(hash, slots->values[i]);
    return;
  }
  case KIND_ELEMENTS: {
    Elements *elements = (Elements *)cell;
    hash_word(hash, (u64)elements->capacity << 32 | elements->length);
    for (u32 i = 0; i < elements->length; i++)
      hash_value(hash, elements->values[i]);
    return;
  }
  case KIND_ENVIRONMENT:
    for (u32 i = 0; i < cell->info; i++)
      hash_value(hash, ((Environment *)cell)->slots[i]);
    break;
  case KIND_CODE_BLOCK: hash_caches(hash, (CodeBlock *)cell); break;
  default:
    if (cell_is_object(cell)) hash_object(hash, (Object *)cell);
    break;
  }
  heap_visit(&hash->vm->isolate.heap, cell, hash_edge, hash);
}

/* What the registers of a frame hold, as far as it still matters. */
static void hash_frame(Hash *hash, Value *r, const Unit *pc) {
  Frame *frame = frame_of(r);
  hash_word(hash, cell_word(hash, &frame->callee->cell));
  hash_word(hash, (u64)frame->flags << 32 | frame->argument_count);
  hash_value(hash, frame->new_target);
  if (frame->flags & FRAME_NATIVE) {
    for (u32 i = 0; i <= frame->argument_count; i++)
      hash_value(hash, r[i]);
    return;
  }
  CodeBlock *code = frame_code(r);
  u32 unit = (u32)(pc - code->instructions);
  hash_word(hash, unit);
  const u64 *live = code_block_live_registers(code, unit);
  for (u32 i = 0; i < code->register_count; i++)
    if (live[i / 64] >> (i % 64) & 1) hash_value(hash, r[i]);
}

/* What waits for the event loop. */
static void hash_waiting(void *context, const Waiting *waiting) {
  Hash *hash = context;
  hash_word(hash, waiting->due);
  hash_word(hash, waiting->order);
  hash_word(hash, waiting->kind);
  hash_word(hash, waiting->is_weak);
}

static void hash_queues(Hash *hash, const Queues *queues) {
  queues_visit(queues, hash_edge, hash);
  hash_word(hash, queues->next_order);
  hash_word(hash, queues->phase);
  queues_each(queues, hash_waiting, hash);
}

u64 describe_hash(VM *vm) {
  Hash hash = {.vm = vm, .state = 0xCBF29CE484222325ull};
  hash_word(&hash, vm_ticks(vm));
  const Unit *pc = vm->pc;
  for (Value *r = vm->registers; r; r = frame_of(r)->caller) {
    hash_frame(&hash, r, pc);
    pc = frame_of(r)->return_unit;
  }
  hash_word(&hash, vm->jobs.count);
  for (u32 i = 0; i < vm->jobs.count; i++)
    for (u32 j = 0; j < JOB_VALUES; j++)
      hash_value(&hash, vm_job_at(vm, i)->values[j]);
  hash_queues(&hash, &host_of(vm)->queues);
  heap_walk(&vm->isolate.heap, hash_cell, &hash);
  hash_word(&hash, vm->isolate.heap.collections);
  hash_word(&hash, vm->inputs.random[0]);
  const Console *console = host_console(vm);
  hash_word(&hash, console->lines.count);
  for (u32 i = 0; i < console->lines.count; i++)
    hash_bytes(&hash, console->lines.items[i].text,
               console->lines.items[i].length);
  return hash.state;
}
