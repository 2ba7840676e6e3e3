#include "base/letter_case.h"

#include <stdlib.h>
#include <unicode/ustring.h>

static i32 convert(LetterCase wanted, const u16 *units, i32 length, u16 *result,
                   i32 capacity, UErrorCode *error) {
  /* "" is the root locale: no Turkish, Lithuanian or Greek tailoring */
  return wanted == LETTER_CASE_UPPER
             ? u_strToUpper(result, capacity, units, length, "", error)
             : u_strToLower(result, capacity, units, length, "", error);
}

u16 *letter_case_convert(LetterCase wanted, const u16 *units, size_t length,
                         size_t *result_length) {
  /* Few letters grow, so the first try nearly always fits. */
  if (length > INT32_MAX / 4) return NULL;
  i32 capacity = (i32)length + 16;
  for (;;) {
    u16 *result = base_allocate((size_t)capacity * sizeof *result);
    UErrorCode error = U_ZERO_ERROR;
    i32 count = convert(wanted, units, (i32)length, result, capacity, &error);
    if (error != U_BUFFER_OVERFLOW_ERROR) {
      assert(U_SUCCESS(error));
      *result_length = (size_t)count;
      return result;
    }
    free(result);
    capacity = count + 1;
  }
}
