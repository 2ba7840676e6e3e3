/* regexp.c - making the cells of regular expressions. */
#include "object/regexp.h"

#include <stdlib.h>

#include "object/internal.h"

/* ---- Code --------------------------------------------------------------- */

RegexpCode *regexp_code_new(Isolate *isolate, String *source, u8 flags) {
  RegexpCode *code = (RegexpCode *)heap_allocate_keeping(
      &isolate->heap, KIND_REGEXP_CODE, sizeof *code, value_from_cell(source),
      (Value){}, (Value){});
  code->cell.flags = flags;
  code->source = source;
  code->program = NULL;
  code->names = VALUE_UNDEFINED;
  code->groups_shape = NULL;
  return code;
}

u64 regexp_code_external(const Cell *cell) {
  const RegexpCode *code = (const RegexpCode *)cell;
  return code->program ? regexp_bytes(code->program) : 0;
}

void regexp_code_finalize(Heap *heap, Cell *cell) {
  RegexpCode *code = (RegexpCode *)cell;
  if (!code->program) return;
  heap_external(heap, -(i64)regexp_code_external(cell));
  regexp_free(code->program);
}

/* The text as UTF-16; `*copy` is what the caller frees. */
static const u16 *source_units(const String *source, u16 **copy) {
  *copy = NULL;
  if (!string_is_latin1(source)) return source->utf16;
  *copy = base_allocate((source->length + 1) * sizeof **copy);
  for (u32 i = 0; i < source->length; i++)
    (*copy)[i] = source->latin1[i];
  return *copy;
}

bool regexp_check_source(const String *source, u8 flags, RegexpError *error) {
  u16 *copy;
  const u16 *units = source_units(source, &copy);
  bool result = regexp_check(units, source->length, flags, error);
  free(copy);
  return result;
}

/* Pairs of an atom and a number. */
static void make_names(Isolate *isolate, RegexpCode *code) {
  u32 count;
  const RegexpName *names = regexp_names(code->program, &count);
  if (!count) return;
  ROOT_CELL(&isolate->heap, Object, list, array_new(isolate, 2 * count));
  for (u32 i = 0; list && i < count; i++) {
    String *text = string_from_utf16(isolate, names[i].units, names[i].length);
    ROOT(&isolate->heap, name, value_from_cell(string_intern(isolate, text)));
    array_push(isolate, list, name);
    array_push(isolate, list, value_from_u32(names[i].group));
  }
  if (list)
    cell_write(&isolate->heap, code, &code->names, value_from_cell(list));
}

const RegexpProgram *regexp_code_program(Isolate *isolate, RegexpCode *code) {
  if (likely(code->program != NULL)) return code->program;
  u16 *copy;
  RegexpError error;
  const u16 *units = source_units(code->source, &copy);
  code->program =
      regexp_compile(units, code->source->length, code->cell.flags, &error);
  free(copy);
  assert(code->program);
  heap_external(&isolate->heap, (i64)regexp_bytes(code->program));
  make_names(isolate, code);
  return code->program;
}

/* ---- For people --------------------------------------------------------- */

constexpr size_t SHOWN_BYTES = 120;

void regexp_append_flags(u8 flags, Buffer *out) {
  static const char letters[] = "dgimsuvy"; /* in the order of the bits */
  for (u32 i = 0; i < 8; i++)
    if (flags >> i & 1) buffer_byte(out, letters[i]);
}

void regexp_append_text(const RegexpCode *code, Buffer *out) {
  Buffer source = {};
  string_append_text(code->source, &source);
  size_t shown = source.length;
  if (shown > SHOWN_BYTES) {
    shown = SHOWN_BYTES;
    while (((u8)source.bytes[shown] & 0xC0) == 0x80)
      shown--;
  }
  buffer_byte(out, '/');
  buffer_append(out, source.bytes ? source.bytes : "", shown);
  buffer_text(out, shown < source.length ? "…/" : "/");
  regexp_append_flags(code->cell.flags, out);
  buffer_free(&source);
}

/* ---- Objects ------------------------------------------------------------ */

Shape *regexp_shape_for(Isolate *isolate, Value prototype) {
  return shape_add(isolate, shape_empty(isolate, prototype, 1),
                   ATOM_KEY(isolate, lastIndex), ATTRIBUTE_WRITABLE);
}

RegexpObject *regexp_new(Isolate *isolate, Shape *shape, RegexpCode *code) {
  ROOT_CELL(&isolate->heap, RegexpCode, kept, code);
  RegexpObject *regexp = (RegexpObject *)object_new_kind(
      isolate, KIND_REGEXP, shape,
      sizeof(RegexpObject) - sizeof regexp->last_index);
  regexp->last_index = value_from_int(0);
  regexp->code = kept;
  regexp->is_plain = true;
  return regexp;
}

/* ---- Matches ------------------------------------------------------------ */

Shape *regexp_match_shape_new(Isolate *isolate) {
  Value prototype = value_from_cell(INTRINSIC(isolate, array_prototype));
  Shape *shape = shape_add(isolate, shape_empty(isolate, prototype, 4),
                           ATOM_KEY(isolate, length),
                           ATTRIBUTE_WRITABLE | ATTRIBUTE_WATCHED);
  shape =
      shape_add(isolate, shape, ATOM_KEY(isolate, index), ATTRIBUTES_DEFAULT);
  shape =
      shape_add(isolate, shape, ATOM_KEY(isolate, input), ATTRIBUTES_DEFAULT);
  return shape_add(isolate, shape, ATOM_KEY(isolate, groups),
                   ATTRIBUTES_DEFAULT);
}

Object *regexp_match_new(Isolate *isolate, u32 count, u32 index, String *input,
                         Value groups) {
  ROOT_CELL(&isolate->heap, String, kept_input, input);
  ROOT(&isolate->heap, kept_groups, groups);
  ROOT_CELL(&isolate->heap, Elements, elements, elements_new(isolate, count));
  if (!elements) return NULL;
  for (u32 i = 0; i < count; i++)
    elements->values[i] = VALUE_UNDEFINED;
  elements->cell.flags = ELEMENTS_PACKED;
  elements->length = count;
  Object *match = object_new_kind(isolate, KIND_ARRAY, isolate->match_shape,
                                  sizeof(Object));
  match->elements = elements;
  match->inline_slots[0] = value_from_u32(count);
  match->inline_slots[1] = value_from_u32(index);
  match->inline_slots[2] = value_from_cell(kept_input);
  match->inline_slots[3] = kept_groups;
  return match;
}
