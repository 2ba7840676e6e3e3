/* graph.h - the heap graph: what every answer is computed from.
 *
 * A heap is nodes (objects, strings, code, the roots) and edges (references
 * with a name). Whatever wrote it, it becomes the same compact arrays: nodes
 * are numbered in the order of the file, node 0 or another is the root, and
 * the edges of node n are those from node_edges_start(n) up to that of n + 1.
 *
 *            node_flags  ids  self_sizes  edge_starts  retainer_starts
 *   node n  [ type, ...][    ][         ][    e     ] [     r       ]
 *                                             |              |
 *                          edges  [ target,   v ]            v
 *                          retainers  [ source, ................. ]
 *
 * An edge is one word: the node that it leads to, its type, and whether it
 * counts for dominators. `retainers` holds the same edges from the other side,
 * with the source in place of the target. Of the two only `retainers` is kept:
 * after the analysis edges are read again from the file, as are all names, when
 * somebody wants to see them; that is quick, since every 4 KiB of it have an
 * index.
 *
 * `graph_open` reads a file and then computes, for each node, its dominator
 * (the last node that every path from the root passes), retained size (what
 * would be freed with it), distance from the roots and class. The meaning of
 * each is that of Chrome DevTools, whose results are the reference.
 *
 * This floor does not know the engine: it stands on src/base alone.
 */
#ifndef GLASSHEAP_GRAPH_GRAPH_H
#define GLASSHEAP_GRAPH_GRAPH_H

#include "graph/column.h"
#include "graph/snapshot_file.h"

/* A node is its number in the order of the file. */
typedef u32 Node;
constexpr Node NO_NODE = UINT32_MAX;
/* Words of edges have 28 bits for a node. */
constexpr u64 NODES_MAX = (1u << 28) - 1;
constexpr u64 EDGES_MAX = UINT32_MAX - 1;

/* Distances count from the roots of the program; what only the system's own
 * roots reach counts from here. */
constexpr u32 DISTANCE_SYSTEM = 100'000'000;
constexpr u32 DISTANCE_NONE = UINT32_MAX;

typedef enum Detachedness : u8 {
  DETACHED_UNKNOWN,
  DETACHED_NO,  /* part of the page's tree */
  DETACHED_YES, /* a DOM node outside of it */
} Detachedness;

/* A constructor, a Shape of plain objects, or a kind of system object. */
typedef struct HeapClass {
  char *name;
  u64 count, self_size, retained_size;
  u32 distance; /* of the nearest one */
  /* Where the constructor is, or script 0. */
  u64 script, line, column;
} HeapClass;

/* A script, and the first closure that was made of its functions: there its
 * name is found. */
typedef struct ScriptClosure {
  u64 script;
  Node closure;
} ScriptClosure;

/* Where a closure's function is written: a record of the file's locations. */
typedef struct ClosurePlace {
  Node closure;
  u32 record;
} ClosurePlace;

/* An object that others listen to, and the one with its listeners. */
typedef struct Emitter {
  Node emitter, events;
} Emitter;

/* A collection, as it was measured; UINT32_MAX is that or more. */
typedef struct CollectionRow {
  Node node;
  u32 count, capacity, bytes, wasted;
  u8 kind, state;
  u16 unused;
} CollectionRow;

/* The ids of some nodes in a row lie between these. */
typedef struct IdZone {
  u32 least, most;
} IdZone;

/* What the children of a node in the dominator tree are, by class. */
typedef struct ChildClass {
  u32 class;
  Node parent;
  u64 count, retained;
} ChildClass;

/* How many of what refers to a node, of those with many, is equally near. */
typedef struct HubCount {
  Node node;
  u32 distance, is_weak, count;
} HubCount;

/* A node with many edges, and where their order begins (references.h). */
typedef struct WideNode {
  Node node;
  u32 first;
} WideNode;

/* What a pass over all edges by name, or over all nodes, has found: once it was
 * asked for (lists.h), or of a graph from an index (orders.h). */
