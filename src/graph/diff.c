/* diff.c - what changed between snapshots, by class. */
#include "graph/diff.h"

#include "graph/leaks_parts.h"

#include <stdlib.h>

constexpr u32 EXAMPLES = 3;
constexpr u64 PAGE_LIMIT = 50;

typedef struct Amount {
  u64 count;
  i64 bytes;
} Amount;

/* A class that changed, in whichever snapshot. */
typedef struct Change {
  const HeapClass *class;
  Amount new, freed, grown, persistent;
  u64 retained;
  u32 examples[EXAMPLES];
  u64 example_bytes[EXAMPLES];
  u32 next; /* with the same hash, or TABLE_NONE */
} Change;

typedef struct Comparison {
  const HeapGraph *graphs, *first, *last;
  u32 graph_count;
  Identity *identities; /* of all but the last, and of the last */
  u32 *change_of[2];    /* by class of the first, of the last */
  VECTOR(Change) changes;
  NumberTable by_hash;
  Bits *is_new;
  Amount new, freed, grown, kept;
  Amount *born;
} Comparison;

/* ---- Noise --------------------------------------------------------------- */

bool class_is_noise(const char *name) {
  static const char *const NAMES[] = {
      "(compiled code)", "(system)", "(object shape)", "(hidden)",
      "(synthetic)",     "(code)",   "(wasm object)",
  };
  for (u32 i = 0; i < ARRAY_COUNT(NAMES); i++)
    if (!strcmp(name, NAMES[i])) return true;
  static const char SYSTEM[] = "system / ", CONTEXT[] = "system / Context";
  static const char DATA[] = "system / JSArrayBufferData";
  return !strncmp(name, SYSTEM, sizeof SYSTEM - 1) &&
         strncmp(name, CONTEXT, sizeof CONTEXT - 1) && strcmp(name, DATA);
}

/* ---- Classes of two snapshots -------------------------------------------- */

static bool is_same_class(const HeapClass *a, const HeapClass *b) {
  return a->script == b->script && a->line == b->line &&
         a->column == b->column && !strcmp(a->name, b->name);
}

static u32 find_change(Comparison *comparison, const HeapClass *class) {
  u64 hash = hash_bytes(class->name, strlen(class->name));
  hash = hash_number(hash + class->script * 31 + class->line);
  u32 *first = number_table_at(&comparison->by_hash, hash);
  for (u32 i = *first; i != TABLE_NONE; i = comparison->changes.items[i].next)
    if (is_same_class(comparison->changes.items[i].class, class)) return i;
  Change change = {.class = class, .next = *first};
  *first = comparison->changes.count;
  vector_push(&comparison->changes, change);
  return *first;
}

/* The change of each class of the first snapshot and of the last. */
static void match_classes(Comparison *comparison) {
  const HeapGraph *graphs[] = {comparison->first, comparison->last};
  /* the last first: its classes give the words */
  for (u32 side = 2; side-- > 0;) {
    const HeapGraph *graph = graphs[side];
    u32 *changes = base_allocate((graph->class_count + 1) * sizeof *changes);
    for (u32 i = 0; i < graph->class_count; i++)
      changes[i] = find_change(comparison, &graph->class_table[i]);
    comparison->change_of[side] = changes;
  }
}

static Change *change_of(Comparison *comparison, u32 side, Node node) {
  const HeapGraph *graph = side ? comparison->last : comparison->first;
  u32 change = comparison->change_of[side][graph->classes[node]];
  return &comparison->changes.items[change];
}

/* ---- Counting ------------------------------------------------------------ */

static void add(Amount *amount, u64 bytes) {
  amount->count++;
  amount->bytes += (i64)bytes;
}

static void add_example(Change *change, u32 id, u64 bytes) {
  for (u32 i = 0; i < EXAMPLES; i++) {
    if (change->examples[i] && bytes <= change->example_bytes[i]) continue;
    for (u32 k = EXAMPLES - 1; k > i; k--) {
      change->examples[k] = change->examples[k - 1];
      change->example_bytes[k] = change->example_bytes[k - 1];
    }
    change->examples[i] = id;
    change->example_bytes[i] = bytes;
    return;
  }
}

