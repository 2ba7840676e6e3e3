/* view.c - NodeList and HTMLCollection, and the internal methods of all views.
 */
#include "host/dom/view.h"

#include "host/dom/form.h"
#include "vm/exotic.h"

constexpr u32 NOT_COUNTED = UINT32_MAX;

/* ---- Making
 * ------------------------------------------------------------------- */

/* Only numbers are looked at where names cannot be items. */
static u8 exotic_flag(ViewKind kind) {
  bool has_names = (kind >= VIEW_CHILDREN && kind <= VIEW_ATTRIBUTES) ||
                   kind == VIEW_DATA || kind == VIEW_STYLE;
  return has_names ? OBJECT_EXOTIC : OBJECT_EXOTIC_NUMERIC;
}

DomView *view_new(VM *vm, Interface interface, ViewKind kind, DomNode *root,
                  Value filter) {
  KEEP_CELL(vm, DomNode, kept, root);
  KEEP(vm, kept_filter, filter);
  DomView *view =
      (DomView *)dom_new(vm, interface, KIND_DOM_VIEW, sizeof *view);
  view->kind = kind;
  view->length = NOT_COUNTED;
  view->root = kept;
  view->filter = kept_filter;
  view->version = 0;
  view->index = view->unused = 0;
  view->at = NULL;
  view->object.cell.flags |= exotic_flag(kind);
  return view;
}

Value view_of(VM *vm, DomNode *node, NodeExtra extra, Interface interface,
              ViewKind kind, Value filter) {
  Value known = node_extra(node, extra);
  if (value_is_cell(known)) return known;
  KEEP_CELL(vm, DomNode, kept, node);
  KEEP(vm, view, value_from_cell(view_new(vm, interface, kind, node, filter)));
  node_set_extra(vm, kept, extra, view);
  return view;
}

Value view_static(VM *vm, Object *nodes) {
  return value_from_cell(view_new(vm, INTERFACE_NodeList, VIEW_STATIC, NULL,
                                  value_from_cell(nodes)));
}

DomView *view_this(VM *vm, const Call *call, ViewKind first, ViewKind last) {
  if (value_is_kind(call->this_value, KIND_DOM_VIEW)) {
    DomView *view = (DomView *)value_to_cell(call->this_value);
    if (view->kind >= first && view->kind <= last) return view;
  }
  dom_throw_receiver(vm);
  return NULL;
}

/* ---- What a live list has
 * ---------------------------------------------------------- */

static bool has_all_words(const String *classes, const Object *words) {
  for (u32 i = 0; i < words->elements->length; i++)
    if (!dom_has_word(
            classes, (const String *)value_to_cell(words->elements->values[i])))
      return false;
  return words->elements->length;
}

static bool has_tag(VM *vm, const DomView *view, const Element *element) {
  const Object *names = value_to_object(view->filter);
  const Value *values = names->elements->values; /* as it is, in lower case */
  const String *wanted = (const String *)value_to_cell(values[0]);
  if (string_is_c(wanted, "*")) return true;
  return element->name ==
         (const String *)value_to_cell(values[element->space == SPACE_HTML]);
}

static bool is_link(VM *vm, const DomView *view, const Element *element) {
  Tag tag = (Tag)value_to_int(view->filter);
  if (tag != TAG_a) return element->tag == tag;
  return (element->tag == TAG_a || element->tag == TAG_area) &&
         attribute_find(element, DOM_WORD(vm, href));
}

static bool has_name(VM *vm, const DomView *view, const Element *element) {
  const String *name = attribute_text(element, DOM_WORD(vm, name));
  return name &&
         string_equals(name, (const String *)value_to_cell(view->filter));
}

static bool has_classes(VM *vm, const DomView *view, const Element *element) {
  const String *classes = attribute_text(element, DOM_WORD(vm, class));
  return classes && has_all_words(classes, value_to_object(view->filter));
}

static bool is_item(VM *vm, const DomView *view, const DomNode *node) {
  if (view->kind == VIEW_CHILD_NODES) return true;
  if (!node_is_element(node)) return false;
  const Element *element = (const Element *)node;
  switch (view->kind) {
  case VIEW_CHILDREN: return true;
  case VIEW_TAG: return has_tag(vm, view, element);
  case VIEW_CLASS: return has_classes(vm, view, element);
  case VIEW_NAME: return has_name(vm, view, element);
  case VIEW_FORM:
    return form_is_control(element) && !form_type_is(vm, element, "image") &&
           (((const Element *)view->root)->tag == TAG_fieldset ||
            &form_of(vm, element)->node == view->root);
  case VIEW_OPTIONS: return element->tag == TAG_option;
  case VIEW_SELECTED:
    return element->tag == TAG_option && form_is_selected(vm, element);
  case VIEW_LINKS: return is_link(vm, view, element);
  default: return false;
  }
}

