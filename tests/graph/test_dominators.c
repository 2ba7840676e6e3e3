/* Dominators, retained sizes and distances, against the plainest way there is
 * to find them, on many small heaps; and on large ones of awkward shapes. */
#include "base/vector.h"
#include "tests/check.h"
#include "tests/graph/heap_text.h"

constexpr u32 NODES_AT_MOST = 40;

static u64 random_state = 7;

static u32 random_below(u32 limit) {
  random_state =
      random_state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
  return (u32)((random_state >> 33) % limit);
}

/* ---- Heaps --------------------------------------------------------------- */

static const char *const EDGE_TYPES[] = {"property", "element",  "internal",
                                         "context",  "hidden",   "weak",
                                         "shortcut", "property", "property"};

static void add_random_edge(HeapText *heap, u32 from, u32 nodes) {
  const char *type = EDGE_TYPES[random_below(ARRAY_COUNT(EDGE_TYPES))];
  u32 to = random_below(nodes);
  if (!strcmp(type, "element") || !strcmp(type, "hidden"))
    heap_element(heap, from, type, random_below(9), to);
  else
    heap_edge(heap, from, type, "x", to);
}

/* Objects and kinds of the system's own, few edges or many. */
static HeapText random_heap(void) {
  HeapText heap = {};
  u32 nodes = 1 + random_below(NODES_AT_MOST), density = 1 + random_below(6);
  heap_node(&heap, "synthetic", "", 0);
  for (u32 i = 1; i < nodes; i++)
    heap_node(&heap, random_below(5) ? "object" : "synthetic", "Thing",
              1 + random_below(100));
  for (u32 from = 0; from < nodes; from++)
    for (u32 i = random_below(density + 1); i > 0; i--)
      add_random_edge(&heap, from, nodes);
  return heap;
}

static void open_heap(const HeapText *heap, HeapGraph *graph) {
  Buffer text = {}, error = {};
  heap_write(heap, &DIALECTS[2], &text);
  REQUIRE(heap_text_open(text.bytes, text.length, false, graph, &error));
  buffer_free(&text);
}

/* ---- The plain way ------------------------------------------------------- */

typedef struct Oracle {
  const HeapText *heap;
  u32 count;
  bool is_page[NODES_AT_MOST];
  bool leads[NODES_AT_MOST][NODES_AT_MOST]; /* by an essential edge */
  bool is_reached[NODES_AT_MOST];
  /* dominates[a][b]: without a nothing leads to b */
  bool dominates[NODES_AT_MOST][NODES_AT_MOST];
  u32 distances[NODES_AT_MOST];
} Oracle;

static bool has_type(const Oracle *oracle, u32 word, const char *type) {
  return !strcmp(oracle->heap->words.items[word], type);
}

static void find_page(Oracle *oracle) {
  const HeapText *heap = oracle->heap;
  for (bool changed = true; changed;) {
    changed = false;
    for (u32 i = 0; i < heap->edges.count; i++) {
      TextEdge edge = heap->edges.items[i];
      bool is_entry = edge.from == 0 && has_type(oracle, edge.type, "shortcut");
      bool is_link =
          oracle->is_page[edge.from] && !has_type(oracle, edge.type, "weak");
      if (oracle->is_page[edge.to] || (!is_entry && !is_link)) continue;
      oracle->is_page[edge.to] = changed = true;
    }
  }
}

static void find_leads(Oracle *oracle) {
  const HeapText *heap = oracle->heap;
  bool has_retainer[NODES_AT_MOST] = {true};
  for (u32 i = 0; i < heap->edges.count; i++) {
    TextEdge edge = heap->edges.items[i];
    if (has_type(oracle, edge.type, "weak") || edge.from == edge.to) continue;
    bool is_good = !has_type(oracle, edge.type, "shortcut") &&
                   (oracle->is_page[edge.from] || !oracle->is_page[edge.to]);
    if (edge.from && !is_good) continue;
    oracle->leads[edge.from][edge.to] = has_retainer[edge.to] = true;
  }
  for (u32 node = 1; node < oracle->count; node++)
    if (!has_retainer[node]) oracle->leads[0][node] = true;
}

