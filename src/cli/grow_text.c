/* grow_text.c - what `grow` found, for people.
 *
 *   bars of the rounds  |  one sentence  |  places that allocate  |  why
 *
 * Bytes are written out: they are exact, and it is their being the same in
 * every round that tells a leak from a program that warms up.
 */
#include "base/quantity.h"
#include "cli/grow.h"
#include "cli/heap.h"

constexpr u32 BAR_WIDTH = 40, BYTES_WIDTH = 14, SITES_SHOWN = 10,
              LEAKS_SHOWN = 5;

/* ---- Rounds -------------------------------------------------------------- */

static i64 change(json_t *points, size_t round, const char *key) {
  return number_of(json_array_get(points, round + 1), key) -
         number_of(json_array_get(points, round), key);
}

static i64 largest(json_t *points, size_t rounds) {
  i64 most = 0;
  for (size_t i = 0; i < rounds; i++) {
    i64 bytes = change(points, i, "bytes");
    if (bytes > most) most = bytes;
  }
  return most;
}

static void bytes_text(Ink *ink, Color color, i64 bytes, u32 width) {
  Buffer text = {};
  quantity_count(bytes, &text);
  ink_format(ink, color, "%*s", (int)width, text.bytes);
  buffer_free(&text);
}

static void print_round(Ink *ink, json_t *points, size_t round, i64 most,
                        bool shows_used) {
  i64 bytes = change(points, round, "bytes");
  ink_format(ink, COLOR_DIM, "%7zu", round + 1);
  bytes_text(ink, COLOR_PLAIN, bytes, BYTES_WIDTH);
  if (shows_used)
    bytes_text(ink, COLOR_PLAIN, change(points, round, "used"), BYTES_WIDTH);
  ink_text(ink, COLOR_PLAIN, "  ");
  i64 length = most > 0 ? (bytes * BAR_WIDTH + most - 1) / most : 0;
  for (i64 i = 0; i < length; i++)
    ink_sign(ink, COLOR_WORD, SIGN_BLOCK);
  ink_end_line(ink);
}

static void print_rounds(Ink *ink, json_t *report) {
  json_t *points = json_object_get(report, "rounds");
  size_t rounds = json_array_size(points) - 1;
  bool shows_used = false;
  i64 most = largest(points, rounds);
  for (size_t i = 0; i < rounds; i++)
    shows_used |= change(points, i, "used") != change(points, i, "bytes");
  ink_end_line(ink);
  ink_format(ink, COLOR_DIM, "%7s%*s%*s", "round", BYTES_WIDTH, "bytes more",
             shows_used ? (int)BYTES_WIDTH : 0, shows_used ? "in use" : "");
  ink_end_line(ink);
  for (size_t i = 0; i < rounds; i++)
    print_round(ink, points, i, most, shows_used);
  ink_end_line(ink);
}

/* ---- The verdict --------------------------------------------------------- */

static void append_bytes(Buffer *out, i64 bytes) {
  quantity_count(bytes, out);
  buffer_text(out, bytes == 1 ? " byte" : " bytes");
}

/* "; 64 bytes a call" where that is a whole number. */
static void append_each(Buffer *out, json_t *report) {
  i64 growth = number_of(report, "growth");
  i64 iterations = number_of(report, "iterations");
  if (iterations < 2 || growth % iterations) return;
  buffer_text(out, ", ");
  append_bytes(out, growth / iterations);
  buffer_text(out, " a call");
}

static void append_verdict(Buffer *out, json_t *report) {
  const char *verdict = text_of(report, "verdict");
  i64 growth = number_of(report, "growth");
  if (!strcmp(verdict, "none")) {
    buffer_text(out, "It does not grow: every round leaves as much as it "
                     "found, to the byte.");
    return;
  }
  if (!strcmp(verdict, "settled")) {
    buffer_text(out, "It does not go on growing: there was growth at first, "
                     "but in the end there is no more than there was.");
    return;
  }
  buffer_text(out, "It grows by ");
  append_bytes(out, growth);
  buffer_text(out, " a round");
  append_each(out, report);
  if (!strcmp(verdict, "steady"))
    buffer_text(out, ", the same in every round.");
  else if (!strcmp(verdict, "stepwise"))
    buffer_text(out, ", the same in every round; the memory that holds it "
                     "grows in steps, when a store is full.");
  else
    buffer_text(out, " in the mean of the last rounds: not the same in each.");
}

static void print_verdict(Ink *ink, json_t *report) {
  Buffer text = {};
  i64 growth = number_of(report, "growth"), limit = number_of(report, "limit");
  append_verdict(&text, report);
  if (growth && limit) {
    buffer_text(&text, is_true(report, "fails") ? " That is above the limit of "
                                                : " That is within the limit "
                                                  "of ");
    append_bytes(&text, limit);
    buffer_byte(&text, '.');
  }
  heap_sentence(ink, NULL, growth ? COLOR_MARK : COLOR_HEADING, text.bytes);
  buffer_free(&text);
}

/* ---- Places -------------------------------------------------------------- */

static void print_place(Ink *ink, json_t *site) {
  json_t *location = json_object_get(site, "location");
  ink_text(ink, COLOR_NAME, text_of(site, "name"));
  if (!location) return;
  ink_text(ink, COLOR_PLAIN, " at ");
  heap_place(ink, location);
}

