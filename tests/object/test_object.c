/* Objects against a naive list of properties, and functions. */
#include "object/isolate.h"

#include "tests/check.h"

static Isolate isolate;

static u32 random_state;
static u32 random_below(u32 limit) {
  random_state = random_state * 1664525u + 1013904223u;
  return (u32)((u64)(random_state >> 4) * limit >> 28);
}

static void open(bool stress) {
  REQUIRE(isolate_open(&isolate, (HeapOptions){}));
  if (!stress) return;
  isolate.heap.stress = STRESS_COLLECT;
  heap_set_slow(&isolate.heap, true);
}
static void close(void) {
  isolate_close(&isolate);
}
static Key key(const char *text) {
  return key_from_c(&isolate, text);
}

/* ---- The model ----------------------------------------------------------- */

typedef struct Item {
  Key key;
  Value value;
  u8 attributes;
} Item;

typedef struct Model {
  Item items[512];
  u32 count;
} Model;

static i32 model_find(const Model *model, Key wanted) {
  for (u32 i = 0; i < model->count; i++)
    if (key_equals(model->items[i].key, wanted)) return (i32)i;
  return -1;
}

static void model_define(Model *model, Key k, Value value, u8 attributes) {
  i32 at = model_find(model, k);
  u32 i = at < 0 ? model->count++ : (u32)at;
  model->items[i] = (Item){k, value, attributes};
}

static void model_delete(Model *model, Key k) {
  i32 at = model_find(model, k);
  if (at < 0) return;
  memmove(&model->items[at], &model->items[at + 1],
          (model->count - (u32)at - 1) * sizeof(Item));
  model->count--;
}

/* The keys in the language's order. */
static void model_keys(const Model *model, KeyList *keys) {
  for (u64 next = 0; next <= UINT32_MAX;) {
    u64 best = UINT64_MAX;
    for (u32 i = 0; i < model->count; i++)
      if (key_is_index(model->items[i].key) &&
          key_index(model->items[i].key) >= next &&
          key_index(model->items[i].key) < best)
        best = key_index(model->items[i].key);
    if (best == UINT64_MAX) break;
    vector_push(keys, key_from_index((u32)best));
    next = best + 1;
  }
  for (u32 symbols = 0; symbols < 2; symbols++)
    for (u32 i = 0; i < model->count; i++) {
      Key k = model->items[i].key;
      if (!key_is_index(k) && key_is_symbol(k) == !!symbols &&
          !key_is_private(k))
        vector_push(keys, k);
    }
}

static void check_keys(Object *object, const Model *model) {
  KeyList got = {}, wanted = {};
  object_own_keys(&isolate, object, &got);
  model_keys(model, &wanted);
  CHECK_INTEGER(got.count, wanted.count);
  if (got.count == wanted.count && got.count)
    CHECK(!memcmp(got.items, wanted.items, got.count * sizeof(Key)));
  vector_free(&got);
  vector_free(&wanted);
}

static void check_property(Object *object, const Model *model, Key k) {
  Property property;
  bool there = object_get_own(&isolate, object, k, &property);
  i32 at = model_find(model, k);
  CHECK(there == (at >= 0));
  if (!there || at < 0) return;
  CHECK(value_same_bits(property.value, model->items[at].value));
  CHECK_INTEGER(property.attributes, model->items[at].attributes);
  CHECK(property.holder == object);
}

/* ---- Random histories ---------------------------------------------------- */

constexpr u32 KEY_COUNT = 220;
static Key keys[KEY_COUNT];

/* Names, some symbols and private names, small and far indices. */
static Object *make_keys(void) {
  ROOT_CELL(&isolate.heap, Object, keep, array_new(&isolate, 0));
  for (u32 i = 0; i < KEY_COUNT; i++) {
    char text[20];
    snprintf(text, sizeof text, "key%u", i);
    if (i % 10 < 5)
      keys[i] = key(text);
    else if (i % 10 < 7)
      keys[i] = key_from_symbol(symbol_new(&isolate, VALUE_UNDEFINED,
                                           i % 10 == 5 ? 0 : SYMBOL_PRIVATE));
    else
      keys[i] = key_from_index(i % 40 == 9 ? i * 1000000 : i / 10);
    if (!key_is_index(keys[i]))
      array_push(&isolate, keep, (Value){keys[i].bits});
  }
  return keep;
}

