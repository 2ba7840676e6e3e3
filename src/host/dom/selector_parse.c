/* selector_parse.c - reading selectors (drafts.csswg.org/selectors-4). */
#include "host/dom/selector.h"

#include <stdlib.h>

constexpr u32 NESTING_MAX = 32;    /* of :not(:is(:not( */
constexpr u32 COMPOUNDS_MAX = 256; /* of a b c d */

typedef struct Reader {
  VM *vm;
  const String *text;
  u32 at;
  u32 nesting;
  bool threw;
} Reader;

static constexpr u32 END = UINT32_MAX;

static u32 peek(const Reader *reader) {
  return reader->at < reader->text->length
             ? string_unit(reader->text, reader->at)
             : END;
}

static u32 peek_behind(const Reader *reader, u32 offset) {
  return reader->at + offset < reader->text->length
             ? string_unit(reader->text, reader->at + offset)
             : END;
}

static bool take(Reader *reader, u32 unit) {
  if (peek(reader) != unit) return false;
  reader->at++;
  return true;
}

static void skip_space(Reader *reader) {
  for (;;) {
    while (dom_is_space(peek(reader)))
      reader->at++;
    if (peek(reader) != '/' || peek_behind(reader, 1) != '*') return;
    reader->at += 2;
    while (peek(reader) != END &&
           !(peek(reader) == '*' && peek_behind(reader, 1) == '/'))
      reader->at++;
    reader->at += peek(reader) == END ? 0 : 2;
  }
}

/* ---- Names
 * ------------------------------------------------------------------- */

static bool is_digit(u32 unit) {
  return unit >= '0' && unit <= '9';
}

static bool is_letter(u32 unit) {
  return (unit | 0x20) >= 'a' && (unit | 0x20) <= 'z' && unit < 128;
}

static bool starts_name(u32 unit) {
  return unit != END && (is_letter(unit) || unit == '_' || unit >= 128);
}

static bool goes_on(u32 unit) {
  return starts_name(unit) || is_digit(unit) || unit == '-';
}

static int hex_of(u32 unit) {
  if (is_digit(unit)) return (int)unit - '0';
  u32 lower = unit | 0x20;
  return lower >= 'a' && lower <= 'f' ? (int)lower - 'a' + 10 : -1;
}

/* Behind a backslash: up to six hexadecimal digits and one space, or any
 * character. */
static void read_escape(Reader *reader, StringBuilder *builder) {
  u32 code = 0, digits = 0;
  while (digits < 6 && hex_of(peek(reader)) >= 0) {
    code = code * 16 + (u32)hex_of(peek(reader));
    reader->at++;
    digits++;
  }
  if (!digits) {
    if (peek(reader) != END) builder_unit(builder, peek(reader));
    reader->at += peek(reader) != END;
    return;
  }
  if (dom_is_space(peek(reader))) reader->at++;
  bool is_none = !code || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000);
  builder_code_point(builder, is_none ? 0xFFFD : code);
}

static bool is_escape(const Reader *reader, u32 offset) {
  u32 next = peek_behind(reader, offset + 1);
  return peek_behind(reader, offset) == '\\' && next != END && next != '\n';
}

static bool at_name(const Reader *reader) {
  u32 first = peek(reader), second = peek_behind(reader, 1);
  if (first == '-')
    return starts_name(second) || second == '-' || is_escape(reader, 1);
  return starts_name(first) || is_escape(reader, 0);
}

/* The units of a name, as an atom; NULL: none is here. `is_hash`: it may begin
 * with a digit. */
static String *finish(Reader *reader, StringBuilder *builder) {
  String *text = builder_finish(&reader->vm->isolate, builder);
  if (!text) {
    vm_throw_memory(reader->vm);
    reader->threw = true;
    return NULL;
  }
  return string_intern(&reader->vm->isolate, text);
}

static String *read_name(Reader *reader) {
  StringBuilder builder = {};
  if (!at_name(reader)) return NULL;
  for (;;) {
    if (is_escape(reader, 0)) {
      reader->at++;
      read_escape(reader, &builder);
    } else if (goes_on(peek(reader))) {
      builder_unit(&builder, peek(reader));
      reader->at++;
    } else {
      break;
    }
  }
  return finish(reader, &builder);
}

