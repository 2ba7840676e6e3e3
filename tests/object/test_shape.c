/* Shapes: trees, literals, tables, dictionary mode, and how they die. */
#include "object/isolate.h"

#include "tests/check.h"

static Isolate isolate;

static void open(void) {
  REQUIRE(isolate_open(&isolate, (HeapOptions){}));
}
static void close(void) {
  isolate_close(&isolate);
}
static Key key(const char *text) {
  return key_from_c(&isolate, text);
}
static void set(Object *object, const char *name, i32 value) {
  object_set_c(&isolate, object, name, value_from_int(value),
               ATTRIBUTES_DEFAULT);
}
static Shape *shape_of(Object *object) {
  return object_shape(&isolate, object);
}

/* "x@0 y@1", in order */
static bool append_property(void *context, Key name, u32 offset,
                            u8 attributes) {
  Buffer *out = context;
  if (out->length) buffer_text(out, " ");
  key_append_text(name, out);
  buffer_format(out, "@%u", offset);
  if (attributes != ATTRIBUTES_DEFAULT) buffer_format(out, ":%u", attributes);
  return true;
}

static const char *shape_text(Shape *shape) {
  static Buffer out;
  buffer_clear(&out);
  buffer_text(&out, "");
  shape_each(shape, append_property, &out);
  return out.bytes;
}

/* ---- Trees --------------------------------------------------------------- */

static void test_a_chain_from_the_empty_shape(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  CHECK(shape_of(o) == isolate.plain_shape);
  CHECK_TEXT(shape_text(shape_of(o)), "");
  set(o, "x", 6);
  Shape *x = shape_of(o);
  set(o, "y", 7);
  Shape *xy = shape_of(o);
  CHECK(x->parent == isolate.plain_shape && xy->parent == x);
  CHECK_TEXT(shape_text(xy), "x@0 y@1");
  CHECK(shape_root(xy) == isolate.plain_shape);
  ROOT_CELL(&isolate.heap, Object, p, object_new_plain(&isolate));
  set(p, "x", 1);
  CHECK(shape_of(p) == x);
  set(p, "y", 1);
  CHECK(shape_of(p) == xy);
  close();
}

static void count_child(void *context, Shape *child) {
  ++*(u32 *)context;
}

static void test_order_makes_branches(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, object_new_plain(&isolate));
  ROOT_CELL(&isolate.heap, Object, b, object_new_plain(&isolate));
  set(a, "x", 6);
  set(b, "y", 7);
  CHECK(shape_of(a) != shape_of(b));
  u32 children = 0;
  shape_each_transition(isolate.plain_shape, count_child, &children);
  CHECK_INTEGER(children, 2);
  set(a, "y", 6);
  set(b, "x", 7);
  CHECK(shape_of(a) != shape_of(b));
  CHECK_TEXT(shape_text(shape_of(b)), "y@0 x@1");
  close();
}

static void test_attributes_make_branches(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, a, object_new_plain(&isolate));
  ROOT_CELL(&isolate.heap, Object, b, object_new_plain(&isolate));
  set(a, "x", 1);
  object_set_c(&isolate, b, "x", value_from_int(1), ATTRIBUTES_HIDDEN);
  CHECK(shape_of(a) != shape_of(b));
  CHECK(!(shape_of(b)->cell.flags & SHAPE_DICTIONARY));
  close();
}

static void test_shapes_know_their_prototype(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, p, object_new_plain(&isolate));
  ROOT_CELL(&isolate.heap, Object, a,
            object_new_with_prototype(&isolate, value_from_cell(p)));
  ROOT_CELL(&isolate.heap, Object, b,
            object_new_with_prototype(&isolate, value_from_cell(p)));
  CHECK(shape_of(a) == shape_of(b));
  CHECK(p->cell.flags & OBJECT_IS_PROTOTYPE);
  CHECK(shape_of(a) != isolate.plain_shape);
  Object *n = object_new_with_prototype(&isolate, VALUE_NULL);
  CHECK(value_is_null(object_prototype(&isolate, n)));
  close();
}

