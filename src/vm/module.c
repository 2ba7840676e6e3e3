/* module.c - making modules, loading what they need, and what they export. */
#include "vm/module.h"

#include "vm/exotic.h"
#include "vm/operations.h"

/* ---- Cells -------------------------------------------------------------- */

DEFINE_VISIT(import, Import) {
  EDGE(INTERNAL, 0, "environment", self->environment);
}

DEFINE_VISIT(module, Module) {
  EDGE_VALUE(INTERNAL, 0, "name", self->name);
  EDGE_VALUE(INTERNAL, 0, "data", self->data);
  EDGE_VALUE(INTERNAL, 0, "requests", self->requests);
  EDGE_VALUE(INTERNAL, 0, "imports", self->imports);
  EDGE_VALUE(INTERNAL, 0, "exports", self->exports);
  EDGE_VALUE(INTERNAL, 0, "loaded", self->loaded);
  EDGE(INTERNAL, 0, "code", self->code);
  EDGE(INTERNAL, 0, "environment", self->environment);
  EDGE_VALUE(INTERNAL, 0, "body", self->body);
  EDGE_VALUE(INTERNAL, 0, "namespace", self->namespace);
  EDGE_VALUE(INTERNAL, 0, "meta", self->meta);
  EDGE_VALUE(INTERNAL, 0, "error", self->error);
  EDGE(INTERNAL, 0, "cycle root", self->cycle_root);
  EDGE_VALUE(INTERNAL, 0, "waiting modules", self->parents);
  EDGE_VALUE(INTERNAL, 0, "promise", self->promise);
}

DEFINE_VISIT(namespace, Namespace) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "module", self->module);
  EDGE_VALUE(INTERNAL, 0, "names", self->names);
  EDGE_VALUE(INTERNAL, 0, "bindings", self->bindings);
}

void modules_visit(VM *vm, EdgeFunction *edge, void *context) {
  for (u32 i = 0; i < vm->modules.count; i++)
    edge(context, NULL, (EdgeName){CELL_EDGE_ROOT, i, "module"},
         &vm->modules.items[i]->cell);
}

void module_register_classes(VM *vm) {
  Heap *heap = &vm->isolate.heap;
#define SET_CLASS(kind, class_name, visitor)                                   \
  heap_set_class(heap, KIND_##kind,                                            \
                 (CellClass){.name = class_name,                               \
                             .visit = visitor##_visit,                         \
                             .mark = visitor##_mark})
  SET_CLASS(IMPORT, "import", import);
  SET_CLASS(MODULE, "module", module);
  SET_CLASS(NAMESPACE, "module namespace", namespace);
#undef SET_CLASS
  module_open_namespaces(vm);
}

/* ---- Making ------------------------------------------------------------- */

static Module *allocate(VM *vm, Value name) {
  ROOT(&vm->isolate.heap, kept, name);
  Module *module =
      (Module *)heap_allocate(&vm->isolate.heap, KIND_MODULE, sizeof *module);
  Cell cell = module->cell;
  *module = (Module){.cell = cell, .name = kept};
  module->data = module->requests = module->imports = module->exports =
      module->loaded = module->body = module->namespace = module->meta =
          module->error = module->parents = module->promise = VALUE_UNDEFINED;
  vector_push(&vm->modules, module);
  return module;
}

static void take_parts(Heap *heap, Module *module, const ModuleParts *parts) {
  cell_begin_writes(heap, module);
  module->code = parts->code;
  module->requests = value_from_cell(parts->requests);
  module->imports = value_from_cell(parts->imports);
  module->exports = value_from_cell(parts->exports);
  cell_end_writes(heap, module);
}

Module *module_new(VM *vm, Source *source, Value name) {
  Tree tree = {};
  SyntaxError error = {};
  ModuleParts parts = {};
  Module *module = allocate(vm, name);
  bool good = parse_script(&tree, source->text, source->length,
                           (ParseOptions){.is_module = true}, &error) &&
              compile_module(&vm->isolate, &tree, source, &parts, &error);
  if (good) {
    module->is_async = tree.script->is_async;
    module->source = source;
    take_parts(&vm->isolate.heap, module, &parts);
    source->module = module;
  } else {
    vm_throw_syntax(vm, source, &error);
    vm->modules.count--;
  }
  tree_free(&tree);
  return good ? module : NULL;
}

/* The list of exports in which the n-th name is slot n. */
static Object *own_exports(VM *vm, Object *names) {
  VECTOR(Value) list = {};
  for (u32 i = 0; i < names->elements->length; i++) {
    Value items[EXPORT_ITEMS] = {names->elements->values[i], VALUE_UNDEFINED,
                                 value_from_u32(i), value_from_int(0),
                                 value_from_int(0)};
    for (u32 j = 0; j < EXPORT_ITEMS; j++)
      vector_push(&list, items[j]);
  }
  Object *exports = array_from_values(&vm->isolate, list.items, list.count);
  vector_free(&list);
  return exports;
}

Module *module_new_synthetic(VM *vm, Value name, Object *names, ModuleCode *run,
                             Value data) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Object, kept_names, names);
  ROOT(&isolate->heap, kept_data, data);
  Module *module = allocate(vm, name);
  module->run = run;
  module->data = kept_data;
  module->is_loaded = true;
  Object *exports = own_exports(vm, kept_names);
  if (!exports) {
    vm_throw_memory(vm);
    return NULL;
  }
  cell_write(&isolate->heap, module, &module->exports,
             value_from_cell(exports));
  ROOT_CELL(&isolate->heap, ScopeInfo, info,
            scope_info_new(isolate, kept_names->elements->values, NULL,
                           kept_names->elements->length, VALUE_UNDEFINED, 0,
                           0));
  Environment *environment = environment_new(isolate, NULL, info);
  cell_write_pointer(&isolate->heap, module, module->environment, environment);
  return module;
}

