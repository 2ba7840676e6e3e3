// u and v: code points, properties, sets of sets, and case by simple folding.
console.log(/^.$/u.test('\u{1F600}'), /^.$/.test('\u{1F600}'), /\u{1F600}/u.test('\ud83d\ude00'), /^[^x]$/u.test('\u{1F600}')) // expect: true false true true
console.log(/\p{Lu}/u.test('É'), /\p{Script=Greek}/u.test('π'), /\P{L}/u.test('1'), /\p{scx=Deva}/u.test('\u0964')) // expect: true true true true
console.log(/\u212a/i.test('k'), /\u212a/iu.test('k'), /ſ/iu.test('S'), /\w/iu.test('ſ'), /[^\W]/iu.test('\u212a')) // expect: false true true true true
console.log(/[\p{L}--[a-z]]/v.test('a'), /[\p{L}--[a-z]]/v.test('A'), /^[\w&&\d]$/v.test('5'), /^[\q{abc|d}x-z]$/v.exec('abc')[0]) // expect: false true true abc
console.log('👩‍👩‍👧‍👦!'.match(/^\p{RGI_Emoji}/v)[0].length, /^\p{Emoji_Keycap_Sequence}$/v.test('1️⃣')) // expect: 11 true
