/* answer_timers.c - timers that wait, and what they keep alive meanwhile.
 *
 * Node.js keeps Timeout and Immediate objects in lists; Chromium a DOMTimer
 * for each, with the callback in a ScheduledAction. Timers with the same
 * function are told together.
 */
#include "graph/answer.h"

#include "graph/kept.h"
#include "graph/names.h"
#include "graph/orders.h"
#include "graph/sources.h"
#include "graph/table.h"

#include <stdlib.h>

constexpr u64 LIMIT = 25;
/* From a DOMTimer down to its function. */
constexpr u32 DEPTH_MAX = 3;

typedef enum TimerKind : u8 {
  TIMER_NONE,
  TIMER_TIMEOUT,
  TIMER_IMMEDIATE,
  TIMER_DOM,
  TIMER_KIND_COUNT,
} TimerKind;

static const char *const CLASSES[] = {"Timeout", "Immediate", "DOMTimer"};
static const char *const PROPERTIES[TIMER_KIND_COUNT] = {
    [TIMER_TIMEOUT] = "_onTimeout",
    [TIMER_IMMEDIATE] = "_onImmediate",
};
static const char *const NAMES[TIMER_KIND_COUNT] = {
    [TIMER_TIMEOUT] = "timeout",
    [TIMER_IMMEDIATE] = "immediate",
    [TIMER_DOM] = "timer of the page",
};

typedef enum Repeats : u8 { REPEATS_UNKNOWN, REPEATS_NO, REPEATS_YES } Repeats;

typedef struct TimerGroup {
  TimerKind kind;
  Repeats repeats;
  Node callback; /* of one of them */
  Node example;  /* the one that retains most */
  u64 count, retained;
} TimerGroup;

typedef struct Search {
  const HeapGraph *graph;
  NumberTable places;
  VECTOR(TimerGroup) groups;
  u64 count, retained;
} Search;

/* ---- One timer ----------------------------------------------------------- */

/* A number that nothing refers to is a small one, which snapshots leave out,
 * where they show null and false. */
static Repeats find_repeats(const HeapGraph *graph, Node timer) {
  EdgeRecord edge;
  if (node_find_edge(graph, timer, EDGE_PROPERTY, "_repeat", &edge))
    return node_type(graph, edge.target) == NODE_NUMBER ? REPEATS_YES
                                                        : REPEATS_NO;
  return node_find_edge(graph, timer, EDGE_PROPERTY, "_destroyed", &edge)
             ? REPEATS_YES
             : REPEATS_UNKNOWN;
}

/* The function below native nodes, or NO_NODE. */
static Node find_below(const HeapGraph *graph, Node node, u32 depth) {
  EdgeReader reader = graph_read_edges(graph, node);
  for (EdgeRecord edge; edge_reader_next(&reader, &edge);) {
    NodeType type = node_type(graph, edge.target);
    if (edge.type == EDGE_WEAK) continue;
    if (type == NODE_CLOSURE) return edge.target;
    const char *class = node_class(graph, edge.target)->name;
    if (type != NODE_NATIVE || !depth ||
        (strcmp(class, "ScheduledAction") != 0 && strncmp(class, "V8", 2) != 0))
      continue;
    Node found = find_below(graph, edge.target, depth - 1);
    if (found != NO_NODE) return found;
  }
  return NO_NODE;
}

static Node find_callback(const HeapGraph *graph, Node timer, TimerKind kind) {
  EdgeRecord edge;
  if (kind == TIMER_DOM) return find_below(graph, timer, DEPTH_MAX);
  return node_type(graph, timer) == NODE_OBJECT &&
                 node_find_edge(graph, timer, EDGE_PROPERTY, PROPERTIES[kind],
                                &edge) &&
                 node_type(graph, edge.target) == NODE_CLOSURE
             ? edge.target
             : NO_NODE;
}

/* ---- Groups ---------------------------------------------------------------
 */

static void add_timer(Search *search, Node timer, TimerKind kind) {
  const HeapGraph *graph = search->graph;
  Node callback = find_callback(graph, timer, kind);
  if (callback == NO_NODE) return;
  Repeats repeats =
      kind == TIMER_TIMEOUT ? find_repeats(graph, timer) : REPEATS_UNKNOWN;
  if (kind == TIMER_IMMEDIATE) repeats = REPEATS_NO;
  Node function = closure_function(graph, callback);
  u64 key = (u64)(function == NO_NODE ? callback : function) << 8 |
            (u64)kind << 4 | repeats;
  u32 *place = number_table_at(&search->places, key);
  if (*place == TABLE_NONE) {
    *place = search->groups.count;
    vector_push(&search->groups,
                ((TimerGroup){kind, repeats, callback, timer, 0, 0}));
  }
  TimerGroup *group = &search->groups.items[*place];
  u64 retained = sizes_get(&graph->retained_sizes, timer);
  group->count++;
  group->retained += retained;
  if (retained > sizes_get(&graph->retained_sizes, group->example))
    group->example = timer;
  search->count++;
  search->retained += retained;
}

static int by_retained(const void *a, const void *b) {
  const TimerGroup *x = a, *y = b;
  if (x->retained != y->retained) return x->retained < y->retained ? 1 : -1;
  return (x->example > y->example) - (x->example < y->example);
}

static json_t *describe(Sources *sources, const TimerGroup *group) {
  const HeapGraph *graph = sources->graph;
  json_t *repeats = group->repeats == REPEATS_UNKNOWN
                        ? json_null()
                        : json_boolean(group->repeats == REPEATS_YES);
  return json_pack("{s:s, s:I, s:I, s:o, s:o, s:o, s:o}", "kind",
                   NAMES[group->kind], "count", (json_int_t)group->count,
                   "retained", (json_int_t)group->retained, "repeats", repeats,
                   "callback", answer_node(graph, group->callback), "location",
                   source_json(sources, group->callback), "example",
                   answer_node(graph, group->example));
}

json_t *answer_timers(const HeapGraph *graph, u32 count, const json_t *params,
                      Buffer *error) {
  Page page = answer_page(params, LIMIT);
  json_t *kept = kept_find(graph, "timers", "timers", page);
  if (kept) return kept;
  Search search = {.graph = graph};
  Sources sources = {.graph = graph};
  NodeList timers = {};
  u8 *marks = class_marks(graph, CLASSES, ARRAY_COUNT(CLASSES));
  members_list(graph, marks, &timers);
  for (u32 i = 0; i < timers.count; i++)
    add_timer(&search, timers.items[i],
              (TimerKind)marks[graph->classes[timers.items[i]]]);
  if (search.groups.count)
    qsort(search.groups.items, search.groups.count, sizeof(TimerGroup),
          by_retained);
  json_t *list = json_array();
  for (u64 i = page.offset;
       i < search.groups.count && i - page.offset < page.limit; i++)
    json_array_append_new(list, describe(&sources, &search.groups.items[i]));
  json_t *json =
      json_pack("{s:o, s:I, s:I, s:I, s:I}", "timers", list, "total",
                (json_int_t)search.groups.count, "offset",
                (json_int_t)page.offset, "count", (json_int_t)search.count,
                "retained", (json_int_t)search.retained);
  sources_free(&sources);
  free(marks);
  vector_free(&timers);
  number_table_free(&search.places);
  vector_free(&search.groups);
  return json;
}