static Value random_value(Object *keep) {
  switch (random_below(5)) {
  case 0: return value_from_int((i32)random_below(1000));
  case 1: return value_from_raw_double(random_below(1000) + 0.5);
  case 2: return VALUE_NULL;
  case 3: return value_from_cell(keep);
  default: return keep->elements->values[random_below(array_length(keep))];
  }
}

static u8 random_attributes(void) {
  return random_below(5) ? ATTRIBUTES_DEFAULT : (u8)random_below(8);
}

static void random_step(Object *object, Object *keep, Model *model,
                        u32 key_count) {
  Key k = keys[random_below(key_count)];
  Property property;
  switch (random_below(6)) {
  case 0:
    CHECK(object_delete(&isolate, object, k) == (model_find(model, k) >= 0));
    model_delete(model, k);
    break;
  case 1:
    if (object_get_own(&isolate, object, k, &property)) {
      Value value = random_value(keep);
      object_set_value(&isolate, object, k, &property, value);
      model->items[model_find(model, k)].value = value;
    }
    break;
  default: {
    Value value = random_value(keep);
    u8 attributes = random_attributes();
    CHECK(object_define(&isolate, object, k, value, attributes));
    model_define(model, k, value, attributes);
  }
  }
  check_property(object, model, k);
}

static void run_history(u32 seed, u32 steps, u32 key_count) {
  static Model model;
  model = (Model){};
  random_state = seed;
  ROOT_CELL(&isolate.heap, Object, keep, make_keys());
  ROOT_CELL(&isolate.heap, Object, object,
            object_new_with_prototype(&isolate, VALUE_NULL));
  for (u32 i = 0; i < steps; i++) {
    random_step(object, keep, &model, key_count);
    if (i % 64 == 0) check_keys(object, &model);
  }
  heap_collect(&isolate.heap, "forced");
  for (u32 i = 0; i < KEY_COUNT; i++)
    check_property(object, &model, keys[i]);
  check_keys(object, &model);
}

static void test_random_histories(void) {
  open(false);
  for (u32 seed = 1; seed <= 60; seed++)
    run_history(seed, 600, seed % 3 ? 20 + seed : KEY_COUNT);
  close();
}

static void test_random_histories_under_stress(void) {
  open(true);
  for (u32 seed = 1; seed <= 4; seed++)
    run_history(seed, 250, 60);
  close();
}

/* ---- Chains of prototypes ------------------------------------------------ */

static void test_find_along_the_chain(void) {
  open(false);
  ROOT_CELL(&isolate.heap, Object, a, object_new_plain(&isolate));
  ROOT_CELL(&isolate.heap, Object, b,
            object_new_with_prototype(&isolate, value_from_cell(a)));
  object_set_c(&isolate, a, "x", value_from_int(1), ATTRIBUTES_DEFAULT);
  object_set_c(&isolate, a, "5", value_from_int(5), ATTRIBUTES_DEFAULT);
  CHECK(isolate.prototype_has_elements);
  Property property;
  CHECK(object_find(&isolate, b, key("x"), &property));
  CHECK(property.holder == a && property.place == PLACE_SLOT);
  CHECK(object_find(&isolate, b, key("5"), &property));
  CHECK(property.holder == a && property.place == PLACE_ELEMENT);
  CHECK(!object_find(&isolate, b, key("y"), &property));
  CHECK_INTEGER(property.place, PLACE_NONE);
  object_set_c(&isolate, b, "x", value_from_int(2), ATTRIBUTES_DEFAULT);
  CHECK(object_find(&isolate, b, key("x"), &property));
  CHECK(property.holder == b);
  close();
}

