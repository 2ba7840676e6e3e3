// A proxy of an array is an array to the language.
const p = new Proxy([3, 1, 2], {})
console.log(Array.isArray(p), p.length, JSON.stringify(p), [].concat(p, 4).join()) // expect: true 3 [3,1,2] 3,1,2,4
console.log(p.map(x => x * 2), p.slice(1), p.filter(Boolean).constructor === Array) // expect: [ 6, 2, 4 ] [ 1, 2 ] true
p.push(9), p.sort(), p.reverse()
console.log(p.join(), p.includes(9), p.indexOf(1), [...p].length) // expect: 9,3,2,1 true 3 4
p.length = 1
console.log(p, Object.keys(p), Reflect.ownKeys(p)) // expect: [ 9 ] [ '0' ] [ '0', 'length' ]
const writes = []
const w = new Proxy([], { set: (t, k, v) => (writes.push(k + '=' + v), Reflect.set(t, k, v)), deleteProperty: (t, k) => (writes.push('-' + k), delete t[k]) })
w.push('a', 'b'), w.shift(), w.splice(0, 1, 'x', 'y')
console.log(writes.join(' ')) // expect: 0=a 1=b length=2 0=b -1 length=1 0=x 1=y length=2
const [first, ...rest] = new Proxy([1, 2, 3], {})
console.log(first, rest, Math.max(...new Proxy([1, 5], {}))) // expect: 1 [ 2, 3 ] 5
console.log(Object.prototype.toString.call(p), Array.from(new Proxy([1, 2], {}), x => x + 1)) // expect: [object Array] [ 2, 3 ]
console.log(JSON.stringify({ a: new Proxy({ b: new Proxy([1], {}) }, {}) }), JSON.stringify({ a: 1, b: 2 }, new Proxy(['a'], {}))) // expect: {"a":{"b":[1]}} {"a":1}
console.log(JSON.parse('{"a":[1,2]}', (key, value) => Array.isArray(value) ? new Proxy(value, {}) : value).a.length) // expect: 2
