/* regexp.h - the cells of regular expressions.
 *
 *   RegexpObject +--------+-------+----------+-----------+------+
 *                | header | slots | elements | lastIndex | code |
 *                +--------+-------+----------+-----------+------+
 *                                                           |
 *   RegexpCode   +--------+--------+---------+-------+ <----+
 *                | header | source | program | names |
 *                +--------+--------+---------+-------+
 *
 * The code is shared: by all objects that one literal makes, and by those that
 * are made from equal text. Its program lies outside the heap and is made when
 * the expression first runs, since many never do.
 */
#ifndef GLASSHEAP_OBJECT_REGEXP_H
#define GLASSHEAP_OBJECT_REGEXP_H

#include "object/object.h"
#include "regexp/regexp.h"

typedef struct RegexpCode {
  Cell cell; /* flags: those of the expression, REGEXP_GLOBAL and the like */
  String *source;
  RegexpProgram *program; /* NULL until it is needed */
  Value names; /* undefined, or an array: for each named group its name and its
                  number, in the order of the pattern */
  Shape *groups_shape; /* of `groups` objects, or NULL */
} RegexpCode;

typedef struct RegexpObject {
  Object object;    /* one inline slot: */
  Value last_index; /* `lastIndex`, always in slot 0 */
  RegexpCode *code;
  bool is_plain; /* made by RegExp itself, not by a class that extends it */
} RegexpObject;

/* regexp_code_new - for a pattern that is known to be good. */
RegexpCode *regexp_code_new(Isolate *isolate, String *source, u8 flags);
/* regexp_code_program - its program, made now if need be. The code is rooted by
 * the caller. */
const RegexpProgram *regexp_code_program(Isolate *isolate, RegexpCode *code);
/* regexp_check_source - whether the text is a pattern; see regexp_check. */
bool regexp_check_source(const String *source, u8 flags, RegexpError *error);
/* regexp_shape_for - the Shape {lastIndex} for a prototype. */
Shape *regexp_shape_for(Isolate *isolate, Value prototype);
/* regexp_new - an object of such a Shape, lastIndex 0. */
RegexpObject *regexp_new(Isolate *isolate, Shape *shape, RegexpCode *code);
/* regexp_match_shape_new - the Shape of what exec returns. */
Shape *regexp_match_shape_new(Isolate *isolate);
/* regexp_match_new - such an array of `count` times undefined: index, input and
 * groups are set, the items are the caller's. NULL: no memory. */
Object *regexp_match_new(Isolate *isolate, u32 count, u32 index, String *input,
                         Value groups);

/* regexp_append_flags - the letters of flags, in their order. */
void regexp_append_flags(u8 flags, Buffer *out);
/* regexp_append_text - the pattern between slashes, and its flags; for people:
 * of a long one only the beginning. */
void regexp_append_text(const RegexpCode *code, Buffer *out);

/* What the collector asks. */
void regexp_code_finalize(Heap *heap, Cell *cell);
u64 regexp_code_external(const Cell *cell);

#endif
