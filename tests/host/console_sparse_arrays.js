// Holes are counted; other properties of an array are named.
console.log([, 1], [1, , , 2], [1, ,], new Array(3)) // expect: [ <1 empty item>, 1 ] [ 1, <2 empty items>, 2 ] [ 1, <1 empty item> ] [ <3 empty items> ]
console.log(Object.assign([1, 2], { name: 'x', [-1]: 'y' })) // expect: [ 1, 2, name: 'x', '-1': 'y' ]
const wide = []; wide[5] = 1; wide[1000] = 2
console.log(wide) // expect: [ <5 empty items>, 1, <994 empty items>, 2 ]
