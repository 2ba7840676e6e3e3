/* cache_counts.c - see cache_counts.h. */
#include "watch/cache_counts.h"

#include "watch/describe_internal.h"

#include <stdlib.h>

/* A Shape that came by. One that died may leave its address to another: what
 * that adds to which parent tells them apart. */
typedef struct ShapeCounts {
  const Shape *shape, *parent;
  u64 key;
  u64 hits, misses;
  json_t *text;
} ShapeCounts;

typedef struct Missed {
  Moment moment;
  u64 shape; /* address */
  json_t *text;
  CacheOutcome why;
} Missed;

typedef struct SiteCounts {
  u64 runs, hits, misses;
  ShapeCounts shapes[CACHE_COUNTS_SHAPES];
  Missed missed[CACHE_COUNTS_MISSES];
  u32 shape_count;
} SiteCounts;

/* ---- What the instruction is about to do --------------------------------- */

typedef struct Question {
  CacheOutcome outcome;
  Value object; /* whose Shape was asked about */
} Question;

#define REGISTER(place) r[pc[place]]
#define CACHE_AT(place) (&code->caches[pc[place]])
#define KEY_AT(place) ((Key){unit_read_constant(code, pc + (place)).bits})

/* False for an instruction without a cache. */
static bool foretell(VM *vm, const CodeBlock *code, Question *question) {
  const Unit *pc = code_block_baseline(code) + (vm->pc - code->instructions);
  Value *r = vm->registers, object = value_from_cell(vm->isolate.global);
  CacheOutcome outcome = CACHE_NOT_ASKED;
  switch (*pc) {
  case OP_GetField:
    object = REGISTER(2);
    outcome = cache_foretell_get(vm, CACHE_AT(5), object, KEY_AT(3));
    break;
  case OP_GetMethod:
    object = REGISTER(3);
    outcome = cache_foretell_get(vm, CACHE_AT(6), object, KEY_AT(4));
    break;
  case OP_SetField:
    object = REGISTER(1);
    outcome = cache_foretell_set(vm, CACHE_AT(5), object, KEY_AT(2));
    break;
  case OP_GetGlobal:
  case OP_SetGlobal: outcome = cache_foretell_global(vm, CACHE_AT(4)); break;
  case OP_GetPrivate:
    object = REGISTER(2);
    outcome = cache_foretell_private(CACHE_AT(4), object, REGISTER(3));
    break;
  case OP_SetPrivate:
    object = REGISTER(1);
    outcome = cache_foretell_private(CACHE_AT(4), object, REGISTER(2));
    break;
  /* these have one, and always search */
  case OP_GetGlobalOrUndefined:
  case OP_DefineField: break;
  default: return false;
  }
  *question = (Question){outcome, object};
  return true;
}

#undef REGISTER
#undef CACHE_AT
#undef KEY_AT

/* ---- Counting ------------------------------------------------------------ */

static ShapeCounts *counts_of_shape(VM *vm, SiteCounts *site, Shape *shape) {
  for (u32 i = 0; i < site->shape_count; i++) {
    ShapeCounts *counts = &site->shapes[i];
    if (counts->shape == shape && counts->parent == shape->parent &&
        counts->key == shape->key.bits)
      return counts;
  }
  if (site->shape_count == CACHE_COUNTS_SHAPES) return NULL;
  ShapeCounts *counts = &site->shapes[site->shape_count++];
  *counts = (ShapeCounts){.shape = shape,
                          .parent = shape->parent,
                          .key = shape->key.bits,
                          .text = json_text_of_shape(vm, shape)};
  return counts;
}

static void count(CacheCounts *counts, VM *vm, SiteCounts *site,
                  const Question *question) {
  site->runs++;
  if (question->outcome == CACHE_NOT_ASKED) return;
  Heap *heap = &vm->isolate.heap;
  Shape *shape = heap_expand(heap, value_to_cell(question->object)->shape);
  ShapeCounts *of_shape = counts_of_shape(vm, site, shape);
  if (!cache_is_miss(question->outcome)) {
    site->hits++;
    if (of_shape) of_shape->hits++;
    return;
  }
  if (of_shape) of_shape->misses++;
  if (site->misses < CACHE_COUNTS_MISSES)
    site->missed[site->misses] = (Missed){
        .moment = {.tick = counts->counting.tick,
                   .step = counts->counting.step},
        .shape = heap_offset(heap, shape),
        .text = of_shape ? json_incref(of_shape->text)
                         : json_text_of_shape(vm, shape),
        .why = question->outcome,
    };
  site->misses++;
}

static SiteCounts *site_at(CacheCounts *counts, const CodeBlock *code,
                           u32 unit) {
  if (!counts->sites) {
    counts->site_count = code->unit_count;
    counts->sites =
        base_allocate_zeroed(code->unit_count * sizeof *counts->sites);
  }
  assert(unit < counts->site_count);
  SiteCounts **site = &counts->sites[unit];
  if (!*site) *site = base_allocate_zeroed(sizeof **site);
  return *site;
}

