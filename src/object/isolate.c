/* isolate.c - what all objects of one engine share, made in an order in which
 * nothing is needed before it is there: Shapes need prototypes but no strings,
 * strings need their Shape, keys need strings.
 */
#include "object/internal.h"

#include <stdlib.h>

constexpr u32 PLAIN_CAPACITY = 4; /* values inside a `{}` */

#undef ATOM /* here: one entry of atoms.def */
static const char *const atom_texts[ATOM_COUNT] = {
#define ATOM(name, text) text,
#include "object/atoms.def"
};

static const char *const symbol_texts[SYMBOL_COUNT] = {
#define SYMBOL(name, text) text,
    WELL_KNOWN_SYMBOLS(SYMBOL)
#undef SYMBOL
};

static const char *const intrinsic_texts[INTRINSIC_COUNT] = {
#define TEXT(name, text) text,
    INTRINSICS(TEXT)
#undef TEXT
};

/* ---- Roots --------------------------------------------------------------- */

typedef struct RootEdges {
  EdgeFunction *edge;
  void *context;
} RootEdges;

static void root(const RootEdges *to, const char *label, u32 index,
                 void *cell) {
  if (cell)
    to->edge(to->context, NULL, (EdgeName){CELL_EDGE_ROOT, index, label}, cell);
}

static void visit_realm(const Realm *realm, const RootEdges *to) {
  root(to, "global object", 0, realm->global);
  for (u32 i = 0; i < INTRINSIC_COUNT; i++)
    root(to, intrinsic_texts[i], i, realm->intrinsics[i]);
  root(to, "plain shape", 0, realm->plain_shape);
  root(to, "array shape", 0, realm->array_shape);
  root(to, "function shape", 0, realm->function_shape);
  root(to, "method shape", 0, realm->method_shape);
  root(to, "class shape", 0, realm->class_shape);
  root(to, "native shape", 0, realm->native_shape);
  root(to, "iterator result shape", 0, realm->iterator_result_shape);
  root(to, "arguments shape", 0, realm->arguments_shapes[0]);
  root(to, "arguments shape", 1, realm->arguments_shapes[1]);
  root(to, "regexp shape", 0, realm->regexp_shape);
  root(to, "match shape", 0, realm->match_shape);
}

static void visit_roots(void *owner, EdgeFunction *edge, void *context) {
  Isolate *isolate = owner;
  RootEdges to = {edge, context};
  visit_realm(&isolate->realm, &to);
  for (u32 i = 0; i < isolate->realms.count; i++)
    if (i != isolate->realm_index) visit_realm(isolate->realms.items[i], &to);
  root(&to, "string shape", 0, isolate->string_shape);
  root(&to, "symbol shape", 0, isolate->symbol_shape);
  root(&to, "BigInt shape", 0, isolate->bigint_shape);
  for (u32 i = 0; i < SYMBOL_COUNT; i++)
    root(&to, symbol_texts[i], i, isolate->symbols[i]);
  for (u32 i = 0; i < isolate->registered_symbols.count; i++)
    root(&to, "Symbol.for", i, isolate->registered_symbols.items[i]);
  for (u32 i = 0; i < ATOM_COUNT; i++)
    root(&to, "atom", i, isolate->atoms[i]);
  for (u32 i = 0; i < 256; i++)
    root(&to, "unit", i, isolate->units[i]);
  root(&to, "empty string", 0, isolate->empty_string);
  root(&to, "empty elements", 0, isolate->empty_elements);
}

static void after_mark(void *owner, Heap *heap) {
  Isolate *isolate = owner;
  assert(heap == &isolate->heap);
  atom_table_sweep(isolate);
  shape_sets_sweep(isolate);
}

/* ---- Setting up ---------------------------------------------------------- */

