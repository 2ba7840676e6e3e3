/* style.c - element.style: declarations that are stored.
 *
 * The declarations are read from the attribute `style` and written back to it,
 * and the list between is an array of names and values by turns. Nothing is
 * laid out here, so no value is judged: a browser would refuse `color: 3`, and
 * would break up shorthands (`margin`); this keeps what it is given.
 */
#include "host/dom/view.h"

/* ---- Names
 * ----------------------------------------------------------------------- */

static const char *const properties[] = {
#define CSS(name) name,
#include "host/dom/css.def"
#undef CSS
};

/* The CSS name of a property of the object: backgroundColor is
 * background-color, cssFloat is float, WebkitX and webkitX are -webkit-x. NULL:
 * no such property is known. */
static String *css_name(VM *vm, const String *property) {
  Buffer name = {};
  if (!string_is_latin1(property)) return NULL;
  if (string_is_c(property, "cssFloat")) {
    buffer_text(&name, "float");
  } else {
    static const char WEBKIT[] = "webkit";
    if (property->length > 6 && !memcmp(property->latin1, WEBKIT, 6) &&
        property->latin1[6] < 'a')
      buffer_byte(&name, '-');
    for (u32 i = 0; i < property->length; i++) {
      u8 unit = property->latin1[i];
      bool is_capital = unit >= 'A' && unit <= 'Z';
      if (is_capital) buffer_byte(&name, '-');
      buffer_byte(&name, (char)(is_capital ? unit | 0x20 : unit));
    }
  }
  buffer_append(&name, "", 0);
  String *found = NULL;
  for (u32 i = 0; i < ARRAY_COUNT(properties) && !found; i++)
    if (!strcmp(properties[i], name.bytes))
      found = string_intern_c(&vm->isolate, name.bytes);
  if (!found && !strncmp(name.bytes, "-webkit-", 8))
    found = string_intern_c(&vm->isolate, name.bytes);
  buffer_free(&name);
  return found;
}

/* ---- Reading the attribute
 * ---------------------------------------------------------- */

static Object *list_of(const DomView *view) {
  return value_to_object(view->filter);
}

static u32 find(const DomView *view, const String *name) {
  const Elements *list = list_of(view)->elements;
  u32 at = 0;
  while (at < list->length &&
         (const String *)value_to_cell(list->values[at]) != name)
    at += 2;
  return at;
}

static void trim(const String *text, u32 *start, u32 *end) {
  while (*start < *end && dom_is_space(string_unit(text, *start)))
    ++*start;
  while (*end > *start && dom_is_space(string_unit(text, *end - 1)))
    --*end;
}

/* The end of a declaration: a semicolon outside of quotes and brackets. */
static u32 declaration_end(const String *text, u32 at) {
  u32 depth = 0, quote = 0;
  for (; at < text->length; at++) {
    u32 unit = string_unit(text, at);
    if (unit == '\\') {
      at++;
    } else if (quote) {
      if (unit == quote) quote = 0;
    } else if (unit == '"' || unit == '\'') {
      quote = unit;
    } else if (unit == '(' || unit == '[' || unit == '{') {
      depth++;
    } else if (depth && (unit == ')' || unit == ']' || unit == '}')) {
      depth--;
    } else if (unit == ';' && !depth) {
      break;
    }
  }
  return at < text->length ? at : text->length;
}

static String *name_of(VM *vm, String *text, u32 start, u32 end) {
  trim(text, &start, &end);
  String *name =
      end > start ? string_slice(&vm->isolate, text, start, end) : NULL;
  if (!name) return NULL;
  bool is_custom = end > start + 2 && string_unit(text, start) == '-' &&
                   string_unit(text, start + 1) == '-';
  return is_custom ? string_intern(&vm->isolate, name)
                   : dom_lower_atom(vm, name);
}

static bool put(VM *vm, DomView *view, String *name, String *value) {
  u32 at = find(view, name);
  Object *list = list_of(view);
  KEEP(vm, kept, value_from_cell(value));
  if (at < list->elements->length) {
    cell_write(&vm->isolate.heap, list->elements,
               &list->elements->values[at + 1], kept);
    return true;
  }
  return (array_push(&vm->isolate, list, value_from_cell(name)) &&
          array_push(&vm->isolate, list, kept)) ||
         vm_throw_memory(vm);
}

static bool read_declaration(VM *vm, DomView *view, String *text, u32 start,
                             u32 end) {
  u32 colon = start;
  while (colon < end && string_unit(text, colon) != ':')
    colon++;
  KEEP_CELL(vm, String, name, name_of(vm, text, start, colon));
  u32 first = colon + 1, last = end;
  if (!name || colon >= end) return true;
  trim(text, &first, &last);
  if (first >= last) return true;
  String *value = string_slice(&vm->isolate, text, first, last);
  return value ? put(vm, view, name, value) : vm_throw_memory(vm);
}

