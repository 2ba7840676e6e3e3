/* number.cc - the shim over libdouble-conversion, and nothing else.
 *
 * What needs no help from the library (radices, integers) is in number.c.
 */
#include <double-conversion/double-conversion.h>

extern "C" {
#include "base/number_shim.h"
}

using double_conversion::DoubleToStringConverter;
using double_conversion::StringBuilder;
using double_conversion::StringToDoubleConverter;

/* Digits allowed around the exponents at which text becomes scientific. */
static const DoubleToStringConverter &printer() {
  static const DoubleToStringConverter converter(
      DoubleToStringConverter::UNIQUE_ZERO |
          DoubleToStringConverter::EMIT_POSITIVE_EXPONENT_SIGN,
      "Infinity", "NaN", 'e', -6, 21, 6, 0);
  return converter;
}

static size_t finish(StringBuilder &builder) {
  size_t length = static_cast<size_t>(builder.position());
  builder.Finalize();
  return length;
}

extern "C" size_t number_shim_shortest(double value, char *text, int bytes) {
  StringBuilder builder(text, bytes);
  printer().ToShortest(value, &builder);
  return finish(builder);
}

extern "C" size_t number_shim_fixed(double value, int digits, char *text,
                                    int bytes) {
  StringBuilder builder(text, bytes);
  printer().ToFixed(value, digits, &builder);
  return finish(builder);
}

extern "C" size_t number_shim_exponential(double value, int digits, char *text,
                                          int bytes) {
  StringBuilder builder(text, bytes);
  printer().ToExponential(value, digits, &builder);
  return finish(builder);
}

extern "C" size_t number_shim_precision(double value, int digits, char *text,
                                        int bytes) {
  StringBuilder builder(text, bytes);
  printer().ToPrecision(value, digits, &builder);
  return finish(builder);
}

extern "C" double number_shim_parse(const char *text, int length) {
  static const StringToDoubleConverter reader(StringToDoubleConverter::NO_FLAGS,
                                              0.0, 0.0, nullptr, nullptr);
  int used;
  return reader.StringToDouble(text, length, &used);
}
