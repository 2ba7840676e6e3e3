/* describe_hash_cells.c - what lies in each kind of cell, for the hash.
 *
 * References are the business of a cell's visit. What is left are the numbers:
 * a table names the fields of a fixed place, and functions walk through what
 * has a length of its own.
 */
#include "heap/counting.h"
#include "host/abort.h"
#include "host/async_context.h"
#include "host/dom/observer.h"
#include "host/dom/traverse.h"
#include "host/dom/view.h"
#include "host/ports.h"
#include "library/collection.h"
#include "library/date.h"
#include "library/disposable_stack.h"
#include "library/finalization.h"
#include "library/intl.h"
#include "library/iterator_helper.h"
#include "object/array_buffer.h"
#include "object/bigint.h"
#include "vm/async.h"
#include "vm/module.h"
#include "vm/stack_trace.h"
#include "watch/describe_hash.h"

/* ---- Fields ------------------------------------------------------------- */

typedef struct Field {
  CellKind kind;
  u8 bytes; /* up to 8 */
  bool is_value;
  u16 offset;
} Field;

#define FIELD(KIND, Type, field)                                               \
  {KIND_##KIND, sizeof(((Type *)0)->field),                                    \
   _Generic(((Type *)0)->field, Value: true, default: false),                  \
   offsetof(Type, field)}
#define NODE(KIND)                                                             \
  FIELD(KIND, DomNode, type), FIELD(KIND, DomNode, is_connected)

/* By kind: the fields of one are together. */
static const Field fields[] = {
    FIELD(ROPE, Rope, length),
    FIELD(SYMBOL, Symbol, hash),
    FIELD(SHAPE_TABLE, ShapeTable, count),
    FIELD(SHAPE_TABLE, ShapeTable, used),
    FIELD(TRANSITIONS, Transitions, count),
    FIELD(STACK_TRACE, StackTrace, count),
    FIELD(STACK_TRACE, StackTrace, text),
    FIELD(IMPORT, Import, slot),
    FIELD(MODULE, Module, status),
    FIELD(MODULE, Module, has_error),
    FIELD(MODULE, Module, is_loaded),
    FIELD(MODULE, Module, pending),
    FIELD(MODULE, Module, async_order),
    FIELD(MODULE, Module, error),
    FIELD(COROUTINE, Coroutine, unit),
    FIELD(COROUTINE, Coroutine, state),
    FIELD(COROUTINE, Coroutine, owner),
    FIELD(REACTION, Reaction, on_fulfilled),
    FIELD(REACTION, Reaction, on_rejected),
    FIELD(REACTION, Reaction, context),
    FIELD(REQUEST, Request, value),
    FIELD(REQUEST, Request, mode),
    FIELD(REGISTRATIONS, Registrations, count),
    FIELD(ASYNC_CONTEXT, AsyncContext, count),
    FIELD(LISTENERS, Listeners, count),
    FIELD(LISTENER, Listener, added.tick),
    FIELD(LISTENER, Listener, added.source),
    FIELD(LISTENER, Listener, added.start),
    FIELD(SIGNAL_LINKS, SignalLinks, count),
    FIELD(DOM_ATTRIBUTES, AttributeList, count),
    FIELD(NATIVE, NativeFunction, magic),
    FIELD(NATIVE, NativeFunction, data),
    FIELD(BOUND, BoundFunction, this_value),
    FIELD(ERROR, ErrorObject, kind),
    FIELD(WRAPPER, Wrapper, primitive),
    FIELD(DATE, DateObject, time),
    FIELD(INTL, IntlObject, service),
    FIELD(INTL, IntlObject, flags),
    FIELD(INTL, IntlObject, position),
    FIELD(WEAK_REF, WeakRef, kept_in),
    FIELD(ARRAY_BUFFER, ArrayBuffer, version),
    FIELD(ARRAY_BUFFER, ArrayBuffer, is_detached),
    FIELD(TYPED_ARRAY, View, byte_offset),
    FIELD(TYPED_ARRAY, View, fixed_length),
    FIELD(TYPED_ARRAY, View, type),
    FIELD(DATA_VIEW, View, byte_offset),
    FIELD(DATA_VIEW, View, fixed_length),
    FIELD(PROMISE, Promise, state),
    FIELD(PROMISE, Promise, is_handled),
    FIELD(PROMISE, Promise, is_noted),
    FIELD(PROMISE, Promise, is_reported),
    FIELD(PROMISE, Promise, is_forced),
    FIELD(PROMISE, Promise, result),
    FIELD(REGEXP, RegexpObject, is_plain),
    FIELD(ASYNC_GENERATOR, AsyncGenerator, state),
    FIELD(DISPOSABLE_STACK, DisposableStack, is_disposed),
    FIELD(ITERATOR, Iterator, position),
    FIELD(ITERATOR, Iterator, target),
    FIELD(ITERATOR, Iterator, kind),
    FIELD(ITERATOR_HELPER, IteratorHelper, count),
    FIELD(ITERATOR_HELPER, IteratorHelper, kind),
    FIELD(ITERATOR_HELPER, IteratorHelper, state),
    FIELD(EVENT, Event, time),
    FIELD(EVENT, Event, class),
    FIELD(EVENT, Event, phase),
    FIELD(EVENT, Event, is_canceled),
    FIELD(EVENT, Event, stops),
    FIELD(EVENT, Event, stops_now),
    FIELD(EVENT, Event, is_dispatched),
    FIELD(ABORT_SIGNAL, AbortSignal, reason),
    FIELD(ABORT_SIGNAL, AbortSignal, listener_count),
    FIELD(ABORT_SIGNAL, AbortSignal, is_aborted),
    FIELD(ABORT_SIGNAL, AbortSignal, is_dependent),
    FIELD(MESSAGE_PORT, MessagePort, is_started),
    NODE(DOM_NODE),
    NODE(DOM_ELEMENT),
    FIELD(DOM_ELEMENT, Element, tag),
    FIELD(DOM_ELEMENT, Element, space),
    FIELD(DOM_ELEMENT, Element, state),
    NODE(DOM_TEXT),
    NODE(DOM_ATTRIBUTE),
    NODE(DOM_DOCUMENT),
    FIELD(DOM_DOCUMENT, Document, version),
    FIELD(DOM_VIEW, DomView, kind),
    FIELD(DOM_WALKER, Walker, shown),
    FIELD(DOM_WALKER, Walker, is_before),
    FIELD(DOM_WALKER, Walker, is_active),
    FIELD(DOM_OBSERVER, Observer, number),
    FIELD(DOM_OBSERVER, Observer, is_queued),
    FIELD(DOM_OBSERVER, Observer, has_transients),
};