static void open_objects(Isolate *isolate) {
  INTRINSIC(isolate, object_prototype) =
      object_new(isolate, shape_new_root(isolate, VALUE_NULL, PLAIN_CAPACITY));
  isolate->plain_shape = shape_empty(
      isolate, value_from_cell(INTRINSIC(isolate, object_prototype)),
      PLAIN_CAPACITY);
}

/* The prototypes of primitives; what Shapes they have knows
 * isolate_enter_realm. */
static void open_primitives(Isolate *isolate) {
  INTRINSIC(isolate, string_prototype) = object_new_plain(isolate);
  INTRINSIC(isolate, symbol_prototype) = object_new_plain(isolate);
  INTRINSIC(isolate, bigint_prototype) = object_new_plain(isolate);
}

static void open_strings(Isolate *isolate) {
  isolate->string_shape = shape_new_root(
      isolate, value_from_cell(INTRINSIC(isolate, string_prototype)), 0);
  isolate->empty_string = string_intern(isolate, string_new_latin1(isolate, 0));
  for (u32 i = 0; i < ATOM_COUNT; i++)
    isolate->atoms[i] = string_intern_c(isolate, atom_texts[i]);
}

static void open_symbols(Isolate *isolate) {
  isolate->symbol_shape = shape_new_root(
      isolate, value_from_cell(INTRINSIC(isolate, symbol_prototype)), 0);
  for (u32 i = 0; i < SYMBOL_COUNT; i++) {
    String *text = string_intern_c(isolate, symbol_texts[i]);
    isolate->symbols[i] = symbol_new(isolate, value_from_cell(text), 0);
  }
}

static void open_bigints(Isolate *isolate) {
  isolate->bigint_shape = shape_new_root(
      isolate, value_from_cell(INTRINSIC(isolate, bigint_prototype)), 0);
}

/* Array.prototype is an array itself, whose prototype is Object.prototype. */
static void open_arrays(Isolate *isolate) {
  Value parent = value_from_cell(INTRINSIC(isolate, object_prototype));
  isolate->array_shape = shape_for_array(isolate, parent);
  Object *prototype = array_new(isolate, 0);
  INTRINSIC(isolate, array_prototype) = prototype;
  isolate->array_shape = shape_for_array(isolate, value_from_cell(prototype));
}

static Shape *shape_for_arguments(Isolate *isolate, u8 callee_attributes) {
  Value parent = value_from_cell(INTRINSIC(isolate, object_prototype));
  Shape *shape = shape_empty(isolate, parent, 3);
  shape = shape_add(isolate, shape, key_from_atom(isolate->atoms[ATOM_length]),
                    ATTRIBUTES_HIDDEN);
  shape = shape_add(isolate, shape,
                    key_from_symbol(isolate->symbols[SYMBOL_iterator]),
                    ATTRIBUTES_HIDDEN);
  return shape_add(isolate, shape, key_from_atom(isolate->atoms[ATOM_callee]),
                   callee_attributes);
}

static void open_arguments(Isolate *isolate) {
  isolate->arguments_shapes[0] =
      shape_for_arguments(isolate, ATTRIBUTES_HIDDEN);
  isolate->arguments_shapes[1] =
      shape_for_arguments(isolate, ATTRIBUTE_ACCESSOR);
}

static bool return_undefined(VM *vm, Call *call) {
  return call_return(call, VALUE_UNDEFINED);
}

/* Function.prototype is a function itself. */
static void open_functions(Isolate *isolate) {
  Value parent = value_from_cell(INTRINSIC(isolate, object_prototype));
  isolate->native_shape = function_lazy_shape(isolate, parent, VARIANT_NATIVE);
  NativeFunction *native = native_new(isolate, "", return_undefined, 0);
  INTRINSIC(isolate, function_prototype) = &native->object;
  Value prototype = value_from_cell(native);
  isolate->function_shape =
      function_lazy_shape(isolate, prototype, VARIANT_FUNCTION);
  isolate->method_shape =
      function_lazy_shape(isolate, prototype, VARIANT_METHOD);
  isolate->class_shape = function_lazy_shape(isolate, prototype, VARIANT_CLASS);
  isolate->native_shape =
      function_lazy_shape(isolate, prototype, VARIANT_NATIVE);
}

