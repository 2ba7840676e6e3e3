/* html_element.c - the members of HTMLElement and SVGElement, and of the
 * elements that have a few of their own. Those that are only attributes are in
 * reflect.def.
 */
#include "host/dom/dispatch.h"
#include "host/dom/html.h"
#include "host/dom/parts.h"
#include "host/dom/view.h"

#include <math.h>

/* ---- Style and data, of all elements that people style
 * ------------------------------- */

static bool get_style(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  Value known = node_extra(&element->node, EXTRA_style);
  if (value_is_cell(known)) return call_return(call, known);
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  if (!list) return vm_throw_memory(vm);
  return call_return(call, view_of(vm, &element->node, EXTRA_style,
                                   INTERFACE_CSSStyleDeclaration, VIEW_STYLE,
                                   value_from_cell(list)));
}

/* style = text sets cssText. */
static bool set_style(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *text = element ? dom_argument_text(vm, call, 0) : NULL;
  return text && attribute_set(vm, element, DOM_WORD(vm, style), text);
}

static bool get_dataset(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  return element && call_return(call, view_of(vm, &element->node, EXTRA_dataset,
                                              INTERFACE_DOMStringMap, VIEW_DATA,
                                              VALUE_UNDEFINED));
}

/* ---- Focus order
 * ------------------------------------------------------------------------ */

static bool is_focusable(VM *vm, const Element *element) {
  switch (element->tag) {
  case TAG_button:
  case TAG_input:
  case TAG_select:
  case TAG_textarea:
  case TAG_iframe:
  case TAG_summary: return true;
  case TAG_a:
  case TAG_area: return attribute_find(element, DOM_WORD(vm, href));
  default: return attribute_find(element, DOM_WORD(vm, contenteditable));
  }
}

static bool get_tab_index(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  const String *text = attribute_text(element, DOM_WORD(vm, tabindex));
  double number = text && text->length ? string_to_number(text) : NAN;
  bool is_index =
      number >= INT32_MIN && number <= INT32_MAX && number == trunc(number);
  call->result = is_index ? value_from_int((i32)number)
                          : value_from_int(is_focusable(vm, element) ? 0 : -1);
  return true;
}

static bool set_tab_index(VM *vm, Call *call) {
  i32 number;
  Element *element = dom_this_element(vm, call);
  if (!element || !vm_to_int32(vm, call_argument(call, 0), &number))
    return false;
  String *text = vm_number_to_string(vm, value_from_int(number));
  return text && attribute_set(vm, element, DOM_WORD(vm, tabindex), text);
}

bool element_can_focus(VM *vm, const Element *element) {
  return element->node.is_connected &&
         (is_focusable(vm, element) ||
          attribute_find(element, DOM_WORD(vm, tabindex)));
}

/* ---- Text
 * ---------------------------------------------------------------------------------
 */

/* Without a layout, innerText is all text that is not code. */
static bool get_inner_text(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  StringBuilder builder = {};
  const DomNode *root = &element->node;
  for (const DomNode *at = root->first; at;) {
    bool is_code =
        node_is_element(at) && (((const Element *)at)->tag == TAG_script ||
                                ((const Element *)at)->tag == TAG_style ||
                                ((const Element *)at)->tag == TAG_template);
    if (node_is_element(at) && ((const Element *)at)->tag == TAG_br)
      builder_unit(&builder, '\n');
    if (node_is_text(at))
      builder_string(
          &builder, (String *)value_to_cell(((const CharacterData *)at)->data));
    at = is_code ? tree_next_skipping(at, root) : tree_next(at, root);
  }
  return library_string(vm, builder_finish(&vm->isolate, &builder),
                        &call->result);
}

