/* set.h - what the two files of Set share. */
#ifndef GLASSHEAP_LIBRARY_SET_H
#define GLASSHEAP_LIBRARY_SET_H

#include "library/collection.h"
#include "library/iteration.h"
#include "library/support.h"

/* set_has - Set.prototype.has. */
NativeCode set_has;
/* set_open_algebra - adds union, intersection and the others. */
void set_open_algebra(VM *vm, Object *prototype);

#endif
