/* iterator.c - %IteratorPrototype%, the built-in iterators over arrays, and
 * the steps of the iterator protocol.
 */
#include "library/iteration.h"
#include "library/iterator_helper.h"
#include "library/support.h"
#include "vm/coroutine.h"
#include "vm/typed_arrays.h"

/* ---- Built-in iterators ------------------------------------------------- */

Iterator *iterator_new(VM *vm, IteratorKind kind, Intrinsic prototype,
                       Value target, Table *table) {
  Isolate *isolate = &vm->isolate;
  KEEP(vm, kept_target, target);
  KEEP_CELL(vm, Table, kept_table, table);
  KEEP_CELL(
      vm, Shape, shape,
      shape_empty(isolate, value_from_cell(isolate->intrinsics[prototype]), 0));
  Iterator *iterator = (Iterator *)object_new_kind(isolate, KIND_ITERATOR,
                                                   shape, sizeof *iterator);
  iterator->target = kept_target;
  iterator->table = kept_table;
  iterator->position = 0;
  iterator->kind = kind;
  return iterator;
}

bool iterator_next(VM *vm, Call *call, IteratorAdvance *advance) {
  Iterator *iterator = (Iterator *)value_to_cell(call->this_value);
  KEEP(vm, value, VALUE_UNDEFINED);
  bool done;
  if (!advance(vm, iterator, &value, &done)) return false;
  Object *result = vm_iterator_result(vm, value, done);
  return call_return(call, value_from_cell(result));
}

NativeFunction *iterator_open_prototype(VM *vm, Intrinsic intrinsic,
                                        const char *tag, NativeCode *next) {
  Object *prototype = library_new_prototype(
      vm, intrinsic, INTRINSIC(&vm->isolate, iterator_prototype));
  NativeEntry entry = {"next", next, 0};
  library_add_functions(vm, prototype, &entry, 1);
  library_add_tag(vm, prototype, tag);
  Property property;
  object_get_own(&vm->isolate, prototype, ATOM_KEY(&vm->isolate, next),
                 &property);
  return (NativeFunction *)value_to_cell(property.value);
}

/* ---- Iterators over arrays ---------------------------------------------- */

static bool array_item(VM *vm, Iterator *iterator, double index, Value *value) {
  if (iterator->kind == ITERATOR_ARRAY_KEYS) {
    *value = value_from_number(index);
    return true;
  }
  Elements *elements = value_to_object(iterator->target)->elements;
  KEEP(vm, item, VALUE_HOLE);
  if (value_is_typed_array(iterator->target))
    item = typed_array_get(vm, (View *)value_to_cell(iterator->target), index);
  else if (index < elements->length)
    item = elements->values[(u32)index];
  if (value_is_hole(item) && !vm_get_index(vm, iterator->target, index, &item))
    return false;
  if (iterator->kind == ITERATOR_ARRAY_ENTRIES) {
    Value pair[] = {value_from_number(index), item};
    Object *entry = array_from_values(&vm->isolate, pair, 2);
    if (!entry) return vm_throw_memory(vm);
    item = value_from_cell(entry);
  }
  *value = item;
  return true;
}

bool array_iterator_advance(VM *vm, Iterator *iterator, Value *value,
                            bool *done) {
  *done = true;
  *value = VALUE_UNDEFINED;
  if (value_is_undefined(iterator->target)) return true;
  Object *array = value_to_object(iterator->target);
  double length, index = iterator->position;
  if (array->cell.kind == KIND_ARRAY)
    length = array_length(array);
  else if (array->cell.kind == KIND_TYPED_ARRAY) {
    if (view_is_out_of_bounds((View *)array))
      return vm_throw_type(vm, "Cannot perform %%ArrayIteratorPrototype%%.next "
                               "on a detached ArrayBuffer");
    length = (double)view_length((View *)array);
  } else if (!vm_length(vm, iterator->target, &length))
    return false;
  if (index >= length) {
    iterator_end(vm, iterator);
    return true;
  }
  *done = false;
  iterator->position = index + 1;
  return array_item(vm, iterator, index, value);
}

static bool array_iterator_next(VM *vm, Call *call) {
  if (!ITERATOR_IN_RANGE(call->this_value, ITERATOR_ARRAY_KEYS,
                         ITERATOR_ARRAY_ENTRIES))
    return library_throw_receiver(vm, "Array Iterator.prototype.next",
                                  call->this_value);
  return iterator_next(vm, call, array_iterator_advance);
}

