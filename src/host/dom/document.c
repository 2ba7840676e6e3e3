/* document.c - the members of Document, DocumentFragment, DocumentType and
 * DOMImplementation. */
#include "host/dom/dispatch.h"
#include "host/dom/html.h"
#include "host/dom/parts.h"
#include "host/dom/traverse.h"
#include "host/dom/view.h"

/* ---- Making nodes
 * -------------------------------------------------------------------- */

static bool is_name_start(u32 unit) {
  return (unit | 0x20) >= 'a' && (unit | 0x20) <= 'z' && unit < 128
             ? true
             : unit == ':' || unit == '_' || unit >= 128;
}

static bool is_valid_name(const String *name) {
  if (!name->length || !is_name_start(string_unit(name, 0))) return false;
  for (u32 i = 1; i < name->length; i++) {
    u32 unit = string_unit(name, i);
    if (!unit || dom_is_space(unit) || unit == '/' || unit == '>') return false;
  }
  return true;
}

static bool refuse_name(VM *vm, const Call *call, const String *name) {
  Buffer text = {};
  dom_text(name, &text);
  dom_refuse(vm, call, "InvalidCharacterError",
             "The tag name provided ('%s') is not a valid name.", text.bytes);
  buffer_free(&text);
  return false;
}

static bool create_element(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  String *name = document ? dom_argument_string(vm, call, 0) : NULL;
  if (!name) return false;
  if (!is_valid_name(name)) return refuse_name(vm, call, name);
  String *local = document->is_html ? dom_lower_atom(vm, name)
                                    : string_intern(&vm->isolate, name);
  return local && call_return(call, value_from_cell(tree_new_html_element(
                                        vm, document, local)));
}

static String *local_of(VM *vm, String *name) {
  for (u32 i = 0; i < name->length; i++)
    if (string_unit(name, i) == ':') {
      String *local = string_slice(&vm->isolate, name, i + 1, name->length);
      return local ? string_intern(&vm->isolate, local) : NULL;
    }
  return name;
}

static Element *new_element_in(VM *vm, Document *document, String *space,
                               String *name) {
  KEEP_CELL(vm, String, kept_space, space);
  KEEP_CELL(vm, String, kept_name, name);
  KEEP_CELL(vm, String, local, local_of(vm, name));
  if (!local) {
    vm_throw_memory(vm);
    return NULL;
  }
  return tree_new_element(vm, document, local, space_of_uri(vm, space),
                          kept_space, kept_name);
}

static bool read_space(VM *vm, const Call *call, String **space) {
  *space = NULL;
  if (value_is_nullish(call_argument(call, 0))) return true;
  String *text = dom_argument_atom(vm, call, 0);
  if (text && text->length) *space = text;
  return text;
}

static bool create_element_in(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  KEEP_CELL(vm, String, space, NULL);
  if (!document || !dom_check_count(vm, call, 2) ||
      !read_space(vm, call, &space))
    return false;
  String *name = dom_argument_atom(vm, call, 1);
  if (!name) return false;
  if (!is_valid_name(name)) return refuse_name(vm, call, name);
  Element *element = new_element_in(vm, document, space, name);
  return element && call_return(call, value_from_cell(element));
}

static bool create_character(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  String *data = document ? dom_argument_string(vm, call, 0) : NULL;
  return data &&
         call_return(call, value_from_cell(tree_new_character(
                               vm, document,
                               (DomType)library_native(call)->magic, data)));
}

static bool create_instruction(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  if (!document || !dom_check_count(vm, call, 2)) return false;
  KEEP_CELL(vm, String, target, dom_argument_string(vm, call, 0));
  String *data = target ? dom_argument_string(vm, call, 1) : NULL;
  if (!data) return false;
  CharacterData *node = tree_new_character(vm, document, DOM_INSTRUCTION, data);
  cell_write(&vm->isolate.heap, node, &node->target, value_from_cell(target));
  return call_return(call, value_from_cell(node));
}

static bool create_fragment(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  return document &&
         call_return(call, value_from_cell(tree_new_fragment(vm, document)));
}

static bool create_attribute(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  String *name = document ? dom_argument_string(vm, call, 0) : NULL;
  String *key = !name               ? NULL
                : document->is_html ? dom_lower_atom(vm, name)
                                    : string_intern(&vm->isolate, name);
  return key &&
         call_return(call, value_from_cell(attribute_new(vm, document, key)));
}