static void test_iteration_stays_pristine_until_touched(void) {
  open(false);
  Object *array = INTRINSIC(&isolate, array_prototype);
  Key iterator = SYMBOL_KEY(&isolate, iterator);
  object_define(&isolate, array, iterator, VALUE_NULL, ATTRIBUTES_HIDDEN);
  isolate.array_iteration_pristine = true;
  object_set_c(&isolate, array, "other", VALUE_NULL, ATTRIBUTES_HIDDEN);
  CHECK(isolate.array_iteration_pristine);
  Property property;
  CHECK(object_get_own(&isolate, array, iterator, &property));
  object_set_value(&isolate, array, iterator, &property, VALUE_TRUE);
  CHECK(!isolate.array_iteration_pristine);
  isolate.array_iteration_pristine = true;
  object_delete(&isolate, array, iterator);
  CHECK(!isolate.array_iteration_pristine);
  close();
}

/* ---- Integrity ----------------------------------------------------------- */

static u8 attributes_of(Object *object, const char *name) {
  Property property;
  REQUIRE(object_get_own(&isolate, object, key(name), &property));
  return property.attributes;
}

static void test_freeze_and_seal(void) {
  open(false);
  for (u32 freeze = 0; freeze < 2; freeze++) {
    ROOT_CELL(&isolate.heap, Object, o, array_new(&isolate, 0));
    array_push(&isolate, o, value_from_int(1));
    object_set_c(&isolate, o, "x", VALUE_NULL, ATTRIBUTES_DEFAULT);
    ROOT_CELL(&isolate.heap, Accessor, accessor,
              accessor_new(&isolate, VALUE_UNDEFINED, VALUE_UNDEFINED));
    object_set_c(&isolate, o, "a", value_from_cell(accessor),
                 ATTRIBUTE_ACCESSOR | ATTRIBUTE_CONFIGURABLE);
    ROOT_CELL(&isolate.heap, Symbol, secret,
              symbol_new(&isolate, VALUE_UNDEFINED, SYMBOL_PRIVATE));
    object_define(&isolate, o, key_from_symbol(secret), VALUE_NULL,
                  ATTRIBUTES_DEFAULT);
    object_seal(&isolate, o, freeze);
    u8 left = freeze ? ATTRIBUTE_ENUMERABLE
                     : ATTRIBUTE_ENUMERABLE | ATTRIBUTE_WRITABLE;
    CHECK(o->cell.flags & OBJECT_NOT_EXTENSIBLE);
    CHECK_INTEGER(attributes_of(o, "x"), left);
    CHECK_INTEGER(attributes_of(o, "0"), left);
    CHECK_INTEGER(attributes_of(o, "a"), ATTRIBUTE_ACCESSOR);
    CHECK_INTEGER(attributes_of(o, "length"),
                  ATTRIBUTE_WATCHED | (freeze ? 0 : ATTRIBUTE_WRITABLE));
    Property property;
    CHECK(object_get_own(&isolate, o, key_from_symbol(secret), &property));
    CHECK_INTEGER(property.attributes, ATTRIBUTES_DEFAULT);
    if (!freeze) continue;
    CHECK(o->cell.flags & OBJECT_FROZEN_ELEMENTS);
    CHECK_INTEGER(elements_truncate(&isolate, o, 0), 1);
  }
  close();
}

static void test_no_extensions_means_no_shared_shape(void) {
  open(false);
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  object_prevent_extensions(&isolate, o);
  CHECK(object_shape(&isolate, o) != isolate.plain_shape);
  CHECK(object_shape(&isolate, o)->cell.flags & SHAPE_DICTIONARY);
  close();
}

/* ---- Functions ----------------------------------------------------------- */

/* Code blocks are a floor above: a symbol stands for one here, the facts are
 * in its flags. */
static void describe(const CodeBlock *code, FunctionFacts *facts) {
  const Symbol *symbol = (const Symbol *)code;
  facts->name = symbol->description;
  facts->length = 2;
  facts->is_class = symbol->unused == 2;
  facts->is_method = symbol->unused == 1;
  facts->has_prototype = facts->is_constructor = !facts->is_method;
}

