/* source_names.c - what an error is about, in the words of the source.
 *
 * "o.list.first is not a function" helps more than "undefined is not a
 * function". The running instruction knows the range of source that it comes
 * from; here the chain of names, calls and brackets in that range is read,
 * and written as V8 writes it: arguments as (...), and what has no name as
 * (intermediate value). Source text is short and this runs only when an error
 * is made, so nothing is kept for it at run time.
 */
#include "vm/operations.h"

#include <stdio.h>

/* Longer brackets are shown as [...]. */
constexpr u32 INDEX_SHOWN = 24;
/* How far back the beginning of a chain is searched. */
constexpr u32 CHAIN_BYTES = 400;

static bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '#' ||
         (u8)c >= 0x80;
}

static bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_quote(char c) {
  return c == '"' || c == '\'' || c == '`';
}

/* ---- Where a chain begins --------------------------------------------------
 */

/* Before the bracket that the one before `at` closes; `at` when there is
 * none near. */
static u32 before_group(const char *text, u32 at) {
  u32 depth = 0;
  for (u32 i = at; i > 0 && at - i < CHAIN_BYTES; i--) {
    char c = text[i - 1];
    if (c == ')' || c == ']') depth++;
    if ((c == '(' || c == '[') && --depth == 0) return i - 1;
  }
  return at;
}

/* Over spaces before `at`, if the dot of a chain stands on one side. */
static u32 before_spaces(const char *text, u32 at) {
  u32 i = at;
  while (i > 0 && is_space(text[i - 1]))
    i--;
  bool joins = text[at] == '.' || (text[at] == '?' && text[at + 1] == '.') ||
               (i > 0 && text[i - 1] == '.');
  return joins ? i : at;
}

/* The beginning of the chain of names, dots and brackets that ends at `at`. */
static u32 chain_start(const char *text, u32 at) {
  for (u32 from = at; at > 0 && from - at < CHAIN_BYTES;) {
    u32 i = before_spaces(text, at);
    if (i == 0) return at;
    char c = text[i - 1];
    u32 next = i;
    if (is_word(c) || c == '.' || (c == '?' && text[i] == '.'))
      next = i - 1;
    else if (c == ')' || c == ']')
      next = before_group(text, i);
    if (next == i) return at;
    at = next;
  }
  return at;
}

/* ---- Reading a chain ------------------------------------------------------
 */

typedef struct Chain {
  const char *text;
  u32 at, end;
  Buffer *out;
  size_t last; /* length of `out` before the last link */
} Chain;

static void skip_spaces(Chain *chain) {
  while (chain->at < chain->end && is_space(chain->text[chain->at]))
    chain->at++;
}

/* Over a string or template from its quote on. */
static bool skip_quoted(Chain *chain) {
  char quote = chain->text[chain->at++];
  for (; chain->at < chain->end; chain->at++) {
    char c = chain->text[chain->at];
    if (c == '\\') {
      chain->at++;
    } else if (c == quote) {
      chain->at++;
      return true;
    }
  }
  return false;
}

/* Over a bracketed group. */
static bool skip_group(Chain *chain) {
  for (u32 depth = 0; chain->at < chain->end;) {
    char c = chain->text[chain->at];
    if (is_quote(c)) {
      if (!skip_quoted(chain)) return false;
      continue;
    }
    if (c == '(' || c == '[' || c == '{') depth++;
    if (c == ')' || c == ']' || c == '}') depth--;
    chain->at++;
    if (depth == 0) return true;
  }
  return false;
}

static bool read_word(Chain *chain) {
  u32 start = chain->at;
  while (chain->at < chain->end && is_word(chain->text[chain->at]))
    chain->at++;
  buffer_append(chain->out, chain->text + start, chain->at - start);
  return chain->at > start;
}

/* Words that begin something else than a name. */
static bool is_unnamed(const char *text, u32 length) {
  static const char *const words[] = {"new",   "function", "class", "async",
                                      "await", "typeof",   "void",  "delete",
                                      "yield", "super"};
  for (u32 i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == length && !memcmp(words[i], text, length))
      return true;
  return false;
}

static bool read_first(Chain *chain) {
  char c = chain->text[chain->at];
  if (c == '(') {
    buffer_text(chain->out, "(intermediate value)");
    return skip_group(chain);
  }
  if (c == '"' || c == '\'') {
    u32 start = chain->at + 1;
    if (!skip_quoted(chain)) return false;
    buffer_byte(chain->out, '"');
    buffer_append(chain->out, chain->text + start, chain->at - start - 1);
    buffer_byte(chain->out, '"');
    return true;
  }
  size_t before = chain->out->length;
  return read_word(chain) && !is_unnamed(chain->out->bytes + before,
                                         (u32)(chain->out->length - before));
}

