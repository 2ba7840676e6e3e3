/* leaks_paths.c - by which paths the tops are held, and groups of those with
 * the same.
 *
 * A path goes from an object to one that refers to it and is nearer to the
 * root, up to the root. Told with indices and keys folded to [*], tables and
 * other plumbing left out, and a list's or tree's repeated steps folded into
 * one, the ten thousand objects of a collection have one path in common.
 *
 * A top may be held from several sides at once; its group is that of all the
 * paths that hold it. Tops that hold each other, as the members of a doubly
 * linked list do, are a cluster, with the paths that lead into it.
 */
#include "graph/leaks_parts.h"

#include <stdlib.h>

/* Of so many properties of one object it is a table of keys. */
constexpr u32 KEYS_MIN = 32;
/* So many referrers of one object are looked at: what more of them hold is
 * held by so many that no one of them is to blame. */
constexpr u32 ENTRIES_MAX = 256;
/* A loop has at most so many steps. */
constexpr u32 LOOP_MAX = 5;

/* An edge whose name is wanted. */
typedef struct Link {
  Node source, target;
  EdgeType type;
  bool is_key; /* one of many: told as [*] */
  u32 name;
} Link;

/* A node on the way to the root. */
typedef struct Held {
  Node node, parent;
  EdgeType type;
  Path path;
  bool is_open; /* its path is being made */
} Held;

/* A top is held by `source`. */
typedef struct Entry {
  u32 top;
  Node source;
  EdgeType type;
} Entry;

typedef struct ClusterPath {
  u32 cluster;
  Path path;
} ClusterPath;

typedef struct Tracing {
  Leaks *leaks;
  VECTOR(Entry) entries;
  VECTOR(Held) held;
  NumberTable held_of; /* node to `held` */
  VECTOR(Link) links;
  VECTOR(ClusterPath) cluster_paths;
} Tracing;

/* ---- Clusters ------------------------------------------------------------ */

static u32 find_cluster(Leaks *leaks, u32 top) {
  Top *tops = leaks->tops.items;
  while (tops[top].cluster != top)
    top = tops[top].cluster = tops[tops[top].cluster].cluster;
  return top;
}

/* Whether an edge from below `other` links two of the same list. */
static bool is_link(const Leaks *leaks, u32 top, u32 other) {
  const Top *a = &leaks->tops.items[top], *b = &leaks->tops.items[other];
  return a->dominator == b->dominator &&
         leaks->graph->classes[a->node] == leaks->graph->classes[b->node];
}

/* ---- Who holds a top ----------------------------------------------------- */

static bool is_holding(u32 word) {
  return edge_is_essential(word) && edge_type(word) != EDGE_WEAK;
}

static void add_entries(Tracing *tracing, u32 top) {
  Leaks *leaks = tracing->leaks;
  const HeapGraph *graph = leaks->graph;
  Node node = leaks->tops.items[top].node;
  u32 count = 0;
  /* code and shapes are referred to from everywhere, and are no leaks */
  if (node_trait(leaks, node) == TRAIT_ENGINE) return;
  for (u32 r = node_retainers_start(graph, node);
       r < node_retainers_start(graph, node + 1); r++) {
    u32 word = graph->retainers[r];
    if (!is_holding(word)) continue;
    u32 other = leaks->top_of[edge_node(word)];
    if (other == top) continue;
    if (other != TABLE_NONE && is_link(leaks, top, other)) {
      leaks->tops.items[find_cluster(leaks, top)].cluster =
          find_cluster(leaks, other);
      continue;
    }
    if (count++ < ENTRIES_MAX)
      vector_push(&tracing->entries,
                  ((Entry){top, edge_node(word), edge_type(word)}));
  }
}

/* ---- The way to the root ------------------------------------------------- */

/* The nearest to the root of those that refer to it; what was there before is
 * a better reason than what came. Falls back on the dominator. */