/* createEvent: an event that initEvent is still to give its type. */
static bool create_event(VM *vm, Call *call) {
  static const struct {
    const char *name;
    EventClass class;
  } classes[] = {
      {"event", EVENT_CLASS_EVENT},
      {"events", EVENT_CLASS_EVENT},
      {"htmlevents", EVENT_CLASS_EVENT},
      {"svgevents", EVENT_CLASS_EVENT},
      {"customevent", EVENT_CLASS_CUSTOM_EVENT},
      {"messageevent", EVENT_CLASS_MESSAGE_EVENT},
      {"uievent", EVENT_CLASS_UI_EVENT},
      {"uievents", EVENT_CLASS_UI_EVENT},
      {"mouseevent", EVENT_CLASS_MOUSE_EVENT},
      {"mouseevents", EVENT_CLASS_MOUSE_EVENT},
      {"keyboardevent", EVENT_CLASS_KEYBOARD_EVENT},
      {"focusevent", EVENT_CLASS_FOCUS_EVENT},
      {"compositionevent", EVENT_CLASS_COMPOSITION_EVENT},
      {"hashchangeevent", EVENT_CLASS_HASH_CHANGE_EVENT},
      {"dragevent", EVENT_CLASS_DRAG_EVENT},
  };
  String *name = dom_argument_string(vm, call, 0);
  String *lower = name ? dom_lower_atom(vm, name) : NULL;
  if (!lower) return false;
  for (u32 i = 0; i < ARRAY_COUNT(classes); i++) {
    if (!string_is_c(lower, classes[i].name)) continue;
    Event *event = event_new(vm, classes[i].class, "", (EventInit){});
    if (!event) return false;
    event->is_trusted = false;
    return call_return(call, value_from_cell(event));
  }
  return dom_refuse(vm, call, "NotSupportedError",
                    "The provided event type is invalid.");
}

static bool import_node(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  DomNode *node = document ? dom_argument_node(vm, call, 0) : NULL;
  if (!node) return false;
  if (node->type == DOM_DOCUMENT)
    return dom_refuse(vm, call, "NotSupportedError",
                      "The node provided is a document, which may not be "
                      "imported.");
  DomNode *copy =
      node_clone(vm, node, document, vm_to_boolean(call_argument(call, 1)));
  return copy && call_return(call, value_from_cell(copy));
}

static bool adopt_node(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  DomNode *node = document ? dom_argument_node(vm, call, 0) : NULL;
  if (!node) return false;
  if (node->type == DOM_DOCUMENT)
    return dom_refuse(vm, call, "NotSupportedError",
                      "The node provided is of type '#document', which may "
                      "not be adopted.");
  if (node->parent) mutate_remove(vm, node);
  tree_adopt(vm, node, document);
  return call_return(call, value_from_cell(node));
}

/* ---- Finding
 * -------------------------------------------------------------------------- */

static bool by_id(VM *vm, Call *call) {
  DomNode *root = dom_this_parent(vm, call);
  String *id = root ? dom_argument_string(vm, call, 0) : NULL;
  if (!id) return false;
  call->result = VALUE_NULL;
  for (Element *at = tree_next_element(root, root); at && id->length;
       at = tree_next_element(&at->node, root)) {
    const String *other = attribute_text(at, DOM_WORD(vm, id));
    if (other && string_equals(other, id))
      return call_return(call, value_from_cell(at));
  }
  return true;
}

static bool by_name(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  String *name = document ? dom_argument_string(vm, call, 0) : NULL;
  return name &&
         call_return(call, value_from_cell(view_new(vm, INTERFACE_NodeList,
                                                    VIEW_NAME, &document->node,
                                                    value_from_cell(name))));
}

static Element *document_element(const Document *document) {
  return tree_first_element(&document->node);
}

static Element *child_of(const Element *element, Tag tag, Tag other) {
  Element *at = element ? tree_first_element(&element->node) : NULL;
  while (at && at->tag != tag && at->tag != other)
    at = tree_sibling_after(&at->node);
  return at;
}

Element *document_body(const Document *document) {
  return child_of(document_element(document), TAG_body, TAG_frameset);
}

typedef enum DocumentPart : u8 {
  DOCUMENT_ELEMENT,
  DOCUMENT_HEAD,
  DOCUMENT_BODY,
  DOCUMENT_ACTIVE,
  DOCUMENT_DOCTYPE,
  DOCUMENT_VIEW,
} DocumentPart;

