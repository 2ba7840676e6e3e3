/* Strings, ropes, atoms, symbols and keys, against plain arrays of units. */
#include "object/isolate.h"

#include <math.h>

#include "tests/check.h"

static Isolate isolate;

static u32 random_state = 7;
static u32 random_below(u32 limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (u32)((u64)(random_state >> 4) * limit >> 28);
}

static void open(void) {
  REQUIRE(isolate_open(&isolate, (HeapOptions){.limit = 64 << 20}));
}
static void open_stress(void) {
  open();
  isolate.heap.stress = STRESS_COLLECT;
  heap_set_slow(&isolate.heap, true);
}
static void close(void) {
  isolate_close(&isolate);
}

static String *make(const char *text) {
  return string_from_c(&isolate, text);
}

/* The model: units in an array. */
typedef struct Model {
  u16 units[4096];
  u32 length;
} Model;

static bool is_model(const String *string, const Model *model) {
  if (string->length != model->length) return false;
  for (u32 i = 0; i < model->length; i++)
    if (string_unit(string, i) != model->units[i]) return false;
  return true;
}

static Model random_model(u32 length, bool wide) {
  Model model = {.length = length};
  for (u32 i = 0; i < length; i++)
    model.units[i] = (u16)(wide ? random_below(0x10000) : random_below(256));
  return model;
}

static Value from_model(const Model *model) {
  return value_from_cell(
      string_from_utf16(&isolate, model->units, model->length));
}

static Model slice(const Model *model, u32 start, u32 end) {
  Model part = {.length = end - start};
  memcpy(part.units, model->units + start, part.length * 2);
  return part;
}

/* ---- Making -------------------------------------------------------------- */

static void test_forms(void) {
  open();
  CHECK(string_is_latin1(make("abc")));
  CHECK(string_is_latin1(make("caf\xC3\xA9")));
  CHECK_INTEGER(make("caf\xC3\xA9")->length, 4);
  String *wide = make("a\xE2\x82\xAC\xF0\x9F\x98\x80");
  CHECK(!string_is_latin1(wide));
  CHECK_INTEGER(wide->length, 4);
  CHECK_INTEGER(wide->utf16[1], 0x20AC);
  CHECK_INTEGER(wide->utf16[2], 0xD83D);
  CHECK_INTEGER(wide->utf16[3], 0xDE00);
  String *narrow = string_slice(&isolate, wide, 0, 1);
  CHECK(narrow == string_from_unit(&isolate, 'a'));
  CHECK(make("") == isolate.empty_string);
  CHECK(string_slice(&isolate, wide, 2, 2) == isolate.empty_string);
  CHECK(string_slice(&isolate, wide, 0, 4) == wide);
  close();
}

static void test_text_goes_there_and_back(void) {
  static const char *const texts[] = {"",
                                      "plain",
                                      "caf\xC3\xA9",
                                      "\xE2\x82\xAC uro",
                                      "\xF0\x9F\x98\x80",
                                      "x\xED\xA0\x80y" /* a lone surrogate */,
                                      "\xC3\xBF",
                                      "\x7F\xC2\x80"};
  open();
  for (u32 i = 0; i < ARRAY_COUNT(texts); i++) {
    Buffer buffer = {};
    buffer_text(&buffer, "");
    string_append_text(make(texts[i]), &buffer);
    CHECK_TEXT(buffer.bytes, texts[i]);
    buffer_free(&buffer);
  }
  close();
}

static void test_too_long_is_refused(void) {
  open();
  CHECK(!string_new_latin1(&isolate, STRING_MAX_LENGTH + 1));
  CHECK(!string_new_latin1(&isolate, 70 << 20)); /* beyond the limit */
  CHECK(string_new_latin1(&isolate, 20 << 20));
  CHECK(string_new_latin1(&isolate, 40 << 20)); /* the former is garbage */
  close();
}

/* ---- Ropes --------------------------------------------------------------- */

static void test_short_concatenations_are_flat(void) {
  open();
  Value a = value_from_cell(make("abc")), b = value_from_cell(make("def"));
  Cell *both = string_concat(&isolate, a, b);
  CHECK_INTEGER(both->kind, KIND_STRING);
  CHECK(string_equals((String *)both, make("abcdef")));
  CHECK(string_concat(&isolate, a, value_from_cell(make(""))) ==
        value_to_cell(a));
  close();
}