static String *read_quoted(Reader *reader) {
  u32 quote = peek(reader);
  StringBuilder builder = {};
  reader->at++;
  for (;;) {
    u32 unit = peek(reader);
    if (unit == END || unit == quote || unit == '\n') break;
    reader->at++;
    if (unit != '\\')
      builder_unit(&builder, unit);
    else if (peek(reader) == '\n')
      reader->at++;
    else
      read_escape(reader, &builder);
  }
  /* the end of the text closes what is open */
  if (peek(reader) == '\n') {
    builder_free(&builder);
    return NULL;
  }
  take(reader, quote);
  return finish(reader, &builder);
}

/* ---- Simple selectors
 * ------------------------------------------------------------ */

static Selector *read_list(Reader *reader, bool is_relative, bool forgives);

static bool add(Selector *selector, Simple simple) {
  vector_push(&selector->simples, simple);
  return true;
}

static bool add_named(Reader *reader, Selector *selector, SimpleKind kind) {
  String *name = read_name(reader);
  if (!name) return false;
  KEEP_CELL(reader->vm, String, kept, name);
  String *lower = dom_lower_atom(reader->vm, name);
  if (!lower) return false;
  return add(selector, (Simple){.kind = kind, .name = kept, .lower = lower});
}

static bool read_operator(Reader *reader, char *operator) {
  u32 unit = peek(reader);
  *operator= '=';
  if (unit == '~' || unit == '|' || unit == '^' || unit == '$' || unit == '*') {
    *operator=(char) unit;
    reader->at++;
  }
  return take(reader, '=');
}

/* [ns|name] and [*|name] say a namespace: only the local name counts here. */
static void skip_prefix(Reader *reader) {
  u32 start = reader->at;
  if (take(reader, '*') || read_name(reader)) {
    if (peek(reader) == '|' && peek_behind(reader, 1) != '=') {
      reader->at++;
      return;
    }
  } else if (peek(reader) == '|' && peek_behind(reader, 1) != '=') {
    reader->at++;
    return;
  }
  reader->at = start;
}

/* Attributes whose values HTML compares without regard to case. */
static bool ignores_case_by_name(const String *name) {
  static const char *const names[] = {
      "accept",   "align",    "charset",  "checked", "color",      "defer",
      "dir",      "disabled", "enctype",  "frame",   "http-equiv", "lang",
      "media",    "method",   "multiple", "rel",     "rules",      "scope",
      "selected", "shape",    "target",   "type",    "valign",
  };
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    if (string_is_c(name, names[i])) return true;
  return false;
}

static bool read_flag(Reader *reader, bool *ignores_case) {
  skip_space(reader);
  u32 flag = peek(reader) | 0x20;
  if (peek(reader) == END || (flag != 'i' && flag != 's')) return true;
  *ignores_case = flag == 'i';
  reader->at++;
  skip_space(reader);
  return true;
}

static bool read_attribute(Reader *reader, Selector *selector) {
  reader->at++;
  skip_space(reader);
  skip_prefix(reader);
  if (!add_named(reader, selector, SIMPLE_ATTRIBUTE)) return false;
  Simple *simple = vector_last(&selector->simples);
  KEEP_CELL(reader->vm, String, name, simple->name);
  KEEP_CELL(reader->vm, String, lower, simple->lower);
  skip_space(reader);
  if (peek(reader) != ']' && peek(reader) != END) {
    if (!read_operator(reader, &simple->operator)) return false;
    skip_space(reader);
    u32 unit = peek(reader);
    simple->ignores_case = ignores_case_by_name(lower);
    simple->value =
        unit == '"' || unit == '\'' ? read_quoted(reader) : read_name(reader);
    if (!simple->value || !read_flag(reader, &simple->ignores_case))
      return false;
  }
  return take(reader, ']') || peek(reader) == END;
}

/* ---- An+B
 * ------------------------------------------------------------------------ */

static bool read_number(Reader *reader, i32 *number) {
  i64 value = 0;
  if (!is_digit(peek(reader))) return false;
  while (is_digit(peek(reader))) {
    value = value * 10 + (i64)peek(reader) - '0';
    if (value > INT32_MAX) value = INT32_MAX;
    reader->at++;
  }
  *number = (i32)value;
  return true;
}

