/* groups.c - totals of groups, and what they retain. */
#include "graph/groups.h"

#include "graph/analysis.h"

#include <stdlib.h>

static const struct {
  const char *name, *title;
  bool (*make)(Sources *sources, Grouping *grouping, Buffer *error);
} ways[GROUP_BY_COUNT] = {
#define group_by_constructor NULL
#define GROUP_BY(name, title, help) {#name, title, group_by_##name},
#include "graph/groups.def"
#undef GROUP_BY
#undef group_by_constructor
};

bool group_by_parse(const char *text, GroupBy *by) {
  for (u32 i = 0; i < GROUP_BY_COUNT; i++) {
    if (strcmp(ways[i].name, text)) continue;
    *by = (GroupBy)i;
    return true;
  }
  return false;
}

const char *group_by_name(GroupBy by) {
  return ways[by].name;
}

const char *group_by_title(GroupBy by) {
  return ways[by].title;
}

/* ---- Groups -------------------------------------------------------------- */

u32 grouping_add(Grouping *grouping, Buffer *name, json_t *about) {
  buffer_append(name, "", 0);
  vector_push(&grouping->groups, ((Group){.name = buffer_take(name),
                                          .distance = DISTANCE_NONE,
                                          .example = NO_NODE,
                                          .about = about}));
  return grouping->groups.count - 1;
}

/* As constructors count: what was given to an owner is no object any more. */
static void add_up(const HeapGraph *graph, Grouping *grouping) {
  for (Node node = 0; node < graph->node_count; node++) {
    u64 bytes = sizes_get(&graph->self_sizes, node);
    if (!bytes || grouping->of[node] == NO_GROUP) continue;
    Group *group = &grouping->groups.items[grouping->of[node]];
    if (group->example == NO_NODE) group->example = node;
    group->count++;
    group->self_size += bytes;
    if (node_distance(graph, node) < group->distance)
      group->distance = node_distance(graph, node);
  }
}

static void add_retained(const HeapGraph *graph, Grouping *grouping) {
  u32 count = grouping->groups.count;
  u64 *retained = base_allocate_zeroed((count + 1) * sizeof *retained);
  groups_retain(graph, grouping->of, count, retained);
  for (u32 i = 0; i < count; i++)
    grouping->groups.items[i].retained_size = retained[i];
  free(retained);
}

bool grouping_make(Sources *sources, GroupBy by, Grouping *grouping,
                   Buffer *error) {
  const HeapGraph *graph = sources->graph;
  assert(ways[by].make);
  *grouping = (Grouping){.of = COLUMN(u32, graph->node_count)};
  memset(grouping->of, 0xff, (size_t)graph->node_count * sizeof(u32));
  bool is_made = ways[by].make(sources, grouping, error);
  if (is_made) {
    add_up(graph, grouping);
    add_retained(graph, grouping);
  } else {
    grouping_free(graph, grouping);
  }
  return is_made;
}

void grouping_free(const HeapGraph *graph, Grouping *grouping) {
  for (u32 i = 0; i < grouping->groups.count; i++) {
    free(grouping->groups.items[i].name);
    json_decref(grouping->groups.items[i].about);
  }
  vector_free(&grouping->groups);
  column_free(grouping->of, graph->node_count, sizeof(u32));
  *grouping = (Grouping){};
}

/* ---- What groups retain -------------------------------------------------- */

/* A walk over the dominator tree that knows which groups are above. */
typedef struct Walk {
  const HeapGraph *graph;
  const u32 *group_of;
  u64 *retained;
  Node *first_child, *next_sibling;
  u8 *is_above; /* groups */
} Walk;

static void link_children(Walk *walk) {
  const HeapGraph *graph = walk->graph;
  for (Node node = 0; node < graph->node_count; node++)
    walk->first_child[node] = NO_NODE;
  for (Node node = graph->node_count; node-- > 0;) {
    if (node == graph->root) continue;
    Node dominator = graph->dominators[node];
    walk->next_sibling[node] = walk->first_child[dominator];
    walk->first_child[dominator] = node;
  }
}

/* Enters a node; whether its group is above from now on because of it. */
static bool enter(Walk *walk, Node node) {
  u32 group = walk->group_of[node];
  if (group == NO_GROUP || walk->is_above[group] ||
      !sizes_get(&walk->graph->self_sizes, node))
    return false;
  walk->retained[group] += sizes_get(&walk->graph->retained_sizes, node);
  return true;
}

/* Depth first without a stack: the dominator is the way back up, and a bit
 * tells whether a node put its group above. */
static void walk_tree(Walk *walk) {
  const HeapGraph *graph = walk->graph;
  Bits *has_put = bits_make(graph->node_count);
  Node node = graph->root;
  for (;;) {
    /* siblings are next, whatever is below */
    if (walk->next_sibling[node] != NO_NODE) {
      Node next = walk->next_sibling[node];
      __builtin_prefetch(&walk->next_sibling[next]);
      __builtin_prefetch(&walk->first_child[next]);
      __builtin_prefetch(&walk->group_of[next]);
      __builtin_prefetch(&graph->retained_sizes.small[next]);
    }
    if (enter(walk, node) && walk->first_child[node] != NO_NODE) {
      walk->is_above[walk->group_of[node]] = true;
      bits_set(has_put, node);
    }
    if (walk->first_child[node] != NO_NODE) {
      node = walk->first_child[node];
      continue;
    }
    while (node != graph->root && walk->next_sibling[node] == NO_NODE) {
      node = graph->dominators[node];
      if (bits_get(has_put, node)) walk->is_above[walk->group_of[node]] = false;
    }
    if (node == graph->root) break;
    node = walk->next_sibling[node];
  }
  bits_free(has_put, graph->node_count);
}

void groups_retain(const HeapGraph *graph, const u32 *group_of, u32 count,
                   u64 *retained) {
  Walk walk = {.graph = graph,
               .group_of = group_of,
               .retained = retained,
               .first_child = COLUMN(Node, graph->node_count),
               .next_sibling = COLUMN(Node, graph->node_count),
               .is_above = base_allocate_zeroed((size_t)count + 1)};
  memset(walk.next_sibling, 0xff, (size_t)graph->node_count * sizeof(Node));
  link_children(&walk);
  walk_tree(&walk);
  column_free(walk.first_child, graph->node_count, sizeof(Node));
  column_free(walk.next_sibling, graph->node_count, sizeof(Node));
  free(walk.is_above);
}
