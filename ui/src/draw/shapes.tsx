// The tree of Shapes: a box for each, a line for each transition with the key
// that it adds.
import { computed, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import {
  SHAPE_HEIGHT, shapeGroups, withAncestors, type ShapeBox, type ShapeEdge,
  type ShapeTree,
} from '../model/shape-forest.ts';
import { at, plural, shorten } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { cell, chosen, now } from '../model/store.ts';
import { choose } from '../model/time.ts';
import type { Address, Shape } from '../protocol.ts';
import { drawOnce } from '../figure/statics.ts';
import { Tips } from './heap.tsx';
import { Empty, Panel } from './panel.tsx';

/** The Shape of the chosen object, or the chosen Shape itself. */
const highlighted = computed<Address | null>(() =>
  cell.value?.shape?.address ?? chosen.value);

/** All that the server sent, or those of the objects in the picture and what
 * they grew from. */
const showsAll = kept.shapes;

const shown = computed(() => {
  const snapshot = now.value;
  if (!snapshot) return [];
  if (showsAll.value) return snapshot.shapes;
  const wanted = new Set(snapshot.graph.nodes.flatMap(({ shape }) =>
    shape === undefined ? [] : [shape]));
  if (highlighted.value !== null) wanted.add(highlighted.value);
  return withAncestors(snapshot.shapes, wanted);
});
const groups = computed(() => shapeGroups(shown.value));
/** Shapes that were made since the moment before. */
const fresh = computed(() => new Set(now.value?.state.events?.flatMap(
  ({ kind, address }) => kind === 'shape' ? [address] : [])));

function prototypeName({ prototype }: Shape): string {
  return shorten(prototype?.in === 'word' ? 'null'
    : prototype?.class ?? 'Object', 12);
}

function shapeName(shape: Shape): string {
  return [
    `Shape ${shape.text || '{}'} ${at(shape.address)}`,
    shape.key !== undefined && shape.parent != null &&
      `adds ${shape.key} at offset ${shape.offset}`,
    plural(shape.objects, 'object'),
    `prototype ${prototypeName(shape)}`,
    shape.literal && 'of a literal',
    shape.dictionary && 'dictionary',
    shape.table && `Shape table of ${plural(shape.table.count, 'key')}`,
  ].filter(Boolean).join(', ');
}

function ShapeView({ box }: { box: ShapeBox }) {
  const { shape, label, width } = box;
  const isHere = highlighted.value === shape.address;
  const isNew = fresh.value.has(shape.address);
  const pick = () => void choose(shape.address);
  return (
    <g class={`shape${isHere ? ' is-chosen' : ''}${isNew ? ' is-new' : ''}${
      shape.objects ? '' : ' is-bare'}`} role="button" tabIndex={0}
      transform={`translate(${box.x} ${box.y})`}
      aria-current={isHere || undefined} onClick={pick}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        pick();
      }}>
      <title>{shapeName(shape)}</title>
      <rect class="shape-ground" width={width} height={SHAPE_HEIGHT}
        rx={SHAPE_HEIGHT / 2} />
      <text class="shape-text" x={width / 2} y="15">{label}</text>
      <text class="shape-count" x={width / 2} y="27">
        {shape.objects ? plural(shape.objects, 'object')
          : shape.parent == null && shape.prototype
            ? `prototype: ${prototypeName(shape)}` : 'no objects'}
      </text>
      {shape.table && (
        <g class="shape-table" transform={`translate(${width - 9} -5)`}>
          <rect width="14" height="13" rx="2.5" />
          <path d="M2.5 4.5h9M2.5 7.5h9M2.5 10.5h9" />
        </g>
      )}
      {isNew && <g class="box-tag" transform={`translate(4 -7)`}>
        <rect width="27" height="14" rx="7" /><text x="13.5" y="10.5">new</text>
      </g>}
    </g>
  );
}

function EdgeView({ edge }: { edge: ShapeEdge }) {
  const x1 = edge.from.x + edge.from.width / 2;
  const y1 = edge.from.y + SHAPE_HEIGHT;
  const x2 = edge.to.x + edge.to.width / 2;
  const y2 = edge.to.y;
  const middle = (y1 + y2) / 2;
  const { offset } = edge.to.shape;
  return (
    <g class="shape-edge" aria-hidden="true">
      <path d={`M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2 - 1}`}
        marker-end="url(#tip)" />
      <text x={x1 + (x2 - x1) * 0.86} y={middle + 7}>
        <tspan class="shape-key">+{edge.label}</tspan>
        <tspan class="shape-offset" dx="4">{offset}</tspan>
      </text>
    </g>
  );
}

