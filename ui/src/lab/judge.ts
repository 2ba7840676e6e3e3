// The judge of the sandbox: the functional test of a scenario, in a process
// without files, and `glassheap grow`, the same as on the command line.
import { request } from '../connection.ts';

export interface Step {
  access: string;
  class: string;
  id: number;
}

export interface Suspect {
  title: string;
  sure: string;
  cut: string;
  advice: string;
  path: string;
  steps: Step[][];
  /** The references whose cut frees it. */
  edges: { id: number; class: string; access: string }[];
  bytes: number;
}

export interface Report {
  action: string;
  iterations: number;
  rounds: { bytes: number; used: number; cells: number }[];
  verdict: string;
  /** Bytes a round. */
  growth: number;
  leaks: { title: string; suspects: Suspect[] };
}

export const measure = (
  source: string, name: string, call?: string,
): Promise<Report> =>
  request('Lab.judge', { source, name, ...call && { call } });

const CHECK = `import assert from 'node:assert/strict';
import * as subject from './subject.js';
import test from './test.js';
await test(subject, assert);
console.log('the tests pass');
process.exit();
`;

/** Whether the feature is there: null, or what its test says. */
export async function testFeature(
  source: string, test: string,
): Promise<string | null> {
  await request('Lab.run', {
    source: CHECK, name: 'check.mjs', kind: 'module',
    files: { 'subject.js': source, 'test.js': test },
  });
  await request('Time.seek', { moment: 'end' });
  const { thrown } = await request('Time.describe', {});
  if (thrown) return thrown;
  const { lines } = await request('Console.describe', { from: 0 });
  return lines.some(({ text }) => text.startsWith('the tests pass')) ? null
    : 'the test did not come to its end';
}

