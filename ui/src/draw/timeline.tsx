// The whole run on one line: call depth, bytes of the heap, collections. It is
// a slider: dragged, or moved with the keys.
import { computed, signal, useSignalEffect } from '@preact/signals';
import type {
  TargetedKeyboardEvent, TargetedPointerEvent,
} from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import { FigureMenu } from '../figure/menu.tsx';
import { drawOnce, useStill } from '../figure/statics.ts';
import { bytes, number, shortNumber } from '../model/format.ts';
import { momentOf, ticksOf } from '../model/moment.ts';
import {
  collections, end, now, run, running, samples, ticks, words,
} from '../model/store.ts';
import type { History } from '../model/address.ts';
import { seek, seekNear, step } from '../model/time.ts';

/** The end of the axis, in ticks. */
const span = computed(() => Math.max(1,
  end.value ? ticksOf(end.value) : ticks.value,
  now.value ? ticksOf(now.value.state.moment) : 0));

/** The current moment as a share of the run. */
const here = computed(() => now.value
  ? Math.min(1, ticksOf(now.value.state.moment) / span.value) : 0);

/** Where the pointer is while it drags; the handle follows it at once. */
const dragged = signal<number | null>(null);
const hovered = signal<number | null>(null);

function colours(element: Element) {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    depth: read('--depth'), ground: read('--depth-ground'),
    heap: read('--heap'), muted: read('--muted'), line: read('--line'),
    collection: read('--changed'),
  };
}

/** The chart is wider than the track by this, for the labels at its ends. */
const SIDE = 14;

// ---- The chart -------------------------------------------------------------

function drawCollections(plot: UPlot): void {
  const { ctx, bbox } = plot;
  const { collection } = colours(plot.root);
  const unit = devicePixelRatio;
  ctx.save();
  ctx.fillStyle = ctx.strokeStyle = collection;
  ctx.lineWidth = unit;
  ctx.setLineDash([2 * unit, 3 * unit]);
  const places = new Set(collections.value.map(({ tick }) =>
    Math.round(plot.valToPos(tick, 'x', true))));
  for (const x of places) {
    ctx.beginPath();
    ctx.moveTo(x, bbox.top + 5 * unit);
    ctx.lineTo(x, bbox.top + bbox.height);
    if (places.size < 120) ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(x - 3.5 * unit, bbox.top);
    ctx.lineTo(x + 3.5 * unit, bbox.top);
    ctx.lineTo(x, bbox.top + 6 * unit);
    ctx.fill();
  }
  ctx.restore();
}

/** A little air above the highest value. */
const upTo = (high: number): [number, number] => [0, high * 1.12];

function optionsFor(element: HTMLElement): UPlot.Options {
  const colour = colours(element);
  return {
    width: element.clientWidth, height: element.clientHeight,
    padding: [2, SIDE, 0, SIDE],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => [0, span.peek()] },
      depth: { range: (_plot, _low, high) => upTo(Math.max(2, high ?? 0)) },
      heap: { range: (_plot, _low, high) => upTo(Math.max(1024, high ?? 0)) },
    },
    axes: [{
      size: 17, gap: 2, font: '10px system-ui, sans-serif',
      stroke: colour.muted, grid: { show: false },
      ticks: { size: 3, stroke: colour.line, width: 1 },
      incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4,
        1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8, 1e9],
      space: 64,
      values: (_plot, splits) => splits.map(shortNumber),
    }],
    series: [
      {},
      {
        scale: 'depth', stroke: colour.depth, width: 1, fill: colour.ground,
        paths: UPlot.paths.stepped!({ align: 1 }), points: { show: false },
      },
      {
        scale: 'heap', stroke: colour.heap, width: 1.75, dash: [6, 3],
        points: { show: false },
      },
    ],
    hooks: { draw: [drawCollections] },
  };
}

/** The current moment, where it lies beyond the samples; as text, so that the
 * chart is drawn again only when it must be. */
