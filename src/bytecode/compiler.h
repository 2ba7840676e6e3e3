/* compiler.h - from syntax tree to bytecode.
 *
 * One pass over the tree, function by function. Variables that no closure
 * captures are registers, used as operands where they stand; expressions go
 * straight to the register that wants them.
 *
 * DeclareGlobals takes a constant that is an array of triples [name, kind,
 * slot]: kind is a DeclaredKind. Functions are stored by SetGlobal afterwards.
 * LET and CONST live in the environment that its R names; the third item is
 * then the slot, or undefined when the variable is a register. It throws when
 * a name is taken.
 */
#ifndef GLASSHEAP_BYTECODE_COMPILER_H
#define GLASSHEAP_BYTECODE_COMPILER_H

#include "bytecode/code_block.h"
#include "syntax/parser.h"

/* compile_script - the code block of a parsed script (all inner functions
 * compiled too). NULL with `*error` filled when it uses something that cannot
 * run. The result is not rooted. Collections are held off while it works. */
CodeBlock *compile_script(Isolate *isolate, Tree *tree, Source *source,
                          SyntaxError *error);

/* What a module asks of others and gives to them, as plain arrays of so many
 * items each. A request is an index of `requests`; places are byte offsets of
 * the source, for messages. */
typedef struct ModuleParts {
  CodeBlock *code;  /* makes the environment; returns the body, a function */
  Object *requests; /* specifier, attributes (an array of keys and values, or
                       undefined), start, end */
  Object *imports;  /* slot, request, name (null: the namespace), start, end */
  Object *exports;  /* name (undefined: all), request (undefined: an own
                       variable), slot or name there (null: the namespace),
                       start, end */
} ModuleParts;
constexpr u32 REQUEST_ITEMS = 4, IMPORT_ITEMS = 5, EXPORT_ITEMS = 5;

/* compile_module - the parts of a parsed module; false with `*error` filled.
 * They are not rooted. */
bool compile_module(Isolate *isolate, Tree *tree, Source *source,
                    ModuleParts *parts, SyntaxError *error);

#endif
