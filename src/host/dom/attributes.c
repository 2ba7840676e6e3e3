/* attributes.c - the attributes of elements, Attr and NamedNodeMap. */
#include "base/vector.h"
#include "host/dom/parts.h"
#include "host/dom/view.h"

constexpr u32 CAPACITY_FIRST = 4;

/* ---- The list
 * ---------------------------------------------------------------- */

Attribute *attribute_find(const Element *element, const String *name) {
  AttributeList *list = element->attributes;
  for (u32 i = 0; list && i < list->count; i++)
    if (list->items[i].name == name) return &list->items[i];
  return NULL;
}

Attribute *attribute_find_in(const Element *element, const String *space,
                             const String *local) {
  AttributeList *list = element->attributes;
  for (u32 i = 0; list && i < list->count; i++)
    if (list->items[i].local == local && list->items[i].space == space)
      return &list->items[i];
  return NULL;
}

String *attribute_text(const Element *element, const String *name) {
  const Attribute *attribute = attribute_find(element, name);
  return attribute ? (String *)value_to_cell(attribute->value) : NULL;
}

String *attribute_key(VM *vm, const Element *element, String *name) {
  bool lowers =
      element->space == SPACE_HTML && node_document(&element->node)->is_html;
  return lowers ? dom_lower_atom(vm, name) : string_intern(&vm->isolate, name);
}

/* Room for one more; moves the list. */
static bool reserve(VM *vm, Element *element) {
  AttributeList *old = element->attributes;
  Heap *heap = &vm->isolate.heap;
  if (old && old->count < old->capacity) return true;
  u32 capacity = old ? 2 * old->capacity : CAPACITY_FIRST;
  size_t bytes = sizeof(AttributeList) + capacity * sizeof(Attribute);
  KEEP_CELL(vm, Element, kept, element);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(heap, bytes))
    return vm_throw_memory(vm);
  AttributeList *list =
      (AttributeList *)heap_allocate(heap, KIND_DOM_ATTRIBUTES, bytes);
  if (!list) return vm_throw_memory(vm);
  list->capacity = capacity;
  list->count = old ? old->count : 0;
  if (old) memcpy(list->items, old->items, old->count * sizeof(Attribute));
  cell_write_pointer(heap, kept, kept->attributes, list);
  return true;
}

bool attribute_add(VM *vm, Element *element, String *space, String *name,
                   String *local, String *value) {
  KEEP_CELL(vm, Element, kept, element);
  KEEP_CELL(vm, String, kept_space, space);
  KEEP_CELL(vm, String, kept_name, name);
  KEEP_CELL(vm, String, kept_local, local);
  KEEP_CELL(vm, String, kept_value, value);
  if (!reserve(vm, kept)) return false;
  AttributeList *list = kept->attributes;
  Heap *heap = &vm->isolate.heap;
  cell_begin_writes(heap, list);
  list->items[list->count++] = (Attribute){
      .name = kept_name,
      .local = kept_local,
      .space = kept_space,
      .value = value_from_cell(kept_value),
      .node = VALUE_UNDEFINED,
  };
  cell_end_writes(heap, list);
  return true;
}

static bool change(VM *vm, Element *element, Attribute *attribute,
                   String *value) {
  KEEP_CELL(vm, Element, kept, element);
  KEEP(vm, old, attribute->value);
  cell_write(&vm->isolate.heap, element->attributes, &attribute->value,
             value_from_cell(value));
  attribute_changed(vm, kept, attribute->local, attribute->space, old,
                    value_from_cell(value));
  return true;
}

static bool add(VM *vm, Element *element, String *space, String *name,
                String *local, String *value) {
  KEEP_CELL(vm, Element, kept, element);
  KEEP_CELL(vm, String, kept_value, value);
  if (!attribute_add(vm, element, space, name, local, value)) return false;
  attribute_changed(vm, kept, local, space, VALUE_NULL,
                    value_from_cell(kept_value));
  return true;
}

bool attribute_set(VM *vm, Element *element, String *name, String *value) {
  Attribute *attribute = attribute_find(element, name);
  return attribute ? change(vm, element, attribute, value)
                   : add(vm, element, NULL, name, name, value);
}

bool attribute_set_in(VM *vm, Element *element, String *space, String *name,
                      String *local, String *value) {
  Attribute *attribute = attribute_find_in(element, space, local);
  return attribute ? change(vm, element, attribute, value)
                   : add(vm, element, space, name, local, value);
}

void attribute_remove(VM *vm, Element *element, Attribute *attribute) {
  KEEP_CELL(vm, Element, kept, element);
  KEEP(vm, old, attribute->value);
  KEEP_CELL(vm, String, local, attribute->local);
  KEEP_CELL(vm, String, space, attribute->space);
  Heap *heap = &vm->isolate.heap;
  AttributeList *list = element->attributes;
  u32 index = (u32)(attribute - list->items);
  if (value_is_cell(attribute->node)) {
    Attr *attr = (Attr *)value_to_cell(attribute->node);
    Element *none = NULL;
    cell_write(heap, attr, &attr->value, old);
    cell_write_pointer(heap, attr, attr->owner, none);
  }
  cell_begin_writes(heap, list);
  vector_remove(list, index);
  cell_end_writes(heap, list);
  attribute_changed(vm, kept, local, space, old, VALUE_NULL);
}

