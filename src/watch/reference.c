/* reference.c - reading expressions against the heap as it stands. */
#include "watch/reference.h"

#include "host/host.h"
#include "library/collection.h"
#include "vm/module.h"
#include "watch/describe_internal.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct Reader {
  VM *vm;
  const char *text, *at;
  Buffer *error;
  Reference found;
} Reader;

/* ---- Words --------------------------------------------------------------- */

static bool is_word_byte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '_' || byte == '$' ||
         byte == '#' || byte < 0;
}

static void take_word(Reader *reader, Buffer *word) {
  const char *start = reader->at;
  while (is_word_byte(*reader->at))
    reader->at++;
  buffer_append(word, start, (size_t)(reader->at - start));
}

static bool key_is(Key key, const Buffer *word) {
  Buffer text = {};
  key_append_text(key, &text);
  bool same = text.length == word->length &&
              !memcmp(text.bytes, word->bytes, word->length);
  buffer_free(&text);
  return same;
}

static bool fail(Reader *reader, const char *what) {
  buffer_format(reader->error, "%s: %s", reader->text, what);
  return false;
}

/* "`cache` has no .itms": what was read so far, and what is not there. */
static bool fail_at(Reader *reader, const char *from, const char *before,
                    const Buffer *word, const char *after) {
  buffer_format(reader->error, "`%.*s` has no %s%s%s",
                (int)(from - reader->text), reader->text, before,
                word->bytes ? word->bytes : "", after);
  return false;
}

/* ---- Variables ----------------------------------------------------------- */

typedef struct Wanted {
  const Buffer *name;
  Reference *found;
  u32 frame;
} Wanted;

static bool take_variable(void *context, Key name, Value *slot,
                          Environment *environment, u32 place) {
  Wanted *wanted = context;
  if (!key_is(name, wanted->name)) return true;
  *wanted->found = (Reference){
      .value = *slot, .slot = slot, .frame = wanted->frame, .is_edge = true};
  wanted->found->owner = environment ? &environment->cell : NULL;
  wanted->found->name = environment
                            ? (EdgeName){CELL_EDGE_VARIABLE, place, NULL}
                            : (EdgeName){CELL_EDGE_ROOT, place, "register"};
  return false;
}

/* In the innermost frame that sees one by that name. */
static bool find_in_frames(Reader *reader, const Buffer *name) {
  for (u32 frame = 0;; frame++) {
    Wanted wanted = {name, &reader->found, frame};
    bool is_last;
    if (!describe_variables_each(reader->vm, frame, take_variable, &wanted,
                                 &is_last))
      return true;
    if (is_last) return false;
  }
}

static bool find_in_script(Reader *reader, const Buffer *name) {
  const Realm *realm = &reader->vm->isolate.realm;
  for (u32 i = 0; i < realm->script_binding_count; i++) {
    const ScriptBinding *binding = &realm->script_bindings[i];
    if (!key_is((Key){binding->name.bits}, name)) continue;
    Value *slot = &binding->environment->slots[binding->slot];
    reader->found =
        (Reference){.value = *slot,
                    .owner = (Cell *)binding->environment,
                    .name = {CELL_EDGE_VARIABLE, binding->slot, NULL},
                    .slot = slot,
                    .is_edge = true};
    return true;
  }
  return false;
}

/* ---- Properties ---------------------------------------------------------- */

typedef struct Search {
  const Buffer *name;
  Object *object;
  Reference *found;
} Search;

static bool take_property(void *context, Key key, u32 offset, u8 attributes) {
  Search *search = context;
  if (!key_is(key, search->name)) return true;
  Value *slot = object_slot(search->object, offset);
  *search->found = (Reference){.value = *slot,
                               .owner = &search->object->cell,
                               .name = {CELL_EDGE_SLOT, offset, NULL},
                               .slot = slot,
                               .is_edge = true};
  return false;
}

