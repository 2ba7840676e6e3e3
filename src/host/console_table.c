/* console_table.c - console.table: rows and columns in a frame. */
#include <stdlib.h>

#include "host/console.h"
#include "library/collection.h"

/* One column: its heading, and a cell for each row (empty where the row has
 * nothing). */
typedef struct Column {
  Key key; /* of the property that it shows; kept by the grid */
  Buffer heading;
  VECTOR(Buffer) cells;
  u32 width; /* of the widest, once all are there */
} Column;

typedef struct Grid {
  VECTOR(Column) columns; /* the first holds the rows' names */
  u32 rows;
  Column values; /* of rows that are primitives */
  Object *keys;  /* an array (rooted) that keeps the columns' keys alive */
} Grid;

/* ---- Building ----------------------------------------------------------- */

/* The cell at `row`, with empty ones made before it. It moves when the column
 * grows. */
static Buffer *cell_at(Column *column, u32 row) {
  while (column->cells.count <= row)
    vector_push(&column->cells, (Buffer){});
  return &column->cells.items[row];
}

static Column *add_column(Grid *grid, const char *heading) {
  vector_push(&grid->columns, (Column){});
  Column *column = vector_last(&grid->columns);
  buffer_text(&column->heading, heading);
  return column;
}

static void free_column(Column *column) {
  for (u32 i = 0; i < column->cells.count; i++)
    buffer_free(&column->cells.items[i]);
  vector_free(&column->cells);
  buffer_free(&column->heading);
}

static void free_grid(Grid *grid) {
  for (u32 i = 0; i < grid->columns.count; i++)
    free_column(&grid->columns.items[i]);
  vector_free(&grid->columns);
  free_column(&grid->values);
}

/* The place of a property's column: integer keys ascending, then names in the
 * order in which they came, as in an object. */
static u32 column_place(Grid *grid, Key key) {
  u32 place = grid->columns.count;
  for (u32 i = 1; i < grid->columns.count; i++) {
    Key other = grid->columns.items[i].key;
    if (key_equals(other, key)) return i;
    bool is_before = key_is_index(key) && (!key_is_index(other) ||
                                           key_index(other) > key_index(key));
    if (is_before && place == grid->columns.count) place = i;
  }
  return place;
}

/* The column of a property, made when it is the first of that name. */
static bool find_column(VM *vm, Grid *grid, Key key, u32 *place) {
  *place = column_place(grid, key);
  if (*place < grid->columns.count &&
      key_equals(grid->columns.items[*place].key, key))
    return true;
  if (!array_push(&vm->isolate, grid->keys, key_bits_value(key)))
    return vm_throw_memory(vm);
  vector_push(&grid->columns, (Column){});
  Column *column = &grid->columns.items[*place];
  memmove(column + 1, column,
          (grid->columns.count - 1 - *place) * sizeof(Column));
  *column = (Column){.key = key};
  key_append_text(key, &column->heading);
  return true;
}

/* ---- Cells -------------------------------------------------------------- */

/* The enumerable string keys of an object; NULL when it threw. */
static Object *names_of(VM *vm, Object *object, u32 *count) {
  KEEP_CELL(vm, Object, keys, vm_own_keys(vm, object));
  return keys && library_keep_enumerable(vm, object, keys, count) ? keys : NULL;
}

/* Cells are short: objects with more than two properties are only named. */
static bool put_cell(VM *vm, Value value, Buffer *out) {
  InspectOptions options = INSPECT_DEFAULTS;
  options.depth = 0;
  options.array_items = 3;
  options.line_length = INSPECT_ALL;
  if (value_is_object(value) && !value_is_kind(value, KIND_ARRAY)) {
    u32 count;
    if (!names_of(vm, value_to_object(value), &count)) return false;
    if (count > 2) options.depth = -1;
  }
  return inspect(vm, value, &options, out);
}

static bool put_property(VM *vm, Grid *grid, Value item, Key key, u32 row) {
  u32 place;
  if (!find_column(vm, grid, key, &place)) return false;
  Property property;
  KEEP(vm, value, VALUE_UNDEFINED);
  cell_at(&grid->columns.items[place], row);
  if (!value_is_object(item) ||
      !object_get_own(&vm->isolate, value_to_object(item), key, &property))
    return true; /* an empty cell */
  if (!vm_get(vm, item, key, &value)) return false;
  Buffer text = {};
  bool ok = put_cell(vm, value, &text);
  *cell_at(&grid->columns.items[place], row) = text;
  return ok;
}

/* ---- Rows --------------------------------------------------------------- */

static bool put_row(VM *vm, Grid *grid, Value item, Value properties, u32 row) {
  if (value_is_undefined(properties) && !value_is_object(item))
    return put_cell(vm, item, cell_at(&grid->values, row));
  KEEP_CELL(vm, Object, keys, NULL);
  u32 count;
  if (value_is_undefined(properties)) {
    keys = names_of(vm, value_to_object(item), &count);
  } else {
    keys = library_list_from(vm, properties);
    count = keys ? library_key_count(keys) : 0;
  }
  for (u32 i = 0; keys && i < count; i++) {
    KEEP_KEY(vm, key, library_key_at(keys, i));
    if (!value_is_undefined(properties) &&
        !vm_to_key(vm, keys->elements->values[i], &key))
      return false;
    if (!put_property(vm, grid, item, key, row)) return false;
  }
  return keys;
}

