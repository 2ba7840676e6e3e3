/* selector.h - CSS selectors: read once, matched from right to left.
 *
 *   "ul.menu > li:not(.on), a[href]"
 *
 *   Selector   a list of complex selectors        matches when one of them does
 *   complex    compounds with combinators         ul.menu  >  li:not(.on)
 *   compound   simple selectors of one element    li  :not(...)
 *
 * All of it lies in C memory, but for the names, which are atoms and so are
 * compared as pointers. The selectors asked for last are kept, with their
 * texts: programs ask for few, again and again.
 *
 * Matching goes back after a failure only where that can help (the three kinds
 * of failure are WebKit's, SelectorChecker.cpp): "a b c d" takes one walk
 * up the tree, however deep that is, and not one for each way of choosing.
 */
#ifndef GLASSHEAP_HOST_DOM_SELECTOR_H
#define GLASSHEAP_HOST_DOM_SELECTOR_H

#include "host/dom/parts.h"

/* PSEUDO(name in C, text) */
#define SELECTOR_PSEUDOS(PSEUDO)                                               \
  PSEUDO(first_child, "first-child")                                           \
  PSEUDO(last_child, "last-child")                                             \
  PSEUDO(only_child, "only-child")                                             \
  PSEUDO(first_of_type, "first-of-type")                                       \
  PSEUDO(last_of_type, "last-of-type")                                         \
  PSEUDO(only_of_type, "only-of-type")                                         \
  PSEUDO(root, "root")                                                         \
  PSEUDO(scope, "scope")                                                       \
  PSEUDO(empty, "empty")                                                       \
  PSEUDO(checked, "checked")                                                   \
  PSEUDO(indeterminate, "indeterminate")                                       \
  PSEUDO(disabled, "disabled")                                                 \
  PSEUDO(enabled, "enabled")                                                   \
  PSEUDO(required, "required")                                                 \
  PSEUDO(optional, "optional")                                                 \
  PSEUDO(read_only, "read-only")                                               \
  PSEUDO(read_write, "read-write")                                             \
  PSEUDO(placeholder_shown, "placeholder-shown")                               \
  PSEUDO(link, "link")                                                         \
  PSEUDO(any_link, "any-link")                                                 \
  PSEUDO(focus, "focus")                                                       \
  PSEUDO(focus_visible, "focus-visible")                                       \
  PSEUDO(focus_within, "focus-within")                                         \
  PSEUDO(open, "open")                                                         \
  PSEUDO(defined, "defined")                                                   \
  PSEUDO(visited, "visited")                                                   \
  PSEUDO(hover, "hover")                                                       \
  PSEUDO(active, "active")                                                     \
  PSEUDO(target, "target")                                                     \
  PSEUDO(host, "host")                                                         \
  PSEUDO(autofill, "autofill")                                                 \
  PSEUDO(fullscreen, "fullscreen")                                             \
  PSEUDO(modal, "modal")                                                       \
  PSEUDO(popover_open, "popover-open")                                         \
  PSEUDO(nth_child, "nth-child")                                               \
  PSEUDO(nth_last_child, "nth-last-child")                                     \
  PSEUDO(nth_of_type, "nth-of-type")                                           \
  PSEUDO(nth_last_of_type, "nth-last-of-type")                                 \
  PSEUDO(not, "not")                                                           \
  PSEUDO(is, "is")                                                             \
  PSEUDO(where, "where")                                                       \
  PSEUDO(any, "-webkit-any")                                                   \
  PSEUDO(matches, "matches")                                                   \
  PSEUDO(has, "has")

typedef enum Pseudo : u8 {
#define PSEUDO(name, text) PSEUDO_##name,
  SELECTOR_PSEUDOS(PSEUDO)
#undef PSEUDO
      PSEUDO_COUNT,
  PSEUDO_never, /* ::before: a part of an element, which no element is */
} Pseudo;
/* From here on they have arguments. */
constexpr Pseudo PSEUDO_FIRST_WITH_ARGUMENTS = PSEUDO_nth_child;

typedef enum SimpleKind : u8 {
  SIMPLE_ANY, /* * */
  SIMPLE_TYPE,
  SIMPLE_ID,
  SIMPLE_CLASS,
  SIMPLE_ATTRIBUTE,
  SIMPLE_PSEUDO,
} SimpleKind;

typedef struct Selector Selector;

typedef struct Simple {
  SimpleKind kind;
  Pseudo pseudo;
  char operator; /* of an attribute: '=', '~', '|', '^', '$', '*'; 0: is there
                  */
  bool ignores_case;
  i32 a, b;       /* nth: a * n + b */
  String *name;   /* an atom */
  String *lower;  /* the same in lower case, for elements of HTML */
  String *value;  /* of an attribute */
  Selector *list; /* of :not, :is, :has and `of`; or NULL */
} Simple;

/* How a compound is bound to the one on its left. */
typedef enum Combinator : u8 {
  COMBINE_NONE, /* there is none */
  COMBINE_DESCENDANT,
  COMBINE_CHILD,
  COMBINE_NEXT,       /* + */
  COMBINE_SUBSEQUENT, /* ~ */
} Combinator;

typedef struct Compound {
  Combinator combinator;
  u32 first, count; /* in `simples` */
} Compound;

typedef struct Complex {
  u32 first, count; /* in `compounds`, from left to right */
} Complex;

struct Selector {
  VECTOR(Simple) simples;
  VECTOR(Compound) compounds;
  VECTOR(Complex) complexes;
};

constexpr u32 SELECTORS_KEPT = 64;

typedef struct SelectorCache {
  struct {
    String *text;
    Selector *selector;
    u64 used; /* when last */
  } entries[SELECTORS_KEPT];
  u64 clock;
} SelectorCache;

/* selector_parse - NULL: it is none, or threw (out of memory; then
 * `*threw`). */
Selector *selector_parse(VM *vm, const String *text, bool *threw);
void selector_free(Selector *selector);
void selector_cache_free(SelectorCache *cache);
/* selector_visit - the atoms of all that are kept, as roots. */
void selector_visit(const SelectorCache *cache, EdgeFunction *edge,
                    void *context);
/* selector_argument - the selector that argument 0 says, valid until the next
 * is asked for; NULL: threw. */
const Selector *selector_argument(VM *vm, const Call *call);

/* selector_matches - whether an element matches, with `:scope` being `scope`
 * (or the root, for NULL). Runs nothing and allocates nothing. */
bool selector_matches(VM *vm, const Selector *selector, const Element *element,
                      const DomNode *scope);
/* selector_find - the first match below `root`; false: threw (interrupted). */
bool selector_find(VM *vm, const Selector *selector, DomNode *root,
                   Element **found);
/* selector_find_all - appends all of them to an array. */
bool selector_find_all(VM *vm, const Selector *selector, DomNode *root,
                       Object *found);

#endif
