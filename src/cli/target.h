/* target.h - running a recording to the moment that the command line names,
 * and looking at it there. The run takes place in this process.
 */
#ifndef GLASSHEAP_CLI_TARGET_H
#define GLASSHEAP_CLI_TARGET_H

#include "cli/cli.h"
#include "watch/session.h"

typedef enum TargetKind : u8 {
  TARGET_END,
  TARGET_MOMENT,
  TARGET_LINE,
} TargetKind;

typedef struct Target {
  TargetKind kind;
  Moment moment;
  u32 line, hit; /* from 1 */
} Target;

/* target_read - what --at names: "end" (also when it is not given), "LINE",
 * "LINE:HIT" or a moment. 0, or the exit status after a complaint. */
int target_read(const Invocation *invocation, Target *target);

/* Whoever looks. Both are called with the run stopped. */
typedef struct Looker {
  void (*begin)(Session *session, void *context); /* at the start; or NULL */
  void (*look)(Session *session, void *context);  /* at the target */
  void *context;
  bool prints; /* the program's output is printed */
} Looker;

/* target_visit - runs the program to the target and has it looked at there;
 * what follows is not run. False: it was not reached, or the program cannot
 * start; `error` says why, `*status` is the exit status. */
bool target_visit(const Recording *recording, Target target,
                  const Looker *looker, Buffer *error, int *status);

#endif
