/* snapshot_file.c - the members of the file, in whatever order they come. */
#include "graph/snapshot_meta.h"

#include <stdlib.h>

/* A place in the text, and what was found so far. */
typedef struct Walk {
  SnapshotFile *file;
  const u8 *text;
  size_t at, length;
  bool has_meta, has_strings;
  bool is_cut; /* the file ended where more was due */
  Buffer *error;
} Walk;

static bool fail_at(Walk *walk, size_t at, const char *why) {
  buffer_format(walk->error, "%s: %s (at byte %zu)", walk->file->path, why, at);
  return false;
}

/* The file ends here; what that means is decided at the end of the walk. */
static bool cut(Walk *walk) {
  walk->is_cut = true;
  walk->at = walk->length;
  return true;
}

static void skip_spaces(Walk *walk) {
  while (walk->at < walk->length && walk->text[walk->at] <= ' ')
    walk->at++;
}

static bool is_next(Walk *walk, u8 c) {
  skip_spaces(walk);
  if (walk->at >= walk->length || walk->text[walk->at] != c) return false;
  walk->at++;
  return true;
}

/* ---- Values that are not looked at
 * ------------------------------------------- */

/* Past the closing quote of the string that begins before `at`. */
static void skip_string(Walk *walk) {
  while (walk->at < walk->length && walk->text[walk->at] != '"')
    walk->at += walk->text[walk->at] == '\\' ? 2 : 1;
  walk->at++;
}

static bool skip_value(Walk *walk) {
  u64 depth = 0;
  for (; walk->at < walk->length; walk->at++) {
    u8 c = walk->text[walk->at];
    if (depth == 0 && (c == ',' || c == '}')) return true;
    if (c == '[' || c == '{') depth++;
    if (c == ']' || c == '}') {
      if (depth == 0) return fail_at(walk, walk->at, "a bracket too many");
      depth--;
    }
    if (c == '"') {
      walk->at++;
      skip_string(walk);
      walk->at--;
    }
  }
  return cut(walk);
}

/* ---- Values that are
 * ----------------------------------------------------------- */

static bool read_meta(Walk *walk, size_t) {
  size_t at = 0;
  if (walk->has_meta) return fail_at(walk, walk->at, "this member comes twice");
  skip_spaces(walk);
  const char *text = (const char *)walk->text + walk->at;
  Buffer why = {};
  if (!snapshot_meta_read(text, walk->length - walk->at, &walk->file->meta, &at,
                          &why)) {
    fail_at(walk, walk->at + at, why.bytes);
    buffer_free(&why);
    return false;
  }
  walk->file->meta_offset = walk->at;
  walk->at += at;
  walk->has_meta = true;
  return true;
}

static bool read_numbers(Walk *walk, size_t place) {
  Numbers *numbers = (Numbers *)((char *)walk->file + place);
  if (numbers->text) return fail_at(walk, walk->at, "this member comes twice");
  if (!is_next(walk, '[')) return fail_at(walk, walk->at, "expected a list");
  *numbers = numbers_count(walk->text + walk->at, walk->length - walk->at);
  walk->at += numbers->length;
  if (numbers->end == NUMBERS_MALFORMED)
    return fail_at(walk, walk->at, "this is not a list of numbers");
  if (numbers->end == NUMBERS_TRUNCATED) return cut(walk);
  walk->at++;
  return true;
}

static bool read_strings(Walk *walk, size_t) {
  Strings *strings = &walk->file->strings;
  if (strings->text) return fail_at(walk, walk->at, "this member comes twice");
  if (!is_next(walk, '[')) return fail_at(walk, walk->at, "expected a list");
  *strings = strings_scan(walk->text + walk->at, walk->length - walk->at);
  walk->at += strings->length;
  walk->has_strings = true;
  if (strings->is_malformed)
    return fail_at(walk, walk->at, "expected a string, or the list's end");
  if (strings->is_truncated) return cut(walk);
  walk->at++;
  return true;
}

static bool read_trace_tree(Walk *walk, size_t) {
  skip_spaces(walk);
  const char *text = (const char *)walk->text + walk->at;
  if (!skip_value(walk)) return false;
  if (!walk->is_cut) walk->file->trace_tree = text;
  return true;
}

#define MEMBER(name, member)                                                   \
  {name, read_numbers, offsetof(SnapshotFile, member)}
static const struct {
  const char *name;
  bool (*read)(Walk *walk, size_t place);
  size_t place;
} MEMBERS[] = {
    {"snapshot", read_meta, 0},
    MEMBER("nodes", nodes),
    MEMBER("edges", edges),
    MEMBER("locations", locations),
    MEMBER("samples", samples),
    MEMBER("trace_function_infos", trace_functions),
    {"strings", read_strings, 0},
    {"trace_tree", read_trace_tree, 0},
};

