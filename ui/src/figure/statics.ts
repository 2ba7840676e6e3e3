// Parts of the page that are no more than a view of something: a canvas, a
// table that draws the rows in sight, a picture that is panned. Each can tell
// here how it looks as a whole and standing still, for a file.
import { render, type ComponentChild, type RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Null: it is left out. */
export type Still = () => Element | null | Promise<Element | null>;

const stills = new WeakMap<Element, Still>();

export const stillOf = (element: Element): Still | undefined =>
  stills.get(element);

export function setStill(element: Element, still: Still): void {
  stills.set(element, still);
}

/** The same for the element of a component. */
export function useStill(ref: RefObject<Element | null>, still: Still): void {
  useEffect(() => { if (ref.current) setStill(ref.current, still); });
}

/** What a component draws, once. */
export function drawOnce(drawing: ComponentChild): Element | null {
  const parent = document.createElement('div');
  render(drawing, parent);
  const element = parent.firstElementChild?.cloneNode(true) as Element | null;
  render(null, parent);
  return element;
}
