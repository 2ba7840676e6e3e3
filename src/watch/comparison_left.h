/* comparison_left.h - what lives although no root leads to it. */
#ifndef GLASSHEAP_WATCH_COMPARISON_LEFT_H
#define GLASSHEAP_WATCH_COMPARISON_LEFT_H

#include "vm/vm.h"

#include <jansson.h>

/* comparison_left - {cells, bytes, classes, reached} as comparison_measure's
 * report has it: of all cells that the roots do not reach, the classes with
 * most bytes first; and what the roots do reach. Reads the heap only. */
json_t *comparison_left(VM *vm);

#endif
