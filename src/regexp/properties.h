/* properties.h - what Unicode 17 says of code points: the properties that \p
 * names, and which letters are one when case is ignored.
 *
 * Two ways of ignoring case exist. With the flag u or v, letters are compared
 * by simple case folding (ſ is s, the Kelvin sign is k); without, by upper
 * case as far as that is one unit, and never from outside ASCII into it. Both
 * are a mapping from each letter to a canonical one, and a set that is closed
 * under it, holding with any letter all that map to the same, can be matched
 * without looking at case again.
 */
#ifndef GLASSHEAP_REGEXP_PROPERTIES_H
#define GLASSHEAP_REGEXP_PROPERTIES_H

#include "regexp/charset.h"

/* One string of a property of strings. */
typedef struct CharString {
  u32 *points;
  u32 length;
} CharString;

typedef struct CharStrings {
  CharString *items;
  u32 count;
} CharStrings;

/* properties_find - \p{name=value}, or with no value (NULL) \p{name}: adds the
 * code points to `set`. False when there is no such property. */
bool properties_find(const char *name, const char *value, CharSet *set);
/* properties_find_strings - \p{name} for a property of strings; the strings
 * are the arena's. */
bool properties_find_strings(Arena *arena, const char *name,
                             CharStrings *strings);

/* case_canonical - what stands for a letter, itself when nothing does. */
u32 case_canonical(u32 code_point, bool folds);
/* case_close - adds to a normalized set whatever has a canonical letter in
 * common with it, and normalizes again. */
void case_close(CharSet *set, bool folds);

#endif
