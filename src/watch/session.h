/* session.h - one run of a recording that can be stopped at any moment.
 *
 * A run cannot be left and entered again from outside: the program's calls of
 * native code are on the C stack. So a session turns the control round: it
 * runs the program, and at each stop calls the handler, inside the run. The
 * handler looks at the stopped state (describe.h), forks if it likes, and says
 * with `session->goal` where the run is to stop next; when it returns, the run
 * goes on.
 *
 * Far from the goal the plain interpreter runs at full speed (or the instance
 * that counts, nearly so) and only its fuel (ticks until the next interrupt) is
 * set; near it, or when the goal is an event, the watched instance takes over.
 *
 * Between two instructions the heap is whole. Inside the collector it is not:
 * there the run stops within the call of a probe, and what dies in the
 * collection may be half gone. It can be looked at, and forked, but nothing may
 * be allocated (session_is_inside).
 *
 * The first stop is at moment 0.0, before the first instruction. The last is
 * before the script's final return, with all its variables still there
 * (STOP_END). A script that throws ends with STOP_THROWN at the instruction
 * that threw what nobody caught, frames intact. A syntax error makes
 * session_open fail.
 */
#ifndef GLASSHEAP_WATCH_SESSION_H
#define GLASSHEAP_WATCH_SESSION_H

#include "vm/vm.h"
#include "watch/moment.h"
#include "watch/recording.h"

typedef enum GoalKind : u8 {
  GOAL_END,         /* run to the end */
  GOAL_TICK,        /* stop at the first tick >= goal.moment.tick, cheaply */
  GOAL_MOMENT,      /* stop at goal.moment */
  GOAL_INSTRUCTION, /* the next instruction */
  GOAL_OVER,        /* the next statement of this frame or one that called it */
  GOAL_INTO,        /* the next statement anywhere */
  GOAL_OUT,         /* after this frame has returned */
  GOAL_EVENT,       /* after an instruction with an event in goal.events */
  GOAL_COLLECTOR,   /* inside the collector, right behind such an event of its
                       own */
  GOAL_LINE,        /* the goal.hit-th time a statement on goal.line begins */
  GOAL_TRACE,       /* to goal.bound, with session->tracer listening */
  GOAL_COUNT,       /* to goal.bound, with session->counts counting */
} GoalKind;

typedef struct Goal {
  GoalKind kind;
  Moment moment; /* TICK, MOMENT */
  Moment bound;  /* the others: give up at this moment (STOP_BOUND);
                    MOMENT_NEVER for none */
  bool last;     /* do not stop at a match, but note the last one before
                    `bound` in stop.found: for going backwards */
  u64 depth;     /* OVER, OUT: frames on the stack to compare with; 0: take
                    the depth at which the run goes on */
  u32 events;    /* EVENT: 1 << PROBE_..., any of them */
  u64 object;    /* EVENT: only about the cell at this address; 0: any */
  char key[64];  /* EVENT WRITE: only of this property; "": any */
  u32 line, hit; /* LINE: from 1 */
  bool exact;    /* TRACE: every instruction watched */
} Goal;

typedef enum StopReason : u8 {
  STOP_START,
  STOP_GOAL,   /* the goal was reached */
  STOP_BOUND,  /* the bound came first; stop.found tells of `last` */
  STOP_PAUSED, /* session_pause was called */
  STOP_END,
  STOP_THROWN, /* an exception that nobody caught */
} StopReason;

/* What happened in the instructions just run under watch, in words. */
typedef struct WatchedEvent {
  ProbeKind kind;
  Moment moment;  /* the instruction during which it happened */
  u64 address;    /* of the cell it is about, or 0 */
  char text[160]; /* "x = 6 in @1a40", "Shape {} -> {x}", "allocated ..." */
} WatchedEvent;

typedef struct Stop {
  StopReason reason;
  Moment moment;
  bool has_found;
  Moment found; /* with goal.last */
  u64 depth;    /* frames on the stack */
  u32 hits;     /* with GOAL_LINE: how often it was met on the way */
} Stop;

