/* recording_host.h - the part of a recording that says which host the program
 * finds, and what it is granted (host/options.h). */
#ifndef GLASSHEAP_WATCH_RECORDING_HOST_H
#define GLASSHEAP_WATCH_RECORDING_HOST_H

#include "base/buffer.h"
#include "host/options.h"

#include <jansson.h>

/* host_options_read - from the members of a recording; those that are not there
 * leave the options as they are. False: damaged. */
bool host_options_read(HostOptions *options, json_t *root);
/* host_options_write - adds the members that are not the usual ones. */
void host_options_write(const HostOptions *options, json_t *root);
/* host_options_grant_environment - takes the variables of this process: those
 * of a list with commas, or all when it is empty. In the order of their
 * names, so that it does not depend on who started the process. */
void host_options_grant_environment(HostOptions *options, const char *names);
/* host_options_read_fetch_table - reads the JSON file of canned answers; false
 * with one line in `error`. */
bool host_options_read_fetch_table(HostOptions *options, const char *path,
                                   Buffer *error);
void host_options_free(HostOptions *options);

#endif
