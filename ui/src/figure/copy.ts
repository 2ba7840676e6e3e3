// A part of the page as it stands, without what works on it: buttons are text,
// what scrolls is open, what is drawn on a canvas is a drawing.
import { stillOf } from './statics.ts';

/** Only of use on the page. */
const CONTROLS = '.figure-menu, .tool, .tools, .toggle, .splitter, ' +
  '.collector-steps, .heap-foot, .main-button, .drop, [data-control]';
/** Attributes that a page has use for and a file has not. */
const DROPPED = new Set(['aria-controls', 'aria-activedescendant',
  'aria-describedby', 'aria-haspopup', 'aria-expanded', 'aria-live',
  'aria-busy', 'aria-pressed', 'aria-owns', 'tabindex', 'type', 'popover',
  'popovertarget', 'disabled', 'draggable', 'contenteditable', 'spellcheck',
  'href', 'download', 'target', 'rel']);

/** A word for a word: an element of another name, with all that is in it. */
function renamed(element: Element, name: string): HTMLElement {
  const next = document.createElement(name);
  for (const { name: key, value } of element.attributes) {
    next.setAttribute(key, value);
  }
  next.append(...element.childNodes);
  return next;
}

function imageOf(canvas: HTMLCanvasElement): HTMLElement {
  const image = document.createElement('img');
  image.src = canvas.toDataURL();
  image.alt = canvas.getAttribute('aria-label') ?? '';
  image.className = canvas.className;
  image.style.cssText = canvas.style.cssText;
  image.width = canvas.clientWidth;
  image.height = canvas.clientHeight;
  return image;
}

function textField(live: Element): HTMLElement {
  const text = document.createElement('span');
  text.className = 'as-field';
  text.textContent = live instanceof HTMLSelectElement
    ? live.selectedOptions[0]?.textContent ?? ''
    : (live as HTMLInputElement).value;
  return text;
}

/** What is out of sight on the page is not in a file. */
function open(live: Element, copy: Element): void {
  const style = getComputedStyle(live);
  const scrolls = (overflow: string) => /auto|scroll/.test(overflow);
  const isCut = style.overflowY === 'hidden' &&
    live.scrollHeight > live.clientHeight + 1 && live.childElementCount > 0 &&
    style.textOverflow !== 'ellipsis' && !live.classList.contains('hidden');
  if (!scrolls(style.overflowY) && !scrolls(style.overflowX) && !isCut) return;
  const own = (copy as HTMLElement).style;
  for (const [key, value] of [['overflow', 'visible'], ['max-height', 'none'],
    ['height', 'auto'], ['contain', 'none'], ['flex', 'none']] as const) {
    own.setProperty(key, value, 'important');
  }
}

/** How one element stands in the file; null: not at all. */
async function stillFor(
  live: Element, copy: Element,
): Promise<Element | null> {
  const still = stillOf(live);
  if (still) return still();
  if (live.matches(CONTROLS)) return null;
  if (live instanceof HTMLCanvasElement) return imageOf(live);
  if (live.matches('select, input, textarea')) return textField(live);
  if (live.matches('script, style, link, iframe, dialog')) return null;
  if (live instanceof HTMLElement) open(live, copy);
  if (!live.matches('button, a')) return copy;
  const text = renamed(copy, 'span');
  if (live.matches('button')) text.classList.add('as-button');
  return text;
}

function drop(copy: Element): void {
  for (const { name } of [...copy.attributes]) {
    if (DROPPED.has(name)) copy.removeAttribute(name);
  }
  if (copy.getAttribute('role') === 'slider') copy.removeAttribute('role');
}

/** Deepest first, so that what is replaced is whole. */
async function settle(live: Element, copy: Element): Promise<Element | null> {
  if (!stillOf(live)) {
    const pairs = Array.from(live.children, (child, at) =>
      [child, copy.children[at]!] as const);
    for (const [child, twin] of pairs) {
      const next = await settle(child, twin);
      if (next === twin) continue;
      if (next) twin.replaceWith(next);
      else twin.remove();
    }
  }
  const next = await stillFor(live, copy);
  if (next) drop(next);
  return next;
}

/** The element as it stands now, for a file; null when it has no picture. */
export const stillCopy = (live: Element): Promise<Element | null> =>
  settle(live, live.cloneNode(true) as Element);

/** Markers and the like that the copy refers to by `url(#name)`, and has not
 * got: they stand elsewhere on the page. */
export function definitionsFor(copy: Element): Element[] {
  const wanted = new Set([...copy.outerHTML.matchAll(/url\(#([\w-]+)\)/g)]
    .map(([, name]) => name!));
  return [...wanted].flatMap((name) => {
    const found = document.getElementById(name);
    return copy.querySelector(`#${name}`) || !found
      ? [] : [found.cloneNode(true) as Element];
  });
}
