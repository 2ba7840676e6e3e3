/* stdio.h - one viewer on standard input and output, a message a line. */
#ifndef GLASSHEAP_SERVER_STDIO_H
#define GLASSHEAP_SERVER_STDIO_H

#include "server/program.h"

/* stdio_open - begins to read. When the input has ended and every request was
 * answered, or nobody reads the answers, the loop is stopped. */
void stdio_open(Program *program);

#endif
