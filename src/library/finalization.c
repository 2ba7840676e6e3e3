/* finalization.c - see finalization.h. */
#include "library/finalization.h"

#include "library/collection.h"
#include "library/support.h"

constexpr u32 FIRST_CAPACITY = 4;

/* ---- Cells
 * ------------------------------------------------------------------- */

DEFINE_VISIT(registry, FinalizationRegistry) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "cleanup", self->cleanup);
  EDGE(INTERNAL, 0, "registrations", self->registrations);
}

DEFINE_VISIT(registrations, Registrations) {
  for (u32 i = 0; i < self->count; i++) {
    EDGE(WEAK, i, "target", self->items[i].target);
    EDGE(WEAK, i, "token", self->items[i].token);
    EDGE_VALUE(ENTRY, i, "held value", self->items[i].held);
  }
}

/* Forgets what died; whether a target did. */
static bool forget_dead(Heap *heap, Registrations *registrations) {
  bool found = false;
  for (u32 i = 0; i < registrations->count; i++) {
    Registration *item = &registrations->items[i];
    if (item->token && !heap_is_marked(heap, item->token)) item->token = NULL;
    if (item->target && !heap_is_marked(heap, item->target))
      item->target = NULL;
    found |= !item->target;
  }
  return found;
}

/* Behind the marking of every collection. A registry that died with its
 * targets calls nobody. */
static void after_mark(void *owner, Heap *heap) {
  VM *vm = owner;
  u32 count = 0;
  for (u32 i = 0; i < vm->registries.count; i++) {
    FinalizationRegistry *registry = vm->registries.items[i];
    if (!heap_is_marked(heap, &registry->object.cell)) continue;
    vm->registries.items[count++] = registry;
    vm->finalization_due |= forget_dead(heap, registry->registrations);
  }
  vm->registries.count = count;
}

void finalization_register_classes(Isolate *isolate) {
  Heap *heap = &isolate->heap;
  heap_set_class(heap, KIND_FINALIZATION_REGISTRY,
                 (CellClass){.name = "FinalizationRegistry",
                             .visit = registry_visit,
                             .mark = registry_mark});
  heap_set_class(heap, KIND_REGISTRATIONS,
                 (CellClass){.name = "registrations",
                             .visit = registrations_visit,
                             .mark = registrations_mark});
}

/* ---- Registrations
 * -------------------------------------------------------------- */

static Registrations *new_registrations(VM *vm, u32 capacity) {
  size_t bytes =
      sizeof(Registrations) + (size_t)capacity * sizeof(Registration);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&vm->isolate.heap, bytes))
    return NULL;
  Registrations *result = (Registrations *)heap_allocate(
      &vm->isolate.heap, KIND_REGISTRATIONS, bytes);
  if (!result) return NULL;
  result->capacity = capacity;
  result->count = 0;
  return result;
}

/* Room for one more. */
static bool reserve(VM *vm, FinalizationRegistry *registry) {
  if (registry->registrations->count < registry->registrations->capacity)
    return true;
  Registrations *more =
      new_registrations(vm, registry->registrations->capacity * 2);
  if (!more) return vm_throw_memory(vm);
  Registrations *old = registry->registrations;
  memcpy(more->items, old->items, old->count * sizeof *old->items);
  more->count = old->count;
  cell_write_pointer(&vm->isolate.heap, registry, registry->registrations,
                     more);
  return true;
}

static void remove_at(Heap *heap, Registrations *registrations, u32 index) {
  cell_forget(heap, registrations, registrations->items[index].held);
  registrations->count--;
  memmove(&registrations->items[index], &registrations->items[index + 1],
          (registrations->count - index) * sizeof *registrations->items);
  cell_moved(heap, registrations);
}

/* ---- Calling back
 * ---------------------------------------------------------------- */

bool finalization_is_due(const VM *vm) {
  return vm->finalization_due;
}

/* The first registration whose target died, taken out. */
static bool take_dead(VM *vm, Value *cleanup, Value *held) {
  for (u32 i = 0; i < vm->registries.count; i++) {
    FinalizationRegistry *registry = vm->registries.items[i];
    Registrations *registrations = registry->registrations;
    for (u32 j = 0; j < registrations->count; j++) {
      if (registrations->items[j].target) continue;
      *cleanup = registry->cleanup;
      *held = registrations->items[j].held;
      remove_at(&vm->isolate.heap, registrations, j);
      return true;
    }
  }
  return false;
}

