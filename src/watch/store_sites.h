/* store_sites.h - by which expression something new was put into what was there
 * before.
 *
 * Of a leak two places in the source matter: where the objects were allocated,
 * and where something old got hold of them. The first is known of each cell
 * (allocation_sites.h). For the second the heap reports its stores for a while;
 * those of a new cell into an old one, or into a part of it that may be new
 * itself (elements, a table), are noted, and of those of one cell the last that
 * still holds.
 *
 * The watched instance of the interpreter has to run meanwhile: in the plain
 * one a store does not know its place.
 */
#ifndef GLASSHEAP_WATCH_STORE_SITES_H
#define GLASSHEAP_WATCH_STORE_SITES_H

#include "watch/allocation_sites.h"

#include <jansson.h>

typedef struct SiteStore {
  u64 owner, target; /* addresses */
  u32 site;
} SiteStore;

typedef struct StoreSites {
  AllocationSites *sites;
  u32 stretch; /* new is what was born in it */
  VECTOR(SiteStore) stores;
} StoreSites;

/* store_sites_start - new is what is born in the stretch that begins; for as
 * long as `sites` is attached. store_sites_stop - the heap is silent again. */
void store_sites_start(StoreSites *stores, AllocationSites *sites);
void store_sites_stop(StoreSites *stores);
/* store_sites_each - of each new cell that lives, the site that has put it
 * where it is held; the last store first. */
void store_sites_each(const StoreSites *stores,
                      void (*each)(void *context, Cell *cell, u32 site),
                      void *context);
void store_sites_free(StoreSites *stores);

#endif
