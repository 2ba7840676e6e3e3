/* inspect_parts.h - what the files of inspect share. */
#ifndef GLASSHEAP_HOST_INSPECT_PARTS_H
#define GLASSHEAP_HOST_INSPECT_PARTS_H

#include "host/inspect.h"
#include "library/support.h"
#include "vm/exotic.h"

/* The entries of an object. Each is a text of its own (WTF-8). */
typedef VECTOR(Buffer) Entries;
/* entries_add - a fresh, empty entry. It moves when another is added. */
Buffer *entries_add(Entries *entries);
void entries_free(Entries *entries);

/* One call of inspect. */
typedef struct Inspector {
  VM *vm;
  InspectOptions options;
  u32 indentation;       /* of the line that the value at hand begins on */
  u32 deepest;           /* level of the object described last */
  VECTOR(Object *) open; /* described right now; rooted by their describers */
  Object *circular; /* an array (rooted) of objects that lie in themselves */
  Key custom;       /* Symbol.for('nodejs.util.inspect.custom') (rooted) */
  u64 units_made;   /* when this grows absurd, depth is cut short */
} Inspector;

/* What stands between the braces besides named properties. */
typedef enum Contents : u8 {
  CONTENTS_NONE,
  CONTENTS_ARRAY,
  CONTENTS_SET,
  CONTENTS_MAP,
  CONTENTS_ITERATOR, /* of a Map or Set: what it has yet to yield */
  CONTENTS_UNKNOWN,  /* weak collections */
  CONTENTS_TYPED_ARRAY,
  CONTENTS_BUFFER, /* ArrayBuffer and SharedArrayBuffer */
  CONTENTS_DATA_VIEW,
  CONTENTS_PROMISE, /* its state and result */
} Contents;

/* One object on its way to text. */
typedef struct Subject {
  Object *object;     /* rooted, like `keys` */
  u32 level;          /* how deep: 0 for the value itself */
  Buffer constructor; /* its constructor's name, when it has one */
  bool has_constructor;
  Buffer tag;        /* its Symbol.toStringTag, when worth showing */
  Buffer base;       /* what stands before the braces */
  Buffer brace;      /* the opening brace with its prefix: "Foo {" */
  char closing;      /* '}' or ']' */
  bool is_list;      /* may be laid out in columns */
  bool is_namespace; /* of a module: the object is a copy */
  bool is_complete;  /* `base` is the whole text */
  Contents contents;
  Object *keys; /* the named properties: a list of keys */
  u32 key_count;
  Entries inherited; /* with show_hidden: what the prototypes add */
} Subject;

/* inspect_value - appends the text of any value at a level. */
bool inspect_value(Inspector *inspector, Value value, u32 level, Buffer *out);
/* inspect_primitive - appends anything that is not an object. */
void inspect_primitive(Inspector *inspector, Value value, Buffer *out);
/* inspect_escape - appends text with its control characters escaped. */
void inspect_escape(const char *text, size_t length, bool escape_quote,
                    Buffer *out);
/* inspect_find - where `part` begins in a text, or SIZE_MAX. */
size_t inspect_find(const char *text, size_t length, const char *part,
                    size_t part_length);
/* inspect_is_too_deep - objects at this level are only named. */
bool inspect_is_too_deep(const Inspector *inspector, u32 level);
/* inspect_is_named - whether the constructor's name is `name`. */
bool inspect_is_named(const Subject *subject, const char *name);

/* Names (inspect_names.c). */

/* inspect_name - finds constructor and tag of a subject. */
bool inspect_name(Inspector *inspector, Subject *subject);
/* inspect_prefix - "Foo(2) [tag] ": `size` is "(2)" or "", `fallback` the
 * name when there is no constructor. */
void inspect_prefix(const Subject *subject, const char *fallback,
                    const char *size, Buffer *out);
/* inspect_title - the same with the kind of object as the fallback. */
void inspect_title(Inspector *inspector, const Subject *subject, Buffer *out);
/* inspect_function, inspect_boxed - set the base of such a subject. */
bool inspect_function(Inspector *inspector, Subject *subject);
bool inspect_boxed(Inspector *inspector, Subject *subject);
/* inspect_regexp - the same. */
bool inspect_regexp(Inspector *inspector, Subject *subject);

/* Entries (inspect_entries.c). */

/* inspect_keys - finds the properties that are shown by name; `indices` tells
 * whether those with an index are among them. */
bool inspect_keys(Inspector *inspector, Subject *subject, bool indices);
/* inspect_contents - makes the entries of a subject. */
bool inspect_contents(Inspector *inspector, const Subject *subject,
                      Entries *entries);
/* inspect_property - the entry of one own property of `holder` (or, when it
 * has none of that key, of what it inherits). */
bool inspect_property(Inspector *inspector, Object *holder, Key key, u32 level,
                      bool with_name, Buffer *out);

/* Binary data (inspect_binary.c). */

/* inspect_typed_array, inspect_buffer, inspect_data_view - set the braces and
 * contents of such a subject. */
bool inspect_typed_array(Inspector *inspector, Subject *subject);
bool inspect_buffer(Subject *subject);
bool inspect_data_view(Subject *subject);
/* inspect_binary - the entries of their contents. */
bool inspect_binary(Inspector *inspector, const Subject *subject,
                    Entries *entries);

/* Errors (inspect_error.c). */

/* inspect_is_error - an Error, or an object that inherits from one. */
bool inspect_is_error(Inspector *inspector, Object *object);
/* inspect_error - sets the base of an error to its stack. */
bool inspect_error(Inspector *inspector, Subject *subject);

/* Layout (inspect_layout.c). */

/* inspect_layout - puts base, braces and entries together. `items` is the
 * array whose items the entries are, or undefined. */
bool inspect_layout(Inspector *inspector, const Subject *subject,
                    Entries *entries, Value items, Buffer *out);
/* inspect_units - the length of WTF-8 text in UTF-16 code units. */
u32 inspect_units(const Buffer *text);
/* inspect_spaces - appends that many spaces. */
void inspect_spaces(Buffer *out, u32 count);

#endif
