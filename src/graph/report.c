/* report.c - the page: its sections, from the answers. */
#include "graph/report.h"

#include "graph/report_parts.h"

#include <stdlib.h>

constexpr u64 CLASSES = 25, STRINGS = 15, COLLECTIONS = 10, TREES = 15,
              LISTENERS = 10, LEAKS = 12;

typedef struct Report {
  const HeapGraph *graphs;
  u32 count;
  const HeapGraph *graph; /* the last */
  Buffer *html, *error;
  i64 bytes; /* of the whole heap */
} Report;

/* ---- Asking
 * ------------------------------------------------------------------- */

/* NULL when there is no answer; the error says why. */
static json_t *ask(const Report *report, Answer answer, json_t *params) {
  json_t *json = answer(report->graph, 1, params, report->error);
  json_decref(params);
  return json;
}

static json_t *limited(u64 limit) {
  return json_pack("{s:I}", "limit", (json_int_t)limit);
}

/* ---- Parts
 * ---------------------------------------------------------------------- */

static void text(const Report *report, const char *html) {
  buffer_text(report->html, html);
}

static void begin_section(const Report *report, const char *id,
                          const char *title, const char *more) {
  buffer_format(report->html, "<section id=\"%s\">\n<h2>%s</h2>\n", id, title);
  if (*more) buffer_format(report->html, "<p class=\"dim\">%s</p>\n", more);
}

static void end_section(const Report *report) {
  text(report, "</section>\n");
}

/* Titles of columns; those that begin with "#" are of numbers. */
static void begin_table(const Report *report, const char *const *titles,
                        u32 count) {
  text(report, "<div class=\"scroll\"><table>\n<thead><tr>");
  for (u32 i = 0; i < count; i++) {
    bool is_number = *titles[i] == '#';
    buffer_format(report->html, "<th%s>%s</th>",
                  is_number ? " class=\"n\"" : "", titles[i] + is_number);
  }
  text(report, "</tr></thead>\n<tbody>\n");
}

static void end_table(const Report *report) {
  text(report, "</tbody></table></div>\n");
}

static void cell_count(const Report *report, i64 count) {
  text(report, "<td class=\"n\">");
  html_count(report->html, count);
  text(report, "</td>");
}

static void cell_bytes(const Report *report, i64 bytes) {
  text(report, "<td class=\"n\">");
  html_bytes(report->html, bytes);
  text(report, "</td>");
}

static void cell_share(const Report *report, i64 part) {
  text(report, "<td class=\"n\">");
  html_share(report->html, part, report->bytes);
  text(report, "</td>");
}

static void put_left(const Report *report, const json_t *answer,
                     const json_t *list, const char *what) {
  i64 left = member_number(answer, "total") - (i64)json_array_size(list);
  if (left <= 0) return;
  text(report, "<p class=\"dim\">");
  html_count(report->html, left);
  buffer_format(report->html, " more %s are not shown.</p>\n", what);
}

/* ---- Totals
 * ---------------------------------------------------------------------- */

static void put_figure(const Report *report, const char *name, i64 number,
                       bool is_bytes) {
  buffer_format(report->html, "<div><dt>%s</dt><dd>", name);
  if (is_bytes)
    html_bytes(report->html, number);
  else
    html_count(report->html, number);
  text(report, "</dd></div>\n");
}

/* The last part of a path: the whole would tell of the sender's machine. */
static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash && slash[1] ? slash + 1 : path;
}

static void put_head(const Report *report, const json_t *open) {
  text(report, "<header>\n<h1>");
  html_name(report->html, base_name(member_text(open, "file")));
  text(report, "</h1>\n<p class=\"dim\">Heap snapshot, read by Glassheap</p>\n"
               "<dl class=\"figures\">\n");
  put_figure(report, "heap", member_number(open, "bytes"), true);
  put_figure(report, "objects", member_number(open, "nodes"), false);
  put_figure(report, "references", member_number(open, "edges"), false);
  put_figure(report, "wasted on repeated strings",
             member_number(open, "wasted"), true);
  text(report, "</dl>\n");
  if (json_is_true(json_object_get(open, "truncated")))
    text(report, "<p><b>The file is cut off: this is of its beginning, and "
                 "sizes are too small.</b></p>\n");
  text(report, "</header>\n");
}

