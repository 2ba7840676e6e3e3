/* orders.c - sorting all nodes by size, and then by what they belong to. */
#include "graph/orders.h"

#include <stdlib.h>

/* ---- By falling size ----------------------------------------------------- */

/* One digit of the key, from the lowest on: a stable sort. Keys are turned
 * over, so that they rise while sizes fall. */
constexpr u32 DIGIT_BITS = 11;

static u32 digit_of(u32 key, u32 digit) {
  return ~key >> (digit * DIGIT_BITS) & ((1u << DIGIT_BITS) - 1);
}

/* From `from` to `to`; NULL: numbers as they rise. */
static void sort_digit(const u32 *keys, u32 count, u32 digit, const u32 *from,
                       u32 *to) {
  u32 starts[(1u << DIGIT_BITS) + 1] = {};
  for (u32 i = 0; i < count; i++)
    starts[digit_of(keys[i], digit) + 1]++;
  for (u32 i = 0; i < 1u << DIGIT_BITS; i++)
    starts[i + 1] += starts[i];
  for (u32 i = 0; i < count; i++) {
    u32 number = from ? from[i] : i;
    to[starts[digit_of(keys[number], digit)]++] = number;
  }
}

void order_falling(const u32 *keys, u32 count, u32 *order, u32 *spare) {
  static_assert(3 * DIGIT_BITS >= 32);
  sort_digit(keys, count, 0, NULL, order);
  sort_digit(keys, count, 1, order, spare);
  sort_digit(keys, count, 2, spare, order);
}

/* All nodes into `order`. */
static void sort_by_size(const HeapGraph *graph, Node *order, Node *spare) {
  const u32 *sizes = graph->retained_sizes.small;
  order_falling(sizes, graph->node_count, order, spare);
  /* those beside the column are equal in it, and all in front */
  NodeList large = {.items = order};
  while (large.count < graph->node_count &&
         sizes[order[large.count]] == UINT32_MAX)
    large.count++;
  nodes_sort(graph, &large);
}

/* ---- By what they belong to ---------------------------------------------- */

/* `starts[i + 1]` is how many have the number i in `column`; becomes where
 * those of each begin. */
static void add_up(u32 *starts, u32 count) {
  for (u32 i = 0; i < count; i++)
    starts[i + 1] += starts[i];
}

/* The places of `starts` are used up: each becomes that of the next number. */
static void sort_members(const HeapGraph *graph, HeapLists *lists,
                         const Node *order) {
  u32 *starts = base_allocate_zeroed((graph->class_count + 2) * sizeof *starts);
  for (Node node = 0; node < graph->node_count; node++)
    starts[graph->classes[node] + 2]++;
  add_up(starts + 1, graph->class_count);
  for (u32 i = 0; i < graph->node_count; i++)
    lists->members[starts[graph->classes[order[i]] + 1]++] = order[i];
  lists->class_starts = starts;
}

/* The root is nobody's child, though it is its own dominator. */
static void sort_children(const HeapGraph *graph, HeapLists *lists,
                          const Node *order) {
  u32 *starts = base_allocate_zeroed((graph->node_count + 1) * sizeof *starts);
  for (Node node = 0; node < graph->node_count; node++)
    if (node != graph->root) starts[graph->dominators[node] + 1]++;
  add_up(starts, graph->node_count);
  for (u32 i = 0; i < graph->node_count; i++)
    if (order[i] != graph->root)
      lists->children[starts[graph->dominators[order[i]]]++] = order[i];
  free(starts);
}

/* Where children are many, what they are is added up once and for all; not
 * where that would be a long list itself. */
static void add_children(const HeapGraph *graph, HeapLists *lists) {
  constexpr u32 MANY = 4'096, PART = 16;
  ChildClasses all = {}, some = {};
  u32 count = graph->node_count - 1, end;
  for (u32 first = 0; first < count; first = end) {
    Node node = graph->dominators[lists->children[first]];
    for (end = first + 1;
         end < count && graph->dominators[lists->children[end]] == node;)
      end++;
    if (end - first < MANY) continue;
    NodeSpan children = {lists->children + first, end - first};
    some.count = 0;
    children_add_up(graph, node, children, &some);
    for (u32 i = 0; i < some.count && some.count <= children.count / PART; i++)
      vector_push(&all, some.items[i]);
  }
  lists->child_classes = all.items;
  lists->child_class_count = all.count;
  vector_free(&some);
}

