/* snapshot_meta.c - fields and types by their names. */
#include "graph/snapshot_meta.h"

#include <jansson.h>

static const char *const NODE_NAMES[] = {
#define NODE_TYPE(name, text) text,
#include "graph/types.def"
};

static const char *const EDGE_NAMES[] = {
#define EDGE_TYPE(name, text) text,
#include "graph/types.def"
    "other",
};

const char *node_type_name(const SnapshotFile *file, NodeType type) {
  const char *name = file->meta.type_names[type];
  return name ? name : "unknown";
}

const char *edge_type_name(EdgeType type) {
  return EDGE_NAMES[type];
}

/* ---- Fields
 * ------------------------------------------------------------------ */

static u32 find_field(const json_t *fields, const char *name) {
  for (size_t i = 0; i < json_array_size(fields); i++) {
    const char *field = json_string_value(json_array_get(fields, i));
    if (field && !strcmp(field, name)) return (u32)i;
  }
  return NO_FIELD;
}

typedef struct FieldName {
  u32 *place;
  const char *name;
  bool is_needed;
} FieldName;

static bool read_fields(const json_t *meta, const char *list,
                        const FieldName *names, u32 name_count, u32 *count,
                        Buffer *error) {
  const json_t *fields = json_object_get(meta, list);
  *count = (u32)json_array_size(fields);
  for (u32 i = 0; i < name_count; i++) {
    *names[i].place = find_field(fields, names[i].name);
    if (*names[i].place != NO_FIELD || !names[i].is_needed) continue;
    buffer_format(error, "meta.%s has no field '%s'", list, names[i].name);
    return false;
  }
  if (*count <= 64) return true;
  buffer_format(error, "meta.%s has %u fields", list, *count);
  return false;
}

static bool read_node_fields(const json_t *meta, NodeFields *node,
                             Buffer *error) {
  const FieldName names[] = {
      {&node->type, "type", true},
      {&node->name, "name", true},
      {&node->id, "id", true},
      {&node->self_size, "self_size", true},
      {&node->edge_count, "edge_count", true},
      {&node->trace, "trace_node_id", false},
      {&node->detachedness, "detachedness", false},
  };
  return read_fields(meta, "node_fields", names, ARRAY_COUNT(names),
                     &node->count, error);
}

static bool read_edge_fields(const json_t *meta, EdgeFields *edge,
                             Buffer *error) {
  const FieldName names[] = {
      {&edge->type, "type", true},
      {&edge->name, "name_or_index", true},
      {&edge->to_node, "to_node", true},
  };
  return read_fields(meta, "edge_fields", names, ARRAY_COUNT(names),
                     &edge->count, error);
}

static bool read_location_fields(const json_t *meta, LocationFields *location,
                                 Buffer *error) {
  const FieldName names[] = {
      {&location->object, "object_index", false},
      {&location->script, "script_id", false},
      {&location->line, "line", false},
      {&location->column, "column", false},
  };
  if (!read_fields(meta, "location_fields", names, ARRAY_COUNT(names),
                   &location->count, error))
    return false;
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    if (*names[i].place == NO_FIELD) location->count = 0;
  return true;
}

/* ---- Types
 * -------------------------------------------------------------------- */

static u32 find_name(const char *const *names, u32 count, const char *name) {
  for (u32 i = 0; i < count; i++)
    if (names[i] && !strcmp(names[i], name)) return i;
  return count;
}

/* The list of names that belongs to the field `type`. */
static const json_t *type_names(const json_t *meta, const char *list,
                                u32 field) {
  return json_array_get(json_object_get(meta, list), field);
}

/* Our number for a type of that name; NODE_TYPE_MAX when there are too many. */
static u32 intern_type(SnapshotMeta *meta, const char *name, u32 *known) {
  u32 type = find_name((const char **)meta->type_names, *known, name);
  if (type == *known && type < NODE_TYPE_MAX)
    meta->type_names[(*known)++] = base_copy(name, strlen(name) + 1);
  return type;
}

static bool read_node_types(const json_t *json, SnapshotMeta *meta,
                            Buffer *error) {
  const json_t *names = type_names(json, "node_types", meta->node.type);
  size_t count = json_array_size(names);
  u32 known = 0;
  for (u32 i = 0; i < NODE_KNOWN_COUNT; i++)
    intern_type(meta, NODE_NAMES[i], &known);
  for (size_t i = 0; i < 256; i++) {
    const char *name = json_string_value(json_array_get(names, i));
    meta->node_types[i] = NODE_TYPE_MAX; /* no such type */
    if (i >= count) continue;
    u32 type = intern_type(meta, name ? name : "unknown", &known);
    if (type == NODE_TYPE_MAX) count = 0;
    meta->node_types[i] = (u8)type;
  }
  if (count && count <= 256) return true;
  buffer_format(error, "meta.node_types names %zu types",
                json_array_size(names));
  return false;
}

static bool read_edge_types(const json_t *json, SnapshotMeta *meta,
                            Buffer *error) {
  const json_t *names = type_names(json, "edge_types", meta->edge.type);
  size_t count = json_array_size(names);
  for (size_t i = 0; i < 256; i++) {
    const char *name = json_string_value(json_array_get(names, i));
    meta->edge_types[i] =
        i >= count ? EDGE_TYPE_COUNT
                   : (u8)find_name(EDGE_NAMES, EDGE_OTHER, name ? name : "");
  }
  if (count) return true;
  buffer_text(error, "meta.edge_types names no types");
  return false;
}

/* ---- All of it
 * ---------------------------------------------------------------- */

static u64 read_count(const json_t *json, const char *name) {
  json_int_t value = json_integer_value(json_object_get(json, name));
  return value > 0 ? (u64)value : 0;
}

static bool read_meta(const json_t *json, SnapshotMeta *meta, Buffer *error) {
  const json_t *fields = json_object_get(json, "meta");
  if (!json_is_object(fields)) {
    buffer_text(error, "the member 'snapshot' has no 'meta': this is no V8 "
                       "heap snapshot");
    return false;
  }
  meta->node_count = read_count(json, "node_count");
  meta->edge_count = read_count(json, "edge_count");
  meta->trace_function_count = read_count(json, "trace_function_count");
  meta->root_index = read_count(json, "root_index");
  meta->extra_native_bytes = read_count(json, "extra_native_bytes");
  return read_node_fields(fields, &meta->node, error) &&
         read_edge_fields(fields, &meta->edge, error) &&
         read_location_fields(fields, &meta->location, error) &&
         read_node_types(fields, meta, error) &&
         read_edge_types(fields, meta, error);
}

bool snapshot_meta_read(const char *text, size_t limit, SnapshotMeta *meta,
                        size_t *at, Buffer *error) {
  json_error_t where;
  /* a description is a few thousand bytes; more is another kind of file */
  size_t length = limit < (1 << 20) ? limit : 1 << 20;
  json_t *json = json_loadb(text, length, JSON_DISABLE_EOF_CHECK, &where);
  *at = where.position > 0 ? (size_t)where.position : 0;
  if (!json) {
    buffer_format(error, "the member 'snapshot' is damaged: %s", where.text);
    /* it quotes the file, which may have anything there */
    for (size_t i = 0; i < error->length; i++)
      if ((u8)error->bytes[i] < ' ') error->bytes[i] = ' ';
    return false;
  }
  bool is_good = read_meta(json, meta, error);
  json_decref(json);
  return is_good;
}

void snapshot_meta_free(SnapshotMeta *meta) {
  for (u32 i = 0; i < NODE_TYPE_MAX; i++)
    free(meta->type_names[i]);
  *meta = (SnapshotMeta){};
}
