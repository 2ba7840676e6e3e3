/* change_fire.c - an event that somebody fires by hand: as if a user had
 * clicked, or a message had come.
 *
 * It is of the class that such an event has (host/event_types.def) and is a
 * task of its own, which the loop takes when it comes to it. Its fields are
 * those of the table, then those that the change brings: `init` is what the
 * program would give to the constructor, as JSON.
 */
#include "host/dom/dom.h"
#include "host/event_types.h"
#include "watch/change_parts.h"
#include "watch/text.h"

#include <string.h>

static bool dispatch(VM *vm, Call *call) {
  EventTarget *target = (EventTarget *)value_to_cell(call_argument(call, 0));
  Event *event = (Event *)value_to_cell(call_argument(call, 1));
  return dom_is_open(vm) ? dom_dispatch_by_user(vm, target, event)
                         : event_dispatch(vm, target, event, NULL);
}

/* ---- Keys --------------------------------------------------------------- */

/* Of keys that are no characters; the others are computed. */
static const struct {
  const char *key, *code;
  int number;
} keys[] = {
    {"Backspace", "Backspace", 8},
    {"Tab", "Tab", 9},
    {"Enter", "Enter", 13},
    {"Shift", "ShiftLeft", 16},
    {"Control", "ControlLeft", 17},
    {"Alt", "AltLeft", 18},
    {"Escape", "Escape", 27},
    {" ", "Space", 32},
    {"PageUp", "PageUp", 33},
    {"PageDown", "PageDown", 34},
    {"End", "End", 35},
    {"Home", "Home", 36},
    {"ArrowLeft", "ArrowLeft", 37},
    {"ArrowUp", "ArrowUp", 38},
    {"ArrowRight", "ArrowRight", 39},
    {"ArrowDown", "ArrowDown", 40},
    {"Delete", "Delete", 46},
    {"Meta", "MetaLeft", 91},
};

static void add_missing(json_t *init, const char *name, json_t *value) {
  if (json_object_get(init, name))
    json_decref(value);
  else
    json_object_set_new(init, name, value);
}

static void add_key_code(json_t *init, const char *code, int number) {
  add_missing(init, "code", json_string(code));
  add_missing(init, "keyCode", json_integer(number));
}

/* What a keyboard with letters and digits where an American one has them would
 * send beside the key. */
static void complete_key(json_t *init, bool is_press) {
  const char *key = json_string_value(json_object_get(init, "key"));
  if (!key) return;
  for (u32 i = 0; i < ARRAY_COUNT(keys); i++)
    if (!strcmp(keys[i].key, key))
      add_key_code(init, keys[i].code, keys[i].number);
  u8 unit = (u8)key[0];
  if (unit && !key[1]) {
    u8 upper = unit >= 'a' && unit <= 'z' ? unit - 'a' + 'A' : unit;
    char code[8] = {};
    if (upper >= 'A' && upper <= 'Z')
      snprintf(code, sizeof code, "Key%c", upper);
    else if (upper >= '0' && upper <= '9')
      snprintf(code, sizeof code, "Digit%c", upper);
    add_key_code(init, code, upper);
    if (is_press) add_missing(init, "charCode", json_integer(unit));
  }
  json_t *number = json_object_get(init, is_press ? "charCode" : "keyCode");
  if (number) add_missing(init, "which", json_incref(number));
}

/* ---- The event ---------------------------------------------------------- */

static void read_flag(const json_t *init, const char *name, bool *flag) {
  json_t *given = json_object_get(init, name);
  if (given) *flag = json_is_true(given);
}

/* The table's fields, those of the change over them; NULL: they are none. */
static json_t *fields_of(const EventType *type, json_t *change, Buffer *error) {
  const char *text = json_string_value(json_object_get(change, "init"));
  json_t *init = json_loads(type->fields, 0, NULL);
  json_t *given = text && *text ? json_loads(text, 0, NULL) : json_object();
  assert(init);
  if (json_is_object(given)) {
    json_object_update(init, given);
  } else {
    buffer_text(error, "`init` is to be a JSON object: what the event's "
                       "constructor would be given");
    json_decref(init);
    init = NULL;
  }
  json_decref(given);
  return init;
}

/* NULL: threw, or there is a line in `error`. */
static Event *make_event(VM *vm, EventType type, json_t *init, Buffer *error) {
  Value fields;
  bool is_press = !strcmp(type.name, "keypress");
  if (type.class == EVENT_CLASS_KEYBOARD_EVENT) complete_key(init, is_press);
  read_flag(init, "bubbles", &type.init.bubbles);
  read_flag(init, "cancelable", &type.init.cancelable);
  read_flag(init, "composed", &type.init.composed);
  bool has_detail = json_object_get(init, "detail");
  if (type.class == EVENT_CLASS_EVENT && has_detail)
    type.class = EVENT_CLASS_CUSTOM_EVENT;
  char *text = json_dumps(init, 0);
  bool ok = change_read_value(vm, text, &fields, error);
  free(text);
  if (!ok) return NULL;
  /* what it has not is not looked for among what the program may have made */
  vm_set_prototype(vm, value_to_object(fields), VALUE_NULL, &ok);
  event_open_classes(vm);
  Event *event = event_new_with(vm, type.class, type.name, type.init, fields);
  if (event && event_class_is(type.class, EVENT_CLASS_UI_EVENT))
    event_set_field(vm, event, "view", value_from_cell(vm->isolate.global));
  return event;
}

bool change_fire_event(VM *vm, EventTarget *target, json_t *change,
                       Buffer *error) {
  const char *name = json_string_value(json_object_get(change, "event"));
  if (!name || !*name) {
    buffer_text(error, "`event` is missing: its type");
    return false;
  }
  EventType type = event_type(vm, name);
  json_t *init = fields_of(&type, change, error);
  Event *event = init ? make_event(vm, type, init, error) : NULL;
  json_decref(init);
  if (!event) {
    if (!error->length) text_of_exception(vm, vm_take_exception(vm), error);
    return false;
  }
  Value pair[2] = {value_from_cell(target), value_from_cell(event)};
  Object *arguments = array_from_values(&vm->isolate, pair, 2);
  queues_add_task(vm, WAITING_EVENT, vm_now_ns(vm),
                  value_from_cell(native_new(&vm->isolate, name, dispatch, 2)),
                  value_from_cell(arguments));
  return true;
}
