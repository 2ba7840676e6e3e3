/* query_rows.c - the tables: nodes, edges both ways, strings, constructors. */
#include "graph/names.h"
#include "graph/query_tables.h"

/* Names of objects longer than this are cut. */
constexpr size_t NAME_BYTES_MAX = 1 << 20;

static void give_integer(sqlite3_context *context, u64 value) {
  sqlite3_result_int64(context, (sqlite3_int64)value);
}

/* What the program ends with; SQLite need not copy it. */
static void give_text(sqlite3_context *context, const char *text) {
  sqlite3_result_text(context, text, -1, SQLITE_STATIC);
}

static void give_distance(sqlite3_context *context, u32 distance) {
  if (distance != DISTANCE_NONE) give_integer(context, distance);
}

/* The three columns of a place in the source: script, line, column. */
static void give_place(sqlite3_context *context, int which, u64 script,
                       u64 line, u64 column) {
  const u64 values[] = {script, line + 1, column + 1};
  give_integer(context, values[which]);
}

/* Rows that are numbers. */
static void next_number(TableCursor *cursor) {
  cursor->row++;
}

/* ---- Nodes --------------------------------------------------------------- */

enum {
  NODE_ID_COLUMN,
  NODE_TYPE_COLUMN,
  NODE_NAME_COLUMN,
  NODE_CLASS_COLUMN,
  NODE_SELF_COLUMN,
  NODE_RETAINED_COLUMN,
  NODE_DISTANCE_COLUMN,
  NODE_DOMINATOR_COLUMN,
  NODE_DETACHEDNESS_COLUMN,
  NODE_EDGES_COLUMN,
  NODE_RETAINERS_COLUMN,
  NODE_PLACE_COLUMN,
};

static u64 count_nodes(const HeapGraph *graph) {
  return graph->node_count;
}

static void seek_node(TableCursor *cursor, u32 plan, u64 key) {
  cursor->end = cursor->heap->graph->node_count;
  if (!plan) return;
  Node node = query_heap_find(cursor->heap, key);
  cursor->row = node == NO_NODE ? cursor->end : node;
  if (node != NO_NODE) cursor->end = cursor->row + 1;
}

/* The string that names a row's node. To read names in order is much quicker
 * than to look for each, and to begin with that not much slower. */
static u32 name_of_row(TableCursor *cursor) {
  const HeapGraph *graph = cursor->heap->graph;
  const NodeFields *fields = &graph->file.meta.node;
  bool is_in_order = cursor->row == cursor->names_asked + 1;
  cursor->names_asked = cursor->row;
  if (!is_in_order) return graph_name(graph, (Node)cursor->row);
  if (cursor->names_at != cursor->row)
    records_begin(&cursor->names, &graph->file.nodes, fields->count,
                  cursor->row, graph->node_count);
  cursor->names_at = cursor->row + 1;
  return (u32)records_next(&cursor->names)[fields->name];
}

static void give_node_name(TableCursor *cursor, sqlite3_context *context) {
  const HeapGraph *graph = cursor->heap->graph;
  Buffer name = {};
  node_append_named(graph, (Node)cursor->row, name_of_row(cursor),
                    NAME_BYTES_MAX, &name);
  query_result_buffer(context, &name);
}

static void give_node_place(TableCursor *cursor, sqlite3_context *context,
                            int which) {
  const Location *place = query_heap_location(cursor->heap, (Node)cursor->row);
  if (place)
    give_place(context, which, place->script, place->line, place->column);
}

static void give_node(TableCursor *cursor, sqlite3_context *context,
                      int column) {
  const HeapGraph *graph = cursor->heap->graph;
  Node node = (Node)cursor->row;
  switch (column) {
  case NODE_ID_COLUMN: give_integer(context, graph_id(graph, node)); break;
  case NODE_TYPE_COLUMN:
    give_text(context, node_type_name(&graph->file, node_type(graph, node)));
    break;
  case NODE_NAME_COLUMN: give_node_name(cursor, context); break;
  case NODE_CLASS_COLUMN:
    give_text(context, node_class(graph, node)->name);
    break;
  case NODE_SELF_COLUMN:
    give_integer(context, sizes_get(&graph->self_sizes, node));
    break;
  case NODE_RETAINED_COLUMN:
    give_integer(context, sizes_get(&graph->retained_sizes, node));
    break;
  case NODE_DISTANCE_COLUMN:
    give_distance(context, node_distance(graph, node));
    break;
  case NODE_DOMINATOR_COLUMN:
    if (node != graph->root)
      give_integer(context, graph_id(graph, graph->dominators[node]));
    break;
  case NODE_DETACHEDNESS_COLUMN:
    give_integer(context, node_detachedness(graph, node));
    break;
  case NODE_EDGES_COLUMN:
    give_integer(context, node_edges_start(graph, node + 1) -
                              node_edges_start(graph, node));
    break;
  case NODE_RETAINERS_COLUMN:
    give_integer(context, node_retainers_start(graph, node + 1) -
                              node_retainers_start(graph, node));
    break;
  default: give_node_place(cursor, context, column - NODE_PLACE_COLUMN);
  }
}