/* Where the items of a list can be: among its node's children, or anywhere
 * below (a form's controls may be elsewhere in its document). */
static bool is_flat(const DomView *view) {
  return view->kind == VIEW_CHILD_NODES || view->kind == VIEW_CHILDREN;
}

static DomNode *range_of(const DomView *view) {
  bool reaches =
      view->kind == VIEW_FORM && ((const Element *)view->root)->tag == TAG_form;
  return reaches ? tree_root(view->root) : view->root;
}

static DomNode *step(VM *vm, const DomView *view, DomNode *at) {
  const DomNode *root = range_of(view);
  do
    at = is_flat(view) ? at->next : tree_next(at, root);
  while (at && !is_item(vm, view, at));
  return at;
}

static DomNode *step_back(VM *vm, const DomView *view, DomNode *at) {
  const DomNode *root = range_of(view);
  do
    at = is_flat(view) ? at->previous : tree_previous(at, root);
  while (at && at != root && !is_item(vm, view, at));
  return at == root ? NULL : at;
}

static DomNode *first_item(VM *vm, const DomView *view) {
  DomNode *first = range_of(view)->first;
  return !first || is_item(vm, view, first) ? first : step(vm, view, first);
}

/* Forgets what was remembered of another state of the document. */
static void refresh(DomView *view) {
  u64 version = node_document(view->root)->version;
  if (view->version == version) return;
  view->version = version;
  view->length = NOT_COUNTED;
  view->at = NULL;
}

static Object *static_nodes(const DomView *view) {
  return value_to_object(view->filter);
}

u32 view_count(VM *vm, DomView *view) {
  if (view->kind == VIEW_STATIC) return array_length(static_nodes(view));
  refresh(view);
  if (view->length != NOT_COUNTED) return view->length;
  u32 length = view->at ? view->index : 0;
  DomNode *at = view->at ? view->at : first_item(vm, view);
  for (; at; at = step(vm, view, at)) {
    view->at = at;
    view->index = length++;
  }
  return view->length = length;
}

DomNode *view_item(VM *vm, DomView *view, u32 index) {
  if (view->kind == VIEW_STATIC) {
    const Elements *elements = static_nodes(view)->elements;
    return index < elements->length ? value_to_node(elements->values[index])
                                    : NULL;
  }
  refresh(view);
  if (view->length != NOT_COUNTED && index >= view->length) return NULL;
  if (!view->at || index < view->index / 2) {
    view->at = first_item(vm, view);
    view->index = 0;
  }
  while (view->at && view->index < index) {
    DomNode *next = step(vm, view, view->at);
    if (!next) return NULL;
    view->at = next;
    view->index++;
  }
  while (view->at && view->index > index) {
    view->at = step_back(vm, view, view->at);
    view->index--;
  }
  return view->at;
}

/* An item of an HTMLCollection by its id, or its name. */
static Element *named_item(VM *vm, DomView *view, const String *name) {
  if (!name->length) return NULL;
  for (DomNode *at = first_item(vm, view); at; at = step(vm, view, at)) {
    const Element *element = (const Element *)at;
    const String *id = attribute_text(element, DOM_WORD(vm, id));
    const String *other = attribute_text(element, DOM_WORD(vm, name));
    if ((id && string_equals(id, name)) ||
        (other && string_equals(other, name)))
      return (Element *)at;
  }
  return NULL;
}

/* ---- Internal methods
 * --------------------------------------------------------------- */

static bool is_list(const DomView *view) {
  return view->kind <= VIEW_LINKS;
}

static bool indexed(VM *vm, DomView *view, u32 index, Value *item) {
  *item = VALUE_UNDEFINED;
  if (view->kind == VIEW_ATTRIBUTES)
    return attributes_item(vm, view, index, item);
  if (view->kind == VIEW_TOKENS) return tokens_item(vm, view, index, item);
  if (view->kind == VIEW_STYLE) return style_item(vm, view, index, item);
  DomNode *node = is_list(view) ? view_item(vm, view, index) : NULL;
  if (node) *item = value_from_cell(node);
  return true;
}

