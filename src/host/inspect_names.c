/* inspect_names.c - what an object is called: its constructor, its tag, and
 * the bases of functions and boxed primitives. */
#include "host/inspect_parts.h"
#include "library/regexp.h"
#include "library/wrapper.h"
#include "object/bigint.h"

static const struct KindName {
  CellKind kind;
  const char *name;
} kind_names[] = {
    {KIND_ARRAY, "Array"},      {KIND_FUNCTION, "Function"},
    {KIND_NATIVE, "Function"},  {KIND_BOUND, "Function"},
    {KIND_ERROR, "Error"},      {KIND_MAP, "Map"},
    {KIND_SET, "Set"},          {KIND_WEAK_MAP, "WeakMap"},
    {KIND_WEAK_SET, "WeakSet"}, {KIND_WEAK_REF, "WeakRef"},
    {KIND_PROMISE, "Promise"},  {KIND_GENERATOR, "Generator"},
    {KIND_DATE, "Date"},        {KIND_REGEXP, "RegExp"},
};

/* What stands in for the name of a missing constructor. */
static const char *kind_name(const Subject *subject) {
  const Object *object = subject->object;
  if (subject->is_namespace) return "Module";
  for (u32 i = 0; i < ARRAY_COUNT(kind_names); i++)
    if (kind_names[i].kind == object->cell.kind) return kind_names[i].name;
  return "Object";
}

bool inspect_is_named(const Subject *subject, const char *name) {
  return subject->has_constructor &&
         subject->constructor.length == strlen(name) &&
         !memcmp(subject->constructor.bytes, name, strlen(name));
}

/* ---- Constructors ------------------------------------------------------- */

/* The value of an own data property; a hole when there is none. */
static Value own_value(VM *vm, Object *object, Key key) {
  Property property;
  if (!object_get_own(&vm->isolate, object, key, &property) ||
      property.attributes & ATTRIBUTE_ACCESSOR)
    return VALUE_HOLE;
  return property.value;
}

/* The name of a function, when it has one that is not empty. */
static String *function_name(VM *vm, Value function) {
  Isolate *isolate = &vm->isolate;
  Property property;
  if (!value_is_callable(function) ||
      !object_find(isolate, value_to_object(function), ATOM_KEY(isolate, name),
                   &property) ||
      property.attributes & ATTRIBUTE_ACCESSOR ||
      !value_is_string(property.value))
    return NULL;
  String *name = string_flatten(isolate, property.value);
  return name && name->length ? name : NULL;
}

/* `object instanceof constructor`; what throws is no. */
static bool is_instance(Inspector *inspector, Value object, Value constructor) {
  bool result;
  if (vm_instance_of(inspector->vm, object, constructor, &result))
    return result;
  if (!inspector->vm->is_terminating) vm_take_exception(inspector->vm);
  return false;
}

/* Whether an object's `constructor` made `subject`. Object.prototype and
 * Function.prototype are known whatever became of their `constructor`. */
static bool names_subject(Inspector *inspector, Object *object, Object *subject,
                          Buffer *name) {
  Isolate *isolate = &inspector->vm->isolate;
  bool is_root = object == INTRINSIC(isolate, object_prototype) ||
                 object == INTRINSIC(isolate, function_prototype);
  if (is_root && subject != object) {
    bool is_object = object == INTRINSIC(isolate, object_prototype);
    buffer_text(name, is_object ? "Object" : "Function");
    return true;
  }
  KEEP(inspector->vm, constructor,
       own_value(inspector->vm, object, ATOM_KEY(isolate, constructor)));
  String *text = function_name(inspector->vm, constructor);
  if (!text || !is_instance(inspector, value_from_cell(subject), constructor))
    return false;
  string_append_text(function_name(inspector->vm, constructor), name);
  return true;
}

static bool find_constructor(Inspector *inspector, Subject *subject);
static bool add_inherited(Inspector *inspector, Subject *subject,
                          Object *first);

static Object *parent_of(Inspector *inspector, Object *object) {
  Value parent = object_prototype(&inspector->vm->isolate, object);
  return value_is_object(parent) ? value_to_object(parent) : NULL;
}