static Held choose_parent(const Leaks *leaks, Node node) {
  const HeapGraph *graph = leaks->graph;
  Held held = {.node = node, .parent = NO_NODE, .path = NO_PATH};
  bool best_is_new = false;
  u32 best = node_distance(graph, node);
  for (u32 r = node_retainers_start(graph, node);
       r < node_retainers_start(graph, node + 1); r++) {
    u32 word = graph->retainers[r];
    Node source = edge_node(word);
    u32 distance = node_distance(graph, source);
    if (!is_holding(word) || distance >= node_distance(graph, node)) continue;
    bool is_new = bits_get(leaks->is_new, source) && leaks->graph_count > 1;
    if (held.parent != NO_NODE &&
        (is_new != best_is_new ? is_new : distance >= best))
      continue;
    held.parent = source;
    held.type = edge_type(word);
    best = distance;
    best_is_new = is_new;
  }
  if (held.parent == NO_NODE) {
    held.parent = graph->dominators[node];
    held.type = EDGE_HIDDEN;
  }
  return held;
}

static u32 hold(Tracing *tracing, Node node) {
  u32 *place = number_table_at(&tracing->held_of, node);
  if (*place != TABLE_NONE) return *place;
  *place = tracing->held.count;
  vector_push(&tracing->held, choose_parent(tracing->leaks, node));
  return tracing->held.count - 1;
}

/* All between the entries and the root. */
static void hold_all(Tracing *tracing) {
  for (u32 i = 0; i < tracing->entries.count; i++)
    hold(tracing, tracing->entries.items[i].source);
  for (u32 i = 0; i < tracing->held.count; i++)
    if (tracing->held.items[i].node != tracing->leaks->graph->root)
      hold(tracing, tracing->held.items[i].parent);
}

/* ---- Names of edges ------------------------------------------------------ */

static bool has_name(const Leaks *leaks, Node source, EdgeType type) {
  return type != EDGE_ELEMENT && type != EDGE_HIDDEN &&
         node_trait(leaks, source) != TRAIT_PLUMBING;
}

static void want_name(Tracing *tracing, Node source, Node target,
                      EdgeType type) {
  if (has_name(tracing->leaks, source, type))
    vector_push(&tracing->links,
                ((Link){source, target, type, false, NO_STRING}));
}

static int by_source(const void *a, const void *b) {
  const Link *x = a, *y = b;
  if (x->source != y->source) return x->source < y->source ? -1 : 1;
  if (x->target != y->target) return x->target < y->target ? -1 : 1;
  return (int)x->type - (int)y->type;
}

/* The link of that edge among the first `count` of `links`, or NULL. */
static Link *find_link(Link *links, u32 count, Node source, Node target,
                       EdgeType type) {
  Link wanted = {.source = source, .target = target, .type = type};
  return count ? bsearch(&wanted, links, count, sizeof wanted, by_source)
               : NULL;
}

static u32 target_class(const Leaks *leaks, const Link *link) {
  return leaks->graph->classes[link->target];
}

/* The properties of an object with many that lead to one class are keys; but
 * those of the global object are names. */
static void find_keys(Tracing *tracing, Link *links, u32 count) {
  const Leaks *leaks = tracing->leaks;
  if (count < KEYS_MIN || node_trait(leaks, links->source) == TRAIT_GLOBAL)
    return;
  NumberTable counts = {};
  for (u32 i = 0; i < count; i++) {
    if (links[i].type != EDGE_PROPERTY) continue;
    u32 *place = number_table_at(&counts, target_class(leaks, &links[i]));
    *place = *place == TABLE_NONE ? 1 : *place + 1;
  }
  for (u32 i = 0; i < count; i++)
    links[i].is_key =
        links[i].type == EDGE_PROPERTY &&
        number_table_get(&counts, target_class(leaks, &links[i])) >= KEYS_MIN;
  number_table_free(&counts);
}

