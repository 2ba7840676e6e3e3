/* fuzz_regexp.c - any units as a pattern: a program or one clean error; and the
 * program on any text, which must end, and agree on both kinds of text.
 *
 * The input is flags (one byte), the length of the pattern (one byte), the
 * pattern and the text, as bytes; two flags that exclude each other make every
 * pair of bytes a unit instead. */
#include <stdlib.h>

#include "regexp/regexp.h"

constexpr u32 ROUNDS = 20; /* of REGEXP_STEPS */

static bool go_on(void *context) {
  return ++*(u32 *)context < ROUNDS;
}

static u16 *widen(const u8 *bytes, u32 count, bool pairs) {
  u16 *units = base_allocate((count + 1) * sizeof *units);
  for (u32 i = 0; i < count; i++)
    units[i] = pairs ? (u16)(bytes[2 * i] << 8 | bytes[2 * i + 1]) : bytes[i];
  return units;
}

static RegexpResult run(const RegexpProgram *program, RegexpMatcher *matcher,
                        const void *text, bool is_latin1, u32 length) {
  u32 rounds = 0;
  *matcher = (RegexpMatcher){
      .steps = REGEXP_STEPS, .interrupt = go_on, .context = &rounds};
  return regexp_match(program, matcher, text, is_latin1, length, 0, false);
}

static void check_captures(const RegexpProgram *program, const u32 *registers,
                           u32 length) {
  for (u32 i = 0; i < regexp_capture_count(program); i++) {
    u32 start = registers[2 * i], end = registers[2 * i + 1];
    bool is_set = start != REGEXP_UNSET && end != REGEXP_UNSET;
    if (is_set && (start > end || end > length)) abort();
  }
}

/* What fits Latin-1 is matched in both forms. */
static void match_both(const RegexpProgram *program, const u16 *text,
                       const u8 *bytes, u32 length) {
  RegexpMatcher wide, narrow;
  RegexpResult first = run(program, &wide, text, false, length);
  if (first == REGEXP_MATCH) check_captures(program, wide.registers, length);
  if (bytes) {
    RegexpResult second = run(program, &narrow, bytes, true, length);
    size_t size = regexp_capture_count(program) * 2 * sizeof *narrow.registers;
    if (first != second || (first == REGEXP_MATCH &&
                            memcmp(wide.registers, narrow.registers, size)))
      abort();
    regexp_matcher_free(&narrow);
  }
  regexp_matcher_free(&wide);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  if (length < 2) return 0;
  u8 flags = data[0];
  bool pairs = flags & REGEXP_UNICODE && flags & REGEXP_UNICODE_SETS;
  if (pairs) flags &= (u8)~REGEXP_UNICODE_SETS;
  u32 left = (u32)(length - 2) / (pairs ? 2 : 1);
  u32 split = data[1] < left ? data[1] : left;
  const u8 *rest = data + 2 + (size_t)split * (pairs ? 2 : 1);
  u16 *pattern = widen(data + 2, split, pairs);
  u16 *text = widen(rest, left - split, pairs);
  RegexpError error;
  RegexpProgram *program = regexp_compile(pattern, split, flags, &error);
  if (program) {
    Buffer out = {};
    regexp_disassemble(program, &out);
    buffer_free(&out);
    match_both(program, text, pairs ? NULL : rest, left - split);
    regexp_free(program);
  } else if (error.offset > split) {
    abort();
  }
  free(pattern);
  free(text);
  return 0;
}
