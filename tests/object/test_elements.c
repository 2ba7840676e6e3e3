/* Indexed items: kinds, holes, dictionaries, arrays and their length. */
#include "object/isolate.h"

#include "tests/check.h"

static Isolate isolate;

static u32 random_state;
static u32 random_below(u32 limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (u32)((u64)(random_state >> 4) * limit >> 28);
}
static void open(void) {
  REQUIRE(isolate_open(&isolate, (HeapOptions){.limit = 64 << 20}));
}
static void close(void) {
  isolate_close(&isolate);
}
static ElementsKind kind_of(Object *array) {
  return array->elements->cell.flags;
}

/* ---- Kinds --------------------------------------------------------------- */

static void test_kinds_grow_more_general(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, array_new(&isolate, 0));
  array_push(&isolate, a, value_from_int(1));
  CHECK_INTEGER(kind_of(a), ELEMENTS_PACKED_INT);
  array_push(&isolate, a, value_from_raw_double(1.5));
  CHECK_INTEGER(kind_of(a), ELEMENTS_PACKED_DOUBLE);
  array_push(&isolate, a, value_from_int(1));
  CHECK_INTEGER(kind_of(a), ELEMENTS_PACKED_DOUBLE);
  array_push(&isolate, a, VALUE_NULL);
  CHECK_INTEGER(kind_of(a), ELEMENTS_PACKED);
  elements_set(&isolate, a, 9, value_from_int(1));
  CHECK_INTEGER(kind_of(a), ELEMENTS_HOLEY);
  CHECK_INTEGER(a->elements->length, 10);
  CHECK_INTEGER(array_length(a), 4);
  close();
}

static void test_the_kind_says_the_truth(void) {
  for (u32 kind = 0; kind < 6; kind++) {
    CHECK_INTEGER(elements_kind_for(kind, value_from_int(1)), kind);
    CHECK_INTEGER(elements_kind_for(kind, VALUE_TRUE), kind < 3 ? 2 : 5);
    CHECK_INTEGER(elements_kind_for(kind, VALUE_HOLE), kind % 3 + 3);
    u32 number = kind % 3 ? kind : kind + 1;
    CHECK_INTEGER(elements_kind_for(kind, value_from_raw_double(.5)), number);
  }
}

static void test_deleting_leaves_a_hole(void) {
  open();
  Value values[] = {value_from_int(1), value_from_int(2)};
  ROOT_CELL(&isolate.heap, Object, a, array_from_values(&isolate, values, 2));
  CHECK_INTEGER(kind_of(a), ELEMENTS_PACKED_INT);
  object_delete(&isolate, a, key_from_index(1));
  CHECK_INTEGER(kind_of(a), ELEMENTS_HOLEY_INT);
  Property property;
  CHECK(!object_get_own(&isolate, a, key_from_index(1), &property));
  CHECK_INTEGER(array_length(a), 2);
  CHECK(array_is_plain(a));
  close();
}

/* ---- Density ------------------------------------------------------------- */

static void test_far_items_make_a_dictionary(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  elements_set(&isolate, o, 1000, value_from_int(1));
  CHECK(!object_has_dictionary(o));
  elements_set(&isolate, o, 1000000, value_from_int(2));
  CHECK(object_has_dictionary(o));
  CHECK_INTEGER(o->elements->length, 0);
  elements_set(&isolate, o, 4294967294, value_from_int(3));
  KeyList keys = {};
  object_own_keys(&isolate, o, &keys);
  CHECK_INTEGER(keys.count, 3);
  CHECK_INTEGER(key_index(keys.items[0]), 1000);
  CHECK_INTEGER(key_index(keys.items[2]), 4294967294);
  vector_free(&keys);
  close();
}

static void test_an_array_s_length_counts_as_dense(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, array_new(&isolate, 0));
  array_set_length_slot(&isolate, a, 100000);
  elements_set(&isolate, a, 99999, value_from_int(1));
  CHECK(!object_has_dictionary(a));
  CHECK_INTEGER(a->elements->length, 100000);
  CHECK(array_is_plain(a));
  array_set_length_slot(&isolate, a, 4000000000);
  elements_set(&isolate, a, 3999999999, value_from_int(1));
  CHECK(object_has_dictionary(a));
  close();
}

static void test_no_memory_is_told(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, array_new(&isolate, 0));
  CHECK(!array_new(&isolate, 10 << 20));
  CHECK(!elements_reserve(&isolate, a, 10 << 20));
  bool done = true;
  for (u32 i = 0; done && i < 20 << 20; i++)
    done = array_push(&isolate, a, value_from_int(0));
  CHECK(!done);
  CHECK(array_length(a) > 2 << 20 && array_length(a) == a->elements->length);
  a = array_new(&isolate, 0);
  array_set_length_slot(&isolate, a, 30 << 20);
  CHECK(array_push(&isolate, a, VALUE_NULL)); /* finds room in a Dictionary */
  CHECK(object_has_dictionary(a));
  close();
}

/* ---- Attributes ---------------------------------------------------------- */

static void test_attributes_make_a_dictionary(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, array_new(&isolate, 0));
  object_set_c(&isolate, a, "0", value_from_int(7), ATTRIBUTES_NONE);
  CHECK(object_has_dictionary(a));
  CHECK_INTEGER(array_length(a), 1);
  Property property;
  CHECK(object_get_own(&isolate, a, key_from_index(0), &property));
  CHECK_INTEGER(property.place, PLACE_DICTIONARY);
  CHECK_INTEGER(property.attributes, ATTRIBUTES_NONE);
  ROOT_CELL(&isolate.heap, Object, b, array_new(&isolate, 0));
  object_set_c(&isolate, b, "0", value_from_int(7), ATTRIBUTES_DEFAULT);
  CHECK(!object_has_dictionary(b));
  CHECK_INTEGER(array_length(b), 1);
  close();
}

