// All variants of the examples (tools/variants.mjs), as the sandbox gives them
// to a learner: each does what its ticket wants; the flawed one grows, and the
// engine names the reference to cut; what is merely suspicious frees less than
// four fifths; its fix mends it, half a fix takes a part of it away.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { scenarioNames, variantsOf } from '../../tools/variants.mjs';
import { GLASSHEAP, glassheap } from '../cli/command.mjs';

// The sanitizers take their time: other words are no other memory.
const isSlow = GLASSHEAP.includes('sanitize');
const ENOUGH = 0.8;

const folder = mkdtempSync(join(tmpdir(), 'glassheap-variants-'));
after(() => rmSync(folder, { recursive: true }));

const CHECK = (host) => `
import assert from 'node:assert/strict';
import * as subject from './subject.js';
import test from './test.js';
await test(subject, assert);
${host.length ? '' : 'process.exit();' /* a timer that leaks would go on */}`;

// One of its programs, in a folder of its own.
class Subject {
  constructor(name, { variant, scenario, programs, test: check }, program) {
    this.scenario = scenario;
    this.host = scenario.host ?? [];
    this.folder = join(folder, `${name}.${variant}.${program}`);
    mkdirSync(this.folder);
    this.write('subject.js', programs[program]);
    this.write('test.js', check);
    this.write('check.mjs', CHECK(this.host));
  }

  write(file, text) {
    writeFileSync(join(this.folder, file), text);
  }

  async works() {
    const { status, stderr } = await glassheap(
      ['run', ...this.host, join(this.folder, 'check.mjs')]);
    assert.equal(status, 0, stderr);
  }

  async grow() {
    const { edges, action } = this.scenario;
    const { stdout, stderr } = await glassheap(['grow', ...this.host,
      join(this.folder, 'subject.js'), '--call', action, '--cut',
      edges.map(({ cut }) => cut).join(), '--json']);
    assert.ok(stdout, stderr);
    return JSON.parse(stdout);
  }

  async measure() {
    await this.works();
    return this.grow();
  }
}

function checkSuspect({ cut, finder, inside }, { leaks }) {
  const [suspect] = leaks.suspects;
  assert.ok(suspect.cut.startsWith(cut), suspect.cut);
  assert.equal(suspect.finder, finder);
  if (inside) assert.ok(suspect.inside.path.startsWith(inside));
}

// Those without a reason why not are right.
function checkEdges({ edges }, { cuts }) {
  assert.ok(edges.some(({ why }) => !why) && edges.some(({ why }) => why));
  cuts.forEach(({ cut, frees, growth }, at) => {
    const isRight = frees >= ENOUGH * growth;
    assert.equal(isRight, !edges[at].why, `${cut}: ${frees} of ${growth}`);
  });
}

async function checkFlawed(name, variant) {
  const { scenario, programs } = variant;
  const before = await new Subject(name, variant, 'flawed').measure();
  assert.ok(before.growth > scenario.rest);
  checkSuspect(scenario, before);
  checkEdges(scenario, before);
  const { growth } = await new Subject(name, variant, 'fixed').measure();
  assert.ok(growth <= scenario.rest, `${growth} bytes a round`);
  assert.equal(growth > 0, scenario.rest > 0);
  if (!programs.half) return;
  const half = await new Subject(name, variant, 'half').measure();
  assert.ok(half.growth > scenario.rest && half.growth < before.growth);
}

async function checkInnocent(name, variant) {
  const { growth, leaks } =
    await new Subject(name, variant, 'innocent').measure();
  assert.equal(growth, 0);
  assert.deepEqual(leaks.suspects, []);
}

const isChosen = ({ variant }) =>
  !isSlow || ['helper', 'async'].includes(variant);

describe('variants', { concurrency: 2 }, () => {
  for (const name of scenarioNames()) {
    for (const variant of variantsOf(name).filter(isChosen)) {
      const check = variant.scenario.kind === 'flawed' ? checkFlawed
        : checkInnocent;
      test(`${name}: ${variant.variant}`, () => check(name, variant));
    }
  }
});

test('no variant has the words of another', () => {
  for (const name of scenarioNames()) {
    const programs = variantsOf(name).map((each) => Object.values(
      each.programs)[0]);
    assert.equal(new Set(programs).size, programs.length, name);
  }
});
