// Bundles the viewer into a folder that the program embeds.
//
//   node build.mjs [FOLDER]        default: $GLASSHEAP_UI or dist/
//
// Two pages: index.html with app.js and app.css for a program, heap.html with
// heap.js and heap.css for heap snapshots. Each loads only what it needs. No
// maps, no hashes in names: the program serves them from its own memory, always
// fresh.
import { build } from 'esbuild';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? process.env.GLASSHEAP_UI ??
  join(HERE, 'dist'));

mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: HERE,
  entryPoints: { app: 'src/main.tsx', heap: 'src/snapshot/main.tsx' },
  outdir: folder,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2023'],
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
});

// the two pages differ in what they load alone
const html = readFileSync(join(HERE, 'index.html'), 'utf8');
writeFileSync(join(folder, 'index.html'), html);
writeFileSync(join(folder, 'heap.html'),
  html.replaceAll(/"app\.(css|js)"/g, '"heap.$1"'));

for (const [page, ...rest] of [['index.html', 'app.js', 'app.css'],
  ['heap.html', 'heap.js', 'heap.css']]) {
  const sizes = [page, ...rest].map((name) => {
    const file = readFileSync(join(folder, name));
    return { name, bytes: gzipSync(file, { level: 9 }).length };
  });
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  console.log(`${page}: ${(total / 1024).toFixed(0)} KB compressed (${
    sizes.map(({ name, bytes }) => `${name} ${(bytes / 1024).toFixed(1)}`)
      .join(', ')})`);
}
