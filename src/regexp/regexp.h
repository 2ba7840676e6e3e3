/* regexp.h - regular expressions of ECMAScript 2026: parsed, compiled to a
 * small bytecode, and matched by backtracking.
 *
 *   pattern -- parse --> tree -- analyze, emit --> RegexpProgram -- match -->
 *
 * This floor knows nothing of JavaScript's values: a pattern is UTF-16 code
 * units, a text is Latin-1 bytes or UTF-16 code units, and a match is offsets
 * into it.
 *
 * The matcher (match.inc) is compiled twice from one source, for both kinds of
 * text. It backtracks on a stack of its own that grows up to a limit, so deep
 * recursion in C cannot happen, and it counts what it undoes: every
 * REGEXP_STEPS steps it asks its owner whether to go on, so that a pattern
 * which would run for ever can be stopped. The count depends on the pattern
 * and the text alone.
 *
 * What makes it fast is decided when the pattern is compiled (emit.c):
 *
 *   starts     a literal that every match begins with is searched for by the
 *              C library; otherwise places whose first unit cannot begin a
 *              match are skipped by a table
 *   forks      where two ways lead on, a table of the next unit tells which of
 *              them can succeed; mostly one, and nothing is remembered
 *   runs       a repeated single character, `[^"]*`, is one instruction, and
 *              remembers one state however long it runs; none at all when what
 *              follows could not match earlier anyway
 */
#ifndef GLASSHEAP_REGEXP_REGEXP_H
#define GLASSHEAP_REGEXP_REGEXP_H

#include "base/buffer.h"

constexpr u8 REGEXP_HAS_INDICES = 1;   /* d */
constexpr u8 REGEXP_GLOBAL = 2;        /* g */
constexpr u8 REGEXP_IGNORE_CASE = 4;   /* i */
constexpr u8 REGEXP_MULTILINE = 8;     /* m */
constexpr u8 REGEXP_DOT_ALL = 16;      /* s */
constexpr u8 REGEXP_UNICODE = 32;      /* u */
constexpr u8 REGEXP_UNICODE_SETS = 64; /* v */
constexpr u8 REGEXP_STICKY = 128;      /* y */

constexpr u32 REGEXP_CAPTURES_MAX = 1 << 15; /* groups, group 0 included */
constexpr u32 REGEXP_UNSET = UINT32_MAX; /* a capture that matched nothing */
constexpr i32 REGEXP_STEPS = 20'000;

typedef struct RegexpProgram RegexpProgram;

/* Why a pattern is none, in V8's words. */
typedef struct RegexpError {
  const char *message; /* a constant */
  u32 offset;          /* units of the pattern before it */
} RegexpError;

/* A named group; several may share a name. */
typedef struct RegexpName {
  const u16 *units; /* the program's */
  u32 length;
  u32 group;
} RegexpName;

/* regexp_parse_flags - reads "gi" and the like; false when a letter is unknown,
 * comes twice, or u and v come together. */
bool regexp_parse_flags(const u16 *units, u32 length, u8 *flags);

/* regexp_check - whether the units are a pattern; `*error` says what is wrong
 * otherwise. */
bool regexp_check(const u16 *units, u32 length, u8 flags, RegexpError *error);
/* regexp_compile - the program, for regexp_free, or NULL with `*error`. */
RegexpProgram *regexp_compile(const u16 *units, u32 length, u8 flags,
                              RegexpError *error);
void regexp_free(RegexpProgram *program);

/* regexp_capture_count - its groups, the whole match (group 0) included. */
u32 regexp_capture_count(const RegexpProgram *program);
/* regexp_names - its named groups in the order of the pattern. */
const RegexpName *regexp_names(const RegexpProgram *program, u32 *count);
/* regexp_bytes - the memory that it takes. */
size_t regexp_bytes(const RegexpProgram *program);
/* regexp_disassemble - the program for people, one instruction a line. */
void regexp_disassemble(const RegexpProgram *program, Buffer *out);

/* What a matcher remembers from one match to the next: its memory, so that
 * matching allocates nothing. Zeroed memory but for the functions is ready. */
typedef struct RegexpMatcher {
  u64 *stack; /* states to go back to */
  u32 stack_capacity;
  u32 *registers; /* captures: starts and ends alternating; then the
                     program's counters */
  u32 register_capacity;
  i32 steps;                        /* left until interrupt is called */
  bool (*interrupt)(void *context); /* false: stop. Or NULL */
  void *context;
} RegexpMatcher;

typedef enum RegexpResult : u8 {
  REGEXP_NO_MATCH,
  REGEXP_MATCH,    /* matcher->registers holds the captures */
  REGEXP_STOPPED,  /* interrupt said so */
  REGEXP_OVERFLOW, /* more states to go back to than memory is given to */
} RegexpResult;

/* regexp_match - finds the first match at or after `start` <= `length`; with
 * `is_sticky` only a match right there. `text` is u8 or u16 units. */
RegexpResult regexp_match(const RegexpProgram *program, RegexpMatcher *matcher,
                          const void *text, bool is_latin1, u32 length,
                          u32 start, bool is_sticky);
/* regexp_matcher_free - frees what the matcher holds. */
void regexp_matcher_free(RegexpMatcher *matcher);

#endif
