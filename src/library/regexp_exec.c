/* regexp_exec.c - running an expression: exec and test, and what they return.
 */
#include "library/regexp.h"

#include "base/unicode.h"

/* ---- Running ------------------------------------------------------------ */

/* What RegExp.$1 and the like tell of. */
static void note_match(VM *vm, const RegexpCode *code, String *text) {
  struct LastMatch *last = &vm->last_match;
  const u32 *registers = vm->matcher.registers;
  u32 count = regexp_capture_count(code->program);
  u32 kept = count < LAST_CAPTURES ? count : LAST_CAPTURES;
  last->input = text;
  last->count = count;
  last->set_input = VALUE_UNDEFINED;
  last->last_start = registers[2 * count - 2];
  last->last_end = registers[2 * count - 1];
  for (u32 i = 0; i < 2 * kept; i++)
    last->captures[i] = registers[i];
}

bool regexp_find(VM *vm, RegexpCode *code, String *text, u32 start,
                 bool is_sticky, bool *found) {
  const RegexpProgram *program = regexp_code_program(&vm->isolate, code);
  RegexpResult result =
      regexp_match(program, &vm->matcher, text->latin1, string_is_latin1(text),
                   text->length, start, is_sticky);
  *found = result == REGEXP_MATCH;
  if (*found) note_match(vm, code, text);
  if (result == REGEXP_OVERFLOW)
    return vm_throw_range(vm, "Maximum call stack size exceeded");
  return result != REGEXP_STOPPED;
}

/* ---- lastIndex ---------------------------------------------------------- */

static bool has_plain_shape(VM *vm, const RegexpObject *regexp) {
  return regexp->object.cell.shape ==
         heap_compress(&vm->isolate.heap, vm->isolate.regexp_shape);
}

bool regexp_set_last_index(VM *vm, Value regexp, double index) {
  Value value = value_from_number(index);
  if (value_is_kind(regexp, KIND_REGEXP) && !vm->isolate.heap.probe &&
      has_plain_shape(vm, regexp_of(regexp))) {
    cell_write(&vm->isolate.heap, regexp_of(regexp),
               &regexp_of(regexp)->last_index, value);
    return true;
  }
  return vm_set(vm, regexp, ATOM_KEY(&vm->isolate, lastIndex), value, true);
}

bool regexp_get_last_index(VM *vm, Value regexp, double *index) {
  Value value;
  if (value_is_kind(regexp, KIND_REGEXP))
    value = regexp_of(regexp)->last_index;
  else if (!vm_get(vm, regexp, ATOM_KEY(&vm->isolate, lastIndex), &value))
    return false;
  if (value_is_int(value)) {
    *index = value_to_int(value) > 0 ? value_to_int(value) : 0;
    return true;
  }
  return vm_to_length(vm, value, index);
}

double regexp_advance(const String *text, double index, bool is_unicode) {
  if (!is_unicode || index + 1 >= text->length) return index + 1;
  u32 at = (u32)index;
  bool is_pair = unicode_is_lead(string_unit(text, at)) &&
                 unicode_is_trail(string_unit(text, at + 1));
  return index + (is_pair ? 2 : 1);
}

bool regexp_exec_direct(VM *vm, RegexpObject *regexp, String *text,
                        bool *found) {
  double index;
  Value value = value_from_cell(regexp);
  if (!regexp_get_last_index(vm, value, &index)) return false;
  bool moves = regexp_has(regexp, REGEXP_GLOBAL | REGEXP_STICKY);
  if (!moves) index = 0;
  *found = false;
  if (index <= text->length) {
    KEEP_CELL(vm, RegexpCode, code, regexp->code);
    if (!regexp_find(vm, code, text, (u32)index,
                     regexp_has(regexp, REGEXP_STICKY), found))
      return false;
  }
  if (!moves) return true;
  return regexp_set_last_index(vm, value,
                               *found ? vm->matcher.registers[1] : 0);
}

/* ---- The array of a match ----------------------------------------------- */

bool regexp_capture(VM *vm, const u32 *registers, u32 index, String *text,
                    Value *result) {
  u32 start = registers[2 * index], end = registers[2 * index + 1];
  *result = VALUE_UNDEFINED;
  if (start == REGEXP_UNSET || end == REGEXP_UNSET) return true;
  return library_string(vm, string_slice(&vm->isolate, text, start, end),
                        result);
}

/* An object without prototype: for each name the item of `captures` with its
 * number. Of several groups with one name the one that took part counts. */
bool regexp_groups(VM *vm, RegexpCode *code, Object *captures, Value *groups) {
  *groups = VALUE_UNDEFINED;
  if (value_is_undefined(code->names)) return true;
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, names, value_to_object(code->names));
  KEEP_CELL(vm, Object, kept_captures, captures);
  KEEP_CELL(vm, Object, object, object_new_with_prototype(isolate, VALUE_NULL));
  for (u32 i = 0; i < names->elements->length; i += 2) {
    u32 number = (u32)value_to_int(names->elements->values[i + 1]);
    KEEP(vm, item, kept_captures->elements->values[number]);
    Key key;
    Property property;
    if (!key_from_string(isolate, names->elements->values[i], &key))
      return vm_throw_memory(vm);
    if (value_is_undefined(item) &&
        object_get_own(isolate, object, key, &property))
      continue;
    if (!object_define(isolate, object, key, item, ATTRIBUTES_DEFAULT))
      return vm_throw_memory(vm);
  }
  *groups = value_from_cell(object);
  return true;
}

