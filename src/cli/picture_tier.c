/* picture_tier.c - what became of the bytecode of the current function. */
#include "cli/picture_parts.h"

/* `   12  GetField r5, r3, "x"` and behind it what runs in its place. */
static void picture_instruction(Ink *ink, json_t *instruction,
                                json_t *optimised) {
  json_t *proven = json_object_get(optimised, "proven");
  const char *checks = text_of(optimised, "checks");
  ink_format(ink, COLOR_DIM, "%5lld  ",
             (long long)number_of(instruction, "unit"));
  ink_text(ink, COLOR_PLAIN, text_of(instruction, "name"));
  ink_to(ink, 28);
  ink_text(ink, COLOR_NAME, text_of(optimised, "text"));
  ink_end_line(ink);
  ink_to(ink, 10);
  if (json_is_integer(proven))
    ink_format(ink, COLOR_DIM, "checks nothing: proven at unit %lld",
               (long long)json_integer_value(proven));
  else if (*checks)
    ink_format(ink, COLOR_DIM, "checks that %s", checks);
  else
    ink_text(ink, COLOR_DIM, "checks nothing");
  ink_end_line(ink);
}

static void picture_deopt(Ink *ink, json_t *deopt) {
  ink_format(ink, COLOR_HEADING, "  deopt ");
  ink_format(ink, COLOR_PLAIN, "at tick %lld, unit %lld, %s: %s",
             (long long)number_of(deopt, "tick"),
             (long long)number_of(deopt, "unit"), text_of(deopt, "name"),
             text_of(deopt, "text"));
  ink_end_line(ink);
}

void picture_tier(Ink *ink, json_t *view) {
  json_t *code = json_object_get(view, "code"), *entry;
  json_t *tier = json_object_get(code, "tier");
  size_t index;
  i64 times = number_of(tier, "optimisations");
  if (!times) return;
  ink_heading(ink, "Optimised code", "of the current function");
  ink_format(ink, COLOR_PLAIN, "  %s; optimised %lld times, went back %lld",
             text_of(tier, "name"), (long long)times,
             (long long)number_of(tier, "deoptimisations"));
  ink_end_line(ink);
  json_array_foreach(json_object_get(tier, "deopts"), index, entry)
    picture_deopt(ink, entry);
  json_array_foreach(json_object_get(code, "instructions"), index, entry) {
    json_t *optimised = json_object_get(entry, "optimised");
    if (optimised) picture_instruction(ink, entry, optimised);
  }
}
