/* growth_parts.h - what the growth*.c files share. */
#ifndef GLASSHEAP_WATCH_GROWTH_PARTS_H
#define GLASSHEAP_WATCH_GROWTH_PARTS_H

#include "watch/allocation_sites.h"
#include "watch/cell_ids.h"
#include "watch/growth.h"
#include "watch/session.h"
#include "watch/store_sites.h"

/* The heap when nothing waits and nothing is garbage. */
typedef struct GrowthPoint {
  u64 bytes; /* of cells, and of what they own outside the heap */
  u64 used;  /* the same without the spare room of stores and tables */
  u64 cells;
} GrowthPoint;

/* growth_point - counts. */
GrowthPoint growth_point(VM *vm);

/* What the points of a run say. */
typedef struct GrowthResult {
  GrowthVerdict verdict;
  u64 growth; /* bytes a round */
} GrowthResult;

/* growth_judge - of `rounds` + 1 points. */
GrowthResult growth_judge(const GrowthPoint *points, u32 rounds);

/* growth_sites - what lives of each site, as the report has it. */
json_t *growth_sites(const AllocationSites *sites, u32 rounds);

/* growth_stores - by which sites what was born in the last round was put where
 * it is held, as the report has it. */
json_t *growth_stores(const StoreSites *stores, const CellIds *ids);

/* growth_run - all of it, in an open session whose program has not run; the
 * report of growth_measure, or NULL with a text. Snapshots are written to
 * `files`. */
json_t *growth_run(Session *session, const GrowthOptions *options,
                   const int files[GROWTH_SNAPSHOTS], Buffer *error);

#endif
