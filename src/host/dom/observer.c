/* observer.c - MutationObserver (DOM standard, 4.3). */
#include "host/dom/observer.h"

#include "host/dom/view.h"
#include "library/collection.h"

/* ---- Who hears
 * ----------------------------------------------------------------- */

static Observation *observations_of(const DomNode *node) {
  Value first = node_extra(node, EXTRA_observers);
  return value_is_cell(first) ? (Observation *)value_to_cell(first) : NULL;
}

static bool has_filter(const Observation *observation, const String *name) {
  if (!value_is_object(observation->filter)) return true;
  const Elements *names = value_to_object(observation->filter)->elements;
  for (u32 i = 0; i < names->length; i++)
    if ((const String *)value_to_cell(names->values[i]) == name) return true;
  return false;
}

typedef struct Hearer {
  Observer *observer;
  bool wants_old;
} Hearer;

typedef VECTOR(Hearer) Hearers;

static void add_hearer(Hearers *hearers, Observer *observer, bool wants_old) {
  for (u32 i = 0; i < hearers->count; i++)
    if (hearers->items[i].observer == observer) {
      hearers->items[i].wants_old |= wants_old;
      return;
    }
  vector_push(hearers, ((Hearer){observer, wants_old}));
}

/* Those of the node, and those of the nodes above that look below. */
static void find_hearers(const DomNode *target, u8 type, u8 old,
                         const String *name, Hearers *hearers) {
  for (const DomNode *at = target; at; at = at->parent)
    for (const Observation *each = observations_of(at); each;
         each = each->next) {
      u8 flags = each->cell.flags;
      if (!(flags & type) || (at != target && !(flags & OBSERVE_SUBTREE)) ||
          (name && !has_filter(each, name)))
        continue;
      add_hearer(hearers, each->observer, flags & old);
    }
}

bool observer_hears(VM *vm, const DomNode *target) {
  if (!dom_of(vm)->observer_count) return false;
  for (const DomNode *at = target; at; at = at->parent)
    for (const Observation *each = observations_of(at); each; each = each->next)
      if (each->cell.flags & OBSERVE_CHILDREN &&
          (at == target || each->cell.flags & OBSERVE_SUBTREE))
        return true;
  return false;
}

/* ---- Registrations
 * ------------------------------------------------------------------------ */

static bool is_of(const Observation *observation, const Observer *observer,
                  bool is_transient) {
  return observation->observer == observer &&
         !(observation->cell.flags & OBSERVE_TRANSIENT) == !is_transient;
}

static Observation *find_observation(const DomNode *node,
                                     const Observer *observer,
                                     bool is_transient) {
  Observation *at = observations_of(node);
  while (at && !is_of(at, observer, is_transient))
    at = at->next;
  return at;
}

/* The observer knows its nodes weakly, so that it can let go of them. */
static bool remember(VM *vm, Observer *observer, DomNode *node) {
  Isolate *isolate = &vm->isolate;
  Value prototype = value_from_cell(INTRINSIC(isolate, weak_ref_prototype));
  KEEP_CELL(vm, Shape, shape, shape_empty(isolate, prototype, 0));
  WeakRef *reference = (WeakRef *)object_new_kind(isolate, KIND_WEAK_REF, shape,
                                                  sizeof *reference);
  reference->target = &node->target.object.cell;
  reference->kept_in = 0;
  KEEP(vm, kept, value_from_cell(reference));
  return array_push(isolate, observer->nodes, kept) || vm_throw_memory(vm);
}

/* Behind those that the node has. False: no memory (thrown). */
static bool add_observation(VM *vm, Observer *observer, DomNode *node, u8 flags,
                            Value filter) {
  Heap *heap = &vm->isolate.heap;
  KEEP(vm, kept_filter, filter);
  if (!remember(vm, observer, node)) return false;
  Observation *made =
      (Observation *)heap_allocate(heap, KIND_DOM_OBSERVATION, sizeof *made);
  made->cell.flags = flags;
  made->observer = observer;
  made->filter = kept_filter;
  made->next = NULL;
  KEEP_CELL(vm, Observation, kept, made);
  Observation *last = observations_of(node);
  while (last && last->next)
    last = last->next;
  if (last)
    cell_write_pointer(heap, last, last->next, kept);
  else
    node_set_extra(vm, node, EXTRA_observers, value_from_cell(kept));
  return true;
}

