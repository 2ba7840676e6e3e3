/* describe.c - nodes as people are shown them. */
#include "host/dom/view.h"

constexpr u32 TEXT_MAX = 60;   /* units of a text or an attribute */
constexpr u32 VALUES_MAX = 10; /* attributes */
constexpr u32 ITEMS_MAX = 20;  /* nodes of a list */

static void append_text(Value string, Buffer *out) {
  const String *text = (const String *)value_to_cell(string);
  u32 shown = text->length < TEXT_MAX ? text->length : TEXT_MAX;
  for (u32 i = 0; i < shown; i++) {
    u32 unit = string_unit(text, i);
    buffer_code_point(out, unit == '\n' || unit == '\r' ? ' ' : unit);
  }
  if (shown < text->length) buffer_text(out, "\u2026");
}

static void append_attributes(const AttributeList *list, Buffer *out) {
  for (u32 i = 0; list && i < list->count; i++) {
    if (i == VALUES_MAX) {
      buffer_text(out, " \u2026");
      return;
    }
    buffer_byte(out, ' ');
    string_append_text(list->items[i].name, out);
    if (!string_length(list->items[i].value)) continue;
    buffer_text(out, "=\"");
    append_text(list->items[i].value, out);
    buffer_byte(out, '"');
  }
}

void dom_describe(const DomNode *node, Buffer *out) {
  switch (node->type) {
  case DOM_ELEMENT:
    buffer_byte(out, '<');
    string_append_text(((const Element *)node)->name, out);
    append_attributes(((const Element *)node)->attributes, out);
    buffer_byte(out, '>');
    return;
  case DOM_ATTRIBUTE:
    string_append_text(((const Attr *)node)->name, out);
    buffer_text(out, "=\"");
    append_text(attr_value((const Attr *)node), out);
    buffer_byte(out, '"');
    return;
  case DOM_COMMENT:
    buffer_text(out, "<!--");
    append_text(((const CharacterData *)node)->data, out);
    buffer_text(out, "-->");
    return;
  case DOM_TEXT:
    buffer_byte(out, '"');
    append_text(((const CharacterData *)node)->data, out);
    buffer_byte(out, '"');
    return;
  case DOM_CDATA: buffer_text(out, "#cdata-section"); return;
  case DOM_INSTRUCTION: buffer_text(out, "#processing-instruction"); return;
  case DOM_DOCUMENT: buffer_text(out, "#document"); return;
  case DOM_DOCTYPE: buffer_text(out, "<!DOCTYPE html>"); return;
  case DOM_FRAGMENT: buffer_text(out, "#document-fragment"); return;
  }
}

void dom_describe_short(const DomNode *node, Buffer *out) {
  switch (node->type) {
  case DOM_ELEMENT:
    buffer_byte(out, '<');
    string_append_text(((const Element *)node)->name, out);
    buffer_byte(out, '>');
    return;
  case DOM_TEXT: buffer_text(out, "#text"); return;
  case DOM_COMMENT: buffer_text(out, "#comment"); return;
  case DOM_ATTRIBUTE: buffer_text(out, "#attribute"); return;
  default: dom_describe(node, out);
  }
}

/* ---- Views ------------------------------------------------------------------
 */

static void append_list(VM *vm, DomView *view, Buffer *out) {
  u32 length = view_count(vm, view);
  buffer_format(out, "%s(%u) [",
                view->kind < VIEW_CHILDREN ? "NodeList" : "HTMLCollection",
                length);
  for (u32 i = 0; i < length && i < ITEMS_MAX; i++) {
    if (i) buffer_text(out, ", ");
    dom_describe(view_item(vm, view, i), out);
  }
  if (length > ITEMS_MAX) buffer_format(out, ", \u2026");
  buffer_byte(out, ']');
}

static void append_declarations(const DomView *view, Buffer *out) {
  const Elements *list = value_to_object(view->filter)->elements;
  buffer_text(out, "CSSStyleDeclaration {");
  for (u32 i = 0; i + 1 < list->length; i += 2) {
    if (i) buffer_text(out, ", ");
    string_append_text((const String *)value_to_cell(list->values[i]), out);
    buffer_text(out, ": \"");
    append_text(list->values[i + 1], out);
    buffer_byte(out, '"');
  }
  buffer_byte(out, '}');
}

static void append_attribute_value(const DomView *view, Buffer *out) {
  const Attribute *attribute = attribute_find(
      (const Element *)view->root, (const String *)value_to_cell(view->filter));
  buffer_text(out, "DOMTokenList [\"");
  if (attribute) append_text(attribute->value, out);
  buffer_text(out, "\"]");
}

void dom_describe_view(VM *vm, Object *object, Buffer *out) {
  DomView copy = *(const DomView *)object; /* it remembers where it was */
  DomView *view = &copy;
  switch (view->kind) {
  case VIEW_ATTRIBUTES:
    buffer_text(out, "NamedNodeMap {");
    append_attributes(((const Element *)view->root)->attributes, out);
    buffer_text(out, " }");
    return;
  case VIEW_TOKENS: append_attribute_value(view, out); return;
  case VIEW_DATA:
    buffer_text(out, "DOMStringMap of ");
    dom_describe(view->root, out);
    return;
  case VIEW_STYLE: append_declarations(view, out); return;
  default: append_list(vm, view, out); return;
  }
}

/* A document is attached when it is the page's, and so is all in it. */
bool dom_is_attached(VM *vm, const DomNode *node) {
  const Document *document = node_document(node);
  return dom_of(vm) && document == dom_of(vm)->document && node->is_connected;
}