static bool find_own(VM *vm, Object *object, const Buffer *name,
                     Reference *found) {
  Shape *shape = object_shape(&vm->isolate, object);
  if (shape->cell.flags & SHAPE_LAZY) return false;
  Search search = {name, object, found};
  found->is_edge = false;
  shape_each(shape, take_property, &search);
  return found->is_edge;
}

/* On the object or on the prototypes behind it. */
static bool find_property(VM *vm, Object *object, const Buffer *name,
                          Reference *found) {
  for (u32 i = 0; object && i < 1'000; i++) {
    if (find_own(vm, object, name, found)) return true;
    Value next = object_shape(&vm->isolate, object)->prototype;
    object = value_is_object(next) ? value_to_object(next) : NULL;
  }
  return false;
}

/* ---- Edges by the names that people are shown -----------------------------
 */

typedef struct EdgeSearch {
  VM *vm;
  const Buffer *name;
  EdgeName wanted; /* by index, when `name` is NULL */
  Reference *found;
} EdgeSearch;

static void take_edge(void *context, Cell *from, EdgeName name, Cell *to) {
  EdgeSearch *search = context;
  if (search->found->is_edge) return;
  bool is_it;
  if (search->name) {
    Buffer text = {};
    text_of_edge(search->vm, from, name, &text);
    is_it = text.length == search->name->length &&
            !memcmp(text.bytes, search->name->bytes, text.length);
    buffer_free(&text);
  } else {
    is_it =
        name.type == search->wanted.type && name.index == search->wanted.index;
  }
  if (is_it)
    *search->found = (Reference){.value = value_from_cell(to),
                                 .owner = from,
                                 .name = name,
                                 .is_edge = true};
}

static bool find_edge(Reader *reader, EdgeSearch search) {
  if (!value_is_cell(reader->found.value)) return false;
  Cell *cell = value_to_cell(reader->found.value);
  Reference found = {};
  search.vm = reader->vm;
  search.found = &found;
  describe_owned_edges(reader->vm, cell, take_edge, &search);
  if (found.is_edge) reader->found = found;
  return found.is_edge;
}

/* ---- One step of a path -------------------------------------------------- */

static bool step_name(Reader *reader, const Buffer *name) {
  Value value = reader->found.value;
  Reference found = {};
  if (value_is_object(value) &&
      find_property(reader->vm, value_to_object(value), name, &found)) {
    reader->found = found;
    return true;
  }
  Wanted wanted = {name, &reader->found, 0};
  if (value_is_kind(value, KIND_ENVIRONMENT)) {
    Environment *environment = (Environment *)value_to_cell(value);
    for (u32 i = 0; i < environment->cell.info; i++)
      if (!take_variable(&wanted, (Key){environment->scope->names[i].bits},
                         &environment->slots[i], environment, i))
        return true;
  }
  return find_edge(reader, (EdgeSearch){.name = name});
}

/* An item of an array or of anything else with elements. */
static bool step_item(Reader *reader, u32 index) {
  Value value = reader->found.value;
  if (!value_is_object(value)) return false;
  Object *object = value_to_object(value);
  Elements *elements = object->elements;
  if (elements->cell.kind != KIND_ELEMENTS)
    return find_edge(reader,
                     (EdgeSearch){.wanted = {CELL_EDGE_ELEMENT, index, NULL}});
  if (index >= elements->length || value_is_hole(elements->values[index]))
    return false;
  reader->found =
      (Reference){.value = elements->values[index],
                  .owner = &object->cell,
                  .name = {CELL_EDGE_ELEMENT, index, NULL},
                  .slot = elements->cell.flags % 3 == ELEMENTS_PACKED
                              ? &elements->values[index]
                              : NULL,
                  .is_edge = true};
  return true;
}

