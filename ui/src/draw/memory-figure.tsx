// Stack and heap as one drawing for a file: frames are boxes with their
// variables in rows, and every arrow from a variable ends at its object, in
// sight on the page or not.
import { HEAD, rowMiddle } from '../heap/boxes.ts';
import * as scene from '../heap/scene.ts';
import { drawOnce } from '../figure/statics.ts';
import { changes, now, type Snapshot } from '../model/store.ts';
import { variableKey } from '../model/changes.ts';
import { at, plural, shorten } from '../model/format.ts';
import type { Address, Frame, Value, Variable } from '../protocol.ts';
import { Tips, WholeHeap } from './heap.tsx';

const WIDTH = 232;
const ROW = 18;
const TITLE = 22;
const GAP = 8;
/** Room for the arrows between stack and heap. */
const BETWEEN = 64;
const FRAMES = 24;
const NAME = 34;
const LONGEST = 15;

interface Line {
  place: string;
  name: string;
  value: Value | null;
  isChanged: boolean;
  /** The head of the variables that live in an environment. */
  environment: Address | null;
  /** Where its arrow ends. */
  to: Address | null;
}

interface PlacedFrame {
  frame: Frame;
  lines: Line[];
  y: number;
  height: number;
}

const isDrawn = (address: Address | null | undefined): address is Address =>
  address != null && (scene.picture.value?.boxes.has(address) ?? false);

const targetOf = ({ in: place, address }: Value): Address | null =>
  place === 'cell' && isDrawn(address) ? address : null;

function lineOf(frame: Frame, variable: Variable, place: string): Line {
  const { variableWas, newFrames } = changes.value;
  return {
    place, name: variable.name, value: variable.value, environment: null,
    isChanged: variableWas.has(variableKey(frame, variable)) &&
      !newFrames.has(frame.index),
    // one that lives on the heap has its arrow there
    to: variable.place === 'environment' && isDrawn(variable.environment)
      ? null : targetOf(variable.value),
  };
}

function linesOf(frame: Frame): Line[] {
  const lines = frame.variables.filter(({ place }) => place === 'register')
    .map((variable) => lineOf(frame, variable, `r${variable.register ?? ''}`));
  if (frame.this?.in === 'cell' && frame.this.text !== 'globalThis') {
    lines.unshift({ place: '', name: 'this', value: frame.this,
      isChanged: false, environment: null, to: targetOf(frame.this) });
  }
  const environments = new Set<Address>();
  for (const variable of frame.variables) {
    if (variable.place !== 'environment') continue;
    const address = variable.environment ?? 0;
    if (!environments.has(address)) {
      environments.add(address);
      lines.push({ place: '', name: `env ${at(address)}`, value: null,
        isChanged: false, environment: address,
        to: isDrawn(address) ? address : null });
    }
    lines.push(lineOf(frame, variable, `[${variable.slot ?? ''}]`));
  }
  return lines;
}

function placeFrames(frames: Frame[]): PlacedFrame[] {
  let y = TITLE;
  return frames.slice(0, FRAMES).map((frame) => {
    const lines = linesOf(frame);
    const height = TITLE + Math.max(1, lines.length) * ROW + 3;
    const placed = { frame, lines, y, height };
    y += height + GAP;
    return placed;
  });
}

const middleOf = ({ y }: PlacedFrame, line: number): number =>
  y + TITLE + line * ROW + ROW / 2;

function textOf(value: Value): string {
  if (value.in !== 'cell' || value.address === undefined) {
    return value.type === 'hole' ? 'no value yet' : value.text;
  }
  return isDrawn(value.address) ? at(value.address)
    : `${shorten(value.text, LONGEST)} ${at(value.address)}`;
}

function LineView({ line, y }: { line: Line; y: number }) {
  const { value, environment } = line;
  const baseline = y + 13;
  return (
    <g class="stack-line">
      {environment !== null && <rect class="stack-environment" x="1" y={y}
        width={WIDTH - 2} height={ROW} />}
      {line.isChanged && <rect class="row-changed" x="1" y={y}
        width={WIDTH - 2} height={ROW} />}
      <text class="stack-place" x={NAME - 6} y={baseline}>{line.place}</text>
      <text class={environment === null ? 'stack-name' : 'stack-heap'}
        x={environment === null ? NAME : 10} y={baseline}>
        {line.isChanged && <tspan class="stack-changed">◆ </tspan>}
        {environment !== null && 'on the heap: '}
        {shorten(line.name, LONGEST + 9)}</text>
      {value && <text class={`stack-value word-${value.in === 'cell'
        ? 'cell' : value.type}`} x={WIDTH - 10} y={baseline}>
        {shorten(textOf(value), 22)}</text>}
      {line.to !== null && <circle class="stack-dot" cx={WIDTH - 4}
        cy={y + ROW / 2} r="2.5" />}
    </g>
  );
}

