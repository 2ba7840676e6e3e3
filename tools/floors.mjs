// Checks the floors: a file may include its own floor and those below, never
// one above; and no header includes itself by way of others.
import { pathToFileURL } from 'node:url';
import {
  C_ENDINGS, includesOf, resolveInclude, sourceFiles, textOf,
} from './sources.mjs';

// The house, from the ground up. The folders of a floor are siblings.
const FLOORS = [
  ['base'], ['heap', 'regexp'], ['object'], ['syntax', 'bytecode'], ['vm'],
  ['library', 'host'], ['watch', 'graph'], ['protocol'],
  ['server', 'remote', 'cli'],
];
// Libraries of their own: they do not know the engine.
const STANDS_ALONE = {
  graph: ['base', 'graph'], regexp: ['base', 'regexp'],
};
// Made by the build, of no floor.
const GENERATED = ['unicode_tables.h', 'unicode_properties.h'];

const floorOf = (folder) =>
  FLOORS.findIndex((folders) => folders.includes(folder));
const folderOf = (path) => /^(?:src\/)?([^/]+)\//.exec(path)?.[1];

// What is wrong with one include; null when nothing is.
export function complaintAbout(file, path) {
  if (GENERATED.includes(path)) return null;
  const from = folderOf(file);
  const to = folderOf(path);
  if (to === undefined || floorOf(to) < 0) {
    return `"${path}" is not written from src/`;
  }
  if (floorOf(to) > floorOf(from)) {
    return `src/${from}/ (floor ${floorOf(from)}) includes "${path}" ` +
      `of floor ${floorOf(to)}`;
  }
  if (STANDS_ALONE[from] && !STANDS_ALONE[from].includes(to)) {
    return `src/${from}/ stands alone and may not include "${path}"`;
  }
  return null;
}

function checkIncludes(files) {
  return files.flatMap((file) => {
    if (floorOf(folderOf(file)) < 0) {
      return [`${file}: src/${folderOf(file)}/ is not a floor of the house`];
    }
    return includesOf(textOf(file)).flatMap(({ line, path }) => {
      const complaint = complaintAbout(file, path);
      return complaint ? [`${file}:${line}: ${complaint}`] : [];
    });
  });
}

// Depth-first over what files include; a file met again on its own path closes
// a circle.
function checkCircles(files) {
  const done = new Set();
  const complaints = [];
  const visit = (file, path) => {
    if (path.includes(file)) {
      const circle = [...path.slice(path.indexOf(file)), file];
      complaints.push(`${file}: includes itself: ${circle.join(' -> ')}`);
      return;
    }
    if (done.has(file)) return;
    for (const include of includesOf(textOf(file))) {
      const to = resolveInclude(file, include.path);
      if (to) visit(to, [...path, file]);
    }
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return complaints;
}

export function floorComplaints() {
  const files = sourceFiles('src', C_ENDINGS);
  return [...checkIncludes(files), ...checkCircles(files)];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const complaints = floorComplaints();
  for (const complaint of complaints) console.log(complaint);
  process.exit(complaints.length ? 1 : 0);
}
