/* date_parse.c - Date.parse: the format of the specification, and what people
 * write.
 *
 * Two passes over one text. The first reads the specification's format exactly
 * (2026-11-30T10:42:51.123+01:00, with its shorter forms); when the text turns
 * out to be something else, the second goes on from there with the rules that
 * V8 has for everything else, which programs have come to rely on:
 *
 *   - words before the first number are ignored, but for names of months;
 *     text in parentheses is ignored anywhere
 *   - a number followed by a colon is part of a clock time, hh:mm[:ss[.ms]],
 *     and "am" or "pm" may follow it
 *   - a sign after a clock time or after UTC begins an offset: +0100, -5, +1:30
 *   - up to three other numbers are the date: month day year, or year month day
 *     when the first cannot be a day; with a month by name, day and year in
 *     either order; years below 50 are of this century, below 100 of the last
 */
#include "library/date.h"

#include "base/unicode.h"

#include <math.h>

constexpr i32 NONE = INT32_MAX;

/* ---- Tokens -------------------------------------------------------------- */

typedef enum TokenKind : u8 {
  TOKEN_END,
  TOKEN_NUMBER,
  TOKEN_WORD,
  TOKEN_SYMBOL, /* one character: `value` */
  TOKEN_SPACE,
  TOKEN_OTHER,
} TokenKind;

typedef struct Token {
  TokenKind kind;
  i32 value;
  u32 length;    /* characters */
  u8 letters[3]; /* of a word: its beginning, in lower case */
} Token;

typedef struct Reader {
  const String *text;
  u32 position; /* behind `token` */
  Token token;  /* the next one */
} Reader;

static u32 unit_at(const Reader *reader) {
  return reader->position < reader->text->length
             ? string_unit(reader->text, reader->position)
             : 0;
}

/* Digits; those beyond nine that count are dropped. */
static Token read_number(Reader *reader) {
  Token token = {TOKEN_NUMBER};
  u32 significant = 0;
  for (u32 c; (c = unit_at(reader)) >= '0' && c <= '9'; reader->position++) {
    token.length++;
    if (significant < 9) token.value = token.value * 10 + (i32)(c - '0');
    if (token.value) significant++;
  }
  return token;
}

/* Everything from 'A' up is part of a word. */
static Token read_word(Reader *reader) {
  Token token = {TOKEN_WORD};
  for (u32 c; (c = unit_at(reader)) >= 'A'; reader->position++) {
    if (token.length < 3) token.letters[token.length] = c < 128 ? c | 0x20 : 1;
    token.length++;
  }
  return token;
}

static bool is_space(u32 c) {
  return unicode_is_space(c) || unicode_is_line_terminator(c);
}

/* Text in parentheses, which may be nested; the end closes them, too. */
static void skip_parentheses(Reader *reader) {
  u32 depth = 0;
  do {
    u32 c = unit_at(reader);
    if (c == '(') depth++;
    if (c == ')') depth--;
    reader->position++;
  } while (depth && reader->position < reader->text->length);
}

static Token scan(Reader *reader) {
  if (reader->position >= reader->text->length) return (Token){TOKEN_END};
  u32 c = unit_at(reader);
  if (c >= '0' && c <= '9') return read_number(reader);
  if (c >= 'A' && !is_space(c)) return read_word(reader);
  if (c == '(') {
    skip_parentheses(reader);
    return (Token){TOKEN_OTHER};
  }
  reader->position++;
  if (!is_space(c)) return (Token){TOKEN_SYMBOL, (i32)c, 1};
  while (reader->position < reader->text->length && is_space(unit_at(reader)))
    reader->position++;
  return (Token){TOKEN_SPACE};
}

static Token take(Reader *reader) {
  Token token = reader->token;
  reader->token = scan(reader);
  return token;
}

static bool is_symbol(Token token, char symbol) {
  return token.kind == TOKEN_SYMBOL && token.value == symbol;
}
static bool is_sign(Token token) {
  return is_symbol(token, '+') || is_symbol(token, '-');
}
/* A number of exactly that many digits. */
static bool is_fixed(Token token, u32 digits) {
  return token.kind == TOKEN_NUMBER && token.length == digits;
}
static bool is_letter(Token token, char letter) {
  return token.kind == TOKEN_WORD && token.length == 1 &&
         token.letters[0] == (u8)letter;
}
static bool skip_symbol(Reader *reader, char symbol) {
  if (!is_symbol(reader->token, symbol)) return false;
  take(reader);
  return true;
}

