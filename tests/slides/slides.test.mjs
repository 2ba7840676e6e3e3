// The pictures that Glassheap must get right: each program of examples/slides,
// looked at through the protocol at named moments.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { property, Watched, watching } from './client.mjs';

const slide = (name) => `examples/slides/${name}.js`;
const names = (frames) => frames.map((frame) => frame.function);
const all = { writable: true, enumerable: true, configurable: true,
  accessor: false };

test('1: the stack at its deepest and on the way back', async () => {
  await watching(slide('01-call-stack'), async (w) => {
    await w.line(3);
    assert.deepEqual(names(await w.frames()),
      ['one', 'two', 'third', 'run', '(script)']);
    const depths = [];
    for (let i = 0; i < 4; i++) {
      await w.ask('Time.step', { direction: 'forward', kind: 'out' });
      depths.push(names(await w.frames())[0]);
    }
    assert.deepEqual(depths, ['two', 'third', 'run', '(script)']);
    await w.end();
    const { lines } = await w.ask('Console.describe', { from: 0 });
    assert.equal(lines[0].text.trimEnd(), 'one two third run');
  });
});

test('1: a throw gives a stack trace with the names and lines', async () => {
  await watching(slide('01-stack-trace'), async (w) => {
    const state = await w.end();
    assert.equal(state.reason, 'thrown');
    const trace = state.error.split('\n');
    assert.match(trace[0], /Error: thrown in one/);
    const places = trace.slice(1).map((line) =>
      /at (\w+)?.*?(\d+):\d+\)?$/.exec(line.trim()).slice(1, 3));
    assert.deepEqual(places.slice(0, 4),
      [['one', '3'], ['two', '7'], ['third', '11'], ['run', '15']]);
    assert.deepEqual(names(await w.frames()),
      ['one', 'two', 'third', 'run', '(script)']);
  });
});

test('2: a number is in its slot, data refers to a tree of cells', async () => {
  await watching(slide('02-stack-and-heap'), async (w) => {
    await w.line(12);
    const number = await w.variable('meaningOfLife');
    assert.equal(number.value.in, 'word');
    assert.equal(number.value.text, '42');
    assert.equal(number.place, 'register');
    const data = await w.object('data');
    const users = await w.cell(property(data, 'users').value.address);
    assert.equal(users.kind, 'ARRAY');
    const user = await w.cell(users.elements.items[0].value.address);
    assert.deepEqual(user.properties.map((p) => p.key),
      ['username', 'email', 'articles']);
    const articles = await w.cell(property(user, 'articles').value.address);
    const article = await w.cell(articles.elements.items[0].value.address);
    assert.equal(property(article, 'title').value.text, '"Notes"');
  });
});

test('3: what is a reference, what is not', async () => {
  await watching(slide('03-references'), async (w) => {
    await w.line(9);
    const where = {};
    for (const name of ['person', 'arrow', 'count']) {
      where[name] = (await w.variable(name)).value.in;
    }
    assert.deepEqual(where, { person: 'cell', arrow: 'cell', count: 'word' });
    // list is captured by the arrow, so it lies in an environment
    const list = await w.variable('list');
    assert.equal(list.place, 'environment');
    assert.equal(list.value.in, 'cell');
    const array = await w.cell(list.value.address);
    assert.deepEqual(array.elements.items.map((item) => item.value.in),
      ['word', 'word', 'word']);
    const person = await w.object('person');
    assert.equal(property(person, 'first').value.in, 'cell');
  });
});

test('4: both properties with value and attributes', async () => {
  await watching(slide('04-attributes'), async (w) => {
    await w.line(3);
    const point = await w.object('point');
    assert.deepEqual(
      point.properties.map((p) => [p.key, p.value.text, p.attributes]),
      [['x', '5', all], ['y', '6', all]]);
  });
});

test('5: one Shape for both, offsets 0 and 1, values in objects', async () => {
  await watching(slide('05-one-shape'), async (w) => {
    await w.line(4);
    const a = await w.object('a');
    const b = await w.object('b');
    assert.equal(a.shape.address, b.shape.address);
    assert.deepEqual(a.properties.map((p) => [p.key, p.offset, p.place]),
      [['x', 0, 'inline'], ['y', 1, 'inline']]);
    assert.deepEqual(b.properties.map((p) => p.value.text), ['7', '8']);
    assert.ok(a.bytes <= 48, `{x, y} takes ${a.bytes} bytes`);
  });
});

