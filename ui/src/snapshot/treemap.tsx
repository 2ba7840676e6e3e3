// What keeps the most alive: the dominator tree as nested rectangles. A
// rectangle is as large as what would be freed with its object.
import { hierarchy, treemap, type HierarchyRectangularNode,
} from 'd3-hierarchy';
import { useEffect, useRef, useState } from 'preact/hooks';
import { number, shorten } from '../model/format.ts';
import { LineLost, line } from '../connection.ts';
import { Panel } from '../draw/panel.tsx';
import { drawOnce } from '../figure/statics.ts';
import { ask, file, report, snapshot } from './answers.ts';
import { Glyph, Go, ObjectCell, Part, Wait } from './parts.tsx';
import { choose, go, place } from './place.ts';
import type { Dominators, HeapObject, Tree } from './protocol.ts';
import { Rows, type Column } from './rows.tsx';
import {
  bytes, FAMILIES, labelOf, markOf, nameOf, sayObject, share,
} from './words.ts';

const WIDEST = 240; // children of one object that are drawn
const MOST = 420; // rectangles
const HEAD = 17; // pixels, for the label over what is inside
const ANCESTORS = 12;
const FOLDED_SHARE = 0.93;

/** A part of the picture: an object, or what is too small to be one. */
interface Tile {
  tree: Tree | null;
  /** From the object that is the parent's child down to `tree`: each keeps
   * nearly nothing but the next, so that they share a rectangle. */
  chain: Tree[];
  /** What is not in one of the children. */
  own: number;
  /** For what is no object: those that are not drawn, in words. */
  rest: string;
  children: Tile[];
}

function sayRest({ children = [], classes }: Tree, chain: Tree[]): string {
  const all = chain.reduce((sum, { total = 0 }) => sum + total, 0);
  const count = all - (chain.length - 1) - children.length;
  if (count <= 0) return 'itself';
  const most = chain.length === 1 && classes?.[0];
  return most ? `${number(count)} more, mostly ${shorten(most.name, 30)}`
    : `${number(count)} more`;
}

/** A child with nearly all that its parent keeps. */
const heirOf = ({ children = [], retained }: Tree): Tree | undefined =>
  children.find((child) => child.retained > FOLDED_SHARE * retained);

function tileOf(from: Tree): Tile {
  const chain = [from];
  let tree = from;
  for (let heir = heirOf(tree); heir; heir = heirOf(tree)) {
    chain.push(heir);
    tree = heir;
  }
  return wholeTile(tree, chain, from.retained);
}

function wholeTile(tree: Tree, chain: Tree[], size: number): Tile {
  const children = (tree.children ?? []).map(tileOf);
  const own = Math.max(0, size - (tree.children ?? [])
    .reduce((sum, { retained }) => sum + retained, 0));
  if (!children.length) return { tree, chain, own, rest: '', children };
  return { tree, chain, own: 0, rest: '', children: [...children,
    { tree: null, chain: [], own, rest: sayRest(tree, chain),
      children: [] }] };
}

type Box = HierarchyRectangularNode<Tile>;

function layOut(tree: Tree, width: number, height: number): Box[] {
  const whole = wholeTile(tree, [tree], tree.retained);
  const root = hierarchy(whole, ({ children }) => children)
    .sum(({ own }) => own)
    // what is no object comes last, wherever that is
    .sort((a, b) => Number(b.data.tree !== null) - Number(a.data.tree !== null)
      || b.value! - a.value!);
  const boxes = treemap<Tile>().size([width, height]).round(true)
    .paddingInner(2)
    .paddingOuter(({ depth }) => depth === 0 ? 0 : 3)
    .paddingTop(({ depth, x0, x1, y0, y1 }) =>
      depth === 0 ? 0 : x1 - x0 > 40 && y1 - y0 > 34 ? HEAD : 3)(root);
  const area = ({ x0, x1, y0, y1 }: Box) => (x1 - x0) * (y1 - y0);
  return boxes.descendants().filter(({ depth, x0, x1, y0, y1, data }) =>
    depth > 0 && x1 - x0 > 3 && y1 - y0 > 3 &&
    (data.tree || x1 - x0 > 12 && y1 - y0 > 12))
    .sort((a, b) => a.depth - b.depth || area(b) - area(a))
    .slice(0, MOST);
}

