/* element.c - the members of Element. */
#include "host/dom/dispatch.h"
#include "host/dom/html.h"
#include "host/dom/parts.h"
#include "host/dom/selector.h"
#include "host/dom/view.h"

void element_copied(VM *vm, Element *element) {
  KEEP_CELL(vm, Element, kept, element);
  KEEP_CELL(vm, AttributeList, list, element->attributes);
  for (u32 i = 0; list && i < list->count; i++)
    handlers_attribute(vm, kept, list->items[i].name,
                       (String *)value_to_cell(list->items[i].value));
}

/* What the parser has made follows from its attributes; a script that came
 * from innerHTML never runs. */
void element_parsed(VM *vm, Element *element) {
  element_copied(vm, element);
  element_reset(vm, element);
  if (element->tag == TAG_script) element->state |= ELEMENT_SCRIPT_DONE;
}

void element_reset(VM *vm, Element *element) {
  bool is_on = (element->tag == TAG_input &&
                attribute_find(element, DOM_WORD(vm, checked))) ||
               (element->tag == TAG_option &&
                attribute_find(element, DOM_WORD(vm, selected)));
  if (is_on) element->state |= ELEMENT_CHECKED;
}

/* ---- Attributes
 * --------------------------------------------------------------------- */

static bool get_attribute(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *name = element ? dom_argument_string(vm, call, 0) : NULL;
  String *key = name ? attribute_key(vm, element, name) : NULL;
  if (!key) return false;
  return call_return(call, value_from_node(attribute_text(element, key)));
}

static bool has_attribute(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *name = element ? dom_argument_string(vm, call, 0) : NULL;
  String *key = name ? attribute_key(vm, element, name) : NULL;
  return key && call_return(call, value_from_boolean(
                                      attribute_find(element, key) != NULL));
}

/* As HTML's parser reads them: anything but space, quotes, =, > and /. */
static bool is_valid_name(const String *name) {
  if (!name->length) return false;
  for (u32 i = 0; i < name->length; i++) {
    u32 unit = string_unit(name, i);
    if (!unit || dom_is_space(unit) || unit == '/' || unit == '>' ||
        (unit == '=' && i))
      return false;
  }
  return string_unit(name, 0) != '=';
}

static bool refuse_name(VM *vm, const Call *call, const String *name,
                        const char *what) {
  Buffer text = {};
  dom_text(name, &text);
  dom_refuse(vm, call, "InvalidCharacterError", "'%s' is not a valid %s name.",
             text.bytes, what);
  buffer_free(&text);
  return false;
}

static bool set_attribute(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element || !dom_check_count(vm, call, 2)) return false;
  KEEP_CELL(vm, String, name, dom_argument_string(vm, call, 0));
  if (!name) return false;
  if (!is_valid_name(name)) return refuse_name(vm, call, name, "attribute");
  KEEP_CELL(vm, String, key, attribute_key(vm, element, name));
  String *value = key ? dom_argument_string(vm, call, 1) : NULL;
  return value && attribute_set(vm, element, key, value);
}

static bool remove_attribute(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *name = element ? dom_argument_string(vm, call, 0) : NULL;
  String *key = name ? attribute_key(vm, element, name) : NULL;
  if (!key) return false;
  Attribute *attribute = attribute_find(element, key);
  if (attribute) attribute_remove(vm, element, attribute);
  return true;
}

static bool toggle_attribute(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *name = element ? dom_argument_string(vm, call, 0) : NULL;
  if (!name) return false;
  if (!is_valid_name(name)) return refuse_name(vm, call, name, "attribute");
  String *key = attribute_key(vm, element, name);
  if (!key) return false;
  Attribute *attribute = attribute_find(element, key);
  Value force = call_argument(call, 1);
  bool wants = value_is_undefined(force) ? !attribute : vm_to_boolean(force);
  call->result = value_from_boolean(wants);
  if (attribute && !wants) attribute_remove(vm, element, attribute);
  return !wants || attribute ||
         attribute_set(vm, element, key, vm->isolate.empty_string);
}

static bool has_attributes(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element &&
         call_return(call, value_from_boolean(element->attributes &&
                                              element->attributes->count));
}

static bool attribute_names(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  KEEP_CELL(vm, Object, names, array_new(&vm->isolate, 0));
  if (!names) return vm_throw_memory(vm);
  const AttributeList *list = element->attributes;
  for (u32 i = 0; list && i < list->count; i++)
    if (!array_push(&vm->isolate, names, value_from_cell(list->items[i].name)))
      return vm_throw_memory(vm);
  return call_return(call, value_from_cell(names));
}

