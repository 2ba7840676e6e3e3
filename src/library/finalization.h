/* finalization.h - FinalizationRegistry: calling back when objects have died.
 *
 *   FinalizationRegistry  | cleanup | registrations |--> target?, token?, held
 *                                                        target?, token?, held
 *
 * A registration holds its target and its token weakly. When a collection finds
 * a target dead, the registration stays, without it, until the host has time:
 * finalization_run then takes it out and calls the registry's cleanup with what
 * it holds. Collections happen at the same points in every replay, and dead
 * ones are taken in the order of their registries and registrations: so
 * callbacks are deterministic.
 */
#ifndef GLASSHEAP_LIBRARY_FINALIZATION_H
#define GLASSHEAP_LIBRARY_FINALIZATION_H

#include "vm/vm.h"

typedef struct Registration {
  Cell *target; /* weak; NULL once it died */
  Cell *token;  /* weak; NULL: none, or it died */
  Value held;
} Registration;

typedef struct Registrations {
  Cell cell;
  u32 capacity, count;
  Registration items[];
} Registrations;

typedef struct FinalizationRegistry {
  Object object;
  Value cleanup;
  Registrations *registrations;
} FinalizationRegistry;

/* finalization_register_classes - its kinds of cells. */
void finalization_register_classes(Isolate *isolate);
/* finalization_is_due - whether some cleanup waits to be called. */
bool finalization_is_due(const VM *vm);
/* finalization_run - calls the first that waits, if any; false: it threw. */
bool finalization_run(VM *vm);

#endif
