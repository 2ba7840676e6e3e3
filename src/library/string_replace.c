/* string_replace.c - replace and replaceAll with a string pattern, and the
 * replacement templates with `$` that regular expressions share. */
#include "library/text.h"

/* ---- Templates ---------------------------------------------------------- */

static bool is_digit(u32 unit) {
  return unit >= '0' && unit <= '9';
}

static u32 capture_count(const TextMatch *match) {
  return value_is_undefined(match->captures)
             ? 0
             : array_length(value_to_object(match->captures));
}

/* `$1` to `$99`, at `*index` of the template: the number, and `*index` moves
 * past it; 0 when there is no such capture. */
static u32 capture_number(const TextMatch *match, const String *template,
                          u32 *index) {
  u32 count = capture_count(match), i = *index + 1;
  if (i >= template->length || !is_digit(string_unit(template, i))) return 0;
  u32 one = string_unit(template, i) - '0';
  if (i + 1 < template->length && is_digit(string_unit(template, i + 1))) {
    u32 two = one * 10 + string_unit(template, i + 1) - '0';
    if (two >= 1 && two <= count) {
      *index = i + 2;
      return two;
    }
  }
  if (one < 1 || one > count) return 0;
  *index = i + 1;
  return one;
}

static bool append_value(VM *vm, StringBuilder *out, Value value) {
  if (value_is_undefined(value)) return true;
  String *text = vm_to_string(vm, value);
  if (!text) return false;
  builder_string(out, text);
  return true;
}

static bool append_capture(VM *vm, StringBuilder *out, const TextMatch *match,
                           u32 number) {
  Value capture;
  return vm_get_index(vm, match->captures, number - 1, &capture) &&
         append_value(vm, out, capture);
}

/* `$<name>`; the template's `$<` stands for itself without named captures or
 * a closing bracket. */
static bool append_named(VM *vm, StringBuilder *out, const TextMatch *match,
                         String *template, u32 *index) {
  u32 start = *index + 2, end = start;
  while (end < template->length && string_unit(template, end) != '>')
    end++;
  if (value_is_undefined(match->names) || end == template->length) {
    builder_c(out, "$<");
    *index = start;
    return true;
  }
  KEEP_CELL(vm, String, name, string_slice(&vm->isolate, template, start, end));
  if (!name) return vm_throw_memory(vm);
  *index = end + 1;
  Key key;
  if (!key_from_string(&vm->isolate, value_from_cell(name), &key))
    return vm_throw_memory(vm);
  KEEP(vm, capture, VALUE_UNDEFINED);
  return vm_get(vm, match->names, key, &capture) &&
         append_value(vm, out, capture);
}

/* What the `$` at `*index` means. */
static bool append_reference(VM *vm, StringBuilder *out, const TextMatch *match,
                             String *template, u32 *index) {
  u32 next =
      *index + 1 < template->length ? string_unit(template, *index + 1) : 0;
  if (next == '<') return append_named(vm, out, match, template, index);
  u32 number = capture_number(match, template, index);
  if (number) return append_capture(vm, out, match, number);
  *index += 2;
  u32 end = match->position + match->matched->length;
  switch (next) {
  case '$': builder_unit(out, '$'); return true;
  case '&': builder_string(out, match->matched); return true;
  case '`': builder_slice(out, match->text, 0, match->position); return true;
  case '\'':
    if (end < match->text->length)
      builder_slice(out, match->text, end, match->text->length);
    return true;
  }
  *index -= 1;
  builder_unit(out, '$');
  return true;
}

bool text_substitute(VM *vm, StringBuilder *out, const TextMatch *match,
                     String *template) {
  for (u32 i = 0; i < template->length;) {
    u32 start = i;
    while (i < template->length && string_unit(template, i) != '$')
      i++;
    builder_slice(out, template, start, i);
    if (i < template->length && !append_reference(vm, out, match, template, &i))
      return false;
    if (out->length > STRING_MAX_LENGTH) return text_throw_length(vm);
  }
  return true;
}