/* A line break becomes <br>. */
static bool append_lines(VM *vm, DomNode *parent, String *text) {
  Document *document = node_document(parent);
  for (u32 start = 0; start <= text->length;) {
    u32 end = start;
    while (end < text->length && string_unit(text, end) != '\n')
      end++;
    if (start) {
      Element *line = tree_new_html_element(
          vm, document, string_intern_c(&vm->isolate, "br"));
      tree_link(vm, parent, &line->node, NULL);
    }
    if (end > start) {
      String *part = string_slice(&vm->isolate, text, start, end);
      if (!part) return vm_throw_memory(vm);
      CharacterData *node = tree_new_character(vm, document, DOM_TEXT, part);
      tree_link(vm, parent, &node->node, NULL);
    }
    start = end + 1;
  }
  return true;
}

static bool set_inner_text(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  KEEP_CELL(vm, String, text, element ? dom_argument_text(vm, call, 0) : NULL);
  if (!text) return false;
  KEEP_CELL(vm, DomNode, fragment,
            tree_new_fragment(vm, node_document(&element->node)));
  if (!append_lines(vm, fragment, text)) return false;
  mutate_replace_all(vm, &element->node, fragment);
  return true;
}

/* ---- HTMLElement
 * -----------------------------------------------------------------------------
 */

static bool get_zero(VM *vm, Call *call) {
  return dom_this_element(vm, call) && call_return(call, value_from_int(0));
}

static bool get_offset_parent(VM *vm, Call *call) {
  return dom_this_element(vm, call) && call_return(call, VALUE_NULL);
}

static bool get_editable(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  const String *text = attribute_text(element, DOM_WORD(vm, contenteditable));
  const char *state = !text                                 ? "inherit"
                      : string_is_c(text, "false")          ? "false"
                      : string_is_c(text, "plaintext-only") ? "plaintext-only"
                                                            : "true";
  return call_return(call,
                     value_from_cell(string_intern_c(&vm->isolate, state)));
}

static bool set_editable(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *text = element ? dom_argument_string(vm, call, 0) : NULL;
  return text &&
         attribute_set(vm, element, DOM_WORD(vm, contenteditable), text);
}

static bool is_editable(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  for (const Element *at = element; at; at = tree_parent_element(&at->node)) {
    const String *text = attribute_text(at, DOM_WORD(vm, contenteditable));
    if (text)
      return call_return(call, value_from_boolean(!string_is_c(text, "false")));
  }
  return call_return(call, VALUE_FALSE);
}

static void add_style_and_data(VM *vm, Object *prototype, Interface interface) {
  static const NativeEntry entries[] = {
      {"style", get_style, 0, NATIVE_GETTER},
      {"style", set_style, 1, NATIVE_SETTER},
      {"dataset", get_dataset, 0, NATIVE_GETTER},
      {"tabIndex", get_tab_index, 0, NATIVE_GETTER},
      {"tabIndex", set_tab_index, 1, NATIVE_SETTER},
  };
  dom_add_members(vm, prototype, interface, entries, ARRAY_COUNT(entries));
  dispatch_add_members(vm, prototype, interface);
  handlers_add(vm, prototype, interface);
}

void interface_open_HTMLElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"innerText", get_inner_text, 0, NATIVE_GETTER},
      {"innerText", set_inner_text, 1, NATIVE_SETTER},
      {"offsetTop", get_zero, 0, NATIVE_GETTER},
      {"offsetLeft", get_zero, 0, NATIVE_GETTER},
      {"offsetWidth", get_zero, 0, NATIVE_GETTER},
      {"offsetHeight", get_zero, 0, NATIVE_GETTER},
      {"offsetParent", get_offset_parent, 0, NATIVE_GETTER},
      {"contentEditable", get_editable, 0, NATIVE_GETTER},
      {"contentEditable", set_editable, 1, NATIVE_SETTER},
      {"isContentEditable", is_editable, 0, NATIVE_GETTER},
  };
  dom_add(vm, prototype, HTMLElement, entries);
  add_style_and_data(vm, prototype, INTERFACE_HTMLElement);
}

/* ---- SVGElement
 * ---------------------------------------------------------------------------------
 */

