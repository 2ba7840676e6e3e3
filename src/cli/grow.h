/* grow.h - what `grow` found, as text. */
#ifndef GLASSHEAP_CLI_GROW_H
#define GLASSHEAP_CLI_GROW_H

#include "cli/ink.h"

#include <jansson.h>

/* grow_print - growth_measure's report with `file`, `limit`, `fails` and the
 * answer of leaks: bars of the rounds, the verdict in a sentence, the places
 * that allocate, and what holds what they have allocated. */
void grow_print(json_t *report, PictureStyle style, Buffer *out);

#endif
