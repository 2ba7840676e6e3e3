// The lab's documents: lab/*.md as content.mjs has compiled them.
import type { Cuts } from './cuts.tsx';
import { index as built } from 'lab:index';

export type Kind = 'simulators' | 'lessons' | 'deep-dives' | 'gallery' |
  'sandbox' | 'heaps';

/** What the front matter says; each kind has words of its own. */
export interface Meta {
  name: string;
  number: string;
  title: string;
  [word: string]: string | undefined;
}

export type Part =
  | { type: 'html'; html: string }
  | { type: 'program' | 'exercise' | 'test' | 'fix'; text: string }
  | { type: 'edges'; edges: PointedEdge[] }
  | { type: 'figure'; text: string; simulator: string; at?: string;
      caption?: string; height?: string }
  | { type: 'checks'; checks: Check[] }
  | { type: 'cuts' } & Cuts;

/** What a learner may point at in the sandbox: a reference as the judge takes
 * it, what it is in words, and of a decoy why it is not to be cut. */
export interface PointedEdge {
  cut: string;
  say: string;
  why?: string;
}

/** `{ "console": ["A", "B"] }`: one word of checks.ts, and what it wants. */
export type Check = Record<string, unknown>;

export interface Document {
  meta: Record<string, string>;
  parts: Part[];
}

export const index: Record<Kind, Meta[]> = built;

const read = new Map<string, Promise<Document>>();

async function fetchDocument(path: string): Promise<Document> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return await answer.json() as Document;
}

export function readDocument(kind: Kind, name: string): Promise<Document> {
  const path = `/content/${kind}/${name}.json`;
  const known = read.get(path) ?? fetchDocument(path);
  read.set(path, known);
  return known;
}

export const programOf = ({ parts }: Document): string => {
  const part = parts.find(({ type }) =>
    type === 'program' || type === 'exercise');
  return part && 'text' in part ? part.text : '';
};
