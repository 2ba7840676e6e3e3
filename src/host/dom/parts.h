/* parts.h - what the files of the DOM share.
 *
 *   dom.c          opening: classes, their prototypes, what the collector asks
 *   tree.c         links between nodes; the way from one to the next
 *   mutate.c       insertion and removal as the standard has them
 *   node.c         Node's members          parent_node.c  append, before, ...
 *   element.c      Element's members       attributes.c   and their objects
 *   character.c    text and comments       document.c     Document's members
 *   html_parse.c   HTML to trees           html_write.c   and back
 *   selector_*.c   selectors               view*.c        lists, live or not
 *
 * Members of classes are native functions in tables, as the library's are. The
 * function that runs knows its class (in `data`), so that one helper can say
 * "Failed to execute 'appendChild' on 'Node': ...".
 */
#ifndef GLASSHEAP_HOST_DOM_PARTS_H
#define GLASSHEAP_HOST_DOM_PARTS_H

#include "host/dom/dom.h"
#include "library/support.h"

typedef enum Interface : u8 {
  INTERFACE_Nothing,
  INTERFACE_EventTarget,
#define INTERFACE(name, parent) INTERFACE_##name,
#define PLAIN(name, parent) INTERFACE_##name,
#include "host/dom/interfaces.def"
#undef INTERFACE
#undef PLAIN
  INTERFACE_COUNT,
} Interface;

/* Texts that C code compares with: WORD(name in C, text). */
#define DOM_WORDS(WORD)                                                        \
  WORD(html, "http://www.w3.org/1999/xhtml")                                   \
  WORD(svg, "http://www.w3.org/2000/svg")                                      \
  WORD(mathml, "http://www.w3.org/1998/Math/MathML")                           \
  WORD(xlink, "http://www.w3.org/1999/xlink")                                  \
  WORD(xml, "http://www.w3.org/XML/1998/namespace")                            \
  WORD(xmlns, "http://www.w3.org/2000/xmlns/")                                 \
  WORD(id, "id")                                                               \
  WORD(class, "class")                                                         \
  WORD(name, "name")                                                           \
  WORD(style, "style")                                                         \
  WORD(type, "type")                                                           \
  WORD(value, "value")                                                         \
  WORD(checked, "checked")                                                     \
  WORD(selected, "selected")                                                   \
  WORD(disabled, "disabled")                                                   \
  WORD(for, "for")                                                             \
  WORD(form, "form")                                                           \
  WORD(href, "href")                                                           \
  WORD(multiple, "multiple")                                                   \
  WORD(open, "open")                                                           \
  WORD(tabindex, "tabindex")                                                   \
  WORD(contenteditable, "contenteditable")

typedef enum Word : u8 {
#define WORD(name, text) WORD_##name,
  DOM_WORDS(WORD)
#undef WORD
      WORD_COUNT,
} Word;

/* What the DOM keeps for a machine. */
typedef struct Dom {
  Value prototypes[INTERFACE_COUNT]; /* undefined: not made yet */
  String *words[WORD_COUNT];         /* atoms */
  Document *document;
  struct SelectorCache *selectors; /* or NULL */
  u64 clock;                       /* counts changes of all documents */
  u32 observer_count;              /* observers that were ever made */
  bool has_scripts;                /* one was ever made */
  Element *current_script;         /* that runs, or NULL */
  Object *pending;                 /* an array of those with records, or NULL */
} Dom;

ALWAYS_INLINE Dom *dom_of(VM *vm) {
  return host_of(vm)->dom;
}
#define DOM_WORD(vm, name) (dom_of(vm)->words[WORD_##name])

