/* regexp_match.c - Symbol.match, Symbol.matchAll and Symbol.search. */
#include "library/iteration.h"
#include "library/regexp.h"

/* ---- match -------------------------------------------------------------- */

/* All matches of a direct expression as an array of strings, or null. */
static bool match_all_direct(VM *vm, RegexpObject *regexp, String *text,
                             Value *result) {
  KEEP_CELL(vm, RegexpCode, code, regexp->code);
  KEEP_CELL(vm, Object, list, NULL);
  bool is_sticky = regexp_has(regexp, REGEXP_STICKY), found;
  bool is_unicode = regexp_is_unicode(regexp);
  if (!regexp_set_last_index(vm, value_from_cell(regexp), 0)) return false;
  *result = VALUE_NULL;
  for (double index = 0; index <= text->length;) {
    if (!vm_check(vm) ||
        !regexp_find(vm, code, text, (u32)index, is_sticky, &found))
      return false;
    if (!found) break;
    const u32 *registers = vm->matcher.registers;
    index = registers[1];
    if (registers[0] == registers[1])
      index = regexp_advance(text, index, is_unicode);
    if (!list) list = array_new(&vm->isolate, 4);
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!regexp_capture(vm, registers, 0, text, &item)) return false;
    if (!list || !array_push(&vm->isolate, list, item))
      return vm_throw_memory(vm);
  }
  if (list) *result = value_from_cell(list);
  return true;
}

/* Get(match, "0") as a string; an empty one moves lastIndex on. */
static String *take_matched(VM *vm, Value regexp, Value match, String *text,
                            bool is_unicode) {
  KEEP(vm, item, VALUE_UNDEFINED);
  if (!vm_get_index(vm, match, 0, &item)) return NULL;
  KEEP_CELL(vm, String, matched, vm_to_string(vm, item));
  double index;
  if (!matched || matched->length) return matched;
  if (!regexp_get_last_index(vm, regexp, &index) ||
      !regexp_set_last_index(vm, regexp,
                             regexp_advance(text, index, is_unicode)))
    return NULL;
  return matched;
}

static bool match_all(VM *vm, Value regexp, String *text, bool is_unicode,
                      Value *result) {
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  if (!regexp_set_last_index(vm, regexp, 0)) return false;
  for (;;) {
    KEEP(vm, match, VALUE_UNDEFINED);
    if (!vm_check(vm) ||
        !regexp_exec(vm, regexp, value_from_cell(text), &match))
      return false;
    if (value_is_null(match)) break;
    KEEP_CELL(vm, String, matched,
              take_matched(vm, regexp, match, text, is_unicode));
    if (!matched) return false;
    if (!array_push(&vm->isolate, list, value_from_cell(matched)))
      return vm_throw_memory(vm);
  }
  *result = array_length(list) ? value_from_cell(list) : VALUE_NULL;
  return true;
}

static bool match(VM *vm, Call *call) {
  if (!regexp_receiver(vm, call, "RegExp.prototype.@@match")) return false;
  Value regexp = call->this_value;
  TEXT_ARGUMENT(text, 0);
  if (regexp_is_direct(vm, regexp)) {
    return regexp_has(regexp_of(regexp), REGEXP_GLOBAL)
               ? match_all_direct(vm, regexp_of(regexp), text, &call->result)
               : regexp_exec(vm, regexp, value_from_cell(text), &call->result);
  }
  KEEP_CELL(vm, String, flags, regexp_flags_text(vm, regexp));
  if (!flags) return false;
  if (!regexp_has_letter(flags, 'g'))
    return regexp_exec(vm, regexp, value_from_cell(text), &call->result);
  bool is_unicode =
      regexp_has_letter(flags, 'u') || regexp_has_letter(flags, 'v');
  return match_all(vm, regexp, text, is_unicode, &call->result);
}

/* ---- matchAll ----------------------------------------------------------- */

/* What such an iterator holds: an array of these. */
enum { ALL_REGEXP, ALL_TEXT, ALL_IS_GLOBAL, ALL_IS_UNICODE, ALL_ITEMS };

bool regexp_iterator_advance(VM *vm, Iterator *iterator, Value *value,
                             bool *done) {
  *done = true;
  *value = VALUE_UNDEFINED;
  if (value_is_undefined(iterator->target)) return true;
  KEEP_CELL(vm, Iterator, kept, iterator);
  KEEP_CELL(vm, Object, state, value_to_object(iterator->target));
  const Value *items = state->elements->values;
  bool is_global = value_is_true(items[ALL_IS_GLOBAL]);
  bool is_unicode = value_is_true(items[ALL_IS_UNICODE]);
  KEEP(vm, match, VALUE_UNDEFINED);
  if (!regexp_exec(vm, items[ALL_REGEXP], items[ALL_TEXT], &match))
    return false;
  if (value_is_null(match) || !is_global) iterator_end(vm, kept);
  if (value_is_null(match)) return true;
  items = state->elements->values;
  if (is_global &&
      !take_matched(vm, items[ALL_REGEXP], match,
                    (String *)value_to_cell(items[ALL_TEXT]), is_unicode))
    return false;
  *done = false;
  *value = match;
  return true;
}