/* The colours of the treemap, as far as they stand for the same. */
static u32 color_of_kind(const char *name) {
  static const char *const names[] = {"objects",   "strings", "code",
                                      "functions", "native",  "system"};
  for (u32 i = 0; i < ARRAY_COUNT(names); i++)
    if (!strcmp(name, names[i])) return i;
  return 6;
}

static void put_kinds(const Report *report, const json_t *open) {
  const json_t *kinds = json_object_get(open, "kinds"), *kind;
  size_t i;
  begin_section(report, "kinds", "What it is made of", "");
  text(report, "<div class=\"bar\">");
  json_array_foreach(kinds, i, kind) {
    i64 bytes = member_number(kind, "bytes");
    if (!bytes || !report->bytes) continue;
    buffer_format(report->html, "<i class=\"k%u\" style=\"width:%.3f%%\"></i>",
                  color_of_kind(member_text(kind, "name")),
                  100.0 * (double)bytes / (double)report->bytes);
  }
  text(report, "</div>\n<ul class=\"key\">\n");
  json_array_foreach(kinds, i, kind) {
    const char *name = member_text(kind, "name");
    buffer_format(report->html, "<li><i class=\"k%u\"></i>%s ",
                  color_of_kind(name), name);
    html_bytes(report->html, member_number(kind, "bytes"));
    text(report, " ");
    html_share(report->html, member_number(kind, "bytes"), report->bytes);
    text(report, "</li>\n");
  }
  text(report, "</ul>\n");
  end_section(report);
}

static void put_classes(const Report *report, const json_t *summary) {
  static const char *const titles[] = {"Constructor", "#Count",    "#Self",
                                       "#",           "#Retained", "#"};
  const json_t *classes = json_object_get(summary, "classes"), *class;
  size_t i;
  begin_section(report, "classes", "Constructors",
                "The largest by what they keep alive. Retained sizes overlap: "
                "one object may keep another.");
  begin_table(report, titles, ARRAY_COUNT(titles));
  json_array_foreach(classes, i, class) {
    text(report, "<tr><td class=\"w\">");
    html_name(report->html, member_text(class, "name"));
    text(report, "</td>");
    cell_count(report, member_number(class, "count"));
    cell_bytes(report, member_number(class, "self"));
    cell_share(report, member_number(class, "self"));
    cell_bytes(report, member_number(class, "retained"));
    cell_share(report, member_number(class, "retained"));
    text(report, "</tr>\n");
  }
  end_table(report);
  put_left(report, summary, classes, "constructors");
  end_section(report);
}

/* ---- Suspects
 * ---------------------------------------------------------------------- */

static void put_steps(const Report *report, const json_t *path) {
  const json_t *steps = json_object_get(path, "steps"), *step;
  size_t i;
  text(report, "<p class=\"path\">");
  json_array_foreach(steps, i, step) {
    const json_t *node = json_object_get(step, "node");
    if (i) text(report, " \u2192 ");
    if (member_number(step, "leftOut"))
      buffer_format(report->html, "\u2026 %lld more \u2026 \u2192 ",
                    (long long)member_number(step, "leftOut"));
    if (*member_text(step, "access")) {
      text(report, "<span class=\"a\">");
      html_name(report->html, member_text(step, "access"));
      text(report, "</span> ");
    }
    html_object(report->html, node);
  }
  text(report, "</p>\n");
}

static void put_cut(const Report *report, const json_t *path) {
  const json_t *cut = json_object_get(path, "cut");
  const json_t *from = json_object_get(cut, "from");
  text(report, "<p class=\"cut\">");
  if (!strcmp(member_text(from, "type"), "synthetic")) {
    text(report,
         "<span class=\"dim\">The engine itself holds it.</span></p>\n");
    return;
  }
  if (!json_is_object(cut)) {
    text(report, "<span class=\"dim\">No single reference to cut: several "
                 "owners hold it together.</span></p>\n");
    return;
  }
  text(report, "Cut <b>");
  html_name(report->html, member_text(cut, "text"));
  buffer_format(report->html,
                "</b> <span class=\"id\">@%lld</span>: that frees ",
                (long long)member_number(from, "id"));
  html_bytes(report->html, member_number(cut, "bytes"));
  text(report, ".</p>\n");
}

