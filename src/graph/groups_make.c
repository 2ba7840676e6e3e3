/* groups_make.c - by Shape, by place, by allocating function, by time. */
#include "graph/groups.h"

#include "graph/answer.h"
#include "graph/children.h"
#include "graph/names.h"
#include "graph/traces.h"

#include <stdlib.h>

constexpr u32 STACK_MAX = 8;
constexpr size_t NAME_BYTES_MAX = 120;

/* ---- By Shape ------------------------------------------------------------ */

/* Up to Node.js 18 V8's Maps are hidden objects of that name. */
static bool is_old_shape(const HeapGraph *graph, Node node, u32 map) {
  return map != NO_STRING && node_type(graph, node) == NODE_HIDDEN &&
         graph_name(graph, node) == map;
}

typedef struct Shaping {
  const HeapGraph *graph;
  u32 *shape_of;     /* the Shape of each node, or NO_NODE */
  NodeList unsure;   /* with references to several */
  NumberTable group; /* of each Shape */
} Shaping;

/* Nearly everything has one reference to a Shape, which is its own. */
static void take_shape(Shaping *shaping, Node shape) {
  const HeapGraph *graph = shaping->graph;
  for (u32 r = node_retainers_start(graph, shape);
       r < node_retainers_start(graph, shape + 1); r++) {
    u32 word = graph->retainers[r];
    Node node = edge_node(word);
    if (edge_type(word) != EDGE_INTERNAL ||
        node_type(graph, node) == NODE_SHAPE)
      continue;
    u32 *known = &shaping->shape_of[node];
    if (*known == NO_NODE)
      *known = shape;
    else if (*known != shape)
      vector_push(&shaping->unsure, node);
  }
}

static void find_shapes(Shaping *shaping) {
  const HeapGraph *graph = shaping->graph;
  u32 map = graph_find_string(graph, "system / Map");
  EdgeRecord edge;
  for (Node node = 0; node < graph->node_count; node++)
    if (node_type(graph, node) == NODE_SHAPE || is_old_shape(graph, node, map))
      take_shape(shaping, node);
  for (u32 i = 0; i < shaping->unsure.count; i++) {
    Node node = shaping->unsure.items[i];
    shaping->shape_of[node] =
        node_find_edge(graph, node, EDGE_INTERNAL, "map", &edge) ? edge.target
                                                                 : NO_NODE;
  }
}

/* "Session {user, log}": the class of one of its objects, and the properties,
 * which our engine's Shapes have in their names and V8's do not tell. */
static void append_shape(const HeapGraph *graph, Node shape, Node example,
                         Buffer *out) {
  static const char OURS[] = "Shape ";
  const char *class = node_class(graph, example)->name;
  bool is_object = node_type(graph, example) == NODE_OBJECT;
  if (!is_object || *class != '{') buffer_text(out, class);
  if (!is_object) return;
  Buffer properties = {};
  buffer_append(&properties, "", 0); /* a name may be empty */
  node_append_name(graph, shape, NAME_BYTES_MAX, &properties);
  if (strncmp(properties.bytes, OURS, sizeof OURS - 1)) {
    buffer_clear(&properties);
    node_append_properties(graph, example, &properties);
  } else {
    memmove(properties.bytes, properties.bytes + sizeof OURS - 1,
            properties.length - (sizeof OURS - 1) + 1);
  }
  if (strcmp(properties.bytes, "{}"))
    buffer_format(out, "%s%s", out->length ? " " : "", properties.bytes);
  buffer_free(&properties);
}

