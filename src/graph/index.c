/* index.c - writing a graph's columns to a file, and mapping them again.
 *
 * The file is a head, the checksums of its blocks, and the parts one after
 * another, each at a multiple of 64 bytes. One list says which parts there are;
 * reading and writing both go by it.
 */
#define _GNU_SOURCE
#include "graph/index.h"

#include "graph/index_guard.h"
#include "graph/index_path.h"
#include "graph/kept.h"
#include "graph/lists.h"
#include "graph/locations.h"
#include "graph/orders.h"
#include "graph/references.h"
#include "graph/snapshot_meta.h"
#include "graph/table.h"
#include "graph/tasks.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

constexpr u64 MAGIC = 0x3031'7844'4e49'4847; /* "GHINDx10" */
constexpr size_t SNAPSHOT_AT_LEAST = 4 << 20;
constexpr size_t ALIGNMENT = 64, PAGE = 4'096;
/* Blocks are small, but not too many: each may be a mapping of its own. */
constexpr size_t BLOCK_AT_LEAST = 1 << 16;
constexpr u64 BLOCKS_AT_MOST = 1 << 15;
constexpr u32 SAMPLES = 64;
constexpr size_t SAMPLE_BYTES = 4'096;
constexpr u32 PARTS_MAX = 64, LISTS = 5;

/* A list of numbers, without its blocks. */
typedef struct ListHead {
  u64 offset, length, count;
  u32 has_negative, end;
} ListHead;

typedef struct Head {
  u64 magic, head_bytes, check; /* of the head, with 0 in its place */
  /* Which snapshot, and which version of it. */
  u64 size, seconds, nanoseconds, device, inode, samples;
  u64 bytes;                          /* of the index */
  u64 meta_offset, trace_tree_offset; /* the second, 0: none */
  u32 nodes, edges, root, classes;
  u32 large_selfs, large_retaineds, large_edge_starts, large_retainer_starts;
  u32 is_wide; /* distances */
  u32 duplicates, scripts, closure_places, emitters, collections;
  u32 child_classes, wide, wide_edges, kept_answers, kept_ends;
  u32 other_places, hubs;
  u32 has_lists; /* and what was kept of answers; else columns alone */
  u64 kept_bytes, wasted;
  u64 name_bytes; /* of the classes */
  u64 story_bytes;
  ListHead lists[LISTS];
  u64 strings_offset, strings_length;
  u32 string_count, anchor_count, ephemeron_count;
  u32 known[STRING_KNOWN_COUNT];
} Head;

/* A piece of memory of a graph. */
typedef struct Part {
  void **place;
  u64 bytes;
  bool is_column; /* stays mapped; the others are copied */
  /* What its numbers must be (index_check.h); a limit of 0: anything. */
  u32 stride, offset, shift, limit;
  bool is_starts; /* the part before has their bases, the next the large ones */
} Part;

typedef struct PartList {
  Part parts[PARTS_MAX];
  u32 count;
} PartList;

/* ---- Checksums
 * ------------------------------------------------------------------- */

ALWAYS_INLINE void mix_words(u64 *sums, const u64 *words) {
  for (u32 i = 0; i < 8; i++) {
    u64 mixed = words[i] ^ sums[i];
    sums[i] = (u64)(u32)mixed * 0x9e37'79b1 + (mixed >> 32) + sums[i] * 31;
  }
}

/* Eight sums side by side, which the compiler makes one vector of; they notice
 * what breaks by itself, and are no protection against malice. */
static u64 sum_bytes(const u8 *bytes, size_t length) {
  u64 sums[8] = {1, 2, 3, 4, 5, 6, 7, 8}, words[8] = {};
  size_t at = 0;
  for (; length - at >= sizeof words; at += sizeof words) {
    memcpy(words, bytes + at, sizeof words);
    mix_words(sums, words);
  }
  if (at < length) {
    memset(words, 0, sizeof words);
    memcpy(words, bytes + at, length - at);
    mix_words(sums, words);
  }
  return hash_bytes(sums, sizeof sums) ^ length;
}

