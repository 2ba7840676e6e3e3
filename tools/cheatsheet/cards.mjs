// The cards of the cheatsheet that are drawn from the engine's memory: each
// takes facts (facts.mjs) and gives {name, title, html}.
import {
  arrow, box, curve, dot, drawing, escape, group, line, text, wordWidth,
} from './draw.mjs';

const code = (words) => `<code>${escape(words)}</code>`;

// ---- The runtime map -------------------------------------------------------

/** A place where something waits, with the number of its turn. */
function waits(x, y, width, words, turn) {
  return group([box(x, y, width, 14, 's-slot'),
    dot(x + 8, y + 7, 5, 's-turn'),
    text(x + 8, y + 9.6, turn, 's-turn-number', 'middle'),
    text(x + 17, y + 9.6, words, 's-word')]);
}

function area(x, y, width, height, title, note) {
  return group([box(x, y, width, height, 's-area', 5),
    text(x + 6, y + 10, title, 's-title'),
    note ? text(x + width - 5, y + 10, note, 's-note', 'end') : '']);
}

export function runtimeCard(order) {
  const turn = (what) => order.indexOf(what) + 1;
  const says = `What runs first: ${order.join(', then ')}`;
  const parts = [
    area(0, 0, 108, 46, 'call stack', 'one at a time'),
    waits(5, 15, 98, 'script', turn('script')),
    text(7, 40, 'frames: variables, arguments', 's-note'),
    area(116, 0, 116, 46, 'heap', 'all that is shared'),
    text(122, 24, 'objects, closures\' rooms,', 's-word'),
    text(122, 34, 'strings, code, Shapes', 's-word'),
    area(0, 56, 108, 76, 'microtasks', 'all of them'),
    waits(5, 71, 98, 'process.nextTick', turn('tick')),
    waits(5, 88, 98, 'jobs of promises', turn('job')),
    waits(5, 105, 98, 'jobs a task made', turn('its job')),
    area(116, 56, 116, 76, 'tasks', 'one, then microtasks'),
    waits(121, 71, 106, 'timers', turn('timer')),
    waits(121, 88, 106, 'the next timer', turn('next timer')),
    waits(121, 105, 106, 'setImmediate', turn('immediate')),
    arrow(54, 56, 54, 47.5), arrow(174, 56, 100, 47.5),
    text(3, 129, 'behind every callback', 's-note'),
    text(119, 129, 'runtime: clock, files, events', 's-note'),
  ];
  return { name: 'runtime', title: 'The runtime, and what runs when',
    html: `${drawing(232, 133, says, parts)}<p>A program that queues one of ` +
      `each wrote: ${order.map(escape).join(' → ')}.</p>` };
}

// ---- Value and identity ----------------------------------------------------

const ROW = 11;

/** A box of the heap with its fields. */
function cell(x, y, width, title, fields, family) {
  const height = 12 + fields.length * ROW;
  return group([box(x, y, width, height, `s-cell s-${family}`),
    text(x + 5, y + 9, title, 's-code s-strong'),
    ...fields.flatMap(({ name, value }, at) => [
      text(x + 5, y + 19 + at * ROW, name, 's-code s-muted'),
      text(x + width - 5, y + 19 + at * ROW, value.text, 's-code s-literal',
        'end')])]);
}

/** Stack and heap of a moment, as `show --json` has them. */
function memory({ stack, graph }, isShown) {
  const variables = stack.frames[0].variables.filter(isShown);
  const places = new Map();
  let y = 12;
  for (const node of graph.nodes.filter(({ kind }) =>
    kind === 'OBJECT' || kind === 'ENVIRONMENT')) {
    places.set(node.address, y);
    y += 20 + node.fields.length * ROW;
  }
  const rows = variables.map(({ name, value, place, environment }, at) => {
    const top = 14 + at * 14;
    const to = place === 'environment' ? environment : value.address;
    const target = places.get(to);
    return group([box(0, top, 96, 13, 's-slot', 2),
      text(5, top + 9, name, 's-code'),
      target === undefined
        ? text(91, top + 9, value.text, 's-code s-literal', 'end')
        : text(88, top + 9, place === 'environment' ? 'in a room' : '',
          's-note', 'end'),
      target === undefined ? '' : dot(92, top + 6.5, 1.8, 's-root-dot') +
        curve(93, top + 6.5, 132, target + 7, 's-root')]);
  });
  const cells = graph.nodes.filter(({ address }) => places.has(address))
    .map((node) => cell(132, places.get(node.address), 98,
      node.kind === 'ENVIRONMENT' ? 'environment' : 'Object', node.fields,
      node.kind === 'ENVIRONMENT' ? 'environment' : 'object'));
  return { height: Math.max(y - 6, 16 + rows.length * 14),
    parts: [text(0, 9, 'the frame', 's-title'), text(132, 9, 'the heap',
      's-title'), ...rows, ...cells] };
}

