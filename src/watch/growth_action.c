/* growth_action.c - finding what to run again and again, and running it. */
#include "watch/growth_action.h"

#include "host/program.h"
#include "library/support.h"
#include "vm/module.h"

#include <stdlib.h>

/* What module.exports is, in the arguments of a module of CommonJS. */
constexpr u32 ARGUMENT_EXPORTS = 0, ARGUMENT_REQUIRE = 1, ARGUMENT_MODULE = 2;

/* ---- Looking at exports -------------------------------------------------- */

static void set_name(GrowthAction *action, const char *format,
                     const char *name) {
  Buffer text = {};
  for (; *format; format++)
    if (*format == '$')
      buffer_text(&text, name);
    else
      buffer_byte(&text, *format);
  free(action->name);
  action->name = buffer_take(&text);
}

/* What reading a property gives; what throws is not there. */
static Value read(VM *vm, Value object, const char *name) {
  Value value;
  Key key = key_from_c(&vm->isolate, name);
  if (!value_is_object(object)) return VALUE_UNDEFINED;
  if (vm_get(vm, object, key, &value)) return value;
  if (!vm->is_terminating) vm_take_exception(vm);
  return VALUE_UNDEFINED;
}

static bool take(VM *vm, Value object, const char *name, const char *format,
                 GrowthAction *action) {
  Value value = read(vm, object, name);
  if (!value_is_callable(value)) return false;
  action->function = value;
  set_name(action, format, name);
  return true;
}

/* The names of its functions: how many, and the last of them. */
static u32 list_functions(VM *vm, Value object, Buffer *names, Buffer *last) {
  KEEP(vm, kept, object);
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, value_to_object(kept)));
  u32 count = 0;
  for (u32 i = 0; keys && i < keys->elements->length; i++) {
    Key key = {keys->elements->values[i].bits};
    Buffer name = {};
    if (key_is_symbol(key)) continue;
    key_append_text(key, &name);
    buffer_append(&name, "", 0);
    if (value_is_callable(read(vm, kept, name.bytes))) {
      buffer_format(names, "%s%s", count++ ? ", " : "", name.bytes);
      buffer_clear(last);
      buffer_text(last, name.bytes);
    }
    buffer_free(&name);
  }
  return count;
}

/* `iterate`, or the only function that there is. */
static bool take_obvious(VM *vm, Value exports, GrowthAction *action,
                         Buffer *error) {
  Buffer names = {}, last = {};
  bool is_found = take(vm, exports, "iterate", "$()", action);
  u32 count = is_found ? 1 : list_functions(vm, exports, &names, &last);
  if (!is_found && count == 1)
    is_found = take(vm, exports, last.bytes, "$()", action);
  if (!is_found && count)
    buffer_format(error,
                  "which of its functions is to be called again and again? "
                  "Give --call NAME: %s",
                  names.bytes);
  if (!count)
    buffer_text(error, "it exports no function to call again and again");
  buffer_free(&names);
  buffer_free(&last);
  return is_found;
}

/* ---- The kinds of programs ----------------------------------------------- */

/* Variables of a script's top level that are no properties of the global
 * object are found as code finds them. */
static Value find_variable(VM *vm, const char *name) {
  Value value;
  for (const char *at = name; *at; at++)
    if (!(*at == '_' || *at == '$' || (u32)((*at | 0x20) - 'a') < 26 ||
          (at > name && (u32)(*at - '0') < 10) || *at & 0x80))
      return VALUE_UNDEFINED;
  String *text = string_from_text(&vm->isolate, name, strlen(name));
  if (text && vm_eval(vm, value_from_cell(text), &value)) return value;
  if (!vm->is_terminating) vm_take_exception(vm);
  return VALUE_UNDEFINED;
}

static bool find_named(VM *vm, Value exports, const char *name,
                       GrowthAction *action, Buffer *error) {
  KEEP(vm, kept, exports);
  if (take(vm, kept, name, "$()", action)) return true;
  Value value = find_variable(vm, name);
  if (value_is_callable(value)) {
    action->function = value;
    set_name(action, "$()", name);
    return true;
  }
  buffer_format(error, "it has no function %s", name);
  if (!value_is_object(kept)) return false;
  Buffer names = {}, last = {};
  u32 count = list_functions(vm, kept, &names, &last);
  buffer_format(error, count ? "; it exports %s" : "; it exports no function%s",
                count ? names.bytes : "");
  buffer_free(&names);
  buffer_free(&last);
  return false;
}

static bool find_in_module(VM *vm, Value namespace, GrowthAction *action,
                           Buffer *error) {
  KEEP(vm, kept, namespace);
  return take(vm, kept, "default", "the default export", action) ||
         take_obvious(vm, kept, action, error);
}

