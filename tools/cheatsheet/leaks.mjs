// The silhouettes of leaks, as tools/silhouettes.mjs has measured them: a root,
// what holds, the reference to cut, and what stays because of it. And weak
// references: where they help, and where they do not.
import { bytes } from './cards.mjs';
import {
  box, dot, drawing, escape, group, line, shorten, text,
} from './draw.mjs';

/** A dozen that differ in their outlines, and what each is called for short. */
const SHOWN = {
  'timestamp-key': 'A key that never comes again',
  'static-registry': 'A registry nobody empties',
  'listener-a-request': 'A listener a request',
  'once-on-signal': 'A once-listener on a long signal',
  'timer-on-success': 'A timer cleared on success only',
  'promise-race': 'A race against a long promise',
  'shared-environment': 'The room of an unused helper',
  'alternating-closures': 'Closures that hold the last ones',
  'detached-rows': 'Rows off the page in an array',
  'sliced-string': 'A short piece of a long string',
  'view-on-buffer': 'Eight bytes of a large buffer',
  'weakref-map': 'A Map of ids to WeakRefs',
};

const FAMILIES = {
  collection: 'collection', array: 'array', closure: 'function',
  environment: 'environment', text: 'string', buffer: 'array',
};
const familyOf = ({ kind }) => `s-${FAMILIES[kind] ?? 'object'}`;

const nameOf = (node) => node.class.replace('system / ', '')
  .replace('(string)', 'string').replace('concatenated ', '')
  .replace('frame of the script', 'script');

/** Names of links that a person would write. */
const linkName = ({ by }) => by && !/^\d|^\[/.test(by) ? by : '';

const ENTRY = 'an entry';

/** A box with a name and, below it, what it is. */
function pill(x, y, width, node, title, name = '') {
  const most = Math.floor((width - 8) / 4.3);
  return group([box(x, y, width, 20, `s-cell ${familyOf(node)} ${name}`),
    text(x + width / 2, title ? y + 8.5 : y + 12.5, shorten(title ||
      nameOf(node), most), 's-code s-strong', 'middle'),
    title ? text(x + width / 2, y + 16.5, shorten(nameOf(node), most),
      's-note', 'middle') : '']);
}

/** Three, one behind the other: there are more and more of them. */
const heap = (x, y, width, node) => group([
  box(x + 5, y - 5, width, 20, `s-cell ${familyOf(node)} s-behind`),
  box(x + 2.5, y - 2.5, width, 20, `s-cell ${familyOf(node)} s-behind`),
  pill(x, y, width, node, '')]);

const scissors = (x, y) => text(x, y, '✂', 's-scissors', 'middle');

function silhouette({ path, cut, inside }) {
  const kept = path.at(-1);
  const isChain = cut === 'inside';
  const holders = path.slice(1, -1);
  const holder = holders.at(-1);
  const names = holders.map(linkName).filter(Boolean).join('.');
  const parts = [dot(4, 17, 3, 's-root-dot')];
  let x = 7;
  if (holder) {
    parts.push(line(`M${x} 17H${x + 7}`, 's-root'),
      pill(x + 7, 7, 62, holder, names));
    x += 69;
  }
  const label = linkName(kept) || (kept.edge === 'each' ? ENTRY : '');
  const to = holder ? x + 30 : x + 56;
  parts.push(line(`M${x} 17H${to}`, isChain ? 's-root' : 's-cut'),
    isChain ? '' : scissors((x + to) / 2, 20.2),
    text((x + to) / 2, 10, shorten(label, 12), 's-note', 'middle'),
    heap(to, 7, 58, kept));
  const links = inside?.edges.map(linkName).filter(Boolean).join('.') ?? '';
  if (isChain) {
    parts.push(line(`M${to + 48} 27V36H${to + 12}V28`, 's-cut'),
      scissors(to + 30, 38.8), text(to + 6, 39, shorten(links, 16), 's-note',
        'end'));
  } else if (inside) {
    parts.push(text(to + 58, 37, shorten(`keeps ${links}: ${nameOf(inside)}`,
      34), 's-note', 'end'));
  }
  return parts;
}

function leakFigure(name, title, leak) {
  const each = leak.growth / leak.calls;
  return `<figure>${drawing(172, 42, `${leak.title}. ${leak.say}`,
    silhouette(leak))}<figcaption><b>${escape(title)}</b> <span>${
    bytes(Math.round(each))} a call</span></figcaption></figure>`;
}

export const leaksCard = (silhouettes) => ({
  name: 'leaks', title: 'A leak is reached, not needed, and grows: cut here',
  html: `<div class="sheet-leaks">${Object.entries(SHOWN).map(
    ([name, title]) => leakFigure(name, title, silhouettes[name])).join('')}` +
    '</div>',
});

/** What the engine kept or let go, and what stays a call. */
export function weakCard(keepers, silhouettes) {
  const isKept = (who) => keepers.find((each) => each.who === who).isKept;
  const call = (name) =>
    bytes(Math.round(silhouettes[name].growth / silhouettes[name].calls));
  const rows = [
    [!isKept('a key of a WeakMap'), 'What is known of an object',
      'a WeakMap by the object: it goes with it'],
    [!isKept('that key, when its value refers to it'), 'Even when the value ' +
      'refers to the key', 'the pair goes as one'],
    [!isKept('a WeakRef'), 'A cache that may lose', 'a WeakRef, asked anew ' +
      'in each turn: within a turn it holds'],
    [false, 'A Map of ids to WeakRefs', `the entries stay: ${
      call('weakref-map')} a call, until a FinalizationRegistry removes them`],
    [false, 'A held value that leads to the target', `never called: ${
      call('finalizer-holds')} a call`],
    [false, 'When it must happen', 'finalisers come late or never: close, ' +
      'abort, dispose'],
  ];
  return { name: 'weak', title: 'Weak references: when they help', html:
    `<dl class="sheet-weak">${rows.map(([helps, what, how]) =>
      `<div class="${helps ? 'is-kept' : 'is-free'}"><dt>${
        helps ? '✓' : '✗'} ${escape(what)}</dt><dd>${
        escape(how)}</dd></div>`).join('')}</dl>` };
}
