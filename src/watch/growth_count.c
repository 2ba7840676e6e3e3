/* growth_count.c - counting what is held, what is used of it and who
 * allocated it; and judging a series of such counts. */
#include "host/abort.h"
#include "library/collection.h"
#include "library/finalization.h"
#include "object/shape_table.h"
#include "watch/growth_parts.h"

#include <stdlib.h>

/* ---- Spare room ---------------------------------------------------------- */

/* Bytes that a cell needs for what is in it; of most kinds all of them. */
static size_t needed_bytes(const Cell *cell, size_t bytes) {
  switch (cell->kind) {
  case KIND_ELEMENTS:
    return sizeof(Elements) + ((const Elements *)cell)->length * sizeof(Value);
  case KIND_DICTIONARY:
    return sizeof(Dictionary) +
           ((const Dictionary *)cell)->count * sizeof(DictionaryEntry);
  case KIND_TABLE:
    return sizeof(Table) + ((const Table *)cell)->count * sizeof(TableEntry);
  case KIND_REGISTRATIONS:
    return sizeof(Registrations) +
           ((const Registrations *)cell)->count * sizeof(Registration);
  case KIND_LISTENERS:
    return sizeof(Listeners) +
           ((const Listeners *)cell)->count * sizeof(Listener *);
  case KIND_SIGNAL_LINKS:
    return sizeof(SignalLinks) +
           ((const SignalLinks *)cell)->count * sizeof(SignalLink);
  case KIND_SHAPE_TABLE: {
    const ShapeTable *table = (const ShapeTable *)cell;
    return sizeof *table + table->count * sizeof *table->entries;
  }
  case KIND_TRANSITIONS: {
    const Transitions *table = (const Transitions *)cell;
    return sizeof *table + table->count * sizeof *table->children;
  }
  default: return bytes;
  }
}

/* Slots do not know how many of them are in use: their object's Shape does. */
static size_t spare_slots(const Cell *cell) {
  const Object *object = (const Object *)cell;
  if (!object->slots) return 0;
  const Shape *shape = cell_expand(cell, cell->shape);
  u32 used =
      shape->slot_count > cell->info ? shape->slot_count - cell->info : 0;
  u32 capacity = object->slots->capacity;
  return used < capacity ? (capacity - used) * sizeof(Value) : 0;
}

typedef struct Count {
  u64 cells, spare;
} Count;

static void count_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Count *count = context;
  if (kind == KIND_FREE) return;
  size_t needed = needed_bytes(cell, bytes);
  count->cells++;
  if (needed < bytes) count->spare += bytes - needed;
  if (cell_is_object(cell)) count->spare += spare_slots(cell);
}

GrowthPoint growth_point(VM *vm) {
  Heap *heap = &vm->isolate.heap;
  Count count = {};
  heap_walk(heap, count_cell, &count);
  u64 bytes = heap_live_bytes(heap) + heap->external_bytes;
  return (GrowthPoint){
      .bytes = bytes, .used = bytes - count.spare, .cells = count.cells};
}

/* ---- Judging ------------------------------------------------------------- */

static const char *const words[GROWTH_COUNT] = {
#define GROWTH(name, word) [GROWTH_##name] = word,
#include "watch/growth.def"
#undef GROWTH
};

const char *growth_word(GrowthVerdict verdict) {
  return words[verdict];
}

/* Whether every round from `first` on adds as many bytes, and how many. */
static bool is_even(const GrowthPoint *points, u32 first, u32 rounds,
                    bool in_use, i64 *step) {
  for (u32 i = first; i < rounds; i++) {
    const GrowthPoint *from = &points[i], *to = &points[i + 1];
    i64 change =
        in_use ? (i64)(to->used - from->used) : (i64)(to->bytes - from->bytes);
    if (i > first && change != *step) return false;
    *step = change;
  }
  return true;
}

/* The second half ends above everything in the first. */
static bool ends_higher(const GrowthPoint *points, u32 middle, u32 rounds) {
  for (u32 i = 0; i <= middle; i++)
    if (points[i].used >= points[rounds].used) return false;
  return true;
}

