/* treemap.h - areas that are as large as what they stand for.
 *
 * The squarified layout of Bruls, Huizing and van Wijk: from the largest on,
 * items are put in a row along the shorter side for as long as that makes
 * them more like squares.
 */
#ifndef GLASSHEAP_GRAPH_TREEMAP_H
#define GLASSHEAP_GRAPH_TREEMAP_H

#include "base/base.h"

typedef struct TreemapArea {
  double x, y, width, height;
} TreemapArea;

/* treemap_lay_out - an area within `whole` for each of `count` sizes, which
 * fall; their areas are in proportion to them. */
void treemap_lay_out(const u64 *sizes, u32 count, TreemapArea whole,
                     TreemapArea *areas);

#endif
