/* atomics.c - the Atomics namespace: whole operations on items of typed
 * arrays. ECMA-262, chapter 25.4.
 */
#include <math.h>

#include "library/binary.h"
#include "object/bigint.h"
#include "vm/waiters.h"

/* ---- Where an operation happens ---------------------------------------------
 */

/* ValidateIntegerTypedArray; `waits`: only types that can be waited for. */
static bool check_array(VM *vm, Value value, bool waits) {
  const View *view =
      value_is_typed_array(value) ? (View *)value_to_cell(value) : NULL;
  bool is_integer =
      view && !type_is_float(view->type) && view->type != TYPE_UINT8_CLAMPED;
  bool can_wait =
      view && (view->type == TYPE_INT32 || view->type == TYPE_BIGINT64);
  if (waits && !can_wait)
    return library_throw_about(
        vm, "%s is not an int32 or BigInt64 typed array.", value);
  return is_integer ||
         library_throw_about(vm, "%s is not an integer typed array.", value);
}

static bool check_there(VM *vm, View *view) {
  return !view_is_out_of_bounds(view) ||
         binary_throw_detached(vm, "Atomics operation");
}

static bool throw_index(VM *vm) {
  return vm_throw_range(vm, "Invalid atomic access index");
}

/* Both arguments; what `index` is may change with code that runs later. */
static bool open_item(VM *vm, Call *call, bool waits, View **view,
                      double *index) {
  Value array = call_argument(call, 0);
  if (!check_array(vm, array, waits)) return false;
  *view = (View *)value_to_cell(array);
  if (!check_there(vm, *view)) return false;
  u64 length = view_length(*view);
  return binary_index(vm, call_argument(call, 1), "Invalid atomic access index",
                      index) &&
         (*index < (double)length || throw_index(vm));
}

/* RevalidateAtomicAccess. NULL: threw. */
static u8 *place(VM *vm, View *view, double index) {
  if (!check_there(vm, view)) return NULL;
  if (index < (double)view_length(view)) return view_at(view, (u64)index);
  throw_index(vm);
  return NULL;
}

/* ToBigInt, or ToIntegerOrInfinity: the value, and its bits. */
static bool convert(VM *vm, ElementType type, Value given, Value *value,
                    u64 *bits) {
  if (type_is_bigint(type)) {
    if (!vm_to_bigint(vm, given, value)) return false;
    *bits = bigint_to_u64(value_to_bigint(*value));
    return true;
  }
  double number;
  if (!vm_to_integer(vm, given, &number)) return false;
  *value = value_from_number(number);
  *bits = type_encode(type, *value);
  return true;
}

/* ---- Reading and writing
 * ------------------------------------------------------ */

typedef enum Operation : u8 {
  OPERATION_ADD,
  OPERATION_AND,
  OPERATION_EXCHANGE,
  OPERATION_OR,
  OPERATION_SUB,
  OPERATION_XOR,
} Operation;

#define OPERATE(type)                                                          \
  static u64 operate_##type(Operation operation, type *at, type operand) {     \
    switch (operation) {                                                       \
    case OPERATION_ADD:                                                        \
      return __atomic_fetch_add(at, operand, __ATOMIC_SEQ_CST);                \
    case OPERATION_AND:                                                        \
      return __atomic_fetch_and(at, operand, __ATOMIC_SEQ_CST);                \
    case OPERATION_EXCHANGE:                                                   \
      return __atomic_exchange_n(at, operand, __ATOMIC_SEQ_CST);               \
    case OPERATION_OR:                                                         \
        return __atomic_fetch_or(at, operand, __ATOMIC_SEQ_CST);               \
    case OPERATION_SUB:                                                        \
      return __atomic_fetch_sub(at, operand, __ATOMIC_SEQ_CST);                \
    case OPERATION_XOR:                                                        \
      return __atomic_fetch_xor(at, operand, __ATOMIC_SEQ_CST);                \
    }                                                                          \
    return 0;                                                                  \
  }                                                                            \
  static u64 exchange_##type(type *at, type expected, type replacement) {      \
    __atomic_compare_exchange_n(at, &expected, replacement, false,             \
                                __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);           \
    return expected;                                                           \
  }
OPERATE(u8)
OPERATE(u16)
OPERATE(u32)
OPERATE(u64)
#undef OPERATE

