// Bundles the viewer into a folder that the program embeds.
//
//   node build.mjs [FOLDER [SHEET]]     default: $GLASSHEAP_UI or dist/
//
// SHEET is the cheatsheet, which tools/cheatsheet.mjs has drawn with the engine.
//
// Three pages: index.html with app.js and app.css for a program, heap.html with
// heap.js and heap.css for heap snapshots, lab.html with lab.js and lab.css for
// the lab, whose editor and content come when they are wanted. Each loads only
// what it needs. No maps: the program serves them from its own memory, always
// fresh.
import { build } from 'esbuild';
import {
  copyFileSync, mkdirSync, readFileSync, writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { contentPlugin, writeContent } from './content.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? process.env.GLASSHEAP_UI ??
  join(HERE, 'dist'));

mkdirSync(folder, { recursive: true });
const options = {
  absWorkingDir: HERE,
  outdir: folder,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2023'],
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
};
await build({
  ...options,
  entryPoints: { app: 'src/main.tsx', heap: 'src/snapshot/main.tsx' },
});
await build({
  ...options,
  entryPoints: { lab: 'src/lab/main.tsx' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [contentPlugin(writeContent(join(HERE, '../lab'), folder))],
});

const sheet = process.argv[3];
if (sheet) copyFileSync(sheet, join(folder, 'content/cheatsheet.json'));

// the pages differ in what they load alone; the lab's stands at many addresses
const html = readFileSync(join(HERE, 'index.html'), 'utf8');
const pages = { index: 'app', heap: 'heap', lab: '/lab' };
for (const [page, name] of Object.entries(pages)) {
  writeFileSync(join(folder, `${page}.html`),
    html.replaceAll(/"app\.(css|js)"/g, `"${name}.$1"`));
}

for (const [page, ...rest] of [['index.html', 'app.js', 'app.css'],
  ['heap.html', 'heap.js', 'heap.css'], ['lab.html', 'lab.js', 'lab.css']]) {
  const sizes = [page, ...rest].map((name) => {
    const file = readFileSync(join(folder, name));
    return { name, bytes: gzipSync(file, { level: 9 }).length };
  });
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${page}: ${(total / 1024).toFixed(0)} KB compressed (${
    sizes.map(({ name, bytes }) => `${name} ${(bytes / 1024).toFixed(1)}`)
      .join(', ')})`);
}
