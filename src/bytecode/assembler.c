/* assembler.c - see assembler.h. */
#include "bytecode/assembler.h"

void assembler_open(Assembler *assembler, u32 registers) {
  *assembler = (Assembler){
      .next_register = registers,
      .register_count = registers,
      .is_reachable = true,
  };
}

void assembler_free(Assembler *assembler) {
  vector_free(&assembler->units);
  vector_free(&assembler->prologue);
  vector_free(&assembler->constants);
  vector_free(&assembler->patches);
  vector_free(&assembler->handlers);
  vector_free(&assembler->positions);
  vector_free(&assembler->variables);
  free(assembler->constant_index);
}

/* ---- Registers ---------------------------------------------------------- */

static void note_registers(Assembler *assembler, u64 count) {
  if (count > assembler->register_count) assembler->register_count = (u32)count;
  if (count > UINT16_MAX) assembler->is_too_large = true;
}

Register assembler_registers(Assembler *assembler, u32 count) {
  Register first = assembler->next_register;
  assembler->next_register += count;
  note_registers(assembler, assembler->next_register);
  return first;
}

Register assembler_register(Assembler *assembler) {
  return assembler_registers(assembler, 1);
}

/* ---- Constants ---------------------------------------------------------- */

static u32 constant_hash(Value value) {
  u64 mixed = value.bits * 0x9E37'79B9'7F4A'7C15;
  return (u32)(mixed >> 32);
}

static u32 *constant_place(Assembler *assembler, Value value) {
  u32 mask = assembler->constant_index_capacity - 1;
  for (u32 i = constant_hash(value);; i++) {
    u32 *place = &assembler->constant_index[i & mask];
    if (!*place ||
        value_same_bits(assembler->constants.items[*place - 1], value))
      return place;
  }
}

static void constant_index_grow(Assembler *assembler) {
  u32 old_capacity = assembler->constant_index_capacity;
  u32 *old = assembler->constant_index;
  u32 capacity = old_capacity ? 2 * old_capacity : 16;
  assembler->constant_index = base_allocate_zeroed(capacity * sizeof(u32));
  assembler->constant_index_capacity = capacity;
  for (u32 i = 0; i < old_capacity; i++) {
    if (!old[i]) continue;
    Value value = assembler->constants.items[old[i] - 1];
    *constant_place(assembler, value) = old[i];
  }
  free(old);
}

u32 assembler_own_constant(Assembler *assembler, Value value) {
  vector_push(&assembler->constants, value);
  return assembler->constants.count - 1;
}

u32 assembler_constant(Assembler *assembler, Value value) {
  if (2 * assembler->constants.count >= assembler->constant_index_capacity)
    constant_index_grow(assembler);
  u32 *place = constant_place(assembler, value);
  if (!*place) *place = assembler_own_constant(assembler, value) + 1;
  return *place - 1;
}

/* ---- Positions ---------------------------------------------------------- */

void assembler_statement(Assembler *assembler, u32 start, u32 end) {
  assembler->has_statement = true;
  assembler->statement = (SourceRange){start, end, start};
}

void assembler_range(Assembler *assembler, u32 start, u32 end) {
  assembler_range_within(assembler, start, start, end);
}

void assembler_range_within(Assembler *assembler, u32 whole, u32 start,
                            u32 end) {
  assert(whole <= start && start <= end);
  assembler->has_range = true;
  assembler->range = (SourceRange){start, end, whole};
}

static bool is_last_range(const Assembler *assembler, SourceRange range) {
  if (assembler->positions.count == 0) return false;
  const Position *last = vector_last(&assembler->positions);
  return last->source_start == range.start && last->source_end == range.end &&
         last->lead == range.start - range.whole;
}

static void add_position(Assembler *assembler, SourceRange range,
                         bool is_statement) {
  Position position = {.unit = assembler_here(assembler),
                       .source_start = range.start,
                       .source_end = range.end,
                       .is_statement = is_statement,
                       .lead = range.start - range.whole};
  vector_push(&assembler->positions, position);
}

static void flush_positions(Assembler *assembler) {
  if (assembler->has_statement)
    add_position(assembler, assembler->statement, true);
  if (assembler->has_range && !is_last_range(assembler, assembler->range))
    add_position(assembler, assembler->range, false);
  assembler->has_statement = assembler->has_range = false;
}

/* ---- Instructions ------------------------------------------------------- */

/* Registers that an operand reaches up to; `count` is the operand behind. */
static u64 registers_reached(char letter, i64 operand, i64 count) {
  switch (letter) {
  case 'W':
  case 'R':
  case 'M': return (u64)operand + 1;
  case 'P': return (u64)operand + 3;
  case 'A':
  case 'B': return (u64)operand + FRAME_WORDS + 1 + (u64)count;
  case 'V':
  case 'D': return (u64)operand + (u64)count;
  default: return 0;
  }
}

static bool operand_fits(char letter, i64 operand) {
  switch (letter) {
  case 'I': return operand >= INT16_MIN && operand <= INT16_MAX;
  case 'K': return operand >= 0 && operand <= UINT32_MAX;
  default: return operand >= 0 && operand <= UINT16_MAX;
  }
}

