/* parse_check.h - rows of source text against what the parser makes of it. */
#ifndef GLASSHEAP_TESTS_SYNTAX_PARSE_CHECK_H
#define GLASSHEAP_TESTS_SYNTAX_PARSE_CHECK_H

#include "syntax/dump.h"
#include "tests/check.h"

typedef enum ParseMode {
  SCRIPT,
  STRICT,
  SOLE, /* a script that is the whole program */
  MODULE,
} ParseMode;

/* A source and a fragment of its dumped tree (dump.h); NULL: it parses. */
typedef struct TreeCase {
  ParseMode mode;
  const char *source, *fragment;
} TreeCase;

/* A source that is an error: the message, and the text it points at. */
typedef struct ErrorCase {
  ParseMode mode;
  const char *source, *message, *range;
} ErrorCase;

static inline ParseOptions parse_options(ParseMode mode) {
  return (ParseOptions){.is_module = mode == MODULE,
                        .is_strict = mode == STRICT,
                        .is_sole_script = mode == SOLE};
}

static inline void check_tree(const TreeCase *row) {
  Tree tree;
  SyntaxError error;
  Buffer dump = {};
  bool good = parse_script(&tree, row->source, strlen(row->source),
                           parse_options(row->mode), &error);
  if (good) dump_tree(&tree, &dump);
  bool found =
      good && (!row->fragment || strstr(dump.bytes, row->fragment) != NULL);
  if (!CHECK(found))
    fprintf(stderr, "  source   %s\n  wanted   %s\n  got      %s\n",
            row->source, row->fragment ? row->fragment : "a tree",
            good ? dump.bytes : error.message);
  buffer_free(&dump);
  tree_free(&tree);
}

static inline void check_error(const ErrorCase *row) {
  Tree tree;
  SyntaxError error;
  bool good = parse_script(&tree, row->source, strlen(row->source),
                           parse_options(row->mode), &error);
  const char *message = good ? "no error" : error.message;
  u32 length = good ? 0 : error.end - error.start;
  const char *range = good ? "" : row->source + error.start;
  bool same = !strcmp(message, row->message) && length == strlen(row->range) &&
              !memcmp(range, row->range, length);
  if (!CHECK(same))
    fprintf(stderr,
            "  source   %s\n  wanted   %s at [%s]\n  got      %s at "
            "[%.*s]\n",
            row->source, row->message, row->range, message, (int)length, range);
  tree_free(&tree);
}

#define CHECK_TREES(rows)                                                      \
  for (size_t i = 0; i < ARRAY_COUNT(rows); i++)                               \
  check_tree(&(rows)[i])
#define CHECK_ERRORS(rows)                                                     \
  for (size_t i = 0; i < ARRAY_COUNT(rows); i++)                               \
  check_error(&(rows)[i])

#endif
