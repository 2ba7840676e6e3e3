/* html_guard.c - what a parser of HTML must not be asked.
 *
 * The parsing algorithm looks through all open elements at many tags, and
 * opens all unclosed formatting elements again at every paragraph: its time
 * grows with the product of depth and length, and the nodes that it makes may.
 * Chromium bounds the depth at 512 (HTMLConstructionSite.cpp) and flattens what
 * is deeper; we do the same before the parser sees the text, by closing at once
 * what would open the 513th level and leaving out its end tag.
 *
 * This is a scanner of tags with a stack, not a parser: where it takes a text
 * for deeper than it is, a page that deep is flattened early; where for less
 * deep, the parser takes longer. Texts that nest less than that, which is all
 * that people write, pass unchanged.
 */
#include "host/dom/html.h"

constexpr u32 DEPTH_MAX = 512;
constexpr u32 LOOK_MAX = 1024; /* entries looked at for an end tag */
/* Formatting elements that may be opened again, in all. */
constexpr u64 REOPENED_MAX = 4'000'000;

/* A tag in the text, or the end of it (`tag_end` of 0). */
typedef struct TagToken {
  Tag tag;
  u32 hash; /* of a name that no element of HTML has */
  bool is_end, is_void;
  size_t start, end; /* in the text */
  size_t name_start, name_end;
} TagToken;

typedef struct OpenElement {
  Tag tag;
  u32 hash;
} OpenElement;

typedef struct Guard {
  const char *text;
  size_t length, at;
  VECTOR(OpenElement) open;
  u32 deepest, styles; /* open formatting elements */
  u64 reopened;
} Guard;

/* ---- Scanning
 * --------------------------------------------------------------------- */