static Function *new_function(u32 sort) {
  Value name = value_from_cell(string_intern_c(&isolate, "f"));
  ROOT_CELL(&isolate.heap, Symbol, code, symbol_new(&isolate, name, 0));
  code->unused = sort;
  Value prototype = value_from_cell(INTRINSIC(&isolate, function_prototype));
  return function_new(&isolate, (CodeBlock *)code, NULL, prototype);
}

static void check_function(u32 sort) {
  isolate.describe_code = describe;
  ROOT_CELL(&isolate.heap, Function, function, new_function(sort));
  Object *object = &function->object;
  CHECK(object_shape(&isolate, object)->cell.flags & SHAPE_LAZY);
  CHECK(!(object->cell.flags & OBJECT_IS_CLASS) == (sort != 2));
  Property property;
  CHECK(!object_get_own(&isolate, object, key("other"), &property));
  CHECK(object_shape(&isolate, object)->cell.flags & SHAPE_LAZY);
  CHECK(object_get_own(&isolate, object, key("name"), &property));
  CHECK_INTEGER(property.attributes, ATTRIBUTE_CONFIGURABLE);
  CHECK(!(object_shape(&isolate, object)->cell.flags & SHAPE_LAZY));
  bool has_prototype =
      object_get_own(&isolate, object, key("prototype"), &property);
  CHECK(has_prototype == (sort != 1));
  KeyList list = {};
  object_own_keys(&isolate, object, &list);
  CHECK_INTEGER(list.count, sort == 1 ? 2 : 3);
  CHECK(key_equals(list.items[0], ATOM_KEY(&isolate, length)));
  CHECK(key_equals(list.items[1], ATOM_KEY(&isolate, name)));
  vector_free(&list);
  if (!has_prototype) return;
  CHECK_INTEGER(property.attributes,
                ATTRIBUTE_WATCHED | (sort == 2 ? 0 : ATTRIBUTE_WRITABLE));
  Object *prototype = value_to_object(property.value);
  CHECK(object_get_own(&isolate, prototype, key("constructor"), &property));
  CHECK(value_same_bits(property.value, value_from_cell(function)));
  function->construct_shape = heap_compress(&isolate.heap, isolate.plain_shape);
  object_set_c(&isolate, object, "prototype", VALUE_NULL, ATTRIBUTES_NONE);
  CHECK_INTEGER(function->construct_shape, 0);
  CHECK_INTEGER(attributes_of(object, "prototype"), ATTRIBUTE_WATCHED);
}

static void test_functions_are_lazy(void) {
  for (u32 sort = 0; sort < 3; sort++) {
    open(sort == 2);
    check_function(sort);
    close();
  }
}

static void count_event(void *context, ProbeKind kind, Cell *cell, Value detail,
                        Value more) {
  ++((u32 *)context)[kind];
}

static void test_probes(void) {
  open(false);
  isolate.describe_code = describe;
  u32 counts[PROBE_COUNT] = {};
  isolate.heap.probe = count_event;
  isolate.heap.probe_context = counts;
  ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
  object_set_c(&isolate, o, "x", value_from_int(1), ATTRIBUTES_DEFAULT);
  object_set_c(&isolate, o, "0", value_from_int(1), ATTRIBUTES_DEFAULT);
  elements_set(&isolate, o, 1, value_from_int(1));
  CHECK_INTEGER(counts[PROBE_WRITE], 3);
  CHECK_INTEGER(counts[PROBE_SHAPE], 1);
  CHECK_INTEGER(counts[PROBE_TRANSITION], 1);
  object_delete(&isolate, o, key("x"));
  CHECK_INTEGER(counts[PROBE_SHAPE], 2);
  CHECK_INTEGER(counts[PROBE_TRANSITION], 2);
  Property property;
  Function *function = new_function(0);
  CHECK(object_get_own(&isolate, &function->object, key("name"), &property));
  CHECK_INTEGER(counts[PROBE_WRITE], 3); /* the program wrote none of it */
  close();
}

