/* fuzz_parser.c - any text at all: a tree or one clean error.
 *
 * The first byte chooses the mode. Text that is not UTF-8 never reaches the
 * parser in the program either. */
#include "base/unicode.h"
#include "syntax/dump.h"

#include <stdlib.h>

static void parse(const char *source, size_t length, ParseOptions options) {
  Tree tree;
  SyntaxError error;
  Buffer out = {};
  if (parse_script(&tree, source, length, options, &error)) {
    dump_tree(&tree, &out);
  } else {
    if (error.start > error.end || error.end > length) abort();
    source_excerpt("fuzz", source, length, &error, &out);
  }
  buffer_free(&out);
  tree_free(&tree);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t length) {
  if (!length) return 0;
  ParseOptions options = {.is_module = data[0] & 1,
                          .is_strict = data[0] & 2,
                          .is_sole_script = data[0] & 4};
  /* a copy of the exact size, so that reading past its end is seen */
  char *source = base_copy(data + 1, length - 1);
  if (unicode_check_utf8(source, length - 1) == length - 1)
    parse(source, length - 1, options);
  free(source);
  return 0;
}
