// `using` disposes at the end of its scope, the last one first, however the
// scope is left.
const make = (name, error) => ({ name, [Symbol.dispose]() { console.log('dispose', name); if (error) throw error; } });
{ using a = make('a'), b = make('b'), none = null; console.log('body', a.name); }
// expect: body a
// expect: dispose b
// expect: dispose a
function f() { using x = make('x'); return 'returned'; }
console.log(f());
// expect: dispose x
// expect: returned
for (const i of [1, 2]) { using turn = make(i); if (i === 1) continue; console.log('in', i); }
// expect: dispose 1
// expect: in 2
// expect: dispose 2
for (using each of [make('each')]) { console.log('loop', each.name); break; }
// expect: loop each
// expect: dispose each
for (using once = make('head'); ;) { console.log('once'); break; }
// expect: once
// expect: dispose head
try {
  using one = make('one', new Error('E1')), two = make('two', new Error('E2'));
  throw new Error('body');
} catch (e) { console.log(e.name, e.error.message, e.suppressed.error.message, e.suppressed.suppressed.message); }
// expect: dispose two
// expect: dispose one
// expect: SuppressedError E1 E2 body
try { using n = 5; } catch (e) { console.log(e.message); } // expect: 5 is not disposable
function* g() { using held = make('generator'); yield 1; }
for (const v of g()) { console.log(v); break; }
// expect: 1
// expect: dispose generator
const using = 'a name too'; console.log(using); // expect: a name too
