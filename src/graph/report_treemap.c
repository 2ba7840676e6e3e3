/* report_treemap.c - the dominator tree as a picture: areas are what an object
 * alone keeps alive.
 *
 * What only groups others (the roots, the global object, the arrays that hold
 * handles) is opened, so that the areas are things with a name of their own;
 * inside a large one are the largest of what it keeps.
 */
#include "graph/report_parts.h"

#include "graph/children.h"
#include "graph/names.h"
#include "graph/table.h"
#include "graph/treemap.h"

#include <stdlib.h>

constexpr double WIDTH = 1000, HEIGHT = 560, HEAD = 20;
constexpr u32 AREAS_MAX = 44, INNER_MAX = 14, OPENED_MAX = 24;
/* Children of a group with less than such a part of the heap are told
 * together, by class; groups with less than the other are not opened. */
constexpr u64 SINGLE_PART = 200, GROUP_PART = 50;
/* Columns of a letter, about. */
constexpr double LETTER = 7.4;

typedef struct Cell {
  Node node;   /* NO_NODE: all that is too small to see */
  bool is_sum; /* of `count` objects of `class` */
  u32 class;
  u64 count, bytes;
} Cell;

typedef struct Map {
  const HeapGraph *graph;
  Buffer *html;
  VECTOR(Cell) cells;
  NumberTable sums; /* class to cell */
  u64 total;
} Map;

/* ---- What is shown
 * -------------------------------------------------------------- */

static bool is_group(const HeapGraph *graph, const Cell *cell) {
  const char *class = node_class(graph, cell->node)->name;
  return !cell->is_sum && (node_type(graph, cell->node) == NODE_SYNTHETIC ||
                           node_distance(graph, cell->node) <= 1 ||
                           !strncmp(class, "system / NativeContext", 22) ||
                           strstr(class, "[JSGlobalObject]") != NULL);
}

static int by_bytes(const void *a, const void *b) {
  const Cell *x = a, *y = b;
  if (x->bytes != y->bytes) return x->bytes < y->bytes ? 1 : -1;
  return (x->node > y->node) - (x->node < y->node);
}

static void add_to_sum(Map *map, Node node, u64 bytes) {
  u32 *place = number_table_at(&map->sums, map->graph->classes[node]);
  if (*place == TABLE_NONE) {
    *place = map->cells.count;
    vector_push(&map->cells, ((Cell){.node = node,
                                     .is_sum = true,
                                     .class = map->graph->classes[node]}));
  }
  map->cells.items[*place].count++;
  map->cells.items[*place].bytes += bytes;
}

static void add_children(Map *map, Node node) {
  const HeapGraph *graph = map->graph;
  for (Node child = 0; child < graph->node_count; child++) {
    if (graph->dominators[child] != node || child == graph->root) continue;
    u64 bytes = sizes_get(&graph->retained_sizes, child);
    if (bytes > map->total / SINGLE_PART)
      vector_push(&map->cells,
                  ((Cell){.node = child, .count = 1, .bytes = bytes}));
    else if (bytes)
      add_to_sum(map, child, bytes);
  }
}

/* The largest group that is worth opening: cells.count when there is none. */
static u32 find_group(const Map *map) {
  u32 best = map->cells.count;
  for (u32 i = 0; i < map->cells.count; i++) {
    const Cell *cell = &map->cells.items[i];
    if (cell->bytes > map->total / GROUP_PART && is_group(map->graph, cell) &&
        (best == map->cells.count ||
         cell->bytes > map->cells.items[best].bytes))
      best = i;
  }
  return best;
}

static void choose_cells(Map *map) {
  add_children(map, map->graph->root);
  for (u32 opened = 0; opened < OPENED_MAX; opened++) {
    u32 group = find_group(map);
    if (group == map->cells.count) break;
    Node node = map->cells.items[group].node;
    /* its place stays, as sums are known by theirs */
    map->cells.items[group].bytes = 0;
    add_children(map, node);
  }
  if (map->cells.count)
    qsort(map->cells.items, map->cells.count, sizeof(Cell), by_bytes);
  if (map->cells.count > AREAS_MAX) map->cells.count = AREAS_MAX;
  while (map->cells.count && !vector_last(&map->cells)->bytes)
    map->cells.count--;
  u64 shown = 0;
  for (u32 i = 0; i < map->cells.count; i++) {
    Cell *cell = &map->cells.items[i];
    cell->is_sum &= cell->count > 1;
    shown += cell->bytes;
  }
  if (map->total > shown)
    vector_push(&map->cells,
                ((Cell){.node = NO_NODE, .bytes = map->total - shown}));
  if (map->cells.count)
    qsort(map->cells.items, map->cells.count, sizeof(Cell), by_bytes);
}

