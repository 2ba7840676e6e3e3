/* selector_match.c - whether an element is what a selector says. */
#include "host/dom/form.h"
#include "host/dom/selector.h"

typedef struct Matching {
  VM *vm;
  const DomNode *scope; /* NULL: the root */
} Matching;

static bool matches_list(const Matching *matching, const Selector *selector,
                         const Element *element);

/* ---- Names and attributes
 * -------------------------------------------------------- */

static bool matches_type(const Simple *simple, const Element *element) {
  bool is_html =
      element->space == SPACE_HTML && node_document(&element->node)->is_html;
  return element->local == (is_html ? simple->lower : simple->name);
}

static u32 fold(u32 unit) {
  return unit >= 'A' && unit <= 'Z' ? unit | 0x20 : unit;
}

static bool same_at(const String *text, u32 start, const String *part,
                    bool ignores_case) {
  if (start + (u64)part->length > text->length) return false;
  for (u32 i = 0; i < part->length; i++) {
    u32 a = string_unit(text, start + i), b = string_unit(part, i);
    if (a != b && !(ignores_case && fold(a) == fold(b))) return false;
  }
  return true;
}

static bool contains_part(const String *text, const String *part,
                          bool ignores_case) {
  if (!ignores_case) return string_find(text, part, 0) >= 0;
  for (u32 at = 0; at + (u64)part->length <= text->length; at++)
    if (same_at(text, at, part, true)) return true;
  return false;
}

static bool has_word_folded(const String *text, const String *word) {
  for (u32 at = 0; at + (u64)word->length <= text->length; at++) {
    bool starts = !at || dom_is_space(string_unit(text, at - 1));
    u32 end = at + word->length;
    bool ends = end == text->length || dom_is_space(string_unit(text, end));
    if (starts && ends && same_at(text, at, word, true)) return true;
  }
  return false;
}

static bool value_matches(const Simple *simple, const String *text) {
  const String *value = simple->value;
  bool folds = simple->ignores_case;
  switch (simple->operator) {
  case 0: return true;
  case '=':
    return text->length == value->length && same_at(text, 0, value, folds);
  case '~':
    return value->length &&
           (folds ? has_word_folded(text, value) : dom_has_word(text, value));
  case '|':
    return same_at(text, 0, value, folds) &&
           (text->length == value->length ||
            string_unit(text, value->length) == '-');
  case '^': return value->length && same_at(text, 0, value, folds);
  case '$':
    return value->length && text->length >= value->length &&
           same_at(text, text->length - value->length, value, folds);
  default: return value->length && contains_part(text, value, folds);
  }
}

static bool matches_attribute(const Simple *simple, const Element *element) {
  const AttributeList *list = element->attributes;
  bool is_html = element->space == SPACE_HTML;
  const String *name = is_html ? simple->lower : simple->name;
  for (u32 i = 0; list && i < list->count; i++)
    if (list->items[i].local == name &&
        value_matches(simple,
                      (const String *)value_to_cell(list->items[i].value)))
      return true;
  return false;
}

static bool matches_class(const Matching *matching, const Simple *simple,
                          const Element *element) {
  const String *classes =
      attribute_text(element, DOM_WORD(matching->vm, class));
  return classes && dom_has_word(classes, simple->name);
}

/* ---- Places among siblings
 * --------------------------------------------------------- */

static bool same_type(const Element *a, const Element *b) {
  return a->local == b->local && a->uri == b->uri;
}

typedef enum Counted : u8 { COUNT_ALL, COUNT_TYPE, COUNT_LIST } Counted;

static bool counts(const Matching *matching, const Simple *simple,
                   Counted counted, const Element *sibling,
                   const Element *element) {
  if (counted == COUNT_TYPE) return same_type(sibling, element);
  return counted == COUNT_ALL || matches_list(matching, simple->list, sibling);
}

/* From 1, from the front or from the back. */
static i64 place_of(const Matching *matching, const Simple *simple,
                    Counted counted, bool from_end, const Element *element) {
  i64 place = 1;
  const Element *at = element;
  for (;;) {
    at = from_end ? tree_sibling_after(&at->node)
                  : tree_sibling_before(&at->node);
    if (!at) return place;
    place += counts(matching, simple, counted, at, element);
  }
}

static bool nth_matches(const Simple *simple, i64 place) {
  i64 rest = place - simple->b;
  if (!simple->a) return !rest;
  return rest % simple->a == 0 && rest / simple->a >= 0;
}

static bool matches_nth(const Matching *matching, const Simple *simple,
                        const Element *element) {
  bool from_end = simple->pseudo == PSEUDO_nth_last_child ||
                  simple->pseudo == PSEUDO_nth_last_of_type;
  bool of_type = simple->pseudo >= PSEUDO_nth_of_type;
  Counted counted = of_type        ? COUNT_TYPE
                    : simple->list ? COUNT_LIST
                                   : COUNT_ALL;
  if (counted == COUNT_LIST && !matches_list(matching, simple->list, element))
    return false;
  return nth_matches(simple,
                     place_of(matching, simple, counted, from_end, element));
}

