/* quantity.h - counts and sizes as people read them. */
#ifndef GLASSHEAP_BASE_QUANTITY_H
#define GLASSHEAP_BASE_QUANTITY_H

#include "base/buffer.h"

/* quantity_count - appends 1234567 as "1,234,567". */
void quantity_count(i64 count, Buffer *out);
/* quantity_bytes - appends a number of bytes with three digits, as "12.3 MB";
 * a kilobyte has 1,000. */
void quantity_bytes(i64 bytes, Buffer *out);

#endif