export function valuesCard(shown, program) {
  const { height, parts } = memory(shown, ({ name }) => name !== 'look');
  return { name: 'values', title: 'Value and identity',
    html: `<pre>${escape(program.trim())}</pre>${drawing(232, height,
      'Variables of a frame, and the objects that they refer to', parts)}` +
      '<p>A word holds the number itself, or leads to an object. What a ' +
      'closure names lives in a room on the heap.</p>' };
}

// ---- Shapes and caches -----------------------------------------------------

const SIGNS = { uninitialised: '○', monomorphic: '●', polymorphic: '◐',
  megamorphic: '✱' };

function shapeTree(shapes) {
  const empty = shapes.find(({ count }) => count === 0);
  const childrenOf = (parent) =>
    shapes.filter((shape) => shape.parent === parent.address);
  const parts = [];
  const draw = (shape, x, y) => {
    const width = 58;
    parts.push(box(x - width / 2, y, width, 21, shape.objects
      ? 's-shape' : 's-shape s-bare', 10),
    text(x, y + 9, shape.text, 's-code s-strong', 'middle'),
    text(x, y + 17.5, shape.objects ? `${shape.objects} object${
      shape.objects > 1 ? 's' : ''}` : 'no object', 's-note', 'middle'));
  };
  const walk = (shape, x, y, spread) => {
    draw(shape, x, y);
    const children = childrenOf(shape);
    children.forEach((child, at) => {
      const to = x + (at - (children.length - 1) / 2) * spread;
      parts.push(arrow(x, y + 21, to, y + 36.5),
        text((x + to) / 2 + (to < x ? -5 : 5), y + 31, `+${child.key}`,
          's-code s-key', to < x ? 'end' : 'start'));
      walk(child, to, y + 37, spread);
    });
  };
  walk(empty, 76, 0, 74);
  const literal = shapes.find((shape) => shape.literal);
  draw(literal, 199, 37);
  parts.push(text(199, 31, 'of a literal', 's-note', 'middle'));
  return drawing(232, 97, 'The tree of Shapes of four objects', parts);
}

function cacheRow(states) {
  const width = 232 / states.length;
  const parts = states.flatMap(({ count, state }, at) => [
    box(at * width + 1, 1, width - 2, 18, `s-cache s-${state}`),
    text(at * width + width / 2, 9.5, SIGNS[state], 's-sign', 'middle'),
    text(at * width + width / 2, 17, count, 's-note', 'middle')]);
  const groups = [...new Set(states.map(({ state }) => state))];
  let x = 0;
  for (const name of groups) {
    const room = width * states.filter(({ state }) => state === name).length;
    parts.push(text(x + room / 2, 28, wordWidth(name) < room ? name
      : `${name.slice(0, 4)}.`, 's-word', 'middle'));
    x += room;
  }
  return drawing(232, 30, states.map(({ count, state }) =>
    `after ${count} Shapes ${state}`).join(', '), parts);
}

export function shapesCard(shapes, caches, program) {
  return { name: 'shapes', title: 'Shapes, and what a site remembers',
    html: `<pre>${escape(program.trim())}</pre>${shapeTree(shapes)}` +
      `<p>The cache at ${code('o.x')} after objects of so many Shapes:</p>${
        cacheRow(caches)}` };
}

// ---- Elements --------------------------------------------------------------

