/* leaks_roots.c - which nodes came and are still there, and what of them is on
 * top in the dominator tree.
 *
 * A survivor whose dominator is none is a top; all survivors are in the
 * subtrees of tops. But a collection that grows gets new tables inside, and one
 * that was made lately is new itself, with all that it holds below it. Such
 * containers are opened: they count as old, and what they hold are tops.
 */
#include "graph/leaks_parts.h"

#include <stdlib.h>

/* A container holds at least so many of one class, and they are at least half
 * of it. */
constexpr u32 CONTENTS_MIN = 16;
/* What is smaller than one part in so many is not opened. */
constexpr u64 SMALL_PART = 200;
/* How far down a container may hide behind only children. */
constexpr u32 DESCENT_MAX = 12;

/* ---- Traits -------------------------------------------------------------- */

typedef struct TraitName {
  const char *name;
  bool is_prefix;
  Trait trait;
} TraitName;

static const TraitName TRAIT_NAMES[] = {
#define TRAIT(trait, name) {name, false, TRAIT_##trait},
#define TRAIT_PREFIX(trait, name) {name, true, TRAIT_##trait},
#include "graph/leaks_traits.def"
};

static Trait find_trait(const char *name) {
  static const char DETACHED[] = "Detached ";
  if (!strncmp(name, DETACHED, sizeof DETACHED - 1))
    name += sizeof DETACHED - 1;
  for (u32 i = 0; i < ARRAY_COUNT(TRAIT_NAMES); i++) {
    const TraitName *known = &TRAIT_NAMES[i];
    if (known->is_prefix ? !strncmp(name, known->name, strlen(known->name))
                         : !strcmp(name, known->name))
      return known->trait;
  }
  return TRAIT_NONE;
}

void traits_read(Leaks *leaks) {
  const HeapGraph *graph = leaks->graph;
  leaks->traits = base_allocate_zeroed(graph->class_count + 1);
  for (u32 i = 0; i < graph->class_count; i++)
    leaks->traits[i] = find_trait(graph->class_table[i].name);
}

/* ---- Survivors ----------------------------------------------------------- */

static void mark_survivors(Leaks *leaks) {
  const HeapGraph *graph = leaks->graph;
  bool is_single = leaks->graph_count == 1;
  for (Node node = 0; node < graph->node_count; node++) {
    bool is_new = is_single || identity_find(&leaks->identities[0],
                                             graph_id(graph, node)) == NO_NODE;
    if (!is_new || node == graph->root) continue;
    bits_set(leaks->is_new, node);
    leaks->growth += sizes_get(&graph->self_sizes, node);
  }
}

/* The survivors that each node dominates. */
static void link_children(Leaks *leaks) {
  const HeapGraph *graph = leaks->graph;
  leaks->first_child = COLUMN(Node, graph->node_count);
  leaks->next_sibling = COLUMN(Node, graph->node_count);
  memset(leaks->first_child, 0xff, graph->node_count * sizeof(Node));
  for (Node node = graph->node_count; node-- > 0;) {
    if (!bits_get(leaks->is_new, node)) continue;
    Node dominator = graph->dominators[node];
    leaks->next_sibling[node] = leaks->first_child[dominator];
    leaks->first_child[dominator] = node;
  }
}

/* ---- Containers ---------------------------------------------------------- */

typedef struct ClassSum {
  u64 bytes;
  u32 count;
} ClassSum;

typedef struct Opening {
  Leaks *leaks;
  ClassSum *sums; /* by class; all zero between uses */
  u64 small;
  VECTOR(Node) pending;
} Opening;

typedef struct Contents {
  u32 count;
  Node heaviest;
  u64 heaviest_bytes;
  ClassSum leading;
} Contents;

static Contents look_into(Opening *opening, Node node) {
  const Leaks *leaks = opening->leaks;
  const HeapGraph *graph = leaks->graph;
  Contents contents = {.heaviest = NO_NODE};
  for (Node child = leaks->first_child[node]; child != NO_NODE;
       child = leaks->next_sibling[child]) {
    u64 bytes = sizes_get(&graph->retained_sizes, child);
    ClassSum *sum = &opening->sums[graph->classes[child]];
    sum->bytes += bytes;
    sum->count++;
    contents.count++;
    if (sum->bytes > contents.leading.bytes) contents.leading = *sum;
    if (bytes < contents.heaviest_bytes) continue;
    contents.heaviest = child;
    contents.heaviest_bytes = bytes;
  }
  for (Node child = leaks->first_child[node]; child != NO_NODE;
       child = leaks->next_sibling[child])
    opening->sums[graph->classes[child]] = (ClassSum){};
  return contents;
}

/* Many of one kind. */
static bool is_collection(const Contents *contents, u64 retained) {
  return contents->leading.count >= CONTENTS_MIN &&
         contents->leading.bytes * 2 >= retained;
}

/* Whether a collection is below, behind children that hold nearly all there
 * is. Of a chain, where the same class comes again, it is not said. */
static bool hides_collection(Opening *opening, Node node) {
  const HeapGraph *graph = opening->leaks->graph;
  u64 retained = sizes_get(&graph->retained_sizes, node);
  u32 seen[DESCENT_MAX];
  for (u32 depth = 0; depth < DESCENT_MAX && node != NO_NODE; depth++) {
    for (u32 i = 0; i < depth; i++)
      if (seen[i] == graph->classes[node] &&
          node_trait(opening->leaks, node) != TRAIT_PLUMBING)
        return false;
    seen[depth] = graph->classes[node];
    Contents contents = look_into(opening, node);
    if (is_collection(&contents, retained)) return true;
    if (contents.heaviest_bytes * 10 < retained * 8) return false;
    node = contents.heaviest;
  }
  return false;
}

