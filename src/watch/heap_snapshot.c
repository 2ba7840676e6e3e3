/* heap_snapshot.c - gathering nodes and edges, and writing them. */
#include "watch/heap_snapshot.h"

#include "watch/heap_snapshot_parts.h"
#include "watch/text.h"

#include <stdlib.h>

/* ---- Gathering ----------------------------------------------------------- */

u32 export_string(Export *export, const char *text) {
  return text_table_intern(&export->strings, text, strlen(text));
}

u32 export_text(Export *export, Buffer *text) {
  u32 string = text_table_intern(&export->strings,
                                 text->bytes ? text->bytes : "", text->length);
  buffer_free(text);
  return string;
}

u32 export_add_node(Export *export, NodeType type, u32 name, u32 id, u64 size) {
  vector_push(
      &export->nodes,
      ((ExportNode){.type = type, .name = name, .id = id, .size = size}));
  return export->nodes.count - 1;
}

void export_locate(Export *export, u32 node, const Source *source, u32 offset) {
  ExportNode *located = &export->nodes.items[node];
  u32 line, column;
  source_locate(source, offset, &line, &column);
  located->script = source->id;
  located->line = line - 1;
  located->column = column - 1;
}

/* The first number that nobody has, from one that the text gives. */
static u32 take_value_id(Export *export, const Buffer *text) {
  u64 id = hash_bytes(text->bytes, text->length);
  for (;; id++) {
    u32 *taken = number_table_at(&export->value_ids, id % ID_VALUES);
    if (*taken != TABLE_NONE) continue;
    *taken = 0;
    return ID_VALUES + (u32)(id % ID_VALUES);
  }
}

u32 export_value(Export *export, Value value) {
  u32 known = number_table_get(&export->values, value.bits);
  if (known != TABLE_NONE) return known;
  Buffer text = {};
  text_of_value(export->vm, value, &text);
  NodeType type = value_is_number(value) ? NODE_NUMBER : NODE_HIDDEN;
  u32 id = take_value_id(export, &text);
  u32 node = export_add_node(export, type, export_text(export, &text), id, 0);
  *number_table_at(&export->values, value.bits) = node;
  return node;
}

u32 export_node_of(const Export *export, const Cell *cell) {
  u64 place = heap_offset(&export->vm->isolate.heap, cell) / CELL_ID_BYTES;
  assert(export->numbers[place]);
  return export->numbers[place] - 1;
}

void export_add_edge(Export *export, u32 from, EdgeType type, u32 name,
                     u32 to) {
  vector_push(&export->edges, ((ExportEdge){from, to, name, type, PLACE_LAST}));
}

/* Ids that last are better than others, and others better than the same for
 * several nodes. */
static void number_anew(Export *export) {
  for (u32 i = 0; i < export->nodes.count; i++)
    export->nodes.items[i].id = 2 * i + 1;
}

static void gather(Export *export) {
  Heap *heap = &export->vm->isolate.heap;
  u64 places = heap->used_blocks * (HEAP_BLOCK_BYTES / CELL_ID_BYTES);
  export->numbers = base_allocate_zeroed((places + 1) * sizeof(u32));
  export->has_lasting_ids = true;
  export_string(export, "");
  export_root_nodes(export);
  export_cells(export);
  export_root_edges(export);
  export_edges(export);
  if (!export->has_lasting_ids) number_anew(export);
}

static void free_export(Export *export) {
  vector_free(&export->nodes);
  vector_free(&export->edges);
  text_table_free(&export->strings);
  number_table_free(&export->values);
  number_table_free(&export->value_ids);
  free(export->numbers);
  free(export->source_nodes);
}

/* ---- Writing ------------------------------------------------------------- */

/* Where the edges of each node begin when they are sorted by it. */
static u32 *find_starts(const Export *export) {
  u32 *starts = base_allocate_zeroed((export->nodes.count + 1) * sizeof(u32));
  for (u32 i = 0; i < export->edges.count; i++)
    starts[export->edges.items[i].from + 1]++;
  for (u32 i = 0; i < export->nodes.count; i++)
    starts[i + 1] += starts[i];
  return starts;
}

/* Edge numbers, those of a node in the order in which they came. */
static u32 *sort_edges(const Export *export, const u32 *starts) {
  size_t bytes = (size_t)export->nodes.count * sizeof(u32);
  u32 *next = base_copy(starts, bytes);
  u32 *order = base_allocate((export->edges.count + 1) * sizeof *order);
  for (u32 i = 0; i < export->edges.count; i++)
    order[next[export->edges.items[i].from]++] = i;
  free(next);
  return order;
}

static void write_nodes(const Export *export, const u32 *starts,
                        SnapshotWriter *writer) {
  for (u32 i = 0; i < export->nodes.count; i++) {
    const ExportNode *node = &export->nodes.items[i];
    snapshot_writer_node(
        writer, &(WriterNode){.type = node->type,
                              .name = node->name,
                              .id = node->id,
                              .self_size = node->size,
                              .detachedness = node->detachedness,
                              .trace = node->trace,
                              .edge_count = starts[i + 1] - starts[i]});
  }
}

static void write_edges(const Export *export, const u32 *order,
                        SnapshotWriter *writer) {
  for (u32 i = 0; i < export->edges.count; i++) {
    const ExportEdge *edge = &export->edges.items[order[i]];
    snapshot_writer_edge(writer, edge->type, edge->name, edge->to);
  }
}

static void write_locations(const Export *export, SnapshotWriter *writer) {
  for (u32 i = 0; i < export->nodes.count; i++) {
    const ExportNode *node = &export->nodes.items[i];
    if (node->script)
      snapshot_writer_location(writer, i, node->script, node->line,
                               node->column);
  }
}

static void write_all(Export *export, SnapshotWriter *writer) {
  u32 *starts = find_starts(export);
  u32 *order = sort_edges(export, starts);
  write_nodes(export, starts, writer);
  write_edges(export, order, writer);
  if (export->sites) export_traces(export, writer);
  write_locations(export, writer);
  for (u32 i = 0; i < export->strings.count; i++)
    snapshot_writer_string(writer, export->strings.texts[i],
                           strlen(export->strings.texts[i]));
  free(order);
  free(starts);
}

static HeapSnapshotTotals add_up(const Export *export) {
  HeapSnapshotTotals totals = {.nodes = export->nodes.count,
                               .edges = export->edges.count,
                               .has_lasting_ids = export->has_lasting_ids};
  for (u32 i = 0; i < export->nodes.count; i++)
    totals.bytes += export->nodes.items[i].size;
  return totals;
}

bool heap_snapshot_write(VM *vm, const HeapSnapshotTarget *target,
                         HeapSnapshotTotals *totals, Buffer *error) {
  Export export = {.vm = vm, .ids = target->ids, .sites = target->sites};
  heap_collect(&vm->isolate.heap, "snapshot");
  gather(&export);
  *totals = add_up(&export);
  SnapshotShape shape = {.node_count = export.nodes.count,
                         .edge_count = export.edges.count,
                         .has_detachedness = true,
                         .has_trace = target->sites != NULL};
  if (target->sites) export_name_traces(&export, &shape);
  SnapshotWriter *writer =
      target->file
          ? snapshot_writer_open_file(target->file, target->path, &shape)
          : snapshot_writer_open(target->path, &shape, error);
  bool is_written = writer != NULL;
  if (writer) {
    write_all(&export, writer);
    is_written = snapshot_writer_close(writer, error);
  }
  free_export(&export);
  return is_written;
}
