// The map of the heap: block by block, a square for each place of a cell, by
// its colour or its count. Signs differ in form, not in colour alone.
import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { drawOnce, useStill } from '../figure/statics.ts';
import {
  addressOf, changedPlaces, countOf, meanings, placeOf, sayPlace,
} from '../model/colours.ts';
import { at, bytes, number } from '../model/format.ts';
import { before, chosen, now } from '../model/store.ts';
import { choose } from '../model/time.ts';
import type { Address, Block, CollectorState } from '../protocol.ts';

const SQUARE = 8;
const GAP = 1;
const LARGE = 26;

interface Marks {
  changed: number[];
  /** What just happened is about it. */
  event: number;
  chosen: number;
}

interface Colours {
  ink: string;
  muted: string;
  faint: string;
  panel: string;
  heap: string;
  now: string;
  changed: string;
  chosen: string;
  error: string;
}

function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { ink: read('ink'), muted: read('muted'), faint: read('faint'),
    panel: read('panel'), heap: read('heap'), now: read('now-edge'),
    changed: read('changed'), chosen: read('chosen'), error: read('error') };
}

/** One place: its form says the same as its colour. */
function drawPlace(
  context: CanvasRenderingContext2D, sign: string, x: number, y: number,
  side: number, colours: Colours,
): void {
  const middle = side / 2;
  switch (sign) {
    case '.':
      context.fillStyle = colours.faint;
      context.fillRect(x + middle - 1, y + middle - 1, 2, 2);
      return;
    case 'w':
      context.strokeStyle = colours.muted;
      context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
      return;
    case 'g':
      context.strokeStyle = context.fillStyle = colours.muted;
      context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
      context.beginPath();
      context.moveTo(x, y + side);
      context.lineTo(x + side, y + side);
      context.lineTo(x + side, y);
      context.fill();
      return;
    case 'b':
      context.fillStyle = colours.ink;
      context.fillRect(x, y, side, side);
      return;
    case 'c':
      context.strokeStyle = colours.now;
      context.lineWidth = 2;
      context.strokeRect(x + 1, y + 1, side - 2, side - 2);
      context.lineWidth = 1;
      return;
    case 'd':
      context.strokeStyle = colours.error;
      context.beginPath();
      context.moveTo(x, y);
      context.lineTo(x + side, y + side);
      context.moveTo(x + side, y);
      context.lineTo(x, y + side);
      context.stroke();
      return;
    default: {
      // a count: the higher, the fuller
      const count = sign === '+' ? 10 : Number(sign);
      context.strokeStyle = context.fillStyle = colours.heap;
      context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
      const height = Math.round(Math.min(1, count / 3) * side);
      context.fillRect(x, y + side - height, side, height);
    }
  }
}

function ring(
  context: CanvasRenderingContext2D, x: number, y: number, side: number,
  colour: string, width: number,
): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(x - 1, y - 1, side + 2, side + 2);
  context.lineWidth = 1;
}

const sideOf = (block: Block) => block.large ? LARGE : SQUARE;
const perRow = (block: Block, width: number) =>
  Math.max(1, Math.floor((width - GAP) / (sideOf(block) + GAP)));

/** Behind the last cell all is free: that is said, not drawn. */
const usedPlaces = (block: Block) =>
  block.cells.length - (/\.*$/.exec(block.cells)?.[0].length ?? 0);

function drawBlock(
  canvas: HTMLCanvasElement, block: Block, marks: Marks,
): void {
  const width = canvas.parentElement?.clientWidth ?? 0;
  if (!width) return;
  const side = sideOf(block);
  const columns = perRow(block, width);
  const used = usedPlaces(block);
  const rows = Math.ceil(used / columns);
  const height = rows * (side + GAP) + 3;
  const scale = devicePixelRatio;
  canvas.width = width * scale;
  canvas.height = height * scale;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d')!;
  const colours = coloursOf(canvas);
  context.scale(scale, scale);
  const place = (index: number): [number, number] => [
    1 + (index % columns) * (side + GAP),
    1 + Math.floor(index / columns) * (side + GAP)];
  for (let i = 0; i < used; i++) {
    drawPlace(context, block.cells[i]!, ...place(i), side, colours);
  }
  for (const index of marks.changed) {
    if (index < used) ring(context, ...place(index), side, colours.changed, 1);
  }
  if (marks.chosen >= 0) {
    ring(context, ...place(marks.chosen), side, colours.chosen, 2);
  }
  if (marks.event >= 0) {
    ring(context, ...place(marks.event), side, colours.now, 2);
  }
}