/* ---- Attributes with namespaces
 * ------------------------------------------------------- */

/* A namespace: the empty string is none. */
static bool space_argument(VM *vm, const Call *call, u32 index,
                           String **space) {
  *space = NULL;
  if (value_is_nullish(call_argument(call, index))) return true;
  String *text = dom_argument_atom(vm, call, index);
  if (text && text->length) *space = text;
  return text;
}

static String *local_of(VM *vm, String *name) {
  for (u32 i = 0; i < name->length; i++)
    if (string_unit(name, i) == ':') {
      String *local = string_slice(&vm->isolate, name, i + 1, name->length);
      return local ? string_intern(&vm->isolate, local) : NULL;
    }
  return name;
}

static bool set_attribute_in(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element || !dom_check_count(vm, call, 3)) return false;
  KEEP_CELL(vm, String, space, NULL);
  if (!space_argument(vm, call, 0, &space)) return false;
  KEEP_CELL(vm, String, name, dom_argument_atom(vm, call, 1));
  if (!name) return false;
  if (!is_valid_name(name)) return refuse_name(vm, call, name, "attribute");
  KEEP_CELL(vm, String, local, local_of(vm, name));
  if (!local) return vm_throw_memory(vm);
  String *value = dom_argument_string(vm, call, 2);
  return value && attribute_set_in(vm, element, space, name, local, value);
}

/* The attribute that two arguments name; false: threw. */
static bool find_in(VM *vm, Call *call, Element *element,
                    Attribute **attribute) {
  KEEP_CELL(vm, String, space, NULL);
  if (!dom_check_count(vm, call, 2) || !space_argument(vm, call, 0, &space))
    return false;
  String *local = dom_argument_atom(vm, call, 1);
  if (local) *attribute = attribute_find_in(element, space, local);
  return local;
}

static bool get_attribute_in(VM *vm, Call *call) {
  Attribute *attribute;
  Element *element = dom_this_element(vm, call);
  return element && find_in(vm, call, element, &attribute) &&
         call_return(call, attribute ? attribute->value : VALUE_NULL);
}

static bool has_attribute_in(VM *vm, Call *call) {
  Attribute *attribute;
  Element *element = dom_this_element(vm, call);
  return element && find_in(vm, call, element, &attribute) &&
         call_return(call, value_from_boolean(attribute != NULL));
}

static bool remove_attribute_in(VM *vm, Call *call) {
  Attribute *attribute;
  Element *element = dom_this_element(vm, call);
  if (!element || !find_in(vm, call, element, &attribute)) return false;
  if (attribute) attribute_remove(vm, element, attribute);
  return true;
}

static bool get_attribute_node(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *name = element ? dom_argument_string(vm, call, 0) : NULL;
  String *key = name ? attribute_key(vm, element, name) : NULL;
  if (!key) return false;
  Attribute *attribute = attribute_find(element, key);
  return call_return(
      call, attribute ? value_from_cell(attribute_node(vm, element, attribute))
                      : VALUE_NULL);
}

static bool set_attribute_node(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element && attribute_set_node(vm, call, element);
}

static bool remove_attribute_node(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  Value given = call_argument(call, 0);
  if (!element) return false;
  if (!value_is_kind(given, KIND_DOM_ATTRIBUTE))
    return dom_fail(vm, call, "parameter 1 is not of type 'Attr'.");
  const Attr *attr = (const Attr *)value_to_cell(given);
  if (attr->owner != element)
    return dom_refuse(vm, call, "NotFoundError",
                      "The node provided is owned by another element.");
  attribute_remove(vm, element,
                   attribute_find_in(element, attr->space, attr->local));
  return call_return(call, given);
}

/* ---- Names and views
 * ------------------------------------------------------------------- */

typedef enum ElementPart : u8 {
  ELEMENT_TAG_NAME,
  ELEMENT_LOCAL_NAME,
  ELEMENT_URI,
  ELEMENT_PREFIX,
} ElementPart;

static bool get_prefix(VM *vm, Call *call, const Element *element) {
  u32 length = element->name->length - element->local->length;
  call->result = VALUE_NULL;
  if (!length) return true;
  return library_string(
      vm, string_slice(&vm->isolate, element->name, 0, length - 1),
      &call->result);
}

static bool get_part(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  switch ((ElementPart)library_native(call)->magic) {
  case ELEMENT_TAG_NAME:
    return call_return(call, element_tag_name(vm, element));
  case ELEMENT_LOCAL_NAME:
    return call_return(call, value_from_cell(element->local));
  case ELEMENT_URI: return call_return(call, value_from_node(element->uri));
  default: return get_prefix(vm, call, element);
  }
}

