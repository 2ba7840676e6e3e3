/* ports.h - MessageChannel and MessagePort (HTML Standard, "Channel
 * messaging"): two ends that know each other.
 *
 * A message is cloned when it is posted and arrives as a task. Until its port
 * is started (by `onmessage`, by start(), in Node by any listener for
 * messages) it waits in the port. Since both ends lie in one program, an open
 * port does not keep the program running: nobody else could post.
 */
#ifndef GLASSHEAP_HOST_PORTS_H
#define GLASSHEAP_HOST_PORTS_H

#include "host/events.h"

typedef struct MessagePort {
  EventTarget target;
  struct MessagePort *peer; /* NULL once it is closed */
  Object *waiting;          /* messages: an array; NULL once it is started */
  bool is_started;
} MessagePort;

/* ports_make_class, ports_make_channel_class - MessagePort and MessageChannel,
 * made together with the other classes of events. */
NativeFunction *ports_make_class(VM *vm, Object *prototype,
                                 NativeFunction *event_target);
NativeFunction *ports_make_channel_class(VM *vm, Object *prototype);
void ports_register_classes(Isolate *isolate);
/* ports_listener_added - a listener may start a port. False: threw. */
bool ports_listener_added(VM *vm, EventTarget *target,
                          const Listener *listener);

#endif
