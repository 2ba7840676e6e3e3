/* window.c - what a window has beside its document: location, navigator,
 * history, computed styles.
 *
 * The window is the global object, and there is but this one page, which came
 * from nowhere: its address is about:blank, as that of a page that a program
 * has written.
 */
#include "host/dom/dispatch.h"
#include "host/dom/parts.h"
#include "host/dom/view.h"

/* ---- Objects of texts
 * ----------------------------------------------------------- */

static void set(VM *vm, Object *object, const char *name, Value value) {
  object_set_c(&vm->isolate, object, name, value, ATTRIBUTES_DEFAULT);
}

static void set_text(VM *vm, Object *object, const char *name,
                     const char *text) {
  set(vm, object, name, value_from_cell(string_intern_c(&vm->isolate, text)));
}

static Object *add_object(VM *vm, const char *name, const char *class) {
  Object *object = object_new_plain(&vm->isolate);
  set(vm, vm->isolate.global, name, value_from_cell(object));
  library_add_tag(vm, object, class);
  return object;
}

static bool do_nothing(VM *vm, Call *call) {
  return true;
}

/* ---- Location and history
 * --------------------------------------------------------- */

static bool location_text(VM *vm, Call *call) {
  return call_return(
      call, value_from_cell(string_intern_c(&vm->isolate, "about:blank")));
}

static void add_location(VM *vm) {
  static const char *const parts[][2] = {
      {"href", "about:blank"}, {"protocol", "about:"}, {"host", ""},
      {"hostname", ""},        {"port", ""},           {"pathname", "blank"},
      {"search", ""},          {"hash", ""},           {"origin", "null"},
  };
  static const NativeEntry entries[] = {
      {"assign", do_nothing, 1},
      {"replace", do_nothing, 1},
      {"reload", do_nothing, 0},
      {"toString", location_text, 0},
  };
  Object *location = add_object(vm, "location", "Location");
  for (u32 i = 0; i < ARRAY_COUNT(parts); i++)
    set_text(vm, location, parts[i][0], parts[i][1]);
  library_add_functions(vm, location, entries, ARRAY_COUNT(entries));
}

static bool set_state(VM *vm, Call *call) {
  if (!value_is_object(call->this_value)) return dom_throw_receiver(vm);
  return vm_set(vm, call->this_value, key_from_c(&vm->isolate, "state"),
                call_argument(call, 0), true);
}

static void add_history(VM *vm) {
  static const NativeEntry entries[] = {
      {"pushState", set_state, 2}, {"replaceState", set_state, 2},
      {"back", do_nothing, 0},     {"forward", do_nothing, 0},
      {"go", do_nothing, 0},
  };
  Object *history = add_object(vm, "history", "History");
  set(vm, history, "length", value_from_int(1));
  set(vm, history, "state", VALUE_NULL);
  library_add_functions(vm, history, entries, ARRAY_COUNT(entries));
}

/* ---- Navigator
 * ------------------------------------------------------------------------ */

static void add_navigator(VM *vm) {
  static const char *const parts[][2] = {
      {"userAgent", "Mozilla/5.0 (Glassheap) Glassheap"},
      {"appName", "Netscape"},
      {"appCodeName", "Mozilla"},
      {"appVersion", "5.0 (Glassheap)"},
      {"product", "Gecko"},
      {"platform", "Glassheap"},
      {"vendor", ""},
      {"language", "en-US"},
  };
  Object *navigator = add_object(vm, "navigator", "Navigator");
  for (u32 i = 0; i < ARRAY_COUNT(parts); i++)
    set_text(vm, navigator, parts[i][0], parts[i][1]);
  Value language = value_from_cell(string_intern_c(&vm->isolate, parts[7][1]));
  set(vm, navigator, "languages",
      value_from_cell(array_from_values(&vm->isolate, &language, 1)));
  set(vm, navigator, "onLine", VALUE_FALSE);
  set(vm, navigator, "cookieEnabled", VALUE_FALSE);
  set(vm, navigator, "hardwareConcurrency", value_from_int(1));
  set(vm, navigator, "maxTouchPoints", value_from_int(0));
}

