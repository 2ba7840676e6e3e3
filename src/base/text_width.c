#include "base/text_width.h"

#include <unicode/uchar.h>

static bool is_invisible(UChar32 c) {
  constexpr u32 invisible =
      U_GC_CC_MASK | U_GC_CF_MASK | U_GC_ME_MASK | U_GC_MN_MASK;
  if (c == 0xAD) return false; /* terminals do show the soft hyphen */
  return U_MASK(u_charType(c)) & invisible ||
         u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE) ==
             U_HST_VOWEL_JAMO;
}

u32 text_width_of(u32 code_point) {
  UChar32 c = (UChar32)code_point;
  if (code_point >= 0x20 && code_point < 0x7F) return 1;
  if (is_invisible(c)) return 0;
  switch (u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH)) {
  case U_EA_FULLWIDTH:
  case U_EA_WIDE: return 2;
  case U_EA_AMBIGUOUS:
  case U_EA_NEUTRAL: return u_hasBinaryProperty(c, UCHAR_EMOJI) ? 2 : 1;
  }
  return 1;
}
