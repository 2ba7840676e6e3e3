/* chains.c - breadth first from the roots. */
#include "watch/chains.h"

#include "host/host.h"
#include "library/collection.h"
#include "watch/describe_internal.h"
#include "watch/tracer.h"

#include <inttypes.h>

/* How the search first came to a cell. Of a root's, `from` is ROOT_NONE. */
typedef struct Step {
  u32 from; /* number of the cell that refers to it */
  EdgeName name;
  const char *root; /* of a root: which kind; NULL: an edge of a cell */
  u32 frame;        /* of a variable in a register */
} Step;

constexpr u32 ROOT_NONE = UINT32_MAX;

typedef struct Chains {
  VM *vm;
  Cell *target;
  CellSet found; /* in the order in which they were found */
  VECTOR(Step) steps;
  u32 at; /* number of the cell whose edges come */
  u32 limit;
  VECTOR(Step) arrivals; /* edges to the target, from different cells */
  Step source;           /* of the roots that come */
} Chains;

/* ---- Searching ------------------------------------------------------------
 */

static void arrive(Chains *chains, Step step) {
  for (u32 i = 0; i < chains->arrivals.count; i++) {
    const Step *other = &chains->arrivals.items[i];
    bool is_same = step.root ? other->root && !strcmp(other->root, step.root) &&
                                   other->frame == step.frame &&
                                   other->name.index == step.name.index
                             : other->from == step.from;
    if (is_same) return;
  }
  if (chains->arrivals.count < chains->limit)
    vector_push(&chains->arrivals, step);
}

static void reach(Chains *chains, Step step, Cell *to) {
  if (step.name.type == CELL_EDGE_WEAK) return;
  if (to == chains->target) arrive(chains, step);
  if (to != chains->target && cell_set_add(&chains->found, to))
    vector_push(&chains->steps, step);
}

static void take_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  Chains *chains = context;
  /* a WeakMap keeps a value only while its key is alive: take_ephemerons */
  if (from->kind == KIND_WEAK_MAP && name.type == CELL_EDGE_ENTRY) return;
  reach(chains, (Step){.from = chains->at, .name = name}, to);
}

static bool take_register(void *context, Key name, Value *slot,
                          Environment *environment, u32 place) {
  Chains *chains = context;
  if (environment || !value_is_cell(*slot)) return true;
  Step step = chains->source;
  step.name = (EdgeName){CELL_EDGE_ROOT, place, "register"};
  reach(chains, step, value_to_cell(*slot));
  return true;
}

static void take_frames(Chains *chains) {
  for (u32 frame = 0;; frame++) {
    bool is_last;
    chains->source =
        (Step){.from = ROOT_NONE, .root = "variable", .frame = frame};
    describe_variables_each(chains->vm, frame, take_register, chains, &is_last);
    if (is_last) return;
  }
}

static void take_root(void *context, Cell *from, EdgeName name, Cell *to) {
  Chains *chains = context;
  Step step = {.from = ROOT_NONE, .name = name, .root = name.label};
  if ((Object *)to == chains->vm->isolate.global) step.root = "globalThis";
  reach(chains, step, to);
}

static void take_script(Chains *chains) {
  const Realm *realm = &chains->vm->isolate.realm;
  Step step = {.from = ROOT_NONE,
               .root = "script",
               .name = {CELL_EDGE_ROOT, 0, "script scope"}};
  for (u32 i = 0; i < realm->script_binding_count; i++)
    reach(chains, step, (Cell *)realm->script_bindings[i].environment);
}

static void take_roots(Chains *chains) {
  Step step = {.from = ROOT_NONE,
               .root = "globalThis",
               .name = {CELL_EDGE_ROOT, 0, "globalThis"}};
  take_frames(chains);
  take_script(chains);
  reach(chains, step, &chains->vm->isolate.global->cell);
  heap_visit_roots(&chains->vm->isolate.heap, take_root, chains);
}

static bool is_done(const Chains *chains) {
  return chains->arrivals.count >= chains->limit;
}

static void search(Chains *chains) {
  for (; chains->at < chains->found.order.count && !is_done(chains);
       chains->at++)
    describe_owned_edges(chains->vm, chains->found.order.items[chains->at],
                         take_edge, chains);
}

