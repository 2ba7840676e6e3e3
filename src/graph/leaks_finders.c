/* leaks_finders.c - what kind of leak a group is, or what it is else. */
#include "graph/leaks_parts.h"

/* So many of a class below one top are a chain or a tree. */
constexpr u64 CHAIN_MIN = 16;

/* ---- What paths say ------------------------------------------------------ */

static bool is_text(const HeapGraph *graph, u32 string, const char *text) {
  RawString raw = strings_raw(&graph->file.strings, string);
  return raw.length == strlen(text) && !memcmp(raw.text, text, raw.length);
}

static bool is_named(const Leaks *leaks, const PathStep *step,
                     const char *name) {
  return step->kind != STEP_ANY && is_text(leaks->graph, step->name, name);
}

/* Up to the last variable, as in is_near_trait. */
bool path_has_name(const Leaks *leaks, Path path, const char *name) {
  while (path != PATH_ROOT) {
    const PathStep *step = &leaks->steps.items[path];
    if (is_named(leaks, step, name)) return true;
    if (step->kind == STEP_VARIABLE) return false;
    path = step->parent;
  }
  return false;
}

/* What one kind of thing holds has that in all of its paths. */
static bool has_name(const Leaks *leaks, const Group *group, const char *name) {
  for (u32 i = 0; i < group->path_count; i++)
    if (!path_has_name(leaks, group->paths[i], name)) return false;
  return true;
}

/* Whether the last steps lead through an object with that trait; what holds
 * the variables of a scope says nothing about what one of them holds. */
static bool is_near_trait(const Leaks *leaks, Path path, Trait trait) {
  constexpr u32 STEPS = 3;
  for (u32 i = 0; i < STEPS && path != PATH_ROOT; i++) {
    const PathStep *step = &leaks->steps.items[path];
    if (node_trait(leaks, step->node) == trait) return true;
    if (step->kind == STEP_VARIABLE) return false;
    if (node_trait(leaks, step->source) == trait) return true;
    path = step->parent;
  }
  return false;
}

static bool is_near(const Leaks *leaks, const Group *group, Trait trait) {
  for (u32 i = 0; i < group->path_count; i++)
    if (!is_near_trait(leaks, group->paths[i], trait)) return false;
  return true;
}

static Trait top_trait(const Leaks *leaks, const Group *group) {
  return (Trait)leaks->traits[group->top_class];
}

static u64 trait_bytes(const Leaks *leaks, const Group *group, Trait trait) {
  u64 bytes = 0;
  for (u32 i = 0; i < group->member_count; i++)
    if (leaks->traits[group->members[i].class] == trait)
      bytes += group->members[i].bytes;
  return bytes;
}

static Trait owner_trait(const Leaks *leaks, const Group *group) {
  return group->owner == NO_NODE ? TRAIT_NONE : node_trait(leaks, group->owner);
}

static const PathStep *last_step(const Leaks *leaks, const Group *group) {
  return &leaks->steps.items[group->paths[0]];
}

/* ---- Finders ------------------------------------------------------------- */

typedef bool (*Recognises)(const Leaks *leaks, const Group *group);

/* What was printed itself, or something in a list that was. */
static bool is_console(const Leaks *leaks, const Group *group) {
  const PathStep *step = last_step(leaks, group);
  const PathStep *above = &leaks->steps.items[step->parent];
  u32 name = leaks->console_name;
  return group->path_count == 1 && name != NO_STRING &&
         ((step->kind == STEP_INTERNAL && step->name == name) ||
          (above->kind == STEP_INTERNAL && above->name == name &&
           step->kind == STEP_ANY));
}

