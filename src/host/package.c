/* package.c - finding and reading package.json. */
#include "host/package.h"

#include "host/host.h"

#include <stdlib.h>

static json_t *read_json(VM *vm, const char *directory) {
  Buffer path = {}, text = {};
  path_resolve(directory, "package.json", &path);
  int code = files_ask(
      vm, &(FileRequest){.question = FILE_READ, .path = path.bytes}, &text);
  json_t *json = NULL;
  if (!code && text.length)
    json = json_loadb(text.bytes, text.length, JSON_ALLOW_NUL, NULL);
  if (json && !json_is_object(json)) {
    json_decref(json);
    json = NULL;
  }
  buffer_free(&path);
  buffer_free(&text);
  return json;
}

const Package *package_at(VM *vm, const char *directory) {
  Host *host = host_of(vm);
  for (u32 i = 0; i < host->packages.count; i++)
    if (!strcmp(host->packages.items[i]->directory, directory))
      return host->packages.items[i];
  Package *package = base_allocate(sizeof *package);
  package->directory = base_copy(directory, strlen(directory) + 1);
  package->json = read_json(vm, directory);
  vector_push(&host->packages, package);
  return package;
}

const Package *package_around(VM *vm, const char *path) {
  Buffer directory = {};
  buffer_append(&directory, path, path_directory_length(path));
  const Package *found = NULL;
  while (!found && directory.length &&
         !path_ends(directory.bytes, "/node_modules")) {
    const Package *package = package_at(vm, directory.bytes);
    if (package->json) found = package;
    if (directory.length == 1) break;
    directory.length = path_directory_length(directory.bytes);
    directory.bytes[directory.length] = 0;
  }
  buffer_free(&directory);
  return found;
}

const char *package_text(const Package *package, const char *member) {
  return package && package->json
             ? json_string_value(json_object_get(package->json, member))
             : NULL;
}

bool package_is_module(const Package *package) {
  const char *type = package_text(package, "type");
  return type && !strcmp(type, "module");
}

void package_free_all(VM *vm) {
  Host *host = host_of(vm);
  for (u32 i = 0; i < host->packages.count; i++) {
    free(host->packages.items[i]->directory);
    json_decref(host->packages.items[i]->json);
    free(host->packages.items[i]);
  }
  vector_free(&host->packages);
}