const beyond = computed(() => {
  const snapshot = now.value;
  const tick = snapshot ? ticksOf(snapshot.state.moment) : -1;
  return snapshot && tick > (samples.value.at(-1)?.[0] ?? -1)
    ? `${tick} ${snapshot.state.depth} ${snapshot.totals.bytes}` : '';
});

/** The samples as columns, with the current moment for a last point. */
function columns(): UPlot.AlignedData {
  const list = [...samples.value];
  if (beyond.value) {
    const [tick = 0, depth = 0, heap = 0] = beyond.value.split(' ').map(Number);
    list.push([tick, depth, heap, 0]);
  }
  const closing = list.at(-1);
  if (closing && closing[0] < span.value) {
    list.push([span.value, closing[1], closing[2], closing[3]]);
  }
  return [list.map(([tick]) => tick), list.map(([, depth]) => depth),
    list.map(([, , heap]) => heap)];
}

function Chart() {
  const parent = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  useEffect(() => {
    const element = parent.current!;
    const draw = () => {
      plot.current?.destroy();
      plot.current = new UPlot(optionsFor(element), columns(), element);
    };
    draw();
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width && height) plot.current?.setSize({ width, height });
    });
    observer.observe(element);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      observer.disconnect();
      dark.removeEventListener('change', draw);
      plot.current?.destroy();
    };
  }, []);
  useSignalEffect(() => {
    const data = columns();
    void collections.value;
    plot.current?.setData(data);
  });
  useStill(parent, () => drawOnce(<div class="chart"><ChartDrawing
    width={parent.current!.clientWidth} /></div>));
  return <div class="chart" ref={parent} aria-hidden="true" />;
}

// ---- For a file --------------------------------------------------------------

const TALL = 66;
const AXIS = 17;

/** The same chart as lines. */
function ChartDrawing({ width }: { width: number }) {
  const [xs = [], depths = [], heaps = []] = columns() as number[][];
  const [inner, bottom] = [width - 2 * SIDE, TALL - AXIS];
  const x = (tick: number) => +(SIDE + inner * tick / span.value).toFixed(1);
  const height = (list: number[], least: number) => {
    const [, top] = upTo(Math.max(least, ...list));
    return (value: number) => +(2 + (bottom - 2) * (1 - value / top)).toFixed(1);
  };
  const depth = height(depths, 2);
  const heap = height(heaps, 1024);
  const steps = xs.map((tick, at) => `${at ? `H${x(tick)}V` : `M${x(tick)} `}${
    depth(depths[at]!)}`).join('');
  const line = xs.map((tick, at) => `${at ? 'L' : 'M'}${x(tick)} ${
    heap(heaps[at]!)}`).join('');
  return (
    <svg class="chart-drawing" width={width} height={TALL}>
      <path class="chart-depth" d={`${steps}V${bottom}H${SIDE}z`} />
      <path class="chart-heap" d={line} />
      {collections.value.map(({ tick }, at) => <path key={at}
        class="chart-collection" d={`M${x(tick) - 3.5} 2h7l-3.5 6z`} />)}
      <path class="chart-axis" d={`M${SIDE} ${bottom + 0.5}h${inner}`} />
      <text class="chart-label" x={SIDE} y={TALL - 4}>0</text>
      <text class="chart-label is-end" x={width - SIDE} y={TALL - 4}>{
        shortNumber(Math.round(span.value))}</text>
    </svg>
  );
}

// ---- The slider ------------------------------------------------------------

function share(event: TargetedPointerEvent<HTMLElement>): number {
  const edge = event.currentTarget.getBoundingClientRect();
  return Math.max(0, Math.min(1, (event.clientX - edge.left) / edge.width));
}

/** Where a pixel is less than a tick, whole ticks; else steps in them too. */
const TICKS_MOST = 150;

