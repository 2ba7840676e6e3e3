/* iterator_helper.c - helper objects: their steps, and how they are closed. See
 * iterator_helper.h. */
#include "library/iterator_helper.h"

#include <math.h>

DEFINE_VISIT(helper, IteratorHelper) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "iterator", self->iterator);
  EDGE_VALUE(INTERNAL, 0, "next", self->next);
  EDGE_VALUE(INTERNAL, 0, "data", self->data);
  EDGE_VALUE(INTERNAL, 0, "inner", self->inner);
  EDGE_VALUE(INTERNAL, 0, "inner next", self->inner_next);
}

void helper_register_class(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_ITERATOR_HELPER,
                 (CellClass){.name = "iterator helper",
                             .visit = helper_visit,
                             .mark = helper_mark});
}

IteratorHelper *helper_new(VM *vm, HelperKind kind, Value iterator, Value next,
                           Value data) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, kept_iterator, iterator);
  KEEP(vm, kept_next, next);
  KEEP(vm, kept_data, data);
  Object *prototype = kind == HELPER_FROM
                          ? INTRINSIC(isolate, iterator_wrapper_prototype)
                          : INTRINSIC(isolate, iterator_helper_prototype);
  Shape *shape = shape_empty(isolate, value_from_cell(prototype), 0);
  IteratorHelper *helper = (IteratorHelper *)object_new_kind(
      isolate, KIND_ITERATOR_HELPER, shape, sizeof *helper);
  helper->iterator = kept_iterator;
  helper->next = kept_next;
  helper->data = kept_data;
  helper->inner = helper->inner_next = VALUE_UNDEFINED;
  helper->count = 0;
  helper->kind = kind;
  helper->state = HELPER_START;
  return helper;
}

bool helper_flatten(VM *vm, Value value, bool takes_strings, Value *iterator,
                    Value *next) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!value_is_object(value) && !(takes_strings && value_is_string(value)))
    return library_throw_about(vm, "%s is not an object", value);
  if (!vm_get_method(vm, value, SYMBOL_KEY(isolate, iterator), &method))
    return false;
  if (!value_is_undefined(method))
    return iteration_open(vm, value, method, iterator, next);
  *iterator = value;
  return vm_get(vm, value, ATOM_KEY(isolate, next), next);
}

/* ---- Steps -------------------------------------------------------------- */

/* The next item below. */
static bool step_below(VM *vm, IteratorHelper *helper, Value *value,
                       bool *done) {
  return iteration_step(vm, helper->iterator, helper->next, value, done);
}

/* data(value, count); when it throws, the iterator below is closed. */
static bool call_function(VM *vm, IteratorHelper *helper, Value value,
                          Value *result) {
  Value arguments[2] = {value, value_from_number(helper->count++)};
  return vm_call(vm, helper->data, VALUE_UNDEFINED, arguments, 2, result) ||
         iteration_abandon(vm, helper->iterator);
}

static bool step_map(VM *vm, IteratorHelper *helper, Value *value, bool *done) {
  KEEP(vm, item, VALUE_UNDEFINED);
  return step_below(vm, helper, &item, done) &&
         (*done || call_function(vm, helper, item, value));
}

static bool step_filter(VM *vm, IteratorHelper *helper, Value *value,
                        bool *done) {
  KEEP(vm, item, VALUE_UNDEFINED);
  for (;;) {
    Value keeps;
    if (!step_below(vm, helper, &item, done)) return false;
    if (*done) return true;
    if (!call_function(vm, helper, item, &keeps)) return false;
    if (!vm_to_boolean(keeps)) continue;
    *value = item;
    return true;
  }
}

static bool step_take(VM *vm, IteratorHelper *helper, Value *value,
                      bool *done) {
  if (helper->count == 0) {
    *done = true;
    return iteration_close(vm, helper->iterator);
  }
  helper->count--;
  return step_below(vm, helper, value, done);
}

static bool step_drop(VM *vm, IteratorHelper *helper, Value *value,
                      bool *done) {
  while (helper->count > 0) {
    helper->count--;
    if (!step_below(vm, helper, value, done)) return false;
    if (*done) return true;
  }
  return step_below(vm, helper, value, done);
}

