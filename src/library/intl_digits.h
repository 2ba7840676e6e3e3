/* intl_digits.h - how many digits: the options that NumberFormat and
 * PluralRules share, and ICU's words for them. */
#ifndef GLASSHEAP_LIBRARY_INTL_DIGITS_H
#define GLASSHEAP_LIBRARY_INTL_DIGITS_H

#include "library/intl.h"

typedef struct IntlDigits {
  int integer;                       /* minimumIntegerDigits */
  int least_fraction, most_fraction; /* -1: they do not count */
  int least_significant, most_significant;
  int increment;             /* roundingIncrement */
  int mode, priority, zeros; /* names in intl_digits.c */
  bool is_compact;           /* compact notation's own rounding */
} IntlDigits;

/* intl_digits_read - SetNumberFormatDigitOptions with the defaults given. */
bool intl_digits_read(VM *vm, Value options, int least_default,
                      int most_default, bool is_compact, IntlDigits *digits);
/* intl_digits_skeleton - appends ICU's skeleton for them. */
void intl_digits_skeleton(const IntlDigits *digits, Buffer *skeleton);
/* intl_digits_resolve - the properties of resolvedOptions: digits first, and
 * what comes at the very end. */
void intl_digits_resolve(VM *vm, const IntlDigits *digits, Object *resolved);
void intl_digits_resolve_rounding(VM *vm, const IntlDigits *digits,
                                  Object *resolved);

#endif
