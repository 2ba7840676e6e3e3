/* heap_treemap.c - what an object keeps alive, as areas of characters.
 *
 * The same layout as the report's and the viewer's: each of the largest has a
 * box whose area is in proportion to what it retains; the small ones are one
 * box together. A cell of a terminal is twice as high as it is wide.
 *
 * A grid says of each cell which lines leave it, up, down, left and right: the
 * boxes of neighbours so share their walls.
 */
#include "base/quantity.h"
#include "cli/heap.h"
#include "graph/treemap.h"

#include <stdlib.h>

constexpr u32 ROWS = 24, BOXES_MAX = 60, CELL_HEIGHT = 2;

enum { UP = 1, DOWN = 2, LEFT = 4, RIGHT = 8 };

typedef struct Box {
  u64 bytes;
  json_t *node; /* NULL: the small ones */
} Box;

typedef struct Map {
  Ink *ink;
  u32 width, height;
  u8 *lines;   /* of each cell */
  char **text; /* of each row: what is written from a column on */
  Box boxes[BOXES_MAX];
  u32 count;
  i64 rest; /* how many the last box stands for */
} Map;

/* ---- What there is ------------------------------------------------------- */

static int by_bytes(const void *a, const void *b) {
  const Box *x = a, *y = b;
  return (x->bytes < y->bytes) - (x->bytes > y->bytes);
}

/* The object's children, and in one box what is left of it. */
static void take_boxes(Map *map, json_t *answer) {
  json_t *children = json_object_get(answer, "children"), *child;
  u64 left = (u64)number_of(answer, "retained");
  size_t i;
  json_array_foreach(children, i, child) {
    u64 bytes = (u64)number_of(child, "retained");
    if (map->count == BOXES_MAX - 1) break;
    if (!bytes || bytes > left) break;
    left -= bytes;
    map->boxes[map->count++] = (Box){bytes, child};
  }
  map->rest = number_of(answer, "total") - (i64)map->count;
  if (left) map->boxes[map->count++] = (Box){left, NULL};
  qsort(map->boxes, map->count, sizeof(Box), by_bytes);
}

/* ---- Lines --------------------------------------------------------------- */

typedef struct Cells {
  u32 left, top, right, bottom; /* of the walls */
} Cells;

static u32 rounded(double place) {
  return (u32)(place + 0.5);
}

static Cells cells_of(TreemapArea area) {
  return (Cells){rounded(area.x), rounded(area.y / CELL_HEIGHT),
                 rounded(area.x + area.width),
                 rounded((area.y + area.height) / CELL_HEIGHT)};
}

static void add_lines(Map *map, u32 x, u32 y, u8 lines) {
  map->lines[y * map->width + x] |= lines;
}

static void draw_walls(Map *map, Cells cells) {
  for (u32 x = cells.left; x < cells.right; x++) {
    add_lines(map, x, cells.top, RIGHT);
    add_lines(map, x + 1, cells.top, LEFT);
    add_lines(map, x, cells.bottom, RIGHT);
    add_lines(map, x + 1, cells.bottom, LEFT);
  }
  for (u32 y = cells.top; y < cells.bottom; y++) {
    add_lines(map, cells.left, y, DOWN);
    add_lines(map, cells.left, y + 1, UP);
    add_lines(map, cells.right, y, DOWN);
    add_lines(map, cells.right, y + 1, UP);
  }
}

static const char *sign_of(const Map *map, u8 lines) {
  static const char *const boxes[16] = {" ", "│", "│", "│", "─", "┘", "┐", "┤",
                                        "─", "└", "┌", "├", "─", "┴", "┬", "┼"};
  if (map->ink->style.has_boxes) return boxes[lines];
  if (!lines) return " ";
  return lines == (UP | DOWN) ? "|" : lines == (LEFT | RIGHT) ? "-" : "+";
}

/* ---- Words --------------------------------------------------------------- */

/* The words that begin at a cell, or NULL. */
static char **text_at(Map *map, u32 x, u32 y) {
  return &map->text[y * map->width + x];
}

/* As many columns of the text as there is room for. */
static void write_words(Map *map, u32 x, u32 y, u32 room, const char *text) {
  Buffer words = {};
  u32 column = 0;
  for (; *text && column < room; text++) {
    bool goes_on = ((u8)text[1] & 0xC0) == 0x80;
    buffer_byte(&words, (u8)*text < ' ' ? ' ' : *text);
    column += !goes_on;
  }
  buffer_append(&words, "", 0);
  *text_at(map, x, y) = buffer_take(&words);
}

static void label_box(Map *map, Cells cells, const Box *box) {
  if (cells.right - cells.left < 6 || cells.bottom - cells.top < 2) return;
  u32 room = cells.right - cells.left - 1;
  Buffer label = {}, size = {};
  if (box->node) {
    buffer_format(&label, "%s @%lld", text_of(box->node, "label"),
                  (long long)number_of(box->node, "id"));
  } else {
    quantity_count(map->rest, &label);
    buffer_text(&label, " smaller, and itself");
  }
  quantity_bytes((i64)box->bytes, &size);
  write_words(map, cells.left + 1, cells.top + 1, room, label.bytes);
  if (cells.bottom - cells.top > 2)
    write_words(map, cells.left + 1, cells.top + 2, room, size.bytes);
  buffer_free(&label);
  buffer_free(&size);
}

/* ---- The picture --------------------------------------------------------- */

static void lay_out(Map *map) {
  u64 sizes[BOXES_MAX];
  TreemapArea areas[BOXES_MAX];
  TreemapArea whole = {.width = map->width - 1,
                       .height = (double)(map->height - 1) * CELL_HEIGHT};
  for (u32 i = 0; i < map->count; i++)
    sizes[i] = map->boxes[i].bytes;
  treemap_lay_out(sizes, map->count, whole, areas);
  for (u32 i = 0; i < map->count; i++) {
    Cells cells = cells_of(areas[i]);
    draw_walls(map, cells);
    label_box(map, cells, &map->boxes[i]);
  }
}

static void print_row(Map *map, u32 y) {
  for (u32 x = 0; x < map->width;) {
    const char *words = *text_at(map, x, y);
    if (words) {
      ink_text(map->ink, COLOR_NAME, words);
      x += ink_width(words);
    } else {
      ink_text(map->ink, COLOR_DIM,
               sign_of(map, map->lines[y * map->width + x]));
      x++;
    }
  }
  ink_end_line(map->ink);
}

void heap_print_treemap(Ink *ink, json_t *answer) {
  Map map = {.ink = ink, .width = ink->style.width, .height = ROWS};
  size_t cells = (size_t)map.width * map.height;
  map.lines = base_allocate_zeroed(cells);
  map.text = base_allocate_zeroed(cells * sizeof *map.text);
  take_boxes(&map, answer);
  heap_object(ink, answer);
  ink_text(ink, COLOR_PLAIN, " keeps ");
  heap_bytes(ink, COLOR_WORD, number_of(answer, "retained"), 0);
  heap_share(ink, number_of(answer, "retained"), number_of(answer, "bytes"));
  ink_end_line(ink);
  lay_out(&map);
  for (u32 y = 0; y < map.height; y++)
    print_row(&map, y);
  for (size_t i = 0; i < cells; i++)
    free(map.text[i]);
  free(map.text);
  free(map.lines);
}
