/* classes.c - the class of each node, and what classes come to.
 *
 * An object's class is its constructor's name; constructors of the same name
 * in different places are different. DOM elements are classed by their tag,
 * plain objects by their properties (plain_objects.c), the rest by kind.
 */
#include "graph/analysis.h"
#include "graph/groups.h"
#include "graph/locations.h"
#include "graph/table.h"

#include <stdlib.h>

typedef struct Classing {
  HeapGraph *graph;
  TextTable names;
  NumberTable of_string;      /* string and whether detached, to name */
  u32 of_type[NODE_TYPE_MAX]; /* name */
  NumberTable by_hash;        /* the first class */
  VECTOR(u32) next_class;     /* with the same hash */
  VECTOR(u32) name_of_class;
  u32 room;
} Classing;

/* ---- Names
 * --------------------------------------------------------------------- */

static u32 intern(Classing *classing, const char *name) {
  return text_table_intern(&classing->names, name, strlen(name));
}

/* "<div id="a">" is a "<div>". */
static void cut_attributes(Buffer *name, size_t from) {
  if (strncmp(name->bytes + from, "<", 1)) return;
  char *space = strchr(name->bytes + from, ' ');
  if (!space) return;
  name->length = (size_t)(space - name->bytes);
  buffer_byte(name, '>');
}

static u32 name_by_string(Classing *classing, u32 string, bool is_detached) {
  u32 *place =
      number_table_at(&classing->of_string, (u64)string << 1 | is_detached);
  if (*place != TABLE_NONE) return *place;
  static const char DETACHED[] = "Detached ";
  Buffer name = {};
  if (is_detached) buffer_text(&name, DETACHED);
  buffer_append(&name, "", 0);
  strings_append(&classing->graph->file.strings, string, &name);
  bool is_named_so = !strncmp(name.bytes, DETACHED, sizeof DETACHED - 1);
  cut_attributes(&name, is_named_so ? sizeof DETACHED - 1 : 0);
  *place = intern(classing, name.bytes);
  buffer_free(&name);
  return *place;
}

static u32 name_by_type(Classing *classing, NodeType type) {
  if (classing->of_type[type] == TABLE_NONE) {
    Buffer name = {};
    switch (type) {
    case NODE_HIDDEN: buffer_text(&name, "(system)"); break;
    case NODE_CODE: buffer_text(&name, "(compiled code)"); break;
    case NODE_CLOSURE: buffer_text(&name, "Function"); break;
    case NODE_REGEXP: buffer_text(&name, "RegExp"); break;
    default:
      buffer_format(&name, "(%s)",
                    node_type_name(&classing->graph->file, type));
    }
    classing->of_type[type] = intern(classing, name.bytes);
    buffer_free(&name);
  }
  return classing->of_type[type];
}

static u32 name_node(Classing *classing, Node node, u32 string,
                     const u32 *plain_names) {
  HeapGraph *graph = classing->graph;
  NodeType type = node_type(graph, node);
  if (node_is_plain_object(graph, node))
    return plain_names[graph->classes[node]];
  if (type != NODE_OBJECT && type != NODE_NATIVE)
    return name_by_type(classing, type);
  bool is_detached = type == NODE_NATIVE &&
                     graph->file.meta.node.detachedness != NO_FIELD &&
                     node_detachedness(graph, node) == DETACHED_YES;
  return name_by_string(classing, string, is_detached);
}

/* ---- Classes
 * ------------------------------------------------------------------------ */

static u32 add_class(Classing *classing, u32 name, Location location) {
  HeapGraph *graph = classing->graph;
  if (graph->class_count == classing->room) {
    classing->room = classing->room ? 2 * classing->room : 256;
    graph->class_table = base_reallocate(
        graph->class_table, classing->room * sizeof *graph->class_table);
  }
  const char *text = classing->names.texts[name];
  graph->class_table[graph->class_count] =
      (HeapClass){.name = base_copy(text, strlen(text) + 1),
                  .distance = DISTANCE_NONE,
                  .script = location.script,
                  .line = location.line,
                  .column = location.column};
  return graph->class_count++;
}

static bool is_class(const Classing *classing, u32 class, u32 name,
                     Location location) {
  const HeapClass *known = &classing->graph->class_table[class];
  return classing->name_of_class.items[class] == name &&
         known->script == location.script && known->line == location.line &&
         known->column == location.column;
}

/* A class is a name, and for objects the place of the constructor. Those with
 * the same hash are a list. */
static u32 find_class(Classing *classing, u32 name, Location location) {
  u64 hash = hash_number(
      hash_number(hash_number(location.script * 31 + location.line) +
                  location.column) +
      name);
  u32 *first = number_table_at(&classing->by_hash, hash);
  u32 class = *first;
  while (class != TABLE_NONE && !is_class(classing, class, name, location))
    class = classing->next_class.items[class];
  if (class != TABLE_NONE) return class;
  class = add_class(classing, name, location);
  vector_push(&classing->name_of_class, name);
  vector_push(&classing->next_class, *first);
  return *first = class;
}

static void count_node(HeapGraph *graph, Node node) {
  u64 bytes = sizes_get(&graph->self_sizes, node);
  if (!bytes) return;
  HeapClass *class = &graph->class_table[graph->classes[node]];
  class->count++;
  class->self_size += bytes;
  if (node_distance(graph, node) < class->distance)
    class->distance = node_distance(graph, node);
}

static void assign_all(Classing *classing, const u32 *plain_names) {
  HeapGraph *graph = classing->graph;
  LocationList locations = {};
  u32 *numbers = locations_number(graph, &locations);
  NodeFields fields = graph->file.meta.node;
  RecordReader records;
  records_begin(&records, &graph->file.nodes, fields.count, 0,
                graph->node_count);
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++) {
    u32 name = name_node(classing, node, (u32)record[fields.name], plain_names);
    bool is_object = node_type(graph, node) == NODE_OBJECT;
    Location location = locations.items[is_object ? numbers[node] : 0];
    graph->classes[node] = find_class(classing, name, location);
    count_node(graph, node);
  }
  column_free(numbers, graph->node_count, sizeof *numbers);
  vector_free(&locations);
}

void classes_assign(HeapGraph *graph) {
  Classing classing = {.graph = graph};
  memset(classing.of_type, 0xff, sizeof classing.of_type);
  graph->classes = COLUMN(u32, graph->node_count);
  TextTable plain = {};
  plain_objects_name(graph, &plain);
  u32 *plain_names = base_allocate((plain.count + 1) * sizeof *plain_names);
  for (u32 i = 0; i < plain.count; i++)
    plain_names[i] = intern(&classing, plain.texts[i]);
  assign_all(&classing, plain_names);
  free(plain_names);
  text_table_free(&plain);
  text_table_free(&classing.names);
  number_table_free(&classing.of_string);
  number_table_free(&classing.by_hash);
  vector_free(&classing.next_class);
  vector_free(&classing.name_of_class);
}

/* ---- Retained sizes
 * -------------------------------------------------------------------- */

void classes_retain(HeapGraph *graph) {
  u64 *retained =
      base_allocate_zeroed((graph->class_count + 1) * sizeof *retained);
  groups_retain(graph, graph->classes, graph->class_count, retained);
  for (u32 i = 0; i < graph->class_count; i++)
    graph->class_table[i].retained_size = retained[i];
  free(retained);
}
