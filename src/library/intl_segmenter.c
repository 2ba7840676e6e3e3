/* intl_segmenter.c - Intl.Segmenter: graphemes, words and sentences of a text.
 *
 * Segments and their iterators have a break iterator of their own, over a copy
 * of the text in the C heap: ICU reads it in place.
 */
#include "library/intl.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utf16.h>

static const char *const granularities[] = {"grapheme", "word", "sentence",
                                            NULL};
constexpr u8 GRANULARITY_WORD = 1;
enum { HANDLE_BREAKS, HANDLE_TEXT };

static void close_breaks(IntlObject *self) {
  if (self->handles[HANDLE_BREAKS]) ubrk_close(self->handles[HANDLE_BREAKS]);
  free(self->handles[HANDLE_TEXT]);
}

static bool segmenter_construct(VM *vm, Call *call) {
  static const char *const keys[] = {NULL};
  static const char *const matchers[] = {"lookup", "best fit", NULL};
  static const UBreakIteratorType types[] = {UBRK_CHARACTER, UBRK_WORD,
                                             UBRK_SENTENCE};
  if (!intl_require_new(vm, call, "Segmenter")) return false;
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, call, INTL_SEGMENTER));
  KEEP(vm, options, VALUE_UNDEFINED);
  IntlLocale locale;
  int matcher = 1, granularity = 0;
  if (!self || !intl_resolve(vm, call_argument(call, 0), keys, &locale) ||
      !intl_options(vm, call_argument(call, 1), &options) ||
      !intl_choice(vm, options, "localeMatcher", matchers, &matcher) ||
      !intl_choice(vm, options, "granularity", granularities, &granularity))
    return false;
  UErrorCode status = U_ZERO_ERROR;
  self->close = close_breaks;
  self->variant = (u8)granularity;
  self->handles[HANDLE_BREAKS] =
      ubrk_open(types[granularity], locale.icu, NULL, 0, &status);
  if (!intl_check(vm, status)) return false;
  KEEP_CELL(vm, Object, resolved, object_new_plain(&vm->isolate));
  cell_write(&vm->isolate.heap, self, &self->resolved,
             value_from_cell(resolved));
  intl_set_text(vm, resolved, "locale", locale.tag);
  intl_set_text(vm, resolved, "granularity", granularities[granularity]);
  return call_return(call, value_from_cell(self));
}

/* An object that looks for breaks of `text`, as `like` does. */
static IntlObject *new_over(VM *vm, IntlService service, IntlObject *like,
                            Value text) {
  KEEP_CELL(vm, IntlObject, source, like);
  KEEP(vm, kept_text, text);
  Call plain = {.new_target = VALUE_UNDEFINED};
  KEEP_CELL(vm, IntlObject, self, intl_new(vm, &plain, service));
  const String *string = (String *)value_to_cell(kept_text);
  UErrorCode status = U_ZERO_ERROR;
  IntlText units;
  intl_text(&units, string);
  self->close = close_breaks;
  self->variant = source->variant;
  self->text = kept_text;
  self->handles[HANDLE_TEXT] = intl_copy_units(units.units, units.length);
  self->handles[HANDLE_BREAKS] =
      ubrk_clone(source->handles[HANDLE_BREAKS], &status);
  if (U_SUCCESS(status))
    ubrk_setText(self->handles[HANDLE_BREAKS], self->handles[HANDLE_TEXT],
                 units.length, &status);
  intl_text_free(&units);
  return intl_check(vm, status) ? self : NULL;
}

static bool segment(VM *vm, Call *call) {
  IntlObject *self =
      intl_this(vm, call, INTL_SEGMENTER, "Intl.Segmenter.prototype.segment");
  if (!self) return false;
  String *text = vm_to_string(vm, call_argument(call, 0));
  if (!text) return false;
  IntlObject *segments =
      new_over(vm, INTL_SEGMENTS, self, value_from_cell(text));
  return segments && call_return(call, value_from_cell(segments));
}

