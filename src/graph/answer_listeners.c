/* answer_listeners.c - who listens to what, by emitter and event.
 *
 * An EventEmitter of Node.js has an object `_events` with, for each event, a
 * function or an array of functions. A target in Chromium has its listeners
 * in native objects: EventTargetData, a vector for each event, in it
 * RegisteredEventListeners. What the events are called is not in a snapshot
 * of Chromium; listeners of one event are still told together. A target of our
 * own engine has an array of native EventListeners, each with its `type` and
 * its `callback`.
 */
#include "graph/answer.h"

#include "graph/kept.h"
#include "graph/lists.h"
#include "graph/names.h"
#include "graph/orders.h"
#include "graph/sources.h"
#include "graph/table.h"

#include <stdlib.h>

constexpr u64 LIMIT = 25;
constexpr u32 FUNCTIONS_MAX = 3;
/* Node.js itself warns above so many listeners of one event. */
constexpr u64 MANY = 10;
constexpr u32 UP_MAX = 10; /* from a listener to its target */

typedef struct ListenerGroup {
  Node emitter; /* NO_NODE: not known */
  u32 event;    /* a string, or NO_STRING */
  bool is_dom, is_handler;
  u64 count, once, retained;
  u64 same; /* of one function */
  FunctionCounts functions;
} ListenerGroup;

typedef struct Search {
  const HeapGraph *graph;
  NumberTable places;
  VECTOR(ListenerGroup) groups;
  u64 count, retained, emitters;
} Search;

static void add_listener(Search *search, ListenerGroup *group, Node callback,
                         Node listener) {
  const HeapGraph *graph = search->graph;
  u64 retained = sizes_get(&graph->retained_sizes, listener);
  assert(group);
  functions_count(graph, callback, &group->functions);
  group->count++;
  group->retained += retained;
  search->count++;
  search->retained += retained;
}

/* ---- Node.js
 * ----------------------------------------------------------------- */

/* The function that `once` wraps is a property of the wrapper; NO_NODE for any
 * other. */
static Node find_wrapped(const HeapGraph *graph, Node closure) {
  EdgeRecord edge;
  bool is_wrapper =
      node_find_known(graph, closure, EDGE_PROPERTY, STRING_LISTENER, &edge) &&
      node_type(graph, edge.target) == NODE_CLOSURE;
  return is_wrapper ? edge.target : NO_NODE;
}

static void add_function(Search *search, ListenerGroup *group, Node closure) {
  if (node_type(search->graph, closure) != NODE_CLOSURE) return;
  Node wrapped = find_wrapped(search->graph, closure);
  group->once += wrapped != NO_NODE;
  add_listener(search, group, wrapped == NO_NODE ? closure : wrapped, closure);
}

static void add_event(Search *search, Node emitter, const EdgeRecord *event) {
  const HeapGraph *graph = search->graph;
  ListenerGroup group = {.emitter = emitter, .event = (u32)event->name};
  NodeType type = node_type(graph, event->target);
  if (type == NODE_CLOSURE) {
    add_function(search, &group, event->target);
  } else if (type == NODE_OBJECT) {
    EdgeReader reader = graph_read_edges(graph, event->target);
    for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
      if (edge.type == EDGE_ELEMENT) add_function(search, &group, edge.target);
  }
  if (group.count)
    vector_push(&search->groups, group);
  else
    vector_free(&group.functions);
}

static void find_in_node(Search *search) {
  const HeapGraph *graph = search->graph;
  lists_emitters(graph);
  for (u32 i = 0; i < graph->lists.emitter_count; i++) {
    Emitter emitter = graph->lists.emitters[i];
    u32 before = search->groups.count;
    EdgeReader reader = graph_read_edges(graph, emitter.events);
    for (EdgeRecord edge; edge_reader_next(&reader, &edge);)
      if (edge.type == EDGE_PROPERTY &&
          edge.name != graph_known(graph, STRING_PROTO))
        add_event(search, emitter.emitter, &edge);
    search->emitters += search->groups.count > before;
  }
}

/* ---- Chromium
 * ------------------------------------------------------------------ */

static const char *const LISTENERS[] = {
    "V8EventListener",
    "V8EventHandlerNonNull",
    "V8OnErrorEventHandlerNonNull",
    "V8OnBeforeUnloadEventHandlerNonNull",
};

/* What lies between a listener and its target; of several referrers the one
 * with the highest rank is followed. */
static const char *const PLUMBING[] = {
    "EventListener",
    "blink::HeapVectorBacking<*",
    "blink::RegisteredEventListener",
    "blink::BasicHeapVector<*",
    "blink::EventTargetData",
};
constexpr u8 RANK_LIST = 4, RANK_DATA = 5;

