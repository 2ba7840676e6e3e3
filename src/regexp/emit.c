/* emit.c - from an analyzed tree to instructions.
 *
 * Every node is compiled knowing what follows it: the units with which the rest
 * of the pattern may begin. From this come the filters of forks, and whether a
 * run need remember anything: in `[^"]*"` no shorter run could be followed by a
 * quote.
 *
 * Inside a lookbehind the text is taken backwards. There items are compiled in
 * reverse, each step going back first, taking forwards and going back again,
 * and nothing is known of what follows.
 */
#include "regexp/program.h"

constexpr u32 FOLLOW_MAX = 16; /* items that are looked at for what follows */
constexpr u32 CODE_MAX = 1 << 28;
/* Empty rounds of a loop that must be made more often are not all made. */
constexpr u32 ROUNDS_MAX = 1000;

/* What comes behind a node. */
typedef struct Follow {
  First first;
  bool accepts; /* nothing that can fail, up to the end of the pattern or of a
                   part whose choices are then forgotten */
} Follow;

typedef struct Emitter {
  RegexpProgram *program;
  RegexpTree *tree;
  TableBuilder tables;
  bool is_unicode;
  bool backwards;
} Emitter;

static void emit_node(Emitter *e, RegexpNode *node, const Follow *follow);

/* ---- Words -------------------------------------------------------------- */

static void word(Emitter *e, u32 value) {
  vector_push(&e->program->code, value);
}

static u32 here(const Emitter *e) {
  return e->program->code.count;
}