static bool read_value(Walk *walk, const char *name, size_t length) {
  for (u32 i = 0; i < ARRAY_COUNT(MEMBERS); i++)
    if (strlen(MEMBERS[i].name) == length &&
        !memcmp(MEMBERS[i].name, name, length))
      return MEMBERS[i].read(walk, MEMBERS[i].place);
  return skip_value(walk);
}

/* ---- The whole
 * ------------------------------------------------------------------ */

static const char NOT_A_SNAPSHOT[] =
    "this is no heap snapshot: a .heapsnapshot file begins with "
    "{\"snapshot\":{\"meta\":...";

static bool read_member(Walk *walk) {
  if (!is_next(walk, '"'))
    return walk->at >= walk->length
               ? cut(walk)
               : fail_at(walk, walk->at, "expected the name of a member");
  const char *name = (const char *)walk->text + walk->at;
  size_t start = walk->at;
  skip_string(walk);
  if (walk->at >= walk->length) return cut(walk);
  size_t length = walk->at - 1 - start;
  if (!is_next(walk, ':')) return fail_at(walk, walk->at, "expected ':'");
  return read_value(walk, name, length);
}

static bool read_members(Walk *walk) {
  if (!is_next(walk, '{')) return fail_at(walk, walk->at, NOT_A_SNAPSHOT);
  do
    if (!read_member(walk)) return false;
  while (!walk->is_cut && is_next(walk, ','));
  if (walk->is_cut || is_next(walk, '}')) return true;
  if (walk->at >= walk->length) return cut(walk);
  return fail_at(walk, walk->at, "expected ',' or the end of the file");
}

/* A file that ends early can still be used when the nodes are all there. */
static bool judge_cut(Walk *walk, SnapshotOptions options) {
  SnapshotFile *file = walk->file;
  bool is_usable =
      walk->has_meta && file->nodes.end == NUMBERS_CLOSED && file->nodes.count;
  file->is_truncated = true;
  if (is_usable && options.salvage) return true;
  const char *why = file->mapping.cut;
  buffer_format(walk->error, "%s: %s%s (at byte %zu%s)", file->path,
                why ? why : "the file is cut off here",
                is_usable ? "; --salvage reads what there is of it"
                          : ", before its nodes end; nothing of it can be used",
                walk->length, why ? " of what it holds" : "");
  return false;
}

static bool is_complete(Walk *walk) {
  const SnapshotFile *file = walk->file;
  if (!walk->has_meta) return fail_at(walk, 0, NOT_A_SNAPSHOT);
  if (!file->nodes.text || !file->edges.text || !walk->has_strings)
    return fail_at(walk, walk->length,
                   "the file has no nodes, no edges or no strings");
  return true;
}

/* Damaged data yields anything: what is wrong is the data, not the text. */
static bool read_what_there_is(Walk *walk) {
  const char *cut = walk->file->mapping.cut;
  bool is_good = read_members(walk);
  if (is_good || !cut) return is_good;
  buffer_clear(walk->error);
  buffer_format(walk->error, "%s: %s (at byte %zu of what it holds)",
                walk->file->path, cut, walk->at);
  return false;
}

bool snapshot_file_map(const char *path, SnapshotFile *file, Buffer *error) {
  *file = (SnapshotFile){.path = base_copy(path, strlen(path) + 1)};
  for (u32 i = 0; i < STRING_KNOWN_COUNT; i++)
    file->strings.known[i] = NO_STRING;
  bool is_mapped = mapping_open(path, &file->mapping, error);
  if (!is_mapped) snapshot_file_close(file);
  return is_mapped;
}

bool snapshot_file_find(SnapshotFile *file, SnapshotOptions options,
                        Buffer *error) {
  Walk walk = {.file = file,
               .text = file->mapping.bytes,
               .length = file->mapping.length,
               .error = error};
  bool is_good = read_what_there_is(&walk);
  if (is_good)
    is_good = walk.is_cut || file->mapping.cut ? judge_cut(&walk, options)
                                               : is_complete(&walk);
  if (is_good && mapping_is_damaged(&file->mapping))
    is_good = fail_at(&walk, walk.at, "the file changed while it was read");
  if (!is_good) snapshot_file_close(file);
  return is_good;
}

void snapshot_file_close(SnapshotFile *file) {
  Numbers *lists[] = {&file->nodes, &file->edges, &file->locations,
                      &file->samples, &file->trace_functions};
  for (u32 i = 0; i < ARRAY_COUNT(lists); i++)
    numbers_free(lists[i]);
  strings_free(&file->strings);
  snapshot_meta_free(&file->meta);
  mapping_close(&file->mapping);
  free(file->path);
  *file = (SnapshotFile){};
}
