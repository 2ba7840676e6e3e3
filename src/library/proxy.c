/* proxy.c - the global Proxy; calls, prototypes and extensibility of proxies.
 */
#include "library/proxy.h"

/* ---- Traps --------------------------------------------------------------- */

static bool throw_revoked(VM *vm, const char *method) {
  return vm_throw_type(vm,
                       "Cannot perform '%s' on a proxy that has been "
                       "revoked",
                       method);
}

static bool throw_no_function(VM *vm, Value found, const char *name,
                              Value handler) {
  Buffer text = {}, object = {};
  library_describe(vm, found, &text);
  library_describe(vm, handler, &object);
  vm_throw_type(vm,
                "'%s' returned for property '%s' of object '%s' is not a "
                "function",
                text.bytes, name, object.bytes);
  buffer_free(&text);
  buffer_free(&object);
  return false;
}

bool proxy_open_trap(VM *vm, Object *proxy, String *name, const char *text,
                     Trap *trap) {
  const Proxy *self = (const Proxy *)proxy;
  if (!vm_check_stack(vm)) return false;
  if (value_is_null(self->handler)) return throw_revoked(vm, text);
  trap->target = self->target;
  trap->handler = self->handler;
  if (!vm_get(vm, trap->handler, key_from_atom(name), &trap->function))
    return false;
  if (value_is_null(trap->function)) trap->function = VALUE_UNDEFINED;
  return value_is_undefined(trap->function) ||
         value_is_callable(trap->function) ||
         throw_no_function(vm, trap->function, text, trap->handler);
}

bool trap_call(VM *vm, const Trap *trap, const Value *more, u32 count,
               Value *result) {
  Value arguments[4] = {trap->target};
  assert(count < ARRAY_COUNT(arguments));
  for (u32 i = 0; i < count; i++)
    arguments[1 + i] = more[i];
  return vm_call(vm, trap->function, trap->handler, arguments, 1 + count,
                 result);
}

bool trap_ask(VM *vm, const Trap *trap, const char *name, const Value *more,
              u32 count, bool *result) {
  Value answer;
  if (!trap_call(vm, trap, more, count, &answer)) return false;
  *result = vm_to_boolean(answer);
  if (!*result) vm->refused_trap = name;
  return true;
}

bool proxy_throw_key(VM *vm, const char *format, Key key) {
  Buffer name = {}, text = {};
  key_append_text(key, &name);
  const char *hole = strstr(format, "%s");
  buffer_append(&text, format, (size_t)(hole - format));
  buffer_text(&text, name.bytes ? name.bytes : "");
  buffer_text(&text, hole + 2);
  vm_throw_type(vm, "%s", text.bytes);
  buffer_free(&name);
  buffer_free(&text);
  return false;
}

/* What was refused by the target, however far down, is told as of it. */
static bool throw_refused(VM *vm, Object **self, const char *method, Key key) {
  const Proxy *proxy = (const Proxy *)*self;
  const char *trap = vm->refused_trap;
  if (!trap) {
    if (value_is_object(proxy->target)) *self = value_to_object(proxy->target);
    return true;
  }
  if (!strcmp(trap, "preventExtensions"))
    return vm_throw_type(vm, "'%s' on proxy: trap returned falsish", trap);
  Buffer name = {};
  if (key.bits)
    key_append_text(key, &name);
  else
    buffer_text(&name, "undefined");
  vm_throw_type(vm, "'%s' on proxy: trap returned falsish for property '%s'",
                trap, name.bytes ? name.bytes : "");
  buffer_free(&name);
  return false;
}

/* ---- Prototype and extensibility ----------------------------------------- */

