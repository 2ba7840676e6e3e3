// Own enumerable string keys: indices first, then in the order they came.
const o = { z: 1, 10: 'ten', a: 2, 2: 'two', [Symbol('s')]: 3 }
Object.defineProperty(o, 'hidden', { value: 0, enumerable: false })
console.log(Object.keys(o).join(), Object.values(o).join()) // expect: 2,10,z,a two,ten,1,2
console.log(JSON.stringify(Object.entries(o))) // expect: [["2","two"],["10","ten"],["z",1],["a",2]]
console.log(Object.keys('ab').join(), Object.entries([7, 8]).join(';'), Object.keys(5).length) // expect: 0,1 0,7;1,8 0
const tricky = { get a() { delete this.b; return 1 }, b: 2, c: 3 }
console.log(Object.entries(tricky).join(';')) // expect: a,1;c,3
console.log(Object.getOwnPropertyNames(o).join(), Object.getOwnPropertySymbols(o).length) // expect: 2,10,z,a,hidden 1
console.log(Object.getOwnPropertyNames('ab').join(), Reflect.ownKeys([1]).join()) // expect: 0,1,length 0,length
try { Object.keys(null) } catch (e) { console.log(String(e)) } // expect: TypeError: Cannot convert undefined or null to object
