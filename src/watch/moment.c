/* moment.c - moments as text. */
#include "watch/moment.h"

/* Decimal digits at `*cursor`, without a sign or a needless zero in front. */
static bool parse_count(const char **cursor, u64 *count) {
  const char *at = *cursor;
  if (*at < '0' || *at > '9') return false;
  if (*at == '0' && at[1] >= '0' && at[1] <= '9') return false;
  u64 value = 0;
  for (; *at >= '0' && *at <= '9'; at++)
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_add_overflow(value, (u64)(*at - '0'), &value))
      return false;
  *cursor = at;
  *count = value;
  return true;
}

bool moment_parse(const char *text, Moment *moment) {
  Moment result = {};
  if (!parse_count(&text, &result.tick)) return false;
  if (!strcmp(text, ".end")) {
    result.step = MOMENT_STEP_END;
  } else if (*text) {
    if (*text++ != '.' || !parse_count(&text, &result.step)) return false;
    bool is_inside = *text == '+';
    if (is_inside && (++text, !parse_count(&text, &result.event))) return false;
    if (is_inside && !result.event) return false;
    if (*text || result.step >= MOMENT_STEP_END) return false;
  }
  *moment = result;
  return true;
}

void moment_print(Moment moment, Buffer *out) {
  buffer_format(out, "%llu.", (unsigned long long)moment.tick);
  if (moment.step == MOMENT_STEP_END)
    buffer_text(out, "end");
  else
    buffer_format(out, "%llu", (unsigned long long)moment.step);
  if (moment.event)
    buffer_format(out, "+%llu", (unsigned long long)moment.event);
}

json_t *moment_json(Moment moment) {
  Buffer text = {};
  moment_print(moment, &text);
  json_t *json = json_string(text.bytes);
  buffer_free(&text);
  return json;
}