static bool proxy_get_prototype(VM *vm, Object *self, Value *prototype) {
  TRAP(vm, self, getPrototypeOf);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap))
    return vm_get_prototype(vm, trap_target(&trap), prototype);
  KEEP(vm, answer, VALUE_UNDEFINED);
  if (!trap_call(vm, &trap, NULL, 0, &answer)) return false;
  if (!value_is_object(answer) && !value_is_null(answer))
    return vm_throw_type(vm, "'getPrototypeOf' on proxy: trap returned neither "
                             "object nor null");
  *prototype = answer;
  bool is_extensible;
  Value actual;
  if (!vm_is_extensible(vm, trap_target(&trap), &is_extensible)) return false;
  if (is_extensible) return true;
  if (!vm_get_prototype(vm, trap_target(&trap), &actual)) return false;
  return value_same_bits(actual, answer) ||
         vm_throw_type(vm, "'getPrototypeOf' on proxy: proxy target is "
                           "non-extensible but the trap did not return its "
                           "actual prototype");
}

static bool proxy_set_prototype(VM *vm, Object *self, Value prototype,
                                bool *done) {
  KEEP(vm, kept, prototype);
  TRAP(vm, self, setPrototypeOf);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap)) {
    trap_forward(vm);
    return vm_set_prototype(vm, trap_target(&trap), kept, done);
  }
  bool is_extensible;
  Value actual;
  if (!trap_ask(vm, &trap, "setPrototypeOf", &kept, 1, done)) return false;
  if (!*done) return true;
  if (!vm_is_extensible(vm, trap_target(&trap), &is_extensible)) return false;
  if (is_extensible) return true;
  if (!vm_get_prototype(vm, trap_target(&trap), &actual)) return false;
  return value_same_bits(actual, kept) ||
         vm_throw_type(vm, "'setPrototypeOf' on proxy: trap returned truish "
                           "for setting a new prototype on the non-extensible "
                           "proxy target");
}

static bool proxy_is_extensible(VM *vm, Object *self, bool *result) {
  TRAP(vm, self, isExtensible);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap))
    return vm_is_extensible(vm, trap_target(&trap), result);
  bool actual;
  if (!trap_ask(vm, &trap, "isExtensible", NULL, 0, result) ||
      !vm_is_extensible(vm, trap_target(&trap), &actual))
    return false;
  return actual == *result ||
         vm_throw_type(vm,
                       "'isExtensible' on proxy: trap result does not reflect "
                       "extensibility of proxy target (which is '%s')",
                       actual ? "true" : "false");
}

static bool proxy_prevent_extensions(VM *vm, Object *self, bool *done) {
  TRAP(vm, self, preventExtensions);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap)) {
    trap_forward(vm);
    return vm_prevent_extensions(vm, trap_target(&trap), done);
  }
  bool is_extensible;
  if (!trap_ask(vm, &trap, "preventExtensions", NULL, 0, done)) return false;
  if (!*done) return true;
  return vm_is_extensible(vm, trap_target(&trap), &is_extensible) &&
         (!is_extensible ||
          vm_throw_type(vm, "'preventExtensions' on proxy: trap returned "
                            "truish but the proxy target is extensible"));
}

/* ---- Calls ----------------------------------------------------------------
 */

static bool apply(VM *vm, Call *call) {
  TRAP(vm, call->callee, apply);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap))
    return vm_call(vm, trap.target, call->this_value, call->arguments,
                   call->count, &call->result);
  Object *list = array_from_values(&vm->isolate, call->arguments, call->count);
  if (!list) return vm_throw_memory(vm);
  Value more[] = {call->this_value, value_from_cell(list)};
  return trap_call(vm, &trap, more, 2, &call->result);
}

static bool throw_no_object(VM *vm, Value result) {
  return library_throw_about(
      vm, "'construct' on proxy: trap returned non-object ('%s')", result);
}

static bool construct(VM *vm, Call *call) {
  TRAP(vm, call->callee, construct);
  if (!trap_is_open) return false;
  if (trap_is_missing(&trap))
    return vm_construct(vm, trap.target, call->new_target, call->arguments,
                        call->count, &call->result);
  Object *list = array_from_values(&vm->isolate, call->arguments, call->count);
  if (!list) return vm_throw_memory(vm);
  Value more[] = {value_from_cell(list), call->new_target};
  return trap_call(vm, &trap, more, 2, &call->result) &&
         (value_is_object(call->result) || throw_no_object(vm, call->result));
}

