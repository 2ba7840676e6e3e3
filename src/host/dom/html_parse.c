/* html_parse.c - HTML to trees: Gumbo's, and then ours. */
#include "host/dom/html.h"

#include <gumbo.h>
#include <stdlib.h>

/* ---- Memory
 * ------------------------------------------------------------------------ */

/* What Gumbo takes is given back all at once: its own way of freeing a tree
 * calls itself as deep as the tree is. */
typedef struct Chunk {
  struct Chunk *next;
  size_t used, size;
} Chunk;

constexpr size_t CHUNK_BYTES = 64 << 10;

static void *take(void *context, size_t size) {
  Chunk **chunks = context;
  size = (size + 15) & ~(size_t)15;
  if (!*chunks || (*chunks)->size - (*chunks)->used < size) {
    size_t room = size > CHUNK_BYTES ? size : CHUNK_BYTES;
    Chunk *chunk = base_allocate(sizeof *chunk + room);
    *chunk = (Chunk){*chunks, 0, room};
    *chunks = chunk;
  }
  char *bytes = (char *)(*chunks + 1) + (*chunks)->used;
  (*chunks)->used += size;
  return bytes;
}

static void give_back(void *context, void *bytes) {
}

static void free_chunks(Chunk *chunk) {
  while (chunk) {
    Chunk *next = chunk->next;
    free(chunk);
    chunk = next;
  }
}

/* ---- One node
 * ------------------------------------------------------------------------- */

typedef struct Building {
  VM *vm;
  Document *document;
  DomNode *parent; /* of what comes next; rooted by its tree */
} Building;

static String *text_of(VM *vm, const char *text) {
  String *string = string_from_text(&vm->isolate, text, strlen(text));
  if (!string) vm_throw_memory(vm);
  return string;
}

static String *atom_of(VM *vm, const char *text) {
  return string_intern_text(&vm->isolate, text, strlen(text));
}

/* The name of an element; those that Gumbo does not know are read from their
 * tags. */
static String *name_of(VM *vm, const GumboElement *element) {
  GumboStringPiece piece = element->original_tag;
  const char *known = gumbo_normalized_tagname(element->tag);
  if (element->tag == GUMBO_TAG_UNKNOWN) gumbo_tag_from_original_text(&piece);
  bool is_original = element->tag == GUMBO_TAG_UNKNOWN && piece.data;
  if (element->tag_namespace == GUMBO_NAMESPACE_SVG) {
    GumboStringPiece given = element->original_tag;
    gumbo_tag_from_original_text(&given);
    const char *svg = given.data ? gumbo_normalize_svg_tagname(&given) : NULL;
    if (svg) return atom_of(vm, svg);
  }
  if (!is_original) return atom_of(vm, known);
  Buffer name = {};
  for (size_t i = 0; i < piece.length; i++) {
    char byte = piece.data[i];
    buffer_byte(&name, byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte);
  }
  String *atom = string_intern_text(&vm->isolate, name.bytes, name.length);
  buffer_free(&name);
  return atom;
}

static bool add_attribute(const Building *building, Element *element,
                          const GumboAttribute *attribute) {
  static const char *const prefixes[] = {
      [GUMBO_ATTR_NAMESPACE_NONE] = NULL,
      [GUMBO_ATTR_NAMESPACE_XLINK] = "xlink",
      [GUMBO_ATTR_NAMESPACE_XML] = "xml",
      [GUMBO_ATTR_NAMESPACE_XMLNS] = "xmlns",
  };
  VM *vm = building->vm;
  const char *prefix = prefixes[attribute->attr_namespace];
  String *spaces[] = {NULL, DOM_WORD(vm, xlink), DOM_WORD(vm, xml),
                      DOM_WORD(vm, xmlns)};
  KEEP_CELL(vm, String, value, text_of(vm, attribute->value));
  if (!value) return false;
  KEEP_CELL(vm, String, local, atom_of(vm, attribute->name));
  KEEP_CELL(vm, String, name, local);
  if (prefix && strcmp(attribute->name, prefix) != 0) {
    Buffer text = {};
    buffer_format(&text, "%s:%s", prefix, attribute->name);
    name = atom_of(vm, text.bytes);
    buffer_free(&text);
  }
  return attribute_add(vm, element, spaces[attribute->attr_namespace], name,
                       local, value);
}

