/* regexp.h - what the files of RegExp share.
 *
 * Every method follows the language's algorithm, which asks the object for
 * `exec`, `flags`, `lastIndex` and more, all of which a program may change.
 * Nearly none does: while RegExp.prototype is as it was made and the object has
 * no properties of its own but lastIndex (regexp_is_direct), nobody can see
 * whether they are asked, and the matcher runs in a loop of its own.
 */
#ifndef GLASSHEAP_LIBRARY_REGEXP_H
#define GLASSHEAP_LIBRARY_REGEXP_H

#include "library/text.h"

/* What a match found, copied from the matcher: code of the program may run
 * before it is needed. Start and end of the whole match. */
typedef struct RegexpRange {
  u32 start, end;
} RegexpRange;

/* regexp_is_direct - a regular expression whose methods are all built in. */
ALWAYS_INLINE bool regexp_is_direct(VM *vm, Value value) {
  Isolate *isolate = &vm->isolate;
  return value_is_kind(value, KIND_REGEXP) && isolate->regexp_pristine &&
         value_to_cell(value)->shape ==
             heap_compress(&isolate->heap, isolate->regexp_shape);
}
/* regexp_of - the regular expression in a value that is one. */
ALWAYS_INLINE RegexpObject *regexp_of(Value value) {
  return (RegexpObject *)value_to_cell(value);
}
ALWAYS_INLINE bool regexp_has(const RegexpObject *regexp, u8 flag) {
  return regexp->code->cell.flags & flag;
}
ALWAYS_INLINE bool regexp_is_unicode(const RegexpObject *regexp) {
  return regexp_has(regexp, REGEXP_UNICODE | REGEXP_UNICODE_SETS);
}

/* regexp_find_code - the code for a pattern, shared with an earlier one of
 * equal text; NULL: a SyntaxError was thrown. Both strings are flat and rooted
 * by the caller. */
RegexpCode *regexp_find_code(VM *vm, String *source, String *flags);
/* regexp_create - RegExpCreate(pattern, flags); NULL: threw. `flags` is a
 * string or undefined. */
RegexpObject *regexp_create(VM *vm, Value pattern, Value flags);

/* regexp_find - runs the code on a text from `start` on. Both are rooted by the
 * caller. `*found` tells whether it matched: then the captures lie in
 * vm->matcher.registers until the next match. False: threw. */
bool regexp_find(VM *vm, RegexpCode *code, String *text, u32 start,
                 bool is_sticky, bool *found);
/* regexp_match_array - the array that exec returns for the match that has just
 * been found. NULL: threw. */
Object *regexp_match_array(VM *vm, RegexpCode *code, String *text);
/* regexp_capture - capture `index` of that match as a value; false: no memory
 * (thrown). */
bool regexp_capture(VM *vm, const u32 *registers, u32 index, String *text,
                    Value *result);
/* regexp_groups - the `groups` object of that match, undefined without names;
 * false: threw. */
bool regexp_groups(VM *vm, RegexpCode *code, Object *captures, Value *groups);

/* regexp_exec - RegExpExec: asks the object's own `exec`. The result is an
 * object or null. */
bool regexp_exec(VM *vm, Value regexp, Value text, Value *result);
/* regexp_exec_direct - the built-in exec, without an array for the match:
 * `*found` as regexp_find. */
bool regexp_exec_direct(VM *vm, RegexpObject *regexp, String *text,
                        bool *found);
/* regexp_set_last_index - Set(regexp, "lastIndex", index, true). */
bool regexp_set_last_index(VM *vm, Value regexp, double index);
/* regexp_get_last_index - ToLength(Get(regexp, "lastIndex")). */
bool regexp_get_last_index(VM *vm, Value regexp, double *index);
/* regexp_advance - AdvanceStringIndex. */
double regexp_advance(const String *text, double index, bool is_unicode);
/* regexp_receiver - `this` as any object, or a TypeError naming the method. */
bool regexp_receiver(VM *vm, const Call *call, const char *method);
/* regexp_flags_text - the string that Get(regexp, "flags") becomes; flat, NULL:
 * threw. */
String *regexp_flags_text(VM *vm, Value regexp);
/* regexp_has_letter - is the letter in a flat string? */
bool regexp_has_letter(const String *text, char letter);

/* regexp_to_string - RegExp.prototype.toString. */
NativeCode regexp_to_string;

/* The parts of RegExp.prototype and RegExp, one for each file. */
void regexp_open_match(VM *vm, Object *prototype);
void regexp_open_replace(VM *vm, Object *prototype);
void regexp_open_split(VM *vm, Object *prototype);
void regexp_open_exec(VM *vm, Object *prototype);
void regexp_open_flags(VM *vm, Object *prototype);
void regexp_open_legacy(VM *vm, Object *constructor);
void regexp_open_escape(VM *vm, Object *constructor);

#endif
