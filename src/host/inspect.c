/* inspect.c - from a value to its text: which kind it is, and who describes
 * which part of it. */
#include "host/dom/dom.h"
#include "host/inspect_parts.h"
#include "vm/module.h"

#include "library/collection.h"
#include "library/date.h"
#include "object/array_buffer.h"

constexpr u64 UNITS_MAX = 1ull << 27; /* then only names are written */

/* ---- Kinds of objects --------------------------------------------------- */

bool inspect_is_too_deep(const Inspector *inspector, u32 level) {
  return (i64)level > inspector->options.depth;
}

static bool is_empty(const Subject *subject) {
  return !subject->key_count && !subject->inherited.count;
}

/* The whole text is prefix and empty braces. */
static void complete_empty(Subject *subject) {
  subject->is_complete = true;
  buffer_append(&subject->base, subject->brace.bytes, subject->brace.length);
  buffer_byte(&subject->base, subject->closing);
  buffer_clear(&subject->brace);
}

static bool describe_array(Inspector *inspector, Subject *subject) {
  u32 length = array_length(subject->object);
  Buffer size = {};
  buffer_format(&size, "(%u)", length);
  if (!inspect_is_named(subject, "Array") || subject->tag.length)
    inspect_prefix(subject, "Array", size.bytes, &subject->brace);
  buffer_free(&size);
  buffer_byte(&subject->brace, '[');
  subject->closing = ']';
  subject->is_list = true;
  subject->contents = CONTENTS_ARRAY;
  if (!inspect_keys(inspector, subject, false)) return false;
  if (!length && is_empty(subject)) complete_empty(subject);
  return true;
}

static bool describe_collection(Inspector *inspector, Subject *subject,
                                const char *name, Contents contents) {
  u32 count = ((KeyedCollection *)subject->object)->table->count;
  Buffer size = {};
  buffer_format(&size, "(%u)", count);
  inspect_prefix(subject, name, size.bytes, &subject->brace);
  buffer_free(&size);
  buffer_byte(&subject->brace, '{');
  subject->contents = contents;
  if (!inspect_keys(inspector, subject, true)) return false;
  if (!count && is_empty(subject)) complete_empty(subject);
  return true;
}

/* "[Map Iterator] {", "[Set Entries] {", with a tag of the program's before
 * it. */
static bool describe_iterator(Inspector *inspector, Subject *subject) {
  IteratorKind kind = ((Iterator *)subject->object)->kind;
  bool is_map = kind <= ITERATOR_MAP_ENTRIES;
  bool has_entries =
      kind == ITERATOR_MAP_ENTRIES || kind == ITERATOR_SET_ENTRIES;
  const char *type = is_map ? "Map" : "Set";
  const char *usual = is_map ? "Map Iterator" : "Set Iterator";
  const Buffer *tag = &subject->tag;
  buffer_byte(&subject->brace, '[');
  if (tag->length && (tag->length != strlen(usual) ||
                      memcmp(tag->bytes, usual, tag->length))) {
    buffer_append(&subject->brace, tag->bytes, tag->length);
    buffer_text(&subject->brace, "] [");
  }
  buffer_format(&subject->brace, "%s %s] {", type,
                has_entries ? "Entries" : "Iterator");
  subject->contents = CONTENTS_ITERATOR;
  return inspect_keys(inspector, subject, true);
}

static bool describe_function(Inspector *inspector, Subject *subject) {
  buffer_byte(&subject->brace, '{');
  subject->is_complete = is_empty(subject);
  return inspect_function(inspector, subject);
}

static bool describe_error(Inspector *inspector, Subject *subject) {
  buffer_byte(&subject->brace, '{');
  if (!inspect_error(inspector, subject)) return false;
  subject->is_complete = is_empty(subject);
  return true;
}

/* The characters of a string are in its base, so their keys are left out. */
static bool describe_boxed(Inspector *inspector, Subject *subject) {
  buffer_byte(&subject->brace, '{');
  u32 named = 0;
  bool is_string = subject->object->cell.flags & OBJECT_EXOTIC_INDEX;
  for (u32 i = 0; i < subject->key_count; i++)
    if (!is_string || !key_is_index(library_key_at(subject->keys, i)))
      library_put_key(inspector->vm, subject->keys, named++,
                      library_key_at(subject->keys, i));
  subject->key_count = named;
  subject->is_complete = is_empty(subject);
  return inspect_boxed(inspector, subject);
}