static DomNode *make_element(const Building *building,
                             const GumboElement *element) {
  static const Space spaces[] = {
      [GUMBO_NAMESPACE_HTML] = SPACE_HTML,
      [GUMBO_NAMESPACE_SVG] = SPACE_SVG,
      [GUMBO_NAMESPACE_MATHML] = SPACE_MATHML,
  };
  VM *vm = building->vm;
  String *uris[] = {DOM_WORD(vm, html), DOM_WORD(vm, svg),
                    DOM_WORD(vm, mathml)};
  String *name = name_of(vm, element);
  KEEP_CELL(vm, Element, made,
            tree_new_element(vm, building->document, name,
                             spaces[element->tag_namespace],
                             uris[element->tag_namespace], name));
  for (unsigned i = 0; i < element->attributes.length; i++)
    if (!add_attribute(building, made, element->attributes.data[i]))
      return NULL;
  element_parsed(vm, made);
  return &made->node;
}

static DomNode *make_character(const Building *building, DomType type,
                               const char *text) {
  VM *vm = building->vm;
  String *data = text_of(vm, text);
  return data ? &tree_new_character(vm, building->document, type, data)->node
              : NULL;
}

static DomNode *make_node(const Building *building, const GumboNode *node) {
  switch (node->type) {
  case GUMBO_NODE_ELEMENT:
  case GUMBO_NODE_TEMPLATE: return make_element(building, &node->v.element);
  case GUMBO_NODE_COMMENT:
    return make_character(building, DOM_COMMENT, node->v.text.text);
  default: return make_character(building, DOM_TEXT, node->v.text.text);
  }
}

/* ---- The tree
 * -------------------------------------------------------------------------- */

static const GumboVector *children_of(const GumboNode *node) {
  static const GumboVector none;
  if (node->type == GUMBO_NODE_DOCUMENT) return &node->v.document.children;
  return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE
             ? &node->v.element.children
             : &none;
}

static bool enter(Building *building, DomNode *made, const GumboNode *node) {
  building->parent = made;
  if (node->type != GUMBO_NODE_TEMPLATE) return true;
  building->parent = template_content(building->vm, (Element *)made);
  building->document = node_document(building->parent);
  return building->parent;
}

/* From the contents of a template one comes back to what it lies in. */
static void leave(Building *building, const GumboNode *node) {
  DomNode *parent = building->parent;
  if (node->type == GUMBO_NODE_TEMPLATE) {
    parent = value_to_node(node_extra(parent, EXTRA_content));
    building->document = node_document(parent);
  }
  building->parent = parent->parent;
}

/* The children of `root` as children of building->parent: in the order of the
 * tree, without recursion. */
static bool build(Building *building, const GumboNode *root) {
  const GumboNode *node = root;
  unsigned next = 0;
  for (;;) {
    const GumboVector *children = children_of(node);
    if (next == children->length) {
      if (node == root) return true;
      leave(building, node);
      next = (unsigned)node->index_within_parent + 1;
      node = node->parent;
      continue;
    }
    const GumboNode *child = children->data[next];
    if (!vm_check(building->vm)) return false;
    DomNode *made = make_node(building, child);
    if (!made) return false;
    tree_link(building->vm, building->parent, made, NULL);
    next++;
    if (!children_of(child)->length) continue;
    if (!enter(building, made, child)) return false;
    node = child;
    next = 0;
  }
}

/* ---- Whole texts
 * ------------------------------------------------------------------------ */

typedef struct Parsing {
  Chunk *chunks;
  Buffer text, flat;
  GumboOutput *output;
} Parsing;

