/* liveness.c - which registers still matter at each instruction.
 *
 * Registers of a frame are roots only while somebody may still read them:
 * what a dead temporary happens to hold must not keep garbage alive, nor is it
 * safe to follow. The answer is the usual backward data flow over basic
 * blocks, with two additions: an instruction inside a handler's range may go
 * on at the handler, and a variable counts as read wherever it is in scope.
 *
 *   in(block) = gen | (out(block) - kill) | in(handler) - its exception
 *
 * The sets at block ends are worked out once per code block, when the
 * collector first asks; answers for single instructions are kept as well,
 * since the same call sites are asked again and again.
 */
#include "bytecode/code_block.h"

#include "base/vector.h"

#include <stdlib.h>

typedef struct FlowBlock {
  u32 start, end;    /* units */
  u32 jump;          /* block that its last instruction may jump to */
  u32 handler_block; /* where exceptions go */
  u32 exception;     /* register */
  bool falls_through;
} FlowBlock;

constexpr u32 NO_BLOCK = UINT32_MAX;

typedef struct Answer {
  u32 unit; /* 1 + unit; 0: empty */
  u64 *live;
} Answer;

/* Where the register of a variable, or of the environment that holds some, is
 * read for their sake: variables side by side in one register are one range. */
typedef struct ScopeRange {
  u32 start, end; /* units */
  u32 reg;
} ScopeRange;

struct Liveness {
  VECTOR(ScopeRange) scopes;
  u32 words; /* in each set */
  u32 block_count;
  FlowBlock *blocks;
  u64 *in; /* a set for each block */
  u64 *out;
  Answer *answers; /* hash table by unit */
  u32 answer_count, answer_capacity;
};

/* ---- Sets of registers -------------------------------------------------- */

static void set_add(u64 *set, u32 reg) {
  set[reg / 64] |= 1ull << (reg % 64);
}

static void set_remove(u64 *set, u32 reg) {
  set[reg / 64] &= ~(1ull << (reg % 64));
}

static void set_add_range(u64 *set, u32 first, u32 count) {
  for (u32 i = 0; i < count; i++)
    set_add(set, first + i);
}

static void set_remove_range(u64 *set, u32 first, u32 count) {
  for (u32 i = 0; i < count; i++)
    set_remove(set, first + i);
}

/* ---- What one instruction does ------------------------------------------ */

static bool only_defines_state(Opcode opcode) {
  return opcode == OP_GetIterator || opcode == OP_GetAsyncIterator ||
         opcode == OP_ForInOpen;
}

/* Calls `each` for every operand with a letter of registers. */
#define EACH_OPERAND(unit, letter, operand)                                    \
  const char *letter = instruction_info[*(unit)].operands;                     \
  const Unit *operand = (unit) + 1;                                            \
  for (; *letter; operand += operand_units(*letter), letter++)

/* Takes away the registers that the instruction writes or clobbers. */
static void remove_written(const CodeBlock *code, const Unit *unit, u64 *live) {
  EACH_OPERAND(unit, letter, operand) {
    switch (*letter) {
    case 'W': set_remove(live, *operand); break;
    case 'D': set_remove_range(live, operand[0], operand[1]); break;
    case 'P':
      if (only_defines_state(*unit)) set_remove_range(live, *operand, 3);
      break;
    case 'A':
    case 'B':
      set_remove_range(live, *operand, code->register_count - *operand);
      break;
    default: break;
    }
  }
}

/* Adds the registers that it reads; those of a call's window if asked. */
static void add_read(const Unit *unit, bool with_window, u64 *live) {
  EACH_OPERAND(unit, letter, operand) {
    switch (*letter) {
    case 'R':
    case 'M': set_add(live, *operand); break;
    case 'V': set_add_range(live, operand[0], operand[1]); break;
    case 'P':
      if (!only_defines_state(*unit)) set_add_range(live, *operand, 3);
      break;
    case 'A':
      if (with_window)
        set_add_range(live, operand[0] + FRAME_WORDS, operand[1] + 1u);
      break;
    case 'B':
      if (with_window)
        set_add_range(live, operand[0] + FRAME_WORDS + 1, operand[1]);
      break;
    default: break;
    }
  }
}

