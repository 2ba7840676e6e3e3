/* source.c - offsets of bytes as lines and columns, and excerpts to show. */
#include "base/buffer.h"
#include "base/unicode.h"
#include "syntax/parser.h"

/* Columns of a line that an excerpt shows at most. */
constexpr u32 EXCERPT_COLUMNS = 100;
constexpr u32 EXCERPT_BEFORE = 60; /* of those, before the error */

/* The code point at `*at`, moving past it; \r\n counts as one \n. */
static u32 next_code_point(const char *source, size_t length, size_t *at) {
  const char *cursor = source + *at, *end = source + length;
  u32 c = unicode_decode(&cursor, end);
  if (c == '\r' && cursor < end && *cursor == '\n') {
    cursor++;
    c = '\n';
  }
  *at = (size_t)(cursor - source);
  return c;
}

void source_position(const char *source, size_t length, u32 offset, u32 *line,
                     u32 *column) {
  size_t at = 0;
  if (offset > length) offset = (u32)length;
  *line = *column = 1;
  while (at < offset) {
    u32 c = next_code_point(source, length, &at);
    if (at > offset) break; /* between \r and \n, or inside a character */
    if (unicode_is_line_terminator(c)) {
      ++*line;
      *column = 1;
    } else {
      *column += c >= 0x10000 ? 2 : 1;
    }
  }
}

/* ---- Excerpts ---- */

typedef struct Line {
  size_t start, end; /* without its terminator */
} Line;

static Line line_around(const char *source, size_t length, size_t offset) {
  Line line = {};
  size_t at = 0;
  while (at < offset) {
    u32 c = next_code_point(source, length, &at);
    if (unicode_is_line_terminator(c) && at <= offset) line.start = at;
  }
  for (at = line.end = line.start; at < length; line.end = at)
    if (unicode_is_line_terminator(next_code_point(source, length, &at))) break;
  return line;
}

static size_t step_back(const char *source, size_t at) {
  do
    at--;
  while (((u8)source[at] & 0xC0) == 0x80);
  return at;
}

static bool is_control(u32 c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0xD800 && c < 0xE000) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* The text from `start` to `end`, with whatever would disturb a terminal made
 * visible. */
static void append_visible(Buffer *out, const char *source, size_t start,
                           size_t end) {
  const char *cursor = source + start;
  while (cursor < source + end) {
    u32 c = unicode_decode(&cursor, source + end);
    buffer_code_point(out, c == '\t' ? ' ' : is_control(c) ? 0xFFFD : c);
  }
}

static u32 columns_between(const char *source, size_t start, size_t end) {
  u32 count = 0;
  for (const char *cursor = source + start; cursor < source + end; count++)
    unicode_decode(&cursor, source + end);
  return count;
}

/* Cuts a long line to what is near the error. */
static Line cut_line(const char *source, Line line, size_t offset) {
  Line cut = {offset, offset};
  for (u32 i = 0; i < EXCERPT_BEFORE && cut.start > line.start; i++)
    cut.start = step_back(source, cut.start);
  u32 left = EXCERPT_COLUMNS - columns_between(source, cut.start, offset);
  for (; left && cut.end < line.end; left--) {
    const char *cursor = source + cut.end;
    unicode_decode(&cursor, source + line.end);
    cut.end = (size_t)(cursor - source);
  }
  return cut;
}

static void append_carets(Buffer *out, const char *source, Line shown,
                          size_t start, size_t end) {
  u32 before = columns_between(source, shown.start, start);
  u32 carets = end > start ? columns_between(source, start, end) : 0;
  for (u32 i = 0; i < before; i++)
    buffer_byte(out, ' ');
  for (u32 i = 0; i < (carets ? carets : 1); i++)
    buffer_byte(out, '^');
  buffer_byte(out, '\n');
}

void source_excerpt(const char *file, const char *source, size_t length,
                    const SyntaxError *error, Buffer *out) {
  u32 line_number, column;
  size_t start = error->start < length ? error->start : length;
  source_position(source, length, (u32)start, &line_number, &column);
  buffer_format(out, "%s:%u:%u: SyntaxError: %s\n", file, line_number, column,
                error->message);
  Line line = line_around(source, length, start);
  if (start > line.end) start = line.end;
  Line shown = cut_line(source, line, start);
  bool cut_before = shown.start > line.start, cut_after = shown.end < line.end;
  if (cut_before) buffer_text(out, "...");
  append_visible(out, source, shown.start, shown.end);
  if (cut_after) buffer_text(out, "...");
  buffer_byte(out, '\n');
  if (cut_before) buffer_text(out, "   ");
  size_t end = error->end < shown.end ? error->end : shown.end;
  append_carets(out, source, shown, start, end);
}
