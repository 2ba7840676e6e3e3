/* analyze.c - what can be said of a pattern's parts before they are compiled:
 * whether a part may match without taking anything, and with which unit it
 * begins. Everything errs on the side of "may".
 */
#include "regexp/tree.h"

/* ---- Sets of first units ------------------------------------------------ */

First first_all(void) {
  return (First){{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}, true, true};
}

void first_add(First *first, const First *other) {
  for (u32 i = 0; i < 4; i++)
    first->bits[i] |= other->bits[i];
  first->wide |= other->wide;
  first->end |= other->end;
}

bool first_meets(const First *a, const First *b) {
  for (u32 i = 0; i < 4; i++)
    if (a->bits[i] & b->bits[i]) return true;
  return a->wide && b->wide;
}

bool first_is_all(const First *first) {
  for (u32 i = 0; i < 4; i++)
    if (first->bits[i] != UINT64_MAX) return false;
  return first->wide && first->end;
}

static void add_unit(First *first, u32 unit) {
  if (unit < 256)
    first->bits[unit / 64] |= 1ull << unit % 64;
  else
    first->wide = true;
}

static First first_of_set(const CharSet *set) {
  First first = {};
  for (u32 i = 0; i < set->count; i++) {
    CharRange range = set->ranges[i];
    for (u32 unit = range.first; unit <= range.last && unit < 256; unit++)
      add_unit(&first, unit);
    if (range.last > 255) first.wide = true;
  }
  return first;
}

/* ---- Nodes -------------------------------------------------------------- */

static void analyze(RegexpTree *tree, RegexpNode *node);

static void analyze_sequence(RegexpTree *tree, RegexpNode *node) {
  node->can_be_empty = node->passes = true;
  for (RegexpNode *item = node->items; item; item = item->next) {
    analyze(tree, item);
    node->can_be_empty &= item->can_be_empty;
    if (!node->passes) continue;
    first_add(&node->first, &item->first);
    node->passes = item->passes;
  }
}

/* a|b|[cd] is [abcd]. */
static void join_singles(RegexpTree *tree, RegexpNode *node) {
  CharSet set = {.arena = &tree->arena};
  for (RegexpNode *item = node->items; item; item = item->next) {
    if (!regexp_is_single(item)) return;
    if (item->kind == REGEXP_SET)
      charset_add_set(&set, &item->set);
    else
      charset_add(&set, item->character, item->character);
  }
  charset_normalize(&set);
  node->kind = REGEXP_SET;
  node->set = set;
}

static void analyze_choice(RegexpTree *tree, RegexpNode *node) {
  for (RegexpNode *item = node->items; item; item = item->next) {
    analyze(tree, item);
    first_add(&node->first, &item->first);
    node->can_be_empty |= item->can_be_empty;
    node->passes |= item->passes;
  }
  join_singles(tree, node);
}

static void analyze_loop(RegexpTree *tree, RegexpNode *node) {
  RegexpNode *item = node->items;
  analyze(tree, item);
  node->can_be_empty = item->can_be_empty || !node->loop.min;
  node->passes = item->passes || !node->loop.min;
  if (node->loop.max) node->first = item->first;
}

/* The ends of lines and of the text take nothing, but say what comes next. */
static void analyze_end(RegexpNode *node) {
  node->can_be_empty = true;
  node->first.end = true;
  if (node->kind == REGEXP_TEXT_END) return;
  add_unit(&node->first, '\n');
  add_unit(&node->first, '\r');
  node->first.wide = true;
}

static void analyze(RegexpTree *tree, RegexpNode *node) {
  node->first = (First){};
  switch (node->kind) {
  case REGEXP_CHARACTER: add_unit(&node->first, node->character); break;
  case REGEXP_SET: node->first = first_of_set(&node->set); break;
  case REGEXP_SEQUENCE: analyze_sequence(tree, node); break;
  case REGEXP_CHOICE: analyze_choice(tree, node); break;
  case REGEXP_LOOP: analyze_loop(tree, node); break;
  case REGEXP_GROUP:
    analyze(tree, node->items);
    node->first = node->items->first;
    node->passes = node->items->passes;
    node->can_be_empty = node->items->can_be_empty;
    break;
  case REGEXP_REFERENCE:
    node->first = first_all();
    node->can_be_empty = node->passes = true;
    break;
  case REGEXP_LOOK: analyze(tree, node->items); [[fallthrough]];
  case REGEXP_EMPTY:
  case REGEXP_TEXT_START:
  case REGEXP_LINE_START:
  case REGEXP_WORD_BORDER:
  case REGEXP_NO_BORDER: node->can_be_empty = node->passes = true; break;
  case REGEXP_TEXT_END:
  case REGEXP_LINE_END: analyze_end(node); break;
  }
}

void regexp_analyze(RegexpTree *tree) {
  analyze(tree, tree->root);
}
