/* json_parse.c - from JSON text to values.
 *
 * The reading functions are written once and inlined into two copies, one for
 * Latin-1 text and one for UTF-16: `wide` is a constant in each.
 */
#include "base/number.h"
#include "library/json.h"

#include <math.h>

/* ---- The stack ---------------------------------------------------------- */

static size_t stack_bytes(u32 capacity) {
  return sizeof(JsonStack) + (size_t)capacity * sizeof(Value);
}

JsonStack *json_stack_new(VM *vm, u32 capacity) {
  size_t bytes = stack_bytes(capacity);
  if (bytes > HEAP_SMALL_BYTES && !heap_can_allocate(&vm->isolate.heap, bytes))
    return NULL;
  JsonStack *stack =
      (JsonStack *)heap_allocate(&vm->isolate.heap, KIND_ELEMENTS, bytes);
  if (!stack) return NULL;
  stack->cell.flags = ELEMENTS_HOLEY;
  stack->capacity = capacity;
  stack->length = 0;
  return stack;
}

bool json_stack_grow(VM *vm, JsonStack **stack) {
  u32 length = (*stack)->length;
  JsonStack *larger = json_stack_new(vm, 2 * (*stack)->capacity);
  if (!larger) return vm_throw_memory(vm);
  memcpy(larger->values, (*stack)->values, length * sizeof(Value));
  larger->length = length;
  *stack = larger;
  return true;
}

/* `value` is rooted by nobody while the stack grows, so it is pushed first. */
ALWAYS_INLINE bool push(VM *vm, JsonStack **stack, Value value) {
  JsonStack *top = *stack;
  json_stack_push(vm, top, value);
  return likely(top->length < top->capacity) || json_stack_grow(vm, stack);
}

/* ---- Reading units ------------------------------------------------------ */

ALWAYS_INLINE u32 unit_at(const JsonParser *parser, u32 at, bool wide) {
  return wide ? parser->text->utf16[at] : parser->text->latin1[at];
}

/* The unit at the cursor, or 0 at the end (which is no token either). */
ALWAYS_INLINE u32 peek(const JsonParser *parser, bool wide) {
  return likely(parser->at < parser->length) ? unit_at(parser, parser->at, wide)
                                             : 0;
}

ALWAYS_INLINE u32 peek_token(JsonParser *parser, bool wide) {
  u32 unit = peek(parser, wide);
  while (unit == ' ' || unit == '\n' || unit == '\r' || unit == '\t') {
    parser->at++;
    unit = peek(parser, wide);
  }
  return unit;
}

ALWAYS_INLINE bool is_digit(u32 unit) {
  return unit - '0' < 10;
}

/* ---- Strings ------------------------------------------------------------ */

/* The index of the first quote, backslash or control unit at or after `at`;
 * eight bytes at a time in Latin-1. */
ALWAYS_INLINE u32 find_special(const JsonParser *parser, u32 at, bool wide) {
  constexpr u64 ones = 0x0101010101010101, highs = 0x8080808080808080;
  if (!wide) {
    const u8 *bytes = parser->text->latin1;
    for (; at + 8 <= parser->length; at += 8) {
      u64 word, quotes, slashes;
      memcpy(&word, bytes + at, 8);
      quotes = word ^ ones * '"';
      slashes = word ^ ones * '\\';
      u64 found = ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes) |
                  ((word - ones * ' ') & ~word);
      found &= highs;
      if (found) return at + (u32)__builtin_ctzll(found) / 8;
    }
  }
  for (; at < parser->length; at++) {
    u32 unit = unit_at(parser, at, wide);
    if (unit == '"' || unit == '\\' || unit < ' ') break;
  }
  return at;
}

static u32 hex_digit(u32 unit) {
  if (is_digit(unit)) return unit - '0';
  u32 letter = unit | 32;
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : 16;
}

/* The four digits behind \u; the cursor is at the first. */
static bool read_hex(JsonParser *parser, u32 *unit) {
  *unit = 0;
  for (u32 i = 0; i < 4; i++, parser->at++) {
    u32 digit = parser->at < parser->length
                    ? hex_digit(string_unit(parser->text, parser->at))
                    : 16;
    if (digit == 16) return json_fail(parser, JSON_ERROR_UNICODE);
    *unit = *unit * 16 + digit;
  }
  return true;
}

