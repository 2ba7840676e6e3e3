/* package.h - package.json, as resolution reads it. */
#ifndef GLASSHEAP_HOST_PACKAGE_H
#define GLASSHEAP_HOST_PACKAGE_H

#include "host/files.h"

#include <jansson.h>

/* One package.json; kept for the whole run once it was asked for. */
typedef struct Package {
  char *directory;
  json_t *json; /* NULL: there is none, or it is no JSON object */
} Package;

/* package_at - the package.json in a directory; its json may be NULL. */
const Package *package_at(VM *vm, const char *directory);
/* package_around - the nearest one that a file lies in, or NULL. */
const Package *package_around(VM *vm, const char *path);
/* package_nearest - the same for whoever has no machine yet: the JSON, the
 * caller's, or NULL; `*length` is how much of `path` is its directory. */
json_t *package_nearest(FileAnswer *answer, void *context, const char *path,
                        size_t *length);
/* package_text - a member that is a string, or NULL. */
const char *package_text(const Package *package, const char *member);
/* package_is_module - whether its `.js` files are ES modules. */
bool package_is_module(const Package *package);
/* package_free_all - forgets all of them. */
void package_free_all(VM *vm);

#endif