// ---- Reading it ------------------------------------------------------------

/** Parts of at least this share are opened further. */
const OPENED_SHARE = 0.015;
/** In so many steps of the server, each of which goes over all nodes once. */
const OPENED_STEPS = 160_000_000;
const OPENED_LEAST = 16;
const OPENED_MOST = 140;
/** Milliseconds after which the outermost parts are shown alone. */
const PATIENCE = 400;

/** The tree with its larger parts opened, each as wide as it is large. */
async function readTree(
  id: number | null, begun: (tree: Dominators) => void,
): Promise<Dominators> {
  const root = await ask('HeapSnapshot.dominators', {
    ...id !== null && { id }, depth: 1, offset: 0, limit: WIDEST,
  });
  const tree: Dominators = { ...root };
  begun(tree);
  let level: Tree[] = [tree];
  const nodes = file.value?.nodes ?? 1;
  let left = Math.max(OPENED_LEAST,
    Math.min(OPENED_MOST, Math.round(OPENED_STEPS / nodes)));
  while (level.length && left > 0) {
    const isLarge = ({ retained }: Tree) =>
      retained > OPENED_SHARE * root.retained;
    const wanted = level.flatMap((node) => {
      // answers are kept for others: what changes is a copy
      node.children = node.children?.map((child) => ({ ...child }));
      return node.children?.filter(isLarge) ?? [];
    }).slice(0, left);
    left -= wanted.length;
    await Promise.all(wanted.map(async (child) => {
      const part = Math.min(1, child.retained / root.retained);
      const answer = await ask('HeapSnapshot.dominators', {
        id: child.id, depth: 1, offset: 0,
        limit: Math.max(30, Math.round(part * WIDEST)),
      });
      const { children, total, classes } = answer;
      Object.assign(child, { children, total, classes });
    }));
    level = wanted;
  }
  return tree;
}

function useTree(id: number | null) {
  const [read, setRead] = useState<{
    tree: Dominators | null;
    error: string | null;
  }>({ tree: null, error: null });
  const isOpen = line.value === 'open';
  useEffect(() => {
    let isWanted = isOpen;
    let timer: number | undefined;
    if (isWanted) {
      const show = (tree: Dominators) => {
        if (isWanted) setRead({ tree, error: null });
      };
      readTree(id, (tree) => {
        timer = window.setTimeout(() => show(tree), PATIENCE);
      }).then(show, (error: Error) => {
        if (isWanted && !(error instanceof LineLost)) {
          setRead({ tree: null, error: error.message });
        }
      }).finally(() => window.clearTimeout(timer));
    }
    return () => { isWanted = false; };
  }, [id, snapshot.value, isOpen]);
  return read;
}

/** The picture that is drawn next takes the focus of the one that goes. */
let keepsFocus = false;

function markFocus(): void {
  keepsFocus = document.activeElement?.closest('.treemap') != null;
}

/** Down the tree, or when there is nothing below, to the object's card. */
function open(tree: Tree): void {
  markFocus();
  if (tree.retained > tree.self) go({ root: tree.id });
  else choose(tree.id);
}

// ---- The picture -----------------------------------------------------------

/** The box whose middle lies nearest in a direction. */
function neighbour(boxes: Box[], from: Box, key: string): Box | undefined {
  const middle = ({ x0, x1, y0, y1 }: Box) => [(x0 + x1) / 2, (y0 + y1) / 2];
  const [x, y] = middle(from) as [number, number];
  const isAcross = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1;
  let best: Box | undefined;
  let least = Infinity;
  for (const box of boxes) {
    const [a, b] = middle(box) as [number, number];
    const along = sign * (isAcross ? a - x : b - y);
    const aside = Math.abs(isAcross ? b - y : a - x);
    if (box === from || along <= 1) continue;
    if (along + 2 * aside < least) [best, least] = [box, along + 2 * aside];
  }
  return best;
}