static bool is_builtin_name(VM *vm, const Buffer *name) {
  Isolate *isolate = &vm->isolate;
  Property property;
  if (!name->length || name->bytes[0] < 'A' || name->bytes[0] > 'Z')
    return false;
  return object_get_own(isolate, isolate->global,
                        key_from_c(isolate, name->bytes), &property) &&
         value_is_kind(property.value, KIND_NATIVE);
}

/* Appends an object without its content. */
static bool name_only(Inspector *inspector, Object *object, Buffer *out) {
  InspectOptions options = inspector->options;
  inspector->options.custom = false;
  inspector->options.depth = -1;
  bool ok = inspect_value(inspector, value_from_cell(object), 0, out);
  inspector->options = options;
  return ok;
}

/* No constructor along the chain is its maker: "Object <Foo>", the name of
 * the prototype in brackets. */
static bool name_by_prototype(Inspector *inspector, Subject *subject,
                              Object *prototype) {
  Buffer *name = &subject->constructor;
  subject->has_constructor = true;
  buffer_text(name, kind_name(subject));
  if (inspect_is_too_deep(inspector, subject->level)) {
    buffer_text(name, " <Complex prototype>");
    return true;
  }
  Subject parent = {.object = prototype, .level = subject->level + 1};
  bool ok = find_constructor(inspector, &parent);
  buffer_text(name, " <");
  if (ok && parent.has_constructor)
    buffer_append(name, parent.constructor.bytes, parent.constructor.length);
  else if (ok)
    ok = name_only(inspector, prototype, name);
  buffer_byte(name, '>');
  buffer_free(&parent.constructor);
  entries_free(&parent.inherited);
  return ok;
}

static bool find_constructor(Inspector *inspector, Subject *subject) {
  Object *first = parent_of(inspector, subject->object);
  for (Object *object = subject->object; object;
       object = parent_of(inspector, object)) {
    KEEP_CELL(inspector->vm, Object, kept, object);
    if (!names_subject(inspector, kept, subject->object, &subject->constructor))
      continue;
    subject->has_constructor = true;
    bool shows_inherited =
        inspector->options.show_hidden &&
        !inspect_is_too_deep(inspector, subject->level) &&
        (kept != first ||
         !is_builtin_name(inspector->vm, &subject->constructor));
    return !shows_inherited ||
           add_inherited(inspector, subject,
                         kept == subject->object ? kept : first);
  }
  return !first || name_by_prototype(inspector, subject, first);
}

/* ---- What prototypes add (show_hidden) ---------------------------------- */

/* Whether a key is shown already: by the object or by a prototype before
 * `layer`. */
static bool is_nearer(Inspector *inspector, Subject *subject, Object *first,
                      Object *layer, Key key) {
  Isolate *isolate = &inspector->vm->isolate;
  Property own;
  if (object_get_own(isolate, subject->object, key, &own)) return true;
  for (Object *object = first; object != layer;
       object = parent_of(inspector, object))
    if (object_get_own(isolate, object, key, &own)) return true;
  return false;
}

/* The entries of one prototype: its own properties that are not functions. */
static bool add_layer(Inspector *inspector, Subject *subject, Object *first,
                      Object *layer) {
  VM *vm = inspector->vm;
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, keys, ordinary_own_keys(vm, layer));
  if (!keys) return false;
  for (u32 i = 0; i < library_key_count(keys); i++) {
    Key key = library_key_at(keys, i);
    Property property;
    if (key_equals(key, ATOM_KEY(isolate, constructor)) ||
        is_nearer(inspector, subject, first, layer, key) ||
        !object_get_own(isolate, layer, key, &property) ||
        (!(property.attributes & ATTRIBUTE_ACCESSOR) &&
         value_is_callable(property.value)))
      continue;
    if (!inspect_property(inspector, layer, key, subject->level, true,
                          entries_add(&subject->inherited)))
      return false;
  }
  return true;
}

bool inspect_is_builtin(VM *vm, Object *prototype) {
  Buffer name = {};
  String *text = function_name(
      vm, own_value(vm, prototype, ATOM_KEY(&vm->isolate, constructor)));
  if (text) string_append_text(text, &name);
  bool result = is_builtin_name(vm, &name);
  buffer_free(&name);
  return result;
}

/* At most three layers, from `first` (or the prototype behind the object
 * itself) to the first one that belongs to the language. */