/* The value of an entry of a Map, or the member of a Set. */
static bool step_entry(Reader *reader, u32 wanted) {
  Value value = reader->found.value;
  bool is_map =
      value_is_kind(value, KIND_MAP) || value_is_kind(value, KIND_WEAK_MAP);
  if (!is_map && !value_is_kind(value, KIND_SET)) return false;
  KeyedCollection *collection = (KeyedCollection *)value_to_cell(value);
  Table *table = collection->table;
  for (u32 i = 0; table && i < table->used; i++) {
    TableEntry *entry = &table->entries[i];
    if (value_is_hole(entry->key) || wanted--) continue;
    Value *slot = is_map ? &entry->value : &entry->key;
    reader->found =
        (Reference){.value = *slot,
                    .owner = &collection->object.cell,
                    .name = {CELL_EDGE_ENTRY, i, is_map ? "value" : "key"},
                    .slot = slot,
                    .is_edge = true};
    return true;
  }
  return false;
}

/* "[3]", "["text"]", "<3>": the number or the text between the two bytes. */
static bool take_between(Reader *reader, char end, Buffer *word) {
  char quote = *reader->at;
  if (quote == '"' || quote == '\'') {
    const char *close = strchr(reader->at + 1, quote);
    if (!close || close[1] != end) return false;
    buffer_append(word, reader->at + 1, (size_t)(close - reader->at - 1));
    reader->at = close + 2;
    return true;
  }
  const char *close = strchr(reader->at, end);
  if (!close || close == reader->at) return false;
  buffer_append(word, reader->at, (size_t)(close - reader->at));
  reader->at = close + 1;
  return true;
}

static bool parse_index(const Buffer *word, u32 *index) {
  char *end;
  if (!word->length || word->bytes[0] < '0' || word->bytes[0] > '9')
    return false;
  unsigned long value = strtoul(word->bytes, &end, 10);
  *index = (u32)value;
  return !*end && value < UINT32_MAX;
}

static bool read_bracket(Reader *reader, Buffer *word) {
  const char *from = reader->at;
  bool is_entry = *reader->at++ == '<', is_text;
  u32 index;
  is_text = *reader->at == '"' || *reader->at == '\'';
  if (!take_between(reader, is_entry ? '>' : ']', word))
    return fail(reader, "a bracket is not closed");
  bool is_index = !is_text && parse_index(word, &index);
  if (is_entry)
    return (is_index && step_entry(reader, index)) ||
           fail_at(reader, from, "entry <", word, ">");
  if (is_index && step_item(reader, index)) return true;
  return step_name(reader, word) || fail_at(reader, from, "[", word, "]");
}

/* A name, or in quotes what is none. */
static bool read_member(Reader *reader, Buffer *word) {
  const char *from = reader->at++;
  take_word(reader, word);
  if (!word->length) return fail(reader, "a name is wanted behind the point");
  return step_name(reader, word) || fail_at(reader, from, ".", word, "");
}

/* ---- The beginning ------------------------------------------------------- */

static bool read_address(Reader *reader) {
  char *end;
  u64 address = strtoull(++reader->at, &end, 16);
  Cell *cell =
      end == reader->at ? NULL : heap_find(&reader->vm->isolate.heap, address);
  reader->at = end;
  if (!cell) return fail(reader, "there is no cell at that address");
  reader->found = (Reference){.value = value_from_cell(cell)};
  return true;
}

/* The queues of the event loop, by the names that roots have. */
typedef struct QueueSearch {
  const char *label;
  u32 index;
  Reference *found;
} QueueSearch;

static void take_queued(void *context, Cell *from, EdgeName name, Cell *to) {
  QueueSearch *search = context;
  if (name.index != search->index || strcmp(name.label, search->label) != 0)
    return;
  *search->found =
      (Reference){.value = value_from_cell(to), .name = name, .is_edge = true};
}

