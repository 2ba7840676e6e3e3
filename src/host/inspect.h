/* inspect.h - values as text for people, in the layout of Node's
 * util.inspect, which JavaScript programmers know by heart.
 *
 * The text of an object is made from its parts: a prefix (`Foo`, `[Function:
 * f]`, an error's stack), braces, and one entry for each item and property.
 * Entries are texts already when the layout decides whether they fit on one
 * line, go into columns, or stand one below the other; so an object's text is
 * made from the inside out.
 *
 * Looking must not disturb: getters are not called, and names of constructors
 * are read from data properties. What does run code of the program is what
 * Node runs too: Symbol.toStringTag, the parts of errors, and a method
 * [Symbol.for('nodejs.util.inspect.custom')].
 */
#ifndef GLASSHEAP_HOST_INSPECT_H
#define GLASSHEAP_HOST_INSPECT_H

#include "vm/vm.h"

constexpr u32 INSPECT_ALL = UINT32_MAX; /* no limit */

typedef struct InspectOptions {
  i32 depth;        /* how many levels are opened; -1: none */
  bool show_hidden; /* properties that are not enumerable, too */
  bool custom;      /* use the program's own inspect methods */
  u32 array_items;  /* shown of each array, Map and Set */
  u32 string_units; /* shown of each string */
  u32 line_length;  /* entries are lined up to at most this length */
} InspectOptions;

constexpr InspectOptions INSPECT_DEFAULTS = {
    .depth = 2,
    .custom = true,
    .array_items = 100,
    .string_units = 10000,
    .line_length = 80,
};

/* inspect - appends the text (WTF-8) of a value. False when code of the
 * program threw. */
bool inspect(VM *vm, Value value, const InspectOptions *options, Buffer *out);
/* inspect_read_options - changes options as an object of the program says:
 * depth, showHidden, maxArrayLength, maxStringLength, breakLength. */
bool inspect_read_options(VM *vm, Value given, InspectOptions *options);
/* inspect_quote - appends text (WTF-8) in the quotes that it needs fewest
 * escapes in. */
void inspect_quote(const char *text, size_t length, Buffer *out);
/* inspect_number - appends a number; -0 is "-0". */
void inspect_number(double number, Buffer *out);
/* inspect_width - how many columns a terminal needs for text (WTF-8). */
u32 inspect_width(const char *text, size_t length);
/* inspect_is_builtin - whether a prototype belongs to a constructor of the
 * language. */
bool inspect_is_builtin(VM *vm, Object *prototype);

#endif
