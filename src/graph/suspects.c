/* suspects.c - accumulation points in the dominator tree. */
#include "graph/suspects.h"

#include <stdlib.h>

/* A suspect retains at least so much of the heap. */
constexpr u64 ONE_PART_IN = 50;
/* And its largest child at most half of it. */
constexpr u64 CHILD_PART = 2;

typedef struct Candidate {
  Node node;
  u64 largest; /* child */
  u32 children;
} Candidate;

typedef struct Search {
  const HeapGraph *graph;
  VECTOR(Candidate) candidates; /* in the order of their nodes */
  Bits *is_candidate;           /* in a chain all nodes are */
} Search;

static void find_candidates(Search *search) {
  const HeapGraph *graph = search->graph;
  u64 least = graph_total_size(graph) / ONE_PART_IN + 1;
  for (Node node = 0; node < graph->node_count; node++) {
    NodeType type = node_type(graph, node);
    /* what the roots themselves are is no suspicion */
    if (sizes_get(&graph->retained_sizes, node) < least ||
        node == graph->root || type == NODE_SYNTHETIC || type == NODE_CODE ||
        node_distance(graph, node) <= 1)
      continue;
    bits_set(search->is_candidate, node);
    vector_push(&search->candidates, ((Candidate){.node = node}));
  }
}

static void measure_children(Search *search) {
  const HeapGraph *graph = search->graph;
  const Bits *is_candidate = search->is_candidate;
  u32 *ranks = bits_rank_make(is_candidate, graph->node_count);
  for (Node node = 0; node < graph->node_count; node++) {
    Node dominator = graph->dominators[node];
    if (!bits_get(is_candidate, dominator)) continue;
    u32 place = bits_rank(is_candidate, ranks, dominator);
    Candidate *candidate = &search->candidates.items[place];
    u64 retained = sizes_get(&graph->retained_sizes, node);
    assert(candidate);
    candidate->children++;
    if (retained > candidate->largest) candidate->largest = retained;
  }
  bits_rank_free(ranks, graph->node_count);
}

static int by_retained(const void *a, const void *b) {
  const Suspect *x = a, *y = b;
  if (x->retained != y->retained) return x->retained < y->retained ? 1 : -1;
  return (x->node > y->node) - (x->node < y->node);
}

static void add_suspect(const HeapGraph *graph, const Candidate *candidate,
                        Suspects *list) {
  Suspect suspect = {
      .node = candidate->node,
      .owner = node_owner(graph, candidate->node),
      .retained = sizes_get(&graph->retained_sizes, candidate->node),
      .children = candidate->children,
  };
  if (suspect.children) vector_push(list, suspect);
}

/* What most of it is. */
static void describe_suspect(const HeapGraph *graph, Suspect *suspect) {
  ChildClasses classes = {};
  children_by_class(graph, suspect->node, &classes);
  if (classes.count) {
    suspect->class = classes.items[0].class;
    suspect->count = classes.items[0].count;
    suspect->gathered = classes.items[0].retained;
  }
  vector_free(&classes);
}

void suspects_find(const HeapGraph *graph, u32 most, Suspects *list) {
  Search search = {.graph = graph,
                   .is_candidate = bits_make(graph->node_count)};
  find_candidates(&search);
  measure_children(&search);
  for (u32 i = 0; i < search.candidates.count; i++) {
    const Candidate *candidate = &search.candidates.items[i];
    u64 retained = sizes_get(&graph->retained_sizes, candidate->node);
    if (candidate->largest <= retained / CHILD_PART)
      add_suspect(graph, candidate, list);
  }
  if (list->count)
    qsort(list->items, list->count, sizeof *list->items, by_retained);
  if (list->count > most) list->count = most;
  for (u32 i = 0; i < list->count; i++)
    describe_suspect(graph, &list->items[i]);
  vector_free(&search.candidates);
  bits_free(search.is_candidate, graph->node_count);
}
