/* inspect_error.c - errors: their stack, with the name mended, and without the
 * frames that a cause repeats. */
#include "host/inspect_parts.h"

constexpr u32 REPEATED_MIN = 4; /* fewer equal frames are not worth a note */

bool inspect_is_error(Inspector *inspector, Object *object) {
  Isolate *isolate = &inspector->vm->isolate;
  if (object->cell.kind == KIND_ERROR) return true;
  for (Value at = object_prototype(isolate, object); value_is_object(at);
       at = object_prototype(isolate, value_to_object(at)))
    if (value_to_object(at) == INTRINSIC(isolate, error_prototype)) return true;
  return false;
}

/* ---- Reading an error --------------------------------------------------- */

static bool get(Inspector *inspector, Object *object, const char *name,
                Value *value) {
  VM *vm = inspector->vm;
  KEEP_KEY(vm, key, key_from_c(&vm->isolate, name));
  return vm_get(vm, value_from_cell(object), key, value);
}

/* Appends String(value). */
static bool put_text(Inspector *inspector, Value value, Buffer *out) {
  if (value_is_symbol(value)) {
    inspect_primitive(inspector, value, out);
    return true;
  }
  String *text = vm_to_string(inspector->vm, value);
  if (text) string_append_text(text, out);
  return text;
}

/* The stack, or what Error.prototype.toString makes when there is none. */
static bool put_stack(Inspector *inspector, Object *error, Buffer *out) {
  VM *vm = inspector->vm;
  KEEP(vm, stack, VALUE_UNDEFINED);
  if (!get(inspector, error, "stack", &stack)) return false;
  if (vm_to_boolean(stack)) return put_text(inspector, stack, out);
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, text, VALUE_UNDEFINED);
  return get(inspector, INTRINSIC(&vm->isolate, error_prototype), "toString",
             &method) &&
         vm_call(vm, method, value_from_cell(error), NULL, 0, &text) &&
         put_text(inspector, text, out);
}

static bool put_error_name(Inspector *inspector, Object *error, Buffer *out) {
  KEEP(inspector->vm, name, VALUE_UNDEFINED);
  if (!get(inspector, error, "name", &name)) return false;
  if (!value_is_nullish(name)) return put_text(inspector, name, out);
  buffer_text(out, "Error");
  return true;
}

/* ---- Its properties ----------------------------------------------------- */

static u32 key_place(const Subject *subject, Key key) {
  for (u32 i = 0; i < subject->key_count; i++)
    if (key_equals(library_key_at(subject->keys, i), key)) return i;
  return subject->key_count;
}

static void remove_key(VM *vm, Subject *subject, u32 place) {
  for (u32 i = place + 1; i < subject->key_count; i++)
    library_put_key(vm, subject->keys, i - 1, library_key_at(subject->keys, i));
  subject->key_count--;
}

/* The key is one of the permanent atoms. */
static bool add_key(Inspector *inspector, Subject *subject, Key key) {
  if (key_place(subject, key) < subject->key_count) return true;
  Object *keys = subject->keys;
  if (subject->key_count < library_key_count(keys))
    library_put_key(inspector->vm, keys, subject->key_count, key);
  else if (!array_push(&inspector->vm->isolate, keys, key_bits_value(key)))
    return vm_throw_memory(inspector->vm);
  subject->key_count++;
  return true;
}

/* name, message and stack are not repeated when the stack shows them. */
static bool remove_repeated(Inspector *inspector, Subject *subject,
                            const Buffer *stack) {
  static const char *const names[] = {"name", "message", "stack"};
  VM *vm = inspector->vm;
  for (u32 i = 0; i < ARRAY_COUNT(names); i++) {
    u32 place = key_place(subject, key_from_c(&vm->isolate, names[i]));
    if (inspector->options.show_hidden || place == subject->key_count) continue;
    KEEP(vm, value, VALUE_UNDEFINED);
    Buffer text = {};
    bool ok = get(inspector, subject->object, names[i], &value) &&
              put_text(inspector, value, &text);
    size_t found =
        inspect_find(stack->bytes, stack->length, text.bytes, text.length);
    if (ok && found != SIZE_MAX) remove_key(inspector->vm, subject, place);
    buffer_free(&text);
    if (!ok) return false;
  }
  return true;
}

