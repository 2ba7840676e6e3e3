/* assets.h - the viewer's page, inside the program.
 *
 * The files of the page (HTML, JavaScript, styles, fonts) are bundled by the
 * build and embedded with #embed, so that the program is one file that needs
 * nothing beside it. The table is generated: tools/embed-assets.mjs writes it
 * from the folder that ui/build.mjs fills. It may be empty, when the program
 * is built without the page.
 */
#ifndef GLASSHEAP_SERVER_ASSETS_H
#define GLASSHEAP_SERVER_ASSETS_H

#include "base/base.h"

typedef struct Asset {
  const char *path;           /* as asked for: "/index.html", "/app.js" */
  const char *mime;           /* the Content-Type */
  const unsigned char *bytes; /* not ended by a NUL */
  size_t length;
} Asset;

/* In the byte order of their paths. */
extern const Asset assets[];
extern const size_t asset_count;

#endif