/* One escape; the cursor is at the backslash. */
static bool read_escape(JsonParser *parser, StringBuilder *out) {
  if (++parser->at >= parser->length)
    return json_fail(parser, JSON_ERROR_TOKEN);
  u32 unit = string_unit(parser->text, parser->at);
  switch (unit) {
  case '"':
  case '\\':
  case '/': break;
  case 'b': unit = '\b'; break;
  case 'f': unit = '\f'; break;
  case 'n': unit = '\n'; break;
  case 'r': unit = '\r'; break;
  case 't': unit = '\t'; break;
  case 'u':
    parser->at++;
    if (!read_hex(parser, &unit)) return false;
    builder_unit(out, unit);
    return true;
  default:
    return json_fail(parser, unit < 256 ? JSON_ERROR_ESCAPE : JSON_ERROR_TOKEN);
  }
  parser->at++;
  builder_unit(out, unit);
  return true;
}

/* Reads on from `start` to the closing quote, escapes and all. */
ALWAYS_INLINE bool read_pieces(JsonParser *parser, u32 start, bool wide,
                               StringBuilder *out) {
  for (;;) {
    u32 end = find_special(parser, start, wide);
    builder_slice(out, parser->text, start, end);
    parser->at = end;
    if (end == parser->length)
      return json_fail(parser, JSON_ERROR_UNTERMINATED);
    u32 unit = unit_at(parser, end, wide);
    if (unit == '"') {
      parser->at++;
      return true;
    }
    if (unit != '\\') return json_fail(parser, JSON_ERROR_CONTROL);
    if (!read_escape(parser, out)) return false;
    start = parser->at;
  }
}

ALWAYS_INLINE String *read_escaped(JsonParser *parser, u32 start, bool wide) {
  StringBuilder builder = {};
  if (!read_pieces(parser, start, wide, &builder)) {
    builder_free(&builder);
    return NULL;
  }
  String *result = builder_finish(&parser->vm->isolate, &builder);
  if (!result) vm_throw_memory(parser->vm);
  return result;
}

/* Reads a string; the cursor is at its opening quote. NULL: threw. */
ALWAYS_INLINE String *read_string(JsonParser *parser, bool wide) {
  u32 start = parser->at + 1, end = find_special(parser, start, wide);
  if (unlikely(end == parser->length) || unit_at(parser, end, wide) != '"')
    return read_escaped(parser, start, wide);
  parser->at = end + 1;
  Isolate *isolate = &parser->vm->isolate;
  String *result =
      wide
          ? string_from_utf16(isolate, parser->text->utf16 + start, end - start)
          : string_from_latin1(isolate, parser->text->latin1 + start,
                               end - start);
  if (unlikely(!result)) vm_throw_memory(parser->vm);
  return result;
}

/* ---- Keys --------------------------------------------------------------- */

/* Keys repeat, so recent ones are found without hashing or allocating: in a
 * small table of atoms, by length and three units. */
constexpr u32 KEY_CACHE = 64;

ALWAYS_INLINE Value *cached_key(JsonParser *parser, const u8 *bytes,
                                u32 length) {
  u32 hash =
      length + bytes[0] * 7u + bytes[length - 1] * 31u + bytes[length / 2] * 3u;
  return &parser->keys->values[hash % KEY_CACHE];
}

static bool intern_key(JsonParser *parser, String *text, Key *key) {
  KEEP(parser->vm, value, value_from_cell(text));
  return key_from_string(&parser->vm->isolate, value, key) ||
         vm_throw_memory(parser->vm);
}

/* The key whose opening quote is at the cursor. */
ALWAYS_INLINE bool read_key(JsonParser *parser, bool wide, Key *key) {
  u32 start = parser->at + 1;
  Value *cached = NULL;
  if (!wide) {
    u32 end = find_special(parser, start, false);
    const u8 *bytes = parser->text->latin1 + start;
    if (end < parser->length && bytes[end - start] == '"' && end > start) {
      cached = cached_key(parser, bytes, end - start);
      String *atom = (String *)value_to_cell(*cached);
      if (value_is_cell(*cached) && atom->length == end - start &&
          !memcmp(atom->latin1, bytes, end - start)) {
        parser->at = end + 1;
        *key = key_from_atom(atom);
        return true;
      }
    }
  }
  String *text = read_string(parser, wide);
  if (!text || !intern_key(parser, text, key)) return false;
  if (cached && !key_is_index(*key))
    cell_write(&parser->vm->isolate.heap, parser->keys, cached,
               value_from_cell(key_cell(*key)));
  return true;
}

