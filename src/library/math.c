/* math.c - Math.
 *
 * Arguments are nearly always numbers, and often small integers: those go a
 * short way.
 */
#include <math.h>

#include "base/arithmetic.h"
#include "base/number.h"
#include "library/support.h"
#include "vm/operations.h"

ALWAYS_INLINE bool argument(VM *vm, Call *call, u32 index, double *result) {
  return vm_to_number(vm, call_argument(call, index), result);
}

ALWAYS_INLINE bool return_number(Call *call, double result) {
  return call_return(call, value_from_number(result));
}

/* ---- Functions of one number -------------------------------------------- */

static double sign(double x) {
  return x > 0 ? 1 : x < 0 ? -1 : x;
}

static double fround(double x) {
  return (double)(float)x;
}

/* cbrt of some libraries is off by one in the last place even for 27. */
static double cube_root(double x) {
  return (double)cbrtl(x);
}

static double clz32(double x) {
  u32 bits = (u32)number_to_int32(x);
  return bits ? __builtin_clz(bits) : 32;
}

/* FUNCTION(name, C function) */
#define UNARY_FUNCTIONS(FUNCTION)                                              \
  FUNCTION(acos, acos)                                                         \
  FUNCTION(acosh, acosh)                                                       \
  FUNCTION(asin, asin)                                                         \
  FUNCTION(asinh, asinh)                                                       \
  FUNCTION(atan, atan)                                                         \
  FUNCTION(atanh, atanh)                                                       \
  FUNCTION(cbrt, cube_root)                                                    \
  FUNCTION(clz32, clz32)                                                       \
  FUNCTION(cos, cos)                                                           \
  FUNCTION(cosh, cosh)                                                         \
  FUNCTION(exp, exp)                                                           \
  FUNCTION(expm1, expm1)                                                       \
  FUNCTION(f16round, number_round_half)                                        \
  FUNCTION(fround, fround)                                                     \
  FUNCTION(log, log)                                                           \
  FUNCTION(log10, log10)                                                       \
  FUNCTION(log1p, log1p)                                                       \
  FUNCTION(log2, log2)                                                         \
  FUNCTION(sign, sign)                                                         \
  FUNCTION(sin, sin)                                                           \
  FUNCTION(sinh, sinh)                                                         \
  FUNCTION(sqrt, sqrt)                                                         \
  FUNCTION(tan, tan)                                                           \
  FUNCTION(tanh, tanh)

#define FUNCTION(name, function)                                               \
  static bool math_##name(VM *vm, Call *call) {                                \
    double x;                                                                  \
    return argument(vm, call, 0, &x) && return_number(call, function(x));      \
  }
UNARY_FUNCTIONS(FUNCTION)
#undef FUNCTION

/* ---- Rounding: an integer is its own result ----------------------------- */

/* The nearest integer, ties upward. floor(x + 0.5) would be wrong just below
 * a half and above 2^52. */
static double round_up(double x) {
  double below = floor(x);
  return copysign(x - below >= 0.5 ? below + 1 : below, x);
}

#define ROUNDING_FUNCTIONS(FUNCTION)                                           \
  FUNCTION(ceil, ceil)                                                         \
  FUNCTION(floor, floor)                                                       \
  FUNCTION(round, round_up)                                                    \
  FUNCTION(trunc, trunc)

#define FUNCTION(name, function)                                               \
  static bool math_##name(VM *vm, Call *call) {                                \
    if (likely(call->count)) {                                                 \
      Value value = call->arguments[0];                                        \
      if (value_is_int(value)) return call_return(call, value);                \
      if (likely(value_is_number(value)))                                      \
        return return_number(call, function(value_to_double(value)));          \
    }                                                                          \
    double x;                                                                  \
    return argument(vm, call, 0, &x) && return_number(call, function(x));      \
  }
ROUNDING_FUNCTIONS(FUNCTION)
#undef FUNCTION

static bool math_abs(VM *vm, Call *call) {
  Value value = call_argument(call, 0);
  if (likely(value_is_int(value)) && value_to_int(value) != INT32_MIN) {
    i32 i = value_to_int(value);
    return call_return(call, value_from_int(i < 0 ? -i : i));
  }
  double x;
  return argument(vm, call, 0, &x) && return_number(call, fabs(x));
}

/* ---- Functions of two numbers ------------------------------------------- */

static bool math_atan2(VM *vm, Call *call) {
  double y, x;
  return argument(vm, call, 0, &y) && argument(vm, call, 1, &x) &&
         return_number(call, atan2(y, x));
}

static bool math_pow(VM *vm, Call *call) {
  double base, exponent;
  return argument(vm, call, 0, &base) && argument(vm, call, 1, &exponent) &&
         return_number(call, operate_power(base, exponent));
}

static bool math_imul(VM *vm, Call *call) {
  i32 a, b;
  if (!vm_to_int32(vm, call_argument(call, 0), &a) ||
      !vm_to_int32(vm, call_argument(call, 1), &b))
    return false;
  return call_return(call, value_from_int((i32)((u32)a * (u32)b)));
}

static bool math_random(VM *vm, Call *call) {
  return return_number(call, vm_random(vm));
}

/* ---- max, min, hypot ---------------------------------------------------- */

/* The greater of two, NaN if either is, and +0 above -0. */
static double greater(double a, double b) {
  if (a > b) return a;
  if (b > a) return b;
  if (a != a) return a;
  return a == b && signbit(a) ? b : a == b ? a : b;
}