typedef struct HeapLists {
  Emitter *emitters;
  CollectionRow *collections;
  struct CollectionSum *collection_sums; /* by kind; NULL before */
  u32 *collection_orders; /* of all collections, one after the other */
  u32 emitter_count, collection_count;
  bool has_emitters;
  Node *members;             /* by class; NULL: nodes were not put in order */
  u32 *class_starts;         /* in `members`; class_count + 1, and one more */
  Node *children;            /* by dominator; node_count - 1 */
  ChildClass *child_classes; /* of those with many; by parent, then size */
  u32 child_class_count;
  IdZone *id_zones; /* of each ID_ZONE nodes */
  WideNode *wide;
  u32 *wide_edges;
  u32 *string_nodes; /* how many nodes each string names */
  HubCount *hubs;    /* by node, then nearness */
  u32 wide_count, wide_edge_count, hub_count;
  ClosurePlace *other_places; /* of what is no closure (locations.h) */
  u32 other_place_count;
  bool has_other_places;
} HeapLists;

/* An answer that takes long, and was written down (kept.h). */
typedef struct KeptAnswer {
  u64 name; /* its hash */
  u32 first, rows;
} KeptAnswer;

typedef struct HeapKept {
  KeptAnswer *answers;
  u64 *ends; /* of each text, in `text` */
  char *text;
  u32 answer_count, end_count;
  u64 text_bytes;
} HeapKept;

/* A string that is there more than once. */
typedef struct Duplicate {
  u32 string; /* of the file */
  u32 count;
  u64 bytes, wasted; /* of all of them; of all but one */
} Duplicate;

typedef struct HeapGraph {
  SnapshotFile file;
  /* Where the columns are mapped from, when they were kept (index.h). */
  struct {
    u8 *bytes;
    u64 length;
    struct IndexGuard *guard;
    void *again; /* a second mapping, of one that is checked as it is used */
  } index;
  u32 node_count, edge_count;
  Node root;
  u8 *node_flags;     /* type, whether notable, detachedness: 5, 1, 2 bits */
  u32 *ids;           /* NULL until many are asked for: graph_load_ids */
  Sizes self_sizes;   /* after arrays were given to their owners */
  Starts edge_starts; /* node_count + 1 */
  Starts retainer_starts; /* the same */
  u32 *edges;             /* NULL after the analysis */
  u32 *retainers;
  u32 *dominators; /* the root's is the root */
  Sizes retained_sizes;
  /* As node_distance reads them; in 16 bits where all of them fit. */
  u16 *distances;
  u32 *wide_distances;
  u32 *classes; /* in class_table */
  HeapClass *class_table;
  u32 class_count;
  ScriptClosure *scripts; /* by number */
  u32 script_count;
  ClosurePlace *closure_places; /* by closure */
  u32 closure_place_count;
  /* Strings that are in the heap more than once, and what that wastes. */
  Duplicate *duplicates;
  u32 duplicate_count;
  u64 wasted;
  HeapLists lists;
  HeapKept kept;
  char *story; /* the first page, once it was asked for (answer_open.c) */
} HeapGraph;

/* Stages of opening, for whoever shows progress: called when one begins, with
 * its name in words. */
typedef void (*GraphProgress)(void *context, const char *stage);

typedef struct GraphOptions {
  SnapshotOptions snapshot;
  GraphProgress progress; /* or NULL */
  void *progress_context;
  /* For answers, not for all of it: what is kept of an earlier opening is
   * checked as far as it is looked at (index_guard.h). */
  bool is_brief;
} GraphOptions;

/* graph_open - reads and analyses the snapshot at `path` ("-": standard
 * input). False, with one clear line in `error`, when that is not possible;
 * there is nothing to close then. */
bool graph_open(const char *path, GraphOptions options, HeapGraph *graph,
                Buffer *error);
void graph_close(HeapGraph *graph);

/* ---- Words of edges ---- */

static inline Node edge_node(u32 word) {
  return word >> 4;
}

static inline EdgeType edge_type(u32 word) {
  return (EdgeType)(word & 7);
}

/* Whether it counts for dominators. */
static inline bool edge_is_essential(u32 word) {
  return word >> 3 & 1;
}

static inline u32 edge_make(Node node, EdgeType type) {
  return node << 4 | type;
}

constexpr u32 EDGE_ESSENTIAL_BIT = 8;

/* ---- Nodes ---- */

static inline NodeType node_type(const HeapGraph *graph, Node node) {
  return (NodeType)(graph->node_flags[node] & 31);
}

/* node_is_notable - whether the name is the one that the analysis looks for in
 * nodes of that type: plain objects ("Object"), the text of external strings
 * among native objects, the descriptors of Maps among arrays, native contexts
 * among hidden objects, the page's trees among synthetic ones. */