/* ---- Numbers ------------------------------------------------------------ */

ALWAYS_INLINE void skip_digits(JsonParser *parser, bool wide) {
  while (is_digit(peek(parser, wide)))
    parser->at++;
}

/* Moves the cursor past a number and checks its form. */
ALWAYS_INLINE bool scan_number(JsonParser *parser, bool wide,
                               bool *is_integer) {
  *is_integer = true;
  if (peek(parser, wide) == '-') parser->at++;
  if (!is_digit(peek(parser, wide))) return json_fail(parser, JSON_ERROR_MINUS);
  bool zero = peek(parser, wide) == '0';
  parser->at++;
  if (zero && is_digit(peek(parser, wide)))
    return json_fail(parser, JSON_ERROR_TOKEN);
  skip_digits(parser, wide);
  if (peek(parser, wide) == '.') {
    *is_integer = false;
    parser->at++;
    if (!is_digit(peek(parser, wide)))
      return json_fail(parser, JSON_ERROR_FRACTION);
    skip_digits(parser, wide);
  }
  if ((peek(parser, wide) | 32) == 'e') {
    *is_integer = false;
    parser->at++;
    u32 sign = peek(parser, wide);
    if (sign == '+' || sign == '-') parser->at++;
    if (!is_digit(peek(parser, wide)))
      return json_fail(parser, JSON_ERROR_EXPONENT);
    skip_digits(parser, wide);
  }
  return true;
}

/* Digits and a point, up to 15 digits: the quotient of two exact doubles is
 * the nearest double. False for any other form. */
ALWAYS_INLINE bool convert_short(const JsonParser *parser, u32 start, bool wide,
                                 double *result) {
  static const double powers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                  1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  if (parser->at - start > 16) return false;
  bool negative = unit_at(parser, start, wide) == '-';
  u64 mantissa = 0;
  u32 point = parser->at - 1, digits = 0;
  for (u32 i = start + negative; i < parser->at; i++) {
    u32 unit = unit_at(parser, i, wide);
    if (is_digit(unit)) {
      mantissa = mantissa * 10 + unit - '0';
      digits++;
    } else if (unit == '.') {
      point = i;
    } else {
      return false; /* an exponent */
    }
  }
  if (digits > 15) return false;
  double value = (double)mantissa / powers[parser->at - 1 - point];
  *result = negative ? -value : value;
  return true;
}

static double convert_long(const JsonParser *parser, u32 start) {
  Buffer digits = {};
  for (u32 i = start; i < parser->at; i++)
    buffer_byte(&digits, (char)string_unit(parser->text, i));
  size_t used;
  double value = number_parse_decimal(digits.bytes, digits.length, &used);
  assert(used == digits.length);
  buffer_free(&digits);
  return value;
}

ALWAYS_INLINE bool read_number(JsonParser *parser, bool wide, Value *result) {
  u32 start = parser->at;
  bool is_integer;
  if (!scan_number(parser, wide, &is_integer)) return false;
  if (is_integer && parser->at - start < 10 &&
      unit_at(parser, start, wide) != '-') {
    u32 integer = 0;
    for (u32 i = start; i < parser->at; i++)
      integer = integer * 10 + unit_at(parser, i, wide) - '0';
    *result = value_from_int((i32)integer);
    return true;
  }
  double number;
  if (!convert_short(parser, start, wide, &number))
    number = convert_long(parser, start);
  *result = value_from_number(number);
  return true;
}

/* ---- Words -------------------------------------------------------------- */

static bool read_word(JsonParser *parser, const char *word, Value value,
                      Value *result) {
  for (; *word; word++, parser->at++)
    if (parser->at == parser->length ||
        string_unit(parser->text, parser->at) != (u8)*word)
      return json_fail(parser, JSON_ERROR_TOKEN);
  *result = value;
  return true;
}