static bool add_inherited(Inspector *inspector, Subject *subject,
                          Object *first) {
  VM *vm = inspector->vm;
  KEEP_CELL(vm, Object, start, first);
  if (start == subject->object) {
    start = parent_of(inspector, start);
    if (!start || inspect_is_builtin(vm, start)) return true;
  }
  KEEP_CELL(vm, Object, layer, start);
  vector_push(&inspector->open, subject->object);
  bool ok = true;
  for (u32 depth = 0; ok && layer && depth < 3; depth++) {
    ok = add_layer(inspector, subject, start, layer);
    layer = parent_of(inspector, layer);
    if (layer && inspect_is_builtin(vm, layer)) break;
  }
  inspector->open.count--;
  return ok;
}

/* ---- Tags and prefixes -------------------------------------------------- */

/* The tag is shown unless the property itself is. */
static bool find_tag(Inspector *inspector, Subject *subject) {
  VM *vm = inspector->vm;
  Key key = SYMBOL_KEY(&vm->isolate, toStringTag);
  KEEP(vm, tag, VALUE_UNDEFINED);
  Property own;
  if (!vm_get(vm, value_from_cell(subject->object), key, &tag)) return false;
  if (!value_is_string(tag)) return true;
  if (object_get_own(&vm->isolate, subject->object, key, &own) &&
      (own.attributes & ATTRIBUTE_ENUMERABLE || inspector->options.show_hidden))
    return true;
  String *text = string_flatten(&vm->isolate, tag);
  if (text) string_append_text(text, &subject->tag);
  return true;
}

bool inspect_name(Inspector *inspector, Subject *subject) {
  return find_constructor(inspector, subject) && find_tag(inspector, subject);
}

static bool same_text(const Buffer *a, const char *bytes, size_t length) {
  return a->length == length && (!length || !memcmp(a->bytes, bytes, length));
}

void inspect_prefix(const Subject *subject, const char *fallback,
                    const char *size, Buffer *out) {
  const Buffer *tag = &subject->tag, *name = &subject->constructor;
  bool repeats;
  if (subject->has_constructor) {
    buffer_append(out, name->bytes, name->length);
    buffer_format(out, "%s ", size);
    repeats = same_text(tag, name->bytes, name->length);
  } else {
    buffer_format(out, "[%s%s: null prototype] ", fallback, size);
    repeats = same_text(tag, fallback, strlen(fallback));
  }
  if (!tag->length || repeats) return;
  buffer_byte(out, '[');
  buffer_append(out, tag->bytes, tag->length);
  buffer_text(out, "] ");
}

void inspect_title(Inspector *inspector, const Subject *subject, Buffer *out) {
  const char *fallback = kind_name(subject);
  if (same_text(&subject->tag, fallback, strlen(fallback))) fallback = "Object";
  inspect_prefix(subject, fallback, "", out);
}

/* Appends " [tag]" unless the constructor says the same. */
static void put_tag(const Subject *subject, Buffer *out) {
  const Buffer *tag = &subject->tag;
  if (!tag->length ||
      (subject->has_constructor &&
       same_text(tag, subject->constructor.bytes, subject->constructor.length)))
    return;
  buffer_text(out, " [");
  buffer_append(out, tag->bytes, tag->length);
  buffer_byte(out, ']');
}

/* ---- Functions ---------------------------------------------------------- */

/* Appends object[name] as a template literal would. */
static bool put_name(Inspector *inspector, Value object, Buffer *out) {
  VM *vm = inspector->vm;
  KEEP(vm, name, VALUE_UNDEFINED);
  if (!vm_get(vm, object, ATOM_KEY(&vm->isolate, name), &name)) return false;
  if (value_is_symbol(name)) {
    inspect_primitive(inspector, name, out);
    return true;
  }
  String *text = vm_to_string(vm, name);
  if (text) string_append_text(text, out);
  return text;
}