/* Where the fields of each kind begin; those of the next follow. */
static const u8 *field_starts(void) {
  static u8 starts[KIND_COUNT + 1];
  static_assert(ARRAY_COUNT(fields) < UINT8_MAX);
  if (starts[KIND_COUNT]) return starts;
  u8 at = 0;
  for (u32 kind = 0; kind <= KIND_COUNT; kind++) {
    while (at < ARRAY_COUNT(fields) && fields[at].kind < kind)
      at++;
    starts[kind] = at;
  }
  assert(starts[KIND_COUNT] == ARRAY_COUNT(fields));
  return starts;
}

static void digest_fields(Digest *digest, const Cell *cell, CellKind kind) {
  const u8 *starts = field_starts();
  for (u32 i = starts[kind]; i < starts[kind + 1]; i++) {
    const Field *field = &fields[i];
    u64 word = 0;
    memcpy(&word, (const char *)cell + field->offset, field->bytes);
    if (field->is_value)
      digest_value(digest, (Value){word});
    else
      digest_word(digest, word);
  }
}

/* ---- Cells with a length ------------------------------------------------ */

static void digest_values(Digest *digest, const Value *values, u32 count) {
  digest_word(digest, count);
  for (u32 i = 0; i < count; i++)
    digest_value(digest, values[i]);
}

static void digest_string(Digest *digest, const String *string) {
  digest_word(digest, string->length);
  digest_bytes(digest, string->latin1,
               (size_t)string->length << !string_is_latin1(string));
}

static void digest_bigint(Digest *digest, const BigInt *bigint) {
  digest_bytes(digest, bigint->limbs, bigint->length * sizeof *bigint->limbs);
}

static bool digest_property(void *context, Key key, u32 offset, u8 attributes) {
  digest_word(context, offset);
  digest_word(context, attributes);
  return true;
}

static void digest_elements(Digest *digest, const Elements *elements) {
  digest_word(digest, elements->capacity);
  digest_values(digest, elements->values, elements->length);
}

static void digest_dictionary(Digest *digest, const Dictionary *dictionary) {
  for (u32 i = 0; i < dictionary->capacity; i++) {
    const DictionaryEntry *entry = &dictionary->entries[i];
    if (!dictionary_entry_is_live(entry)) continue;
    digest_word(digest, (u64)entry->index << 32 | entry->attributes);
    digest_value(digest, dictionary_entry_value(entry));
  }
}

/* Of a Map or Set, weak or not, in the order of insertion. */
static void digest_table(Digest *digest, const Table *table) {
  digest_word(digest, (u64)table->capacity << 32 | table->used);
  digest_word(digest, table->count);
  for (u32 i = 0; i < table->used; i++) {
    if (value_is_hole(table->entries[i].key)) continue;
    digest_value(digest, table->entries[i].key);
    digest_value(digest, table->entries[i].value);
  }
}

/* What the registers of a parked frame hold, as far as it still matters. */
static void digest_coroutine(Digest *digest, const Coroutine *coroutine) {
  if (coroutine->state > COROUTINE_SUSPENDED) return;
  CodeBlock *code = coroutine->function->code;
  const u64 *live = code_block_live_registers(code, coroutine->unit);
  for (u32 i = 0; i < code->register_count; i++)
    if (live[i / 64] >> (i % 64) & 1)
      digest_value(digest, coroutine->registers[i]);
}