/** What the head of a frame tells besides its name. */
const sayFrame = (frame: Frame): string => [
  changes.value.newFrames.has(frame.index) && 'entered',
  frame.finished && 'returned',
  frame.native ? 'native' : frame.line && `line ${frame.line}`,
].filter(Boolean).join(' ');

function FrameView({ placed, isTop }: { placed: PlacedFrame; isTop: boolean }) {
  const { frame, lines, y, height } = placed;
  return (
    <g class={isTop ? 'stack-frame is-top' : 'stack-frame'}>
      <rect class="stack-ground" y={y} width={WIDTH} height={height} rx="7" />
      <text class="stack-title" x="9" y={y + 15}>{isTop ? '▶ ' : ''}{
        frame.construct ? 'new ' : ''}{frame.script ? 'script'
        : shorten(frame.function, 22)}</text>
      <text class="stack-line-number" x={WIDTH - 9} y={y + 15}>
        {sayFrame(frame)}</text>
      {lines.length === 0 && <text class="stack-place is-left" x="9"
        y={y + TITLE + 12}>no variables</text>}
      {lines.map((line, index) => (
        <LineView key={index} line={line} y={y + TITLE + index * ROW} />
      ))}
    </g>
  );
}

/** From a variable to the head of its object. */
function RootArrow({ y, to, left, top }: {
  y: number;
  to: Address;
  left: number;
  top: number;
}) {
  const { box, place } = scene.picture.value!.boxes.get(to)!;
  const [x2, y2] = [place.x + left - 1, place.y + top + rowMiddle(-1)];
  const bend = Math.min(120, Math.max(24, (x2 - WIDTH) * 0.5));
  return (
    <path class="root" d={`M${WIDTH - 4} ${y}C${WIDTH + bend} ${y} ${
      x2 - bend} ${y2} ${x2} ${y2}`} marker-end="url(#tip-root)">
      <title>{`to ${box.title} ${at(to)}`}</title>
    </path>
  );
}

/** What stands under the frames: those that are not drawn, and what waits until
 * they have returned. */
function rest({ stack }: Snapshot, drawn: number): string[] {
  const more = (stack.depth ?? stack.frames.length) - drawn;
  const { jobs } = stack;
  return [
    ...more > 0 ? [`and ${plural(more, 'more frame')}`] : [],
    ...jobs?.count ? [`${plural(jobs.count, 'job')} ${
      jobs.count === 1 ? 'waits' : 'wait'}: ${
      jobs.waiting.slice(0, 5).map(({ type }) => type).join(', ')}`] : [],
  ];
}

/** The whole picture; null when nothing runs. */
export function memoryPicture(): SVGSVGElement | null {
  const snapshot = now.value;
  const picture = scene.picture.value;
  if (!snapshot || !picture) return null;
  const placed = placeFrames(snapshot.stack.frames);
  const below = rest(snapshot, placed.length);
  const { all } = picture;
  const [left, top] = [WIDTH + BETWEEN - all.x, TITLE + 12 - all.y];
  const last = placed.at(-1);
  const bottom = last ? last.y + last.height : TITLE;
  const width = WIDTH + BETWEEN + all.width + 44;
  const height = Math.max(bottom + below.length * ROW,
    TITLE + 12 + all.height) + HEAD / 2;
  return drawOnce(
    <svg class="heap memory-figure" width={Math.ceil(width)}
      height={Math.ceil(height)}>
      <Tips />
      <text class="stack-heading" x="0" y="13">Stack</text>
      <text class="stack-heading" x={WIDTH + BETWEEN} y="13">Heap</text>
      {placed.map((each, index) => (
        <FrameView key={index} placed={each} isTop={index === 0} />
      ))}
      {below.map((words, at) => (
        <text key={words} class="stack-place is-left" x="9"
          y={bottom + 14 + at * ROW}>{words}</text>
      ))}
      {placed.flatMap((each) => each.lines.map(({ to }, line) =>
        to !== null && <RootArrow key={`${each.y}/${line}`} to={to} left={left}
          top={top} y={middleOf(each, line)} />))}
      <g transform={`translate(${left} ${top})`}><WholeHeap /></g>
      {picture.boxes.size === 0 && <text class="row-name" x={WIDTH + BETWEEN}
        y={TITLE + 26}>no variable refers to an object yet</text>}
    </svg>) as SVGSVGElement;
}
