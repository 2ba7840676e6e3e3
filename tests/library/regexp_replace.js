// replace with templates and functions; all matches are found beforehand.
console.log('John Smith'.replace(/(\w+)\s(\w+)/, '$2, $1'), 'abc'.replace(/b/, "[$`|$&|$'|$$|$1]"), 'aXbX'.replaceAll(/X/g, '$&$&'))
// expect: Smith, John a[a|b|c|$|$1]c aXXbXX
console.log('2024-05'.replace(/(?<y>\d+)-(?<m>\d+)/, '$<m>/$<y>$<z>')) // expect: 05/2024
console.log('a1b22'.replace(/(\d)(\d)?/g, (...all) => JSON.stringify(all))) // expect: a["1","1",null,1,"a1b22"]b["22","2","2",3,"a1b22"]
const again = /a/g
console.log('aaa'.replace(again, (m, at) => (again.lastIndex = 1, at)), again.lastIndex) // expect: 012 1
console.log('abc'.replace(/(?:)/g, '-'), 'x'.replace(/y/, 'z')) // expect: -a-b-c- x