bool attribute_copy_all(VM *vm, Element *to, const Element *from) {
  KEEP_CELL(vm, Element, target, to);
  KEEP_CELL(vm, AttributeList, list, from->attributes);
  for (u32 i = 0; list && i < list->count; i++) {
    const Attribute *item = &list->items[i];
    if (!attribute_add(vm, target, item->space, item->name, item->local,
                       (String *)value_to_cell(item->value)))
      return false;
  }
  return true;
}

/* ---- Attr
 * ---------------------------------------------------------------------- */

static Attr *new_attr(VM *vm, Document *document, String *name, String *local,
                      String *space, Value value) {
  KEEP_CELL(vm, Document, kept_document, document);
  KEEP_CELL(vm, String, kept_name, name);
  KEEP_CELL(vm, String, kept_local, local);
  KEEP_CELL(vm, String, kept_space, space);
  KEEP(vm, kept_value, value);
  Attr *attr =
      (Attr *)dom_new(vm, INTERFACE_Attr, KIND_DOM_ATTRIBUTE, sizeof *attr);
  memset(&attr->node.target + 1, 0, sizeof *attr - sizeof attr->node.target);
  event_target_init(&attr->node.target);
  attr->node.type = DOM_ATTRIBUTE;
  attr->node.document = kept_document;
  attr->name = kept_name;
  attr->local = kept_local;
  attr->space = kept_space;
  attr->value = kept_value;
  return attr;
}

Attr *attribute_node(VM *vm, Element *element, Attribute *attribute) {
  if (value_is_cell(attribute->node))
    return (Attr *)value_to_cell(attribute->node);
  KEEP_CELL(vm, Element, kept, element);
  u32 index = (u32)(attribute - element->attributes->items);
  Attr *attr = new_attr(vm, node_document(&element->node), attribute->name,
                        attribute->local, attribute->space, attribute->value);
  Heap *heap = &vm->isolate.heap;
  attr->owner = kept;
  attribute = &kept->attributes->items[index];
  cell_write(heap, kept->attributes, &attribute->node, value_from_cell(attr));
  return attr;
}

Attr *attribute_new(VM *vm, Document *document, String *name) {
  return new_attr(vm, document, name, name, NULL,
                  value_from_cell(vm->isolate.empty_string));
}

static Attr *this_attr(VM *vm, const Call *call) {
  if (value_is_kind(call->this_value, KIND_DOM_ATTRIBUTE))
    return (Attr *)value_to_cell(call->this_value);
  dom_throw_receiver(vm);
  return NULL;
}

Value attr_value(const Attr *attr) {
  if (!attr->owner) return attr->value;
  const Attribute *attribute =
      attribute_find_in(attr->owner, attr->space, attr->local);
  return attribute ? attribute->value : attr->value;
}

typedef enum AttrPart : u8 {
  ATTR_NAME,
  ATTR_LOCAL,
  ATTR_SPACE,
  ATTR_OWNER,
  ATTR_VALUE,
} AttrPart;

static bool attr_get(VM *vm, Call *call) {
  Attr *attr = this_attr(vm, call);
  if (!attr) return false;
  switch ((AttrPart)library_native(call)->magic) {
  case ATTR_NAME: return call_return(call, value_from_cell(attr->name));
  case ATTR_LOCAL: return call_return(call, value_from_cell(attr->local));
  case ATTR_SPACE: return call_return(call, value_from_node(attr->space));
  case ATTR_OWNER: return call_return(call, value_from_node(attr->owner));
  default: return call_return(call, attr_value(attr));
  }
}

static bool attr_set_value(VM *vm, Call *call) {
  Attr *attr = this_attr(vm, call);
  if (!attr) return false;
  String *value = dom_argument_string(vm, call, 0);
  if (!value) return false;
  if (attr->owner)
    return attribute_set_in(vm, attr->owner, attr->space, attr->name,
                            attr->local, value);
  cell_write(&vm->isolate.heap, attr, &attr->value, value_from_cell(value));
  return true;
}

void interface_open_Attr(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"name", attr_get, 0, NATIVE_GETTER, ATTR_NAME},
      {"localName", attr_get, 0, NATIVE_GETTER, ATTR_LOCAL},
      {"namespaceURI", attr_get, 0, NATIVE_GETTER, ATTR_SPACE},
      {"ownerElement", attr_get, 0, NATIVE_GETTER, ATTR_OWNER},
      {"value", attr_get, 0, NATIVE_GETTER, ATTR_VALUE},
      {"value", attr_set_value, 1, NATIVE_SETTER},
  };
  dom_add(vm, prototype, Attr, entries);
  object_set_c(&vm->isolate, prototype, "specified", VALUE_TRUE,
               ATTRIBUTES_DEFAULT);
}