function scrub(place: number, history?: History): void {
  const ticks = place * span.value;
  if (place >= 1 && end.value) void seek(end.value, history);
  else if (span.value > TICKS_MOST) {
    void seek(`${Math.floor(ticks)}.0`, history);
  } else void seekNear(momentOf(ticks), history);
}

function press(event: TargetedPointerEvent<HTMLElement>): void {
  if (event.button) return;
  event.currentTarget.setPointerCapture(event.pointerId);
  dragged.value = share(event);
  scrub(dragged.value);
}

function drag(event: TargetedPointerEvent<HTMLElement>): void {
  hovered.value = share(event);
  if (dragged.value === null) return;
  dragged.value = share(event);
  // one entry of the browser's history for the whole drag
  scrub(dragged.value, 'replace');
}

function release(): void {
  dragged.value = null;
}

const jump = async (by: number) =>
  scrub(Math.max(0, Math.min(1, here.value + by)));

const KEYS: Record<string, () => Promise<void>> = {
  ArrowRight: () => step('forward', 'into'),
  ArrowUp: () => step('forward', 'into'),
  ArrowLeft: () => step('back', 'into'),
  ArrowDown: () => step('back', 'into'),
  PageUp: () => jump(0.05),
  PageDown: () => jump(-0.05),
  Home: () => seek('0.0'),
  End: () => seek('end'),
};

function keyDown(event: TargetedKeyboardEvent<HTMLElement>): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  event.stopPropagation();
  void action();
}

function Handle() {
  const place = dragged.value ?? here.value;
  const moment = now.value?.state.moment ?? '';
  return (
    <div class="handle" style={{ left: `${place * 100}%` }}>
      <span class={`handle-label${place > 0.85 ? ' is-left' : ''}`}>{moment}
      </span>
    </div>
  );
}

/** Where the branch that is looked at has left the run. */
function BranchMark() {
  const branch = run.value?.branch;
  if (!branch) return null;
  const place = Math.min(1, ticksOf(branch.from) / span.value);
  return <div class="branch-mark" title="A branch of time begins"
    style={{ left: `${place * 100}%` }} />;
}

function Legend() {
  const deepest = samples.value.reduce((most, [, depth]) =>
    Math.max(most, depth), now.value?.state.depth ?? 0);
  const largest = samples.value.reduce((most, [, , heap]) =>
    Math.max(most, heap), now.value?.totals.bytes ?? 0);
  const count = collections.value.length;
  return (
    <div class="legend">
      <span title="At the moments that were sampled">
        <i class="swatch swatch-depth" />
        calls, up to {number(deepest)} deep</span>
      <span title="At the moments that were sampled">
        <i class="swatch swatch-heap" />
        heap, up to {bytes(largest)}</span>
      {count > 0 && <span><i class="swatch swatch-collection" />{
        number(count)} collection{count === 1 ? '' : 's'}</span>}
      <FigureMenu title="Timeline" />
      {running.value && <span class="is-running">still running…</span>}
    </div>
  );
}

export function Timeline() {
  const moment = now.value?.state.moment ?? '0.0';
  return (
    <section class="timeline" id="panel-timeline" data-figure aria-label="Timeline">
      <Legend />
      <div class="track" tabIndex={0} role="slider"
        aria-label="Moment of the run"
        aria-valuemin={0} aria-valuemax={Math.ceil(span.value)}
        aria-valuenow={Number(moment.split('.')[0])}
        aria-valuetext={`moment ${moment}. ${words.value?.place ?? ''}`}
        aria-orientation="horizontal" onPointerDown={press}
        onPointerMove={drag} onPointerUp={release} onPointerCancel={release}
        onPointerLeave={() => { hovered.value = null; }} onKeyDown={keyDown}>
        <Chart />
        {hovered.value !== null && dragged.value === null && (
          <div class="hover" style={{ left: `${hovered.value * 100}%` }} />
        )}
        <BranchMark />
        <Handle />
      </div>
    </section>
  );
}