static void forget(VM *vm, DomNode *node, const Observer *observer,
                   bool is_transient) {
  Observation *before = NULL, *at = observations_of(node);
  while (at && !is_of(at, observer, is_transient)) {
    before = at;
    at = at->next;
  }
  if (!at) return;
  if (before)
    cell_write_pointer(&vm->isolate.heap, before, before->next, at->next);
  else
    node_set_extra(vm, node, EXTRA_observers,
                   at->next ? value_from_cell(at->next) : VALUE_UNDEFINED);
}

/* Those that were for this turn; so the nodes may be forgotten, too. */
static bool forget_transients(VM *vm, Observer *observer) {
  if (!observer->has_transients) return true;
  KEEP_CELL(vm, Observer, kept, observer);
  KEEP_CELL(vm, Object, old, observer->nodes);
  KEEP_CELL(vm, Object, nodes, array_new(&vm->isolate, 0));
  if (!nodes) return vm_throw_memory(vm);
  for (u32 i = 0; i < old->elements->length; i++) {
    Value reference = old->elements->values[i];
    DomNode *node = (DomNode *)((WeakRef *)value_to_cell(reference))->target;
    if (!node) continue;
    forget(vm, node, kept, true);
    if (find_observation(node, kept, false) &&
        !array_push(&vm->isolate, nodes, reference))
      return vm_throw_memory(vm);
  }
  cell_write_pointer(&vm->isolate.heap, kept, kept->nodes, nodes);
  kept->has_transients = false;
  return true;
}

/* Without memory for it, less is heard. */
static void follow(VM *vm, DomNode *node, const Observation *observation) {
  Observer *observer = observation->observer;
  u8 flags = observation->cell.flags | OBSERVE_TRANSIENT;
  if (find_observation(node, observer, true)) return;
  observer->has_transients = true;
  if (!add_observation(vm, observer, node, flags, observation->filter))
    vm_take_exception(vm);
}

void observer_leave(VM *vm, DomNode *node) {
  if (!dom_of(vm)->observer_count) return;
  KEEP_CELL(vm, DomNode, kept, node);
  for (DomNode *at = node->parent; at; at = at->parent)
    for (Observation *each = observations_of(at); each; each = each->next)
      if (each->cell.flags & OBSERVE_SUBTREE) follow(vm, kept, each);
}

/* ---- Giving records
 * ------------------------------------------------------------------ */

static Value take_records(VM *vm, Observer *observer) {
  Heap *heap = &vm->isolate.heap;
  KEEP_CELL(vm, Observer, kept, observer);
  KEEP(vm, records, value_from_cell(observer->records));
  Object *fresh = array_new(&vm->isolate, 0);
  cell_write_pointer(heap, kept, kept->records, fresh);
  return records;
}

static bool give(VM *vm, Observer *observer) {
  KEEP_CELL(vm, Observer, kept, observer);
  KEEP(vm, records, take_records(vm, observer));
  kept->is_queued = false;
  if (!forget_transients(vm, kept)) return false;
  if (!array_length(value_to_object(records))) return true;
  Value ignored;
  Value arguments[] = {records, value_from_cell(kept)};
  return vm_call(vm, kept->callback, value_from_cell(kept), arguments, 2,
                 &ignored);
}

static Observer *observer_at(const Object *list, u32 index) {
  return (Observer *)value_to_cell(list->elements->values[index]);
}

/* Chromium asks those first that were made first. */
static void sort_pending(VM *vm, Object *list) {
  Elements *items = list->elements;
  for (u32 i = 1; i < items->length; i++)
    for (u32 j = i;
         j && observer_at(list, j)->number < observer_at(list, j - 1)->number;
         j--) {
      Value later = items->values[j - 1];
      cell_write(&vm->isolate.heap, items, &items->values[j - 1],
                 items->values[j]);
      cell_write(&vm->isolate.heap, items, &items->values[j], later);
    }
}