/* The shortest path to the owner and where to cut it. */
static void put_why(const Report *report, const json_t *owner) {
  json_t *why =
      ask(report, answer_why,
          json_pack("{s:I, s:I}", "id", (json_int_t)member_number(owner, "id"),
                    "limit", (json_int_t)1));
  const json_t *path = json_array_get(json_object_get(why, "paths"), 0);
  if (path) {
    put_steps(report, path);
    put_cut(report, path);
  }
  json_decref(why);
}

static void put_suspect(const Report *report, const json_t *suspect) {
  const json_t *owner = json_object_get(suspect, "owner");
  i64 retained = member_number(suspect, "retained");
  text(report, "<article class=\"suspect\">\n<h3>");
  html_object(report->html, owner);
  text(report, " keeps ");
  html_bytes(report->html, retained);
  text(report, " ");
  html_share(report->html, retained, report->bytes);
  text(report, "</h3>\n<p>Most of it: ");
  html_count(report->html, member_number(suspect, "count"));
  text(report, " \u00d7 ");
  html_name(report->html, member_text(suspect, "class"));
  text(report, ", ");
  html_bytes(report->html, member_number(suspect, "gathered"));
  text(report, "</p>\n");
  put_why(report, owner);
  text(report, "</article>\n");
}

static void put_suspects(const Report *report, const json_t *open) {
  const json_t *suspects = json_object_get(open, "suspects"), *suspect;
  size_t i;
  begin_section(report, "suspects", "Where it gathers",
                "Single objects that keep many others alive, and the reference "
                "that would let them go.");
  if (!json_array_size(suspects)) text(report, "<p>Nothing stands out.</p>\n");
  json_array_foreach(suspects, i, suspect)
    put_suspect(report, suspect);
  end_section(report);
}

/* ---- What grew
 * ----------------------------------------------------------------------- */

static void put_sentences(const Report *report, const json_t *leak,
                          const char *key) {
  const json_t *sentences = json_object_get(leak, key), *sentence;
  size_t i;
  json_array_foreach(sentences, i, sentence) {
    text(report, i ? " " : "<p class=\"dim\">");
    html_text(report->html, json_string_value(sentence));
  }
  if (json_array_size(sentences)) text(report, "</p>\n");
}

static void put_leak(const Report *report, const json_t *leak) {
  text(report, "<article class=\"suspect\">\n<h3>");
  html_name(report->html, member_text(leak, "title"));
  text(report, "</h3>\n<p>");
  html_bytes(report->html, member_number(leak, "retained"));
  text(report, " kept alive by ");
  html_count(report->html, member_number(leak, "tops"));
  text(report, member_number(leak, "tops") == 1 ? " object; a leak: "
                                                : " objects; a leak: ");
  html_text(report->html, member_text(leak, "sure"));
  text(report, "</p>\n");
  put_sentences(report, leak, "evidence");
  text(report, "<p class=\"path\">");
  html_name(report->html, member_text(leak, "path"));
  text(report, "</p>\n<p class=\"cut\"><b>");
  html_name(report->html, member_text(leak, "cut"));
  text(report, "</b></p>\n<p>");
  html_text(report->html, member_text(leak, "advice"));
  text(report, "</p>\n</article>\n");
}

static bool put_growth(const Report *report) {
  if (report->count < 2) return true;
  json_t *params = limited(LEAKS);
  json_t *leaks =
      answer_leaks(report->graphs, report->count, params, report->error);
  json_decref(params);
  if (!leaks) return false;
  const json_t *suspects = json_object_get(leaks, "suspects"), *leak;
  size_t i;
  begin_section(report, "growth", "What grew", "");
  text(report, "<p>");
  html_text(report->html, member_text(leaks, "title"));
  text(report, "</p>\n");
  json_array_foreach(suspects, i, leak)
    put_leak(report, leak);
  end_section(report);
  json_decref(leaks);
  return true;
}

