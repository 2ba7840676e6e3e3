/* inspect_entries.c - the items and properties of an object, one text each. */
#include "host/inspect_parts.h"
#include "library/collection.h"
#include "vm/promise.h"

/* ---- Which properties are shown ----------------------------------------- */

static bool is_shown(Inspector *inspector, Object *object, Key key) {
  Property property;
  return inspector->options.show_hidden ||
         (object_get_own(&inspector->vm->isolate, object, key, &property) &&
          property.attributes & ATTRIBUTE_ENUMERABLE);
}

bool inspect_keys(Inspector *inspector, Subject *subject, bool indices) {
  Object *object = subject->object;
  subject->keys = ordinary_own_keys(inspector->vm, object);
  if (!subject->keys) return false;
  for (u32 i = 0; i < library_key_count(subject->keys); i++) {
    Key key = library_key_at(subject->keys, i);
    if (key_is_index(key) && !indices) continue;
    if (is_shown(inspector, object, key))
      library_put_key(inspector->vm, subject->keys, subject->key_count++, key);
  }
  return true;
}

/* ---- Properties --------------------------------------------------------- */

static bool is_word(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    char c = text[i], letter = (char)(c | 32);
    bool is_letter = (letter >= 'a' && letter <= 'z') || c == '_';
    if (!is_letter && !(i && c >= '0' && c <= '9')) return false;
  }
  return length;
}

static void put_bracketed(const Buffer *name, bool escape_quote, Buffer *out) {
  buffer_byte(out, '[');
  inspect_escape(name->bytes, name->length, escape_quote, out);
  buffer_byte(out, ']');
}

static void put_key(Inspector *inspector, Key key, bool is_enumerable,
                    Buffer *out) {
  Buffer name = {};
  key_append_text(key, &name);
  buffer_text(&name, "");
  if (key_is_symbol(key) || !is_enumerable)
    put_bracketed(&name, true, out);
  else if (is_word(name.bytes, name.length) && strcmp(name.bytes, "__proto__"))
    buffer_append(out, name.bytes, name.length);
  else if (!strcmp(name.bytes, "__proto__"))
    buffer_text(out, "['__proto__']");
  else
    inspect_quote(name.bytes, name.length, out);
  buffer_free(&name);
}

static bool put_indented(Inspector *inspector, Value value, u32 level,
                         Buffer *out) {
  inspector->indentation += 2;
  bool ok = inspect_value(inspector, value, level, out);
  inspector->indentation -= 2;
  return ok;
}

static void put_accessor(Value value, Buffer *out) {
  const Accessor *accessor = (const Accessor *)value_to_cell(value);
  bool reads = !value_is_undefined(accessor->getter);
  bool writes = !value_is_undefined(accessor->setter);
  buffer_text(out, reads && writes ? "[Getter/Setter]"
                   : reads         ? "[Getter]"
                   : writes        ? "[Setter]"
                                   : "undefined");
}

bool inspect_property(Inspector *inspector, Object *holder, Key key, u32 level,
                      bool with_name, Buffer *out) {
  VM *vm = inspector->vm;
  Property property;
  KEEP(vm, value, VALUE_UNDEFINED);
  bool is_own = object_get_own(&vm->isolate, holder, key, &property);
  u8 attributes = is_own ? property.attributes : ATTRIBUTE_ENUMERABLE;
  if (is_own)
    value = property.value;
  else if (!vm_get(vm, value_from_cell(holder), key, &value))
    return false;
  if (with_name) {
    put_key(inspector, key, attributes & ATTRIBUTE_ENUMERABLE, out);
    buffer_text(out, ": ");
  }
  if (!(attributes & ATTRIBUTE_ACCESSOR))
    return put_indented(inspector, value, level, out);
  put_accessor(value, out);
  return true;
}

/* ---- Items -------------------------------------------------------------- */

static void put_rest(double rest, Entries *entries) {
  if (rest > 0)
    buffer_format(entries_add(entries), "... %.0f more item%s", rest,
                  rest > 1 ? "s" : "");
}