#define EMIT(name, ...)                                                        \
  do {                                                                         \
    const u32 words_[] = {REGEXP_OP_##name __VA_OPT__(, ) __VA_ARGS__};        \
    for (u32 i_ = 0; i_ < ARRAY_COUNT(words_); i_++)                           \
      word(e, words_[i_]);                                                     \
  } while (0)

/* A label operand of an instruction that was emitted is at `at`. */
static void bind(Emitter *e, u32 at) {
  e->program->code.items[at] = here(e);
}

static u32 new_register(Emitter *e, u32 count) {
  u32 first = e->program->register_count;
  e->program->register_count += count;
  return first;
}

/* A jump to be bound. */
static u32 emit_jump(Emitter *e) {
  EMIT(Jump, 0);
  return here(e) - 1;
}

/* A fork: `next` may begin what is emitted next, `other` what the label stands
 * for. The one that is `preferred` is tried first. Where the label is. */
static u32 emit_fork(Emitter *e, bool prefers_next, const First *next,
                     const First *other) {
  u32 filter = e->backwards ? NO_FILTER : table_filter(&e->tables, next, other);
  if (filter == NO_FILTER) {
    word(e, prefers_next ? REGEXP_OP_Fork : REGEXP_OP_ForkLast);
    word(e, 0);
    return here(e) - 1;
  }
  word(e, prefers_next ? REGEXP_OP_ForkFiltered : REGEXP_OP_ForkLastFiltered);
  word(e, 0);
  word(e, filter);
  return here(e) - 2;
}

/* ---- What follows ------------------------------------------------------- */

static Follow follow_anything(bool accepts) {
  return (Follow){first_all(), accepts};
}

/* What follows an item of a sequence. */
static Follow follow_of(const RegexpNode *item, const Follow *outer) {
  if (!item->next) return *outer;
  Follow follow = {};
  u32 count = 0;
  for (const RegexpNode *next = item->next; next; next = next->next) {
    first_add(&follow.first, &next->first);
    if (!next->passes) return follow;
    if (++count == FOLLOW_MAX) return follow_anything(false);
  }
  first_add(&follow.first, &outer->first);
  return follow;
}

/* The units that may come next where a node begins. */
static First first_with(const RegexpNode *node, const First *follow) {
  First first = node->first;
  if (node->passes) first_add(&first, follow);
  return first;
}

/* ---- Characters --------------------------------------------------------- */

static bool is_surrogate(u32 character) {
  return character >= 0xD800 && character <= 0xDFFF;
}

/* A character that is a unit, or two that no other reading can tear apart. */
static bool is_plain(const Emitter *e, const RegexpNode *node) {
  return node->kind == REGEXP_CHARACTER &&
         !(e->is_unicode && is_surrogate(node->character));
}

static u32 character_units(u32 character, u16 *units) {
  if (character <= 0xFFFF) {
    units[0] = (u16)character;
    return 1;
  }
  units[0] = (u16)(0xD7C0 + (character >> 10));
  units[1] = (u16)(0xDC00 | (character & 0x3FF));
  return 2;
}

static void emit_units(Emitter *e, const u16 *units, u32 count) {
  if (e->backwards) EMIT(Back, count);
  if (count == 1)
    EMIT(Char, units[0]);
  else
    EMIT(Literal, table_text(&e->tables, units, count), count);
  if (e->backwards) EMIT(Back, count);
}

/* Whether a set needs whole code points: otherwise its units decide. */
static bool needs_points(const Emitter *e, const CharSet *set) {
  if (!e->is_unicode) return false;
  for (u32 i = 0; i < set->count; i++)
    if (set->ranges[i].last > 0xFFFF ||
        (set->ranges[i].last >= 0xD800 && set->ranges[i].first <= 0xDFFF))
      return true;
  return false;
}

/* Two units that differ in one bit: `A` and `a`. */
static bool is_bit_pair(const CharSet *set, u32 *unit, u32 *bit) {
  if (set->count != 2 || set->ranges[0].first != set->ranges[0].last ||
      set->ranges[1].first != set->ranges[1].last ||
      set->ranges[1].first > 0xFFFF)
    return false;
  *bit = set->ranges[0].first ^ set->ranges[1].first;
  *unit = set->ranges[0].first | set->ranges[1].first;
  return __builtin_popcount(*bit) == 1;
}

static void emit_one_of(Emitter *e, const CharSet *set, bool by_points) {
  u32 unit, bit;
  if (is_bit_pair(set, &unit, &bit) && !by_points) {
    EMIT(CharBit, unit, bit);
    return;
  }
  u32 index = table_set(&e->tables, set);
  bool has_all = e->program->sets.items[index].has_all;
  if (has_all && by_points)
    EMIT(AnyPoint);
  else if (has_all)
    EMIT(Any);
  else if (by_points)
    EMIT(SetPoint, index);
  else
    EMIT(Set, index);
}

static void emit_back(Emitter *e, bool by_points) {
  if (!e->backwards) return;
  if (by_points)
    EMIT(BackPoint);
  else
    EMIT(Back, 1);
}

static CharSet single_set(Emitter *e, const RegexpNode *node) {
  if (node->kind == REGEXP_SET) return node->set;
  CharSet set = {.arena = &e->tree->arena};
  charset_add(&set, node->character, node->character);
  return set;
}

static void emit_single(Emitter *e, const RegexpNode *node) {
  if (is_plain(e, node)) {
    u16 units[2];
    emit_units(e, units, character_units(node->character, units));
    return;
  }
  CharSet set = single_set(e, node);
  if (!set.count) {
    EMIT(Fail);
    return;
  }
  bool by_points = needs_points(e, &set);
  emit_back(e, by_points);
  emit_one_of(e, &set, by_points);
  emit_back(e, by_points);
}

/* ---- Sequences ---------------------------------------------------------- */

/* Characters in a row from `item` on are one literal; the node behind them. */
static RegexpNode *emit_literal(Emitter *e, RegexpNode *item) {
  VECTOR(u16) units = {};
  for (; item && is_plain(e, item); item = item->next) {
    u16 both[2];
    u32 count = character_units(item->character, both);
    for (u32 i = 0; i < count; i++)
      vector_push(&units, both[i]);
  }
  emit_units(e, units.items, units.count);
  vector_free(&units);
  return item;
}

static void emit_backwards(Emitter *e, RegexpNode *node) {
  VECTOR(RegexpNode *) items = {};
  for (RegexpNode *item = node->items; item; item = item->next)
    vector_push(&items, item);
  Follow follow = follow_anything(false);
  while (items.count)
    emit_node(e, vector_pop(&items), &follow);
  vector_free(&items);
}

static void emit_sequence(Emitter *e, RegexpNode *node, const Follow *outer) {
  if (e->backwards) {
    emit_backwards(e, node);
    return;
  }
  for (RegexpNode *item = node->items; item;) {
    if (is_plain(e, item)) {
      item = emit_literal(e, item);
      continue;
    }
    Follow follow = follow_of(item, outer);
    emit_node(e, item, &follow);
    item = item->next;
  }
}

/* ---- Choices ------------------------------------------------------------ */

/* For each item the units that may begin it or any behind it. */
static First *suffix_firsts(const RegexpNode *node, const First *follow,
                            u32 *count) {
  VECTOR(First) firsts = {};
  for (const RegexpNode *item = node->items; item; item = item->next)
    vector_push(&firsts, first_with(item, follow));
  for (u32 i = firsts.count - 1; i-- > 0;)
    first_add(&firsts.items[i], &firsts.items[i + 1]);
  *count = firsts.count;
  return firsts.items;
}

static void emit_choice(Emitter *e, RegexpNode *node, const Follow *follow) {
  u32 count, index = 0;
  First *suffixes = suffix_firsts(node, &follow->first, &count);
  VECTOR(u32) ends = {};
  for (RegexpNode *item = node->items; item; item = item->next, index++) {
    u32 label = 0;
    First first = first_with(item, &follow->first);
    if (item->next) label = emit_fork(e, true, &first, &suffixes[index + 1]);
    emit_node(e, item, follow);
    if (!item->next) break;
    vector_push(&ends, emit_jump(e));
    bind(e, label);
  }
  for (u32 i = 0; i < ends.count; i++)
    bind(e, ends.items[i]);
  vector_free(&ends);
  free(suffixes);
}

/* ---- Loops -------------------------------------------------------------- */

/* A loop over a single character, which is one instruction. It is for good when
 * nothing can fail behind it, or when what follows cannot begin with what the
 * set holds: then it could not follow a shorter run. */
static void emit_run(Emitter *e, const RegexpNode *node, const Follow *follow) {
  const RegexpNode *item = node->items;
  CharSet set = single_set(e, item);
  bool by_points = needs_points(e, &set);
  u32 index = table_set(&e->tables, &set);
  u32 min = node->loop.min, max = node->loop.max;
  if (!node->greedy && follow->accepts) max = min;
  First all = first_all();
  if (max == min || follow->accepts ||
      !first_meets(&item->first, &follow->first)) {
    word(e, by_points ? REGEXP_OP_RunPoint : REGEXP_OP_Run);
    word(e, index), word(e, min), word(e, max);
    return;
  }
  u32 filter = table_filter(&e->tables, &follow->first, &all);
  if (node->greedy) {
    word(e, by_points ? REGEXP_OP_RunGreedyPoint : REGEXP_OP_RunGreedy);
    word(e, index), word(e, min), word(e, max), word(e, filter);
    word(e, by_points ? REGEXP_OP_RunRetryPoint : REGEXP_OP_RunRetry);
    word(e, filter);
    return;
  }
  assert(max == REGEXP_INFINITE);
  word(e, by_points ? REGEXP_OP_RunLazyPoint : REGEXP_OP_RunLazy);
  word(e, index), word(e, min), word(e, filter);
  word(e, by_points ? REGEXP_OP_RunLazyRetryPoint : REGEXP_OP_RunLazyRetry);
  word(e, index), word(e, filter);
}

/* A lazy loop with a limit is rare enough to be one like all others. */
static bool is_run(const Emitter *e, const RegexpNode *node) {
  return !e->backwards && regexp_is_single(node->items) &&
         (node->greedy || node->loop.max == REGEXP_INFINITE);
}

/* What is repeated, once: captures are unset before, and it must take
 * something unless it `may_be_empty`. */
typedef struct Body {
  RegexpNode *loop;
  Follow follow; /* itself again, or what follows the loop */
  u32 mark;      /* register of where it began, when that matters */
  u32 counter;   /* or REGEXP_UNSET */
  bool is_repeated;
} Body;

static void emit_body(Emitter *e, const Body *body) {
  const RegexpNode *loop = body->loop;
  bool checks = loop->items->can_be_empty;
  if (body->is_repeated && loop->loop.first_group < loop->loop.end_group)
    EMIT(Clear, 2 * loop->loop.first_group, 2 * loop->loop.end_group);
  if (checks) EMIT(Save, body->mark);
  emit_node(e, loop->items, &body->follow);
  if (!checks) return;
  bool has_groups = loop->loop.first_group < loop->loop.end_group;
  if (body->counter == REGEXP_UNSET)
    EMIT(Progress, body->mark);
  else if (loop->loop.min > ROUNDS_MAX && !has_groups)
    EMIT(SkipEmpty, body->mark, body->counter, loop->loop.min);
  else
    EMIT(ProgressFrom, body->mark, body->counter, loop->loop.min);
}

/* Where a loop that may be left at once begins: the label of its exit. */
static u32 emit_entry(Emitter *e, const RegexpNode *node, const First *again,
                      const First *follow) {
  if (node->greedy) return emit_fork(e, true, again, follow);
  u32 label = emit_fork(e, true, follow, again);
  u32 exit = emit_jump(e);
  bind(e, label);
  return exit;
}

/* x? */
static void emit_option(Emitter *e, RegexpNode *node, const Follow *follow) {
  First first = first_with(node->items, &follow->first);
  u32 exit = emit_entry(e, node, &first, &follow->first);
  Body body = {node, *follow, 0, REGEXP_UNSET, false};
  if (node->items->can_be_empty) {
    body.mark = new_register(e, 1);
    body.follow.accepts = false;
  }
  emit_body(e, &body);
  bind(e, exit);
}

static Body repeated_body(Emitter *e, RegexpNode *node, const First *again,
                          const Follow *follow) {
  Body body = {node, {.first = *again}, 0, REGEXP_UNSET, true};
  first_add(&body.follow.first, &follow->first);
  if (node->items->can_be_empty) body.mark = new_register(e, 1);
  return body;
}

/* x*, and x+ when x takes something:
 *
 *         Fork end        (not for x+)
 *  start: x
 *         ForkLast start
 *  end: */
static void emit_simple_loop(Emitter *e, RegexpNode *node,
                             const Follow *follow) {
  First again = first_with(node->items, &follow->first);
  u32 exit = 0;
  if (!node->loop.min) exit = emit_entry(e, node, &again, &follow->first);
  Body body = repeated_body(e, node, &again, follow);
  u32 start = here(e);
  emit_body(e, &body);
  u32 label = emit_fork(e, !node->greedy, &follow->first, &again);
  e->program->code.items[label] = start;
  if (!node->loop.min) bind(e, exit);
}

/* x{n,m}, with a counter. */
static void emit_counted_loop(Emitter *e, RegexpNode *node,
                              const Follow *follow) {
  First again = first_with(node->items, &follow->first);
  u32 exit = 0;
  if (!node->loop.min) exit = emit_entry(e, node, &again, &follow->first);
  Body body = repeated_body(e, node, &again, follow);
  body.counter = new_register(e, 1);
  EMIT(SetCounter, body.counter);
  u32 start = here(e);
  emit_body(e, &body);
  word(e, node->greedy ? REGEXP_OP_Repeat : REGEXP_OP_RepeatLazy);
  word(e, body.counter), word(e, node->loop.min), word(e, node->loop.max);
  word(e, start);
  if (!node->loop.min) bind(e, exit);
}

static void emit_loop(Emitter *e, RegexpNode *node, const Follow *follow) {
  u32 min = node->loop.min, max = node->loop.max;
  bool takes = !node->items->can_be_empty;
  if (max == 0 || node->items->kind == REGEXP_EMPTY) return;
  if (min == 1 && max == 1)
    emit_node(e, node->items, follow);
  else if (is_run(e, node))
    emit_run(e, node, follow);
  else if (min == 0 && max == 1)
    emit_option(e, node, follow);
  else if (max == REGEXP_INFINITE && (min == 0 || (min == 1 && takes)))
    emit_simple_loop(e, node, follow);
  else
    emit_counted_loop(e, node, follow);
}

/* ---- Groups, references and looking around ------------------------------ */

static void emit_group(Emitter *e, RegexpNode *node, const Follow *follow) {
  u32 start = 2 * node->group.index, end = start + 1;
  EMIT(Save, e->backwards ? end : start);
  emit_node(e, node->items, follow);
  EMIT(Save, e->backwards ? start : end);
}

/* Of several groups with one name the first that took something counts. */
static void emit_reference(Emitter *e, const RegexpNode *node) {
  u32 mode = e->backwards ? REFERENCE_BACKWARDS : 0;
  if (node->ignore_case)
    mode |= REFERENCE_IGNORES_CASE | (e->is_unicode ? REFERENCE_FOLDS : 0);
  VECTOR(u32) ends = {};
  for (u32 i = 0; i < node->reference.count; i++) {
    u32 group = node->reference.groups[i];
    bool is_last = i + 1 == node->reference.count;
    if (!is_last) EMIT(JumpIfUnset, group, 0);
    u32 label = here(e) - 1;
    EMIT(Reference, group, mode);
    if (is_last) break;
    vector_push(&ends, emit_jump(e));
    bind(e, label);
  }
  for (u32 i = 0; i < ends.count; i++)
    bind(e, ends.items[i]);
  vector_free(&ends);
}

static void emit_look(Emitter *e, RegexpNode *node) {
  bool outer = e->backwards;
  u32 reg = new_register(e, 2), label = 0;
  if (node->negative) {
    EMIT(LookNot, reg, 0);
    label = here(e) - 1;
  } else {
    if (node->look.first_group < node->look.end_group)
      EMIT(Keep, 2 * node->look.first_group, 2 * node->look.end_group);
    EMIT(Look, reg);
  }
  Follow follow = follow_anything(true);
  e->backwards = node->behind;
  emit_node(e, node->items, &follow);
  e->backwards = outer;
  if (node->negative) {
    EMIT(LookNotEnd, reg);
    bind(e, label);
  } else {
    EMIT(LookEnd, reg);
  }
}

/* ---- Nodes -------------------------------------------------------------- */

static void emit_node(Emitter *e, RegexpNode *node, const Follow *follow) {
  switch (node->kind) {
  case REGEXP_EMPTY: break;
  case REGEXP_CHARACTER:
  case REGEXP_SET: emit_single(e, node); break;
  case REGEXP_SEQUENCE: emit_sequence(e, node, follow); break;
  case REGEXP_CHOICE: emit_choice(e, node, follow); break;
  case REGEXP_GROUP: emit_group(e, node, follow); break;
  case REGEXP_LOOP: emit_loop(e, node, follow); break;
  case REGEXP_REFERENCE: emit_reference(e, node); break;
  case REGEXP_LOOK: emit_look(e, node); break;
  case REGEXP_TEXT_START: EMIT(TextStart); break;
  case REGEXP_TEXT_END: EMIT(TextEnd); break;
  case REGEXP_LINE_START: EMIT(LineStart); break;
  case REGEXP_LINE_END: EMIT(LineEnd); break;
  case REGEXP_WORD_BORDER: EMIT(WordBorder, node->ignore_case); break;
  case REGEXP_NO_BORDER: EMIT(NoBorder, node->ignore_case); break;
  }
}

/* ---- Where a match may begin -------------------------------------------- */

static bool is_anchored(const RegexpNode *node) {
  switch (node->kind) {
  case REGEXP_TEXT_START: return true;
  case REGEXP_SEQUENCE:
  case REGEXP_GROUP: return is_anchored(node->items);
  case REGEXP_CHOICE:
    for (const RegexpNode *item = node->items; item; item = item->next)
      if (!is_anchored(item)) return false;
    return true;
  default: return false;
  }
}

/* Appends the units with which every match of the node begins; true when they
 * are all of it, so that what follows counts as well. */
static bool add_prefix(Emitter *e, const RegexpNode *node) {
  RegexpProgram *program = e->program;
  if (is_plain(e, node)) {
    u16 units[2];
    u32 count = character_units(node->character, units);
    for (u32 i = 0; i < count; i++)
      vector_push(&program->units, units[i]);
    return true;
  }
  switch (node->kind) {
  case REGEXP_SEQUENCE:
    for (const RegexpNode *item = node->items; item; item = item->next)
      if (!add_prefix(e, item)) return false;
    return true;
  case REGEXP_GROUP: return add_prefix(e, node->items);
  case REGEXP_LOOP:
    if (node->loop.min) add_prefix(e, node->items);
    return false;
  case REGEXP_EMPTY: return true;
  default: return false;
  }
}

/* Looks for a unit that every match has in it, the later the better. */
static void find_required(Emitter *e, const RegexpNode *node) {
  if (is_plain(e, node)) {
    u16 units[2];
    u32 count = character_units(node->character, units);
    e->program->required = units[count - 1];
    return;
  }
  switch (node->kind) {
  case REGEXP_SEQUENCE:
    for (const RegexpNode *item = node->items; item; item = item->next)
      find_required(e, item);
    break;
  case REGEXP_GROUP: find_required(e, node->items); break;
  case REGEXP_LOOP:
    if (node->loop.min) find_required(e, node->items);
    break;
  default: break;
  }
}

static void find_start(Emitter *e) {
  RegexpProgram *program = e->program;
  const RegexpNode *root = e->tree->root;
  program->start_filter = NO_FILTER;
  program->is_anchored = is_anchored(root);
  program->required = NO_UNIT;
  if (!program->is_anchored) find_required(e, root);
  add_prefix(e, root);
  program->prefix_length = program->units.count;
  bool is_latin1 = true;
  for (u32 i = 0; i < program->prefix_length; i++)
    is_latin1 &= program->units.items[i] < 256;
  for (u32 i = 0; is_latin1 && i < program->prefix_length; i++)
    vector_push(&program->prefix, (u8)program->units.items[i]);
  First all = first_all();
  if (!root->passes && !program->prefix_length)
    program->start_filter = table_filter(&e->tables, &root->first, &all);
}

bool regexp_emit(RegexpProgram *program, RegexpTree *tree) {
  Emitter emitter = {
      .program = program,
      .tree = tree,
      .tables = {.program = program},
      .is_unicode = tree->flags & (REGEXP_UNICODE | REGEXP_UNICODE_SETS),
  };
  Emitter *e = &emitter;
  program->flags = tree->flags;
  program->capture_count = tree->capture_count;
  program->register_count = 2 * tree->capture_count;
  find_start(e);
  Follow follow = follow_anything(true);
  emit_node(e, tree->root, &follow);
  EMIT(Match);
  table_builder_free(&e->tables);
  return program->code.count <= CODE_MAX;
}
