/* match_utf16.c - the matcher for UTF-16 text. */
#include "base/unicode.h"
#include "regexp/program.h"
#include "regexp/properties.h"

#define UNIT u16
#define WIDE 1
#define MATCH_FUNCTION match_utf16
#include "regexp/match.inc"
