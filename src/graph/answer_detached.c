/* answer_detached.c - DOM nodes outside of the page, and who holds them.
 *
 * A node refers to its parent, children and siblings, so one reference from
 * JavaScript keeps the whole tree. Trees are the connected parts of the
 * detached DOM nodes; trees whose roots are of one kind and that are held in
 * the same way are told together.
 */
#include "graph/answer.h"

#include "graph/kept.h"
#include "graph/names.h"
#include "graph/orders.h"
#include "graph/paths.h"
#include "graph/table.h"

#include <stdlib.h>

constexpr u64 LIMIT = 20;
constexpr u32 STEPS_MAX = 12;

typedef struct Tree {
  Node root; /* has no parent */
  Node held; /* the node nearest to the program's roots */
  u32 nodes;
  u64 self, retained;
} Tree;

typedef struct TreeGroup {
  Node root, held; /* of the largest */
  u64 trees, nodes, self, retained, largest;
} TreeGroup;

typedef struct Search {
  const HeapGraph *graph;
  Sources sources;
  u8 *is_dom;    /* by class */
  NodeList dom;  /* of those classes */
  Bits *is_node; /* detached DOM nodes */
  Bits *is_seen;
  VECTOR(Node) pending;
  VECTOR(Node) members;
  NumberTable places;
  VECTOR(TreeGroup) groups;
  u64 trees, nodes, self, retained;
} Search;

/* ---- What is a DOM node
 * ------------------------------------------------------ */

/* Newer versions write elements as tags, older ones as their interfaces. */
static bool is_dom_name(const char *name) {
  static const char *const others[] = {
      "Text",        "Comment",      "DocumentFragment",
      "ShadowRoot",  "CDATASection", "ProcessingInstruction",
      "Attr",        "Document",     "HTMLDocument",
      "XMLDocument", "InternalNode",
  };
  static const char DETACHED[] = "Detached ", ELEMENT[] = "Element";
  if (!strncmp(name, DETACHED, sizeof DETACHED - 1))
    name += sizeof DETACHED - 1;
  size_t length = strcspn(name, " "), tail = sizeof ELEMENT - 1;
  if (*name == '<' || (*name == '#' && length > 1)) return true;
  if (length > tail && !strncmp(name + length - tail, ELEMENT, tail) &&
      !strstr(name, "::"))
    return true;
  for (u32 i = 0; i < ARRAY_COUNT(others); i++)
    if (strlen(others[i]) == length && !strncmp(name, others[i], length))
      return true;
  return false;
}

static void find_nodes(Search *search) {
  const HeapGraph *graph = search->graph;
  NodeList *nodes = &search->dom;
  search->is_dom = base_allocate_zeroed((size_t)graph->class_count + 1);
  for (u32 class = 0; class < graph->class_count; class ++)
    search->is_dom[class] = is_dom_name(graph->class_table[class].name);
  if (!class_marks_any(graph, search->is_dom)) return;
  members_list(graph, search->is_dom, nodes);
  for (u32 i = 0; i < nodes->count; i++)
    if (node_detachedness(graph, nodes->items[i]) == DETACHED_YES &&
        node_type(graph, nodes->items[i]) == NODE_NATIVE)
      bits_set(search->is_node, nodes->items[i]);
}

/* ---- Trees
 * ---------------------------------------------------------------------- */

static void take(Search *search, Node node) {
  if (!bits_get(search->is_node, node) || bits_get(search->is_seen, node))
    return;
  bits_set(search->is_seen, node);
  vector_push(&search->pending, node);
  vector_push(&search->members, node);
}

/* Whether a node has a parent: our own snapshots say so; in Chromium's, of a
 * node's references the document comes before the parent and the siblings, and
 * its children before the document. */
static bool has_parent(const Search *search, Node node) {
  const HeapGraph *graph = search->graph;
  EdgeRecord named;
  if (node_find_edge(graph, node, EDGE_INTERNAL, "parentNode", &named))
    return true;
  if (node_find_edge(graph, node, EDGE_INTERNAL, "ownerDocument", &named))
    return false;
  EdgeReader reader = graph_read_edges(graph, node);
  bool is_past_document = false;
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    if (edge.type != EDGE_ELEMENT || edge.target == node) continue;
    if (is_past_document && bits_get(search->is_node, edge.target)) return true;
    is_past_document |= search->is_dom[graph->classes[edge.target]] &&
                        !bits_get(search->is_node, edge.target);
  }
  return !is_past_document;
}

static void take_tree(Search *search, Node first) {
  const HeapGraph *graph = search->graph;
  search->members.count = 0;
  take(search, first);
  while (search->pending.count) {
    Node node = vector_pop(&search->pending);
    for (u32 r = node_retainers_start(graph, node);
         r < node_retainers_start(graph, node + 1); r++)
      if (edge_type(graph->retainers[r]) != EDGE_WEAK)
        take(search, edge_node(graph->retainers[r]));
    EdgeReader reader = graph_read_edges(graph, node);
    for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
      if (edge.type != EDGE_WEAK) take(search, edge.target);
  }
}

static Tree describe_members(const Search *search) {
  const HeapGraph *graph = search->graph;
  Node first = search->members.items[0];
  Tree tree = {.root = NO_NODE, .held = first, .nodes = search->members.count};
  for (u32 i = 0; i < search->members.count; i++) {
    Node node = search->members.items[i];
    tree.self += sizes_get(&graph->self_sizes, node);
    if (!bits_get(search->is_node, graph->dominators[node]))
      tree.retained += sizes_get(&graph->retained_sizes, node);
    if (node_distance(graph, node) < node_distance(graph, tree.held))
      tree.held = node;
    if (tree.root == NO_NODE && !has_parent(search, node)) tree.root = node;
  }
  if (tree.root == NO_NODE) tree.root = tree.held;
  return tree;
}