static void put_holes(double count, Entries *entries) {
  buffer_format(entries_add(entries), "<%.0f empty item%s>", count,
                count > 1 ? "s" : "");
}

/* An array from its first hole on: runs of holes count as one item. */
static bool put_sparse(Inspector *inspector, const Subject *subject, u32 index,
                       u32 limit, Entries *entries) {
  VM *vm = inspector->vm;
  u32 length = array_length(subject->object);
  KEEP_CELL(vm, Object, keys, ordinary_own_keys(vm, subject->object));
  if (!keys) return false;
  for (u32 i = 0; i < library_key_count(keys) && entries->count < limit; i++) {
    Key key = library_key_at(keys, i);
    if (!key_is_index(key)) break;
    u32 next = key_index(key);
    Property property;
    if (next < index ||
        !object_get_own(&vm->isolate, subject->object, key, &property) ||
        !(property.attributes & ATTRIBUTE_ENUMERABLE))
      continue;
    if (next > index) put_holes(next - index, entries);
    index = next;
    if (entries->count == limit) break;
    if (!inspect_property(inspector, subject->object, key, subject->level + 1,
                          false, entries_add(entries)))
      return false;
    index++;
  }
  if (entries->count == limit)
    put_rest((double)length - index, entries);
  else if (length > index)
    put_holes(length - index, entries);
  return true;
}

static bool put_array(Inspector *inspector, const Subject *subject,
                      Entries *entries) {
  Object *array = subject->object;
  u32 length = array_length(array), limit = inspector->options.array_items;
  if (limit > length) limit = length;
  for (u32 i = 0; i < limit; i++) {
    Property property;
    Key key = key_from_index(i);
    if (!object_get_own(&inspector->vm->isolate, array, key, &property))
      return put_sparse(inspector, subject, i, limit, entries);
    if (!inspect_property(inspector, array, key, subject->level + 1, false,
                          entries_add(entries)))
      return false;
  }
  put_rest((double)length - limit, entries);
  return true;
}

/* What is left of a table from a position on. */
typedef struct Rest {
  Table *table; /* rooted by the user */
  u32 position;
} Rest;

static u32 count_rest(Rest rest) {
  u32 count = 0;
  while (table_next(&rest.table, &rest.position))
    count++;
  return count;
}

/* "[ key, value ]" of an entries iterator: a list of its own. */
static bool put_pair(Inspector *inspector, Value key, Value value, u32 level,
                     Buffer *out) {
  Subject pair = {.level = level - 1, .closing = ']', .is_list = true};
  Entries entries = {};
  buffer_text(&pair.brace, "[");
  bool ok = inspect_value(inspector, key, level, entries_add(&entries)) &&
            inspect_value(inspector, value, level, entries_add(&entries)) &&
            inspect_layout(inspector, &pair, &entries, VALUE_UNDEFINED, out);
  entries_free(&entries);
  buffer_free(&pair.brace);
  return ok;
}

typedef enum EntryForm : u8 {
  FORM_KEY,
  FORM_VALUE,
  FORM_ARROW, /* key => value */
  FORM_PAIR,  /* [ key, value ] */
  FORM_TWINS, /* [ key, key ] */
} EntryForm;

static bool put_entry(Inspector *inspector, Value key, Value value,
                      EntryForm form, u32 level, Buffer *out) {
  if (form == FORM_PAIR) return put_pair(inspector, key, value, level, out);
  if (form == FORM_TWINS) return put_pair(inspector, key, key, level, out);
  if (form == FORM_VALUE) return inspect_value(inspector, value, level, out);
  if (!inspect_value(inspector, key, level, out)) return false;
  if (form == FORM_KEY) return true;
  buffer_text(out, " => ");
  return inspect_value(inspector, value, level, out);
}

