/* plain_objects.c - classes for objects that have no constructor of their own.
 *
 * Half of a heap can be plain objects, and "Object" says nothing about them.
 * Those that begin with the same properties are a class, named after them, if
 * they are many: "{name, roles, at}". An object belongs to the class with the
 * most properties that it has all of, and of equals to the most common.
 *
 * What an object's class is depends on its list of properties alone, and few
 * lists are different: lists are found first, and the rest is done once a list.
 */
#include "graph/analysis.h"
#include "graph/table.h"

#include <stdlib.h>

/* Names end here, in UTF-16 units, unless the first property is longer. */
constexpr size_t NAME_UNITS_MAX = 120;
constexpr u32 OBJECTS_AT_LEAST = 2, ONE_OBJECT_IN = 1000;

/* The names of an object's properties, in their order. */
typedef struct PropertyList {
  u32 start, count; /* in `properties` */
  u32 objects;
  u32 next; /* with the same hash, or TABLE_NONE */
  u32 name; /* of its class */
} PropertyList;

typedef struct Candidate {
  u32 name;  /* its text, among `candidate_names` */
  u32 list;  /* the first list that it was made from */
  u32 count; /* how many properties of that list */
  u32 objects;
} Candidate;

/* A tree of properties, in rising order of their strings, down which lists
 * find the definitions that they contain. */
typedef struct TreeNode {
  u32 definition; /* that ends here, or TABLE_NONE */
  u32 greatest;   /* of the properties that lead on */
  bool is_leaf;
} TreeNode;

typedef struct Naming {
  HeapGraph *graph;
  VECTOR(u32) properties;
  VECTOR(PropertyList) lists;
  NumberTable by_hash;
  u32 object_count;
  TextTable candidate_names;
  VECTOR(Candidate) candidates;
  VECTOR(TreeNode) tree;
  NumberTable branches; /* tree node and property to tree node */
  TextTable formatted;  /* property names as they are shown */
  NumberTable formatted_of;
} Naming;

/* ---- Lists
 * ----------------------------------------------------------------------- */

static bool is_same_list(const Naming *naming, const PropertyList *list,
                         u32 start, u32 count) {
  const u32 *items = naming->properties.items;
  if (list->count != count) return false;
  return !count ||
         !memcmp(items + list->start, items + start, count * sizeof *items);
}

/* The list at the end of `properties`, which goes away if it is not new. */
static u32 intern_list(Naming *naming, u32 start) {
  u32 count = naming->properties.count - start;
  u64 hash = hash_bytes(naming->properties.items + start, count * sizeof(u32));
  u32 *first = number_table_at(&naming->by_hash, hash);
  for (u32 i = *first; i != TABLE_NONE; i = naming->lists.items[i].next)
    if (is_same_list(naming, &naming->lists.items[i], start, count)) {
      naming->properties.count = start;
      return i;
    }
  PropertyList list = {.start = start, .count = count, .next = *first};
  *first = naming->lists.count;
  vector_push(&naming->lists, list);
  return *first;
}

/* Goes to the edges of a node, from those of one before it: over what is near
 * by passing it, else by looking for the place. */
static void go_to(const HeapGraph *graph, RecordReader *records, u32 *at,
                  u32 edge) {
  constexpr u32 NEAR = 4'096;
  if (edge - *at < NEAR)
    records_skip(records, edge - *at);
  else
    records_begin(records, &graph->file.edges, graph->file.meta.edge.count,
                  edge, graph->edge_count);
  *at = edge;
}

static void read_list(Naming *naming, RecordReader *records, u32 *at,
                      Node node) {
  const HeapGraph *graph = naming->graph;
  const SnapshotMeta *meta = &graph->file.meta;
  u32 start = naming->properties.count;
  u32 end = node_edges_start(graph, node + 1);
  go_to(graph, records, at, node_edges_start(graph, node));
  for (; *at < end; ++*at) {
    const u64 *record = records_next(records);
    if (meta->edge_types[record[meta->edge.type] & 255] == EDGE_PROPERTY)
      vector_push(&naming->properties, (u32)record[meta->edge.name]);
  }
  u32 list = intern_list(naming, start);
  naming->lists.items[list].objects++;
  naming->graph->classes[node] = list;
  naming->object_count++;
}

static void read_lists(Naming *naming) {
  const HeapGraph *graph = naming->graph;
  RecordReader records;
  u32 at = 0;
  records_begin(&records, &graph->file.edges, graph->file.meta.edge.count, 0,
                graph->edge_count);
  for (Node node = 0; node < graph->node_count; node++)
    if (node_is_plain_object(graph, node))
      read_list(naming, &records, &at, node);
}

