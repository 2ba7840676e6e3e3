// Small drawings for the cheatsheet, as text: boxes, arrows, words. A unit is a
// pixel of the printed page; colours are classes of ui/src/style/sheet.css.

export const escape = (text) => String(text).replaceAll('&', '&amp;')
  .replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const attributes = (words) => Object.entries(words)
  .filter(([, value]) => value !== undefined && value !== '')
  .map(([name, value]) => ` ${name}="${escape(value)}"`).join('');

/** About as wide as words are in the drawings. */
const LETTER = 4.1;
export const wordWidth = (words) => words.length * LETTER;

export const shorten = (text, most) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

export const group = (parts, words = {}) =>
  `<g${attributes(words)}>${parts.join('')}</g>`;

export const box = (x, y, width, height, name, radius = 3) =>
  `<rect${attributes({ x, y, width, height, rx: radius, class: name })}/>`;

export const text = (x, y, words, name = '', anchor = '') =>
  `<text${attributes({ x, y, class: name, 'text-anchor': anchor })}>${
    escape(words)}</text>`;

export const dot = (x, y, radius, name) =>
  `<circle${attributes({ cx: x, cy: y, r: radius, class: name })}/>`;

export const line = (path, name) =>
  `<path${attributes({ d: path, class: name })}/>`;

/** The tip of an arrow that comes from a direction (an angle). */
function tip(x, y, angle, name) {
  const at = (turn) => `${(x - 5 * Math.cos(angle + turn)).toFixed(1)} ${
    (y - 5 * Math.sin(angle + turn)).toFixed(1)}`;
  return line(`M${at(0.42)}L${x} ${y}L${at(-0.42)}z`, `${name} s-tip`);
}

export function arrow(x1, y1, x2, y2, name = 's-arrow') {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const short = (to, by) => (to - 3 * by).toFixed(1);
  return line(`M${x1} ${y1}L${short(x2, Math.cos(angle))} ${
    short(y2, Math.sin(angle))}`, name) + tip(x2, y2, angle, name);
}

/** From the right of one box to the left of another. */
export function curve(x1, y1, x2, y2, name = 's-arrow') {
  const bend = Math.max(8, (x2 - x1) / 2);
  return line(`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 3} ${
    y2}`, name) + tip(x2, y2, 0, name);
}

/** A drawing; `says` is what it shows, for those who do not see it. */
export const drawing = (width, height, says, parts, name = '') =>
  `<svg class="s-drawing ${name}" viewBox="0 0 ${width} ${height}" ` +
  `role="img" aria-label="${escape(says)}" style="max-width:${
    (width * 1.9).toFixed(0)}px">${parts.join('')}</svg>`;