/* ---- Lists
 * ------------------------------------------------------------------------- */

static void put_detached(const Report *report, const json_t *answer) {
  static const char *const titles[] = {"Root", "#Trees", "#Nodes", "#Retained"};
  const json_t *groups = json_object_get(answer, "detached"), *group;
  size_t i;
  if (!json_array_size(groups)) return;
  begin_section(report, "detached", "Detached DOM",
                "Trees outside of the page that the program still holds.");
  begin_table(report, titles, ARRAY_COUNT(titles));
  json_array_foreach(groups, i, group) {
    text(report, "<tr><td class=\"w\">");
    html_object(report->html, json_object_get(group, "root"));
    text(report, "<br><span class=\"dim\">held by ");
    html_name(report->html, member_text(group, "path"));
    text(report, "</span></td>");
    cell_count(report, member_number(group, "trees"));
    cell_count(report, member_number(group, "nodes"));
    cell_bytes(report, member_number(group, "retained"));
    text(report, "</tr>\n");
  }
  end_table(report);
  put_left(report, answer, groups, "kinds of trees");
  end_section(report);
}

/* Only what Node.js itself would warn of. */
static void put_listeners(const Report *report, const json_t *answer) {
  static const char *const titles[] = {"Emitter", "Event", "#Listeners",
                                       "#Of one function", "#Retained"};
  const json_t *groups = json_object_get(answer, "listeners"), *group;
  size_t i;
  if (!member_number(answer, "warnings")) return;
  begin_section(report, "listeners", "Listeners that pile up",
                "Many of one function on one emitter.");
  begin_table(report, titles, ARRAY_COUNT(titles));
  json_array_foreach(groups, i, group) {
    if (!json_is_true(json_object_get(group, "warning"))) break;
    const json_t *emitter = json_object_get(group, "emitter");
    text(report, "<tr><td class=\"w\">");
    if (json_is_object(emitter))
      html_object(report->html, emitter);
    else
      text(report, "not known");
    text(report, "</td><td>");
    if (*member_text(group, "event"))
      html_name(report->html, member_text(group, "event"));
    else
      text(report, "<span class=\"dim\">name not recorded</span>");
    text(report, "</td>");
    cell_count(report, member_number(group, "count"));
    cell_count(report, member_number(group, "same"));
    cell_bytes(report, member_number(group, "retained"));
    text(report, "</tr>\n");
  }
  end_table(report);
  end_section(report);
}

static void put_collection_kinds(const Report *report, const json_t *answer) {
  static const char *const titles[] = {"Kind",    "#Count",     "#Empty",
                                       "#Sparse", "#In tables", "#Wasted"};
  const json_t *kinds = json_object_get(answer, "kinds"), *kind;
  size_t i;
  begin_table(report, titles, ARRAY_COUNT(titles));
  json_array_foreach(kinds, i, kind) {
    buffer_format(report->html, "<tr><td class=\"w\">%s</td>",
                  member_text(kind, "name"));
    cell_count(report, member_number(kind, "collections"));
    cell_count(report, member_number(kind, "empty"));
    cell_count(report, member_number(kind, "sparse"));
    cell_bytes(report, member_number(kind, "bytes"));
    cell_bytes(report, member_number(kind, "wasted"));
    text(report, "</tr>\n");
  }
  end_table(report);
}

static void put_collections(const Report *report, const json_t *answer) {
  static const char *const titles[] = {"Most wasted in", "#Items", "#Room",
                                       "#Wasted", "#Retained"};
  const json_t *list = json_object_get(answer, "collections"), *each;
  size_t i;
  begin_section(report, "collections", "Collections",
                "Room in their tables that nothing uses. Small numbers do not "
                "show in a snapshot, so a table of numbers alone is not "
                "counted.");
  put_collection_kinds(report, answer);
  text(report, "<br>\n");
  begin_table(report, titles, ARRAY_COUNT(titles));
  json_array_foreach(list, i, each) {
    const json_t *node = json_object_get(each, "node");
    if (!member_number(each, "wasted")) break;
    text(report, "<tr><td class=\"w\">");
    html_object(report->html, node);
    text(report, "</td>");
    cell_count(report, member_number(each, "count"));
    cell_count(report, member_number(each, "capacity"));
    cell_bytes(report, member_number(each, "wasted"));
    cell_bytes(report, member_number(node, "retained"));
    text(report, "</tr>\n");
  }
  end_table(report);
  end_section(report);
}