static bool take_word(Reader *reader, const char *word) {
  size_t length = strlen(word);
  for (size_t i = 0; i < length; i++)
    if ((peek_behind(reader, (u32)i) | 0x20) != (u32)(u8)word[i]) return false;
  if (goes_on(peek_behind(reader, (u32)length))) return false;
  reader->at += (u32)length;
  return true;
}

/* Behind the `n`: "+ 3", "-1", or nothing. */
static bool read_offset(Reader *reader, i32 *b) {
  u32 start = reader->at;
  skip_space(reader);
  u32 sign = peek(reader);
  *b = 0;
  if (sign != '+' && sign != '-') {
    reader->at = start;
    return true;
  }
  reader->at++;
  skip_space(reader);
  if (!read_number(reader, b)) return false;
  if (sign == '-') *b = -*b;
  return true;
}

static bool read_nth(Reader *reader, Simple *simple) {
  if (take_word(reader, "odd")) {
    simple->a = 2;
    simple->b = 1;
    return true;
  }
  if (take_word(reader, "even")) {
    simple->a = 2;
    simple->b = 0;
    return true;
  }
  u32 sign = peek(reader);
  i32 number = 1;
  if (sign == '+' || sign == '-') reader->at++;
  bool has_number = read_number(reader, &number);
  if (sign == '-') number = -number;
  if ((peek(reader) | 0x20) != 'n' || peek(reader) == END) {
    simple->b = number;
    return has_number;
  }
  reader->at++;
  simple->a = number;
  return read_offset(reader, &simple->b);
}

/* ---- Pseudo-classes
 * ----------------------------------------------------------------
 */

static const char *const pseudo_names[PSEUDO_COUNT] = {
#define PSEUDO(name, text) text,
    SELECTOR_PSEUDOS(PSEUDO)
#undef PSEUDO
};

static Pseudo pseudo_of(const String *lower) {
  Pseudo pseudo = 0;
  while (pseudo < PSEUDO_COUNT && !string_is_c(lower, pseudo_names[pseudo]))
    pseudo++;
  return pseudo;
}

static bool read_arguments(Reader *reader, Simple *simple) {
  skip_space(reader);
  if (simple->pseudo <= PSEUDO_nth_last_of_type) {
    if (!read_nth(reader, simple)) return false;
    skip_space(reader);
    if (simple->pseudo <= PSEUDO_nth_last_child && take_word(reader, "of")) {
      simple->list = read_list(reader, false, false);
      if (!simple->list) return false;
    }
  } else {
    bool forgives =
        simple->pseudo == PSEUDO_is || simple->pseudo == PSEUDO_where ||
        simple->pseudo == PSEUDO_any || simple->pseudo == PSEUDO_matches;
    simple->list = read_list(reader, simple->pseudo == PSEUDO_has, forgives);
    if (!simple->list) return false;
  }
  skip_space(reader);
  return take(reader, ')') || peek(reader) == END;
}

/* ::before and :before are parts of elements, which nothing here matches. */
static bool is_part(const String *lower, bool is_double) {
  static const char *const old[] = {"before", "after", "first-line",
                                    "first-letter"};
  static const char *const all[] = {"placeholder", "selection",
                                    "marker",      "backdrop",
                                    "cue",         "file-selector-button"};
  for (u32 i = 0; i < ARRAY_COUNT(old); i++)
    if (string_is_c(lower, old[i])) return true;
  for (u32 i = 0; is_double && i < ARRAY_COUNT(all); i++)
    if (string_is_c(lower, all[i])) return true;
  return is_double && lower->length > 8 && string_unit(lower, 0) == '-';
}

