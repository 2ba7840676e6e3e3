/* match_latin1.c - the matcher for Latin-1 text: no unit is above 255, and
 * every unit is a code point. */
#define _GNU_SOURCE /* memmem */

#include "base/unicode.h"
#include "regexp/program.h"
#include "regexp/properties.h"

#define UNIT u8
#define WIDE 0
#define MATCH_FUNCTION match_latin1
#include "regexp/match.inc"
