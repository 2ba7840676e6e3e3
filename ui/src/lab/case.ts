// One ticket of the sandbox, as far as the learner has come with it: which
// variant it is, what was said, and what that is worth.
//
//   does it leak?   which reference?   mend it
//        1        +        2         +    2     a right claim that it is sound: 5
//                   one less for each       half mended: 1
//                   false alarm
//
// Nothing of it is decided here: the engine measures, and its numbers are
// compared.
import { batch, signal } from '@preact/signals';
import { forgetKept, kept } from '../model/kept.ts';
import type { Host } from '../protocol.ts';
import type { Document, PointedEdge } from './content.ts';
import type { Cut, Report } from './judge.ts';
import { settingOfAddress, writeSettings } from './place.ts';
import { keepScore } from './progress.ts';

/** Of the growth, that the right reference frees. */
export const ENOUGH = 0.8;
export const MOST = 5;
const CLAIM = 1;
const FOUND = 2;
const MENDED = 2;
const HALF = 1;

export interface Fix {
  /** Null: it could not be measured, `failure` says why. */
  report: Report | null;
  failure: string | null;
  /** What the functional test says; null: it passes. */
  test: string | null;
}

export interface Case {
  name: string;
  seed: number;
  document: Document;
  /** Of the program as it was written for the ticket. */
  first: Report | null;
  claim: 'flawed' | 'sound' | null;
  /** What was pointed at, and what the engine says of it, one after another. */
  pointed: Cut[];
  /** The answer was asked for. */
  isShown: boolean;
  fix: Fix | null;
  /** Taken from the address, where somebody else may have solved it: it is worth
   * no points here. */
  isGiven: boolean;
}

export const current = signal<Case | null>(null);

// ---- Variants -------------------------------------------------------------------

const SEEDS = 10_000;

/** A number that looks like chance and is always the same. */
function mix(seed: number): number {
  let x = Math.imul(seed + 1, 0x9e3779b1);
  x = Math.imul(x ^ (x >>> 15), 0x85ebca6b);
  return (x ^ (x >>> 13)) >>> 0;
}

export const variantOf = (seed: number, variants: number): number =>
  mix(seed) % variants;

/** The seed of the address: whoever is sent it gets the same variant. A visit
 * without one gets a new one, and puts it there. */
export function seedOfAddress(): number {
  const given = Number(settingOfAddress('seed') || Number.NaN);
  if (Number.isInteger(given) && given >= 0) return given;
  return putSeed(Math.floor(Math.random() * SEEDS));
}

export function putSeed(seed: number): number {
  writeSettings({ seed: String(seed) });
  return seed;
}

/** Another variant: nothing is said of it yet. */
export function putNext(seed: number): number {
  forgetKept('page');
  writeSettings({ p: null });
  return putSeed(nextSeed(seed));
}

export const nextSeed = (seed: number): number => (mix(seed) % SEEDS) + 1;

/** Edges in an order that says nothing. */
export const shuffled = (edges: PointedEdge[], seed: number): PointedEdge[] =>
  edges.map((edge, at) => ({ edge, by: mix(seed * 31 + at) }))
    .sort((a, b) => a.by - b.by).map(({ edge }) => edge);

// ---- What a document says -------------------------------------------------------

export const edgesOf = ({ parts }: Document): PointedEdge[] =>
  parts.flatMap((part) => part.type === 'edges' ? part.edges : []);

export function textOf({ parts }: Document, type: 'test' | 'fix'): string {
  const part = parts.find((each) => each.type === type);
  return part && 'text' in part ? part.text : '';
}

export const isFlawed = ({ document }: Case) =>
  document.meta.kind === 'flawed';
export const hostOf = ({ document }: Case): Host =>
  document.meta.host === 'browser' ? 'browser' : 'node';
/** Bytes a round that the feature itself may leave behind. */
export const restOf = ({ document }: Case) => Number(document.meta.rest ?? 0);

// ---- What is right --------------------------------------------------------------

export const claimIsRight = (it: Case) =>
  (it.claim === 'flawed') === isFlawed(it);

export const freesEnough = ({ frees, growth }: Cut) =>
  growth > 0 && frees >= ENOUGH * growth;

export const isFound = ({ pointed }: Case) => pointed.some(freesEnough);
export const falseAlarms = (it: Case) =>
  it.pointed.filter((cut) => !freesEnough(cut)).length +
    (it.claim === 'flawed' && !isFlawed(it) ? 1 : 0);

export function foundPoints(it: Case): number {
  return isFound(it) ? Math.max(0, FOUND - falseAlarms(it)) : 0;
}

export type Mended = 'mended' | 'half' | 'not';

export function mended(it: Case): Mended {
  const { fix, first } = it;
  if (!fix?.report || fix.test !== null || !first) return 'not';
  if (fix.report.growth <= restOf(it)) return 'mended';
  return fix.report.growth < first.growth ? 'half' : 'not';
}

export const fixPoints = (it: Case): number =>
  ({ mended: MENDED, half: HALF, not: 0 })[mended(it)];

export const claimPoints = (it: Case): number => {
  if (!it.claim || !claimIsRight(it)) return 0;
  return isFlawed(it) ? CLAIM : MOST;
};

export const pointsOf = (it: Case): number =>
  claimPoints(it) + foundPoints(it) + fixPoints(it);

export const isDone = (it: Case): boolean =>
  it.claim !== null && (!isFlawed(it) || it.fix !== null);

/** Points by what they are for, for the table at the end. */
export function breakdown(it: Case): [string, number, number][] {
  if (!isFlawed(it)) return [['no false alarm', claimPoints(it), MOST]];
  return [['it leaks', claimPoints(it), CLAIM],
    ['the reference', foundPoints(it), FOUND],
    ['the fix', fixPoints(it), MENDED]];
}

// ---- Changes --------------------------------------------------------------------

export function begin(name: string, seed: number, document: Document): void {
  current.value = { name, seed, document, first: null, claim: null,
    pointed: [], isShown: false, fix: null, isGiven: false };
}

/** What was said of it stands in the address. */
function keep({ claim, pointed, isShown, fix }: Case): void {
  batch(() => {
    kept.claim.value = claim;
    kept.pointed.value = pointed.length ? pointed.map(({ cut }) => cut) : null;
    kept.shown.value = isShown || null;
    kept.judged.value = fix !== null || null;
  });
}

export function change(more: Partial<Case>): void {
  const it = current.value;
  if (!it) return;
  current.value = { ...it, ...more };
  keep(current.value);
  if (!isDone(current.value) || current.value.isGiven) return;
  keepScore(it.name, { points: pointsOf(current.value), most: MOST,
    falseAlarms: falseAlarms(current.value) });
}
