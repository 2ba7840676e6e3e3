/* eval.c - text of the program becomes code: direct and indirect eval, and the
 * Function constructors.
 *
 * The text of a direct eval is compiled against the environments that are there
 * when it is called: their ScopeInfos say which names they have. Each text is a
 * Source of its own, which goes when its code does; its origin tells stack
 * traces where the eval was called, as V8 writes it.
 */
#include "base/arena.h"
#include "base/unicode.h"
#include "bytecode/compiler.h"
#include "vm/operations.h"

#include <stdio.h>
#include <stdlib.h>

/* ---- Where it was called ------------------------------------------------ */

/* The registers of the innermost frame that has a source, and where it is in
 * its code; NULL when only native code runs. */
static Value *program_frame(const VM *vm, const Unit **pc) {
  Value *r = vm->registers;
  *pc = vm->pc;
  for (; r && frame_of(r)->flags & FRAME_NATIVE; r = frame_of(r)->caller)
    *pc = frame_of(r)->return_unit;
  return r;
}

static void append_function_name(VM *vm, const Frame *frame, Buffer *out) {
  const CodeBlock *code = ((Function *)frame->callee)->code;
  size_t start = out->length;
  if (!(code->flags & (CODE_SCRIPT | CODE_EVAL)))
    string_append_text((String *)value_to_cell(code->name), out);
  if (out->length == start) buffer_text(out, "<anonymous>");
}

/* "eval at f (file:1:2)". */
static void append_origin(VM *vm, Buffer *out) {
  const Unit *pc;
  Value *r = program_frame(vm, &pc);
  buffer_text(out, "eval at ");
  if (!r) {
    buffer_text(out, "<anonymous>");
    return;
  }
  append_function_name(vm, frame_of(r), out);
  const CodeBlock *code = frame_code(r);
  buffer_text(out, " (");
  if (code->source->origin) {
    buffer_text(out, code->source->origin);
  } else {
    const Position *position =
        code_block_position(code, (u32)(pc - code->instructions));
    source_append_place(code->source, position ? position->source_start : 0,
                        out);
  }
  buffer_byte(out, ')');
}

/* ---- Sources ------------------------------------------------------------ */

/* The name that the text gives itself with `//# sourceURL=name`, into `out`. */
static bool find_own_name(const Buffer *text, Buffer *out) {
  static const char mark[] = "# sourceURL=";
  const char *at = text->bytes, *found = NULL;
  while ((at = strstr(at, mark))) {
    if (at - text->bytes >= 2 && at[-1] == '/' && at[-2] == '/') found = at;
    at += sizeof mark - 1;
  }
  if (!found) return false;
  found += sizeof mark - 1;
  buffer_append(out, found, strcspn(found, " \t\r\n'\""));
  return out->length > 0;
}

/* What the text imports is seen from the file of the code that runs. */
static void note_file(VM *vm, Source *source) {
  const Unit *pc;
  Value *r = program_frame(vm, &pc);
  if (!r) return;
  const Source *around = frame_code(r)->source;
  const char *path = around->path ? around->path : around->name;
  source->path = base_copy(path, strlen(path) + 1);
}

static Source *add_eval_source(VM *vm, const Buffer *text) {
  Buffer name = {}, origin = {};
  bool has_name = find_own_name(text, &name);
  Source *source = vm_add_source(vm, has_name ? name.bytes : "<anonymous>",
                                 text->bytes, text->length);
  source->is_eval = true;
  note_file(vm, source);
  if (!has_name) {
    append_origin(vm, &origin);
    source->origin = base_copy(origin.bytes, origin.length + 1);
  }
  buffer_free(&name);
  buffer_free(&origin);
  return source;
}

/* ---- What is around ----------------------------------------------------- */