static void test_deep_ropes(void) {
  open();
  ROOT(&isolate.heap, left, value_from_cell(make("start")));
  ROOT(&isolate.heap, right, left);
  ROOT(&isolate.heap, part, value_from_cell(make("0123456789abcdefghij.")));
  for (u32 i = 0; i < 200000; i++) {
    left = value_from_cell(string_concat(&isolate, left, part));
    right = value_from_cell(string_concat(&isolate, part, right));
  }
  CHECK_INTEGER(string_length(left), 5 + 200000 * 21);
  CHECK(!string_values_equal(&isolate, left, right));
  String *flat = string_flatten(&isolate, left);
  CHECK(flat->latin1[4] == 't' && flat->latin1[flat->length - 1] == '.');
  flat = string_flatten(&isolate, right);
  CHECK(flat->latin1[0] == '0' && flat->latin1[flat->length - 1] == 't');
  CHECK(string_flatten(&isolate, right) == flat);
  close();
}

static void run_random_ropes(u32 rounds) {
  static Model models[16];
  ROOT_CELL(&isolate.heap, Object, keep, array_new(&isolate, 16));
  for (u32 i = 0; i < 16; i++) {
    models[i] = random_model(random_below(20), i % 4 == 0);
    array_push(&isolate, keep, from_model(&models[i]));
  }
  for (u32 round = 0; round < rounds; round++) {
    u32 a = random_below(16), b = random_below(16), to = random_below(16);
    Value *values = keep->elements->values;
    if (models[a].length + models[b].length > 4096 || !random_below(8)) {
      models[to] = random_model(random_below(30), random_below(4) == 0);
      cell_write(&isolate.heap, keep->elements, &values[to],
                 from_model(&models[to]));
      continue;
    }
    Model both = models[a];
    memcpy(both.units + both.length, models[b].units, models[b].length * 2);
    both.length += models[b].length;
    models[to] = both;
    cell_write(&isolate.heap, keep->elements, &values[to],
               value_from_cell(string_concat(&isolate, values[a], values[b])));
    CHECK_INTEGER(string_length(values[to]), both.length);
    u32 other = random_below(16);
    bool equal =
        models[to].length == models[other].length &&
        !memcmp(models[to].units, models[other].units, models[to].length * 2);
    CHECK(string_values_equal(&isolate, values[to], values[other]) == equal);
    if (random_below(3) == 0)
      CHECK(is_model(string_flatten(&isolate, values[other]), &models[other]));
  }
}

static void test_random_ropes(void) {
  open();
  run_random_ropes(20000);
  close();
}
static void test_random_ropes_under_stress(void) {
  open_stress();
  run_random_ropes(1000);
  close();
}

/* ---- Comparing and searching --------------------------------------------- */

static int sign(int x) {
  return (x > 0) - (x < 0);
}

static int compare_models(const Model *a, const Model *b) {
  for (u32 i = 0; i < a->length && i < b->length; i++)
    if (a->units[i] != b->units[i]) return a->units[i] < b->units[i] ? -1 : 1;
  return (a->length > b->length) - (a->length < b->length);
}

static i64 find_model(const Model *in, const Model *what, i64 at, i64 step) {
  for (; at >= 0 && at + what->length <= in->length; at += step)
    if (!memcmp(in->units + at, what->units, what->length * 2)) return at;
  return -1;
}

static void test_random_searches(void) {
  open();
  for (u32 round = 0; round < 4000; round++) {
    Model text = {.length = random_below(60)};
    bool wide = random_below(2);
    for (u32 i = 0; i < text.length; i++)
      text.units[i] = (u16)(wide ? 250 + random_below(10) : random_below(3));
    u32 start = random_below(text.length + 1);
    u32 end = start + random_below(text.length - start + 1);
    Model part = random_below(3) ? slice(&text, start, end)
                                 : random_model(random_below(4), wide);
    ROOT(&isolate.heap, a, from_model(&text));
    ROOT(&isolate.heap, b, from_model(&part));
    String *string = (String *)value_to_cell(a);
    String *pattern = (String *)value_to_cell(b);
    u32 from = random_below(text.length + 2);
    CHECK_INTEGER(string_find(string, pattern, from),
                  from > text.length ? -1 : find_model(&text, &part, from, 1));
    i64 last = (i64)text.length - part.length;
    CHECK_INTEGER(string_find_last(string, pattern, from),
                  find_model(&text, &part, from < last ? from : last, -1));
    CHECK_INTEGER(sign(string_compare(string, pattern)),
                  compare_models(&text, &part));
    CHECK(string_equals(string, pattern) == !compare_models(&text, &part));
    Model middle = slice(&text, start, end);
    CHECK(is_model(string_slice(&isolate, string, start, end), &middle));
  }
  close();
}

