/* heap_snapshot_parts.h - what the heap_snapshot*.c files share: the nodes and
 * edges of the file to be, gathered before the first of them is written, since
 * a file begins with their counts. */
#ifndef GLASSHEAP_WATCH_HEAP_SNAPSHOT_PARTS_H
#define GLASSHEAP_WATCH_HEAP_SNAPSHOT_PARTS_H

#include "base/vector.h"
#include "graph/snapshot_writer.h"
#include "graph/table.h"
#include "watch/heap_snapshot.h"

/* Numbers below CELL_IDS_FIRST, for nodes that are no cells. */
constexpr u32 ID_ROOT = 1, ID_GROUPS = 3;
constexpr u32 ID_SOURCES = 1 << 10, ID_FRAMES = 1 << 19;
/* And from here on, for values that lie in words. */
constexpr u32 ID_VALUES = 1u << 31;

constexpr u32 NODE_NUMBER_ROOT = 0, NODE_NUMBER_NONE = UINT32_MAX;

typedef struct ExportNode {
  NodeType type;
  u32 name, id;
  u64 size;
  u32 script, line, column; /* where it is from, from 0; script 0: nowhere */
  u8 detachedness;          /* of a node of a document: Detachedness */
  u32 trace;                /* of who allocated it, or 0 */
} ExportNode;

typedef struct ExportEdge {
  u32 from, to;
  u32 name; /* a string, or an index */
  EdgeType type;
  u32 place; /* among its node's: properties in their order, then the rest */
} ExportEdge;

constexpr u32 PLACE_LAST = UINT32_MAX;

typedef struct Export {
  VM *vm;
  const CellIds *ids;
  const AllocationSites *sites; /* or NULL */
  VECTOR(ExportNode) nodes;
  VECTOR(ExportEdge) edges;
  TextTable strings;
  /* By address: the cell's node and one, or 0. */
  u32 *numbers;
  NumberTable values, value_ids; /* nodes of values in words, and their ids */
  u32 *source_nodes;             /* of vm->sources */
  u64 bytes_outside;             /* of cells */
  bool has_lasting_ids;
} Export;

/* export_string - the number of a text in the file; export_text also frees the
 * buffer. */
u32 export_string(Export *export, const char *text);
u32 export_text(Export *export, Buffer *text);
/* export_add_node - its number. */
u32 export_add_node(Export *export, NodeType type, u32 name, u32 id, u64 size);
/* export_locate - says where a node is from. */
void export_locate(Export *export, u32 node, const Source *source, u32 offset);
/* export_value - the node of a number, a boolean, null or undefined: no cell,
 * so of no bytes; equal values share one, whose id follows from its text. */
u32 export_value(Export *export, Value value);
/* export_node_of - the node of a cell. */
u32 export_node_of(const Export *export, const Cell *cell);
void export_add_edge(Export *export, u32 from, EdgeType type, u32 name, u32 to);

/* heap_snapshot_traces.c: export_name_traces - their names among the strings,
 * and their number in the shape, before it is written; export_traces - their
 * functions and their tree. */
void export_name_traces(Export *export, SnapshotShape *shape);
void export_traces(Export *export, SnapshotWriter *writer);
/* export_cells - a node for every cell (heap_snapshot_cells.c). */
void export_cells(Export *export);
/* export_edges - the edges of every cell (heap_snapshot_edges.c). */
void export_edges(Export *export);
/* export_roots - root, frames and groups, their nodes before those of cells and
 * their edges after (heap_snapshot_roots.c). */
void export_root_nodes(Export *export);
void export_root_edges(Export *export);

#endif
