// The source files of the house, and what they include.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const NOT_OURS = new Set(['node_modules', 'dist', 'build', 'corpus', '.git']);

// Files under a folder of the tree whose names end in one of `endings`, as
// paths from the root, sorted.
export function sourceFiles(folder, endings) {
  const absolute = join(ROOT, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return NOT_OURS.has(entry.name) ? [] : sourceFiles(path, endings);
    }
    return endings.some((ending) => path.endsWith(ending)) ? [path] : [];
  }).sort();
}

export const C_ENDINGS = ['.c', '.cc', '.h', '.inc', '.def'];

// The `#include "..."` lines of a C file: [{line, path}], as written.
export function includesOf(text) {
  const found = [];
  text.split('\n').forEach((line, index) => {
    const match = /^\s*#\s*include\s+"([^"]+)"/.exec(line);
    if (match) found.push({ line: index + 1, path: match[1] });
  });
  return found;
}

// Where an include is found, as a path from the root; null for generated files
// and other folders' headers.
export function resolveInclude(file, path) {
  const places = [join('src', path), path, join(dirname(file), path)];
  const place = places.find((each) => existsSync(join(ROOT, each)));
  return place === undefined ? null : relative('.', place);
}

// Each source file's text, read once.
const texts = new Map();
export function textOf(file) {
  if (!texts.has(file)) texts.set(file, readFileSync(join(ROOT, file), 'utf8'));
  return texts.get(file);
}