function TileBox({ box, whole, focused, onFocus }: {
  box: Box;
  whole: number;
  focused: boolean;
  onFocus: (box: Box) => void;
}) {
  const { tree, chain, rest } = box.data;
  const width = box.x1 - box.x0;
  const height = box.y1 - box.y0;
  const style = { left: `${box.x0}px`, top: `${box.y0}px`,
    width: `${width}px`, height: `${height}px` };
  const hasLabel = width > 38 && height > 15;
  if (!tree) {
    return <span class="tile is-rest" style={style} aria-hidden="true">
      {hasLabel && rest}</span>;
  }
  const first = chain[0]!;
  const size = `${bytes(first.retained)}, ${share(first.retained, whole)}`;
  const labels = chain.map((part) => shorten(part.label, 40));
  const name = labels.length < 5 ? labels.join(' › ')
    : [...labels.slice(0, 2), '…', ...labels.slice(-2)].join(' › ');
  return (
    <button type="button" style={style} data-id={tree.id}
      class={`tile family-${markOf(tree.type).family}`}
      tabIndex={box.depth === 1 && focused ? 0 : -1}
      aria-label={`${name} ${nameOf(tree.id)}: ${size}`}
      title={`${name} ${nameOf(tree.id)}\nkeeps ${size}`}
      onFocus={() => onFocus(box)} onClick={() => open(tree)}>
      {hasLabel && <span class="tile-label">
        <Glyph type={tree.type} /> {name}
        <span class="of"> {bytes(first.retained)}</span></span>}
    </button>
  );
}

// ---- For a file --------------------------------------------------------------

/** A rectangle as lines and text, cut off at its edges. */
function TileDrawing({ box }: { box: Box }) {
  const { tree, chain, rest } = box.data;
  const [width, height] = [box.x1 - box.x0, box.y1 - box.y0];
  const hasLabel = width > 38 && height > 15;
  const first = chain[0];
  const name = chain.map((part) => shorten(part.label, 40)).join(' › ');
  return (
    <svg x={box.x0} y={box.y0} width={width} height={height}
      class={tree ? `family-${markOf(tree.type).family}` : 'is-rest'}>
      {tree && first && <title>{`${name} ${nameOf(tree.id)}, keeps ${
        bytes(first.retained)}`}</title>}
      <rect class="tile-box" x="0.5" y="0.5" width={Math.max(0, width - 1)}
        height={Math.max(0, height - 1)} rx="3" />
      {hasLabel && <text class="tile-name" x="4" y="12">{tree && first
        ? <>{markOf(tree.type).glyph} {name} <tspan class="tile-size">{
            bytes(first.retained)}</tspan></> : rest}</text>}
    </svg>
  );
}

/** What is drawn at the moment. */
let drawn: Box[] = [];

function treemapPicture(): SVGSVGElement | null {
  if (!drawn.length) return null;
  const width = Math.max(...drawn.map(({ x1 }) => x1));
  const height = Math.max(...drawn.map(({ y1 }) => y1));
  return drawOnce(
    <svg width={width} height={height}>
      {drawn.map((box, at) => <TileDrawing key={at} box={box} />)}
    </svg>) as SVGSVGElement;
}

function Picture({ of }: { of: Dominators }) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [focused, setFocused] = useState(0);
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setSize({
      width: element.clientWidth, height: element.clientHeight,
    }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!size.width || !keepsFocus) return;
    keepsFocus = false;
    const tile = frame.current?.querySelector<HTMLElement>(
      '.tile[tabindex="0"]');
    (tile ?? frame.current)?.focus();
  }, [size.width]);
  const boxes = size.width ? layOut(of, size.width, size.height) : [];
  drawn = boxes;
  const outer = boxes.filter(({ depth, data }) => depth === 1 && data.tree);
  const now = outer.find(({ data }) => data.tree!.id === focused) ?? outer[0];

  function keyDown(event: KeyboardEvent): void {
    if (!event.key.startsWith('Arrow') || !now) return;
    const next = neighbour(outer, now, event.key);
    const element = next && frame.current?.querySelector<HTMLElement>(
      `[data-id="${next.data.tree!.id}"]`);
    element?.focus();
    event.preventDefault();
  }
  return (
    <div class="treemap" ref={frame} role="group" tabIndex={-1} onKeyDown={keyDown}
      data-root={of.id} aria-describedby="treemap-keys"
      aria-label={`What ${sayObject(of)} keeps alive`}>
      {boxes.map((box, index) => (
        <TileBox key={box.data.tree?.id ?? `rest-${index}`} box={box}
          whole={of.bytes} focused={box === now} onFocus={({ data }) =>
            setFocused(data.tree!.id)} />
      ))}
      {outer.length === 0 && of.children.length === 0 &&
        <p class="empty">It keeps nothing else alive.</p>}
      <p id="treemap-keys" class="hidden">Arrow keys go to the rectangle
        beside, Enter goes into it, Backspace goes back up.</p>
    </div>
  );
}