/* ---- replace and replaceAll --------------------------------------------- */

/* What a call replaces, all of it rooted by `replace`. */
typedef struct Replacement {
  String *text, *pattern;
  Value replacer;   /* a function, or undefined */
  String *template; /* otherwise */
  bool is_plain;    /* the template has no `$` */
} Replacement;

static bool has_dollar(const String *template) {
  for (u32 i = 0; i < template->length; i++)
    if (string_unit(template, i) == '$') return true;
  return false;
}

static bool append_replaced(VM *vm, StringBuilder *out, const Replacement *work,
                            u32 position) {
  if (work->is_plain) {
    builder_string(out, work->template);
    return out->length <= STRING_MAX_LENGTH || text_throw_length(vm);
  }
  if (value_is_undefined(work->replacer)) {
    TextMatch match = {work->text, work->pattern, position, VALUE_UNDEFINED,
                       VALUE_UNDEFINED};
    return text_substitute(vm, out, &match, work->template);
  }
  KEEP(vm, result, VALUE_UNDEFINED);
  Value arguments[] = {value_from_cell(work->pattern), value_from_u32(position),
                       value_from_cell(work->text)};
  if (!vm_call(vm, work->replacer, VALUE_UNDEFINED, arguments, 3, &result))
    return false;
  String *text = vm_to_string(vm, result);
  if (!text) return false;
  builder_string(out, text);
  return out->length <= STRING_MAX_LENGTH || text_throw_length(vm);
}

/* Builds the text with the occurrence at `found` replaced, and with `all`
 * those behind it too. */
static bool replace_from(VM *vm, const Replacement *work, u32 found, bool all,
                         StringBuilder *out) {
  u32 copied = 0;
  /* an empty pattern matches between all units, so it moves on by one */
  u32 step = work->pattern->length ? work->pattern->length : 1;
  for (i64 at = found; at >= 0;) {
    builder_slice(out, work->text, copied, (u32)at);
    if (!append_replaced(vm, out, work, (u32)at)) return false;
    copied = (u32)at + work->pattern->length;
    if (!all || at + step > work->text->length) break;
    at = string_find(work->text, work->pattern, (u32)at + step);
  }
  builder_slice(out, work->text, copied, work->text->length);
  return true;
}

/* replace and replaceAll. */
static bool replace(VM *vm, Call *call) {
  bool all = library_native(call)->magic, done;
  const char *name = all ? "replaceAll" : "replace";
  if (!text_check_this(vm, call, name)) return false;
  if (all && !text_check_global(vm, call, name)) return false;
  if (!text_delegate(vm, call, SYMBOL_replace, 1, &done)) return false;
  if (done) return true;
  TEXT_THIS(text, name);
  TEXT_ARGUMENT(pattern, 0);
  Value replacer = call_argument(call, 1);
  bool calls = value_is_callable(replacer);
  KEEP_CELL(vm, String, template, calls ? NULL : vm_to_string(vm, replacer));
  if (!calls && !template) return false;
  i64 found = string_find(text, pattern, 0);
  if (found < 0) return call_return(call, value_from_cell(text));
  if (!all && !calls && !has_dollar(template)) {
    u32 end = (u32)found + pattern->length;
    TextSlice slices[] = {{text, 0, (u32)found},
                          {template, 0, template->length},
                          {text, end, text->length}};
    return text_join_slices(vm, call, slices, 3);
  }
  Replacement work = {text, pattern, calls ? replacer : VALUE_UNDEFINED,
                      template, !calls && !has_dollar(template)};
  StringBuilder builder = {};
  if (replace_from(vm, &work, (u32)found, all, &builder))
    return text_finish(vm, call, &builder);
  builder_free(&builder);
  return false;
}

static const NativeEntry functions[] = {
    {"replace", replace, 2, NATIVE_METHOD, 0},
    {"replaceAll", replace, 2, NATIVE_METHOD, 1},
};

void text_open_replace(VM *vm, Object *prototype) {
  library_add_functions(vm, prototype, functions, ARRAY_COUNT(functions));
}