/* Joins the ranges of variables that share a register, as the thousands of a
 * large module's environment do, with the last range of that register. */
static void find_scopes(struct Liveness *liveness, const CodeBlock *code) {
  u32 *last = base_allocate_zeroed((code->register_count + 1) * sizeof(u32));
  for (u32 i = 0; i < code->variable_count; i++) {
    const VariableInfo *variable = &code->variables[i];
    u32 reg =
        variable->environment ? variable->environment - 1u : variable->place;
    assert(reg < code->register_count);
    ScopeRange *known =
        last[reg] ? &liveness->scopes.items[last[reg] - 1] : NULL;
    if (known && variable->start <= known->end &&
        variable->end >= known->start) {
      if (variable->start < known->start) known->start = variable->start;
      if (variable->end > known->end) known->end = variable->end;
      continue;
    }
    ScopeRange range = {variable->start, variable->end, reg};
    vector_push(&liveness->scopes, range);
    last[reg] = liveness->scopes.count;
  }
  free(last);
}

/* The variables in scope, and the environments that hold some. */
static void add_variables(const struct Liveness *liveness, u32 unit,
                          u64 *live) {
  for (u32 i = 0; i < liveness->scopes.count; i++) {
    const ScopeRange *range = &liveness->scopes.items[i];
    if (unit >= range->start && unit < range->end) set_add(live, range->reg);
  }
}

static void add_handler(const struct Liveness *liveness, const FlowBlock *block,
                        u64 *live) {
  if (block->handler_block == NO_BLOCK) return;
  const u64 *in = &liveness->in[block->handler_block * liveness->words];
  for (u32 i = 0; i < liveness->words; i++) {
    u64 word = in[i];
    if (block->exception / 64 == i) word &= ~(1ull << (block->exception % 64));
    live[i] |= word;
  }
}

/* A function called by `new` returns its `this` when it has nothing better:
 * its return instructions read register 0 without saying so. */
static bool returns_this(const CodeBlock *code, Opcode opcode) {
  constexpr u32 never = CODE_ARROW | CODE_METHOD | CODE_SCRIPT;
  return (opcode == OP_Return || opcode == OP_ReturnUndefined) &&
         !(code->flags & never);
}

/* From the registers that matter behind an instruction to those in front. */
static void step_back(const struct Liveness *liveness, const CodeBlock *code,
                      u32 unit, u64 *live) {
  const Unit *instruction = code_block_baseline(code) + unit;
  remove_written(code, instruction, live);
  add_read(instruction, true, live);
  if (returns_this(code, *instruction)) set_add(live, 0);
  add_variables(liveness, unit, live);
}

/* ---- Blocks ------------------------------------------------------------- */

/* The target of a jump, or UINT32_MAX when the instruction has none. */
static u32 jump_target(const CodeBlock *code, u32 unit) {
  EACH_OPERAND(code_block_baseline(code) + unit, letter, operand) {
    if (*letter == 'L') return unit + (u32)unit_read_i32(operand);
  }
  return UINT32_MAX;
}

static u32 next_instruction(const CodeBlock *code, u32 unit) {
  return unit + instruction_info[code_block_baseline(code)[unit]].units;
}

/* Marks the units at which blocks begin. */
static bool *find_leaders(const CodeBlock *code) {
  bool *leaders = base_allocate_zeroed(code->unit_count + 1);
  leaders[0] = true;
  for (u32 unit = 0; unit < code->unit_count;) {
    u32 target = jump_target(code, unit), next = next_instruction(code, unit);
    bool ends = target != UINT32_MAX ||
                !instruction_goes_on(code_block_baseline(code)[unit]);
    if (target != UINT32_MAX) leaders[target] = true;
    if (ends) leaders[next] = true;
    unit = next;
  }
  for (u32 i = 0; i < code->handler_count; i++) {
    leaders[code->handlers[i].start] = true;
    leaders[code->handlers[i].end] = true;
    leaders[code->handlers[i].target] = true;
  }
  return leaders;
}

