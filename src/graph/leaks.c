/* leaks.c - the answer: groups in order, each in words. */
#include "graph/leaks.h"

#include "graph/kept.h"
#include "graph/leaks_parts.h"

#include <stdlib.h>

constexpr u64 SUSPECTS_MAX = 20;
constexpr u32 STEPS_MAX = 64;

/* ---- Text ---------------------------------------------------------------- */

static json_t *sentence(const Leaks *leaks, const Group *group,
                        const char *text) {
  Buffer out = {};
  words_expand(leaks, group, text, &out);
  return answer_take(&out);
}

static json_t *class_text(const Leaks *leaks, u32 class) {
  const char *name = leaks->graph->class_table[class].name;
  return answer_text(name, strlen(name));
}

static json_t *id_of(const Leaks *leaks, Node node) {
  return json_integer(graph_id(leaks->graph, node));
}

/* ---- How sure ------------------------------------------------------------ */

static const struct {
  const char *name, *sure, *evidence;
  u32 weight; /* in ranking, of 100 */
} VERDICTS[] = {
    [VERDICT_GROWING] = {"growing", "certain",
                         "It grew between every two of the snapshots.", 100},
    [VERDICT_GREW] = {"grew", "likely",
                      "It grew between the two snapshots; a third would tell "
                      "whether it goes on.",
                      80},
    [VERDICT_RECENT] = {"recent", "possible",
                        "All of it came after the snapshot before the last.",
                        40},
    [VERDICT_ONCE] = {"once", "unlikely",
                      "It came before the second snapshot and did not grow "
                      "after: perhaps a cache being filled.",
                      30},
    [VERDICT_STEADY] = {"steady", "unlikely",
                        "As much went as came: what is kept is replaced.", 5},
    [VERDICT_PRESENT] = {"present", "possible",
                         "A single snapshot shows what is kept, not whether "
                         "it grows; a second one would.",
                         50},
};

static const char *name_sureness(const Leaks *leaks, const Group *group,
                                 const Finder *finder) {
  if (group->verdict == VERDICT_ONCE && !leaks->has_growing)
    return VERDICTS[VERDICT_RECENT].sure;
  if (group->verdict == VERDICT_GROWING && !strcmp(finder->name, "objects"))
    return "likely";
  return VERDICTS[group->verdict].sure;
}

static void append_born(const Leaks *leaks, const Group *group, Buffer *out) {
  buffer_text(out, "Of it came ");
  for (u32 i = 0; i + 1 < leaks->graph_count; i++) {
    if (i) buffer_text(out, ", ");
    quantity_bytes(group->born[i], out);
    buffer_format(out, " between snapshots %u and %u", i + 1, i + 2);
  }
  buffer_byte(out, '.');
}

static void append_series(const Leaks *leaks, const Group *group, Buffer *out) {
  if (group->is_series_of_owner)
    buffer_text(out, "Its owner retained ");
  else
    buffer_format(out, "The heap had so many %s: ",
                  leaks->graph->class_table[group->top_class].name);
  for (u32 i = 0; i < leaks->graph_count; i++) {
    if (i) buffer_text(out, ", then ");
    if (group->is_series_of_owner)
      quantity_bytes(group->series[i], out);
    else
      quantity_count(group->series[i], out);
  }
  buffer_byte(out, '.');
}

/* Where one of its functions was written, if the snapshot tells. */
static void append_function(const Leaks *leaks, const Group *group,
                            Buffer *out) {
  Buffer place = {};
  for (u32 i = 0; i < group->member_count && !out->length; i++) {
    Node node = group->members[i].example;
    if (node_type(leaks->graph, node) != NODE_CLOSURE) continue;
    buffer_clear(&place);
    words_place(leaks->graph, node, &place);
    if (!place.length) continue;
    buffer_text(out, "One of its functions is ");
    node_append_label(leaks->graph, node, out);
    buffer_format(out, ", %s.", place.bytes);
  }
  buffer_free(&place);
}