static u64 operate(ElementType type, Operation operation, u8 *at, u64 bits) {
  switch (type_shift(type)) {
  case 0: return operate_u8(operation, at, (u8)bits);
  case 1: return operate_u16(operation, (u16 *)at, (u16)bits);
  case 2: return operate_u32(operation, (u32 *)at, (u32)bits);
  default: return operate_u64(operation, (u64 *)at, bits);
  }
}

static u64 compare_exchange(ElementType type, u8 *at, u64 expected,
                            u64 replacement) {
  switch (type_shift(type)) {
  case 0: return exchange_u8(at, (u8)expected, (u8)replacement);
  case 1: return exchange_u16((u16 *)at, (u16)expected, (u16)replacement);
  case 2: return exchange_u32((u32 *)at, (u32)expected, (u32)replacement);
  default: return exchange_u64((u64 *)at, expected, replacement);
  }
}

/* A load must not write: that would make memory of a checkpoint one's own. */
static u64 load(ElementType type, const u8 *at) {
  switch (type_shift(type)) {
  case 0: return __atomic_load_n(at, __ATOMIC_SEQ_CST);
  case 1: return __atomic_load_n((const u16 *)at, __ATOMIC_SEQ_CST);
  case 2: return __atomic_load_n((const u32 *)at, __ATOMIC_SEQ_CST);
  default: return __atomic_load_n((const u64 *)at, __ATOMIC_SEQ_CST);
  }
}

static bool return_bits(VM *vm, Call *call, ElementType type, u64 bits) {
  u8 bytes[8];
  memcpy(bytes, &bits, sizeof bits);
  return call_return(call, type_load_any(&vm->isolate, type, bytes));
}

static bool atomics_operate(VM *vm, Call *call) {
  Operation operation = (Operation)library_native(call)->magic;
  View *view;
  double index;
  u64 bits;
  Value value;
  if (!open_item(vm, call, false, &view, &index) ||
      !convert(vm, view->type, call_argument(call, 2), &value, &bits))
    return false;
  u8 *at = place(vm, view, index);
  return at && return_bits(vm, call, view->type,
                           operate(view->type, operation, at, bits));
}

static bool atomics_compare_exchange(VM *vm, Call *call) {
  View *view;
  double index;
  u64 expected, replacement;
  Value value;
  if (!open_item(vm, call, false, &view, &index) ||
      !convert(vm, view->type, call_argument(call, 2), &value, &expected) ||
      !convert(vm, view->type, call_argument(call, 3), &value, &replacement))
    return false;
  u8 *at = place(vm, view, index);
  return at &&
         return_bits(vm, call, view->type,
                     compare_exchange(view->type, at, expected, replacement));
}

static bool atomics_load(VM *vm, Call *call) {
  View *view;
  double index;
  if (!open_item(vm, call, false, &view, &index)) return false;
  u8 *at = place(vm, view, index);
  return at && return_bits(vm, call, view->type, load(view->type, at));
}

static bool atomics_store(VM *vm, Call *call) {
  View *view;
  double index;
  u64 bits;
  KEEP(vm, value, VALUE_UNDEFINED);
  if (!open_item(vm, call, false, &view, &index) ||
      !convert(vm, view->type, call_argument(call, 2), &value, &bits))
    return false;
  u8 *at = place(vm, view, index);
  if (!at) return false;
  operate(view->type, OPERATION_EXCHANGE, at, bits);
  return call_return(call, value);
}

/* All sizes of items are lock-free on the machines this runs on. */
static bool atomics_is_lock_free(VM *vm, Call *call) {
  double size;
  if (!vm_to_integer(vm, call_argument(call, 0), &size)) return false;
  bool result = size == 1 || size == 2 || size == 4 || size == 8;
  return call_return(call, value_from_boolean(result));
}

/* A hint to the processor; of the argument only its type matters. */
static bool atomics_pause(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  bool is_integer = value_is_number(value) &&
                    value_to_number(value) == trunc(value_to_number(value));
  return value_is_undefined(value) ||
         (is_integer && isfinite(value_to_number(value))) ||
         library_throw_about(vm, "%s is not an integral number", value);
}

/* ---- Waiting
 * ---------------------------------------------------------------------- */