/* The next node on the way up, or NO_NODE. */
static Node find_referrer(const HeapGraph *graph, const u8 *ranks, Node node) {
  Node best = NO_NODE;
  u8 rank = ranks[graph->classes[node]], best_rank = 0;
  for (u32 r = node_retainers_start(graph, node);
       r < node_retainers_start(graph, node + 1); r++) {
    Node source = edge_node(graph->retainers[r]);
    u8 other = ranks[graph->classes[source]];
    if (edge_type(graph->retainers[r]) == EDGE_WEAK || source == node ||
        node_type(graph, source) != NODE_NATIVE)
      continue;
    /* only a target is no plumbing, and it holds nothing but the data */
    if (rank == RANK_DATA ? other != 0 : other <= best_rank) continue;
    best = source;
    best_rank = other;
    if (rank == RANK_DATA) break;
  }
  return best;
}

static Node find_target(const HeapGraph *graph, const u8 *ranks, Node listener,
                        Node *event) {
  Node node = listener;
  *event = listener;
  for (u32 up = 0; up < UP_MAX && node != NO_NODE; up++) {
    u8 rank = ranks[graph->classes[node]];
    if (rank == RANK_LIST) *event = node;
    Node next = find_referrer(graph, ranks, node);
    if (rank == RANK_DATA) return next;
    node = next;
  }
  return NO_NODE;
}

/* A function, or an object with a method handleEvent. */
static Node find_callback(const HeapGraph *graph, Node listener) {
  EdgeReader reader = graph_read_edges(graph, listener);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    NodeType type = node_type(graph, edge.target);
    if (edge.type != EDGE_WEAK && edge.target != listener &&
        (type == NODE_CLOSURE || type == NODE_OBJECT) &&
        !(edge.type == EDGE_PROPERTY))
      return edge.target;
  }
  return NO_NODE;
}

static void add_native(Search *search, const u8 *ranks, Node listener,
                       bool is_handler) {
  const HeapGraph *graph = search->graph;
  Node callback = find_callback(graph, listener), event;
  if (callback == NO_NODE) return;
  Node target = find_target(graph, ranks, listener, &event);
  if (target == NO_NODE) event = NO_NODE;
  u32 *place = number_table_at(&search->places, (u64)is_handler << 32 | event);
  if (*place == TABLE_NONE) {
    *place = search->groups.count;
    vector_push(&search->groups, ((ListenerGroup){.emitter = target,
                                                  .event = NO_STRING,
                                                  .is_dom = true,
                                                  .is_handler = is_handler}));
  }
  add_listener(search, &search->groups.items[*place], callback, callback);
}

static void count_targets(Search *search, u32 first) {
  NumberTable targets = {};
  for (u32 i = first; i < search->groups.count; i++) {
    u32 *place = number_table_at(&targets, search->groups.items[i].emitter);
    search->emitters += *place == TABLE_NONE;
    *place = 1;
  }
  number_table_free(&targets);
}

static void find_in_pages(Search *search) {
  const HeapGraph *graph = search->graph;
  u8 *ranks = class_marks(graph, PLUMBING, ARRAY_COUNT(PLUMBING));
  u8 *marks = class_marks(graph, LISTENERS, ARRAY_COUNT(LISTENERS));
  u32 first = search->groups.count;
  NodeList listeners = {};
  if (class_marks_any(graph, marks)) members_list(graph, marks, &listeners);
  for (u32 i = 0; i < listeners.count; i++)
    if (node_type(graph, listeners.items[i]) == NODE_NATIVE)
      add_native(search, ranks, listeners.items[i],
                 marks[graph->classes[listeners.items[i]]] > 1);
  count_targets(search, first);
  vector_free(&listeners);
  free(ranks);
  free(marks);
}

/* ---- Our own engine ------------------------------------------------------ */

/* Whoever refers to it and is of that type, or NO_NODE. */
static Node find_holder(const HeapGraph *graph, Node node, bool is_array) {
  for (u32 r = node_retainers_start(graph, node);
       r < node_retainers_start(graph, node + 1); r++) {
    Node source = edge_node(graph->retainers[r]);
    if (edge_type(graph->retainers[r]) != EDGE_WEAK &&
        (node_type(graph, source) == NODE_ARRAY) == is_array)
      return source;
  }
  return NO_NODE;
}