static json_t *evidence_json(const Leaks *leaks, const Group *group) {
  json_t *list = json_array();
  json_array_append_new(list, json_string(VERDICTS[group->verdict].evidence));
  Buffer text = {};
  if (leaks->graph_count > 1) {
    append_born(leaks, group, &text);
    json_array_append_new(list, answer_take(&text));
    append_series(leaks, group, &text);
    json_array_append_new(list, answer_take(&text));
  }
  if (group_is_joint(leaks, group))
    json_array_append_new(
        list, json_string("Several paths hold it: each alone keeps all."));
  append_function(leaks, group, &text);
  if (text.length) json_array_append_new(list, answer_take(&text));
  if (group->string_count && group->distinct_count < group->string_count) {
    quantity_count(group->string_count, &text);
    buffer_text(&text, " strings have ");
    quantity_count(group->distinct_count, &text);
    buffer_text(&text, group->distinct_count == 1 ? " text in common."
                                                  : " different texts.");
    json_array_append_new(list, answer_take(&text));
  }
  return list;
}

/* ---- One group ----------------------------------------------------------- */

static json_t *step_json(const Leaks *leaks, const PathStep *step) {
  Buffer access = {};
  words_access(leaks, step, &access);
  return json_pack("{s:o, s:o, s:o}", "access", answer_take(&access), "class",
                   class_text(leaks, leaks->graph->classes[step->node]), "id",
                   id_of(leaks, step->node));
}

/* From the root on; of a very long path the end. */
static json_t *steps_json(const Leaks *leaks, Path path) {
  json_t *list = json_array();
  for (u32 left = STEPS_MAX; left && path != PATH_ROOT; left--) {
    const PathStep *step = &leaks->steps.items[path];
    json_array_insert_new(list, 0, step_json(leaks, step));
    path = step->parent;
  }
  return list;
}

static json_t *path_json(const Leaks *leaks, const Group *group, u32 i) {
  Buffer text = {};
  words_path(leaks, group->paths[i], group->top, &text);
  return answer_take(&text);
}

/* Who refers to the tops: of a table the collection that it is in. */
static json_t *edge_json(const Leaks *leaks, Path path) {
  const PathStep *step = &leaks->steps.items[path];
  Node source = step->source;
  if (node_trait(leaks, source) == TRAIT_PLUMBING)
    source = leaks_owner(leaks, source);
  Buffer access = {};
  words_access(leaks, step, &access);
  return json_pack("{s:o, s:o, s:o, s:b}", "id", id_of(leaks, source), "class",
                   class_text(leaks, leaks->graph->classes[source]), "access",
                   answer_take(&access), "repeats", step->is_loop);
}

static json_t *cut_json(const Leaks *leaks, const Group *group,
                        const Finder *finder) {
  Buffer text = {};
  words_expand(leaks, group, finder->cut, &text);
  buffer_text(&text, ", which frees ");
  quantity_bytes(group->retained, &text);
  buffer_byte(&text, '.');
  return answer_take(&text);
}

static json_t *silhouette_json(const Leaks *leaks, const Group *group) {
  json_t *list = json_array();
  for (u32 i = 0; i < group->member_count; i++) {
    const Member *member = &group->members[i];
    json_array_append_new(list, json_pack("{s:o, s:I, s:o, s:o}", "class",
                                          class_text(leaks, member->class),
                                          "count", (json_int_t)member->count,
                                          "bytes", answer_size(member->bytes),
                                          "id", id_of(leaks, member->example)));
  }
  return list;
}

static json_t *numbers_json(const u64 *numbers, u32 count) {
  json_t *list = json_array();
  for (u32 i = 0; i < count; i++)
    json_array_append_new(list, answer_size(numbers[i]));
  return list;
}

static void add_paths(const Leaks *leaks, const Group *group, json_t *json) {
  json_t *paths = json_array(), *steps = json_array(), *edges = json_array();
  for (u32 i = 0; i < group->path_count; i++) {
    json_array_append_new(paths, path_json(leaks, group, i));
    json_array_append_new(steps, steps_json(leaks, group->paths[i]));
    json_array_append_new(edges, edge_json(leaks, group->paths[i]));
  }
  json_object_set(json, "path", json_array_get(paths, 0));
  json_object_set_new(json, "paths", paths);
  json_object_set_new(json, "steps", steps);
  json_object_set_new(json, "edges", edges);
}

static void add_growth(const Leaks *leaks, const Group *group, json_t *json) {
  json_object_set_new(json, "born",
                      numbers_json(group->born, leaks->graph_count - 1));
  json_object_set_new(
      json, "series",
      json_pack("{s:s, s:o}", "of",
                group->is_series_of_owner ? "owner" : "class", "values",
                numbers_json(group->series, leaks->graph_count)));
}

