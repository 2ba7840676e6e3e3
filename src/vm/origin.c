/* origin.c - see origin.h. */
#include "vm/origin.h"

#include "vm/vm.h"

#include <string.h>

/* Code of the host's own layer has sources by such names. */
static bool is_internal(const CodeBlock *code) {
  return !strncmp(code->source->name, "node:", 5);
}

Origin origin_now(VM *vm) {
  Origin origin = {.tick = vm_ticks(vm)};
  const Unit *pc = vm->pc;
  Value *r = vm->registers;
  for (; r; pc = frame_of(r)->return_unit, r = frame_of(r)->caller) {
    const Frame *frame = frame_of(r);
    if (frame->flags & FRAME_FINISHED) break;
    if (frame->flags & FRAME_NATIVE || is_internal(frame_code(r))) continue;
    origin.code = frame_code(r);
    origin.unit = (u32)(pc - origin.code->instructions);
    break;
  }
  return origin;
}

Place origin_place(const Origin *origin) {
  if (!origin->code) return (Place){.tick = origin->tick};
  const Position *position = code_block_position(origin->code, origin->unit);
  return (Place){
      .tick = origin->tick,
      .source = origin->code->source->id,
      .start = position ? position->source_start : origin->code->source_start,
  };
}

Place place_now(VM *vm) {
  Origin origin = origin_now(vm);
  return origin_place(&origin);
}

void origin_visit(const Origin *origin, u32 index, EdgeFunction *edge,
                  void *context) {
  if (origin->code)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, index, "queued by"},
         &origin->code->cell);
}