/* ---- The protocol ------------------------------------------------------- */

bool iteration_open(VM *vm, Value iterable, Value method, Value *iterator,
                    Value *next) {
  if (!vm_call(vm, method, iterable, NULL, 0, iterator)) return false;
  if (!value_is_object(*iterator))
    return vm_throw_type(
        vm, "Result of the Symbol.iterator method is not an object");
  return vm_get(vm, *iterator, ATOM_KEY(&vm->isolate, next), next);
}

/* The code of an untouched built-in iterator's next step, or NULL. */
static IteratorAdvance *direct_advance(Value iterator, Value next) {
  if (!value_is_kind(iterator, KIND_ITERATOR) ||
      !value_is_kind(next, KIND_NATIVE))
    return NULL;
  NativeCode *code = ((NativeFunction *)value_to_cell(next))->code;
  IteratorKind kind = ((Iterator *)value_to_cell(iterator))->kind;
  if (code == array_iterator_next)
    return kind <= ITERATOR_ARRAY_ENTRIES ? array_iterator_advance : NULL;
  if (code == map_iterator_next)
    return kind >= ITERATOR_MAP_KEYS && kind <= ITERATOR_MAP_ENTRIES
               ? table_iterator_advance
               : NULL;
  if (code == string_iterator_next)
    return kind == ITERATOR_STRING ? string_iterator_advance : NULL;
  if (code == regexp_iterator_next)
    return kind == ITERATOR_REGEXP ? regexp_iterator_advance : NULL;
  if (code == set_iterator_next)
    return kind == ITERATOR_SET_VALUES || kind == ITERATOR_SET_ENTRIES
               ? table_iterator_advance
               : NULL;
  return NULL;
}

/* The VM's way to the same, for its loops. */
static bool advance_builtin(VM *vm, Value iterator, Value next, Value *item,
                            bool *done, bool *handled) {
  IteratorAdvance *advance = direct_advance(iterator, next);
  *handled = advance != NULL;
  return !advance ||
         advance(vm, (Iterator *)value_to_cell(iterator), item, done);
}

/* What a result object says. */
static bool look_into(VM *vm, Value result, Value *value, bool *done) {
  KEEP(vm, flag, VALUE_UNDEFINED);
  if (!value_is_object(result))
    return library_throw_about(vm, "Iterator result %s is not an object",
                               result);
  if (!vm_get(vm, result, ATOM_KEY(&vm->isolate, done), &flag)) return false;
  *done = vm_to_boolean(flag);
  return *done || vm_get(vm, result, ATOM_KEY(&vm->isolate, value), value);
}

static bool step_called(VM *vm, Value iterator, Value next, Value *value,
                        bool *done) {
  KEEP(vm, result, VALUE_UNDEFINED);
  return vm_call(vm, next, iterator, NULL, 0, &result) &&
         look_into(vm, result, value, done);
}

/* A step of a generator as it was made. */
static bool step_generator(VM *vm, Value iterator, Value *value, bool *done) {
  bool is_result;
  if (!generator_resume(vm, (Generator *)value_to_cell(iterator), RESUME_NEXT,
                        VALUE_UNDEFINED, value, done, &is_result))
    return false;
  KEEP(vm, result, *value);
  return !is_result || look_into(vm, result, value, done);
}

bool iteration_step(VM *vm, Value iterator, Value next, Value *value,
                    bool *done) {
  if (!vm_check(vm)) return false;
  Value state[2] = {iterator, next};
  if (generator_is_plain(vm, state))
    return step_generator(vm, iterator, value, done);
  IteratorAdvance *advance = direct_advance(iterator, next);
  if (advance)
    return advance(vm, (Iterator *)value_to_cell(iterator), value, done);
  return step_called(vm, iterator, next, value, done);
}

bool iteration_close(VM *vm, Value iterator) {
  KEEP(vm, method, VALUE_UNDEFINED);
  KEEP(vm, result, VALUE_UNDEFINED);
  if (!vm_get_method(vm, iterator, ATOM_KEY(&vm->isolate, return), &method))
    return false;
  if (value_is_undefined(method)) return true;
  if (!vm_call(vm, method, iterator, NULL, 0, &result)) return false;
  return value_is_object(result) ||
         library_throw_about(vm, "%s is not an object", result);
}

