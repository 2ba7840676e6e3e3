// The Shapes as trees: those that grow from empty Shapes, and apart from them
// the ones that literals start at. Laid out top down, a transition a step.
import { hierarchy, tree } from 'd3-hierarchy';
import type { Address, Shape } from '../protocol.ts';
import { shorten } from './format.ts';

export const SHAPE_HEIGHT = 34;
const LEVEL = 76;
const GAP = 14;
const CHARACTER = 6.65;
const LONGEST = 24;

export interface ShapeBox {
  shape: Shape;
  label: string;
  x: number;
  y: number;
  width: number;
}

export interface ShapeEdge {
  key: string;
  label: string;
  from: ShapeBox;
  to: ShapeBox;
}

export interface ShapeTree {
  root: Shape;
  boxes: ShapeBox[];
  edges: ShapeEdge[];
  width: number;
  height: number;
}

interface Branch {
  shape: Shape;
  children: Branch[];
}

/** Only the last keys of a long Shape: each step down adds one. */
function labelOf(shape: Shape): string {
  return shorten(shape.text || '{}', LONGEST);
}

const widthOf = (shape: Shape) => Math.max(labelOf(shape).length * CHARACTER,
  (shape.parent == null && !shape.objects ? 18 : 11) * 5.8) + 22;

function branchesOf(shapes: Shape[]): Branch[] {
  const branches = new Map<Address, Branch>(shapes.map((shape) =>
    [shape.address, { shape, children: [] }]));
  const roots: Branch[] = [];
  for (const branch of branches.values()) {
    const parent = branch.shape.parent;
    const above = parent == null ? undefined : branches.get(parent);
    if (above) above.children.push(branch);
    else roots.push(branch);
  }
  return roots;
}

function layOut(branch: Branch): ShapeTree {
  const root = hierarchy(branch, ({ children }) => children);
  tree<Branch>().nodeSize([1, LEVEL]).separation((a, b) =>
    (widthOf(a.data.shape) + widthOf(b.data.shape)) / 2 + GAP)(root);
  const nodes = root.descendants();
  const left = Math.min(...nodes.map(({ x, data }) =>
    (x ?? 0) - widthOf(data.shape) / 2));
  const boxes = new Map<Branch, ShapeBox>();
  for (const { x, y, data } of nodes) {
    const width = widthOf(data.shape);
    boxes.set(data, {
      shape: data.shape, label: labelOf(data.shape), width,
      x: (x ?? 0) - left - width / 2, y: y ?? 0,
    });
  }
  const edges = root.links().map(({ source, target }): ShapeEdge => {
    const { shape } = target.data;
    return {
      key: String(shape.address), label: shorten(shape.key ?? '', 14),
      from: boxes.get(source.data)!, to: boxes.get(target.data)!,
    };
  });
  const all = [...boxes.values()];
  return {
    root: branch.shape, boxes: all, edges,
    width: Math.max(...all.map(({ x, width }) => x + width)),
    height: Math.max(...all.map(({ y }) => y)) + SHAPE_HEIGHT,
  };
}

/** The Shapes that the wanted ones grew through, and those themselves. */
export function withAncestors(shapes: Shape[], wanted: Set<Address>): Shape[] {
  const known = new Map(shapes.map((shape) => [shape.address, shape]));
  const kept = new Set<Address>();
  for (const address of wanted) {
    let shape = known.get(address);
    while (shape && !kept.has(shape.address)) {
      kept.add(shape.address);
      shape = shape.parent == null ? undefined : known.get(shape.parent);
    }
  }
  return shapes.filter(({ address }) => kept.has(address));
}

export interface ShapeGroup {
  title: string;
  note: string;
  trees: ShapeTree[];
}

/** Trees with most objects first, by what they start from. */
export function shapeGroups(shapes: Shape[]): ShapeGroup[] {
  const trees = branchesOf(shapes).map(layOut);
  const objects = ({ boxes }: ShapeTree) =>
    boxes.reduce((sum, { shape }) => sum + shape.objects, 0);
  const weight = (tree: ShapeTree) => tree.boxes.length * 10 + objects(tree);
  trees.sort((a, b) =>
    weight(b) - weight(a) || a.root.address - b.root.address);
  const groups: ShapeGroup[] = [
    { title: 'From the empty Shape', note: 'a property at a time', trees: [] },
    {
      title: 'From literals',
      note: 'all keys at once: not below the empty Shape',
      trees: [],
    },
    { title: 'Dictionaries', note: 'of one object each', trees: [] },
    {
      title: 'Functions', note: 'length, name and prototype made when needed',
      trees: [],
    },
    { title: 'Others', note: 'with other prototypes or keys to start from',
      trees: [] },
  ];
  for (const each of trees) groups[groupOf(each.root)]!.trees.push(each);
  return groups.filter((group) => group.trees.length);
}

function groupOf(root: Shape): number {
  if (root.dictionary) return 2;
  if (root.literal) return 1;
  if (root.lazy) return 3;
  return root.count === 0 ? 0 : 4;
}
