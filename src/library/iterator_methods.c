/* iterator_methods.c - what Iterator.prototype and Iterator offer: the methods
 * that make helpers (iterator_helper.c does their steps), and those that walk
 * the iterator at once.
 *
 * An argument that is wrong closes the iterator before the error is thrown.
 */
#include "library/iterator_helper.h"

#include <math.h>

/* ---- The iterator in `this` --------------------------------------------- */

static const char *const method_names[] = {"map", "filter", "take", "drop",
                                           "flatMap"};

static bool check_receiver(VM *vm, Call *call, const char *method) {
  return value_is_object(call->this_value) ||
         vm_throw_type(vm, "Iterator.prototype.%s called on non-object",
                       method);
}

static bool get_next(VM *vm, Value iterator, Value *next) {
  return vm_get(vm, iterator, ATOM_KEY(&vm->isolate, next), next);
}

/* Throws what is pending, after the iterator was closed. */
static bool refuse(VM *vm, Call *call) {
  return iteration_abandon(vm, call->this_value);
}

static bool check_function(VM *vm, Call *call) {
  Value function = call_argument(call, 0);
  return value_is_callable(function) ||
         (library_throw_uncallable(vm, function), refuse(vm, call));
}

/* ---- Methods that make helpers ------------------------------------------ */

/* map, filter and flatMap: of a function. */
static bool make_of_function(VM *vm, Call *call) {
  HelperKind kind = (HelperKind)library_native(call)->magic;
  KEEP(vm, next, VALUE_UNDEFINED);
  if (!check_receiver(vm, call, method_names[kind]) ||
      !check_function(vm, call) || !get_next(vm, call->this_value, &next))
    return false;
  IteratorHelper *helper =
      helper_new(vm, kind, call->this_value, next, call_argument(call, 0));
  return call_return(call, value_from_cell(helper));
}

static bool read_limit(VM *vm, Call *call, double *limit) {
  Value argument = call_argument(call, 0);
  double number;
  if (!vm_to_number(vm, argument, &number)) return refuse(vm, call);
  *limit = trunc(number);
  if (*limit >= 0 && (*limit <= LENGTH_MAX || isinf(*limit))) return true;
  Buffer text = {};
  library_describe(vm, argument, &text);
  vm_throw_range(vm, "%s must be positive", text.bytes);
  buffer_free(&text);
  return refuse(vm, call);
}

/* take and drop: of a number. */
static bool make_of_limit(VM *vm, Call *call) {
  HelperKind kind = (HelperKind)library_native(call)->magic;
  KEEP(vm, next, VALUE_UNDEFINED);
  double limit = 0;
  if (!check_receiver(vm, call, method_names[kind]) ||
      !read_limit(vm, call, &limit) || !get_next(vm, call->this_value, &next))
    return false;
  IteratorHelper *helper =
      helper_new(vm, kind, call->this_value, next, VALUE_UNDEFINED);
  helper->count = limit + 0.0;
  return call_return(call, value_from_cell(helper));
}

/* ---- Methods that walk the iterator ------------------------------------- */

/* One step of a walk. */
typedef struct Walk {
  Value next, item, result;
  double count;
  bool done;
} Walk;

#define KEEP_WALK(vm, walk)                                                    \
  KEEP_FIELD(vm, next, (walk).next);                                           \
  KEEP_FIELD(vm, item, (walk).item);                                           \
  KEEP_FIELD(vm, result, (walk).result)

static Walk walk_new(void) {
  return (Walk){VALUE_UNDEFINED, VALUE_UNDEFINED, VALUE_UNDEFINED, 0, false};
}

static bool walk_open(VM *vm, Call *call, const char *method, Walk *walk) {
  return check_receiver(vm, call, method) && check_function(vm, call) &&
         get_next(vm, call->this_value, &walk->next);
}

static bool walk_step(VM *vm, Call *call, Walk *walk) {
  return iteration_step(vm, call->this_value, walk->next, &walk->item,
                        &walk->done);
}

/* Calls the function on the item. */
static bool walk_call(VM *vm, Call *call, Walk *walk) {
  Value arguments[2] = {walk->item, value_from_number(walk->count++)};
  return vm_call(vm, call_argument(call, 0), VALUE_UNDEFINED, arguments, 2,
                 &walk->result) ||
         refuse(vm, call);
}

static bool to_array(VM *vm, Call *call) {
  Walk walk = walk_new();
  KEEP_WALK(vm, walk);
  if (!check_receiver(vm, call, "toArray") ||
      !get_next(vm, call->this_value, &walk.next))
    return false;
  KEEP_CELL(vm, Object, array, array_new(&vm->isolate, 0));
  for (;;) {
    if (!walk_step(vm, call, &walk)) return false;
    if (walk.done) return call_return(call, value_from_cell(array));
    if (!array_push(&vm->isolate, array, walk.item)) return vm_throw_memory(vm);
  }
}

static bool for_each(VM *vm, Call *call) {
  Walk walk = walk_new();
  KEEP_WALK(vm, walk);
  if (!walk_open(vm, call, "forEach", &walk)) return false;
  for (;;) {
    if (!walk_step(vm, call, &walk)) return false;
    if (walk.done) return true;
    if (!walk_call(vm, call, &walk)) return false;
  }
}

