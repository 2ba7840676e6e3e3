/* package.c - finding and reading package.json. */
#include "host/package.h"

#include "host/host.h"

#include <stdlib.h>

/* ---- Reading ------------------------------------------------------------- */

static json_t *read_json(FileAnswer *answer, void *context,
                         const char *directory) {
  Buffer path = {}, text = {};
  path_resolve(directory, "package.json", &path);
  FileRequest request = {.question = FILE_READ, .path = path.bytes};
  json_t *json = NULL;
  if (!answer(context, &request, &text) && text.length)
    json = json_loadb(text.bytes, text.length, JSON_ALLOW_NUL, NULL);
  if (json && !json_is_object(json)) {
    json_decref(json);
    json = NULL;
  }
  buffer_free(&path);
  buffer_free(&text);
  return json;
}

static int answer_of_vm(void *context, const FileRequest *request,
                        Buffer *answer) {
  return files_ask(context, request, answer);
}

/* ---- The nearest one ----------------------------------------------------- */

static void begin_at(const char *path, Buffer *directory) {
  buffer_append(directory, path, path_directory_length(path));
}

/* False at the root: there is nothing further up. */
static bool go_up(Buffer *directory) {
  if (directory->length <= 1) return false;
  directory->length = path_directory_length(directory->bytes);
  directory->bytes[directory->length] = 0;
  return true;
}

/* What lies around a folder of packages is not theirs. */
static bool may_have_package(const Buffer *directory) {
  return directory->length && !path_ends(directory->bytes, "/node_modules");
}

json_t *package_nearest(FileAnswer *answer, void *context, const char *path,
                        size_t *length) {
  Buffer directory = {};
  json_t *json = NULL;
  begin_at(path, &directory);
  while (!json && may_have_package(&directory)) {
    json = read_json(answer, context, directory.bytes);
    *length = directory.length;
    if (!json && !go_up(&directory)) break;
  }
  buffer_free(&directory);
  return json;
}

const Package *package_at(VM *vm, const char *directory) {
  Host *host = host_of(vm);
  for (u32 i = 0; i < host->packages.count; i++)
    if (!strcmp(host->packages.items[i]->directory, directory))
      return host->packages.items[i];
  Package *package = base_allocate(sizeof *package);
  package->directory = base_copy(directory, strlen(directory) + 1);
  package->json = read_json(answer_of_vm, vm, directory);
  vector_push(&host->packages, package);
  return package;
}

const Package *package_around(VM *vm, const char *path) {
  Buffer directory = {};
  const Package *found = NULL;
  begin_at(path, &directory);
  while (!found && may_have_package(&directory)) {
    const Package *package = package_at(vm, directory.bytes);
    if (package->json)
      found = package;
    else if (!go_up(&directory))
      break;
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