static bool read_pseudo(Reader *reader, Selector *selector) {
  reader->at++;
  bool is_double = take(reader, ':');
  String *name = read_name(reader);
  String *lower = name ? dom_lower_atom(reader->vm, name) : NULL;
  if (!lower) return false;
  Simple simple = {.kind = SIMPLE_PSEUDO, .pseudo = pseudo_of(lower)};
  if (is_double || simple.pseudo == PSEUDO_COUNT) {
    if (!is_part(lower, is_double)) return false;
    simple.pseudo = PSEUDO_never;
    return add(selector, simple);
  }
  bool wants = simple.pseudo >= PSEUDO_FIRST_WITH_ARGUMENTS;
  if (take(reader, '(') != wants) return false;
  bool ok = !wants || read_arguments(reader, &simple);
  add(selector, simple); /* also what failed: its list must be freed */
  return ok;
}

/* ---- Compounds and lists
 * --------------------------------------------------------------
 */

static bool read_type(Reader *reader, Selector *selector) {
  skip_prefix(reader);
  if (take(reader, '*')) return add(selector, (Simple){.kind = SIMPLE_ANY});
  return !at_name(reader) || add_named(reader, selector, SIMPLE_TYPE);
}

static bool read_hash(Reader *reader, Selector *selector) {
  reader->at++;
  return add_named(reader, selector, SIMPLE_ID);
}

static bool read_class(Reader *reader, Selector *selector) {
  reader->at++;
  return add_named(reader, selector, SIMPLE_CLASS);
}

static bool read_compound(Reader *reader, Selector *selector,
                          Combinator combinator) {
  u32 first = selector->simples.count;
  if (!read_type(reader, selector)) return false;
  for (;;) {
    bool ok;
    switch (peek(reader)) {
    case '#': ok = read_hash(reader, selector); break;
    case '.': ok = read_class(reader, selector); break;
    case '[': ok = read_attribute(reader, selector); break;
    case ':': ok = read_pseudo(reader, selector); break;
    default: {
      u32 count = selector->simples.count - first;
      vector_push(&selector->compounds, ((Compound){combinator, first, count}));
      return count;
    }
    }
    if (!ok) return false;
  }
}

static Combinator read_combinator(Reader *reader) {
  u32 start = reader->at;
  skip_space(reader);
  bool had_space = reader->at > start;
  Combinator combinator = had_space ? COMBINE_DESCENDANT : COMBINE_NONE;
  switch (peek(reader)) {
  case '>': combinator = COMBINE_CHILD; break;
  case '+': combinator = COMBINE_NEXT; break;
  case '~': combinator = COMBINE_SUBSEQUENT; break;
  case ',':
  case ')':
  case END: return COMBINE_NONE;
  default: return combinator;
  }
  reader->at++;
  skip_space(reader);
  return combinator;
}

/* What is relative begins, unsaid, with :scope. */
static bool begin_relative(Reader *reader, Selector *selector,
                           Combinator *combinator) {
  *combinator = read_combinator(reader);
  if (*combinator == COMBINE_NONE) *combinator = COMBINE_DESCENDANT;
  add(selector, (Simple){.kind = SIMPLE_PSEUDO, .pseudo = PSEUDO_scope});
  vector_push(&selector->compounds,
              ((Compound){COMBINE_NONE, selector->simples.count - 1, 1}));
  return true;
}

static bool read_complex(Reader *reader, Selector *selector, bool is_relative) {
  u32 first = selector->compounds.count;
  Combinator combinator = COMBINE_NONE;
  skip_space(reader);
  if (is_relative) begin_relative(reader, selector, &combinator);
  do {
    if (!read_compound(reader, selector, combinator) ||
        selector->compounds.count - first > COMPOUNDS_MAX)
      return false;
    combinator = read_combinator(reader);
  } while (combinator != COMBINE_NONE);
  vector_push(&selector->complexes,
              ((Complex){first, selector->compounds.count - first}));
  return true;
}

/* Behind an item of a list that forgives: to the comma or bracket that ends
 * it. */
static void skip_item(Reader *reader) {
  u32 open = 0;
  for (; peek(reader) != END; reader->at++) {
    u32 unit = peek(reader);
    if (!open && (unit == ',' || unit == ')')) return;
    open += unit == '(' || unit == '[';
    open -= open && (unit == ')' || unit == ']');
  }
}

