// What an expression says of itself.
const all = new RegExp('a/b\n', 'dgimsuy')
console.log(all.flags, all.source, String(all), new RegExp('').source, /[/]\//.source) // expect: dgimsuy a\/b\n /a\/b\n/dgimsuy (?:) [/]\/
console.log(all.global, all.sticky, all.unicodeSets, RegExp.prototype.global, RegExp.prototype.source, RegExp.prototype.flags === '') // expect: true true false undefined (?:) true
console.log(new RegExp(/a/g).flags, new RegExp(/a/g, 'i').flags, RegExp(all) === all, new RegExp(all) === all) // expect: g i true false
console.log(RegExp.escape('a.b-c\n😀'), new RegExp(RegExp.escape('^x$')).test('^x$')) // expect: \x61\.b\x2dc\n😀 true
console.log(/a/.compile('b', 'g').flags, RegExp[Symbol.species] === RegExp, Object.prototype.toString.call(/a/)) // expect: g true [object RegExp]
;/(b)(c)?/.exec('abd')
console.log([RegExp.$1, RegExp.$2, RegExp.lastMatch, RegExp['$`'], RegExp["$'"], RegExp.input]) // expect: [ 'b', '', 'b', 'a', 'd', 'abd' ]
