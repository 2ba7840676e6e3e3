/* regexp_replace.c - Symbol.replace.
 *
 * All matches are found before anything is replaced, because the program's
 * function may match with the same expression. A direct one keeps them as
 * numbers; otherwise they are the objects that exec returned.
 */
#include "library/regexp.h"

#include <stdlib.h>

/* What a call replaces with, all of it rooted by `replace`. */
typedef struct Replacement {
  String *text;
  Value replacer;   /* a function, or undefined */
  String *template; /* otherwise */
  bool is_plain;    /* the template has no `$` */
} Replacement;

static bool check_length(VM *vm, const StringBuilder *out) {
  return out->length <= STRING_MAX_LENGTH || text_throw_length(vm);
}

/* ---- Templates, from numbers -------------------------------------------- */

/* A match as the matcher left it. */
typedef struct Found {
  RegexpCode *code;
  String *text;
  const u32 *registers;
  u32 count; /* groups, group 0 included */
} Found;

static void append_group(StringBuilder *out, const Found *found, u32 group) {
  u32 start = found->registers[2 * group];
  u32 end = found->registers[2 * group + 1];
  if (start != REGEXP_UNSET && end != REGEXP_UNSET)
    builder_slice(out, found->text, start, end);
}

static u32 digit_at(const String *template, u32 index) {
  u32 digit =
      index < template->length ? string_unit(template, index) - '0' : 10;
  return digit < 10 ? digit : UINT32_MAX;
}

/* The group that `$1` or `$12` at `index` names, and how long that is; 0 when
 * there is no such group. */
static u32 group_number(const Found *found, const String *template, u32 index,
                        u32 *length) {
  u32 one = digit_at(template, index + 1), two = digit_at(template, index + 2);
  if (one == UINT32_MAX) return 0;
  *length = 3;
  if (two != UINT32_MAX && one * 10 + two >= 1 && one * 10 + two < found->count)
    return one * 10 + two;
  *length = 2;
  return one < found->count ? one : 0;
}

static bool is_name(const String *name, const String *template, u32 start,
                    u32 end) {
  if (name->length != end - start) return false;
  for (u32 i = 0; i < name->length; i++)
    if (string_unit(name, i) != string_unit(template, start + i)) return false;
  return true;
}

/* `$<name>` at `index`: how long it is. Several groups may have that name. */
static u32 append_named(StringBuilder *out, const Found *found,
                        const String *template, u32 index) {
  u32 start = index + 2, end = start;
  while (end < template->length && string_unit(template, end) != '>')
    end++;
  if (value_is_undefined(found->code->names) || end == template->length) {
    builder_c(out, "$<");
    return 2;
  }
  const Elements *names = value_to_object(found->code->names)->elements;
  for (u32 i = 0; i < names->length; i += 2) {
    const String *name = (String *)value_to_cell(names->values[i]);
    if (is_name(name, template, start, end))
      append_group(out, found, (u32)value_to_int(names->values[i + 1]));
  }
  return end + 1 - index;
}

/* What the `$` at `index` means; how long it is. */
static u32 append_reference(StringBuilder *out, const Found *found,
                            const String *template, u32 index) {
  u32 length, group = group_number(found, template, index, &length);
  if (group) {
    append_group(out, found, group);
    return length;
  }
  switch (index + 1 < template->length ? string_unit(template, index + 1) : 0) {
  case '$': builder_unit(out, '$'); return 2;
  case '&': append_group(out, found, 0); return 2;
  case '`': builder_slice(out, found->text, 0, found->registers[0]); return 2;
  case '\'':
    builder_slice(out, found->text, found->registers[1], found->text->length);
    return 2;
  case '<': return append_named(out, found, template, index);
  }
  builder_unit(out, '$');
  return 1;
}

static void append_template(StringBuilder *out, const Found *found,
                            const String *template) {
  for (u32 i = 0; i < template->length;) {
    u32 start = i;
    while (i < template->length && string_unit(template, i) != '$')
      i++;
    builder_slice(out, template, start, i);
    if (i < template->length) i += append_reference(out, found, template, i);
  }
}