/* In which interval the object came: before graph 1, 2, ... */
static u32 find_birth(const Comparison *comparison, u32 id) {
  u32 interval = 0;
  while (interval + 2 < comparison->graph_count &&
         identity_find(&comparison->identities[interval + 1], id) == NO_NODE)
    interval++;
  return interval;
}

static void count_new(Comparison *comparison, Node node, u64 bytes) {
  const HeapGraph *last = comparison->last;
  Change *change = change_of(comparison, 1, node);
  bits_set(comparison->is_new, node);
  if (!bytes) return;
  add(&comparison->new, bytes);
  add(&change->new, bytes);
  u64 retained = sizes_get(&last->retained_sizes, node);
  add_example(change, graph_id(last, node), retained);
  u32 birth = find_birth(comparison, graph_id(last, node));
  add(&comparison->born[birth], bytes);
  if (birth == 0 && comparison->graph_count > 2)
    add(&change->persistent, bytes);
}

static void count_grown(Comparison *comparison, Node node, Node before,
                        u64 bytes) {
  i64 more =
      (i64)bytes - (i64)sizes_get(&comparison->first->self_sizes, before);
  if (!more) return;
  Change *change = change_of(comparison, 1, node);
  comparison->grown.count++;
  comparison->grown.bytes += more;
  change->grown.count++;
  change->grown.bytes += more;
}

static void count_last(Comparison *comparison) {
  const HeapGraph *last = comparison->last;
  for (Node node = 0; node < last->node_count; node++) {
    u64 bytes = sizes_get(&last->self_sizes, node);
    Node before =
        identity_find(&comparison->identities[0], graph_id(last, node));
    if (before == NO_NODE)
      count_new(comparison, node, bytes);
    else
      count_grown(comparison, node, before, bytes);
  }
}

static void count_first(Comparison *comparison) {
  const HeapGraph *first = comparison->first;
  const Identity *later = &comparison->identities[comparison->graph_count - 1];
  for (Node node = 0; node < first->node_count; node++) {
    u64 bytes = sizes_get(&first->self_sizes, node);
    if (!bytes || identity_find(later, graph_id(first, node)) != NO_NODE)
      continue;
    add(&comparison->freed, bytes);
    add(&change_of(comparison, 0, node)->freed, bytes);
  }
}

/* ---- What the new ones retain -------------------------------------------- */

/* A new object counts for its class unless a new one of the class dominates
 * it: a walk down the dominator tree that knows which classes are above. */
typedef struct Walk {
  Comparison *comparison;
  Node *first_child, *next_sibling;
  Bits *has_put;  /* nodes that put their class above */
  Bits *is_above; /* classes */
  u32 new_above;
} Walk;

static void link_children(Walk *walk) {
  const HeapGraph *last = walk->comparison->last;
  memset(walk->first_child, 0xff, last->node_count * sizeof(Node));
  memset(walk->next_sibling, 0xff, last->node_count * sizeof(Node));
  for (Node node = last->node_count; node-- > 0;) {
    if (node == last->root) continue;
    Node dominator = last->dominators[node];
    walk->next_sibling[node] = walk->first_child[dominator];
    walk->first_child[dominator] = node;
  }
}

static void enter(Walk *walk, Node node) {
  Comparison *comparison = walk->comparison;
  const HeapGraph *last = comparison->last;
  if (!bits_get(comparison->is_new, node)) return;
  u64 retained = sizes_get(&last->retained_sizes, node);
  if (!walk->new_above++) add(&comparison->kept, retained);
  if (bits_get(walk->is_above, last->classes[node])) return;
  bits_set(walk->is_above, last->classes[node]);
  bits_set(walk->has_put, node);
  change_of(comparison, 1, node)->retained += retained;
}

static void leave(Walk *walk, Node node) {
  const HeapGraph *last = walk->comparison->last;
  u32 class = last->classes[node];
  if (bits_get(walk->comparison->is_new, node)) walk->new_above--;
  if (bits_get(walk->has_put, node))
    walk->is_above[class / 64] &= ~(1ull << class % 64);
}

static void walk_tree(Walk *walk) {
  const HeapGraph *last = walk->comparison->last;
  Node node = last->root;
  enter(walk, node);
  for (;;) {
    if (walk->first_child[node] != NO_NODE) {
      node = walk->first_child[node];
      enter(walk, node);
      continue;
    }
    leave(walk, node);
    while (node != last->root && walk->next_sibling[node] == NO_NODE) {
      node = last->dominators[node];
      leave(walk, node);
    }
    if (node == last->root) return;
    node = walk->next_sibling[node];
    enter(walk, node);
  }
}