static void test_truncation_stops_at_what_must_stay(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, array_new(&isolate, 0));
  for (u32 i = 0; i < 10; i++)
    array_push(&isolate, a, value_from_int(1));
  CHECK_INTEGER(elements_truncate(&isolate, a, 8), 8);
  CHECK_INTEGER(a->elements->length, 8);
  object_set_c(&isolate, a, "4", VALUE_NULL, ATTRIBUTE_WRITABLE);
  CHECK_INTEGER(elements_truncate(&isolate, a, 2), 5);
  Property property;
  CHECK(object_get_own(&isolate, a, key_from_index(4), &property));
  CHECK(!object_get_own(&isolate, a, key_from_index(5), &property));
  CHECK(object_get_own(&isolate, a, key_from_index(3), &property));
  close();
}

static void test_truncation_gives_memory_back(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, array_new(&isolate, 0));
  for (u32 i = 0; i < 100000; i++)
    array_push(&isolate, a, value_from_int(1));
  elements_truncate(&isolate, a, 100);
  CHECK(a->elements->capacity < 400);
  CHECK_INTEGER(a->elements->length, 100);
  CHECK_INTEGER(value_to_int(a->elements->values[99]), 1);
  elements_truncate(&isolate, a, 0);
  CHECK(a->elements == isolate.empty_elements);
  close();
}

/* ---- A random history of one array --------------------------------------- */

constexpr u32 MODEL_ITEMS = 3000;
typedef struct Model {
  Value values[MODEL_ITEMS];
  u32 length;
} Model;

static void model_step(Object *array, Model *model, u32 reach) {
  u32 index = random_below(reach);
  Value value =
      random_below(3) ? value_from_int((i32)index) : value_from_cell(array);
  switch (random_below(12)) {
  case 0:
    object_delete(&isolate, array, key_from_index(index));
    model->values[index] = VALUE_HOLE;
    break;
  case 1:
    if (random_below(20)) break;
    if (index >= model->length) break;
    CHECK_INTEGER(elements_truncate(&isolate, array, index), index);
    array_set_length_slot(&isolate, array, index);
    for (u32 i = index; i < model->length; i++)
      model->values[i] = VALUE_HOLE;
    model->length = index;
    break;
  case 2:
  case 3:
  case 4:
    if (model->length == MODEL_ITEMS) break;
    CHECK(array_push(&isolate, array, value));
    model->values[model->length++] = value;
    break;
  case 5:
    if (!random_below(200)) elements_to_dictionary(&isolate, array);
    break;
  default:
    CHECK(object_define(&isolate, array, key_from_index(index), value,
                        ATTRIBUTES_DEFAULT));
    model->values[index] = value;
    if (index >= model->length) model->length = index + 1;
  }
}

static void model_check(Object *array, const Model *model) {
  CHECK_INTEGER(array_length(array), model->length);
  for (u32 i = 0; i < MODEL_ITEMS; i++) {
    Property property;
    bool there = object_get_own(&isolate, array, key_from_index(i), &property);
    if (there != !value_is_hole(model->values[i])) CHECK_INTEGER(i, -1);
    if (there && !value_same_bits(property.value, model->values[i]))
      CHECK_INTEGER(i, -2);
  }
  if (object_has_dictionary(array)) return;
  Elements *elements = array->elements;
  ElementsKind kind = ELEMENTS_PACKED_INT;
  for (u32 i = 0; i < elements->length; i++)
    kind = elements_kind_for(kind, elements->values[i]);
  CHECK(elements_kind_for(elements->cell.flags, VALUE_HOLE) >= kind);
  CHECK(elements->cell.flags % 3 >= kind % 3);
}

static void run_history(u32 seed, u32 steps) {
  static Model model;
  random_state = seed;
  model.length = 0;
  for (u32 i = 0; i < MODEL_ITEMS; i++)
    model.values[i] = VALUE_HOLE;
  ROOT_CELL(&isolate.heap, Object, array, array_new(&isolate, seed % 5));
  for (u32 i = 0; i < steps; i++) {
    model_step(array, &model, seed % 2 ? 40 : MODEL_ITEMS);
    if (i % 100 == 0) model_check(array, &model);
  }
  model_check(array, &model);
}

static void test_random_arrays(void) {
  open();
  for (u32 seed = 1; seed <= 40; seed++)
    run_history(seed, 2000);
  close();
}

static void test_random_arrays_under_stress(void) {
  open();
  isolate.heap.stress = STRESS_COLLECT;
  heap_set_slow(&isolate.heap, true);
  for (u32 seed = 1; seed <= 6; seed++)
    run_history(seed, 600);
  close();
}

int main(void) {
  RUN(test_kinds_grow_more_general);
  RUN(test_the_kind_says_the_truth);
  RUN(test_deleting_leaves_a_hole);
  RUN(test_far_items_make_a_dictionary);
  RUN(test_an_array_s_length_counts_as_dense);
  RUN(test_no_memory_is_told);
  RUN(test_attributes_make_a_dictionary);
  RUN(test_truncation_stops_at_what_must_stay);
  RUN(test_truncation_gives_memory_back);
  RUN(test_random_arrays);
  RUN(test_random_arrays_under_stress);
  return check_finish();
}