void module_set_export(VM *vm, Module *module, Key name, Value value) {
  ScopeInfo *scope = module->environment->scope;
  for (u32 i = 0; i < scope->cell.info; i++)
    if (scope->names[i].bits == name.bits)
      cell_write_slot(&vm->isolate.heap, module->environment,
                      &module->environment->slots[i], value);
}

/* ---- Loading ------------------------------------------------------------ */

/* The modules that one needs, each loaded by the host. */
static bool load_requests(VM *vm, Module *module) {
  Isolate *isolate = &vm->isolate;
  u32 count = module_list_count(module->requests, REQUEST_ITEMS);
  ROOT_CELL(&isolate->heap, Object, loaded, array_new(isolate, count));
  if (!loaded) return vm_throw_memory(vm);
  module->is_loaded = true;
  for (u32 i = 0; i < count; i++) {
    Value specifier = module_list_at(module->requests, i * REQUEST_ITEMS);
    Value attributes = module_list_at(module->requests, i * REQUEST_ITEMS + 1);
    Module *required = vm->load_module ? vm->load_module(vm, module->source,
                                                         specifier, attributes)
                                       : NULL;
    if (!required && !vm->load_module)
      vm_throw_error(vm, ERROR_ERROR, "There are no modules here");
    if (!required) return false;
    if (!array_push(isolate, loaded, value_from_cell(required)))
      return vm_throw_memory(vm);
  }
  cell_write(&isolate->heap, module, &module->loaded, value_from_cell(loaded));
  return true;
}

/* Everything that can be reached, one after the other: long chains of imports
 * take no C stack. When one fails, so do all that led to it: somebody may try
 * again, and must not find modules whose own requests were never loaded. */
static bool load_all(VM *vm, Module *module) {
  VECTOR(Module *) found = {};
  bool ok = true;
  vector_push(&found, module);
  for (u32 i = 0; ok && i < found.count; i++) {
    Module *next = found.items[i];
    if (next->is_loaded) continue;
    ok = load_requests(vm, next);
    u32 count = ok ? module_list_count(next->loaded, 1) : 0;
    for (u32 j = 0; j < count; j++)
      if (!module_loaded(next, j)->is_loaded)
        vector_push(&found, module_loaded(next, j));
  }
  for (u32 i = 0; !ok && i < found.count; i++)
    found.items[i]->is_loaded = false;
  vector_free(&found);
  return ok;
}

/* ---- Exports ------------------------------------------------------------ */

/* The pairs of module and name that a search has been at. */
typedef struct Visited {
  Module *module;
  Value name;
} Visited;
typedef VECTOR(Visited) VisitedList;

static bool resolve(VM *vm, Module *module, Value name, VisitedList *visited,
                    Resolution *result);

/* One entry of the list of exports that names it. */
static bool resolve_entry(VM *vm, Module *module, u32 at, VisitedList *visited,
                          Resolution *result) {
  Value request = module_list_at(module->exports, at + 1);
  Value there = module_list_at(module->exports, at + 2);
  if (value_is_undefined(request)) {
    *result =
        (Resolution){RESOLUTION_VARIABLE, (u32)value_to_int(there), module};
    return true;
  }
  Module *other = module_loaded(module, (u32)value_to_int(request));
  if (value_is_null(there)) {
    *result = (Resolution){RESOLUTION_NAMESPACE, 0, other};
    return true;
  }
  return resolve(vm, other, there, visited, result);
}