static u32 block_at(const struct Liveness *liveness, u32 unit) {
  u32 low = 0, high = liveness->block_count;
  while (high - low > 1) {
    u32 middle = low + (high - low) / 2;
    if (liveness->blocks[middle].start <= unit)
      low = middle;
    else
      high = middle;
  }
  return low;
}

static void split(struct Liveness *liveness, const CodeBlock *code) {
  bool *leaders = find_leaders(code);
  VECTOR(FlowBlock) blocks = {};
  for (u32 unit = 0; unit < code->unit_count;
       unit = next_instruction(code, unit)) {
    if (leaders[unit]) vector_push(&blocks, (FlowBlock){.start = unit});
    vector_last(&blocks)->end = next_instruction(code, unit);
  }
  free(leaders);
  liveness->blocks = blocks.items;
  liveness->block_count = blocks.count;
}

static void link_block(struct Liveness *liveness, const CodeBlock *code,
                       FlowBlock *block) {
  u32 last = block->start;
  while (next_instruction(code, last) < block->end)
    last = next_instruction(code, last);
  u32 target = jump_target(code, last);
  block->falls_through = instruction_goes_on(code_block_baseline(code)[last]);
  block->jump = target == UINT32_MAX ? NO_BLOCK : block_at(liveness, target);
  const Handler *handler = code_block_handler(code, block->start);
  block->handler_block =
      handler ? block_at(liveness, handler->target) : NO_BLOCK;
  block->exception = handler ? handler->exception : 0;
}

/* ---- The flow ----------------------------------------------------------- */

/* The units of a block's instructions. */
typedef VECTOR(u32) UnitList;

static void list_instructions(const CodeBlock *code, const FlowBlock *block,
                              UnitList *list) {
  list->count = 0;
  for (u32 unit = block->start; unit < block->end;
       unit = next_instruction(code, unit))
    vector_push(list, unit);
}

/* Works out gen and kill of each block: `in` begins as gen, and `keep` is what
 * kill leaves. */
static u64 *summarise_blocks(struct Liveness *liveness, const CodeBlock *code) {
  u32 words = liveness->words;
  u64 *keep = base_allocate(liveness->block_count * words * sizeof(u64) + 8);
  memset(keep, 0xFF, liveness->block_count * words * sizeof(u64));
  UnitList list = {};
  for (u32 i = 0; i < liveness->block_count; i++) {
    list_instructions(code, &liveness->blocks[i], &list);
    for (u32 j = list.count; j-- > 0;) {
      step_back(liveness, code, list.items[j], &liveness->in[i * words]);
      remove_written(code, &code_block_baseline(code)[list.items[j]],
                     &keep[i * words]);
    }
  }
  vector_free(&list);
  return keep;
}

static void join_successors(struct Liveness *liveness, u32 index) {
  const FlowBlock *block = &liveness->blocks[index];
  u32 words = liveness->words;
  u64 *out = &liveness->out[index * words];
  for (u32 i = 0; i < words; i++) {
    if (block->falls_through && index + 1 < liveness->block_count)
      out[i] |= liveness->in[(index + 1) * words + i];
    if (block->jump != NO_BLOCK)
      out[i] |= liveness->in[block->jump * words + i];
  }
}

/* One block once more; whether its `in` grew. */
static bool update_block(struct Liveness *liveness, u32 index,
                         const u64 *keep) {
  u32 words = liveness->words;
  u64 *in = &liveness->in[index * words], *out = &liveness->out[index * words];
  u64 before[words];
  memcpy(before, in, words * sizeof(u64));
  join_successors(liveness, index);
  for (u32 i = 0; i < words; i++)
    in[i] |= out[i] & keep[index * words + i];
  add_handler(liveness, &liveness->blocks[index], in);
  return memcmp(before, in, words * sizeof(u64)) != 0;
}