test('6: three Shapes in a chain, the Shape at each moment', async () => {
  await watching(slide('06-transitions'), async (w) => {
    const texts = [];
    for (const line of [3, 4, 5]) {
      await w.line(line);
      texts.push((await w.object('o')).shape.text);
    }
    assert.deepEqual(texts, ['{}', '{x}', '{x, y}']);
    const { value } = await w.variable('o');
    const chain = await w.chain(value.address);
    assert.deepEqual(chain.map((shape) => shape.text), texts);
    assert.deepEqual(chain.slice(1).map((s) => [s.key, s.offset]),
      [['x', 0], ['y', 1]]);
  });
});

test('7: a tree with two branches under the empty Shape', async () => {
  await watching(slide('07-transition-tree'), async (w) => {
    await w.line(6);
    const a = await w.chain((await w.variable('a')).value.address);
    const b = await w.chain((await w.variable('b')).value.address);
    assert.equal(a[0].address, b[0].address);
    assert.equal(a[0].text, '{}');
    assert.deepEqual([a[1].text, b[1].text], ['{x}', '{y}']);
    assert.ok(a[0].children.includes(a[1].address));
    assert.ok(a[0].children.includes(b[1].address));
  });
});

test('8: the literal does not descend from the empty Shape', async () => {
  await watching(slide('08-literal-shape'), async (w) => {
    await w.line(5);
    const o = await w.chain((await w.variable('o')).value.address);
    const l = await w.chain((await w.variable('w')).value.address);
    assert.deepEqual(o.map((shape) => shape.text), ['{}', '{x}']);
    assert.deepEqual(l.map((shape) => shape.text), ['{x}']);
    assert.notEqual(o[1].address, l[0].address);
    assert.equal(l[0].literal, true);
    assert.equal(l[0].inlineCapacity, 1);
    assert.equal(o[0].literal, false);
  });
});

test('9: a chain and its Shape table', async () => {
  await watching(slide('09-shape-table'), async (w) => {
    await w.line(6);
    const point = await w.chain((await w.variable('point')).value.address);
    assert.deepEqual(point.map((shape) => shape.text),
      ['{}', '{x}', '{x, y}', '{x, y, z}']);
    await w.end();
    const long = await w.chain((await w.variable('long')).value.address);
    const last = long.at(-1);
    assert.equal(last.count, 12);
    assert.ok(last.table, 'a long chain has a Shape table');
    assert.equal(last.table.count, 12);
    // the table moved on to the newest Shape: the others have none
    assert.ok(long.slice(0, -1).every((shape) => !shape.table));
  });
});

test('10: the cache after each call', async () => {
  await watching(slide('10-inline-caches'), async (w) => {
    const seen = [];
    const address = await (async () => {
      await w.line(6);
      return (await w.variable('getX')).value.address;
    })().catch(() => null);
    for (const line of [6, 8, 10, 12, 15, 17, 18]) {
      await w.line(line);
      const getX = address ?? await getXAddress(w);
      const code = await w.ask('Code.describe', { address: getX });
      const load = code.instructions.find((i) => i.name === 'GetField');
      const cache = code.caches[load.cache];
      seen.push([cache.state, cache.entries.length]);
      if (line === 8) {
        assert.equal(cache.entries[0].shapeText, '{x}');
        assert.equal(cache.entries[0].offset, 0);
        assert.equal(cache.entries[0].place, 'inline');
      }
    }
    assert.deepEqual(seen, [
      ['uninitialised', 0], ['monomorphic', 1], ['monomorphic', 1],
      ['polymorphic', 2], ['polymorphic', 4], ['megamorphic', 0],
      ['megamorphic', 0],
    ]);
  });
});

/** getX is a property of the global object. */
async function getXAddress(w) {
  const frames = await w.frames();
  const global = await w.cell(frames.at(-1).this.address);
  return property(global, 'getX').value.address;
}

test('11: length in the Shape, items in elements', async () => {
  await watching(slide('11-array-shape'), async (w) => {
    await w.line(4);
    const one = await w.object('one');
    const two = await w.object('two');
    assert.equal(one.shape.address, two.shape.address);
    for (const [array, length] of [[one, 1], [two, 2]]) {
      const own = property(array, 'length');
      assert.equal(own.value.text, String(length));
      assert.deepEqual(own.attributes, { writable: true, enumerable: false,
        configurable: false, accessor: false });
      assert.equal(array.elements.kind, 'packed');
      assert.equal(array.elements.length, length);
      assert.deepEqual(array.elements.attributes, all);
    }
    assert.deepEqual(two.elements.items.map((item) => item.value.text),
      ['"a"', '"b"']);
  });
});

