// A bar between two columns or rows that can be dragged, or moved by keys. The
// sizes are kept for the next visit.
import { effect, signal } from '@preact/signals';
import type {
  TargetedKeyboardEvent, TargetedPointerEvent,
} from 'preact';

export type Size = 'left' | 'right' | 'source' | 'object' | 'console';

const STORED = 'glassheap.sizes';
const LIMITS: Record<Size, [low: number, high: number]> = {
  left: [14, 45], right: [14, 45], source: [15, 85], object: [15, 85],
  console: [6, 60],
};

type Sizes = Partial<Record<Size, number>>;

function stored(): Sizes {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '{}') as Sizes;
  } catch {
    return {};
  }
}

/** In percent of the page's main part; absent: as the style sheet has it. */
const sizes = signal<Sizes>(stored());

effect(() => {
  const text = JSON.stringify(sizes.value);
  try {
    if (text !== '{}') localStorage.setItem(STORED, text);
  } catch {
    // a page without storage forgets: no harm
  }
});

export const sizeStyle = () => Object.fromEntries(
  Object.entries(sizes.value).map(([name, size]) =>
    [`--size-${name}`, `${size}%`]));

const set = (name: Size, size: number) => {
  const [low, high] = LIMITS[name];
  const inside = Math.max(low, Math.min(high, size));
  sizes.value = { ...sizes.value, [name]: Math.round(inside * 10) / 10 };
};

export function Splitter({ name, label, across, reversed = false }: {
  name: Size;
  label: string;
  /** Between columns (true) or rows. */
  across: boolean;
  /** The size is of what comes after the bar. */
  reversed?: boolean;
}) {
  const size = sizes.value[name];
  const drag = (event: TargetedPointerEvent<HTMLElement>) => {
    const bar = event.currentTarget;
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const edge = bar.parentElement!.getBoundingClientRect();
    const share = across ? (event.clientX - edge.left) / edge.width
      : (event.clientY - edge.top) / edge.height;
    set(name, 100 * (reversed ? 1 - share : share));
  };
  const keyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[
      event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    const bar = event.currentTarget;
    const edge = bar.parentElement!.getBoundingClientRect();
    const place = bar.getBoundingClientRect();
    const share = 100 * (across
      ? (place.left + place.width / 2 - edge.left) / edge.width
      : (place.top + place.height / 2 - edge.top) / edge.height);
    set(name, (reversed ? 100 - share : share) + (reversed ? -2 : 2) * by);
  };
  return (
    <div class={`splitter ${across ? 'is-across' : 'is-down'}`} tabIndex={0}
      role="separator" aria-label={label}
      aria-orientation={across ? 'vertical' : 'horizontal'}
      aria-valuenow={size === undefined ? undefined : Math.round(size)}
      onPointerDown={(event) =>
        event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag} onKeyDown={keyDown}
      onDblClick={() => {
        const { [name]: _gone, ...rest } = sizes.value;
        sizes.value = rest;
      }} />
  );
}