/* Held by nothing but tables of the engine's: texts of one character, names. */
static bool is_interned(const Leaks *leaks, const Group *group) {
  static const char *const TABLES[] = {"(Strings)", "(Symbols)", "(Shapes)",
                                       "(Engine roots)"};
  const PathStep *step = last_step(leaks, group);
  if (group->path_count != 1 || group->paths[0] == PATH_ROOT ||
      node_trait(leaks, step->source) != TRAIT_SYNTHETIC)
    return false;
  u32 name = graph_name(leaks->graph, step->source);
  for (u32 i = 0; i < ARRAY_COUNT(TABLES); i++)
    if (is_text(leaks->graph, name, TABLES[i])) return true;
  return false;
}

static bool is_engine(const Leaks *leaks, const Group *group) {
  return is_interned(leaks, group) ||
         trait_bytes(leaks, group, TRAIT_ENGINE) * 2 > group->bytes ||
         top_trait(leaks, group) == TRAIT_ENGINE;
}

/* Only the stack holds it. */
static bool is_handles(const Leaks *leaks, const Group *group) {
  const HeapGraph *graph = leaks->graph;
  const PathStep *step = last_step(leaks, group);
  if (group->path_count != 1) return false;
  if (group->paths[0] == PATH_ROOT) return true;
  if (node_trait(leaks, step->source) != TRAIT_SYNTHETIC) return false;
  u32 name = graph_name(graph, step->source);
  return is_text(graph, name, "(Stack roots)") ||
         is_text(graph, name, "(Handle scope)");
}

static bool is_browser(const Leaks *leaks, const Group *group) {
  return top_trait(leaks, group) == TRAIT_BROWSER;
}

/* Only other garbage refers to it. */
static bool is_cycles(const Leaks *leaks, const Group *group) {
  const HeapGraph *graph = leaks->graph;
  if (node_distance(graph, group->top) != DISTANCE_NONE) return false;
  for (u32 r = node_retainers_start(graph, group->top);
       r < node_retainers_start(graph, group->top + 1); r++)
    if (edge_type(graph->retainers[r]) != EDGE_WEAK) return true;
  return false;
}

static bool is_timers(const Leaks *leaks, const Group *group) {
  return top_trait(leaks, group) == TRAIT_TIMER ||
         owner_trait(leaks, group) == TRAIT_TIMER ||
         is_near(leaks, group, TRAIT_TIMER);
}

/* With a single snapshot, what is in the variables of Node's own modules. */
static bool is_platform(const Leaks *leaks, const Group *group) {
  static const char NODE[] = "node:";
  Path path = group->paths[0];
  while (path != PATH_ROOT && leaks->steps.items[path].kind != STEP_VARIABLE)
    path = leaks->steps.items[path].parent;
  if (leaks->graph_count > 1 || path == PATH_ROOT || is_timers(leaks, group))
    return false;
  Buffer place = {};
  words_place(leaks->graph, leaks->steps.items[path].source, &place);
  bool is = place.length && !strncmp(place.bytes, NODE, sizeof NODE - 1);
  buffer_free(&place);
  return is;
}

static bool is_emitters(const Leaks *leaks, const Group *group) {
  return has_name(leaks, group, "_events");
}

static bool is_listeners(const Leaks *leaks, const Group *group) {
  return top_trait(leaks, group) == TRAIT_LISTENER ||
         is_near(leaks, group, TRAIT_LISTENER);
}

static bool is_detached(const Leaks *leaks, const Group *group) {
  return group->detached_count > 0 && group->detached_count * 2 >= group->count;
}

/* Promises in a collection are its entries: it is not they that wait. */
static bool is_promises(const Leaks *leaks, const Group *group) {
  return owner_trait(leaks, group) == TRAIT_PROMISE ||
         (top_trait(leaks, group) == TRAIT_PROMISE &&
          owner_trait(leaks, group) != TRAIT_COLLECTION);
}

static bool is_buffers(const Leaks *leaks, const Group *group) {
  return top_trait(leaks, group) == TRAIT_BUFFER &&
         trait_bytes(leaks, group, TRAIT_BUFFER) * 2 > group->bytes;
}

static bool is_slices(const Leaks *leaks, const Group *group) {
  return !strcmp(leaks->graph->class_table[group->top_class].name,
                 "(sliced string)");
}

