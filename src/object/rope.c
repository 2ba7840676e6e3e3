/* rope.c - concatenation, and making ropes flat.
 *
 * `a + b` costs one small cell however long the texts are; the text is put
 * together once, when somebody first reads it. Ropes may be as deep as a
 * program's loop is long, so nothing here recurses: pending parts lie on a
 * stack of our own. Going through a rope from its end keeps that stack at two
 * for the ropes of `s += x`.
 */
#include "object/isolate.h"

constexpr u32 FLAT_MAX = 24; /* shorter results are copied at once */

typedef VECTOR(Value) Parts;

/* The flat string of a value that is one or became one, else NULL. */
static String *flat_of(Value string) {
  Cell *cell = value_to_cell(string);
  if (cell->kind == KIND_STRING) return (String *)cell;
  Rope *rope = (Rope *)cell;
  return value_is_undefined(rope->right) ? (String *)value_to_cell(rope->left)
                                         : NULL;
}

static void copy_units(String *to, u32 at, const String *from) {
  if (!string_is_latin1(to)) {
    if (!string_is_latin1(from))
      memcpy(to->utf16 + at, from->utf16, (size_t)from->length * 2);
    else
      for (u32 i = 0; i < from->length; i++)
        to->utf16[at + i] = from->latin1[i];
  } else {
    memcpy(to->latin1 + at, from->latin1, from->length);
  }
}

static bool is_latin1(Value string) {
  return value_to_cell(string)->flags & STRING_LATIN1;
}

static NO_INLINE Cell *concat_flat(Isolate *isolate, String *left,
                                   String *right) {
  ROOT_CELL(&isolate->heap, String, a, left);
  ROOT_CELL(&isolate->heap, String, b, right);
  u32 length = a->length + b->length;
  bool narrow = string_is_latin1(a) && string_is_latin1(b);
  String *flat = narrow ? string_new_latin1(isolate, length)
                        : string_new_utf16(isolate, length);
  copy_units(flat, 0, a);
  copy_units(flat, a->length, b);
  return &flat->cell;
}

Cell *string_concat(Isolate *isolate, Value left, Value right) {
  u32 left_length = string_length(left), right_length = string_length(right);
  if (!left_length) return value_to_cell(right);
  if (!right_length) return value_to_cell(left);
  u32 length = left_length + right_length;
  if (length > STRING_MAX_LENGTH) return NULL;
  if (length < FLAT_MAX) /* so both are flat: ropes are longer */
    return concat_flat(isolate, flat_of(left), flat_of(right));
  Rope *rope = (Rope *)heap_allocate_keeping(
      &isolate->heap, KIND_ROPE, sizeof *rope, left, right, (Value){});
  rope->cell.shape = heap_compress(&isolate->heap, isolate->string_shape);
  if (is_latin1(left) && is_latin1(right)) rope->cell.flags = STRING_LATIN1;
  rope->length = length;
  rope->hash = 0;
  rope->left = left;
  rope->right = right;
  return &rope->cell;
}

/* Copies the end of a rope's text, as much as `flat` is long, last part first:
 * all of it, or whole parts. */
static void fill(String *flat, Rope *rope) {
  Parts parts = {};
  u32 end = flat->length;
  vector_push(&parts, value_from_cell(rope));
  while (end) {
    Value part = vector_pop(&parts);
    String *string = flat_of(part);
    if (string) {
      end -= string->length;
      copy_units(flat, end, string);
    } else {
      Rope *inner = (Rope *)value_to_cell(part);
      vector_push(&parts, inner->left);
      vector_push(&parts, inner->right);
    }
  }
  vector_free(&parts);
}

static String *new_for(Isolate *isolate, const Rope *rope, u32 length) {
  return rope->cell.flags & STRING_LATIN1 ? string_new_latin1(isolate, length)
                                          : string_new_utf16(isolate, length);
}

String *string_flatten(Isolate *isolate, Value string) {
  String *flat = flat_of(string);
  if (likely(flat != NULL)) return flat;
  ROOT_CELL(&isolate->heap, Rope, rope, (Rope *)value_to_cell(string));
  flat = new_for(isolate, rope, rope->length);
  if (!flat) return NULL;
  fill(flat, rope);
  cell_write(&isolate->heap, rope, &rope->left, value_from_cell(flat));
  cell_write(&isolate->heap, rope, &rope->right, VALUE_UNDEFINED);
  return flat;
}

/* ---- Single units --------------------------------------------------------
 *
 * To read one unit of `s += x` on every turn of a loop, the text must not be
 * copied each time. A balanced rope is a row of flat parts along its left side,
 * each at least half as long again as what follows it:
 *
 *   ((( 800 | 300 ) | 90 ) | 12 )      a rope of three ropes
 *
 * so there are few of them, and what is appended is copied as often as a number
 * carries when it is counted up.
 */