/* The number behind a decimal point as thousandths: 5 is 500, 1234 is 123. */
static i32 milliseconds(Token token) {
  i32 value = token.value;
  u32 length = token.length < 10 ? token.length : 9;
  for (; length < 3; length++)
    value *= 10;
  for (; length > 3; length--)
    value /= 10;
  return value;
}

/* ---- Words --------------------------------------------------------------- */

typedef enum WordKind : u8 {
  WORD_UNKNOWN,
  WORD_MONTH,
  WORD_HALF, /* am, pm */
  WORD_ZONE,
} WordKind;

typedef struct Word {
  char letters[4];
  WordKind kind;
  i32 value; /* month from 1; hours to add */
} Word;

static const Word words[] = {
    {"jan", WORD_MONTH, 1},  {"feb", WORD_MONTH, 2},  {"mar", WORD_MONTH, 3},
    {"apr", WORD_MONTH, 4},  {"may", WORD_MONTH, 5},  {"jun", WORD_MONTH, 6},
    {"jul", WORD_MONTH, 7},  {"aug", WORD_MONTH, 8},  {"sep", WORD_MONTH, 9},
    {"oct", WORD_MONTH, 10}, {"nov", WORD_MONTH, 11}, {"dec", WORD_MONTH, 12},
    {"am", WORD_HALF, 0},    {"pm", WORD_HALF, 12},   {"ut", WORD_ZONE, 0},
    {"utc", WORD_ZONE, 0},   {"z", WORD_ZONE, 0},     {"gmt", WORD_ZONE, 0},
    {"est", WORD_ZONE, -5},  {"edt", WORD_ZONE, -4},  {"cst", WORD_ZONE, -6},
    {"cdt", WORD_ZONE, -5},  {"mst", WORD_ZONE, -7},  {"mdt", WORD_ZONE, -6},
    {"pst", WORD_ZONE, -8},  {"pdt", WORD_ZONE, -7},
};

/* Of the names of months three letters are enough. */
static Word find_word(Token token) {
  for (u32 i = 0; i < ARRAY_COUNT(words); i++) {
    const Word *word = &words[i];
    if (!memcmp(word->letters, token.letters, 3) &&
        (token.length <= 3 || word->kind == WORD_MONTH))
      return *word;
  }
  return (Word){};
}

/* ---- What was found ------------------------------------------------------ */

typedef struct Found {
  i32 date[3];
  u32 date_count;
  i32 month;    /* by name, or NONE */
  bool is_iso;  /* year, month, day, and the year is meant as it is */
  i32 clock[4]; /* hour, minute, second, millisecond */
  u32 clock_count;
  i32 half;                              /* what "am" or "pm" adds, or NONE */
  i32 zone_sign, zone_hour, zone_minute; /* NONE: not given */
} Found;

static bool between(i32 value, i32 least, i32 most) {
  return value >= least && value <= most;
}

static bool add_date(Found *found, i32 value) {
  if (found->date_count == 3) return false;
  found->date[found->date_count++] = value;
  return true;
}

static bool add_clock(Found *found, i32 value) {
  if (found->clock_count == 4) return false;
  found->clock[found->clock_count++] = value;
  return true;
}

/* The last part of a clock time: the others are zero. */
static void end_clock(Found *found, i32 value) {
  add_clock(found, value);
  while (add_clock(found, 0)) {
  }
}

/* Whether a clock time has begun to which `value` could be next. */
static bool clock_expects(const Found *found, i32 value) {
  switch (found->clock_count) {
  case 1:
  case 2: return between(value, 0, 59);
  case 3: return between(value, 0, 999);
  default: return false;
  }
}

static void set_zone(Found *found, i32 hours) {
  found->zone_sign = hours < 0 ? -1 : 1;
  found->zone_hour = hours < 0 ? -hours : hours;
  found->zone_minute = 0;
}

static bool zone_is_utc(const Found *found) {
  return found->zone_hour == 0 && found->zone_minute == 0;
}

/* ---- The specification's format ------------------------------------------ */

typedef enum Verdict : u8 {
  VERDICT_DONE,
  VERDICT_OTHER, /* another format: `*next` is the token to go on with */
  VERDICT_BAD,
} Verdict;

static Verdict other(Reader *reader, Token *next) {
  *next = take(reader);
  return VERDICT_OTHER;
}