static void reach(const Oracle *oracle, u32 node, u32 without, bool *seen) {
  if (node == without || seen[node]) return;
  seen[node] = true;
  for (u32 to = 0; to < oracle->count; to++)
    if (oracle->leads[node][to]) reach(oracle, to, without, seen);
}

static void find_dominators(Oracle *oracle) {
  reach(oracle, 0, NO_NODE, oracle->is_reached);
  for (u32 node = 0; node < oracle->count; node++) {
    bool seen[NODES_AT_MOST] = {};
    reach(oracle, 0, node, seen);
    for (u32 other = 0; other < oracle->count; other++)
      oracle->dominates[node][other] =
          oracle->is_reached[other] && oracle->is_reached[node] && !seen[other];
  }
}

/* Of those that dominate a node, the one that all others dominate. */
static u32 nearest_dominator(const Oracle *oracle, u32 node) {
  u32 best = 0;
  for (u32 other = 1; other < oracle->count; other++)
    if (other != node && oracle->dominates[other][node] &&
        oracle->dominates[best][other])
      best = other;
  return best;
}

static u64 size_of(const Oracle *oracle, u32 node) {
  return oracle->heap->nodes.items[node].size;
}

static u64 retained_size(const Oracle *oracle, u32 node) {
  if (!oracle->is_reached[node]) return size_of(oracle, node);
  u64 sum = 0;
  for (u32 other = 0; other < oracle->count; other++)
    if (node == 0 || oracle->dominates[node][other])
      sum += size_of(oracle, other);
  return sum;
}

/* One round for each step of distance. */
static void spread_distances(Oracle *oracle, u32 distance) {
  const HeapText *heap = oracle->heap;
  for (bool changed = true; changed; distance++) {
    changed = false;
    for (u32 i = 0; i < heap->edges.count; i++) {
      TextEdge edge = heap->edges.items[i];
      if (has_type(oracle, edge.type, "weak") ||
          oracle->distances[edge.from] != distance ||
          oracle->distances[edge.to] != DISTANCE_NONE)
        continue;
      oracle->distances[edge.to] = distance + 1;
      changed = true;
    }
  }
}

static void find_distances(Oracle *oracle) {
  const HeapText *heap = oracle->heap;
  bool has_users = false;
  for (u32 i = 0; i < oracle->count; i++)
    oracle->distances[i] = DISTANCE_NONE;
  for (u32 i = 0; i < heap->edges.count; i++) {
    TextEdge edge = heap->edges.items[i];
    if (edge.from ||
        has_type(oracle, heap->nodes.items[edge.to].type, "synthetic"))
      continue;
    oracle->distances[edge.to] = 1;
    has_users = true;
  }
  spread_distances(oracle, 1);
  oracle->distances[0] = has_users ? DISTANCE_SYSTEM : 0;
  spread_distances(oracle, oracle->distances[0]);
}

static void check_against_oracle(const HeapText *heap, const HeapGraph *graph) {
  Oracle oracle = {.heap = heap, .count = heap->nodes.count};
  find_page(&oracle);
  find_leads(&oracle);
  find_dominators(&oracle);
  find_distances(&oracle);
  for (Node node = 0; node < oracle.count; node++) {
    CHECK_INTEGER(graph->dominators[node],
                  node ? nearest_dominator(&oracle, node) : 0);
    CHECK_INTEGER(sizes_get(&graph->retained_sizes, node),
                  retained_size(&oracle, node));
    CHECK_INTEGER(node_distance(graph, node), oracle.distances[node]);
  }
}

static void test_random_heaps(void) {
  for (u32 i = 0; i < 2'000 && !check_failures; i++) {
    HeapText heap = random_heap();
    HeapGraph graph;
    open_heap(&heap, &graph);
    check_against_oracle(&heap, &graph);
    if (check_failures) fprintf(stderr, "  heap %u\n", i);
    graph_close(&graph);
    heap_free(&heap);
  }
}