typedef struct Summing {
  const u8 *bytes;
  size_t length, block;
  u64 *sums;
} Summing;

static void sum_block(void *context, u32 block) {
  const Summing *summing = context;
  size_t at = block * summing->block, left = summing->length - at;
  summing->sums[block] = sum_bytes(
      summing->bytes + at, left < summing->block ? left : summing->block);
}

static size_t block_of(u64 bytes) {
  size_t block = BLOCK_AT_LEAST;
  while (bytes / block >= BLOCKS_AT_MOST)
    block *= 2;
  return block;
}

static u32 blocks_of(u64 bytes) {
  size_t block = block_of(bytes);
  return (u32)((bytes + block - 1) / block);
}

static u64 sample_file(const Mapping *mapping) {
  u64 sum = 0;
  size_t last = mapping->length - SAMPLE_BYTES;
  for (u32 i = 0; i < SAMPLES; i++) {
    size_t at = last / (SAMPLES - 1) * i;
    sum = hash_number(sum ^ sum_bytes(mapping->bytes + at, SAMPLE_BYTES));
  }
  return hash_number(sum ^ sum_bytes(mapping->bytes + last, SAMPLE_BYTES));
}

static u64 check_head(const Head *head) {
  Head copy = *head;
  copy.check = 0;
  return sum_bytes((const u8 *)&copy, sizeof copy);
}

/* ---- Parts
 * ----------------------------------------------------------------------- */

static void add_part(PartList *list, void *place, u64 bytes, bool is_column) {
  assert(list->count < PARTS_MAX);
  list->parts[list->count++] =
      (Part){.place = place, .bytes = bytes, .is_column = is_column};
}

/* Of the part that was added last: in each of its items the word at `offset` is
 * a place below `limit`. */
static void limit_words(PartList *list, u32 stride, u32 offset, u32 limit) {
  Part *part = &list->parts[list->count - 1];
  part->stride = stride;
  part->offset = offset;
  part->limit = limit;
}

static void limit_nodes_of_edges(PartList *list, u32 nodes) {
  limit_words(list, sizeof(u32), 0, nodes);
  list->parts[list->count - 1].shift = 4; /* edge_node */
}

static Numbers *list_of(HeapGraph *graph, u32 i) {
  SnapshotFile *file = &graph->file;
  Numbers *lists[LISTS] = {&file->nodes, &file->edges, &file->locations,
                           &file->samples, &file->trace_functions};
  return lists[i];
}

static u64 block_bytes(const ListHead *list) {
  return list->offset ? (list->length / NUMBERS_BLOCK + 1) * sizeof(u64) : 0;
}

#define ADD(place, count)                                                      \
  add_part(list, (void *)&(place), (u64)(count) * sizeof *(place), true)
#define ADD_COPY(place, count)                                                 \
  add_part(list, (void *)&(place), (u64)(count) * sizeof *(place), false)

static void list_starts(Starts *starts, u64 count, u64 large, u32 edges,
                        PartList *list) {
  ADD(starts->bases, count / 64 + 1);
  ADD(starts->offsets, count);
  limit_words(list, sizeof(u16), 0, edges);
  list->parts[list->count - 1].is_starts = true;
  ADD_COPY(starts->large, large);
}

static void list_orders(HeapGraph *graph, const Head *head, PartList *list) {
  u64 nodes = head->has_lists ? head->nodes : 0;
  ADD(graph->lists.members, nodes);
  limit_words(list, sizeof(Node), 0, head->nodes);
  ADD(graph->lists.class_starts, nodes ? head->classes + 1ull : 0);
  limit_words(list, sizeof(u32), 0, head->nodes + 1);
  ADD(graph->lists.children, nodes ? nodes - 1 : 0);
  limit_words(list, sizeof(Node), 0, head->nodes);
  ADD(graph->lists.child_classes, head->child_classes);
  limit_words(list, sizeof(ChildClass), offsetof(ChildClass, class),
              head->classes);
  ADD(graph->lists.wide, head->wide);
  ADD(graph->lists.wide_edges, head->wide_edges);
  ADD(graph->lists.hubs, head->hubs);
  ADD(graph->lists.other_places, head->other_places);
  ADD(graph->lists.id_zones, id_zones_of((u32)nodes));
}

