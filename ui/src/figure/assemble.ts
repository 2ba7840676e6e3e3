// A figure as a file of its own: an HTML page, or an SVG. Either needs nothing
// else, runs nothing, and follows the reader's theme.
import {
  captionOf, sayCaption, sayDiffers, type Caption,
} from './caption.ts';
import { definitionsFor, stillCopy } from './copy.ts';
import { stylesFor } from './styles.ts';

const SVG = 'http://www.w3.org/2000/svg';
const XHTML = 'http://www.w3.org/1999/xhtml';

export interface Figure {
  title: string;
  /** Its place on the page. */
  element: Element;
  /** Where the picture is one of lines: all of it, in sight or not. */
  vector?: () => SVGSVGElement | null;
}

/** What the page's own sheets do not say about a figure that stands alone. */
const ALONE = `
*, *::before, *::after {
  animation: none !important;
  transition: none !important;
}
.figure-alone { margin: 0; padding: 16px; background: var(--ground);
  color: var(--ink); font: 13px/1.45 var(--sans); }
.figure-alone figure { margin: 0; }
.figure-alone .figure-box { overflow-x: auto; }
.figure-alone .figure-caption { margin-top: 10px; color: var(--muted);
  font: 12.5px/1.5 var(--sans); }
.figure-alone .figure-caption b { color: var(--ink); }
.figure-alone .figure-truth::before { content: "● "; color: var(--glass); }
.figure-alone .figure-source { overflow-x: auto; font: 12px/1.5 var(--mono); }
.figure-ground { fill: var(--panel); }
.figure-words { fill: var(--muted); font: 12px var(--sans); }
.figure-words .is-title { fill: var(--ink); font-weight: 650; }
.figure-words .is-truth { fill: var(--glass); }
:where(.as-button) { display: inline-block; }
`;

// ---- Around the copy -------------------------------------------------------

/** The elements around it, without boxes of their own, so that rules which tell
 * by them still hold. */
function withParents(live: Element, copy: Element): Element {
  let inside = copy;
  for (let parent = live.parentElement; parent && parent !== document.body;
    parent = parent.parentElement) {
    const shell = document.createElement(parent.localName === 'main'
      ? 'div' : parent.localName);
    shell.className = parent.className;
    shell.style.display = 'contents';
    shell.append(inside);
    inside = shell;
  }
  return inside;
}

/** As wide as on the page, and as high as it likes. */
function freeHeight(live: Element, copy: Element): void {
  const { style } = copy as HTMLElement;
  for (const [key, value] of [['height', 'auto'], ['max-height', 'none'],
    ['min-height', '0'], ['overflow', 'visible']] as const) {
    style.setProperty(key, value, 'important');
  }
  style.setProperty('box-sizing', 'border-box');
  style.setProperty('width',
    `${Math.ceil(live.getBoundingClientRect().width)}px`, 'important');
}

async function copyOf({ element }: Figure): Promise<Element> {
  const copy = await stillCopy(element);
  if (!copy) throw new Error('there is nothing to save here');
  freeHeight(element, copy);
  return withParents(element, copy);
}

function stylesOf(content: Element): string {
  const whole = document.implementation.createHTMLDocument('');
  whole.body.append(whole.importNode(content, true));
  return `${stylesFor(whole)}${ALONE}`;
}

/** Puts it on the page, out of sight, for as long as `look` takes. */
function lookAt<T>(content: Element, look: () => T): T {
  const place = document.createElement('div');
  place.style.cssText = 'position: absolute; left: -99999px; top: 0';
  const sheet = document.createElement('style');
  sheet.textContent = ALONE;
  place.append(sheet, content);
  document.body.append(place);
  try {
    return look();
  } finally {
    place.remove();
  }
}

// ---- SVG -------------------------------------------------------------------

function svgElement(
  name: string, attributes: Record<string, string | number>, text = '',
): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  if (text) element.textContent = text;
  return element;
}

/** What a style says, for programs that read attributes and no style sheets. */
const STYLED = ['fill', 'fill-opacity', 'stroke', 'stroke-width',
  'stroke-opacity', 'stroke-dasharray', 'opacity', 'font-family', 'font-size',
  'font-weight', 'font-style', 'text-anchor'];
const INHERITED = new Set(STYLED.filter((name) => name !== 'opacity'));

function writeAttributes(element: Element, above: Map<string, string>): void {
  const style = getComputedStyle(element);
  const own = new Map(above);
  for (const name of STYLED) {
    const value = style.getPropertyValue(name);
    const known = above.get(name) ?? (name === 'opacity' ? '1' : '');
    if (value === known) continue;
    element.setAttribute(name, value.replaceAll('"', '\''));
    if (INHERITED.has(name)) own.set(name, value);
  }
  for (const child of element.children) writeAttributes(child, own);
}

const LINE = 17;

function linesOf(text: string, width: number): string[] {
  const most = Math.max(24, Math.floor(width / 6.2));
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line && line.length + word.length + 1 > most) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** The caption as lines of text under the picture. */
function captionLines(
  title: string, caption: Caption, width: number, y: number,
): { group: SVGElement; height: number } {
  const group = svgElement('g', { class: 'figure-words' });
  const lines: [text: string, name: string][] = [
    [title, 'is-title'],
    ...linesOf(sayCaption(caption), width).map((line) =>
      [line, ''] as [string, string]),
    [`● ${caption.truth}`, 'is-truth'],
    ...sayDiffers(caption).flatMap((said) => linesOf(said, width)
      .map((line) => [line, ''] as [string, string])),
  ];
  lines.forEach(([text, name], at) => group.append(svgElement('text',
    { x: 0, y: y + (at + 1) * LINE, class: name }, text)));
  return { group, height: (lines.length + 0.6) * LINE };
}

