/* global.h - what the files of the global functions share. */
#ifndef GLASSHEAP_LIBRARY_GLOBAL_H
#define GLASSHEAP_LIBRARY_GLOBAL_H

#include "base/number.h"
#include "base/unicode.h"
#include "library/support.h"

/* global_open_uri - adds encodeURIComponent and its family. */
void global_open_uri(VM *vm, Object *global);

#endif