/* Every part, in the order of the file, with the sizes that the head tells. */
static void list_parts(HeapGraph *graph, const Head *head, char **names,
                       PartList *list) {
  u64 nodes = head->nodes;
  ADD(graph->node_flags, nodes);
  ADD(graph->ids, nodes);
  ADD(graph->self_sizes.small, nodes);
  list_starts(&graph->edge_starts, nodes + 1, head->large_edge_starts,
              head->edges, list);
  list_starts(&graph->retainer_starts, nodes + 1, head->large_retainer_starts,
              head->edges, list);
  ADD(graph->retainers, head->edges);
  limit_nodes_of_edges(list, head->nodes);
  ADD(graph->dominators, nodes);
  limit_words(list, sizeof(u32), 0, head->nodes);
  ADD(graph->retained_sizes.small, nodes);
  ADD(graph->distances, head->is_wide ? 0 : nodes);
  ADD(graph->wide_distances, head->is_wide ? nodes : 0);
  ADD(graph->classes, nodes);
  limit_words(list, sizeof(u32), 0, head->classes);
  ADD(graph->duplicates, head->duplicates);
  ADD(graph->scripts, head->scripts);
  limit_words(list, sizeof(ScriptClosure), offsetof(ScriptClosure, closure),
              head->nodes);
  ADD(graph->closure_places, head->closure_places);
  ADD(graph->lists.emitters, head->emitters);
  limit_words(list, sizeof(Node), 0, head->nodes);
  ADD(graph->lists.collections, head->collections);
  limit_words(list, sizeof(CollectionRow), offsetof(CollectionRow, node),
              head->nodes);
  ADD(graph->lists.collection_sums,
      head->has_lists ? COLLECTION_KIND_COUNT : 0);
  ADD(graph->lists.string_nodes,
      head->has_lists ? head->string_count + 1ull : 0);
  ADD(graph->lists.collection_orders,
      head->collections * (u64)COLLECTION_ORDER_COUNT);
  limit_words(list, sizeof(u32), 0, head->collections);
  list_orders(graph, head, list);
  ADD(graph->kept.answers, head->kept_answers);
  ADD(graph->kept.ends, head->kept_ends);
  ADD(graph->kept.text, head->kept_bytes);
  ADD_COPY(graph->self_sizes.large, head->large_selfs);
  ADD_COPY(graph->retained_sizes.large, head->large_retaineds);
  ADD_COPY(graph->class_table, head->classes);
  ADD_COPY(*names, head->name_bytes);
  ADD_COPY(graph->story, head->story_bytes);
  for (u32 i = 0; i < LISTS; i++)
    add_part(list, (void *)&list_of(graph, i)->blocks,
             block_bytes(&head->lists[i]), true);
  ADD(graph->file.strings.anchors.items, head->anchor_count);
  ADD(graph->file.strings.ephemerons.items, head->ephemeron_count);
}

static u64 aligned(u64 bytes) {
  return (bytes + ALIGNMENT - 1) & ~(u64)(ALIGNMENT - 1);
}

static u64 parts_bytes(const PartList *list) {
  u64 bytes = 0;
  for (u32 i = 0; i < list->count; i++)
    bytes += aligned(list->parts[i].bytes);
  return bytes;
}

/* Where the parts begin: at a page after the head and a checksum for each
 * block. */
static u64 parts_offset(u64 bytes) {
  u64 before = aligned(sizeof(Head)) + blocks_of(bytes) * sizeof(u64);
  return (before + PAGE - 1) & ~(u64)(PAGE - 1);
}

/* ---- Saving
 * ---------------------------------------------------------------------- */

static u64 trace_tree_offset(const SnapshotFile *file) {
  const char *text = (const char *)file->mapping.bytes;
  return file->trace_tree ? (u64)(file->trace_tree - text) : 0;
}

