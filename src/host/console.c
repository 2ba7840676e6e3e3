/* console.c - console.log and everything that prints through it. */
#include "host/console.h"

#include <stdlib.h>

/* Older lines are forgotten beyond this much, half of them at a time. */
constexpr u32 LINES_MAX = 100000;
constexpr u64 BYTES_MAX = 16 << 20;

/* ---- Writing ------------------------------------------------------------ */

static void free_lines(Console *console, u32 count) {
  if (!count) return;
  for (u32 i = 0; i < count; i++) {
    console->kept_bytes -= console->lines.items[i].length;
    free(console->lines.items[i].text);
  }
  console->lines.count -= count;
  console->dropped += count;
  memmove(console->lines.items, console->lines.items + count,
          console->lines.count * sizeof *console->lines.items);
}

/* More of a line that was written in pieces. */
static void join_line(Console *console, ConsoleLine *line, const char *text,
                      size_t length) {
  line->text = base_reallocate(line->text, line->length + length + 1);
  memcpy(line->text + line->length, text, length);
  line->length += length;
  line->text[line->length] = 0;
  console->kept_bytes += length;
}

/* The native function that runs: the console's, when the program called it. */
static void name_method(VM *vm, ConsoleLine *line) {
  line->method[0] = 0;
  const Value *r = vm->registers;
  if (!r || !(frame_of(vm->registers)->flags & FRAME_NATIVE)) return;
  const Object *callee = frame_of(vm->registers)->callee;
  if (callee->cell.kind != KIND_NATIVE) return;
  Value name = ((const NativeFunction *)callee)->name;
  Buffer text = {};
  if (value_is_string(name))
    string_append_text((String *)value_to_cell(name), &text);
  if (text.length < sizeof line->method)
    memcpy(line->method, text.bytes ? text.bytes : "", text.length + 1);
  buffer_free(&text);
}

/* `text` ends with a newline, unless more is to come. */
static void keep_line(VM *vm, Stream stream, const Buffer *text) {
  Console *console = host_console(vm);
  bool is_partial = text->bytes[text->length - 1] != '\n';
  ConsoleLine *last =
      console->lines.count ? vector_last(&console->lines) : NULL;
  if (last && last->is_partial && last->stream == stream) {
    join_line(console, last, text->bytes, text->length - !is_partial);
    last->is_partial = is_partial;
    return;
  }
  if (console->lines.count >= LINES_MAX || console->kept_bytes >= BYTES_MAX)
    free_lines(console, (console->lines.count + 1) / 2);
  size_t length = text->length - !is_partial;
  char *copy = base_allocate(length + 1);
  memcpy(copy, text->bytes, length);
  copy[length] = 0;
  console->kept_bytes += length;
  ConsoleLine line = {.stream = stream,
                      .text = copy,
                      .length = length,
                      .written = place_now(vm),
                      .is_partial = is_partial};
  name_method(vm, &line);
  /* free_lines keeps the room */
  /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
  vector_push(&console->lines, line);
}

/* Appends a message, indented, in UTF-8: a surrogate that stands alone (ED A0
 * and above in WTF-8) becomes U+FFFD. */
static void put_message(const Console *console, const char *text, size_t length,
                        Buffer *out) {
  for (u32 i = 0; i < console->indentation; i++)
    buffer_byte(out, ' ');
  for (size_t i = 0; i < length; i++) {
    u8 byte = (u8)text[i];
    if (byte == 0xED && i + 2 < length && (u8)text[i + 1] >= 0xA0) {
      buffer_text(out, "\xEF\xBF\xBD");
      i += 2;
      continue;
    }
    buffer_byte(out, text[i]);
    if (byte == '\n')
      for (u32 j = 0; j < console->indentation; j++)
        buffer_byte(out, ' ');
  }
}

void console_write(VM *vm, Stream stream, const char *text, size_t length) {
  Buffer line = {};
  put_message(host_console(vm), text, length, &line);
  buffer_byte(&line, '\n');
  keep_line(vm, stream, &line);
  if (vm->write) vm->write(vm, stream, line.bytes, line.length);
  buffer_free(&line);
  /* the text is the last of the Console's lines: a string of it would be a
   * cell that an unwatched run does not have */
  heap_probe(&vm->isolate.heap, CONSOLE, NULL, VALUE_UNDEFINED,
             VALUE_UNDEFINED);
}

void console_write_raw(VM *vm, Stream stream, const char *text, size_t length) {
  Buffer line = {};
  if (!length) return;
  put_message(&(Console){}, text, length, &line);
  keep_line(vm, stream, &line);
  if (vm->write) vm->write(vm, stream, line.bytes, line.length);
  buffer_free(&line);
  heap_probe(&vm->isolate.heap, CONSOLE, NULL, VALUE_UNDEFINED,
             VALUE_UNDEFINED);
}

bool console_log(VM *vm, Stream stream, const Value *values, u32 count) {
  Buffer text = {};
  bool ok = console_format(vm, values, count, &text);
  if (ok) console_write(vm, stream, text.bytes, text.length);
  buffer_free(&text);
  return ok;
}

