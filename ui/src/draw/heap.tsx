// The heap as objects and arrows. One SVG; each box is an option of a list box,
// so that the picture can be read and walked without seeing it.
import { Component, type TargetedKeyboardEvent, type TargetedPointerEvent } from
  'preact';
import { useEffect, useRef } from 'preact/hooks';
import {
  HEAD, PADDING, ROW, boxId, rowMiddle, type Box, type Row,
} from '../heap/boxes.ts';
import { kindMark } from '../heap/kinds.ts';
import type { Arrow, Placed } from '../heap/picture.ts';
import * as scene from '../heap/scene.ts';
import { sayPlace } from '../model/colours.ts';
import { at, plural } from '../model/format.ts';
import { changes, chosen, now } from '../model/store.ts';
import { choose } from '../model/time.ts';
import { doomed } from '../model/why.ts';
import type { Address } from '../protocol.ts';

// ---- Boxes -----------------------------------------------------------------

function RowView({ box, row, index, isChanged, isCursor }: {
  box: Box;
  row: Row;
  index: number;
  isChanged: boolean;
  isCursor: boolean;
}) {
  const y = HEAD + index * ROW + 1;
  const baseline = y + 13;
  const isReference = row.target !== null;
  const kind = row.value?.type ?? 'more';
  return (
    <g class={`row${row.isItem ? ' is-item' : ''}`}>
      {isCursor && <rect class="row-cursor" x="2" y={y} rx="3"
        width={box.width - 4} height={ROW} />}
      {isChanged && <>
        <rect class="row-changed" x="1" y={y} width={box.width - 2}
          height={ROW} />
        <path class="row-mark" d={`M5 ${y + 5}l4 4-4 4-4-4z`} />
      </>}
      <text class="row-name" x={PADDING + 2} y={baseline}>{row.label}</text>
      <text class={`row-value value-${kind}`} y={baseline}
        x={PADDING + 2 + box.nameWidth}>{row.text}</text>
      {isReference && <circle class="row-dot" cx={box.width - 7}
        cy={rowMiddle(index)} r="3" />}
    </g>
  );
}

interface BoxProps {
  placed: Placed;
  x: number;
  y: number;
  isChosen: boolean;
  isNew: boolean;
  isReshaped: boolean;
  isGone: boolean;
  /** A collection would free it, after the cuts that are tried. */
  isDoomed: boolean;
  isSmall: boolean;
  /** Out of sight: only its outline is drawn. */
  isFar: boolean;
  cursorRow: number | null;
  /** What the collector makes of it, a sign of its map; or "". */
  colour: string;
  /** Written above the box, where no arrow says it. */
  rootName: string;
  /** Rows that changed, as indices joined by commas: cheap to compare. */
  changedRows: string;
  signature: string;
}

function Tag({ x, text }: { x: number; text: string }) {
  const width = text.length * 6 + 9;
  return (
    <g class="box-tag" transform={`translate(${x - width} -8)`}>
      <rect width={width} height="14" rx="7" />
      <text x={width / 2} y="10.5">{text}</text>
    </g>
  );
}

const SIDE = 12;
const SIGN_AT = 'translate(-6 -7)';

/** On the box's corner: its form says the same as its colour, and a count is
 * written. */
function Sign({ sign }: { sign: string }) {
  const title = <title>{sayPlace(sign)}</title>;
  const edge = <rect class="sign-edge" width={SIDE} height={SIDE} />;
  switch (sign) {
    case 'w': return <g class="box-sign is-white" transform={SIGN_AT}>
      {title}{edge}</g>;
    case 'g': return <g class="box-sign is-grey" transform={SIGN_AT}>
      {title}{edge}<path d={`M0 ${SIDE}h${SIDE}v${-SIDE}z`} /></g>;
    case 'b': return <g class="box-sign is-black" transform={SIGN_AT}>
      {title}{edge}</g>;
    case 'd': return <g class="box-sign is-dying" transform={SIGN_AT}>
      {title}{edge}<path d={`M2 2l${SIDE - 4} ${SIDE - 4}m0 ${4 - SIDE}l${
        4 - SIDE} ${SIDE - 4}`} /></g>;
    default: return (
      <g class={`box-sign ${sign === 'c' ? 'is-candidate' : 'is-count'}`}
        transform={SIGN_AT}>
        {title}{edge}
        <text x={SIDE / 2} y={SIDE - 3}>{sign === 'c' ? '0' : sign}</text>
      </g>
    );
  }
}

