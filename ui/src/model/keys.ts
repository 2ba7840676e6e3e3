// Keys that work anywhere on the page, unless somebody types or walks through
// a panel that wants them itself. Keys that are single characters can be
// switched off, for people who steer by voice.
import { effect, signal } from '@preact/signals';
import { COMMANDS, type Command } from './commands.ts';

const STORED = 'glassheap.keys';

function stored(): boolean {
  try {
    return localStorage.getItem(STORED) !== 'off';
  } catch {
    return true;
  }
}

/** Whether single characters are commands. */
export const keysOn = signal(stored());

effect(() => {
  const text = keysOn.value ? 'on' : 'off';
  try {
    localStorage.setItem(STORED, text);
  } catch {
    // a page without storage forgets: no harm
  }
});

const commands = new Map<string, Command>(COMMANDS.flatMap((command) =>
  command.keys.map((key) => [key, command] as const)));

/** Whether the key means something else where the focus is. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof Element)) return false;
  if (target.closest('input:not([type=checkbox]), textarea')) {
    return event.key !== 'Escape';
  }
  if (target.closest('select')) return !/^[?,.]$|^Escape$/.test(event.key);
  const moves = /^(Arrow|Home|End|Page)/.test(event.key);
  if (target.closest('.cm-content')) return moves || event.key === 'Escape';
  return moves && target.closest('.scrolls') !== null &&
    !event.key.startsWith('ArrowLeft') && !event.key.startsWith('ArrowRight');
}

function keyDown(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey ||
      event.defaultPrevented) {
    return;
  }
  // as it is on screen: the dialog tells of its closing only afterwards
  if (document.querySelector('dialog[open]') && event.key !== '?') return;
  if (document.querySelector('.menu:popover-open')) return;
  const command = commands.get(event.key);
  if (!command || isTaken(event)) return;
  if (!keysOn.value && event.key.length === 1 && event.key !== '?') return;
  event.preventDefault();
  command.act();
}

export function listenToKeys(): void {
  window.addEventListener('keydown', keyDown);
}