/* Lists are saved all together: some may be there because of an answer. */
static void add_lists(Head *head, const HeapGraph *graph) {
  const HeapLists *lists = &graph->lists;
  head->has_lists = true;
  head->emitters = lists->emitter_count;
  head->collections = lists->collection_count;
  head->child_classes = lists->child_class_count;
  head->wide = lists->wide_count;
  head->wide_edges = lists->wide_edge_count;
  head->hubs = lists->hub_count;
  head->other_places = lists->other_place_count;
  head->kept_answers = graph->kept.answer_count;
  head->kept_ends = graph->kept.end_count;
  head->kept_bytes = graph->kept.text_bytes;
}

static Head make_head(HeapGraph *graph, u64 name_bytes) {
  const Mapping *mapping = &graph->file.mapping;
  const Strings *strings = &graph->file.strings;
  Head head = {
      .magic = MAGIC,
      .head_bytes = sizeof head,
      .size = mapping->length,
      .seconds = mapping->seconds,
      .nanoseconds = mapping->nanoseconds,
      .device = mapping->device,
      .inode = mapping->inode,
      .samples = sample_file(mapping),
      .meta_offset = graph->file.meta_offset,
      .trace_tree_offset = trace_tree_offset(&graph->file),
      .nodes = graph->node_count,
      .edges = graph->edge_count,
      .root = graph->root,
      .classes = graph->class_count,
      .large_selfs = graph->self_sizes.large_count,
      .large_retaineds = graph->retained_sizes.large_count,
      .large_edge_starts = graph->edge_starts.large_count,
      .large_retainer_starts = graph->retainer_starts.large_count,
      .is_wide = graph->wide_distances != NULL,
      .duplicates = graph->duplicate_count,
      .scripts = graph->script_count,
      .closure_places = graph->closure_place_count,
      .wasted = graph->wasted,
      .name_bytes = name_bytes,
      .story_bytes = graph->story ? strlen(graph->story) + 1 : 0,
      .strings_offset = (u64)(strings->text - mapping->bytes),
      .strings_length = strings->length,
      .string_count = strings->count,
      .anchor_count = strings->anchors.count,
      .ephemeron_count = strings->ephemerons.count,
  };
  memcpy(head.known, strings->known, sizeof head.known);
  for (u32 i = 0; i < LISTS; i++) {
    const Numbers *list = list_of(graph, i);
    if (!list->text) continue;
    head.lists[i] = (ListHead){(u64)(list->text - mapping->bytes), list->length,
                               list->count, list->has_negative, list->end};
  }
  return head;
}

/* Maps a new file of that size to write into. */
static u8 *map_new(const char *path, u64 bytes, int *file) {
  *file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (*file < 0) return NULL;
  /* all of its room now: a full disk would be a signal later */
  if (posix_fallocate(*file, 0, (off_t)bytes)) return NULL;
  void *map = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, *file, 0);
  return map == MAP_FAILED ? NULL : map;
}

static void write_parts(u8 *map, const PartList *list, Head *head) {
  u64 bytes = parts_bytes(list), at = parts_offset(bytes);
  u8 *parts = map + at, *to = parts;
  for (u32 i = 0; i < list->count; i++) {
    const Part *part = &list->parts[i];
    if (part->bytes) memcpy(to, *part->place, part->bytes);
    to += aligned(part->bytes);
  }
  Summing summing = {parts, bytes, block_of(bytes),
                     (u64 *)(map + aligned(sizeof *head))};
  tasks_run(blocks_of(bytes), sum_block, &summing);
  head->bytes = at + bytes;
  /* the sums are part of what the head answers for */
  head->samples ^= sum_bytes((const u8 *)summing.sums,
                             blocks_of(bytes) * sizeof *summing.sums);
  head->check = check_head(head);
  memcpy(map, head, sizeof *head);
}

