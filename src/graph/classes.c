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

/* What decides about a node's class: nodes that are alike in it follow each
 * other, so that what was found is remembered for a while. */
typedef struct Kind {
  u64 name;     /* a string and whether detached, or a plain object's name */
  u32 location; /* among those of the file */
  u32 class;
} Kind;

constexpr u32 KINDS_REMEMBERED = 1'024;

typedef struct Assigning {
  Classing *classing;
  const u32 *plain_names;
  LocationList locations;
  NumberTable of_plain; /* locations of plain objects */
  u32 of_type[NODE_TYPE_MAX];
  Kind kinds[KINDS_REMEMBERED];
} Assigning;

static u32 class_of_type(Assigning *assigning, NodeType type) {
  u32 *class = &assigning->of_type[type];
  if (*class == TABLE_NONE)
    *class = find_class(assigning->classing,
                        name_by_type(assigning->classing, type), (Location){});
  return *class;
}

static bool is_detached(const HeapGraph *graph, Node node) {
  return node_type(graph, node) == NODE_NATIVE &&
         graph->file.meta.node.detachedness != NO_FIELD &&
         node_detachedness(graph, node) == DETACHED_YES;
}

/* Of objects, `classes` holds the location, of plain ones the name. */
static Kind kind_of(const Assigning *assigning, Node node, u32 string) {
  HeapGraph *graph = assigning->classing->graph;
  if (node_is_plain_object(graph, node)) {
    u32 location = number_table_get(&assigning->of_plain, node);
    return (Kind){(u64)graph->classes[node] << 32 | UINT32_MAX,
                  location == TABLE_NONE ? 0 : location, TABLE_NONE};
  }
  bool is_object = node_type(graph, node) == NODE_OBJECT;
  return (Kind){(u64)string << 1 | is_detached(graph, node),
                is_object ? graph->classes[node] : 0, TABLE_NONE};
}

static u32 find_kind(Assigning *assigning, Node node, u32 string) {
  Kind kind = kind_of(assigning, node, string);
  u64 hash = hash_number(kind.name ^ (u64)kind.location << 40);
  Kind *known = &assigning->kinds[hash % KINDS_REMEMBERED];
  if (likely(known->name == kind.name && known->location == kind.location &&
             known->class != TABLE_NONE))
    return known->class;
  Classing *classing = assigning->classing;
  HeapGraph *graph = classing->graph;
  u32 name = node_is_plain_object(graph, node)
                 ? assigning->plain_names[graph->classes[node]]
                 : name_by_string(classing, string, is_detached(graph, node));
  Location location = assigning->locations.items[kind.location];
  kind.class = find_class(classing, name, location);
  *known = kind;
  return kind.class;
}

static void assign_all(Assigning *assigning) {
  HeapGraph *graph = assigning->classing->graph;
  NodeFields fields = graph->file.meta.node;
  RecordReader records;
  records_begin(&records, &graph->file.nodes, fields.count, 0,
                graph->node_count);
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++) {
    NodeType type = node_type(graph, node);
    graph->classes[node] =
        type == NODE_OBJECT || type == NODE_NATIVE
            ? find_kind(assigning, node, (u32)record[fields.name])
            : class_of_type(assigning, type);
    count_node(graph, node);
  }
}

static void free_classing(Classing *classing) {
  text_table_free(&classing->names);
  number_table_free(&classing->of_string);
  number_table_free(&classing->by_hash);
  vector_free(&classing->next_class);
  vector_free(&classing->name_of_class);
}

void classes_assign(HeapGraph *graph) {
  Classing classing = {.graph = graph};
  Assigning assigning = {.classing = &classing};
  memset(classing.of_type, 0xff, sizeof classing.of_type);
  memset(assigning.of_type, 0xff, sizeof assigning.of_type);
  memset(assigning.kinds, 0xff, sizeof assigning.kinds);
  graph->classes = COLUMN(u32, graph->node_count);
  locations_take(graph, &assigning.locations, graph->classes,
                 &assigning.of_plain);
  TextTable plain = {};
  plain_objects_name(graph, &plain);
  u32 *plain_names = base_allocate((plain.count + 1) * sizeof *plain_names);
  for (u32 i = 0; i < plain.count; i++)
    plain_names[i] = intern(&classing, plain.texts[i]);
  assigning.plain_names = plain_names;
  assign_all(&assigning);
  free(plain_names);
  text_table_free(&plain);
  vector_free(&assigning.locations);
  number_table_free(&assigning.of_plain);
  free_classing(&classing);
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
