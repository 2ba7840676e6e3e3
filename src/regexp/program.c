/* program.c - compiling as a whole, and what others may ask of a program. */
#include "regexp/program.h"

/* The names live as long as the program; in the tree they are the arena's. */
static void copy_names(RegexpProgram *program, const RegexpTree *tree) {
  for (u32 i = 0; i < tree->names.count; i++) {
    RegexpName name = tree->names.items[i];
    name.units = base_copy(name.units, name.length * sizeof *name.units);
    vector_push(&program->names, name);
  }
}

RegexpProgram *regexp_compile(const u16 *units, u32 length, u8 flags,
                              RegexpError *error) {
  RegexpTree tree;
  RegexpProgram *program = NULL;
  if (regexp_parse(&tree, units, length, flags, error)) {
    program = base_allocate_zeroed(sizeof *program);
    regexp_analyze(&tree);
    copy_names(program, &tree);
    if (!regexp_emit(program, &tree)) {
      *error = (RegexpError){"Regular expression too large", 0};
      regexp_free(program);
      program = NULL;
    }
  }
  regexp_tree_free(&tree);
  return program;
}

void regexp_free(RegexpProgram *program) {
  if (!program) return;
  for (u32 i = 0; i < program->names.count; i++)
    free((void *)program->names.items[i].units);
  vector_free(&program->code);
  vector_free(&program->sets);
  vector_free(&program->filters);
  vector_free(&program->ranges);
  vector_free(&program->pages);
  vector_free(&program->units);
  vector_free(&program->prefix);
  vector_free(&program->names);
  free(program);
}

u32 regexp_capture_count(const RegexpProgram *program) {
  return program->capture_count;
}

const RegexpName *regexp_names(const RegexpProgram *program, u32 *count) {
  *count = program->names.count;
  return program->names.items;
}

#define BYTES(vector) ((size_t)(vector).capacity * sizeof *(vector).items)

size_t regexp_bytes(const RegexpProgram *program) {
  return sizeof *program + BYTES(program->code) + BYTES(program->sets) +
         BYTES(program->filters) + BYTES(program->ranges) +
         BYTES(program->pages) + BYTES(program->units) +
         BYTES(program->prefix) + BYTES(program->names);
}