static void add_sizes(const Group *group, json_t *json) {
  json_object_set_new(json, "tops", answer_size(group->count));
  json_object_set_new(json, "objects", answer_size(group->nodes));
  json_object_set_new(json, "bytes", answer_size(group->bytes));
  json_object_set_new(json, "retained", answer_size(group->retained));
  json_object_set_new(json, "container", answer_size(group->container_bytes));
  json_object_set_new(json, "frees", answer_size(group->retained));
}

static json_t *leak_json(const Leaks *leaks, const Group *group) {
  const Finder *finder = leaks_recognise(leaks, group);
  const char *framework = leaks_framework(leaks, group);
  json_t *json = json_pack(
      "{s:o, s:s, s:s, s:s, s:o, s:I, s:b, s:o, s:o, s:o, s:o, s:I, s:o}",
      "title", sentence(leaks, group, finder->title), "finder", finder->name,
      "verdict", VERDICTS[group->verdict].name, "sure",
      name_sureness(leaks, group, finder), "class",
      class_text(leaks, group->top_class), "count",
      (json_int_t)group->top_class_count, "joint", group_is_joint(leaks, group),
      "cut", cut_json(leaks, group, finder), "advice",
      sentence(leaks, group, finder->advice), "evidence",
      evidence_json(leaks, group), "silhouette", silhouette_json(leaks, group),
      "classes", (json_int_t)group->class_count, "example",
      answer_node(leaks->graph, group->top));
  json_object_set_new(json, "newest", answer_node(leaks->graph, group->newest));
  add_sizes(group, json);
  add_paths(leaks, group, json);
  add_growth(leaks, group, json);
  json_object_set_new(json, "owner",
                      group->has_owners
                          ? json_null()
                          : answer_node(leaks->graph, group->owner));
  if (framework) json_object_set_new(json, "framework", json_string(framework));
  json_t *inside = leaks_inside_json(leaks, group);
  if (inside) json_object_set_new(json, "inside", inside);
  if (leaks->sites)
    json_object_set_new(json, "sites",
                        leaks_sites_json(leaks, leaks->sites,
                                         (u32)(group - leaks->groups.items)));
  return json;
}

/* ---- The lists ----------------------------------------------------------- */

typedef struct Ranked {
  const Group *group;
  u64 score;
} Ranked;

typedef VECTOR(Ranked) RankedList;

typedef struct Lists {
  RankedList suspects, ordinary, noise;
} Lists;

static int by_score(const void *a, const void *b) {
  const Ranked *x = a, *y = b;
  if (x->score != y->score) return x->score < y->score ? 1 : -1;
  return (x->group > y->group) - (x->group < y->group);
}

/* With three snapshots, when nothing grew in both intervals, what came in the
 * first and outlived the second is what there is to suspect. */
static RankedList *list_of(Lists *lists, const Leaks *leaks,
                           const Group *group) {
  if (leaks_recognise(leaks, group)->kind == FINDER_NOISE) return &lists->noise;
  if (group->verdict == VERDICT_STEADY) return &lists->ordinary;
  bool is_partial =
      group->verdict == VERDICT_ONCE || group->verdict == VERDICT_RECENT;
  return is_partial && leaks->has_growing ? &lists->ordinary : &lists->suspects;
}

static bool is_large(const Leaks *leaks, const Group *group) {
  return group->count && group->bytes &&
         group->bytes * LEAKS_PART >= leaks->growth;
}

static bool find_growing(const Leaks *leaks) {
  for (u32 i = 0; i < leaks->groups.count; i++) {
    const Group *group = &leaks->groups.items[i];
    if (is_large(leaks, group) && group->verdict == VERDICT_GROWING &&
        leaks_recognise(leaks, group)->kind == FINDER_LEAK)
      return true;
  }
  return false;
}

static json_t *list_json(const Leaks *leaks, RankedList *list, Page page) {
  json_t *json = json_array();
  if (!list->items) return json;
  qsort(list->items, list->count, sizeof *list->items, by_score);
  for (u64 i = page.offset; i < list->count && i - page.offset < page.limit;
       i++)
    json_array_append_new(json, leak_json(leaks, list->items[i].group));
  return json;
}

