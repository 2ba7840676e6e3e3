// The arrows from the stack's variables into the heap: drawn over both, in the
// pixels of the panel, and again whenever either side moves.
import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { HEAD, boxId } from '../heap/boxes.ts';
import * as scene from '../heap/scene.ts';
import { chosen, frameIndex, now } from '../model/store.ts';
import type { Address } from '../protocol.ts';

interface RootArrow {
  key: string;
  to: Address;
  path: string;
  isOff: boolean;
  /** Of the frame that is looked at. */
  isSelected: boolean;
}

const arrows = signal<RootArrow[]>([]);
/** The moment that the arrows are of: they are drawn after all the rest. */
const drawnMoment = signal('');

interface Sides {
  panel: DOMRect;
  stack: DOMRect;
  heap: DOMRect;
}

const within = (value: number, low: number, high: number) =>
  Math.max(low, Math.min(high, value));

/** Where an arrow begins: the right end of the variable's row. Null when the
 * row is scrolled out of sight. */
function beginning(element: Element, { stack }: Sides) {
  const edge = element.getBoundingClientRect();
  const y = edge.top + edge.height / 2;
  if (!edge.width || y < stack.top || y > stack.bottom) return null;
  return { x: Math.min(edge.right, stack.right) - 3, y };
}

interface Path {
  path: string;
  /** The box is out of sight: the arrow ends at the edge towards it. */
  isOff: boolean;
}

function pathTo(
  from: { x: number; y: number }, to: Address, sides: Sides,
): Path | null {
  // as drawn right now: the view may be gliding
  const box = document.querySelector(`#${boxId(to)} .box-ground`)
    ?.getBoundingClientRect();
  if (!box) return null;
  const { scale } = scene.view.value;
  const { panel, heap } = sides;
  const wish = { x: box.left, y: box.top + HEAD / 2 * scale };
  const end = {
    x: within(wish.x, heap.left + 5, heap.right - 5),
    y: within(wish.y, heap.top + 3, heap.bottom - 3),
  };
  const isOff = Math.abs(end.x - wish.x) > 9 || end.y !== wish.y;
  const [x1, y1] = [from.x - panel.left, from.y - panel.top];
  const [x2, y2] = [end.x - panel.left - 1, end.y - panel.top];
  const bend = within((x2 - x1) * 0.5, 24, 120);
  return {
    isOff,
    path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
  };
}

function measure(panel: HTMLElement): void {
  const stack = panel.querySelector('.stack-side');
  const heap = panel.querySelector('.heap');
  const snapshot = now.value;
  drawnMoment.value = snapshot?.state.moment ?? '';
  if (!stack || !heap || !snapshot || scene.isStacked.value) {
    arrows.value = [];
    return;
  }
  const sides = {
    panel: panel.getBoundingClientRect(),
    stack: stack.getBoundingClientRect(),
    heap: heap.getBoundingClientRect(),
  };
  const places = new Map([...panel.querySelectorAll('[data-root]')]
    .map((element) => [element.getAttribute('data-root'), element]));
  arrows.value = snapshot.graph.roots.flatMap(({ frame, name, to }) => {
    const key = `${frame}:${name}`;
    const element = places.get(key);
    const from = element && beginning(element, sides);
    const path = from && pathTo(from, to, sides);
    return path
      ? [{ key, to, ...path, isSelected: frame === frameIndex.value }] : [];
  });
}

export function Roots() {
  const ref = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const panel = ref.current!.parentElement!;
    let asked = 0;
    // after everything that this change draws has been drawn
    const ask = () => {
      cancelAnimationFrame(asked);
      asked = requestAnimationFrame(() => measure(panel));
    };
    const stop = effect(() => {
      void [scene.picture.value, scene.view.value, scene.size.value, now.value,
        frameIndex.value];
      ask();
    });
    const observer = new ResizeObserver(ask);
    observer.observe(panel);
    const heap = panel.querySelector('.heap');
    // a gliding view is followed to its end
    let gliding = false;
    const glide = () => {
      measure(panel);
      if (gliding) requestAnimationFrame(glide);
    };
    const began = () => { gliding = true; glide(); };
    const ended = () => { gliding = false; ask(); };
    panel.addEventListener('scroll', ask, true);
    heap?.addEventListener('transitionrun', began);
    heap?.addEventListener('transitionend', ended);
    return () => {
      stop();
      observer.disconnect();
      panel.removeEventListener('scroll', ask, true);
      heap?.removeEventListener('transitionrun', began);
      heap?.removeEventListener('transitionend', ended);
    };
  }, []);
  return (
    <svg ref={ref} class="roots" aria-hidden="true"
      data-moment={drawnMoment.value}>
      {arrows.value.map(({ key, to, path, isOff, isSelected }) => {
        const isNear = to === chosen.value;
        const tip = isNear ? 'url(#tip-near)' : 'url(#tip-root)';
        const classes = ['root', isSelected || 'is-faint', isOff && 'is-off',
          isNear && 'is-near'].filter((name) => typeof name === 'string');
        return <path key={key} d={path} class={classes.join(' ')}
          marker-end={isOff ? undefined : tip} />;
      })}
    </svg>
  );
}
