// toJSON is asked before anything else, with the key.
console.log(JSON.stringify({ d: { toJSON(key) { return 'key ' + key } }, list: [{ toJSON: (key) => key }] })) // expect: {"d":"key d","list":["0"]}
console.log(JSON.stringify({ toJSON: 5 }), JSON.stringify({ toJSON() { return undefined } }), JSON.stringify({ a: { toJSON() { return () => 1 } } }))
// expect: {"toJSON":5} undefined {}
class Money { constructor(n) { this.n = n } toJSON() { return this.n.toFixed(2) } }
console.log(JSON.stringify([new Money(1), new Money(2.5)])) // expect: ["1.00","2.50"]
const rows = [{ n: 1 }, { n: 2 }, { n: 3 }]
Object.defineProperty(rows[0], 'n', { get() { Object.prototype.toJSON = function () { return 'late' }; return 1 }, enumerable: true })
console.log(JSON.stringify(rows)) // expect: [{"n":1},"late","late"]
delete Object.prototype.toJSON