/* ---- Literals ------------------------------------------------------------ */

static void test_literals_are_roots(void) {
  open();
  Key keys[] = {key("x"), key("y")};
  ROOT_CELL(&isolate.heap, Shape, xy, shape_for_literal(&isolate, keys, 2));
  CHECK(!xy->parent && xy->cell.flags & SHAPE_LITERAL);
  CHECK_INTEGER(xy->count, 2);
  CHECK_INTEGER(xy->cell.info, 2);
  CHECK_TEXT(shape_text(xy), "x@0 y@1");
  CHECK(shape_for_literal(&isolate, keys, 2) == xy);
  ROOT_CELL(&isolate.heap, Shape, x, shape_for_literal(&isolate, keys, 1));
  CHECK(!x->parent && x != xy);
  CHECK_TEXT(shape_text(x), "x@0");
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  set(o, "x", 6);
  CHECK(shape_of(o) != x);
  CHECK(shape_for_literal(&isolate, keys, 0) == isolate.plain_shape);
  Key other[] = {keys[1], keys[0]};
  CHECK(shape_for_literal(&isolate, other, 2) != xy);
  close();
}

static void test_literals_grow_from_there(void) {
  open();
  Key keys[] = {key("x"), key("y")};
  ROOT_CELL(&isolate.heap, Shape, xy, shape_for_literal(&isolate, keys, 2));
  ROOT_CELL(&isolate.heap, Object, o, object_new(&isolate, xy));
  ROOT_CELL(&isolate.heap, Object, p, object_new(&isolate, xy));
  CHECK_INTEGER(heap_cell_bytes(&isolate.heap, &o->cell), 40);
  set(o, "z", 3);
  CHECK(shape_of(o)->parent == xy);
  CHECK_TEXT(shape_text(shape_of(o)), "x@0 y@1 z@2");
  CHECK_INTEGER(o->slots->capacity, 4);
  set(p, "z", 3);
  CHECK(shape_of(o) == shape_of(p));
  ShapeProperty property;
  CHECK(shape_find(&isolate, xy, keys[0], &property));
  CHECK(shape_find(&isolate, shape_of(o), keys[1], &property));
  CHECK_INTEGER(property.offset, 1);
  CHECK(!shape_find(&isolate, xy, key("z"), &property));
  close();
}

static void test_long_literals(void) {
  open();
  static Key keys[1500];
  ROOT_CELL(&isolate.heap, Object, keep, array_new(&isolate, 1500));
  for (u32 i = 0; i < 1500; i++) {
    char text[20];
    snprintf(text, sizeof text, "k%u", i);
    keys[i] = key(text);
    array_push(&isolate, keep, (Value){keys[i].bits});
  }
  ROOT_CELL(&isolate.heap, Shape, all, shape_for_literal(&isolate, keys, 1500));
  CHECK_INTEGER(all->cell.info, SHAPE_INLINE_MAX);
  Object *object = object_new(&isolate, all);
  CHECK(object->slots->capacity >= 500);
  ShapeProperty property;
  CHECK(shape_find(&isolate, all, keys[1499], &property));
  CHECK_INTEGER(property.offset, 1499);
  close();
}

/* ---- Tables -------------------------------------------------------------- */

static void test_a_second_long_walk_makes_a_table(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, point, object_new_plain(&isolate));
  set(point, "x", 1);
  set(point, "y", 2);
  set(point, "z", 3);
  Shape *xyz = shape_of(point);
  CHECK(!xyz->table);
  ShapeProperty property;
  for (u32 i = 0; i < 3; i++)
    shape_find(&isolate, xyz, key("x"), &property);
  REQUIRE(xyz->table);
  CHECK_INTEGER(property.offset, 0);
  CHECK_INTEGER(xyz->table->count, 3);
  set(point, "w", 4);
  CHECK(!xyz->table);
  CHECK_INTEGER(shape_of(point)->table->count, 4);
  CHECK(shape_find(&isolate, xyz, key("z"), &property));
  CHECK(!shape_find(&isolate, xyz, key("w"), &property));
  close();
}

