// Bundles the viewer into a folder that the program embeds.
//
//   node build.mjs [FOLDER]        default: $GLASSHEAP_UI or dist/
//
// Three files: index.html, app.js, app.css. No maps, no hashes in names: the
// program serves them from its own memory, always fresh.
import { build } from 'esbuild';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const HERE = dirname(fileURLToPath(import.meta.url));
const folder = resolve(process.argv[2] ?? process.env.GLASSHEAP_UI ??
  join(HERE, 'dist'));

mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: HERE,
  entryPoints: { app: 'src/main.tsx' },
  outdir: folder,
  bundle: true,
  minify: true,
  format: 'esm',
  target: ['es2023'],
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'warning',
});
copyFileSync(join(HERE, 'index.html'), join(folder, 'index.html'));

const sizes = ['index.html', 'app.js', 'app.css'].map((name) => {
  const bytes = gzipSync(readFileSync(join(folder, name)), { level: 9 }).length;
  return { name, bytes };
});
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
console.log(`viewer: ${(total / 1024).toFixed(0)} KB compressed (${
  sizes.map(({ name, bytes }) => `${name} ${(bytes / 1024).toFixed(1)}`)
    .join(', ')})`);
