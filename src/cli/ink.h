/* ink.h - text for terminals: colours, lines and boxes, and nothing in it that
 * a terminal would obey.
 *
 * Colours only repeat what the words say, and are left out when the output is
 * no terminal or NO_COLOR is set. Lines are drawn with box characters where
 * the locale has them, else with ASCII.
 */
#ifndef GLASSHEAP_CLI_INK_H
#define GLASSHEAP_CLI_INK_H

#include "base/buffer.h"

typedef struct PictureStyle {
  bool has_color, has_boxes;
  u32 width; /* columns */
} PictureStyle;

/* picture_style - what suits the terminal, pipe or file behind `file`. */
PictureStyle picture_style(int file);

typedef enum Color : u8 {
  COLOR_PLAIN,
  COLOR_HEADING,
  COLOR_MARK, /* the line where the run stands */
  COLOR_DIM,
  COLOR_NAME,
  COLOR_WORD, /* a value that lies in its slot */
  COLOR_CELL, /* a reference, an address */
  COLOR_ERROR,
} Color;

typedef enum Sign : u8 {
  SIGN_BAR,    /* | */
  SIGN_BRANCH, /* |- */
  SIGN_LAST,   /* `- */
  SIGN_ARROW,  /* -> */
  SIGN_HERE,   /* > */
  SIGN_RULE,   /* - */
  SIGN_BLOCK,  /* # */
  SIGN_DOTS,   /* ... */
  SIGN_COUNT,
} Sign;

typedef struct Ink {
  PictureStyle style;
  Buffer *out;
  u32 column; /* of the line being written */
} Ink;

/* ink_text - appends text, control characters made visible, cut with dots at
 * the width of the picture. */
void ink_text(Ink *ink, Color color, const char *text);
void ink_format(Ink *ink, Color color, const char *format, ...)
    PRINTF_LIKE(3, 4);
void ink_sign(Ink *ink, Color color, Sign sign);
/* ink_to - spaces up to a column; at least one when the column is past. */
void ink_to(Ink *ink, u32 column);
void ink_end_line(Ink *ink);
/* ink_heading - an empty line, a title and what it says of itself. */
void ink_heading(Ink *ink, const char *title, const char *more);
/* ink_number - 1234567 as 1,234,567. */
void ink_number(Ink *ink, Color color, i64 number);
/* ink_width - columns that a text takes, one for each code point. */
u32 ink_width(const char *text);

#endif