/* [start, end] of each capture, for the flag d. NULL: no memory. */
static Object *index_pairs(VM *vm, const u32 *registers, u32 count) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, list, array_new(isolate, count));
  for (u32 i = 0; list && i < count; i++) {
    KEEP(vm, pair, VALUE_UNDEFINED);
    if (registers[2 * i] != REGEXP_UNSET &&
        registers[2 * i + 1] != REGEXP_UNSET) {
      Value ends[] = {value_from_u32(registers[2 * i]),
                      value_from_u32(registers[2 * i + 1])};
      Object *made = array_from_values(isolate, ends, 2);
      if (!made) return NULL;
      pair = value_from_cell(made);
    }
    if (!array_push(isolate, list, pair)) return NULL;
  }
  return list;
}

static bool add_indices(VM *vm, RegexpCode *code, const u32 *registers,
                        Object *match) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, groups, VALUE_UNDEFINED);
  KEEP_CELL(vm, Object, indices,
            index_pairs(vm, registers, match->elements->length));
  if (!indices) return vm_throw_memory(vm);
  if (!regexp_groups(vm, code, indices, &groups)) return false;
  return (object_define(isolate, indices, ATOM_KEY(isolate, groups), groups,
                        ATTRIBUTES_DEFAULT) &&
          object_define(isolate, match, ATOM_KEY(isolate, indices),
                        value_from_cell(indices), ATTRIBUTES_DEFAULT)) ||
         vm_throw_memory(vm);
}

Object *regexp_match_array(VM *vm, RegexpCode *code, String *text) {
  const u32 *registers = vm->matcher.registers;
  u32 count = regexp_capture_count(code->program);
  KEEP_CELL(vm, Object, match,
            regexp_match_new(&vm->isolate, count, registers[0], text,
                             VALUE_UNDEFINED));
  if (!match) {
    vm_throw_memory(vm);
    return NULL;
  }
  for (u32 i = 0; i < count; i++) {
    Value item;
    if (!regexp_capture(vm, registers, i, text, &item)) return NULL;
    cell_write(&vm->isolate.heap, match->elements, &match->elements->values[i],
               item);
  }
  if (!value_is_undefined(code->names)) {
    KEEP(vm, groups, VALUE_UNDEFINED);
    if (!regexp_groups(vm, code, match, &groups)) return NULL;
    cell_write(&vm->isolate.heap, match, &match->inline_slots[3], groups);
  }
  if (code->cell.flags & REGEXP_HAS_INDICES &&
      !add_indices(vm, code, registers, match))
    return NULL;
  return match;
}

/* ---- exec and test ------------------------------------------------------ */

/* RegExpBuiltinExec. */
static bool exec_builtin(VM *vm, RegexpObject *regexp, String *text,
                         Value *result) {
  bool found;
  KEEP_CELL(vm, RegexpCode, code, regexp->code);
  if (!regexp_exec_direct(vm, regexp, text, &found)) return false;
  *result = VALUE_NULL;
  if (!found) return true;
  Object *match = regexp_match_array(vm, code, text);
  if (!match) return false;
  *result = value_from_cell(match);
  return true;
}

static bool exec(VM *vm, Call *call) {
  if (!value_is_kind(call->this_value, KIND_REGEXP))
    return library_throw_receiver(vm, "RegExp.prototype.exec",
                                  call->this_value);
  TEXT_ARGUMENT(text, 0);
  return exec_builtin(vm, regexp_of(call->this_value), text, &call->result);
}

/* The exec of the program, whose result must be an object or null. */
static bool exec_called(VM *vm, Value regexp, Value method, Value text,
                        Value *result) {
  if (!vm_call(vm, method, regexp, &text, 1, result)) return false;
  return value_is_null(*result) || value_is_object(*result) ||
         vm_throw_type(vm, "RegExp exec method returned something other than "
                           "an Object or null");
}

bool regexp_exec(VM *vm, Value regexp, Value text, Value *result) {
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!regexp_is_direct(vm, regexp) &&
      !vm_get(vm, regexp, ATOM_KEY(&vm->isolate, exec), &method))
    return false;
  bool is_builtin = value_is_undefined(method) ||
                    (value_is_kind(method, KIND_NATIVE) &&
                     ((NativeFunction *)value_to_cell(method))->code == exec);
  if (value_is_callable(method) &&
      !(is_builtin && value_is_kind(regexp, KIND_REGEXP)))
    return exec_called(vm, regexp, method, text, result);
  if (!value_is_kind(regexp, KIND_REGEXP))
    return library_throw_receiver(vm, "RegExp.prototype.exec", regexp);
  KEEP_CELL(vm, String, flat, string_flatten(&vm->isolate, text));
  if (!flat) return vm_throw_memory(vm);
  return exec_builtin(vm, regexp_of(regexp), flat, result);
}

bool regexp_receiver(VM *vm, const Call *call, const char *method) {
  return value_is_object(call->this_value) ||
         library_throw_receiver(vm, method, call->this_value);
}

static bool test(VM *vm, Call *call) {
  if (!regexp_receiver(vm, call, "RegExp.prototype.test")) return false;
  TEXT_ARGUMENT(text, 0);
  if (regexp_is_direct(vm, call->this_value)) {
    bool found;
    if (!regexp_exec_direct(vm, regexp_of(call->this_value), text, &found))
      return false;
    return call_return(call, value_from_boolean(found));
  }
  KEEP(vm, match, VALUE_UNDEFINED);
  if (!regexp_exec(vm, call->this_value, value_from_cell(text), &match))
    return false;
  return call_return(call, value_from_boolean(!value_is_null(match)));
}

void regexp_open_exec(VM *vm, Object *prototype) {
  static const NativeEntry methods[] = {{"exec", exec, 1}, {"test", test, 1}};
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
}
