// A program of the page's own on the engine: sent, run, looked at.
import { signal } from '@preact/signals';
import { LineLost, openLine, request } from '../connection.ts';
import { addressBarMoment } from '../model/address.ts';
import { forgetKept } from '../model/kept.ts';
import { forgetRun } from '../model/store.ts';
import { begin, listenToRun } from '../model/time.ts';
import type { Collector, Host, State } from '../protocol.ts';

export interface Program {
  text: string;
  name: string;
  collector?: Collector;
  host?: Host;
  /** Bytes. */
  heapLimit?: number;
  /** The last one with a change by hand: no other program. */
  isByHand?: boolean;
}

/** The program that the engine has; null before the first. */
export const running = signal<Program | null>(null);
/** What the editor holds: when it is another text, it was edited. */
export const draft = signal('');
/** Why the last one did not start: a syntax error with its caret. */
export const refusal = signal<string | null>(null);

let isOpen = false;
/** Those who wait until the line is open and their program runs. */
let waiting: (() => void)[] = [];
let wanted: Program | null = null;

async function send(
  program: Program, isFirst: boolean, where?: () => Promise<State>,
): Promise<void> {
  forgetRun();
  if (!isFirst) forgetKept('run');
  try {
    const { text, isByHand: _, ...settings } = program;
    await request('Lab.run', { source: text, ...settings });
    refusal.value = null;
    running.value = program;
    await begin(isFirst ? addressBarMoment()
      : { moment: '0.0', address: null }, where);
  } catch (error) {
    // another one was started meanwhile: it says what is so
    if (error instanceof LineLost || program !== wanted) return;
    refusal.value = error instanceof Error ? error.message : String(error);
    running.value = null;
  }
}

/** Runs a program in place of the last one; when the line is not open yet, as
 * soon as it is. `where` goes to the moment that is shown first. */
export async function runProgram(
  program: Program, where?: () => Promise<State>,
): Promise<void> {
  const isFirst = wanted === null;
  wanted = program;
  draft.value = program.text;
  if (isOpen) await send(program, isFirst, where);
  else await new Promise<void>((resolve) => { waiting.push(resolve); });
}

const PATIENCE = 3000;

/** Goes to the end, or as far as the run comes in a few seconds: a program with
 * an interval has none. */
export async function seekEnd(): Promise<void> {
  const timer = window.setTimeout(() => {
    request('Time.pause', {}).catch(() => {});
  }, PATIENCE);
  try {
    await request('Time.seek', { moment: 'end' });
  } finally {
    window.clearTimeout(timer);
  }
}

/** Opens the line; a server that went away and came back runs it again. */
export function openLab(): void {
  listenToRun();
  openLine(() => {
    isOpen = true;
    if (!wanted) return;
    void send(wanted, true).then(() => {
      for (const resolve of waiting) resolve();
      waiting = [];
    });
  });
}
