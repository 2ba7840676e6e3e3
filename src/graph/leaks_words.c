/* leaks_words.c - leaks in sentences. */
#include "graph/leaks_parts.h"

#include "graph/locations.h"

/* Steps of a path that are told; what is before is left out. */
constexpr u32 TOLD_STEPS = 6;

/* ---- Places -------------------------------------------------------------- */

static void append_file_name(const HeapGraph *graph, Node script, Buffer *out) {
  Buffer path = {};
  node_append_name(graph, script, 1'024, &path);
  const char *text = path.bytes ? path.bytes : "";
  const char *slash = strrchr(text, '/');
  /* a module of Node's own is known by its whole name */
  if (slash && slash[1] && strncmp(text, "node:", strlen("node:")))
    text = slash + 1;
  if (text[strspn(text, " ")]) buffer_text(out, text);
  buffer_free(&path);
}

/* The script of a function, which versions of V8 call differently. */
static bool find_script(const HeapGraph *graph, Node closure, Node *script) {
  static const char *const NAMES[] = {"script_or_debug_info", "script"};
  EdgeRecord shared, edge;
  if (!node_find_known(graph, closure, EDGE_INTERNAL, STRING_SHARED, &shared))
    return false;
  for (u32 i = 0; i < ARRAY_COUNT(NAMES); i++)
    if (node_find_edge(graph, shared.target, EDGE_INTERNAL, NAMES[i], &edge)) {
      *script = edge.target;
      return node_type(graph, *script) == NODE_CODE;
    }
  return false;
}

/* A function that sees these variables: directly, or from within. */
static Node find_closure(const HeapGraph *graph, Node context, u32 depth) {
  Node inner = NO_NODE;
  u32 first = node_retainers_start(graph, context);
  for (u32 r = first; r < node_retainers_start(graph, context + 1); r++) {
    Node source = edge_node(graph->retainers[r]);
    if (edge_type(graph->retainers[r]) != EDGE_INTERNAL) continue;
    if (node_type(graph, source) == NODE_CLOSURE) return source;
    if (node_type(graph, source) == NODE_OBJECT) inner = source;
  }
  return inner == NO_NODE || !depth ? NO_NODE
                                    : find_closure(graph, inner, depth - 1);
}

void words_place(const HeapGraph *graph, Node node, Buffer *out) {
  constexpr u32 DEPTH = 3;
  bool is_closure = node_type(graph, node) == NODE_CLOSURE;
  Node closure = is_closure ? node : find_closure(graph, node, DEPTH), script;
  if (closure == NO_NODE || !find_script(graph, closure, &script)) return;
  append_file_name(graph, script, out);
  Location location;
  if (is_closure && out->length && location_find(graph, closure, &location))
    buffer_format(out, ":%llu", (unsigned long long)location.line + 1);
}

/* ---- Steps --------------------------------------------------------------- */

static void append_step_name(const Leaks *leaks, const PathStep *step,
                             Buffer *out) {
  size_t start = out->length;
  if (step->kind != STEP_ANY)
    strings_append(&leaks->graph->file.strings, step->name, out);
  for (size_t i = start; i < out->length; i++)
    if ((u8)out->bytes[i] < ' ') out->bytes[i] = ' ';
}

void words_access(const Leaks *leaks, const PathStep *step, Buffer *out) {
  static const char *const STARTS[] = {"[*", ".", "->", "{"};
  static const char *const ENDS[] = {"]", "", "", "}"};
  buffer_text(out, STARTS[step->kind]);
  append_step_name(leaks, step, out);
  buffer_text(out, ENDS[step->kind]);
}

static const PathStep *step_of(const Leaks *leaks, Path path) {
  return &leaks->steps.items[path];
}

/* The last step up to `path` that has a name, or the root. */
static Path named_step(const Leaks *leaks, Path path) {
  while (path != PATH_ROOT && step_of(leaks, path)->kind == STEP_ANY)
    path = step_of(leaks, path)->parent;
  return path;
}

static bool is_named(const Leaks *leaks, const PathStep *step,
                     const char *name) {
  Buffer text = {};
  append_step_name(leaks, step, &text);
  bool is = text.bytes && !strcmp(text.bytes, name);
  buffer_free(&text);
  return is;
}

/* The emitter is said to hold its listeners, not the table inside of it. */
static Path skip_events(const Leaks *leaks, Path path) {
  for (Path at = path; at != PATH_ROOT; at = step_of(leaks, at)->parent)
    if (step_of(leaks, at)->kind == STEP_FIELD &&
        is_named(leaks, step_of(leaks, at), "_events"))
      return step_of(leaks, at)->parent;
  return path;
}

/* From the root to a native object that stands for some of the roots, as our
 * own heaps have: "timers that wait", "the page". */
static bool is_root_step(const Leaks *leaks, Path path) {
  const PathStep *step = step_of(leaks, path);
  return path != PATH_ROOT && step->parent == PATH_ROOT &&
         step->kind == STEP_ANY &&
         node_type(leaks->graph, step->node) == NODE_NATIVE;
}

/* hub.listeners.all, from the variable on. */
static void append_dotted(const Leaks *leaks, Path path, u32 left,
                          Buffer *out) {
  const PathStep *step = step_of(leaks, path);
  if (path == PATH_ROOT || node_trait(leaks, step->node) == TRAIT_SYNTHETIC ||
      node_trait(leaks, step->node) == TRAIT_GLOBAL ||
      is_root_step(leaks, path))
    return;
  if (step->kind != STEP_VARIABLE && left)
    append_dotted(leaks, step->parent, left - 1, out);
  if (step->kind == STEP_ANY) {
    buffer_text(out, "[*]");
    return;
  }
  if (out->length && out->bytes[out->length - 1] != '`') buffer_byte(out, '.');
  append_step_name(leaks, step, out);
}

static const char *class_name(const HeapGraph *graph, Node node) {
  return node_class(graph, node)->name;
}

static bool is_global(const Leaks *leaks, Path path) {
  return path != PATH_ROOT &&
         node_trait(leaks, step_of(leaks, path)->node) == TRAIT_GLOBAL;
}

/* Of one variable or field. */
static void append_holder(const Leaks *leaks, Path path, bool is_single,
                          Buffer *out) {
  constexpr u32 DOTS = 4;
  const HeapGraph *graph = leaks->graph;
  const PathStep *step = step_of(leaks, path);
  if (is_global(leaks, path) || path == PATH_ROOT ||
      node_trait(leaks, step->node) == TRAIT_SYNTHETIC) {
    buffer_text(out, is_global(leaks, path) ? "the global object"
                                            : "the engine's roots");
    return;
  }
  buffer_text(out, "the ");
  if (is_global(leaks, step->parent)) buffer_text(out, "global ");
  if (!is_single)
    buffer_text(out, class_name(graph, step->node));
  else
    buffer_text(out, step->kind == STEP_VARIABLE ? "variable" : "field");
  buffer_text(out, " `");
  append_dotted(leaks, path, DOTS, out);
  buffer_text(out, "`");
  Path variable = path;
  while (variable != PATH_ROOT &&
         step_of(leaks, variable)->kind != STEP_VARIABLE)
    variable = step_of(leaks, variable)->parent;
  Buffer place = {};
  if (variable != PATH_ROOT)
    words_place(graph, step_of(leaks, variable)->source, &place);
  if (place.length) buffer_format(out, " (%s)", place.bytes);
  buffer_free(&place);
}

static void append_owner(const Leaks *leaks, Path path, Buffer *out) {
  Path named = named_step(leaks, path);
  Path emitter = skip_events(leaks, named);
  bool is_single = named == path && emitter == named;
  append_holder(leaks, emitter, is_single, out);
}

/* ---- Paths --------------------------------------------------------------- */

/* Where the story begins: at the last variable, or a few steps up. */
static Path find_start(const Leaks *leaks, Path path) {
  Path start = path;
  for (u32 i = 0; i < TOLD_STEPS && start != PATH_ROOT; i++) {
    if (step_of(leaks, start)->kind == STEP_VARIABLE) break;
    Path parent = step_of(leaks, start)->parent;
    if (parent == PATH_ROOT || is_global(leaks, parent) ||
        is_root_step(leaks, parent))
      break;
    start = parent;
  }
  return start;
}

static void append_steps(const Leaks *leaks, Path path, Path start,
                         Buffer *out) {
  const PathStep *step = step_of(leaks, path);
  if (path == PATH_ROOT) return;
  if (path != start) {
    append_steps(leaks, step->parent, start, out);
    buffer_text(out, " \u2192 ");
  }
  switch (step->kind) {
  case STEP_ANY: buffer_text(out, "each entry"); break;
  case STEP_VARIABLE: buffer_text(out, "variable "); [[fallthrough]];
  case STEP_FIELD:
  case STEP_INTERNAL: append_step_name(leaks, step, out); break;
  }
  if (step->kind != STEP_ANY || step->is_loop)
    buffer_format(out, " (%s%s)", class_name(leaks->graph, step->node),
                  step->is_loop ? ", again and again" : "");
}

void words_path(const Leaks *leaks, Path path, Node end, Buffer *out) {
  Path start = find_start(leaks, path);
  Node source = step_of(leaks, start)->source;
  if (node_trait(leaks, source) == TRAIT_PLUMBING)
    source = leaks_owner(leaks, source);
  Buffer place = {};
  if (step_of(leaks, start)->kind == STEP_VARIABLE)
    words_place(leaks->graph, source, &place);
  if (place.length)
    buffer_format(out, "%s: ", place.bytes);
  else if (node_trait(leaks, source) == TRAIT_GLOBAL)
    buffer_text(out, "global object \u2192 ");
  else if (source != leaks->graph->root &&
           node_trait(leaks, source) != TRAIT_CONTEXT)
    buffer_format(out, "%s \u2192 ", class_name(leaks->graph, source));
  append_steps(leaks, path, start, out);
  if (path == PATH_ROOT) buffer_text(out, "the roots");
  if (step_of(leaks, path)->kind == STEP_ANY) {
    buffer_text(out, " \u2192 ");
    node_append_label(leaks->graph, end, out);
  }
  buffer_free(&place);
}

/* ---- Objects ------------------------------------------------------------- */

static bool is_telling(const Leaks *leaks, const Group *group,
                       const Member *member) {
  NodeType type = node_type(leaks->graph, member->example);
  return (type == NODE_OBJECT || type == NODE_NATIVE) &&
         member->class != group->top_class &&
         leaks->traits[member->class] == TRAIT_NONE;
}

/* The class of the program's own that most of it is. */
static const Member *find_inside(const Leaks *leaks, const Group *group) {
  for (u32 i = 0; i < group->member_count; i++)
    if (is_telling(leaks, group, &group->members[i])) return &group->members[i];
  return NULL;
}

static u64 count_of_top_class(const Group *group) {
  u64 count = group->top_class_count;
  for (u32 i = 0; i < group->member_count; i++)
    if (group->members[i].class == group->top_class &&
        group->members[i].count > count)
      count = group->members[i].count;
  return count;
}

/* "onResize() listeners": after a function that one of them calls. */
static void append_listeners(const Leaks *leaks, const Group *group,
                             Buffer *out) {
  for (u32 i = 0; i < group->member_count; i++) {
    Node node = group->members[i].example;
    if (node_type(leaks->graph, node) != NODE_CLOSURE) continue;
    node_append_label(leaks->graph, node, out);
    buffer_byte(out, ' ');
    break;
  }
  buffer_text(out, "listeners");
}

static void append_class(const Leaks *leaks, const Group *group, Buffer *out) {
  const HeapGraph *graph = leaks->graph;
  const char *class = graph->class_table[group->top_class].name;
  Trait owner =
      group->owner == NO_NODE ? TRAIT_NONE : node_trait(leaks, group->owner);
  if (leaks->traits[group->top_class] == TRAIT_CONTEXT)
    buffer_text(out, owner == TRAIT_PROMISE ? "waiting calls" : "scopes");
  else if (leaks->traits[group->top_class] == TRAIT_LISTENER)
    append_listeners(leaks, group, out);
  else if (graph->classes[group->top] == group->top_class &&
           node_type(graph, group->top) == NODE_CLOSURE)
    node_append_label(graph, group->top, out);
  else
    buffer_text(out, class);
}

void words_what(const Leaks *leaks, const Group *group, Buffer *out) {
  /* of a few heads the whole chain counts; of many trees both numbers */
  constexpr u64 HEADS_MAX = 4;
  u64 count = count_of_top_class(group);
  bool has_two =
      group->top_class_count > HEADS_MAX && count > group->top_class_count;
  quantity_count(has_two ? group->top_class_count : count, out);
  buffer_byte(out, ' ');
  append_class(leaks, group, out);
  if (has_two) {
    buffer_text(out, " (");
    quantity_count(count, out);
    buffer_text(out, " with those inside)");
  }
  const Member *inside = find_inside(leaks, group);
  Trait trait = (Trait)leaks->traits[group->top_class];
  bool says_little = trait != TRAIT_NONE && trait != TRAIT_STRING;
  if (!inside || (!says_little && inside->bytes * 4 < group->bytes)) return;
  buffer_text(out, " with ");
  quantity_count(inside->count, out);
  buffer_format(out, " %s", leaks->graph->class_table[inside->class].name);
}

/* ---- Chains -------------------------------------------------------------- */

static Node heaviest_child(const Leaks *leaks, Node node) {
  Node heaviest = NO_NODE;
  u64 most = 0;
  for (Node child = leaks->first_child[node]; child != NO_NODE;
       child = leaks->next_sibling[child]) {
    u64 bytes = sizes_get(&leaks->graph->retained_sizes, child);
    if (heaviest != NO_NODE && bytes <= most) continue;
    heaviest = child;
    most = bytes;
  }
  return heaviest;
}

/* The last named edge from one of a chain to the next. */
static void append_link(const Leaks *leaks, const Group *group, Buffer *out) {
  constexpr u32 STEPS_MAX = 8;
  const HeapGraph *graph = leaks->graph;
  u32 class = graph->classes[group->top];
  Node node = group->top;
  size_t start = out->length;
  for (u32 i = 0; i < STEPS_MAX; i++) {
    Node next = heaviest_child(leaks, node);
    EdgeRecord edge;
    if (next == NO_NODE) break;
    if (node_edge_to(graph, node, next, false, &edge) &&
        (edge.type == EDGE_CONTEXT || edge.type == EDGE_PROPERTY)) {
      out->length = start;
      edge_append_name(graph, &edge, out);
    }
    node = next;
    if (graph->classes[node] == class) break;
  }
  if (out->length == start) buffer_text(out, "next");
}

bool group_is_joint(const Leaks *leaks, const Group *group) {
  for (u32 i = 1; i < group->path_count; i++)
    if (step_of(leaks, group->paths[i])->parent !=
        step_of(leaks, group->paths[0])->parent)
      return true;
  return false;
}

/* ---- Sentences ----------------------------------------------------------- */

static void append_owners(const Leaks *leaks, const Group *group, Buffer *out) {
  if (group->path_count > 1 && !group_is_joint(leaks, group)) {
    Path parent = step_of(leaks, group->paths[0])->parent;
    append_holder(leaks, named_step(leaks, parent), false, out);
    return;
  }
  Buffer owners[GROUP_PATHS_MAX] = {};
  u32 count = 0;
  for (u32 i = 0; i < group->path_count; i++) {
    Buffer *owner = &owners[count];
    buffer_clear(owner);
    append_owner(leaks, group->paths[i], owner);
    bool is_told = false;
    for (u32 k = 0; k < count; k++)
      is_told |= !strcmp(owners[k].bytes, owner->bytes);
    count += !is_told;
  }
  for (u32 i = 0; i < count; i++) {
    if (i) buffer_text(out, i + 1 == count ? " and " : ", ");
    buffer_text(out, owners[i].bytes);
  }
  for (u32 i = 0; i < group->path_count; i++)
    buffer_free(&owners[i]);
}

static void append_name(const Leaks *leaks, const Group *group, Buffer *out) {
  size_t start = out->length;
  Path path = named_step(leaks, group->paths[0]);
  if (path != PATH_ROOT) append_step_name(leaks, step_of(leaks, path), out);
  if (out->length == start) buffer_text(out, "it");
}

static void append_edges(const Leaks *leaks, const Group *group, Buffer *out) {
  bool is_single = group->path_count == 1 &&
                   step_of(leaks, group->paths[0])->kind != STEP_ANY;
  if (!is_single) buffer_text(out, "the entries of ");
  append_owners(leaks, group, out);
  if (group_is_joint(leaks, group)) buffer_text(out, " together");
}

static bool is_detached_class(const Leaks *leaks, u32 class) {
  static const char DETACHED[] = "Detached ";
  const char *name = leaks->graph->class_table[class].name;
  return !strncmp(name, DETACHED, sizeof DETACHED - 1);
}

/* What such a tree begins with: the first element below the largest top. */
static const Member *find_detached(const Leaks *leaks, const Group *group) {
  constexpr u32 DEPTH = 4;
  Node node = group->top;
  for (u32 i = 0; i < DEPTH && node != NO_NODE; i++) {
    u32 class = leaks->graph->classes[node];
    for (u32 k = 0; k < group->member_count; k++)
      if (group->members[k].class == class && is_detached_class(leaks, class))
        return &group->members[k];
    node = leaks_heaviest_child(leaks, node);
  }
  for (u32 k = 0; k < group->member_count; k++)
    if (is_detached_class(leaks, group->members[k].class))
      return &group->members[k];
  return NULL;
}

static void append_detached(const Leaks *leaks, const Group *group,
                            Buffer *out) {
  const Member *member = find_detached(leaks, group);
  if (!member) {
    words_what(leaks, group, out);
    return;
  }
  quantity_count(member->count, out);
  buffer_format(out, " %s", leaks->graph->class_table[member->class].name);
}

typedef void (*Word)(const Leaks *leaks, const Group *group, Buffer *out);

static const struct {
  const char *name;
  Word word;
} WORDS[] = {
    {"$what", words_what},     {"$detached", append_detached},
    {"$owner", append_owners}, {"$edges", append_edges},
    {"$name", append_name},    {"$link", append_link},
};

void words_expand(const Leaks *leaks, const Group *group, const char *text,
                  Buffer *out) {
  while (*text) {
    u32 i = 0;
    while (i < ARRAY_COUNT(WORDS) &&
           strncmp(text, WORDS[i].name, strlen(WORDS[i].name)))
      i++;
    if (i == ARRAY_COUNT(WORDS)) {
      buffer_byte(out, *text++);
      continue;
    }
    WORDS[i].word(leaks, group, out);
    text += strlen(WORDS[i].name);
  }
}