/* "Notify mutation observers": each gets its own, and what one throws does not
 * keep the others from theirs. */
static bool notify(VM *vm, const Value *values) {
  KEEP_CELL(vm, Object, pending, dom_of(vm)->pending);
  dom_of(vm)->pending = NULL;
  bool ok = true;
  KEEP(vm, error, VALUE_UNDEFINED);
  if (pending) sort_pending(vm, pending);
  for (u32 i = 0; pending && i < pending->elements->length; i++) {
    if (give(vm, observer_at(pending, i))) continue;
    if (vm->is_terminating) return false;
    Value thrown = vm_take_exception(vm);
    if (ok) error = thrown;
    ok = false;
  }
  return ok || vm_throw(vm, error);
}

static const JobType NOTIFY = {"mutation observers", notify};

static void queue(VM *vm, Observer *observer) {
  Dom *dom = dom_of(vm);
  if (observer->is_queued) return;
  KEEP_CELL(vm, Observer, kept, observer);
  if (!dom->pending) {
    dom->pending = array_new(&vm->isolate, 0);
    vm_enqueue_job(vm, &NOTIFY, VALUE_UNDEFINED, VALUE_UNDEFINED,
                   VALUE_UNDEFINED);
  }
  kept->is_queued = true;
  array_push(&vm->isolate, dom->pending, value_from_cell(kept));
}

/* ---- Records
 * ---------------------------------------------------------------------------
 */

typedef struct Change {
  const char *type;
  DomNode *target;
  Value added, removed; /* lists, or undefined: empty */
  DomNode *previous, *next;
  Value name, space, old;
} Change;

static void set(VM *vm, Object *record, const char *name, Value value) {
  object_set_c(&vm->isolate, record, name, value, ATTRIBUTES_DEFAULT);
}

static Value list_or_empty(VM *vm, Value list) {
  return value_is_cell(list) ? list : observer_list(vm, NULL, 0);
}

static Object *new_record(VM *vm, const Change *change) {
  KEEP_CELL(vm, Object, record,
            dom_new(vm, INTERFACE_MutationRecord, KIND_OBJECT, sizeof *record));
  set(vm, record, "type",
      value_from_cell(string_intern_c(&vm->isolate, change->type)));
  set(vm, record, "target", value_from_cell(change->target));
  KEEP(vm, added, list_or_empty(vm, change->added));
  set(vm, record, "addedNodes", added);
  KEEP(vm, removed, list_or_empty(vm, change->removed));
  set(vm, record, "removedNodes", removed);
  set(vm, record, "previousSibling", value_from_node(change->previous));
  set(vm, record, "nextSibling", value_from_node(change->next));
  set(vm, record, "attributeName", change->name);
  set(vm, record, "attributeNamespace", change->space);
  set(vm, record, "oldValue", change->old);
  return record;
}

static void tell(VM *vm, Change *change, u8 type, u8 old, const String *name) {
  Hearers hearers = {};
  find_hearers(change->target, type, old, name, &hearers);
  KEEP_FIELD(vm, target, change->target);
  KEEP_FIELD(vm, added, change->added);
  KEEP_FIELD(vm, removed, change->removed);
  KEEP_FIELD(vm, previous, change->previous);
  KEEP_FIELD(vm, next, change->next);
  KEEP_FIELD(vm, kept_name, change->name);
  KEEP_FIELD(vm, kept_space, change->space);
  KEEP(vm, value, change->old);
  /* observers live: registrations of nodes that live hold them */
  for (u32 i = 0; i < hearers.count; i++) {
    Observer *observer = hearers.items[i].observer;
    change->old = hearers.items[i].wants_old ? value : VALUE_NULL;
    KEEP_CELL(vm, Object, record, new_record(vm, change));
    array_push(&vm->isolate, observer->records, value_from_cell(record));
    queue(vm, observer);
  }
  vector_free(&hearers);
}

