/* groups.h - objects told apart by something: by constructor, Shape, place in
 * the source, the function that allocated them, or the time they were made.
 *
 * A grouping gives each node the number of its group and each group its totals.
 * What a group retains is what would be freed with all of its objects.
 */
#ifndef GLASSHEAP_GRAPH_GROUPS_H
#define GLASSHEAP_GRAPH_GROUPS_H

#include "graph/sources.h"

/* A node of no group has this number. */
constexpr u32 NO_GROUP = UINT32_MAX;

typedef struct Group {
  char *name; /* the grouping's to free */
  u64 count, self_size, retained_size;
  u32 distance;  /* of the nearest object */
  Node example;  /* the first object, or NO_NODE */
  json_t *about; /* what else is to be said: an object, or NULL */
} Group;

typedef struct Grouping {
  u32 *of; /* a column: the group of each node */
  VECTOR(Group) groups;
} Grouping;

/* How objects can be told apart. */
typedef enum GroupBy : u8 {
#define GROUP_BY(name, title, help) GROUP_BY_##name,
#include "graph/groups.def"
#undef GROUP_BY
  GROUP_BY_COUNT,
} GroupBy;

/* group_by_parse - from its name. */
bool group_by_parse(const char *text, GroupBy *by);
/* group_by_name, group_by_title - "site"; the heading of its column. */
const char *group_by_name(GroupBy by);
const char *group_by_title(GroupBy by);

/* grouping_make - by all but constructors (those are graph->class_table), with
 * totals. False, with one clear line in `error`, when the file does not say. */
bool grouping_make(Sources *sources, GroupBy by, Grouping *grouping,
                   Buffer *error);
void grouping_free(const HeapGraph *graph, Grouping *grouping);

/* groups_retain - what the objects of each group retain together: the sum over
 * them, but for those that another of the group dominates already. `retained`
 * has a place for each of `count` groups. */
void groups_retain(const HeapGraph *graph, const u32 *group_of, u32 count,
                   u64 *retained);

/* ---- The groupings, each filling `of` and the groups' names ---- */

bool group_by_shape(Sources *sources, Grouping *grouping, Buffer *error);
bool group_by_location(Sources *sources, Grouping *grouping, Buffer *error);
bool group_by_site(Sources *sources, Grouping *grouping, Buffer *error);
bool group_by_time(Sources *sources, Grouping *grouping, Buffer *error);

/* grouping_add - a group of that name; its number. Takes the text. */
u32 grouping_add(Grouping *grouping, Buffer *name, json_t *about);

#endif
