/* ink.c - colours, signs and columns. */
#define _GNU_SOURCE
#include "cli/ink.h"

#include "base/quantity.h"
#include "base/unicode.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

constexpr u32 WIDTH_DEFAULT = 100, WIDTH_LEAST = 40, WIDTH_MOST = 160;

static const char *const colors[] = {
    [COLOR_PLAIN] = "",        [COLOR_HEADING] = "\x1b[1m",
    [COLOR_MARK] = "\x1b[1m",  [COLOR_DIM] = "\x1b[2m",
    [COLOR_NAME] = "",         [COLOR_WORD] = "\x1b[36m",
    [COLOR_CELL] = "\x1b[33m", [COLOR_ERROR] = "\x1b[31m",
};

static const struct {
  const char *box, *ascii;
} signs[] = {
    [SIGN_BAR] = {"│", "|"},   [SIGN_BRANCH] = {"├", "|-"},
    [SIGN_LAST] = {"└", "`-"}, [SIGN_ARROW] = {"→", "->"},
    [SIGN_HERE] = {"▶", ">"},  [SIGN_RULE] = {"─", "-"},
    [SIGN_BLOCK] = {"█", "#"}, [SIGN_DOTS] = {"…", "..."},
};

/* ---- Style -------------------------------------------------------------- */

static bool locale_is_utf8(void) {
  static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
  for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
    const char *value = getenv(names[i]);
    if (!value || !*value) continue;
    return strcasestr(value, "utf-8") || strcasestr(value, "utf8");
  }
  return false;
}

static u32 terminal_width(int file) {
  struct winsize size;
  const char *columns = getenv("COLUMNS");
  u32 width = WIDTH_DEFAULT;
  if (!ioctl(file, TIOCGWINSZ, &size) && size.ws_col)
    width = size.ws_col;
  else if (columns && atoi(columns) > 0)
    width = (u32)atoi(columns);
  if (width < WIDTH_LEAST) return WIDTH_LEAST;
  return width < WIDTH_MOST ? width : WIDTH_MOST;
}

PictureStyle picture_style(int file) {
  const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
  bool is_terminal = isatty(file);
  return (PictureStyle){
      .has_color = is_terminal && !(no_color && *no_color) &&
                   !(term && !strcmp(term, "dumb")),
      .has_boxes = locale_is_utf8(),
      .width = terminal_width(file),
  };
}

/* ---- Text --------------------------------------------------------------- */

static bool is_continuation(char byte) {
  return (byte & 0xC0) == 0x80;
}

u32 ink_width(const char *text) {
  u32 width = 0;
  for (; *text; text++)
    width += !is_continuation(*text);
  return width;
}

static void put_raw(Ink *ink, const char *text) {
  buffer_text(ink->out, text);
  ink->column += ink_width(text);
}

static const char *sign_text(const Ink *ink, Sign sign) {
  return ink->style.has_boxes ? signs[sign].box : signs[sign].ascii;
}

/* The characters that terminals obey: C0, delete, C1. */
static bool is_control(u32 code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

/* One character: as it is, or in words when a terminal would obey it, or
 * cannot show it. */
static const char *put_character(Ink *ink, const char *text) {
  constexpr u32 ELLIPSIS = 0x2026;
  const char *next = text;
  char shown[16];
  u32 code_point = unicode_decode(&next, text + strlen(text));
  if (is_control(code_point)) {
    snprintf(shown, sizeof shown, "\\x%02x", code_point);
    put_raw(ink, shown);
  } else if (code_point < 0x80 || ink->style.has_boxes) {
    buffer_append(ink->out, text, (size_t)(next - text));
    ink->column++;
  } else if (code_point == ELLIPSIS) {
    put_raw(ink, sign_text(ink, SIGN_DOTS));
  } else {
    snprintf(shown, sizeof shown, "\\u{%x}", code_point);
    put_raw(ink, shown);
  }
  return next;
}

static void begin_color(Ink *ink, Color color) {
  if (ink->style.has_color) buffer_text(ink->out, colors[color]);
}

static void end_color(Ink *ink, Color color) {
  if (ink->style.has_color && *colors[color]) buffer_text(ink->out, "\x1b[0m");
}

void ink_text(Ink *ink, Color color, const char *text) {
  u32 room =
      ink->style.width > ink->column ? ink->style.width - ink->column : 0;
  bool is_cut = ink_width(text) > room;
  u32 dots = is_cut ? ink_width(sign_text(ink, SIGN_DOTS)) : 0;
  u32 end = ink->style.width - (dots < ink->style.width ? dots : 0);
  if (!room) return;
  begin_color(ink, color);
  while (*text && ink->column < end)
    text = put_character(ink, text);
  if (*text) put_raw(ink, sign_text(ink, SIGN_DOTS));
  end_color(ink, color);
}

void ink_format(Ink *ink, Color color, const char *format, ...) {
  char text[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  ink_text(ink, color, text);
}

void ink_sign(Ink *ink, Color color, Sign sign) {
  begin_color(ink, color);
  put_raw(ink, sign_text(ink, sign));
  end_color(ink, color);
}

void ink_to(Ink *ink, u32 column) {
  do
    put_raw(ink, " ");
  while (ink->column < column);
}

void ink_end_line(Ink *ink) {
  Buffer *out = ink->out;
  while (out->length && out->bytes[out->length - 1] == ' ')
    out->bytes[--out->length] = 0;
  buffer_byte(out, '\n');
  ink->column = 0;
}

void ink_heading(Ink *ink, const char *title, const char *more) {
  ink_end_line(ink);
  ink_text(ink, COLOR_HEADING, title);
  if (more && *more) {
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_DIM, more);
  }
  ink_end_line(ink);
}

void ink_number(Ink *ink, Color color, i64 number) {
  Buffer text = {};
  quantity_count(number, &text);
  ink_text(ink, color, text.bytes);
  buffer_free(&text);
}