/* ---- Ids ----------------------------------------------------------------- */

static void make_zones(const HeapGraph *graph, HeapLists *lists) {
  u32 count = id_zones_of(graph->node_count);
  graph_load_ids(graph);
  lists->id_zones = base_allocate(count * sizeof *lists->id_zones);
  for (u32 i = 0; i < count; i++) {
    IdZone *zone = &lists->id_zones[i];
    *zone = (IdZone){UINT32_MAX, 0};
    for (Node node = i * ID_ZONE;
         node < graph->node_count && node / ID_ZONE == i; node++) {
      if (graph->ids[node] < zone->least) zone->least = graph->ids[node];
      if (graph->ids[node] > zone->most) zone->most = graph->ids[node];
    }
  }
}

void orders_make(const HeapGraph *graph) {
  /* lists are made for whoever only reads the graph */
  HeapLists *lists = &((HeapGraph *)graph)->lists;
  size_t bytes = (size_t)graph->node_count * sizeof(Node);
  if (lists->members) return;
  Node *order = base_allocate(bytes);
  lists->members = base_allocate(bytes);
  lists->children = base_allocate(bytes);
  sort_by_size(graph, order, lists->members);
  sort_members(graph, lists, order);
  sort_children(graph, lists, order);
  add_children(graph, lists);
  make_zones(graph, lists);
  free(order);
}

/* ---- Asking -------------------------------------------------------------- */

NodeSpan orders_members(const HeapGraph *graph, u32 class) {
  const HeapLists *lists = &graph->lists;
  assert(lists->members && class < graph->class_count);
  u32 first = lists->class_starts[class], end = lists->class_starts[class + 1];
  return (NodeSpan){lists->members + first, end > first ? end - first : 0};
}