static bool is_alone(const Element *element, bool looks_back) {
  const Element *at = element;
  do
    at = looks_back ? tree_sibling_before(&at->node)
                    : tree_sibling_after(&at->node);
  while (at && !same_type(at, element));
  return !at;
}

static bool is_empty(const Element *element) {
  for (const DomNode *at = element->node.first; at; at = at->next)
    if (node_is_element(at) ||
        (node_is_text(at) && string_length(((const CharacterData *)at)->data)))
      return false;
  return true;
}

/* ---- :has
 * ------------------------------------------------------------------------------
 */

/* Some element below, or behind and below those behind, such that the whole of
 * it matches with `element` as its scope. */
static bool matches_has(const Matching *matching, const Simple *simple,
                        const Element *element) {
  Matching inner = {matching->vm, &element->node};
  const DomNode *root = &element->node;
  for (const Element *at = tree_next_element(root, root); at;
       at = tree_next_element(&at->node, root))
    if (matches_list(&inner, simple->list, at)) return true;
  for (const DomNode *sibling = element->node.next; sibling;
       sibling = sibling->next)
    for (const DomNode *at = sibling; at; at = tree_next(at, sibling))
      if (node_is_element(at) &&
          matches_list(&inner, simple->list, (const Element *)at))
        return true;
  return false;
}

/* ---- Pseudo-classes
 * ---------------------------------------------------------------------
 */

static bool is_focused(const Matching *matching, const Element *element,
                       bool or_below) {
  const Document *document = node_document(&element->node);
  if (!document->active) return false;
  return or_below ? tree_contains(&element->node, &document->active->node)
                  : document->active == element;
}

static bool is_root(const Element *element) {
  return element->node.parent && element->node.parent->type == DOM_DOCUMENT;
}

static bool matches_pseudo(const Matching *matching, const Simple *simple,
                           const Element *element) {
  VM *vm = matching->vm;
  switch (simple->pseudo) {
  case PSEUDO_first_child: return !tree_sibling_before(&element->node);
  case PSEUDO_last_child: return !tree_sibling_after(&element->node);
  case PSEUDO_only_child:
    return !tree_sibling_before(&element->node) &&
           !tree_sibling_after(&element->node);
  case PSEUDO_first_of_type: return is_alone(element, true);
  case PSEUDO_last_of_type: return is_alone(element, false);
  case PSEUDO_only_of_type:
    return is_alone(element, true) && is_alone(element, false);
  case PSEUDO_root: return is_root(element);
  case PSEUDO_scope:
    return matching->scope && matching->scope->type != DOM_DOCUMENT
               ? &element->node == matching->scope
               : is_root(element);
  case PSEUDO_empty: return is_empty(element);
  case PSEUDO_checked: return form_is_checked(vm, element);
  case PSEUDO_indeterminate: return element->state & ELEMENT_INDETERMINATE;
  case PSEUDO_disabled: return form_is_disabled(vm, element);
  case PSEUDO_enabled:
    return form_can_be_disabled(element) && !form_is_disabled(vm, element);
  case PSEUDO_required: return form_is_required(vm, element, true);
  case PSEUDO_optional: return form_is_required(vm, element, false);
  case PSEUDO_read_write: return form_is_writable(vm, element);
  case PSEUDO_read_only: return !form_is_writable(vm, element);
  case PSEUDO_placeholder_shown: return form_shows_placeholder(vm, element);
  case PSEUDO_link:
  case PSEUDO_any_link:
    return (element->tag == TAG_a || element->tag == TAG_area) &&
           attribute_find(element, DOM_WORD(vm, href));
  case PSEUDO_focus:
  case PSEUDO_focus_visible: return is_focused(matching, element, false);
  case PSEUDO_focus_within: return is_focused(matching, element, true);
  case PSEUDO_open:
    return (element->tag == TAG_details || element->tag == TAG_dialog) &&
           attribute_find(element, DOM_WORD(vm, open));
  case PSEUDO_defined: return true;
  case PSEUDO_nth_child:
  case PSEUDO_nth_last_child:
  case PSEUDO_nth_of_type:
  case PSEUDO_nth_last_of_type: return matches_nth(matching, simple, element);
  case PSEUDO_not: return !matches_list(matching, simple->list, element);
  case PSEUDO_is:
  case PSEUDO_where:
  case PSEUDO_any:
  case PSEUDO_matches: return matches_list(matching, simple->list, element);
  case PSEUDO_has: return matches_has(matching, simple, element);
  default: return false; /* without a user and a screen nothing is hovered */
  }
}

