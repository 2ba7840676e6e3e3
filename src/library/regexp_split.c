/* regexp_split.c - Symbol.split. */
#include "library/regexp.h"

/* ---- Directly ----------------------------------------------------------- */

static bool push_slice(VM *vm, Object *list, String *text, u32 start, u32 end) {
  KEEP_CELL(vm, String, slice, string_slice(&vm->isolate, text, start, end));
  return (slice && array_push(&vm->isolate, list, value_from_cell(slice))) ||
         vm_throw_memory(vm);
}

/* Pushes the captures of the match that was just found; `*full` once the list
 * has `limit` items. */
static bool push_captures(VM *vm, Object *list, RegexpCode *code, String *text,
                          u32 limit, bool *full) {
  u32 count = regexp_capture_count(code->program);
  for (u32 i = 1; i < count && !*full; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!regexp_capture(vm, vm->matcher.registers, i, text, &item))
      return false;
    if (!array_push(&vm->isolate, list, item)) return vm_throw_memory(vm);
    *full = array_length(list) == limit;
  }
  return true;
}

/* Where the specification tries a match at each place in turn, the next one is
 * searched for. An empty match at the end of the last piece splits nothing. */
static bool split_direct(VM *vm, RegexpCode *code, String *text, u32 limit,
                         Object *list) {
  constexpr u8 unicode = REGEXP_UNICODE | REGEXP_UNICODE_SETS;
  bool is_unicode = code->cell.flags & unicode, found, full = false;
  u32 piece = 0; /* where the next piece begins */
  for (double index = 0; index < text->length;) {
    if (!vm_check(vm) ||
        !regexp_find(vm, code, text, (u32)index, false, &found))
      return false;
    u32 start = vm->matcher.registers[0], end = vm->matcher.registers[1];
    if (!found || start >= text->length) break;
    if (end == piece) {
      index = regexp_advance(text, start, is_unicode);
      continue;
    }
    if (!push_slice(vm, list, text, piece, start)) return false;
    full = array_length(list) == limit;
    if (!push_captures(vm, list, code, text, limit, &full)) return false;
    if (full) return true;
    index = piece = end;
  }
  return push_slice(vm, list, text, piece, text->length);
}

/* ---- By the protocol ---------------------------------------------------- */

typedef struct Split {
  Value splitter; /* all rooted by split */
  String *text;
  Object *list;
  u32 limit;
  bool is_unicode;
} Split;

static bool push_items(VM *vm, const Split *split, Value match, bool *full) {
  double count;
  if (!vm_length(vm, match, &count)) return false;
  for (double i = 1; i < count && !*full; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!vm_check(vm) || !vm_get_index(vm, match, i, &item)) return false;
    if (!array_push(&vm->isolate, split->list, item))
      return vm_throw_memory(vm);
    *full = array_length(split->list) == split->limit;
  }
  return true;
}

/* Tries to match right at `index`: `*end` behind the match, or -1. */
static bool match_at(VM *vm, const Split *split, double index, Value *match,
                     double *end) {
  if (!regexp_set_last_index(vm, split->splitter, index) ||
      !regexp_exec(vm, split->splitter, value_from_cell(split->text), match))
    return false;
  *end = -1;
  if (value_is_null(*match)) return true;
  if (!regexp_get_last_index(vm, split->splitter, end)) return false;
  if (*end > split->text->length) *end = split->text->length;
  return true;
}

static bool split_pieces(VM *vm, const Split *split) {
  String *text = split->text;
  double piece = 0, end;
  bool full = false;
  KEEP(vm, match, VALUE_UNDEFINED);
  for (double index = 0; index < text->length;) {
    if (!vm_check(vm) || !match_at(vm, split, index, &match, &end))
      return false;
    if (end < 0 || end == piece) {
      index = regexp_advance(text, index, split->is_unicode);
      continue;
    }
    if (!push_slice(vm, split->list, text, (u32)piece, (u32)index))
      return false;
    full = array_length(split->list) == split->limit;
    if (!full && !push_items(vm, split, match, &full)) return false;
    if (full) return true;
    index = piece = end;
  }
  return push_slice(vm, split->list, text, (u32)piece, text->length);
}

/* An empty text is one piece, unless the expression matches it. */
static bool split_empty(VM *vm, const Split *split) {
  KEEP(vm, match, VALUE_UNDEFINED);
  if (!regexp_exec(vm, split->splitter, value_from_cell(split->text), &match))
    return false;
  return !value_is_null(match) ||
         push_slice(vm, split->list, split->text, 0, 0);
}

/* A sticky copy of the expression, by its species. */
static bool make_splitter(VM *vm, Value regexp, bool *is_unicode,
                          Value *splitter) {
  KEEP(vm, constructor, VALUE_UNDEFINED);
  Value fallback = value_from_cell(INTRINSIC(&vm->isolate, regexp_constructor));
  if (!vm_species(vm, value_to_object(regexp), fallback, &constructor))
    return false;
  KEEP_CELL(vm, String, flags, regexp_flags_text(vm, regexp));
  if (!flags) return false;
  *is_unicode = regexp_has_letter(flags, 'u') || regexp_has_letter(flags, 'v');
  KEEP(vm, letters, value_from_cell(flags));
  if (!regexp_has_letter(flags, 'y')) {
    KEEP(vm, sticky, value_from_cell(string_from_unit(&vm->isolate, 'y')));
    letters = value_from_cell(string_concat(&vm->isolate, letters, sticky));
  }
  Value arguments[] = {regexp, letters};
  return vm_construct(vm, constructor, constructor, arguments, 2, splitter);
}

static bool read_limit(VM *vm, Value value, u32 *limit) {
  *limit = UINT32_MAX;
  return value_is_undefined(value) || vm_to_uint32(vm, value, limit);
}

static bool split(VM *vm, Call *call) {
  if (!regexp_receiver(vm, call, "RegExp.prototype.@@split")) return false;
  Value regexp = call->this_value;
  TEXT_ARGUMENT(text, 0);
  KEEP_CELL(vm, RegexpCode, code, NULL);
  KEEP(vm, splitter, VALUE_UNDEFINED);
  Split work = {.text = text};
  if (regexp_is_direct(vm, regexp))
    code = regexp_of(regexp)->code;
  else if (!make_splitter(vm, regexp, &work.is_unicode, &splitter))
    return false;
  if (!read_limit(vm, call_argument(call, 1), &work.limit)) return false;
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  call->result = value_from_cell(list);
  work.list = list;
  work.splitter = splitter;
  if (!work.limit) return true;
  if (code && text->length)
    return split_direct(vm, code, text, work.limit, list);
  if (code) {
    bool found;
    return regexp_find(vm, code, text, 0, true, &found) &&
           (found || push_slice(vm, list, text, 0, 0));
  }
  return text->length ? split_pieces(vm, &work) : split_empty(vm, &work);
}

void regexp_open_split(VM *vm, Object *prototype) {
  static const NativeEntry entry = {"@@split", split, 2};
  library_add_functions(vm, prototype, &entry, 1);
}