/* The edges from the other side are the same edges. */
static void test_retainers(void) {
  for (u32 i = 0; i < 200; i++) {
    HeapText heap = random_heap();
    HeapGraph graph;
    open_heap(&heap, &graph);
    u32 counts[NODES_AT_MOST] = {}, wanted[NODES_AT_MOST] = {};
    for (u32 e = 0; e < heap.edges.count; e++)
      wanted[heap.edges.items[e].to] += heap.edges.items[e].from * 64 + 1;
    for (Node node = 0; node < graph.node_count; node++)
      for (u32 r = node_retainers_start(&graph, node);
           r < node_retainers_start(&graph, node + 1); r++)
        counts[node] += edge_node(graph.retainers[r]) * 64 + 1;
    CHECK(!memcmp(counts, wanted, sizeof counts));
    graph_close(&graph);
    heap_free(&heap);
  }
}

/* ---- Large ones ---------------------------------------------------------- */

constexpr u32 MILLION = 1'000'000;

static void test_a_chain_of_a_million(void) {
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  for (u32 i = 1; i <= MILLION; i++)
    heap_node(&heap, "object", "Link", 1);
  for (u32 i = 0; i < MILLION; i++)
    heap_edge(&heap, i, "property", "next", i + 1);
  HeapGraph graph;
  open_heap(&heap, &graph);
  bool is_good = true;
  for (Node node = 1; node <= MILLION; node++)
    is_good &= graph.dominators[node] == node - 1 &&
               node_distance(&graph, node) == node &&
               sizes_get(&graph.retained_sizes, node) == MILLION + 1 - node;
  CHECK(is_good);
  CHECK_INTEGER(graph.class_table[graph.classes[1]].retained_size, MILLION);
  graph_close(&graph);
  heap_free(&heap);
}

/* Each item of a long list holds something that a table at the root holds too,
 * and something that a later item holds too: of the one the dominator is far up
 * in the tree, of the other the item. */
static void test_a_list_with_shared_items(void) {
  constexpr u32 COUNT = 300'000, APART = 5;
  constexpr u32 SHARED = COUNT, OWN = 2 * COUNT, TABLE = 3 * COUNT + 1;
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  for (u32 i = 1; i <= 3 * COUNT; i++)
    heap_node(&heap, "object", i <= COUNT ? "Link" : "Thing", 1);
  heap_node(&heap, "object", "Table", 1);
  heap_edge(&heap, 0, "property", "list", 1);
  heap_edge(&heap, 0, "property", "table", TABLE);
  for (u32 i = 1; i <= COUNT; i++) {
    if (i < COUNT) heap_edge(&heap, i, "property", "next", i + 1);
    heap_edge(&heap, i, "property", "shared", SHARED + i);
    heap_edge(&heap, i, "property", "own", OWN + i);
    if (i > APART) heap_edge(&heap, i, "property", "earlier", OWN + i - APART);
  }
  for (u32 i = 1; i <= COUNT; i++)
    heap_element(&heap, TABLE, "element", i, SHARED + i);
  HeapGraph graph;
  open_heap(&heap, &graph);
  bool is_good = true;
  for (u32 i = 1; i <= COUNT; i++)
    is_good &= graph.dominators[i] == i - 1 &&
               graph.dominators[SHARED + i] == 0 &&
               graph.dominators[OWN + i] == i;
  CHECK(is_good);
  CHECK_INTEGER(sizes_get(&graph.retained_sizes, 1), 2 * COUNT);
  graph_close(&graph);
  heap_free(&heap);
}

/* Tables in tables, each with entries before and after the next one: of all
 * that are open the search has to know how far it came. */
static void test_tables_in_tables(void) {
  constexpr u32 COUNT = 100, ENTRIES = 300, LAST = COUNT;
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  for (u32 i = 1; i <= 2 * COUNT; i++)
    heap_node(&heap, "object", i <= COUNT ? "Table" : "Last", 1);
  heap_edge(&heap, 0, "property", "table", 1);
  for (u32 i = 1; i <= COUNT; i++) {
    for (u32 entry = 0; entry < i % 7 * ENTRIES; entry++)
      heap_element(&heap, i, "element", entry, 1);
    if (i < COUNT) heap_edge(&heap, i, "property", "inner", i + 1);
    heap_edge(&heap, i, "property", "last", LAST + i);
  }
  HeapGraph graph;
  open_heap(&heap, &graph);
  bool is_good = true;
  for (u32 i = 1; i <= COUNT; i++)
    is_good &= graph.dominators[i] == i - 1 && graph.dominators[LAST + i] == i;
  CHECK(is_good);
  graph_close(&graph);
  heap_free(&heap);
}