static bool is_empty(VM *vm, Value exports) {
  if (!value_is_object(exports)) return value_is_undefined(exports);
  Object *keys = vm_own_keys(vm, value_to_object(exports));
  return keys && !keys->elements->length;
}

/* The whole program again: its text as the body of a function. */
static void take_program(VM *vm, Value function, GrowthAction *action) {
  Host *host = host_of(vm);
  action->function = function;
  action->is_program = true;
  set_name(action, "the whole program", "");
  for (u32 i = 0; i < ACTION_ARGUMENTS; i++)
    action->arguments[i] = VALUE_UNDEFINED;
  if (!value_is_object(host->arguments)) return;
  const Elements *items = value_to_object(host->arguments)->elements;
  for (u32 i = 0; i < ACTION_ARGUMENTS && i < items->length; i++)
    action->arguments[i] = items->values[i];
}

static bool find_in_commonjs(VM *vm, Function *script, Value exports,
                             GrowthAction *action, Buffer *error) {
  KEEP(vm, kept, exports);
  if (value_is_callable(kept)) {
    action->function = kept;
    set_name(action, "module.exports", "");
    return true;
  }
  if (is_empty(vm, kept)) {
    take_program(vm, value_from_cell(script), action);
    return true;
  }
  return take(vm, kept, "default", "exports.$()", action) ||
         take_obvious(vm, kept, action, error);
}

static bool find_in_script(VM *vm, Function *script, GrowthAction *action,
                           Buffer *error) {
  Value iterate = find_variable(vm, "iterate");
  if (value_is_callable(iterate)) {
    action->function = iterate;
    set_name(action, "$()", "iterate");
    return true;
  }
  const Source *first = script->code->source;
  Source *source = vm_add_source(vm, first->name, first->text, first->length);
  Function *body = vm_compile_commonjs(vm, source);
  if (body) {
    take_program(vm, value_from_cell(body), action);
    return true;
  }
  if (!vm->is_terminating) vm_take_exception(vm);
  buffer_text(error, "it has no function `iterate`, and cannot be run again "
                     "as a whole");
  return false;
}

static Value exports_of(VM *vm) {
  Host *host = host_of(vm);
  if (host->module) {
    Object *namespace = module_namespace(vm, host->module);
    return namespace ? value_from_cell(namespace) : VALUE_UNDEFINED;
  }
  if (!value_is_object(host->arguments)) return VALUE_UNDEFINED;
  Value module =
      value_to_object(host->arguments)->elements->values[ARGUMENT_MODULE];
  return read(vm, module, "exports");
}

bool growth_action_find(VM *vm, Function *script, const char *call,
                        GrowthAction *action, Buffer *error) {
  Host *host = host_of(vm);
  KEEP(vm, exports, exports_of(vm));
  if (call) return find_named(vm, exports, call, action, error);
  if (host->module) return find_in_module(vm, exports, action, error);
  if (value_is_object(host->arguments))
    return find_in_commonjs(vm, script, exports, action, error);
  return find_in_script(vm, script, action, error);
}

/* ---- Calling ------------------------------------------------------------- */

/* With exports and a module of its own, as if it were loaded again. */
static bool call_program(VM *vm, const GrowthAction *action, Value *result) {
  Isolate *isolate = &vm->isolate;
  Value arguments[ACTION_ARGUMENTS];
  memcpy(arguments, action->arguments, sizeof arguments);
  if (value_is_undefined(arguments[ARGUMENT_REQUIRE]))
    return vm_call(vm, action->function, value_from_cell(isolate->global), NULL,
                   0, result);
  KEEP_CELL(vm, Object, exports, object_new_plain(isolate));
  KEEP_CELL(vm, Object, module, object_new_plain(isolate));
  object_set_c(isolate, module, "exports", value_from_cell(exports),
               ATTRIBUTES_DEFAULT);
  arguments[ARGUMENT_EXPORTS] = value_from_cell(exports);
  arguments[ARGUMENT_MODULE] = value_from_cell(module);
  return vm_call(vm, action->function, arguments[ARGUMENT_EXPORTS], arguments,
                 ACTION_ARGUMENTS, result);
}

bool growth_action_call(VM *vm, const GrowthAction *action, u64 iteration,
                        Value *result) {
  if (action->is_program) return call_program(vm, action, result);
  Value number = value_from_number((double)iteration);
  return vm_call(vm, action->function, VALUE_UNDEFINED, &number, 1, result);
}

void growth_action_free(GrowthAction *action) {
  free(action->name);
  action->name = NULL;
}
