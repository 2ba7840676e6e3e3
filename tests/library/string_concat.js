// concat converts its arguments; long results stay readable from every side.
console.log('a'.concat('b', 1, null, [2, 3]), 'x'.concat(), ''.concat('é', '日')) // expect: ab1null2,3 x é日
let rope = ''
for (let i = 0; i < 3000; i++) rope = i % 2 ? rope + i : i + rope
console.log(rope.length, rope.slice(0, 12), rope.slice(-8), rope.indexOf('2998'), rope.charCodeAt(5000)) // expect: 10890 299829962994 29972999 0 51
console.log((rope + rope).length, (rope + '日').at(-1), (rope + 'x') === (rope + 'x'), rope + '' === rope) // expect: 21780 日 true true
