// Escapes: quotes, control characters, and surrogates that stand alone.
console.log(JSON.stringify('a"b\\c/\b\f\n\r\t\u0000\u001f\u007f'), JSON.stringify('é日😀'), JSON.stringify('\u2028').length)
// expect: "a\"b\\c/\b\f\n\r\t\u0000\u001f" "é日😀" 3
console.log(JSON.stringify('\ud800x\udc00'), JSON.stringify({ 'k"\n': 1, '\udfff': 2 }), JSON.stringify('x'.repeat(50)).length)
// expect: "\ud800x\udc00" {"k\"\n":1,"\udfff":2} 52