const QueryTable QUERY_NODES = {
    .name = "nodes",
    .columns = "id INTEGER, type TEXT, name TEXT, class TEXT, "
               "self_size INTEGER, retained_size INTEGER, distance INTEGER, "
               "dominator INTEGER, detachedness INTEGER, edge_count INTEGER, "
               "retainer_count INTEGER, script INTEGER, line INTEGER, "
               "column INTEGER",
    .help = "objects, strings, code and the roots; detachedness is 0 unknown, "
            "1 in the page, 2 detached",
    .keys = {{NODE_ID_COLUMN, 1}},
    .key_count = 1,
    .count = count_nodes,
    .seek = seek_node,
    .next = next_number,
    .column = give_node,
};

/* ---- Edges --------------------------------------------------------------- */

static u64 count_edges(const HeapGraph *graph) {
  return graph->edge_count;
}

/* The next object that refers to the target; several edges of one are next to
 * each other. */
static bool next_source(TableCursor *cursor) {
  const HeapGraph *graph = cursor->heap->graph;
  while (cursor->retainer < cursor->retainers_end) {
    Node source = edge_node(graph->retainers[cursor->retainer++]);
    if (source == cursor->source) continue;
    cursor->source = source;
    cursor->edges_to = edges_to_begin(graph, source, cursor->target);
    return true;
  }
  return false;
}

/* The next edge of the source: all of them, or those to the target. */
static bool next_of_source(TableCursor *cursor) {
  return cursor->target == NO_NODE
             ? edge_reader_next(&cursor->reader, &cursor->edge)
             : edges_to_next(&cursor->edges_to, &cursor->edge);
}

/* The row of an edge is its number; at the end it is beyond all. */
static void next_edge(TableCursor *cursor) {
  const HeapGraph *graph = cursor->heap->graph;
  while (!query_is_interrupted()) {
    if (!next_of_source(cursor)) {
      if (next_source(cursor)) continue;
      break;
    }
    while (cursor->edge.index >= node_edges_start(graph, cursor->source + 1))
      cursor->source++;
    cursor->row = cursor->edge.index;
    return;
  }
  cursor->row = cursor->end;
}

static void seek_all_edges(TableCursor *cursor) {
  const HeapGraph *graph = cursor->heap->graph;
  cursor->source = 0;
  cursor->reader = (EdgeReader){.graph = graph,
                                .numbers = numbers_seek(&graph->file.edges, 0),
                                .end = graph->edge_count};
}

static void seek_edges_from(TableCursor *cursor, Node node) {
  cursor->source = node;
  cursor->reader = graph_read_edges(cursor->heap->graph, node);
}

static void seek_edges_to(TableCursor *cursor, Node node) {
  const HeapGraph *graph = cursor->heap->graph;
  cursor->source = NO_NODE;
  cursor->target = node;
  cursor->retainer = node_retainers_start(graph, node);
  cursor->retainers_end = node_retainers_start(graph, node + 1);
}

/* Both tables find rows by the source first, then by the target. */
enum {
  BY_ANY,
  BY_SOURCE,
  BY_TARGET,
};

static void seek_edge(TableCursor *cursor, u32 plan, u64 key) {
  Node node = plan ? query_heap_find(cursor->heap, key) : NO_NODE;
  cursor->row = cursor->end = cursor->heap->graph->edge_count;
  cursor->reader = (EdgeReader){};
  cursor->edges_to = (EdgesTo){};
  cursor->retainer = cursor->retainers_end = 0;
  cursor->target = NO_NODE;
  if (plan && node == NO_NODE) return;
  switch (plan) {
  case BY_ANY: seek_all_edges(cursor); break;
  case BY_SOURCE: seek_edges_from(cursor, node); break;
  case BY_TARGET: seek_edges_to(cursor, node); break;
  }
  next_edge(cursor);
}

static void give_edge_name(TableCursor *cursor, sqlite3_context *context) {
  Buffer name = {};
  edge_append_name(cursor->heap->graph, &cursor->edge, &name);
  query_result_buffer(context, &name);
}

/* Columns from the third on are the same in both. */
static void give_edge_rest(TableCursor *cursor, sqlite3_context *context,
                           int column) {
  const EdgeRecord *edge = &cursor->edge;
  if (column == 2)
    give_text(context, edge_type_name(edge->type));
  else if (column == 3)
    give_edge_name(cursor, context);
  else if (edge->is_indexed)
    give_integer(context, edge->name);
}

static void give_ends(TableCursor *cursor, sqlite3_context *context, int column,
                      Node first, Node second) {
  if (column > 1)
    give_edge_rest(cursor, context, column);
  else
    give_integer(context,
                 graph_id(cursor->heap->graph, column ? second : first));
}

