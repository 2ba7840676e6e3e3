/* treemap.c - the squarified layout. */
#include "graph/treemap.h"

#include <stdlib.h>

/* How far from a square the worst item of a row is, whose areas sum to `sum`,
 * along a side. */
static double worst(double largest, double least, double sum, double side) {
  double square = side * side, all = sum * sum;
  double wide = square * largest / all, narrow = all / (square * least);
  return wide > narrow ? wide : narrow;
}

static TreemapArea lay_row(const double *items, u32 count, double sum,
                           TreemapArea rest, TreemapArea *areas) {
  bool is_column = rest.width >= rest.height;
  double side = is_column ? rest.height : rest.width;
  double depth = side > 0 ? sum / side : 0, at = 0;
  for (u32 i = 0; i < count; i++) {
    double length = depth > 0 ? items[i] / depth : 0;
    areas[i] = is_column ? (TreemapArea){rest.x, rest.y + at, depth, length}
                         : (TreemapArea){rest.x + at, rest.y, length, depth};
    at += length;
  }
  if (is_column)
    return (TreemapArea){rest.x + depth, rest.y, rest.width - depth,
                         rest.height};
  return (TreemapArea){rest.x, rest.y + depth, rest.width, rest.height - depth};
}

/* How many items the next row takes; their sum in `*sum`. */
static u32 fill_row(const double *items, u32 count, TreemapArea rest,
                    double *sum) {
  double side = rest.width < rest.height ? rest.width : rest.height;
  double before = 0;
  u32 taken = 0;
  *sum = 0;
  while (taken < count) {
    double next = *sum + items[taken];
    double now = worst(items[0], items[taken], next, side);
    if (taken && now > before) break;
    before = now;
    *sum = next;
    taken++;
  }
  return taken;
}

void treemap_lay_out(const u64 *sizes, u32 count, TreemapArea whole,
                     TreemapArea *areas) {
  u64 total = 0;
  for (u32 i = 0; i < count; i++) {
    assert(!i || sizes[i] <= sizes[i - 1]);
    total += sizes[i];
  }
  double *items = base_allocate((count + 1) * sizeof *items);
  /* nothing has an area of nothing, which would divide by zero */
  double scale = total ? whole.width * whole.height / (double)total : 0;
  for (u32 i = 0; i < count; i++) {
    items[i] = (double)sizes[i] * scale;
    if (items[i] < 1e-9) items[i] = 1e-9;
  }
  TreemapArea rest = whole;
  for (u32 at = 0; at < count;) {
    double sum;
    u32 taken = fill_row(items + at, count - at, rest, &sum);
    rest = lay_row(items + at, taken, sum, rest, areas + at);
    at += taken;
  }
  free(items);
}