static void test_long_chains(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  for (i32 i = 0; i < 300; i++) {
    char text[20];
    snprintf(text, sizeof text, "k%d", i);
    set(o, text, i);
  }
  CHECK(shape_of(o)->cell.flags & SHAPE_DICTIONARY);
  CHECK_INTEGER(shape_of(o)->count, 300);
  for (i32 i = 0; i < 300; i++) {
    char text[20];
    snprintf(text, sizeof text, "k%d", i);
    Property property;
    CHECK(object_get_own(&isolate, o, key(text), &property));
    CHECK_INTEGER(value_to_int(property.value), i);
    Key at;
    u8 attributes;
    CHECK(shape_key_at(shape_of(o), property.offset, &at, &attributes));
    CHECK(key_equals(at, key(text)));
  }
  close();
}

/* ---- Dictionary mode ----------------------------------------------------- */

static void test_deleting_makes_a_dictionary(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  set(o, "a", 1);
  set(o, "b", 2);
  set(o, "c", 3);
  object_delete(&isolate, o, key("b"));
  Shape *first = shape_of(o);
  CHECK(first->cell.flags & SHAPE_DICTIONARY && !first->parent);
  CHECK_TEXT(shape_text(first), "a@0 c@2");
  set(o, "d", 4); /* takes the free slot, comes last, keeps the Shape */
  CHECK(shape_of(o) == first);
  CHECK_TEXT(shape_text(first), "a@0 c@2 d@1");
  set(o, "e", 5);
  CHECK_TEXT(shape_text(first), "a@0 c@2 d@1 e@3");
  object_delete(&isolate, o, key("a"));
  CHECK(shape_of(o) != first);
  CHECK_TEXT(shape_text(shape_of(o)), "c@2 d@1 e@3");
  close();
}

static void test_reconfiguring_makes_a_dictionary(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  set(o, "a", 1);
  set(o, "b", 2);
  object_set_c(&isolate, o, "a", value_from_int(9), ATTRIBUTE_ENUMERABLE);
  CHECK(shape_of(o)->cell.flags & SHAPE_DICTIONARY);
  CHECK_TEXT(shape_text(shape_of(o)), "a@0:2 b@1");
  Shape *before = shape_of(o);
  object_set_c(&isolate, o, "b", value_from_int(9), ATTRIBUTES_NONE);
  CHECK(shape_of(o) != before);
  CHECK_TEXT(shape_text(shape_of(o)), "a@0:2 b@1:0");
  close();
}

static void test_slots_of_a_dictionary_stay_few(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  for (i32 i = 0; i < 20000; i++) {
    char text[20];
    snprintf(text, sizeof text, "k%d", i);
    set(o, text, i);
    if (i < 10) continue;
    snprintf(text, sizeof text, "k%d", i - 10);
    object_delete(&isolate, o, key(text));
  }
  CHECK_INTEGER(shape_of(o)->count, 10);
  CHECK(shape_of(o)->slot_count <= 12);
  CHECK(shape_of(o)->table->limit <= 64);
  close();
}

/* ---- Prototypes ---------------------------------------------------------- */

static void test_another_prototype(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, p, object_new_plain(&isolate));
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  object_set_prototype(&isolate, o, value_from_cell(p));
  CHECK(!(shape_of(o)->cell.flags & SHAPE_DICTIONARY));
  CHECK(shape_of(o) == shape_empty(&isolate, value_from_cell(p), 4));
  set(o, "x", 1);
  object_set_prototype(&isolate, o, VALUE_NULL);
  CHECK(shape_of(o)->cell.flags & SHAPE_DICTIONARY);
  CHECK_TEXT(shape_text(shape_of(o)), "x@0");
  close();
}

