// The judge of the sandbox: the functional test of a scenario, in a process
// without files, and `glassheap grow`, the same as on the command line.
import { request } from '../connection.ts';
import type { Host } from '../protocol.ts';
import { seekEnd } from './run.ts';

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
  /** What put the newest of them there, where a store did. */
  stored?: { name: string; location?: { line: number } };
  /** The references whose cut frees it. */
  edges: { id: number; class: string; access: string }[];
  bytes: number;
}

/** What would go without all references of a name. */
export interface Cut {
  cut: string;
  /** How many of that name there are. */
  references: number;
  /** Bytes: of the growth that would be freed; of all growth; and what was
   * there before, and would go as well. */
  frees: number;
  growth: number;
  others: number;
}

export interface Report {
  action: string;
  iterations: number;
  rounds: { bytes: number; used: number; cells: number }[];
  verdict: string;
  /** Bytes a round. */
  growth: number;
  leaks: { title: string; suspects: Suspect[] };
  cuts?: Cut[];
}

export const measure = (
  source: string, name: string, call?: string, host: Host = 'node',
  more: { cut?: string; iterations?: number } = {},
): Promise<Report> =>
  request('Lab.judge', { source, name, host, ...call && { call }, ...more });

/** A page has no assert of its own: the part of Node's that tests need. */
const ASSERT: Record<Host, string> = {
  node: "import assert from 'node:assert/strict';",
  browser: `const fail = (found, wanted) => {
    throw new Error(\`\${String(found)} where \${String(wanted)} was wanted\`);
  };
  const assert = {
    ok: (found) => found || fail(found, 'something true'),
    equal: (found, wanted) => Object.is(found, wanted) || fail(found, wanted),
    match: (text, wanted) => wanted.test(text) || fail(text, wanted),
    deepEqual: (found, wanted) =>
      assert.equal(JSON.stringify(found), JSON.stringify(wanted)),
  };`,
};

const PASSED = 'the tests pass';
const FAILED = 'the test fails: ';

const checkFor = (host: Host): string => `${ASSERT[host]}
import * as subject from './subject.js';
import test from './test.js';
try {
  await test(subject, assert);
  console.log('${PASSED}');
} catch (error) {
  console.log('${FAILED}' + error.message);
}
${host === 'node' ? 'process.exit();' : ''}
`;

/** Whether the feature is there: null, or what its test says. */
export async function testFeature(
  source: string, test: string, host: Host = 'node',
): Promise<string | null> {
  await request('Lab.run', {
    source: checkFor(host), name: 'check.mjs', kind: 'module', host,
    files: { 'subject.js': source, 'test.js': test },
  });
  await seekEnd();
  const { lines } = await request('Console.describe', { from: 0 });
  const texts = lines.map(({ text }) => text);
  if (texts.some((text) => text.startsWith(PASSED))) return null;
  const failure = texts.find((text) => text.startsWith(FAILED));
  if (failure) return failure.slice(FAILED.length).trim();
  const { thrown } = await request('Time.describe', {});
  return thrown ?? 'the test did not come to its end';
}

