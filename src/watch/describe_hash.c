/* describe_hash.c - one number for the whole described state.
 *
 * Frames with the registers that still matter, every root, jobs and the queues
 * of the event loop with who queued what, every cell in address order, what the
 * collector is at, the console and the inputs. Two visits of one moment give
 * one number, or something of the run is not deterministic.
 */
#include "watch/describe_hash.h"

#include "heap/blocks.h"
#include "heap/counting.h"
#include "heap/marking.h"
#include "host/host.h"

/* ---- Words -------------------------------------------------------------- */

void digest_bytes(Digest *digest, const void *bytes, size_t length) {
  const u8 *at = bytes;
  for (; length >= 8; at += 8, length -= 8) {
    u64 word;
    memcpy(&word, at, 8);
    digest_word(digest, word);
  }
  for (; length; at++, length--)
    digest_word(digest, *at);
}

void digest_text(Digest *digest, const char *text) {
  if (text) digest_bytes(digest, text, strlen(text));
}

void digest_reference(Digest *digest, const Cell *cell) {
  digest_word(digest,
              cell ? heap_offset(&digest->vm->isolate.heap, cell) + 1 : 0);
}

void digest_value(Digest *digest, Value value) {
  if (value_is_cell(value))
    digest_reference(digest, value_to_cell(value));
  else
    digest_word(digest, value.bits);
}

void digest_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Digest *digest = context;
  digest_word(digest, name.type);
  digest_word(digest, name.index);
  digest_text(digest, name.label);
  digest_reference(digest, to);
}

/* ---- Frames ------------------------------------------------------------- */

/* What the registers of a frame hold, as far as it still matters. */
static void digest_frame(Digest *digest, Value *r, const Unit *pc) {
  Frame *frame = frame_of(r);
  digest_reference(digest, &frame->callee->cell);
  digest_word(digest, (u64)frame->flags << 32 | frame->argument_count);
  digest_value(digest, frame->new_target);
  if (frame->flags & FRAME_NATIVE) {
    for (u32 i = 0; i <= frame->argument_count; i++)
      digest_value(digest, r[i]);
    return;
  }
  CodeBlock *code = frame_code(r);
  u32 unit = (u32)(pc - code->instructions);
  digest_word(digest, unit);
  const u64 *live = code_block_live_registers(code, unit);
  for (u32 i = 0; i < code->register_count; i++)
    if (live[i / 64] >> (i % 64) & 1) digest_value(digest, r[i]);
}

static void digest_frames(Digest *digest) {
  const Unit *pc = digest->vm->pc;
  for (Value *r = digest->vm->registers; r; r = frame_of(r)->caller) {
    digest_frame(digest, r, pc);
    pc = frame_of(r)->return_unit;
  }
}

/* ---- What waits --------------------------------------------------------- */

static void digest_origin(Digest *digest, const Origin *origin) {
  digest_word(digest, origin->tick);
  digest_word(digest, origin->unit);
  digest_reference(digest, (const Cell *)origin->code);
}

static void digest_job(Digest *digest, const QueuedJob *job) {
  digest_text(digest, job->type->name);
  for (u32 i = 0; i < JOB_VALUES; i++)
    digest_value(digest, job->values[i]);
  digest_value(digest, job->context);
  digest_origin(digest, &job->origin);
}

static void digest_jobs(Digest *digest) {
  VM *vm = digest->vm;
  digest_word(digest, vm->turn);
  digest_value(digest, vm->async_context);
  digest_word(digest, vm->rejections.count);
  digest_word(digest, vm->handled_late.count);
  digest_word(digest, vm->finalization_due);
  if (vm->jobs.running.type) digest_job(digest, &vm->jobs.running);
  digest_word(digest, vm->jobs.count);
  for (u32 i = 0; i < vm->jobs.count; i++)
    digest_job(digest, vm_job_at(vm, i));
}