static void open_rest(Isolate *isolate) {
  open_arrays(isolate);
  open_functions(isolate);
  open_arguments(isolate);
  Key result_keys[] = {key_from_c(isolate, "value"),
                       key_from_c(isolate, "done")};
  isolate->iterator_result_shape = shape_for_literal(isolate, result_keys, 2);
  isolate->global = object_new_plain(isolate);
}

bool isolate_open(Isolate *isolate, HeapOptions options) {
  *isolate = (Isolate){};
  if (!heap_open(&isolate->heap, options)) return false;
  object_register_classes(&isolate->heap);
  heap_add_roots(&isolate->heap, visit_roots, isolate);
  heap_add_after_mark(&isolate->heap, after_mark, isolate);
  isolate->empty_elements = elements_new(isolate, 0);
  open_objects(isolate);
  open_primitives(isolate);
  open_strings(isolate);
  open_symbols(isolate);
  open_bigints(isolate);
  open_rest(isolate);
  return true;
}

/* ---- Realms -------------------------------------------------------------- */

const Realm *isolate_realm(const Isolate *isolate, u32 realm) {
  return realm == isolate->realm_index ? &isolate->realm
                                       : isolate->realms.items[realm];
}

static void adopt(Isolate *isolate, Shape *shape, Object *prototype) {
  cell_write(&isolate->heap, shape, &shape->prototype,
             value_from_cell(prototype));
}

/* Primitives are shared, and find the prototypes of whoever runs. */
static void adopt_primitives(Isolate *isolate) {
  adopt(isolate, isolate->string_shape, INTRINSIC(isolate, string_prototype));
  adopt(isolate, isolate->symbol_shape, INTRINSIC(isolate, symbol_prototype));
  adopt(isolate, isolate->bigint_shape, INTRINSIC(isolate, bigint_prototype));
}

void isolate_enter_realm(Isolate *isolate, u32 realm) {
  if (realm == isolate->realm_index) return;
  *isolate->realms.items[isolate->realm_index] = isolate->realm;
  isolate->realm = *isolate->realms.items[realm];
  isolate->realm_index = realm;
  isolate->array_iteration_pristine = isolate->regexp_pristine = false;
  adopt_primitives(isolate);
}

static void push_realm(Isolate *isolate) {
  Realm *realm = base_allocate_zeroed(sizeof *realm);
  vector_push(&isolate->realms, realm);
}

u32 isolate_add_realm(Isolate *isolate) {
  if (isolate->realms.count == 0) push_realm(isolate);
  push_realm(isolate);
  isolate->heap.no_collect++;
  *isolate->realms.items[isolate->realm_index] = isolate->realm;
  isolate->realm = (Realm){};
  isolate->realm_index = isolate->realms.count - 1;
  open_objects(isolate);
  open_primitives(isolate);
  open_rest(isolate);
  adopt_primitives(isolate);
  isolate->heap.no_collect--;
  return isolate->realm_index;
}

static void close_realms(Isolate *isolate) {
  free(isolate->script_bindings);
  for (u32 i = 0; i < isolate->realms.count; i++) {
    Realm *realm = isolate->realms.items[i];
    if (i != isolate->realm_index) free(realm->script_bindings);
    free(realm);
  }
  vector_free(&isolate->realms);
}

void isolate_close(Isolate *isolate) {
  heap_close(&isolate->heap);
  close_realms(isolate);
  free(isolate->atom_table.items);
  vector_free(&isolate->atom_table.fresh);
  free(isolate->empty_shapes.items);
  free(isolate->literal_shapes.items);
  vector_free(&isolate->registered_symbols);
  *isolate = (Isolate){};
}
