/* resolve.c - Node's algorithms for finding modules. */
#include "host/resolve.h"

#include "host/errors.h"
#include "host/host.h"
#include "host/node.h"
#include "library/support.h"

/* What is being resolved. */
typedef struct Search {
  VM *vm;
  ResolveKind kind;
  const char *specifier, *from;
  Buffer *found;
} Search;

/* How a search through package.json ended. */
typedef enum Outcome : u8 {
  OUTCOME_NONE, /* nothing fits: look elsewhere */
  OUTCOME_FOUND,
  OUTCOME_NULL, /* null: it is hidden on purpose */
  OUTCOME_THREW,
} Outcome;

/* ---- Specifiers --------------------------------------------------------- */

static bool is_path(const char *s) {
  return s[0] == '/' || !strncmp(s, "./", 2) || !strncmp(s, "../", 3) ||
         !strcmp(s, ".") || !strcmp(s, "..");
}

/* A specifier's parts: the package, and "." with what follows it. */
static void split(const char *specifier, Buffer *name, Buffer *subpath) {
  size_t length = strcspn(specifier, "/");
  if (specifier[0] == '@' && specifier[length])
    length += 1 + strcspn(specifier + length + 1, "/");
  buffer_append(name, specifier, length);
  buffer_byte(subpath, '.');
  buffer_text(subpath, specifier + length);
}

/* ---- What is not there -------------------------------------------------- */

static bool throw_missing(Search *search) {
  const char *specifier = search->specifier;
  if (search->kind == RESOLVE_REQUIRE)
    return host_throw_coded(search->vm, ERROR_ERROR, "MODULE_NOT_FOUND",
                            "Cannot find module '%s'\nRequire stack:\n- %s",
                            specifier, search->from);
  Buffer name = {}, rest = {}, directory = {};
  if (is_path(specifier)) {
    buffer_append(&directory, search->from,
                  path_directory_length(search->from));
    path_resolve(directory.bytes, specifier, &name);
  } else {
    split(specifier, &name, &rest);
  }
  host_throw_coded(search->vm, ERROR_ERROR, "ERR_MODULE_NOT_FOUND",
                   "Cannot find %s '%s' imported from %s",
                   is_path(specifier) ? "module" : "package", name.bytes,
                   search->from);
  buffer_free(&name);
  buffer_free(&rest);
  buffer_free(&directory);
  return false;
}

/* ---- Files and folders -------------------------------------------------- */

/* The file at a path is found: its path without links. */
static bool take_file(Search *search, const char *path) {
  Buffer real = {};
  int code = files_ask(
      search->vm, &(FileRequest){.question = FILE_REAL, .path = path}, &real);
  buffer_text(search->found, code ? path : real.bytes);
  buffer_free(&real);
  return true;
}

static bool try_ending(Search *search, const char *path, const char *ending) {
  Buffer text = {};
  buffer_text(&text, path);
  buffer_text(&text, ending);
  bool is_file =
      files_is_file(search->vm, text.bytes) && take_file(search, text.bytes);
  buffer_free(&text);
  return is_file;
}

static bool try_file(Search *search, const char *path) {
  static const char *const endings[] = {"", ".js", ".json", ".node"};
  for (u32 i = 0; i < ARRAY_COUNT(endings); i++)
    if (try_ending(search, path, endings[i])) return true;
  return false;
}

static bool try_index(Search *search, const char *path) {
  return try_ending(search, path, "/index.js") ||
         try_ending(search, path, "/index.json") ||
         try_ending(search, path, "/index.node");
}

static bool try_directory(Search *search, const char *path) {
  if (!files_is_directory(search->vm, path)) return false;
  const char *main = package_text(package_at(search->vm, path), "main");
  bool is_found = false;
  if (main && *main) {
    Buffer entry = {};
    path_resolve(path, main, &entry);
    is_found = try_file(search, entry.bytes) || try_index(search, entry.bytes);
    buffer_free(&entry);
  }
  return is_found || try_index(search, path);
}

static bool ends_in_folder(const char *path) {
  return path_ends(path, "/") || path_ends(path, "/.") ||
         path_ends(path, "/..") || !strcmp(path, ".") || !strcmp(path, "..");
}

/* What `require` does with a path. */
static bool try_path(Search *search, const char *directory, const char *path) {
  Buffer text = {};
  path_resolve(directory, path, &text);
  bool is_found = (!ends_in_folder(path) && try_file(search, text.bytes)) ||
                  try_directory(search, text.bytes);
  buffer_free(&text);
  return is_found;
}

/* ---- exports and imports ------------------------------------------------ */