/* ---- Memory ----------------------------------------------------------------
 */

/* performance.memory, as Chrome has it; ours is exact. */
static bool get_memory(VM *vm, Call *call) {
  const Heap *heap = &vm->isolate.heap;
  double used = (double)heap_live_bytes(heap);
  double total = (double)(heap->used_blocks * HEAP_BLOCK_BYTES);
  KEEP_CELL(vm, Object, memory, object_new_plain(&vm->isolate));
  set(vm, memory, "usedJSHeapSize", value_from_number(used));
  set(vm, memory, "totalJSHeapSize", value_from_number(total));
  set(vm, memory, "jsHeapSizeLimit", value_from_number((double)heap->limit));
  return call_return(call, value_from_cell(memory));
}

static void add_memory(VM *vm) {
  static const NativeEntry entry = {"memory", get_memory, 0, NATIVE_GETTER};
  Isolate *isolate = &vm->isolate;
  Property property;
  if (object_get_own(isolate, isolate->global,
                     key_from_c(isolate, "performance"), &property) &&
      value_is_object(property.value))
    library_add_functions(vm, value_to_object(property.value), &entry, 1);
}

/* ---- Computed style
 * --------------------------------------------------------------------- */

static bool is_one_of(Tag tag, const Tag *list, u32 count) {
  for (u32 i = 0; i < count; i++)
    if (list[i] == tag) return true;
  return false;
}

/* How a browser's own style sheet shows an element. */
static const char *display_of(VM *vm, const Element *element) {
  static const Tag hidden[] = {
      TAG_area,  TAG_base,   TAG_datalist, TAG_head,     TAG_link, TAG_meta,
      TAG_param, TAG_script, TAG_style,    TAG_template, TAG_title};
  static const Tag inlines[] = {
      TAG_a,     TAG_abbr,   TAG_b,      TAG_bdi,    TAG_bdo,  TAG_br,
      TAG_cite,  TAG_code,   TAG_data,   TAG_del,    TAG_dfn,  TAG_em,
      TAG_font,  TAG_i,      TAG_iframe, TAG_img,    TAG_ins,  TAG_kbd,
      TAG_label, TAG_mark,   TAG_q,      TAG_s,      TAG_samp, TAG_small,
      TAG_span,  TAG_strong, TAG_sub,    TAG_sup,    TAG_time, TAG_tt,
      TAG_u,     TAG_var,    TAG_wbr,    TAG_UNKNOWN};
  static const struct {
    Tag tag;
    const char *display;
  } others[] = {
      {TAG_button, "inline-block"},
      {TAG_input, "inline-block"},
      {TAG_select, "inline-block"},
      {TAG_textarea, "inline-block"},
      {TAG_li, "list-item"},
      {TAG_table, "table"},
      {TAG_tr, "table-row"},
      {TAG_td, "table-cell"},
      {TAG_th, "table-cell"},
      {TAG_tbody, "table-row-group"},
      {TAG_thead, "table-header-group"},
      {TAG_tfoot, "table-footer-group"},
      {TAG_caption, "table-caption"},
  };
  if (attribute_find(element, string_intern_c(&vm->isolate, "hidden")) ||
      is_one_of(element->tag, hidden, ARRAY_COUNT(hidden)))
    return "none";
  for (u32 i = 0; i < ARRAY_COUNT(others); i++)
    if (others[i].tag == element->tag) return others[i].display;
  return is_one_of(element->tag, inlines, ARRAY_COUNT(inlines)) ? "inline"
                                                                : "block";
}