export function elementsCard({ kinds, sparse, pushed, filled, popped }) {
  const columns = ['packed', 'holey'];
  const rows = ['int', 'double', ''];
  const parts = [];
  const find = (kind) => kinds.find((each) => each.kind === kind);
  rows.forEach((row, down) => columns.forEach((column, across) => {
    const kind = [column, row].filter(Boolean).join(' ');
    const { code: example } = find(kind);
    const [x, y] = [across * 124, down * 32];
    parts.push(box(x, y, 108, 22, 's-cell s-array'),
      text(x + 6, y + 9, kind, 's-code s-strong'),
      text(x + 6, y + 18, example, 's-code s-muted'));
    if (down < 2) parts.push(arrow(x + 54, y + 22, x + 54, y + 31));
    if (!across) parts.push(arrow(x + 108, y + 11, x + 123, y + 11));
  }));
  parts.push(box(62, 96, 108, 22, 's-cell s-plumbing'),
    text(68, 105, sparse.kind, 's-code s-strong'),
    text(68, 114, sparse.code, 's-code s-muted'),
    arrow(178, 86, 150, 95));
  return { name: 'elements', title: 'The ladder of elements', html:
    drawing(232, 119, `Kinds of elements: ${kinds.map(({ kind }) => kind)
      .join(', ')}, ${sparse.kind}`, parts) +
    `<p>Only down: ${code('[1].push(2.5)')} is ${escape(pushed)}; ${
      code('pop()')} leaves it ${escape(popped)}; a hole that is filled stays ${
      escape(filled)}.</p>` };
}

// ---- What keeps alive ------------------------------------------------------

const link = (isKept) => `<svg class="s-link" viewBox="0 0 24 8" ` +
  `aria-hidden="true">${dot(3, 4, 2.6, 's-root-dot')}${
    line('M6 4H17', isKept ? 's-root' : 's-cut')}${
    dot(20.5, 4, 2.6, isKept ? 's-alive' : 's-gone')}</svg>`;

export const keepersCard = (keepers) => ({
  name: 'keepers', title: 'What keeps an object alive',
  html: `<ul class="sheet-keepers">${keepers.map(({ who, isKept }) =>
    `<li class="${isKept ? 'is-kept' : 'is-free'}">${link(isKept)}<span>${
      escape(who)}</span> <b>${isKept ? 'keeps' : 'does not'}</b></li>`)
    .join('')}</ul>`,
});

// ---- Two collectors --------------------------------------------------------

/** What is there under one collector, with the variables that lead to it. */
function lane(y, title, { alive, edges }, variables) {
  const at = { a: 52, b: 86 };
  const parts = [text(0, y + 14, title, 's-note')];
  for (const name of ['a', 'b']) {
    const variable = variables.find((each) => each.name === name);
    if (!variable) continue;
    parts.push(dot(at[name], y + 12, 7.5, alive[name] ? 's-alive' : 's-gone'),
      text(at[name], y + 14.6, name.toUpperCase(), alive[name]
        ? 's-object-name' : 's-gone-name', 'middle'));
    if (variable.to) parts.push(arrow(at[name], y - 4, at[name], y + 3.5,
      's-root'));
  }
  if (edges.ab) parts.push(arrow(60, y + 9.5, 78, y + 9.5));
  if (edges.ba) parts.push(arrow(78, y + 14.5, 60, y + 14.5));
  return parts;
}

function collectorFrame({ code: step, variables, marking, counting }) {
  const names = variables.map(({ name, to }) => text(
    name === 'a' ? 52 : 86, 7, name, to ? 's-code s-strong' : 's-code s-muted',
    'middle'));
  const say = ({ alive }) => ['a', 'b'].filter((name) => alive[name])
    .join(' and ') || 'none';
  return `<figure>${drawing(100, 62, `After ${step} marking keeps ${
    say(marking)}, counting ${say(counting)}`, [...names,
    ...lane(12, 'marks', marking, variables),
    ...lane(40, 'counts', counting, variables)])}<figcaption>${code(step)}` +
    '</figcaption></figure>';
}

export const collectorsCard = (frames) => ({
  name: 'collectors', title: 'Two objects under two collectors',
  html: `<div class="sheet-frames">${frames.map(collectorFrame).join('')}` +
    '</div><p>Marking starts at the roots; counting waits for the last ' +
    'reference, and so keeps cycles.</p>',
});

// ---- The words of a snapshot -----------------------------------------------

export const bytes = (count) => count < 1024 ? `${count} B`
  : `${(count / 1024).toFixed(1)} KB`;

/** The explanation holds, or there is no sheet. */
function checkRetained({ Cache, Left, Right, Rows }) {
  const isSo = Cache.retained > Left.retained + Right.retained &&
    Cache.retained >= Cache.self + Left.retained + Right.retained +
      Rows.retained && Left.retained < Rows.retained;
  if (!isSo) throw new Error('rows are not dominated by the cache');
}