/* ---- NamedNodeMap
 * ---------------------------------------------------------------- */

static Element *this_map(VM *vm, const Call *call) {
  DomView *view = view_this(vm, call, VIEW_ATTRIBUTES, VIEW_ATTRIBUTES);
  return view ? (Element *)view->root : NULL;
}

bool attributes_item(VM *vm, DomView *view, u32 index, Value *item) {
  Element *element = (Element *)view->root;
  AttributeList *list = element->attributes;
  *item = VALUE_UNDEFINED;
  if (list && index < list->count)
    *item = value_from_cell(attribute_node(vm, element, &list->items[index]));
  return true;
}

static bool map_length(VM *vm, Call *call) {
  Element *element = this_map(vm, call);
  if (!element) return false;
  const AttributeList *list = element->attributes;
  return call_return(call, value_from_u32(list ? list->count : 0));
}

static bool map_item(VM *vm, Call *call) {
  u32 index;
  Element *element = this_map(vm, call);
  if (!element || !dom_check_count(vm, call, 1) ||
      !vm_to_uint32(vm, call->arguments[0], &index))
    return false;
  DomView *view = (DomView *)value_to_cell(call->this_value);
  if (!attributes_item(vm, view, index, &call->result)) return false;
  if (value_is_undefined(call->result)) call->result = VALUE_NULL;
  return true;
}

static bool map_get_named(VM *vm, Call *call) {
  Element *element = this_map(vm, call);
  String *name = element ? dom_argument_string(vm, call, 0) : NULL;
  if (!name) return false;
  KEEP_CELL(vm, String, key, attribute_key(vm, element, name));
  if (!key) return false;
  Attribute *attribute = attribute_find(element, key);
  return call_return(
      call, attribute ? value_from_cell(attribute_node(vm, element, attribute))
                      : VALUE_NULL);
}

/* setAttributeNode: an Attr that is nobody's becomes the element's. */
bool attribute_set_node(VM *vm, Call *call, Element *element) {
  Value given = call_argument(call, 0);
  if (!value_is_kind(given, KIND_DOM_ATTRIBUTE))
    return dom_fail(vm, call, "parameter 1 is not of type 'Attr'.");
  Attr *attr = (Attr *)value_to_cell(given);
  if (attr->owner && attr->owner != element)
    return dom_refuse(vm, call, "InUseAttributeError",
                      "The node provided is an attribute node that is already "
                      "an attribute of another Element; attribute nodes must "
                      "be explicitly cloned.");
  Attribute *old = attribute_find_in(element, attr->space, attr->local);
  KEEP(vm, replaced, VALUE_NULL);
  if (old && value_same_bits(old->node, given)) return call_return(call, given);
  if (old) {
    replaced = value_from_cell(attribute_node(vm, element, old));
    old = attribute_find_in(element, attr->space, attr->local);
    attribute_remove(vm, element, old);
  }
  if (!attribute_set_in(vm, element, attr->space, attr->name, attr->local,
                        (String *)value_to_cell(attr->value)))
    return false;
  Attribute *added = attribute_find_in(element, attr->space, attr->local);
  Heap *heap = &vm->isolate.heap;
  cell_write(heap, element->attributes, &added->node, given);
  cell_write_pointer(heap, attr, attr->owner, element);
  return call_return(call, replaced);
}

static bool map_set_named(VM *vm, Call *call) {
  Element *element = this_map(vm, call);
  return element && attribute_set_node(vm, call, element);
}

static bool map_remove_named(VM *vm, Call *call) {
  Element *element = this_map(vm, call);
  String *name = element ? dom_argument_string(vm, call, 0) : NULL;
  if (!name) return false;
  KEEP_CELL(vm, String, key, attribute_key(vm, element, name));
  if (!key) return false;
  Attribute *attribute = attribute_find(element, key);
  if (!attribute)
    return dom_refuse(vm, call, "NotFoundError",
                      "No item with the given name was found.");
  KEEP(vm, attr, value_from_cell(attribute_node(vm, element, attribute)));
  attribute_remove(vm, element, attribute_find(element, key));
  return call_return(call, attr);
}

void interface_open_NamedNodeMap(VM *vm, Object *prototype) {
  static const NativeEntry entries[] = {
      {"length", map_length, 0, NATIVE_GETTER},
      {"item", map_item, 1},
      {"getNamedItem", map_get_named, 1},
      {"setNamedItem", map_set_named, 1},
      {"removeNamedItem", map_remove_named, 1},
  };
  dom_add(vm, prototype, NamedNodeMap, entries);
  view_add_iteration(vm, prototype, false);
}
