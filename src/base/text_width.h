/* text_width.h - how many columns of a terminal a character takes. */
#ifndef GLASSHEAP_BASE_TEXT_WIDTH_H
#define GLASSHEAP_BASE_TEXT_WIDTH_H

#include "base/base.h"

/* text_width_of - 0 for what combines with its neighbour or is not shown, 2
 * for wide East Asian characters and emoji, else 1. By ICU's properties. */
u32 text_width_of(u32 code_point);

#endif