static void name_links(Tracing *tracing, Link *links, u32 count) {
  EdgeReader reader = graph_read_edges(tracing->leaks->graph, links->source);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    Link *link = find_link(links, count, links->source, edge.target, edge.type);
    if (link && link->name == NO_STRING) link->name = (u32)edge.name;
  }
  find_keys(tracing, links, count);
}

/* The edges of each source are read once. */
static void name_all(Tracing *tracing) {
  u32 kept = 0;
  Link *links = tracing->links.items;
  if (!tracing->links.count) return;
  qsort(links, tracing->links.count, sizeof *links, by_source);
  for (u32 i = 0; i < tracing->links.count; i++)
    if (!kept || by_source(&links[i], &links[kept - 1]))
      links[kept++] = links[i];
  tracing->links.count = kept;
  for (u32 first = 0, end; first < kept; first = end) {
    for (end = first; end < kept && links[end].source == links[first].source;)
      end++;
    name_links(tracing, links + first, end - first);
  }
}

static void find_names(Tracing *tracing) {
  for (u32 i = 0; i < tracing->held.count; i++) {
    const Held *held = &tracing->held.items[i];
    want_name(tracing, held->parent, held->node, held->type);
  }
  for (u32 i = 0; i < tracing->entries.count; i++) {
    const Entry *entry = &tracing->entries.items[i];
    want_name(tracing, entry->source,
              tracing->leaks->tops.items[entry->top].node, entry->type);
  }
  name_all(tracing);
}

/* ---- Steps --------------------------------------------------------------- */

/* The class of what has the edge: of a table the collection's. */
static u32 source_class(const Leaks *leaks, const PathStep *step) {
  bool is_plumbing = node_trait(leaks, step->source) == TRAIT_PLUMBING;
  return leaks->graph
      ->classes[is_plumbing ? leaks_owner(leaks, step->source) : step->source];
}

/* The same name between objects of the same classes; a name of its own is
 * enough to know a list by at its first link. */
static bool is_same_step(const Leaks *leaks, const PathStep *a,
                         const PathStep *b) {
  if (a->kind != b->kind || a->name != b->name ||
      leaks->graph->classes[a->node] != leaks->graph->classes[b->node] ||
      node_trait(leaks, a->source) == TRAIT_SYNTHETIC)
    return false;
  return a->kind != STEP_ANY ||
         source_class(leaks, a) == source_class(leaks, b);
}

/* The path that the same step leads to in a list or a tree, a few steps up. */
static Path find_loop(const Leaks *leaks, const PathStep *step) {
  Path path = step->parent;
  for (u32 i = 0; i < LOOP_MAX && path != PATH_ROOT; i++) {
    const PathStep *above = &leaks->steps.items[path];
    if (is_same_step(leaks, above, step)) return path;
    path = above->parent;
  }
  return NO_PATH;
}

static Path intern_step(Leaks *leaks, PathStep step) {
  Path loop = find_loop(leaks, &step);
  if (loop != NO_PATH) {
    leaks->steps.items[loop].is_loop = true;
    return loop;
  }
  u64 hash = hash_number((u64)step.parent << 32 | step.name) + step.kind;
  u32 *first = number_table_at(&leaks->steps_by_hash, hash);
  for (u32 i = *first; i != TABLE_NONE; i = leaks->steps.items[i].next) {
    const PathStep *known = &leaks->steps.items[i];
    if (known->parent == step.parent && known->name == step.name &&
        known->kind == step.kind)
      return i;
  }
  step.depth = leaks->steps.items[step.parent].depth + 1;
  step.next = *first;
  *first = leaks->steps.count;
  vector_push(&leaks->steps, step);
  return *first;
}

/* Names that differ from entry to entry. */
static bool is_numbered(const HeapGraph *graph, u32 name) {
  if (strings_is_ephemeron(&graph->file.strings, name)) return true;
  RawString raw = strings_raw(&graph->file.strings, name);
  return !raw.length || (*raw.text >= '0' && *raw.text <= '9');
}

