/* compiler.c - compiling a script or a module: the way in, names to atoms, and
 * errors.
 */
#include "base/number.h"
#include "bytecode/function_compiler.h"

/* ---- Errors ------------------------------------------------------------- */

void compile_fail(FunctionCompiler *f, const char *message, u32 start,
                  u32 end) {
  Compiler *compiler = f->compiler;
  if (compiler->has_failed) return;
  compiler->has_failed = true;
  *compiler->error = (SyntaxError){
      .message = message,
      .start = start,
      .end = end,
  };
}

/* ---- Names to atoms ----------------------------------------------------- */

static struct NameAtom *name_place(Compiler *compiler, const Name *name) {
  u32 mask = compiler->atom_capacity - 1;
  for (u32 i = name->hash;; i++) {
    struct NameAtom *place = &compiler->atoms[i & mask];
    if (!place->name || place->name == name) return place;
  }
}

static void grow_atoms(Compiler *compiler) {
  struct NameAtom *old = compiler->atoms;
  u32 old_capacity = compiler->atom_capacity;
  compiler->atom_capacity = old_capacity ? 2 * old_capacity : 64;
  compiler->atoms = base_allocate_zeroed(compiler->atom_capacity * sizeof *old);
  for (u32 i = 0; i < old_capacity; i++) {
    if (old[i].name) *name_place(compiler, old[i].name) = old[i];
  }
  free(old);
}

Value compile_atom(FunctionCompiler *f, const Name *name) {
  return compiler_atom(f->compiler, name);
}

Value compiler_atom(Compiler *compiler, const Name *name) {
  if (2 * compiler->atom_count >= compiler->atom_capacity) grow_atoms(compiler);
  struct NameAtom *place = name_place(compiler, name);
  if (!place->name) {
    String *atom =
        string_intern_text(compiler->isolate, name->bytes, name->length);
    *place = (struct NameAtom){name, value_from_cell(atom)};
    compiler->atom_count++;
  }
  return place->atom;
}

Value compile_prefixed_atom(FunctionCompiler *f, const char *prefix,
                            Value name) {
  Buffer text = {};
  buffer_text(&text, prefix);
  string_append_text((String *)value_to_cell(name), &text);
  String *atom =
      string_intern_text(f->compiler->isolate, text.bytes, text.length);
  buffer_free(&text);
  return value_from_cell(atom);
}

Value compile_number_atom(FunctionCompiler *f, double number) {
  char text[NUMBER_TEXT_BYTES];
  size_t length = number_to_text(number, text);
  return value_from_cell(
      string_intern_text(f->compiler->isolate, text, length));
}

/* ---- Scripts and modules ------------------------------------------------ */

/* `parts` is a module's, NULL of a script. NULL after an error. */
static CodeBlock *compile_all(Isolate *isolate, Tree *tree, Source *source,
                              ModuleParts *parts, SyntaxError *error) {
  Compiler compiler = {
      .isolate = isolate,
      .tree = tree,
      .source = source,
      .error = error,
  };
  /* Nothing here is rooted: what is being made waits in C memory. */
  isolate->heap.no_collect++;
  CodeBlock *code = compile_script_code(&compiler, tree->script);
  if (parts) compile_module_parts(&compiler, tree->script, parts);
  isolate->heap.no_collect--;
  free(compiler.atoms);
  return compiler.has_failed ? NULL : code;
}

CodeBlock *compile_script(Isolate *isolate, Tree *tree, Source *source,
                          SyntaxError *error) {
  return compile_all(isolate, tree, source, NULL, error);
}

bool compile_module(Isolate *isolate, Tree *tree, Source *source,
                    ModuleParts *parts, SyntaxError *error) {
  parts->code = compile_all(isolate, tree, source, parts, error);
  return parts->code;
}