static inline bool node_is_notable(const HeapGraph *graph, Node node) {
  return graph->node_flags[node] >> 5 & 1;
}

static inline Detachedness node_detachedness(const HeapGraph *graph,
                                             Node node) {
  return (Detachedness)(graph->node_flags[node] >> 6);
}

/* node_edges_start - the first of the node's edges; of node_count, how many
 * edges there are. */
static inline u32 node_edges_start(const HeapGraph *graph, Node node) {
  return starts_get(&graph->edge_starts, node);
}

/* node_retainers_start - the first of its retainers, in the same way. */
static inline u32 node_retainers_start(const HeapGraph *graph, Node node) {
  return starts_get(&graph->retainer_starts, node);
}

/* Places in `edges` or `retainers`: those from `next` up to `end`. */
typedef struct EdgeRange {
  u32 next, end;
} EdgeRange;

static inline EdgeRange node_edges(const HeapGraph *graph, Node node) {
  return (EdgeRange){node_edges_start(graph, node),
                     node_edges_start(graph, node + 1)};
}

static inline EdgeRange node_retainers(const HeapGraph *graph, Node node) {
  return (EdgeRange){node_retainers_start(graph, node),
                     node_retainers_start(graph, node + 1)};
}

/* Distances in 16 bits: from DISTANCE_SYSTEM on those with the highest bit. */
constexpr u32 NARROW_NONE = UINT16_MAX, NARROW_SYSTEM = 0x8000;

/* node_distance - from the roots; DISTANCE_NONE when nothing leads to it. */
static inline u32 node_distance(const HeapGraph *graph, Node node) {
  if (unlikely(!graph->distances)) return graph->wide_distances[node];
  u32 narrow = graph->distances[node];
  if (narrow < NARROW_SYSTEM) return narrow;
  return narrow == NARROW_NONE ? DISTANCE_NONE
                               : narrow - NARROW_SYSTEM + DISTANCE_SYSTEM;
}

/* graph_load_ids - fills graph->ids, unless they are there: for whoever asks
 * for many of them. From any thread. */
void graph_load_ids(const HeapGraph *graph);
/* graph_read_id - the id of `node`, from the file. */
u32 graph_read_id(const HeapGraph *graph, Node node);

/* graph_id - the snapshot's own number of `node`. */
static inline u32 graph_id(const HeapGraph *graph, Node node) {
  return likely(graph->ids) ? graph->ids[node] : graph_read_id(graph, node);
}

/* graph_find_id - the node with the snapshot's own number `id`, or NO_NODE. */
Node graph_find_id(const HeapGraph *graph, u64 id);
/* graph_total_size - of all nodes, and what is beside them. */
u64 graph_total_size(const HeapGraph *graph);
/* graph_known - the index of a string that the analysis knows by name. */
static inline u32 graph_known(const HeapGraph *graph, KnownString which) {
  return graph->file.strings.known[which];
}

/* graph_name - the string that is the name of `node`, as the file has it. */
u32 graph_name(const HeapGraph *graph, Node node);
/* graph_node_field - field `field` of the record of `node`. */
u64 graph_node_field(const HeapGraph *graph, Node node, u32 field);

/* ---- Edges with their names ---- */

/* One edge as the file has it. */
typedef struct EdgeRecord {
  u32 index; /* in `edges` */
  EdgeType type;
  bool is_indexed; /* `name` is a number, not a string */
  u64 name;
  Node target;
} EdgeRecord;

/* edge_from_record - edge number `index`, of which `record` is in the file. */
EdgeRecord edge_from_record(const HeapGraph *graph, const u64 *record,
                            u32 index);

/* Reads the edges of nodes again, in order. */
typedef struct EdgeReader {
  const HeapGraph *graph;
  NumberReader numbers;
  u32 next, end;
} EdgeReader;

/* graph_read_edges - a reader of the edges of `node`. */
EdgeReader graph_read_edges(const HeapGraph *graph, Node node);
/* graph_read_edges_from - the same, past the first `count` of them. */
EdgeReader graph_read_edges_from(const HeapGraph *graph, Node node, u64 count);
/* edge_reader_next - the next one; false after the last. */
bool edge_reader_next(EdgeReader *reader, EdgeRecord *edge);

#endif
