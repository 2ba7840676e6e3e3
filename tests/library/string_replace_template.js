// What $ means in a replacement.
console.log('abc'.replace('b', '[$&]'), 'abc'.replace('b', "[$'$`]"), 'abc'.replace('b', '$$'), 'abc'.replace('b', '$$$')) // expect: a[b]c a[ca]c a$c a$$c
console.log('abc'.replace('b', '$1$0$<x>$'), 'a.b.c'.replaceAll('.', '$`'), 'a.b'.replace('.', '\\$&')) // expect: a$1$0$<x>$c aaba.bc a\.b
