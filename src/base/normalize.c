#include "base/normalize.h"

#include <stdlib.h>
#include <unicode/unorm2.h>

static const UNormalizer2 *normalizer(NormalForm form) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *result = NULL;
  switch (form) {
  case NORMAL_FORM_C: result = unorm2_getNFCInstance(&error); break;
  case NORMAL_FORM_D: result = unorm2_getNFDInstance(&error); break;
  case NORMAL_FORM_KC: result = unorm2_getNFKCInstance(&error); break;
  case NORMAL_FORM_KD: result = unorm2_getNFKDInstance(&error); break;
  }
  assert(U_SUCCESS(error));
  return result;
}

bool normalize_is_normal(NormalForm form, const u16 *units, size_t length) {
  if (length > INT32_MAX / 4) return false;
  UErrorCode error = U_ZERO_ERROR;
  return unorm2_quickCheck(normalizer(form), units, (i32)length, &error) ==
         UNORM_YES;
}

u16 *normalize_convert(NormalForm form, const u16 *units, size_t length,
                       size_t *result_length) {
  if (length > INT32_MAX / 4) return NULL;
  i32 capacity = (i32)length + 16;
  for (;;) {
    u16 *result = base_allocate((size_t)capacity * sizeof *result);
    UErrorCode error = U_ZERO_ERROR;
    i32 count = unorm2_normalize(normalizer(form), units, (i32)length, result,
                                 capacity, &error);
    if (error != U_BUFFER_OVERFLOW_ERROR) {
      assert(U_SUCCESS(error));
      *result_length = (size_t)count;
      return result;
    }
    free(result);
    capacity = count + 1;
  }
}