/* YYYY, +YYYYYY, -YYYYYY, perhaps with -MM and -DD. */
static Verdict read_iso_date(Reader *reader, Found *found, Token *next) {
  if (is_sign(reader->token)) {
    Token sign = *next = take(reader);
    if (!is_fixed(reader->token, 6)) return VERDICT_OTHER;
    i32 year = take(reader).value;
    if (sign.value == '-' && year == 0) return VERDICT_OTHER;
    add_date(found, sign.value == '-' ? -year : year);
  } else {
    if (!is_fixed(reader->token, 4)) return other(reader, next);
    add_date(found, take(reader).value);
  }
  for (u32 i = 0; i < 2 && skip_symbol(reader, '-'); i++) {
    if (!is_fixed(reader->token, 2) ||
        !between(reader->token.value, 1, i ? 31 : 12))
      return other(reader, next);
    add_date(found, take(reader).value);
  }
  return VERDICT_DONE;
}

/* Two digits up to `most`. */
static bool read_pair(Reader *reader, i32 most, i32 *value) {
  if (!is_fixed(reader->token, 2) || reader->token.value > most) return false;
  *value = take(reader).value;
  return true;
}

/* hh:mm[:ss[.ms]]; the only time of the hour 24 is 24:00. */
static bool read_iso_clock(Reader *reader, Found *found) {
  i32 value;
  if (!read_pair(reader, 24, &value)) return false;
  i32 most = value == 24 ? 0 : 59;
  add_clock(found, value);
  if (!skip_symbol(reader, ':') || !read_pair(reader, most, &value))
    return false;
  add_clock(found, value);
  if (!skip_symbol(reader, ':')) return true;
  if (!read_pair(reader, most, &value)) return false;
  add_clock(found, value);
  if (!skip_symbol(reader, '.')) return true;
  if (reader->token.kind != TOKEN_NUMBER || (!most && reader->token.value))
    return false;
  add_clock(found, milliseconds(take(reader)));
  return true;
}

/* Z, +hh:mm, -hh:mm, or the same without the colon. */
static bool read_iso_zone(Reader *reader, Found *found) {
  if (is_letter(reader->token, 'z')) {
    take(reader);
    set_zone(found, 0);
    return true;
  }
  if (!is_sign(reader->token)) return true;
  found->zone_sign = take(reader).value == '-' ? -1 : 1;
  if (is_fixed(reader->token, 4)) {
    i32 value = take(reader).value;
    found->zone_hour = value / 100;
    found->zone_minute = value % 100;
    return found->zone_hour <= 23 && found->zone_minute <= 59;
  }
  return read_pair(reader, 23, &found->zone_hour) && skip_symbol(reader, ':') &&
         read_pair(reader, 59, &found->zone_minute);
}

static Verdict read_iso(Reader *reader, Found *found, Token *next) {
  Verdict verdict = read_iso_date(reader, found, next);
  if (verdict != VERDICT_DONE) return verdict;
  if (is_letter(reader->token, 't')) {
    take(reader);
    if (!read_iso_clock(reader, found) || !read_iso_zone(reader, found) ||
        reader->token.kind != TOKEN_END)
      return VERDICT_BAD;
  } else if (reader->token.kind != TOKEN_END) {
    return other(reader, next);
  }
  /* a date alone is in UTC, with a time it is local */
  if (!found->clock_count) set_zone(found, 0);
  found->is_iso = true;
  return VERDICT_DONE;
}

/* ---- All other formats --------------------------------------------------- */

/* A number followed by a colon: hours or minutes, or hours of "12::". */
static bool read_clock_part(Reader *reader, Found *found, i32 value) {
  take(reader);
  if (skip_symbol(reader, ':')) {
    if (found->clock_count) return false;
    add_clock(found, value);
    add_clock(found, 0);
    return true;
  }
  if (!add_clock(found, value)) return false;
  skip_symbol(reader, '.');
  return true;
}

/* After a whole clock time only space, Z or an offset may stand. */
static bool clock_may_end(Token token) {
  return token.kind == TOKEN_END || token.kind == TOKEN_SPACE ||
         is_letter(token, 'z') || is_sign(token);
}

static bool read_legacy_number(Reader *reader, Found *found, i32 value) {
  if (is_symbol(reader->token, ':'))
    return read_clock_part(reader, found, value);
  if (skip_symbol(reader, '.') && clock_expects(found, value)) {
    add_clock(found, value);
    if (reader->token.kind != TOKEN_NUMBER) return false;
    end_clock(found, milliseconds(take(reader)));
    return true;
  }
  if (found->zone_hour != NONE && found->zone_minute == NONE &&
      between(value, 0, 59)) {
    found->zone_minute = value;
    return true;
  }
  if (clock_expects(found, value)) {
    end_clock(found, value);
    return clock_may_end(reader->token);
  }
  if (!add_date(found, value)) return false;
  skip_symbol(reader, '-');
  return true;
}