static bool describe_date(Inspector *inspector, Subject *subject) {
  const DateObject *date = (const DateObject *)subject->object;
  buffer_byte(&subject->brace, '{');
  subject->is_complete = is_empty(subject);
  if (!inspect_is_named(subject, "Date") || subject->tag.length)
    inspect_prefix(subject, "Date", "", &subject->base);
  date_append_text(inspector->vm, date->time, DATE_STYLE_ISO, &subject->base);
  return true;
}

static bool describe_regexp(Inspector *inspector, Subject *subject) {
  buffer_byte(&subject->brace, '{');
  subject->is_complete = is_empty(subject);
  return inspect_regexp(inspector, subject);
}

static bool describe_hidden(Subject *subject, const char *name,
                            Contents contents) {
  inspect_prefix(subject, name, "", &subject->brace);
  buffer_byte(&subject->brace, '{');
  subject->contents = contents;
  return true;
}

/* Everything that is only its named properties. */
static bool describe_plain(Inspector *inspector, Subject *subject) {
  if (!inspect_is_named(subject, "Object"))
    inspect_title(inspector, subject, &subject->brace);
  else if (subject->object->cell.kind == KIND_ARGUMENTS)
    buffer_text(&subject->brace, "[Arguments] ");
  else if (subject->tag.length)
    inspect_prefix(subject, "Object", "", &subject->brace);
  buffer_byte(&subject->brace, '{');
  if (is_empty(subject)) complete_empty(subject);
  return true;
}

/* A node as Chrome's console shows it: its start tag, without what the program
 * has put on it. */
static bool describe_node(VM *vm, Subject *subject) {
  if (subject->object->cell.kind == KIND_DOM_VIEW)
    dom_describe_view(vm, subject->object, &subject->base);
  else
    dom_describe((const DomNode *)subject->object, &subject->base);
  subject->is_complete = true;
  return true;
}

static bool describe_named(Inspector *inspector, Subject *subject) {
  if (cell_is_node(&subject->object->cell) ||
      subject->object->cell.kind == KIND_DOM_VIEW)
    return describe_node(inspector->vm, subject);
  if (!inspect_keys(inspector, subject, true)) return false;
  CellKind kind = subject->object->cell.kind;
  if (value_is_callable(value_from_cell(subject->object)))
    return describe_function(inspector, subject);
  if (inspect_is_named(subject, "Object"))
    return describe_plain(inspector, subject);
  if (inspect_is_error(inspector, subject->object))
    return describe_error(inspector, subject);
  if (kind == KIND_REGEXP) return describe_regexp(inspector, subject);
  if (kind == KIND_WEAK_SET)
    return describe_hidden(subject, "WeakSet", CONTENTS_UNKNOWN);
  if (kind == KIND_WEAK_MAP)
    return describe_hidden(subject, "WeakMap", CONTENTS_UNKNOWN);
  if (kind == KIND_PROMISE)
    return describe_hidden(subject, "Promise", CONTENTS_PROMISE);
  if (kind == KIND_WRAPPER) return describe_boxed(inspector, subject);
  if (cell_is_buffer(&subject->object->cell)) return inspect_buffer(subject);
  if (kind == KIND_DATA_VIEW) return inspect_data_view(subject);
  if (kind == KIND_DATE) return describe_date(inspector, subject);
  return describe_plain(inspector, subject);
}

