// Heaps of any size, written without an engine that would have to hold them:
//
//   node bench/heaps/synthetic.cjs KIND=SIZE OUT.heapsnapshot
//
// KIND is `service` (SIZE sessions of eleven objects each, in a Map, as a
// server would hold them), `chain` (SIZE objects, each held by the one before)
// or `fan` (one array of SIZE objects). The text is that of Node.js 20.
'use strict';
const { closeSync, openSync, writeSync } = require('node:fs');

const TYPES = ['hidden', 'array', 'string', 'object', 'code', 'closure',
  'regexp', 'number', 'native', 'synthetic', 'concatenated string',
  'sliced string', 'symbol', 'bigint', 'object shape'];
const EDGES = ['context', 'element', 'property', 'internal', 'hidden',
  'shortcut', 'weak'];
const FIELDS = 7;
const type = (name) => TYPES.indexOf(name);
const edgeType = (name) => EDGES.indexOf(name);

// One member of the file after another: what is written is kept for as long as
// a buffer takes.
class Writer {
  constructor(path) {
    this.file = openSync(path, 'w');
    this.parts = [];
    this.length = 0;
  }

  write(text) {
    this.parts.push(text);
    this.length += text.length;
    if (this.length > 1 << 22) this.flush();
  }

  flush() {
    writeSync(this.file, this.parts.join(''), null, 'latin1');
    this.parts = [];
    this.length = 0;
  }

  end() {
    this.flush();
    closeSync(this.file);
  }
}

// What a heap is made of: fixed words, then the texts of `text(i)`; nodes in
// order, each {type, name, size, edges: [[type, name, target], ...]}. A kind
// says its nodes twice, once for their records and once for their edges.
const WORDS = ['', '(GC roots)', 'Window', 'system / Map', 'Session', 'Object',
  'map', 'elements', 'user', 'id', 'name', 'next', 'buffer', 'table', 'cache',
  'Array', 'log', 'roles', 'system / Context', 'context', 'tick', 'code',
  'heap number', 'handler'];
const word = Object.fromEntries(WORDS.map((text, i) => [text, i]));

const node = (kind, name, size, ...edges) => ({
  type: type(kind), name: word[name] ?? name, size, edges,
});
const edge = (kind, name, target) => [edgeType(kind),
  typeof name === 'number' ? name : word[name], target];

// 0: the root, 1: roots of the engine, 2: the window, 3: a hidden class.
const start = (first) => [
  node('synthetic', '', 0, edge('element', 1, 1), edge('shortcut', 'Window', 2)),
  node('synthetic', '(GC roots)', 0, edge('element', 0, 3)),
  node('object', 'Window', 32, edge('internal', 'map', 3),
    edge('property', 'cache', first)),
  node('hidden', 'system / Map', 80),
];

const map = edge('internal', 'map', 3);

// The eleven objects of session `i`, the first of which is number `at`.
const session = (at, i) => [
  node('object', 'Session', 56, map, edge('property', 'user', at + 1),
    edge('property', 'id', at + 6), edge('property', 'buffer', at + 7),
    edge('property', 'log', at + 8), edge('internal', 'elements', 3)),
  node('object', 'Object', 40, map, edge('property', 'name', at + 2),
    edge('property', 'roles', at + 3), edge('property', 'id', at + 6)),
  node('string', WORDS.length + i, 32, map),
  node('object', 'Array', 16, map, edge('internal', 'elements', at + 4)),
  node('array', '', 24, map, edge('internal', 0, at + 5),
    edge('internal', 1, 3)),
  node('string', WORDS.length + i % 100, 24, map),
  node('number', 'heap number', 12, map),
  node('native', 'buffer', 128, map),
  node('concatenated string', WORDS.length + i, 32, map,
    edge('internal', 'name', at + 2), edge('internal', 'log', at + 5)),
  node('hidden', 'system / Context', 48, map,
    edge('context', 'user', at), edge('internal', 'tick', at + 10)),
  node('closure', 'handler', 64, map, edge('internal', 'context', at + 9),
    edge('internal', 'code', 3)),
];

const PART = 11;
const KINDS = {
  *service(size) {
    yield* start(4);
    yield { type: type('array'), name: word.table, size: 16 * size,
      edges: Array.from({ length: size }, (_, i) =>
        edge('internal', i, 5 + PART * i)) };
    for (let i = 0; i < size; i++) yield* session(5 + PART * i, i);
  },
  *chain(size) {
    yield* start(4);
    for (let i = 0; i < size; i++) {
      yield i + 1 < size
        ? node('object', 'Session', 24, map, edge('property', 'next', 5 + i))
        : node('object', 'Session', 24, map);
    }
  },
  *fan(size) {
    yield* start(4);
    yield { type: type('array'), name: word.table, size: 16 * size,
      edges: Array.from({ length: size }, (_, i) =>
        edge('element', i, 5 + i)) };
    for (let i = 0; i < size; i++) yield node('object', 'Session', 24, map);
  },
};
const TEXTS = { service: (size) => size, chain: () => 0, fan: () => 0 };

function count(nodes) {
  let nodeCount = 0;
  let edgeCount = 0;
  for (const { edges } of nodes) {
    nodeCount++;
    edgeCount += edges.length;
  }
  return { nodeCount, edgeCount };
}

const [wanted, out] = process.argv.slice(2);
const [kind, text] = wanted.split('=');
const size = Number(text);
const { nodeCount, edgeCount } = count(KINDS[kind](size));
const writer = new Writer(out);
const meta = {
  node_fields: ['type', 'name', 'id', 'self_size', 'edge_count',
    'trace_node_id', 'detachedness'],
  node_types: [TYPES, 'string', 'number', 'number', 'number', 'number',
    'number'],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [EDGES, 'string_or_number', 'node'],
  trace_function_info_fields: [], trace_node_fields: [], sample_fields: [],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};
writer.write(JSON.stringify({ snapshot: { meta, node_count: nodeCount,
  edge_count: edgeCount, trace_function_count: 0 } }).slice(0, -1));
writer.write(',\n"nodes":[');
let n = 0;
for (const { type: t, name, size: bytes, edges } of KINDS[kind](size)) {
  writer.write(`${n ? ',' : ''}${t},${name},${2 * n + 1},${bytes},`
    + `${edges.length},0,0\n`);
  n++;
}
writer.write('],\n"edges":[');
n = 0;
for (const { edges } of KINDS[kind](size)) {
  for (const [t, name, target] of edges) {
    writer.write(`${n++ ? ',' : ''}${t},${name},${target * FIELDS}\n`);
  }
}
writer.write('],\n"trace_function_infos":[],\n"trace_tree":[],\n"samples":[],'
  + '\n"locations":[],\n"strings":[');
writer.write(WORDS.map((each) => JSON.stringify(each)).join(',\n'));
for (let i = 0; i < TEXTS[kind](size); i++) {
  writer.write(`,\n"user ${i} of the service, who came by way of a link"`);
}
writer.write(']}\n');
writer.end();
