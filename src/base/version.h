/* version.h - the engine's version, for whoever says it. */
#ifndef GLASSHEAP_BASE_VERSION_H
#define GLASSHEAP_BASE_VERSION_H

/* It changes with everything that changes moments, addresses or inputs: a
 * recording plays in the version that made it. */
#define ENGINE_VERSION "0.3.0"

#endif