/* Finds everything about a subject but its entries. */
static bool describe(Inspector *inspector, Subject *subject) {
  VM *vm = inspector->vm;
  Object *object = subject->object;
  bool iterates;
  if (!inspect_name(inspector, subject) ||
      !vm_has(vm, object, SYMBOL_KEY(&vm->isolate, iterator), &iterates))
    return false;
  /* what has lost its prototype has lost its iterator, too */
  if (!iterates && subject->has_constructor)
    return describe_named(inspector, subject);
  if (object->cell.kind == KIND_ARRAY)
    return describe_array(inspector, subject);
  if (object->cell.kind == KIND_SET)
    return describe_collection(inspector, subject, "Set", CONTENTS_SET);
  if (object->cell.kind == KIND_TYPED_ARRAY)
    return inspect_typed_array(inspector, subject);
  if (object->cell.kind == KIND_MAP)
    return describe_collection(inspector, subject, "Map", CONTENTS_MAP);
  if (object->cell.kind == KIND_ITERATOR &&
      ((Iterator *)object)->kind >= ITERATOR_MAP_KEYS)
    return describe_iterator(inspector, subject);
  return describe_named(inspector, subject);
}

/* ---- Objects ------------------------------------------------------------ */

/* The number of a circle's object: its place in `circular`, counted from 1. */
static u32 circle_number(const Inspector *inspector, const Object *object) {
  for (u32 i = 0; i < array_length(inspector->circular); i++)
    if (value_to_object(inspector->circular->elements->values[i]) == object)
      return i + 1;
  return 0;
}

static bool is_open(const Inspector *inspector, const Object *object) {
  for (u32 i = 0; i < inspector->open.count; i++)
    if (inspector->open.items[i] == object) return true;
  return false;
}

static bool put_circular(Inspector *inspector, Object *object, Buffer *out) {
  if (!circle_number(inspector, object) &&
      !array_push(&inspector->vm->isolate, inspector->circular,
                  value_from_cell(object)))
    return vm_throw_memory(inspector->vm);
  buffer_format(out, "[Circular *%u]", circle_number(inspector, object));
  return true;
}

/* "<ref *1>" before an object that lies in itself. */
static void put_reference(const Inspector *inspector, Subject *subject) {
  u32 number = circle_number(inspector, subject->object);
  if (!number) return;
  Buffer base = {};
  buffer_format(&base, "<ref *%u>", number);
  if (subject->base.length) buffer_byte(&base, ' ');
  buffer_append(&base, subject->base.bytes, subject->base.length);
  buffer_free(&subject->base);
  subject->base = base;
}

/* Only the name: "[Foo]". */
static void put_closed(Inspector *inspector, Subject *subject, Buffer *out) {
  Buffer title = {};
  inspect_title(inspector, subject, &title);
  if (subject->has_constructor) buffer_byte(out, '[');
  buffer_append(out, title.bytes, title.length - 1);
  if (subject->has_constructor) buffer_byte(out, ']');
  buffer_free(&title);
}

static bool put_opened(Inspector *inspector, Subject *subject, Buffer *out) {
  VM *vm = inspector->vm;
  Entries entries = {};
  vector_push(&inspector->open, subject->object);
  inspector->deepest = subject->level;
  bool ok = vm_check_stack(vm) && vm_check(vm) &&
            inspect_contents(inspector, subject, &entries);
  if (ok) put_reference(inspector, subject);
  inspector->open.count--;
  Value items =
      subject->is_list ? value_from_cell(subject->object) : VALUE_UNDEFINED;
  Buffer text = {};
  ok = ok && inspect_layout(inspector, subject, &entries, items, &text);
  buffer_append(out, text.bytes, text.length);
  inspector->units_made += text.length;
  if (inspector->units_made > UNITS_MAX) inspector->options.depth = -1;
  buffer_free(&text);
  entries_free(&entries);
  return ok;
}

static bool put_object(Inspector *inspector, Subject *subject, Buffer *out) {
  if (!describe(inspector, subject)) return false;
  if (subject->is_complete) {
    buffer_append(out, subject->base.bytes, subject->base.length);
    return true;
  }
  if (inspect_is_too_deep(inspector, subject->level)) {
    put_closed(inspector, subject, out);
    return true;
  }
  return put_opened(inspector, subject, out);
}

/* A module's namespace is shown by a copy of what it has now. */
static bool open_namespace(Inspector *inspector, Subject *subject) {
  VM *vm = inspector->vm;
  KEEP_CELL(vm, String, text, string_from_c(&vm->isolate, "<uninitialized>"));
  KEEP_CELL(vm, Symbol, missing,
            symbol_new(&vm->isolate, value_from_cell(text), 0));
  subject->is_namespace = true;
  subject->object = module_namespace_copy(vm, (Namespace *)subject->object,
                                          value_from_cell(missing));
  return subject->object;
}