static bool is_same(const Resolution *a, const Resolution *b) {
  return a->kind == b->kind && a->module == b->module && a->slot == b->slot;
}

/* All `export *`: they must agree. */
static bool resolve_stars(VM *vm, Module *module, Value name,
                          VisitedList *visited, Resolution *result) {
  u32 count = module_list_count(module->exports, EXPORT_ITEMS);
  for (u32 i = 0; i < count; i++) {
    u32 at = i * EXPORT_ITEMS;
    if (!value_is_undefined(module_list_at(module->exports, at))) continue;
    u32 request = (u32)value_to_int(module_list_at(module->exports, at + 1));
    Resolution found = {};
    if (!resolve(vm, module_loaded(module, request), name, visited, &found))
      return false;
    if (found.kind == RESOLUTION_NONE) continue;
    if (found.kind != RESOLUTION_AMBIGUOUS &&
        (result->kind == RESOLUTION_NONE || is_same(&found, result))) {
      *result = found;
      continue;
    }
    result->kind = RESOLUTION_AMBIGUOUS;
    return true;
  }
  return true;
}

static bool resolve(VM *vm, Module *module, Value name, VisitedList *visited,
                    Resolution *result) {
  *result = (Resolution){};
  if (!vm_check_stack(vm)) return false;
  for (u32 i = 0; i < visited->count; i++)
    if (visited->items[i].module == module &&
        value_same_bits(visited->items[i].name, name))
      return true; /* a circle */
  vector_push(visited, ((Visited){module, name}));
  u32 count = module_list_count(module->exports, EXPORT_ITEMS);
  for (u32 i = 0; i < count; i++) {
    u32 at = i * EXPORT_ITEMS;
    if (value_same_bits(module_list_at(module->exports, at), name))
      return resolve_entry(vm, module, at, visited, result);
  }
  if (value_same_bits(name, value_from_cell(ATOM(&vm->isolate, default))))
    return true;
  return resolve_stars(vm, module, name, visited, result);
}

bool module_resolve(VM *vm, Module *module, Value name, Resolution *result) {
  VisitedList visited = {};
  bool ok = resolve(vm, module, name, &visited, result);
  vector_free(&visited);
  return ok;
}

static bool has_name(const Object *names, Value name) {
  for (u32 i = 0; i < names->elements->length; i++)
    if (value_same_bits(names->elements->values[i], name)) return true;
  return false;
}

/* Appends the names of one module; those of its stars come through `found`. */
static bool append_names(VM *vm, Module *module, bool is_star, Object *names) {
  u32 count = module_list_count(module->exports, EXPORT_ITEMS);
  Value default_name = value_from_cell(ATOM(&vm->isolate, default));
  for (u32 i = 0; i < count; i++) {
    Value name = module_list_at(module->exports, i * EXPORT_ITEMS);
    if (value_is_undefined(name) || has_name(names, name) ||
        (is_star && value_same_bits(name, default_name)))
      continue;
    if (!array_push(&vm->isolate, names, name)) return vm_throw_memory(vm);
  }
  return true;
}

Object *module_export_names(VM *vm, Module *module) {
  ROOT_CELL(&vm->isolate.heap, Object, names, array_new(&vm->isolate, 8));
  VECTOR(Module *) found = {};
  bool ok = true;
  vector_push(&found, module);
  for (u32 i = 0; ok && i < found.count; i++) {
    Module *next = found.items[i];
    ok = append_names(vm, next, i > 0, names);
    u32 count = module_list_count(next->exports, EXPORT_ITEMS);
    for (u32 j = 0; ok && j < count; j++) {
      u32 at = j * EXPORT_ITEMS;
      if (!value_is_undefined(module_list_at(next->exports, at))) continue;
      Module *other = module_loaded(
          next, (u32)value_to_int(module_list_at(next->exports, at + 1)));
      u32 k = 0;
      while (k < found.count && found.items[k] != other)
        k++;
      if (k == found.count) vector_push(&found, other);
    }
  }
  vector_free(&found);
  return ok ? names : NULL;
}

/* ---- Both steps --------------------------------------------------------- */

bool module_prepare(VM *vm, Module *module) {
  return load_all(vm, module) && module_link(vm, module);
}