static void push_u32(UnitVector *units, u32 value) {
  Unit halves[2];
  memcpy(halves, &value, sizeof value);
  vector_push(units, halves[0]);
  vector_push(units, halves[1]);
}

static void push_operand(Assembler *assembler, UnitVector *units, char letter,
                         const i64 *operand) {
  i64 count = letter == 'A' || letter == 'B' || letter == 'V' || letter == 'D'
                  ? operand[1]
                  : 0;
  note_registers(assembler, registers_reached(letter, *operand, count));
  if (!operand_fits(letter, *operand)) assembler->is_too_large = true;
  if (letter == 'K')
    push_u32(units, (u32)*operand);
  else
    vector_push(units, (Unit)*operand);
}

static void push_jump(Assembler *assembler, u32 instruction, Label *label) {
  assert(label);
  u32 site = assembler_here(assembler);
  i32 distance = 0;
  if (label->is_bound) {
    distance = (i32)(label->unit - instruction);
  } else {
    Patch patch = {site, instruction, label->uses};
    vector_push(&assembler->patches, patch);
    label->uses = assembler->patches.count;
  }
  push_u32(&assembler->units, (u32)distance);
}

void assembler_jump(Assembler *assembler, Opcode opcode, Label *label,
                    const i64 *operands) {
  if (!assembler->is_reachable) return;
  flush_positions(assembler);
  UnitVector *units = &assembler->units;
  u32 instruction = units->count;
  vector_push(units, opcode);
  const char *letter = instruction_info[opcode].operands;
  for (; *letter; letter++) {
    if (*letter == 'L')
      push_jump(assembler, instruction, label);
    else
      push_operand(assembler, units, *letter, operands++);
  }
  assembler->is_reachable = instruction_goes_on(opcode);
}

void assembler_emit(Assembler *assembler, Opcode opcode, const i64 *operands) {
  assembler_jump(assembler, opcode, NULL, operands);
}

void assembler_prepend(Assembler *assembler, Opcode opcode,
                       const i64 *operands) {
  UnitVector *units = &assembler->prologue;
  vector_push(units, opcode);
  const char *letter = instruction_info[opcode].operands;
  for (; *letter; letter++)
    push_operand(assembler, units, *letter, operands++);
}

void assembler_bind(Assembler *assembler, Label *label) {
  assert(!label->is_bound);
  u32 here = assembler_here(assembler);
  for (u32 use = label->uses; use;) {
    const Patch *patch = &assembler->patches.items[use - 1];
    u32 distance = here - patch->instruction;
    memcpy(&assembler->units.items[patch->site], &distance, sizeof distance);
    use = patch->next;
  }
  if (label->uses) assembler->is_reachable = true;
  label->is_bound = true;
  label->unit = here;
}

/* ---- Side tables -------------------------------------------------------- */

void assembler_add_handler(Assembler *assembler, u32 start, u32 end,
                           Register exception) {
  assert(start < end);
  note_registers(assembler, (u64)exception + 1);
  Handler handler = {start, end, 0, exception};
  vector_push(&assembler->handlers, handler);
}

void assembler_bind_handlers(Assembler *assembler, u32 first, u32 count) {
  for (u32 i = first; i < first + count; i++)
    assembler->handlers.items[i].target = assembler_here(assembler);
  if (count) assembler->is_reachable = true;
}

void assembler_begin_variable(Assembler *assembler, Value name, u8 kind,
                              u32 place, Register environment) {
  if (!assembler->is_reachable) return;
  VariableInfo variable = {
      .name = name,
      .start = assembler_here(assembler),
      .end = VARIABLE_OPEN,
      .place = place,
      .environment = environment == REGISTER_NONE ? 0 : (u16)(environment + 1),
      .kind = kind,
  };
  vector_push(&assembler->variables, variable);
}

void assembler_end_variables(Assembler *assembler, u32 first) {
  for (u32 i = first; i < assembler->variables.count; i++) {
    VariableInfo *variable = &assembler->variables.items[i];
    if (variable->end == VARIABLE_OPEN)
      variable->end = assembler_here(assembler);
  }
}

/* ---- Jumps to jumps ----------------------------------------------------- */

static bool starts_statement(const Assembler *assembler, u32 unit) {
  u32 low = 0, high = assembler->positions.count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (assembler->positions.items[middle].unit < unit)
      low = middle + 1;
    else
      high = middle;
  }
  return low < assembler->positions.count &&
         assembler->positions.items[low].unit == unit &&
         assembler->positions.items[low].is_statement;
}

/* The unit of the L operand of an instruction, 0 when it has none. */
static u32 jump_site(const Assembler *assembler, u32 unit) {
  const char *letter = instruction_info[assembler->units.items[unit]].operands;
  for (u32 site = unit + 1; *letter; letter++) {
    if (*letter == 'L') return site;
    site += operand_units(*letter);
  }
  return 0;
}

