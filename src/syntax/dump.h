/* dump.h - a syntax tree as text: for tests and for the curious. */
#ifndef GLASSHEAP_SYNTAX_DUMP_H
#define GLASSHEAP_SYNTAX_DUMP_H

#include "base/buffer.h"
#include "syntax/parser.h"

/* dump_tree - appends the tree, a node a line, indented by depth. Scopes stand
 * where they are entered: `scope block: let x captured, const y`. A name in a
 * tree is `x` when global, `x -> let` when it is a variable, with `?` when the
 * use is checked for initialisation and `^` when the variable is captured. */
void dump_tree(const Tree *tree, Buffer *out);

#endif
