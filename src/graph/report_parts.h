/* report_parts.h - the parts of the page; report.c puts them together. */
#ifndef GLASSHEAP_GRAPH_REPORT_PARTS_H
#define GLASSHEAP_GRAPH_REPORT_PARTS_H

#include "base/quantity.h"
#include "graph/answer.h"

/* html_text - text between tags or in a quoted attribute. */
void html_text(Buffer *html, const char *text);
/* html_name - a name out of the heap: escaped, and in its own direction. */
void html_name(Buffer *html, const char *text);
/* html_bytes, html_count - a number as people read it, the exact one as the
 * value: <data value="1234">1.2 KB</data>. */
void html_bytes(Buffer *html, i64 bytes);
void html_count(Buffer *html, i64 count);
/* html_share - "12%" of the whole. */
void html_share(Buffer *html, i64 part, i64 whole);
/* html_object - the label and id of an object. */
void html_object(Buffer *html, const json_t *node);

/* report_treemap - what keeps most alive, as a picture. */
void report_treemap(const HeapGraph *graph, Buffer *html);
/* report_style - the page's style sheet. */
void report_style(Buffer *html);

/* Members of JSON objects, with a plain answer for what is not there. */
static inline const char *member_text(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text ? text : "";
}
static inline i64 member_number(const json_t *object, const char *key) {
  return json_integer_value(json_object_get(object, key));
}

#endif