static void test_both_forms_hash_alike(void) {
  open();
  String *wide = string_new_utf16(&isolate, 3);
  memcpy(wide->utf16, (u16[]){'a', 'b', 'c'}, 6);
  CHECK(string_hash(wide) == string_hash(make("abc")));
  CHECK(string_equals(wide, make("abc")));
  close();
}

/* ---- Numbers ------------------------------------------------------------- */

static void test_to_number(void) {
  static const struct {
    const char *text;
    double number;
  } cases[] = {
      {"", 0},
      {"  \n\t ", 0},
      {"12", 12},
      {" 12 ", 12},
      {"000123456", 123456},
      {"1e3", 1000},
      {"-1.5", -1.5},
      {"+7", 7},
      {".5", .5},
      {"5.", 5},
      {"0x1F", 31},
      {"0b101", 5},
      {"0o17", 15},
      {"-0x1", NAN},
      {"0x", NAN},
      {"12px", NAN},
      {"1 2", NAN},
      {"Infinity", 1 / 0.0},
      {"-Infinity", -1 / 0.0},
      {"infinity", NAN},
      {"\xE2\x82\xAC", NAN},
      {"\xC2\xA0"
       "3\xEF\xBB\xBF",
       3},
      {"123456789012", 123456789012},
      {"-0", -0.0},
      {"e5", NAN},
      {"0", 0},
  };
  open();
  for (u32 i = 0; i < ARRAY_COUNT(cases); i++)
    CHECK_NUMBER(string_to_number(make(cases[i].text)), cases[i].number);
  close();
}

/* ---- Atoms, symbols, keys ------------------------------------------------ */

static void test_atoms_are_unique_and_weak(void) {
  open();
  String *atom = string_intern_c(&isolate, "something");
  CHECK(string_intern(&isolate, make("something")) == atom);
  CHECK(string_intern_text(&isolate, "something else", 9) == atom);
  CHECK(string_intern_c(&isolate, "length") == ATOM(&isolate, length));
  String *wide = string_intern_c(&isolate, "\xE2\x82\xAC");
  CHECK(string_intern_text(&isolate, "\xE2\x82\xAC", 3) == wide);
  u32 before = isolate.atom_table.count;
  heap_collect(&isolate.heap, "forced");
  CHECK_INTEGER(isolate.atom_table.count, before - 2);
  for (u32 i = 0; i < 5000; i++) {
    char text[20];
    snprintf(text, sizeof text, "atom%u", i);
    String *fresh = string_intern_c(&isolate, text);
    CHECK(string_intern_c(&isolate, text) == fresh);
    if (i % 1000 == 0) heap_collect(&isolate.heap, "forced");
  }
  heap_collect(&isolate.heap, "forced");
  CHECK_INTEGER(isolate.atom_table.count, before - 2);
  close();
}

static void check_key(const char *text, bool is_index, u32 index) {
  Key key;
  CHECK(key_from_string(&isolate, value_from_cell(make(text)), &key));
  CHECK(key_is_index(key) == is_index);
  if (is_index) CHECK_INTEGER(key_index(key), index);
  CHECK(key_equals(key, key_from_c(&isolate, text)));
  Buffer buffer = {};
  buffer_text(&buffer, "");
  key_append_text(key, &buffer);
  CHECK_TEXT(buffer.bytes, text);
  buffer_free(&buffer);
  CHECK(string_equals((String *)value_to_cell(key_to_value(&isolate, key)),
                      make(text)));
}

static void test_keys(void) {
  open();
  check_key("0", true, 0);
  check_key("7", true, 7);
  check_key("4294967294", true, 4294967294);
  check_key("4294967295", false, 0);
  check_key("01", false, 0);
  check_key("-1", false, 0);
  check_key("1e3", false, 0);
  check_key("", false, 0);
  check_key("99999999999", false, 0);
  check_key("name", false, 0);
  check_key("\xE2\x82\xAC", false, 0);
  close();
}