/* "12 / DevTools console": a handle of the console's. */
static bool is_console(const HeapGraph *graph, u32 name) {
  static const char CONSOLE[] = " / DevTools console";
  constexpr size_t LENGTH = sizeof CONSOLE - 1;
  if (name == NO_STRING) return false;
  RawString raw = strings_raw(&graph->file.strings, name);
  return raw.length > LENGTH &&
         !memcmp(raw.text + raw.length - LENGTH, CONSOLE, LENGTH);
}

static StepKind kind_of(EdgeType type) {
  return type == EDGE_CONTEXT                             ? STEP_VARIABLE
         : type == EDGE_PROPERTY || type == EDGE_SHORTCUT ? STEP_FIELD
                                                          : STEP_INTERNAL;
}

/* Edges into plumbing, and from a closure to its variables, are no steps. */
static bool is_silent(const Leaks *leaks, Node target, EdgeType type) {
  Trait trait = node_trait(leaks, target);
  return trait == TRAIT_PLUMBING ||
         (trait == TRAIT_CONTEXT && type == EDGE_INTERNAL);
}

static Path extend(Tracing *tracing, Path from, Node source, Node target,
                   EdgeType type) {
  Leaks *leaks = tracing->leaks;
  const HeapGraph *graph = leaks->graph;
  if (is_silent(leaks, target, type)) return from;
  PathStep step = {
      .parent = from, .kind = STEP_ANY, .source = source, .node = target};
  const Link *link = find_link(tracing->links.items, tracing->links.count,
                               source, target, type);
  if (node_trait(leaks, target) == TRAIT_SYNTHETIC) {
    step.kind = STEP_INTERNAL;
    step.name = graph_name(graph, target);
  } else if (link && is_console(graph, link->name)) {
    step.kind = STEP_INTERNAL;
    if (leaks->console_name == NO_STRING) leaks->console_name = link->name;
    step.name = leaks->console_name;
  } else if (link && !link->is_key && link->name != NO_STRING &&
             !is_numbered(graph, link->name)) {
    step.kind = kind_of(type);
    step.name = link->name;
  } else if (node_type(graph, source) == NODE_NATIVE) {
    step.name = graph->classes[target] + 1;
  }
  return intern_step(leaks, step);
}

/* The path of a node on the way: those above it first. A cycle, which only a
 * damaged file can have, begins at the root. */
static Path path_of(Tracing *tracing, u32 index) {
  VECTOR(u32) pending = {};
  Node root = tracing->leaks->graph->root;
  vector_push(&pending, index);
  while (pending.count) {
    Held *held = &tracing->held.items[*vector_last(&pending)];
    if (held->path != NO_PATH || held->node == root) {
      if (held->node == root) held->path = PATH_ROOT;
      (void)vector_pop(&pending);
      continue;
    }
    Held *parent = &tracing->held.items[hold(tracing, held->parent)];
    if (parent->path == NO_PATH && !parent->is_open) {
      held->is_open = true;
      vector_push(&pending, hold(tracing, held->parent));
      continue;
    }
    Path above = parent->path == NO_PATH ? PATH_ROOT : parent->path;
    held->path = extend(tracing, above, held->parent, held->node, held->type);
    (void)vector_pop(&pending);
  }
  vector_free(&pending);
  return tracing->held.items[index].path;
}

/* ---- Groups -------------------------------------------------------------- */

static int by_cluster(const void *a, const void *b) {
  const ClusterPath *x = a, *y = b;
  if (x->cluster != y->cluster) return x->cluster < y->cluster ? -1 : 1;
  return (x->path > y->path) - (x->path < y->path);
}

static void find_cluster_paths(Tracing *tracing) {
  Leaks *leaks = tracing->leaks;
  for (u32 i = 0; i < tracing->entries.count; i++) {
    Entry entry = tracing->entries.items[i];
    Path above = path_of(tracing, hold(tracing, entry.source));
    Path path = extend(tracing, above, entry.source,
                       leaks->tops.items[entry.top].node, entry.type);
    vector_push(&tracing->cluster_paths,
                ((ClusterPath){find_cluster(leaks, entry.top), path}));
  }
  if (tracing->cluster_paths.count)
    qsort(tracing->cluster_paths.items, tracing->cluster_paths.count,
          sizeof(ClusterPath), by_cluster);
}

