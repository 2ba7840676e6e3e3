/* references.c - counting referrers, and finding edges by their targets. */
#include "graph/references.h"

#include "graph/table.h"

#include <stdlib.h>

/* ---- Going along the retainers ------------------------------------------- */

typedef struct Walk {
  const HeapGraph *graph;
  EdgeRange left;
} Walk;

/* Several edges from one object are next to each other. */
static bool next_reference(Walk *walk, Reference *reference) {
  const u32 *words = walk->graph->retainers;
  EdgeRange *left = &walk->left;
  if (left->next >= left->end) return false;
  u32 word = words[left->next++];
  *reference =
      (Reference){edge_node(word), node_distance(walk->graph, edge_node(word)),
                  edge_type(word) == EDGE_WEAK};
  for (; left->next < left->end &&
         edge_node(words[left->next]) == reference->source;
       left->next++)
    reference->is_weak &= edge_type(words[left->next]) == EDGE_WEAK;
  return true;
}

static bool is_near(const HubCount *count, const Reference *reference) {
  return count->distance == reference->distance &&
         count->is_weak == reference->is_weak;
}

/* ---- Counting ------------------------------------------------------------ */

/* Rises from the nearest on; weak references come last. */
static u64 key_of(u32 is_weak, u32 distance) {
  return (u64)is_weak << 32 | distance;
}

static int by_nearness(const void *a, const void *b) {
  const HubCount *x = a, *y = b;
  u64 p = key_of(x->is_weak, x->distance), q = key_of(y->is_weak, y->distance);
  return (p > q) - (p < q);
}

static u32 place_of(NumberTable *places, References *references,
                    const Reference *reference) {
  u64 key = key_of(reference->is_weak, reference->distance);
  u32 *place = number_table_at(places, key);
  if (*place == TABLE_NONE) {
    *place = references->counts.count;
    vector_push(&references->counts,
                ((HubCount){.node = references->node,
                            .distance = reference->distance,
                            .is_weak = reference->is_weak}));
  }
  return *place;
}

static void count_all(References *references) {
  const HeapGraph *graph = references->graph;
  NumberTable places = {};
  Walk walk = {graph, node_retainers(graph, references->node)};
  u32 at = 0;
  for (Reference reference; next_reference(&walk, &reference);) {
    /* the last one's place is nearly always the next one's */
    if (at >= references->counts.count ||
        !is_near(&references->counts.items[at], &reference))
      at = place_of(&places, references, &reference);
    assert(references->counts.items);
    references->counts.items[at].count++;
  }
  number_table_free(&places);
  if (references->counts.count)
    qsort(references->counts.items, references->counts.count, sizeof(HubCount),
          by_nearness);
}

/* What an index has of the node; nothing when it has none. */
static void take_counts(References *references) {
  const HeapLists *lists = &references->graph->lists;
  u32 low = 0, high = lists->hub_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (lists->hubs[middle].node < references->node)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < lists->hub_count && lists->hubs[low].node == references->node;
       low++)
    vector_push(&references->counts, lists->hubs[low]);
}

void references_count(const HeapGraph *graph, Node node,
                      References *references) {
  *references = (References){.graph = graph, .node = node};
  take_counts(references);
  if (!references->counts.count) count_all(references);
  for (u32 i = 0; i < references->counts.count; i++)
    references->count += references->counts.items[i].count;
}

void references_free(References *references) {
  vector_free(&references->counts);
}

/* Of those as near the ones from `skip` on, at most `limit`. */
static void take_some(const References *references, const HubCount *near,
                      u64 skip, u64 limit, ReferenceList *list) {
  const HeapGraph *graph = references->graph;
  Walk walk = {graph, node_retainers(graph, references->node)};
  for (Reference reference; limit && next_reference(&walk, &reference);) {
    if (!is_near(near, &reference)) continue;
    if (skip) {
      skip--;
      continue;
    }
    vector_push(list, reference);
    limit--;
  }
}

static int by_place(const void *a, const void *b) {
  const Reference *x = a, *y = b;
  u64 p = key_of(x->is_weak, x->distance), q = key_of(y->is_weak, y->distance);
  return p != q ? (p > q) - (p < q)
                : (x->source > y->source) - (x->source < y->source);
}

/* All that are farther than `first` and not farther than `last`. */
static void take_between(const References *references, const HubCount *first,
                         const HubCount *last, ReferenceList *list) {
  const HeapGraph *graph = references->graph;
  u64 after = key_of(first->is_weak, first->distance);
  u64 most = key_of(last->is_weak, last->distance);
  u32 start = list->count;
  Walk walk = {graph, node_retainers(graph, references->node)};
  for (Reference reference; next_reference(&walk, &reference);) {
    u64 key = key_of(reference.is_weak, reference.distance);
    if (key > after && key <= most) vector_push(list, reference);
  }
  if (list->count > start)
    qsort(list->items + start, list->count - start, sizeof(Reference),
          by_place);
}

/* Some of those as near as the first on the page, all of some that are farther,
 * and the beginning of the next: three walks at most, however many distances
 * there are. */