ALWAYS_INLINE bool value_is_node(Value value) {
  return value_is_cell(value) && cell_is_node(value_to_cell(value));
}
ALWAYS_INLINE DomNode *value_to_node(Value value) {
  return (DomNode *)value_to_cell(value);
}
ALWAYS_INLINE bool value_is_element(Value value) {
  return value_is_kind(value, KIND_DOM_ELEMENT);
}
ALWAYS_INLINE bool node_is_element(const DomNode *node) {
  return node->type == DOM_ELEMENT;
}
ALWAYS_INLINE bool node_is_text(const DomNode *node) {
  return node->type == DOM_TEXT || node->type == DOM_CDATA;
}
ALWAYS_INLINE Value value_from_node(const void *node) {
  return node ? value_from_cell(node) : VALUE_NULL;
}
ALWAYS_INLINE bool element_is_html(const Element *element) {
  return element->space == SPACE_HTML;
}
ALWAYS_INLINE bool element_is(const Element *element, Tag tag) {
  return element->tag == tag;
}
/* node_document - its node document; of a document, itself. */
ALWAYS_INLINE Document *node_document(const DomNode *node) {
  return node->document ? node->document : (Document *)node;
}

/* ---- Classes (dom.c) ---------------------------------------------------- */

/* dom_prototype - the prototype of a class, made when it is first needed. */
Object *dom_prototype(VM *vm, Interface interface);
/* dom_new - an object of a class; fields behind Object are the caller's to set
 * at once. */
Object *dom_new(VM *vm, Interface interface, CellKind kind, size_t bytes);
/* dom_add_members - functions of a class, on its prototype or constructor. */
void dom_add_members(VM *vm, Object *target, Interface interface,
                     const NativeEntry *entries, u32 count);
#define dom_add(vm, target, interface, entries)                                \
  dom_add_members(vm, target, INTERFACE_##interface, entries,                  \
                  ARRAY_COUNT(entries))
/* dom_set_constructor - what `new` does; without it, it is refused. */
void dom_set_constructor(VM *vm, Object *prototype, NativeCode *code,
                         u32 length);
const char *interface_name(Interface interface);

/* Each class with members has a function that fills its prototype. */
#define INTERFACE(name, parent)                                                \
  void interface_open_##name(VM *vm, Object *prototype);
#define PLAIN(name, parent)
#include "host/dom/interfaces.def"
#undef INTERFACE
#undef PLAIN

/* window_open - makes the global object a window. */
void window_open(VM *vm);

/* ---- Receivers, arguments, errors (arguments.c) ------------------------- */

/* dom_this_... - `this`, or NULL: threw "Illegal invocation". */
DomNode *dom_this_node(VM *vm, const Call *call);
Element *dom_this_element(VM *vm, const Call *call);
Document *dom_this_document(VM *vm, const Call *call);
CharacterData *dom_this_character(VM *vm, const Call *call);
/* dom_this_parent - a node that has the members of ParentNode. */
DomNode *dom_this_parent(VM *vm, const Call *call);
bool dom_throw_receiver(VM *vm);

/* dom_fail - a TypeError that begins with what failed: "Failed to execute 'f'
 * on 'C': ". Always false. */
