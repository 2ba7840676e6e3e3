// An error says what it is about in the words of the source, shortened.
const o = { f: 1, list: [], self() { return o } }
const key = 'k', none = undefined
const tries = [
  () => o.f(), () => (o.f)(), () => (0, o.f)(), () => o['f'](), () => o['b c'](), () => o[key](), () => o[key + 1](), () => o.list[0](),
  () => o.self().missing(1, ')').more(), () => o /* a.b */ .f(), () => o // o.g()
    .f(),
  () => o?.self?.().gone(), () => 5(), () => 'text'(), () => `text`(), () => [1, 2].x(), () => ({}).x(), () => (() => 1)()(), () => new o.f, () => new (5)(),
  () => o.f`tagged`, () => [...o.f], () => { for (const x of o.f); }, () => { const [a] = o.f }, () => { const [a] = none }, () => { const [[a]] = [1] },
  () => (([a]) => a)(5), () => { const { p } = none }, () => { let p; ({ p } = o.gone) }, () => { const { ...p } = o.gone }, () => { const {} = null }, () => (({ p }) => p)(),
  () => { const [a] = o.self() }, () => { for (const x of o.self().f); }, () => none[Symbol.iterator], () => { class A extends null { constructor() { super() } } new A }, () => { class A extends (() => 1) { } }, () => 'a' in [1].length, () => [1] in 'text',
]
for (const f of tries) try { f(); console.log('nothing') } catch (e) { console.log(`${e.message}`) }
// expect: o.f is not a function
// expect: o.f is not a function
// expect: (0 , o.f) is not a function
// expect: o.f is not a function
// expect: o.b c is not a function
// expect: o[key] is not a function
// expect: o[(key + 1)] is not a function
// expect: o.list[0] is not a function
// expect: o.self(...).missing is not a function
// expect: o.f is not a function
// expect: o.f is not a function
// expect: o?.self(...).gone is not a function
// expect: 5 is not a function
// expect: "text" is not a function
// expect: "text" is not a function
// expect: [1,2].x is not a function
// expect: {}.x is not a function
// expect: (intermediate value)(...) is not a function
// expect: o.f is not a constructor
// expect: 5 is not a constructor
// expect: o.f is not a function
// expect: o.f is not iterable
// expect: o.f is not iterable
// expect: o.f is not iterable
// expect: none is not iterable
// expect: number 1 is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: number 5 is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: Cannot destructure property 'p' of 'none' as it is undefined.
// expect: Cannot destructure property 'p' of 'o.gone' as it is undefined.
// expect: Cannot destructure 'o.gone' as it is undefined.
// expect: Cannot destructure 'null' as it is null.
// expect: Cannot destructure property 'p' of 'undefined' as it is undefined.
// expect: o.self is not a function or its return value is not iterable
// expect: o.self(...).f is not iterable
// expect: undefined is not iterable (cannot read property Symbol(Symbol.iterator))
// expect: Super constructor null of A is not a constructor
// expect: Class extends value () => 1 is not a constructor or null
// expect: Cannot use 'in' operator to search for 'a' in 1
// expect: Cannot use 'in' operator to search for '[object Array]' in text
