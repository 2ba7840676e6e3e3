/* iteration.h - walking an iterator step by step.
 *
 * vm_iterate walks an iterable to its end in one call. Where the language
 * looks at the parts of the protocol by themselves (Array.from asks for the
 * method first, Set methods walk keys() of anything, iterator helpers keep an
 * iterator between calls) these functions are the steps. `iterator` and `next`
 * are the caller's to keep rooted.
 *
 * A step on an untouched built-in iterator goes straight to its code and makes
 * no result object.
 */
#ifndef GLASSHEAP_LIBRARY_ITERATION_H
#define GLASSHEAP_LIBRARY_ITERATION_H

#include "library/collection.h"

/* iteration_open - calls `method` (of Symbol.iterator) on the iterable. */
bool iteration_open(VM *vm, Value iterable, Value method, Value *iterator,
                    Value *next);
/* iteration_step - `*done` at the end, else the next item in `*value`. */
bool iteration_step(VM *vm, Value iterator, Value next, Value *value,
                    bool *done);
/* iteration_close - calls `return` when there is one. */
bool iteration_close(VM *vm, Value iterator);
/* iteration_abandon - the same while an exception passes: it stays the one
 * that is thrown. Always false. */
bool iteration_abandon(VM *vm, Value iterator);

/* iterator_advance - one step of a built-in iterator of any kind. */
typedef bool IteratorAdvance(VM *vm, Iterator *iterator, Value *value,
                             bool *done);
IteratorAdvance array_iterator_advance, table_iterator_advance,
    string_iterator_advance, regexp_iterator_advance;
/* The `next` methods of the other families' iterators. */
NativeCode map_iterator_next, set_iterator_next, string_iterator_next,
    regexp_iterator_next;

/* ITERATOR_IN_RANGE - whether a value is a built-in iterator of these kinds. */
#define ITERATOR_IN_RANGE(value, first, last)                                  \
  (value_is_kind(value, KIND_ITERATOR) &&                                      \
   ((Iterator *)value_to_cell(value))->kind >= (first) &&                      \
   ((Iterator *)value_to_cell(value))->kind <= (last))

/* iterator_next - the body of a `next` method, around one step. */
bool iterator_next(VM *vm, Call *call, IteratorAdvance *advance);
/* iterator_open_prototype - a prototype of built-in iterators with its `next`
 * and its tag; the function it returns is `next`. */
NativeFunction *iterator_open_prototype(VM *vm, Intrinsic intrinsic,
                                        const char *tag, NativeCode *next);

#endif
