// The picture of the heap as signals: what is drawn, how it is looked at, and
// where the keyboard's cursor stands in it.
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { boxMeanings } from '../model/colours.ts';
import { at, sayValue } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { before, changes, chosen, now, spoken } from '../model/store.ts';
import type { Address } from '../protocol.ts';
import {
  Painter, type Arrow, type Filter, type Picture, type Placed,
} from './picture.ts';
import {
  fit, isInside, isOnScreen, pan, reveal, zoom, type Size, type View,
} from './view.ts';

const painter = new Painter();

/** What of the heap the picture of this page shows, as long as nobody has chosen
 * otherwise. */
export const firstDrawn = signal<(keyof Filter)[]>(['strings', 'functions']);
export const filter = computed<Filter>(() => {
  const shown: readonly string[] = kept.drawn.value ?? firstDrawn.value;
  return { strings: shown.includes('strings'),
    functions: shown.includes('functions') };
});

export function setDrawn(name: keyof Filter, isOn: boolean): void {
  const next = { ...filter.peek(), [name]: isOn };
  const list = (['strings', 'functions'] as const).filter((each) => next[each]);
  kept.drawn.value = list.join() === firstDrawn.peek().join() ? null : list;
}

export const picture = signal<Picture | null>(null);
/** Boxes of cells that are no more, where they stood. */
export const ghosts = signal<Placed[]>([]);
export const view = signal<View>({ x: 0, y: 0, scale: 1 });
export const size = signal<Size>({ width: 0, height: 0 });
/** Whoever wants to know of arrows that are pointed at. */
export const pointAtArrow = signal<((arrow: Arrow) => void) | null>(null);
/** True until somebody pans or zooms: the whole picture is kept in sight. */
export const keepsInSight = signal(true);
/** Whether the next change of the view glides. */
export const glides = signal(false);

/** The keyboard's cursor: a box, and one of its rows (-1: its head). */
export const cursor = signal<{ address: Address; row: number } | null>(null);
const path: Address[] = [];

export const isSmall = computed(() => view.value.scale < 0.45);

/** On narrow pages the heap is below the stack. Arrows between them would
 * cross everything; the boxes tell the names of their variables instead. */
const narrow = matchMedia('(max-width: 699px)');
export const isStacked = signal(narrow.matches);
narrow.addEventListener('change', () => {
  isStacked.value = narrow.matches;
});

/** The variables that refer to each box. */
export const rootNames = computed(() => {
  const names = new Map<Address, string>();
  for (const { name, to } of now.value?.graph.roots ?? []) {
    const known = names.get(to);
    if (known?.split(', ').includes(name)) continue;
    names.set(to, known ? `${known}, ${name}` : name);
  }
  return names;
});

/** What the collector makes of each box, while it is worth telling: a sign of
 * its map. */
export const colours = computed(() => {
  const graph = now.value?.graph;
  const signs = new Map<Address, string>();
  if (!graph || !boxMeanings(graph)) return signs;
  for (const { address, colour } of graph.nodes) {
    if (colour) signs.set(address, colour);
  }
  return signs;
});

// ---- Painting --------------------------------------------------------------

function ghostsOf(previous: Picture | null, next: Picture): Placed[] {
  if (!previous || next.isNew || !before.peek()) return [];
  return [...changes.peek().dead].flatMap((address) => {
    const placed = previous.boxes.get(address);
    return placed && !next.boxes.has(address) ? [placed] : [];
  });
}

effect(() => {
  const graph = now.value?.graph;
  const shown = filter.value;
  if (!graph) return;
  untracked(() => batch(() => {
    const previous = picture.peek();
    const next = painter.paint(graph, shown);
    ghosts.value = ghostsOf(previous, next);
    picture.value = next;
    const at = cursor.peek();
    if (at && !next.boxes.has(at.address)) cursor.value = null;
    if (next.isNew && !keepsInSight.peek() && previous) {
      keepsInSight.value = true;
    }
    keepInSight(previous !== null);
  }));
});

/** Where not all of a picture has room, its corner may be empty: so what reads
 * first is in sight. */
function beginning(at: View, room: Size): View {
  const first = firstBox();
  const placed = first === null ? undefined : picture.peek()?.boxes.get(first);
  if (!placed) return at;
  const { box: { width, height }, place } = placed;
  return reveal(at, { ...place, width, height }, room);
}

function keepInSight(glide: boolean): void {
  const all = picture.peek()?.all;
  const room = size.peek();
  if (!all || !room.width || !keepsInSight.peek()) return;
  const next = beginning(fit(all, room), room);
  const fitsNow = isInside(view.peek(), all, room) &&
    Math.abs(next.scale - view.peek().scale) < 0.15;
  if (fitsNow && picture.peek()?.isNew === false) return;
  glides.value = glide;
  view.value = next;
}

effect(() => {
  const { width } = size.value;
  if (width) untracked(() => keepInSight(false));
});

// ---- Looking ---------------------------------------------------------------

export function fitAll(): void {
  const all = picture.value?.all;
  if (!all) return;
  keepsInSight.value = true;
  glides.value = true;
  view.value = fit(all, size.value, false);
}

export function tidy(): void {
  painter.tidy();
  const graph = now.value?.graph;
  if (!graph) return;
  ghosts.value = [];
  picture.value = painter.paint(graph, filter.value);
  fitAll();
}

export function panBy(x: number, y: number): void {
  keepsInSight.value = false;
  glides.value = false;
  view.value = pan(view.value, x, y);
}

export function zoomAt(factor: number, x?: number, y?: number): void {
  keepsInSight.value = false;
  glides.value = x === undefined;
  const { width, height } = size.value;
  view.value = zoom(view.value, factor, x ?? width / 2, y ?? height / 2);
}