static bool is_duplicates(const Leaks *leaks, const Group *group) {
  return top_trait(leaks, group) == TRAIT_STRING &&
         group->string_count >= CHAIN_MIN &&
         group->distinct_count * 2 <= group->string_count;
}

static bool is_collection(const Leaks *leaks, const Group *group) {
  return last_step(leaks, group)->kind == STEP_ANY && group->count >= CHAIN_MIN;
}

static bool is_chain(const Leaks *leaks, const Group *group) {
  for (u32 i = 0; i < group->member_count; i++)
    if (group->members[i].class == group->top_class &&
        group->members[i].count >= CHAIN_MIN * group->top_class_count)
      return true;
  return false;
}

static bool is_closures(const Leaks *leaks, const Group *group) {
  return last_step(leaks, group)->kind == STEP_VARIABLE ||
         node_type(leaks->graph, group->top) == NODE_CLOSURE;
}

static bool is_objects(const Leaks *leaks, const Group *group) {
  return true;
}

static const struct {
  Finder finder;
  Recognises recognises;
} FINDERS[] = {
#define FINDER(name, kind, title, cut, advice)                                 \
  {{#name, FINDER_##kind, title, cut, advice}, is_##name},
#include "graph/leaks_finders.def"
};

const Finder *leaks_recognise(const Leaks *leaks, const Group *group) {
  u32 i = 0;
  while (!FINDERS[i].recognises(leaks, group))
    i++;
  return &FINDERS[i].finder;
}

/* ---- Frameworks ---------------------------------------------------------- */

typedef struct Mark {
  const char *text, *framework;
} Mark;

/* Classes that only these have. */
static const Mark MARKS[] = {
    {"FiberNode", "React"},
    {"FiberRootNode", "React"},
    {"ReactDOMRoot", "React"},
    {"ReactiveEffect", "Vue"},
    {"ComponentInternalInstance", "Vue"},
    {"VueComponent", "Vue"},
    {"LView", "Angular"},
    {"LComponentView", "Angular"},
    {"Zone", "Angular (zone.js)"},
    {"ZoneTask", "Angular (zone.js)"},
    {"SvelteComponent", "Svelte"},
};

/* Properties that they leave on elements. */
static const Mark PROPERTY_MARKS[] = {
    {"__reactFiber$", "React"},
    {"__reactProps$", "React"},
    {"__reactContainer$", "React"},
    {"__vueParentComponent", "Vue"},
    {"__vue_app__", "Vue"},
    {"__ngContext__", "Angular"},
    {"__zone_symbol__", "Angular (zone.js)"},
    {"__svelte_meta", "Svelte"},
};

static const char *framework_of_class(const char *class) {
  for (u32 i = 0; i < ARRAY_COUNT(MARKS); i++)
    if (!strcmp(class, MARKS[i].text)) return MARKS[i].framework;
  return NULL;
}

static const char *framework_of_step(const HeapGraph *graph,
                                     const PathStep *step) {
  if (step->kind != STEP_FIELD) return NULL;
  RawString raw = strings_raw(&graph->file.strings, step->name);
  for (u32 i = 0; i < ARRAY_COUNT(PROPERTY_MARKS); i++) {
    size_t length = strlen(PROPERTY_MARKS[i].text);
    if (raw.length >= length &&
        !memcmp(raw.text, PROPERTY_MARKS[i].text, length))
      return PROPERTY_MARKS[i].framework;
  }
  return NULL;
}

const char *leaks_framework(const Leaks *leaks, const Group *group) {
  const HeapGraph *graph = leaks->graph;
  const char *framework = NULL;
  for (u32 i = 0; i < group->member_count && !framework; i++)
    framework =
        framework_of_class(graph->class_table[group->members[i].class].name);
  Path path = group->paths[0];
  for (; path != PATH_ROOT && !framework;
       path = leaks->steps.items[path].parent)
    framework = framework_of_step(graph, &leaks->steps.items[path]);
  return framework;
}