/* ---- Names
 * ----------------------------------------------------------------------------
 */

/* As JSON.stringify writes it. */
static void append_quoted(const char *text, Buffer *out) {
  static const char ESCAPED[] = "\b\t\n\f\r\"\\", LETTERS[] = "btnfr\"\\";
  buffer_byte(out, '"');
  for (; *text; text++) {
    const char *at = strchr(ESCAPED, *text);
    if (at)
      buffer_format(out, "\\%c", LETTERS[at - ESCAPED]);
    else if ((u8)*text < ' ')
      buffer_format(out, "\\u%04x", *text);
    else
      buffer_byte(out, *text);
  }
  buffer_byte(out, '"');
}

static const char *format_property(Naming *naming, u32 property) {
  u32 *place = number_table_at(&naming->formatted_of, property);
  if (*place == TABLE_NONE) {
    Buffer plain = {}, quoted = {};
    strings_append(&naming->graph->file.strings, property, &plain);
    const char *text = plain.bytes ? plain.bytes : "";
    if (strpbrk(text, ",'\"{}")) {
      append_quoted(text, &quoted);
      text = quoted.bytes;
    }
    *place = text_table_intern(&naming->formatted, text, strlen(text));
    buffer_free(&plain);
    buffer_free(&quoted);
  }
  return naming->formatted.texts[*place];
}

/* The length in UTF-16 units. */
static size_t count_units(const char *text) {
  size_t units = 0;
  for (; *text; text++)
    units += ((u8)*text & 0xc0) == 0x80 ? 0 : (u8)*text >= 0xf0 ? 2 : 1;
  return units;
}

/* The name of a class with the first properties of the list; how many. */
static u32 name_list(Naming *naming, const PropertyList *list, Buffer *name) {
  u32 proto = graph_known(naming->graph, STRING_PROTO), taken = 0;
  size_t units = 1;
  buffer_byte(name, '{');
  for (u32 i = 0; i < list->count; i++) {
    u32 property = naming->properties.items[list->start + i];
    if (property == proto) continue;
    const char *text = format_property(naming, property);
    size_t more = count_units(text);
    if (units > 1 && units + more > NAME_UNITS_MAX) break;
    buffer_format(name, "%s%s", units > 1 ? ", " : "", text);
    units += more + (units > 1 ? 2 : 0);
    taken++;
  }
  buffer_byte(name, '}');
  return taken;
}

/* ---- Candidates
 * ------------------------------------------------------------------------- */

static void propose(Naming *naming, u32 index) {
  PropertyList *list = &naming->lists.items[index];
  Buffer name = {};
  u32 taken = name_list(naming, list, &name);
  if (taken) {
    u32 text =
        text_table_intern(&naming->candidate_names, name.bytes, name.length);
    if (text == naming->candidates.count)
      vector_push(&naming->candidates,
                  ((Candidate){.name = text, .list = index, .count = taken}));
    naming->candidates.items[text].objects += list->objects;
  }
  buffer_free(&name);
}

/* The most common first; of equals, the one met first. */
static int by_objects(const void *a, const void *b) {
  const Candidate *x = a, *y = b;
  if (x->objects != y->objects) return x->objects < y->objects ? 1 : -1;
  return x->name < y->name ? -1 : 1;
}

static int by_number(const void *a, const void *b) {
  u32 x = *(const u32 *)a, y = *(const u32 *)b;
  return (x > y) - (x < y);
}

/* The properties of a list that has `count` beside __proto__, sorted. */
static void sort_properties(Naming *naming, const PropertyList *list, u32 count,
                            bool with_proto, u32 *sorted, u32 *sorted_count) {
  u32 proto = graph_known(naming->graph, STRING_PROTO), taken = 0;
  for (u32 i = 0; i < list->count && taken < count; i++) {
    u32 property = naming->properties.items[list->start + i];
    if (with_proto || property != proto) sorted[taken++] = property;
  }
  qsort(sorted, taken, sizeof *sorted, by_number);
  *sorted_count = taken;
}

static u32 add_tree_node(Naming *naming) {
  vector_push(&naming->tree, ((TreeNode){TABLE_NONE, 0, true}));
  return naming->tree.count - 1;
}

static u64 branch_key(u32 node, u32 property) {
  return (u64)node << 32 | property;
}

