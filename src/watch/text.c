/* text.c - short texts for people. Nothing here allocates in the heap or runs
 * the program's code, so that looking changes nothing. */
#include "watch/text.h"
#include "host/dom/dom.h"

#include "base/number.h"
#include "base/unicode.h"
#include "bytecode/optimised_code.h"
#include "host/events.h"
#include "library/collection.h"
#include "library/date.h"
#include "object/array_buffer.h"
#include "object/bigint.h"
#include "vm/async.h"
#include "vm/stack_trace.h"

#include <ctype.h>
#include <stdio.h>

constexpr u32 PREVIEW_KEYS = 5;
constexpr u32 PREVIEW_UNITS = 40;
constexpr u32 PREVIEW_LIMBS = 2; /* 39 digits */

static const struct {
  const char *name, *label;
} kinds[] = {
#define CELL(name, type, label, text) {#name, label},
#include "heap/cells.def"
#undef CELL
};

static const char *const probes[] = {
#define PROBE(name, protocol, text) protocol,
#include "heap/probes.def"
#undef PROBE
};

const char *kind_name(CellKind kind) {
  return kinds[kind].name;
}

const char *kind_label(CellKind kind) {
  return kinds[kind].label;
}

const char *probe_name(ProbeKind kind) {
  return probes[kind];
}

ProbeKind probe_from_name(const char *name) {
  for (u32 i = 0; i < PROBE_COUNT; i++)
    if (!strcmp(probes[i], name)) return (ProbeKind)i;
  return PROBE_COUNT;
}

void text_of_address(VM *vm, const void *cell, Buffer *out) {
  buffer_format(out, "@%llx",
                (unsigned long long)heap_offset(&vm->isolate.heap, cell));
}

/* ---- Strings ------------------------------------------------------------ */

static void append_units(const String *string, u32 *left, Buffer *out) {
  for (u32 i = 0; i < string->length && *left; i++, (*left)--) {
    u32 unit = string_unit(string, i);
    if (unicode_is_lead(unit) && i + 1 < string->length &&
        unicode_is_trail(string_unit(string, i + 1)))
      unit = unicode_pair(unit, string_unit(string, ++i));
    /* a lone surrogate is not UTF-8: show what JSON viewers show */
    if (unit >= 0xD800 && unit < 0xE000) unit = 0xFFFD;
    buffer_code_point(out, unit);
  }
}

/* Walks down a rope's left side with an explicit stack of what comes after;
 * deep ropes lean left, so only the last few right sides are needed for a
 * short text: those further up lie beyond the limit. */
static void append_rope(const Cell *cell, u32 *left, Buffer *out) {
  const Cell *pending[64];
  u32 count = 0;
  while (cell && *left) {
    if (cell->kind == KIND_ROPE) {
      const Rope *rope = (const Rope *)cell;
      if (value_is_cell(rope->right)) {
        if (count == ARRAY_COUNT(pending)) {
          memmove(pending, pending + 1, sizeof pending - sizeof *pending);
          count--;
        }
        pending[count++] = value_to_cell(rope->right);
      }
      cell = value_to_cell(rope->left);
      continue;
    }
    append_units((const String *)cell, left, out);
    cell = count ? pending[--count] : NULL;
  }
}

void text_of_string(Value string, u32 limit, Buffer *out) {
  u32 left = limit;
  append_rope(value_to_cell(string), &left, out);
  if (string_length(string) > limit) buffer_text(out, "…");
}

static void append_quoted(Value string, Buffer *out) {
  Buffer text = {};
  text_of_string(string, PREVIEW_UNITS, &text);
  buffer_byte(out, '"');
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    if (c == '\n')
      buffer_text(out, "\\n");
    else if ((u8)c < 0x20)
      buffer_format(out, "\\x%02x", c);
    else {
      if (c == '"' || c == '\\') buffer_byte(out, '\\');
      buffer_byte(out, c);
    }
  }
  buffer_byte(out, '"');
  buffer_free(&text);
}

/* ---- Objects ------------------------------------------------------------ */

static Value peek(VM *vm, Value value, Key key) {
  for (Value at = value; value_is_object(at);
       at = object_prototype(&vm->isolate, value_to_object(at))) {
    Object *object = value_to_object(at);
    Shape *shape = object_shape(&vm->isolate, object);
    ShapeProperty found;
    if (!shape_peek(shape, key, &found)) continue;
    if (found.attributes & ATTRIBUTE_ACCESSOR) return VALUE_UNDEFINED;
    return *object_slot(object, found.offset);
  }
  return VALUE_UNDEFINED;
}