static bool read_items(Reader *reader, Selector *selector, bool is_relative,
                       bool forgives) {
  do {
    u32 complexes = selector->complexes.count;
    bool ok = read_complex(reader, selector, is_relative);
    skip_space(reader);
    u32 unit = peek(reader);
    ok = ok && (unit == ',' || unit == END || (unit == ')' && reader->nesting));
    if (reader->threw || (!ok && !forgives)) return false;
    if (!ok) {
      selector->complexes.count = complexes;
      skip_item(reader);
    }
  } while (take(reader, ','));
  return true;
}

static Selector *read_list(Reader *reader, bool is_relative, bool forgives) {
  if (reader->nesting > NESTING_MAX) return NULL;
  Selector *selector = base_allocate_zeroed(sizeof *selector);
  bool is_inner = reader->at > 0;
  reader->nesting += is_inner;
  bool ok = read_items(reader, selector, is_relative, forgives);
  reader->nesting -= is_inner;
  if (ok) return selector;
  selector_free(selector);
  return NULL;
}

/* Collections wait: the atoms are nobody's yet. */
Selector *selector_parse(VM *vm, const String *text, bool *threw) {
  Reader reader = {.vm = vm, .text = text};
  Heap *heap = &vm->isolate.heap;
  heap->no_collect++;
  Selector *selector = read_list(&reader, false, false);
  heap->no_collect--;
  *threw = reader.threw;
  if (selector && reader.at < text->length) {
    selector_free(selector);
    return NULL;
  }
  return selector;
}

void selector_free(Selector *selector) {
  if (!selector) return;
  for (u32 i = 0; i < selector->simples.count; i++)
    selector_free(selector->simples.items[i].list);
  vector_free(&selector->simples);
  vector_free(&selector->compounds);
  vector_free(&selector->complexes);
  free(selector);
}

/* ---- Those that are kept
 * ------------------------------------------------------------------
 */

void selector_cache_free(SelectorCache *cache) {
  for (u32 i = 0; cache && i < SELECTORS_KEPT; i++)
    selector_free(cache->entries[i].selector);
  free(cache);
}

static void visit_selector(const Selector *selector, EdgeFunction *edge,
                           void *context) {
  for (u32 i = 0; i < selector->simples.count; i++) {
    const Simple *simple = &selector->simples.items[i];
    String *texts[] = {simple->name, simple->lower, simple->value};
    for (u32 j = 0; j < ARRAY_COUNT(texts); j++)
      if (texts[j])
        edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "selector"},
             &texts[j]->cell);
    if (simple->list) visit_selector(simple->list, edge, context);
  }
}

void selector_visit(const SelectorCache *cache, EdgeFunction *edge,
                    void *context) {
  for (u32 i = 0; cache && i < SELECTORS_KEPT; i++) {
    if (!cache->entries[i].text) continue;
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "selector"},
         &cache->entries[i].text->cell);
    visit_selector(cache->entries[i].selector, edge, context);
  }
}

/* The place of a text: its own, else that used longest ago. */
static u32 find_place(const SelectorCache *cache, const String *text) {
  u32 oldest = 0;
  for (u32 i = 0; i < SELECTORS_KEPT; i++) {
    if (cache->entries[i].text == text) return i;
    if (cache->entries[i].used < cache->entries[oldest].used) oldest = i;
  }
  return oldest;
}

const Selector *selector_argument(VM *vm, const Call *call) {
  Dom *dom = dom_of(vm);
  String *text = dom_argument_atom(vm, call, 0);
  if (!text) return NULL;
  KEEP_CELL(vm, String, kept, text);
  if (!dom->selectors)
    dom->selectors = base_allocate_zeroed(sizeof *dom->selectors);
  SelectorCache *cache = dom->selectors;
  u32 place = find_place(cache, kept);
  if (cache->entries[place].text != kept) {
    bool threw;
    Selector *selector = selector_parse(vm, kept, &threw);
    if (threw) return NULL;
    if (!selector) {
      Buffer name = {};
      dom_text(kept, &name);
      dom_refuse(vm, call, "SyntaxError", "'%s' is not a valid selector.",
                 name.bytes);
      buffer_free(&name);
      return NULL;
    }
    selector_free(cache->entries[place].selector);
    cache->entries[place].text = kept;
    cache->entries[place].selector = selector;
  }
  cache->entries[place].used = ++cache->clock;
  return cache->entries[place].selector;
}