static void add_definition(Naming *naming, u32 index, u32 *sorted) {
  const Candidate *candidate = &naming->candidates.items[index];
  u32 count, node = 0;
  sort_properties(naming, &naming->lists.items[candidate->list],
                  candidate->count, false, sorted, &count);
  for (u32 i = 0; i < count; i++) {
    u32 *next = number_table_at(&naming->branches, branch_key(node, sorted[i]));
    if (*next == TABLE_NONE) {
      *next = naming->tree.count;
      TreeNode *from = &naming->tree.items[node];
      if (from->is_leaf || from->greatest < sorted[i])
        from->greatest = sorted[i];
      from->is_leaf = false;
      node = add_tree_node(naming);
    } else {
      node = *next;
    }
  }
  TreeNode *end = &naming->tree.items[node];
  if (end->definition == TABLE_NONE) end->definition = index;
}

/* ---- Matching
 * ------------------------------------------------------------------------------
 */

static bool is_better(const Naming *naming, u32 a, u32 b) {
  if (b == TABLE_NONE) return true;
  u32 x = naming->candidates.items[a].count;
  u32 y = naming->candidates.items[b].count;
  return x != y ? x > y : a < b;
}

typedef VECTOR(u32) States;

/* One property on: from each state to the next, dropping those from which no
 * later property leads on. */
static void advance(Naming *naming, States *states, u32 property, u32 *best) {
  u32 kept = 0, before = states->count;
  for (u32 i = 0; i < before; i++) {
    u32 state = states->items[i];
    const TreeNode *node = &naming->tree.items[state];
    u32 next = number_table_get(&naming->branches, branch_key(state, property));
    if (!node->is_leaf && property < node->greatest)
      states->items[kept++] = state;
    if (next == TABLE_NONE) continue;
    vector_push(states, next);
    u32 definition = naming->tree.items[next].definition;
    if (definition != TABLE_NONE && is_better(naming, definition, *best))
      *best = definition;
  }
  for (u32 i = before; i < states->count; i++)
    states->items[kept++] = states->items[i];
  states->count = kept;
}

static u32 match(Naming *naming, const PropertyList *list, u32 *sorted,
                 States *states) {
  u32 count, best = TABLE_NONE;
  sort_properties(naming, list, list->count, true, sorted, &count);
  states->count = 0;
  vector_push(states, 0);
  for (u32 i = 0; i < count && states->count; i++)
    advance(naming, states, sorted[i], &best);
  return best;
}

/* ---- The whole
 * ---------------------------------------------------------------------------------
 */

static u32 longest_list(const Naming *naming) {
  u32 longest = 1;
  for (u32 i = 0; i < naming->lists.count; i++)
    if (naming->lists.items[i].count > longest)
      longest = naming->lists.items[i].count;
  return longest;
}

static void define(Naming *naming, u32 *sorted) {
  for (u32 i = 0; i < naming->lists.count; i++)
    propose(naming, i);
  if (naming->candidates.count)
    qsort(naming->candidates.items, naming->candidates.count, sizeof(Candidate),
          by_objects);
  u32 at_least = naming->object_count / ONE_OBJECT_IN +
                 (naming->object_count % ONE_OBJECT_IN != 0);
  if (at_least < OBJECTS_AT_LEAST) at_least = OBJECTS_AT_LEAST;
  add_tree_node(naming);
  for (u32 i = 0; i < naming->candidates.count; i++) {
    if (naming->candidates.items[i].objects < at_least) break;
    add_definition(naming, i, sorted);
  }
}

static void name_lists(Naming *naming, u32 *sorted, TextTable *names) {
  States states = {};
  for (u32 i = 0; i < naming->lists.count; i++) {
    PropertyList *list = &naming->lists.items[i];
    u32 best = match(naming, list, sorted, &states);
    const char *name = best == TABLE_NONE
                           ? "Object"
                           : naming->candidate_names
                                 .texts[naming->candidates.items[best].name];
    list->name = text_table_intern(names, name, strlen(name));
  }
  vector_free(&states);
}

static void free_naming(Naming *naming) {
  vector_free(&naming->properties);
  vector_free(&naming->lists);
  vector_free(&naming->candidates);
  vector_free(&naming->tree);
  number_table_free(&naming->by_hash);
  number_table_free(&naming->branches);
  number_table_free(&naming->formatted_of);
  text_table_free(&naming->candidate_names);
  text_table_free(&naming->formatted);
}

void plain_objects_name(HeapGraph *graph, TextTable *names) {
  Naming naming = {.graph = graph};
  vector_reserve(&naming.properties, 1); /* empty lists have a place too */
  read_lists(&naming);
  u32 *sorted = base_allocate(longest_list(&naming) * sizeof *sorted);
  define(&naming, sorted);
  name_lists(&naming, sorted, names);
  for (Node node = 0; node < graph->node_count; node++)
    if (node_is_plain_object(graph, node))
      graph->classes[node] = naming.lists.items[graph->classes[node]].name;
  free(sorted);
  free_naming(&naming);
}
