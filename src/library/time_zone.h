/* time_zone.h - between UTC and the local time of the run.
 *
 * The zone is an input of the run (vm->inputs.time_zone), so that a recording
 * has the same local times wherever it is played. What it means is ICU's: the
 * offsets of all times, history included. ICU is asked once for each interval
 * between two transitions; a few intervals are remembered, so that a conversion
 * is a comparison and an addition.
 */
#ifndef GLASSHEAP_LIBRARY_TIME_ZONE_H
#define GLASSHEAP_LIBRARY_TIME_ZONE_H

#include "base/buffer.h"
#include "vm/vm.h"

/* time_zone_offset - milliseconds that local time is ahead of UTC at `utc`. */
double time_zone_offset(VM *vm, double utc);
/* time_zone_to_utc - the UTC of a local time. A time that occurs twice is the
 * first of both; one that is skipped is read with the offset before the gap. */
double time_zone_to_utc(VM *vm, double local);
/* time_zone_append_name - "Central European Summer Time": what the zone is
 * called in English at `utc`. */
void time_zone_append_name(VM *vm, double utc, Buffer *out);
/* time_zone_id - the zone's identifier: "Europe/Berlin". Valid as long as the
 * VM. */
const char *time_zone_id(VM *vm);
/* time_zone_close - frees what was remembered; when the VM closes. */
void time_zone_close(VM *vm);

#endif
