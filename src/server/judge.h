/* judge.h - `glassheap grow` for programs that viewers bring: the same judge as
 * on the command line, and the same process.
 *
 *   asked, asked, ... | measured (two at a time) | the report, as JSON
 *
 * Each program is a file of its own in a folder of its own, which is gone when
 * it was judged. A program that takes too long is ended, and that is said; the
 * next one of that viewer then waits until nobody else does, and has one of the
 * two places at most. So endless programs delay others once, if ever.
 */
#ifndef GLASSHEAP_SERVER_JUDGE_H
#define GLASSHEAP_SERVER_JUDGE_H

#include "base/vector.h"

#include <jansson.h>
#include <uv.h>

/* The report (the callee's to decref), or NULL with why there is none. */
typedef void JudgeReply(void *context, json_t *report, const char *error);

struct JudgeCase;

typedef struct Judge {
  uv_loop_t *loop;
  VECTOR(struct JudgeCase *) waiting, running;
  VECTOR(void *) late; /* contexts whose last program took too long */
} Judge;

/* What is to be judged; the texts are copied. */
typedef struct JudgeAsked {
  const char *name; /* of the file, without a folder */
  const char *source;
  size_t length;
  const char *call;       /* the action, or NULL: as `grow` finds it */
  const char *cut;        /* references for --cut, or NULL */
  bool is_browser;        /* and not Node */
  u32 rounds, iterations; /* 0: as `grow` has them */
} JudgeAsked;

/* judge_ask - the reply comes later. */
void judge_ask(Judge *judge, const JudgeAsked *asked, JudgeReply *reply,
               void *context);
/* judge_forget - nobody waits any more with that context: what was asked is
 * not measured, or ended. */
void judge_forget(Judge *judge, void *context);

#endif
