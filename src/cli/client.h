/* client.h - asking a watched program's server, as the viewer does: for the
 * commands that go back and forth in time.
 *
 * The server is started with its standard input and output as pipes
 * (`watch --stdio`), and speaks the protocol of docs/protocol.md.
 */
#ifndef GLASSHEAP_CLI_CLIENT_H
#define GLASSHEAP_CLI_CLIENT_H

#include "watch/recording.h"

#include <jansson.h>
#include <stdio.h>
#include <sys/types.h>

typedef struct Client {
  FILE *to, *from;
  pid_t server;
  json_int_t id;
  json_t *ended; /* the parameters of Time.ended, once it came */
} Client;

/* client_open - starts the server; false after a complaint. What the program
 * itself says (a syntax error) goes to standard error. */
bool client_open(Client *client, const Recording *recording);
/* client_ask - consumes `params`; the result, the caller's, or NULL with a line
 * in `error`. */
json_t *client_ask(Client *client, const char *method, json_t *params,
                   Buffer *error);
/* client_wait_end - until the run has ended: true when it has an end. */
bool client_wait_end(Client *client);
/* client_close - the exit status of the server. */
int client_close(Client *client);

#endif