void references_page(const References *references, u64 offset, u64 limit,
                     ReferenceList *list) {
  const HubCount *counts = references->counts.items;
  u32 count = references->counts.count, first = 0, i;
  while (first < count && offset >= counts[first].count)
    offset -= counts[first++].count;
  if (first == count || !limit) return;
  u64 here = counts[first].count - offset;
  if (here > limit) here = limit;
  take_some(references, &counts[first], offset, here, list);
  limit -= here;
  for (i = first + 1; i < count && counts[i].count <= limit; i++)
    limit -= counts[i].count;
  if (i > first + 1)
    take_between(references, &counts[first], &counts[i - 1], list);
  if (i < count && limit) take_some(references, &counts[i], 0, limit, list);
}

/* ---- Wide nodes ---------------------------------------------------------- */

static u32 count_edges(const HeapGraph *graph, Node node) {
  return node_edges_start(graph, node + 1) - node_edges_start(graph, node);
}

static int by_number(const void *a, const void *b) {
  const u64 *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* The node's edges, counted from its first, by target. */
static void sort_edges(const HeapGraph *graph, Node node, u32 *order) {
  u32 count = count_edges(graph, node);
  u64 *keys = base_allocate(count * sizeof *keys);
  EdgeReader reader = graph_read_edges(graph, node);
  EdgeRecord edge;
  for (u32 i = 0; i < count && edge_reader_next(&reader, &edge); i++)
    keys[i] = (u64)edge.target << 32 | i;
  qsort(keys, count, sizeof *keys, by_number);
  for (u32 i = 0; i < count; i++)
    order[i] = (u32)keys[i];
  free(keys);
}

static void sort_wide_nodes(const HeapGraph *graph, HeapLists *lists) {
  VECTOR(WideNode) nodes = {};
  u32 edges = 0;
  for (Node node = 0; node < graph->node_count; node++) {
    u32 count = count_edges(graph, node);
    if (count < WIDE_LEAST) continue;
    vector_push(&nodes, ((WideNode){node, edges}));
    edges += count;
  }
  lists->wide = nodes.items;
  lists->wide_count = nodes.count;
  lists->wide_edges = base_allocate((edges + 1ull) * sizeof(u32));
  lists->wide_edge_count = edges;
  for (u32 i = 0; i < nodes.count; i++)
    sort_edges(graph, nodes.items[i].node,
               lists->wide_edges + nodes.items[i].first);
}

static void count_hubs(const HeapGraph *graph, HeapLists *lists) {
  VECTOR(HubCount) hubs = {};
  for (Node node = 0; node < graph->node_count; node++) {
    EdgeRange edges = node_retainers(graph, node);
    if (edges.end - edges.next < WIDE_LEAST) continue;
    References references;
    references_count(graph, node, &references);
    for (u32 i = 0; i < references.counts.count; i++)
      vector_push(&hubs, references.counts.items[i]);
    references_free(&references);
  }
  lists->hubs = hubs.items;
  lists->hub_count = hubs.count;
}

void references_make(const HeapGraph *graph) {
  /* lists are made for whoever only reads the graph */
  HeapLists *lists = &((HeapGraph *)graph)->lists;
  if (lists->wide_edges) return;
  sort_wide_nodes(graph, lists);
  count_hubs(graph, lists);
}

/* The order of the edges of `node`, or NULL. */
static const u32 *find_order(const HeapGraph *graph, Node node, u32 count) {
  const HeapLists *lists = &graph->lists;
  u32 low = 0, high = lists->wide_count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (lists->wide[middle].node < node)
      low = middle + 1;
    else
      high = middle;
  }
  if (low == lists->wide_count || lists->wide[low].node != node) return NULL;
  u32 first = lists->wide[low].first;
  return (u64)first + count <= lists->wide_edge_count
             ? lists->wide_edges + first
             : NULL;
}

static Node target_of(const HeapGraph *graph, Node source, u32 edge) {
  EdgeReader reader = graph_read_edges_from(graph, source, edge);
  EdgeRecord record;
  return edge_reader_next(&reader, &record) ? record.target : NO_NODE;
}

EdgesTo edges_to_begin(const HeapGraph *graph, Node source, Node target) {
  EdgesTo edges = {.reader.graph = graph, .source = source, .target = target};
  u32 count = count_edges(graph, source);
  if (count >= WIDE_LEAST) edges.order = find_order(graph, source, count);
  if (!edges.order) {
    edges.reader = graph_read_edges(graph, source);
    return edges;
  }
  u32 low = 0, high = count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (target_of(graph, source, edges.order[middle]) < target)
      low = middle + 1;
    else
      high = middle;
  }
  edges.order += low;
  edges.left = count - low;
  return edges;
}

bool edges_to_next(EdgesTo *edges, EdgeRecord *edge) {
  const HeapGraph *graph = edges->reader.graph;
  if (!edges->order) {
    while (edge_reader_next(&edges->reader, edge))
      if (edge->target == edges->target) return true;
    return false;
  }
  if (!edges->left) return false;
  EdgeReader reader =
      graph_read_edges_from(graph, edges->source, *edges->order++);
  edges->left--;
  return edge_reader_next(&reader, edge) && edge->target == edges->target;
}