function BoxDrawing(props: BoxProps) {
  const { placed, isChosen, isNew, isGone, cursorRow } = props;
  const { box } = placed;
  const { family } = kindMark(box.node.kind);
  const classes = ['box', `family-${family}`, isChosen && 'is-chosen',
    isNew && 'is-new', isGone && 'is-gone', props.isDoomed && 'is-doomed',
    cursorRow !== null && 'is-cursor']
    .filter(Boolean).join(' ');
  return (
    <g class={classes} transform={`translate(${props.x} ${props.y})`}
      id={isGone ? undefined : boxId(box.node.address)}
      role={isGone ? 'presentation' : 'option'}
      aria-hidden={isGone || undefined}
      aria-selected={isGone ? undefined : isChosen}
      data-address={isGone ? undefined : box.node.address}>
      {/* its name: a label would have to be the text in it, word for word */}
      {!isGone && <title>{`${scene.boxName(placed)}${
        props.colour && `, ${sayPlace(props.colour)}`}${
        isNew ? ', new' : ''}${
        props.isDoomed ? ', would be freed' : ''}`}</title>}
      {props.isFar ? <rect class="box-ground box-edge" width={box.width}
        height={box.height} /> : <BoxInside {...props} />}
      {props.colour && <Sign sign={props.colour} />}
    </g>
  );
}

function BoxInside(props: BoxProps) {
  const { placed, isNew, isGone, isSmall, cursorRow } = props;
  const { box } = placed;
  const { glyph } = kindMark(box.node.kind);
  const changed = new Set(props.changedRows.split(',').filter(Boolean)
    .map(Number));
  return (
    <>
      <rect class="box-ground" width={box.width} height={box.height} rx="6" />
      <path class="box-head" d={`M0 6a6 6 0 0 1 6-6h${box.width - 12
      }a6 6 0 0 1 6 6v${HEAD - 6}h-${box.width}z`} />
      <rect class="tile" x="5" y="4.5" width={glyph.length > 2 ? 24 : 18}
        height="15" rx="3.5" />
      <text class="tile-text" x={glyph.length > 2 ? 17 : 14} y="15.5">
        {glyph}</text>
      <text class="box-title" x={glyph.length > 2 ? 34 : 28} y="16">
        {box.title}
        {box.aside && <tspan class="box-aside" dx="6">{box.aside}</tspan>}
      </text>
      <text class="box-address" x={box.width - PADDING} y="16">
        {at(box.node.address)}</text>
      {!isSmall && box.rows.map((row, index) => (
        <RowView key={index} box={box} row={row} index={index}
          isChanged={changed.has(index)} isCursor={cursorRow === index} />
      ))}
      <rect class="box-edge" width={box.width} height={box.height} rx="6" />
      {cursorRow === -1 && <rect class="box-cursor" x="-3.5" y="-3.5"
        width={box.width + 7} height={box.height + 7} rx="9" />}
      {props.rootName && <text class="root-name" x={props.colour ? 10 : 3} y="-4">
        {props.rootName}</text>}
      {isGone ? <Tag x={box.width} text="gone" />
        : props.isDoomed ? <Tag x={box.width} text="falls out" />
        : isNew ? <Tag x={box.width} text="new" />
          : props.isReshaped && <Tag x={box.width} text="new Shape" />}
    </>
  );
}

/** Draws a box anew only when something of it is different. */
class BoxView extends Component<BoxProps> {
  override shouldComponentUpdate(next: BoxProps): boolean {
    return (Object.keys(next) as (keyof BoxProps)[]).some((key) =>
      key !== 'placed' && next[key] !== this.props[key]);
  }

  override render(props: BoxProps) {
    return <BoxDrawing {...props} />;
  }
}

/** Everything of a box that is drawn, as text: equal texts draw the same. */
const signatureOf = ({ box }: Placed): string =>
  `${box.title}|${box.aside}|${box.width}|${box.rows.map((row) =>
    `${row.label}=${row.text}>${row.target ?? ''}`).join('|')}`;

function changedRowsOf({ box }: Placed): string {
  const was = changes.value.fieldWas.get(box.node.address);
  if (!was) return '';
  return box.rows.map((row, index) => was.has(row.name) ? index : -1)
    .filter((index) => index >= 0).join(',');
}