function TreeInside({ tree }: { tree: ShapeTree }) {
  return (
    <>
      {tree.edges.map((edge) => <EdgeView key={edge.key} edge={edge} />)}
      {tree.boxes.map((box) => (
        <ShapeView key={box.shape.address} box={box} />
      ))}
    </>
  );
}

function TreeView({ tree }: { tree: ShapeTree }) {
  const margin = 9;
  return (
    <svg class="shape-tree" width={tree.width + 2 * margin}
      height={tree.height + 2 * margin} role="group"
      aria-label={`Shapes from ${tree.root.text || '{}'}`}
      viewBox={`${-margin} ${-margin} ${tree.width + 2 * margin} ${
        tree.height + 2 * margin}`}><TreeInside tree={tree} /></svg>
  );
}

// ---- For a file --------------------------------------------------------------

const HEADING = 24;
const BESIDE = 12;
const WIDEST = 760;

interface PlacedTree {
  tree: ShapeTree;
  x: number;
  y: number;
}

/** Trees in lines, as on the page. */
function placeTrees(trees: ShapeTree[], top: number): {
  placed: PlacedTree[];
  bottom: number;
  right: number;
} {
  const placed: PlacedTree[] = [];
  let [x, y, bottom, right] = [0, top, top, 0];
  for (const tree of trees) {
    const width = tree.width + 18;
    if (x > 0 && x + width > WIDEST) [x, y] = [0, bottom];
    placed.push({ tree, x, y });
    x += width + BESIDE;
    right = Math.max(right, x);
    bottom = Math.max(bottom, y + tree.height + 18);
  }
  return { placed, bottom, right };
}

/** All trees of Shapes as one drawing; null when there is none. */
function shapesPicture(): SVGSVGElement | null {
  let [y, width] = [0, 240];
  const parts = groups.value.map(({ title, note, trees }) => {
    const top = y;
    const { placed, bottom, right } = placeTrees(trees, y + HEADING);
    y = bottom + BESIDE;
    width = Math.max(width, right);
    return (
      <g key={title}>
        <text class="shape-heading" x="0" y={top + 14}>{title}
          <tspan class="shape-note" dx="6">{note}</tspan></text>
        {placed.map(({ tree, x, y: at }) => (
          <svg key={tree.root.address} x={x} y={at} width={tree.width + 18}
            height={tree.height + 18} class="shape-tree">
            <g transform="translate(9 9)"><TreeInside tree={tree} /></g>
          </svg>
        ))}
      </g>
    );
  });
  return parts.length ? drawOnce(
    <svg width={width} height={y}><Tips />{parts}</svg>,
  ) as SVGSVGElement : null;
}

/** Scrolls a panel, and only that, until the element is in sight. */
function bringInSight(box: Element, element: Element): void {
  const outer = box.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const shift = (low: number, high: number, from: number, to: number) =>
    low < from + 40 ? low - from - 40 : high > to - 20 ? high - to + 20 : 0;
  box.scrollTop += shift(inner.top, inner.bottom, outer.top, outer.bottom);
  box.scrollLeft += shift(inner.left, inner.right, outer.left, outer.right);
}

export function Shapes() {
  const body = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    if (highlighted.value === null) return;
    requestAnimationFrame(() => {
      const shape = body.current?.querySelector('.shape.is-chosen');
      if (body.current && shape) bringInSight(body.current, shape);
    });
  });
  const count = shown.value.length;
  return (
    <Panel name="shapes" title="Shapes" vector={shapesPicture} aside={
      <label class="toggle"><input type="checkbox" checked={showsAll.value === true}
        onChange={(event) => {
          showsAll.value = event.currentTarget.checked || null;
        }}
      />of built-ins too</label>}>
      {count === 0
        ? <Empty>No object of the program has a Shape yet.</Empty> : (
        <div ref={body} class="shapes-body scrolls" tabIndex={0} role="group"
          aria-label="Trees of Shapes">
          {groups.value.map(({ title, note, trees }) => (
            <section key={title} class="shape-group" aria-label={title}>
              <h3>{title} <span class="of">{note}</span></h3>
              <div class="shape-trees">
                {trees.map((tree) => (
                  <TreeView key={tree.root.address} tree={tree} />
                ))}
              </div>
            </section>
          ))}
        </div>
      )}
    </Panel>
  );
}