/* cause, and the errors of an AggregateError, though they are hidden. */
static bool add_hidden(Inspector *inspector, Subject *subject) {
  VM *vm = inspector->vm;
  Isolate *isolate = &vm->isolate;
  bool has_cause, is_array;
  KEEP(vm, errors, VALUE_UNDEFINED);
  if (!vm_has(vm, subject->object, ATOM_KEY(isolate, cause), &has_cause) ||
      (has_cause && !add_key(inspector, subject, ATOM_KEY(isolate, cause))) ||
      !get(inspector, subject->object, "errors", &errors) ||
      !vm_is_array(vm, errors, &is_array))
    return false;
  return !is_array || add_key(inspector, subject, ATOM_KEY(isolate, errors));
}

/* ---- The name in the first line ----------------------------------------- */

static bool starts_with(const Buffer *text, const Buffer *start) {
  return text->length >= start->length &&
         (!start->length || !memcmp(text->bytes, start->bytes, start->length));
}

static bool ends_with(const Buffer *text, const char *end) {
  size_t length = strlen(end);
  return text->length >= length &&
         !memcmp(text->bytes + text->length - length, end, length);
}

/* How much of the stack's start looks like the name of an error. */
static size_t name_in_stack(const Buffer *stack) {
  size_t end = 0;
  while (end < stack->length) {
    char c = stack->bytes[end], letter = (char)(c | 32);
    bool fits = (letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9') ||
                strchr("_ []()-", c);
    if (!c || !fits) break;
    end++;
  }
  bool is_capital = end > 1 && stack->bytes[0] >= 'A' && stack->bytes[0] <= 'Z';
  bool is_followed =
      end < stack->length &&
      (stack->bytes[end] == ':' ||
       !strncmp(stack->bytes + end, "\n    at", strlen("\n    at")));
  if (is_capital && is_followed) return end;
  return end == stack->length && ends_with(stack, "Error") ? end : 0;
}

/* Replaces the first `length` bytes of the stack. */
static void replace_start(Buffer *stack, size_t length, const Buffer *start) {
  Buffer mended = {};
  buffer_append(&mended, start->bytes, start->length);
  buffer_append(&mended, stack->bytes + length, stack->length - length);
  buffer_free(stack);
  *stack = mended;
}

/* The stack names the error by `name`; when its constructor is called
 * otherwise (a class that inherits from Error), that is shown, too. */
static void mend_name(const Subject *subject, const Buffer *name,
                      Buffer *stack) {
  size_t length = name->length;
  char next = stack->length > length ? stack->bytes[length] : 0;
  bool looks_normal = ends_with(name, "Error") && starts_with(stack, name) &&
                      (!next || next == ':' || next == '\n');
  if (subject->has_constructor && !looks_normal) return;
  Buffer fallback = {}, prefix = {};
  if (!subject->has_constructor) {
    length = name_in_stack(stack);
    buffer_append(&fallback, stack->bytes, length);
  }
  if (!fallback.length) buffer_text(&fallback, "Error");
  inspect_prefix(subject, fallback.bytes, "", &prefix);
  prefix.length--; /* the space */
  bool is_same = prefix.length == name->length && starts_with(&prefix, name);
  if (!is_same) {
    bool contains = inspect_find(prefix.bytes, prefix.length, name->bytes,
                                 name->length) != SIZE_MAX;
    if (!contains) {
      buffer_text(&prefix, " [");
      buffer_append(&prefix, name->bytes, name->length);
      buffer_byte(&prefix, ']');
    } else if (!length) {
      buffer_text(&prefix, ": ");
    }
    replace_start(stack, length, &prefix);
  }
  buffer_free(&fallback);
  buffer_free(&prefix);
}

/* ---- Frames ------------------------------------------------------------- */

/* A line of text inside a Buffer. */
typedef struct Line {
  const char *text;
  size_t length;
} Line;
typedef VECTOR(Line) Lines;

static void split_lines(const char *text, size_t length, Lines *lines) {
  const char *end = text + length;
  for (;;) {
    const char *newline = memchr(text, '\n', (size_t)(end - text));
    const char *stop = newline ? newline : end;
    vector_push(lines, ((Line){text, (size_t)(stop - text)}));
    if (!newline) return;
    text = newline + 1;
  }
}

static bool same_line(Line a, Line b) {
  return a.length == b.length && !memcmp(a.text, b.text, a.length);
}

/* Where a run of lines of `frames` begins that stands in `others`, too;
 * `*count` is its length, or 0. */
static u32 find_repeated(const Lines *frames, const Lines *others, u32 *count) {
  for (u32 i = 0; i + REPEATED_MIN <= frames->count + 1; i++) {
    u32 at = 0;
    while (at < others->count &&
           !same_line(frames->items[i], others->items[at]))
      at++;
    u32 length = 0;
    while (i + length < frames->count && at + length < others->count &&
           same_line(frames->items[i + length], others->items[at + length]))
      length++;
    *count = length;
    if (length >= REPEATED_MIN) return i;
  }
  *count = 0;
  return 0;
}

static void put_frames(const Lines *frames, const Lines *others, Buffer *out) {
  u32 repeated, start = find_repeated(frames, others, &repeated);
  for (u32 i = 0; i < frames->count; i++) {
    buffer_byte(out, '\n');
    if (repeated && i == start + 1) {
      buffer_format(out, "    ... %u lines matching cause stack trace ...",
                    repeated - 2);
      i = start + repeated - 2;
      continue;
    }
    buffer_append(out, frames->items[i].text, frames->items[i].length);
  }
}

/* The stack of the error's cause, when that is an error: empty otherwise. */
static bool put_cause_stack(Inspector *inspector, Object *error, Buffer *out) {
  KEEP(inspector->vm, cause, VALUE_UNDEFINED);
  if (!get(inspector, error, "cause", &cause)) {
    if (inspector->vm->is_terminating) return false;
    vm_take_exception(inspector->vm);
    return true;
  }
  return !value_is_object(cause) ||
         !inspect_is_error(inspector, value_to_object(cause)) ||
         put_stack(inspector, value_to_object(cause), out);
}

static const char frame_start[] = "\n    at";

static size_t find_frames(const Buffer *stack, size_t from) {
  size_t found = inspect_find(stack->bytes + from, stack->length - from,
                              frame_start, strlen(frame_start));
  return found == SIZE_MAX ? SIZE_MAX : from + found;
}

/* Appends the stack from its first frame on. */
static bool put_trace(Inspector *inspector, Object *error, const Buffer *stack,
                      size_t start, Buffer *out) {
  Buffer cause = {};
  Lines frames = {}, others = {};
  bool ok = put_cause_stack(inspector, error, &cause);
  size_t other = cause.length ? find_frames(&cause, 0) : SIZE_MAX;
  split_lines(stack->bytes + start + 1, stack->length - start - 1, &frames);
  if (other != SIZE_MAX)
    split_lines(cause.bytes + other + 1, cause.length - other - 1, &others);
  if (ok) put_frames(&frames, &others, out);
  vector_free(&frames);
  vector_free(&others);
  buffer_free(&cause);
  return ok;
}

/* Where the message ends in the stack: frames come behind it. */
static bool find_message_end(Inspector *inspector, Object *error,
                             const Buffer *stack, size_t *end) {
  KEEP(inspector->vm, message, VALUE_UNDEFINED);
  *end = 0;
  if (!get(inspector, error, "message", &message)) return false;
  if (!value_is_string(message)) return true;
  Buffer text = {};
  if (put_text(inspector, message, &text) && text.length) {
    size_t found =
        inspect_find(stack->bytes, stack->length, text.bytes, text.length);
    if (found != SIZE_MAX && found) *end = found + text.length;
  }
  buffer_free(&text);
  return true;
}

/* ---- All of it ---------------------------------------------------------- */

static void put_shifted(const Inspector *inspector, const Buffer *text,
                        Buffer *out) {
  for (size_t i = 0; i < text->length; i++) {
    buffer_byte(out, text->bytes[i]);
    if (text->bytes[i] == '\n') inspect_spaces(out, inspector->indentation);
  }
}

static bool put_error(Inspector *inspector, Subject *subject, Buffer *name,
                      Buffer *stack, Buffer *text) {
  Object *error = subject->object;
  size_t message_end;
  if (!put_error_name(inspector, error, name) ||
      !put_stack(inspector, error, stack) ||
      !remove_repeated(inspector, subject, stack) ||
      !add_hidden(inspector, subject))
    return false;
  mend_name(subject, name, stack);
  if (!find_message_end(inspector, error, stack, &message_end)) return false;
  size_t start = find_frames(stack, message_end);
  if (start == SIZE_MAX) {
    buffer_byte(text, '[');
    buffer_append(text, stack->bytes, stack->length);
    buffer_byte(text, ']');
    return true;
  }
  buffer_append(text, stack->bytes, start);
  return put_trace(inspector, error, stack, start, text);
}

bool inspect_error(Inspector *inspector, Subject *subject) {
  Buffer name = {}, stack = {}, text = {};
  buffer_text(&name, "");
  buffer_text(&stack, "");
  bool ok = put_error(inspector, subject, &name, &stack, &text);
  if (ok) put_shifted(inspector, &text, &subject->base);
  buffer_free(&name);
  buffer_free(&stack);
  buffer_free(&text);
  return ok;
}