/* ---- Directly ----------------------------------------------------------- */

static void set_argument(VM *vm, Object *list, u32 index, Value value) {
  Elements *elements = list->elements;
  cell_write(&vm->isolate.heap, elements, &elements->values[index], value);
}

/* An array for the arguments of a replacer. NULL: no memory (thrown). */
static Object *new_arguments(VM *vm, u32 count) {
  Object *list = array_new(&vm->isolate, count);
  if (!list) {
    vm_throw_memory(vm);
    return NULL;
  }
  KEEP_CELL(vm, Object, kept, list);
  for (u32 i = 0; i < count; i++)
    array_push(&vm->isolate, kept, VALUE_UNDEFINED);
  return kept;
}

/* Calls the function with the match; `list` is an array to be used again and
 * again for the arguments. */
static bool append_called(VM *vm, StringBuilder *out, const Found *found,
                          Value replacer, Object *list) {
  KEEP(vm, groups, VALUE_UNDEFINED);
  KEEP(vm, result, VALUE_UNDEFINED);
  u32 count = found->count;
  for (u32 i = 0; i < count; i++) {
    Value item;
    if (!regexp_capture(vm, found->registers, i, found->text, &item))
      return false;
    set_argument(vm, list, i, item);
  }
  if (!regexp_groups(vm, found->code, list, &groups)) return false;
  set_argument(vm, list, count, value_from_u32(found->registers[0]));
  set_argument(vm, list, count + 1, value_from_cell(found->text));
  set_argument(vm, list, count + 2, groups);
  u32 given = value_is_undefined(groups) ? count + 2 : count + 3;
  if (!vm_call(vm, replacer, VALUE_UNDEFINED, list->elements->values, given,
               &result))
    return false;
  String *text = vm_to_string(vm, result);
  if (!text) return false;
  builder_string(out, text);
  return true;
}

typedef VECTOR(u32) Numbers;

/* Puts the registers of all matches that are to be replaced one behind the
 * other, and leaves lastIndex as the specification does. */
static bool find_all(VM *vm, RegexpObject *regexp, RegexpCode *code,
                     String *text, Numbers *matches) {
  Value value = value_from_cell(regexp);
  bool is_sticky = code->cell.flags & REGEXP_STICKY, found;
  bool is_unicode = regexp_is_unicode(regexp);
  u32 size = 2 * regexp_capture_count(regexp_code_program(&vm->isolate, code));
  if (!(code->cell.flags & REGEXP_GLOBAL)) {
    if (!regexp_exec_direct(vm, regexp, text, &found)) return false;
    vector_reserve(matches, size);
    assert(matches->items);
    if (found) memcpy(matches->items, vm->matcher.registers, size * 4);
    matches->count = found ? size : 0;
    return true;
  }
  for (double index = 0; index <= text->length;) {
    if (!vm_check(vm) ||
        !regexp_find(vm, code, text, (u32)index, is_sticky, &found))
      return false;
    if (!found) break;
    const u32 *registers = vm->matcher.registers;
    vector_reserve(matches, size);
    assert(matches->items);
    memcpy(matches->items + matches->count, registers, size * 4);
    matches->count += size;
    index = registers[1];
    if (registers[0] == registers[1])
      index = regexp_advance(text, index, is_unicode);
  }
  return regexp_set_last_index(vm, value, 0);
}

static bool append_replaced(VM *vm, const Replacement *work, const Found *found,
                            Object *list, StringBuilder *out) {
  if (work->is_plain)
    builder_string(out, work->template);
  else if (value_is_undefined(work->replacer))
    append_template(out, found, work->template);
  else if (!append_called(vm, out, found, work->replacer, list))
    return false;
  return check_length(vm, out);
}