static void put_strings(const Report *report, const json_t *answer) {
  static const char *const titles[] = {"Text", "#Times", "#Bytes", "#Wasted"};
  const json_t *strings = json_object_get(answer, "strings"), *string;
  size_t i;
  if (!json_array_size(strings)) return;
  begin_section(report, "strings", "Strings that are there more than once",
                "All but one of each are for nothing.");
  begin_table(report, titles, ARRAY_COUNT(titles));
  json_array_foreach(strings, i, string) {
    text(report, "<tr><td class=\"w\">");
    html_name(report->html, member_text(string, "text"));
    text(report, "</td>");
    cell_count(report, member_number(string, "count"));
    cell_bytes(report, member_number(string, "bytes"));
    cell_bytes(report, member_number(string, "wasted"));
    text(report, "</tr>\n");
  }
  end_table(report);
  put_left(report, answer, strings, "strings");
  end_section(report);
}

/* ---- The page
 * ------------------------------------------------------------------------- */

typedef void (*Section)(const Report *report, const json_t *answer);

static bool put_answer(const Report *report, Answer answer, json_t *params,
                       Section section) {
  json_t *json = ask(report, answer, params);
  if (!json) return false;
  section(report, json);
  json_decref(json);
  return true;
}

static void put_beginning(const Report *report) {
  text(report,
       "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
       "<meta charset=\"utf-8\">\n"
       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
       "'none'; style-src 'unsafe-inline'\">\n"
       "<meta name=\"viewport\" content=\"width=device-width, "
       "initial-scale=1\">\n<title>");
  html_text(report->html, base_name(report->graph->file.path));
  text(report, " \u2013 heap report</title>\n");
  report_style(report->html);
  text(report, "</head>\n<body>\n<main>\n");
}

static void put_treemap(const Report *report) {
  begin_section(
      report, "treemap", "What keeps memory alive",
      "Each area is what one object alone keeps, or many small ones of "
      "a class; point at it for its name and size.");
  report_treemap(report->graph, report->html);
  end_section(report);
}

static bool put_lists(const Report *report) {
  return put_answer(report, answer_detached, limited(TREES), put_detached) &&
         put_answer(report, answer_listeners, limited(LISTENERS),
                    put_listeners) &&
         put_answer(report, answer_collections,
                    json_pack("{s:I, s:s}", "limit", (json_int_t)COLLECTIONS,
                              "sort", "waste"),
                    put_collections) &&
         put_answer(report, answer_strings, limited(STRINGS), put_strings);
}

bool report_append(const HeapGraph *graphs, u32 count, Buffer *html,
                   Buffer *error) {
  assert(count > 0);
  Report report = {.graphs = graphs,
                   .count = count,
                   .graph = &graphs[count - 1],
                   .html = html,
                   .error = error,
                   .bytes = (i64)graph_total_size(&graphs[count - 1])};
  json_t *open = ask(&report, answer_open, json_object());
  if (!open) return false;
  put_beginning(&report);
  put_head(&report, open);
  put_kinds(&report, open);
  bool is_whole = put_growth(&report);
  put_suspects(&report, open);
  json_decref(open);
  put_treemap(&report);
  is_whole =
      is_whole &&
      put_answer(&report, answer_summary, limited(CLASSES), put_classes) &&
      put_lists(&report);
  text(&report, "<footer>Made with <code>glassheap report</code>. Sizes are "
                "bytes, 1 KB = 1000; @numbers are the snapshot\u2019s own, for "
                "<code>glassheap why FILE @ID</code>.</footer>\n"
                "</main>\n</body>\n</html>\n");
  return is_whole;
}