bool style_add_text(VM *vm, DomView *view, String *text) {
  KEEP_CELL(vm, String, kept, text);
  for (u32 at = 0; kept && at < kept->length;) {
    u32 end = declaration_end(kept, at);
    if (!read_declaration(vm, view, kept, at, end)) return false;
    at = end + 1;
  }
  return true;
}

static bool read_text(VM *vm, DomView *view, String *text) {
  elements_truncate(&vm->isolate, list_of(view), 0);
  array_set_length_slot(&vm->isolate, list_of(view), 0);
  return style_add_text(vm, view, text);
}

/* The declarations are those of the attribute as it is now: `version` is that
 * of the document when they were read, and any change since may have been
 * one of the attribute. */
static bool refresh(VM *vm, DomView *view) {
  if (!view->root) return true;
  u64 version = node_document(view->root)->version;
  if (view->version == version + 1) return true;
  view->version = version + 1;
  return read_text(vm, view,
                   attribute_text((Element *)view->root, DOM_WORD(vm, style)));
}

/* ---- Writing it
 * ------------------------------------------------------------------------ */

static String *css_text(VM *vm, const DomView *view) {
  StringBuilder builder = {};
  const Elements *list = list_of(view)->elements;
  for (u32 i = 0; i < list->length; i += 2) {
    if (i) builder_unit(&builder, ' ');
    builder_string(&builder, (String *)value_to_cell(list->values[i]));
    builder_c(&builder, ": ");
    builder_string(&builder, (String *)value_to_cell(list->values[i + 1]));
    builder_unit(&builder, ';');
  }
  String *text = builder_finish(&vm->isolate, &builder);
  if (!text) vm_throw_memory(vm);
  return text;
}

static bool store(VM *vm, DomView *view) {
  if (!view->root) return true;
  String *text = css_text(vm, view);
  if (!text ||
      !attribute_set(vm, (Element *)view->root, DOM_WORD(vm, style), text))
    return false;
  view->version = node_document(view->root)->version + 1;
  return true;
}

static bool remove_at(VM *vm, DomView *view, u32 at) {
  Object *list = list_of(view);
  Elements *items = list->elements;
  u32 length = items->length;
  if (at >= length) return true;
  cell_begin_writes(&vm->isolate.heap, items);
  memmove(&items->values[at], &items->values[at + 2],
          (length - at - 2) * sizeof *items->values);
  cell_end_writes(&vm->isolate.heap, items);
  elements_truncate(&vm->isolate, list, length - 2);
  array_set_length_slot(&vm->isolate, list, length - 2);
  return store(vm, view);
}

static bool change(VM *vm, DomView *view, String *name, String *value) {
  KEEP_CELL(vm, String, kept_name, name);
  KEEP_CELL(vm, String, kept, value);
  u32 start = 0, end = kept->length;
  trim(kept, &start, &end);
  if (!refresh(vm, view)) return false;
  if (start == end) return remove_at(vm, view, find(view, kept_name));
  if (start || end < kept->length) {
    kept = string_slice(&vm->isolate, kept, start, end);
    if (!kept) return vm_throw_memory(vm);
  }
  return put(vm, view, kept_name, kept) && store(vm, view);
}

/* ---- Properties
 * ----------------------------------------------------------------------------
 */

static const char IMPORTANT[] = "!important";

/* Where the priority begins; the length when there is none. */
static u32 priority_of(const String *value) {
  u32 length = sizeof IMPORTANT - 1;
  if (value->length < length) return value->length;
  for (u32 i = 0; i < length; i++)
    if ((string_unit(value, value->length - length + i) | 0x20) !=
        ((u32)(u8)IMPORTANT[i] | 0x20))
      return value->length;
  return value->length - length;
}

static bool value_of(VM *vm, DomView *view, const String *name, Value *value) {
  if (!refresh(vm, view)) return false;
  u32 at = find(view, name);
  const Elements *list = list_of(view)->elements;
  *value = value_from_cell(vm->isolate.empty_string);
  if (at >= list->length) return true;
  String *text = (String *)value_to_cell(list->values[at + 1]);
  u32 start = 0, end = priority_of(text);
  *value = value_from_cell(text);
  if (end == text->length) return true;
  trim(text, &start, &end);
  return library_string(vm, string_slice(&vm->isolate, text, start, end),
                        value);
}

bool style_get(VM *vm, DomView *view, String *name, Value *value, bool *found) {
  KEEP_CELL(vm, String, css, css_name(vm, name));
  *found = css;
  return !css || value_of(vm, view, css, value);
}