static bool nothing(VM *vm, Call *call) {
  return call_return(call, VALUE_UNDEFINED);
}

static void check_name(NativeFunction *native, const char *wanted) {
  Property property;
  CHECK(object_get_own(&isolate, &native->object, key("name"), &property));
  Buffer text = {};
  string_append_text((String *)value_to_cell(property.value), &text);
  CHECK_TEXT(text.bytes, wanted);
  buffer_free(&text);
  CHECK(object_get_own(&isolate, &native->object, key("length"), &property));
  CHECK_INTEGER(value_to_int(property.value), 3);
}

static void test_native_functions(void) {
  open(true);
  check_name(native_new(&isolate, "push", nothing, 3), "push");
  check_name(native_new_named(&isolate, SYMBOL_KEY(&isolate, iterator), NULL,
                              nothing, 3),
             "[Symbol.iterator]");
  check_name(native_new_named(&isolate, key("size"), "get", nothing, 3),
             "get size");
  check_name(native_new_named(&isolate, key_from_index(5), NULL, nothing, 3),
             "5");
  close();
}

static void test_environments(void) {
  open(true);
  ROOT(&isolate.heap, name, value_from_cell(string_intern_c(&isolate, "v")));
  Value names[] = {name, name, name};
  ROOT_CELL(&isolate.heap, ScopeInfo, scope,
            scope_info_new(&isolate, names, NULL, 3, VALUE_UNDEFINED, 10, 20));
  ROOT_CELL(&isolate.heap, Environment, outer,
            environment_new(&isolate, NULL, scope));
  Environment *inner = environment_new(&isolate, outer, scope);
  CHECK(inner->parent == outer && inner->scope == scope);
  CHECK_INTEGER(inner->cell.info, 3);
  CHECK(value_is_hole(inner->slots[2]));
  close();
}

/* ---- The whole ----------------------------------------------------------- */

static u64 run_program(void) {
  open(false);
  random_state = 5;
  u64 hash = 0;
  ROOT_CELL(&isolate.heap, Object, keep, make_keys());
  for (u32 i = 0; i < 60000; i++) {
    ROOT_CELL(&isolate.heap, Object, o, object_new_plain(&isolate));
    for (u32 j = random_below(6); j; j--)
      object_define(&isolate, o, keys[random_below(KEY_COUNT)],
                    random_value(keep), ATTRIBUTES_DEFAULT);
    hash = hash * 31 + heap_offset(&isolate.heap, o);
    hash = hash * 31 + o->cell.shape;
  }
  CHECK(isolate.heap.collections > 1);
  close();
  return hash;
}

static void test_runs_are_the_same(void) {
  u64 first = run_program();
  char *displaced = malloc(1 << 20);
  CHECK(run_program() == first);
  free(displaced);
}

static void test_a_fresh_isolate_is_small(void) {
  open(false);
  u64 bytes = heap_live_bytes(&isolate.heap);
  CHECK(bytes < 64 << 10);
  heap_collect(&isolate.heap, "forced");
  CHECK(heap_live_bytes(&isolate.heap) <= bytes);
  CHECK(object_shape(&isolate, isolate.global) == isolate.plain_shape);
  CHECK(value_is_callable(
      value_from_cell(INTRINSIC(&isolate, function_prototype))));
  CHECK_INTEGER(INTRINSIC(&isolate, array_prototype)->cell.kind, KIND_ARRAY);
  close();
}

int main(void) {
  RUN(test_random_histories);
  RUN(test_random_histories_under_stress);
  RUN(test_find_along_the_chain);
  RUN(test_iteration_stays_pristine_until_touched);
  RUN(test_freeze_and_seal);
  RUN(test_no_extensions_means_no_shared_shape);
  RUN(test_functions_are_lazy);
  RUN(test_probes);
  RUN(test_native_functions);
  RUN(test_environments);
  RUN(test_runs_are_the_same);
  RUN(test_a_fresh_isolate_is_small);
  return check_finish();
}