static bool put_table(Inspector *inspector, Rest rest, EntryForm form,
                      u32 level, Entries *entries) {
  VM *vm = inspector->vm;
  KEEP_FIELD(vm, table, rest.table);
  u32 count = count_rest(rest), limit = inspector->options.array_items;
  bool ok = true;
  inspector->indentation += 2;
  for (u32 i = 0; ok && i < count && i < limit; i++) {
    TableEntry *entry = table_next(&rest.table, &rest.position);
    if (!entry) break; /* an inspect method of the program took it out */
    KEEP(vm, key, entry->key);
    KEEP(vm, value, entry->value);
    Buffer text = {};
    ok = put_entry(inspector, key, value, form, level, &text);
    vector_push(entries, text);
  }
  inspector->indentation -= 2;
  put_rest((double)count - limit, entries);
  return ok;
}

static bool put_iterator(Inspector *inspector, const Subject *subject,
                         Entries *entries) {
  static const EntryForm forms[] = {
      [ITERATOR_MAP_KEYS] = FORM_KEY,      [ITERATOR_MAP_VALUES] = FORM_VALUE,
      [ITERATOR_MAP_ENTRIES] = FORM_PAIR,  [ITERATOR_SET_VALUES] = FORM_KEY,
      [ITERATOR_SET_ENTRIES] = FORM_TWINS,
  };
  const Iterator *iterator = (const Iterator *)subject->object;
  if (value_is_undefined(iterator->target)) return true; /* at its end */
  Rest rest = {iterator->table, (u32)iterator->position};
  return put_table(inspector, rest, forms[iterator->kind], subject->level + 1,
                   entries);
}

static bool put_promise(Inspector *inspector, const Subject *subject,
                        Entries *entries) {
  const Promise *promise = (const Promise *)subject->object;
  Buffer *entry = entries_add(entries);
  if (promise->state == PROMISE_PENDING) {
    buffer_text(entry, "<pending>");
    return true;
  }
  Buffer text = {};
  if (promise->state == PROMISE_REJECTED) buffer_text(&text, "<rejected> ");
  inspector->indentation += 2;
  bool ok =
      inspect_value(inspector, promise->result, subject->level + 1, &text);
  inspector->indentation -= 2;
  /* the list may have moved meanwhile */
  *vector_last(entries) = text;
  return ok;
}

static bool put_items(Inspector *inspector, const Subject *subject,
                      Entries *entries) {
  const KeyedCollection *collection = (const KeyedCollection *)subject->object;
  u32 level = subject->level + 1;
  switch (subject->contents) {
  case CONTENTS_NONE: return true;
  case CONTENTS_ARRAY: return put_array(inspector, subject, entries);
  case CONTENTS_SET:
    return put_table(inspector, (Rest){collection->table, 0}, FORM_KEY, level,
                     entries);
  case CONTENTS_MAP:
    return put_table(inspector, (Rest){collection->table, 0}, FORM_ARROW, level,
                     entries);
  case CONTENTS_ITERATOR: return put_iterator(inspector, subject, entries);
  case CONTENTS_TYPED_ARRAY:
  case CONTENTS_BUFFER:
  case CONTENTS_DATA_VIEW: return inspect_binary(inspector, subject, entries);
  case CONTENTS_PROMISE: return put_promise(inspector, subject, entries);
  case CONTENTS_UNKNOWN:
    buffer_text(entries_add(entries), "<items unknown>");
    return true;
  }
  return true;
}

bool inspect_contents(Inspector *inspector, const Subject *subject,
                      Entries *entries) {
  if (!put_items(inspector, subject, entries)) return false;
  for (u32 i = 0; i < subject->key_count; i++)
    if (!inspect_property(inspector, subject->object,
                          library_key_at(subject->keys, i), subject->level + 1,
                          true, entries_add(entries)))
      return false;
  for (u32 i = 0; i < subject->inherited.count; i++) {
    const Buffer *text = &subject->inherited.items[i];
    buffer_append(entries_add(entries), text->bytes, text->length);
  }
  return true;
}
