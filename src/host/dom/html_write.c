/* html_write.c - trees to HTML: "Serializing HTML fragments" of the standard.
 */
#include "host/dom/html.h"

/* What is escaped: in attributes the quote, in text the brackets. */
static void append_escaped(const String *text, bool in_attribute,
                           StringBuilder *out) {
  u32 start = 0;
  for (u32 i = 0; i < text->length; i++) {
    const char *escape = NULL;
    switch (string_unit(text, i)) {
    case '&': escape = "&amp;"; break;
    case 0xA0: escape = "&nbsp;"; break;
    case '"': escape = in_attribute ? "&quot;" : NULL; break;
    case '<': escape = in_attribute ? NULL : "&lt;"; break;
    case '>': escape = in_attribute ? NULL : "&gt;"; break;
    default: break;
    }
    if (!escape) continue;
    builder_slice(out, text, start, i);
    builder_c(out, escape);
    start = i + 1;
  }
  builder_slice(out, text, start, text->length);
}

static void open_tag(const Element *element, StringBuilder *out) {
  const AttributeList *list = element->attributes;
  builder_unit(out, '<');
  builder_string(out, element->name);
  for (u32 i = 0; list && i < list->count; i++) {
    builder_unit(out, ' ');
    builder_string(out, list->items[i].name);
    builder_c(out, "=\"");
    append_escaped((const String *)value_to_cell(list->items[i].value), true,
                   out);
    builder_unit(out, '"');
  }
  builder_unit(out, '>');
}

static void close_tag(const DomNode *node, StringBuilder *out) {
  if (!node_is_element(node)) return;
  const Element *element = (const Element *)node;
  if (element->space == SPACE_HTML && tag_flags(element->tag) & TAG_IS_VOID)
    return;
  builder_c(out, "</");
  builder_string(out, element->name);
  builder_unit(out, '>');
}

static bool is_raw(const DomNode *text) {
  const Element *parent = tree_parent_element(text);
  return parent && parent->space == SPACE_HTML &&
         tag_flags(parent->tag) & TAG_IS_RAW;
}

static void open_character(const CharacterData *character, StringBuilder *out) {
  const String *data = (const String *)value_to_cell(character->data);
  switch (character->node.type) {
  case DOM_COMMENT:
    builder_c(out, "<!--");
    builder_string(out, data);
    builder_c(out, "-->");
    return;
  case DOM_INSTRUCTION:
    builder_c(out, "<?");
    builder_string(out, (const String *)value_to_cell(character->target));
    builder_unit(out, ' ');
    builder_string(out, data);
    builder_unit(out, '>');
    return;
  default:
    if (is_raw(&character->node))
      builder_string(out, data);
    else
      append_escaped(data, false, out);
  }
}

static void open_node(const DomNode *node, StringBuilder *out) {
  if (node_is_element(node)) {
    open_tag((const Element *)node, out);
  } else if (node->target.object.cell.kind == KIND_DOM_TEXT) {
    open_character((const CharacterData *)node, out);
  } else if (node->type == DOM_DOCTYPE) {
    builder_c(out, "<!DOCTYPE ");
    builder_string(
        out, (const String *)value_to_cell(node_extra(node, EXTRA_value)));
    builder_unit(out, '>');
  }
}

/* The nodes of a template are those of its contents. */
static const DomNode *content_of(const DomNode *node) {
  Value content =
      node_is_element(node) && ((const Element *)node)->tag == TAG_template
          ? node_extra(node, EXTRA_content)
          : VALUE_UNDEFINED;
  return value_is_node(content) ? value_to_node(content) : node;
}

static const DomNode *above(const DomNode *node) {
  const DomNode *parent = node->parent;
  Value host = parent->type == DOM_FRAGMENT ? node_extra(parent, EXTRA_content)
                                            : VALUE_UNDEFINED;
  return value_is_node(host) ? value_to_node(host) : parent;
}

static bool has_no_content(const DomNode *node) {
  return node_is_element(node) &&
         ((const Element *)node)->space == SPACE_HTML &&
         tag_flags(((const Element *)node)->tag) & TAG_IS_VOID;
}

static bool write_below(VM *vm, const DomNode *root, StringBuilder *out) {
  const DomNode *at = content_of(root)->first;
  while (at) {
    if (!vm_check(vm)) return false;
    open_node(at, out);
    const DomNode *first = has_no_content(at) ? NULL : content_of(at)->first;
    if (first) {
      at = first;
      continue;
    }
    close_tag(at, out);
    while (!at->next) {
      at = above(at);
      if (at == root || at == content_of(root)) return true;
      close_tag(at, out);
    }
    at = at->next;
  }
  return true;
}

String *html_write(VM *vm, DomNode *root, bool outer) {
  StringBuilder builder = {};
  if (outer) open_node(root, &builder);
  bool ok = has_no_content(root) || write_below(vm, root, &builder);
  if (outer) close_tag(root, &builder);
  if (!ok) {
    builder_free(&builder);
    return NULL;
  }
  String *text = builder_finish(&vm->isolate, &builder);
  if (!text) vm_throw_memory(vm);
  return text;
}