Value observer_list(VM *vm, DomNode *const *nodes, u32 count) {
  Object *array = array_from_values(&vm->isolate,
                                    (const Value *)(const void *)nodes, count);
  if (!array) array = array_new(&vm->isolate, 0);
  return view_static(vm, array);
}

void observer_children(VM *vm, DomNode *target, Value added, Value removed,
                       DomNode *previous, DomNode *next) {
  Change change = {.type = "childList",
                   .target = target,
                   .added = added,
                   .removed = removed,
                   .previous = previous,
                   .next = next,
                   .name = VALUE_NULL,
                   .space = VALUE_NULL,
                   .old = VALUE_NULL};
  tell(vm, &change, OBSERVE_CHILDREN, 0, NULL);
}

void observer_attribute(VM *vm, Element *element, String *local, String *space,
                        Value old) {
  if (!dom_of(vm)->observer_count) return;
  Change change = {.type = "attributes",
                   .target = &element->node,
                   .added = VALUE_UNDEFINED,
                   .removed = VALUE_UNDEFINED,
                   .name = value_from_cell(local),
                   .space = value_from_node(space),
                   .old = old};
  tell(vm, &change, OBSERVE_ATTRIBUTES, OBSERVE_OLD_ATTRIBUTES, local);
}

void observer_text(VM *vm, DomNode *node, Value old) {
  if (!dom_of(vm)->observer_count) return;
  Change change = {.type = "characterData",
                   .target = node,
                   .added = VALUE_UNDEFINED,
                   .removed = VALUE_UNDEFINED,
                   .name = VALUE_NULL,
                   .space = VALUE_NULL,
                   .old = old};
  tell(vm, &change, OBSERVE_TEXT, OBSERVE_OLD_TEXT, NULL);
}

/* ---- The class
 * ----------------------------------------------------------------------------
 */

static Observer *this_observer(VM *vm, const Call *call) {
  if (value_is_kind(call->this_value, KIND_DOM_OBSERVER))
    return (Observer *)value_to_cell(call->this_value);
  dom_throw_receiver(vm);
  return NULL;
}

static bool register_node(VM *vm, Observer *observer, DomNode *node, u8 flags,
                          Value filter) {
  Observation *known = find_observation(node, observer, false);
  if (!known) return add_observation(vm, observer, node, flags, filter);
  KEEP_CELL(vm, Observation, kept, known);
  KEEP(vm, kept_filter, filter);
  if (!forget_transients(vm, observer)) return false;
  kept->cell.flags = flags;
  cell_write(&vm->isolate.heap, kept, &kept->filter, kept_filter);
  return true;
}

/* ---- observe
 * ----------------------------------------------------------------------------------
 */

static bool read_flag(VM *vm, Value options, const char *name, u8 flag,
                      u8 *flags, bool *is_given) {
  Value value;
  if (!vm_get(vm, options, key_from_c(&vm->isolate, name), &value))
    return false;
  *is_given = !value_is_undefined(value);
  if (vm_to_boolean(value)) *flags |= flag;
  return true;
}

static bool read_filter(VM *vm, Value options, Value *filter) {
  KEEP(vm, given, VALUE_UNDEFINED);
  *filter = VALUE_UNDEFINED;
  if (!vm_get(vm, options, key_from_c(&vm->isolate, "attributeFilter"), &given))
    return false;
  if (value_is_undefined(given)) return true;
  KEEP_CELL(vm, Object, names, library_list_from(vm, given));
  if (!names) return false;
  for (u32 i = 0; i < names->elements->length; i++) {
    String *name = vm_to_string(vm, names->elements->values[i]);
    if (!name) return false;
    String *atom = string_intern(&vm->isolate, name);
    cell_write(&vm->isolate.heap, names->elements, &names->elements->values[i],
               value_from_cell(atom));
  }
  *filter = value_from_cell(names);
  return true;
}