static void add_listener_cell(Search *search, NumberTable *places,
                              Node listener) {
  const HeapGraph *graph = search->graph;
  EdgeRecord callback, type;
  if (!node_find_edge(graph, listener, EDGE_INTERNAL, "callback", &callback) ||
      !node_find_edge(graph, listener, EDGE_INTERNAL, "type", &type))
    return;
  Node list = find_holder(graph, listener, true);
  Node target = list == NO_NODE ? NO_NODE : find_holder(graph, list, false);
  u32 event = graph_name(graph, type.target);
  u32 *place = number_table_at(places, (u64)event << 32 | target);
  if (*place == TABLE_NONE) {
    *place = search->groups.count;
    vector_push(
        &search->groups,
        ((ListenerGroup){.emitter = target, .event = event, .is_dom = true}));
  }
  add_listener(search, &search->groups.items[*place], callback.target,
               listener);
}

static void find_in_targets(Search *search) {
  static const char *const NAMES[] = {"EventListener"};
  const HeapGraph *graph = search->graph;
  u8 *marks = class_marks(graph, NAMES, ARRAY_COUNT(NAMES));
  NumberTable places = {};
  u32 first = search->groups.count;
  NodeList listeners = {};
  if (class_marks_any(graph, marks)) members_list(graph, marks, &listeners);
  for (u32 i = 0; i < listeners.count; i++)
    if (node_type(graph, listeners.items[i]) == NODE_NATIVE)
      add_listener_cell(search, &places, listeners.items[i]);
  count_targets(search, first);
  vector_free(&listeners);
  number_table_free(&places);
  free(marks);
}

/* ---- The answer
 * ------------------------------------------------------------------- */

static u64 count_same(const ListenerGroup *group) {
  u64 most = 0;
  for (u32 i = 0; i < group->functions.count; i++)
    if (group->functions.items[i].count > most)
      most = group->functions.items[i].count;
  return most;
}

static int by_count(const void *a, const void *b) {
  const ListenerGroup *x = a, *y = b;
  bool p = x->same > MANY, q = y->same > MANY;
  if (p != q) return p ? -1 : 1;
  if (x->count != y->count) return x->count < y->count ? 1 : -1;
  if (x->retained != y->retained) return x->retained < y->retained ? 1 : -1;
  if (x->emitter != y->emitter) return x->emitter < y->emitter ? -1 : 1;
  return (x->event > y->event) - (x->event < y->event);
}

static json_t *event_name(const HeapGraph *graph, u32 event) {
  if (event == NO_STRING) return json_null();
  Buffer name = {};
  strings_append(&graph->file.strings, event, &name);
  json_t *json = answer_text(name.bytes ? name.bytes : "", name.length);
  buffer_free(&name);
  return json;
}

static json_t *describe(Sources *sources, ListenerGroup *group) {
  const HeapGraph *graph = sources->graph;
  return json_pack(
      "{s:o, s:o, s:s, s:I, s:I, s:I, s:I, s:b, s:o, s:I}", "emitter",
      group->emitter == NO_NODE ? json_null()
                                : answer_node(graph, group->emitter),
      "event", event_name(graph, group->event), "kind",
      !group->is_dom      ? "emitter"
      : group->is_handler ? "handler"
                          : "page",
      "count", (json_int_t)group->count, "once", (json_int_t)group->once,
      "same", (json_int_t)group->same, "retained", (json_int_t)group->retained,
      "warning", group->same > MANY, "functions",
      functions_json(sources, &group->functions, FUNCTIONS_MAX),
      "functionCount", (json_int_t)group->functions.count);
}

json_t *answer_listeners(const HeapGraph *graph, u32 count,
                         const json_t *params, Buffer *error) {
  Page page = answer_page(params, LIMIT);
  json_t *kept = kept_find(graph, "listeners", "listeners", page);
  if (kept) return kept;
  Search search = {.graph = graph};
  Sources sources = {.graph = graph};
  find_in_node(&search);
  find_in_pages(&search);
  find_in_targets(&search);
  u64 warnings = 0;
  for (u32 i = 0; i < search.groups.count; i++) {
    search.groups.items[i].same = count_same(&search.groups.items[i]);
    warnings += search.groups.items[i].same > MANY;
  }
  if (search.groups.count)
    qsort(search.groups.items, search.groups.count, sizeof(ListenerGroup),
          by_count);
  json_t *list = json_array();
  for (u64 i = page.offset;
       i < search.groups.count && i - page.offset < page.limit; i++)
    json_array_append_new(list, describe(&sources, &search.groups.items[i]));
  json_t *json =
      json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:I}", "listeners", list,
                "total", (json_int_t)search.groups.count, "offset",
                (json_int_t)page.offset, "count", (json_int_t)search.count,
                "emitters", (json_int_t)search.emitters, "retained",
                (json_int_t)search.retained, "warnings", (json_int_t)warnings);
  for (u32 i = 0; i < search.groups.count; i++)
    vector_free(&search.groups.items[i].functions);
  sources_free(&sources);
  number_table_free(&search.places);
  vector_free(&search.groups);
  return json;
}
