/* inspect_layout.c - one line, columns, or an entry to a line.
 *
 * The rules and their numbers are those of Node's util.inspect at `compact:
 * 3`: an object whose nesting goes at most three levels deeper is put on one
 * line when that takes no more than the line length, and the entries of longer
 * arrays are aligned in columns.
 */
#include <math.h>
#include <stdlib.h>

#include "base/normalize.h"
#include "base/text_width.h"
#include "base/unicode.h"
#include "host/inspect_parts.h"

constexpr u32 COMPACT_LEVELS = 3; /* that share a line */
constexpr u32 COLUMN_ITEMS = 6;   /* more than these go into columns */
constexpr u32 COLUMNS_MAX = 4 * COMPACT_LEVELS;
constexpr u32 SEPARATOR = 2; /* comma and space */

/* ---- Texts and their lengths -------------------------------------------- */

Buffer *entries_add(Entries *entries) {
  vector_push(entries, (Buffer){});
  return vector_last(entries);
}

void entries_free(Entries *entries) {
  for (u32 i = 0; i < entries->count; i++)
    buffer_free(&entries->items[i]);
  vector_free(entries);
}

void inspect_spaces(Buffer *out, u32 count) {
  for (u32 i = 0; i < count; i++)
    buffer_byte(out, ' ');
}

u32 inspect_units(const Buffer *text) {
  u32 units = 0;
  for (size_t i = 0; i < text->length; i++) {
    u8 byte = (u8)text->bytes[i];
    units += (byte & 0xC0) != 0x80; /* not a continuation */
    units += byte >= 0xF0;          /* beyond the first plane: a pair */
  }
  return units;
}

static bool has_newline(const Buffer *text) {
  return text->length && memchr(text->bytes, '\n', text->length);
}

/* The width of text that is not ASCII throughout, in composed form. */
static u32 composed_width(const char *text, size_t length) {
  u16 *units = base_allocate(length * sizeof *units + 2);
  size_t count = 0;
  for (const char *at = text, *end = text + length; at < end;) {
    u32 c = unicode_decode(&at, end);
    if (c >= 0x10000) {
      units[count++] = (u16)(0xD7C0 + (c >> 10));
      c = 0xDC00 + (c & 0x3FF);
    }
    units[count++] = (u16)c;
  }
  size_t composed_count;
  u16 *composed =
      normalize_convert(NORMAL_FORM_C, units, count, &composed_count);
  u32 width = 0;
  for (size_t i = 0; i < composed_count; i++) {
    u32 c = composed[i];
    if (unicode_is_lead(c) && i + 1 < composed_count &&
        unicode_is_trail(composed[i + 1]))
      c = unicode_pair(c, composed[++i]);
    width += text_width_of(c);
  }
  free(composed);
  free(units);
  return width;
}

u32 inspect_width(const char *text, size_t length) {
  u32 width = 0;
  for (size_t i = 0; i < length; i++) {
    if ((u8)text[i] >= 0x7F)
      return width + composed_width(text + i, length - i);
    width += (u8)text[i] >= ' ';
  }
  return width;
}

/* ---- Columns ------------------------------------------------------------ */

/* How a list of entries is spread over columns. */
typedef struct Grid {
  u32 *widths; /* of each entry */
  u32 count;   /* entries in the grid: not the "... more items" */
  u32 columns;
  u32 width[COLUMNS_MAX]; /* of each column, separator included */
  bool right;             /* numbers are aligned to the right */
} Grid;

/* The widths of the entries; the greatest and the sum, separators included. */
static void measure(Grid *grid, const Entries *entries, u32 *greatest,
                    u32 *total) {
  *greatest = *total = 0;
  for (u32 i = 0; i < grid->count; i++) {
    const Buffer *entry = &entries->items[i];
    u32 width = inspect_width(entry->bytes, entry->length);
    grid->widths[i] = width;
    *total += width + SEPARATOR;
    if (width > *greatest) *greatest = width;
  }
}

/* Aims at a square, a character being 2.5 times as high as wide. Entries of
 * very different lengths are left alone: 0. */
static u32 choose_columns(const Inspector *inspector, const Grid *grid,
                          u32 greatest, u32 total, u32 entry_count) {
  u32 actual = greatest + SEPARATOR;
  u32 line = inspector->options.line_length;
  if (line != INSPECT_ALL && actual * 3 + inspector->indentation >= line)
    return 0;
  if (!((double)total / actual > 5 || greatest <= 6)) return 0;
  double bias = sqrt(actual - (double)total / entry_count);
  double biased = fmax(actual - 3 - bias, 1);
  double columns = floor(sqrt(2.5 * biased * grid->count) / biased + 0.5);
  if (line != INSPECT_ALL)
    columns =
        fmin(columns, floor((double)(line - inspector->indentation) / actual));
  columns = fmin(columns, COLUMNS_MAX);
  return columns < 2 ? 0 : (u32)columns;
}

