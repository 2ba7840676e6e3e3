/* leaks_parts.h - the stages of finding leaks (leaks.h tells the idea).
 *
 *   leaks_roots.c     which nodes are tops: what came and is still there
 *   leaks_paths.c     by which folded path each of them is held
 *   leaks_groups.c    those with the same paths together, and what is in them
 *   leaks_sites.c     who allocated it
 *   leaks_inside.c    what most of each of its objects is
 *   leaks_stores.c    what has grown without them
 *   leaks_finders.c   what kind of leak a group is, or what it is else
 *   leaks_words.c     sentences
 *   leaks.c           the answer
 */
#ifndef GLASSHEAP_GRAPH_LEAKS_PARTS_H
#define GLASSHEAP_GRAPH_LEAKS_PARTS_H

#include "base/quantity.h"
#include "graph/answer.h"
#include "graph/diff_identity.h"
#include "graph/names.h"

/* ---- Traits: what is known of a class by its name ------------------------ */

typedef enum Trait : u8 {
  TRAIT_NONE,
  TRAIT_PLUMBING, /* inside of a collection or an object: not told of */
  TRAIT_CONTEXT,  /* the variables of a function */
  TRAIT_ENGINE,   /* code, shapes, feedback */
  TRAIT_BROWSER,  /* layout and styles */
  TRAIT_SYNTHETIC,
  TRAIT_GLOBAL, /* the window, or Node's */
  TRAIT_STRING,
  TRAIT_COLLECTION,
  TRAIT_TIMER,
  TRAIT_LISTENER,
  TRAIT_PROMISE,
  TRAIT_FRAME, /* a function that waits */
  TRAIT_BUFFER,
  TRAIT_FRAMEWORK,
} Trait;

/* ---- Paths: from the root, indices and keys folded ----------------------- */

typedef enum StepKind : u8 {
  STEP_ANY,   /* [*]: an element, an entry, something without a name */
  STEP_FIELD, /* a property */
  STEP_VARIABLE,
  STEP_INTERNAL,
} StepKind;

typedef u32 Path;
constexpr Path PATH_ROOT = 0, NO_PATH = UINT32_MAX;

typedef struct PathStep {
  Path parent;
  StepKind kind;
  bool is_loop; /* it leads to itself: a list, a tree */
  u32 name;     /* of the file's strings; of STEP_ANY among DOM nodes and the
                 * like the class, which is all that tells them apart */
  Node source, node; /* an edge that is such a step */
  u32 depth;
  u32 next; /* with the same hash, or TABLE_NONE */
} PathStep;

/* ---- Groups -------------------------------------------------------------- */

constexpr u32 GROUP_PATHS_MAX = 4, GRAPHS_MAX = 8, GROUP_CLASSES_MAX = 16;

typedef struct Member {
  u32 group, class;
  u64 count, bytes;
  Node example;
} Member;

typedef enum Verdict : u8 {
  VERDICT_GROWING, /* in each interval */
  VERDICT_GREW,    /* in the only one */
  VERDICT_RECENT,  /* in the last alone */
  VERDICT_ONCE,    /* not in the last */
  VERDICT_STEADY,  /* came and went: as many as before */
  VERDICT_PRESENT, /* there, in a single snapshot */
} Verdict;

typedef struct Group {
  Path paths[GROUP_PATHS_MAX]; /* in rising order */
  u32 path_count;
  u32 next;            /* with the same hash, or TABLE_NONE */
  u64 count, retained; /* of its tops */
  u64 bytes;           /* of the survivors in it */
  u64 nodes;
  u64 born[GRAPHS_MAX];              /* bytes, by interval */
  Node top;                          /* the largest, and */
  Node newest;                       /* the one with the largest id */
  Node owner;                        /* the last named dominator of one */
  bool has_owners;                   /* more than one */
  u64 container_bytes;               /* of what was opened to find them */
  Member members[GROUP_CLASSES_MAX]; /* by bytes */
  u32 member_count, class_count;
  u32 top_class; /* the class with the most bytes among the tops */
  u64 top_class_count;
  u64 detached_count;
  u64 string_count, distinct_count;
  u64 series[GRAPHS_MAX]; /* what the owner retains, or the class's count */
  bool is_series_of_owner;
  Verdict verdict;
} Group;

/* ---- The whole ----------------------------------------------------------- */

typedef struct Top {
  Node node, dominator; /* the owner proper: no plumbing */
  u32 cluster;          /* the top that stands for those linked with it */
  u32 group;
} Top;

