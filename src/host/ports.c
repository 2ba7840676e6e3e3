/* ports.c - see ports.h. */
#include "host/ports.h"

#include "host/errors.h"
#include "host/event_parts.h"
#include "host/node.h"

DEFINE_VISIT(port, MessagePort) {
  event_target_edges(&self->target, edge, context);
  EDGE(INTERNAL, 0, "other port", self->peer);
  EDGE(INTERNAL, 0, "messages", self->waiting);
}

void ports_register_classes(Isolate *isolate) {
  heap_set_class(&isolate->heap, KIND_MESSAGE_PORT,
                 (CellClass){.name = "MessagePort",
                             .visit = port_visit,
                             .mark = port_mark});
}

/* ---- Delivering --------------------------------------------------------- */

/* The task of a message: the port, the event. A port that was closed meanwhile
 * still gets what was on its way. */
static bool deliver(VM *vm, Call *call) {
  EventTarget *port = (EventTarget *)value_to_cell(call->arguments[0]);
  Event *event = (Event *)value_to_cell(call->arguments[1]);
  return event_dispatch(vm, port, event, NULL);
}

static bool queue_event(VM *vm, WaitingKind kind, MessagePort *port,
                        Value event) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, MessagePort, kept, port);
  KEEP(vm, kept_event, event);
  KEEP_CELL(vm, NativeFunction, callback,
            native_new(isolate, "deliver", deliver, 2));
  Value arguments[] = {value_from_cell(kept), kept_event};
  Object *data = array_from_values(isolate, arguments, 2);
  if (!data) return vm_throw_memory(vm);
  /* a message does not carry the async context of who posted it */
  KEEP(vm, context, vm->async_context);
  vm->async_context = VALUE_UNDEFINED;
  queues_add_task(vm, kind, vm_now_ns(vm), value_from_cell(callback),
                  value_from_cell(data));
  vm->async_context = context;
  return true;
}

/* What has waited for this goes on its way. */
static bool start(VM *vm, MessagePort *port) {
  if (port->is_started) return true;
  KEEP_CELL(vm, MessagePort, kept, port);
  KEEP_CELL(vm, Object, waiting, port->waiting);
  kept->is_started = true;
  cell_write_pointer(&vm->isolate.heap, kept, kept->waiting, NULL);
  for (u32 i = 0; waiting && i < waiting->elements->length; i++)
    if (!queue_event(vm, WAITING_MESSAGE, kept, waiting->elements->values[i]))
      return false;
  return true;
}

bool ports_listener_added(VM *vm, EventTarget *target,
                          const Listener *listener) {
  if (target->object.cell.kind != KIND_MESSAGE_PORT) return true;
  bool starts = !host_of(vm)->options.is_browser ||
                listener->cell.flags & LISTENER_HANDLER;
  return !starts ||
         listener->type != string_intern_c(&vm->isolate, "message") ||
         start(vm, (MessagePort *)target);
}

/* ---- MessagePort -------------------------------------------------------- */

static MessagePort *this_port(VM *vm, Call *call) {
  if (value_is_kind(call->this_value, KIND_MESSAGE_PORT))
    return (MessagePort *)value_to_cell(call->this_value);
  vm_throw_type(vm, "Illegal invocation");
  return NULL;
}

static MessagePort *new_port(VM *vm) {
  Isolate *isolate = &vm->isolate;
  Object *prototype = *event_object(vm, EVENT_OBJECT_PORT_PROTOTYPE);
  KEEP_CELL(vm, Shape, shape,
            shape_empty(isolate, value_from_cell(prototype), 0));
  MessagePort *port = (MessagePort *)object_new_kind(isolate, KIND_MESSAGE_PORT,
                                                     shape, sizeof *port);
  event_target_init(&port->target);
  port->peer = NULL;
  port->waiting = NULL;
  port->is_started = false;
  return port;
}

/* The ports of a list of what is to be transferred; they stay the same
 * objects, since there is but one program. */
static bool ports_of(VM *vm, Value transfer, Object *ports, Object *others) {
  KEEP_CELL(vm, Object, list, NULL);
  if (value_is_object(transfer) && !(list = library_list_from(vm, transfer)))
    return false;
  for (u32 i = 0; list && i < list->elements->length; i++) {
    Value item = list->elements->values[i];
    Object *to = value_is_kind(item, KIND_MESSAGE_PORT) ? ports : others;
    if (!array_push(&vm->isolate, to, item)) return vm_throw_memory(vm);
  }
  return true;
}

/* postMessage(message, transfer) or (message, {transfer}). */
static bool read_transfer(VM *vm, Value options, Value *transfer) {
  bool is_list;
  *transfer = options;
  if (!value_is_object(options)) return true;
  if (!vm_is_array(vm, options, &is_list)) return false;
  return is_list ||
         vm_get(vm, options, key_from_c(&vm->isolate, "transfer"), transfer);
}

static Event *make_message(VM *vm, Value data, Object *ports) {
  KEEP(vm, kept, data);
  KEEP_CELL(vm, Object, list, ports);
  KEEP_CELL(vm, Event, event,
            event_new(vm, EVENT_CLASS_MESSAGE_EVENT, "message", (EventInit){}));
  if (!event) return NULL;
  event_set_field(vm, event, "data", kept);
  event_set_field(vm, event, "ports", value_from_cell(list));
  return event;
}