bool dom_fail(VM *vm, const Call *call, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* dom_refuse - the same as a DOMException of that name. Always false. */
bool dom_refuse(VM *vm, const Call *call, const char *name, const char *format,
                ...) PRINTF_LIKE(4, 5);
/* dom_throw - a DOMException of that name, its message as it is. Always false.
 */
bool dom_throw(VM *vm, const char *name, const char *format, ...)
    PRINTF_LIKE(3, 4);
/* dom_check_count - that there are so many arguments. */
bool dom_check_count(VM *vm, const Call *call, u32 count);
/* dom_argument_node - an argument that must be a node; NULL: threw. */
DomNode *dom_argument_node(VM *vm, const Call *call, u32 index);
/* dom_argument_nullable - the same, but null and undefined are NULL. */
bool dom_argument_nullable(VM *vm, const Call *call, u32 index, DomNode **node);
/* dom_argument_string - a flat string; NULL: threw. */
String *dom_argument_string(VM *vm, const Call *call, u32 index);
/* dom_argument_text - the same; null is the empty string. */
String *dom_argument_text(VM *vm, const Call *call, u32 index);
/* dom_argument_atom - interned; dom_argument_lower - in lower case, too. */
String *dom_argument_atom(VM *vm, const Call *call, u32 index);
String *dom_lower_atom(VM *vm, String *string);
String *dom_upper_atom(VM *vm, String *string);
/* dom_text - a string as UTF-8 for C code. */
void dom_text(const String *string, Buffer *out);
bool string_is_c(const String *string, const char *latin1);
/* dom_has_word - whether `word` is one of those that spaces part in `text`. */
bool dom_has_word(const String *text, const String *word);
/* dom_is_space - ASCII white space, as HTML has it. */
ALWAYS_INLINE bool dom_is_space(u32 unit) {
  return unit == ' ' || unit == '\t' || unit == '\n' || unit == '\f' ||
         unit == '\r';
}

/* ---- The tree (tree.c) --------------------------------------------------- */

/* Each makes a node that is nowhere yet; strings are kept by the callee. */
Element *tree_new_element(VM *vm, Document *document, String *local,
                          Space space, String *uri, String *name);
Element *tree_new_html_element(VM *vm, Document *document, String *local);
CharacterData *tree_new_character(VM *vm, Document *document, DomType type,
                                  String *data);
DomNode *tree_new_fragment(VM *vm, Document *document);
DomNode *tree_new_doctype(VM *vm, Document *document, String *name);
Document *tree_new_document(VM *vm, bool is_html);
Tag tag_of_name(const String *local);
Interface tag_interface(Tag tag);
typedef enum TagFlags : u8 {
  TAG_IS_VOID = 1,
  TAG_IS_RAW = 2,
  TAG_IS_IMPLIED = 4,
  TAG_IS_STYLE = 8,
} TagFlags;
TagFlags tag_flags(Tag tag);
Tag tag_of_text(const char *name, size_t length);
/* space_of_uri - SPACE_NONE for NULL. */
Space space_of_uri(VM *vm, const String *uri);

/* tree_link - puts a node that is nowhere before `before` (NULL: last) in
 * `parent`. tree_unlink - takes it out. Neither checks or tells anybody. */
void tree_link(VM *vm, DomNode *parent, DomNode *node, DomNode *before);
void tree_unlink(VM *vm, DomNode *node);
/* tree_adopt - it and all below it belong to another document. */
void tree_adopt(VM *vm, DomNode *node, Document *document);
/* tree_next - the next node in tree order, inside `root`; NULL behind the
 * last. tree_next_skipping - the same, leaving out what is below `node`. */
DomNode *tree_next(const DomNode *node, const DomNode *root);
DomNode *tree_next_skipping(const DomNode *node, const DomNode *root);
/* tree_previous - the other way round, down to `root` itself. */
DomNode *tree_previous(const DomNode *node, const DomNode *root);
DomNode *tree_root(DomNode *node);
/* tree_contains - whether `node` is `ancestor` or below it. */
bool tree_contains(const DomNode *ancestor, const DomNode *node);
Element *tree_next_element(const DomNode *node, const DomNode *root);
Element *tree_parent_element(const DomNode *node);
Element *tree_first_element(const DomNode *node);
Element *tree_last_element(const DomNode *node);
Element *tree_sibling_after(const DomNode *node);
Element *tree_sibling_before(const DomNode *node);
/* tree_changed - live lists must look again. */
ALWAYS_INLINE void tree_changed(VM *vm, DomNode *node) {
  node_document(node)->version = ++dom_of(vm)->clock;
}

/* template_content - the fragment that a template's nodes lie in. */
DomNode *template_content(VM *vm, Element *element);

Value node_extra(const DomNode *node, NodeExtra extra);
void node_set_extra(VM *vm, DomNode *node, NodeExtra extra, Value value);

/* ---- Nodes (node.c, parent_node.c) ----------------------------------------
 */

/* node_text - all text below a node, fresh or not; NULL: threw. */
String *node_text(VM *vm, const DomNode *root);
/* node_clone - a copy, with all below it when `is_deep`; NULL: threw. */
DomNode *node_clone(VM *vm, DomNode *source, Document *document, bool is_deep);
/* node_compare - <0: `a` comes before `b` in their tree, >0: behind it. */
int node_compare(const DomNode *a, const DomNode *b);
Value element_tag_name(VM *vm, const Element *element);
/* range_create - createRange. */
bool range_create(VM *vm, Call *call);
/* document_body - or NULL. document_add_page - an empty page's nodes. */
Element *document_body(const Document *document);
void document_add_page(VM *vm, Document *document);
/* element_can_focus - whether focus() means anything. */
bool element_can_focus(VM *vm, const Element *element);
/* element_parsed - an element that the parser has made has its attributes. */
void element_parsed(VM *vm, Element *element);
/* element_reset - it is checked or selected when its attributes say so. */
void element_reset(VM *vm, Element *element);
/* element_copied - the same of a copy: its attributes may be handlers. */
void element_copied(VM *vm, Element *element);
/* element_add_lists - getElementsBy..., of elements and documents. */
void element_add_lists(VM *vm, Object *prototype, Interface interface);
/* reflect_add - the properties of a class that reflect.def has. */
void reflect_add(VM *vm, Object *prototype, Interface interface);
void dom_add_parent_members(VM *vm, Object *prototype, Interface interface);
void dom_add_child_members(VM *vm, Object *prototype, Interface interface);

/* ---- Changes (mutate.c) ---------------------------------------------------
 */

/* mutate_insert - pre-insert: `node` (or, of a fragment, its children) before
 * `before` in `parent`; false: threw, nothing happened. */
bool mutate_insert(VM *vm, const Call *call, DomNode *parent, DomNode *node,
                   DomNode *before);
/* mutate_insert_unchecked - the same for what cannot be wrong. */
void mutate_insert_unchecked(VM *vm, DomNode *parent, DomNode *node,
                             DomNode *before);
/* mutate_replace - `node` in place of `child` of `parent`. */
bool mutate_replace(VM *vm, const Call *call, DomNode *parent, DomNode *node,
                    DomNode *child);
/* mutate_remove - takes it out of its parent, which it has. */
void mutate_remove(VM *vm, DomNode *node);
/* mutate_replace_all - `node` (or NULL) in place of all children. */
void mutate_replace_all(VM *vm, DomNode *parent, DomNode *node);
/* mutate_set_text - textContent = string. */
bool mutate_set_text(VM *vm, DomNode *node, String *text);
/* mutate_set_data - the text of character data from `start` on, `count` units
 * of it, becomes another; false: threw. */
bool mutate_replace_data(VM *vm, const Call *call, CharacterData *character,
                         double start, double count, String *text);
/* mutate_check - what mutate_insert would refuse. */
bool mutate_check(VM *vm, const Call *call, DomNode *parent, DomNode *node,
                  DomNode *before, bool replaces);

/* ---- Attributes (attributes.c) ---------------------------------------------
 */

/* attribute_find - by qualified name (an atom); NULL: none. */
Attribute *attribute_find(const Element *element, const String *name);
/* attribute_find_in - by namespace (or NULL) and local name. */
Attribute *attribute_find_in(const Element *element, const String *space,
                             const String *local);
/* attribute_text - its value, or NULL. */
String *attribute_text(const Element *element, const String *name);
/* attribute_set - by qualified name, without a namespace; false: threw. */
bool attribute_set(VM *vm, Element *element, String *name, String *value);
bool attribute_set_in(VM *vm, Element *element, String *space, String *name,
                      String *local, String *value);
/* attribute_remove - the attribute, if it is there. */
void attribute_remove(VM *vm, Element *element, Attribute *attribute);
/* attribute_add - a fresh element's; does not ask whether it is there. */
bool attribute_add(VM *vm, Element *element, String *space, String *name,
                   String *local, String *value);
/* attribute_copy_all - those of another element. */
bool attribute_copy_all(VM *vm, Element *to, const Element *from);
/* attribute_node - its Attr. */
Attr *attribute_node(VM *vm, Element *element, Attribute *attribute);
/* attribute_new - an Attr that is nobody's yet. attr_value - of any. */
Attr *attribute_new(VM *vm, Document *document, String *name);
Value attr_value(const Attr *attr);
/* attribute_set_node - setAttributeNode(argument 0). */
bool attribute_set_node(VM *vm, Call *call, Element *element);
/* attribute_key - the name by which an element of HTML is asked for it. */
String *attribute_key(VM *vm, const Element *element, String *name);
/* attributes_changed - what follows from a change: `old` and `value` are
 * strings or null. In mutate.c. */
void attribute_changed(VM *vm, Element *element, String *local, String *space,
                       Value old, Value value);

#endif