typedef struct Target {
  const Package *package;
  const char *match; /* what a star stands for, or NULL */
  size_t match_length;
  const char *subpath; /* for messages */
  bool is_import;      /* of `imports`: may name another package */
} Target;

static bool condition_holds(const Search *search, const char *condition) {
  const char *own = search->kind == RESOLVE_IMPORT ? "import" : "require";
  return !strcmp(condition, "default") || !strcmp(condition, "node") ||
         !strcmp(condition, own) || !strcmp(condition, "module-sync") ||
         !strcmp(condition, "node-addons");
}

static Outcome follow(Search *search, const Target *target, json_t *json);

static Outcome throw_target(Search *search, const Target *target,
                            const char *text) {
  host_throw_coded(
      search->vm, ERROR_ERROR, "ERR_INVALID_PACKAGE_TARGET",
      "Invalid \"%s\" target \"%s\" defined for '%s' in the package "
      "config %s/package.json",
      target->is_import ? "imports" : "exports", text, target->subpath,
      target->package->directory);
  return OUTCOME_THREW;
}

static void append_matched(Buffer *out, const char *text,
                           const Target *target) {
  for (; *text; text++) {
    if (*text == '*' && target->match)
      buffer_append(out, target->match, target->match_length);
    else
      buffer_byte(out, *text);
  }
}

static bool search_package(Search *search, const char *specifier);

static Outcome follow_text(Search *search, const Target *target,
                           const char *text) {
  Buffer path = {}, full = {};
  Outcome outcome = OUTCOME_FOUND;
  append_matched(&path, text, target);
  if (strncmp(text, "./", 2) == 0) {
    path_resolve(target->package->directory, path.bytes, &full);
    take_file(search, full.bytes);
  } else if (target->is_import && text[0] != '/' && text[0] != '.') {
    outcome =
        search_package(search, path.bytes) ? OUTCOME_FOUND : OUTCOME_THREW;
  } else {
    outcome = throw_target(search, target, text);
  }
  buffer_free(&path);
  buffer_free(&full);
  return outcome;
}

static Outcome follow_conditions(Search *search, const Target *target,
                                 json_t *object) {
  const char *condition;
  json_t *value;
  json_object_foreach(object, condition, value) {
    if (!condition_holds(search, condition)) continue;
    Outcome outcome = follow(search, target, value);
    if (outcome != OUTCOME_NONE) return outcome;
  }
  return OUTCOME_NONE;
}

static Outcome follow(Search *search, const Target *target, json_t *json) {
  if (json_is_string(json))
    return follow_text(search, target, json_string_value(json));
  if (json_is_object(json)) return follow_conditions(search, target, json);
  if (json_is_null(json)) return OUTCOME_NULL;
  Outcome outcome = OUTCOME_NONE;
  for (size_t i = 0; json_is_array(json) && i < json_array_size(json); i++) {
    outcome = follow(search, target, json_array_get(json, i));
    if (outcome == OUTCOME_FOUND || outcome == OUTCOME_THREW) return outcome;
  }
  return outcome;
}

/* Of two patterns that fit, the one with more in front of its star. */
static bool is_better(const char *pattern, const char *best) {
  if (!best) return true;
  size_t base = strcspn(pattern, "*"), best_base = strcspn(best, "*");
  if (base != best_base) return base > best_base;
  return strlen(pattern) > strlen(best);
}

static bool pattern_fits(const char *pattern, const char *key, Target *target) {
  const char *star = strchr(pattern, '*');
  if (!star) return false;
  size_t before = (size_t)(star - pattern), after = strlen(star + 1);
  size_t length = strlen(key);
  if (length <= before + after - (after > 0) || length < before + after ||
      strncmp(pattern, key, before) != 0 ||
      strcmp(key + length - after, star + 1) != 0)
    return false;
  target->match = key + before;
  target->match_length = length - before - after;
  return true;
}

/* The member of `exports` or `imports` for that key. */
static Outcome follow_key(Search *search, Target *target, json_t *map,
                          const char *key) {
  json_t *exact = strchr(key, '*') ? NULL : json_object_get(map, key);
  if (exact) return follow(search, target, exact);
  const char *pattern, *best = NULL;
  json_t *value, *chosen = NULL;
  json_object_foreach(map, pattern, value) {
    Target fit = *target;
    if (!pattern_fits(pattern, key, &fit) || !is_better(pattern, best))
      continue;
    best = pattern;
    chosen = value;
  }
  if (!chosen) return OUTCOME_NONE;
  pattern_fits(best, key, target);
  return follow(search, target, chosen);
}

