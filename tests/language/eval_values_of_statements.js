// The value of an eval is that of the last statement that has one.
const values = [
  '1; 2', '1; var x = 2', '1; function g() {}', '1; ;', '1; {}', '3; class C {}',
  '1; if (true) 2', '1; if (false) 2', '1; if (true) {}',
  '2; do { 3; break } while (0)', 'do { 2; continue; 3 } while (false)',
  'var i = 0; while (i < 3) i++', '1; while (false) 2', '1; for (var j of []) 2',
  'for (var k of [5, 6]) { k; }', '1; switch (1) { case 1: }',
  'switch (1) { case 1: 4; case 2: }', '1; try { 5 } finally { 6 }',
  '1; try { throw 0 } catch (e) { 7 }',
  'do { try { 39 } finally { 42; break } } while (false)',
  'do { 1; try { 39 } finally { break } } while (false)',
  'a: { 8; break a; 9 }', '1; with ({}) {}', '"use strict"',
];
for (const text of values) console.log(text, '->', eval(text));
// expect: 1; 2 -> 2
// expect: 1; var x = 2 -> 1
// expect: 1; function g() {} -> 1
// expect: 1; ; -> 1
// expect: 1; {} -> 1
// expect: 3; class C {} -> 3
// expect: 1; if (true) 2 -> 2
// expect: 1; if (false) 2 -> undefined
// expect: 1; if (true) {} -> undefined
// expect: 2; do { 3; break } while (0) -> 3
// expect: do { 2; continue; 3 } while (false) -> 2
// expect: var i = 0; while (i < 3) i++ -> 2
// expect: 1; while (false) 2 -> undefined
// expect: 1; for (var j of []) 2 -> undefined
// expect: for (var k of [5, 6]) { k; } -> 6
// expect: 1; switch (1) { case 1: } -> undefined
// expect: switch (1) { case 1: 4; case 2: } -> 4
// expect: 1; try { 5 } finally { 6 } -> 5
// expect: 1; try { throw 0 } catch (e) { 7 } -> 7
// expect: do { try { 39 } finally { 42; break } } while (false) -> 42
// expect: do { 1; try { 39 } finally { break } } while (false) -> undefined
// expect: a: { 8; break a; 9 } -> 8
// expect: 1; with ({}) {} -> undefined
// expect: "use strict" -> use strict
console.log(eval(5), eval(), eval({}) instanceof Object); // expect: 5 undefined true