static bool put_object(VM *vm, Grid *grid, Object *object, Value properties) {
  add_column(grid, "(index)");
  KEEP_CELL(vm, Object, keys, names_of(vm, object, &grid->rows));
  if (!keys) return false;
  for (u32 i = 0; i < grid->rows; i++) {
    Key key = library_key_at(keys, i);
    key_append_text(key, cell_at(&grid->columns.items[0], i));
    KEEP(vm, item, VALUE_UNDEFINED);
    if (!vm_check(vm) || !vm_get(vm, value_from_cell(object), key, &item) ||
        !put_row(vm, grid, item, properties, i))
      return false;
  }
  if (!grid->values.cells.count) return true;
  Column *values = add_column(grid, "Values");
  values->cells.items = grid->values.cells.items;
  values->cells.count = grid->values.cells.count;
  values->cells.capacity = grid->values.cells.capacity;
  grid->values = (Column){};
  return true;
}

/* A Map or a Set. */
static bool put_collection(VM *vm, Grid *grid, KeyedCollection *collection) {
  bool is_map = collection->object.cell.kind == KIND_MAP;
  add_column(grid, "(iteration index)");
  if (is_map) add_column(grid, "Key");
  add_column(grid, "Values");
  KEEP_CELL(vm, Table, table, collection->table);
  u32 position = 0;
  for (TableEntry *entry; (entry = table_next(&table, &position));) {
    u32 row = grid->rows++;
    KEEP(vm, key, entry->key);
    KEEP(vm, value, is_map ? entry->value : entry->key);
    Column *columns = grid->columns.items;
    buffer_format(cell_at(&columns[0], row), "%u", row);
    if (!vm_check(vm) ||
        (is_map && !put_cell(vm, key, cell_at(&columns[1], row))) ||
        !put_cell(vm, value, cell_at(&columns[is_map ? 2 : 1], row)))
      return false;
  }
  return true;
}

/* ---- Drawing ------------------------------------------------------------ */

static u32 width_of(const Buffer *text) {
  return inspect_width(text->bytes, text->length);
}

static void measure(Column *column) {
  column->width = width_of(&column->heading);
  for (u32 i = 0; i < column->cells.count; i++) {
    u32 width = width_of(&column->cells.items[i]);
    if (width > column->width) column->width = width;
  }
}

static void put_rule(const Grid *grid, const char *left, const char *middle,
                     const char *right, Buffer *out) {
  buffer_text(out, left);
  for (u32 i = 0; i < grid->columns.count; i++) {
    if (i) buffer_text(out, middle);
    u32 width = grid->columns.items[i].width + 2;
    for (u32 j = 0; j < width; j++)
      buffer_text(out, "─");
  }
  buffer_text(out, right);
}

/* One line of cells; row -1 is the headings. */
static void put_line(const Grid *grid, i64 row, Buffer *out) {
  for (u32 i = 0; i < grid->columns.count; i++) {
    const Column *column = &grid->columns.items[i];
    const Buffer empty = {}, *cell = row < 0 ? &column->heading : &empty;
    if (row >= 0 && row < column->cells.count) cell = &column->cells.items[row];
    buffer_text(out, i ? " │ " : "│ ");
    buffer_append(out, cell->bytes, cell->length);
    for (u32 j = width_of(cell); j < column->width; j++)
      buffer_byte(out, ' ');
  }
  buffer_text(out, " │");
}

static void draw(Grid *grid, Buffer *out) {
  for (u32 i = 0; i < grid->columns.count; i++)
    measure(&grid->columns.items[i]);
  put_rule(grid, "┌", "┬", "┐\n", out);
  put_line(grid, -1, out);
  put_rule(grid, "\n├", "┼", "┤\n", out);
  for (u32 i = 0; i < grid->rows; i++) {
    put_line(grid, i, out);
    buffer_byte(out, '\n');
  }
  put_rule(grid, "└", "┴", "┘", out);
}

/* ---- console.table ------------------------------------------------------ */

static bool check_properties(VM *vm, Value properties) {
  bool is_array;
  if (value_is_undefined(properties)) return true;
  if (!vm_is_array(vm, properties, &is_array)) return false;
  return is_array ||
         vm_throw_type(vm, "The \"properties\" argument must be an array");
}

bool console_table(VM *vm, Call *call) {
  Value data = call_argument(call, 0), properties = call_argument(call, 1);
  if (!check_properties(vm, properties)) return false;
  if (!value_is_object(data) || value_is_callable(data))
    return console_log(vm, STREAM_OUT, &data, 1);
  Grid grid = {};
  KEEP_FIELD(vm, keys, grid.keys);
  grid.keys = array_new(&vm->isolate, 0);
  bool is_collection =
      value_is_kind(data, KIND_MAP) || value_is_kind(data, KIND_SET);
  bool ok =
      is_collection
          ? put_collection(vm, &grid, (KeyedCollection *)value_to_cell(data))
          : put_object(vm, &grid, value_to_object(data), properties);
  Buffer text = {};
  if (ok) {
    draw(&grid, &text);
    console_write(vm, STREAM_OUT, text.bytes, text.length);
  }
  buffer_free(&text);
  free_grid(&grid);
  return ok;
}
