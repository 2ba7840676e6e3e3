// Chrome DevTools' own code over one snapshot, as its worker runs it:
//
//   node devtools.mjs BUNDLE FILE [DUMP]
//
// loads FILE and computes what its first page shows. With DUMP, writes what it
// found of each node, one JSON line each, and then of each constructor. Run by
// bench/heap.mjs, which makes the bundle.
import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import {
  MessageChannel, Worker, isMainThread, workerData,
} from 'node:worker_threads';

const LINES_AT_ONCE = 20_000;

globalThis.self = globalThis;
Promise.withResolvers ??= () => {
  const result = {};
  result.promise = new Promise((resolve, reject) => {
    Object.assign(result, { resolve, reject });
  });
  return result;
};

async function load(path, bundle, { HeapSnapshotLoader }) {
  const loader = new HeapSnapshotLoader({ sendEvent() {} });
  const pieces = createReadStream(path, {
    encoding: 'latin1', highWaterMark: 1 << 22,
  });
  for await (const piece of pieces) {
    loader.write(piece);
    await new Promise(setImmediate);
  }
  loader.close();
  // DevTools computes some columns in a second worker
  const channel = new MessageChannel();
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { bundle, port: channel.port2 },
    transferList: [channel.port2],
  });
  worker.unref();
  return loader.buildSnapshot(channel.port1);
}

const classesOf = (snapshot) =>
  Object.values(snapshot.getAggregatesByClassKey(false, 'all'));

const distanceOf = (distance) => (distance < 0 ? null : distance);

// As the C side says it: what is no text becomes U+FFFD.
const textOf = (text) => text.toWellFormed().replaceAll('\0', '\ufffd');

function describe(snapshot, node, dominator, index) {
  node.nodeIndex = index * snapshot.nodeFieldCount;
  dominator.nodeIndex = node.dominatorIndex();
  const isRoot = node.nodeIndex === snapshot.rootNodeIndex;
  return JSON.stringify([
    node.id(), node.selfSize(), node.retainedSize(),
    distanceOf(node.distance()), isRoot ? null : dominator.id(),
    node.detachedness(), textOf(node.className()),
  ]);
}

function dump(snapshot, path) {
  const file = openSync(path, 'w');
  const node = snapshot.createNode(0);
  const dominator = snapshot.createNode(0);
  let lines = [];
  const flush = () => {
    if (lines.length) writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  for (let i = 0; i < snapshot.nodeCount; i++) {
    lines.push(describe(snapshot, node, dominator, i));
    if (lines.length === LINES_AT_ONCE) flush();
  }
  for (const { name, count, self, maxRet, distance } of classesOf(snapshot)) {
    lines.push(JSON.stringify({ name: textOf(name), count, self, maxRet,
      distance: distanceOf(distance) }));
  }
  flush();
  closeSync(file);
}

if (isMainThread) {
  const [bundle, path, out] = process.argv.slice(2);
  const devtools = await import(bundle);
  const snapshot = await load(path, bundle, devtools);
  const classes = classesOf(snapshot);
  if (out) dump(snapshot, out);
  console.log(`${snapshot.nodeCount} nodes, ${classes.length} constructors`);
  process.exit(0);
} else {
  const devtools = await import(workerData.bundle);
  new devtools.SecondaryInitManager(workerData.port);
}
