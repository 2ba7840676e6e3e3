/* suspects.c - accumulation points in the dominator tree. */
#include "graph/suspects.h"

#include <stdlib.h>

/* A suspect retains at least so much of the heap. */
constexpr u64 ONE_PART_IN = 50;
/* And its largest child at most half of it. */
constexpr u64 CHILD_PART = 2;

typedef struct Candidate {
  Node node;
  u32 children;
} Candidate;

typedef struct Search {
  const HeapGraph *graph;
  Bits *is_candidate;
  VECTOR(Candidate) candidates; /* in the order of their nodes */
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
  }
}

/* Nothing gathers where most of it is one child's: in a long list that is so of
 * nearly all nodes, so none is listed before. */
static void drop_chains(Search *search) {
  const HeapGraph *graph = search->graph;
  const Sizes *retained = &graph->retained_sizes;
  for (Node node = 0; node < graph->node_count; node++) {
    Node dominator = graph->dominators[node];
    if (bits_get(search->is_candidate, dominator) &&
        sizes_get(retained, node) > sizes_get(retained, dominator) / CHILD_PART)
      bits_clear(search->is_candidate, dominator);
  }
  for (Node node = 0; node < graph->node_count; node++)
    if (bits_get(search->is_candidate, node))
      vector_push(&search->candidates, ((Candidate){.node = node}));
}

static void count_children(Search *search) {
  const HeapGraph *graph = search->graph;
  const Bits *is_candidate = search->is_candidate;
  u32 *ranks = bits_rank_make(is_candidate, graph->node_count);
  for (Node node = 0; node < graph->node_count; node++) {
    Node dominator = graph->dominators[node];
    if (!bits_get(is_candidate, dominator)) continue;
    u32 place = bits_rank(is_candidate, ranks, dominator);
    assert(search->candidates.items);
    search->candidates.items[place].children++;
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
  drop_chains(&search);
  count_children(&search);
  for (u32 i = 0; i < search.candidates.count; i++)
    add_suspect(graph, &search.candidates.items[i], list);
  if (list->count)
    qsort(list->items, list->count, sizeof *list->items, by_retained);
  if (list->count > most) list->count = most;
  for (u32 i = 0; i < list->count; i++)
    describe_suspect(graph, &list->items[i]);
  vector_free(&search.candidates);
  bits_free(search.is_candidate, graph->node_count);
}