void text_of_function(VM *vm, const Object *function, Buffer *out) {
  Object *object = (Object *)function;
  Value name = VALUE_UNDEFINED;
  if (object_shape(&vm->isolate, object)->cell.flags & SHAPE_LAZY) {
    if (object->cell.kind == KIND_FUNCTION)
      name = ((Function *)object)->code->name;
    else if (object->cell.kind == KIND_NATIVE)
      name = ((NativeFunction *)object)->name;
  } else {
    name = peek(vm, value_from_cell(object), ATOM_KEY(&vm->isolate, name));
  }
  if (value_is_string(name) && string_length(name))
    text_of_string(name, PREVIEW_UNITS, out);
  else
    buffer_text(out, "(anonymous)");
}

void text_of_class(VM *vm, const Cell *cell, Buffer *out) {
  if (!cell_is_object(cell)) {
    buffer_text(out, kind_label(cell->kind));
    return;
  }
  if (cell->kind == KIND_PROXY || cell->kind == KIND_CALLABLE_PROXY) {
    buffer_text(out, "Proxy");
    return;
  }
  if (cell->kind >= KIND_FUNCTION && cell->kind <= KIND_CALLABLE_PROXY) {
    buffer_text(out, cell->flags & OBJECT_IS_CLASS ? "class" : "Function");
    return;
  }
  Value constructor =
      peek(vm, value_from_cell(cell), ATOM_KEY(&vm->isolate, constructor));
  if (value_is_callable(constructor))
    text_of_function(vm, value_to_object(constructor), out);
  else
    buffer_text(out, "Object");
}

/* Keys of a Shape, counted as they are appended. */
typedef struct KeyText {
  Buffer *out;
  u32 count;
} KeyText;

static bool append_key(void *context, Key key, u32 offset, u8 attributes) {
  KeyText *text = context;
  if (text->count == PREVIEW_KEYS) {
    buffer_text(text->out, ", …");
    return false;
  }
  if (text->count++) buffer_text(text->out, ", ");
  key_append_text(key, text->out);
  return true;
}

void text_of_shape(VM *vm, Shape *shape, Buffer *out) {
  KeyText text = {.out = out};
  buffer_byte(out, '{');
  shape_each(shape, append_key, &text);
  buffer_byte(out, '}');
}

/* "Uint8Array(3)", "ArrayBuffer(8)": items, or bytes. */
static void append_binary(VM *vm, const Cell *cell, Buffer *out) {
  text_of_class(vm, cell, out);
  if (!cell_is_buffer(cell))
    buffer_format(out, "(%llu)",
                  (unsigned long long)view_peek_length((const View *)cell));
  else if (((const ArrayBuffer *)cell)->is_detached)
    buffer_text(out, " (detached)");
  else
    buffer_format(
        out, "(%llu)",
        (unsigned long long)array_buffer_length((const ArrayBuffer *)cell));
}

static bool is_proxy(const Cell *cell) {
  return cell->kind == KIND_PROXY || cell->kind == KIND_CALLABLE_PROXY;
}

/* "Proxy of {x, y}": of a proxy of a proxy, only so much. */
static void append_proxy(VM *vm, const Cell *cell, Buffer *out) {
  Value target = ((const Proxy *)cell)->target;
  if (value_is_null(target)) {
    buffer_text(out, "revoked Proxy");
    return;
  }
  buffer_text(out, "Proxy of ");
  if (is_proxy(value_to_cell(target)))
    buffer_text(out, "a Proxy");
  else
    text_of_cell(vm, value_to_cell(target), out);
}

/* "Promise <pending>", "Promise 5": a result that is an object is only named
 * by its class, since promises can lie in each other. */
static void append_promise(VM *vm, const Promise *promise, Buffer *out) {
  Value result = promise->result;
  text_of_class(vm, &promise->object.cell, out);
  buffer_byte(out, ' ');
  if (promise->state == PROMISE_REJECTED) buffer_text(out, "<rejected> ");
  if (promise->state == PROMISE_PENDING)
    buffer_text(out, "<pending>");
  else if (value_is_object(result))
    text_of_class(vm, value_to_cell(result), out);
  else
    text_of_value(vm, result, out);
}

const char *text_of_coroutine_state(const Coroutine *coroutine) {
  static const char *const names[] = {
      [COROUTINE_START] = "not begun",
      [COROUTINE_SUSPENDED] = "parked",
      [COROUTINE_RUNNING] = "running",
      [COROUTINE_DONE] = "done",
  };
  return coroutine ? names[coroutine->state] : "done";
}