constexpr u32 SESSION_EVENTS = 64;

/* One point of the timeline, kept as the run goes on. */
typedef struct Sample {
  u64 tick, depth, bytes, collections;
} Sample;

/* Who answers the n-th question about files (host/files.h): in a sandbox the
 * server does. */
typedef struct SessionFiles {
  int (*answer)(void *context, u64 at, const FileRequest *request,
                Buffer *answer);
  void *context;
} SessionFiles;

typedef struct Session Session;
typedef void SessionStopped(Session *session, void *context);

struct Session {
  VM vm;
  const Recording *recording;
  Goal goal;
  Stop stop;
  SessionStopped *stopped;
  void *context;
  bool is_quiet;         /* console output goes nowhere but the history */
  bool is_over;          /* STOP_END or STOP_THROWN was reported */
  bool failed;           /* the program threw */
  bool is_out_of_memory; /* and that was why */
  Moment end;            /* valid when is_over */
  /* the last events seen while the watched instance ran, oldest first */
  WatchedEvent events[SESSION_EVENTS];
  u32 event_count;
  /* called about every `sample_ticks` ticks while running; may be NULL */
  void (*sampled)(Session *session, const Sample *sample, void *context);
  u64 sample_ticks;
  volatile bool pause_requested;
  struct Tracer *tracer;          /* of GOAL_TRACE */
  struct CacheCounts *counts;     /* of GOAL_COUNT */
  const struct WriteTimes *times; /* of a room; or NULL */
  u64 questions;                  /* about files, so far */
  SessionFiles files;
  struct Watcher *watcher; /* session.c's own */
};

/* session_open - a machine with the library, the host and the compiled script.
 * `files` NULL: the recording's own log answers. False with the text of the
 * error (a syntax error with its caret) in `error`. */
bool session_open(Session *session, const Recording *recording,
                  const SessionFiles *files, Buffer *error);
/* session_run - runs from start to end, calling `stopped` at each stop. The
 * handler must set session->goal. Returns when the program has ended and the
 * handler has returned from the last stop; false when the program threw (the
 * text is in `error`, as it is printed). */
bool session_run(Session *session, SessionStopped *stopped, void *context,
                 Buffer *error);
/* session_script - the program's function, for those who run it themselves. */
Function *session_script(const Session *session);
/* session_code - the code of the program's own file. */
const CodeBlock *session_code(const Session *session);
/* session_pause - from a signal handler or while polling: stop soon. */
void session_pause(Session *session);
/* session_is_inside - whether it stands inside the collector. */
bool session_is_inside(const Session *session);
/* session_moment - the moment at which the run is stopped. */
Moment session_moment(const Session *session);
/* session_now - of the instruction that runs, under watch. */
const Moment *session_now(const Session *session);
void session_close(Session *session);

/* Exit statuses, as the README lists them. */
typedef enum ExitStatus : int {
  EXIT_STATUS_OK = 0,
  EXIT_STATUS_THROWN = 1, /* the program threw */
  EXIT_STATUS_USAGE = 2,
  EXIT_STATUS_INPUT = 3,  /* missing or bad file, syntax error */
  EXIT_STATUS_MEMORY = 4, /* out of memory, or over the heap limit */
  EXIT_STATUS_MOMENT = 5, /* no such moment */
  EXIT_STATUS_PORT = 6,   /* the port is taken */
} ExitStatus;

/* session_print - VM.write for a terminal or a pipe: the program's output as it
 * is, what it said on one stream before what it says on the other. A closed
 * reader is not an error. */
void session_print(VM *vm, Stream stream, const char *text, size_t length);

/* session_run_plain - `glassheap run`: no stops, the plain interpreter only,
 * output to the terminal. The exit status. */
int session_run_plain(const Recording *recording, HostWait *wait,
                      bool gc_stats);
/* session_print_gc_stats - what the collector did, on standard error. */
void session_print_gc_stats(VM *vm);

#endif