/* Items by name stand behind what the prototypes have. */
static bool is_inherited(VM *vm, Object *self, Key key) {
  Value prototype = object_prototype(&vm->isolate, self);
  Property property;
  return value_is_object(prototype) &&
         object_find(&vm->isolate, value_to_object(prototype), key, &property);
}

static bool named(VM *vm, DomView *view, Key key, Value *item, bool *found) {
  String *name = (String *)key_cell(key);
  *found = false;
  if (view->kind == VIEW_DATA) return data_get(vm, view, name, item, found);
  if (view->kind == VIEW_STYLE) return style_get(vm, view, name, item, found);
  if (is_inherited(vm, &view->object, key)) return true;
  if (view->kind == VIEW_ATTRIBUTES) {
    Element *element = (Element *)view->root;
    Attribute *attribute = attribute_find(element, name);
    *found = attribute;
    if (attribute)
      *item = value_from_cell(attribute_node(vm, element, attribute));
    return true;
  }
  if (view->kind < VIEW_CHILDREN || view->kind > VIEW_LINKS) return true;
  Element *element = named_item(vm, view, name);
  *found = element;
  if (element) *item = value_from_cell(element);
  return true;
}

static bool find(VM *vm, DomView *view, Key key, Value *item, bool *found) {
  *found = false;
  if (key_is_symbol(key)) return true;
  if (!key_is_index(key)) return named(vm, view, key, item, found);
  if (view->kind == VIEW_DATA) {
    KEEP(vm, name, key_to_value(&vm->isolate, key));
    String *atom = string_intern(&vm->isolate, (String *)value_to_cell(name));
    return data_get(vm, view, atom, item, found);
  }
  if (!indexed(vm, view, key_index(key), item)) return false;
  *found = !value_is_undefined(*item);
  return true;
}

static bool is_written(const DomView *view) {
  return view->kind == VIEW_DATA || view->kind == VIEW_STYLE;
}

static bool get_own(VM *vm, Object *self, Key key, Property *property,
                    bool *found) {
  DomView *view = (DomView *)self;
  Value item = VALUE_UNDEFINED;
  if (!find(vm, view, key, &item, found)) return false;
  if (!*found) {
    *found = object_get_own(&vm->isolate, self, key, property);
    return true;
  }
  bool is_listed = key_is_index(key) || is_written(view);
  u8 attributes = ATTRIBUTE_CONFIGURABLE;
  if (is_listed) attributes |= ATTRIBUTE_ENUMERABLE;
  if (is_written(view)) attributes |= ATTRIBUTE_WRITABLE;
  *property = (Property){.place = PLACE_VIRTUAL,
                         .attributes = attributes,
                         .value = item,
                         .holder = self};
  return true;
}

static bool get(VM *vm, Object *self, Key key, Value receiver, Value *result) {
  bool found;
  if (!find(vm, (DomView *)self, key, result, &found)) return false;
  return found || ordinary_get(vm, self, key, receiver, result);
}

static bool write(VM *vm, DomView *view, Key key, Value value, bool *done,
                  bool *is_ours) {
  *is_ours = false;
  if (key_is_symbol(key)) return true;
  if (view->kind == VIEW_STYLE && !key_is_index(key)) {
    *is_ours = true;
    *done = false;
    if (!style_set(vm, view, (String *)key_cell(key), value, done))
      return false;
    *is_ours = *done;
    return true;
  }
  if (view->kind != VIEW_DATA) return true;
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  *is_ours = true;
  return data_set(vm, view,
                  string_intern(&vm->isolate, (String *)value_to_cell(name)),
                  value, done);
}

static bool set(VM *vm, Object *self, Key key, Value value, Value receiver,
                bool *done) {
  bool is_ours = false;
  if (value_is_cell(receiver) && value_to_object(receiver) == self &&
      !write(vm, (DomView *)self, key, value, done, &is_ours))
    return false;
  return is_ours || ordinary_set(vm, self, key, value, receiver, done);
}

static bool define(VM *vm, Object *self, Key key, const Descriptor *descriptor,
                   bool *done) {
  DomView *view = (DomView *)self;
  bool is_ours = false;
  if (descriptor->has_value &&
      !write(vm, view, key, descriptor->value, done, &is_ours))
    return false;
  if (is_ours) return true;
  *done = false;
  if (key_is_index(key) && !is_written(view)) return true;
  return ordinary_define(vm, self, key, descriptor, done);
}