static bool get_attributes(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element &&
         call_return(call, view_of(vm, &element->node, EXTRA_attributes,
                                   INTERFACE_NamedNodeMap, VIEW_ATTRIBUTES,
                                   VALUE_UNDEFINED));
}

static bool get_class_list(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element &&
         call_return(call, view_of(vm, &element->node, EXTRA_class_list,
                                   INTERFACE_DOMTokenList, VIEW_TOKENS,
                                   value_from_cell(DOM_WORD(vm, class))));
}

/* classList = text sets the attribute. */
static bool set_class_list(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *text = element ? dom_argument_string(vm, call, 0) : NULL;
  return text && attribute_set(vm, element, DOM_WORD(vm, class), text);
}

/* ---- Selectors
 * ----------------------------------------------------------------------------
 */

static bool matches(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  const Selector *selector = element ? selector_argument(vm, call) : NULL;
  return selector &&
         call_return(call, value_from_boolean(selector_matches(
                               vm, selector, element, &element->node)));
}

static bool closest(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  const Selector *selector = element ? selector_argument(vm, call) : NULL;
  if (!selector) return false;
  Element *at = element;
  while (at && !selector_matches(vm, selector, at, &element->node)) {
    if (!vm_check(vm)) return false;
    at = tree_parent_element(&at->node);
  }
  return call_return(call, value_from_node(at));
}

static bool tag_list(VM *vm, Call *call) {
  DomNode *node = dom_this_parent(vm, call);
  KEEP_CELL(vm, String, name, node ? dom_argument_atom(vm, call, 0) : NULL);
  if (!name) return false;
  KEEP_CELL(vm, String, lower, dom_lower_atom(vm, name));
  if (!lower) return false;
  Value names[] = {value_from_cell(name), value_from_cell(lower)};
  Object *filter = array_from_values(&vm->isolate, names, 2);
  if (!filter) return vm_throw_memory(vm);
  return call_return(
      call, value_from_cell(view_new(vm, INTERFACE_HTMLCollection, VIEW_TAG,
                                     node, value_from_cell(filter))));
}

/* The words of an argument, as an array of atoms. */
static Object *words_argument(VM *vm, Call *call) {
  KEEP_CELL(vm, String, text, dom_argument_string(vm, call, 0));
  if (!text) return NULL;
  KEEP_CELL(vm, Object, words, array_new(&vm->isolate, 0));
  for (u32 at = 0; words && at < text->length;) {
    while (at < text->length && dom_is_space(string_unit(text, at)))
      at++;
    u32 start = at;
    while (at < text->length && !dom_is_space(string_unit(text, at)))
      at++;
    if (at == start) break;
    KEEP_CELL(vm, String, word, string_slice(&vm->isolate, text, start, at));
    if (word) word = string_intern(&vm->isolate, word);
    if (!word || !array_push(&vm->isolate, words, value_from_cell(word)))
      words = NULL;
  }
  if (!words) vm_throw_memory(vm);
  return words;
}

static bool class_list(VM *vm, Call *call) {
  DomNode *node = dom_this_parent(vm, call);
  Object *words = node ? words_argument(vm, call) : NULL;
  return words &&
         call_return(call, value_from_cell(view_new(
                               vm, INTERFACE_HTMLCollection, VIEW_CLASS, node,
                               value_from_cell(words))));
}

void element_add_lists(VM *vm, Object *prototype, Interface interface) {
  static const NativeEntry entries[] = {
      {"getElementsByTagName", tag_list, 1},
      {"getElementsByClassName", class_list, 1},
  };
  dom_add_members(vm, prototype, interface, entries, ARRAY_COUNT(entries));
}

/* ---- HTML
 * ------------------------------------------------------------------------------------
 */

static bool get_html(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  String *text = html_write(vm, &element->node, library_native(call)->magic);
  return text && call_return(call, value_from_cell(text));
}

static bool set_inner(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *text = element ? dom_argument_text(vm, call, 0) : NULL;
  if (!text) return false;
  DomNode *target = &element->node;
  if (element->tag == TAG_template) target = template_content(vm, element);
  if (!target) return false;
  if (!text->length) {
    mutate_replace_all(vm, target, NULL);
    return true;
  }
  DomNode *fragment = html_parse_fragment(vm, element, text);
  if (!fragment) return false;
  mutate_replace_all(vm, target, fragment);
  return true;
}

/* The element that a text beside another element is parsed in. */
static Element *context_of(VM *vm, DomNode *parent) {
  if (node_is_element(parent) && ((Element *)parent)->tag != TAG_html)
    return (Element *)parent;
  return tree_new_html_element(vm, node_document(parent),
                               string_intern_c(&vm->isolate, "body"));
}

