// The event loop as a wheel: one turn of it, the phase that it is at, and in
// the hub what runs behind every callback. The list beside it says the same in
// words; the wheel is for the eye alone.
import { duration } from '../model/loop.ts';
import type { Loop } from '../protocol.ts';

const SIZE = 132;
const OUTER = 62;
const INNER = 44;
const HUB = 38;
const GAP = 0.05;

/** Before the first turn, and after the last one. */
const OUTSIDE = ['program', 'exit'];

const DRAINS = ['ticks', 'microtasks'];

const point = (radius: number, angle: number) =>
  `${(SIZE / 2 + radius * Math.sin(angle)).toFixed(2)} ${
    (SIZE / 2 - radius * Math.cos(angle)).toFixed(2)}`;

/** A piece of a ring, clockwise from the top. */
function arc(from: number, to: number, inner: number, outer: number): string {
  const large = to - from > Math.PI ? 1 : 0;
  return `M${point(outer, from)} A${outer} ${outer} 0 ${large} 1 ${
    point(outer, to)} L${point(inner, to)} A${inner} ${inner} 0 ${large} 0 ${
    point(inner, from)}Z`;
}

function Ring({ loop }: { loop: Loop }) {
  const ring = loop.phases.filter(({ name }) => !OUTSIDE.includes(name));
  const step = 2 * Math.PI / Math.max(1, ring.length);
  return (
    <svg class="wheel" viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
      {ring.map(({ name, text }, index) => {
        const isNow = name === loop.phase;
        const middle = (index + 0.5) * step;
        const [x, y] = point((INNER + OUTER) / 2, middle).split(' ');
        return (
          <g key={name} class={isNow ? 'spoke is-now' : 'spoke'}>
            <title>{text}</title>
            <path d={arc(index * step + GAP, (index + 1) * step - GAP, INNER,
              OUTER)} />
            <text x={x} y={y} dy="0.35em">{index + 1}</text>
          </g>
        );
      })}
      {DRAINS.map((name, index) => (
        <path key={name} class={name === loop.draining ? 'hub is-now' : 'hub'}
          d={arc(Math.PI * (index + 1) + 0.04, Math.PI * (index + 2) - 0.04,
            HUB - 6, HUB)} />
      ))}
      <text class="wheel-clock" x={SIZE / 2} y={SIZE / 2} dy="0.1em">
        {duration(loop.clock)}</text>
      <text class="wheel-turn" x={SIZE / 2} y={SIZE / 2 + 14}>
        {loop.turn ? `turn ${loop.turn}` : 'no turn yet'}</text>
    </svg>
  );
}

function Phases({ loop }: { loop: Loop }) {
  const inRing = loop.phases.filter(({ name }) => !OUTSIDE.includes(name));
  return (
    <ol class="phases" aria-label="Phases of the event loop">
      {loop.phases.map(({ name, text }) => {
        const isNow = name === loop.phase;
        const place = inRing.findIndex((phase) => phase.name === name);
        return (
          <li key={name} class={isNow ? 'phase is-now' : 'phase'} title={text}
            aria-current={isNow ? 'step' : undefined}>
            <span class="phase-number" aria-hidden="true">
              {place < 0 ? '·' : place + 1}</span>
            <span class="phase-name">{name}</span>
            {isNow && loop.draining && (
              <span class="tag tag-now">{loop.draining} run</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

export function Wheel({ loop }: { loop: Loop }) {
  const phase = loop.phases.find(({ name }) => name === loop.phase);
  return (
    <div class="loop">
      <Ring loop={loop} />
      <div class="loop-words">
        <Phases loop={loop} />
        <p class="loop-text">Now: {loop.draining
          ? `${loop.draining}, which run behind every callback`
          : phase?.text ?? loop.phase}.</p>
      </div>
    </div>
  );
}