static bool push_pair(VM *vm, Object *list, const char *name,
                      const char *value) {
  Isolate *isolate = &vm->isolate;
  return array_push(isolate, list,
                    value_from_cell(string_intern_c(isolate, name))) &&
         array_push(isolate, list,
                    value_from_cell(string_intern_c(isolate, value)));
}

/* Style sheets are not read: an element looks as its own declarations and the
 * browser's say. */
static bool get_computed_style(VM *vm, Call *call) {
  Value given = call_argument(call, 0);
  if (!value_is_element(given))
    return vm_throw_type(vm, "Failed to execute 'getComputedStyle' on "
                             "'Window': parameter 1 is not of type 'Element'.");
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  if (!list ||
      !push_pair(vm, list, "display",
                 display_of(vm, (Element *)value_to_cell(given))) ||
      !push_pair(vm, list, "visibility", "visible") ||
      !push_pair(vm, list, "opacity", "1") ||
      !push_pair(vm, list, "position", "static") ||
      !push_pair(vm, list, "float", "none"))
    return vm_throw_memory(vm);
  KEEP_CELL(vm, DomView, computed,
            view_new(vm, INTERFACE_CSSStyleDeclaration, VIEW_STYLE, NULL,
                     value_from_cell(list)));
  String *text =
      attribute_text((Element *)value_to_cell(given), DOM_WORD(vm, style));
  return (!text || style_add_text(vm, computed, text)) &&
         call_return(call, value_from_cell(computed));
}

/* ---- Opening
 * ------------------------------------------------------------------------------
 */

/* There is no screen to ask: no query matches. */
static bool match_media(VM *vm, Call *call) {
  static const NativeEntry entries[] = {
      {"addListener", do_nothing, 1},
      {"removeListener", do_nothing, 1},
      {"addEventListener", do_nothing, 2},
      {"removeEventListener", do_nothing, 2},
  };
  KEEP(vm, text, VALUE_UNDEFINED);
  if (!vm_to_string_value(vm, call_argument(call, 0), &text)) return false;
  KEEP_CELL(vm, Object, list, object_new_plain(&vm->isolate));
  set(vm, list, "matches", VALUE_FALSE);
  set(vm, list, "media", text);
  set(vm, list, "onchange", VALUE_NULL);
  library_add_functions(vm, list, entries, ARRAY_COUNT(entries));
  return call_return(call, value_from_cell(list));
}

/* Between Window and EventTarget stands, in browsers, the object of names: it
 * would have the elements by their ids. */
void interface_open_Window(VM *vm, Object *prototype) {
  Object *names = object_new_with_prototype(
      &vm->isolate, value_from_cell(event_prototype_of_targets(vm)));
  library_add_tag(vm, names, "WindowProperties");
  object_set_prototype(&vm->isolate, prototype, value_from_cell(names));
}

/* ---- new Image, new Option, new Audio --------------------------------------
 */

static bool set_named(VM *vm, Element *element, const char *name, Value value) {
  if (value_is_undefined(value)) return true;
  KEEP_CELL(vm, Element, kept, element);
  KEEP_CELL(vm, String, text, vm_to_string(vm, value));
  return text &&
         attribute_set(vm, kept, string_intern_c(&vm->isolate, name), text);
}

static Element *construct_named(VM *vm, Call *call, const char *name) {
  if (!value_is_undefined(call->new_target))
    return tree_new_html_element(vm, dom_of(vm)->document,
                                 string_intern_c(&vm->isolate, name));
  vm_throw_type(vm, "DOM object constructor cannot be called as a function.");
  return NULL;
}

static bool construct_image(VM *vm, Call *call) {
  KEEP_CELL(vm, Element, image, construct_named(vm, call, "img"));
  return image && set_named(vm, image, "width", call_argument(call, 0)) &&
         set_named(vm, image, "height", call_argument(call, 1)) &&
         call_return(call, value_from_cell(image));
}