/* "Generator range, parked". */
static void append_generator(VM *vm, const Cell *cell,
                             const Coroutine *coroutine, Buffer *out) {
  buffer_text(out,
              cell->kind == KIND_GENERATOR ? "Generator" : "AsyncGenerator");
  if (coroutine) {
    buffer_byte(out, ' ');
    text_of_function(vm, &coroutine->function->object, out);
  }
  buffer_format(out, ", %s", text_of_coroutine_state(coroutine));
}

/* `<div class="x">`; of one that is in no page, that it is detached. */
static void append_node(VM *vm, const DomNode *node, Buffer *out) {
  if (!dom_is_attached(vm, node)) buffer_text(out, "detached ");
  dom_describe(node, out);
}

static void append_object(VM *vm, const Cell *cell, Buffer *out) {
  Object *object = (Object *)cell;
  if (cell_is_node(cell)) {
    append_node(vm, (const DomNode *)cell, out);
    return;
  }
  if (cell->kind == KIND_DOM_VIEW) {
    dom_describe_view(vm, object, out);
    return;
  }
  switch (cell->kind) {
  case KIND_ARRAY:
    buffer_format(out, "Array(%u)", array_length(object));
    return;
  case KIND_FUNCTION:
  case KIND_NATIVE:
  case KIND_BOUND:
    if (cell->flags & OBJECT_IS_CLASS) buffer_text(out, "class ");
    text_of_function(vm, object, out);
    if (!(cell->flags & OBJECT_IS_CLASS)) buffer_text(out, "()");
    return;
  case KIND_PROXY:
  case KIND_CALLABLE_PROXY: append_proxy(vm, cell, out); return;
  case KIND_ARRAY_BUFFER:
  case KIND_SHARED_ARRAY_BUFFER:
  case KIND_TYPED_ARRAY:
  case KIND_DATA_VIEW: append_binary(vm, cell, out); return;
  case KIND_DATE:
    text_of_class(vm, cell, out);
    buffer_byte(out, ' ');
    date_append_text(vm, ((const DateObject *)object)->time, DATE_STYLE_ISO,
                     out);
    return;
  case KIND_REGEXP:
    regexp_append_text(((const RegexpObject *)cell)->code, out);
    return;
  case KIND_PROMISE: append_promise(vm, (const Promise *)cell, out); return;
  case KIND_GENERATOR:
    append_generator(vm, cell, ((const Generator *)cell)->coroutine, out);
    return;
  case KIND_ASYNC_GENERATOR:
    append_generator(vm, cell, ((const AsyncGenerator *)cell)->coroutine, out);
    return;
  case KIND_MAP:
  case KIND_SET:
    text_of_class(vm, cell, out);
    buffer_format(out, "(%u)",
                  ((KeyedCollection *)object)->table
                      ? ((KeyedCollection *)object)->table->count
                      : 0);
    return;
  default: break;
  }
  Buffer class = {};
  text_of_class(vm, cell, &class);
  if (object == vm->isolate.global) {
    buffer_text(out, "globalThis");
  } else {
    if (strcmp(class.bytes, "Object")) buffer_format(out, "%s ", class.bytes);
    text_of_shape(vm, object_shape(&vm->isolate, object), out);
  }
  buffer_free(&class);
}

/* All digits of a number that a reader may take in, else how long it is. */
static void append_bigint(const BigInt *number, Buffer *out) {
  if (number->length <= PREVIEW_LIMBS) {
    bigint_append_digits(number, 10, out);
    buffer_byte(out, 'n');
  } else {
    buffer_format(out, "a BigInt of %u words", number->length);
  }
}

void text_of_cell(VM *vm, const Cell *cell, Buffer *out) {
  if (cell_is_string(cell)) {
    append_quoted(value_from_cell(cell), out);
  } else if (cell_is_object(cell)) {
    append_object(vm, cell, out);
  } else if (cell->kind == KIND_SYMBOL) {
    key_append_text((Key){(u64)(uintptr_t)cell}, out);
  } else if (cell->kind == KIND_BIGINT) {
    append_bigint((const BigInt *)cell, out);
  } else if (cell->kind == KIND_SHAPE) {
    buffer_text(out, "Shape ");
    text_of_shape(vm, (Shape *)cell, out);
  } else if (cell->kind == KIND_REGEXP_CODE) {
    buffer_text(out, "code of ");
    regexp_append_text((const RegexpCode *)cell, out);
  } else if (cell->kind == KIND_COROUTINE) {
    buffer_text(out, "frame of ");
    text_of_function(vm, &((const Coroutine *)cell)->function->object, out);
  } else if (cell->kind == KIND_ELEMENTS) {
    buffer_format(out, "elements(%u)", ((const Elements *)cell)->length);
  } else if (cell->kind == KIND_CODE_BLOCK) {
    buffer_text(out, "code of ");
    const CodeBlock *code = (const CodeBlock *)cell;
    Value name = code->name;
    if (code->flags & CODE_SCRIPT)
      buffer_text(out, "the script");
    else if (value_is_string(name) && string_length(name))
      text_of_string(name, PREVIEW_UNITS, out);
    else
      buffer_text(out, "(anonymous)");
  } else {
    buffer_text(out, kind_label(cell->kind));
  }
}