static bool port_post(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, MessagePort, port, this_port(vm, call));
  if (!port) return false;
  KEEP(vm, transfer, VALUE_UNDEFINED);
  KEEP(vm, data, VALUE_UNDEFINED);
  KEEP_CELL(vm, Object, ports, array_new(isolate, 1));
  KEEP_CELL(vm, Object, others, array_new(isolate, 1));
  if (!read_transfer(vm, call_argument(call, 1), &transfer) ||
      !ports_of(vm, transfer, ports, others))
    return false;
  Value arguments[] = {call_argument(call, 0), value_from_cell(others)};
  if (!node_call(vm, "clone", arguments, 2, &data)) return false;
  KEEP_CELL(vm, MessagePort, peer, port->peer);
  if (!peer) return true;
  KEEP_CELL(vm, Event, event, make_message(vm, data, ports));
  if (!event) return false;
  if (peer->is_started)
    return queue_event(vm, WAITING_MESSAGE, peer, value_from_cell(event));
  if (!peer->waiting)
    cell_write_pointer(&isolate->heap, peer, peer->waiting,
                       array_new(isolate, 1));
  return array_push(isolate, peer->waiting, value_from_cell(event)) ||
         vm_throw_memory(vm);
}

static bool port_start(VM *vm, Call *call) {
  MessagePort *port = this_port(vm, call);
  return port && start(vm, port);
}

/* Both ends hear of it, if they listen. */
static bool tell_closed(VM *vm, MessagePort *port) {
  KEEP_CELL(vm, MessagePort, kept, port);
  KEEP_CELL(vm, String, type, string_intern_c(&vm->isolate, "close"));
  cell_write_pointer(&vm->isolate.heap, kept, kept->peer, NULL);
  if (!event_target_has(&kept->target, type)) return true;
  Event *event = event_new(vm, EVENT_CLASS_EVENT, "close", (EventInit){});
  return event && queue_event(vm, WAITING_EVENT, kept, value_from_cell(event));
}

static bool port_close(VM *vm, Call *call) {
  KEEP_CELL(vm, MessagePort, port, this_port(vm, call));
  if (!port) return false;
  KEEP_CELL(vm, MessagePort, peer, port->peer);
  return !peer || (tell_closed(vm, port) && tell_closed(vm, peer));
}

static bool port_ref(VM *vm, Call *call) {
  return call_return(call, call->this_value);
}

/* onmessage and onmessageerror: the getter's magic is which. */
static String *handler_type(VM *vm, Call *call) {
  return string_intern_c(
      &vm->isolate, library_native(call)->magic ? "messageerror" : "message");
}

static bool port_get_handler(VM *vm, Call *call) {
  const MessagePort *port = this_port(vm, call);
  return port && call_return(call, event_target_handler(
                                       &port->target, handler_type(vm, call)));
}

static bool port_set_handler(VM *vm, Call *call) {
  MessagePort *port = this_port(vm, call);
  if (!port) return false;
  KEEP_CELL(vm, String, type, handler_type(vm, call));
  return event_target_set_handler(vm, &port->target, type,
                                  call_argument(call, 0));
}

static bool refuse(VM *vm, Call *call) {
  return vm_throw_type(vm, "Illegal constructor");
}

NativeFunction *ports_make_class(VM *vm, Object *prototype,
                                 NativeFunction *event_target) {
  static const NativeEntry methods[] = {
      {"postMessage", port_post, 1},
      {"start", port_start, 0},
      {"close", port_close, 0},
      {"ref", port_ref, 0},
      {"unref", port_ref, 0},
      {"onmessage", port_get_handler, 0, NATIVE_GETTER, 0},
      {"onmessage", port_set_handler, 1, NATIVE_SETTER, 0},
      {"onmessageerror", port_get_handler, 0, NATIVE_GETTER, 1},
      {"onmessageerror", port_set_handler, 1, NATIVE_SETTER, 1},
  };
  library_add_functions(vm, prototype, methods, ARRAY_COUNT(methods));
  library_add_tag(vm, prototype, "MessagePort");
  return host_make_class(vm, "MessagePort", refuse, 0, prototype, event_target);
}

/* ---- MessageChannel ----------------------------------------------------- */

static bool channel_construct(VM *vm, Call *call) {
  Isolate *isolate = &vm->isolate;
  if (value_is_undefined(call->new_target))
    return vm_throw_type(vm, "Class constructor MessageChannel cannot be "
                             "invoked without 'new'");
  KEEP_CELL(vm, MessagePort, first, new_port(vm));
  KEEP_CELL(vm, MessagePort, second, new_port(vm));
  cell_write_pointer(&isolate->heap, first, first->peer, second);
  cell_write_pointer(&isolate->heap, second, second->peer, first);
  Object *channel =
      host_new_from(vm, call, *event_object(vm, EVENT_OBJECT_CHANNEL_PROTOTYPE),
                    KIND_OBJECT, sizeof(Object));
  if (!channel) return false;
  KEEP_CELL(vm, Object, kept, channel);
  object_set_c(isolate, kept, "port1", value_from_cell(first),
               ATTRIBUTES_DEFAULT);
  object_set_c(isolate, kept, "port2", value_from_cell(second),
               ATTRIBUTES_DEFAULT);
  return call_return(call, value_from_cell(kept));
}

NativeFunction *ports_make_channel_class(VM *vm, Object *prototype) {
  library_add_tag(vm, prototype, "MessageChannel");
  return host_make_class(vm, "MessageChannel", channel_construct, 0, prototype,
                         NULL);
}