bool iteration_abandon(VM *vm, Value iterator) {
  if (vm->is_terminating) return false;
  KEEP(vm, exception, vm_take_exception(vm));
  if (!iteration_close(vm, iterator) && vm->is_terminating) return false;
  vm->exception = exception;
  return false;
}

/* ---- Iterator itself ---------------------------------------------------- */

static bool iterator_construct(VM *vm, Call *call) {
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Constructor Iterator requires 'new'");
  if (value_same_bits(call->new_target, value_from_cell(call->callee)))
    return vm_throw_type(vm,
                         "Abstract class Iterator not directly constructable");
  KEEP(vm, prototype, VALUE_UNDEFINED);
  if (!vm_prototype_for(vm, call->new_target, INTRINSIC_iterator_prototype,
                        &prototype))
    return false;
  Object *object = object_new_with_prototype(&vm->isolate, prototype);
  return call_return(call, value_from_cell(object));
}

static bool return_this(VM *vm, Call *call) {
  return call_return(call, call->this_value);
}

/* Iterator.prototype.constructor and its tag are accessors: programs of old
 * assigned to them on objects that inherit from it, and must not fail. The
 * getter gives the function's data. */
static bool get_data(VM *vm, Call *call) {
  return call_return(call, library_native(call)->data);
}

/* SetterThatIgnoresPrototypeProperties: sets what the object itself has. */
static bool set_own(VM *vm, Call *call, Key key) {
  Value receiver = call->this_value, value = call_argument(call, 0);
  Isolate *isolate = &vm->isolate;
  if (!value_is_object(receiver) ||
      value_to_object(receiver) == INTRINSIC(isolate, iterator_prototype))
    return library_throw_receiver(vm, "set Iterator.prototype property",
                                  receiver);
  Property own;
  bool found;
  Object *object = value_to_object(receiver);
  if (!vm_get_own(vm, object, key, &own, &found)) return false;
  return found ? vm_set(vm, receiver, key, value, true)
               : vm_create_property(vm, object, key, value);
}

static bool set_constructor(VM *vm, Call *call) {
  return set_own(vm, call, ATOM_KEY(&vm->isolate, constructor));
}

static bool set_tag(VM *vm, Call *call) {
  return set_own(vm, call, SYMBOL_KEY(&vm->isolate, toStringTag));
}

/* Gives the getter of an accessor what it returns. */
static void set_getter_data(VM *vm, Object *object, Key key, Value data) {
  Property property;
  object_get_own(&vm->isolate, object, key, &property);
  Accessor *accessor = (Accessor *)value_to_cell(property.value);
  NativeFunction *getter = (NativeFunction *)value_to_cell(accessor->getter);
  cell_write(&vm->isolate.heap, getter, &getter->data, data);
}

static void add_accessors(VM *vm, Object *prototype, Value constructor) {
  static const NativeEntry accessors[] = {
      {"constructor", get_data, 0, NATIVE_GETTER},
      {"constructor", set_constructor, 1, NATIVE_SETTER},
      {"@@toStringTag", get_data, 0, NATIVE_GETTER},
      {"@@toStringTag", set_tag, 1, NATIVE_SETTER},
  };
  Isolate *isolate = &vm->isolate;
  library_add_functions(vm, prototype, accessors, ARRAY_COUNT(accessors));
  set_getter_data(vm, prototype, ATOM_KEY(isolate, constructor), constructor);
  set_getter_data(vm, prototype, SYMBOL_KEY(isolate, toStringTag),
                  value_from_cell(string_intern_c(isolate, "Iterator")));
}

void library_open_iterator(VM *vm) {
  vm->advance_builtin = advance_builtin;
  static const NativeEntry methods[] = {{"@@iterator", return_this, 0}};
  Isolate *isolate = &vm->isolate;
  Object *prototype = library_new_prototype(
      vm, INTRINSIC_iterator_prototype, INTRINSIC(isolate, object_prototype));
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  NativeFunction *constructor =
      library_add_constructor(vm, "Iterator", iterator_construct, 0, prototype);
  add_accessors(vm, prototype, value_from_cell(constructor));
  library_open_iterator_helpers(vm, &constructor->object, prototype);
  isolate->intrinsics[INTRINSIC_array_iterator_next] =
      &iterator_open_prototype(vm, INTRINSIC_array_iterator_prototype,
                               "Array Iterator", array_iterator_next)
           ->object;
}
