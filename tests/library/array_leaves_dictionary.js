// Items far apart lie in a hash table; when they have come together they leave
// it again. Nothing of that can be seen but in time.
const a = []
for (let i = 20000; i >= 0; i--) a[i] = i
console.log(a.length, a[777], a.indexOf(15000), a.every((x, i) => x === i)) // expect: 20001 777 15000 true
const b = []
b[3000] = 'last'
for (let i = 0; i < 2900; i++) b[i] = i * 2
b.push('more')
console.log(b.length, b[1999], b[2950], 2950 in b, b[3000], b[3001], Object.keys(b).length) // expect: 3002 3998 undefined false last more 2902
const c = {}
for (let i = 5000; i > 0; i -= 2) c[i] = i
Object.defineProperty(c, 7, { value: 'seven', enumerable: false })
for (let i = 1; i < 5000; i += 2) if (i !== 7) c[i] = -i
console.log(Object.keys(c).length, c[3], c[4], c[7], Object.keys(c)[3]) // expect: 4999 -3 4 seven 4