static bool get_part(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  if (!document) return false;
  Element *root = document_element(document);
  switch ((DocumentPart)library_native(call)->magic) {
  case DOCUMENT_ELEMENT: return call_return(call, value_from_node(root));
  case DOCUMENT_HEAD:
    return call_return(call,
                       value_from_node(child_of(root, TAG_head, TAG_head)));
  case DOCUMENT_BODY:
    return call_return(call, value_from_node(document_body(document)));
  case DOCUMENT_ACTIVE:
    return call_return(call, value_from_node(document->active
                                                 ? document->active
                                                 : document_body(document)));
  case DOCUMENT_DOCTYPE: {
    DomNode *at = document->node.first;
    while (at && at->type != DOM_DOCTYPE)
      at = at->next;
    return call_return(call, value_from_node(at));
  }
  default:
    return call_return(call, document == dom_of(vm)->document
                                 ? value_from_cell(vm->isolate.global)
                                 : VALUE_NULL);
  }
}

static bool set_body(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  Value given = call_argument(call, 0);
  if (!document) return false;
  if (!value_is_element(given) ||
      ((const Element *)value_to_cell(given))->tag != TAG_body)
    return dom_refuse(vm, call, "HierarchyRequestError",
                      "The new body element is of type that is neither 'BODY' "
                      "nor 'FRAMESET'.");
  Element *old = document_body(document), *root = document_element(document);
  if (old)
    return mutate_replace(vm, call, old->node.parent, value_to_node(given),
                          &old->node);
  return !root ||
         mutate_insert(vm, call, &root->node, value_to_node(given), NULL);
}

static bool get_list(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  return document &&
         call_return(call, value_from_cell(view_new(
                               vm, INTERFACE_HTMLCollection, VIEW_LINKS,
                               &document->node,
                               value_from_int(library_native(call)->magic))));
}

/* ---- What is said of a document
 * ------------------------------------------------------------ */

typedef enum DocumentFact : u8 {
  FACT_TYPE,
  FACT_MODE,
  FACT_READY,
  FACT_CHARSET,
  FACT_VISIBILITY,
  FACT_COOKIE,
  FACT_DESIGN,
} DocumentFact;

static bool get_fact(VM *vm, Call *call) {
  static const char *const facts[] = {
      [FACT_TYPE] = "text/html",     [FACT_MODE] = "CSS1Compat",
      [FACT_READY] = "complete",     [FACT_CHARSET] = "UTF-8",
      [FACT_VISIBILITY] = "visible", [FACT_COOKIE] = "",
      [FACT_DESIGN] = "off",
  };
  return dom_this_document(vm, call) &&
         call_return(call,
                     value_from_cell(string_intern_c(
                         &vm->isolate, facts[library_native(call)->magic])));
}

static bool get_false(VM *vm, Call *call) {
  return dom_this_document(vm, call) && call_return(call, VALUE_FALSE);
}

static bool has_focus(VM *vm, Call *call) {
  return dom_this_document(vm, call) && call_return(call, VALUE_TRUE);
}

static Element *title_of(const Document *document) {
  const DomNode *root = &document->node;
  Element *at = tree_next_element(root, root);
  while (at && at->tag != TAG_title)
    at = tree_next_element(&at->node, root);
  return at;
}

static bool get_title(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  if (!document) return false;
  const Element *title = title_of(document);
  String *text = title ? node_text(vm, &title->node) : vm->isolate.empty_string;
  return text && call_return(call, value_from_cell(text));
}

static bool set_title(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  KEEP_CELL(vm, String, text,
            document ? dom_argument_string(vm, call, 0) : NULL);
  if (!text) return false;
  KEEP_CELL(vm, Element, title, title_of(document));
  Element *head = child_of(document_element(document), TAG_head, TAG_head);
  if (!title && !head) return true;
  if (!title) {
    title = tree_new_html_element(vm, document,
                                  string_intern_c(&vm->isolate, "title"));
    mutate_insert_unchecked(vm, &head->node, &title->node, NULL);
  }
  return mutate_set_text(vm, &title->node, text);
}

/* ---- Implementation
 * ---------------------------------------------------------------------------
 */

static bool get_implementation(VM *vm, Call *call) {
  Document *document = dom_this_document(vm, call);
  if (!document) return false;
  if (!value_is_cell(document->implementation)) {
    Object *made =
        dom_new(vm, INTERFACE_DOMImplementation, KIND_OBJECT, sizeof(Object));
    cell_write(&vm->isolate.heap, document, &document->implementation,
               value_from_cell(made));
  }
  return call_return(call, document->implementation);
}

static bool has_feature(VM *vm, Call *call) {
  return call_return(call, VALUE_TRUE);
}

static Element *add_element(VM *vm, DomNode *parent, const char *name) {
  Element *element = tree_new_html_element(vm, node_document(parent),
                                           string_intern_c(&vm->isolate, name));
  tree_link(vm, parent, &element->node, NULL);
  return element;
}

