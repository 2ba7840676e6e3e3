/* socket.h - the viewer's page and its WebSocket, for this machine alone.
 *
 * It listens on 127.0.0.1. A page from elsewhere that makes the browser ask us
 * (by a form, a script, or a name that it has pointed at us) is refused: the
 * request's Host must be one of ours, and so must its Origin if it has one.
 * The session also wants the token, which only the printed address holds. The
 * page itself is no secret.
 */
#ifndef GLASSHEAP_SERVER_SOCKET_H
#define GLASSHEAP_SERVER_SOCKET_H

#include "base/buffer.h"
#include "server/service.h"

typedef enum SocketResult : u8 {
  SOCKET_OPEN,
  SOCKET_PORT_TAKEN,
  SOCKET_REFUSED, /* by the system, for another reason */
} SocketResult;

typedef struct Socket Socket;

/* socket_open - listens on `port`, 0 for any free one. With anything but
 * SOCKET_OPEN there is a line in `error`. */
SocketResult socket_open(Service service, int port, Socket **socket,
                         Buffer *error);
/* socket_address - what to open in a browser, token included. */
const char *socket_address(const Socket *socket);

#endif