/** `isWhole`: in a file, where nothing is out of sight. */
function Boxes({ isWhole = false }: { isWhole?: boolean }) {
  const { boxes } = scene.picture.value!;
  const { born, reshaped, compared } = changes.value;
  const at = isWhole ? null : scene.cursor.value;
  const isNear = scene.isNear.value;
  const isMostlyNew = born.size > boxes.size * 0.7;
  return (
    <>
      {[...boxes].map(([address, placed]) => (
        <BoxView key={address} placed={placed} x={placed.place.x}
          y={placed.place.y} isChosen={chosen.value === address}
          isNew={compared && !isMostlyNew && born.has(address)}
          isReshaped={reshaped.has(address)} isGone={false}
          isDoomed={doomed.value.has(address)}
          isSmall={!isWhole && scene.isSmall.value}
          isFar={!isWhole && !isNear(placed)}
          cursorRow={at?.address === address ? at.row : null}
          colour={scene.colours.value.get(address) ?? ''}
          rootName={!isWhole && scene.isStacked.value
            ? scene.rootNames.value.get(address) ?? '' : ''}
          changedRows={changedRowsOf(placed)}
          signature={signatureOf(placed)} />
      ))}
    </>
  );
}

function Ghosts() {
  return (
    <>
      {scene.ghosts.value.map((placed) => (
        <BoxView key={placed.box.node.address} placed={placed}
          x={placed.place.x} y={placed.place.y} isChosen={false} isNew={false}
          isReshaped={false} isGone isDoomed={false}
          isSmall={scene.isSmall.value} isFar={false}
          cursorRow={null} colour="" rootName="" changedRows=""
          signature={signatureOf(placed)} />
      ))}
    </>
  );
}

// ---- Arrows ----------------------------------------------------------------

function ArrowView({ arrow, isNear, isUnder }: {
  arrow: Arrow;
  isNear: boolean;
  isUnder: boolean;
}) {
  const classes = `arrow${isNear ? ' is-near' : ''}${
    isUnder ? ' is-under' : ''}${arrow.weak ? ' is-weak' : ''}${
    arrow.internal ? ' is-internal' : ''}${
    arrow.crowded ? ' is-crowded' : ''}`;
  return (
    <g>
      <path class={classes} d={arrow.path} marker-end={
        arrow.crowded && !isNear && !isUnder ? undefined
          : isNear || isUnder ? 'url(#tip-near)' : 'url(#tip)'}>
        <title>{`${arrow.name}: ${at(arrow.from)} to ${at(arrow.to)}`}</title>
      </path>
      {scene.pointAtArrow.value && (
        <path class="arrow-hit" d={arrow.path} onClick={(event) => {
          event.stopPropagation();
          scene.pointAtArrow.value?.(arrow);
        }}><title>{`Point at ${arrow.name}`}</title></path>
      )}
    </g>
  );
}

function Arrows() {
  const { arrows, boxes } = scene.picture.value!;
  const isNear = scene.isNear.value;
  // where there are very many, those that lead far away are left out
  const drawn = arrows.filter(({ crowded, to }) =>
    !crowded || isNear(boxes.get(to)!));
  const cursor = scene.cursor.value;
  const address = chosen.value;
  return (
    <g class="arrows" aria-hidden="true">
      {drawn.map((arrow) => (
        <ArrowView key={arrow.key} arrow={arrow}
          isNear={arrow.from === address || arrow.to === address}
          isUnder={cursor?.address === arrow.from && cursor.row >= 0 &&
            cursor.row === arrow.row} />
      ))}
    </g>
  );
}

/** The tips of arrows: of every picture on the page. */
export function Tips() {
  const tip = (id: string) => (
    <marker id={id} viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7.5"
      markerHeight="7.5" orient="auto-start-reverse"
      markerUnits="userSpaceOnUse">
      <path d="M0.5 0.8L7.5 4L0.5 7.2z" />
    </marker>
  );
  return <defs>{tip('tip')}{tip('tip-near')}{tip('tip-root')}</defs>;
}

/** The picture without its frame, all of it. */
export const WholeHeap = () => scene.picture.value && (
  <><Ghosts /><Arrows /><Boxes isWhole /></>
);

// ---- Mouse, touch and keys -------------------------------------------------

const fingers = new Map<number, { x: number; y: number }>();
let travelled = 0;

function spread(): number {
  const [a, b] = [...fingers.values()];
  return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
}

function press(event: TargetedPointerEvent<SVGSVGElement>): void {
  if (event.button > 1) return;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  travelled = 0;
}