typedef struct LeakSites LeakSites;

typedef struct Leaks {
  const HeapGraph *graphs, *graph; /* all, and the last */
  u32 graph_count;
  Identity identities[GRAPHS_MAX];
  u8 *traits;         /* by class */
  Bits *is_new;       /* survivors that are not containers */
  Bits *is_container; /* opened up: what they hold are tops */
  Node *first_child, *next_sibling;
  u64 growth; /* bytes of all survivors */
  VECTOR(Top) tops;
  u32 *top_of; /* the top that a node is below, as an index, or TABLE_NONE */
  VECTOR(PathStep) steps;
  NumberTable steps_by_hash;
  VECTOR(Group) groups;
  NumberTable groups_by_hash;
  bool has_growing; /* something large grew in every interval */
  u32 console_name; /* of a handle of the console's, or NO_STRING */
  LeakSites *sites; /* or NULL */
} Leaks;

/* traits_read - the trait of each class of the last graph. */
void traits_read(Leaks *leaks);
static inline Trait node_trait(const Leaks *leaks, Node node) {
  return (Trait)leaks->traits[leaks->graph->classes[node]];
}

/* node_is_survivor - and was not opened. */
static inline bool node_is_survivor(const Leaks *leaks, Node node) {
  return bits_get(leaks->is_new, node) && !bits_get(leaks->is_container, node);
}

/* leaks_find_tops - survivors that no survivor dominates, after containers
 * that are new themselves were opened. */
void leaks_find_tops(Leaks *leaks);
/* leaks_owner - the nearest dominator of `node` that is no plumbing. */
Node leaks_owner(const Leaks *leaks, Node node);

/* leaks_find_paths - paths and groups of all tops. */
void leaks_find_paths(Leaks *leaks);

/* leaks_count_groups - what is in each group, and how it grew. */
void leaks_count_groups(Leaks *leaks);

/* leaks_read_sites - who allocated the survivors; NULL when the last snapshot
 * does not say that. leaks_sites_json - the sites of one group. */
LeakSites *leaks_read_sites(const Leaks *leaks);
json_t *leaks_sites_json(const Leaks *leaks, const LeakSites *sites, u32 group);
void leaks_free_sites(const Leaks *leaks, LeakSites *sites);

/* leaks_heaviest_child - of the survivors that the node dominates the one that
 * retains most; or NO_NODE. */
Node leaks_heaviest_child(const Leaks *leaks, Node node);
/* leaks_inside_json - {path, node, bytes, of}; NULL when the weight lies with
 * the tops themselves, or with many things in them. */
json_t *leaks_inside_json(const Leaks *leaks, const Group *group);

/* leaks_stores_json - [{node, path, bytes, series}] of what has grown itself.
 */
json_t *leaks_stores_json(const Leaks *leaks);

/* ---- What kind ----------------------------------------------------------- */

typedef enum FinderKind : u8 {
  FINDER_LEAK,
  FINDER_NOISE, /* made by tools or the engine */
} FinderKind;

typedef struct Finder {
  const char *name;
  FinderKind kind;
  const char *title, *cut, *advice; /* for words_expand */
} Finder;

/* leaks_recognise - the finder that takes the group; there always is one. */
const Finder *leaks_recognise(const Leaks *leaks, const Group *group);
/* leaks_framework - the framework whose objects the group's are, or NULL. */
const char *leaks_framework(const Leaks *leaks, const Group *group);

/* ---- Words --------------------------------------------------------------- */

/* words_what - "4,000 Session". */
void words_what(const Leaks *leaks, const Group *group, Buffer *out);
/* words_expand - a sentence of finders.def: $what, $owner and so on. */
void words_expand(const Leaks *leaks, const Group *group, const char *text,
                  Buffer *out);
/* words_path - "sessions (Map, service.cjs) -> each entry -> Session". */
void words_path(const Leaks *leaks, Path path, Node end, Buffer *out);
/* words_place - the file, and line where known, of a closure, a context or an
 * object's constructor; nothing when it is not known. */
void words_place(const HeapGraph *graph, Node node, Buffer *out);
/* words_access - a step as it is written after its owner. */
void words_access(const Leaks *leaks, const PathStep *step, Buffer *out);
/* group_is_joint - whether several owners hold it; the two ends of a list are
 * one owner. */
bool group_is_joint(const Leaks *leaks, const Group *group);
/* path_has_name - whether a step of the path is named so. */
bool path_has_name(const Leaks *leaks, Path path, const char *name);

#endif