static bool build_direct(VM *vm, const Replacement *work, RegexpCode *code,
                         const Numbers *matches, StringBuilder *out) {
  u32 groups = regexp_capture_count(code->program), copied = 0;
  KEEP_CELL(vm, Object, list, NULL);
  if (!value_is_undefined(work->replacer)) {
    list = new_arguments(vm, groups + 3);
    if (!list) return false;
  }
  for (u32 i = 0; i < matches->count; i += 2 * groups) {
    Found found = {code, work->text, matches->items + i, groups};
    builder_slice(out, work->text, copied, found.registers[0]);
    copied = found.registers[1];
    if (!append_replaced(vm, work, &found, list, out)) return false;
  }
  builder_slice(out, work->text, copied, work->text->length);
  return true;
}

static bool replace_direct(VM *vm, Call *call, const Replacement *work) {
  RegexpObject *regexp = regexp_of(call->this_value);
  KEEP_CELL(vm, RegexpCode, code, regexp->code);
  Numbers matches = {};
  StringBuilder builder = {};
  bool done = find_all(vm, regexp, code, work->text, &matches);
  bool is_same = done && !matches.count;
  if (done && !is_same) done = build_direct(vm, work, code, &matches, &builder);
  vector_free(&matches);
  if (is_same) return call_return(call, value_from_cell(work->text));
  if (done) return text_finish(vm, call, &builder);
  builder_free(&builder);
  return false;
}

/* ---- By the protocol ---------------------------------------------------- */

/* A result of exec, taken apart; all rooted by append_result. */
typedef struct Parts {
  Object *arguments; /* for a function: matched, captures, ... */
  Object *captures;
  String *matched;
  double position;
  Value groups;
} Parts;

static bool read_captures(VM *vm, Value result, Parts *parts) {
  double length;
  if (!vm_length(vm, result, &length)) return false;
  for (double i = 1; i < length; i++) {
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!vm_check(vm) || !vm_get_index(vm, result, i, &item)) return false;
    if (!value_is_undefined(item)) {
      String *text = vm_to_string(vm, item);
      if (!text) return false;
      item = value_from_cell(text);
    }
    if (!array_push(&vm->isolate, parts->captures, item))
      return vm_throw_memory(vm);
  }
  return true;
}

static bool append_function(VM *vm, const Replacement *work, const Parts *parts,
                            StringBuilder *out) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, list, array_new(isolate, 0));
  KEEP(vm, result, VALUE_UNDEFINED);
  bool done = array_push(isolate, list, value_from_cell(parts->matched));
  for (u32 i = 0; done && i < array_length(parts->captures); i++)
    done = array_push(isolate, list, parts->captures->elements->values[i]);
  done = done &&
         array_push(isolate, list, value_from_number(parts->position)) &&
         array_push(isolate, list, value_from_cell(work->text));
  if (done && !value_is_undefined(parts->groups))
    done = array_push(isolate, list, parts->groups);
  if (!done) return vm_throw_memory(vm);
  if (!vm_call(vm, work->replacer, VALUE_UNDEFINED, list->elements->values,
               array_length(list), &result))
    return false;
  String *text = vm_to_string(vm, result);
  if (text) builder_string(out, text);
  return text != NULL;
}

static bool append_substituted(VM *vm, const Replacement *work,
                               const Parts *parts, StringBuilder *out) {
  KEEP(vm, names, parts->groups);
  if (!value_is_undefined(names)) {
    Object *object = vm_to_object(vm, names);
    if (!object) return false;
    names = value_from_cell(object);
  }
  TextMatch match = {work->text, parts->matched, (u32)parts->position,
                     value_from_cell(parts->captures), names};
  return text_substitute(vm, out, &match, work->template);
}