static void count_retained(Comparison *comparison) {
  const HeapGraph *last = comparison->last;
  u32 nodes = last->node_count;
  Walk walk = {.comparison = comparison,
               .first_child = COLUMN(Node, nodes),
               .next_sibling = COLUMN(Node, nodes),
               .has_put = bits_make(nodes),
               .is_above = bits_make(last->class_count)};
  link_children(&walk);
  walk_tree(&walk);
  column_free(walk.first_child, nodes, sizeof(Node));
  column_free(walk.next_sibling, nodes, sizeof(Node));
  bits_free(walk.has_put, nodes);
  bits_free(walk.is_above, last->class_count);
}

/* ---- JSON ---------------------------------------------------------------- */

static json_t *amount_json(Amount amount) {
  return json_pack("{s:I, s:I}", "count", (json_int_t)amount.count, "bytes",
                   (json_int_t)amount.bytes);
}

static Amount delta_of(Amount new, Amount freed, Amount grown) {
  return (Amount){new.count - freed.count,
                  new.bytes - freed.bytes + grown.bytes};
}

static json_t *examples_json(const Change *change) {
  json_t *list = json_array();
  for (u32 i = 0; i < EXAMPLES && change->examples[i]; i++)
    json_array_append_new(list, json_integer(change->examples[i]));
  return list;
}

static json_t *change_json(const Comparison *comparison, const Change *change) {
  const HeapClass *class = change->class;
  json_t *json = json_pack(
      "{s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:I, s:o}", "class",
      answer_text(class->name, strlen(class->name)), "script",
      (json_int_t) class->script, "line",
      (json_int_t)(class->script ? class->line + 1 : 0), "new",
      amount_json(change->new), "freed", amount_json(change->freed), "grown",
      amount_json(change->grown), "delta",
      amount_json(delta_of(change->new, change->freed, change->grown)),
      "retained", (json_int_t)change->retained, "examples",
      examples_json(change));
  if (comparison->graph_count > 2)
    json_object_set_new(json, "persistent", amount_json(change->persistent));
  return json;
}

static bool has_changed(const Change *change) {
  return change->new.count || change->freed.count || change->grown.count;
}

static i64 bytes_changed(const Change *change) {
  return delta_of(change->new, change->freed, change->grown).bytes;
}

static i64 count_changed(const Change *change) {
  return (i64)(change->new.count - change->freed.count);
}

static int by_name(const void *a, const void *b) {
  const Change *x = *(Change *const *)a, *y = *(Change *const *)b;
  return strcmp(x->class->name, y->class->name);
}

static int by_count(const void *a, const void *b) {
  i64 x = count_changed(*(Change *const *)a);
  i64 y = count_changed(*(Change *const *)b);
  return x != y ? (x < y ? 1 : -1) : by_name(a, b);
}

static int by_bytes(const void *a, const void *b) {
  i64 x = bytes_changed(*(Change *const *)a);
  i64 y = bytes_changed(*(Change *const *)b);
  return x != y ? (x < y ? 1 : -1) : by_count(a, b);
}

typedef int (*Order)(const void *, const void *);

static Order find_order(const json_t *params) {
  const char *sort = json_string_value(json_object_get(params, "sort"));
  if (sort && !strcmp(sort, "count")) return by_count;
  if (sort && !strcmp(sort, "name")) return by_name;
  return by_bytes;
}

/* The changed classes that are noise, or those that are not, in order. */
static json_t *list_json(Comparison *comparison, const json_t *params,
                         bool noise, u32 *total) {
  VECTOR(Change *) chosen = {};
  for (u32 i = 0; i < comparison->changes.count; i++) {
    Change *change = &comparison->changes.items[i];
    if (has_changed(change) && class_is_noise(change->class->name) == noise)
      vector_push(&chosen, change);
  }
  if (chosen.count)
    qsort(chosen.items, chosen.count, sizeof *chosen.items, find_order(params));
  Page page = answer_page(params, PAGE_LIMIT);
  if (noise) page = (Page){0, PAGE_LIMIT};
  json_t *list = json_array();
  for (u64 i = page.offset; i < chosen.count && i - page.offset < page.limit;
       i++)
    json_array_append_new(list, change_json(comparison, chosen.items[i]));
  *total = chosen.count;
  vector_free(&chosen);
  return list;
}