static bool save_to(const char *path, HeapGraph *graph, bool has_lists,
                    char *names, u64 name_bytes) {
  Head head = make_head(graph, name_bytes);
  if (has_lists) add_lists(&head, graph);
  PartList list = {};
  list_parts(graph, &head, &names, &list);
  u64 bytes = parts_bytes(&list), whole = parts_offset(bytes) + bytes;
  Buffer temporary = {};
  buffer_format(&temporary, "%s.%d", path, (int)getpid());
  int file;
  u8 *map = map_new(temporary.bytes, whole, &file);
  bool is_good = map != NULL;
  if (map) {
    write_parts(map, &list, &head);
    munmap(map, whole);
    is_good = !rename(temporary.bytes, path);
  }
  if (file >= 0) close(file);
  if (!is_good) unlink(temporary.bytes);
  buffer_free(&temporary);
  return is_good;
}

static void join_names(const HeapGraph *graph, Buffer *names) {
  for (u32 i = 0; i < graph->class_count; i++)
    buffer_append(names, graph->class_table[i].name,
                  strlen(graph->class_table[i].name) + 1);
}

bool index_is_wanted(const HeapGraph *graph) {
  const SnapshotFile *file = &graph->file;
  bool is_whole = graph->index.bytes && orders_are_kept(graph);
  return !is_whole && !file->mapping.is_temporary && !file->is_truncated &&
         file->mapping.length >= SNAPSHOT_AT_LEAST;
}

static bool save(const HeapGraph *graph, bool has_lists) {
  Buffer path = {}, names = {};
  bool is_saved = false;
  if (index_path(&graph->file.mapping, &path)) {
    graph_load_ids(graph);
    join_names(graph, &names);
    /* the list of parts is of places that reading fills; here it only reads */
    is_saved = save_to(path.bytes, (HeapGraph *)graph, has_lists, names.bytes,
                       names.length);
    index_path_prune(path.bytes);
  }
  buffer_free(&names);
  buffer_free(&path);
  return is_saved;
}

bool index_save_columns(const HeapGraph *graph) {
  return index_is_wanted(graph) && save(graph, false);
}

bool index_save(const HeapGraph *graph) {
  if (!index_is_wanted(graph)) return false;
  kept_make(graph); /* what takes most memory, while there is little else */
  lists_emitters(graph);
  lists_collections(graph);
  lists_collection_orders(graph);
  lists_string_nodes(graph);
  orders_make(graph);
  references_make(graph);
  locations_list_others(graph);
  return save(graph, true);
}

/* ---- Loading
 * --------------------------------------------------------------------- */

static bool is_of(const Head *head, const Mapping *mapping, u64 bytes) {
  return head->magic == MAGIC && head->head_bytes == sizeof *head &&
         head->check == check_head(head) && head->bytes == bytes &&
         head->size == mapping->length && head->seconds == mapping->seconds &&
         head->nanoseconds == mapping->nanoseconds &&
         head->device == mapping->device && head->inode == mapping->inode;
}

/* Whether the checksums are those that were written, and the snapshot has what
 * it had where it is looked at. */
static bool has_sums(const u8 *map, const Head *head, u64 bytes,
                     const Mapping *mapping) {
  if (parts_offset(bytes) + bytes != head->bytes) return false;
  const u8 *sums = map + aligned(sizeof *head);
  u64 of_sums = sum_bytes(sums, blocks_of(bytes) * sizeof(u64));
  return (head->samples ^ of_sums) == sample_file(mapping);
}

/* A list in the snapshot is where one can be, and has no more numbers than
 * there is room for. */
static bool is_list_sane(const ListHead *list, u64 bytes) {
  if (!list->offset) return !list->length && !list->count;
  return list->offset >= 8 && list->offset < bytes &&
         list->length < bytes - list->offset && list->count <= list->length &&
         list->end <= NUMBERS_TRUNCATED;
}

/* Whether the numbers of the head go together, and with the snapshot. */
static bool is_sane(const Head *head) {
  bool is_sane =
      head->nodes && head->nodes <= NODES_MAX && head->edges <= EDGES_MAX &&
      head->root < head->nodes && head->strings_offset &&
      head->strings_offset < head->size &&
      head->strings_length < head->size - head->strings_offset &&
      head->string_count <= head->strings_length &&
      head->anchor_count >= (head->string_count + 15ull) / 16 &&
      head->nodes <= head->lists[0].count &&
      head->edges <= head->lists[1].count &&
      head->trace_tree_offset < head->size && head->name_bytes <= head->bytes &&
      head->story_bytes <= head->bytes && head->kept_bytes <= head->bytes;
  for (u32 i = 0; i < LISTS; i++)
    is_sane &= is_list_sane(&head->lists[i], head->size);
  return is_sane;
}

