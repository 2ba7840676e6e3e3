/* async_generator.c - the queue of an async generator: see async.h.
 *
 * The algorithms are those of ECMAScript, "AsyncGenerator Abstract Operations".
 */
#include "vm/async.h"

DEFINE_VISIT(request, Request) {
  EDGE(INTERNAL, 0, "next", self->next);
  EDGE(INTERNAL, 0, "promise", self->promise);
  EDGE_VALUE(INTERNAL, 0, "value", self->value);
}

DEFINE_VISIT(async_generator, AsyncGenerator) {
  object_edges(&self->object, edge, context);
  EDGE(INTERNAL, 0, "parked frame", self->coroutine);
  EDGE(INTERNAL, 0, "requests", self->first);
}

DEFINE_VISIT(async_from_sync, AsyncFromSync) {
  object_edges(&self->object, edge, context);
  EDGE_VALUE(INTERNAL, 0, "iterator", self->iterator);
  EDGE_VALUE(INTERNAL, 0, "next", self->next);
}

#define SET_CLASS(kind, class_name, visitor)                                   \
  heap_set_class(&isolate->heap, KIND_##kind,                                  \
                 (CellClass){.name = class_name,                               \
                             .visit = visitor##_visit,                         \
                             .mark = visitor##_mark})

void async_register_classes(Isolate *isolate) {
  SET_CLASS(REQUEST, "request", request);
  SET_CLASS(ASYNC_GENERATOR, "async generator", async_generator);
  SET_CLASS(ASYNC_FROM_SYNC, "async iterator", async_from_sync);
}

AsyncFromSync *async_from_sync(VM *vm, Value iterator, Value next) {
  Isolate *isolate = &vm->isolate;
  ROOT(&isolate->heap, kept_iterator, iterator);
  ROOT(&isolate->heap, kept_next, next);
  Object *prototype = INTRINSIC(isolate, async_from_sync_prototype);
  Shape *shape = shape_empty(isolate, value_from_cell(prototype), 0);
  AsyncFromSync *wrapped = (AsyncFromSync *)object_new_kind(
      isolate, KIND_ASYNC_FROM_SYNC, shape, sizeof *wrapped);
  wrapped->iterator = kept_iterator;
  wrapped->next = kept_next;
  return wrapped;
}

/* ---- The queue ---------------------------------------------------------- */

static Request *enqueue(VM *vm, AsyncGenerator *generator, ResumeMode mode,
                        Value value) {
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, AsyncGenerator, kept, generator);
  ROOT(heap, kept_value, value);
  ROOT_CELL(heap, Promise, promise, promise_new(vm));
  Request *request =
      (Request *)heap_allocate(heap, KIND_REQUEST, sizeof *request);
  request->next = NULL;
  request->promise = promise;
  request->value = kept_value;
  request->mode = mode;
  if (kept->last)
    cell_write_pointer(heap, kept->last, kept->last->next, request);
  else
    cell_write_pointer(heap, kept, kept->first, request);
  kept->last = request;
  return request;
}

static Request *dequeue(VM *vm, AsyncGenerator *generator) {
  Request *request = generator->first;
  cell_write_pointer(&vm->isolate.heap, generator, generator->first,
                     request->next);
  if (!generator->first) generator->last = NULL;
  return request;
}

/* AsyncGeneratorCompleteStep: the first request is answered. */
static bool answer(VM *vm, AsyncGenerator *generator, ResumeMode mode,
                   Value value, bool done) {
  Heap *heap = &vm->isolate.heap;
  ROOT_CELL(heap, Promise, promise, dequeue(vm, generator)->promise);
  if (mode == RESUME_THROW) {
    promise_reject(vm, promise, value);
    return true;
  }
  ROOT_CELL(heap, Object, result, vm_iterator_result(vm, value, done));
  return promise_resolve(vm, promise, value_from_cell(result));
}

/* ---- After the end ------------------------------------------------------ */

static ReactionCode returned;

/* AsyncGeneratorAwaitReturn: `*waits` until what return() got has settled. When
 * it cannot even be made a promise, the request is answered with the error. */
static bool await_return(VM *vm, AsyncGenerator *generator, bool *waits) {
  Promise *promise = promise_from(vm, generator->first->value);
  *waits = promise;
  if (promise) {
    promise_react(vm, promise, returned, value_from_cell(generator),
                  &CAPABILITY_NONE);
    return true;
  }
  if (vm->is_terminating) return false;
  return answer(vm, generator, RESUME_THROW, vm_take_exception(vm), true);
}

/* AsyncGeneratorDrainQueue: the requests that are left; true at once when one
 * of them must be awaited. */
static bool drain(VM *vm, AsyncGenerator *generator) {
  ROOT_CELL(&vm->isolate.heap, AsyncGenerator, kept, generator);
  while (kept->first) {
    Request *request = kept->first;
    if (request->mode == RESUME_RETURN) {
      bool waits;
      kept->state = ASYNC_GENERATOR_DRAINING;
      if (!await_return(vm, kept, &waits)) return false;
      if (waits) return true;
      continue;
    }
    Value value =
        request->mode == RESUME_THROW ? request->value : VALUE_UNDEFINED;
    if (!answer(vm, kept, request->mode, value, true)) return false;
  }
  kept->state = ASYNC_GENERATOR_DONE;
  return true;
}

/* What return() got has settled: the reaction's code. */
static bool returned(VM *vm, Value data, PromiseState state, Value value,
                     Value *result) {
  AsyncGenerator *generator = (AsyncGenerator *)value_to_cell(data);
  ResumeMode mode = state == PROMISE_REJECTED ? RESUME_THROW : RESUME_NEXT;
  return answer(vm, generator, mode, value, true) && drain(vm, generator);
}

bool async_generator_end(VM *vm, AsyncGenerator *generator, ResumeMode mode,
                         Value value) {
  ROOT_CELL(&vm->isolate.heap, AsyncGenerator, kept, generator);
  ROOT(&vm->isolate.heap, kept_value, value);
  coroutine_finish(vm, kept->coroutine);
  kept->state = ASYNC_GENERATOR_DRAINING;
  return answer(vm, kept, mode, kept_value, true) && drain(vm, kept);
}

/* ---- Requests ----------------------------------------------------------- */

static bool resume(VM *vm, AsyncGenerator *generator, const Request *request) {
  Value ignored;
  generator->state = ASYNC_GENERATOR_EXECUTING;
  return coroutine_resume(vm, generator->coroutine, request->mode,
                          request->value, &ignored);
}

/* What a request does to a generator that has not begun, or has ended: next
 * and throw find it done. */
static bool serve_ended(VM *vm, AsyncGenerator *generator) {
  if (generator->coroutine) coroutine_finish(vm, generator->coroutine);
  return drain(vm, generator);
}

bool async_generator_request(VM *vm, AsyncGenerator *generator, ResumeMode mode,
                             Value value, Value *promise) {
  ROOT_CELL(&vm->isolate.heap, AsyncGenerator, kept, generator);
  ROOT_CELL(&vm->isolate.heap, Request, request,
            enqueue(vm, kept, mode, value));
  *promise = value_from_cell(request->promise);
  switch (kept->state) {
  case ASYNC_GENERATOR_START:
    if (mode != RESUME_NEXT) return serve_ended(vm, kept);
    return resume(vm, kept, request);
  case ASYNC_GENERATOR_YIELDED: return resume(vm, kept, request);
  case ASYNC_GENERATOR_DONE: return serve_ended(vm, kept);
  default: return true;
  }
}

bool async_generator_yield(VM *vm, Value *registers, const Unit *pc,
                           Value value, bool *parks) {
  Coroutine *coroutine = frame_coroutine(registers);
  ROOT_CELL(&vm->isolate.heap, AsyncGenerator, generator,
            (AsyncGenerator *)value_to_cell(coroutine->owner));
  if (!answer(vm, generator, RESUME_NEXT, value, false)) return false;
  *parks = !generator->first;
  if (*parks) {
    coroutine_park(vm, coroutine, registers, pc, COROUTINE_SUSPENDED);
    generator->state = ASYNC_GENERATOR_YIELDED;
    return true;
  }
  vm->resumption = generator->first->value;
  vm->resume_mode = generator->first->mode;
  return true;
}