/* Where in `children` those of `node` begin, or would. */
static u32 find_children(const HeapGraph *graph, Node node) {
  const Node *children = graph->lists.children;
  u32 low = 0, high = graph->node_count - 1;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (graph->dominators[children[middle]] < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

NodeSpan orders_children(const HeapGraph *graph, Node node) {
  u32 first = find_children(graph, node), end = find_children(graph, node + 1);
  return (NodeSpan){graph->lists.children + first,
                    end > first ? end - first : 0};
}

bool orders_child_classes(const HeapGraph *graph, Node node,
                          ChildClasses *list) {
  const ChildClass *classes = graph->lists.child_classes;
  u32 low = 0, high = graph->lists.child_class_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (classes[middle].parent < node)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < graph->lists.child_class_count && classes[low].parent == node;
       low++)
    vector_push(list, classes[low]);
  return list->count > 0;
}

/* ---- The members of several classes -------------------------------------- */

static int by_number(const void *a, const void *b) {
  const Node *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

void members_list(const HeapGraph *graph, const u8 *marks, NodeList *list) {
  if (!orders_are_kept(graph)) {
    for (Node node = 0; node < graph->node_count; node++)
      if (marks[graph->classes[node]]) vector_push(list, node);
    return;
  }
  for (u32 class = 0; class < graph->class_count; class ++) {
    if (!marks[class]) continue;
    NodeSpan span = orders_members(graph, class);
    for (u32 i = 0; i < span.count; i++)
      vector_push(list, span.nodes[i]);
  }
  if (list->count) qsort(list->items, list->count, sizeof(Node), by_number);
}

/* The lists of several classes are merged: a heap has the next of each. */
typedef struct Head {
  u64 retained;
  NodeSpan rest; /* the first of it is the next */
} Head;

typedef VECTOR(Head) Heads;

static bool is_before(const Head *a, const Head *b) {
  return a->retained != b->retained ? a->retained > b->retained
                                    : *a->rest.nodes < *b->rest.nodes;
}

static void sink(Heads *heads, u32 at) {
  Head head = heads->items[at];
  for (u32 child; (child = 2 * at + 1) < heads->count; at = child) {
    if (child + 1 < heads->count &&
        is_before(&heads->items[child + 1], &heads->items[child]))
      child++;
    if (!is_before(&heads->items[child], &head)) break;
    heads->items[at] = heads->items[child];
  }
  heads->items[at] = head;
}

static void heap_up(Heads *heads) {
  for (u32 i = heads->count / 2; i-- > 0;)
    sink(heads, i);
}

static u64 open_heads(const HeapGraph *graph, const u8 *marks, Heads *heads) {
  u64 total = 0;
  for (u32 class = 0; class < graph->class_count; class ++) {
    NodeSpan span = marks[class] ? orders_members(graph, class) : (NodeSpan){};
    total += span.count;
    if (span.count)
      vector_push(heads, ((Head){sizes_get(&graph->retained_sizes, *span.nodes),
                                 span}));
  }
  return total;
}

/* How many of a list come before a node of that size would. */
static u32 count_before(const HeapGraph *graph, NodeSpan span, u64 retained,
                        Node node) {
  u32 low = 0, high = span.count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    u64 size = sizes_get(&graph->retained_sizes, span.nodes[middle]);
    if (size != retained ? size > retained : span.nodes[middle] < node)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static u64 count_all_before(const HeapGraph *graph, const Heads *heads,
                            u64 retained, Node node) {
  u64 count = 0;
  for (u32 i = 0; i < heads->count; i++)
    count += count_before(graph, heads->items[i].rest, retained, node);
  return count;
}

/* Leaves out the first `skip` of all, which are fewer than all. The size of the
 * first one that is left is found by bisection, then its number. */
static void skip_first(const HeapGraph *graph, Heads *heads, u64 skip) {
  u64 retained = 0, most = sizes_get(&graph->retained_sizes, graph->root) + 1;
  while (retained < most) {
    u64 middle = retained + (most - retained) / 2;
    if (count_all_before(graph, heads, middle, 0) > skip)
      retained = middle + 1;
    else
      most = middle;
  }
  Node node = 0, last = graph->node_count - 1;
  while (node < last) {
    Node middle = node + (last - node + 1) / 2;
    if (count_all_before(graph, heads, retained, middle) > skip)
      last = middle - 1;
    else
      node = middle;
  }
  for (u32 i = heads->count; i-- > 0;) {
    Head *head = &heads->items[i];
    u32 before = count_before(graph, head->rest, retained, node);
    head->rest.nodes += before;
    head->rest.count -= before;
    if (head->rest.count)
      head->retained = sizes_get(&graph->retained_sizes, *head->rest.nodes);
    else
      *head = heads->items[--heads->count];
  }
}

/* The first of them is taken, and the next of its list comes in its place. */
static Node take_first(const HeapGraph *graph, Heads *heads) {
  Head *head = &heads->items[0];
  Node node = *head->rest.nodes++;
  if (--head->rest.count)
    head->retained = sizes_get(&graph->retained_sizes, *head->rest.nodes);
  else
    *head = heads->items[--heads->count];
  if (heads->count) sink(heads, 0);
  return node;
}

u64 members_largest(const HeapGraph *graph, const u8 *marks, u64 skip,
                    u64 wanted, NodeList *list) {
  if (!orders_are_kept(graph)) {
    members_list(graph, marks, list);
    u64 total = list->count, end = skip < total ? skip : total;
    end += wanted < total - end ? wanted : total - end;
    nodes_sort_first(graph, list, end);
    list->count = 0;
    for (u64 i = skip; i < end; i++)
      list->items[list->count++] = list->items[i];
    return total;
  }
  Heads heads = {};
  u64 total = open_heads(graph, marks, &heads);
  if (skip && skip < total) skip_first(graph, &heads, skip);
  if (skip >= total) heads.count = 0;
  heap_up(&heads);
  while (heads.count && list->count < wanted)
    vector_push(list, take_first(graph, &heads));
  vector_free(&heads);
  return total;
}