static bool read_options(VM *vm, Call *call, Value options, u8 *flags,
                         Value *filter) {
  bool children, attributes, text, subtree, old_attributes, old_text;
  if (!read_flag(vm, options, "childList", OBSERVE_CHILDREN, flags,
                 &children) ||
      !read_flag(vm, options, "attributes", OBSERVE_ATTRIBUTES, flags,
                 &attributes) ||
      !read_flag(vm, options, "characterData", OBSERVE_TEXT, flags, &text) ||
      !read_flag(vm, options, "subtree", OBSERVE_SUBTREE, flags, &subtree) ||
      !read_flag(vm, options, "attributeOldValue", OBSERVE_OLD_ATTRIBUTES,
                 flags, &old_attributes) ||
      !read_flag(vm, options, "characterDataOldValue", OBSERVE_OLD_TEXT, flags,
                 &old_text) ||
      !read_filter(vm, options, filter))
    return false;
  if (!attributes && (old_attributes || value_is_cell(*filter)))
    *flags |= OBSERVE_ATTRIBUTES;
  if (!text && old_text) *flags |= OBSERVE_TEXT;
  if (*flags & (OBSERVE_CHILDREN | OBSERVE_ATTRIBUTES | OBSERVE_TEXT))
    return true;
  return dom_fail(vm, call,
                  "The options object must set at least one of 'attributes', "
                  "'characterData', or 'childList' to true.");
}

static bool observe(VM *vm, Call *call) {
  u8 flags = 0;
  KEEP(vm, filter, VALUE_UNDEFINED);
  Observer *observer = this_observer(vm, call);
  DomNode *node = observer ? dom_argument_node(vm, call, 0) : NULL;
  if (!node) return false;
  Value options = call_argument(call, 1);
  if (!value_is_object(options) && !value_is_nullish(options))
    return dom_fail(vm, call,
                    "parameter 2 is not of type 'MutationObserverInit'.");
  if (value_is_nullish(options))
    return dom_fail(vm, call,
                    "The options object must set at least one of 'attributes', "
                    "'characterData', or 'childList' to true.");
  return read_options(vm, call, options, &flags, &filter) &&
         register_node(vm, observer, node, flags, filter);
}

static bool disconnect(VM *vm, Call *call) {
  Observer *observer = this_observer(vm, call);
  if (!observer) return false;
  KEEP_CELL(vm, Object, nodes, observer->nodes);
  for (u32 i = 0; i < nodes->elements->length; i++) {
    const WeakRef *reference =
        (const WeakRef *)value_to_cell(nodes->elements->values[i]);
    if (!reference->target) continue;
    forget(vm, (DomNode *)reference->target, observer, false);
    forget(vm, (DomNode *)reference->target, observer, true);
  }
  Object *none = array_new(&vm->isolate, 0);
  cell_write_pointer(&vm->isolate.heap, observer, observer->nodes, none);
  observer->has_transients = false;
  take_records(vm, observer);
  return true;
}

static bool get_records(VM *vm, Call *call) {
  Observer *observer = this_observer(vm, call);
  return observer && call_return(call, take_records(vm, observer));
}

static bool construct(VM *vm, Call *call) {
  Value callback = call_argument(call, 0);
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Class constructor MutationObserver cannot be "
                             "invoked without 'new'");
  if (!value_is_callable(callback))
    return dom_fail(vm, call, "parameter 1 is not of type 'Function'.");
  KEEP_CELL(vm, Object, records, array_new(&vm->isolate, 0));
  KEEP_CELL(vm, Object, nodes, array_new(&vm->isolate, 0));
  if (!records || !nodes) return vm_throw_memory(vm);
  Observer *observer = (Observer *)dom_new(vm, INTERFACE_MutationObserver,
                                           KIND_DOM_OBSERVER, sizeof *observer);
  observer->callback = callback;
  observer->records = records;
  observer->nodes = nodes;
  observer->is_queued = false;
  observer->has_transients = false;
  observer->number = ++dom_of(vm)->observer_count;
  return call_return(call, value_from_cell(observer));
}

void interface_open_MutationObserver(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"observe", observe, 1},
      {"disconnect", disconnect, 0},
      {"takeRecords", get_records, 0},
  };
  dom_add(vm, prototype, MutationObserver, entries);
  dom_set_constructor(vm, prototype, construct, 1);
}