static bool delete(VM *vm, Object *self, Key key, bool *done) {
  DomView *view = (DomView *)self;
  Value item;
  bool found;
  if (!find(vm, view, key, &item, &found)) return false;
  if (!found) return ordinary_delete(vm, self, key, done);
  *done = view->kind == VIEW_DATA;
  if (!*done) return true;
  KEEP(vm, name, key_to_value(&vm->isolate, key));
  return data_delete(
      vm, view, string_intern(&vm->isolate, (String *)value_to_cell(name)));
}

static u32 count_indices(VM *vm, DomView *view) {
  if (view->kind == VIEW_TOKENS) return tokens_count(vm, view);
  if (view->kind == VIEW_ATTRIBUTES) {
    const AttributeList *list = ((Element *)view->root)->attributes;
    return list ? list->count : 0;
  }
  return is_list(view) ? view_count(vm, view) : 0;
}

static Object *own_keys(VM *vm, Object *self) {
  DomView *view = (DomView *)self;
  KeyList keys = {};
  u32 count = count_indices(vm, view);
  for (u32 i = 0; i < count; i++)
    vector_push(&keys, key_from_index(i));
  vm->isolate.heap.no_collect++; /* the atoms are nobody's yet */
  Object *array = NULL;
  if (view->kind != VIEW_DATA || data_keys(vm, view, &keys)) {
    object_own_keys(&vm->isolate, self, &keys);
    array =
        array_from_values(&vm->isolate, (const Value *)keys.items, keys.count);
    if (!array) vm_throw_memory(vm);
  }
  vm->isolate.heap.no_collect--;
  vector_free(&keys);
  return array;
}

void view_register(VM *vm) {
  static const ExoticMethods methods = {
      .get_own = get_own,
      .define = define,
      .get = get,
      .set = set,
      .delete = delete,
      .own_keys = own_keys,
  };
  exotic_register(vm, KIND_DOM_VIEW, &methods);
}

/* ---- Members
 * -------------------------------------------------------------------------- */

static bool get_length(VM *vm, Call *call) {
  DomView *view = view_this(vm, call, VIEW_CHILD_NODES, VIEW_LINKS);
  return view && call_return(call, value_from_u32(view_count(vm, view)));
}

static bool item(VM *vm, Call *call) {
  u32 index;
  DomView *view = view_this(vm, call, VIEW_CHILD_NODES, VIEW_LINKS);
  if (!view || !dom_check_count(vm, call, 1) ||
      !vm_to_uint32(vm, call->arguments[0], &index))
    return false;
  return call_return(call, value_from_node(view_item(vm, view, index)));
}

static bool get_named_item(VM *vm, Call *call) {
  DomView *view = view_this(vm, call, VIEW_CHILDREN, VIEW_LINKS);
  String *name = view ? dom_argument_string(vm, call, 0) : NULL;
  return name && call_return(call, value_from_node(named_item(vm, view, name)));
}

static void copy_method(VM *vm, Object *from, Object *to, Key source, Key key,
                        u8 attributes) {
  Property property;
  if (object_get_own(&vm->isolate, from, source, &property))
    object_define(&vm->isolate, to, key, property.value, attributes);
}

void view_add_iteration(VM *vm, Object *prototype, bool is_iterable) {
  static const char *const names[] = {"forEach", "entries", "keys", "values"};
  Isolate *isolate = &vm->isolate;
  Object *array = INTRINSIC(isolate, array_prototype);
  copy_method(vm, array, prototype, key_from_c(isolate, "values"),
              SYMBOL_KEY(isolate, iterator), ATTRIBUTES_HIDDEN);
  for (u32 i = 0; is_iterable && i < ARRAY_COUNT(names); i++)
    copy_method(vm, array, prototype, key_from_c(isolate, names[i]),
                key_from_c(isolate, names[i]), ATTRIBUTES_DEFAULT);
}

void interface_open_NodeList(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"length", get_length, 0, NATIVE_GETTER},
      {"item", item, 1},
  };
  dom_add(vm, prototype, NodeList, entries);
  view_add_iteration(vm, prototype, true);
}

void interface_open_HTMLCollection(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"length", get_length, 0, NATIVE_GETTER},
      {"item", item, 1},
      {"namedItem", get_named_item, 1},
  };
  dom_add(vm, prototype, HTMLCollection, entries);
  view_add_iteration(vm, prototype, false);
}
