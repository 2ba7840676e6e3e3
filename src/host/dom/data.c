/* data.c - dataset: the attributes data-..., as properties.
 *
 * data-user-name is `userName`, and the other way round: a dash before a small
 * letter stands for its capital.
 */
#include "host/dom/view.h"

static bool is_small(u32 unit) {
  return unit >= 'a' && unit <= 'z';
}

/* The attribute of a property; NULL: there is none of that name (a dash before
 * a small letter), or threw. */
static String *attribute_of(VM *vm, const String *property, bool *threw) {
  StringBuilder builder = {};
  builder_c(&builder, "data-");
  *threw = false;
  for (u32 i = 0; i < property->length; i++) {
    u32 unit = string_unit(property, i);
    if (unit == '-' && i + 1 < property->length &&
        is_small(string_unit(property, i + 1))) {
      builder_free(&builder);
      return NULL;
    }
    bool is_capital = unit >= 'A' && unit <= 'Z';
    if (is_capital) builder_unit(&builder, '-');
    builder_unit(&builder, is_capital ? unit | 0x20 : unit);
  }
  String *name = builder_finish(&vm->isolate, &builder);
  *threw = !name;
  if (name) return string_intern(&vm->isolate, name);
  vm_throw_memory(vm);
  return NULL;
}

/* The property of an attribute, or NULL: it is none of these. */
static String *property_of(VM *vm, const String *attribute) {
  StringBuilder builder = {};
  if (attribute->length < 5 || !string_is_latin1(attribute) ||
      memcmp(attribute->latin1, "data-", 5) != 0)
    return NULL;
  for (u32 i = 5; i < attribute->length; i++) {
    u32 unit = string_unit(attribute, i);
    if (unit >= 'A' && unit <= 'Z') {
      builder_free(&builder);
      return NULL;
    }
    bool is_dash = unit == '-' && i + 1 < attribute->length &&
                   is_small(string_unit(attribute, i + 1));
    if (is_dash) unit = string_unit(attribute, ++i) ^ 0x20;
    builder_unit(&builder, unit);
  }
  String *name = builder_finish(&vm->isolate, &builder);
  return name ? string_intern(&vm->isolate, name) : NULL;
}

bool data_get(VM *vm, DomView *view, String *name, Value *value, bool *found) {
  bool threw;
  const String *key = attribute_of(vm, name, &threw);
  *found = false;
  if (threw) return false;
  const Attribute *attribute =
      key ? attribute_find((Element *)view->root, key) : NULL;
  if (!attribute) return true;
  *value = attribute->value;
  *found = true;
  return true;
}

bool data_set(VM *vm, DomView *view, String *name, Value value, bool *done) {
  bool threw;
  KEEP(vm, kept, value);
  KEEP_CELL(vm, String, key, attribute_of(vm, name, &threw));
  if (threw) return false;
  if (!key) {
    Buffer text = {};
    dom_text(name, &text);
    dom_throw(vm, "SyntaxError",
              "Failed to set a named property '%s' on 'DOMStringMap': '%s' is "
              "not a valid property name.",
              text.bytes, text.bytes);
    buffer_free(&text);
    return false;
  }
  *done = true;
  String *string = vm_to_string(vm, kept);
  return string && attribute_set(vm, (Element *)view->root, key, string);
}

bool data_delete(VM *vm, DomView *view, String *name) {
  bool threw;
  const String *key = attribute_of(vm, name, &threw);
  if (threw) return false;
  Attribute *attribute =
      key ? attribute_find((Element *)view->root, key) : NULL;
  if (attribute) attribute_remove(vm, (Element *)view->root, attribute);
  return true;
}

bool data_keys(VM *vm, DomView *view, KeyList *keys) {
  const AttributeList *list = ((const Element *)view->root)->attributes;
  for (u32 i = 0; list && i < list->count; i++) {
    String *name = property_of(vm, list->items[i].name);
    Key key;
    if (!name) continue;
    if (!key_from_string(&vm->isolate, value_from_cell(name), &key))
      return vm_throw_memory(vm);
    vector_push(keys, key);
  }
  return true;
}

/* Everything it has is a property of its own: see view.c. */
void interface_open_DOMStringMap(VM *vm, Object *prototype) {
}