/* The values of a WeakMap whose keys are alive. */
static void take_ephemerons(Chains *chains, u32 number) {
  const KeyedCollection *map =
      (const KeyedCollection *)chains->found.order.items[number];
  const Table *table = map->table;
  for (u32 i = 0; table && i < table->used; i++) {
    const TableEntry *entry = &table->entries[i];
    if (!value_is_cell(entry->key) || !value_is_cell(entry->value)) continue;
    const Cell *key = value_to_cell(entry->key);
    if (!cell_set_has(&chains->found, key)) continue;
    Step step = {.from = number, .name = {CELL_EDGE_ENTRY, i, "value"}};
    reach(chains, step, value_to_cell(entry->value));
  }
}

static void search_all(Chains *chains) {
  u32 count;
  take_roots(chains);
  do {
    search(chains);
    count = chains->found.order.count;
    for (u32 i = 0; i < count && !is_done(chains); i++)
      if (chains->found.order.items[i]->kind == KIND_WEAK_MAP)
        take_ephemerons(chains, i);
  } while (count < chains->found.order.count && !is_done(chains));
}

static void free_chains(Chains *chains) {
  cell_set_free(&chains->found);
  vector_free(&chains->steps);
  vector_free(&chains->arrivals);
}

bool chains_is_alive(VM *vm, const Cell *target) {
  Chains chains = {.vm = vm, .target = (Cell *)target, .limit = 1};
  search_all(&chains);
  bool is_alive = chains.arrivals.count;
  free_chains(&chains);
  return is_alive;
}

/* ---- Telling --------------------------------------------------------------
 */

static const char *edge_type(const Step *step) {
  static const char *const names[] = {
      [CELL_EDGE_INTERNAL] = "internal", [CELL_EDGE_SLOT] = "property",
      [CELL_EDGE_ELEMENT] = "element",   [CELL_EDGE_VARIABLE] = "variable",
      [CELL_EDGE_REGISTER] = "register", [CELL_EDGE_ENTRY] = "entry",
      [CELL_EDGE_CONSTANT] = "constant", [CELL_EDGE_WEAK] = "weak",
      [CELL_EDGE_ROOT] = "root",
  };
  return names[step->name.type];
}

/* The name of the variable in a register of a frame. */
typedef struct Named {
  u32 place;
  Buffer *out;
} Named;

static bool name_register(void *context, Key name, Value *slot,
                          Environment *environment, u32 place) {
  Named *named = context;
  if (environment || place != named->place) return true;
  key_append_text(name, named->out);
  return false;
}

static void append_name(const Chains *chains, const Step *step, Cell *from,
                        Buffer *out) {
  bool is_last;
  Named named = {step->name.index, out};
  if (!step->root)
    text_of_edge(chains->vm, from, step->name, out);
  else if (!strcmp(step->root, "variable"))
    describe_variables_each(chains->vm, step->frame, name_register, &named,
                            &is_last);
  else if (!strcmp(step->root, "globalThis"))
    buffer_text(out, "globalThis");
  else if (!strcmp(step->root, "script"))
    buffer_text(out, "variables of the script");
  else
    buffer_format(out, "%s %u", step->name.label, step->name.index);
}

static json_t *describe_text(VM *vm, const Cell *cell) {
  Buffer text = {};
  text_of_cell(vm, cell, &text);
  return json_take(&text);
}

/* What waits for the event loop knows who queued it. */
typedef struct OriginSearch {
  const Step *step;
  const Origin *found;
} OriginSearch;

static void look_at_waiting(void *context, const Waiting *waiting) {
  OriginSearch *search = context;
  if (waiting->id == search->step->name.index &&
      !strcmp(waiting_root(waiting->kind), search->step->root))
    search->found = &waiting->origin;
}

static const Origin *origin_of(VM *vm, const Step *step) {
  OriginSearch search = {.step = step};
  if (!strcmp(step->root, "job") && step->name.index < vm->jobs.count)
    return &vm_job_at(vm, step->name.index)->origin;
  queues_each(&host_of(vm)->queues, look_at_waiting, &search);
  return search.found;
}

static json_t *made_by_queueing(VM *vm, const Step *step) {
  const Origin *origin = origin_of(vm, step);
  if (!origin) return NULL;
  return json_pack(
      "{s:s, s:o, s:o?}", "how", "queued", "moment",
      json_sprintf("%" PRIu64 ".0", origin->tick), "where",
      trace_place_describe(vm, (TracePlace){origin->code, origin->unit}));
}

