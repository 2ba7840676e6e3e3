/* branch.c - copies of rooms that are changed. */
#define _GNU_SOURCE
#include "server/branch.h"

static void forget_cut(void *context, Link *link) {
  Branch *branch = context;
  /* what was cut later goes with it */
  while (branch->cuts.count) {
    Link *last = vector_pop(&branch->cuts);
    link_close(last);
    if (last == link) return;
  }
}

static void on_answered(void *context, Link *link, json_t *reply,
                        const char *error) {
  Branch *branch = context;
  json_t *result = json_incref(json_object_get(reply, "result"));
  branch->asked = NULL;
  if (result && branch->is_cut) {
    link_listen(link, NULL, forget_cut, branch);
    vector_push(&branch->cuts, link);
    json_object_set_new(result, "cuts", json_integer(branch->cuts.count));
  } else {
    link_close(link);
  }
  branch->done(branch->context, result, error);
  json_decref(result);
}

void branch_ask(Branch *branch, Link *here, const char *method, json_t *params,
                bool is_cut, BranchDone *done, void *context) {
  u32 count = branch->cuts.count;
  Link *last = count ? branch->cuts.items[count - 1] : here;
  branch->done = done;
  branch->context = context;
  branch->is_cut = is_cut;
  branch->asked = last ? link_fork(last) : NULL;
  if (branch->asked)
    link_request(branch->asked,
                 json_pack("{s:s, s:s, s:O}", "do", "answer", "method", method,
                           "params", params),
                 on_answered, branch);
  else
    done(context, NULL, "the system allows no more processes");
}

bool branch_undo(Branch *branch) {
  if (!branch->cuts.count) return false;
  link_close(vector_pop(&branch->cuts));
  return true;
}

void branch_clear(Branch *branch) {
  link_close(branch->asked);
  branch->asked = NULL;
  while (branch_undo(branch))
    continue;
  vector_free(&branch->cuts);
}