static void look(Counting *counting, VM *vm) {
  CacheCounts *counts = (CacheCounts *)counting;
  const CodeBlock *code = frame_code(vm->registers);
  Question question;
  if (code->source->id != counts->source ||
      code->source_start != counts->start || !foretell(vm, code, &question))
    return;
  u32 unit = (u32)(vm->pc - code->instructions);
  count(counts, vm, site_at(counts, code, unit), &question);
}

void cache_counts_begin(CacheCounts *counts, VM *vm, Moment last) {
  counts->counting.tick = last.tick;
  counts->counting.step = last.step;
  vm->counting = &counts->counting;
}

void cache_counts_look(CacheCounts *counts, VM *vm, Moment now) {
  counts->counting.tick = now.tick;
  counts->counting.step = now.step;
  if (frame_code(vm->registers) == counts->counting.code)
    look(&counts->counting, vm);
}

/* ---- From start to end --------------------------------------------------- */

json_t *cache_counts_name(VM *vm, u64 address) {
  Cell *cell = heap_find(&vm->isolate.heap, address);
  if (cell && cell->kind == KIND_FUNCTION)
    cell = &((Function *)cell)->code->cell;
  if (!cell || cell->kind != KIND_CODE_BLOCK) return NULL;
  const CodeBlock *code = (const CodeBlock *)cell;
  if (!code->source) return NULL;
  return json_pack("{s:o, s:I, s:I}", "address", json_address(vm, code),
                   "source", (json_int_t)code->source->id, "start",
                   (json_int_t)code->source_start);
}

bool cache_counts_open(CacheCounts *counts, VM *vm, json_t *name) {
  json_int_t address, source, start;
  *counts = (CacheCounts){};
  if (json_unpack(name, "{s:I, s:I, s:I}", "address", &address, "source",
                  &source, "start", &start))
    return false;
  counts->code = (u64)address;
  counts->source = (u32)source;
  counts->start = (u32)start;
  counts->counting = (Counting){
      .code = (const CodeBlock *)(vm->isolate.heap.region + address),
      .look = look,
  };
  return true;
}

static json_t *report_shapes(const CacheCounts *counts,
                             const SiteCounts *site) {
  const char *region = (const char *)counts->counting.code - counts->code;
  json_t *list = json_array();
  for (u32 i = 0; i < site->shape_count; i++) {
    const ShapeCounts *of = &site->shapes[i];
    json_array_append_new(
        list, json_pack("{s:I, s:O, s:I, s:I}", "shape",
                        (json_int_t)((const char *)of->shape - region), "text",
                        of->text, "hits", (json_int_t)of->hits, "misses",
                        (json_int_t)of->misses));
  }
  return list;
}

static json_t *report_missed(const SiteCounts *site) {
  static const char *const reasons[] = {[CACHE_MISS_SHAPE] = "shape",
                                        [CACHE_MISS_STALE] = "stale",
                                        [CACHE_MISS_SHARED] = "shared",
                                        [CACHE_MISS_FULL] = "full"};
  json_t *list = json_array();
  for (u32 i = 0; i < CACHE_COUNTS_MISSES && i < site->misses; i++) {
    const Missed *missed = &site->missed[i];
    json_array_append_new(list,
                          json_pack("{s:o, s:I, s:O, s:s}", "moment",
                                    moment_json(missed->moment), "shape",
                                    (json_int_t)missed->shape, "text",
                                    missed->text, "why", reasons[missed->why]));
  }
  return list;
}

json_t *cache_counts_report(const CacheCounts *counts) {
  json_t *list = json_array();
  for (u32 unit = 0; unit < counts->site_count; unit++) {
    const SiteCounts *site = counts->sites[unit];
    if (!site) continue;
    json_array_append_new(list, json_pack("{s:I, s:I, s:I, s:I, s:o, s:o}",
                                          "unit", (json_int_t)unit, "runs",
                                          (json_int_t)site->runs, "hits",
                                          (json_int_t)site->hits, "misses",
                                          (json_int_t)site->misses, "shapes",
                                          report_shapes(counts, site), "missed",
                                          report_missed(site)));
  }
  return list;
}

static void free_site(SiteCounts *site) {
  for (u32 i = 0; site && i < site->shape_count; i++)
    json_decref(site->shapes[i].text);
  for (u32 i = 0; site && i < CACHE_COUNTS_MISSES; i++)
    json_decref(site->missed[i].text);
  free(site);
}

void cache_counts_free(CacheCounts *counts) {
  for (u32 unit = 0; unit < counts->site_count; unit++)
    free_site(counts->sites[unit]);
  free(counts->sites);
  *counts = (CacheCounts){};
}
