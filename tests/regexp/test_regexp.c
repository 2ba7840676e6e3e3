/* What a pattern becomes, what a match costs, and how it ends early. */
#include "regexp/regexp.h"
#include "tests/check.h"

static u32 length_of(const u16 *units) {
  u32 length = 0;
  while (units[length])
    length++;
  return length;
}

static RegexpProgram *compile(const u16 *pattern, u8 flags) {
  RegexpError error = {};
  RegexpProgram *program =
      regexp_compile(pattern, length_of(pattern), flags, &error);
  CHECK(program != NULL);
  return program;
}

/* Whether the program as text has that in it. */
static bool has_code(const u16 *pattern, u8 flags, const char *wanted) {
  RegexpProgram *program = compile(pattern, flags);
  Buffer code = {};
  regexp_disassemble(program, &code);
  bool found = strstr(code.bytes, wanted) != NULL;
  if (!found) printf("%s\n", code.bytes);
  buffer_free(&code);
  regexp_free(program);
  return found;
}

static RegexpResult match(RegexpProgram *program, RegexpMatcher *matcher,
                          const char *text) {
  return regexp_match(program, matcher, text, true, (u32)strlen(text), 0,
                      false);
}

/* What cannot be followed by less is a run for good. */
static void test_runs(void) {
  CHECK(has_code(u"[^\"]*\"", 0, "Run [\\u0000-!#-"));
  CHECK(has_code(u"\\w+$", 0, "Run ["));
  CHECK(has_code(u"a*ab", 0, "RunGreedy [a] 0 any on: [a]"));
  CHECK(has_code(u"a*?b", 0, "Run [a] 0 any"));
  CHECK(has_code(u".*?b", 0, "RunLazy"));
  CHECK(has_code(u"(?:a|b|[cd])", 0, "Set [a-d]"));
  CHECK(has_code(u"\u00e9", REGEXP_IGNORE_CASE, "CharBit '\\u00E9' 32"));
  CHECK(has_code(u"[^x]", REGEXP_UNICODE, "SetPoint"));
  CHECK(has_code(u"[x-z]", REGEXP_UNICODE, "Set [x-z]"));
}

/* A fork whose next unit allows only one way remembers nothing. */
static void test_filters(void) {
  CHECK(has_code(u"(?:ab|cd)e", 0, "ForkFiltered -> "));
  CHECK(has_code(u"(?:ab|cd)e", 0, "on: [a] there: [c]"));
}

static void test_captures(void) {
  RegexpProgram *program = compile(u"(?<y>\\d+)-(\\w)?", 0);
  RegexpMatcher matcher = {.steps = REGEXP_STEPS};
  CHECK(match(program, &matcher, "on 12-") == REGEXP_MATCH);
  const u32 wanted[] = {3, 6, 3, 5, REGEXP_UNSET, REGEXP_UNSET};
  CHECK(!memcmp(matcher.registers, wanted, sizeof wanted));
  u32 count;
  const RegexpName *names = regexp_names(program, &count);
  CHECK(count == 1 && names[0].group == 1 && names[0].units[0] == 'y');
  CHECK(match(program, &matcher, "none") == REGEXP_NO_MATCH);
  regexp_matcher_free(&matcher);
  regexp_free(program);
}

static bool stop_at_third(void *context) {
  return ++*(u32 *)context < 3;
}

/* A match that would never end is stopped, after the same steps each time. */
static void test_interrupt(void) {
  RegexpProgram *program = compile(u"^(a+)+$", 0);
  for (u32 i = 0; i < 2; i++) {
    u32 asked = 0;
    RegexpMatcher matcher = {
        .steps = REGEXP_STEPS, .interrupt = stop_at_third, .context = &asked};
    CHECK(match(program, &matcher, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab") ==
          REGEXP_STOPPED);
    CHECK(asked == 3);
    regexp_matcher_free(&matcher);
  }
  regexp_free(program);
}

/* States to go back to take memory, up to a limit. */
static void test_overflow(void) {
  constexpr u32 length = 20'000'000;
  RegexpProgram *program = compile(u"(?:a|ab)*a$", 0);
  u8 *text = base_allocate(length);
  memset(text, 'a', length);
  RegexpMatcher matcher = {.steps = REGEXP_STEPS};
  CHECK(regexp_match(program, &matcher, text, true, length, 0, false) ==
        REGEXP_OVERFLOW);
  CHECK(matcher.stack == NULL); /* not kept for the next match */
  free(text);
  regexp_matcher_free(&matcher);
  regexp_free(program);
}

static void test_errors(void) {
  RegexpError error = {};
  CHECK(!regexp_check(u"ab[c", 4, 0, &error));
  CHECK_TEXT(error.message, "Unterminated character class");
  CHECK(error.offset == 4);
  u8 flags;
  CHECK(regexp_parse_flags(u"gi", 2, &flags));
  CHECK(flags == (REGEXP_GLOBAL | REGEXP_IGNORE_CASE));
  CHECK(!regexp_parse_flags(u"gg", 2, &flags));
  CHECK(!regexp_parse_flags(u"uv", 2, &flags));
  CHECK(!regexp_parse_flags(u"x", 1, &flags));
}

int main(void) {
  RUN(test_runs);
  RUN(test_filters);
  RUN(test_captures);
  RUN(test_interrupt);
  RUN(test_overflow);
  RUN(test_errors);
  return check_finish();
}
