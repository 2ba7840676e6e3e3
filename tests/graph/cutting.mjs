// What becomes unreachable in a heap snapshot when edges are taken away:
// computed in the plainest way, to hold the analyser's figures against.
import { readFileSync } from 'node:fs';

export function loadSnapshot(path) {
  const { snapshot, nodes, edges, strings } = JSON.parse(readFileSync(path));
  const { node_fields: nodeFields, node_types: nodeTypes,
    edge_fields: edgeFields, edge_types: edgeTypes } = snapshot.meta;
  const width = nodeFields.length;
  const field = (node, name) => nodes[node * width + nodeFields.indexOf(name)];
  const count = nodes.length / width;
  const firstEdge = [0];
  for (let node = 0; node < count; node++) {
    firstEdge.push(firstEdge[node] + field(node, 'edge_count'));
  }
  const edge = (index) => {
    const at = index * edgeFields.length;
    const type = edgeTypes[0][edges[at]];
    const name = edges[at + 1];
    const isIndex = type === 'element' || type === 'hidden';
    return { type, name: isIndex ? name : strings[name],
      target: edges[at + 2] / width };
  };
  const ids = new Map();
  for (let node = 0; node < count; node++) ids.set(field(node, 'id'), node);
  return {
    count, ids, root: (snapshot.root_index ?? 0) / width,
    id: (node) => field(node, 'id'),
    name: (node) => strings[field(node, 'name')],
    size: (node) => field(node, 'self_size'),
    type: (node) => nodeTypes[0][field(node, 'type')],
    * edges(node) {
      for (let i = firstEdge[node]; i < firstEdge[node + 1]; i++) yield edge(i);
    },
  };
}

// What is reachable from `starts` over the edges that `holds` lets pass.
function spread(heap, starts, holds) {
  const seen = new Uint8Array(heap.count);
  const pending = [...starts];
  for (const node of starts) seen[node] = 1;
  while (pending.length) {
    const node = pending.pop();
    for (const edge of heap.edges(node)) {
      if (seen[edge.target] || !holds(node, edge)) continue;
      seen[edge.target] = 1;
      pending.push(edge.target);
    }
  }
  return seen;
}

// The program's own objects are those that its globals reach; what else the
// engine knows of them, as its table of strings does, keeps none alive. Nor
// does the half of a WeakMap's entry that comes from the table.
function makeHolds(heap) {
  const entries = [...heap.edges(heap.root)].filter((edge) =>
    edge.type === 'shortcut' || (edge.type === 'element' &&
      heap.name(edge.target) === '(Document DOM trees)'));
  const isOwn = spread(heap, entries.map(({ target }) => target),
    (node, { type }) => type !== 'weak');
  return (node, { type, name, target }) => {
    if (type === 'weak') return false;
    if (node === heap.root) return true;
    const pair = /pair in WeakMap \(table @(\d+)\)$/.exec(name);
    if (pair && Number(pair[1]) === heap.id(node)) return false;
    return type !== 'shortcut' && (isOwn[node] || !isOwn[target]);
  };
}

// Tables and the like inside of an object.
const isPlumbing = (heap, node) =>
  ['array', 'hidden'].includes(heap.type(node)) ||
  /^(blink::(Heap|BasicHeap|EventTargetData)|cppgc::)/.test(heap.name(node));

function findInsides(heap, owner) {
  const insides = new Set([owner]);
  for (const node of insides) {
    for (const edge of heap.edges(node)) {
      if (edge.type !== 'weak' && isPlumbing(heap, edge.target) &&
          edge.type !== 'property') {
        insides.add(edge.target);
      }
    }
  }
  return insides;
}

// An access is [*], .property or ->variable. In a list it is from whichever
// old member the new ones begin.
function matcher(before, heap, { id, access, repeats }) {
  const owner = heap.ids.get(id);
  const insides = findInsides(heap, owner);
  const name = access.replace(/^\.|^->/, '');
  const isNew = (node) => !before.ids.has(heap.id(node));
  if (access === '[*]') {
    return (node, edge) => insides.has(node) && !insides.has(edge.target) &&
      (node !== owner || edge.type !== 'internal') && isNew(edge.target);
  }
  return (node, edge) => String(edge.name) === name && isNew(edge.target) &&
    (node === owner || (repeats && !isNew(node)));
}

// The size of a table counts for its owner; so tables that came lately in
// objects that were there before are growth of those.
function findOldTables(before, heap) {
  const isTable = (node) => ['array', 'hidden'].includes(heap.type(node));
  const isOld = new Uint8Array(heap.count).fill(1);
  for (let node = 0; node < heap.count; node++) {
    if (before.ids.has(heap.id(node))) continue;
    for (const { target } of heap.edges(node)) isOld[target] = 0;
  }
  return (node) => isTable(node) && isOld[node];
}

// The size of what came after `before` and is no longer reachable in `heap`
// once the edges are cut that lead to what came.
export function bytesFreed(before, heap, edges) {
  const matchers = edges.map((edge) => matcher(before, heap, edge));
  const isCut = (node, edge) => matchers.some((match) => match(node, edge));
  const holds = makeHolds(heap);
  const whole = spread(heap, [heap.root], holds);
  const left = spread(heap, [heap.root],
    (node, edge) => holds(node, edge) && !isCut(node, edge));
  const isOldTable = findOldTables(before, heap);
  let bytes = 0;
  for (let node = 0; node < heap.count; node++) {
    if (whole[node] && !left[node] && !before.ids.has(heap.id(node)) &&
        !isOldTable(node)) {
      bytes += heap.size(node);
    }
  }
  return bytes;
}