static void fill_names(ScopeInfo *scope, Arena *arena, OuterScope *outer) {
  u32 count = scope->cell.info;
  const u8 *kinds = scope_info_kinds(scope);
  *outer = (OuterScope){
      .kind = scope->kind,
      .takes_vars = scope->dynamic != SCOPE_INFO_NONE && !scope->is_with,
      .is_derived = scope->is_derived,
      .names = arena_allocate(arena, count * sizeof(OuterName)),
      .count = count,
  };
  for (u32 i = 0; i < count; i++) {
    Buffer text = {};
    string_append_text((String *)value_to_cell(scope->names[i]), &text);
    outer->names[i] = (OuterName){
        arena_copy(arena, text.bytes ? text.bytes : "", text.length + 1),
        (u32)text.length, kinds[i]};
    buffer_free(&text);
  }
}

static void surround(Environment *environment, Arena *arena,
                     ParseOptions *options) {
  u32 count = 0;
  for (Environment *at = environment; at; at = at->parent)
    count++;
  if (count == 0) return;
  OuterScope *scopes = arena_allocate(arena, count * sizeof(OuterScope));
  for (u32 i = 0; i < count; i++, environment = environment->parent)
    fill_names(environment->scope, arena, &scopes[i]);
  options->outer = scopes;
  options->outer_count = count;
}

/* ---- Compiling ---------------------------------------------------------- */

/* As V8: the stack says who called, and nothing of the text. Where it is wrong
 * is shown when nobody catches the error. */
static bool throw_syntax_error(VM *vm, const Source *source,
                               const SyntaxError *error) {
  Buffer text = {};
  u32 line, column;
  source_locate(source, error->start, &line, &column);
  source_excerpt(source->name, source->text, source->length, error, &text);
  buffer_clear(&vm->syntax_excerpt);
  buffer_format(&vm->syntax_excerpt, "%s:%u%s", source->name, line,
                strchr(text.bytes, '\n'));
  buffer_free(&text);
  vm_throw_error(vm, ERROR_SYNTAX, "%s", error->message);
  vm->syntax_error = vm->exception;
  return false;
}

/* `*has_templates`: it has objects of its own, each time anew. NULL when it
 * threw. */
static CodeBlock *compile(VM *vm, const Buffer *text, Environment *environment,
                          ParseOptions options, bool *has_templates) {
  Isolate *isolate = &vm->isolate;
  Arena arena = {};
  Tree tree = {};
  SyntaxError error = {};
  CodeBlock *code = NULL;
  Source *source = add_eval_source(vm, text);
  options.is_eval = true;
  surround(environment, &arena, &options);
  if (parse_script(&tree, source->text, source->length, options, &error))
    code = compile_script(isolate, &tree, source, &error);
  ROOT_CELL(&isolate->heap, CodeBlock, kept, code);
  if (!code) throw_syntax_error(vm, source, &error);
  *has_templates = tree.has_templates;
  tree_free(&tree);
  arena_free(&arena);
  if (source->users == 0) vm_drop_source(source);
  return kept;
}

static Function *close_over(VM *vm, CodeBlock *code, Environment *environment) {
  ROOT_CELL(&vm->isolate.heap, CodeBlock, kept, code);
  return function_new(
      &vm->isolate, kept, environment,
      value_from_cell(INTRINSIC(&vm->isolate, function_prototype)));
}

/* The text of a string as the parser wants it. */
static bool source_text(VM *vm, Value string, Buffer *out) {
  String *flat = string_flatten(&vm->isolate, string);
  if (!flat) return vm_throw_memory(vm);
  buffer_text(out, ""); /* never NULL */
  string_append_text(flat, out);
  return true;
}

/* ---- The same text again ------------------------------------------------ */

/* A text that was compiled for that place in the program is good for it again:
 * the scopes around it are the same, only the environments differ. The table
 * holds nothing alive; each collection empties it. */
