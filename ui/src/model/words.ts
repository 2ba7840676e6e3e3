// What happened, in words: the line under the header, and what is spoken.
import type { EventKind, State, WatchedEvent } from '../protocol.ts';
import type { Changes } from './changes.ts';
import { at, plural, sayValue, shorten } from './format.ts';
import type { Snapshot } from './store.ts';

const MOST_EVENTS = 3;
const MOST_CHANGES = 3;

export interface Words {
  /** Where the run stands: "Line 7 in getX". */
  place: string;
  /** What happened since the last moment, most telling first. */
  happened: string[];
  /** How much more there is to say. */
  more: number;
}

/** Events in the order in which a person would tell them. */
const TELLING: Record<string, number> = {
  throw: 0, collection: 1, call: 2, return: 3, console: 4, write: 5,
  transition: 6, cache: 7, allocate: 8, shape: 9, free: 10,
};

function placeOf({ state, stack }: Snapshot): string {
  const frame = stack.frames[0];
  const name = !frame || frame.script || frame.function === '(script)'
    ? 'the script' : frame.function;
  const line = state.line ?? frame?.line;
  const where = line ? `Line ${line} in ${name}` : `In ${name}`;
  switch (state.reason) {
    case 'end': return `The end. ${where}`;
    case 'thrown': return `Uncaught exception. ${where}`;
    case 'paused': return `Paused. ${where}`;
    case 'start': return 'The start, before the first statement';
    default: return where;
  }
}

/** `sought`: the kind that was stepped to; its last event comes first. */
export function byTelling(
  events: WatchedEvent[], sought?: EventKind,
): WatchedEvent[] {
  const last = events.findLast(({ kind }) => kind === sought);
  const rank = (event: WatchedEvent) => event === last ? -1
    : TELLING[event.kind] ?? 9;
  return events
    .map((event, index) => ({ event, index }))
    .sort((a, b) => rank(a.event) - rank(b.event) || a.index - b.index)
    .map(({ event }) => event);
}

function sayVariables(changes: Changes): string[] {
  return changes.variables.map(({ name, before, after }) =>
    before && before.type !== 'hole'
      ? `${name} was ${shorten(sayValue(before), 40)}, is ${
        shorten(sayValue(after), 40)}`
      : `${name} is ${shorten(sayValue(after), 40)}`);
}

function sayFields(changes: Changes): string[] {
  return changes.fields
    // word for word the same as what a variable's line says
    .filter(({ node, name, after }) => node.kind.toLowerCase() !== 'environment'
      || !changes.variables.some((variable) => variable.name === name &&
        variable.after.text === after?.text))
    .map(({ node, name, before, after }) => {
      const where = `${name} in ${at(node.address)}`;
      if (!after) return `${where} is gone`;
      const value = shorten(sayValue(after), 40);
      return before ? `${where} was ${shorten(sayValue(before), 40)}, is ${
        value}` : `${where} is new: ${value}`;
    });
}

function sayRest(changes: Changes): string[] {
  const said: string[] = [];
  const names = (frames: { function: string }[]) =>
    [...new Set(frames.map((frame) => frame.function))].slice(0, 3).join(', ');
  if (changes.entered.length) said.push(`entered ${names(changes.entered)}`);
  if (changes.left.length) said.push(`left ${names(changes.left)}`);
  const fresh = changes.newNodes.size;
  if (fresh) said.push(`${plural(fresh, 'cell')} new in the picture`);
  const gone = changes.goneNodes.length;
  if (gone) said.push(`${plural(gone, 'cell')} gone from the picture`);
  return said;
}

const firstLine = (text: string) => text.split('\n')[0] ?? text;

function sayError(state: State): string[] {
  return state.reason === 'thrown' && state.error
    ? [firstLine(state.error)] : [];
}

export function saySnapshot(snapshot: Snapshot, changes: Changes): Words {
  const events = byTelling(snapshot.state.events ?? [], snapshot.sought);
  const told = events.slice(0, MOST_EVENTS).map(({ text }) => text);
  const differences = [...sayVariables(changes), ...sayFields(changes)];
  const shown = differences.slice(0, told.length ? MOST_CHANGES - 1
    : MOST_CHANGES + 1);
  const rest = told.length + shown.length < 3 ? sayRest(changes) : [];
  const happened = [...sayError(snapshot.state), ...told, ...shown, ...rest];
  return {
    place: placeOf(snapshot),
    happened,
    more: events.length + differences.length - told.length - shown.length,
  };
}

export function speak({ place, happened, more }: Words): string {
  const rest = more > 0 ? [`and ${more} more`] : [];
  return [place, ...happened, ...rest].join('. ');
}
