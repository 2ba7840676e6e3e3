/* diff_identity.c - the nodes of a snapshot by their ids. */
#include "graph/diff_identity.h"

/* Above so many possible ids for each node a hash table is smaller. */
constexpr u64 IDS_PER_NODE_MAX = 256, IDS_ALWAYS = 1u << 20;

static u64 count_ids(const HeapGraph *graph) {
  u32 greatest = 0;
  for (Node node = 0; node < graph->node_count; node++)
    if (graph->ids[node] > greatest) greatest = graph->ids[node];
  return (u64)greatest + 1;
}

static void make_sparse(Identity *identity, const HeapGraph *graph) {
  identity->is_sparse = true;
  for (Node node = 0; node < graph->node_count; node++)
    *number_table_at(&identity->sparse, graph->ids[node]) = node;
}

static u32 rank(const Identity *identity, u32 id) {
  u64 below = identity->is_used[id / 64] & ((1ull << id % 64) - 1);
  return identity->before[id / 64] + (u32)__builtin_popcountll(below);
}

static void make_dense(Identity *identity, const HeapGraph *graph) {
  identity->is_used = bits_make(identity->id_count);
  u64 words = identity->id_count / 64 + 1;
  identity->before = COLUMN(u32, words);
  identity->nodes = COLUMN(Node, graph->node_count);
  for (Node node = 0; node < graph->node_count; node++)
    bits_set(identity->is_used, graph->ids[node]);
  u32 used = 0;
  for (u64 word = 0; word < words; word++) {
    identity->before[word] = used;
    used += (u32)__builtin_popcountll(identity->is_used[word]);
  }
  for (Node node = 0; node < graph->node_count; node++)
    identity->nodes[rank(identity, graph->ids[node])] = node;
}

Identity identity_make(const HeapGraph *graph) {
  graph_load_ids(graph);
  Identity identity = {.node_count = graph->node_count,
                       .id_count = count_ids(graph)};
  if (identity.id_count > IDS_ALWAYS &&
      identity.id_count / IDS_PER_NODE_MAX > graph->node_count)
    make_sparse(&identity, graph);
  else
    make_dense(&identity, graph);
  return identity;
}

void identity_free(Identity *identity) {
  number_table_free(&identity->sparse);
  if (!identity->is_sparse && identity->is_used) {
    bits_free(identity->is_used, identity->id_count);
    column_free(identity->before, identity->id_count / 64 + 1, sizeof(u32));
    column_free(identity->nodes, identity->node_count, sizeof(Node));
  }
  *identity = (Identity){};
}

Node identity_find(const Identity *identity, u32 id) {
  if (identity->is_sparse) return number_table_get(&identity->sparse, id);
  if (id >= identity->id_count || !bits_get(identity->is_used, id))
    return NO_NODE;
  return identity->nodes[rank(identity, id)];
}