constexpr u32 BALANCED_MIN = 512; /* shorter texts become flat */

static bool is_balanced(Value string) {
  return value_to_cell(string)->flags & ROPE_BALANCED;
}

/* The part of a rope that stays as it is when everything behind becomes one
 * flat part: the flat string or the balanced rope that it begins with, without
 * those parts that are too short before so long a tail. */
static Value balanced_base(Rope *rope) {
  Value base = rope->left;
  while (!flat_of(base) && !is_balanced(base))
    base = ((Rope *)value_to_cell(base))->left;
  while (!flat_of(base)) {
    Rope *inner = (Rope *)value_to_cell(base);
    u32 tail = rope->length - inner->length;
    if (string_length(inner->right) / 3 * 2 >= tail) break;
    base = inner->left;
  }
  return base;
}

/* Makes a rope balanced, or flat. False: no memory. */
static bool balance(Isolate *isolate, Rope *rope) {
  ROOT_CELL(&isolate->heap, Rope, kept, rope);
  ROOT(&isolate->heap, base, balanced_base(rope));
  u32 tail = kept->length - string_length(base);
  bool is_short = kept->length < BALANCED_MIN ||
                  (flat_of(base) && string_length(base) / 3 * 2 < tail);
  if (is_short) return string_flatten(isolate, value_from_cell(kept));
  String *flat = new_for(isolate, kept, tail);
  if (!flat) return false;
  fill(flat, kept);
  kept->cell.flags |= ROPE_BALANCED;
  cell_write(&isolate->heap, kept, &kept->left, base);
  cell_write(&isolate->heap, kept, &kept->right, value_from_cell(flat));
  return true;
}

bool string_unit_at(Isolate *isolate, Value string, u32 index, u32 *unit) {
  assert(index < string_length(string));
  if (!flat_of(string) && !is_balanced(string) &&
      !balance(isolate, (Rope *)value_to_cell(string)))
    return false;
  String *flat;
  while (!(flat = flat_of(string))) {
    Rope *rope = (Rope *)value_to_cell(string);
    u32 left = string_length(rope->left);
    string = index < left ? rope->left : rope->right;
    if (index >= left) index -= left;
  }
  *unit = string_unit(flat, index);
  return true;
}

/* ---- Comparing without flattening ---------------------------------------- */

/* Walks the flat parts of a string from its beginning. */
typedef struct PartCursor {
  Parts parts;
  const String *part; /* units from `at` on are still to come */
  u32 at;
} PartCursor;

/* Moves to the next part; there is one. */
static void next_part(PartCursor *cursor) {
  for (;;) {
    Value value = vector_pop(&cursor->parts);
    cursor->part = flat_of(value);
    cursor->at = 0;
    if (cursor->part) return;
    Rope *rope = (Rope *)value_to_cell(value);
    vector_push(&cursor->parts, rope->right);
    vector_push(&cursor->parts, rope->left);
  }
}

static void open_cursor(PartCursor *cursor, Value string) {
  *cursor = (PartCursor){};
  vector_push(&cursor->parts, string);
  next_part(cursor);
}

static bool ranges_equal(const String *a, u32 a_at, const String *b, u32 b_at,
                         u32 count) {
  if (string_is_latin1(a) && string_is_latin1(b))
    return !memcmp(a->latin1 + a_at, b->latin1 + b_at, count);
  for (u32 i = 0; i < count; i++)
    if (string_unit(a, a_at + i) != string_unit(b, b_at + i)) return false;
  return true;
}

/* Both have `length` units, at least one. */
static bool parts_equal(PartCursor *a, PartCursor *b, u32 length) {
  for (;;) {
    u32 count = a->part->length - a->at;
    if (count > b->part->length - b->at) count = b->part->length - b->at;
    if (!ranges_equal(a->part, a->at, b->part, b->at, count)) return false;
    a->at += count;
    b->at += count;
    length -= count;
    if (!length) return true;
    if (a->at == a->part->length) next_part(a);
    if (b->at == b->part->length) next_part(b);
  }
}

bool string_values_equal(Isolate *isolate, Value a, Value b) {
  if (value_same_bits(a, b)) return true;
  u32 length = string_length(a);
  if (length != string_length(b)) return false;
  String *flat_a = flat_of(a), *flat_b = flat_of(b);
  if (flat_a && flat_b) return string_equals(flat_a, flat_b);
  PartCursor cursor_a, cursor_b;
  open_cursor(&cursor_a, a);
  open_cursor(&cursor_b, b);
  bool equal = parts_equal(&cursor_a, &cursor_b, length);
  vector_free(&cursor_a.parts);
  vector_free(&cursor_b.parts);
  return equal;
}