static bool inspect_object(Inspector *inspector, Object *object, u32 level,
                           Buffer *out) {
  Subject subject = {.object = object, .level = level, .closing = '}'};
  KEEP_FIELD(inspector->vm, object, subject.object);
  KEEP_FIELD(inspector->vm, keys, subject.keys);
  if (object->cell.kind == KIND_NAMESPACE &&
      !open_namespace(inspector, &subject))
    return false;
  bool ok = put_object(inspector, &subject, out);
  buffer_free(&subject.constructor);
  buffer_free(&subject.tag);
  buffer_free(&subject.base);
  buffer_free(&subject.brace);
  entries_free(&subject.inherited);
  return ok;
}

/* ---- Inspect methods of the program ------------------------------------- */

/* What such a method gets as its second argument. */
static bool make_options(Inspector *inspector, u32 level, Object **result) {
  Isolate *isolate = &inspector->vm->isolate;
  const InspectOptions *options = &inspector->options;
  KEEP_CELL(inspector->vm, Object, object, object_new_plain(isolate));
  const struct {
    const char *name;
    Value value;
  } fields[] = {
      {"depth", value_from_int(options->depth - (i32)level)},
      {"showHidden", value_from_boolean(options->show_hidden)},
      {"colors", VALUE_FALSE},
      {"customInspect", value_from_boolean(options->custom)},
      {"maxArrayLength", value_from_u32(options->array_items)},
      {"maxStringLength", value_from_u32(options->string_units)},
      {"breakLength", value_from_u32(options->line_length)},
      {"compact", value_from_int(3)},
  };
  for (u32 i = 0; i < ARRAY_COUNT(fields); i++)
    object_set_c(isolate, object, fields[i].name, fields[i].value,
                 ATTRIBUTES_DEFAULT);
  *result = object;
  return true;
}

/* A limit that an option gives: null and infinity are none. */
static bool read_limit(VM *vm, Value given, const char *name, u32 *limit) {
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!vm_get(vm, given, key_from_c(&vm->isolate, name), &value)) return false;
  if (value_is_null(value)) *limit = INSPECT_ALL;
  if (!value_is_number(value)) return true;
  double number = value_to_number(value);
  *limit = !(number < INSPECT_ALL) ? INSPECT_ALL : number < 0 ? 0 : (u32)number;
  return true;
}

bool inspect_read_options(VM *vm, Value given, InspectOptions *options) {
  if (!value_is_object(given)) return true;
  KEEP(vm, depth, VALUE_UNDEFINED);
  KEEP(vm, hidden, VALUE_UNDEFINED);
  if (!vm_get(vm, given, key_from_c(&vm->isolate, "depth"), &depth) ||
      !vm_get(vm, given, key_from_c(&vm->isolate, "showHidden"), &hidden) ||
      !read_limit(vm, given, "maxArrayLength", &options->array_items) ||
      !read_limit(vm, given, "maxStringLength", &options->string_units) ||
      !read_limit(vm, given, "breakLength", &options->line_length))
    return false;
  options->show_hidden = vm_to_boolean(hidden);
  if (value_is_null(depth)) options->depth = INT32_MAX;
  if (!value_is_number(depth)) return true;
  double number = value_to_number(depth);
  options->depth = number >= INT32_MAX ? INT32_MAX
                   : number >= 0       ? (i32)number
                                       : -1;
  return true;
}

/* inspect(value, options), as inspect methods get it. */
static bool inspect_native(VM *vm, Call *call) {
  InspectOptions options = INSPECT_DEFAULTS;
  Buffer text = {};
  bool ok = inspect_read_options(vm, call_argument(call, 1), &options) &&
            inspect(vm, call_argument(call, 0), &options, &text) &&
            library_string(
                vm, string_from_text(&vm->isolate, text.bytes, text.length),
                &call->result);
  buffer_free(&text);
  return ok;
}

