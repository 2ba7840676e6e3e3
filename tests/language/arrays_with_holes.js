// A hole is an item that is not there: reads go to the prototype.
const a = [1, , 3, , ,]
console.log(a, a.length, 1 in a, a[1], Object.keys(a))
// expect: [ 1, <1 empty item>, 3, <2 empty items> ] 5 false undefined [ '0', '2' ]
let visited = []
a.forEach((v, i) => visited.push(i))
console.log(visited, a.map((x) => x * 2), a.indexOf(undefined), a.includes(undefined))
// expect: [ 0, 2 ] [ 2, <1 empty item>, 6, <2 empty items> ] -1 true
for (const v of a) visited.push(v)
console.log(visited.slice(2)) // expect: [ 1, undefined, 3, undefined, undefined ]
a[10] = 11
console.log(a.length, a.filter(() => true), a.reduce((x, y) => x + y), a.join('-'))
// expect: 11 [ 1, 3, 11 ] 15 1--3--------11
delete a[0]
console.log(0 in a, a.findIndex((v) => v === undefined), a.lastIndexOf(3)) // expect: false 0 2
Array.prototype[1] = 'from the prototype'
console.log(a[1], a.indexOf('from the prototype'), [, ,][1])
// expect: from the prototype 1 from the prototype
delete Array.prototype[1]
console.log(new Array(3), [...new Array(2)], Array(2).fill(0), [3, , 1].sort(), [, 'x'].concat([, 'y']), [, 1].flat(), [1, , 2].reverse())
// expect: [ <3 empty items> ] [ undefined, undefined ] [ 0, 0 ] [ 1, 3, <1 empty item> ] [ <1 empty item>, 'x', <1 empty item>, 'y' ] [ 1 ] [ 2, <1 empty item>, 1 ]