test('12: dictionary elements where attributes ask for them', async () => {
  await watching(slide('12-dictionary-elements'), async (w) => {
    await w.end();
    const frozen = await w.object('frozen');
    assert.equal(frozen.elements.kind, 'dictionary');
    assert.deepEqual(frozen.elements.items.map((item) =>
      [item.index, item.value.text, item.attributes]),
    [[0, '"ahmed"', { writable: false, enumerable: false,
      configurable: false, accessor: false }]]);
    assert.equal(property(frozen, 'length').value.text, '1');
    const ordinary = await w.object('ordinary');
    assert.equal(ordinary.elements.kind, 'packed');
    assert.deepEqual(ordinary.elements.attributes, all);
    assert.equal(ordinary.elements.items[0].value.text, '"one"');
  });
});

test('13: what a collection keeps, and the free cells it leaves', async () => {
  await watching(slide('13-collection'), async (w) => {
    await w.line(8);
    const A = await w.object('A');
    const B = await w.object('B');
    const D = property(B, 'D').value.address;
    const C = property(A, 'C').value.address;
    const addresses = { A: A.address, B: B.address, C, D };
    const alive = async () => {
      const found = {};
      for (const [name, address] of Object.entries(addresses)) {
        found[name] = await w.cell(address).then(() => true, () => false);
      }
      return found;
    };
    const everything = { A: true, B: true, C: true, D: true };
    await w.line(9); // after the first collection
    assert.deepEqual(await alive(), everything);
    await w.line(11); // after the delete alone: nothing is freed
    assert.deepEqual(await alive(), everything);
    assert.equal(property(await w.object('A'), 'B'), undefined);
    const before = (await w.ask('Heap.totals')).bytes;
    await w.line(14); // after B = null
    assert.deepEqual(await alive(), { A: true, B: false, C: true, D: false });
    const totals = await w.ask('Heap.totals');
    assert.ok(totals.last.freed >= 2);
    assert.ok(totals.bytes < before);
    // their cells are part of free runs now
    const { cells } = await w.ask('Heap.map',
      { block: Math.floor(B.address / 65536) });
    for (const address of [B.address, D]) {
      const run = cells.find((cell) => cell.kind === 'FREE' &&
        cell.address <= address && address < cell.address + cell.bytes);
      assert.ok(run, `@${address.toString(16)} lies in a free run`);
    }
  });
});

test('14: nested, shared and circular; a lost cycle is freed', async () => {
  await watching(slide('14-cycles'), async (w) => {
    await w.line(13);
    const { frames } = await w.ask('Stack.describe');
    assert.equal(frames[0].function, 'makeCycle');
    const first = (await w.variable('first')).value.address;
    const second = (await w.variable('second')).value.address;
    await w.line(17);
    await assert.rejects(w.cell(first));
    await assert.rejects(w.cell(second));
    const left = await w.object('left');
    const right = await w.object('right');
    assert.equal(property(left, 'child').value.address,
      property(right, 'child').value.address);
    const circle = await w.object('circle');
    assert.equal(property(circle, 'self').value.address, circle.address);
    const shared = await w.object('shared');
    const holders = shared.in.filter((edge) => edge.name === 'child');
    assert.deepEqual(holders.map((edge) => edge.from).sort((a, b) => a - b),
      [left.address, right.address].sort((a, b) => a - b));
  });
});

test('15: captured variables in an environment, others in frames', async () => {
  await watching(slide('15-closures'), async (w) => {
    await w.line(5);
    const count = await w.variable('count');
    const label = await w.variable('label');
    assert.equal(count.place, 'environment');
    assert.equal(label.place, 'register');
    await w.end();
    const next = await w.object('next');
    const environment = await w.cell(next.function.environment);
    assert.equal(environment.kind, 'ENVIRONMENT');
    assert.deepEqual(environment.environment.variables.map((v) =>
      [v.name, v.value.text, v.value.in]), [['count', '2', 'word']]);
  });
});

test('every slide runs to its end with the same hash each time', async () => {
  const hashes = [];
  for (let i = 0; i < 2; i++) {
    const w = new Watched(slide('13-collection'));
    try {
      await w.end();
      hashes.push((await w.ask('State.hash')).hash);
    } finally {
      w.close();
    }
  }
  assert.equal(hashes[0], hashes[1]);
});