bool group_by_shape(Sources *sources, Grouping *grouping, Buffer *error) {
  const HeapGraph *graph = sources->graph;
  Shaping shaping = {.graph = graph,
                     .shape_of = COLUMN(u32, graph->node_count)};
  memset(shaping.shape_of, 0xff, (size_t)graph->node_count * sizeof(u32));
  find_shapes(&shaping);
  for (Node node = 0; node < graph->node_count; node++) {
    Node shape = shaping.shape_of[node];
    if (shape == NO_NODE) continue;
    u32 *place = number_table_at(&shaping.group, shape);
    if (*place == TABLE_NONE) {
      Buffer name = {};
      append_shape(graph, shape, node, &name);
      u32 group = grouping_add(
          grouping, &name,
          json_pack("{s:I}", "shape", (json_int_t)graph_id(graph, shape)));
      *place = group;
    }
    grouping->of[node] = *place;
  }
  column_free(shaping.shape_of, graph->node_count, sizeof(u32));
  vector_free(&shaping.unsure);
  number_table_free(&shaping.group);
  if (!grouping->groups.count)
    buffer_format(error, "%s: no object says which Shape it has",
                  graph->file.path);
  return grouping->groups.count > 0;
}

/* ---- By place ------------------------------------------------------------ */

bool group_by_location(Sources *sources, Grouping *grouping, Buffer *error) {
  const HeapGraph *graph = sources->graph;
  NumberTable group_of = {};
  for (Node node = 0; node < graph->node_count; node++) {
    u32 number = sources_number(sources, node);
    if (!number) continue;
    u32 *place = number_table_at(&group_of, number);
    if (*place == TABLE_NONE) {
      Buffer name = {};
      if (node_type(graph, node) == NODE_CLOSURE)
        node_append_label(graph, node, &name);
      else
        buffer_text(&name, node_class(graph, node)->name);
      json_t *location =
          location_json(sources, sources->locations.items[number]);
      *place = grouping_add(grouping, &name,
                            json_pack("{s:o}", "location", location));
    }
    grouping->of[node] = *place;
  }
  number_table_free(&group_of);
  if (!grouping->groups.count)
    buffer_format(error, "%s: it has no places in the source",
                  graph->file.path);
  return grouping->groups.count > 0;
}

/* ---- By allocating function ---------------------------------------------- */

/* What is known of a function before its objects are counted. */
typedef struct Site {
  u64 count, bytes; /* allocated in all */
  u64 most;         /* bytes of its largest trace */
  u32 trace;
} Site;

static Site *add_up_sites(const Traces *traces) {
  Site *sites =
      base_allocate_zeroed((traces->functions.count + 1) * sizeof *sites);
  for (u32 i = 0; i < traces->nodes.count; i++) {
    const TraceNode *node = &traces->nodes.items[i];
    Site *site = &sites[node->function];
    site->count += node->count;
    site->bytes += node->bytes;
    if (node->bytes < site->most) continue;
    site->most = node->bytes;
    site->trace = i;
  }
  return sites;
}

/* Who called it, in the trace where it allocated most. */
static json_t *describe_stack(const HeapGraph *graph, const Traces *traces,
                              u32 trace) {
  json_t *stack = json_array();
  u32 at = trace;
  while (json_array_size(stack) < STACK_MAX &&
         traces->nodes.items[at].parent != at) {
    at = traces->nodes.items[at].parent;
    u32 function = traces->nodes.items[at].function;
    if (traces->nodes.items[at].parent == at) break; /* the root is nobody */
    json_array_append_new(
        stack, trace_function_json(graph, &traces->functions.items[function]));
  }
  return stack;
}

static u32 add_site(const HeapGraph *graph, const Traces *traces,
                    const Site *site, u32 function, Grouping *grouping) {
  json_t *about =
      trace_function_json(graph, &traces->functions.items[function]);
  Buffer name = {};
  buffer_text(&name, json_string_value(json_object_get(about, "name")));
  json_object_del(about, "name");
  json_object_set_new(about, "stack",
                      describe_stack(graph, traces, site->trace));
  json_object_set_new(about, "allocated",
                      json_pack("{s:I, s:o}", "count", (json_int_t)site->count,
                                "bytes", answer_size(site->bytes)));
  return grouping_add(grouping, &name, about);
}