static bool name_class(Inspector *inspector, Subject *subject) {
  VM *vm = inspector->vm;
  Value object = value_from_cell(subject->object);
  Buffer *base = &subject->base;
  Property own;
  buffer_text(base, "[class ");
  size_t start = base->length;
  if (object_get_own(&vm->isolate, subject->object,
                     ATOM_KEY(&vm->isolate, name), &own) &&
      !put_name(inspector, object, base))
    return false;
  if (base->length == start) buffer_text(base, "(anonymous)");
  if (subject->has_constructor && !inspect_is_named(subject, "Function")) {
    buffer_text(base, " [");
    buffer_append(base, subject->constructor.bytes,
                  subject->constructor.length);
    buffer_byte(base, ']');
  }
  put_tag(subject, base);
  if (!subject->has_constructor) {
    buffer_text(base, " extends [null prototype]]");
    return true;
  }
  KEEP(vm, parent, object_prototype(&vm->isolate, subject->object));
  Buffer super = {};
  bool ok = !value_is_object(parent) || put_name(inspector, parent, &super);
  if (super.length) {
    buffer_text(base, " extends ");
    buffer_append(base, super.bytes, super.length);
  }
  buffer_free(&super);
  buffer_byte(base, ']');
  return ok;
}

/* What kind of function it is, whatever its constructor says. */
static const char *function_type(const Object *function) {
  if (function->cell.kind != KIND_FUNCTION) return "Function";
  switch (((const Function *)function)->code->flags &
          (CODE_ASYNC | CODE_GENERATOR)) {
  case CODE_ASYNC: return "AsyncFunction";
  case CODE_GENERATOR: return "GeneratorFunction";
  case CODE_ASYNC | CODE_GENERATOR: return "AsyncGeneratorFunction";
  default: return "Function";
  }
}

bool inspect_function(Inspector *inspector, Subject *subject) {
  Buffer *base = &subject->base, name = {};
  if (subject->object->cell.flags & OBJECT_IS_CLASS)
    return name_class(inspector, subject);
  if (!put_name(inspector, value_from_cell(subject->object), &name)) {
    buffer_free(&name);
    return false;
  }
  const char *type = function_type(subject->object);
  buffer_format(base, "[%s", type);
  if (!subject->has_constructor) buffer_text(base, " (null prototype)");
  buffer_text(base, name.length ? ": " : " (anonymous)");
  buffer_append(base, name.bytes, name.length);
  buffer_byte(base, ']');
  if (subject->has_constructor && !inspect_is_named(subject, type))
    buffer_format(base, " %s", subject->constructor.bytes);
  put_tag(subject, base);
  buffer_free(&name);
  return true;
}

/* ---- Regular expressions ------------------------------------------------ */

/* As the built-in toString has it; a name before it when it is not RegExp. */
bool inspect_regexp(Inspector *inspector, Subject *subject) {
  VM *vm = inspector->vm;
  Buffer prefix = {};
  inspect_prefix(subject, "RegExp", "", &prefix);
  if (strcmp(prefix.bytes, "RegExp ") != 0)
    buffer_append(&subject->base, prefix.bytes, prefix.length);
  buffer_free(&prefix);
  KEEP(vm, regexp, value_from_cell(subject->object));
  if (!subject->has_constructor) /* it has no source and flags either */
    regexp = value_from_cell(regexp_new(&vm->isolate, vm->isolate.regexp_shape,
                                        regexp_of(regexp)->code));
  Call call = {.this_value = regexp};
  if (!regexp_to_string(vm, &call)) return false;
  string_append_text((String *)value_to_cell(call.result), &subject->base);
  return true;
}

/* ---- Boxed primitives --------------------------------------------------- */

bool inspect_boxed(Inspector *inspector, Subject *subject) {
  Value primitive = wrapper_open(value_from_cell(subject->object));
  const char *type = value_is_number(primitive)   ? "Number"
                     : value_is_string(primitive) ? "String"
                     : value_is_symbol(primitive) ? "Symbol"
                     : value_is_bigint(primitive) ? "BigInt"
                                                  : "Boolean";
  Buffer *base = &subject->base;
  buffer_format(base, "[%s", type);
  if (!subject->has_constructor)
    buffer_text(base, " (null prototype)");
  else if (!inspect_is_named(subject, type))
    buffer_format(base, " (%s)", subject->constructor.bytes);
  buffer_text(base, ": ");
  inspect_primitive(inspector, primitive, base);
  buffer_byte(base, ']');
  put_tag(subject, base);
  return true;
}
