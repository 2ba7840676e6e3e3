/* normalize.h - the four normalization forms of Unicode, over UTF-16.
 *
 * The work is ICU's (unorm2), behind this narrow door.
 */
#ifndef GLASSHEAP_BASE_NORMALIZE_H
#define GLASSHEAP_BASE_NORMALIZE_H

#include "base/base.h"

typedef enum NormalForm : u8 {
  NORMAL_FORM_C,
  NORMAL_FORM_D,
  NORMAL_FORM_KC,
  NORMAL_FORM_KD,
} NormalForm;

/* normalize_is_normal - whether the text is in that form already; a quick
 * check that may say false of text that is. */
bool normalize_is_normal(NormalForm form, const u16 *units, size_t length);
/* normalize_convert - the text in that form: `*result_length` units at the
 * result, which the caller frees. NULL when it would be too long for ICU (2^31
 * units). */
u16 *normalize_convert(NormalForm form, const u16 *units, size_t length,
                       size_t *result_length);

#endif
