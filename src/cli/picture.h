/* picture.h - one moment of a program, drawn with characters.
 *
 * Drawn from the JSON that the protocol's methods give (view.h), so the text
 * and the viewer in the browser show the same thing:
 *
 *   where the run stands, with the source around it
 *   the stack: frames and the values in them
 *   the heap: objects that the frames reach, with their fields
 *   Shapes, as the tree of their transitions
 *   the caches of the current function
 *   bytes by kind, and collections
 *   what the program printed
 */
#ifndef GLASSHEAP_CLI_PICTURE_H
#define GLASSHEAP_CLI_PICTURE_H

#include "cli/ink.h"

#include <jansson.h>

/* picture_print - appends the whole picture. */
void picture_print(json_t *view, PictureStyle style, Buffer *out);

#endif