function show(address: Address): void {
  const placed = picture.value?.boxes.get(address);
  if (!placed) return;
  const { box, place } = placed;
  const next = reveal(view.value,
    { ...place, width: box.width, height: box.height }, size.value);
  if (next.x === view.value.x && next.y === view.value.y) return;
  keepsInSight.value = false;
  glides.value = true;
  view.value = next;
}

effect(() => {
  const address = chosen.value;
  if (address === null) return;
  untracked(() => {
    if (!picture.peek()?.boxes.has(address)) return;
    if (cursor.peek()?.address !== address) {
      cursor.value = { address, row: -1 };
    }
    show(address);
  });
});

// ---- What is worth drawing -------------------------------------------------

const BLOCK = 320;

/** The part of the picture around what is on screen, in blocks: it changes
 * only now and then while somebody pans. As text, so that equal parts are
 * equal. */
const nearBlocks = computed(() => {
  const { x, y, scale } = view.value;
  const { width, height } = size.value;
  const block = (at: number) => Math.floor(at / scale / BLOCK);
  return [block(-x) - 1, block(-y) - 1, block(width - x) + 1,
    block(height - y) + 1].join(' ');
});

/** Whether a box is on screen or near it: others are drawn without text. */
export const isNear = computed(() => {
  const [left = 0, top = 0, right = 0, bottom = 0] = nearBlocks.value
    .split(' ').map((at) => Number(at) * BLOCK);
  return ({ box, place }: Placed): boolean =>
    place.x + box.width >= left && place.x <= right + BLOCK &&
    place.y + box.height >= top && place.y <= bottom + BLOCK;
});

/** How many boxes are not on screen, not even in part. */
export const outside = computed(() => {
  if (!size.value.width) return 0;
  let count = 0;
  for (const { box, place } of picture.value?.boxes.values() ?? []) {
    if (!isOnScreen(view.value, { ...place, ...box }, size.value)) count++;
  }
  return count;
});

// ---- The keyboard's cursor -------------------------------------------------

/** What a box is called: its accessible name. */
export function boxName({ box: { node, title, aside, rows } }: Placed): string {
  const fields = rows.map(({ name, value, text }) => value
    ? `${name} ${sayValue(value)}` : text);
  const head = `${title}${aside ? `, ${aside}` : ''}, ${at(node.address)}`;
  return fields.length ? `${head}: ${fields.join(', ')}` : head;
}

function moveCursor(address: Address, row: number): void {
  cursor.value = { address, row };
  show(address);
  const placed = picture.value?.boxes.get(address);
  const field = placed?.box.rows[row];
  // a row is told here; the box itself by the list's active option
  if (field?.value) {
    spoken.value = `${field.name}: ${sayValue(field.value)}${
      field.target !== null ? ', a reference' : ''}`;
  } else if (field) {
    spoken.value = field.text;
  }
}

/** The box that reads first: leftmost, then topmost. */
export function firstBox(): Address | null {
  const boxes = [...picture.peek()?.boxes.values() ?? []];
  boxes.sort((a, b) => a.place.x - b.place.x || a.place.y - b.place.y);
  return boxes[0]?.box.node.address ?? null;
}

export function enter(): void {
  if (cursor.value) return;
  const wished = chosen.value;
  const first = wished !== null && picture.value?.boxes.has(wished)
    ? wished : firstBox();
  if (first !== null) cursor.value = { address: first, row: -1 };
}

/** Up and down the rows of a box, and on to the box below or above. */
export function moveRow(by: 1 | -1): void {
  const where = cursor.value;
  const placed = where && picture.value?.boxes.get(where.address);
  if (!where || !placed) return enter();
  const row = where.row + by;
  if (row >= -1 && row < placed.box.rows.length) {
    moveCursor(where.address, row);
    return;
  }
  const next = neighbour(placed, by);
  if (!next) return;
  moveCursor(next.box.node.address, by > 0 ? -1 : next.box.rows.length - 1);
}

function neighbour(from: Placed, by: 1 | -1): Placed | undefined {
  const overlaps = (other: Placed) =>
    other.place.x < from.place.x + from.box.width &&
    from.place.x < other.place.x + other.box.width;
  const beyond = (other: Placed) => by > 0
    ? other.place.y - (from.place.y + from.box.height)
    : from.place.y - (other.place.y + other.box.height);
  return [...picture.value?.boxes.values() ?? []]
    .filter((other) => overlaps(other) && beyond(other) >= 0)
    .sort((a, b) => beyond(a) - beyond(b))[0];
}

/** Along the arrow of the row, or the box's first arrow. */
export function followArrow(): void {
  const where = cursor.value;
  if (!where) return enter();
  const arrows = picture.value?.arrows.filter((arrow) =>
    arrow.from === where.address) ?? [];
  const arrow = arrows.find(({ row }) => row === where.row) ??
    (where.row < 0 ? arrows[0] : undefined);
  if (!arrow) {
    spoken.value = 'No arrow leads on from here';
    return;
  }
  path.push(where.address);
  moveCursor(arrow.to, -1);
}

/** Back along the arrow that was followed, or along one that leads here. */
export function followBack(): void {
  const where = cursor.value;
  if (!where) return enter();
  const last = path.pop();
  const arrow = picture.value?.arrows.find(({ to, from }) =>
    to === where.address && (last === undefined || from === last)) ??
    picture.value?.arrows.find(({ to }) => to === where.address);
  if (!arrow) {
    spoken.value = 'No arrow leads here from another object';
    return;
  }
  moveCursor(arrow.from, arrow.row);
}