/* As many texts as there are classes, and the story, all ended. */
static bool are_texts_sane(const HeapGraph *graph, const Head *head,
                           const char *names) {
  u64 ends = 0;
  for (u64 i = 0; i < head->name_bytes; i++)
    ends += !names[i];
  return ends >= head->classes &&
         (!head->story_bytes || !graph->story[head->story_bytes - 1]);
}

static void check_block(void *context, u32 block) {
  const IndexGuard *guard = ((void **)context)[0];
  atomic_bool *is_good = ((void **)context)[1];
  if (!index_guard_check(guard, block)) atomic_store(is_good, false);
}

/* All blocks, now. */
static bool are_blocks_sound(IndexGuard *guard) {
  atomic_bool is_good = true;
  void *context[] = {guard, &is_good};
  tasks_run(blocks_of(guard->length), check_block, context);
  return atomic_load(&is_good);
}

static void take_parts(u8 *map, const PartList *list) {
  u8 *from = map + parts_offset(parts_bytes(list));
  for (u32 i = 0; i < list->count; i++) {
    const Part *part = &list->parts[i];
    if (part->is_column)
      *part->place = part->bytes ? from : NULL;
    else
      *part->place = part->bytes ? base_copy(from, part->bytes) : NULL;
    from += aligned(part->bytes);
  }
}

/* The graph has none of them any more; of what was copied all but names. */
static void leave_parts(const PartList *list) {
  for (u32 i = 0; i < list->count; i++) {
    const Part *part = &list->parts[i];
    if (!part->is_column) free(*part->place);
    *part->place = NULL;
  }
}

/* What is no column: counts, places in the snapshot, names. */
static void take_head(HeapGraph *graph, const Head *head, char *names) {
  const u8 *text = graph->file.mapping.bytes;
  Strings *strings = &graph->file.strings;
  graph->node_count = head->nodes;
  graph->edge_count = head->edges;
  graph->root = head->root;
  graph->class_count = head->classes;
  graph->duplicate_count = head->duplicates;
  graph->script_count = head->scripts;
  graph->closure_place_count = head->closure_places;
  graph->lists.emitter_count = head->emitters;
  graph->lists.collection_count = head->collections;
  graph->lists.has_emitters = head->has_lists;
  graph->lists.child_class_count = head->child_classes;
  graph->lists.wide_count = head->wide;
  graph->lists.wide_edge_count = head->wide_edges;
  graph->lists.hub_count = head->hubs;
  graph->lists.other_place_count = head->other_places;
  graph->lists.has_other_places = head->has_lists;
  graph->kept.answer_count = head->kept_answers;
  graph->kept.end_count = head->kept_ends;
  graph->kept.text_bytes = head->kept_bytes;
  graph->wasted = head->wasted;
  graph->self_sizes.count = graph->retained_sizes.count = head->nodes;
  graph->edge_starts.count = graph->retainer_starts.count = head->nodes + 1;
  graph->edge_starts.large_count = head->large_edge_starts;
  graph->retainer_starts.large_count = head->large_retainer_starts;
  graph->self_sizes.large_count = head->large_selfs;
  graph->retained_sizes.large_count = head->large_retaineds;
  for (u32 i = 0; i < head->classes; i++) {
    size_t length = strlen(names) + 1;
    graph->class_table[i].name = base_copy(names, length);
    names += length;
  }
  for (u32 i = 0; i < LISTS; i++) {
    const ListHead *kept = &head->lists[i];
    Numbers *list = list_of(graph, i);
    list->text = kept->offset ? text + kept->offset : NULL;
    list->length = kept->length;
    list->count = kept->count;
    list->has_negative = kept->has_negative;
    list->end = (NumbersEnd)kept->end;
  }
  if (head->trace_tree_offset)
    graph->file.trace_tree = (const char *)text + head->trace_tree_offset;
  strings->text = text + head->strings_offset;
  strings->length = head->strings_length;
  strings->count = head->string_count;
  strings->anchors.count = strings->anchors.capacity = head->anchor_count;
  strings->ephemerons.count = strings->ephemerons.capacity =
      head->ephemeron_count;
  memcpy(strings->known, head->known, sizeof head->known);
}