ALWAYS_INLINE bool read_scalar(JsonParser *parser, u32 unit, bool wide,
                               Value *result) {
  if (unit == '"') {
    String *string = read_string(parser, wide);
    *result = value_from_cell(string);
    return string;
  }
  if (unit == '-' || is_digit(unit)) return read_number(parser, wide, result);
  if (unit == 't') return read_word(parser, "true", VALUE_TRUE, result);
  if (unit == 'f') return read_word(parser, "false", VALUE_FALSE, result);
  if (unit == 'n') return read_word(parser, "null", VALUE_NULL, result);
  return json_fail(parser, JSON_ERROR_TOKEN);
}

/* ---- Containers --------------------------------------------------------- */

/* The keys of one object that go along plain transitions; more make it a
 * dictionary sooner or later. */
constexpr u32 SHAPED_MAX = 64;

/* The Shape of a plain object with these keys (every second value), or NULL
 * when some key is an index or comes twice. */
static Shape *find_shape(VM *vm, const Value *entries, u32 count) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Shape, shape, isolate->plain_shape);
  for (u32 i = 0; i < count; i++) {
    Key key = value_bits_key(entries[2 * i]);
    Shape *child = (Shape *)shape->transitions;
    if (likely(child && child->cell.kind == KIND_SHAPE &&
               key_equals(child->key, key) &&
               child->attributes == ATTRIBUTES_DEFAULT)) {
      shape = child;
      continue;
    }
    ShapeProperty twin;
    if (key_is_index(key) || shape_find(isolate, shape, key, &twin))
      return NULL;
    shape = shape_add(isolate, shape, key, ATTRIBUTES_DEFAULT);
  }
  return shape;
}

static Object *build_shaped(VM *vm, Shape *shape, const Value *entries,
                            u32 count) {
  Object *object = object_new(&vm->isolate, shape);
  u32 inline_count = object->cell.info < count ? object->cell.info : count;
  for (u32 i = 0; i < inline_count; i++)
    object->inline_slots[i] = entries[2 * i + 1];
  for (u32 i = inline_count; i < count; i++)
    object_write_slot(&vm->isolate.heap, object, i, entries[2 * i + 1]);
  return object;
}

/* Defines one property after the other: later twins win. */
static Object *build_slowly(VM *vm, const Value *entries, u32 count) {
  KEEP_CELL(vm, Object, object, object_new_plain(&vm->isolate));
  for (u32 i = 0; i < count; i++)
    if (!object_define(&vm->isolate, object, value_bits_key(entries[2 * i]),
                       entries[2 * i + 1], ATTRIBUTES_DEFAULT))
      return NULL;
  return object;
}

/* A container from the `length` topmost values, which stay on their stack (and
 * so stay rooted) until it is done. NULL: no memory. */
static Object *build(VM *vm, const Value *values, u32 length, bool is_array) {
  if (is_array) return array_from_values(&vm->isolate, values, length);
  u32 count = length / 2;
  if (count <= SHAPED_MAX) {
    Shape *shape = find_shape(vm, values, count);
    if (likely(shape)) return build_shaped(vm, shape, values, count);
  }
  return build_slowly(vm, values, count);
}

/* ---- Records for revivers ----------------------------------------------- */

/* parser->record = [value, detail]. */
static bool make_record(JsonParser *parser, Value value, Value detail) {
  VM *vm = parser->vm;
  KEEP(vm, first, value);
  KEEP(vm, second, detail);
  Value pair[] = {first, second};
  Object *record = array_from_values(&vm->isolate, pair, 2);
  if (!record) return vm_throw_memory(vm);
  parser->record = value_from_cell(record);
  return true;
}

static bool record_scalar(JsonParser *parser, Value value) {
  KEEP(parser->vm, kept, value);
  String *source = string_slice(&parser->vm->isolate, parser->text,
                                parser->start, parser->at);
  if (!source) return vm_throw_memory(parser->vm);
  return make_record(parser, kept, value_from_cell(source));
}

static bool record_container(JsonParser *parser, JsonFrame frame,
                             Value container) {
  KEEP(parser->vm, kept, container);
  JsonStack *records = parser->records;
  Object *children = build(parser->vm, records->values + frame.base,
                           records->length - frame.base, frame.is_array);
  if (!children) return vm_throw_memory(parser->vm);
  json_stack_drop(parser->vm, parser->records, frame.base);
  return make_record(parser, kept, value_from_cell(children));
}

/* ---- The loop ----------------------------------------------------------- */

