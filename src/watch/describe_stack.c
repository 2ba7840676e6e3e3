/* describe_stack.c - frames, their variables, and the bytecode they run. */
#include "syntax/tree.h"
#include "vm/coroutine.h"
#include "vm/module.h"
#include "watch/describe_internal.h"

#include <stdlib.h>

/* The frame with that index, innermost 0; its registers, and where it is. */
static Value *frame_at(VM *vm, u32 index, const Unit **pc) {
  Value *r = vm->registers;
  *pc = vm->pc;
  for (; r && index; index--) {
    *pc = frame_of(r)->return_unit;
    r = frame_of(r)->caller;
  }
  return r;
}

static const char *variable_kind(u8 kind) {
  static const char *const names[] = {
      [VARIABLE_VAR] = "var",
      [VARIABLE_LET] = "let",
      [VARIABLE_CONST] = "const",
      [VARIABLE_CLASS] = "class",
      [VARIABLE_FUNCTION] = "function",
      [VARIABLE_PARAMETER] = "parameter",
      [VARIABLE_CATCH] = "catch",
      [VARIABLE_FUNCTION_NAME] = "function name",
      [VARIABLE_PRIVATE] = "private name",
      [VARIABLE_IMPORT] = "import",
      [VARIABLE_THIS] = "this",
      [VARIABLE_NEW_TARGET] = "new.target",
      [VARIABLE_ARGUMENTS] = "arguments",
      [VARIABLE_CALLEE] = "callee",
  };
  return kind < ARRAY_COUNT(names) && names[kind] ? names[kind] : "variable";
}

/* ---- Variables ---------------------------------------------------------- */

/* A variable that a frame can see, and where its value lies. */
typedef struct Seen {
  Key name;
  u8 kind;
  Value *slot;
  Environment *environment; /* or NULL: a register */
  u32 place;
  Value scope; /* the function it belongs to, or undefined */
} Seen;
typedef VECTOR(Seen) SeenList;

static bool has_slot(const SeenList *seen, const Value *slot) {
  for (u32 i = 0; i < seen->count; i++)
    if (seen->items[i].slot == slot) return true;
  return false;
}

static void see_own(const CodeBlock *code, Value *r, u32 unit, SeenList *seen) {
  for (u32 i = 0; i < code->variable_count; i++) {
    const VariableInfo *info = &code->variables[i];
    if (!variable_is_visible(info, unit)) continue;
    Seen variable = {.name = {info->name.bits},
                     .kind = info->kind,
                     .place = info->place,
                     .scope = code->name};
    if (info->environment) {
      Value holder = r[info->environment - 1];
      if (!value_is_kind(holder, KIND_ENVIRONMENT)) continue;
      variable.environment = (Environment *)value_to_cell(holder);
      variable.slot = &variable.environment->slots[info->place];
    } else {
      variable.slot = &r[info->place];
    }
    if (!has_slot(seen, variable.slot)) vector_push(seen, variable);
  }
}

static void see_environments(const Function *function, SeenList *seen) {
  Environment *environment = function->environment;
  for (; environment; environment = environment->parent) {
    ScopeInfo *scope = environment->scope;
    for (u32 i = 0; i < environment->cell.info; i++) {
      Seen variable = {
          .name = {scope->names[i].bits},
          .kind = UINT8_MAX,
          .slot = &environment->slots[i],
          .environment = environment,
          .place = i,
          .scope = scope->function_name,
      };
      if (!has_slot(seen, variable.slot)) vector_push(seen, variable);
    }
  }
}

/* An import is shown as the variable of the other module. */
static Value seen_value(const Seen *seen) {
  if (!value_is_kind(*seen->slot, KIND_IMPORT)) return *seen->slot;
  const Import *import = (const Import *)value_to_cell(*seen->slot);
  return import->environment ? import->environment->slots[import->slot]
                             : VALUE_HOLE;
}

static u8 seen_kind(const Seen *seen) {
  return value_is_kind(*seen->slot, KIND_IMPORT) ? VARIABLE_IMPORT : seen->kind;
}

static json_t *describe_variable(VM *vm, const Seen *seen) {
  json_t *variable =
      json_pack("{s:o, s:s, s:s, s:o}", "name", json_key(seen->name), "kind",
                variable_kind(seen_kind(seen)), "place",
                seen->environment ? "environment" : "register", "value",
                describe_value(vm, seen_value(seen)));
  if (seen->environment) {
    json_object_set_new(variable, "environment",
                        json_address(vm, seen->environment));
    json_object_set_new(variable, "slot", json_integer(seen->place));
  } else {
    json_object_set_new(variable, "register", json_integer(seen->place));
  }
  if (value_is_string(seen->scope)) {
    Buffer text = {};
    text_of_string(seen->scope, 80, &text);
    json_object_set_new(variable, "scope", json_take(&text));
  }
  return variable;
}

