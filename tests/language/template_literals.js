// A template puts the text of values between pieces of text.
const name = 'World', n = 3
console.log(`Hello ${name}, ${n} + 1 = ${n + 1}`, ``, `${''}`, `${n}${n}`)
// expect: Hello World, 3 + 1 = 4   33
const lines = [`two
lines`, `\tTab \u{1F600} \x41 \\ \` \${} $ { }`.length]
console.log(...lines)
// expect: two
// expect: lines 23
console.log(`outer ${`inner ${n > 2 ? `deep ${name}` : 'never'}`}`) // expect: outer inner deep World
console.log(`${[1, 2]} ${{}} ${null} ${undefined} ${true} ${-0} ${() => 1}`)
// expect: 1,2 [object Object] null undefined true 0 () => 1
console.log(`${{ toString: () => 'from toString', valueOf: () => 'never' }}`) // expect: from toString
try { `${Symbol('s')}` } catch (e) { console.log(e.message) }
// expect: Cannot convert a Symbol value to a string
const continued = `line \
continued`
console.log(`a${1}b${2}c` === 'a' + 1 + 'b' + 2 + 'c', typeof `${1}`, continued)
// expect: true string line continued