static void open_container(JsonParser *parser, bool is_array) {
  JsonFrame frame = {parser->values->length, is_array};
  parser->at++;
  vector_push(&parser->frames, frame);
}

/* The innermost container is complete: parser->result. */
static bool close_container(JsonParser *parser) {
  JsonFrame frame = vector_pop(&parser->frames);
  JsonStack *values = parser->values;
  parser->at++;
  Object *container = build(parser->vm, values->values + frame.base,
                            values->length - frame.base, frame.is_array);
  if (unlikely(!container)) return vm_throw_memory(parser->vm);
  parser->result = value_from_cell(container);
  json_stack_drop(parser->vm, values, frame.base);
  return likely(!parser->records) ||
         record_container(parser, frame, parser->result);
}

/* Puts what is complete on the stack of its container. */
ALWAYS_INLINE bool push_result(JsonParser *parser) {
  if (!push(parser->vm, &parser->values, parser->result)) return false;
  return likely(!parser->records) ||
         push(parser->vm, &parser->records, parser->record);
}

/* A key and its colon. The first key of an object has messages of its own. */
ALWAYS_INLINE bool read_entry_start(JsonParser *parser, bool is_first,
                                    bool wide) {
  if (peek_token(parser, wide) != '"')
    return json_fail(parser,
                     is_first ? JSON_ERROR_FIRST_NAME : JSON_ERROR_NAME);
  Key key;
  if (!read_key(parser, wide, &key) ||
      !push(parser->vm, &parser->values, key_bits_value(key)))
    return false;
  if (parser->records &&
      !push(parser->vm, &parser->records, key_bits_value(key)))
    return false;
  if (unlikely(peek_token(parser, wide) != ':'))
    return json_fail(parser, is_first ? JSON_ERROR_COLON : JSON_ERROR_TOKEN);
  parser->at++;
  return true;
}

/* Reads down to the first value that is complete: parser->result. */
ALWAYS_INLINE bool read_value(JsonParser *parser, bool wide) {
  for (;;) {
    u32 unit = peek_token(parser, wide);
    if (unit == '[') {
      open_container(parser, true);
      if (peek_token(parser, wide) == ']') return close_container(parser);
    } else if (unit == '{') {
      open_container(parser, false);
      if (peek_token(parser, wide) == '}') return close_container(parser);
      if (!read_entry_start(parser, true, wide)) return false;
    } else {
      parser->start = parser->at;
      return read_scalar(parser, unit, wide, &parser->result) &&
             (likely(!parser->records) ||
              record_scalar(parser, parser->result));
    }
  }
}

/* Behind a value inside a container: closes all that end here; `*more` when
 * another value must follow. */
ALWAYS_INLINE bool read_separator(JsonParser *parser, bool wide, bool *more) {
  while (parser->frames.count) {
    bool is_array = vector_last(&parser->frames)->is_array;
    if (!push_result(parser)) return false;
    u32 unit = peek_token(parser, wide);
    *more = unit == ',';
    if (*more) {
      parser->at++;
      return is_array || read_entry_start(parser, false, wide);
    }
    if (unlikely(unit != (is_array ? ']' : '}')))
      return json_fail(parser,
                       is_array ? JSON_ERROR_ITEM_END : JSON_ERROR_ENTRY_END);
    if (!close_container(parser)) return false;
  }
  *more = false;
  return true;
}

ALWAYS_INLINE bool parse_text(JsonParser *parser, bool wide) {
  for (bool more = true; more;)
    if (!vm_check(parser->vm) || !read_value(parser, wide) ||
        !read_separator(parser, wide, &more))
      return false;
  peek_token(parser, wide);
  return parser->at == parser->length || json_fail(parser, JSON_ERROR_TRAILING);
}

bool json_parse(JsonParser *parser) {
  VM *vm = parser->vm;
  KEEP_CELL(vm, JsonStack, keys, json_stack_new(vm, KEY_CACHE));
  for (u32 i = 0; i < KEY_CACHE; i++)
    keys->values[i] = VALUE_UNDEFINED;
  keys->length = KEY_CACHE;
  parser->keys = keys;
  parser->length = parser->text->length;
  bool ok = string_is_latin1(parser->text) ? parse_text(parser, false)
                                           : parse_text(parser, true);
  vector_free(&parser->frames);
  return ok;
}