/* Who made the reference, or what is to be looked for in the past. Roots that
 * the engine has from its start were made by nobody. */
static void add_maker(json_t *hop, VM *vm, const Step *step, Cell *from,
                      Cell *to) {
  bool is_variable = step->root && !strcmp(step->root, "variable");
  json_t *made = step->root && !is_variable ? made_by_queueing(vm, step) : NULL;
  json_t *trace = is_variable
                      ? trace_register(vm, step->frame, step->name.index)
                  : step->root ? NULL
                               : trace_edge(vm, from, step->name, to);
  if (made) json_object_set_new(hop, "made", made);
  if (trace) json_object_set_new(hop, "trace", trace);
}

static bool is_identifier(const char *text) {
  for (const char *at = text; *at; at++)
    if (!(*at >= 'a' && *at <= 'z') && !(*at >= 'A' && *at <= 'Z') &&
        *at != '_' && *at != '$' && !(at > text && *at >= '0' && *at <= '9'))
      return false;
  return *text;
}

/* The expression of reference.h for the edge, or NULL: those of the engine's
 * own roots are not for people to cut. */
static json_t *expression_of(VM *vm, const Step *step, const Cell *from,
                             const char *name) {
  Buffer text = {};
  if (step->root &&
      (!strcmp(step->root, "script") || !strcmp(step->root, "globalThis")))
    return NULL;
  if (from) text_of_address(vm, from, &text);
  if (from && step->name.type == CELL_EDGE_ELEMENT)
    buffer_format(&text, "[%u]", step->name.index);
  else if (from && is_identifier(name))
    buffer_format(&text, ".%s", name);
  else if (from)
    buffer_format(&text, "[\"%s\"]", name);
  else
    buffer_text(&text, name);
  return json_take(&text);
}

static json_t *describe_hop(const Chains *chains, const Step *step, Cell *to) {
  VM *vm = chains->vm;
  Buffer name = {};
  Cell *from = step->root ? NULL : chains->found.order.items[step->from];
  append_name(chains, step, from, &name);
  json_t *edge = expression_of(vm, step, from, name.bytes ? name.bytes : "");
  json_t *hop = json_pack(
      "{s:o, s:o, s:s, s:i, s:o, s:o}", "from", json_address(vm, from), "name",
      json_take(&name), "type", edge_type(step), "index", (int)step->name.index,
      "to", json_address(vm, to), "text", describe_text(vm, to));
  if (edge) json_object_set_new(hop, "edge", edge);
  add_maker(hop, vm, step, from, to);
  if (from) json_object_set_new(hop, "fromText", describe_text(vm, from));
  if (!step->root) return hop;
  json_object_set_new(hop, "root", json_string(step->root));
  if (!strcmp(step->root, "variable"))
    json_object_set_new(hop, "frame", json_integer(step->frame));
  return hop;
}

/* From the target back to the root. */
static json_t *describe_chain(const Chains *chains, const Step *arrival) {
  json_t *chain = json_array();
  const Step *step = arrival;
  for (Cell *to = chains->target;;) {
    json_array_insert_new(chain, 0, describe_hop(chains, step, to));
    if (step->root) return chain;
    to = chains->found.order.items[step->from];
    step = &chains->steps.items[step->from];
  }
}

static json_t *describe_target(VM *vm, const Cell *cell) {
  Buffer class = {};
  text_of_class(vm, cell, &class);
  return json_pack("{s:o, s:o, s:o, s:I}", "address", json_address(vm, cell),
                   "text", describe_text(vm, cell), "class", json_take(&class),
                   "bytes",
                   (json_int_t)heap_cell_bytes(&vm->isolate.heap, cell));
}

/* Arrivals come in the order of the search: the shortest chain first, but for
 * the roots, which come before all. */
json_t *chains_describe(VM *vm, Cell *target, u32 limit) {
  Chains chains = {.vm = vm, .target = target, .limit = limit};
  search_all(&chains);
  json_t *list = json_array();
  for (u32 i = 0; i < chains.arrivals.count; i++)
    json_array_append_new(list,
                          describe_chain(&chains, &chains.arrivals.items[i]));
  free_chains(&chains);
  return json_pack("{s:o, s:b, s:o}", "target", describe_target(vm, target),
                   "alive", (int)(json_array_size(list) != 0), "chains", list);
}