static void end(Parsing *parsing) {
  free_chunks(parsing->chunks);
  buffer_free(&parsing->text);
  buffer_free(&parsing->flat);
}

static bool parse(VM *vm, Parsing *parsing, const String *text,
                  GumboTag context, GumboNamespaceEnum space) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = take;
  options.deallocator = give_back;
  options.userdata = &parsing->chunks;
  options.max_errors = 0;
  options.fragment_context = context;
  options.fragment_namespace = space;
  dom_text(text, &parsing->text);
  if (!html_guard(vm, parsing->text.bytes, parsing->text.length,
                  &parsing->flat))
    return false;
  const Buffer *given = parsing->flat.length ? &parsing->flat : &parsing->text;
  parsing->output =
      gumbo_parse_with_options(&options, given->bytes, given->length);
  return true;
}

static GumboTag context_tag(const Element *context) {
  Buffer name = {};
  dom_text(context->local, &name);
  GumboTag tag = gumbo_tag_enum(name.bytes);
  buffer_free(&name);
  /* any other element of HTML is read as the content of a div is */
  return tag == GUMBO_TAG_UNKNOWN ? GUMBO_TAG_DIV : tag;
}

static GumboNamespaceEnum context_space(const Element *context) {
  return context->space == SPACE_SVG      ? GUMBO_NAMESPACE_SVG
         : context->space == SPACE_MATHML ? GUMBO_NAMESPACE_MATHML
                                          : GUMBO_NAMESPACE_HTML;
}

/* A text without tags and references is what most programs give. */
static bool is_plain(const String *text, const Element *context) {
  if (context->space != SPACE_HTML ||
      (tag_flags(context->tag) & (TAG_IS_IMPLIED | TAG_IS_RAW) &&
       context->tag != TAG_li && context->tag != TAG_p &&
       context->tag != TAG_td))
    return false;
  if (context->tag == TAG_table || context->tag == TAG_select ||
      context->tag == TAG_template || context->tag == TAG_frameset)
    return false;
  for (u32 i = 0; i < text->length; i++) {
    u32 unit = string_unit(text, i);
    if (unit == '<' || unit == '&' || unit == '\r' || !unit ||
        (unit >= 0xD800 && unit < 0xE000))
      return false;
  }
  return text->length;
}

DomNode *html_parse_fragment(VM *vm, const Element *context, String *text) {
  Document *document = node_document(&context->node);
  KEEP_CELL(vm, const Element, kept, context);
  KEEP_CELL(vm, String, kept_text, text);
  KEEP_CELL(vm, DomNode, fragment, tree_new_fragment(vm, document));
  if (is_plain(kept_text, kept)) {
    CharacterData *only = tree_new_character(vm, document, DOM_TEXT, kept_text);
    tree_link(vm, fragment, &only->node, NULL);
    return fragment;
  }
  Parsing parsing = {};
  bool ok =
      parse(vm, &parsing, kept_text, context_tag(kept), context_space(kept));
  Building building = {vm, document, fragment};
  if (ok) ok = build(&building, parsing.output->root);
  end(&parsing);
  return ok ? fragment : NULL;
}

static bool add_doctype(VM *vm, Document *document,
                        const GumboDocument *parsed) {
  if (!parsed->has_doctype) return true;
  DomNode *doctype = tree_new_doctype(vm, document, atom_of(vm, parsed->name));
  tree_link(vm, &document->node, doctype, NULL);
  return true;
}

bool html_parse_document(VM *vm, Document *document, String *text) {
  Parsing parsing = {};
  KEEP_CELL(vm, Document, kept, document);
  Building building = {vm, document, &document->node};
  bool ok = parse(vm, &parsing, text, GUMBO_TAG_LAST, GUMBO_NAMESPACE_HTML) &&
            add_doctype(vm, kept, &parsing.output->document->v.document) &&
            build(&building, parsing.output->document);
  end(&parsing);
  return ok;
}
