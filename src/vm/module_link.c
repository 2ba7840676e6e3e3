/* module_link.c - joining modules: environments, functions, and where each
 * imported variable lies. */
#include "vm/module.h"
#include "vm/operations.h"

typedef VECTOR(Module *) ModuleStack;

/* ---- Errors ------------------------------------------------------------- */

/* A SyntaxError at a place of the module's text. Always false. */
static bool throw_at(VM *vm, Module *module, u32 start, u32 end,
                     const Buffer *message) {
  vm_throw_syntax(vm, module->source,
                  &(SyntaxError){message->bytes, start, end});
  return false;
}

/* The requested module as it was written. */
static void append_request(const Module *module, u32 request, Buffer *out) {
  Value specifier = module_list_at(module->requests, request * REQUEST_ITEMS);
  string_append_text((String *)value_to_cell(specifier), out);
}

/* What helps with a module of CommonJS, in Node's words. */
static void append_commonjs_advice(const Module *module, u32 request,
                                   Value name, Buffer *text) {
  buffer_text(text, "Named export '");
  string_append_text((String *)value_to_cell(name), text);
  buffer_text(text, "' not found. The requested module '");
  append_request(module, request, text);
  buffer_text(text, "' is a CommonJS module, which may not support all "
                    "module.exports as named exports.\nCommonJS modules can "
                    "always be imported via the default export, for example "
                    "using:\n\nimport pkg from '");
  append_request(module, request, text);
  buffer_text(text, "';\nconst { ");
  string_append_text((String *)value_to_cell(name), text);
  buffer_text(text, " } = pkg;\n");
}

static bool throw_unresolved(VM *vm, Module *module, u32 request, Value name,
                             u32 place, Value list, ResolutionKind kind) {
  Buffer text = {};
  Module *required = module_loaded(module, request);
  if (required->is_commonjs && kind == RESOLUTION_NONE) {
    append_commonjs_advice(module, request, name, &text);
  } else {
    buffer_text(&text, "The requested module '");
    append_request(module, request, &text);
    if (kind == RESOLUTION_AMBIGUOUS)
      buffer_text(&text, "' contains conflicting star exports for name '");
    else
      buffer_text(&text, "' does not provide an export named '");
    string_append_text((String *)value_to_cell(name), &text);
    buffer_byte(&text, '\'');
  }
  throw_at(vm, module, (u32)value_to_int(module_list_at(list, place)),
           (u32)value_to_int(module_list_at(list, place + 1)), &text);
  buffer_free(&text);
  return false;
}

/* ---- Binding ------------------------------------------------------------ */

static Import *new_import(VM *vm, Environment *environment, u32 slot) {
  Import *import = (Import *)heap_allocate_keeping(
      &vm->isolate.heap, KIND_IMPORT, sizeof *import,
      value_from_cell(environment), (Value){}, (Value){});
  import->environment = environment;
  import->slot = slot;
  return import;
}

bool module_binding(VM *vm, const Resolution *resolution, Value *binding) {
  if (resolution->kind == RESOLUTION_NAMESPACE) {
    Object *namespace = module_namespace(vm, resolution->module);
    *binding = value_from_cell(namespace);
    return namespace;
  }
  *binding = value_from_cell(
      new_import(vm, resolution->module->environment, resolution->slot));
  return true;
}

/* One imported variable: its slot gets an Import, or a namespace. */
static bool bind_import(VM *vm, Module *module, u32 at) {
  u32 slot = (u32)value_to_int(module_list_at(module->imports, at));
  u32 request = (u32)value_to_int(module_list_at(module->imports, at + 1));
  Value name = module_list_at(module->imports, at + 2);
  Resolution resolution = {RESOLUTION_NAMESPACE, 0,
                           module_loaded(module, request)};
  if (!value_is_null(name) &&
      !module_resolve(vm, resolution.module, name, &resolution))
    return false;
  if (resolution.kind <= RESOLUTION_AMBIGUOUS)
    return throw_unresolved(vm, module, request, name, at + 3, module->imports,
                            resolution.kind);
  ROOT(&vm->isolate.heap, binding, VALUE_UNDEFINED);
  if (!module_binding(vm, &resolution, &binding)) return false;
  cell_write(&vm->isolate.heap, module->environment,
             &module->environment->slots[slot], binding);
  return true;
}