bool regexp_iterator_next(VM *vm, Call *call) {
  if (!ITERATOR_IN_RANGE(call->this_value, ITERATOR_REGEXP, ITERATOR_REGEXP))
    return library_throw_receiver(vm, "%RegExpStringIterator%.prototype.next",
                                  call->this_value);
  return iterator_next(vm, call, regexp_iterator_advance);
}

static bool match_all_iterator(VM *vm, Call *call) {
  if (!regexp_receiver(vm, call, "RegExp.prototype.@@matchAll")) return false;
  Value regexp = call->this_value;
  TEXT_ARGUMENT(text, 0);
  KEEP(vm, constructor, VALUE_UNDEFINED);
  Value fallback = value_from_cell(INTRINSIC(&vm->isolate, regexp_constructor));
  if (!vm_species(vm, value_to_object(regexp), fallback, &constructor))
    return false;
  KEEP_CELL(vm, String, flags, regexp_flags_text(vm, regexp));
  if (!flags) return false;
  KEEP(vm, matcher, VALUE_UNDEFINED);
  Value arguments[] = {regexp, value_from_cell(flags)};
  double index;
  if (!vm_construct(vm, constructor, constructor, arguments, 2, &matcher) ||
      !regexp_get_last_index(vm, regexp, &index) ||
      !regexp_set_last_index(vm, matcher, index))
    return false;
  Value state[ALL_ITEMS] = {
      [ALL_REGEXP] = matcher,
      [ALL_TEXT] = value_from_cell(text),
      [ALL_IS_GLOBAL] = value_from_boolean(regexp_has_letter(flags, 'g')),
      [ALL_IS_UNICODE] = value_from_boolean(regexp_has_letter(flags, 'u') ||
                                            regexp_has_letter(flags, 'v'))};
  KEEP_CELL(vm, Object, list,
            array_from_values(&vm->isolate, state, ALL_ITEMS));
  if (!list) return vm_throw_memory(vm);
  Iterator *iterator =
      iterator_new(vm, ITERATOR_REGEXP, INTRINSIC_regexp_iterator_prototype,
                   value_from_cell(list), NULL);
  return call_return(call, value_from_cell(iterator));
}

/* ---- search ------------------------------------------------------------- */

static bool search_direct(VM *vm, RegexpObject *regexp, String *text,
                          Value *result) {
  bool found;
  KEEP_CELL(vm, RegexpCode, code, regexp->code);
  if (!regexp_find(vm, code, text, 0, regexp_has(regexp, REGEXP_STICKY),
                   &found))
    return false;
  *result =
      found ? value_from_u32(vm->matcher.registers[0]) : value_from_int(-1);
  return true;
}

/* Sets lastIndex unless it has that value. */
static bool restore_index(VM *vm, Value regexp, Value wanted) {
  KEEP(vm, current, VALUE_UNDEFINED);
  Key key = ATOM_KEY(&vm->isolate, lastIndex);
  return vm_get(vm, regexp, key, &current) &&
         (vm_same_value(vm, current, wanted) ||
          vm_set(vm, regexp, key, wanted, true));
}

static bool search(VM *vm, Call *call) {
  if (!regexp_receiver(vm, call, "RegExp.prototype.@@search")) return false;
  Value regexp = call->this_value;
  TEXT_ARGUMENT(text, 0);
  if (regexp_is_direct(vm, regexp) &&
      value_is_int(regexp_of(regexp)->last_index))
    return search_direct(vm, regexp_of(regexp), text, &call->result);
  KEEP(vm, previous, VALUE_UNDEFINED);
  KEEP(vm, match, VALUE_UNDEFINED);
  if (!vm_get(vm, regexp, ATOM_KEY(&vm->isolate, lastIndex), &previous) ||
      (!vm_same_value(vm, previous, value_from_int(0)) &&
       !regexp_set_last_index(vm, regexp, 0)) ||
      !regexp_exec(vm, regexp, value_from_cell(text), &match) ||
      !restore_index(vm, regexp, previous))
    return false;
  if (value_is_null(match)) return call_return(call, value_from_int(-1));
  return vm_get(vm, match, ATOM_KEY(&vm->isolate, index), &call->result);
}

void regexp_open_match(VM *vm, Object *prototype) {
  static const NativeEntry methods[] = {
      {"@@match", match, 1},
      {"@@matchAll", match_all_iterator, 1},
      {"@@search", search, 1},
  };
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  iterator_open_prototype(vm, INTRINSIC_regexp_iterator_prototype,
                          "RegExp String Iterator", regexp_iterator_next);
}
