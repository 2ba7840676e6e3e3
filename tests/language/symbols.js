// A symbol is a key that nothing else equals.
const a = Symbol('same'), b = Symbol('same')
console.log(a === b, a.toString(), a.description, typeof a, Symbol().description)
// expect: false Symbol(same) same symbol undefined
const o = { [a]: 1, name: 2 }
console.log(o[a], o[b], Object.keys(o), JSON.stringify(o), Object.getOwnPropertySymbols(o).length)
// expect: 1 undefined [ 'name' ] {"name":2} 1
for (const k in o) console.log(k) // expect: name
console.log(Symbol.for('shared') === Symbol.for('shared'), Symbol.keyFor(Symbol.for('shared')), Symbol.keyFor(a))
// expect: true shared undefined
try { a + '' } catch (e) { console.log(e.message) } // expect: Cannot convert a Symbol value to a string
try { +a } catch (e) { console.log(e.message) } // expect: Cannot convert a Symbol value to a number
try { new Symbol() } catch (e) { console.log(e.message) } // expect: Symbol is not a constructor
console.log(`${String(a)}`, Object(a) == a, Object(a) === a, !a) // expect: Symbol(same) true false false