/* False when the expression is not about a queue. */
static bool read_queued(Reader *reader, bool *ok) {
  for (u32 i = 0; i < WAITING_KIND_COUNT; i++) {
    const char *label = waiting_root((WaitingKind)i);
    size_t length = strlen(label);
    if (strncmp(reader->at, label, length) || reader->at[length] != ' ')
      continue;
    char *end;
    QueueSearch search = {.label = label, .found = &reader->found};
    search.index = (u32)strtoul(reader->at + length + 1, &end, 10);
    queues_visit(&host_of(reader->vm)->queues, take_queued, &search);
    reader->at = end;
    *ok = reader->found.is_edge || fail(reader, "nothing waits there");
    return true;
  }
  return false;
}

static bool read_variable(Reader *reader, Buffer *word) {
  take_word(reader, word);
  if (!word->length)
    return fail(reader, "a variable or @address is wanted first");
  if (find_in_frames(reader, word) || find_in_script(reader, word)) return true;
  Object *global = reader->vm->isolate.global;
  if (!strcmp(word->bytes, "globalThis")) {
    reader->found = (Reference){.value = value_from_cell(global)};
    return true;
  }
  if (find_property(reader->vm, global, word, &reader->found)) return true;
  buffer_format(reader->error, "there is no variable %s here", word->bytes);
  return false;
}

/* An import is the variable of the other module. */
static void follow_import(Reference *found) {
  if (!value_is_kind(found->value, KIND_IMPORT)) return;
  const Import *import = (const Import *)value_to_cell(found->value);
  if (!import->environment) return;
  Value *slot = &import->environment->slots[import->slot];
  *found = (Reference){.value = *slot,
                       .owner = (Cell *)import->environment,
                       .name = {CELL_EDGE_VARIABLE, import->slot, NULL},
                       .slot = slot,
                       .is_edge = true};
}

static bool read_steps(Reader *reader, Buffer *word) {
  while (*reader->at) {
    buffer_clear(word);
    follow_import(&reader->found);
    bool ok = *reader->at == '.' ? read_member(reader, word)
              : *reader->at == '[' || *reader->at == '<'
                  ? read_bracket(reader, word)
                  : fail(reader, "only .name, [item] and <entry> can follow");
    if (!ok) return false;
  }
  follow_import(&reader->found);
  return true;
}

bool reference_find(VM *vm, const char *text, Reference *reference,
                    Buffer *error) {
  Reader reader = {.vm = vm, .text = text, .at = text, .error = error};
  Buffer word = {};
  bool ok;
  if (!read_queued(&reader, &ok))
    ok = *text == '@' ? read_address(&reader) : read_variable(&reader, &word);
  ok = ok && read_steps(&reader, &word);
  buffer_free(&word);
  *reference = reader.found;
  return ok;
}

/* ---- Cutting --------------------------------------------------------------
 */

/* The words of a cell that refer to `to`, as a Value or as a pointer: nulls
 * them. For the edges that have no name in the language. */
static void cut_words(VM *vm, Cell *owner, Cell *to) {
  size_t count = heap_cell_bytes(&vm->isolate.heap, owner) / sizeof(u64);
  u64 *words = (u64 *)owner;
  Value value = value_from_cell(to);
  for (size_t i = sizeof(Cell) / sizeof(u64); i < count; i++) {
    if (words[i] == (u64)(uintptr_t)to) words[i] = 0;
    if (words[i] == value.bits) words[i] = VALUE_NULL.bits;
  }
}

bool reference_cut(VM *vm, const Reference *reference, Buffer *error) {
  if (reference->slot) {
    *reference->slot = VALUE_NULL;
    return true;
  }
  if (reference->is_edge && !reference->owner)
    return queues_forget(&host_of(vm)->queues, reference->name.label,
                         reference->name.index);
  if (reference->owner && value_is_cell(reference->value)) {
    cut_words(vm, reference->owner, value_to_cell(reference->value));
    return true;
  }
  buffer_text(error, "an address alone is no edge: say what refers to it, as "
                     "cache.items or @1a40.next");
  return false;
}
