// The TypeScript compiler at work: SIZE modules of a made-up program are
// parsed, bound and checked, and all of it is kept.
//
//   node bench/heaps/typescript.cjs SIZE OUT.heapsnapshot
//
// typescript is looked for in HEAP_PEERS, the folder of packages that
// bench/heap.mjs makes.
'use strict';
const { createRequire } = require('node:module');
const { join } = require('node:path');
const v8 = require('node:v8');

const folder = createRequire(join(process.env.HEAP_PEERS ?? '.', 'x.js'));
const ts = folder('typescript');

function moduleText(n, size) {
  const other = `module${(n + 1) % size}`;
  return `
    import type { Item${(n + 1) % size} as Next } from './${other}';
    export interface Item${n} { id: number; name: string; next?: Next }
    type Key = keyof Item${n};
    export class Store${n}<T extends Item${n}> {
      #items = new Map<number, T>();
      add(item: T): this { this.#items.set(item.id, item); return this; }
      get(id: number): T | undefined { return this.#items.get(id); }
      pick<K extends Key>(key: K): Item${n}[K][] {
        return [...this.#items.values()].map((item) => item[key]);
      }
    }
    export const store = new Store${n}().add({ id: ${n}, name: 'item ${n}' });
  `;
}

const [size, out] = process.argv.slice(2);
const texts = new Map(Array.from({ length: Number(size) }, (_, n) =>
  [`/module${n}.ts`, moduleText(n, Number(size))]));
const options = {
  strict: true, target: ts.ScriptTarget.ES2022, noEmit: true, types: [],
  lib: ['lib.es2022.d.ts'],
};
const host = ts.createCompilerHost(options);
const { fileExists, readFile } = host;
host.fileExists = (name) => texts.has(name) || fileExists(name);
host.readFile = (name) => texts.get(name) ?? readFile(name);
globalThis.program = ts.createProgram([...texts.keys()], options, host);
globalThis.found = ts.getPreEmitDiagnostics(globalThis.program);
v8.writeHeapSnapshot(out);