bool finalization_run(VM *vm) {
  KEEP(vm, cleanup, VALUE_UNDEFINED);
  KEEP(vm, held, VALUE_UNDEFINED);
  Value ignored;
  vm->finalization_due = take_dead(vm, &cleanup, &held);
  return !vm->finalization_due ||
         vm_call(vm, cleanup, VALUE_UNDEFINED, &held, 1, &ignored);
}

/* ---- FinalizationRegistry
 * ---------------------------------------------------------- */

static bool registry_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor FinalizationRegistry requires 'new'");
  if (!value_is_callable(call_argument(call, 0)))
    return vm_throw_type(vm, "FinalizationRegistry: cleanup must be callable");
  KEEP_CELL(vm, Registrations, registrations,
            new_registrations(vm, FIRST_CAPACITY));
  FinalizationRegistry *registry = (FinalizationRegistry *)library_new_from(
      vm, call, INTRINSIC_finalization_registry_prototype,
      KIND_FINALIZATION_REGISTRY, sizeof *registry);
  if (!registry) return false;
  registry->cleanup = call_argument(call, 0);
  registry->registrations = registrations;
  vector_push(&vm->registries, registry);
  return call_return(call, value_from_cell(registry));
}

static FinalizationRegistry *this_registry(VM *vm, Call *call,
                                           const char *method) {
  if (value_is_kind(call->this_value, KIND_FINALIZATION_REGISTRY))
    return (FinalizationRegistry *)value_to_cell(call->this_value);
  library_throw_receiver(vm, method, call->this_value);
  return NULL;
}

static bool throw_token(VM *vm, Value token) {
  return library_throw_about(vm, "Invalid unregisterToken ('%s')", token);
}

static bool registry_register(VM *vm, Call *call) {
  FinalizationRegistry *registry =
      this_registry(vm, call, "FinalizationRegistry.prototype.register");
  Value target = call_argument(call, 0), held = call_argument(call, 1),
        token = call_argument(call, 2);
  if (!registry) return false;
  if (!weak_can_hold(target))
    return vm_throw_type(vm, "FinalizationRegistry.prototype.register: invalid "
                             "target");
  if (vm_same_value(vm, target, held))
    return vm_throw_type(vm, "FinalizationRegistry.prototype.register: target "
                             "and holdings must not be same");
  if (!weak_can_hold(token) && !value_is_undefined(token))
    return throw_token(vm, token);
  if (!reserve(vm, registry)) return false;
  Registrations *registrations = registry->registrations;
  Registration *item = &registrations->items[registrations->count++];
  item->target = value_to_cell(target);
  item->token = value_is_cell(token) ? value_to_cell(token) : NULL;
  cell_write_new(&vm->isolate.heap, registrations, &item->held, held);
  return true;
}

static bool registry_unregister(VM *vm, Call *call) {
  FinalizationRegistry *registry =
      this_registry(vm, call, "FinalizationRegistry.prototype.unregister");
  Value token = call_argument(call, 0);
  if (!registry) return false;
  if (!weak_can_hold(token)) return throw_token(vm, token);
  Registrations *registrations = registry->registrations;
  u32 before = registrations->count, count = 0;
  cell_begin_writes(&vm->isolate.heap, registrations);
  for (u32 i = 0; i < before; i++)
    if (registrations->items[i].token != value_to_cell(token))
      registrations->items[count++] = registrations->items[i];
  registrations->count = count;
  cell_end_writes(&vm->isolate.heap, registrations);
  return call_return(call, value_from_boolean(count < before));
}

void library_open_finalization(VM *vm) {
  static const NativeEntry methods[] = {
      {"register", registry_register, 2},
      {"unregister", registry_unregister, 1},
  };
  /* all realms share the machine's registries */
  if (!vm->isolate.realm_index)
    heap_add_after_mark(&vm->isolate.heap, after_mark, vm);
  Object *prototype =
      library_new_prototype(vm, INTRINSIC_finalization_registry_prototype,
                            INTRINSIC(&vm->isolate, object_prototype));
  library_add_constructor(vm, "FinalizationRegistry", registry_construct, 1,
                          prototype);
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "FinalizationRegistry");
}
