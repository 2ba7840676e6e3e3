/* letter_case.h - upper and lower case of UTF-16 text, by the full mappings
 * of Unicode and without a locale.
 *
 * One letter may become several (ß, SS), and what a letter becomes may depend
 * on its neighbours (Σ at the end of a word). The mappings are ICU's, behind
 * this one function so that no other file knows it.
 */
#ifndef GLASSHEAP_BASE_LETTER_CASE_H
#define GLASSHEAP_BASE_LETTER_CASE_H

#include "base/base.h"

typedef enum LetterCase : u8 {
  LETTER_CASE_LOWER,
  LETTER_CASE_UPPER
} LetterCase;

/* letter_case_convert - the text in the other case: `*result_length` units at
 * the result, which the caller frees. NULL when the text would be too long for
 * ICU (2^31 units). Lone surrogates stay as they are. */
u16 *letter_case_convert(LetterCase wanted, const u16 *units, size_t length,
                         size_t *result_length);

#endif