/* `exports` may be what "." means alone. */
static bool has_subpaths(json_t *exports) {
  const char *first = json_object_iter_key(json_object_iter(exports));
  return json_is_object(exports) && first && first[0] == '.';
}

/* `subpath` is "." or "./lib/x". False: threw. */
static bool follow_exports(Search *search, const Package *package,
                           const char *subpath) {
  json_t *exports = json_object_get(package->json, "exports");
  Target target = {.package = package, .subpath = subpath};
  Outcome outcome = OUTCOME_NONE;
  if (has_subpaths(exports))
    outcome = follow_key(search, &target, exports, subpath);
  else if (!strcmp(subpath, "."))
    outcome = follow(search, &target, exports);
  if (outcome == OUTCOME_FOUND) return true;
  if (outcome == OUTCOME_THREW) return false;
  if (!strcmp(subpath, "."))
    return host_throw_coded(
        search->vm, ERROR_ERROR, "ERR_PACKAGE_PATH_NOT_EXPORTED",
        "No \"exports\" main defined in %s/package.json", package->directory);
  return host_throw_coded(
      search->vm, ERROR_ERROR, "ERR_PACKAGE_PATH_NOT_EXPORTED",
      "Package subpath '%s' is not defined by \"exports\" in %s/package.json",
      subpath, package->directory);
}

static bool follow_imports(Search *search, const char *specifier) {
  const Package *package = package_around(search->vm, search->from);
  json_t *imports = package ? json_object_get(package->json, "imports") : NULL;
  Target target = {.package = package, .subpath = specifier, .is_import = true};
  Outcome outcome = OUTCOME_NONE;
  if (json_is_object(imports))
    outcome = follow_key(search, &target, imports, specifier);
  if (outcome == OUTCOME_FOUND) return true;
  if (outcome == OUTCOME_THREW) return false;
  return host_throw_coded(search->vm, ERROR_TYPE,
                          "ERR_PACKAGE_IMPORT_NOT_DEFINED",
                          "Package import specifier \"%s\" is not defined "
                          "imported from %s",
                          specifier, search->from);
}

/* ---- Packages ----------------------------------------------------------- */

void resolve_folders(const char *directory, Buffer *folders) {
  size_t length = strlen(directory);
  while (length > 1 && directory[length - 1] == '/')
    length--;
  for (;;) {
    bool is_own =
        length >= 13 && !memcmp(directory + length - 13, "/node_modules", 13);
    if (!is_own) {
      if (length > 1) buffer_append(folders, directory, length);
      buffer_append(folders, "/node_modules", 14);
    }
    if (length <= 1) return;
    while (length > 0 && directory[length - 1] != '/')
      length--;
    if (length > 1) length--;
  }
}

static bool has_exports(const Package *package) {
  json_t *exports =
      package->json ? json_object_get(package->json, "exports") : NULL;
  return exports && !json_is_null(exports);
}

/* `import` of a package without exports: its main file. */
static bool try_import(Search *search, const char *root, const char *subpath) {
  if (!strcmp(subpath, ".")) return try_directory(search, root);
  Buffer path = {};
  path_resolve(root, subpath, &path);
  bool is_file = files_is_file(search->vm, path.bytes);
  if (is_file) take_file(search, path.bytes);
  buffer_free(&path);
  return is_file;
}

/* One folder of node_modules. */
static Outcome try_folder(Search *search, const char *folder,
                          const char *specifier) {
  Buffer name = {}, subpath = {}, root = {};
  Outcome outcome = OUTCOME_NONE;
  split(specifier, &name, &subpath);
  path_resolve(folder, name.bytes, &root);
  const Package *package = package_at(search->vm, root.bytes);
  if (has_exports(package))
    outcome = follow_exports(search, package, subpath.bytes) ? OUTCOME_FOUND
                                                             : OUTCOME_THREW;
  else if (search->kind == RESOLVE_IMPORT)
    outcome = try_import(search, root.bytes, subpath.bytes) ? OUTCOME_FOUND
                                                            : OUTCOME_NONE;
  else if (try_path(search, folder, specifier))
    outcome = OUTCOME_FOUND;
  buffer_free(&name);
  buffer_free(&subpath);
  buffer_free(&root);
  return outcome;
}

/* A package may name itself. */
static Outcome try_self(Search *search, const char *specifier) {
  const Package *package = package_around(search->vm, search->from);
  const char *own = package_text(package, "name");
  if (!own || !has_exports(package)) return OUTCOME_NONE;
  Buffer name = {}, subpath = {};
  Outcome outcome = OUTCOME_NONE;
  split(specifier, &name, &subpath);
  if (!strcmp(name.bytes, own))
    outcome = follow_exports(search, package, subpath.bytes) ? OUTCOME_FOUND
                                                             : OUTCOME_THREW;
  buffer_free(&name);
  buffer_free(&subpath);
  return outcome;
}