const MARGIN = 14;

/** A frame for a picture of a width and a height, with its caption. */
function frameFor(
  { title, element }: Figure, picture: Element, width: number, height: number,
): SVGSVGElement {
  const wide = Math.max(width, 380);
  const { group, height: words } = captionLines(title, captionOf(element),
    wide, height + 6);
  const view = [-MARGIN, -MARGIN, wide + 2 * MARGIN,
    height + words + 2 * MARGIN];
  const frame = svgElement('svg', {
    xmlns: SVG, viewBox: view.join(' '), width: view[2]!, height: view[3]!,
    role: 'img', 'aria-label': title,
  }) as SVGSVGElement;
  frame.append(svgElement('title', {}, title), svgElement('rect', {
    class: 'figure-ground', x: view[0]!, y: view[1]!, width: view[2]!,
    height: view[3]!,
  }), picture, group);
  return frame;
}

function finish(frame: SVGSVGElement, styles: string): string {
  const sheet = document.createElementNS(SVG, 'style');
  sheet.textContent = styles;
  frame.prepend(sheet);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${
    new XMLSerializer().serializeToString(frame)}\n`;
}

const sizeOf = (vector: SVGSVGElement): [width: number, height: number] =>
  [Number(vector.getAttribute('width')), Number(vector.getAttribute('height'))];

/** A picture of lines stays one. */
function vectorText(figure: Figure, vector: SVGSVGElement): string {
  const [width, height] = sizeOf(vector);
  vector.style.cssText = 'overflow: visible';
  const missing = definitionsFor(vector);
  if (missing.length) {
    const list = svgElement('defs', {});
    list.append(...missing);
    vector.prepend(list);
  }
  const frame = frameFor(figure, vector, width, height);
  lookAt(frame, () => writeAttributes(frame, new Map()));
  return finish(frame, stylesOf(frame));
}

/** One of boxes and text is a page inside of a drawing: browsers show it. */
async function boxedText(figure: Figure): Promise<string> {
  const content = await copyOf(figure);
  const body = document.createElement('div');
  body.setAttribute('xmlns', XHTML);
  body.className = 'figure-alone';
  body.style.cssText = 'padding: 0; background: none';
  body.append(content);
  const { width, height } = lookAt(body, () => body.getBoundingClientRect());
  const box = svgElement('foreignObject',
    { x: 0, y: 0, width: Math.ceil(width), height: Math.ceil(height) });
  box.append(body);
  const frame = frameFor(figure, box, Math.ceil(width), Math.ceil(height));
  return finish(frame, stylesOf(frame));
}

export async function svgText(figure: Figure): Promise<string> {
  const vector = figure.vector?.();
  return vector ? vectorText(figure, vector) : boxedText(figure);
}

// ---- HTML ------------------------------------------------------------------

function captionElement(title: string, caption: Caption): HTMLElement {
  const words = document.createElement('figcaption');
  words.className = 'figure-caption';
  const line = (name: string, text: string) => {
    const paragraph = document.createElement('p');
    paragraph.className = name;
    paragraph.textContent = text;
    words.append(paragraph);
    return paragraph;
  };
  const head = document.createElement('b');
  head.textContent = title;
  line('figure-of', ` · ${sayCaption(caption)}`).prepend(head);
  line('figure-truth', caption.truth);
  for (const said of sayDiffers(caption)) line('figure-differs', said);
  if (caption.source) words.append(sourceElement(caption.source));
  return words;
}

function sourceElement(text: string): HTMLElement {
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = 'The program';
  const code = document.createElement('pre');
  code.className = 'figure-source';
  code.textContent = text;
  details.append(summary, code);
  return details;
}

async function pictureOf(figure: Figure): Promise<Element> {
  const vector = figure.vector?.();
  if (!vector) return copyOf(figure);
  vector.setAttribute('role', 'img');
  vector.setAttribute('aria-label', figure.title);
  const [width, height] = sizeOf(vector);
  vector.setAttribute('viewBox', `0 0 ${width} ${height}`);
  vector.style.cssText = `width: ${width}px; max-width: 100%; height: auto; ` +
    'overflow: visible';
  return vector;
}

export async function htmlText(figure: Figure): Promise<string> {
  const caption = captionOf(figure.element);
  const picture = await pictureOf(figure);
  const whole = document.implementation.createHTMLDocument(
    `${figure.title} · ${caption.program}`);
  whole.documentElement.lang = 'en';
  whole.body.className = 'figure-alone';
  const box = whole.createElement('div');
  box.className = 'figure-box';
  const missing = definitionsFor(picture);
  if (missing.length) {
    const hidden = svgElement('svg', { width: 0, height: 0,
      style: 'position: absolute', 'aria-hidden': 'true' });
    hidden.append(...missing);
    box.append(hidden);
  }
  box.append(picture);
  const outer = whole.createElement('figure');
  outer.append(box, captionElement(figure.title, caption));
  whole.body.append(outer);
  const sheet = whole.createElement('style');
  sheet.textContent = stylesFor(whole) + ALONE;
  whole.head.insertAdjacentHTML('afterbegin', '<meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width, initial-scale=1">' +
    '<meta name="color-scheme" content="light dark">' +
    '<meta name="generator" content="Glassheap">');
  whole.head.append(sheet);
  return `<!doctype html>\n${whole.documentElement.outerHTML}\n`;
}