static json_t *title_json(const Leaks *leaks, const RankedList *suspects) {
  Buffer text = {};
  u64 bytes = 0;
  for (u32 i = 0; suspects->items && i < suspects->count; i++)
    bytes += suspects->items[i].group->bytes;
  quantity_bytes(leaks->growth, &text);
  buffer_text(&text, leaks->graph_count > 1 ? " came and stayed; "
                                            : " are on the heap; ");
  if (!suspects->count)
    buffer_text(&text, "nothing in it looks like a leak");
  else {
    quantity_count(suspects->count, &text);
    buffer_text(&text,
                suspects->count == 1 ? " suspect has " : " suspects have ");
    quantity_bytes(bytes, &text);
    buffer_text(&text, " of it");
  }
  return answer_take(&text);
}

static json_t *whole_json(const Leaks *leaks, const json_t *params) {
  Lists lists = {};
  u64 rest_bytes = 0, rest_groups = 0, nodes = 0;
  for (u32 i = 0; i < leaks->groups.count; i++) {
    const Group *group = &leaks->groups.items[i];
    nodes += group->nodes;
    if (!is_large(leaks, group)) {
      rest_bytes += group->bytes;
      rest_groups += group->count > 0;
      continue;
    }
    Ranked ranked = {group, group->bytes * VERDICTS[group->verdict].weight};
    RankedList *list = list_of(&lists, leaks, group);
    vector_push(list, ranked);
  }
  Page all = {0, SUSPECTS_MAX};
  json_t *json = json_pack(
      "{s:o, s:i, s:{s:I, s:I}, s:I, s:o, s:o, s:o, s:{s:I, s:I}}", "title",
      title_json(leaks, &lists.suspects), "snapshots", (int)leaks->graph_count,
      "growth", "bytes", (json_int_t)leaks->growth, "count", (json_int_t)nodes,
      "total", (json_int_t)lists.suspects.count, "suspects",
      list_json(leaks, &lists.suspects, answer_page(params, SUSPECTS_MAX)),
      "ordinary", list_json(leaks, &lists.ordinary, all), "noise",
      list_json(leaks, &lists.noise, all), "rest", "groups",
      (json_int_t)rest_groups, "bytes", (json_int_t)rest_bytes);
  if (!lists.suspects.count)
    json_object_set_new(json, "stores", leaks_stores_json(leaks));
  vector_free(&lists.suspects);
  vector_free(&lists.ordinary);
  vector_free(&lists.noise);
  return json;
}

/* ---- The whole ----------------------------------------------------------- */

static void free_leaks(Leaks *leaks) {
  u64 nodes = leaks->graph->node_count;
  for (u32 i = 0; i + 1 < leaks->graph_count; i++)
    identity_free(&leaks->identities[i]);
  leaks_free_sites(leaks, leaks->sites);
  free(leaks->traits);
  bits_free(leaks->is_new, nodes);
  bits_free(leaks->is_container, nodes);
  column_free(leaks->first_child, nodes, sizeof(Node));
  column_free(leaks->next_sibling, nodes, sizeof(Node));
  column_free(leaks->top_of, nodes, sizeof(u32));
  vector_free(&leaks->tops);
  vector_free(&leaks->steps);
  number_table_free(&leaks->steps_by_hash);
  vector_free(&leaks->groups);
  number_table_free(&leaks->groups_by_hash);
}

json_t *answer_leaks(const HeapGraph *graphs, u32 count, const json_t *params,
                     Buffer *error) {
  assert(count >= 1);
  if (count > GRAPHS_MAX) {
    buffer_format(error, "leaks takes at most %u snapshots", GRAPHS_MAX);
    return NULL;
  }
  json_t *kept = count == 1 ? kept_find(graphs, "leaks", "suspects",
                                        answer_page(params, SUSPECTS_MAX))
                            : NULL;
  if (kept) return kept;
  Leaks leaks = {.graphs = graphs,
                 .graph = &graphs[count - 1],
                 .graph_count = count,
                 .console_name = NO_STRING};
  /* of the last one the nodes themselves are asked about */
  for (u32 i = 0; i + 1 < count; i++)
    leaks.identities[i] = identity_make(&graphs[i]);
  if (count > 1) graph_load_ids(leaks.graph);
  traits_read(&leaks);
  leaks_find_tops(&leaks);
  leaks_find_paths(&leaks);
  leaks_count_groups(&leaks);
  leaks.has_growing = find_growing(&leaks);
  leaks.sites = leaks_read_sites(&leaks);
  json_t *json = whole_json(&leaks, params);
  free_leaks(&leaks);
  return json;
}
