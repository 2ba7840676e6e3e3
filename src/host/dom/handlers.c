/* handlers.c - onclick and its kin, as properties and as attributes.
 *
 * The text of an attribute becomes a function when it is set. Unlike in a
 * browser its variables are only those of the page: the element and its form
 * are not in scope.
 */
#include "host/dom/dispatch.h"

static const char *const types[] = {
#define HANDLER(type) #type,
#include "host/dom/handlers.def"
#undef HANDLER
};

static String *type_of(VM *vm, Call *call) {
  return string_intern_c(&vm->isolate, types[library_native(call)->magic]);
}

static bool get(VM *vm, Call *call) {
  EventTarget *target = event_target_of(vm, call->this_value);
  return target &&
         call_return(call, event_target_handler(target, type_of(vm, call)));
}

static bool set(VM *vm, Call *call) {
  EventTarget *target = event_target_of(vm, call->this_value);
  return target && event_target_set_handler(vm, target, type_of(vm, call),
                                            call_argument(call, 0));
}

void handlers_add(VM *vm, Object *target, Interface interface) {
  char name[32] = "on";
  for (u32 i = 0; i < ARRAY_COUNT(types); i++) {
    strncpy(name + 2, types[i], sizeof name - 3);
    const NativeEntry entries[] = {
        {name, get, 0, NATIVE_GETTER, (u16)i},
        {name, set, 1, NATIVE_SETTER, (u16)i},
    };
    dom_add_members(vm, target, interface, entries, ARRAY_COUNT(entries));
  }
}

static const char *handler_type(const String *name) {
  if (name->length < 4 || !string_is_latin1(name) || name->latin1[0] != 'o' ||
      name->latin1[1] != 'n')
    return NULL;
  for (u32 i = 0; i < ARRAY_COUNT(types); i++)
    if (strlen(types[i]) == name->length - 2 &&
        !memcmp(types[i], name->latin1 + 2, name->length - 2))
      return types[i];
  return NULL;
}

/* A text that is no program has no handler, and is reported. */
bool handlers_attribute(VM *vm, Element *element, const String *name,
                        String *text) {
  const char *type = handler_type(name);
  if (!type) return true;
  KEEP_CELL(vm, Element, kept, element);
  KEEP_CELL(vm, String, body, text);
  KEEP(vm, function, VALUE_NULL);
  KEEP_CELL(vm, String, atom, string_intern_c(&vm->isolate, type));
  KEEP_CELL(vm, String, parameter, string_intern_c(&vm->isolate, "event"));
  Value strings[] = {value_from_cell(parameter), value_from_cell(body)};
  if (body && !vm_new_function(vm, "function", strings, 2, &function)) {
    function = VALUE_NULL;
    if (!host_report_exception(vm)) return false;
  }
  return event_target_set_handler(vm, &kept->node.target, atom, function);
}