/* {segment, index, input} and, for words, isWordLike. */
static Object *segment_data(VM *vm, IntlObject *segments, i32 start, i32 end) {
  KEEP_CELL(vm, IntlObject, self, segments);
  KEEP_CELL(vm, Object, data, object_new_plain(&vm->isolate));
  String *text = (String *)value_to_cell(self->text);
  KEEP_CELL(vm, String, part,
            string_slice(&vm->isolate, text, (u32)start, (u32)end));
  if (!part) return vm_throw_memory(vm), NULL;
  intl_set(vm, data, "segment", value_from_cell(part));
  intl_set(vm, data, "index", value_from_int(start));
  intl_set(vm, data, "input", self->text);
  if (self->variant == GRANULARITY_WORD) {
    i32 rule = ubrk_getRuleStatus(self->handles[HANDLE_BREAKS]);
    bool is_word = rule < UBRK_WORD_NONE || rule >= UBRK_WORD_NONE_LIMIT;
    intl_set(vm, data, "isWordLike", value_from_boolean(is_word));
  }
  return data;
}

static bool segments_containing(VM *vm, Call *call) {
  IntlObject *self =
      intl_this(vm, call, INTL_SEGMENTS, "%SegmentsPrototype%.containing");
  double index;
  if (!self || !vm_to_integer(vm, call_argument(call, 0), &index)) return false;
  if (!(index >= 0 && index < string_length(self->text))) return true;
  UBreakIterator *breaks = self->handles[HANDLE_BREAKS];
  i32 at = (i32)index;
  const UChar *units = self->handles[HANDLE_TEXT];
  if (at && U16_IS_TRAIL(units[at]) && U16_IS_LEAD(units[at - 1])) at--;
  i32 start = ubrk_isBoundary(breaks, at) ? at : ubrk_preceding(breaks, at);
  i32 end = ubrk_following(breaks, at);
  Object *data = segment_data(vm, self, start, end);
  return data && call_return(call, value_from_cell(data));
}

static bool segments_iterate(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_SEGMENTS,
                               "%SegmentsPrototype%[Symbol.iterator]");
  if (!self) return false;
  IntlObject *iterator = new_over(vm, INTL_SEGMENT_ITERATOR, self, self->text);
  return iterator && call_return(call, value_from_cell(iterator));
}

static bool segments_next(VM *vm, Call *call) {
  IntlObject *self = intl_this(vm, call, INTL_SEGMENT_ITERATOR,
                               "%SegmentIterator.prototype%.next");
  if (!self) return false;
  i32 start = (i32)self->position;
  i32 end = ubrk_following(self->handles[HANDLE_BREAKS], start);
  KEEP(vm, data, VALUE_UNDEFINED);
  if (end != UBRK_DONE) {
    Object *object = segment_data(vm, self, start, end);
    if (!object) return false;
    data = value_from_cell(object);
    self->position = (u32)end;
  }
  Object *result = vm_iterator_result(vm, data, end == UBRK_DONE);
  return result && call_return(call, value_from_cell(result));
}

void intl_open_segmenter(VM *vm, Object *intl) {
  static const NativeEntry methods[] = {{"segment", segment, 1}};
  static const NativeEntry segments[] = {
      {"containing", segments_containing, 1},
      {"@@iterator", segments_iterate, 0},
  };
  static const NativeEntry iterator[] = {{"next", segments_next, 0}};
  Isolate *isolate = &vm->isolate;
  intl_add(vm, intl, "Segmenter", segmenter_construct, 0,
           INTRINSIC_intl_segmenter, methods, 1);
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_intl_segments, INTRINSIC(isolate, object_prototype));
  library_add_functions(vm, prototype, segments, ARRAY_COUNT(segments));
  prototype = library_new_prototype(vm, INTRINSIC_intl_segment_iterator,
                                    INTRINSIC(isolate, iterator_prototype));
  library_add_functions(vm, prototype, iterator, 1);
  library_add_tag(vm, prototype, "Segmenter String Iterator");
}
