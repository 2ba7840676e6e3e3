/* html.h - HTML to trees and back.
 *
 * Reading is Gumbo's work (libgumbo of Debian): the parsing algorithm of the
 * standard in C, with templates and foreign elements, tested on html5lib's
 * suite. Against parse5, which would run on our own engine: it leaves nothing
 * in the program's heap, so that what a picture shows is the program's, it
 * cannot be disturbed by a program that changes Array.prototype, and it is
 * fast. What it lacks is a way to stop: html_guard.c keeps from it what would
 * take it too long.
 *
 * Writing is ours: a walk over the tree.
 */
#ifndef GLASSHEAP_HOST_DOM_HTML_H
#define GLASSHEAP_HOST_DOM_HTML_H

#include "host/dom/parts.h"

/* html_parse_fragment - the nodes that a text is inside of `context`, in a
 * fragment of its document. NULL: threw. */
DomNode *html_parse_fragment(VM *vm, const Element *context, String *text);
/* html_parse_document - the nodes of a whole page, appended to an empty
 * document. False: threw. */
bool html_parse_document(VM *vm, Document *document, String *text);
/* html_write - the text of what is below `root`, or with `outer` of the node
 * itself. NULL: threw. */
String *html_write(VM *vm, DomNode *root, bool outer);

/* html_guard - whether a text may be parsed as it is. When elements are nested
 * too deep in it, `*rewritten` is the text that is to be parsed instead: the
 * content of the innermost that are allowed is flattened, as Chromium's parser
 * does. False: threw. */
bool html_guard(VM *vm, const char *text, size_t length, Buffer *rewritten);

#endif