static void test_ropes_as_keys(void) {
  open();
  ROOT(&isolate.heap, a, value_from_cell(make("a rather long beginning ")));
  ROOT(&isolate.heap, b, value_from_cell(make("with an end")));
  ROOT(&isolate.heap, rope, value_from_cell(string_concat(&isolate, a, b)));
  CHECK_INTEGER(value_to_cell(rope)->kind, KIND_ROPE);
  Key key, again;
  String *atom =
      string_intern_c(&isolate, "a rather long beginning with an end");
  CHECK(key_from_string(&isolate, rope, &key));
  CHECK(key_cell(key) == &atom->cell);
  CHECK(string_flatten(&isolate, rope) == atom);
  CHECK(key_from_string(&isolate, rope, &again) && key_equals(key, again));
  close();
}

static void check_symbol_text(Symbol *symbol, const char *wanted) {
  Buffer buffer = {};
  key_append_text(key_from_symbol(symbol), &buffer);
  CHECK_TEXT(buffer.bytes, wanted);
  buffer_free(&buffer);
}

static void test_symbols(void) {
  open();
  Value name = value_from_cell(string_intern_c(&isolate, "secret"));
  Symbol *a = symbol_new(&isolate, name, 0);
  Symbol *b = symbol_new(&isolate, name, SYMBOL_PRIVATE);
  CHECK(a->hash != b->hash);
  check_symbol_text(a, "Symbol(secret)");
  check_symbol_text(b, "#secret");
  check_symbol_text(symbol_new(&isolate, VALUE_UNDEFINED, 0), "Symbol()");
  CHECK(key_is_private(key_from_symbol(b)));
  CHECK(!key_is_private(key_from_symbol(a)));
  String *atom = string_intern_c(&isolate, "shared");
  Symbol *shared = symbol_for(&isolate, atom);
  heap_collect(&isolate.heap, "forced");
  CHECK(symbol_for(&isolate, string_intern_c(&isolate, "shared")) == shared);
  CHECK(shared->cell.flags & SYMBOL_REGISTERED);
  close();
}

/* ---- Builder ------------------------------------------------------------- */

static void test_builder(void) {
  open();
  for (u32 round = 0; round < 300; round++) {
    StringBuilder builder = {};
    Model model = {};
    ROOT_CELL(&isolate.heap, String, wide,
              make("ab\xE2\x82\xAC"
                   "cd"));
    while (model.length < 300) {
      u32 unit = round % 2 && !random_below(100) ? 0x1234 : random_below(256);
      builder_unit(&builder, unit);
      model.units[model.length++] = (u16)unit;
      if (random_below(20)) continue;
      builder_c(&builder, "text");
      for (u32 i = 0; i < 4; i++)
        model.units[model.length++] = (u8) "text"[i];
      u32 start = random_below(6), end = start + random_below(6 - start);
      if (round % 2 == 0 && start <= 2 && end > 2) continue;
      builder_slice(&builder, wide, start, end);
      for (u32 i = start; i < end; i++)
        model.units[model.length++] = (u16)string_unit(wide, i);
    }
    String *string = builder_finish(&isolate, &builder);
    CHECK(is_model(string, &model));
    if (round % 2 == 0) CHECK(string_is_latin1(string));
  }
  close();
}

/* as if the longest text were in it already */
static void test_builder_refuses_too_much(void) {
  open();
  StringBuilder builder = {.length = STRING_MAX_LENGTH};
  builder_c(&builder, "more");
  builder_unit(&builder, 0x1234);
  builder_string(&builder, ATOM(&isolate, length));
  CHECK_INTEGER(builder.length, STRING_MAX_LENGTH + 11u);
  CHECK_INTEGER(builder.capacity, 0);
  CHECK(!builder_finish(&isolate, &builder));
  close();
}

int main(void) {
  RUN(test_forms);
  RUN(test_text_goes_there_and_back);
  RUN(test_too_long_is_refused);
  RUN(test_short_concatenations_are_flat);
  RUN(test_deep_ropes);
  RUN(test_random_ropes);
  RUN(test_random_ropes_under_stress);
  RUN(test_random_searches);
  RUN(test_both_forms_hash_alike);
  RUN(test_to_number);
  RUN(test_atoms_are_unique_and_weak);
  RUN(test_keys);
  RUN(test_ropes_as_keys);
  RUN(test_symbols);
  RUN(test_builder);
  RUN(test_builder_refuses_too_much);
  return check_finish();
}