/* The conversions of wait and waitAsync. */
static bool open_wait(VM *vm, Call *call, WaitFor *wait) {
  Value array = call_argument(call, 0), value;
  View *view;
  double index;
  if (!check_array(vm, array, true)) return false;
  view = (View *)value_to_cell(array);
  if (!check_there(vm, view)) return false;
  if (!array_buffer_is_shared(view->buffer))
    return library_throw_about(vm, "%s is not a shared typed array.", array);
  if (!open_item(vm, call, true, &view, &index)) return false;
  if (type_is_bigint(view->type)) {
    if (!vm_to_bigint(vm, call_argument(call, 2), &value)) return false;
    wait->expected = bigint_to_u64(value_to_bigint(value));
  } else {
    i32 number;
    if (!vm_to_int32(vm, call_argument(call, 2), &number)) return false;
    wait->expected = (u32)number;
  }
  if (!vm_to_number(vm, call_argument(call, 3), &wait->timeout)) return false;
  if (wait->timeout != wait->timeout) wait->timeout = INFINITY;
  if (wait->timeout < 0) wait->timeout = 0;
  wait->size = type_bytes(view->type);
  wait->at = place(vm, view, index);
  return wait->at != NULL;
}

static Value result_text(VM *vm, WaitResult result) {
  static const char *const texts[] = {[WAIT_OK] = "ok",
                                      [WAIT_NOT_EQUAL] = "not-equal",
                                      [WAIT_TIMED_OUT] = "timed-out"};
  return value_from_cell(string_intern_c(&vm->isolate, texts[result]));
}

static bool atomics_wait(VM *vm, Call *call) {
  WaitFor wait;
  WaitResult result;
  return open_wait(vm, call, &wait) && waiters_sleep(vm, &wait, &result) &&
         call_return(call, result_text(vm, result));
}

static bool atomics_wait_async(VM *vm, Call *call) {
  WaitFor wait;
  if (!open_wait(vm, call, &wait)) return false;
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Promise, promise, promise_new(vm));
  if (!promise) return false;
  WaitResult result = waiters_add(vm, &wait, promise);
  bool waits = result == WAIT_OK;
  KEEP(vm, value, waits ? value_from_cell(promise) : result_text(vm, result));
  KEEP_CELL(vm, Object, answer, object_new_plain(isolate));
  object_set_c(isolate, answer, "async", value_from_boolean(waits),
               ATTRIBUTES_DEFAULT);
  object_define(isolate, answer, ATOM_KEY(isolate, value), value,
                ATTRIBUTES_DEFAULT);
  return call_return(call, value_from_cell(answer));
}

static bool atomics_notify(VM *vm, Call *call) {
  Value wanted = call_argument(call, 2);
  View *view;
  double index, count = INFINITY;
  if (!open_item(vm, call, true, &view, &index)) return false;
  if (!value_is_undefined(wanted)) {
    if (!vm_to_integer(vm, wanted, &count)) return false;
    if (count < 0) count = 0;
  }
  if (!array_buffer_is_shared(view->buffer))
    return call_return(call, value_from_int(0));
  const u8 *at = place(vm, view, index);
  if (!at) return false;
  u64 woken = waiters_notify(vm, at, count);
  return call_return(call, value_from_number((double)woken));
}

/* ---- Opening
 * ------------------------------------------------------------------------ */

static const NativeEntry atomics_functions[] = {
    {"load", atomics_load, 2},
    {"store", atomics_store, 3},
    {"add", atomics_operate, 3, NATIVE_METHOD, OPERATION_ADD},
    {"sub", atomics_operate, 3, NATIVE_METHOD, OPERATION_SUB},
    {"and", atomics_operate, 3, NATIVE_METHOD, OPERATION_AND},
    {"or", atomics_operate, 3, NATIVE_METHOD, OPERATION_OR},
    {"xor", atomics_operate, 3, NATIVE_METHOD, OPERATION_XOR},
    {"exchange", atomics_operate, 3, NATIVE_METHOD, OPERATION_EXCHANGE},
    {"compareExchange", atomics_compare_exchange, 4},
    {"isLockFree", atomics_is_lock_free, 1},
    {"wait", atomics_wait, 4},
    {"waitAsync", atomics_wait_async, 4},
    {"notify", atomics_notify, 3},
    {"pause", atomics_pause, 0},
};

void library_open_atomics(VM *vm) {
  Object *atomics = object_new_plain(&vm->isolate);
  library_add_functions(vm, atomics, atomics_functions,
                        ARRAY_COUNT(atomics_functions));
  library_add_tag(vm, atomics, "Atomics");
  object_set_c(&vm->isolate, vm->isolate.global, "Atomics",
               value_from_cell(atomics), ATTRIBUTES_HIDDEN);
}