static struct Liveness *work_out(const CodeBlock *code) {
  struct Liveness *liveness = base_allocate_zeroed(sizeof *liveness);
  liveness->words = (code->register_count + 63) / 64;
  find_scopes(liveness, code);
  split(liveness, code);
  for (u32 i = 0; i < liveness->block_count; i++)
    link_block(liveness, code, &liveness->blocks[i]);
  size_t bytes = liveness->block_count * liveness->words * sizeof(u64);
  liveness->in = base_allocate_zeroed(bytes);
  liveness->out = base_allocate_zeroed(bytes);
  u64 *keep = summarise_blocks(liveness, code);
  for (bool grew = true; grew;) {
    grew = false;
    for (u32 i = liveness->block_count; i-- > 0;)
      grew |= update_block(liveness, i, keep);
  }
  free(keep);
  return liveness;
}

static struct Liveness *liveness_of(CodeBlock *code) {
  if (!code->liveness) code->liveness = work_out(code);
  return code->liveness;
}

/* ---- Answers ------------------------------------------------------------ */

/* The registers that matter behind the instruction at `unit`. */
static void live_behind(CodeBlock *code, u32 unit, u64 *live) {
  struct Liveness *liveness = liveness_of(code);
  u32 index = block_at(liveness, unit);
  const FlowBlock *block = &liveness->blocks[index];
  UnitList list = {};
  memcpy(live, &liveness->out[index * liveness->words],
         liveness->words * sizeof(u64));
  list_instructions(code, block, &list);
  assert(list.count);
  for (u32 i = list.count; list.items[--i] != unit;) {
    step_back(liveness, code, list.items[i], live);
    add_handler(liveness, block, live);
  }
  vector_free(&list);
}

void code_block_live_in(CodeBlock *code, u32 unit, u64 *live) {
  struct Liveness *liveness = liveness_of(code);
  live_behind(code, unit, live);
  step_back(liveness, code, unit, live);
  add_handler(liveness, &liveness->blocks[block_at(liveness, unit)], live);
}

/* While the instruction runs: what it reads is needed until it is done, but
 * the arguments of a call belong to the callee's frame. */
static u64 *live_during(CodeBlock *code, u32 unit) {
  struct Liveness *liveness = liveness_of(code);
  u64 *live = base_allocate(liveness->words * sizeof(u64));
  const Unit *instruction = code_block_baseline(code) + unit;
  live_behind(code, unit, live);
  remove_written(code, instruction, live);
  add_read(instruction, false, live);
  add_variables(liveness, unit, live);
  add_handler(liveness, &liveness->blocks[block_at(liveness, unit)], live);
  return live;
}

static Answer *answer_place(struct Liveness *liveness, u32 unit) {
  u32 mask = liveness->answer_capacity - 1;
  for (u32 i = unit * 0x9E3779B1u >> 7;; i++) {
    Answer *answer = &liveness->answers[i & mask];
    if (!answer->unit || answer->unit == unit + 1) return answer;
  }
}

static void grow_answers(struct Liveness *liveness) {
  Answer *old = liveness->answers;
  u32 old_capacity = liveness->answer_capacity;
  liveness->answer_capacity = old_capacity ? 2 * old_capacity : 8;
  liveness->answers =
      base_allocate_zeroed(liveness->answer_capacity * sizeof(Answer));
  for (u32 i = 0; i < old_capacity; i++) {
    if (old[i].unit) *answer_place(liveness, old[i].unit - 1) = old[i];
  }
  free(old);
}

const u64 *code_block_live_registers(CodeBlock *code, u32 unit) {
  struct Liveness *liveness = liveness_of(code);
  if (2 * liveness->answer_count >= liveness->answer_capacity)
    grow_answers(liveness);
  Answer *answer = answer_place(liveness, unit);
  if (!answer->unit) {
    *answer = (Answer){unit + 1, live_during(code, unit)};
    liveness->answer_count++;
  }
  return answer->live;
}

void code_block_free_liveness(CodeBlock *code) {
  struct Liveness *liveness = code->liveness;
  if (!liveness) return;
  for (u32 i = 0; i < liveness->answer_capacity; i++)
    free(liveness->answers[i].live);
  free(liveness->answers);
  vector_free(&liveness->scopes);
  free(liveness->blocks);
  free(liveness->in);
  free(liveness->out);
  free(liveness);
  code->liveness = NULL;
}