static bool set_outer(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  KEEP_CELL(vm, String, text, element ? dom_argument_text(vm, call, 0) : NULL);
  if (!text) return false;
  KEEP_CELL(vm, DomNode, parent, element->node.parent);
  if (!parent) return true;
  if (parent->type == DOM_DOCUMENT)
    return dom_refuse(vm, call, "NoModificationAllowedError",
                      "This element's parent is of type '#document', which is "
                      "not an element node.");
  DomNode *fragment = html_parse_fragment(vm, context_of(vm, parent), text);
  return fragment && mutate_replace(vm, call, parent, fragment, &element->node);
}

typedef enum Adjacent : u8 {
  BEFORE_BEGIN,
  AFTER_BEGIN,
  BEFORE_END,
  AFTER_END,
} Adjacent;

static bool position_argument(VM *vm, Call *call, Adjacent *position) {
  static const char *const names[] = {"beforebegin", "afterbegin", "beforeend",
                                      "afterend"};
  String *text = dom_argument_string(vm, call, 0);
  String *lower = text ? dom_lower_atom(vm, text) : NULL;
  if (!lower) return false;
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    if (string_is_c(lower, names[i])) {
      *position = (Adjacent)i;
      return true;
    }
  Buffer given = {};
  dom_text(text, &given);
  dom_refuse(vm, call, "SyntaxError",
             "The value provided ('%s') is not one of 'beforebegin', "
             "'afterbegin', 'beforeend', or 'afterend'.",
             given.bytes);
  buffer_free(&given);
  return false;
}

/* Where that is: its parent, or NULL, and what comes behind it. */
static DomNode *place_of(Element *element, Adjacent position,
                         DomNode **before) {
  DomNode *node = &element->node;
  switch (position) {
  case BEFORE_BEGIN: *before = node; return node->parent;
  case AFTER_BEGIN: *before = node->first; return node;
  case BEFORE_END: *before = NULL; return node;
  default: *before = node->next; return node->parent;
  }
}

static bool insert_html(VM *vm, Call *call) {
  Adjacent position;
  DomNode *before;
  Element *element = dom_this_element(vm, call);
  if (!element || !dom_check_count(vm, call, 2) ||
      !position_argument(vm, call, &position))
    return false;
  KEEP_CELL(vm, String, text, dom_argument_string(vm, call, 1));
  if (!text) return false;
  KEEP_CELL(vm, DomNode, parent, place_of(element, position, &before));
  if (!parent || parent->type == DOM_DOCUMENT)
    return dom_refuse(vm, call, "NoModificationAllowedError",
                      "The element has no parent.");
  DomNode *fragment = html_parse_fragment(vm, context_of(vm, parent), text);
  if (!fragment) return false;
  place_of(element, position, &before);
  mutate_insert_unchecked(vm, parent, fragment, before);
  return true;
}

static bool insert_node(VM *vm, Call *call, Element *element, DomNode *node,
                        Adjacent position) {
  DomNode *before;
  DomNode *parent = place_of(element, position, &before);
  call->result = VALUE_NULL;
  if (!parent) return true;
  return mutate_insert(vm, call, parent, node, before) &&
         call_return(call, value_from_cell(node));
}

static bool insert_element(VM *vm, Call *call) {
  Adjacent position;
  Element *element = dom_this_element(vm, call);
  if (!element || !dom_check_count(vm, call, 2) ||
      !position_argument(vm, call, &position))
    return false;
  if (!value_is_element(call->arguments[1]))
    return dom_fail(vm, call, "parameter 2 is not of type 'Element'.");
  return insert_node(vm, call, element, value_to_node(call->arguments[1]),
                     position);
}

static bool insert_text(VM *vm, Call *call) {
  Adjacent position;
  Element *element = dom_this_element(vm, call);
  if (!element || !dom_check_count(vm, call, 2) ||
      !position_argument(vm, call, &position))
    return false;
  String *text = dom_argument_string(vm, call, 1);
  if (!text) return false;
  KEEP_CELL(
      vm, CharacterData, node,
      tree_new_character(vm, node_document(&element->node), DOM_TEXT, text));
  bool ok = insert_node(vm, call, element, &node->node, position);
  call->result = VALUE_UNDEFINED;
  return ok;
}

/* ---- Geometry
 * ----------------------------------------------------------------------------------
 */

/* Nothing is laid out: everything is at the origin, and has no size. */
static bool get_zero(VM *vm, Call *call) {
  return dom_this_element(vm, call) && call_return(call, value_from_int(0));
}

