/* describe_async.c - what waits: promises, parked functions, jobs. */
#include "vm/async.h"
#include "watch/describe_internal.h"

constexpr u32 REACTIONS_MAX = 50;
constexpr u32 JOBS_MAX = 100;

static const char *promise_state(const Promise *promise) {
  static const char *const names[] = {[PROMISE_PENDING] = "pending",
                                      [PROMISE_FULFILLED] = "fulfilled",
                                      [PROMISE_REJECTED] = "rejected"};
  return names[promise->state];
}

/* ---- Promises ----------------------------------------------------------- */

/* Who is told when a promise settles: the handlers of a then(), or a function
 * that waits at an await. */
static json_t *describe_reaction(VM *vm, const Reaction *reaction) {
  json_t *json =
      json_pack("{s:o, s:o}", "address", json_address(vm, reaction), "promise",
                describe_value(vm, reaction->capability.promise));
  if (reaction->code) {
    json_object_set_new(json, "waiting",
                        describe_value(vm, reaction->on_fulfilled));
    return json;
  }
  json_object_set_new(json, "onFulfilled",
                      describe_value(vm, reaction->on_fulfilled));
  json_object_set_new(json, "onRejected",
                      describe_value(vm, reaction->on_rejected));
  return json;
}

json_t *describe_promise(VM *vm, const Promise *promise) {
  json_t *reactions = json_array();
  for (const Reaction *reaction = promise->first;
       reaction && json_array_size(reactions) < REACTIONS_MAX;
       reaction = reaction->next)
    json_array_append_new(reactions, describe_reaction(vm, reaction));
  return json_pack("{s:s, s:o, s:b, s:o}", "state", promise_state(promise),
                   "result", describe_value(vm, promise->result), "handled",
                   (int)promise->is_handled, "reactions", reactions);
}

/* ---- Generators and parked functions ------------------------------------ */

static json_t *describe_requests(VM *vm, const Request *request) {
  static const char *const modes[] = {[RESUME_NEXT] = "next",
                                      [RESUME_THROW] = "throw",
                                      [RESUME_RETURN] = "return"};
  json_t *requests = json_array();
  for (; request && json_array_size(requests) < REACTIONS_MAX;
       request = request->next)
    json_array_append_new(
        requests, json_pack("{s:s, s:o, s:o}", "mode", modes[request->mode],
                            "value", describe_value(vm, request->value),
                            "promise", json_address(vm, request->promise)));
  return requests;
}

json_t *describe_coroutine(VM *vm, Coroutine *coroutine) {
  json_t *json =
      json_pack("{s:s, s:o}", "state", text_of_coroutine_state(coroutine),
                "frame", json_address(vm, coroutine));
  if (!coroutine) return json;
  Buffer name = {};
  text_of_function(vm, &coroutine->function->object, &name);
  json_object_set_new(json, "function", json_take(&name));
  json_object_set_new(json, "owner", describe_value(vm, coroutine->owner));
  if (coroutine->state <= COROUTINE_SUSPENDED)
    describe_parked_place(vm, json, coroutine);
  return json;
}

json_t *describe_generator(VM *vm, Cell *cell) {
  if (cell->kind == KIND_GENERATOR)
    return describe_coroutine(vm, ((Generator *)cell)->coroutine);
  AsyncGenerator *generator = (AsyncGenerator *)cell;
  json_t *json = describe_coroutine(vm, generator->coroutine);
  json_object_set_new(json, "requests",
                      describe_requests(vm, generator->first));
  return json;
}

/* ---- Jobs --------------------------------------------------------------- */

static json_t *describe_job(VM *vm, const QueuedJob *job) {
  json_t *values = json_array();
  for (u32 i = 0; i < JOB_VALUES; i++)
    if (!value_is_undefined(job->values[i]))
      json_array_append_new(values, describe_value(vm, job->values[i]));
  return json_pack("{s:s, s:o}", "type", job->type->name, "values", values);
}

json_t *describe_jobs(VM *vm) {
  json_t *jobs = json_array();
  for (u32 i = 0; i < vm->jobs.count && i < JOBS_MAX; i++)
    json_array_append_new(jobs, describe_job(vm, vm_job_at(vm, i)));
  json_t *running =
      vm->jobs.running.type ? describe_job(vm, &vm->jobs.running) : json_null();
  return json_pack("{s:o, s:o, s:i}", "running", running, "waiting", jobs,
                   "count", (int)vm->jobs.count);
}
