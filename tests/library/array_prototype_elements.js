// Indexed properties of prototypes shine through holes.
Array.prototype[1] = 'P'
console.log([0, , 2].join(), [0, , 2].indexOf('P'), 1 in [0, , 2]) // expect: 0,P,2 1 true
const seen = []
;[0, , 2].forEach(x => seen.push(x))
console.log(seen.join()) // expect: 0,P,2
console.log(JSON.stringify([0, , 2].slice(1)), [, ,].hasOwnProperty(1), [0, , 2].slice(0).hasOwnProperty(1)) // expect: ["P",2] false true
const a = [5, , 7]
a.reverse()
console.log(a.hasOwnProperty(1), a.join()) // expect: false 7,P,5
delete Array.prototype[1]
console.log([0, , 2].join()) // expect: 0,,2