static void open_container(Opening *opening, Node node) {
  Leaks *leaks = opening->leaks;
  bits_set(leaks->is_container, node);
  for (Node child = leaks->first_child[node]; child != NO_NODE;
       child = leaks->next_sibling[child])
    vector_push(&opening->pending, child);
}

/* What is pending has a dominator that is no survivor, or was opened. */
static void open_containers(Opening *opening) {
  Leaks *leaks = opening->leaks;
  const HeapGraph *graph = leaks->graph;
  while (opening->pending.count) {
    Node node = vector_pop(&opening->pending);
    u64 retained = sizes_get(&graph->retained_sizes, node);
    if (node_trait(leaks, node) == TRAIT_PLUMBING ||
        (retained > opening->small && hides_collection(opening, node)))
      open_container(opening, node);
  }
}

/* Whether a class comes again down the heaviest children: a chain. */
static bool is_chain(Opening *opening, Node node) {
  const HeapGraph *graph = opening->leaks->graph;
  u32 class = graph->classes[node];
  for (u32 depth = 0; depth < DESCENT_MAX && node != NO_NODE; depth++) {
    node = look_into(opening, node).heaviest;
    if (node != NO_NODE && graph->classes[node] == class) return true;
  }
  return false;
}

/* Whether what is in it should be told of rather than itself. */
static bool is_to_open(Opening *opening, Node node, u64 retained) {
  if (node_trait(opening->leaks, node) == TRAIT_PLUMBING) return true;
  if (retained <= opening->small) return false;
  Contents contents = look_into(opening, node);
  if (is_collection(&contents, retained)) return true;
  return contents.heaviest_bytes > opening->small && !is_chain(opening, node);
}

/* With one snapshot all is new. From the root down what is large is opened
 * until it is a collection or holds itself together; what is small is not
 * looked at. */
static void open_single(Opening *opening) {
  Leaks *leaks = opening->leaks;
  const HeapGraph *graph = leaks->graph;
  bits_set(leaks->is_container, graph->root);
  vector_push(&opening->pending, graph->root);
  while (opening->pending.count) {
    Node node = vector_pop(&opening->pending);
    for (Node child = leaks->first_child[node]; child != NO_NODE;
         child = leaks->next_sibling[child]) {
      u64 retained = sizes_get(&graph->retained_sizes, child);
      if (!is_to_open(opening, child, retained)) continue;
      bits_set(leaks->is_container, child);
      vector_push(&opening->pending, child);
    }
  }
}

/* ---- Tops ---------------------------------------------------------------- */

Node leaks_owner(const Leaks *leaks, Node node) {
  const HeapGraph *graph = leaks->graph;
  u32 left = graph->node_count; /* in a forged index they may go round */
  do
    node = graph->dominators[node];
  while (--left && node != graph->root &&
         node_trait(leaks, node) == TRAIT_PLUMBING);
  return node;
}

/* Of which top each node is below, whoever is between: the answer for a node
 * is that for its dominator, which is asked first. */
static void spread_tops(Leaks *leaks) {
  const HeapGraph *graph = leaks->graph;
  Bits *is_known = bits_make(graph->node_count);
  VECTOR(Node) pending = {};
  bits_set(is_known, graph->root);
  leaks->top_of[graph->root] = TABLE_NONE;
  leaks->tops.count = 0;
  for (Node start = 0; start < graph->node_count; start++) {
    for (Node node = start; !bits_get(is_known, node);
         node = graph->dominators[node]) {
      bits_set(is_known, node);
      vector_push(&pending, node);
    }
    while (pending.count) {
      Node node = vector_pop(&pending);
      leaks->top_of[node] = leaks->top_of[graph->dominators[node]];
      if (leaks->top_of[node] != TABLE_NONE || !node_is_survivor(leaks, node))
        continue;
      leaks->top_of[node] = leaks->tops.count;
      Top top = {.node = node,
                 .dominator = leaks_owner(leaks, node),
                 .cluster = leaks->tops.count};
      vector_push(&leaks->tops, top);
    }
  }
  vector_free(&pending);
  bits_free(is_known, graph->node_count);
}

void leaks_find_tops(Leaks *leaks) {
  const HeapGraph *graph = leaks->graph;
  leaks->is_new = bits_make(graph->node_count);
  leaks->is_container = bits_make(graph->node_count);
  leaks->top_of = COLUMN(u32, graph->node_count);
  mark_survivors(leaks);
  link_children(leaks);
  Opening opening = {.leaks = leaks, .small = leaks->growth / SMALL_PART};
  opening.sums =
      base_allocate_zeroed((graph->class_count + 1) * sizeof(ClassSum));
  if (leaks->graph_count == 1)
    open_single(&opening);
  else {
    spread_tops(leaks);
    for (u32 i = 0; i < leaks->tops.count; i++)
      vector_push(&opening.pending, leaks->tops.items[i].node);
    open_containers(&opening);
  }
  spread_tops(leaks);
  free(opening.sums);
  vector_free(&opening.pending);
}