static u32 add_untraced(Grouping *grouping) {
  Buffer name = {};
  buffer_text(&name, "(before the recording, or by the engine)");
  return grouping_add(grouping, &name, NULL);
}

static void assign_sites(const HeapGraph *graph, const Traces *traces,
                         Grouping *grouping) {
  Site *sites = add_up_sites(traces);
  NumberTable group_of = {};
  RecordReader records;
  u32 untraced = add_untraced(grouping);
  records_begin(&records, &graph->file.nodes, graph->file.meta.node.count, 0,
                graph->node_count);
  Node node = 0;
  for (const u64 *record; (record = records_next(&records)); node++) {
    u32 trace = traces_find(traces, record[graph->file.meta.node.trace]);
    grouping->of[node] = untraced;
    if (trace == TABLE_NONE) continue;
    u32 function = traces->nodes.items[trace].function;
    u32 *place = number_table_at(&group_of, function);
    if (*place == TABLE_NONE) {
      u32 group = add_site(graph, traces, &sites[function], function, grouping);
      *place = group;
    }
    grouping->of[node] = *place;
  }
  number_table_free(&group_of);
  free(sites);
}

bool group_by_site(Sources *sources, Grouping *grouping, Buffer *error) {
  const HeapGraph *graph = sources->graph;
  Traces traces;
  if (!traces_read(graph, &traces)) {
    buffer_format(error,
                  "%s: it does not say who allocated what: record an "
                  "allocation timeline with stacks (DevTools, Memory; or "
                  "HeapProfiler.startTrackingHeapObjects with "
                  "trackAllocations)",
                  graph->file.path);
    return false;
  }
  assign_sites(graph, &traces, grouping);
  traces_free(&traces);
  return true;
}

/* ---- By time ------------------------------------------------------------- */

typedef struct Mark {
  u64 microseconds, last_id;
} Mark;
typedef VECTOR(Mark) Marks;

static void read_marks(const HeapGraph *graph, Marks *marks) {
  const Numbers *samples = &graph->file.samples;
  RecordReader records;
  records_begin(&records, samples, 2, 0, samples->count / 2);
  for (const u64 *record; (record = records_next(&records));)
    if (!marks->count || record[1] > vector_last(marks)->last_id)
      vector_push(marks, ((Mark){record[0], record[1]}));
}

/* Of the stretches between marks the one in which ids up to `id` were given:
 * the first ends with the recording's beginning. */
static u32 find_stretch(const Marks *marks, u64 id) {
  u32 low = 0, high = marks->count;
  while (low < high) {
    u32 middle = low + (high - low) / 2;
    if (marks->items[middle].last_id >= id)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

static void add_stretches(const Marks *marks, Grouping *grouping) {
  for (u32 i = 0; i <= marks->count; i++) {
    Buffer name = {};
    double from = i ? (double)marks->items[i - 1].microseconds / 1e6 : 0;
    json_t *about = json_pack("{s:f}", "from", from);
    if (i == 0) {
      buffer_text(&name, "before the recording");
    } else if (i == marks->count) {
      buffer_format(&name, "after %.3f s", from);
    } else {
      double to = (double)marks->items[i].microseconds / 1e6;
      buffer_format(&name, "from %.3f to %.3f s", from, to);
      json_object_set_new(about, "to", json_real(to));
    }
    grouping_add(grouping, &name, about);
  }
}

bool group_by_time(Sources *sources, Grouping *grouping, Buffer *error) {
  const HeapGraph *graph = sources->graph;
  Marks marks = {};
  read_marks(graph, &marks);
  if (!marks.count) {
    buffer_format(error,
                  "%s: it is no timeline: it does not say when objects were "
                  "allocated",
                  graph->file.path);
    return false;
  }
  add_stretches(&marks, grouping);
  graph_load_ids(graph);
  for (Node node = 0; node < graph->node_count; node++)
    grouping->of[node] = find_stretch(&marks, graph_id(graph, node));
  vector_free(&marks);
  return true;
}