static bool read_legacy_word(Reader *reader, Found *found, Token token,
                             bool has_number) {
  Word word = find_word(token);
  if (word.kind == WORD_HALF && found->clock_count) {
    found->half = word.value;
  } else if (word.kind == WORD_MONTH) {
    found->month = word.value;
    skip_symbol(reader, '-');
  } else if (word.kind == WORD_ZONE && has_number) {
    set_zone(found, word.value);
  } else {
    /* words that mean nothing come first, and apart from numbers */
    return !has_number && reader->token.kind != TOKEN_NUMBER;
  }
  return true;
}

/* What follows the sign of an offset: h, hh, hmm, hhmm, or hh and a colon. */
static bool read_legacy_zone(Reader *reader, Found *found, i32 sign) {
  Token token = {};
  if (reader->token.kind == TOKEN_NUMBER) token = take(reader);
  found->zone_sign = sign == '-' ? -1 : 1;
  found->zone_hour = token.value;
  if (is_symbol(reader->token, ':')) {
    found->zone_minute = NONE;
  } else if (token.length == 1 || token.length == 2) {
    found->zone_minute = 0;
  } else if (token.length == 3 || token.length == 4) {
    found->zone_hour = token.value / 100;
    found->zone_minute = token.value % 100;
  } else {
    return false;
  }
  return true;
}

static bool read_legacy(Reader *reader, Found *found, Token token) {
  bool has_number = found->date_count != 0;
  for (; token.kind != TOKEN_END; token = take(reader)) {
    if (token.kind == TOKEN_NUMBER) {
      has_number = true;
      if (!read_legacy_number(reader, found, token.value)) return false;
    } else if (token.kind == TOKEN_WORD) {
      if (!read_legacy_word(reader, found, token, has_number)) return false;
    } else if (is_sign(token) && (zone_is_utc(found) || found->clock_count)) {
      has_number = true;
      if (!read_legacy_zone(reader, found, token.value)) return false;
    } else if ((is_sign(token) || is_symbol(token, ')')) && has_number) {
      return false;
    }
  }
  return true;
}

/* ---- Putting it together ------------------------------------------------- */

static i32 century_of(i32 year) {
  if (between(year, 0, 49)) return year + 2000;
  return between(year, 50, 99) ? year + 1900 : year;
}

/* The day that the numbers mean, NaN when they cannot. */
static double day_of(Found *found) {
  if (!found->date_count) return NAN;
  while (add_date(found, 1)) {
  }
  const i32 *date = found->date;
  bool starts_with_day = between(date[0], 1, 31);
  i32 year = 0, month = found->month, day;
  if (month != NONE) {
    day = starts_with_day ? date[0] : date[1];
    year = starts_with_day ? date[1] : date[0];
  } else if (found->is_iso || !starts_with_day) {
    year = date[0], month = date[1], day = date[2];
  } else {
    month = date[0], day = date[1], year = date[2];
  }
  if (!found->is_iso) year = century_of(year);
  if (!between(month, 1, 12) || !between(day, 1, 31)) return NAN;
  return date_make_day(year, month - 1, day);
}

/* Milliseconds since midnight, NaN when it is no time of a day. */
static double clock_of(Found *found) {
  while (add_clock(found, 0)) {
  }
  i32 hour = found->clock[0], minute = found->clock[1];
  i32 second = found->clock[2], ms = found->clock[3];
  if (found->half != NONE) {
    if (!between(hour, 0, 12)) return NAN;
    hour = hour % 12 + found->half;
  }
  bool is_good = between(hour, 0, 23) && between(minute, 0, 59) &&
                 between(second, 0, 59) && between(ms, 0, 999);
  bool is_midnight = hour == 24 && !minute && !second && !ms;
  if (!is_good && !is_midnight) return NAN;
  return date_make_time(hour, minute, second, ms);
}

double date_parse(VM *vm, const String *text) {
  Reader reader = {.text = text};
  Found found = {.month = NONE,
                 .half = NONE,
                 .zone_sign = NONE,
                 .zone_hour = NONE,
                 .zone_minute = NONE};
  reader.token = scan(&reader);
  Token next;
  Verdict verdict = read_iso(&reader, &found, &next);
  if (verdict == VERDICT_BAD ||
      (verdict == VERDICT_OTHER && !read_legacy(&reader, &found, next)))
    return NAN;
  double day = day_of(&found), clock = clock_of(&found);
  double time = date_make(day, clock);
  if (found.zone_sign == NONE) return date_clip(date_utc(vm, time));
  i32 minutes = found.zone_minute == NONE ? 0 : found.zone_minute;
  i32 hours = found.zone_hour == NONE ? 0 : found.zone_hour;
  double offset = date_make_time(hours, minutes, 0, 0) * found.zone_sign;
  return date_clip(time - offset);
}