static void digest_async_context(Digest *digest, const AsyncContext *context) {
  for (u32 i = 0; i < context->count; i++)
    digest_value(digest, context->items[i].value);
}

static void digest_registrations(Digest *digest, const Registrations *list) {
  for (u32 i = 0; i < list->count; i++)
    digest_value(digest, list->items[i].held);
}

static void digest_trace(Digest *digest, const StackTrace *trace) {
  for (u64 i = 0; i < trace->count; i++) {
    digest_word(digest, trace->frames[i].place);
    digest_word(digest, trace->frames[i].flags);
  }
}

static void digest_caches(Digest *digest, const CodeBlock *code) {
  for (u32 i = 0; i < code->cache_count; i++) {
    const InlineCache *cache = &code->caches[i];
    digest_word(digest, cache->state);
    for (u32 j = 0; j < cache->count; j++) {
      const CacheEntry *entry = j ? &cache->more[j - 1] : &cache->first;
      digest_word(digest, entry->shape);
      digest_word(digest, (u64)entry->new_shape << 32 | entry->offset);
      digest_word(digest, entry->place);
      digest_reference(digest, (const Cell *)entry->holder);
    }
  }
}

static void digest_buffer(Digest *digest, const ArrayBuffer *buffer) {
  u64 length = array_buffer_length(buffer);
  digest_word(digest, length);
  if (length) digest_bytes(digest, buffer->bytes, length);
}

static void digest_object(Digest *digest, Object *object) {
  Shape *shape = object_shape(&digest->vm->isolate, object);
  for (u32 i = 0; i < object->cell.info && i < shape->count; i++)
    digest_value(digest, object->inline_slots[i]);
}

static void digest_contents(Digest *digest, Cell *cell, CellKind kind) {
  switch (kind) {
  case KIND_STRING: digest_string(digest, (String *)cell); break;
  case KIND_BIGINT: digest_bigint(digest, (BigInt *)cell); break;
  case KIND_SHAPE: shape_each((Shape *)cell, digest_property, digest); break;
  case KIND_SLOTS:
    digest_values(digest, ((Slots *)cell)->values, ((Slots *)cell)->capacity);
    break;
  case KIND_ELEMENTS: digest_elements(digest, (Elements *)cell); break;
  case KIND_DICTIONARY: digest_dictionary(digest, (Dictionary *)cell); break;
  case KIND_ENVIRONMENT:
    digest_values(digest, ((Environment *)cell)->slots, cell->info);
    break;
  case KIND_TABLE: digest_table(digest, (Table *)cell); break;
  case KIND_COROUTINE: digest_coroutine(digest, (Coroutine *)cell); break;
  case KIND_ASYNC_CONTEXT:
    digest_async_context(digest, (AsyncContext *)cell);
    break;
  case KIND_REGISTRATIONS:
    digest_registrations(digest, (Registrations *)cell);
    break;
  case KIND_STACK_TRACE: digest_trace(digest, (StackTrace *)cell); break;
  case KIND_CODE_BLOCK: digest_caches(digest, (CodeBlock *)cell); break;
  case KIND_DOM_EXTRAS:
    digest_values(digest, ((NodeExtras *)cell)->values, EXTRA_COUNT);
    break;
  case KIND_ARRAY_BUFFER:
  case KIND_SHARED_ARRAY_BUFFER:
    digest_buffer(digest, (ArrayBuffer *)cell);
    break;
  default: break;
  }
}

/* ---- All ---------------------------------------------------------------- */

/* A mark, or the word of reference counting. */
static void digest_collectors_word(Digest *digest, const Cell *cell) {
  const Heap *heap = &digest->vm->isolate.heap;
  digest_word(digest, heap->counting ? *counting_word(heap, cell)
                                     : heap_is_marked(heap, cell));
}

/* Native code may be about to fill in the cell that was allocated last. */
static bool is_fresh(const Heap *heap, const Cell *cell) {
  return heap->counting && heap->counting->fresh == cell;
}

void digest_cell(void *context, Cell *cell, CellKind kind, size_t bytes) {
  Digest *digest = context;
  digest_reference(digest, cell);
  digest_word(digest, bytes);
  digest_word(digest, kind);
  if (kind == KIND_FREE || is_fresh(&digest->vm->isolate.heap, cell)) return;
  digest_word(digest, cell->shape);
  digest_word(digest, (u64)cell->flags << 16 | cell->info);
  digest_collectors_word(digest, cell);
  digest_fields(digest, cell, kind);
  digest_contents(digest, cell, kind);
  if (cell_is_object(cell)) digest_object(digest, (Object *)cell);
  heap_visit(&digest->vm->isolate.heap, cell, digest_edge, digest);
}