function drag(event: TargetedPointerEvent<SVGSVGElement>): void {
  const finger = fingers.get(event.pointerId);
  if (!finger) return;
  const gap = spread();
  const [dx, dy] = [event.clientX - finger.x, event.clientY - finger.y];
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  travelled += Math.abs(dx) + Math.abs(dy);
  if (travelled < 4) return;
  event.currentTarget.setPointerCapture(event.pointerId);
  if (fingers.size === 1) {
    scene.panBy(dx, dy);
    return;
  }
  const edge = event.currentTarget.getBoundingClientRect();
  if (gap) {
    scene.zoomAt(spread() / gap, event.clientX - edge.x,
      event.clientY - edge.y);
  }
}

function release(event: TargetedPointerEvent<SVGSVGElement>): void {
  fingers.delete(event.pointerId);
}

function addressUnder(target: EventTarget | null): Address | null {
  const box = (target as Element | null)?.closest('[data-address]');
  return box ? Number(box.getAttribute('data-address')) : null;
}

function click(event: MouseEvent): void {
  if (travelled >= 4) return;
  const address = addressUnder(event.target);
  if (address !== null) void choose(address);
}

function wheel(event: WheelEvent): void {
  event.preventDefault();
  const svg = event.currentTarget as SVGSVGElement;
  if (event.shiftKey) {
    scene.panBy(-event.deltaY - event.deltaX, 0);
    return;
  }
  const edge = svg.getBoundingClientRect();
  const speed = event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.0018;
  scene.zoomAt(Math.exp(-event.deltaY * speed),
    event.clientX - edge.x, event.clientY - edge.y);
}

function chooseAtCursor(): void {
  const where = scene.cursor.value;
  const row = where && scene.picture.value?.boxes.get(where.address)
    ?.box.rows[where.row];
  const address = row?.target ?? where?.address;
  if (address !== undefined) void choose(address);
}

const PAN = 48;
const KEYS: Record<string, () => void> = {
  ArrowDown: () => scene.moveRow(1),
  ArrowUp: () => scene.moveRow(-1),
  ArrowRight: scene.followArrow,
  ArrowLeft: scene.followBack,
  Enter: chooseAtCursor,
  ' ': chooseAtCursor,
  '+': () => scene.zoomAt(1.25),
  '=': () => scene.zoomAt(1.25),
  '-': () => scene.zoomAt(0.8),
  0: scene.fitAll,
};
const SHIFTED: Record<string, () => void> = {
  ArrowDown: () => scene.panBy(0, -PAN),
  ArrowUp: () => scene.panBy(0, PAN),
  ArrowRight: () => scene.panBy(-PAN, 0),
  ArrowLeft: () => scene.panBy(PAN, 0),
};

function keyDown(event: TargetedKeyboardEvent<SVGSVGElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = (event.shiftKey && SHIFTED[event.key]) || KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

// ---- The whole -------------------------------------------------------------

export function Heap() {
  const ref = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const svg = ref.current!;
    const measure = () => {
      const { width, height } = svg.getBoundingClientRect();
      scene.size.value = { width, height };
    };
    const observer = new ResizeObserver(measure);
    observer.observe(svg);
    measure();
    svg.addEventListener('wheel', wheel, { passive: false });
    return () => {
      observer.disconnect();
      svg.removeEventListener('wheel', wheel);
    };
  }, []);
  const { x, y, scale } = scene.view.value;
  const picture = scene.picture.value;
  const cursor = scene.cursor.value;
  const count = picture?.boxes.size ?? 0;
  return (
    <svg ref={ref} class="heap" tabIndex={0} role={count ? 'listbox' : 'img'}
      aria-label={`Heap: ${plural(count, 'cell')} drawn`}
      aria-activedescendant={cursor ? boxId(cursor.address) : undefined}
      aria-describedby="heap-keys" onPointerDown={press} onPointerMove={drag}
      onPointerUp={release} onPointerCancel={release} onClick={click}
      onKeyDown={keyDown} onFocus={scene.enter}>
      <Tips />
      <g class={scene.glides.value ? 'scene glides' : 'scene'}
        role="presentation"
        style={{ transform: `translate(${x}px, ${y}px) scale(${scale})` }}>
        {picture && <><Ghosts /><Arrows /><Boxes /></>}
      </g>
      {now.value && !count && (
        <text class="heap-empty" x="50%" y="46%">
          no variable refers to an object yet</text>
      )}
    </svg>
  );
}