static bool math_max(VM *vm, Call *call) {
  if (likely(call->count == 2 &&
             value_are_ints(call->arguments[0], call->arguments[1]))) {
    i32 a = value_to_int(call->arguments[0]);
    i32 b = value_to_int(call->arguments[1]);
    return call_return(call, value_from_int(a > b ? a : b));
  }
  double result = -INFINITY;
  for (u32 i = 0; i < call->count; i++) {
    double x;
    if (!vm_to_number(vm, call->arguments[i], &x)) return false;
    result = greater(result, x);
  }
  return return_number(call, result);
}

static bool math_min(VM *vm, Call *call) {
  if (likely(call->count == 2 &&
             value_are_ints(call->arguments[0], call->arguments[1]))) {
    i32 a = value_to_int(call->arguments[0]);
    i32 b = value_to_int(call->arguments[1]);
    return call_return(call, value_from_int(a < b ? a : b));
  }
  double result = INFINITY;
  for (u32 i = 0; i < call->count; i++) {
    double x;
    if (!vm_to_number(vm, call->arguments[i], &x)) return false;
    result = -greater(-result, -x);
  }
  return return_number(call, result);
}

/* What hypot has seen so far: the numbers are collected in a buffer, since
 * all must be converted before the greatest is known. */
typedef VECTOR(double) Numbers;

/* sqrt of the sum of squares, scaled by the greatest so that nothing
 * overflows, the rounding errors of the sum carried along (Kahan). */
static double length_of(const Numbers *numbers) {
  double greatest = 0, sum = 0, lost = 0;
  bool has_nan = false;
  for (u32 i = 0; i < numbers->count; i++) {
    has_nan |= isnan(numbers->items[i]);
    greatest = fmax(greatest, fabs(numbers->items[i]));
  }
  if (isinf(greatest)) return INFINITY;
  if (has_nan) return NAN;
  if (greatest == 0) return 0;
  for (u32 i = 0; i < numbers->count; i++) {
    double ratio = numbers->items[i] / greatest;
    double term = ratio * ratio - lost, next = sum + term;
    lost = (next - sum) - term;
    sum = next;
  }
  return sqrt(sum) * greatest;
}

static bool math_hypot(VM *vm, Call *call) {
  Numbers numbers = {};
  for (u32 i = 0; i < call->count; i++) {
    double x;
    if (!vm_to_number(vm, call->arguments[i], &x)) {
      vector_free(&numbers);
      return false;
    }
    vector_push(&numbers, x);
  }
  double result = length_of(&numbers);
  vector_free(&numbers);
  return return_number(call, result);
}

/* ---- sumPrecise --------------------------------------------------------- */

typedef struct PreciseSum {
  ExactSum finite;
  double infinite; /* the sum of the infinities and NaNs */
  bool is_negative_zero;
  u64 count;
} PreciseSum;

static bool add_item(VM *vm, void *context, Value item, bool *stop) {
  PreciseSum *sum = context;
  if (!value_is_number(item))
    return library_throw_about(vm, "%s is not a number", item);
  double x = value_to_number(item);
  if (++sum->count > (u64)LENGTH_MAX)
    return vm_throw_range(vm, "too many items for Math.sumPrecise");
  if (x != 0 || !signbit(x)) sum->is_negative_zero = false;
  if (isfinite(x))
    exact_sum_add(&sum->finite, x);
  else
    sum->infinite += x;
  return true;
}

static bool math_sum_precise(VM *vm, Call *call) {
  PreciseSum sum = {.is_negative_zero = true};
  Value items = call_argument(call, 0);
  if (value_is_nullish(items))
    return library_throw_about(vm, "%s is not iterable", items);
  if (!vm_iterate(vm, items, add_item, &sum)) return false;
  if (sum.infinite != 0) return return_number(call, sum.infinite);
  if (sum.is_negative_zero) return return_number(call, -0.0);
  return return_number(call, exact_sum_result(&sum.finite));
}

/* ---- Opening ------------------------------------------------------------ */

static const NativeEntry functions[] = {
#define FUNCTION(name, function) {#name, math_##name, 1},
    UNARY_FUNCTIONS(FUNCTION) ROUNDING_FUNCTIONS(FUNCTION)
#undef FUNCTION
        {"abs", math_abs, 1},
    {"atan2", math_atan2, 2},
    {"hypot", math_hypot, 2},
    {"imul", math_imul, 2},
    {"max", math_max, 2},
    {"min", math_min, 2},
    {"pow", math_pow, 2},
    {"random", math_random, 0},
    {"sumPrecise", math_sum_precise, 1},
};

static const ConstantEntry constants[] = {
    {"E", 2.718281828459045},        {"LN10", 2.302585092994046},
    {"LN2", 0.6931471805599453},     {"LOG10E", 0.4342944819032518},
    {"LOG2E", 1.4426950408889634},   {"PI", 3.141592653589793},
    {"SQRT1_2", 0.7071067811865476}, {"SQRT2", 1.4142135623730951},
};

void library_open_math(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *math = object_new_with_prototype(
      isolate, value_from_cell(INTRINSIC(isolate, object_prototype)));
  object_set_c(isolate, isolate->global, "Math", value_from_cell(math),
               ATTRIBUTES_HIDDEN);
  library_add_functions(vm, math, functions, ARRAY_COUNT(functions));
  library_add_constants(vm, math, constants, ARRAY_COUNT(constants));
  library_add_tag(vm, math, "Math");
}
