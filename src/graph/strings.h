/* strings.h - the strings of a snapshot, left where they are in the file.
 *
 * The strings section is scanned once, 64 bytes at a time, to see where it
 * ends and how many strings it has; the place of every sixteenth is kept (half
 * a byte a string). A string is found again by going on from there. Its text
 * stays as the file has it, escapes and all, until somebody wants to read it.
 */
#ifndef GLASSHEAP_GRAPH_STRINGS_H
#define GLASSHEAP_GRAPH_STRINGS_H

#include "base/buffer.h"
#include "base/vector.h"

/* Strings that the analysis has to recognise: name, text. */
#define KNOWN_STRINGS(KNOWN)                                                   \
  KNOWN(OBJECT, "Object")                                                      \
  KNOWN(PROTO, "__proto__")                                                    \
  KNOWN(ELEMENTS, "elements")                                                  \
  KNOWN(FIRST, "first")                                                        \
  KNOWN(SECOND, "second")                                                      \
  KNOWN(SLOPPY_FUNCTION_MAP, "sloppy_function_map")                            \
  KNOWN(NATIVE_CONTEXT, "system / NativeContext")                              \
  KNOWN(MAP_DESCRIPTORS, "(map descriptors)")                                  \
  KNOWN(EXTERNAL_STRING_DATA, "system / ExternalStringData")                   \
  KNOWN(DOCUMENT_TREES, "(Document DOM trees)")                                \
  KNOWN(TABLE, "table")                                                        \
  KNOWN(PROPERTIES, "properties")                                              \
  KNOWN(BACKING_STORE, "backing_store")                                        \
  KNOWN(EVENTS, "_events")                                                     \
  KNOWN(LISTENER, "listener")                                                  \
  KNOWN(SHARED, "shared")

typedef enum KnownString : u8 {
#define KNOWN(name, text) STRING_##name,
  KNOWN_STRINGS(KNOWN)
#undef KNOWN
      STRING_KNOWN_COUNT
} KnownString;

constexpr u32 NO_STRING = UINT32_MAX;

typedef struct Strings {
  const u8 *text; /* what follows the opening bracket */
  size_t length;  /* up to the closing bracket */
  u32 count;
  bool is_truncated;             /* the file ends within */
  bool is_malformed;             /* something other than strings, at `length` */
  u32 known[STRING_KNOWN_COUNT]; /* their indices, or NO_STRING */
  VECTOR(u64) anchors;           /* the place of every sixteenth */
  /* Names that V8 gives to both edges of a WeakMap's entry: "3 / part of key
   * (...) -> value (...) pair in WeakMap (table @id)"; in rising order. */
  VECTOR(u32) ephemerons;
} Strings;

/* The text of one string as the file has it, between the quotes. */
typedef struct RawString {
  const char *text;
  size_t length;
} RawString;

/* strings_scan - finds the strings in at most `limit` bytes after the opening
 * bracket. */
Strings strings_scan(const u8 *text, size_t limit);
void strings_free(Strings *strings);

/* strings_raw - string `index`; an empty one where there is none. */
RawString strings_raw(const Strings *strings, u32 index);
/* strings_append - appends it as UTF-8: escapes are resolved; what is not
 * UTF-8, and zero, becomes U+FFFD. */
void strings_append(const Strings *strings, u32 index, Buffer *out);
/* strings_decode - the same for a text that was found before. */
void strings_decode(RawString raw, Buffer *out);
/* strings_clean - appends a text that has no escapes, what is not UTF-8 in it
 * as U+FFFD. */
void strings_clean(const char *text, size_t length, Buffer *out);

/* Goes through strings in order. */
typedef struct StringReader {
  const u8 *at, *end;
} StringReader;

/* strings_seek - a reader before string `index`. */
StringReader strings_seek(const Strings *strings, u32 index);
/* strings_next - the next one, of which there is one. */
RawString strings_next(StringReader *reader);

/* strings_is_ephemeron - whether that is the name of a WeakMap's entry. */
bool strings_is_ephemeron(const Strings *strings, u32 index);

#endif