static bool search_package(Search *search, const char *specifier) {
  if (node_find_builtin(specifier)) {
    buffer_format(search->found, "node:%s", specifier);
    return true;
  }
  Outcome outcome = try_self(search, specifier);
  if (outcome != OUTCOME_NONE) return outcome == OUTCOME_FOUND;
  Buffer directory = {}, folders = {};
  buffer_append(&directory, search->from, path_directory_length(search->from));
  resolve_folders(directory.bytes ? directory.bytes : "/", &folders);
  for (const char *folder = folders.bytes;
       folder < folders.bytes + folders.length && outcome == OUTCOME_NONE;
       folder += strlen(folder) + 1)
    if (files_is_directory(search->vm, folder))
      outcome = try_folder(search, folder, specifier);
  buffer_free(&directory);
  buffer_free(&folders);
  return outcome == OUTCOME_FOUND ||
         (outcome == OUTCOME_NONE && throw_missing(search));
}

/* ---- Paths of imports ---------------------------------------------------- */

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A path of a URL: without query and hash, %XX decoded. */
static void decode_url(const char *text, Buffer *out) {
  for (; *text && *text != '?' && *text != '#'; text++) {
    int high = *text == '%' ? hex_digit(text[1]) : -1;
    int low = high >= 0 ? hex_digit(text[2]) : -1;
    if (low >= 0) text += 2;
    buffer_byte(out, low >= 0 ? (char)(16 * high + low) : *text);
  }
}

static bool import_path(Search *search, const char *directory,
                        const char *specifier) {
  Buffer decoded = {}, path = {};
  decode_url(specifier, &decoded);
  path_resolve(directory, decoded.bytes ? decoded.bytes : "", &path);
  bool ok = false;
  if (files_is_file(search->vm, path.bytes))
    ok = take_file(search, path.bytes);
  else if (files_is_directory(search->vm, path.bytes))
    host_throw_coded(
        search->vm, ERROR_ERROR, "ERR_UNSUPPORTED_DIR_IMPORT",
        "Directory import '%s' is not supported resolving ES modules "
        "imported from %s",
        path.bytes, search->from);
  else
    throw_missing(search);
  buffer_free(&decoded);
  buffer_free(&path);
  return ok;
}

static bool search_path(Search *search, const char *specifier) {
  Buffer directory = {};
  buffer_append(&directory, search->from, path_directory_length(search->from));
  const char *from = directory.bytes ? directory.bytes : "/";
  bool ok = search->kind == RESOLVE_IMPORT
                ? import_path(search, from, specifier)
                : try_path(search, from, specifier) || throw_missing(search);
  buffer_free(&directory);
  return ok;
}

static bool search_scheme(Search *search, const char *specifier) {
  if (!strncmp(specifier, "node:", 5)) {
    if (!node_find_builtin(specifier + 5))
      return host_throw_coded(search->vm, ERROR_ERROR,
                              "ERR_UNKNOWN_BUILTIN_MODULE",
                              "No such built-in module: %s", specifier);
    buffer_text(search->found, specifier);
    return true;
  }
  return search_path(search, specifier + 7); /* file:// */
}

bool resolve_module(VM *vm, ResolveKind kind, const char *specifier,
                    const char *from, Buffer *path) {
  Search search = {vm, kind, specifier, from, path};
  if (!strncmp(specifier, "node:", 5) || !strncmp(specifier, "file:///", 8))
    return search_scheme(&search, specifier);
  if (is_path(specifier)) return search_path(&search, specifier);
  if (specifier[0] == '#' && specifier[1])
    return follow_imports(&search, specifier);
  if (!*specifier) return throw_missing(&search);
  return search_package(&search, specifier);
}

/* ---- Formats ------------------------------------------------------------ */

ModuleFormat resolve_format(VM *vm, const char *path, bool *is_certain) {
  *is_certain = true;
  if (!strncmp(path, "node:", 5)) return FORMAT_BUILTIN;
  if (path_ends(path, ".mjs")) return FORMAT_MODULE;
  if (path_ends(path, ".cjs")) return FORMAT_COMMONJS;
  if (path_ends(path, ".json")) return FORMAT_JSON;
  const Package *package = package_around(vm, path);
  if (package_is_module(package)) return FORMAT_MODULE;
  *is_certain = package_text(package, "type") != NULL;
  return FORMAT_COMMONJS;
}