static json_t *describe_variables(VM *vm, const Function *function, Value *r,
                                  u32 unit) {
  SeenList seen = {};
  see_own(function->code, r, unit, &seen);
  see_environments(function, &seen);
  json_t *variables = json_array();
  for (u32 i = 0; i < seen.count; i++)
    json_array_append_new(variables, describe_variable(vm, &seen.items[i]));
  vector_free(&seen);
  return variables;
}

bool describe_variables_each(VM *vm, u32 frame, VariableFunction *each,
                             void *context, bool *is_last) {
  const Unit *pc;
  Value *r = frame_at(vm, frame, &pc);
  *is_last = !r || !frame_of(r)->caller;
  if (!r || frame_of(r)->flags & FRAME_NATIVE) return true;
  SeenList seen = {};
  see_own(frame_code(r), r, (u32)(pc - frame_code(r)->instructions), &seen);
  see_environments((Function *)frame_of(r)->callee, &seen);
  bool goes_on = true;
  for (u32 i = 0; goes_on && i < seen.count; i++)
    goes_on = each(context, seen.items[i].name, seen.items[i].slot,
                   seen.items[i].environment, seen.items[i].place);
  vector_free(&seen);
  return goes_on;
}

void describe_frame_roots(VM *vm, RootFunction *each, void *context) {
  const Unit *pc = vm->pc, *caller_pc;
  u32 index = 0;
  for (Value *r = vm->registers; r;
       r = frame_of(r)->caller, pc = caller_pc, index++) {
    caller_pc = frame_of(r)->return_unit;
    if (value_is_cell(r[0]) && value_to_object(r[0]) != vm->isolate.global)
      each(context, index, r, "this", value_to_cell(r[0]));
    if (frame_of(r)->flags & FRAME_NATIVE) {
      for (u32 i = 0; i < frame_of(r)->argument_count; i++)
        if (value_is_cell(frame_of(r)->arguments[i]))
          each(context, index, r, "argument",
               value_to_cell(frame_of(r)->arguments[i]));
      continue;
    }
    SeenList seen = {};
    see_own(frame_code(r), r, (u32)(pc - frame_code(r)->instructions), &seen);
    see_environments((Function *)frame_of(r)->callee, &seen);
    for (u32 i = 0; i < seen.count; i++) {
      Value value = *seen.items[i].slot;
      if (!value_is_cell(value)) continue;
      Buffer name = {};
      key_append_text(seen.items[i].name, &name);
      each(context, index, r, name.bytes, value_to_cell(value));
      buffer_free(&name);
    }
    vector_free(&seen);
  }
}

/* ---- Frames ------------------------------------------------------------- */

static void add_position(json_t *frame, const CodeBlock *code, u32 unit) {
  const Position *position = code_block_position(code, unit);
  if (!position || !code->source) return;
  u32 line, column;
  source_locate(code->source, position->source_start, &line, &column);
  json_t *place = json_pack(
      "{s:I, s:i, s:i, s:i, s:i}", "source", (json_int_t)code->source->id,
      "line", (int)line, "column", (int)column, "start",
      (int)position->source_start, "end", (int)position->source_end);
  json_object_update(frame, place);
  json_decref(place);
  /* the statement around it: the last one that began before */
  for (u32 i = code->position_count; i-- > 0;) {
    const Position *statement = &code->positions[i];
    if (statement->unit > unit || !statement->is_statement) continue;
    json_object_set_new(frame, "statementStart",
                        json_integer(statement->source_start));
    json_object_set_new(frame, "statementEnd",
                        json_integer(statement->source_end));
    return;
  }
}

static json_t *describe_arguments(VM *vm, const Frame *frame) {
  json_t *arguments = json_array();
  for (u32 i = 0; i < frame->argument_count && i < 32; i++)
    json_array_append_new(arguments, describe_value(vm, frame->arguments[i]));
  return arguments;
}

/* The program's own frame while its jobs and callbacks run: it has returned,
 * and only its variables are left. */
static bool is_finished(const VM *vm, const Frame *frame) {
  return frame->flags & FRAME_FINISHED && vm_ticks(vm) != vm->held_tick;
}