static void test_the_epoch_follows_prototypes(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, p, object_new_plain(&isolate));
  set(p, "early", 1);
  ROOT_CELL(&isolate.heap, Object, o,
            object_new_with_prototype(&isolate, value_from_cell(p)));
  u32 epoch = isolate.prototype_epoch;
  set(o, "x", 1);
  object_delete(&isolate, o, key("x"));
  CHECK_INTEGER(isolate.prototype_epoch, epoch);
  set(p, "y", 1);
  CHECK(isolate.prototype_epoch > epoch);
  epoch = isolate.prototype_epoch;
  set(p, "y", 2); /* only a value */
  CHECK_INTEGER(isolate.prototype_epoch, epoch);
  object_delete(&isolate, p, key("early"));
  CHECK(isolate.prototype_epoch > epoch);
  epoch = isolate.prototype_epoch;
  object_set_prototype(&isolate, p, VALUE_NULL);
  CHECK(isolate.prototype_epoch > epoch);
  close();
}

/* ---- Death --------------------------------------------------------------- */

static void test_unused_shapes_die(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  set(o, "kept", 1);
  for (u32 i = 0; i < 500; i++) {
    char text[20];
    snprintf(text, sizeof text, "k%u", i);
    set(object_new_plain(&isolate), text, 1);
    Key keys[] = {key(text), key("x")};
    shape_for_literal(&isolate, keys, 2);
    shape_empty(&isolate, value_from_cell(object_new_plain(&isolate)), 4);
  }
  u32 children = 0;
  shape_each_transition(isolate.plain_shape, count_child, &children);
  CHECK_INTEGER(children, 501);
  heap_collect(&isolate.heap, "forced");
  children = 0;
  shape_each_transition(isolate.plain_shape, count_child, &children);
  CHECK_INTEGER(children, 1);
  /* that of {value, done} lives with the isolate */
  CHECK_INTEGER(isolate.literal_shapes.count, 1);
  CHECK(isolate.empty_shapes.count < 20);
  ROOT_CELL(&isolate.heap, Object, p, object_new_plain(&isolate));
  set(p, "kept", 1);
  CHECK(shape_of(p) == shape_of(o));
  o = p = NULL;
  heap_collect(&isolate.heap, "forced");
  children = 0;
  shape_each_transition(isolate.plain_shape, count_child, &children);
  CHECK_INTEGER(children, 0);
  close();
}

/* of many children random ones die; the others must still be found */
static void test_transition_tables_survive_deaths(void) {
  open();
  ROOT_CELL(&isolate.heap, Object, keep, array_new(&isolate, 0));
  for (u32 i = 0; i < 2000; i++) {
    char text[20];
    snprintf(text, sizeof text, "k%u", i);
    ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
    set(o, text, 1);
    if (i * 2654435761u >> 30 == 1)
      array_push(&isolate, keep, value_from_cell(o));
    if (i % 200 == 199) heap_collect(&isolate.heap, "forced");
  }
  heap_collect(&isolate.heap, "forced");
  u32 children = 0;
  shape_each_transition(isolate.plain_shape, count_child, &children);
  CHECK_INTEGER(children, array_length(keep));
  for (u32 i = 0; i < array_length(keep); i++) {
    Shape *shape = shape_of(value_to_object(keep->elements->values[i]));
    CHECK(shape_add(&isolate, isolate.plain_shape, shape->key,
                    ATTRIBUTES_DEFAULT) == shape);
  }
  close();
}

int main(void) {
  RUN(test_a_chain_from_the_empty_shape);
  RUN(test_order_makes_branches);
  RUN(test_attributes_make_branches);
  RUN(test_shapes_know_their_prototype);
  RUN(test_literals_are_roots);
  RUN(test_literals_grow_from_there);
  RUN(test_long_literals);
  RUN(test_a_second_long_walk_makes_a_table);
  RUN(test_long_chains);
  RUN(test_deleting_makes_a_dictionary);
  RUN(test_reconfiguring_makes_a_dictionary);
  RUN(test_slots_of_a_dictionary_stay_few);
  RUN(test_another_prototype);
  RUN(test_the_epoch_follows_prototypes);
  RUN(test_unused_shapes_die);
  RUN(test_transition_tables_survive_deaths);
  return check_finish();
}