void document_add_page(VM *vm, Document *document) {
  DomNode *doctype =
      tree_new_doctype(vm, document, string_intern_c(&vm->isolate, "html"));
  tree_link(vm, &document->node, doctype, NULL);
  Element *html = add_element(vm, &document->node, "html");
  add_element(vm, &html->node, "head");
  add_element(vm, &html->node, "body");
}

static bool create_html_document(VM *vm, Call *call) {
  Value title = call_argument(call, 0);
  KEEP_CELL(vm, Document, document, tree_new_document(vm, true));
  document_add_page(vm, document);
  call->result = value_from_cell(document);
  if (value_is_undefined(title)) return true;
  KEEP_CELL(vm, String, text, vm_to_string(vm, title));
  if (!text) return false;
  Element *head = child_of(document_element(document), TAG_head, TAG_head);
  KEEP_CELL(vm, Element, element, add_element(vm, &head->node, "title"));
  return mutate_set_text(vm, &element->node, text);
}

static bool create_document(VM *vm, Call *call) {
  KEEP_CELL(vm, String, space, NULL);
  KEEP_CELL(vm, String, name, NULL);
  if (!dom_check_count(vm, call, 2) || !read_space(vm, call, &space))
    return false;
  name = value_is_null(call->arguments[1]) ? vm->isolate.empty_string
                                           : dom_argument_atom(vm, call, 1);
  if (!name) return false;
  KEEP_CELL(vm, Document, document, tree_new_document(vm, false));
  if (name->length) {
    Element *root = new_element_in(vm, document, space, name);
    if (!root) return false;
    tree_link(vm, &document->node, &root->node, NULL);
  }
  return call_return(call, value_from_cell(document));
}

static bool create_doctype(VM *vm, Call *call) {
  String *name = dom_argument_atom(vm, call, 0);
  return name && call_return(call, value_from_cell(tree_new_doctype(
                                       vm, dom_of(vm)->document, name)));
}

void interface_open_DOMImplementation(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"hasFeature", has_feature, 0},
      {"createHTMLDocument", create_html_document, 0},
      {"createDocument", create_document, 2},
      {"createDocumentType", create_doctype, 3},
  };
  dom_add(vm, prototype, DOMImplementation, entries);
}

/* ---- Walkers, DOMParser, XMLSerializer ------------------------------------
 */

static bool create_walker(VM *vm, Call *call) {
  return dom_this_document(vm, call) &&
         traverse_create(vm, call, library_native(call)->magic);
}

static bool get_script(VM *vm, Call *call) {
  return dom_this_document(vm, call) &&
         call_return(call, value_from_node(dom_of(vm)->current_script));
}

/* Only HTML is read: there is no parser of XML here. */
static bool parse_from_string(VM *vm, Call *call) {
  if (!dom_check_count(vm, call, 2)) return false;
  KEEP_CELL(vm, String, text, dom_argument_string(vm, call, 0));
  String *type = text ? dom_argument_string(vm, call, 1) : NULL;
  if (!type) return false;
  if (!string_is_c(type, "text/html"))
    return dom_refuse(vm, call, "NotSupportedError",
                      "Only 'text/html' can be parsed.");
  KEEP_CELL(vm, Document, document, tree_new_document(vm, true));
  return html_parse_document(vm, document, text) &&
         call_return(call, value_from_cell(document));
}

static bool construct_plain(VM *vm, Call *call) {
  Interface interface = (Interface)value_to_int(library_native(call)->data);
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm,
                         "Class constructor %s cannot be invoked without 'new'",
                         interface_name(interface));
  return call_return(call, value_from_cell(dom_new(vm, interface, KIND_OBJECT,
                                                   sizeof(Object))));
}

void interface_open_DOMParser(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"parseFromString", parse_from_string, 2}};
  dom_add(vm, prototype, DOMParser, entries);
  dom_set_constructor(vm, prototype, construct_plain, 0);
}

/* Nodes are written as HTML has them. */
static bool serialize(VM *vm, Call *call) {
  DomNode *node = dom_argument_node(vm, call, 0);
  if (!node) return false;
  String *text = html_write(vm, node, true);
  return text && call_return(call, value_from_cell(text));
}

void interface_open_XMLSerializer(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {{"serializeToString", serialize, 1}};
  dom_add(vm, prototype, XMLSerializer, entries);
  dom_set_constructor(vm, prototype, construct_plain, 0);
}

/* ---- Opening
 * -------------------------------------------------------------------------------------
 */

static bool construct_document(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(
        vm, "Class constructor Document cannot be invoked without 'new'");
  return call_return(call, value_from_cell(tree_new_document(vm, false)));
}