static bool get_owner_svg(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  const Element *at = tree_parent_element(&element->node);
  while (at && !(at->space == SPACE_SVG && string_is_c(at->local, "svg")))
    at = tree_parent_element(&at->node);
  return call_return(call, value_from_node(at));
}

void interface_open_SVGElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"ownerSVGElement", get_owner_svg, 0, NATIVE_GETTER},
  };
  dom_add(vm, prototype, SVGElement, entries);
  add_style_and_data(vm, prototype, INTERFACE_SVGElement);
}

/* ---- Links ------------------------------------------------------------------
 */

/* The text of a link is where it leads. */
static bool link_text(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  String *text = attribute_text(element, DOM_WORD(vm, href));
  return call_return(call,
                     value_from_cell(text ? text : vm->isolate.empty_string));
}

void interface_open_HTMLAnchorElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {{"toString", link_text, 0}};
  dom_add(vm, prototype, HTMLAnchorElement, entries);
}

/* ---- Template, script, dialog
 * ---------------------------------------------------------------------- */

/* Contents of templates belong to a document without a window, shared by all
 * templates of one document. */
static Document *template_document(VM *vm, Document *document) {
  if (document->is_template) return document;
  if (value_is_cell(document->template_document))
    return (Document *)value_to_cell(document->template_document);
  KEEP_CELL(vm, Document, kept, document);
  KEEP_CELL(vm, Document, made, tree_new_document(vm, document->is_html));
  made->is_template = true;
  cell_write(&vm->isolate.heap, kept, &kept->template_document,
             value_from_cell(made));
  return made;
}

DomNode *template_content(VM *vm, Element *element) {
  Value known = node_extra(&element->node, EXTRA_content);
  if (value_is_node(known)) return value_to_node(known);
  KEEP_CELL(vm, Element, kept, element);
  KEEP_CELL(vm, Document, document,
            template_document(vm, node_document(&element->node)));
  KEEP_CELL(vm, DomNode, content, tree_new_fragment(vm, document));
  node_set_extra(vm, content, EXTRA_content, value_from_cell(kept));
  node_set_extra(vm, &kept->node, EXTRA_content, value_from_cell(content));
  return content;
}

static bool get_content(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  if (element->tag != TAG_template) return dom_throw_receiver(vm);
  return call_return(call, value_from_cell(template_content(vm, element)));
}

void interface_open_HTMLTemplateElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"content", get_content, 0, NATIVE_GETTER},
  };
  dom_add(vm, prototype, HTMLTemplateElement, entries);
}

static bool get_text(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *text = element ? node_text(vm, &element->node) : NULL;
  return text && call_return(call, value_from_cell(text));
}

static bool set_text(VM *vm, Call *call) {
  Element *element = dom_this_element(vm, call);
  String *text = element ? dom_argument_string(vm, call, 0) : NULL;
  return text && mutate_set_text(vm, &element->node, text);
}

void interface_open_HTMLScriptElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"text", get_text, 0, NATIVE_GETTER},
      {"text", set_text, 1, NATIVE_SETTER},
  };
  dom_add(vm, prototype, HTMLScriptElement, entries);
}

static bool dialog_show(VM *vm, Call *call) {
  Element *dialog = dom_this_element(vm, call);
  return dialog && attribute_set(vm, dialog, DOM_WORD(vm, open),
                                 vm->isolate.empty_string);
}

static bool dialog_close(VM *vm, Call *call) {
  Element *dialog = dom_this_element(vm, call);
  if (!dialog) return false;
  Attribute *open = attribute_find(dialog, DOM_WORD(vm, open));
  if (open) attribute_remove(vm, dialog, open);
  return true;
}

void interface_open_HTMLDialogElement(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"show", dialog_show, 0},
      {"showModal", dialog_show, 0},
      {"close", dialog_close, 0},
  };
  dom_add(vm, prototype, HTMLDialogElement, entries);
}