static json_t *describe_frame(VM *vm, u32 index, Value *r, const Unit *pc) {
  Frame *frame = frame_of(r);
  Buffer name = {};
  text_of_function(vm, frame->callee, &name);
  bool is_native = frame->flags & FRAME_NATIVE;
  json_t *result = json_pack(
      "{s:i, s:o, s:o, s:b, s:b, s:i, s:o, s:o}", "index", (int)index,
      "function", json_take(&name), "address", json_address(vm, frame->callee),
      "native", is_native, "construct", (frame->flags & FRAME_CONSTRUCT) != 0,
      "argumentCount", (int)frame->argument_count, "this",
      describe_value(vm, r[0]), "arguments", describe_arguments(vm, frame));
  if (is_native) {
    json_object_set_new(result, "variables", json_array());
    return result;
  }
  CodeBlock *code = frame_code(r);
  u32 unit = (u32)(pc - code->instructions);
  bool is_script = code->flags & CODE_SCRIPT;
  json_object_set_new(result, "script", json_boolean(is_script));
  if (is_script)
    json_object_set_new(result, "function", json_string("(script)"));
  json_object_set_new(result, "code", json_address(vm, code));
  json_object_set_new(result, "unit", json_integer(unit));
  add_position(result, code, unit);
  if (is_finished(vm, frame))
    json_object_set_new(result, "finished", json_true());
  json_object_set_new(
      result, "variables",
      describe_variables(vm, (Function *)frame->callee, r, unit));
  return result;
}

void describe_parked_place(VM *vm, json_t *json, Coroutine *coroutine) {
  const Function *function = coroutine->function;
  add_position(json, function->code, coroutine->unit);
  json_object_set_new(json, "this",
                      describe_value(vm, coroutine->registers[0]));
  json_object_set_new(
      json, "variables",
      describe_variables(vm, function, coroutine->registers, coroutine->unit));
}

void describe_parked_each(VM *vm, Coroutine *coroutine,
                          void (*each)(void *context, Key name, Value value),
                          void *context) {
  if (coroutine->state > COROUTINE_SUSPENDED) return;
  SeenList seen = {};
  see_own(coroutine->function->code, coroutine->registers, coroutine->unit,
          &seen);
  for (u32 i = 0; i < seen.count; i++)
    if (!seen.items[i].environment)
      each(context, seen.items[i].name, *seen.items[i].slot);
  vector_free(&seen);
}

json_t *describe_stack(VM *vm) {
  json_t *frames = json_array();
  const Unit *pc = vm->pc;
  u32 index = 0;
  for (Value *r = vm->registers; r; index++) {
    /* an endless recursion has many frames: the ends say it all */
    if (index < 200 || !frame_of(r)->caller)
      json_array_append_new(frames, describe_frame(vm, index, r, pc));
    pc = frame_of(r)->return_unit;
    r = frame_of(r)->caller;
  }
  return json_pack("{s:o, s:i, s:o}", "frames", frames, "depth", (int)index,
                   "jobs", describe_jobs(vm));
}

/* ---- Bytecode ----------------------------------------------------------- */

static json_t *describe_entry(VM *vm, const CacheEntry *entry) {
  static const char *const places[] = {
      [CACHE_INLINE] = "inline",     [CACHE_SLOTS] = "slots",
      [CACHE_HOLDER] = "holder",     [CACHE_ABSENT] = "absent",
      [CACHE_ADD] = "add",           [CACHE_GETTER] = "getter",
      [CACHE_VARIABLE] = "variable",
  };
  Heap *heap = &vm->isolate.heap;
  Shape *shape = heap_expand(heap, entry->shape);
  /* inside an object the entry counts words from its start */
  u32 offset = entry->place == CACHE_INLINE
                   ? entry->offset - (u32)(sizeof(Object) / sizeof(Value))
               : entry->place == CACHE_SLOTS ? entry->offset + shape->cell.info
                                             : entry->offset;
  json_t *result =
      json_pack("{s:o, s:o, s:s, s:i}", "shape", json_address(vm, shape),
                "shapeText", json_text_of_shape(vm, shape), "place",
                places[entry->place], "offset", (int)offset);
  if (entry->holder)
    json_object_set_new(result, "holder", json_address(vm, entry->holder));
  if (entry->new_shape) {
    Shape *next = heap_expand(heap, entry->new_shape);
    json_object_set_new(result, "newShape", json_address(vm, next));
    json_object_set_new(result, "newShapeText", json_text_of_shape(vm, next));
  }
  return result;
}