void interface_open_Document(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"documentElement", get_part, 0, NATIVE_GETTER, DOCUMENT_ELEMENT},
      {"head", get_part, 0, NATIVE_GETTER, DOCUMENT_HEAD},
      {"body", get_part, 0, NATIVE_GETTER, DOCUMENT_BODY},
      {"body", set_body, 1, NATIVE_SETTER},
      {"activeElement", get_part, 0, NATIVE_GETTER, DOCUMENT_ACTIVE},
      {"doctype", get_part, 0, NATIVE_GETTER, DOCUMENT_DOCTYPE},
      {"defaultView", get_part, 0, NATIVE_GETTER, DOCUMENT_VIEW},
      {"title", get_title, 0, NATIVE_GETTER},
      {"title", set_title, 1, NATIVE_SETTER},
      {"forms", get_list, 0, NATIVE_GETTER, TAG_form},
      {"images", get_list, 0, NATIVE_GETTER, TAG_img},
      {"links", get_list, 0, NATIVE_GETTER, TAG_a},
      {"scripts", get_list, 0, NATIVE_GETTER, TAG_script},
      {"contentType", get_fact, 0, NATIVE_GETTER, FACT_TYPE},
      {"compatMode", get_fact, 0, NATIVE_GETTER, FACT_MODE},
      {"readyState", get_fact, 0, NATIVE_GETTER, FACT_READY},
      {"characterSet", get_fact, 0, NATIVE_GETTER, FACT_CHARSET},
      {"charset", get_fact, 0, NATIVE_GETTER, FACT_CHARSET},
      {"visibilityState", get_fact, 0, NATIVE_GETTER, FACT_VISIBILITY},
      {"cookie", get_fact, 0, NATIVE_GETTER, FACT_COOKIE},
      {"designMode", get_fact, 0, NATIVE_GETTER, FACT_DESIGN},
      {"hidden", get_false, 0, NATIVE_GETTER},
      {"hasFocus", has_focus, 0},
      {"implementation", get_implementation, 0, NATIVE_GETTER},
      {"createElement", create_element, 1},
      {"createElementNS", create_element_in, 2},
      {"createTextNode", create_character, 1, NATIVE_METHOD, DOM_TEXT},
      {"createComment", create_character, 1, NATIVE_METHOD, DOM_COMMENT},
      {"createCDATASection", create_character, 1, NATIVE_METHOD, DOM_CDATA},
      {"createProcessingInstruction", create_instruction, 2},
      {"createDocumentFragment", create_fragment, 0},
      {"createAttribute", create_attribute, 1},
      {"createEvent", create_event, 1},
      {"createRange", range_create, 0},
      {"createTreeWalker", create_walker, 1, NATIVE_METHOD, false},
      {"createNodeIterator", create_walker, 1, NATIVE_METHOD, true},
      {"currentScript", get_script, 0, NATIVE_GETTER},
      {"importNode", import_node, 1},
      {"adoptNode", adopt_node, 1},
      {"getElementById", by_id, 1},
      {"getElementsByName", by_name, 1},
  };
  dom_add(vm, prototype, Document, entries);
  element_add_lists(vm, prototype, INTERFACE_Document);
  dom_add_parent_members(vm, prototype, INTERFACE_Document);
  handlers_add(vm, prototype, INTERFACE_Document);
  dom_set_constructor(vm, prototype, construct_document, 0);
}

static bool construct_fragment(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Class constructor DocumentFragment cannot be "
                             "invoked without 'new'");
  return call_return(
      call, value_from_cell(tree_new_fragment(vm, dom_of(vm)->document)));
}

void interface_open_DocumentFragment(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {{"getElementById", by_id, 1}};
  dom_add(vm, prototype, DocumentFragment, entries);
  dom_add_parent_members(vm, prototype, INTERFACE_DocumentFragment);
  dom_set_constructor(vm, prototype, construct_fragment, 0);
}

static bool doctype_get(VM *vm, Call *call) {
  DomNode *node = dom_this_node(vm, call);
  if (!node) return false;
  if (node->type != DOM_DOCTYPE) return dom_throw_receiver(vm);
  return call_return(call, library_native(call)->magic
                               ? value_from_cell(vm->isolate.empty_string)
                               : node_extra(node, EXTRA_value));
}

void interface_open_DocumentType(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"name", doctype_get, 0, NATIVE_GETTER, 0},
      {"publicId", doctype_get, 0, NATIVE_GETTER, 1},
      {"systemId", doctype_get, 0, NATIVE_GETTER, 1},
  };
  dom_add(vm, prototype, DocumentType, entries);
  dom_add_child_members(vm, prototype, INTERFACE_DocumentType);
}