/* Every second object of a list is named by a table too. */
static void test_a_node_with_a_million_edges(void) {
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  heap_node(&heap, "object", "Table", 10);
  for (u32 i = 0; i < MILLION; i++)
    heap_node(&heap, "object", "Entry", 2);
  heap_edge(&heap, 0, "property", "table", 1);
  for (u32 i = 0; i < MILLION; i += 2)
    heap_element(&heap, 1, "element", i, i + 2);
  for (u32 i = 0; i + 1 < MILLION; i += 2)
    heap_edge(&heap, i + 2, "property", "next", i + 3);
  HeapGraph graph;
  open_heap(&heap, &graph);
  bool is_good = true;
  for (u32 i = 0; i < MILLION; i++)
    is_good &= graph.dominators[i + 2] == (i % 2 ? i + 1 : 1) &&
               node_distance(&graph, i + 2) == (i % 2 ? 3 : 2);
  CHECK(is_good);
  CHECK_INTEGER(sizes_get(&graph.retained_sizes, 1), 2 * MILLION + 10);
  EdgeReader reader = graph_read_edges(&graph, 1);
  u32 count = 0;
  for (EdgeRecord edge; edge_reader_next(&reader, &edge); count++)
    is_good &= edge.name == 2 * count && edge.target == 2 * count + 2;
  CHECK(is_good && count == MILLION / 2);
  graph_close(&graph);
  heap_free(&heap);
}

/* A million objects that all refer to one: nobody but the root dominates it. */
static void test_a_node_with_a_million_retainers(void) {
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  heap_node(&heap, "object", "Shared", 7);
  for (u32 i = 0; i < MILLION; i++)
    heap_node(&heap, "object", "Holder", 1);
  for (u32 i = 0; i < MILLION; i++)
    heap_element(&heap, 0, "element", i, i + 2);
  for (u32 i = 0; i < MILLION; i++)
    heap_edge(&heap, i + 2, "property", "shared", 1);
  HeapGraph graph;
  open_heap(&heap, &graph);
  CHECK_INTEGER(graph.dominators[1], 0);
  CHECK_INTEGER(node_distance(&graph, 1), 2);
  CHECK_INTEGER(node_retainers_start(&graph, 2) -
                    node_retainers_start(&graph, 1),
                MILLION);
  CHECK_INTEGER(sizes_get(&graph.retained_sizes, 0), MILLION + 7);
  graph_close(&graph);
  heap_free(&heap);
}

/* More bytes than 32 bits hold, at a leaf and so all the way up. */
static void test_sizes_beyond_4_gib(void) {
  HeapText heap = {};
  heap_node(&heap, "synthetic", "", 0);
  for (u32 i = 0; i < 1'000; i++)
    heap_node(&heap, "object", "Link", i == 999 ? 5ull << 32 : 0xffff'fff0 + i);
  for (u32 i = 0; i < 1'000; i++)
    heap_edge(&heap, i, "property", "next", i + 1);
  HeapGraph graph;
  open_heap(&heap, &graph);
  u64 sum = 0;
  for (u32 i = 1'000; i > 0; i--) {
    sum += heap.nodes.items[i].size;
    CHECK_INTEGER(sizes_get(&graph.self_sizes, i), heap.nodes.items[i].size);
    CHECK_INTEGER(sizes_get(&graph.retained_sizes, i), sum);
  }
  CHECK_INTEGER(graph_total_size(&graph), sum);
  graph_close(&graph);
  heap_free(&heap);
}

int main(void) {
  RUN(test_random_heaps);
  RUN(test_retainers);
  RUN(test_a_chain_of_a_million);
  RUN(test_tables_in_tables);
  RUN(test_a_list_with_shared_items);
  RUN(test_a_node_with_a_million_edges);
  RUN(test_a_node_with_a_million_retainers);
  RUN(test_sizes_beyond_4_gib);
  return check_finish();
}
