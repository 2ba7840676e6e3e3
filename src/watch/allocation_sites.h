/* allocation_sites.h - by which expression of the program each cell was
 * allocated, and in which stretch of the run.
 *
 * While this is attached every allocation takes the heap's slow path, which
 * reports it (the plain interpreter runs on, with its program counter saved).
 * The expression is the innermost one of the program's own code: what the
 * engine's library or Node's layer allocates, whoever called them allocates.
 *
 *   births, by address / 16   | 0 | site + 1, stretch | 0 | ...
 *                                     |
 *   sites                            [ open() at server.js:12:18 ]
 *
 * An address that is given out again is simply written anew, so for every cell
 * that lives its entry is right; 0: it is older than the recording.
 */
#ifndef GLASSHEAP_WATCH_ALLOCATION_SITES_H
#define GLASSHEAP_WATCH_ALLOCATION_SITES_H

#include "graph/table.h"
#include "vm/vm.h"

typedef struct AllocationSite {
  char *function; /* its name, "(anonymous)", or "(script)" */
  char *file;     /* as people gave it; "" of what no code has allocated */
  u32 source;     /* its number, or 0 */
  u32 line, column;
  u64 count, bytes; /* allocated here, gone or not */
} AllocationSite;

typedef struct AllocationSites {
  VM *vm;
  u32 *births;
  u64 capacity; /* of `births` */
  VECTOR(AllocationSite) sites;
  NumberTable by_place; /* source and offset to the site */
  u32 stretch;          /* of what is allocated from now on: the owner's */
} AllocationSites;

constexpr u32 ALLOCATION_STRETCHES = 256;
/* Sites have these numbers in snapshots; 1 is the root of their tree. */
constexpr u32 ALLOCATION_TRACE_ROOT = 1, ALLOCATION_TRACE_FIRST = 2;

/* Where and when a cell was born. */
typedef struct Birth {
  u32 site, stretch;
} Birth;

/* allocation_sites_attach - begins to note; nobody else watches meanwhile.
 * allocation_sites_detach - ends that; what was noted stays. */
void allocation_sites_attach(AllocationSites *sites, VM *vm);
void allocation_sites_detach(AllocationSites *sites);
/* allocation_site_here - the site of the expression that runs. */
u32 allocation_site_here(AllocationSites *sites);
/* allocation_birth - of a cell that lives; false: it is older. */
bool allocation_birth(const AllocationSites *sites, const Cell *cell,
                      Birth *birth);
void allocation_sites_free(AllocationSites *sites);

#endif