/* Appends what replaces one result, and the text before it from `*copied`. */
static bool append_result(VM *vm, const Replacement *work, Value result,
                          u32 *copied, StringBuilder *out) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, item, VALUE_UNDEFINED);
  KEEP_CELL(vm, Object, captures, array_new(isolate, 0));
  Parts parts = {.captures = captures, .groups = VALUE_UNDEFINED};
  KEEP_FIELD(vm, groups, parts.groups);
  if (!vm_get_index(vm, result, 0, &item)) return false;
  KEEP_CELL(vm, String, matched, vm_to_string(vm, item));
  if (!matched || !vm_get(vm, result, ATOM_KEY(isolate, index), &item) ||
      !vm_to_integer(vm, item, &parts.position))
    return false;
  parts.matched = matched;
  if (parts.position < 0) parts.position = 0;
  if (parts.position > work->text->length) parts.position = work->text->length;
  if (!read_captures(vm, result, &parts) ||
      !vm_get(vm, result, ATOM_KEY(isolate, groups), &parts.groups))
    return false;
  /* a result that lies before the last one is asked for, and left out */
  bool counts = parts.position >= *copied;
  if (counts) builder_slice(out, work->text, *copied, (u32)parts.position);
  StringBuilder unused = {};
  StringBuilder *replaced = counts ? out : &unused;
  bool done = value_is_undefined(work->replacer)
                  ? append_substituted(vm, work, &parts, replaced)
                  : append_function(vm, work, &parts, replaced);
  builder_free(&unused);
  if (counts) *copied = (u32)parts.position + matched->length;
  if (*copied > work->text->length) *copied = work->text->length;
  return done && check_length(vm, out);
}

/* Moves on behind an empty match. */
static bool advance_empty(VM *vm, Value regexp, Value result, String *text,
                          bool is_unicode) {
  KEEP(vm, item, VALUE_UNDEFINED);
  double index;
  if (!vm_get_index(vm, result, 0, &item)) return false;
  String *matched = vm_to_string(vm, item);
  if (!matched || matched->length) return matched != NULL;
  return regexp_get_last_index(vm, regexp, &index) &&
         regexp_set_last_index(vm, regexp,
                               regexp_advance(text, index, is_unicode));
}

static bool collect_results(VM *vm, Value regexp, String *text, Object *list) {
  KEEP_CELL(vm, String, flags, regexp_flags_text(vm, regexp));
  if (!flags) return false;
  bool is_global = regexp_has_letter(flags, 'g');
  bool is_unicode =
      regexp_has_letter(flags, 'u') || regexp_has_letter(flags, 'v');
  if (is_global && !regexp_set_last_index(vm, regexp, 0)) return false;
  for (;;) {
    KEEP(vm, result, VALUE_UNDEFINED);
    if (!vm_check(vm) ||
        !regexp_exec(vm, regexp, value_from_cell(text), &result))
      return false;
    if (value_is_null(result)) return true;
    if (!array_push(&vm->isolate, list, result)) return vm_throw_memory(vm);
    if (!is_global) return true;
    if (!advance_empty(vm, regexp, result, text, is_unicode)) return false;
  }
}

static bool replace_by_protocol(VM *vm, Call *call, const Replacement *work) {
  KEEP_CELL(vm, Object, list, array_new(&vm->isolate, 0));
  if (!collect_results(vm, call->this_value, work->text, list)) return false;
  StringBuilder builder = {};
  u32 copied = 0;
  for (u32 i = 0; i < array_length(list); i++) {
    KEEP(vm, result, list->elements->values[i]);
    if (append_result(vm, work, result, &copied, &builder)) continue;
    builder_free(&builder);
    return false;
  }
  builder_slice(&builder, work->text, copied, work->text->length);
  return text_finish(vm, call, &builder);
}

static bool replace(VM *vm, Call *call) {
  if (!regexp_receiver(vm, call, "RegExp.prototype.@@replace")) return false;
  TEXT_ARGUMENT(text, 0);
  Value replacer = call_argument(call, 1);
  bool calls = value_is_callable(replacer);
  KEEP_CELL(vm, String, template, calls ? NULL : vm_to_string(vm, replacer));
  if (!calls && !template) return false;
  Replacement work = {text, calls ? replacer : VALUE_UNDEFINED, template,
                      !calls && !regexp_has_letter(template, '$')};
  return regexp_is_direct(vm, call->this_value)
             ? replace_direct(vm, call, &work)
             : replace_by_protocol(vm, call, &work);
}

void regexp_open_replace(VM *vm, Object *prototype) {
  static const NativeEntry entry = {"@@replace", replace, 2};
  library_add_functions(vm, prototype, &entry, 1);
}
