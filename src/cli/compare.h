/* compare.h - what compare-collectors prints. */
#ifndef GLASSHEAP_CLI_COMPARE_H
#define GLASSHEAP_CLI_COMPARE_H

#include "cli/ink.h"

#include <jansson.h>

/* compare_print - the reports of comparison_measure, one for each collector,
 * side by side. */
void compare_print(json_t *reports, PictureStyle style, Buffer *out);

#endif