static json_t *snapshots_json(const Comparison *comparison) {
  json_t *list = json_array();
  for (u32 i = 0; i < comparison->graph_count; i++) {
    const HeapGraph *graph = &comparison->graphs[i];
    const char *path = graph->file.path;
    json_array_append_new(list,
                          json_pack("{s:o, s:I, s:I, s:o}", "path",
                                    answer_text(path, strlen(path)), "nodes",
                                    (json_int_t)graph->node_count, "edges",
                                    (json_int_t)graph->edge_count, "total",
                                    answer_size(graph_total_size(graph))));
  }
  return list;
}

static json_t *totals_json(const Comparison *comparison) {
  Amount delta =
      delta_of(comparison->new, comparison->freed, comparison->grown);
  return json_pack(
      "{s:o, s:o, s:o, s:o, s:o}", "new", amount_json(comparison->new), "freed",
      amount_json(comparison->freed), "grown", amount_json(comparison->grown),
      "delta", amount_json(delta), "kept", amount_json(comparison->kept));
}

static json_t *born_json(const Comparison *comparison) {
  json_t *list = json_array();
  for (u32 i = 0; i + 1 < comparison->graph_count; i++)
    json_array_append_new(list, amount_json(comparison->born[i]));
  return list;
}

static void append_amount(Amount amount, const char *what, Buffer *out) {
  quantity_count(amount.count, out);
  buffer_format(out, " objects %s (", what);
  quantity_bytes((u64)amount.bytes, out);
  buffer_byte(out, ')');
}

static json_t *title_json(const Comparison *comparison) {
  Buffer text = {};
  i64 delta =
      delta_of(comparison->new, comparison->freed, comparison->grown).bytes;
  append_amount(comparison->new, "came", &text);
  buffer_text(&text, ", ");
  append_amount(comparison->freed, "went", &text);
  buffer_format(&text, "; the heap %s by ", delta < 0 ? "shrank" : "grew");
  quantity_bytes((u64)(delta < 0 ? -delta : delta), &text);
  json_t *json = answer_text(text.bytes, text.length);
  buffer_free(&text);
  return json;
}

static json_t *whole_json(Comparison *comparison, const json_t *params) {
  u32 total, noise_total;
  json_t *classes = list_json(comparison, params, false, &total);
  json_t *noise = list_json(comparison, params, true, &noise_total);
  return json_pack(
      "{s:o, s:o, s:o, s:o, s:I, s:o, s:o}", "title", title_json(comparison),
      "snapshots", snapshots_json(comparison), "totals",
      totals_json(comparison), "born", born_json(comparison), "total",
      (json_int_t)total, "classes", classes, "noise", noise);
}

/* ---- The whole ----------------------------------------------------------- */

static void free_comparison(Comparison *comparison) {
  for (u32 i = 0; i < comparison->graph_count; i++)
    identity_free(&comparison->identities[i]);
  free(comparison->identities);
  free(comparison->change_of[0]);
  free(comparison->change_of[1]);
  free(comparison->born);
  vector_free(&comparison->changes);
  number_table_free(&comparison->by_hash);
  bits_free(comparison->is_new, comparison->last->node_count);
}

json_t *answer_diff(const HeapGraph *graphs, u32 count, const json_t *params,
                    Buffer *error) {
  assert(count >= 2);
  Comparison comparison = {
      .graphs = graphs,
      .first = &graphs[0],
      .last = &graphs[count - 1],
      .graph_count = count,
      .identities = base_allocate_zeroed(count * sizeof(Identity)),
      .born = base_allocate_zeroed(count * sizeof(Amount)),
      .is_new = bits_make(graphs[count - 1].node_count),
  };
  for (u32 i = 0; i < count; i++)
    comparison.identities[i] = identity_make(&graphs[i]);
  match_classes(&comparison);
  count_last(&comparison);
  count_first(&comparison);
  count_retained(&comparison);
  json_t *json = whole_json(&comparison, params);
  free_comparison(&comparison);
  return json;
}