static void give_edge(TableCursor *cursor, sqlite3_context *context,
                      int column) {
  give_ends(cursor, context, column, cursor->source, cursor->edge.target);
}

static void give_retainer(TableCursor *cursor, sqlite3_context *context,
                          int column) {
  give_ends(cursor, context, column, cursor->edge.target, cursor->source);
}

const QueryTable QUERY_EDGES = {
    .name = "edges",
    .columns = "from_id INTEGER, to_id INTEGER, type TEXT, name TEXT, "
               "\"index\" INTEGER",
    .help = "references from one object to another; elements have an index",
    .keys = {{0, 10}, {1, 20}},
    .key_count = 2,
    .count = count_edges,
    .seek = seek_edge,
    .next = next_edge,
    .column = give_edge,
};

const QueryTable QUERY_RETAINERS = {
    .name = "retainers",
    .columns = "id INTEGER, retainer_id INTEGER, type TEXT, name TEXT, "
               "\"index\" INTEGER",
    .help = "the same references from the other side: who refers to an object",
    .keys = {{1, 10}, {0, 20}},
    .key_count = 2,
    .count = count_edges,
    .seek = seek_edge,
    .next = next_edge,
    .column = give_retainer,
};

/* ---- Strings ------------------------------------------------------------- */

static u64 count_strings(const HeapGraph *graph) {
  return graph->file.strings.count;
}

static void seek_string(TableCursor *cursor, u32 plan, u64 key) {
  const Strings *strings = &cursor->heap->graph->file.strings;
  cursor->end = strings->count;
  if (plan) {
    cursor->row = key < cursor->end ? key : cursor->end;
    if (key < cursor->end) cursor->end = key + 1;
  }
  if (cursor->row >= cursor->end) return;
  cursor->strings = strings_seek(strings, (u32)cursor->row);
  cursor->string = strings_next(&cursor->strings);
}

static void next_string(TableCursor *cursor) {
  if (++cursor->row < cursor->end)
    cursor->string = strings_next(&cursor->strings);
}

/* The length that JavaScript gives: in units of UTF-16. */
static u64 count_units(const Buffer *text) {
  u64 units = 0;
  for (size_t i = 0; i < text->length; i++) {
    u8 byte = (u8)text->bytes[i];
    units += (byte & 0xc0) != 0x80 ? 1 + (byte >= 0xf0) : 0;
  }
  return units;
}

static void give_string(TableCursor *cursor, sqlite3_context *context,
                        int column) {
  Buffer text = {};
  if (column == 1 || column == 2) strings_decode(cursor->string, &text);
  switch (column) {
  case 0: give_integer(context, cursor->row); break;
  case 1: query_result_buffer(context, &text); return;
  case 2: give_integer(context, count_units(&text)); break;
  default:
    give_integer(context,
                 query_heap_string_nodes(cursor->heap, (u32)cursor->row));
  }
  buffer_free(&text);
}

const QueryTable QUERY_STRINGS = {
    .name = "strings",
    .columns = "\"index\" INTEGER, text TEXT, length INTEGER, nodes INTEGER",
    .help = "the texts of the snapshot: contents and names; nodes is how many "
            "objects are called so",
    .keys = {{0, 1}},
    .key_count = 1,
    .count = count_strings,
    .seek = seek_string,
    .next = next_string,
    .column = give_string,
};

/* ---- Constructors -------------------------------------------------------- */

static u64 count_classes(const HeapGraph *graph) {
  return graph->class_count;
}

/* Classes of which no object has a size are left out, as everywhere. */
static void skip_empty(TableCursor *cursor) {
  const HeapClass *classes = cursor->heap->graph->class_table;
  while (cursor->row < cursor->end && !classes[cursor->row].count)
    cursor->row++;
}

static void seek_class(TableCursor *cursor, u32, u64) {
  cursor->end = cursor->heap->graph->class_count;
  skip_empty(cursor);
}

static void next_class(TableCursor *cursor) {
  cursor->row++;
  skip_empty(cursor);
}

static void give_class(TableCursor *cursor, sqlite3_context *context,
                       int column) {
  const HeapClass *class = &cursor->heap->graph->class_table[cursor->row];
  switch (column) {
  case 0: give_text(context, class->name); break;
  case 1: give_integer(context, class->count); break;
  case 2: give_integer(context, class->self_size); break;
  case 3: give_integer(context, class->retained_size); break;
  case 4: give_distance(context, class->distance); break;
  default:
    if (class->script)
      give_place(context, column - 5, class->script, class->line,
                 class->column);
  }
}

const QueryTable QUERY_CONSTRUCTORS = {
    .name = "constructors",
    .columns = "name TEXT, count INTEGER, self_size INTEGER, "
               "retained_size INTEGER, distance INTEGER, script INTEGER, "
               "line INTEGER, column INTEGER",
    .help = "totals by constructor or kind; distance is the nearest one's",
    .count = count_classes,
    .seek = seek_class,
    .next = next_class,
    .column = give_class,
};