/* What one owner holds by a name it may hold by a table of its own as well. */
static void drop_tables(const Leaks *leaks, Group *group) {
  u32 kept = 0;
  for (u32 i = 0; i < group->path_count; i++) {
    const PathStep *step = &leaks->steps.items[group->paths[i]];
    bool is_named = false;
    for (u32 k = 0; k < group->path_count; k++) {
      const PathStep *other = &leaks->steps.items[group->paths[k]];
      is_named |= other->parent == step->parent && other->kind == STEP_FIELD;
    }
    if (step->kind != STEP_ANY || !is_named)
      group->paths[kept++] = group->paths[i];
  }
  group->path_count = kept;
}

static u32 intern_group(Leaks *leaks, const Group *wanted) {
  size_t bytes = wanted->path_count * sizeof(Path);
  u64 hash = hash_bytes(wanted->paths, bytes);
  u32 *first = number_table_at(&leaks->groups_by_hash, hash);
  for (u32 i = *first; i != TABLE_NONE; i = leaks->groups.items[i].next) {
    const Group *group = &leaks->groups.items[i];
    if (group->path_count == wanted->path_count &&
        !memcmp(group->paths, wanted->paths, bytes))
      return i;
  }
  Group group = *wanted;
  group.next = *first;
  *first = leaks->groups.count;
  vector_push(&leaks->groups, group);
  return *first;
}

/* The group of each cluster is that of its paths, each once, the first few. */
static void group_clusters(Tracing *tracing) {
  Leaks *leaks = tracing->leaks;
  const ClusterPath *items = tracing->cluster_paths.items;
  u32 count = tracing->cluster_paths.count;
  for (u32 first = 0, end; first < count; first = end) {
    Group group = {.top = NO_NODE, .newest = NO_NODE, .owner = NO_NODE};
    u32 cluster = items[first].cluster;
    for (end = first; end < count && items[end].cluster == cluster; end++) {
      if (end > first && items[end].path == items[end - 1].path) continue;
      if (group.path_count < GROUP_PATHS_MAX)
        group.paths[group.path_count++] = items[end].path;
    }
    drop_tables(leaks, &group);
    leaks->tops.items[cluster].group = intern_group(leaks, &group);
  }
}

/* What nothing but a cluster of its own holds is held by the root. */
static void group_tops(Leaks *leaks) {
  Group orphans = {
      .top = NO_NODE, .newest = NO_NODE, .owner = NO_NODE, .path_count = 1};
  for (u32 i = 0; i < leaks->tops.count; i++) {
    u32 cluster = find_cluster(leaks, i);
    u32 *group = &leaks->tops.items[cluster].group;
    if (*group == TABLE_NONE) *group = intern_group(leaks, &orphans);
    leaks->tops.items[i].group = *group;
  }
}

void leaks_find_paths(Leaks *leaks) {
  Tracing tracing = {.leaks = leaks};
  vector_push(&leaks->steps, ((PathStep){.node = leaks->graph->root,
                                         .source = leaks->graph->root,
                                         .next = TABLE_NONE}));
  for (u32 i = 0; i < leaks->tops.count; i++) {
    leaks->tops.items[i].group = TABLE_NONE;
    add_entries(&tracing, i);
  }
  hold_all(&tracing);
  find_names(&tracing);
  find_cluster_paths(&tracing);
  group_clusters(&tracing);
  group_tops(leaks);
  vector_free(&tracing.entries);
  vector_free(&tracing.held);
  number_table_free(&tracing.held_of);
  vector_free(&tracing.links);
  vector_free(&tracing.cluster_paths);
}
