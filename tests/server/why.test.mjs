// Who made a reference, long ago, beside memory that is written all the time:
// under every collector, over many checkpoints, and under stress.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IS_SANITIZE, fixture, watchStdio } from './client.mjs';

const WAYS = [
  ['marking', []],
  ['counting', ['--collector', 'counting']],
  ['counting with cycles', ['--collector', 'counting', '--cycles']],
  ['stress', ['--gc-stress']],
  ['counting under stress', ['--collector', 'counting', '--gc-stress']],
];

const roundsOf = (options) => options.includes('--gc-stress')
  ? (IS_SANITIZE ? '200' : '800') : (IS_SANITIZE ? '2000' : '40000');

const line = (made) => made.where ? `${made.where.line} ${made.where.text}`
  : made.how;

async function ask(session) {
  /* of the chain that comes by way of that property, item or entry */
  const why = async (expression, hop) => {
    const { chains } = await session.ask('Why.describe', { expression });
    const chain = chains.find((chain) => chain.at(-1).name === hop);
    return line(chain.at(-1).made);
  };
  const one = async (method, expression) =>
    line((await session.ask(method, { expression })).made);
  return {
    player: await why('world.player', 'player'),
    late: await why('world.late', 'late'),
    second: await why('world.late', '[1]'),
    hot: await why('world.hot', 'hot'),
    limit: await one('Why.wrote', 'world.limit'),
    count: await one('Why.wrote', 'world.count'),
    changed: await one('Why.wrote', 'list[2]'),
    allocated: await one('Why.allocated', 'world'),
    young: await one('Why.allocated', 'list[2]'),
  };
}

const FIRST =
  '5 const world = { player: new Thing(1), hot: null, count: 0, limit: 7 };';
const ANSWERS = {
  player: FIRST,
  late: '21 world.late = list[1];',
  second: '6 const list = [world.player, { second: 2 }, null];',
  hot: '15 world.hot = thing;',
  limit: FIRST,
  count: '16 world.count += 1;',
  changed: '17 list[2] = thing;',
  allocated: FIRST,
  young: '3 this.id = id;',
};

// A program that has run to its end; closed when the work is done.
async function withSession(options, work) {
  const session = watchStdio(fixture('hot.js'), [roundsOf(options)], {},
    options);
  try {
    await work(session, await session.event('Time.ended'));
  } finally {
    assert.equal(await session.close(), 0, session.stderr);
  }
}

for (const [name, options] of WAYS) {
  test(`who did it, ${name}`, () => withSession(options,
    async (session, { end }) => {
      await session.seek(end);
      assert.deepEqual(await ask(session), ANSWERS);
    }));

  test(`what died, ${name}`, () => withSession(options,
    async (session, { ticks }) => {
      await session.seek(`${Math.round(ticks / 4)}.0`);
      const died = async (expression) =>
        session.ask('Why.died', { expression });
      const short = await died('short');
      assert.equal(line(short.cut), '22 short = null;');
      if (options.includes('--gc-stress')) {
        assert.match(short.freed, /^\d+\.\d+$/);
      }
      const ring = await died('ring');
      assert.equal(line(ring.cut), '23 ring = null;');
      /* a cycle is never freed by counting alone */
      const leaks = options.includes('counting') &&
        !options.includes('--cycles');
      if (leaks) assert.equal(ring.freed, null);
      assert.equal((await died('world')).alive, true);
    }));
}
