// Tables of rows, of primitives, of collections; with chosen columns.
console.table([{ a: 1, b: 'x' }, { b: 2, c: { d: 1 } }])
// expect: ┌─────────┬───┬─────┬──────────┐
// expect: │ (index) │ a │ b   │ c        │
// expect: ├─────────┼───┼─────┼──────────┤
// expect: │ 0       │ 1 │ 'x' │          │
// expect: │ 1       │   │ 2   │ { d: 1 } │
// expect: └─────────┴───┴─────┴──────────┘
console.table([[1, 2], [3]])
// expect: ┌─────────┬───┬───┐
// expect: │ (index) │ 0 │ 1 │
// expect: ├─────────┼───┼───┤
// expect: │ 0       │ 1 │ 2 │
// expect: │ 1       │ 3 │   │
// expect: └─────────┴───┴───┘
console.table({ first: { n: 1 }, second: 5 })
// expect: ┌─────────┬───┬────────┐
// expect: │ (index) │ n │ Values │
// expect: ├─────────┼───┼────────┤
// expect: │ first   │ 1 │        │
// expect: │ second  │   │ 5      │
// expect: └─────────┴───┴────────┘
console.table([{ a: 1, b: 2 }], ['b'])
// expect: ┌─────────┬───┐
// expect: │ (index) │ b │
// expect: ├─────────┼───┤
// expect: │ 0       │ 2 │
// expect: └─────────┴───┘
console.table(new Map([['k', 1]]))
// expect: ┌───────────────────┬─────┬────────┐
// expect: │ (iteration index) │ Key │ Values │
// expect: ├───────────────────┼─────┼────────┤
// expect: │ 0                 │ 'k' │ 1      │
// expect: └───────────────────┴─────┴────────┘
console.table(new Set(['日本']))
// expect: ┌───────────────────┬────────┐
// expect: │ (iteration index) │ Values │
// expect: ├───────────────────┼────────┤
// expect: │ 0                 │ '日本' │
// expect: └───────────────────┴────────┘
console.table('no table') // expect: no table