void text_of_value(VM *vm, Value value, Buffer *out) {
  char number[NUMBER_TEXT_BYTES];
  if (value_is_number(value)) {
    double d = value_to_number(value);
    number_to_text(d, number);
    buffer_text(out, d == 0 && 1 / d < 0 ? "-0" : number);
  } else if (value_is_cell(value)) {
    text_of_cell(vm, value_to_cell(value), out);
  } else {
    buffer_text(out, value_is_hole(value)        ? "(no value)"
                     : value_is_null(value)      ? "null"
                     : value_is_undefined(value) ? "undefined"
                     : value_is_true(value)      ? "true"
                                                 : "false");
  }
}

/* ---- Edges -------------------------------------------------------------- */

static void append_variable(const Environment *environment, u32 slot,
                            Buffer *out) {
  if (environment->scope && slot < environment->scope->cell.info)
    key_append_text((Key){environment->scope->names[slot].bits}, out);
  else
    buffer_format(out, "slot %u", slot);
}

/* The variable that lies in a register of a parked frame. */
static void append_register(const Coroutine *coroutine, u32 reg, Buffer *out) {
  const VariableInfo *variable =
      code_block_variable_at(coroutine->function->code, reg, coroutine->unit);
  if (variable)
    key_append_text((Key){variable->name.bits}, out);
  else if (reg == 0)
    buffer_text(out, "this");
  else
    buffer_format(out, "register %u", reg);
}

/* "key 3"; of the listeners of a target: "listener click". */
static void append_entry(const Cell *from, EdgeName name, Buffer *out) {
  buffer_text(out, name.label ? name.label : "entry");
  buffer_byte(out, ' ');
  if (from && from->kind == KIND_LISTENERS)
    string_append_text(((const Listeners *)from)->items[name.index]->type, out);
  else
    buffer_format(out, "%u", name.index);
}

void text_of_edge(VM *vm, Cell *from, EdgeName name, Buffer *out) {
  Key key;
  u8 attributes;
  switch (name.type) {
  case CELL_EDGE_SLOT:
    if (from && cell_is_object(from) &&
        shape_key_at(object_shape(&vm->isolate, (Object *)from), name.index,
                     &key, &attributes))
      key_append_text(key, out);
    else
      buffer_format(out, "slot %u", name.index);
    return;
  case CELL_EDGE_ELEMENT: buffer_format(out, "[%u]", name.index); return;
  case CELL_EDGE_VARIABLE:
    append_variable((const Environment *)from, name.index, out);
    return;
  case CELL_EDGE_REGISTER:
    append_register((const Coroutine *)from, name.index, out);
    return;
  case CELL_EDGE_ENTRY: append_entry(from, name, out); return;
  case CELL_EDGE_CONSTANT:
    buffer_format(out, "constant %u", name.index);
    return;
  default: buffer_text(out, name.label ? name.label : "internal"); return;
  }
}

/* ---- Events ------------------------------------------------------------- */

/* What the collector does. */
static void append_collector_event(VM *vm, ProbeKind kind, Cell *cell,
                                   Value detail, Value more, Buffer *out) {
  switch (kind) {
  case PROBE_COUNT_UP:
  case PROBE_COUNT_DOWN:
    text_of_cell(vm, value_to_cell(more), out);
    buffer_text(out, kind == PROBE_COUNT_UP ? " refers to " : " let go of ");
    text_of_cell(vm, cell, out);
    buffer_format(out, ", its count is %d", value_to_int(detail));
    return;
  case PROBE_PHASE: {
    static const char *const phases[PHASE_COUNT] = {"rests", "clears old marks",
                                                    "marks", "sweeps"};
    buffer_format(out, "the collector %s", phases[value_to_int(detail)]);
    return;
  }
  case PROBE_GREY:
    text_of_address(vm, cell, out);
    buffer_text(out, " is grey, by ");
    if (value_is_cell(detail))
      text_of_address(vm, value_to_cell(detail), out);
    else
      buffer_text(out, "a root");
    return;
  case PROBE_BLACK:
    text_of_address(vm, cell, out);
    buffer_text(out, " is black");
    return;
  case PROBE_REMEMBER:
    text_of_address(vm, cell, out);
    buffer_text(out, " is remembered");
    return;
  case PROBE_COLLECTION: {
    const Collection *last = &vm->isolate.heap.last;
    buffer_format(out, "collection %llu freed %llu cells, %llu bytes",
                  (unsigned long long)last->number,
                  (unsigned long long)last->cells_freed,
                  (unsigned long long)(last->bytes_before - last->bytes_after));
    return;
  }
  default: return;
  }
}