static bool read_index(Chain *chain) {
  u32 start = chain->at;
  if (!skip_group(chain)) return false;
  if (chain->at - start <= INDEX_SHOWN)
    buffer_append(chain->out, chain->text + start, chain->at - start);
  else
    buffer_text(chain->out, "[...]");
  return true;
}

/* One more `.name`, `[key]`, `(arguments)` or template. */
static bool read_link(Chain *chain) {
  chain->last = chain->out->length;
  char c = chain->text[chain->at];
  bool is_optional = c == '?' && chain->text[chain->at + 1] == '.';
  if (is_optional || c == '.') {
    buffer_text(chain->out, is_optional ? "?." : ".");
    chain->at += is_optional ? 2 : 1;
    skip_spaces(chain);
    c = chain->text[chain->at];
    if (c != '(' && c != '[') return read_word(chain);
  }
  if (c == '[') return read_index(chain);
  if (c == '(') {
    buffer_text(chain->out, "(...)");
    return skip_group(chain);
  }
  return c == '`' && skip_quoted(chain);
}

/* Appends the chain that is the whole range; false, and nothing appended,
 * when it is no chain. `drop_last`: without its last link, the call. */
static bool append_chain(const char *text, u32 start, u32 end, bool drop_last,
                         Buffer *out) {
  size_t length = out->length;
  Chain chain = {.text = text, .at = start, .end = end, .out = out};
  chain.last = length;
  bool ok = start < end && read_first(&chain);
  skip_spaces(&chain);
  while (ok && chain.at < end) {
    ok = read_link(&chain);
    skip_spaces(&chain);
  }
  size_t keep = !ok ? length : drop_last ? chain.last : out->length;
  ok = ok && keep > length;
  if (out->bytes) out->bytes[keep] = 0;
  out->length = keep;
  return ok;
}

/* ---- For errors -----------------------------------------------------------
 */

/* The running instruction and where it comes from; NULL in native code. */
static const Position *running_position(VM *vm, Opcode *op, const char **text) {
  Value *r = vm->registers;
  if (!r || frame_of(r)->flags & FRAME_NATIVE) return NULL;
  CodeBlock *code = frame_code(r);
  if (vm->pc < code->instructions ||
      vm->pc >= code->instructions + code->unit_count || !code->source)
    return NULL;
  *op = (Opcode)*vm->pc;
  *text = code->source->text;
  return code_block_position(code, (u32)(vm->pc - code->instructions));
}

/* Where the callee begins: the position of a method's call is its property,
 * that of an index the key. */
static u32 callee_start(const char *text, u32 at) {
  u32 bracket = at;
  while (bracket > 0 && is_space(text[bracket - 1]))
    bracket--;
  if (bracket > 0 && text[bracket - 1] == '[') {
    u32 start = chain_start(text, bracket - 1);
    if (start < bracket - 1) return start;
  }
  return chain_start(text, at);
}

bool source_name_callee(VM *vm, Buffer *out) {
  Opcode op;
  const char *text;
  const Position *position = running_position(vm, &op, &text);
  if (!position) return false;
  u32 start = position->source_start, end = position->source_end;
  switch (op) {
  case OP_CallPlain: break;
  case OP_Call:
  case OP_CallSpread: start = callee_start(text, start); break;
  case OP_New:
  case OP_NewSpread:
    if (end - start < 3 || strncmp(text + start, "new", 3)) return false;
    start += 3;
    while (start < end && is_space(text[start]))
      start++;
    if (text[end - 1] != ')') return append_chain(text, start, end, false, out);
    break;
  default: return false;
  }
  if (!append_chain(text, start, end, true, out))
    buffer_text(out, "(intermediate value)");
  return true;
}

bool source_name_expression(VM *vm, Buffer *out) {
  Opcode op;
  const char *text;
  const Position *position = running_position(vm, &op, &text);
  return position && append_chain(text, position->source_start,
                                  position->source_end, false, out);
}

bool source_name_first_key(VM *vm, Buffer *out) {
  Opcode op;
  const char *text;
  const Position *position = running_position(vm, &op, &text);
  if (!position || text[position->source_start] != '{') return false;
  Chain chain = {.text = text,
                 .at = position->source_start + 1,
                 .end = position->source_end,
                 .out = out};
  skip_spaces(&chain);
  return read_word(&chain);
}
