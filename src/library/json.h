/* json.h - what the files of JSON share.
 *
 * Parsing is one loop over the text with two stacks of its own, so that depth
 * costs no C stack: the open containers, and the values inside them that are
 * complete. When a container closes, its values leave the stack and become an
 * exactly sized array, or an object whose Shape is reached through the same
 * transitions that assignments would take.
 */
#ifndef GLASSHEAP_LIBRARY_JSON_H
#define GLASSHEAP_LIBRARY_JSON_H

#include "library/support.h"

/* ---- A stack of values that the collector sees -------------------------- */

/* An Elements cell used as a stack; the owner keeps the pointer in a root. */
typedef Elements JsonStack;

/* json_stack_new - an empty stack; never fails for small capacities. */
JsonStack *json_stack_new(VM *vm, u32 capacity);
/* json_stack_grow - twice the room in `*stack`; false: no memory (thrown). */
bool json_stack_grow(VM *vm, JsonStack **stack);

/* json_stack_push - on a stack that has room. */
ALWAYS_INLINE void json_stack_push(VM *vm, JsonStack *stack, Value value) {
  assert(stack->length < stack->capacity);
  cell_write_new(&vm->isolate.heap, stack, &stack->values[stack->length],
                 value);
  stack->length++;
}
/* json_stack_drop - all but the lowest `length` values. */
ALWAYS_INLINE void json_stack_drop(VM *vm, JsonStack *stack, u32 length) {
  for (u32 i = length; i < stack->length; i++)
    cell_forget(&vm->isolate.heap, stack, stack->values[i]);
  stack->length = length;
}

/* ---- Parsing ------------------------------------------------------------ */

typedef struct JsonFrame {
  u32 base; /* where the container's values begin on the stack */
  bool is_array;
} JsonFrame;

typedef struct JsonParser {
  VM *vm;
  String *text;      /* rooted by the caller, like the stacks */
  u32 at, length;    /* code units */
  u32 start;         /* where the value that was just read began */
  JsonStack *values; /* of objects: key, value, key, value, ... */
  /* Beside every value its record, [value, source text or child records], for
   * revivers that want to see the source; NULL without a reviver. */
  JsonStack *records;
  JsonStack *keys;      /* recent keys, see json_find_key; rooted */
  Value result, record; /* rooted by the caller, too */
  VECTOR(JsonFrame) frames;
} JsonParser;

/* json_parse - parses the whole text into parser->result. False: threw. */
bool json_parse(JsonParser *parser);
/* json_parse_text - JSON.parse of a string that is kept alive, without a
 * reviver: runs nothing of the program's. False: threw. */
bool json_parse_text(VM *vm, String *text, Value *value);
/* Errors, all SyntaxErrors and false. */
typedef enum JsonError : u8 {
  JSON_ERROR_TOKEN, /* whatever stands there was not expected */
#define JSON_ERROR(name, text) JSON_ERROR_##name,
#define JSON_ERRORS(JSON_ERROR)                                                \
  JSON_ERROR(CONTROL, "Bad control character in string literal in JSON")       \
  JSON_ERROR(ESCAPE, "Bad escaped character in JSON")                          \
  JSON_ERROR(UNICODE, "Bad Unicode escape in JSON")                            \
  JSON_ERROR(UNTERMINATED, "Unterminated string in JSON")                      \
  JSON_ERROR(MINUS, "No number after minus sign in JSON")                      \
  JSON_ERROR(FRACTION, "Unterminated fractional number in JSON")               \
  JSON_ERROR(EXPONENT, "Exponent part is missing a number in JSON")            \
  JSON_ERROR(COLON, "Expected ':' after property name in JSON")                \
  JSON_ERROR(ITEM_END, "Expected ',' or ']' after array element in JSON")      \
  JSON_ERROR(ENTRY_END, "Expected ',' or '}' after property value in JSON")    \
  JSON_ERROR(FIRST_NAME, "Expected property name or '}' in JSON")              \
  JSON_ERROR(NAME, "Expected double-quoted property name in JSON")             \
  JSON_ERROR(TRAILING, "Unexpected non-whitespace character after JSON")
  JSON_ERRORS(JSON_ERROR)
#undef JSON_ERROR
} JsonError;
/* json_fail - throws about the unit at parser->at. Always false. */
bool json_fail(JsonParser *parser, JsonError error);

/* ---- Writing ------------------------------------------------------------ */

/* json_stringify - JSON.stringify. */
bool json_stringify(VM *vm, Call *call);
/* json_quote - appends a string in JSON's quotes. */
void json_quote(StringBuilder *out, const String *string);
/* json_throw_circular - TypeError that shows the way round. `path` holds the
 * open containers and the keys that led to them: object, key, object, ...;
 * `start` is where the circle begins on it. Always false. */
bool json_throw_circular(VM *vm, const JsonStack *path, u32 start, Key key);

/* ---- Raw JSON ----------------------------------------------------------- */

/* json_is_raw - whether an object was made by JSON.rawJSON: those carry a
 * property under a private symbol, which the functions of JSON know. */
bool json_is_raw(VM *vm, Value symbol, Object *object);

#endif
