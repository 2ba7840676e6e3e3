/* console_labels.c - counters and timers, which go by a label. */
#include <stdlib.h>

#include "base/number.h"
#include "host/console.h"

/* ---- Labels ------------------------------------------------------------- */

/* Appends the label that a call names: ToString of its first argument. */
static bool read_label(VM *vm, Call *call, Buffer *label) {
  Value value = call_argument(call, 0);
  buffer_text(label, "");
  if (value_is_undefined(value)) {
    buffer_text(label, "default");
    return true;
  }
  String *text = vm_to_string(vm, value);
  if (text) string_append_text(text, label);
  return text;
}

static ConsoleLabel *find_label(ConsoleLabels *labels, const Buffer *label) {
  for (u32 i = 0; i < labels->count; i++)
    if (!strcmp(labels->items[i].text, label->bytes)) return &labels->items[i];
  return NULL;
}

static ConsoleLabel *add_label(ConsoleLabels *labels, const Buffer *label) {
  char *text = base_copy(label->bytes, label->length + 1);
  vector_push(labels, ((ConsoleLabel){text, 0}));
  return vector_last(labels);
}

static void remove_label(ConsoleLabels *labels, ConsoleLabel *label) {
  free(label->text);
  *label = vector_pop(labels);
}

static void warn_about(VM *vm, const char *format, const Buffer *label,
                       const char *method) {
  Buffer text = {};
  const char *hole = strstr(format, "%s");
  buffer_append(&text, format, (size_t)(hole - format));
  buffer_append(&text, label->bytes, label->length);
  buffer_text(&text, hole + 2);
  buffer_text(&text, method);
  console_warn(vm, text.bytes);
  buffer_free(&text);
}

/* ---- Counters ----------------------------------------------------------- */

static bool count(VM *vm, Call *call) {
  ConsoleLabels *counters = &host_console(vm)->counters;
  Buffer label = {};
  bool ok = read_label(vm, call, &label);
  if (ok) {
    ConsoleLabel *counter = find_label(counters, &label);
    if (!counter) counter = add_label(counters, &label);
    counter->value++;
    buffer_format(&label, ": %llu", (unsigned long long)counter->value);
    console_write(vm, STREAM_OUT, label.bytes, label.length);
  }
  buffer_free(&label);
  return ok;
}

static bool count_reset(VM *vm, Call *call) {
  ConsoleLabels *counters = &host_console(vm)->counters;
  Buffer label = {};
  bool ok = read_label(vm, call, &label);
  if (ok) {
    ConsoleLabel *counter = find_label(counters, &label);
    if (counter)
      remove_label(counters, counter);
    else
      warn_about(vm, "Count for '%s' does not exist", &label, "");
  }
  buffer_free(&label);
  return ok;
}

/* ---- Timers ------------------------------------------------------------- */

static void put_fixed(double number, int digits, Buffer *out) {
  char text[NUMBER_TEXT_BYTES];
  number_to_fixed(number, digits, text);
  buffer_text(out, text);
}

/* "1:02:03.456 (h:mm:ss.mmm)", "2:03.456 (m:ss.mmm)". */
static void put_clock(double ms, Buffer *out) {
  u64 hours = (u64)(ms / 3600000);
  double minutes = (double)(u64)((ms - (double)hours * 3600000) / 60000);
  double seconds = (ms - (double)hours * 3600000 - minutes * 60000) / 1000;
  char text[NUMBER_TEXT_BYTES];
  number_to_fixed(seconds, 3, text);
  if (hours)
    buffer_format(out, "%llu:%02.0f:", (unsigned long long)hours, minutes);
  else
    buffer_format(out, "%.0f:", minutes);
  if (seconds < 10 && text[1] == '.') buffer_byte(out, '0');
  buffer_format(out, "%s (%sm:ss.mmm)", text, hours ? "h:m" : "");
}

static void put_duration(double ms, Buffer *out) {
  if (ms >= 60000) {
    put_clock(ms, out);
  } else if (ms >= 1000) {
    put_fixed(ms / 1000, 3, out);
    buffer_byte(out, 's');
  } else {
    /* at most three decimals, without zeros at the end */
    Buffer fixed = {};
    put_fixed(ms, 3, &fixed);
    while (fixed.bytes[fixed.length - 1] == '0')
      fixed.length--;
    if (fixed.bytes[fixed.length - 1] == '.') fixed.length--;
    buffer_append(out, fixed.bytes, fixed.length);
    buffer_text(out, "ms");
    buffer_free(&fixed);
  }
}

static bool time_start(VM *vm, Call *call) {
  ConsoleLabels *timers = &host_console(vm)->timers;
  Buffer label = {};
  bool ok = read_label(vm, call, &label);
  if (ok) {
    if (find_label(timers, &label))
      warn_about(vm, "Label '%s' already exists for console.time()", &label,
                 "");
    else
      add_label(timers, &label)->value = vm_now_ns(vm);
  }
  buffer_free(&label);
  return ok;
}

/* The values behind the label come behind the time. */
static bool print_time(VM *vm, Call *call, Buffer *label, u64 start) {
  double ms = (double)(vm_now_ns(vm) - start) / 1e6;
  buffer_text(label, ": ");
  put_duration(ms, label);
  bool ok = true;
  bool logs = library_native(call)->magic == 0;
  if (logs && call->count > 1) {
    buffer_byte(label, ' ');
    ok = console_format(vm, call->arguments + 1, call->count - 1, label);
  }
  if (ok) console_write(vm, STREAM_OUT, label->bytes, label->length);
  return ok;
}

/* timeLog and timeEnd. */
static bool time_print(VM *vm, Call *call) {
  ConsoleLabels *timers = &host_console(vm)->timers;
  bool ends = library_native(call)->magic;
  Buffer label = {};
  bool ok = read_label(vm, call, &label);
  if (ok) {
    ConsoleLabel *timer = find_label(timers, &label);
    if (timer) {
      u64 start = timer->value;
      if (ends) remove_label(timers, timer);
      ok = print_time(vm, call, &label, start);
    } else {
      warn_about(vm, "No such label '%s' for console.", &label,
                 ends ? "timeEnd()" : "timeLog()");
    }
  }
  buffer_free(&label);
  return ok;
}

static const NativeEntry functions[] = {
    {"count", count, 0},
    {"countReset", count_reset, 0},
    {"time", time_start, 0},
    {"timeLog", time_print, 0, NATIVE_METHOD, 0},
    {"timeEnd", time_print, 0, NATIVE_METHOD, 1},
};

void console_open_labels(VM *vm, Object *console) {
  library_add_functions(vm, console, functions, ARRAY_COUNT(functions));
}
