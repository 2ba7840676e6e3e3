// slice counts from the end, substring swaps, substr takes a count.
console.log('abcdef'.slice(1, 3), 'abcdef'.slice(-2), 'abcdef'.slice(2, -1), 'abcdef'.slice(4, 2) === '', 'abcdef'.slice(NaN)) // expect: bc ef cde true abcdef
console.log('abcdef'.substring(1, 3), 'abcdef'.substring(3, 1), 'abcdef'.substring(-5, 2), 'abcdef'.substring(2), 'abcdef'.substring(NaN, 1))
// expect: bc bc ab cdef a
console.log('abcdef'.substr(1, 2), 'abcdef'.substr(-3, 2), 'abcdef'.substr(2), 'abcdef'.substr(1, -1) === '', 'abcdef'.substr(4, 99))
// expect: bc de cdef true ef
console.log('日本語'.slice(1), 'a日'.slice(0, 1), '😀'.slice(0, 1) === '\ud83d') // expect: 本語 a true