/* ---- Groups
 * ------------------------------------------------------------------------ */

/* Paths with the same classes, and functions of the same names, are alike; an
 * array's or a Map's parts may be many or few. */
static u64 fingerprint(const HeapGraph *graph, const Tree *tree,
                       const Path *path) {
  u64 hash = hash_number(graph->classes[tree->root]);
  u32 before = graph->class_count;
  for (u32 i = 0; i < path->count; i++) {
    Node node = path->items[i];
    u32 class = graph->classes[node];
    if (class == before) continue;
    before = class;
    hash = hash_number(hash * 31 + class);
    if (node_type(graph, node) == NODE_CLOSURE)
      hash = hash_number(hash * 31 + graph_name(graph, node));
  }
  return hash;
}

static void add_tree(Search *search, const Tree *tree) {
  const HeapGraph *graph = search->graph;
  Path path = {};
  path_find(graph, tree->held, NO_NODE, &path);
  u32 *place =
      number_table_at(&search->places, fingerprint(graph, tree, &path));
  vector_free(&path);
  if (*place == TABLE_NONE) {
    *place = search->groups.count;
    vector_push(&search->groups,
                ((TreeGroup){.root = tree->root, .held = tree->held}));
  }
  TreeGroup *group = &search->groups.items[*place];
  if (tree->retained > group->largest) {
    group->largest = tree->retained;
    group->root = tree->root;
    group->held = tree->held;
  }
  group->trees++;
  group->nodes += tree->nodes;
  group->self += tree->self;
  group->retained += tree->retained;
  search->trees++;
  search->nodes += tree->nodes;
  search->self += tree->self;
  search->retained += tree->retained;
}

static void find_trees(Search *search) {
  for (u32 i = 0; i < search->dom.count; i++) {
    Node node = search->dom.items[i];
    if (!bits_get(search->is_node, node) || bits_get(search->is_seen, node))
      continue;
    take_tree(search, node);
    Tree tree = describe_members(search);
    add_tree(search, &tree);
  }
}

static int by_retained(const void *a, const void *b) {
  const TreeGroup *x = a, *y = b;
  if (x->retained != y->retained) return x->retained < y->retained ? 1 : -1;
  return (x->root > y->root) - (x->root < y->root);
}

/* The last on the path before the DOM, in JavaScript. */
static Node find_holder(const Search *search, const Path *path) {
  for (u32 i = path->count; i-- > 0;) {
    Node node = path->items[i];
    NodeType type = node_type(search->graph, node);
    if (type == NODE_OBJECT || type == NODE_CLOSURE) return node;
  }
  return NO_NODE;
}

static json_t *describe(Search *search, const TreeGroup *group) {
  const HeapGraph *graph = search->graph;
  Path path = {};
  PathSteps steps = {};
  Buffer text = {};
  path_find(graph, group->held, NO_NODE, &path);
  path_tell(graph, &path, STEPS_MAX, &steps);
  path_append_text(graph, &steps, &search->sources, &text);
  Node holder = find_holder(search, &path);
  json_t *json = json_pack(
      "{s:o, s:o, s:I, s:I, s:I, s:I, s:o, s:o}", "root",
      answer_node(graph, group->root), "held", answer_node(graph, group->held),
      "trees", (json_int_t)group->trees, "nodes", (json_int_t)group->nodes,
      "self", (json_int_t)group->self, "retained", (json_int_t)group->retained,
      "path", answer_text(text.bytes ? text.bytes : "", text.length), "holder",
      holder == NO_NODE ? json_null() : answer_node(graph, holder));
  path_steps_free(&steps);
  vector_free(&path);
  buffer_free(&text);
  return json;
}

static json_t *describe_all(Search *search, Page page) {
  json_t *list = json_array();
  for (u64 i = page.offset;
       i < search->groups.count && i - page.offset < page.limit; i++)
    json_array_append_new(list, describe(search, &search->groups.items[i]));
  return json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:I}", "detached", list,
                   "total", (json_int_t)search->groups.count, "offset",
                   (json_int_t)page.offset, "trees", (json_int_t)search->trees,
                   "nodes", (json_int_t)search->nodes, "self",
                   (json_int_t)search->self, "retained",
                   (json_int_t)search->retained);
}

json_t *answer_detached(const HeapGraph *graph, u32 count, const json_t *params,
                        Buffer *error) {
  Page page = answer_page(params, LIMIT);
  json_t *kept = kept_find(graph, "detached", "detached", page);
  if (kept) return kept;
  Search search = {.graph = graph,
                   .sources.graph = graph,
                   .is_node = bits_make(graph->node_count),
                   .is_seen = bits_make(graph->node_count)};
  find_nodes(&search);
  find_trees(&search);
  if (search.groups.count)
    qsort(search.groups.items, search.groups.count, sizeof(TreeGroup),
          by_retained);
  json_t *json = describe_all(&search, page);
  sources_free(&search.sources);
  free(search.is_dom);
  bits_free(search.is_node, graph->node_count);
  bits_free(search.is_seen, graph->node_count);
  number_table_free(&search.places);
  vector_free(&search.dom);
  vector_free(&search.pending);
  vector_free(&search.members);
  vector_free(&search.groups);
  return json;
}
