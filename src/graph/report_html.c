/* report_html.c - text, numbers and style of the page. */
#include "graph/report_parts.h"

#include <stdio.h>

/* ---- Text -------------------------------------------------------------------
 */

/* What could end the text or an attribute, and what no page should have. */
static const char *escape_of(char c) {
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\'': return "&#39;";
  default: return (u8)c < ' ' || c == 0x7f ? " " : NULL;
  }
}

void html_text(Buffer *html, const char *text) {
  for (; *text; text++) {
    const char *escape = escape_of(*text);
    if (escape)
      buffer_text(html, escape);
    else
      buffer_byte(html, *text);
  }
}

void html_name(Buffer *html, const char *text) {
  buffer_text(html, "<bdi>");
  html_text(html, text);
  buffer_text(html, "</bdi>");
}

void html_object(Buffer *html, const json_t *node) {
  buffer_text(html, "<span class=\"object\">");
  html_name(html, member_text(node, "label"));
  buffer_format(html, "</span> <span class=\"id\">@%lld</span>",
                (long long)member_number(node, "id"));
}

/* ---- Numbers
 * ------------------------------------------------------------------ */

void html_bytes(Buffer *html, i64 bytes) {
  buffer_format(html, "<data value=\"%lld\">", (long long)bytes);
  quantity_bytes(bytes, html);
  buffer_text(html, "</data>");
}

void html_count(Buffer *html, i64 count) {
  buffer_format(html, "<data value=\"%lld\">", (long long)count);
  quantity_count(count, html);
  buffer_text(html, "</data>");
}

void html_share(Buffer *html, i64 part, i64 whole) {
  double percent = whole > 0 ? 100.0 * (double)part / (double)whole : 0;
  buffer_text(html, "<span class=\"share\">");
  if (percent > 0 && percent < 0.5)
    buffer_text(html, "&lt;1%");
  else
    buffer_format(html, "%.0f%%", percent);
  buffer_text(html, "</span>");
}

/* ---- Style
 * ---------------------------------------------------------------------- */

static const char STYLE[] =
    ":root{color-scheme:light dark;--page:#fff;--ink:#1c2230;--dim:#616b7c;"
    "--line:#dfe3ea;--soft:#f4f6f9;--mark:#b3261e;--accent:#2458c5;"
    "--k0:#4e79c7;--k1:#3d9a83;--k2:#c77f2b;--k3:#9462b8;--k4:#c25b74;"
    "--k5:#7c8798;--k6:#8a9a3b;--cell:#fff}"
    "@media screen and "
    "(prefers-color-scheme:dark){:root{--page:#14171d;--ink:#e6e9ef;"
    "--dim:#98a2b3;--line:#303744;--soft:#1c212a;--mark:#ff8a80;"
    "--accent:#8db4ff;--k0:#41659f;--k1:#2f7565;--k2:#94602a;--k3:#70508a;"
    "--k4:#8f4859;--k5:#545d6b;--k6:#68742f;--cell:#fff}}"
    "*{box-sizing:border-box}"
    "body{margin:0;background:var(--page);color:var(--ink);"
    "font:15px/1.5 system-ui,sans-serif}"
    "main{max-width:1060px;margin:0 auto;padding:28px 24px 60px}"
    "h1{font-size:26px;line-height:1.25;margin:0 0 4px;"
    "overflow-wrap:anywhere}"
    "h2{font-size:19px;margin:38px 0 4px}"
    "p{margin:4px 0 10px}"
    ".dim,.share,.id{color:var(--dim)}.id{font-size:.85em}"
    ".figures{display:flex;flex-wrap:wrap;gap:6px 34px;margin:14px 0 4px;"
    "padding:0}.figures div{min-width:90px}.figures dt{color:var(--dim);"
    "font-size:13px}.figures dd{margin:0;font-size:22px;font-weight:600}"
    ".bar{display:flex;height:26px;border-radius:5px;overflow:hidden;"
    "margin:12px 0 10px}.bar i{min-width:2px}"
    ".key{display:flex;flex-wrap:wrap;gap:4px 22px;padding:0;margin:0;"
    "list-style:none}.key i{display:inline-block;width:11px;height:11px;"
    "border-radius:3px;margin-right:6px}"
    ".k0{background:var(--k0);fill:var(--k0)}"
    ".k1{background:var(--k1);fill:var(--k1)}"
    ".k2{background:var(--k2);fill:var(--k2)}"
    ".k3{background:var(--k3);fill:var(--k3)}"
    ".k4{background:var(--k4);fill:var(--k4)}"
    ".k5{background:var(--k5);fill:var(--k5)}"
    ".k6{background:var(--k6);fill:var(--k6)}"
    ".scroll{overflow-x:auto}"
    "table{border-collapse:collapse;width:100%;font-size:14px}"
    "th,td{padding:5px 10px;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--line)}"
    "th{color:var(--dim);font-weight:500;white-space:nowrap}"
    "td.n,th.n{text-align:right;white-space:nowrap;"
    "font-variant-numeric:tabular-nums}"
    "td.w{width:99%;overflow-wrap:anywhere}"
    ".object,td.w bdi{font-family:ui-monospace,monospace;font-size:.93em;"
    "overflow-wrap:anywhere}"
    ".suspect{border:1px solid var(--line);border-radius:8px;"
    "padding:12px 16px;margin:12px 0;break-inside:avoid}"
    ".suspect h3{font-size:16px;margin:0 0 4px;overflow-wrap:anywhere}"
    ".path{margin:8px 0 0;padding:8px 12px;background:var(--soft);"
    "border-radius:6px;font-size:13.5px;overflow-wrap:anywhere}"
    ".path .a{color:var(--dim)}.cut{margin:8px 0 0}"
    ".cut b{color:var(--mark)}"
    "svg{display:block;width:100%;height:auto;margin:10px 0}"
    "svg text{fill:var(--cell);font:12px system-ui,sans-serif;"
    "pointer-events:none}svg .small{font-size:10.5px;opacity:.9}"
    "svg rect{stroke:var(--page);stroke-width:1}"
    "svg .inner{fill:#fff;fill-opacity:.16;stroke:#fff;stroke-opacity:.35}"
    "footer{margin-top:44px;color:var(--dim);font-size:13px}"
    "@media "
    "print{:root{color-scheme:light}body{font-size:11pt}main{max-width:none;"
    "padding:0}"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}"
    "h2{break-after:avoid}tr,svg{break-inside:avoid}.scroll{overflow:visible}}";

void report_style(Buffer *html) {
  buffer_format(html, "<style>%s</style>\n", STYLE);
}