// ---- For a file ------------------------------------------------------------

const box = (x: number, y: number, width: number, height: number): string =>
  `M${x} ${y}h${width}v${height}h${-width}z`;

/** A place as lines: its edge, and what it is filled with. */
function placePaths(
  sign: string, x: number, y: number, side: number,
): { name: string; edge: string; body: string } {
  const edge = box(x + 0.5, y + 0.5, side - 1, side - 1);
  switch (sign) {
    case '.': return { name: 'free', edge: '',
      body: box(x + side / 2 - 1, y + side / 2 - 1, 2, 2) };
    case 'w': return { name: 'white', edge, body: '' };
    case 'g': return { name: 'grey', edge,
      body: `M${x} ${y + side}h${side}v${-side}z` };
    case 'b': return { name: 'black', edge: '', body: box(x, y, side, side) };
    case 'c': return { name: 'candidate', body: '',
      edge: box(x + 1, y + 1, side - 2, side - 2) };
    case 'd': return { name: 'dying', body: '',
      edge: `M${x} ${y}l${side} ${side}M${x + side} ${y}l${-side} ${side}` };
    default: {
      const count = sign === '+' ? 10 : Number(sign);
      const height = Math.round(Math.min(1, count / 3) * side);
      return { name: 'count', edge, body: height
        ? box(x, y + side - height, side, height) : '' };
    }
  }
}

/** All places of a kind are one path. */
function kindPaths(
  cells: string, place: (index: number) => [number, number], side: number,
): [name: string, path: string][] {
  const paths = new Map<string, string>();
  const add = (name: string, path: string) => {
    if (path) paths.set(name, (paths.get(name) ?? '') + path);
  };
  [...cells].forEach((sign, index) => {
    const { name, edge, body } = placePaths(sign, ...place(index), side);
    add(`place-edge is-${name}`, edge);
    add(`place-body is-${name}`, body);
  });
  return [...paths];
}

/** The same picture as on the canvas, as lines: in both themes. */
function BlockDrawing({ block, marks, width, words }: {
  block: Block;
  marks: Marks;
  width: number;
  words: string;
}) {
  const side = sideOf(block);
  const columns = perRow(block, width);
  const used = usedPlaces(block);
  const place = (index: number): [number, number] => [
    1 + (index % columns) * (side + GAP),
    1 + Math.floor(index / columns) * (side + GAP)];
  const ringAt = (name: string) => (index: number) => {
    if (index < 0 || index >= used) return null;
    const [x, y] = place(index);
    return <path key={name + index} class={`place-ring is-${name}`}
      d={box(x - 1, y - 1, side + 2, side + 2)} />;
  };
  return (
    <svg class="map-drawing" role="img" aria-label={words} width={width}
      height={Math.ceil(used / columns) * (side + GAP) + 3}>
      {kindPaths(block.cells.slice(0, used), place, side).map(
        ([name, path]) => <path key={name} class={name} d={path} />)}
      {marks.changed.map(ringAt('changed'))}
      {ringAt('chosen')(marks.chosen)}
      {ringAt('event')(marks.event)}
    </svg>
  );
}

function placeUnder(
  event: TargetedPointerEvent<HTMLCanvasElement>, block: Block,
): number {
  const edge = event.currentTarget.getBoundingClientRect();
  const side = sideOf(block) + GAP;
  const column = Math.floor((event.clientX - edge.left - 1) / side);
  const columns = perRow(block, edge.width);
  const row = Math.floor((event.clientY - edge.top - 1) / side);
  const index = row * columns + column;
  return column >= 0 && column < columns && index >= 0 &&
    index < block.cells.length ? index : -1;
}