/* The file of an index that is mapped. */
typedef struct IndexMap {
  u8 *bytes;
  u64 length;
  int file;
} IndexMap;

static bool map_index(const char *path, IndexMap *map) {
  struct stat status;
  map->file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (map->file < 0) return false;
  bool is_good = !fstat(map->file, &status) && S_ISREG(status.st_mode) &&
                 status.st_uid == geteuid() &&
                 status.st_size >= (off_t)sizeof(Head);
  map->length = is_good ? (u64)status.st_size : 0;
  map->bytes =
      is_good ? mmap(NULL, map->length, PROT_READ, MAP_SHARED, map->file, 0)
              : MAP_FAILED;
  if (map->bytes != MAP_FAILED) return true;
  close(map->file);
  return false;
}

static void list_checks(const PartList *list, IndexGuard *guard) {
  size_t start = 0;
  for (u32 i = 0; i < list->count; start += aligned(list->parts[i++].bytes)) {
    const Part *part = &list->parts[i];
    if (!part->stride || !part->bytes) continue;
    assert(guard->check_count < INDEX_CHECKS_MAX);
    IndexCheck *check = &guard->checks[guard->check_count++];
    *check = (IndexCheck){.start = start,
                          .bytes = part->bytes,
                          .stride = part->stride,
                          .offset = part->offset,
                          .shift = part->shift,
                          .limit = part->limit,
                          .is_starts = part->is_starts};
    if (!part->is_starts) continue;
    const u8 *offsets = guard->readable + start;
    check->starts = (Starts){
        .bases = (u32 *)(offsets - aligned(part[-1].bytes)),
        .offsets = (u16 *)offsets,
        .large = (u64 *)(offsets + aligned(part->bytes)),
        .count = (u32)(part->bytes / sizeof(u16)),
        .large_count = (u32)(part[1].bytes / sizeof(u64)),
    };
  }
}

/* What checks need to know, when the parts are at `bytes`. */
static void set_guard(IndexGuard *guard, const u8 *bytes,
                      const PartList *list) {
  guard->length = parts_bytes(list);
  guard->readable = bytes + parts_offset(guard->length);
  guard->block = block_of(guard->length);
  guard->sums = (u64 *)(bytes + aligned(sizeof(Head)));
  guard->sum = sum_bytes;
  guard->check_count = 0;
  list_checks(list, guard);
}

/* Closes the blocks until they are looked at; false when they have to be
 * checked now. */
static bool close_blocks(HeapGraph *graph, const IndexMap *map,
                         const PartList *list) {
  IndexGuard *guard = graph->index.guard;
  void *again = mmap(NULL, map->length, PROT_READ, MAP_SHARED, map->file, 0);
  if (again == MAP_FAILED) return false;
  mapping_watch(again, map->length, index_guard_lost, guard);
  graph->index.again = again;
  set_guard(guard, again, list);
  guard->closed = map->bytes + parts_offset(guard->length);
  if (index_guard_begin(guard)) return true;
  guard->closed = NULL;
  return false;
}

/* Blocks as they are looked at, or all of them; false when one is wrong. */
static bool begin_checks(HeapGraph *graph, const IndexMap *map,
                         const PartList *list, bool is_brief) {
  if (is_brief && close_blocks(graph, map, list)) return true;
  set_guard(graph->index.guard, map->bytes, list);
  return are_blocks_sound(graph->index.guard);
}

static void watch_map(HeapGraph *graph, const IndexMap *map, const char *path) {
  IndexGuard *guard = base_allocate_zeroed(sizeof *guard);
  guard->path = base_copy(path, strlen(path) + 1);
  graph->index.guard = guard;
  graph->index.bytes = map->bytes;
  graph->index.length = map->length;
  mapping_watch(map->bytes, map->length, index_guard_lost, guard);
}

