// Everything that can be done with a key or a button, once: what it is called,
// its key, and what it does. The buttons, the keys and the help read this list.
import type { IconName } from '../draw/icons.tsx';
import { openMenu } from '../figure/menu.tsx';
import { fitAll } from '../heap/scene.ts';
import { chosen, eventsOpen, helpOpen, running } from './store.ts';
import {
  choose, chooseBack, pause, seek, showView, step, stepEvent,
} from './time.ts';
import { VIEW_TITLES, VIEWS, view, type View } from './view.ts';

export interface Command {
  name: string;
  /** For people: what happens. */
  label: string;
  /** As `KeyboardEvent.key` has them; the first is shown. */
  keys: string[];
  icon?: IconName;
  mirrored?: boolean;
  act: () => void;
}

const act = (promise: () => Promise<void>) => () => void promise();

export const BACK: Command[] = [
  { name: 'start', label: 'To the start', keys: ['Home'], icon: 'edge',
    mirrored: true, act: act(() => seek('0.0')) },
  { name: 'event-back', label: 'To the previous event', keys: ['E'],
    icon: 'event', mirrored: true, act: act(() => stepEvent('back')) },
  { name: 'out-back', label: 'Back out, to before this call', keys: ['O'],
    icon: 'out', mirrored: true, act: act(() => step('back', 'out')) },
  { name: 'into-back', label: 'Back into, to the previous line anywhere',
    keys: ['I'], icon: 'into', mirrored: true,
    act: act(() => step('back', 'into')) },
  { name: 'over-back',
    label: 'Back over, to the previous line of this function',
    keys: ['ArrowLeft', 'N'], icon: 'over', mirrored: true,
    act: act(() => step('back', 'over')) },
  { name: 'instruction-back', label: 'Back one instruction',
    keys: [','], icon: 'instruction', mirrored: true,
    act: act(() => step('back', 'instruction')) },
];

export const FORWARD: Command[] = [
  { name: 'instruction', label: 'Forward one instruction', keys: ['.'],
    icon: 'instruction', act: act(() => step('forward', 'instruction')) },
  { name: 'over', label: 'Step over, to the next line of this function',
    keys: ['ArrowRight', 'n'], icon: 'over',
    act: act(() => step('forward', 'over')) },
  { name: 'into', label: 'Step into, to the next line anywhere', keys: ['i'],
    icon: 'into', act: act(() => step('forward', 'into')) },
  { name: 'out', label: 'Step out, to after this call', keys: ['o'],
    icon: 'out', act: act(() => step('forward', 'out')) },
  { name: 'event', label: 'To the next event', keys: ['e'], icon: 'event',
    act: act(() => stepEvent('forward')) },
  { name: 'end', label: 'To the end', keys: ['End'], icon: 'edge',
    act: act(() => seek('end')) },
];

export const PANELS = ['source', 'bytecode', 'memory', 'console', 'object',
  'shapes', 'timeline'];

/** Where the keyboard goes in a panel: to what can be walked in it. */
const INSIDE: Record<string, string> = {
  source: '.cm-content', memory: '.heap', timeline: '.track',
  bytecode: '.bytecode-body', object: '.object-body', shapes: '.shapes-body',
};

export function goToPanel(name: string): void {
  const shown = name === 'memory' ? view.value : name;
  const panel = document.getElementById(`panel-${shown}`);
  const inside = INSIDE[name];
  const target = (inside && panel?.querySelector<HTMLElement>(inside)) || panel;
  panel?.scrollIntoView({ block: 'nearest' });
  target?.focus({ preventScroll: true });
}

export const OTHERS: Command[] = [
  { name: 'moment', label: 'Type a moment to go to', keys: ['g'],
    act: () => document.querySelector<HTMLInputElement>('.moment-input')
      ?.focus() },
  { name: 'pause', label: 'Pause the program, or a long step', keys: ['p'],
    act: () => { if (running.value) void pause(); } },
  { name: 'fit', label: 'Show all of the heap', keys: ['f'], act: fitAll },
  { name: 'back', label: 'Back to the object chosen before', keys: ['b'],
    act: chooseBack },
  { name: 'none', label: 'Choose no object', keys: ['Escape'],
    act: () => {
      if (eventsOpen.value) eventsOpen.value = false;
      else if (chosen.value !== null) void choose(null);
    } },
  { name: 'export', label: 'Export or share the picture', keys: ['x'],
    act: openMenu },
  { name: 'help', label: 'This help', keys: ['?'],
    act: () => { helpOpen.value = !helpOpen.value; } },
];

const VIEW_KEYS: Record<View, string> = {
  memory: 'm', runtime: 'r', collector: 'c',
};

/** What the middle shows. */
export const TO_VIEWS = VIEWS.map((name): Command => ({
  name: `view-${name}`, label: `Show the ${VIEW_TITLES[name].toLowerCase()}`,
  keys: [VIEW_KEYS[name]], act: act(() => showView(name)),
}));

export const TO_PANELS = PANELS.map((name, index): Command => ({
  name: `panel-${name}`, label: `Go to ${name}`, keys: [String(index + 1)],
  act: () => goToPanel(name),
}));

export const COMMANDS = [...FORWARD, ...BACK, ...OTHERS, ...TO_VIEWS,
  ...TO_PANELS];

const KEY_NAMES: Record<string, string> = {
  ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', ' ': 'Space',
};

export function keyText(key: string): string {
  const name = KEY_NAMES[key];
  if (name) return name;
  return /^[A-Z]$/.test(key) ? `Shift ${key.toLowerCase()}` : key;
}