/* ---- Drawing
 * ------------------------------------------------------------------------ */

static u32 color_of(const HeapGraph *graph, Node node) {
  if (node == NO_NODE) return 5;
  switch (node_type(graph, node)) {
  case NODE_OBJECT:
  case NODE_REGEXP: return 0;
  case NODE_CLOSURE: return 3;
  case NODE_STRING:
  case NODE_CONCATENATED:
  case NODE_SLICED: return 1;
  case NODE_ARRAY: return 6;
  case NODE_CODE:
  case NODE_SHAPE: return 2;
  case NODE_NATIVE: return 4;
  default: return 5;
  }
}

/* As much of a name as fits, cut where a character ends. */
static void put_fitting(Map *map, TreemapArea area, double down,
                        const char *class, const char *text) {
  size_t room = area.width > 12 ? (size_t)((area.width - 10) / LETTER) : 0;
  size_t length = strlen(text), characters = 0, end = 0;
  if (room < 3 || area.height < down + 5) return;
  for (; end < length && characters < room; characters++) {
    end++;
    while (end < length && ((u8)text[end] & 0xc0) == 0x80)
      end++;
  }
  Buffer part = {};
  buffer_append(&part, text, end);
  buffer_byte(&part, 0);
  buffer_format(map->html, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">",
                area.x + 5, area.y + down, class);
  html_text(map->html, part.bytes);
  buffer_text(map->html, end < length ? "\u2026</text>" : "</text>");
  buffer_free(&part);
}

static void put_rectangle(Map *map, TreemapArea area, const char *class) {
  buffer_format(map->html,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                "class=\"%s\"/>",
                area.x, area.y, area.width, area.height, class);
}

static void put_title(Map *map, const char *label, const Cell *cell) {
  buffer_text(map->html, "<title>");
  html_text(map->html, label);
  if (cell->node != NO_NODE && !cell->is_sum)
    buffer_format(map->html, " @%u", graph_id(map->graph, cell->node));
  buffer_text(map->html, ": ");
  quantity_bytes((i64)cell->bytes, map->html);
  buffer_format(map->html, ", %.1f%%</title>",
                100.0 * (double)cell->bytes / (double)map->total);
}

static void append_label(const HeapGraph *graph, const Cell *cell,
                         Buffer *label) {
  if (cell->node == NO_NODE)
    buffer_text(label, "all that is smaller");
  else if (cell->is_sum)
    buffer_format(label, "%llu \u00d7 %s", (unsigned long long)cell->count,
                  graph->class_table[cell->class].name);
  else
    node_append_label(graph, cell->node, label);
}

/* Of so many references to an object one is looked for that names it. */
constexpr u32 REFERENCES_MAX = 16;

/* "cache: " before a Map that a property or a variable of that name holds. */
static void append_holder(const HeapGraph *graph, Node node, Buffer *label) {
  u32 first = node_retainers_start(graph, node);
  u32 count = node_retainers_start(graph, node + 1) - first;
  for (u32 i = 0; i < count && i < REFERENCES_MAX; i++) {
    EdgeType type = edge_type(graph->retainers[first + i]);
    EdgeRecord edge;
    if ((type != EDGE_PROPERTY && type != EDGE_CONTEXT) ||
        !node_edge_to(graph, edge_node(graph->retainers[first + i]), node,
                      false, &edge) ||
        edge.is_indexed || edge.name == graph_known(graph, STRING_PROTO))
      continue;
    edge_append_name(graph, &edge, label);
    buffer_text(label, ": ");
    return;
  }
}

static bool is_plumbing(const HeapGraph *graph, Node node) {
  NodeType type = node_type(graph, node);
  return type == NODE_ARRAY || type == NODE_HIDDEN;
}

/* What most of a Map is in is its table, which says nothing: the node whose
 * children say something. */
static Node find_inside(const HeapGraph *graph, Node node) {
  NodeList list = {};
  for (u32 down = 0; down < 3; down++) {
    list.count = 0;
    children_largest(graph, node, 0, 1, &list);
    if (!list.count || !is_plumbing(graph, list.items[0]) ||
        sizes_get(&graph->retained_sizes, list.items[0]) * 2 <
            sizes_get(&graph->retained_sizes, node))
      break;
    node = list.items[0];
  }
  vector_free(&list);
  return node;
}