static void append_event(VM *vm, ProbeKind kind, Cell *cell, Value detail,
                         Value more, Buffer *out) {
  switch (kind) {
  case PROBE_ALLOCATE:
    buffer_format(out, "allocated %s ", kind_label(cell->kind));
    text_of_address(vm, cell, out);
    buffer_format(out, ", %d bytes", value_to_int(detail));
    return;
  case PROBE_FREE:
    buffer_text(out, "freed ");
    text_of_address(vm, cell, out);
    return;
  case PROBE_WRITE:
    key_append_text((Key){detail.bits}, out);
    buffer_text(out, " = ");
    text_of_value(vm, more, out);
    buffer_text(out, " in ");
    text_of_address(vm, cell, out);
    return;
  case PROBE_SHAPE:
    buffer_text(out, "new Shape ");
    text_of_address(vm, cell, out);
    return;
  case PROBE_TRANSITION:
    text_of_address(vm, cell, out);
    buffer_text(out, " has now Shape ");
    text_of_shape(vm, (Shape *)value_to_cell(detail), out);
    return;
  case PROBE_CACHE: {
    static const char *const states[] = {"uninitialised", "monomorphic",
                                         "polymorphic", "megamorphic"};
    buffer_format(out, "cache %d of ", value_to_int(detail));
    text_of_cell(vm, cell, out);
    buffer_format(out, " is %s", states[value_to_int(more) & 3]);
    return;
  }
  case PROBE_TIER:
    text_of_cell(vm, cell, out);
    if (value_is_undefined(detail))
      buffer_text(out, " is optimised");
    else
      buffer_format(out, " goes back to its baseline: at unit %d %s",
                    value_to_int(more), deopt_texts[value_to_int(detail)]);
    return;
  case PROBE_CALL:
  case PROBE_RETURN:
    buffer_text(out, kind == PROBE_CALL ? "called " : "returned from ");
    text_of_function(vm, (Object *)cell, out);
    return;
  case PROBE_THROW:
    buffer_text(out, "threw ");
    text_of_value(vm, detail, out);
    return;
  case PROBE_TASK_QUEUED:
    if (value_is_int(detail)) {
      buffer_format(out, "queued a job, %d before it", value_to_int(detail));
      return;
    }
    buffer_text(out, "queued ");
    text_of_cell(vm, cell, out);
    return;
  case PROBE_TASK_RUN: buffer_text(out, "began a job or a callback"); return;
  case PROBE_CONSOLE: buffer_text(out, "wrote to the console"); return;
  default: append_collector_event(vm, kind, cell, detail, more, out); return;
  }
}

void text_of_event(VM *vm, ProbeKind kind, Cell *cell, Value detail, Value more,
                   char *text, size_t size) {
  Buffer out = {};
  append_event(vm, kind, cell, detail, more, &out);
  size_t length = out.length < size - 1 ? out.length : size - 1;
  /* do not cut a character in two */
  while (length && length < out.length && (out.bytes[length] & 0xC0) == 0x80)
    length--;
  if (length) memcpy(text, out.bytes, length);
  text[length] = 0;
  buffer_free(&out);
}

void text_of_exception(VM *vm, Value exception, Buffer *out) {
  Value stack = VALUE_UNDEFINED;
  StackTrace *trace = NULL;
  if (value_is_kind(exception, KIND_ERROR)) {
    trace = stack_trace_of(vm, value_to_object(exception));
    stack = trace ? trace->text
                  : peek(vm, exception, ATOM_KEY(&vm->isolate, stack));
  }
  bool has_trace = trace && value_is_hole(stack);
  buffer_text(out, value_is_string(stack) || has_trace ? "" : "Uncaught ");
  if (has_trace)
    stack_trace_append(vm, value_to_object(exception), trace, out);
  else if (value_is_string(stack))
    text_of_string(stack, UINT16_MAX, out);
  else if (value_is_string(exception))
    text_of_string(exception, UINT16_MAX, out);
  else
    text_of_value(vm, exception, out);
  /* the stack of a syntax error ends with its caret and no frame */
  while (out->length && out->bytes[out->length - 1] == '\n')
    out->bytes[--out->length] = '\0';
}