/* Of one leak; numbers of all rounds. */
static void print_sites(Ink *ink, json_t *leak) {
  json_t *sites = json_object_get(leak, "sites"), *site;
  size_t i;
  json_array_foreach(sites, i, site) {
    if (i == SITES_SHOWN) break;
    ink_format(ink, COLOR_DIM, "   %-10s", i ? "" : "made by");
    bytes_text(ink, COLOR_PLAIN, number_of(site, "bytes"), 10);
    heap_count(ink, COLOR_PLAIN, number_of(site, "count"), 8);
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_WORD, text_of(site, "class"));
    ink_text(ink, COLOR_PLAIN, "  ");
    print_place(ink, site);
    ink_end_line(ink);
  }
}

static void print_stored(Ink *ink, json_t *leak) {
  json_t *stored = json_object_get(leak, "stored");
  if (!stored) return;
  ink_format(ink, COLOR_DIM, "   %-10s", "put by");
  print_place(ink, stored);
  ink_end_line(ink);
}

/* ---- Why ----------------------------------------------------------------- */

/* A path from the root, as `why` draws it. */
static void print_chain(Ink *ink, json_t *steps) {
  size_t i;
  json_t *step;
  json_array_foreach(steps, i, step) {
    ink_format(ink, COLOR_DIM, "   %-10s", i ? "" : "chain");
    for (size_t level = 0; level < i; level++)
      ink_text(ink, COLOR_PLAIN, "  ");
    if (i) ink_sign(ink, COLOR_DIM, SIGN_LAST);
    ink_text(ink, COLOR_PLAIN, i ? " " : "");
    ink_text(ink, COLOR_NAME, text_of(step, "access"));
    ink_text(ink, COLOR_PLAIN, "  ");
    ink_text(ink, COLOR_WORD, text_of(step, "class"));
    ink_format(ink, COLOR_CELL, " @%lld", (long long)number_of(step, "id"));
    ink_end_line(ink);
  }
}

static void print_leak(Ink *ink, json_t *leak, size_t rank) {
  size_t i;
  json_t *steps, *path;
  ink_end_line(ink);
  ink_format(ink, COLOR_HEADING, "%2zu ", rank);
  bytes_text(ink, COLOR_HEADING, number_of(leak, "retained"), 0);
  ink_format(ink, COLOR_HEADING, " bytes in all");
  ink_format(ink, COLOR_DIM, ", %s", text_of(leak, "sure"));
  ink_end_line(ink);
  heap_sentence(ink, "what", COLOR_HEADING, text_of(leak, "title"));
  json_array_foreach(json_object_get(leak, "paths"), i, path)
    heap_sentence(ink, i ? "and" : "path", COLOR_NAME, json_string_value(path));
  json_array_foreach(json_object_get(leak, "steps"), i, steps)
    print_chain(ink, steps);
  heap_sentence(ink, "cut", COLOR_MARK, text_of(leak, "cut"));
  heap_inside(ink, leak);
  print_stored(ink, leak);
  print_sites(ink, leak);
  heap_sentence(ink, "advice", COLOR_PLAIN, text_of(leak, "advice"));
}

static void print_leaks(Ink *ink, json_t *report) {
  json_t *leaks = json_object_get(report, "leaks");
  json_t *suspects = json_object_get(leaks, "suspects"), *leak;
  size_t i;
  if (!number_of(report, "growth")) return;
  heap_stores(ink, leaks);
  json_array_foreach(suspects, i, leak)
    if (i < LEAKS_SHOWN) print_leak(ink, leak, i + 1);
  if (json_array_size(suspects) > LEAKS_SHOWN) {
    ink_format(ink, COLOR_DIM, "   %zu more: --json has all",
               json_array_size(suspects) - LEAKS_SHOWN);
    ink_end_line(ink);
  }
}

/* ---- What if --------------------------------------------------------------
 */

static void append_cut(Buffer *out, json_t *cut) {
  i64 growth = number_of(cut, "growth"), frees = number_of(cut, "frees");
  i64 others = number_of(cut, "others");
  if (!number_of(cut, "references")) {
    buffer_text(out, "there is no such reference");
    return;
  }
  buffer_text(out, "frees ");
  quantity_count(frees, out);
  buffer_text(out, " of ");
  append_bytes(out, growth);
  buffer_text(out, " that came");
  if (growth)
    buffer_format(out, " (%lld%%)", (long long)(100 * frees / growth));
  if (!others) return;
  buffer_text(out, ", and ");
  quantity_count(others, out);
  buffer_text(out, " that were there before");
}

static void print_cuts(Ink *ink, json_t *report) {
  json_t *cuts = json_object_get(report, "cuts"), *cut;
  size_t i;
  if (json_array_size(cuts)) ink_end_line(ink);
  json_array_foreach(cuts, i, cut) {
    Buffer text = {};
    buffer_format(&text, "without %s: ", text_of(cut, "cut"));
    append_cut(&text, cut);
    heap_sentence(ink, i ? "and" : "what if", COLOR_PLAIN, text.bytes);
    buffer_free(&text);
  }
}

/* ---- All ----------------------------------------------------------------- */

static void print_title(Ink *ink, json_t *report) {
  ink_text(ink, COLOR_HEADING, text_of(report, "action"));
  ink_format(ink, COLOR_PLAIN, " of %s: ", text_of(report, "file"));
  ink_format(ink, COLOR_PLAIN, "%zu rounds of ",
             json_array_size(json_object_get(report, "rounds")) - 1);
  ink_number(ink, COLOR_PLAIN, number_of(report, "iterations"));
  ink_format(ink, COLOR_PLAIN, " calls, after %lld to warm up",
             (long long)number_of(report, "warmUp"));
  ink_end_line(ink);
}

void grow_print(json_t *report, PictureStyle style, Buffer *out) {
  Ink ink = {.style = style, .out = out};
  print_title(&ink, report);
  print_rounds(&ink, report);
  print_verdict(&ink, report);
  print_leaks(&ink, report);
  print_cuts(&ink, report);
}
