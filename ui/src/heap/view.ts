// What part of the picture is on screen: a shift and a scale.
import type { Rectangle } from './picture.ts';

export interface View {
  x: number;
  y: number;
  scale: number;
}

const SMALLEST = 0.02;
const LARGEST = 2.5;
const MARGIN = 18;
/** Below this nothing can be read: rather show a part than all of it. */
const READABLE = 0.74;

export interface Size {
  width: number;
  height: number;
}

const within = (value: number, low: number, high: number) =>
  Math.max(low, Math.min(high, value));

/** All of the picture, or of a large one its beginning at a readable size. */
export function fit(all: Rectangle, size: Size, readable = true): View {
  const wish = Math.min(1, (size.width - 2 * MARGIN) / (all.width || 1),
    (size.height - 2 * MARGIN) / (all.height || 1));
  const scale = within(wish, readable ? READABLE : SMALLEST, 1);
  const spare = size.height - all.height * scale;
  return {
    scale,
    x: MARGIN - all.x * scale,
    y: (spare > 2 * MARGIN ? Math.min(spare / 2, 3 * MARGIN) : MARGIN) -
      all.y * scale,
  };
}

export function zoom(view: View, factor: number, x: number, y: number): View {
  const scale = within(view.scale * factor, SMALLEST, LARGEST);
  const by = scale / view.scale;
  return { scale, x: x - (x - view.x) * by, y: y - (y - view.y) * by };
}

export const pan = (view: View, x: number, y: number): View =>
  ({ ...view, x: view.x + x, y: view.y + y });

/** The least shift that brings a rectangle on screen. */
export function reveal(view: View, box: Rectangle, size: Size): View {
  const left = box.x * view.scale + view.x;
  const top = box.y * view.scale + view.y;
  const right = left + box.width * view.scale;
  const bottom = top + box.height * view.scale;
  const shift = (low: number, high: number, room: number) =>
    low < MARGIN || high - low > room - 2 * MARGIN ? MARGIN - low
      : high > room - MARGIN ? room - MARGIN - high : 0;
  return pan(view, shift(left, right, size.width),
    shift(top, bottom, size.height));
}

export function isInside(view: View, box: Rectangle, size: Size): boolean {
  const left = box.x * view.scale + view.x;
  const top = box.y * view.scale + view.y;
  return left >= 0 && top >= 0 &&
    left + box.width * view.scale <= size.width &&
    top + box.height * view.scale <= size.height;
}

/** Whether some of it is to be seen. */
export function isOnScreen(view: View, box: Rectangle, size: Size): boolean {
  const left = box.x * view.scale + view.x;
  const top = box.y * view.scale + view.y;
  return left < size.width && top < size.height &&
    left + box.width * view.scale > 0 && top + box.height * view.scale > 0;
}