/* ---- Compounds and complexes
 * ----------------------------------------------------------------
 */

static bool matches_simple(const Matching *matching, const Simple *simple,
                           const Element *element) {
  switch (simple->kind) {
  case SIMPLE_ANY: return true;
  case SIMPLE_TYPE: return matches_type(simple, element);
  case SIMPLE_ID: {
    const String *id = attribute_text(element, DOM_WORD(matching->vm, id));
    return id && string_equals(id, simple->name);
  }
  case SIMPLE_CLASS: return matches_class(matching, simple, element);
  case SIMPLE_ATTRIBUTE: return matches_attribute(simple, element);
  default: return matches_pseudo(matching, simple, element);
  }
}

static bool matches_compound(const Matching *matching, const Selector *selector,
                             const Compound *compound, const Element *element) {
  for (u32 i = 0; i < compound->count; i++)
    if (!matches_simple(matching, &selector->simples.items[compound->first + i],
                        element))
      return false;
  return true;
}

/* Why a match failed, and so where it is worth trying again. */
typedef enum Outcome : u8 {
  MATCHES,
  FAILS_HERE,     /* another ancestor or sibling may do */
  FAILS_SIBLINGS, /* no sibling of this one will do, another ancestor may */
  FAILS_ALWAYS,   /* nothing above will do either */
} Outcome;

static Outcome match_from(const Matching *matching, const Selector *selector,
                          u32 compound, u32 first, const Element *element);

static Outcome match_ancestors(const Matching *matching,
                               const Selector *selector, u32 compound,
                               u32 first, const Element *element) {
  for (;;) {
    element = tree_parent_element(&element->node);
    if (!element) return FAILS_ALWAYS;
    Outcome outcome = match_from(matching, selector, compound, first, element);
    if (outcome == MATCHES || outcome == FAILS_ALWAYS) return outcome;
  }
}

static Outcome match_siblings(const Matching *matching,
                              const Selector *selector, u32 compound, u32 first,
                              const Element *element) {
  for (;;) {
    element = tree_sibling_before(&element->node);
    if (!element) return FAILS_SIBLINGS;
    Outcome outcome = match_from(matching, selector, compound, first, element);
    if (outcome != FAILS_HERE) return outcome;
  }
}

/* From a compound to the left; as deep as there are compounds, of which there
 * are few (COMPOUNDS_MAX). */
static Outcome match_from(const Matching *matching, const Selector *selector,
                          u32 compound, u32 first, const Element *element) {
  const Compound *at = &selector->compounds.items[compound];
  if (!matches_compound(matching, selector, at, element)) return FAILS_HERE;
  if (compound == first) return MATCHES;
  switch (at->combinator) {
  case COMBINE_CHILD: {
    const Element *parent = tree_parent_element(&element->node);
    if (!parent) return FAILS_ALWAYS;
    Outcome outcome =
        match_from(matching, selector, compound - 1, first, parent);
    return outcome == FAILS_HERE ? FAILS_SIBLINGS : outcome;
  }
  case COMBINE_NEXT: {
    const Element *previous = tree_sibling_before(&element->node);
    return previous
               ? match_from(matching, selector, compound - 1, first, previous)
               : FAILS_SIBLINGS;
  }
  case COMBINE_SUBSEQUENT:
    return match_siblings(matching, selector, compound - 1, first, element);
  default:
    return match_ancestors(matching, selector, compound - 1, first, element);
  }
}

static bool matches_list(const Matching *matching, const Selector *selector,
                         const Element *element) {
  for (u32 i = 0; i < selector->complexes.count; i++) {
    const Complex *complex = &selector->complexes.items[i];
    if (match_from(matching, selector, complex->first + complex->count - 1,
                   complex->first, element) == MATCHES)
      return true;
  }
  return false;
}

bool selector_matches(VM *vm, const Selector *selector, const Element *element,
                      const DomNode *scope) {
  Matching matching = {vm, scope};
  return matches_list(&matching, selector, element);
}

/* ---- Searching
 * -------------------------------------------------------------------------------
 */

bool selector_find(VM *vm, const Selector *selector, DomNode *root,
                   Element **found) {
  *found = NULL;
  for (Element *at = tree_next_element(root, root); at;
       at = tree_next_element(&at->node, root)) {
    if (!vm_check(vm)) return false;
    if (!selector_matches(vm, selector, at, root)) continue;
    *found = at;
    return true;
  }
  return true;
}

bool selector_find_all(VM *vm, const Selector *selector, DomNode *root,
                       Object *found) {
  for (Element *at = tree_next_element(root, root); at;
       at = tree_next_element(&at->node, root)) {
    if (!vm_check(vm)) return false;
    if (selector_matches(vm, selector, at, root) &&
        !array_push(&vm->isolate, found, value_from_cell(at)))
      return vm_throw_memory(vm);
  }
  return true;
}