/* The second half counts: what fills late has filled in the first. */
GrowthResult growth_judge(const GrowthPoint *points, u32 rounds) {
  u32 middle = rounds / 2;
  i64 step = 0;
  if (is_even(points, 0, rounds, false, &step))
    return step > 0 ? (GrowthResult){GROWTH_STEADY, (u64)step}
                    : (GrowthResult){GROWTH_NONE, 0};
  if (is_even(points, middle, rounds, false, &step) && step > 0)
    return (GrowthResult){GROWTH_STEADY, (u64)step};
  if (is_even(points, middle, rounds, true, &step) && step > 0)
    return (GrowthResult){GROWTH_STEPWISE, (u64)step};
  if (!ends_higher(points, middle, rounds))
    return (GrowthResult){GROWTH_SETTLED, 0};
  u64 rest = points[rounds].used - points[middle].used;
  u64 count = rounds - middle;
  return (GrowthResult){GROWTH_IRREGULAR, (rest + count - 1) / count};
}

/* ---- Sites --------------------------------------------------------------- */

/* What lives of a site, by the round in which it was born. */
typedef struct Living {
  u64 bytes[ALLOCATION_STRETCHES], counts[ALLOCATION_STRETCHES];
  u64 count, total;
} Living;

typedef struct Survey {
  const AllocationSites *sites;
  Heap *heap;
  Living *living; /* by site */
} Survey;

static void survey_cell(void *context, Cell *cell, CellKind kind,
                        size_t bytes) {
  Survey *survey = context;
  Birth birth;
  if (kind == KIND_FREE || !allocation_birth(survey->sites, cell, &birth))
    return;
  Living *living = &survey->living[birth.site];
  u64 all = bytes + heap_cell_external(survey->heap, cell);
  living->bytes[birth.stretch] += all;
  living->counts[birth.stretch]++;
  living->total += all;
  living->count++;
}

/* ---- In JSON --------------------------------------------------------------
 */

static json_t *numbers(const u64 *items, u32 count) {
  json_t *list = json_array();
  for (u32 i = 0; i < count; i++)
    json_array_append_new(list, json_integer((json_int_t)items[i]));
  return list;
}

static json_t *text_json(const char *text) {
  json_t *json = json_string(text);
  return json ? json : json_string("(not printable)");
}

static json_t *place_json(const AllocationSites *sites, u32 number) {
  const AllocationSite *site = &sites->sites.items[number];
  json_t *json =
      json_pack("{s:i, s:o}", "trace", (int)(ALLOCATION_TRACE_FIRST + number),
                "name", text_json(site->function));
  if (site->source)
    json_object_set_new(json, "location",
                        json_pack("{s:i, s:i, s:i, s:o}", "script",
                                  (int)site->source, "line", (int)site->line,
                                  "column", (int)site->column, "file",
                                  text_json(site->file)));
  return json;
}

static json_t *site_json(const AllocationSites *sites, u32 number,
                         const Living *living, u32 rounds) {
  json_t *json = place_json(sites, number);
  json_object_set_new(json, "count", json_integer((json_int_t)living->count));
  json_object_set_new(json, "bytes", json_integer((json_int_t)living->total));
  json_object_set_new(json, "born", numbers(living->bytes, rounds));
  json_object_set_new(json, "counts", numbers(living->counts, rounds));
  return json;
}

json_t *growth_sites(const AllocationSites *sites, u32 rounds) {
  assert(rounds <= ALLOCATION_STRETCHES);
  u32 count = sites->sites.count;
  Survey survey = {sites, &sites->vm->isolate.heap,
                   base_allocate_zeroed((count + 1) * sizeof(Living))};
  heap_walk(survey.heap, survey_cell, &survey);
  json_t *list = json_array();
  for (u32 i = 0; i < count; i++)
    if (survey.living[i].count)
      json_array_append_new(list,
                            site_json(sites, i, &survey.living[i], rounds));
  free(survey.living);
  return list;
}

/* ---- Stores -------------------------------------------------------------- */

typedef struct Stores {
  const StoreSites *stores;
  const CellIds *ids;
  json_t *list;
  NumberTable places; /* of sites in the list */
} Stores;

static void add_store(void *context, Cell *cell, u32 site) {
  Stores *all = context;
  const AllocationSites *sites = all->stores->sites;
  u32 *place = number_table_at(&all->places, site);
  if (*place == TABLE_NONE) {
    *place = (u32)json_array_size(all->list);
    json_t *json = place_json(sites, site);
    json_object_set_new(json, "ids", json_array());
    json_array_append_new(all->list, json);
  }
  u32 id = cell_id(all->ids, &sites->vm->isolate.heap, cell);
  json_array_append_new(
      json_object_get(json_array_get(all->list, *place), "ids"),
      json_integer((json_int_t)id));
}

json_t *growth_stores(const StoreSites *stores, const CellIds *ids) {
  Stores all = {stores, ids, json_array(), {}};
  store_sites_each(stores, add_store, &all);
  number_table_free(&all.places);
  return all.list;
}