static void digest_waiting(void *context, const Waiting *waiting) {
  Digest *digest = context;
  digest_word(digest, waiting->due);
  digest_word(digest, waiting->order);
  digest_word(digest, (u64)waiting->id << 32 | waiting->kind);
  digest_word(digest, waiting->turn);
  digest_word(digest, (u64)waiting->nesting << 1 | waiting->is_weak);
  digest_bytes(digest, &waiting->period_ms, sizeof waiting->period_ms);
  digest_value(digest, waiting->callback);
  digest_value(digest, waiting->data);
  digest_value(digest, waiting->context);
  digest_origin(digest, &waiting->origin);
}

static void digest_queues(Digest *digest, const Queues *queues) {
  digest_word(digest, queues->next_order);
  digest_word(digest, queues->turns);
  digest_word(digest, (u64)queues->phase << 8 | queues->drain);
  digest_bytes(digest, queues->next_ids, sizeof queues->next_ids);
  digest_word(digest, queues->has_running);
  queues_each(queues, digest_waiting, digest);
}

/* ---- The collector ------------------------------------------------------ */

static void digest_list(Digest *digest, Cell *const *items, u32 count) {
  digest_word(digest, count);
  for (u32 i = 0; i < count; i++)
    digest_reference(digest, items[i]);
}

static void digest_marking(Digest *digest, const Marking *mark) {
  digest_word(digest, (u64)mark->phase << 1 | mark->is_young);
  for (u32 i = 0; i < mark->queue.count; i++)
    digest_reference(digest, marking_queued(mark, i)->cell);
  digest_word(digest, mark->stack.count);
  for (u32 i = 0; i < mark->stack.count; i++)
    digest_reference(digest, mark->stack.items[i].cell);
  digest_list(digest, mark->remembered.items, mark->remembered.count);
  digest_word(digest, mark->parts.count);
  digest_word(digest, mark->marked_bytes);
}

static void digest_counting(Digest *digest, const Counting *counting) {
  digest_reference(digest, counting->fresh);
  digest_list(digest, counting->zeros.items, counting->zeros.count);
  digest_list(digest, counting->dying.items, counting->dying.count);
  digest_list(digest, counting->holders.items, counting->holders.count);
  digest_list(digest, counting->suspects.items, counting->suspects.count);
  digest_word(digest, counting->released);
}

static void digest_collector(Digest *digest, const Heap *heap) {
  digest_word(digest, heap->collections);
  digest_word(digest, heap->cells_freed);
  digest_word(digest, heap->threshold);
  digest_word(digest, heap->external_bytes);
  if (heap->counting)
    digest_counting(digest, heap->counting);
  else
    digest_marking(digest, &heap->mark);
}

/* ---- All ---------------------------------------------------------------- */

static void digest_console(Digest *digest, const Console *console) {
  digest_word(digest, console->lines.count);
  digest_word(digest, console->dropped);
  digest_word(digest, console->indentation);
  for (u32 i = 0; i < console->lines.count; i++)
    digest_bytes(digest, console->lines.items[i].text,
                 console->lines.items[i].length);
}

static void digest_inputs(Digest *digest) {
  VM *vm = digest->vm;
  digest_word(digest, vm_ticks(vm));
  digest_word(digest, vm->inputs.waited_ns);
  digest_bytes(digest, vm->inputs.random, sizeof vm->inputs.random);
}

u64 describe_hash(VM *vm) {
  Digest digest = {.vm = vm, .state = 0xCBF29CE484222325ull};
  Heap *heap = &vm->isolate.heap;
  digest_inputs(&digest);
  digest_frames(&digest);
  heap_visit_roots(heap, digest_edge, &digest);
  digest_jobs(&digest);
  digest_queues(&digest, &host_of(vm)->queues);
  heap_walk(heap, digest_cell, &digest);
  digest_collector(&digest, heap);
  digest_console(&digest, host_console(vm));
  return digest.state;
}
