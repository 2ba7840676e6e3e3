/* leaks_sites.c - who allocated the survivors, where the last snapshot says so.
 *
 * Such a snapshot has for each object a node of its tree of calls (traces.h).
 * What a site retains is what would be freed with all that it allocated: the
 * retained sizes of those of its objects that no other of its objects
 * dominates, added up.
 */
#include "graph/leaks_parts.h"
#include "graph/traces.h"

#include <stdlib.h>

constexpr u32 SITES_MAX = 50;

/* Of one site those of one class in one group. */
typedef struct Share {
  u32 trace, group, class;
  u64 count, bytes, retained;
} Share;

typedef VECTOR(Share) Shares;

struct LeakSites {
  Traces traces;
  u32 *trace_of; /* by node; TABLE_NONE: not said, or no survivor */
  Shares shares;
};

/* ---- Reading ------------------------------------------------------------- */

static void read_nodes(const Leaks *leaks, LeakSites *sites) {
  const HeapGraph *graph = leaks->graph;
  u32 field = graph->file.meta.node.trace;
  for (Node node = 0; node < graph->node_count; node++)
    sites->trace_of[node] =
        bits_get(leaks->is_new, node)
            ? traces_find(&sites->traces, graph_node_field(graph, node, field))
            : TABLE_NONE;
}

static bool has_dominating_kin(const Leaks *leaks, const LeakSites *sites,
                               Node node) {
  u32 trace = sites->trace_of[node];
  /* counted, since in a forged index dominators may go round */
  for (u32 left = leaks->graph->node_count; left && node != leaks->graph->root;
       left--) {
    node = leaks->graph->dominators[node];
    if (sites->trace_of[node] == trace) return true;
  }
  return false;
}

static u32 group_of(const Leaks *leaks, Node node) {
  u32 top = leaks->top_of[node];
  return top == TABLE_NONE ? TABLE_NONE : leaks->tops.items[top].group;
}

static void count_node(const Leaks *leaks, LeakSites *sites,
                       NumberTable *places, Node node) {
  const HeapGraph *graph = leaks->graph;
  Share share = {.trace = sites->trace_of[node],
                 .group = group_of(leaks, node),
                 .class = graph->classes[node]};
  u64 key = hash_bytes(&share, offsetof(Share, count));
  u32 *place = number_table_at(places, key);
  if (*place == TABLE_NONE) {
    *place = sites->shares.count;
    vector_push(&sites->shares, share);
  }
  Share *whole = &sites->shares.items[*place];
  whole->count++;
  whole->bytes += sizes_get(&graph->self_sizes, node);
  if (!has_dominating_kin(leaks, sites, node))
    whole->retained += sizes_get(&graph->retained_sizes, node);
}

static int by_trace(const void *a, const void *b) {
  const Share *x = a, *y = b;
  if (x->trace != y->trace) return x->trace < y->trace ? -1 : 1;
  if (x->retained != y->retained) return x->retained < y->retained ? 1 : -1;
  return (x->class > y->class) - (x->class < y->class);
}

LeakSites *leaks_read_sites(const Leaks *leaks) {
  u64 count = leaks->graph->node_count;
  LeakSites *sites = base_allocate_zeroed(sizeof *sites);
  NumberTable places = {};
  if (!traces_read(leaks->graph, &sites->traces)) {
    free(sites);
    return NULL;
  }
  sites->trace_of = COLUMN(u32, count);
  read_nodes(leaks, sites);
  for (Node node = 0; node < count; node++)
    if (sites->trace_of[node] != TABLE_NONE)
      count_node(leaks, sites, &places, node);
  number_table_free(&places);
  if (sites->shares.count)
    qsort(sites->shares.items, sites->shares.count, sizeof(Share), by_trace);
  return sites;
}

void leaks_free_sites(const Leaks *leaks, LeakSites *sites) {
  if (!sites) return;
  column_free(sites->trace_of, leaks->graph->node_count, sizeof(u32));
  traces_free(&sites->traces);
  vector_free(&sites->shares);
  free(sites);
}

/* ---- JSON ---------------------------------------------------------------- */

/* The shares of one site in a group: the class is that which retains most, and
 * `count` is how many of those there are; the rest are their parts. */
typedef struct SiteSum {
  u32 trace, class;
  u64 count, bytes, retained;
} SiteSum;

static int by_bytes(const void *a, const void *b) {
  const SiteSum *x = a, *y = b;
  if (x->bytes != y->bytes) return x->bytes < y->bytes ? 1 : -1;
  return (x->trace > y->trace) - (x->trace < y->trace);
}

static json_t *site_json(const Leaks *leaks, const LeakSites *sites,
                         const SiteSum *sum) {
  const TraceNode *node = &sites->traces.nodes.items[sum->trace];
  const char *class = leaks->graph->class_table[sum->class].name;
  json_t *json = trace_function_json(
      leaks->graph, &sites->traces.functions.items[node->function]);
  json_object_set_new(json, "trace", json_integer((json_int_t)node->id));
  json_object_set_new(json, "class", answer_text(class, strlen(class)));
  json_object_set_new(json, "count", answer_size(sum->count));
  json_object_set_new(json, "bytes", answer_size(sum->bytes));
  json_object_set_new(json, "retained", answer_size(sum->retained));
  return json;
}

json_t *leaks_sites_json(const Leaks *leaks, const LeakSites *sites,
                         u32 group) {
  VECTOR(SiteSum) sums = {};
  for (u32 i = 0; i < sites->shares.count; i++) {
    const Share *share = &sites->shares.items[i];
    if (share->group != group) continue;
    if (!sums.count || vector_last(&sums)->trace != share->trace)
      vector_push(&sums,
                  ((SiteSum){.trace = share->trace, .class = share->class}));
    SiteSum *sum = vector_last(&sums);
    if (share->class == sum->class) sum->count += share->count;
    sum->bytes += share->bytes;
    sum->retained += share->retained;
  }
  if (sums.count) qsort(sums.items, sums.count, sizeof(SiteSum), by_bytes);
  json_t *list = json_array();
  for (u32 i = 0; i < sums.count && i < SITES_MAX; i++)
    json_array_append_new(list, site_json(leaks, sites, &sums.items[i]));
  vector_free(&sums);
  return list;
}