void console_warn(VM *vm, const char *text) {
  Console *console = host_console(vm);
  u32 indentation = console->indentation;
  Buffer line = {};
  buffer_format(&line, "Warning: %s", text);
  console->indentation = 0;
  console_write(vm, STREAM_ERROR, line.bytes, line.length);
  console->indentation = indentation;
  buffer_free(&line);
}

/* ---- log and its kin ---------------------------------------------------- */

/* log, info, debug, error, warn: the magic is the stream. */
static bool console_print(VM *vm, Call *call) {
  return console_log(vm, (Stream)library_native(call)->magic, call->arguments,
                     call->count);
}

/* Silent while the condition holds. The first value joins the message. */
static bool console_assert(VM *vm, Call *call) {
  if (vm_to_boolean(call_argument(call, 0))) return true;
  Buffer text = {};
  buffer_text(&text, "Assertion failed");
  if (call->count > 1) {
    String *message = vm_to_string(vm, call->arguments[1]);
    if (message) {
      buffer_text(&text, ": ");
      string_append_text(message, &text);
    } else {
      buffer_free(&text);
      return false;
    }
  }
  String *first = string_from_text(&vm->isolate, text.bytes, text.length);
  buffer_free(&text);
  if (!first) return vm_throw_memory(vm);
  KEEP(vm, message, value_from_cell(first));
  if (call->count < 2) return console_log(vm, STREAM_ERROR, &message, 1);
  call->arguments[1] = message;
  return console_log(vm, STREAM_ERROR, call->arguments + 1, call->count - 1);
}

/* Shows an object as it is: its own inspect method is not used. */
static bool console_dir(VM *vm, Call *call) {
  InspectOptions options = INSPECT_DEFAULTS;
  options.custom = false;
  Buffer text = {};
  bool ok = inspect_read_options(vm, call_argument(call, 1), &options) &&
            inspect(vm, call_argument(call, 0), &options, &text);
  if (ok) console_write(vm, STREAM_OUT, text.bytes, text.length);
  buffer_free(&text);
  return ok;
}

/* "Trace: message" and where it was called from. */
static bool console_trace(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  Buffer text = {};
  if (!console_format(vm, call->arguments, call->count, &text)) {
    buffer_free(&text);
    return false;
  }
  KEEP_CELL(vm, String, message,
            string_from_text(isolate, text.bytes, text.length));
  buffer_free(&text);
  if (!message) return vm_throw_memory(vm);
  KEEP_CELL(vm, Object, error, object_new_plain(isolate));
  KEEP_CELL(vm, String, name, string_intern_c(isolate, "Trace"));
  object_define(isolate, error, ATOM_KEY(isolate, name), value_from_cell(name),
                ATTRIBUTES_DEFAULT);
  object_define(isolate, error, ATOM_KEY(isolate, message),
                value_from_cell(message), ATTRIBUTES_DEFAULT);
  KEEP(vm, stack, VALUE_UNDEFINED);
  return vm_capture_stack(vm, error, call->callee) &&
         vm_get(vm, value_from_cell(error), ATOM_KEY(isolate, stack), &stack) &&
         console_log(vm, STREAM_ERROR, &stack, 1);
}

/* ---- Groups ------------------------------------------------------------- */

static bool console_group(VM *vm, Call *call) {
  if (call->count && !console_log(vm, STREAM_OUT, call->arguments, call->count))
    return false;
  host_console(vm)->indentation += 2;
  return true;
}

static bool console_group_end(VM *vm, Call *call) {
  Console *console = host_console(vm);
  if (console->indentation) console->indentation -= 2;
  return true;
}

/* There is no terminal to be cleared. */
static bool console_clear(VM *vm, Call *call) {
  return true;
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry functions[] = {
    {"log", console_print, 0, NATIVE_METHOD, STREAM_OUT},
    {"warn", console_print, 0, NATIVE_METHOD, STREAM_ERROR},
    {"dir", console_dir, 0},
    {"trace", console_trace, 0},
    {"assert", console_assert, 0},
    {"clear", console_clear, 0},
    {"group", console_group, 0},
    {"groupEnd", console_group_end, 0},
    {"table", console_table, 1},
    {"debug", console_print, 0, NATIVE_METHOD, STREAM_OUT},
    {"info", console_print, 0, NATIVE_METHOD, STREAM_OUT},
    {"dirxml", console_print, 0, NATIVE_METHOD, STREAM_OUT},
    {"error", console_print, 0, NATIVE_METHOD, STREAM_ERROR},
    {"groupCollapsed", console_group, 0},
};

void console_open(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *console = object_new_plain(isolate);
  object_set_c(isolate, isolate->global, "console", value_from_cell(console),
               ATTRIBUTES_HIDDEN);
  library_add_functions(vm, console, functions, ARRAY_COUNT(functions));
  console_open_labels(vm, console);
  library_add_tag(vm, console, "console");
}

static void free_labels(ConsoleLabels *labels) {
  for (u32 i = 0; i < labels->count; i++)
    free(labels->items[i].text);
  vector_free(labels);
}

void console_free(Console *console) {
  free_lines(console, console->lines.count);
  vector_free(&console->lines);
  free_labels(&console->counters);
  free_labels(&console->timers);
}