// ---- The way down ----------------------------------------------------------

let wayUp: number | null = null;

export function goUp(): void {
  if (place.value.view !== 'treemap' || place.value.root === null) return;
  markFocus();
  go({ root: wayUp });
}

/** The objects that `id` is freed with, outermost first, `id` the last. */
async function findWay(id: number) {
  const way: HeapObject[] = [];
  let next = id;
  for (let i = 0; i < ANCESTORS; i++) {
    const { node, dominator } = await ask('HeapSnapshot.object',
      { id: next, offset: 0, limit: 0 });
    way.unshift(node);
    if (dominator.id === node.id) return { way, isWhole: true };
    next = dominator.id;
  }
  return { way, isWhole: false };
}

function Breadcrumbs({ id }: { id: number }) {
  const [{ way, isWhole }, setWay] = useState<{
    way: HeapObject[];
    isWhole: boolean;
  }>({ way: [], isWhole: true });
  useEffect(() => {
    let isWanted = true;
    findWay(id).then((found) => {
      if (!isWanted) return;
      wayUp = found.way.at(-2)?.id ?? null;
      setWay(found);
    }, report);
    return () => { isWanted = false; };
  }, [id, snapshot.value]);
  return (
    <nav class="breadcrumbs" aria-label="The way down" data-at={way.at(-1)?.id}>
      <ol>
        {!isWhole && <li><Go to={{ root: null }}>the whole heap</Go> …</li>}
        {way.map((object, index) => (
          <li key={object.id}>
            {index === way.length - 1
              ? <b aria-current="location">{shorten(labelOf(object), 36)} <span
                class="address">{nameOf(object.id)}</span></b>
              : <Go to={{ root: index === 0 && isWhole ? null : object.id }}>{
                shorten(labelOf(object), 24)}</Go>}
          </li>
        ))}
      </ol>
    </nav>
  );
}

const CHILD_COLUMNS: Column<Tree>[] = [
  { title: 'object', width: 'minmax(120px, 3fr)', draw: (node) =>
    <ObjectCell object={node} /> },
  { title: 'own size', width: '84px', numeric: true, wide: true,
    draw: ({ self }) => bytes(self) },
  { title: 'keeps', width: 'minmax(104px, 1fr)', numeric: true,
    draw: ({ retained }) => <Part size={retained} /> },
];

function Legend({ of }: { of: Dominators }) {
  return (
    <p class="treemap-legend" aria-hidden="true">
      {FAMILIES.map(([family, glyph, name]) => (
        <span key={family}><i class={`glyph family-${family}`}>{glyph}</i>
          {name}</span>))}
      {of.total > WIDEST && <span class="of">the {WIDEST} largest of {
        number(of.total)} are drawn</span>}
    </p>
  );
}

export function Treemap() {
  const id = place.value.root;
  const { tree: of, error } = useTree(id);
  if (!of) return <Wait error={error} what="Reading" />;
  return (
    <Panel name="treemap" title="What keeps it alive" class="fills"
      vector={treemapPicture} aside={<>
      <button type="button" class="quiet" onClick={() => choose(of.id)}>
        about {shorten(labelOf(of), 30)}</button></>}>
      <Breadcrumbs id={of.id} />
      <Picture of={of} key={of.id} />
      <Legend of={of} />
      <Rows label="Freed with it" columns={CHILD_COLUMNS}
        about={`${snapshot.value} ${of.id}`}
        fetch={async (offset, limit) => {
          const page = await ask('HeapSnapshot.dominators',
            { id: of.id, offset, limit, depth: 1 });
          return { rows: page.children, total: page.total };
        }} act={open} empty="It keeps nothing else alive." />
    </Panel>
  );
}