static bool construct_audio(VM *vm, Call *call) {
  KEEP_CELL(vm, Element, audio, construct_named(vm, call, "audio"));
  return audio && set_named(vm, audio, "src", call_argument(call, 0)) &&
         call_return(call, value_from_cell(audio));
}

/* Option(text, value, defaultSelected, selected) */
static bool construct_option(VM *vm, Call *call) {
  KEEP_CELL(vm, Element, option, construct_named(vm, call, "option"));
  if (!option) return false;
  if (call->count && !value_is_undefined(call->arguments[0])) {
    String *text = vm_to_string(vm, call->arguments[0]);
    if (!text) return false;
    if (text->length) mutate_set_text(vm, &option->node, text);
  }
  if (!set_named(vm, option, "value", call_argument(call, 1)) ||
      (vm_to_boolean(call_argument(call, 2)) &&
       !attribute_set(vm, option, DOM_WORD(vm, selected),
                      vm->isolate.empty_string)))
    return false;
  if (vm_to_boolean(call_argument(call, 3)))
    option->state |= ELEMENT_CHECKED | ELEMENT_CHECKED_DIRTY;
  return call_return(call, value_from_cell(option));
}

static void add_constructors(VM *vm) {
  static const struct {
    const char *name;
    NativeCode *code;
    Interface interface;
  } constructors[] = {
      {"Image", construct_image, INTERFACE_HTMLImageElement},
      {"Audio", construct_audio, INTERFACE_HTMLAudioElement},
      {"Option", construct_option, INTERFACE_HTMLOptionElement},
  };
  Isolate *isolate = &vm->isolate;
  for (u32 i = 0; i < ARRAY_COUNT(constructors); i++) {
    NativeFunction *made =
        native_new(isolate, constructors[i].name, constructors[i].code, 0);
    made->object.cell.flags |= OBJECT_IS_CONSTRUCTOR;
    object_define(isolate, &made->object, ATOM_KEY(isolate, prototype),
                  value_from_cell(dom_prototype(vm, constructors[i].interface)),
                  ATTRIBUTES_NONE);
    object_set_c(isolate, isolate->global, constructors[i].name,
                 value_from_cell(made), ATTRIBUTES_HIDDEN);
  }
}

void window_open(VM *vm) {
  static const NativeEntry entries[] = {
      {"getComputedStyle", get_computed_style, 1},
      {"matchMedia", match_media, 1},
      {"scroll", do_nothing, 0},
      {"scrollTo", do_nothing, 0},
      {"scrollBy", do_nothing, 0},
      {"focus", do_nothing, 0},
      {"blur", do_nothing, 0},
      {"stop", do_nothing, 0},
  };
  static const char *const selves[] = {"window", "self", "top", "parent",
                                       "frames"};
  static const ConstantEntry numbers[] = {
      {"innerWidth", 1024}, {"innerHeight", 768},    {"outerWidth", 1024},
      {"outerHeight", 768}, {"devicePixelRatio", 1}, {"scrollX", 0},
      {"scrollY", 0},       {"pageXOffset", 0},      {"pageYOffset", 0},
      {"length", 0},
  };
  Object *global = vm->isolate.global;
  for (u32 i = 0; i < ARRAY_COUNT(selves); i++)
    set(vm, global, selves[i], value_from_cell(global));
  for (u32 i = 0; i < ARRAY_COUNT(numbers); i++)
    set(vm, global, numbers[i].name, value_from_number(numbers[i].value));
  set(vm, global, "document", value_from_cell(dom_of(vm)->document));
  set_text(vm, global, "name", "");
  set_text(vm, global, "origin", "null");
  library_add_functions(vm, global, entries, ARRAY_COUNT(entries));
  handlers_add(vm, global, INTERFACE_Window);
  add_location(vm);
  add_history(vm);
  add_navigator(vm);
  add_memory(vm);
  add_constructors(vm);
  object_set_prototype(&vm->isolate, global,
                       value_from_cell(dom_prototype(vm, INTERFACE_Window)));
}
