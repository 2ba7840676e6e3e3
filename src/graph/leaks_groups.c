/* leaks_groups.c - what is in each group, and how it grew. */
#include "graph/leaks_parts.h"

#include <stdlib.h>

/* An interval counts as growth from this part of the largest on. */
constexpr u64 INTERVAL_PART = 8;

typedef VECTOR(Member) Members;

typedef struct Counting {
  Leaks *leaks;
  Members members, tops; /* by group and class: all nodes, the tops alone */
  NumberTable member_at, top_at;
  NumberTable texts; /* group and string: those seen */
} Counting;

/* ---- Counting ------------------------------------------------------------ */

static void count_member(Members *members, NumberTable *at, u32 group,
                         u32 class, Node node, u64 bytes) {
  u32 *place = number_table_at(at, (u64)group << 32 | class);
  if (*place == TABLE_NONE) {
    *place = members->count;
    vector_push(members,
                ((Member){.group = group, .class = class, .example = node}));
  }
  Member *member = &members->items[*place];
  member->count++;
  member->bytes += bytes;
}

static bool is_string(const Leaks *leaks, Node node) {
  return node_trait(leaks, node) == TRAIT_STRING;
}

static void count_text(Counting *counting, Group *group, u32 index, Node node) {
  group->string_count++;
  u64 key = (u64)index << 32 | graph_name(counting->leaks->graph, node);
  u32 *place = number_table_at(&counting->texts, key);
  if (*place != TABLE_NONE) return;
  *place = 0;
  group->distinct_count++;
}

static void count_tops(Counting *counting) {
  Leaks *leaks = counting->leaks;
  const HeapGraph *graph = leaks->graph;
  for (u32 i = 0; i < leaks->tops.count; i++) {
    const Top *top = &leaks->tops.items[i];
    Group *group = &leaks->groups.items[top->group];
    u64 bytes = sizes_get(&graph->retained_sizes, top->node);
    group->count++;
    group->retained += bytes;
    count_member(&counting->tops, &counting->top_at, top->group,
                 graph->classes[top->node], top->node, bytes);
    if (is_string(leaks, top->node))
      count_text(counting, group, top->group, top->node);
    if (group->owner != NO_NODE && group->owner != top->dominator)
      group->has_owners = true;
    if (group->newest == NO_NODE ||
        graph_id(graph, top->node) > graph_id(graph, group->newest))
      group->newest = top->node;
    if (group->top != NO_NODE &&
        bytes <= sizes_get(&graph->retained_sizes, group->top))
      continue;
    group->top = top->node;
    group->owner = top->dominator;
  }
}

/* In which interval it came. */
static u32 find_birth(const Leaks *leaks, Node node) {
  u32 interval = 0;
  while (interval + 2 < leaks->graph_count &&
         identity_find(&leaks->identities[interval + 1],
                       graph_id(leaks->graph, node)) == NO_NODE)
    interval++;
  return interval;
}

static void count_node(Counting *counting, Node node) {
  Leaks *leaks = counting->leaks;
  const HeapGraph *graph = leaks->graph;
  u32 index = leaks->tops.items[leaks->top_of[node]].group;
  Group *group = &leaks->groups.items[index];
  u64 bytes = sizes_get(&graph->self_sizes, node);
  group->bytes += bytes;
  group->nodes++;
  group->born[find_birth(leaks, node)] += bytes;
  group->detached_count += node_detachedness(graph, node) == DETACHED_YES;
  if (bytes)
    count_member(&counting->members, &counting->member_at, index,
                 graph->classes[node], node, bytes);
}

/* A container that was opened belongs to what most of it is. */
static void count_container(Counting *counting, Node container) {
  Leaks *leaks = counting->leaks;
  const HeapGraph *graph = leaks->graph;
  Node node = container;
  while (node != NO_NODE && bits_get(leaks->is_container, node)) {
    Node heaviest = leaks->first_child[node];
    for (Node child = heaviest; child != NO_NODE;
         child = leaks->next_sibling[child])
      if (sizes_get(&graph->retained_sizes, child) >
          sizes_get(&graph->retained_sizes, heaviest))
        heaviest = child;
    node = heaviest;
  }
  if (node == NO_NODE || leaks->top_of[node] == TABLE_NONE) return;
  u32 group = leaks->tops.items[leaks->top_of[node]].group;
  leaks->groups.items[group].container_bytes +=
      sizes_get(&graph->self_sizes, container);
}

