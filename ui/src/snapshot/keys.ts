// Keys that work anywhere on the page, unless somebody types.
import { signal } from '@preact/signals';
import { openMenu } from '../figure/menu.tsx';
import { canAsk, state } from './answers.ts';
import { choose, go, place, type View } from './place.ts';
import { goUp } from './treemap.tsx';

export const helpOpen = signal(false);

/** What commonly leaks: src/snapshot/finders.tsx. */
const FINDERS: [View, string][] = [
  ['closures', 'Closures'], ['listeners', 'Listeners'], ['timers', 'Timers'],
  ['detached', 'Detached'], ['globals', 'Globals'],
  ['collections', 'Collections'],
];

/** The views that these files allow, in the order of the tabs. */
export function viewsHere(): [View, string][] {
  const views: [View, string][] = [['story', 'Story']];
  if (canAsk('diff')) views.push(['compare', 'Comparison']);
  if (canAsk('leaks')) views.push(['leaks', 'Leaks']);
  views.push(['treemap', 'Treemap'], ['constructors', 'Constructors'],
    ['strings', 'Strings']);
  views.push(...FINDERS.filter(([name]) => canAsk(name)));
  return views;
}

export const KEYS: [keys: string[], label: string][] = [
  [['1', '2', '…'], 'the views, from left to right'],
  [['/'], 'look for a constructor'],
  [['o'], 'to the object\'s card'],
  [['m'], 'back to what it was chosen from'],
  [['Escape'], 'close the object'],
  [['↑', '↓', 'Page', 'Home', 'End'], 'through a table'],
  [['Enter'], 'what the row, or the rectangle, is about'],
  [['←', '→', '↑', '↓'], 'to the rectangle beside'],
  [['Backspace'], 'in the treemap: back up'],
  [['x'], 'export or share the picture'],
  [['?'], 'these keys'],
];

const focus = (selector: string): void =>
  document.querySelector<HTMLElement>(selector)?.focus();

function act(key: string): boolean {
  const view = /^[1-9]$/.test(key) && viewsHere()[Number(key) - 1];
  if (view) go({ view: view[0] });
  else if (key === '?') helpOpen.value = !helpOpen.value;
  else if (key === 'Escape' && place.value.object !== null) choose(null);
  else if (key === 'x') openMenu();
  else if (key === 'Backspace') goUp();
  else if (key === 'o') focus('.panel-card .object-body');
  else if (key === 'm') focus('.view [tabindex="0"], .view a, .view button');
  else if (key === '/') {
    const isThere = place.value.view === 'constructors';
    go({ view: 'constructors' });
    // otherwise the field is there after the next drawing
    if (isThere) focus('.filter');
    else requestAnimationFrame(() => focus('.filter'));
  } else return false;
  return true;
}

function keyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey ||
      event.defaultPrevented || !state.value?.open) return;
  const target = event.target;
  const isTyping = target instanceof Element &&
    target.closest('input, textarea, select') !== null;
  if (isTyping && event.key !== 'Escape') return;
  // as it is on screen: the dialog tells of its closing only afterwards
  if (document.querySelector('dialog[open]') && event.key !== '?') return;
  if (document.querySelector('.menu:popover-open')) return;
  if (act(event.key)) event.preventDefault();
}

export function listenToKeys(): void {
  window.addEventListener('keydown', keyDown);
}