static u32 jump_target(const Assembler *assembler, u32 unit, u32 site) {
  return unit + (u32)unit_read_i32(&assembler->units.items[site]);
}

/* Where a jump to `unit` ends up. Statements are stopped at, so a jump on
 * which one begins is run. */
static u32 final_target(const Assembler *assembler, u32 unit) {
  constexpr u32 hops_max = 8;
  for (u32 hops = 0; hops < hops_max; hops++) {
    if (assembler->units.items[unit] != OP_Jump ||
        starts_statement(assembler, unit))
      break;
    unit = jump_target(assembler, unit, unit + 1);
  }
  return unit;
}

/* Jumps that only lead to another jump go where that one goes; a jump to a
 * Loop becomes the Loop. */
static void thread_jump(Assembler *assembler, u32 unit, u32 site) {
  u32 target = jump_target(assembler, unit, site);
  if (target <= unit) return;
  target = final_target(assembler, target);
  Unit *opcode = &assembler->units.items[unit];
  if (*opcode == OP_Jump && assembler->units.items[target] == OP_Loop &&
      !starts_statement(assembler, target)) {
    u32 top = jump_target(assembler, target, target + 1);
    if (top <= unit) {
      *opcode = OP_Loop;
      target = top;
    }
  }
  u32 distance = target - unit;
  memcpy(&assembler->units.items[site], &distance, sizeof distance);
}

static void thread_jumps(Assembler *assembler) {
  for (u32 unit = 0; unit < assembler->units.count;
       unit += instruction_info[assembler->units.items[unit]].units) {
    u32 site = jump_site(assembler, unit);
    if (site) thread_jump(assembler, unit, site);
  }
}

/* ---- The code block ----------------------------------------------------- */

/* Moves everything behind the prologue. What began with the first unit (the
 * parameters) still does, unless it lies in an environment: that comes from
 * the prologue. */
static void shift_tables(Assembler *assembler, u32 by) {
  for (u32 i = 0; i < assembler->handlers.count; i++) {
    assembler->handlers.items[i].start += by;
    assembler->handlers.items[i].end += by;
    assembler->handlers.items[i].target += by;
  }
  for (u32 i = 0; i < assembler->positions.count; i++)
    assembler->positions.items[i].unit += by;
  for (u32 i = 0; i < assembler->variables.count; i++) {
    VariableInfo *variable = &assembler->variables.items[i];
    if (variable->start || variable->environment) variable->start += by;
    variable->end += by;
  }
}

static Unit *join_units(Assembler *assembler, u32 *count) {
  u32 before = assembler->prologue.count, after = assembler->units.count;
  *count = before + after;
  Unit *units = base_allocate(*count * sizeof(Unit));
  if (before) memcpy(units, assembler->prologue.items, before * sizeof(Unit));
  memcpy(units + before, assembler->units.items, after * sizeof(Unit));
  return units;
}

/* Positions with a first one for the prologue, so that every unit has one. */
static Position *join_positions(Assembler *assembler, const CodeParts *parts,
                                u32 *count) {
  u32 own = assembler->positions.count;
  bool has_first = own && assembler->positions.items[0].unit == 0;
  *count = own + !has_first;
  Position *positions = base_allocate(*count * sizeof(Position));
  if (!has_first)
    positions[0] = (Position){.source_start = parts->source_start,
                              .source_end = parts->source_end};
  if (own)
    memcpy(positions + !has_first, assembler->positions.items,
           own * sizeof(Position));
  return positions;
}

/* Variables without a single instruction in their range say nothing. */
static void drop_empty_variables(Assembler *assembler) {
  u32 kept = 0;
  for (u32 i = 0; i < assembler->variables.count; i++) {
    VariableInfo variable = assembler->variables.items[i];
    assert(variable.end != VARIABLE_OPEN);
    if (variable.start < variable.end)
      assembler->variables.items[kept++] = variable;
  }
  assembler->variables.count = kept;
}

static void *copy_or_null(const void *items, size_t bytes) {
  return bytes ? base_copy(items, bytes) : NULL;
}
#define COPY_VECTOR(vector)                                                    \
  copy_or_null((vector).items, (vector).count * sizeof *(vector).items)

CodeBlock *assembler_finish(Assembler *assembler, Isolate *isolate,
                            CodeParts *parts) {
  assert(!assembler->is_too_large && !assembler->is_reachable);
  thread_jumps(assembler);
  drop_empty_variables(assembler);
  shift_tables(assembler, assembler->prologue.count);
  parts->register_count = assembler->register_count;
  parts->instructions = join_units(assembler, &parts->unit_count);
  parts->positions = join_positions(assembler, parts, &parts->position_count);
  parts->constants = COPY_VECTOR(assembler->constants);
  parts->constant_count = assembler->constants.count;
  parts->handlers = COPY_VECTOR(assembler->handlers);
  parts->handler_count = assembler->handlers.count;
  parts->variables = COPY_VECTOR(assembler->variables);
  parts->variable_count = assembler->variables.count;
  parts->cache_count = assembler->cache_count;
  return code_block_new(isolate, parts);
}