static void unmap(void *bytes, u64 length) {
  if (!bytes) return;
  mapping_unwatch(bytes);
  munmap(bytes, length);
}

static void leave_map(HeapGraph *graph) {
  index_guard_end(graph->index.guard);
  unmap(graph->index.bytes, graph->index.length);
  unmap(graph->index.again, graph->index.length);
  free((void *)graph->index.guard->path);
  free(graph->index.guard);
  graph->index = (typeof(graph->index)){};
}

static bool read_meta(HeapGraph *graph, size_t offset) {
  const Mapping *mapping = &graph->file.mapping;
  Buffer error = {};
  size_t at;
  bool is_good = offset < mapping->length &&
                 snapshot_meta_read((const char *)mapping->bytes + offset,
                                    mapping->length - offset, &graph->file.meta,
                                    &at, &error);
  buffer_free(&error);
  graph->file.meta_offset = offset;
  return is_good;
}

static bool take_map(HeapGraph *graph, const IndexMap *map, bool is_brief) {
  const Mapping *mapping = &graph->file.mapping;
  Head head;
  memcpy(&head, map->bytes, sizeof head);
  if (!is_of(&head, mapping, map->length)) return false;
  PartList list = {};
  char *names = NULL;
  list_parts(graph, &head, &names, &list);
  u64 bytes = parts_bytes(&list);
  if (!is_sane(&head) || !has_sums(map->bytes, &head, bytes, mapping) ||
      !begin_checks(graph, map, &list, is_brief))
    return false;
  take_parts(map->bytes, &list);
  bool is_good =
      are_texts_sane(graph, &head, names) && read_meta(graph, head.meta_offset);
  if (is_good)
    take_head(graph, &head, names);
  else
    leave_parts(&list);
  free(names);
  return is_good;
}

bool index_load(HeapGraph *graph, bool is_brief) {
  const Mapping *mapping = &graph->file.mapping;
  Buffer path = {};
  IndexMap map = {};
  bool is_mapped = !mapping->is_temporary &&
                   mapping->length >= SNAPSHOT_AT_LEAST &&
                   index_path(mapping, &path) && map_index(path.bytes, &map);
  if (is_mapped) {
    watch_map(graph, &map, path.bytes);
    is_mapped = take_map(graph, &map, is_brief);
    if (!is_mapped) leave_map(graph);
    close(map.file);
  }
  buffer_free(&path);
  return is_mapped;
}

/* Lists that the index did not have may have been made since. */
void index_unload(HeapGraph *graph) {
  if (!graph->index.bytes) return;
  uintptr_t start = (uintptr_t)graph->index.bytes;
  u64 length = graph->index.length;
  leave_map(graph);
  Head head = {};
  char *names = NULL;
  PartList list = {};
  list_parts(graph, &head, &names, &list);
  for (u32 i = 0; i < list.count; i++) {
    const Part *part = &list.parts[i];
    if (part->is_column && (uintptr_t)*part->place - start < length)
      *part->place = NULL;
  }
}

/* ---- For tests ----------------------------------------------------------- */

/* The bytes of all parts in an index of that length. */
static u64 bytes_of_parts(u64 length) {
  u64 before = PAGE;
  while (before < length && parts_offset(length - before) != before)
    before += PAGE;
  return length - before;
}

void index_seal(u8 *index, u64 length, const Mapping *mapping) {
  Head head;
  u64 bytes = bytes_of_parts(length);
  u64 *sums = (u64 *)(index + aligned(sizeof head));
  Summing summing = {index + parts_offset(bytes), bytes, block_of(bytes), sums};
  for (u32 block = 0; block < blocks_of(bytes); block++)
    sum_block(&summing, block);
  memcpy(&head, index, sizeof head);
  u64 of_sums = sum_bytes((const u8 *)sums, blocks_of(bytes) * sizeof *sums);
  head.samples = sample_file(mapping) ^ of_sums;
  head.check = check_head(&head);
  memcpy(index, &head, sizeof head);
}