/* A prototype's own method is meant for its instances. */
static bool is_prototype(VM *vm, Value value, bool *result) {
  KEEP(vm, constructor, VALUE_UNDEFINED);
  Value prototype = VALUE_UNDEFINED;
  Isolate *isolate = &vm->isolate;
  if (!vm_get(vm, value, ATOM_KEY(isolate, constructor), &constructor) ||
      (value_is_object(constructor) &&
       !vm_get(vm, constructor, ATOM_KEY(isolate, prototype), &prototype)))
    return false;
  *result = value_same_bits(prototype, value);
  return true;
}

static bool call_custom(Inspector *inspector, Value value, u32 level,
                        Value method, Value *result) {
  VM *vm = inspector->vm;
  KEEP_CELL(vm, Object, options, NULL);
  if (!make_options(inspector, level, &options)) return false;
  KEEP_CELL(vm, NativeFunction, function,
            native_new(&vm->isolate, "inspect", inspect_native, 2));
  Value arguments[] = {value_from_int(inspector->options.depth - (i32)level),
                       value_from_cell(options), value_from_cell(function)};
  return vm_call(vm, method, value, arguments, 3, result);
}

/* A string is taken as the text; lines behind the first are indented. */
static bool put_custom_text(Inspector *inspector, Value string, Buffer *out) {
  String *flat = string_flatten(&inspector->vm->isolate, string);
  if (!flat) return vm_throw_memory(inspector->vm);
  Buffer text = {};
  string_append_text(flat, &text);
  for (size_t i = 0; i < text.length; i++) {
    buffer_byte(out, text.bytes[i]);
    if (text.bytes[i] == '\n') inspect_spaces(out, inspector->indentation);
  }
  buffer_free(&text);
  return true;
}

/* Lets a method of the program make the text; `*done` when it did. */
static bool try_custom(Inspector *inspector, Value value, u32 level,
                       Buffer *out, bool *done) {
  VM *vm = inspector->vm;
  Property property;
  *done = false;
  if (!inspector->options.custom ||
      !object_find(&vm->isolate, value_to_object(value), inspector->custom,
                   &property))
    return true;
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, result, VALUE_UNDEFINED);
  bool belongs;
  if (!vm_get(vm, value, inspector->custom, &method)) return false;
  if (!value_is_callable(method)) return true;
  if (!is_prototype(vm, value, &belongs)) return false;
  if (belongs) return true;
  if (!call_custom(inspector, value, level, method, &result)) return false;
  if (value_same_bits(result, value)) return true;
  *done = true;
  return value_is_string(result) ? put_custom_text(inspector, result, out)
                                 : inspect_value(inspector, result, level, out);
}

/* ---- Values ------------------------------------------------------------- */

/* What is shown of a proxy is its target; null for a revoked one. */
static Value unwrap(Value value) {
  while (value_is_proxy(value))
    value = ((const Proxy *)value_to_cell(value))->target;
  return value;
}

bool inspect_value(Inspector *inspector, Value value, u32 level, Buffer *out) {
  if (!value_is_object(value)) {
    inspect_primitive(inspector, value, out);
    return true;
  }
  KEEP(inspector->vm, kept, unwrap(value));
  if (value_is_null(kept)) {
    buffer_text(out, "<Revoked Proxy>");
    return true;
  }
  Object *object = value_to_object(kept);
  bool done;
  if (!try_custom(inspector, kept, level, out, &done)) return false;
  if (done) return true;
  if (is_open(inspector, object)) return put_circular(inspector, object, out);
  return inspect_object(inspector, object, level, out);
}

bool inspect(VM *vm, Value value, const InspectOptions *options, Buffer *out) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, kept, value);
  Inspector inspector = {.vm = vm, .options = *options};
  KEEP_FIELD(vm, circular, inspector.circular);
  KEEP_FIELD(vm, custom, inspector.custom);
  inspector.circular = array_new(isolate, 0);
  inspector.custom = key_from_symbol(symbol_for(
      isolate, string_intern_c(isolate, "nodejs.util.inspect.custom")));
  bool ok = inspect_value(&inspector, kept, 0, out);
  vector_free(&inspector.open);
  return ok;
}
