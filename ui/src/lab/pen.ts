// Writing by hand: what is done to the picture becomes a statement of the
// learner's program, which runs again, up to there. So whatever can be drawn
// can be read as code, and taken back.
import { signal } from '@preact/signals';
import { request } from '../connection.ts';
import { now, sources } from '../model/store.ts';
import type { Frame, State } from '../protocol.ts';
import { writeProgram } from './place.ts';
import { draft, runProgram, running } from './run.ts';

/** A program that was replaced, and where its run stood. */
interface Page {
  text: string;
  moment: string;
  /** What was written then, in place of it. */
  said: string;
}

const undone = signal<Page[]>([]);
export const written = signal<Page[]>([]);

/** Another program: what was written before belongs to the last one. */
export function forgetWritten(): void {
  written.value = undone.value = [];
}

// ---- Where a statement goes -------------------------------------------------

interface Spot {
  /** Of the text: where the statement is put. */
  at: number;
  /** The line on which the run goes on behind it; null: its end. */
  line: number | null;
  indent: string;
}

/** Whether a statement may stand here: nothing before it on its line, and
 * behind a brace, a semicolon or nothing at all. */
function isBetween(text: string, at: number): boolean {
  const before = text.slice(0, at);
  const [line = ''] = /[^\n]*$/.exec(before) ?? [];
  const code = before.replace(/\/\/[^\n]*$/gm, '').trimEnd();
  return !line.trim() && (!code || /[{};]$/.test(code));
}

/** Before `for (` when its first part is still to run: where its line begins. */
function lineStart(text: string, at: number): number {
  const [line = ''] = /[^\n]*$/.exec(text.slice(0, at)) ?? [];
  const isHead = /^\s*(for|if|while|switch)\s*(await\s*)?\([^;]*$/.test(line);
  return isHead ? at - line.trimStart().length : at;
}

const lineAt = (text: string, at: number): number =>
  text.slice(0, at).split('\n').length;

/** The script's own frame, where its statement is still to run. */
function frameHere(): Frame | undefined {
  const frame = now.value?.stack.frames.at(-1);
  return frame?.script && !frame.finished &&
    now.value?.stack.frames.length === 1 ? frame : undefined;
}

function spotHere(text: string): Spot {
  const end = { at: text.length, line: null, indent: '' };
  const frame = frameHere();
  const source = frame?.source && sources.value.get(frame.source);
  if (!source || source.text !== text || frame.statementStart === undefined) {
    return end;
  }
  const at = lineStart(text, source.offset(frame.statementStart));
  if (now.value?.state.reason === 'end' || !isBetween(text, at)) return end;
  const indent = /[^\n]*$/.exec(text.slice(0, at))?.[0] ?? '';
  return { at, line: lineAt(text, at), indent };
}

/** Where what is written next will stand, for people. */
export function sayWhere(): string {
  const { line } = spotHere(draft.value);
  return line === null ? 'at the end of the program' : `before line ${line}`;
}

function insert(text: string, { at, line, indent }: Spot, code: string) {
  const lines = code.split('\n').map((each, row) =>
    row ? indent + each : each).join('\n');
  if (line !== null) {
    return `${text.slice(0, at)}${lines}\n${indent}${text.slice(at)}`;
  }
  const gap = text.endsWith('\n') || !text ? '' : '\n';
  return `${text}${gap}${lines}\n`;
}

// ---- Running it again -------------------------------------------------------

const goTo = (moment: string): Promise<State> =>
  request('Time.seek', { moment });

async function goBehind({ line }: Spot, code: string): Promise<State> {
  if (line === null) return goTo('end');
  try {
    return await request('Time.line', { line: line + code.split('\n').length });
  } catch {
    return goTo('end');
  }
}

async function replace(
  text: string, where: () => Promise<State>,
): Promise<void> {
  const program = running.value;
  if (!program) return;
  await writeProgram(text);
  await runProgram({ ...program, text, isByHand: true }, where);
}

const pageNow = (said: string): Page =>
  ({ text: draft.value, moment: now.value?.state.moment ?? '0.0', said });

/** Puts a statement, or several lines, where the run stands. */
export async function write(code: string): Promise<void> {
  const spot = spotHere(draft.value);
  written.value = [...written.value, pageNow(code)];
  undone.value = [];
  await replace(insert(draft.value, spot, code), () => goBehind(spot, code));
}

/** Another text of the whole program; its run goes to the end. */
export async function rewrite(text: string, said: string): Promise<void> {
  written.value = [...written.value, pageNow(said)];
  undone.value = [];
  await replace(text, () => goTo('end'));
}

async function turn(from: typeof written, to: typeof written) {
  const page = from.value.at(-1);
  if (!page) return;
  from.value = from.value.slice(0, -1);
  to.value = [...to.value, pageNow(page.said)];
  await replace(page.text, () => goTo(page.moment));
}

export const undo = (): Promise<void> => turn(written, undone);
export const redo = (): Promise<void> => turn(undone, written);
export const canRedo = (): boolean => undone.value.length > 0;
