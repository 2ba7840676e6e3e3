/* report.c - see report.h. */
#include "host/report.h"

#include "host/console.h"
#include "host/errors.h"
#include "host/events.h"
#include "host/node.h"
#include "vm/stack_trace.h"

/* ---- In Node ------------------------------------------------------------ */

/* The exception for a reason that is no error, in Node's words. */
static bool throw_rejection(VM *vm, Value reason) {
  KEEP(vm, kept, reason);
  Buffer text = {};
  buffer_text(&text,
              "This error originated either by throwing inside of an async "
              "function without a catch block, or by rejecting a promise which "
              "was not handled with .catch(). The promise rejected with the "
              "reason \"");
  if (value_is_string(kept))
    library_describe(vm, kept, &text);
  else
    vm_describe_for_message(vm, kept, &text);
  buffer_text(&text, "\".");
  host_throw_named(vm, "UnhandledPromiseRejection", "ERR_UNHANDLED_REJECTION",
                   &text);
  buffer_free(&text);
  return false;
}

static bool report_to_node(VM *vm, Promise *promise) {
  KEEP_CELL(vm, Promise, kept, promise);
  KEEP(vm, reason, promise->result);
  bool is_handled;
  if (!node_handle(vm, "handleRejection", reason, value_from_cell(kept),
                   &is_handled) ||
      is_handled)
    return is_handled;
  vm->thrown_registers = NULL; /* its frame is long gone */
  return value_is_kind(reason, KIND_ERROR) ? vm_throw(vm, reason)
                                           : throw_rejection(vm, reason);
}

static bool recover_in_node(VM *vm) {
  bool is_handled = false;
  if (!node_is_open(vm)) return false;
  KEEP(vm, error, vm_take_exception(vm));
  if (!node_handle(vm, "handleUncaught", error, VALUE_UNDEFINED, &is_handled))
    return false;
  return is_handled || vm_throw(vm, error);
}

/* ---- In a browser ------------------------------------------------------- */

static bool dispatch_at_window(VM *vm, Event *event, bool *was_canceled) {
  KEEP_CELL(vm, Event, kept, event);
  return kept &&
         event_dispatch(vm, event_target_window(vm), kept, was_canceled);
}

/* "Uncaught Error: message" and the stack, as the console shows it. */
static void print_uncaught(VM *vm, const char *prefix, Value error) {
  Buffer text = {};
  buffer_text(&text, prefix);
  if (inspect(vm, error, &INSPECT_DEFAULTS, &text))
    console_write(vm, STREAM_ERROR, text.bytes, text.length);
  else
    vm_take_exception(vm);
  buffer_free(&text);
  host_of(vm)->exit_status = 1;
}

/* "Uncaught Error: message", for ErrorEvent.message. */
static Value message_of(VM *vm, Value error) {
  Buffer text = {};
  buffer_text(&text, "Uncaught ");
  if (value_is_kind(error, KIND_ERROR))
    stack_trace_append_header(vm, value_to_object(error), &text);
  else
    library_describe(vm, error, &text);
  String *string = string_from_text(&vm->isolate, text.bytes, text.length);
  buffer_free(&text);
  return string ? value_from_cell(string) : VALUE_NULL;
}

static bool recover_in_browser(VM *vm) {
  KEEP(vm, error, vm_take_exception(vm));
  KEEP(vm, message, message_of(vm, error));
  KEEP_CELL(vm, Event, event,
            event_new(vm, EVENT_CLASS_ERROR_EVENT, "error",
                      (EventInit){.cancelable = true}));
  if (!event) return false;
  event_set_field(vm, event, "message", message);
  event_set_field(vm, event, "error", error);
  bool was_canceled;
  if (!dispatch_at_window(vm, event, &was_canceled)) return false;
  if (!was_canceled) print_uncaught(vm, "Uncaught ", error);
  return true;
}

static Event *rejection_event(VM *vm, Promise *promise, const char *type,
                              bool is_cancelable) {
  KEEP_CELL(vm, Promise, kept, promise);
  KEEP_CELL(vm, Event, event,
            event_new(vm, EVENT_CLASS_PROMISE_REJECTION_EVENT, type,
                      (EventInit){.cancelable = is_cancelable}));
  if (!event) return NULL;
  event_set_field(vm, event, "promise", value_from_cell(kept));
  event_set_field(vm, event, "reason", kept->result);
  return event;
}

/* The task of a rejection: its argument is the promise. */
static bool notify_rejection(VM *vm, Call *call) {
  Promise *promise = (Promise *)value_to_cell(call->arguments[0]);
  bool was_canceled;
  if (promise->is_handled) return true;
  promise->is_reported = true;
  if (!dispatch_at_window(
          vm, rejection_event(vm, promise, "unhandledrejection", true),
          &was_canceled))
    return false;
  if (!was_canceled)
    print_uncaught(vm, "Uncaught (in promise) ", promise->result);
  return true;
}

static bool notify_handled(VM *vm, Call *call) {
  return dispatch_at_window(
      vm,
      rejection_event(vm, (Promise *)value_to_cell(call->arguments[0]),
                      "rejectionhandled", false),
      NULL);
}

/* A browser tells of promises in tasks of their own. */
static bool queue_notice(VM *vm, NativeCode *code, Promise *promise) {
  Isolate *isolate = &vm->isolate;
  KEEP_CELL(vm, Promise, kept, promise);
  KEEP_CELL(vm, NativeFunction, callback, native_new(isolate, "", code, 1));
  Value argument = value_from_cell(kept);
  Object *data = array_from_values(isolate, &argument, 1);
  if (!data) return vm_throw_memory(vm);
  queues_add_task(vm, WAITING_EVENT, vm_now_ns(vm), value_from_cell(callback),
                  value_from_cell(data));
  return true;
}

static bool report_to_window(VM *vm, Promise *promise) {
  promise->is_reported = false; /* not yet: it may be handled meanwhile */
  return queue_notice(vm, notify_rejection, promise);
}

/* ---- Either ------------------------------------------------------------- */

bool host_report_uncaught(VM *vm) {
  if (vm->is_terminating) return false;
  return host_of(vm)->options.is_browser ? recover_in_browser(vm)
                                         : recover_in_node(vm);
}

bool host_report_rejection(VM *vm, Promise *promise) {
  return host_of(vm)->options.is_browser ? report_to_window(vm, promise)
                                         : report_to_node(vm, promise);
}

bool host_report_handled(VM *vm, Promise *promise) {
  KEEP_CELL(vm, Promise, kept, promise);
  bool ignored;
  if (!host_of(vm)->options.is_browser)
    return node_handle(vm, "handleLate", value_from_cell(kept), VALUE_UNDEFINED,
                       &ignored);
  return queue_notice(vm, notify_handled, kept);
}

static bool throw_data(VM *vm, Call *call) {
  return vm_throw(vm, library_native(call)->data);
}

bool host_report_exception(VM *vm) {
  if (vm->is_terminating || host_of(vm)->options.is_browser)
    return host_report_uncaught(vm);
  KEEP(vm, error, vm_take_exception(vm));
  KEEP_CELL(vm, NativeFunction, thrower,
            native_new(&vm->isolate, "", throw_data, 0));
  cell_write(&vm->isolate.heap, thrower, &thrower->data, error);
  queues_add_tick(vm, value_from_cell(thrower), VALUE_UNDEFINED);
  return true;
}
