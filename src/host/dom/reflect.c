/* reflect.c - the properties of reflect.def: one getter and one setter for all
 * of them, told apart by their place in the table. */
#include "host/dom/parts.h"

#include <stdlib.h>

typedef enum ReflectKind : u8 {
  REFLECT_TEXT,
  REFLECT_FLAG,
  REFLECT_NUMBER,
  REFLECT_CHOICE,
} ReflectKind;

static const struct Reflection {
  Interface interface;
  const char *property, *attribute;
  ReflectKind kind;
  const char *otherwise; /* NULL: null */
} reflections[] = {
#define REFLECT(class, property, attribute, kind, otherwise)                   \
  {INTERFACE_##class, property, attribute, REFLECT_##kind, otherwise},
#include "host/dom/reflect.def"
#undef REFLECT
};

static const struct Reflection *reflection_of(Call *call) {
  return &reflections[library_native(call)->magic];
}

static Value otherwise(VM *vm, const struct Reflection *reflection) {
  if (!reflection->otherwise) return VALUE_NULL;
  if (reflection->kind == REFLECT_NUMBER)
    return value_from_int(atoi(reflection->otherwise));
  return value_from_cell(string_intern_c(&vm->isolate, reflection->otherwise));
}

static Value number_of(VM *vm, const struct Reflection *reflection,
                       const String *text) {
  Buffer digits = {};
  dom_text(text, &digits);
  char *end;
  long number = strtol(digits.bytes, &end, 10);
  bool is_one =
      end != digits.bytes && number >= INT32_MIN && number <= INT32_MAX;
  buffer_free(&digits);
  return is_one ? value_from_int((i32)number) : otherwise(vm, reflection);
}

static bool get(VM *vm, Call *call) {
  const struct Reflection *reflection = reflection_of(call);
  Element *element = dom_this_element(vm, call);
  if (!element) return false;
  String *name = string_intern_c(&vm->isolate, reflection->attribute);
  String *text = attribute_text(element, name);
  if (reflection->kind == REFLECT_FLAG)
    return call_return(call, value_from_boolean(text != NULL));
  if (!text) return call_return(call, otherwise(vm, reflection));
  if (reflection->kind == REFLECT_NUMBER)
    return call_return(call, number_of(vm, reflection, text));
  if (reflection->kind == REFLECT_CHOICE) {
    text = dom_lower_atom(vm, text);
    if (!text) return false;
  }
  return call_return(call, value_from_cell(text));
}

static void remove_named(VM *vm, Element *element, const String *name) {
  Attribute *attribute = attribute_find(element, name);
  if (attribute) attribute_remove(vm, element, attribute);
}

/* A flag is there, or not; null takes away what can be null. */
static bool set(VM *vm, Call *call) {
  const struct Reflection *reflection = reflection_of(call);
  Element *element = dom_this_element(vm, call);
  if (!element || !dom_check_count(vm, call, 1)) return false;
  Value value = call->arguments[0];
  KEEP_CELL(vm, String, name,
            string_intern_c(&vm->isolate, reflection->attribute));
  bool is_flag = reflection->kind == REFLECT_FLAG;
  if (is_flag ? !vm_to_boolean(value)
              : !reflection->otherwise && value_is_nullish(value)) {
    remove_named(vm, element, name);
    return true;
  }
  i32 number;
  if (reflection->kind == REFLECT_NUMBER) {
    if (!vm_to_int32(vm, value, &number)) return false;
    value = value_from_int(number);
  }
  String *text = is_flag ? vm->isolate.empty_string : vm_to_string(vm, value);
  return text && attribute_set(vm, element, name, text);
}

void reflect_add(VM *vm, Object *prototype, Interface interface) {
  for (u32 i = 0; i < ARRAY_COUNT(reflections); i++) {
    const char *property = reflections[i].property;
    if (reflections[i].interface != interface) continue;
    const NativeEntry entries[] = {
        {property, get, 0, NATIVE_GETTER, (u16)i},
        {property, set, 1, NATIVE_SETTER, (u16)i},
    };
    dom_add_members(vm, prototype, interface, entries, ARRAY_COUNT(entries));
  }
}
