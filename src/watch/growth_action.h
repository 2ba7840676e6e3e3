/* growth_action.h - the function of a program that is run again and again.
 *
 *   what is asked for       where it is looked for
 *   --call NAME             an export of that name, else a global variable
 *   nothing, an ES module   its default export; `iterate`; its only function
 *   nothing, CommonJS       module.exports; `iterate` or the only function of
 *                           it; if it exports nothing, the whole program
 *   nothing, a script       the global function `iterate`, else all of it
 *
 * A whole program that is run again is the body of a function then: it has its
 * variables anew each time, and the global object, with all modules that it
 * has loaded, is the same.
 */
#ifndef GLASSHEAP_WATCH_GROWTH_ACTION_H
#define GLASSHEAP_WATCH_GROWTH_ACTION_H

#include "host/host.h"

constexpr u32 ACTION_ARGUMENTS = 5;

typedef struct GrowthAction {
  Value function;
  /* What a whole program is called with; else it gets the iteration's number.
   */
  Value arguments[ACTION_ARGUMENTS];
  bool is_program;
  char *name; /* for people: "visit()", "the default export", "the program" */
} GrowthAction;

/* growth_action_find - once the program has run; `script` is its function,
 * `call` a name or NULL. The action's values are the caller's to keep alive.
 * False, with one line in `error`, when there is nothing to call. */
bool growth_action_find(VM *vm, Function *script, const char *call,
                        GrowthAction *action, Buffer *error);
/* growth_action_call - calls it once. False: threw. */
bool growth_action_call(VM *vm, const GrowthAction *action, u64 iteration,
                        Value *result);
void growth_action_free(GrowthAction *action);

#endif