static bool proxy_call(VM *vm, Call *call) {
  return value_is_undefined(call->new_target) ? apply(vm, call)
                                              : construct(vm, call);
}

/* ---- Proxy itself ---------------------------------------------------------
 */

/* Its own Shape is empty but for private names, and unlike any other's: the
 * prototype that a program sees is the target's. */
static Proxy *new_proxy(VM *vm, Value target, Value handler) {
  if (!value_is_object(target) || !value_is_object(handler)) {
    vm_throw_type(vm, "Cannot create proxy with a non-object as target or "
                      "handler");
    return NULL;
  }
  Isolate *isolate = &vm->isolate;
  KEEP(vm, kept_target, target);
  KEEP(vm, kept_handler, handler);
  CellKind kind = value_is_callable(target) ? KIND_CALLABLE_PROXY : KIND_PROXY;
  KEEP_CELL(vm, Shape, shape,
            shape_empty_variant(isolate, VALUE_NULL, 0, SHAPE_EXOTIC, 0));
  Proxy *proxy = (Proxy *)object_new_kind(isolate, kind, shape, sizeof *proxy);
  proxy->target = kept_target;
  proxy->handler = kept_handler;
  proxy->object.cell.flags |=
      OBJECT_EXOTIC |
      (value_to_cell(kept_target)->flags &
       (kind == KIND_CALLABLE_PROXY ? OBJECT_IS_CONSTRUCTOR : 0));
  return proxy;
}

static bool proxy_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor Proxy requires 'new'");
  Proxy *proxy = new_proxy(vm, call_argument(call, 0), call_argument(call, 1));
  return proxy && call_return(call, value_from_cell(proxy));
}

/* The function's data is the proxy, until it has revoked it. */
static bool proxy_revoke(VM *vm, Call *call) {
  NativeFunction *self = library_native(call);
  if (value_is_null(self->data)) return true;
  Heap *heap = &vm->isolate.heap;
  Proxy *proxy = (Proxy *)value_to_cell(self->data);
  cell_write(heap, self, &self->data, VALUE_NULL);
  cell_write(heap, proxy, &proxy->target, VALUE_NULL);
  cell_write(heap, proxy, &proxy->handler, VALUE_NULL);
  return true;
}

static bool proxy_revocable(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Proxy, proxy,
            new_proxy(vm, call_argument(call, 0), call_argument(call, 1)));
  if (!proxy) return false;
  KEEP_CELL(vm, NativeFunction, revoke,
            native_new(isolate, "", proxy_revoke, 0));
  cell_write(&isolate->heap, revoke, &revoke->data, value_from_cell(proxy));
  KEEP_CELL(vm, Object, result, object_new_plain(isolate));
  object_define(isolate, result, ATOM_KEY(isolate, proxy),
                value_from_cell(proxy), ATTRIBUTES_DEFAULT);
  object_set_c(isolate, result, "revoke", value_from_cell(revoke),
               ATTRIBUTES_DEFAULT);
  return call_return(call, value_from_cell(result));
}

/* ---- Opening --------------------------------------------------------------
 */

static const ExoticMethods proxy_methods = {
    .get_prototype = proxy_get_prototype,
    .set_prototype = proxy_set_prototype,
    .is_extensible = proxy_is_extensible,
    .prevent_extensions = proxy_prevent_extensions,
    .get_own = proxy_get_own,
    .define = proxy_define,
    .has = proxy_has,
    .get = proxy_get,
    .set = proxy_set,
    .delete = proxy_delete,
    .own_keys = proxy_own_keys,
    .call = proxy_call,
    .throw_refused = throw_refused,
};

void library_open_proxy(VM *vm) {
  static const NativeEntry functions[] = {{"revocable", proxy_revocable, 2}};
  exotic_register(vm, KIND_PROXY, &proxy_methods);
  exotic_register(vm, KIND_CALLABLE_PROXY, &proxy_methods);
  NativeFunction *constructor =
      library_add_constructor(vm, "Proxy", proxy_construct, 2, NULL);
  library_add_functions(vm, &constructor->object, functions, 1);
}
