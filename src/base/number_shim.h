/* number_shim.h - what number.c asks of libdouble-conversion. Nobody else
 * includes this.
 *
 * Each printer writes a closing zero within `bytes` and returns the length.
 * Written in the words that C and C++ share.
 */
#ifndef GLASSHEAP_BASE_NUMBER_SHIM_H
#define GLASSHEAP_BASE_NUMBER_SHIM_H

#include <stddef.h>

/* number_shim_shortest - the fewest digits that read back as `value`, in
 * JavaScript's form; "0" for minus zero. */
size_t number_shim_shortest(double value, char *text, int bytes);
size_t number_shim_fixed(double value, int digits, char *text, int bytes);
/* number_shim_exponential - digits -1: as many as are needed. */
size_t number_shim_exponential(double value, int digits, char *text, int bytes);
size_t number_shim_precision(double value, int digits, char *text, int bytes);
/* number_shim_parse - the double nearest to a decimal literal that is known
 * to be well formed. */
double number_shim_parse(const char *text, int length);

#endif