bool style_set(VM *vm, DomView *view, String *name, Value value, bool *done) {
  KEEP(vm, kept, value);
  KEEP_CELL(vm, String, css, css_name(vm, name));
  *done = css;
  if (!css) return true;
  String *text =
      value_is_null(kept) ? vm->isolate.empty_string : vm_to_string(vm, kept);
  return text && change(vm, view, css, text);
}

bool style_item(VM *vm, DomView *view, u32 index, Value *item) {
  if (!refresh(vm, view)) return false;
  const Elements *list = list_of(view)->elements;
  *item = index < list->length / 2 ? list->values[2 * index] : VALUE_UNDEFINED;
  return true;
}

/* ---- Members
 * ----------------------------------------------------------------------------------
 */

static DomView *this_style(VM *vm, const Call *call) {
  DomView *view = view_this(vm, call, VIEW_STYLE, VIEW_STYLE);
  return view && refresh(vm, view) ? view : NULL;
}

/* NULL in `*name`: it is empty, as no property's is. False: threw. */
static bool name_argument(VM *vm, const Call *call, String **name) {
  String *text = dom_argument_string(vm, call, 0);
  if (text) *name = name_of(vm, text, 0, text->length);
  return text;
}

static bool get_property(VM *vm, Call *call) {
  DomView *view = this_style(vm, call);
  KEEP_CELL(vm, String, name, NULL);
  if (!view || !name_argument(vm, call, &name)) return false;
  call->result = value_from_cell(vm->isolate.empty_string);
  return !name || value_of(vm, view, name, &call->result);
}

static bool get_priority(VM *vm, Call *call) {
  DomView *view = this_style(vm, call);
  String *name = NULL;
  if (!view || !name_argument(vm, call, &name)) return false;
  u32 at = find(view, name);
  const Elements *list = list_of(view)->elements;
  call->result = value_from_cell(vm->isolate.empty_string);
  if (at >= list->length) return true;
  const String *text = (const String *)value_to_cell(list->values[at + 1]);
  if (priority_of(text) < text->length)
    call->result = value_from_cell(string_intern_c(&vm->isolate, "important"));
  return true;
}

static bool set_property(VM *vm, Call *call) {
  DomView *view = this_style(vm, call);
  KEEP_CELL(vm, String, name, NULL);
  if (!view || !name_argument(vm, call, &name)) return false;
  KEEP_CELL(vm, String, value, dom_argument_text(vm, call, 1));
  if (!value) return false;
  if (!name) return true;
  Value priority = call_argument(call, 2);
  if (value->length && vm_to_boolean(priority)) {
    StringBuilder builder = {};
    builder_string(&builder, value);
    builder_c(&builder, " ");
    builder_c(&builder, IMPORTANT);
    value = builder_finish(&vm->isolate, &builder);
    if (!value) return vm_throw_memory(vm);
  }
  return change(vm, view, name, value);
}

static bool remove_property(VM *vm, Call *call) {
  DomView *view = this_style(vm, call);
  KEEP_CELL(vm, String, name, NULL);
  if (!view || !name_argument(vm, call, &name)) return false;
  KEEP(vm, old, value_from_cell(vm->isolate.empty_string));
  if (!name) return call_return(call, old);
  if (!value_of(vm, view, name, &old) || !remove_at(vm, view, find(view, name)))
    return false;
  return call_return(call, old);
}

static bool get_text(VM *vm, Call *call) {
  DomView *view = this_style(vm, call);
  String *text = view ? css_text(vm, view) : NULL;
  return text && call_return(call, value_from_cell(text));
}

static bool set_text(VM *vm, Call *call) {
  DomView *view = this_style(vm, call);
  String *text = view ? dom_argument_text(vm, call, 0) : NULL;
  return text && read_text(vm, view, text) && store(vm, view);
}

static bool get_length(VM *vm, Call *call) {
  DomView *view = this_style(vm, call);
  return view &&
         call_return(call, value_from_u32(list_of(view)->elements->length / 2));
}

static bool item(VM *vm, Call *call) {
  u32 index;
  DomView *view = this_style(vm, call);
  if (!view || !dom_check_count(vm, call, 1) ||
      !vm_to_uint32(vm, call->arguments[0], &index))
    return false;
  if (!style_item(vm, view, index, &call->result)) return false;
  if (value_is_undefined(call->result))
    call->result = value_from_cell(vm->isolate.empty_string);
  return true;
}

void interface_open_CSSStyleDeclaration(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"cssText", get_text, 0, NATIVE_GETTER},
      {"cssText", set_text, 1, NATIVE_SETTER},
      {"length", get_length, 0, NATIVE_GETTER},
      {"item", item, 1},
      {"getPropertyValue", get_property, 1},
      {"getPropertyPriority", get_priority, 1},
      {"setProperty", set_property, 2},
      {"removeProperty", remove_property, 1},
  };
  dom_add(vm, prototype, CSSStyleDeclaration, entries);
}
