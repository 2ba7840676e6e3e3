/* properties.c - looking into the tables of tools/unicode-properties.mjs. */
#include "regexp/properties.h"

typedef enum PropertyKind : u8 {
  PROPERTY_CATEGORY,   /* General_Category=name, or the name alone */
  PROPERTY_BINARY,     /* the name alone */
  PROPERTY_SCRIPT,     /* Script=name */
  PROPERTY_EXTENSIONS, /* Script_Extensions=name */
  PROPERTY_SEQUENCE,   /* a property of strings */
} PropertyKind;

typedef struct PropertyName {
  PropertyKind kind;
  const char *name;
  u32 offset; /* in UNICODE_DATA */
  u32 count;  /* ranges or strings */
} PropertyName;

typedef struct CasePair {
  u32 letter, canonical;
} CasePair;

#include "unicode_properties.h"

/* ---- Properties --------------------------------------------------------- */

static const PropertyName *find_name(PropertyKind kind, const char *name) {
  for (u32 i = 0; i < ARRAY_COUNT(UNICODE_NAMES); i++)
    if (UNICODE_NAMES[i].kind == kind && !strcmp(UNICODE_NAMES[i].name, name))
      return &UNICODE_NAMES[i];
  return NULL;
}

static u32 read_number(u32 *offset) {
  u32 number = 0;
  for (u32 shift = 0;; shift += 7) {
    u8 byte = UNICODE_DATA[(*offset)++];
    number |= (u32)(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
}

static bool add_ranges(const PropertyName *property, CharSet *set) {
  if (!property) return false;
  u32 offset = property->offset, at = 0;
  for (u32 i = 0; i < property->count; i++) {
    u32 first = at + read_number(&offset);
    at = first + read_number(&offset);
    charset_add(set, first, at - 1);
  }
  charset_normalize(set);
  return true;
}

static bool is_either(const char *name, const char *long_name,
                      const char *short_name) {
  return !strcmp(name, long_name) || !strcmp(name, short_name);
}

bool properties_find(const char *name, const char *value, CharSet *set) {
  if (!value) {
    const PropertyName *property = find_name(PROPERTY_CATEGORY, name);
    if (!property) property = find_name(PROPERTY_BINARY, name);
    return add_ranges(property, set);
  }
  if (is_either(name, "General_Category", "gc"))
    return add_ranges(find_name(PROPERTY_CATEGORY, value), set);
  if (is_either(name, "Script", "sc"))
    return add_ranges(find_name(PROPERTY_SCRIPT, value), set);
  if (is_either(name, "Script_Extensions", "scx"))
    return add_ranges(find_name(PROPERTY_EXTENSIONS, value), set);
  return false;
}

bool properties_find_strings(Arena *arena, const char *name,
                             CharStrings *strings) {
  const PropertyName *property = find_name(PROPERTY_SEQUENCE, name);
  if (!property) return false;
  u32 offset = property->offset;
  strings->count = property->count;
  strings->items =
      arena_allocate(arena, property->count * sizeof *strings->items);
  for (u32 i = 0; i < property->count; i++) {
    CharString *string = &strings->items[i];
    string->length = read_number(&offset);
    string->points =
        arena_allocate(arena, string->length * sizeof *string->points);
    for (u32 k = 0; k < string->length; k++)
      string->points[k] = read_number(&offset);
  }
  return true;
}

/* ---- Letter case -------------------------------------------------------- */

/* A mapping, sorted both ways. */
typedef struct CaseTable {
  const CasePair *by_letter, *by_canonical;
  u32 count;
} CaseTable;

static const CaseTable tables[2] = {
    {UNICODE_UPPER_BY_LETTER, UNICODE_UPPER_BY_CANONICAL,
     ARRAY_COUNT(UNICODE_UPPER_BY_LETTER)},
    {UNICODE_FOLD_BY_LETTER, UNICODE_FOLD_BY_CANONICAL,
     ARRAY_COUNT(UNICODE_FOLD_BY_LETTER)},
};

/* The index of the first pair whose letter is at least that. */
static u32 first_letter(const CaseTable *table, u32 letter) {
  u32 low = 0, high = table->count;
  while (low < high) {
    u32 middle = (low + high) / 2;
    if (table->by_letter[middle].letter < letter)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static u32 first_canonical(const CaseTable *table, u32 canonical) {
  u32 low = 0, high = table->count;
  while (low < high) {
    u32 middle = (low + high) / 2;
    if (table->by_canonical[middle].canonical < canonical)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

u32 case_canonical(u32 code_point, bool folds) {
  const CaseTable *table = &tables[folds];
  u32 index = first_letter(table, code_point);
  return index < table->count && table->by_letter[index].letter == code_point
             ? table->by_letter[index].canonical
             : code_point;
}

/* Adds a canonical letter and all that map to it. */
static void add_family(const CaseTable *table, u32 canonical, CharSet *set) {
  charset_add(set, canonical, canonical);
  for (u32 i = first_canonical(table, canonical);
       i < table->count && table->by_canonical[i].canonical == canonical; i++)
    charset_add(set, table->by_canonical[i].letter,
                table->by_canonical[i].letter);
}

void case_close(CharSet *set, bool folds) {
  const CaseTable *table = &tables[folds];
  u32 count = set->count;
  for (u32 i = 0; i < count; i++) {
    CharRange range = set->ranges[i];
    for (u32 k = first_letter(table, range.first);
         k < table->count && table->by_letter[k].letter <= range.last; k++)
      add_family(table, table->by_letter[k].canonical, set);
    for (u32 k = first_canonical(table, range.first);
         k < table->count && table->by_canonical[k].canonical <= range.last;
         k++)
      charset_add(set, table->by_canonical[k].letter,
                  table->by_canonical[k].letter);
  }
  charset_normalize(set);
}