/* Only lists of numbers alone are aligned to the right. */
static bool are_numbers(VM *vm, Value items, u32 count, bool *result) {
  *result = true;
  if (value_is_undefined(items)) return true;
  for (u32 i = 0; i < count && *result; i++) {
    Value item;
    if (!vm_get_index(vm, items, i, &item)) return false;
    *result = value_is_number(item);
  }
  return true;
}

static void measure_columns(Grid *grid) {
  for (u32 i = 0; i < grid->columns; i++) {
    u32 width = 0;
    for (u32 j = i; j < grid->count; j += grid->columns)
      if (grid->widths[j] > width) width = grid->widths[j];
    grid->width[i] = width + SEPARATOR;
  }
}

/* One line of the grid, from entry `first` on. */
static void put_row(const Grid *grid, const Entries *entries, u32 first,
                    Buffer *row) {
  u32 end = first + grid->columns;
  if (end > grid->count) end = grid->count;
  for (u32 i = first; i < end; i++) {
    bool is_last = i + 1 == end;
    u32 padding = grid->width[i - first] - grid->widths[i] - SEPARATOR;
    const Buffer *entry = &entries->items[i];
    if (grid->right) inspect_spaces(row, padding);
    buffer_append(row, entry->bytes, entry->length);
    if (is_last) break;
    buffer_text(row, ", ");
    if (!grid->right) inspect_spaces(row, padding);
  }
}

/* Replaces the entries by one for each line of the grid. */
static void fold(const Grid *grid, Entries *entries) {
  Entries rows = {};
  for (u32 i = 0; i < grid->count; i += grid->columns)
    put_row(grid, entries, i, entries_add(&rows));
  if (grid->count < entries->count) {
    Buffer *rest = &entries->items[grid->count];
    buffer_append(entries_add(&rows), rest->bytes, rest->length);
  }
  entries_free(entries);
  *entries = rows;
}

static bool group(Inspector *inspector, Entries *entries, Value items) {
  Grid grid = {.count = entries->count};
  if (inspector->options.array_items < entries->count) grid.count--;
  grid.widths = base_allocate(entries->count * sizeof *grid.widths);
  u32 greatest, total;
  measure(&grid, entries, &greatest, &total);
  grid.columns =
      choose_columns(inspector, &grid, greatest, total, entries->count);
  bool ok = true;
  if (grid.columns) {
    measure_columns(&grid);
    ok = are_numbers(inspector->vm, items, entries->count, &grid.right);
    if (ok) fold(&grid, entries);
  }
  free(grid.widths);
  return ok;
}

/* ---- Lines -------------------------------------------------------------- */

/* Whether everything fits on one line. Ten columns are held back for what may
 * stand around it. */
static bool fits(const Inspector *inspector, const Subject *subject,
                 const Entries *entries) {
  u64 limit = inspector->options.line_length;
  u64 total = 2ull * entries->count + inspector->indentation +
              inspect_units(&subject->brace) + inspect_units(&subject->base) +
              10;
  if (limit == INSPECT_ALL) limit = UINT64_MAX;
  if (total + entries->count > limit) return false;
  for (u32 i = 0; i < entries->count; i++) {
    if (has_newline(&entries->items[i])) return false;
    total += inspect_units(&entries->items[i]);
    if (total > limit) return false;
  }
  return !has_newline(&subject->base);
}

static void put_newline(const Inspector *inspector, u32 more, Buffer *out) {
  buffer_byte(out, '\n');
  inspect_spaces(out, inspector->indentation + more);
}

static void put_entries(const Inspector *inspector, const Entries *entries,
                        bool on_one_line, Buffer *out) {
  for (u32 i = 0; i < entries->count; i++) {
    if (i) buffer_byte(out, ',');
    if (on_one_line)
      buffer_byte(out, ' ');
    else
      put_newline(inspector, 2, out);
    const Buffer *entry = &entries->items[i];
    buffer_append(out, entry->bytes, entry->length);
  }
  /* an iterator at its end has braces that wait for entries: "{  }" */
  if (!entries->count) buffer_byte(out, ' ');
}

bool inspect_layout(Inspector *inspector, const Subject *subject,
                    Entries *entries, Value items, Buffer *out) {
  u32 count = entries->count;
  if (subject->is_list && count > COLUMN_ITEMS &&
      !group(inspector, entries, items))
    return false;
  bool may_share = inspector->deepest - subject->level < COMPACT_LEVELS &&
                   count == entries->count;
  bool on_one_line = may_share && fits(inspector, subject, entries);
  if (subject->base.length) {
    buffer_append(out, subject->base.bytes, subject->base.length);
    buffer_byte(out, ' ');
  }
  buffer_append(out, subject->brace.bytes, subject->brace.length);
  put_entries(inspector, entries, on_one_line, out);
  if (on_one_line)
    buffer_byte(out, ' ');
  else
    put_newline(inspector, 0, out);
  buffer_byte(out, subject->closing);
  return true;
}
