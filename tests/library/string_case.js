// Upper and lower case by the full mappings of Unicode.
console.log('Hello É'.toLowerCase(), 'hello é'.toUpperCase(), 'straße'.toUpperCase(), 'ÿµ'.toUpperCase(), '÷×'.toUpperCase())
// expect: hello é HELLO É STRASSE ŸΜ ÷×
console.log('ΑΣ ΣΑΣ'.toLowerCase(), 'ﬁ'.toUpperCase(), 'ŉ'.toUpperCase(), 'İ'.toLowerCase().length, 'ǆ'.toUpperCase()) // expect: ας σας FI ʼN 2 Ǆ
console.log('𐐨'.toUpperCase() === '𐐀', '\ud800A'.toLowerCase().length, 'I'.toLocaleLowerCase(), 'i'.toLocaleUpperCase()) // expect: true 2 i I
const same = 'already lower 1'
console.log(same.toLowerCase() === same, ''.toUpperCase() === '') // expect: true true