static bool set_scroll(VM *vm, Call *call) {
  return dom_this_element(vm, call);
}

static Object *new_rectangle(VM *vm) {
  static const char *const names[] = {"x",   "y",     "width",  "height",
                                      "top", "right", "bottom", "left"};
  KEEP_CELL(vm, Object, rectangle, object_new_plain(&vm->isolate));
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    object_set_c(&vm->isolate, rectangle, names[i], value_from_int(0),
                 ATTRIBUTES_DEFAULT);
  return rectangle;
}

static bool get_rectangle(VM *vm, Call *call) {
  return dom_this_element(vm, call) &&
         call_return(call, value_from_cell(new_rectangle(vm)));
}

static bool get_rectangles(VM *vm, Call *call) {
  if (!dom_this_element(vm, call)) return false;
  Object *none = array_new(&vm->isolate, 0);
  return none ? call_return(call, value_from_cell(none)) : vm_throw_memory(vm);
}

static void add_geometry(VM *vm, Object *prototype) {
  static const char *const names[] = {
      "clientTop",    "clientLeft",  "clientWidth",
      "clientHeight", "scrollWidth", "scrollHeight",
  };
  static const NativeEntry entries[] = {
      {"scrollTop", get_zero, 0, NATIVE_GETTER},
      {"scrollTop", set_scroll, 1, NATIVE_SETTER},
      {"scrollLeft", get_zero, 0, NATIVE_GETTER},
      {"scrollLeft", set_scroll, 1, NATIVE_SETTER},
      {"getBoundingClientRect", get_rectangle, 0},
      {"getClientRects", get_rectangles, 0},
      {"scrollIntoView", set_scroll, 0},
      {"scrollTo", set_scroll, 0},
      {"scrollBy", set_scroll, 0},
      {"scroll", set_scroll, 0},
  };
  for (u32 i = 0; i < ARRAY_COUNT(names); i++) {
    const NativeEntry entry = {names[i], get_zero, 0, NATIVE_GETTER};
    dom_add_members(vm, prototype, INTERFACE_Element, &entry, 1);
  }
  dom_add(vm, prototype, Element, entries);
}

/* ---- Opening
 * -------------------------------------------------------------------------------------
 */

void interface_open_Element(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"tagName", get_part, 0, NATIVE_GETTER, ELEMENT_TAG_NAME},
      {"localName", get_part, 0, NATIVE_GETTER, ELEMENT_LOCAL_NAME},
      {"namespaceURI", get_part, 0, NATIVE_GETTER, ELEMENT_URI},
      {"prefix", get_part, 0, NATIVE_GETTER, ELEMENT_PREFIX},
      {"attributes", get_attributes, 0, NATIVE_GETTER},
      {"classList", get_class_list, 0, NATIVE_GETTER},
      {"classList", set_class_list, 1, NATIVE_SETTER},
      {"getAttribute", get_attribute, 1},
      {"setAttribute", set_attribute, 2},
      {"hasAttribute", has_attribute, 1},
      {"removeAttribute", remove_attribute, 1},
      {"toggleAttribute", toggle_attribute, 1},
      {"hasAttributes", has_attributes, 0},
      {"getAttributeNames", attribute_names, 0},
      {"getAttributeNS", get_attribute_in, 2},
      {"setAttributeNS", set_attribute_in, 3},
      {"hasAttributeNS", has_attribute_in, 2},
      {"removeAttributeNS", remove_attribute_in, 2},
      {"getAttributeNode", get_attribute_node, 1},
      {"setAttributeNode", set_attribute_node, 1},
      {"removeAttributeNode", remove_attribute_node, 1},
      {"matches", matches, 1},
      {"webkitMatchesSelector", matches, 1},
      {"closest", closest, 1},
      {"innerHTML", get_html, 0, NATIVE_GETTER, false},
      {"innerHTML", set_inner, 1, NATIVE_SETTER},
      {"outerHTML", get_html, 0, NATIVE_GETTER, true},
      {"outerHTML", set_outer, 1, NATIVE_SETTER},
      {"insertAdjacentHTML", insert_html, 2},
      {"insertAdjacentElement", insert_element, 2},
      {"insertAdjacentText", insert_text, 2},
  };
  dom_add(vm, prototype, Element, entries);
  add_geometry(vm, prototype);
  element_add_lists(vm, prototype, INTERFACE_Element);
  dom_add_parent_members(vm, prototype, INTERFACE_Element);
  dom_add_child_members(vm, prototype, INTERFACE_Element);
}