/* The largest children of `node`, or, of many small ones, their classes. */
static u32 choose_inner(const HeapGraph *graph, Node node, Cell *cells) {
  NodeList list = {};
  ChildClasses classes = {};
  u32 count = 0, total = children_largest(graph, node, 0, INNER_MAX, &list);
  u64 whole = sizes_get(&graph->retained_sizes, node);
  bool is_many =
      total > INNER_MAX &&
      sizes_get(&graph->retained_sizes, list.items[0]) < whole / INNER_MAX;
  if (is_many) children_by_class(graph, node, &classes);
  for (; is_many && count < classes.count && count < INNER_MAX; count++) {
    const ChildClass *class = &classes.items[count];
    cells[count] = (Cell){node, class->count > 0, class->class, class->count,
                          class->retained};
  }
  for (; !is_many && count < list.count; count++)
    cells[count] =
        (Cell){.node = list.items[count],
               .count = 1,
               .bytes = sizes_get(&graph->retained_sizes, list.items[count])};
  vector_free(&list);
  vector_free(&classes);
  return count;
}

static void put_inner_cell(Map *map, const Cell *cell, TreemapArea area) {
  Buffer label = {};
  if (cell->node == NO_NODE || area.width < 4 || area.height < 4) return;
  append_label(map->graph, cell, &label);
  buffer_text(map->html, "<g>");
  put_title(map, label.bytes, cell);
  put_rectangle(map, area, "inner");
  put_fitting(map, area, 13, "small", label.bytes);
  buffer_text(map->html, "</g>");
  buffer_free(&label);
}

/* The largest of what an object keeps, as large as they are in it; the place
 * of the rest stays empty. */
static void put_inner(Map *map, const Cell *cell, TreemapArea area) {
  const HeapGraph *graph = map->graph;
  if (cell->node == NO_NODE || cell->is_sum || area.width < 70 ||
      area.height < 60)
    return;
  Cell cells[INNER_MAX + 1];
  u64 sizes[INNER_MAX + 1], left = cell->bytes;
  TreemapArea areas[INNER_MAX + 1];
  u32 count = choose_inner(graph, find_inside(graph, cell->node), cells);
  for (u32 i = 0; i < count; i++)
    left -= cells[i].bytes < left ? cells[i].bytes : left;
  cells[count++] = (Cell){.node = NO_NODE, .bytes = left};
  qsort(cells, count, sizeof(Cell), by_bytes);
  for (u32 i = 0; i < count; i++)
    sizes[i] = cells[i].bytes;
  treemap_lay_out(sizes, count,
                  (TreemapArea){area.x + 3, area.y + HEAD, area.width - 6,
                                area.height - HEAD - 3},
                  areas);
  for (u32 i = 0; i < count; i++)
    put_inner_cell(map, &cells[i], areas[i]);
}

static void put_cell(Map *map, const Cell *cell, TreemapArea area) {
  Buffer label = {};
  char class[4] = {'k', (char)('0' + color_of(map->graph, cell->node))};
  if (cell->node != NO_NODE && !cell->is_sum)
    append_holder(map->graph, cell->node, &label);
  append_label(map->graph, cell, &label);
  buffer_text(map->html, "<g>");
  put_title(map, label.bytes, cell);
  put_rectangle(map, area, class);
  buffer_text(&label, "  ");
  quantity_bytes((i64)cell->bytes, &label);
  put_fitting(map, area, 14, "name", label.bytes);
  put_inner(map, cell, area);
  buffer_text(map->html, "</g>\n");
  buffer_free(&label);
}

void report_treemap(const HeapGraph *graph, Buffer *html) {
  Map map = {.graph = graph, .html = html, .total = graph_total_size(graph)};
  if (!map.total) return;
  choose_cells(&map);
  u64 *sizes = base_allocate((map.cells.count + 1) * sizeof *sizes);
  TreemapArea *areas = base_allocate((map.cells.count + 1) * sizeof *areas);
  for (u32 i = 0; i < map.cells.count; i++)
    sizes[i] = map.cells.items[i].bytes;
  treemap_lay_out(sizes, map.cells.count, (TreemapArea){0, 0, WIDTH, HEIGHT},
                  areas);
  buffer_format(html,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" "
                "aria-label=\"what keeps most memory alive\">\n",
                WIDTH, HEIGHT);
  for (u32 i = 0; i < map.cells.count; i++)
    put_cell(&map, &map.cells.items[i], areas[i]);
  buffer_text(html, "</svg>\n");
  free(sizes);
  free(areas);
  number_table_free(&map.sums);
  vector_free(&map.cells);
}