static json_t *describe_cache(VM *vm, const InlineCache *cache, u32 index) {
  static const char *const states[] = {"uninitialised", "monomorphic",
                                       "polymorphic", "megamorphic"};
  json_t *entries = json_array();
  for (u32 i = 0; i < cache->count; i++) {
    const CacheEntry *entry = i ? &cache->more[i - 1] : &cache->first;
    if (entry->shape) json_array_append_new(entries, describe_entry(vm, entry));
  }
  return json_pack("{s:i, s:s, s:o}", "index", (int)index, "state",
                   states[cache->state], "entries", entries);
}

/* The C operand of an instruction, or -1. */
static int cache_operand(const CodeBlock *code, u32 unit) {
  const Unit *at = code_block_baseline(code) + unit;
  const char *operands = instruction_info[*at].operands;
  u32 place = 1;
  for (; *operands; operands++) {
    if (*operands == 'C') return at[place];
    place += *operands == 'K' || *operands == 'L' ? 2 : 1;
  }
  return -1;
}

static json_t *describe_instruction(VM *vm, const CodeBlock *code, u32 unit,
                                    u32 *next) {
  Buffer text = {};
  *next = code_block_disassemble(&vm->isolate, code, unit, &text);
  json_t *result =
      json_pack("{s:i, s:s, s:o}", "unit", (int)unit, "name",
                instruction_info[code_block_baseline(code)[unit]].name, "text",
                json_take(&text));
  const Position *position = code_block_position(code, unit);
  if (position) {
    u32 line, column;
    source_locate(code->source, position->source_start, &line, &column);
    json_object_set_new(result, "line", json_integer(line));
    json_object_set_new(result, "start", json_integer(position->source_start));
    json_object_set_new(result, "end", json_integer(position->source_end));
  }
  json_object_set_new(result, "statement",
                      json_boolean(code_block_statement(code, unit)));
  int cache = cache_operand(code, unit);
  if (cache >= 0) json_object_set_new(result, "cache", json_integer(cache));
  json_t *optimised = describe_optimised(vm, code, unit);
  if (optimised) json_object_set_new(result, "optimised", optimised);
  return result;
}

static json_t *describe_code(VM *vm, const CodeBlock *code, json_t *current) {
  json_t *instructions = json_array(), *caches = json_array();
  for (u32 unit = 0; unit < code->unit_count;)
    json_array_append_new(instructions,
                          describe_instruction(vm, code, unit, &unit));
  for (u32 i = 0; i < code->cache_count; i++)
    json_array_append_new(caches, describe_cache(vm, &code->caches[i], i));
  Buffer name = {};
  text_of_cell(vm, &code->cell, &name);
  return json_pack(
      "{s:o, s:o, s:I, s:i, s:i, s:i, s:i, s:b, s:o, s:o, s:o, s:o}", "address",
      json_address(vm, code), "function", json_take(&name), "source",
      (json_int_t)code->source->id, "start", (int)code->source_start, "end",
      (int)code->source_end, "registers", (int)code->register_count,
      "parameters", (int)code->parameter_count, "strict",
      (code->flags & CODE_STRICT) != 0, "current", current, "instructions",
      instructions, "caches", caches, "tier", describe_tier(code));
}

static CodeBlock *code_of_frame(VM *vm, u32 index, const Unit **pc) {
  Value *r = frame_at(vm, index, pc);
  return r && !(frame_of(r)->flags & FRAME_NATIVE) ? frame_code(r) : NULL;
}

u64 describe_code_address(VM *vm, u32 frame) {
  const Unit *pc;
  CodeBlock *code = code_of_frame(vm, frame, &pc);
  return code ? heap_offset(&vm->isolate.heap, &code->cell) : 0;
}

json_t *describe_code_of_frame(VM *vm, u32 frame) {
  const Unit *pc;
  CodeBlock *code = code_of_frame(vm, frame, &pc);
  if (!code) return NULL;
  return describe_code(vm, code, json_integer(pc - code->instructions));
}

json_t *describe_code_at(VM *vm, u64 address) {
  Cell *cell = heap_find(&vm->isolate.heap, address);
  if (cell && cell->kind == KIND_FUNCTION)
    cell = &((Function *)cell)->code->cell;
  if (!cell || cell->kind != KIND_CODE_BLOCK) return NULL;
  return describe_code(vm, (CodeBlock *)cell, json_null());
}