/* What is passed on must be there, even when nobody asks for it. */
static bool check_export(VM *vm, Module *module, u32 at) {
  Value name = module_list_at(module->exports, at);
  Value request = module_list_at(module->exports, at + 1);
  Value there = module_list_at(module->exports, at + 2);
  if (value_is_undefined(name) || value_is_undefined(request) ||
      value_is_null(there))
    return true;
  Resolution resolution;
  if (!module_resolve(vm, module, name, &resolution)) return false;
  return resolution.kind > RESOLUTION_AMBIGUOUS ||
         throw_unresolved(vm, module, (u32)value_to_int(request), there, at + 3,
                          module->exports, resolution.kind);
}

/* The module's environment, with its functions. */
static bool make_environment(VM *vm, Module *module) {
  ROOT_CELL(&vm->isolate.heap, Function, link,
            function_new(
                &vm->isolate, module->code, NULL,
                value_from_cell(INTRINSIC(&vm->isolate, function_prototype))));
  Value body;
  if (!vm_call(vm, value_from_cell(link), VALUE_UNDEFINED, NULL, 0, &body))
    return false;
  Heap *heap = &vm->isolate.heap;
  cell_write(heap, module, &module->body, body);
  cell_write_pointer(heap, module, module->environment,
                     ((Function *)value_to_cell(body))->environment);
  return true;
}

/* InitializeEnvironment, but for the environment itself. */
static bool bind(VM *vm, Module *module) {
  u32 exports = module_list_count(module->exports, EXPORT_ITEMS);
  u32 imports = module_list_count(module->imports, IMPORT_ITEMS);
  for (u32 i = 0; i < exports; i++)
    if (!check_export(vm, module, i * EXPORT_ITEMS)) return false;
  for (u32 i = 0; i < imports; i++)
    if (!bind_import(vm, module, i * IMPORT_ITEMS)) return false;
  return true;
}

/* ---- The walk ----------------------------------------------------------- */

/* InnerModuleLinking. */
static bool link(VM *vm, Module *module, ModuleStack *stack, u32 *index) {
  if (module->status != MODULE_UNLINKED) return true;
  if (!vm_check_stack(vm)) return false;
  module->status = MODULE_LINKING;
  module->dfs_index = module->dfs_least = (*index)++;
  vector_push(stack, module);
  u32 count = module_list_count(module->loaded, 1);
  for (u32 i = 0; i < count; i++) {
    Module *required = module_loaded(module, i);
    if (!link(vm, required, stack, index)) return false;
    if (required->status == MODULE_LINKING &&
        required->dfs_least < module->dfs_least)
      module->dfs_least = required->dfs_least;
  }
  if (module->source && !module->environment && !make_environment(vm, module))
    return false;
  if (module->dfs_least != module->dfs_index) return true;
  /* the whole cycle has environments: now its variables can be joined */
  u32 first = stack->count;
  while (stack->items[--first] != module)
    ;
  for (u32 i = first; i < stack->count; i++)
    if (stack->items[i]->source && !bind(vm, stack->items[i])) return false;
  for (u32 i = first; i < stack->count; i++)
    stack->items[i]->status = MODULE_LINKED;
  stack->count = first;
  return true;
}

bool module_link(VM *vm, Module *module) {
  ModuleStack stack = {};
  u32 index = 0;
  bool ok = link(vm, module, &stack, &index);
  for (u32 i = 0; !ok && i < stack.count; i++) {
    stack.items[i]->status = MODULE_UNLINKED;
    cell_write_pointer(&vm->isolate.heap, stack.items[i],
                       stack.items[i]->environment, NULL);
  }
  vector_free(&stack);
  return ok;
}
