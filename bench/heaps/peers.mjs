// The programs that bench/heap.mjs measures beside ours, installed when they
// are first wanted: into HEAP_PEERS, or a folder of the user's cache. Nothing
// of them is part of the tree.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PACKAGES = {
  devtools: ['chrome-devtools-frontend@1.0.1705227', 'esbuild@0.25'],
  memlab: ['memlab@2.0.5'],
  acorn: ['acorn@8.15.0'],
  typescript: ['typescript@5.9'],
  eslint: ['eslint@9'],
};
const WORKER = 'chrome-devtools-frontend/front_end/entrypoints/'
  + 'heap_snapshot_worker';

export const PEERS = process.env.HEAP_PEERS ?? join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'glassheap-peers');

// Other versions of Node.js are packages too, named by their platform.
const nodePackage = (version) =>
  `node${version}@npm:node-${process.platform}-${process.arch}@${version}`;

const folderOf = (name) => join(PEERS, 'node_modules', name);
const nameOf = (wanted) => wanted.replace(/(?<=.)@.*$/, '');

// Installs packages that are not there; false when they cannot be had.
function installPackages(packages) {
  const missing = packages.filter((wanted) =>
    !existsSync(folderOf(nameOf(wanted))));
  if (!missing.length) return true;
  mkdirSync(PEERS, { recursive: true });
  if (!existsSync(join(PEERS, 'package.json'))) {
    writeFileSync(join(PEERS, 'package.json'), '{"private": true}\n');
  }
  console.error(`installing ${missing.join(', ')} in ${PEERS}`);
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund',
    '--ignore-scripts', ...missing], {
    cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'],
    // memlab's browser is not wanted
    env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: '1' },
  });
  return status === 0;
}

// Installs what one peer is made of; false when it cannot be had. What needs
// no packages is there.
export const install = (peer) => installPackages(PACKAGES[peer] ?? []);

// The program of that version of Node.js, or null.
export function findNode(version) {
  return installPackages([nodePackage(version)])
    ? join(folderOf(`node${version}`), 'bin/node') : null;
}

// DevTools asks for a table of languages that its own build makes.
const LOCALES = `export const LOCALES = [];
  export const BUNDLED_LOCALES = [];
  export const DEFAULT_LOCALE = 'en-US';
  export const REMOTE_FETCH_PATTERN = '';
  export const LOCAL_FETCH_PATTERN = '';`;

const locales = {
  name: 'locales',
  setup(build) {
    build.onResolve({ filter: /locales\.js$/ }, () =>
      ({ path: 'locales', namespace: 'locales' }));
    build.onLoad({ filter: /.*/, namespace: 'locales' }, () =>
      ({ contents: LOCALES }));
  },
};

// The path of DevTools' heap snapshot code as one module, made when it is not
// there; null when its packages cannot be had.
export async function bundleDevTools() {
  if (!install('devtools')) return null;
  const out = join(PEERS, 'devtools.mjs');
  if (existsSync(out)) return out;
  const folder = createRequire(join(PEERS, 'x.js'));
  const { build } = await import(pathToFileURL(folder.resolve('esbuild')));
  await build({
    stdin: {
      contents: ['HeapSnapshot', 'HeapSnapshotLoader']
        .map((name) => `export * from '${join(folderOf(WORKER), name)}.js';`)
        .join('\n'),
      resolveDir: PEERS,
    },
    bundle: true, format: 'esm', platform: 'node', outfile: out,
    logLevel: 'error', plugins: [locales],
  });
  return out;
}