static EvalCacheEntry *find_entry(VM *vm, String *text, u32 flags,
                                  EvalCacheEntry *wanted) {
  const Unit *pc;
  Value *r = program_frame(vm, &pc);
  if (!r) return NULL;
  const CodeBlock *site = frame_code(r);
  *wanted =
      (EvalCacheEntry){site, (u32)(pc - site->instructions), flags, text, NULL};
  u32 hash = string_hash(text) * 31 + wanted->unit;
  return &vm->eval_cache[hash % EVAL_CACHE_ENTRIES];
}

static bool entry_fits(const EvalCacheEntry *entry,
                       const EvalCacheEntry *wanted) {
  return entry->site == wanted->site && entry->unit == wanted->unit &&
         entry->flags == wanted->flags &&
         string_equals(entry->text, wanted->text);
}

static CodeBlock *compile_flat(VM *vm, String *text, Environment *environment,
                               ParseOptions options) {
  EvalCacheEntry wanted;
  u32 realm_and_flags = vm->isolate.realm_index << 8 | options.eval_flags;
  EvalCacheEntry *entry = find_entry(vm, text, realm_and_flags, &wanted);
  if (entry && entry->site && entry_fits(entry, &wanted)) return entry->code;
  Buffer source = {};
  bool has_templates;
  source_text(vm, value_from_cell(text), &source);
  CodeBlock *code = compile(vm, &source, environment, options, &has_templates);
  buffer_free(&source);
  if (!code || !entry || has_templates) return code;
  *entry = wanted;
  entry->code = code;
  return code;
}

static Function *compile_text(VM *vm, Value text, Environment *environment,
                              ParseOptions options) {
  Isolate *isolate = &vm->isolate;
  ROOT_CELL(&isolate->heap, Environment, around, environment);
  ROOT_CELL(&isolate->heap, String, flat, string_flatten(isolate, text));
  if (!flat) return vm_throw_memory(vm), NULL;
  CodeBlock *code = compile_flat(vm, flat, around, options);
  return code ? close_over(vm, code, around) : NULL;
}

bool operate_compile_eval(VM *vm, Value text, Value environment, u32 flags,
                          Value *function) {
  ParseOptions options = {.eval_flags = (EvalFlags)flags};
  Environment *around = value_is_cell(environment)
                            ? (Environment *)value_to_cell(environment)
                            : NULL;
  Function *made = compile_text(vm, text, around, options);
  if (!made) return false;
  *function = value_from_cell(made);
  return true;
}

bool vm_eval(VM *vm, Value text, Value *result) {
  Function *function = compile_text(vm, text, NULL, (ParseOptions){});
  return function && vm_call(vm, value_from_cell(function), VALUE_UNDEFINED,
                             NULL, 0, result);
}

/* ---- Function(parameters, body) ----------------------------------------- */

/* `words anonymous(p1,p2\n) {\nbody\n}`. Returns where the body begins. */
static bool assemble_function(VM *vm, const char *words, const Value *strings,
                              u32 count, Buffer *text, u32 *body_start) {
  buffer_format(text, "%s anonymous(", words);
  for (u32 i = 0; i + 1 < count; i++) {
    if (i) buffer_byte(text, ',');
    if (!source_text(vm, strings[i], text)) return false;
  }
  buffer_text(text, "\n) ");
  *body_start = (u32)text->length;
  buffer_text(text, "{\n");
  if (count && !source_text(vm, strings[count - 1], text)) return false;
  buffer_text(text, "\n}");
  return true;
}

bool vm_new_function(VM *vm, const char *words, const Value *strings, u32 count,
                     Value *result) {
  Buffer text = {};
  ParseOptions options = {.is_function = true};
  CodeBlock *code = NULL;
  bool has_templates;
  if (assemble_function(vm, words, strings, count, &text, &options.body_start))
    code = compile(vm, &text, NULL, options, &has_templates);
  buffer_free(&text);
  return code && vm_call(vm, value_from_cell(close_over(vm, code, NULL)),
                         VALUE_UNDEFINED, NULL, 0, result);
}
