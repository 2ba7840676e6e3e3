/* program.h - the program as a whole: a script, a module of CommonJS or an ES
 * module, and how one is told from another.
 *
 * Node decides by the file's ending, by package.json and, for `.js` where that
 * says nothing, by the text. So do we, with one difference: a text that uses
 * neither `import` and `export` nor anything of CommonJS is a plain script,
 * whose `var`s are properties of the global object as in a browser.
 */
#ifndef GLASSHEAP_HOST_PROGRAM_H
#define GLASSHEAP_HOST_PROGRAM_H

#include "host/host.h"

typedef enum ProgramKind : u8 {
  PROGRAM_SCRIPT,
  PROGRAM_COMMONJS,
  PROGRAM_MODULE,
} ProgramKind;

typedef struct MainProgram {
  ProgramKind kind;
  const char *name; /* as people gave it */
  const char *path; /* absolute; NULL: a script without files */
  const char *text; /* UTF-8 */
  size_t length;
} MainProgram;

/* program_kind_of_text - what a text is whose file name says nothing. */
ProgramKind program_kind_of_text(const char *text, size_t length);

/* program_load - compiles the program, with all modules that it imports, and
 * gets ready what is around it: the function of the program itself. Call it
 * after host_open. NULL: threw. */
Function *program_load(VM *vm, const MainProgram *program);
/* program_run - runs it; its frame is held as vm_run_main says. */
bool program_run(VM *vm, Function *function);
/* program_check_end - nothing waits any more: a module that still awaits never
 * goes on, which is said, and gives the exit status 13. */
void program_check_end(VM *vm);

#endif