/** Scrolls the map, where it scrolls by itself, and never the page. */
function bringIntoMap(item: HTMLElement): void {
  const map = item.closest('.map')!;
  if (map.scrollHeight <= map.clientHeight + 1) return;
  const inner = item.getBoundingClientRect();
  const outer = map.getBoundingClientRect();
  if (inner.top < outer.top) map.scrollTop += inner.top - outer.top;
  else if (inner.bottom > outer.bottom) {
    map.scrollTop += Math.min(inner.top - outer.top,
      inner.bottom - outer.bottom);
  }
}

function BlockMap({ block, was, event, collector }: {
  block: Block;
  was: Block | undefined;
  event: Address | undefined;
  collector: CollectorState;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const marks: Marks = {
    changed: changedPlaces(block, was),
    event: event === undefined ? -1 : placeOf(block, event),
    chosen: chosen.value === null ? -1 : placeOf(block, chosen.value),
  };
  const draw = useRef(() => {});
  draw.current = () => {
    if (canvas.current) drawBlock(canvas.current, block, marks);
  };
  useEffect(() => draw.current());
  useEffect(() => {
    const again = () => draw.current();
    const observer = new ResizeObserver(again);
    observer.observe(canvas.current!.parentElement!);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', again);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', again);
    };
  }, []);
  const behind = block.cells.length - usedPlaces(block);
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (marks.event >= 0 && item.current) bringIntoMap(item.current);
  }, [marks.event, event]);
  const said = meanings(collector).map((meaning) =>
    `${countOf([block], meaning)} ${meaning.name}`).join(', ');
  const words = `Block ${block.block}, ${block.large ? 'one large cell of'
    : 'cells of'} ${bytes(block.cellBytes)}: ${said}`;
  useStill(canvas, () => drawOnce(<BlockDrawing block={block} marks={marks}
    width={canvas.current!.clientWidth} words={words} />));
  return (
    <li ref={item} class={marks.event >= 0 ? 'block has-event' : 'block'}>
      <p class="block-head"><span>{at(block.address)}</span>{' '}
        <span class="of">{block.large ? 'a large cell, '
          : `${number(block.cells.length)} places of `}{
          bytes(block.cellBytes)}{behind > 1 && !block.large &&
          `, the last ${number(behind)} free`}</span>
      </p>
      <div class="block-map">
        <canvas ref={canvas} role="img" aria-label={words}
          onPointerMove={(move) => {
            const place = placeUnder(move, block);
            move.currentTarget.title = place < 0 ? ''
              : `${at(addressOf(block, place))}: ${
                sayPlace(block.cells[place]!)}`;
          }}
          onClick={(click) => {
            const place = placeUnder(
              click as unknown as TargetedPointerEvent<HTMLCanvasElement>,
              block);
            if (place >= 0 && block.cells[place] !== '.') {
              void choose(addressOf(block, place));
            }
          }} />
      </div>
    </li>
  );
}

function Legend({ collector }: { collector: CollectorState }) {
  return (
    <ul class="map-legend" aria-label="Cells by colour">
      {meanings(collector).map((meaning) => (
        <li key={meaning.sign} title={meaning.title}>
          <i class={`sign sign-${meaning.sign === '.' ? 'free' : meaning.sign}`}
            aria-hidden="true" />
          {meaning.name}{' '}
          <b>{number(countOf(collector.blocks, meaning))}</b>
        </li>
      ))}
    </ul>
  );
}

export function HeapMap({ collector }: { collector: CollectorState }) {
  const old = new Map(before.value?.collector?.blocks.map((block) =>
    [block.block, block]));
  const event = now.value?.state.events?.at(-1)?.address;
  const rest = collector.blockCount - collector.blocks.length;
  return (
    <section class="map scrolls" tabIndex={0} aria-labelledby="map-title">
      <h3 id="map-title">Map of the heap{' '}
        <span class="of">{number(collector.blockCount)} blocks{rest > 0 &&
          `, ${number(rest)} of them not shown`}</span></h3>
      <Legend collector={collector} />
      <ol class="blocks" aria-label="Blocks">
        {collector.blocks.map((block) => (
          <BlockMap key={block.block} block={block} collector={collector}
            was={old.get(block.block)} event={event} />
        ))}
      </ol>
    </section>
  );
}