/* What stops a search, and its result then and otherwise. */
typedef enum Search : u8 { SEARCH_SOME, SEARCH_EVERY, SEARCH_FIND } Search;

static bool search(VM *vm, Call *call) {
  static const char *const names[] = {"some", "every", "find"};
  Search kind = (Search)library_native(call)->magic;
  Walk walk = walk_new();
  KEEP_WALK(vm, walk);
  if (!walk_open(vm, call, names[kind], &walk)) return false;
  for (;;) {
    if (!walk_step(vm, call, &walk)) return false;
    if (walk.done) break;
    if (!walk_call(vm, call, &walk)) return false;
    if (vm_to_boolean(walk.result) == (kind == SEARCH_EVERY)) continue;
    call->result = kind == SEARCH_FIND
                       ? walk.item
                       : value_from_boolean(kind == SEARCH_SOME);
    KEEP_FIELD(vm, found, call->result);
    return iteration_close(vm, call->this_value);
  }
  if (kind != SEARCH_FIND)
    call->result = value_from_boolean(kind == SEARCH_EVERY);
  return true;
}

static bool reduce(VM *vm, Call *call) {
  Walk walk = walk_new();
  KEEP_WALK(vm, walk);
  if (!walk_open(vm, call, "reduce", &walk)) return false;
  KEEP(vm, so_far, call_argument(call, 1));
  if (call->count < 2) {
    if (!walk_step(vm, call, &walk)) return false;
    if (walk.done)
      return vm_throw_type(vm,
                           "Reduce of a done iterator with no initial value");
    so_far = walk.item;
    walk.count = 1;
  }
  for (;;) {
    if (!walk_step(vm, call, &walk)) return false;
    if (walk.done) return call_return(call, so_far);
    Value arguments[3] = {so_far, walk.item, value_from_number(walk.count++)};
    if (!vm_call(vm, call_argument(call, 0), VALUE_UNDEFINED, arguments, 3,
                 &so_far))
      return refuse(vm, call);
  }
}

/* iterator[Symbol.dispose]() closes it. */
static bool dispose(VM *vm, Call *call) {
  KEEP(vm, method, VALUE_UNDEFINED);
  Value ignored;
  if (!vm_get_method(vm, call->this_value, ATOM_KEY(&vm->isolate, return),
                     &method))
    return false;
  return value_is_undefined(method) ||
         vm_call(vm, method, call->this_value, NULL, 0, &ignored);
}

/* ---- Iterator.from, Iterator.concat ------------------------------------- */

static bool iterator_from(VM *vm, Call *call) {
  KEEP(vm, iterator, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  Value constructor = value_from_cell(INTRINSIC(&vm->isolate, iterator));
  bool is_one;
  if (!helper_flatten(vm, call_argument(call, 0), true, &iterator, &next) ||
      !vm_ordinary_has_instance(vm, constructor, iterator, &is_one))
    return false;
  if (is_one) return call_return(call, iterator);
  return call_return(call, value_from_cell(helper_new(vm, HELPER_FROM, iterator,
                                                      next, VALUE_UNDEFINED)));
}

static bool iterator_concat(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Object, list, array_new(isolate, 0));
  for (u32 i = 0; i < call->count; i++) {
    KEEP(vm, method, VALUE_UNDEFINED);
    Value iterable = call->arguments[i];
    if (!value_is_object(iterable))
      return library_throw_about(vm, "%s is not an object", iterable);
    if (!vm_get_method(vm, iterable, SYMBOL_KEY(isolate, iterator), &method))
      return false;
    if (value_is_undefined(method))
      return library_throw_about(vm, "%s is not iterable", iterable);
    if (!array_push(isolate, list, iterable) ||
        !array_push(isolate, list, method))
      return vm_throw_memory(vm);
  }
  IteratorHelper *helper = helper_new(vm, HELPER_CONCAT, VALUE_UNDEFINED,
                                      VALUE_UNDEFINED, value_from_cell(list));
  return call_return(call, value_from_cell(helper));
}

/* ---- Opening ------------------------------------------------------------ */

void library_open_iterator_helpers(VM *vm, Object *constructor,
                                   Object *prototype) {
  static const NativeEntry functions[] = {
      {"from", iterator_from, 1},
      {"concat", iterator_concat, 0},
      {"zip", iterator_zip, 1},
      {"zipKeyed", iterator_zip_keyed, 1},
  };
  static const NativeEntry methods[] = {
      {"map", make_of_function, 1, .magic = HELPER_MAP},
      {"filter", make_of_function, 1, .magic = HELPER_FILTER},
      {"take", make_of_limit, 1, .magic = HELPER_TAKE},
      {"drop", make_of_limit, 1, .magic = HELPER_DROP},
      {"flatMap", make_of_function, 1, .magic = HELPER_FLAT_MAP},
      {"reduce", reduce, 1},
      {"toArray", to_array, 0},
      {"forEach", for_each, 1},
      {"some", search, 1, .magic = SEARCH_SOME},
      {"every", search, 1, .magic = SEARCH_EVERY},
      {"find", search, 1, .magic = SEARCH_FIND},
      {"@@dispose", dispose, 0},
  };
  INTRINSIC(&vm->isolate, iterator) = constructor;
  library_add_functions(vm, constructor, functions, ARRAY_COUNT(functions));
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  helper_open_prototypes(vm, prototype);
}