static void count_nodes(Counting *counting) {
  Leaks *leaks = counting->leaks;
  for (Node node = 0; node < leaks->graph->node_count; node++) {
    if (node_is_survivor(leaks, node))
      count_node(counting, node);
    else if (bits_get(leaks->is_container, node) && leaks->graph_count > 1 &&
             sizes_get(&leaks->graph->self_sizes, node))
      count_container(counting, node);
  }
}

/* ---- The classes of each group ------------------------------------------- */

static int by_group(const void *a, const void *b) {
  const Member *x = a, *y = b;
  if (x->group != y->group) return x->group < y->group ? -1 : 1;
  if (x->bytes != y->bytes) return x->bytes < y->bytes ? 1 : -1;
  return (x->class > y->class) - (x->class < y->class);
}

static void sort_members(Members *members) {
  if (members->count)
    qsort(members->items, members->count, sizeof *members->items, by_group);
}

static void give_members(Counting *counting) {
  sort_members(&counting->members);
  for (u32 i = 0; i < counting->members.count; i++) {
    const Member *member = &counting->members.items[i];
    Group *group = &counting->leaks->groups.items[member->group];
    if (group->member_count < GROUP_CLASSES_MAX)
      group->members[group->member_count++] = *member;
    group->class_count++;
  }
  sort_members(&counting->tops);
  for (u32 i = counting->tops.count; i-- > 0;) {
    const Member *member = &counting->tops.items[i];
    Group *group = &counting->leaks->groups.items[member->group];
    group->top_class = member->class;
    group->top_class_count = member->count;
  }
}

/* ---- Growth -------------------------------------------------------------- */

static u64 count_class(const HeapGraph *graph, const char *name) {
  u64 count = 0;
  for (u32 i = 0; i < graph->class_count; i++)
    if (!strcmp(graph->class_table[i].name, name))
      count += graph->class_table[i].count;
  return count;
}

/* How the only owner grew, or the class that there is most of. */
static void measure(const Leaks *leaks, Group *group) {
  const HeapGraph *last = leaks->graph;
  group->is_series_of_owner = !group->has_owners && group->path_count == 1 &&
                              group->owner != last->root &&
                              !bits_get(leaks->is_new, group->owner);
  u32 owner = group->owner == NO_NODE ? 0 : graph_id(last, group->owner);
  const char *class = last->class_table[group->top_class].name;
  for (u32 i = 0; i < leaks->graph_count; i++) {
    const HeapGraph *graph = &leaks->graphs[i];
    if (!group->is_series_of_owner) {
      group->series[i] = count_class(graph, class);
      continue;
    }
    Node node = graph == last ? group->owner
                              : identity_find(&leaks->identities[i], owner);
    group->series[i] =
        node == NO_NODE ? 0 : sizes_get(&graph->retained_sizes, node);
  }
}

/* What came is balanced by what went. Of a class that is anywhere the count
 * says nothing. */
static bool is_steady(const Leaks *leaks, const Group *group) {
  u64 before = group->series[0];
  u64 after = group->series[leaks->graph_count - 1];
  u64 more = after > before ? after - before : 0;
  if (group->is_series_of_owner) return more < group->bytes / 2;
  return leaks->traits[group->top_class] == TRAIT_NONE &&
         more < group->top_class_count / 2;
}

static Verdict judge(const Leaks *leaks, const Group *group) {
  u32 intervals = leaks->graph_count - 1, growing = 0;
  if (!intervals) return VERDICT_PRESENT;
  if (is_steady(leaks, group)) return VERDICT_STEADY;
  if (intervals == 1) return VERDICT_GREW;
  u64 most = 0;
  for (u32 i = 0; i < intervals; i++)
    if (group->born[i] > most) most = group->born[i];
  for (u32 i = 0; i < intervals; i++)
    growing += group->born[i] * INTERVAL_PART > most;
  if (growing == intervals) return VERDICT_GROWING;
  return group->born[intervals - 1] * INTERVAL_PART > most ? VERDICT_RECENT
                                                           : VERDICT_ONCE;
}

void leaks_count_groups(Leaks *leaks) {
  Counting counting = {.leaks = leaks};
  count_tops(&counting);
  count_nodes(&counting);
  give_members(&counting);
  for (u32 i = 0; i < leaks->groups.count; i++) {
    Group *group = &leaks->groups.items[i];
    /* what is a trifle is not looked at, and counting classes takes time */
    if (!group->count || group->bytes * 1000 < leaks->growth) continue;
    measure(leaks, group);
    group->verdict = judge(leaks, group);
  }
  vector_free(&counting.members);
  vector_free(&counting.tops);
  number_table_free(&counting.member_at);
  number_table_free(&counting.top_at);
  number_table_free(&counting.texts);
}
