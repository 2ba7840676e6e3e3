/* why_text.h - the answers of `glassheap why FILE` as text. */
#ifndef GLASSHEAP_CLI_WHY_TEXT_H
#define GLASSHEAP_CLI_WHY_TEXT_H

#include <jansson.h>

/* why_print - {state, why, whatIf} on standard output; `method` is what was
 * asked about the expression. */
void why_print(json_t *json, const char *expression, const char *method);

#endif