static void leave_inner(VM *vm, IteratorHelper *helper) {
  Heap *heap = &vm->isolate.heap;
  cell_write(heap, helper, &helper->inner, VALUE_UNDEFINED);
  cell_write(heap, helper, &helper->inner_next, VALUE_UNDEFINED);
}

static void enter_inner(VM *vm, IteratorHelper *helper, Value inner,
                        Value next) {
  Heap *heap = &vm->isolate.heap;
  cell_write(heap, helper, &helper->inner, inner);
  cell_write(heap, helper, &helper->inner_next, next);
}

/* An item of the inner iterator; at its end `*done`, and it is left. */
static bool step_inner(VM *vm, IteratorHelper *helper, Value *value,
                       bool *done) {
  bool ok = iteration_step(vm, helper->inner, helper->inner_next, value, done);
  if (!ok || *done) leave_inner(vm, helper);
  return ok;
}

static bool step_flat_map(VM *vm, IteratorHelper *helper, Value *value,
                          bool *done) {
  KEEP(vm, item, VALUE_UNDEFINED);
  KEEP(vm, inner, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  for (;;) {
    if (!value_is_undefined(helper->inner)) {
      if (!step_inner(vm, helper, value, done))
        return iteration_abandon(vm, helper->iterator);
      if (!*done) return true;
    }
    if (!step_below(vm, helper, &item, done)) return false;
    if (*done) return true;
    if (!call_function(vm, helper, item, &item)) return false;
    if (!helper_flatten(vm, item, false, &inner, &next))
      return iteration_abandon(vm, helper->iterator);
    enter_inner(vm, helper, inner, next);
  }
}

static bool step_concat(VM *vm, IteratorHelper *helper, Value *value,
                        bool *done) {
  Object *list = value_to_object(helper->data);
  KEEP(vm, inner, VALUE_UNDEFINED);
  KEEP(vm, next, VALUE_UNDEFINED);
  for (;;) {
    if (!value_is_undefined(helper->inner)) {
      if (!step_inner(vm, helper, value, done)) return false;
      if (!*done) return true;
    }
    u32 index = (u32)helper->count;
    *done = index >= array_length(list);
    if (*done) return true;
    helper->count = index + 2;
    if (!iteration_open(vm, list->elements->values[index],
                        list->elements->values[index + 1], &inner, &next))
      return false;
    enter_inner(vm, helper, inner, next);
  }
}

typedef bool HelperStep(VM *vm, IteratorHelper *helper, Value *value,
                        bool *done);

static HelperStep *const steps[] = {
    [HELPER_MAP] = step_map,           [HELPER_FILTER] = step_filter,
    [HELPER_TAKE] = step_take,         [HELPER_DROP] = step_drop,
    [HELPER_FLAT_MAP] = step_flat_map, [HELPER_CONCAT] = step_concat,
    [HELPER_ZIP] = zip_step,
};

/* ---- Closing ------------------------------------------------------------ */

/* The inner iterator is closed first; the outer one whatever came of that. */
static bool close_flat_map(VM *vm, IteratorHelper *helper) {
  KEEP(vm, inner, helper->inner);
  leave_inner(vm, helper);
  if (!value_is_undefined(inner) && !iteration_close(vm, inner))
    return iteration_abandon(vm, helper->iterator);
  return iteration_close(vm, helper->iterator);
}

static bool close_concat(VM *vm, IteratorHelper *helper) {
  KEEP(vm, inner, helper->inner);
  leave_inner(vm, helper);
  return value_is_undefined(inner) || iteration_close(vm, inner);
}

static bool close_below(VM *vm, IteratorHelper *helper) {
  switch (helper->kind) {
  case HELPER_FLAT_MAP: return close_flat_map(vm, helper);
  case HELPER_CONCAT: return close_concat(vm, helper);
  case HELPER_ZIP: return zip_close(vm, helper);
  default: return iteration_close(vm, helper->iterator);
  }
}

/* ---- %IteratorHelperPrototype% ------------------------------------------ */

static IteratorHelper *receiver(VM *vm, Call *call, const char *method) {
  Value value = call->this_value;
  if (value_is_kind(value, KIND_ITERATOR_HELPER) &&
      ((IteratorHelper *)value_to_cell(value))->kind != HELPER_FROM)
    return (IteratorHelper *)value_to_cell(value);
  library_throw_receiver(vm, method, value);
  return NULL;
}

static bool throw_running(VM *vm) {
  return vm_throw_type(vm, "Generator is already running");
}

static bool result_of(VM *vm, Call *call, Value value, bool done) {
  Object *result = vm_iterator_result(vm, value, done);
  return call_return(call, value_from_cell(result));
}

static bool helper_next(VM *vm, Call *call) {
  IteratorHelper *helper = receiver(vm, call, "Iterator Helper.prototype.next");
  if (!helper) return false;
  if (helper->state == HELPER_RUNNING) return throw_running(vm);
  if (helper->state == HELPER_DONE)
    return result_of(vm, call, VALUE_UNDEFINED, true);
  KEEP(vm, value, VALUE_UNDEFINED);
  bool done = false;
  helper->state = HELPER_RUNNING;
  bool ok =
      vm_check_stack(vm) && steps[helper->kind](vm, helper, &value, &done);
  helper->state = ok && !done ? HELPER_SUSPENDED : HELPER_DONE;
  if (!ok) return false;
  return result_of(vm, call, done ? VALUE_UNDEFINED : value, done);
}

static bool helper_return(VM *vm, Call *call) {
  IteratorHelper *helper =
      receiver(vm, call, "Iterator Helper.prototype.return");
  if (!helper) return false;
  if (helper->state == HELPER_RUNNING) return throw_running(vm);
  if (helper->state != HELPER_DONE) {
    /* one that has not begun is done before it closes what is below */
    bool is_start = helper->state == HELPER_START;
    helper->state = is_start ? HELPER_DONE : HELPER_RUNNING;
    bool ok = vm_check_stack(vm) && close_below(vm, helper);
    helper->state = HELPER_DONE;
    if (!ok) return false;
  }
  return result_of(vm, call, VALUE_UNDEFINED, true);
}

/* ---- %WrapForValidIteratorPrototype% ------------------------------------ */

static IteratorHelper *wrapper(VM *vm, Call *call, const char *method) {
  Value value = call->this_value;
  if (value_is_kind(value, KIND_ITERATOR_HELPER) &&
      ((IteratorHelper *)value_to_cell(value))->kind == HELPER_FROM)
    return (IteratorHelper *)value_to_cell(value);
  library_throw_receiver(vm, method, value);
  return NULL;
}

static bool wrapper_next(VM *vm, Call *call) {
  IteratorHelper *helper = wrapper(vm, call,
                                   "%WrapForValidIteratorPrototype%."
                                   "next");
  return helper &&
         vm_call(vm, helper->next, helper->iterator, NULL, 0, &call->result);
}

static bool wrapper_return(VM *vm, Call *call) {
  IteratorHelper *helper = wrapper(vm, call,
                                   "%WrapForValidIteratorPrototype%."
                                   "return");
  if (!helper) return false;
  KEEP(vm, method, VALUE_UNDEFINED);
  if (!vm_get_method(vm, helper->iterator, ATOM_KEY(&vm->isolate, return),
                     &method))
    return false;
  return value_is_undefined(method)
             ? result_of(vm, call, VALUE_UNDEFINED, true)
             : vm_call(vm, method, helper->iterator, NULL, 0, &call->result);
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry helper_methods[] = {
    {"next", helper_next, 0},
    {"return", helper_return, 0},
};
static const NativeEntry wrapper_methods[] = {
    {"next", wrapper_next, 0},
    {"return", wrapper_return, 0},
};

void helper_open_prototypes(VM *vm, Object *iterator_prototype) {
  Object *helper = library_new_prototype(
      vm, INTRINSIC_iterator_helper_prototype, iterator_prototype);
  library_add_functions(vm, helper, helper_methods,
                        ARRAY_COUNT(helper_methods));
  library_add_tag(vm, helper, "Iterator Helper");
  Object *wrapping = library_new_prototype(
      vm, INTRINSIC_iterator_wrapper_prototype, iterator_prototype);
  library_add_functions(vm, wrapping, wrapper_methods,
                        ARRAY_COUNT(wrapper_methods));
}