export function snapshotCard(sizes) {
  checkRetained(sizes);
  const node = (x, y, name, label) => {
    const { self, retained, distance } = sizes[name];
    return group([box(x, y, 74, 30, 's-cell s-object'),
      text(x + 5, y + 9, label, 's-code s-strong'),
      text(x + 69, y + 9, `d ${distance}`, 's-note', 'end'),
      text(x + 5, y + 18, `shallow ${bytes(self)}`, 's-note'),
      text(x + 5, y + 26.5, `retained ${bytes(retained)}`, 's-word s-size')]);
  };
  const parts = [
    dot(6, 45, 3, 's-root-dot'), arrow(9, 45, 19, 45, 's-root'),
    node(20, 30, 'Cache', 'cache'), node(122, 0, 'Left', 'left'),
    node(122, 60, 'Right', 'right'),
    arrow(94, 40, 121, 17), arrow(94, 50, 121, 73),
    arrow(150, 30, 150, 34.5), arrow(150, 60, 150, 56),
    box(122, 35, 110, 20, 's-cell s-array'),
    text(127, 44, 'rows', 's-code s-strong'),
    text(227, 44, `d ${sizes.Rows.distance}`, 's-note', 'end'),
    text(127, 52, `retained ${bytes(sizes.Rows.retained)}`, 's-word s-size'),
  ];
  const words = [
    ['shallow', 'bytes of the object itself'],
    ['retained', 'what would go with it: rows are in cache\'s, not in left\'s'],
    ['dominator', 'on every path from the roots: cache, of rows'],
    ['distance', 'links from the nearest root'],
    ['retainer', 'who refers to it'],
    ['detached', 'a node off the page that somebody holds'],
  ];
  return { name: 'snapshot', title: 'The words of a snapshot', html:
    drawing(232, 91, 'A cache that retains two objects and what they share',
      parts) + `<dl>${words.map(([word, meaning]) =>
      `<div><dt>${word}</dt><dd>${escape(meaning)}</dd></div>`).join('')}</dl>`,
  };
}

// ---- A hunt ----------------------------------------------------------------

function bars(values, most, name, x, y, width, height) {
  const step = width / values.length;
  return values.map((value, at) => {
    const tall = Math.max(0.8, height * value / most);
    return box(x + at * step, y + height - tall, step - 1.2, tall, name, 0.8);
  });
}

export function huntCard({ before, after, used }) {
  const three = [used[0], used[Math.floor(used.length / 2)], used.at(-1)];
  const least = used[0] - (used.at(-1) - used[0]) / 2;
  const most = Math.max(...before);
  const steps = [
    [bars(three.map((each) => each - least), used.at(-1) - least, 's-bar', 2,
      1, 30, 20), 'Repeat one action; take a snapshot before, in the middle ' +
      'and after.'],
    [[...bars(before, most, 's-bar', 2, 1, 30, 20)], 'What came after the ' +
      'first and is still in the last? Bytes a round, here ' +
      `${before.at(-1)}.`],
    [[dot(5, 11, 3, 's-root-dot'), arrow(8, 11, 14, 11, 's-root'),
      box(14, 6, 8, 10, 's-cell s-collection', 2), arrow(22, 9, 29, 4),
      arrow(22, 11, 29, 11), arrow(22, 13, 29, 18),
      ...[4, 11, 18].map((y) => dot(31, y, 2.4, 's-alive'))],
    'What do they have in common? Their dominator.'],
    [[dot(5, 11, 3, 's-root-dot'), arrow(8, 11, 14, 11, 's-root'),
      box(14, 6, 8, 10, 's-cell s-collection', 2),
      line('M22 11H29', 's-cut'),
      text(25.5, 8.5, '✂', 's-scissors', 'middle'),
      dot(31, 11, 2.4, 's-gone')], 'Follow the retainers to a root; find the ' +
      'reference that is too much.'],
    [bars(after, most, 's-bar s-flat', 2, 1, 30, 20), 'Cut it, repeat: ' +
      `${after.at(-1)} bytes a round, and the feature still works.`],
  ];
  return { name: 'hunt', title: 'A hunt in five steps', html:
    `<ol class="sheet-hunt">${steps.map(([parts, words]) =>
      `<li>${drawing(34, 22, '', parts).replace('role="img" aria-label=""',
        'aria-hidden="true"')}<span>${escape(words)}</span></li>`)
      .join('')}</ol>` };
}