static bool is_letter(char byte) {
  return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

static bool ends_name(char byte) {
  return dom_is_space((u8)byte) || byte == '/' || byte == '>';
}

/* Behind `end`, from `at` on; the length when it is not there. */
static size_t skip_to(const Guard *guard, size_t at, const char *end) {
  size_t length = strlen(end);
  for (; at + length <= guard->length; at++)
    if (!memcmp(guard->text + at, end, length)) return at + length;
  return guard->length;
}

/* Behind the attributes of a tag and its bracket. */
static size_t skip_attributes(const Guard *guard, size_t at) {
  char quote = 0, last = 0;
  for (; at < guard->length; at++) {
    char byte = guard->text[at];
    if (quote) {
      if (byte == quote) quote = 0;
    } else if ((byte == '"' || byte == '\'') && last == '=') {
      quote = byte;
    } else if (byte == '>') {
      return at + 1;
    }
    if (!dom_is_space((u8)byte)) last = byte;
  }
  return guard->length;
}

static void read_name(const Guard *guard, TagToken *token) {
  char name[16];
  size_t at = token->name_start;
  token->hash = 0;
  while (at < guard->length && !ends_name(guard->text[at])) {
    u8 byte = (u8)guard->text[at];
    if (byte >= 'A' && byte <= 'Z') byte |= 0x20;
    if (at - token->name_start < sizeof name)
      name[at - token->name_start] = (char)byte;
    token->hash = token->hash * 31 + byte;
    at++;
  }
  token->name_end = at;
  size_t length = at - token->name_start;
  token->tag = length <= sizeof name ? tag_of_text(name, length) : TAG_UNKNOWN;
}

/* Behind the text of a script, a style and their like: at their end tag. */
static size_t skip_raw(const Guard *guard, const TagToken *opened) {
  size_t length = opened->name_end - opened->name_start;
  for (size_t at = opened->end; at + 2 + length <= guard->length; at++) {
    if (guard->text[at] != '<' || guard->text[at + 1] != '/') continue;
    size_t same = 0;
    while (same < length && (guard->text[at + 2 + same] | 0x20) ==
                                (guard->text[opened->name_start + same] | 0x20))
      same++;
    if (same == length) return at;
  }
  return guard->length;
}

static bool has_raw_text(Tag tag) {
  return tag_flags(tag) & TAG_IS_RAW || tag == TAG_textarea || tag == TAG_title;
}

/* The next tag from `at` on; false at the end. */
static bool next_tag(Guard *guard, TagToken *token) {
  for (size_t at = guard->at; at + 1 < guard->length; at++) {
    const char *here = guard->text + at;
    if (*here != '<') continue;
    if (here[1] == '!' || here[1] == '?') {
      bool is_comment = guard->length - at >= 4 && !memcmp(here, "<!--", 4);
      at = skip_to(guard, at + 2, is_comment ? "-->" : ">") - 1;
      continue;
    }
    token->is_end = here[1] == '/';
    token->name_start = at + 1 + token->is_end;
    if (token->name_start >= guard->length ||
        !is_letter(guard->text[token->name_start]))
      continue;
    token->start = at;
    read_name(guard, token);
    token->end = skip_attributes(guard, token->name_end);
    token->is_void = tag_flags(token->tag) & TAG_IS_VOID;
    guard->at = token->end;
    if (!token->is_end && has_raw_text(token->tag))
      guard->at = skip_raw(guard, token);
    return true;
  }
  return false;
}

/* ---- The stack
 * ---------------------------------------------------------------------- */

static bool is_style(Tag tag) {
  return tag_flags(tag) & TAG_IS_STYLE;
}

static void pop_to(Guard *guard, u32 count) {
  while (guard->open.count > count)
    guard->styles -= is_style(vector_pop(&guard->open).tag);
}

/* Elements that end where one of their own group begins. */
static u32 group_of(Tag tag) {
  switch (tag) {
  case TAG_dd:
  case TAG_dt: return TAG_dd;
  case TAG_td:
  case TAG_th: return TAG_td;
  case TAG_tbody:
  case TAG_thead:
  case TAG_tfoot: return TAG_tbody;
  case TAG_rp:
  case TAG_rt: return TAG_rt;
  default: return tag_flags(tag) & TAG_IS_IMPLIED ? tag : TAG_UNKNOWN;
  }
}

static void end_implied(Guard *guard, Tag tag) {
  u32 group = group_of(tag), at = guard->open.count;
  if (group == TAG_UNKNOWN) return;
  for (u32 looked = 0; at && looked < LOOK_MAX; looked++) {
    Tag other = guard->open.items[--at].tag;
    if (group_of(other) == group) {
      pop_to(guard, at);
      return;
    }
    bool is_row_part = (tag == TAG_tr && group_of(other) == TAG_td) ||
                       (group == TAG_tbody && group_of(other) != TAG_UNKNOWN);
    if (!is_style(other) && !is_row_part) return;
  }
}

static void open_element(Guard *guard, const TagToken *token) {
  end_implied(guard, token->tag);
  /* formatting elements come back in each new paragraph */
  if (!is_style(token->tag)) guard->reopened += guard->styles;
  vector_push(&guard->open, ((OpenElement){token->tag, token->hash}));
  guard->styles += is_style(token->tag);
  if (guard->open.count > guard->deepest) guard->deepest = guard->open.count;
}

/* True when the element that ends was one of those closed at once. */
static bool close_element(Guard *guard, const TagToken *token) {
  u32 at = guard->open.count;
  for (u32 looked = 0; at && looked < LOOK_MAX; looked++) {
    const OpenElement *open = &guard->open.items[--at];
    if (open->tag != token->tag || open->hash != token->hash) continue;
    pop_to(guard, at);
    return at >= DEPTH_MAX;
  }
  return false;
}

/* Runs over the text; writes what is to be parsed when `out` is there. */
static void run(Guard *guard, Buffer *out) {
  TagToken token;
  size_t copied = 0;
  while (next_tag(guard, &token)) {
    bool is_dropped = false;
    if (token.is_end)
      is_dropped = close_element(guard, &token);
    else if (!token.is_void)
      open_element(guard, &token);
    if (!out) continue;
    buffer_append(out, guard->text + copied,
                  (is_dropped ? token.start : token.end) - copied);
    copied = token.end;
    bool is_flat = !token.is_end && !token.is_void &&
                   !has_raw_text(token.tag) && guard->open.count > DEPTH_MAX;
    if (!is_flat) continue;
    buffer_text(out, "</");
    buffer_append(out, guard->text + token.name_start,
                  token.name_end - token.name_start);
    buffer_byte(out, '>');
  }
  if (out) buffer_append(out, guard->text + copied, guard->length - copied);
}

bool html_guard(VM *vm, const char *text, size_t length, Buffer *rewritten) {
  Guard guard = {.text = text, .length = length};
  run(&guard, NULL);
  bool is_deep = guard.deepest > DEPTH_MAX;
  u64 reopened = guard.reopened;
  vector_free(&guard.open);
  if (is_deep) {
    guard = (Guard){.text = text, .length = length};
    run(&guard, rewritten);
    vector_free(&guard.open);
  }
  return reopened <= REOPENED_MAX ||
         vm_throw_range(vm, "HTML with too many unclosed formatting elements");
}
