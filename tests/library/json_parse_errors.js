// What is wrong, and where.
const bad = ['', '{', '[1', '{"a"', '{"a":1', '{"a":1,', '[1,]', '{"a":1,}', '{a:1}', "{'a':1}", '01', '1.', '1e', '-', '"abc', '"a\nb"', '"\\x"', '"\\u12"', 'tru', 'x', '1 2', '[1 2]', '{"a" 1}', '{"a":1 "b"}', 'undefined', '[object Object]', '["aaaaaaaaaaaaaaaaaaaa", oops, "bbbbbbbbbbbbbbbbb"]']
for (const text of bad) try { JSON.parse(text) } catch (e) { console.log(`${e.name}: ${e.message}`) }
// expect: SyntaxError: Unexpected end of JSON input
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: SyntaxError: Expected ',' or ']' after array element in JSON at position 2
// expect: SyntaxError: Expected ':' after property name in JSON at position 4
// expect: SyntaxError: Expected ',' or '}' after property value in JSON at position 6
// expect: SyntaxError: Expected double-quoted property name in JSON at position 7
// expect: SyntaxError: Unexpected token ']', "[1,]" is not valid JSON
// expect: SyntaxError: Expected double-quoted property name in JSON at position 7
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: SyntaxError: Expected property name or '}' in JSON at position 1
// expect: SyntaxError: Unexpected number in JSON at position 1
// expect: SyntaxError: Unterminated fractional number in JSON at position 2
// expect: SyntaxError: Exponent part is missing a number in JSON at position 2
// expect: SyntaxError: No number after minus sign in JSON at position 1
// expect: SyntaxError: Unterminated string in JSON at position 4
// expect: SyntaxError: Bad control character in string literal in JSON at position 2
// expect: SyntaxError: Bad escaped character in JSON at position 2
// expect: SyntaxError: Bad Unicode escape in JSON at position 5
// expect: SyntaxError: Unexpected end of JSON input
// expect: SyntaxError: Unexpected token 'x', "x" is not valid JSON
// expect: SyntaxError: Unexpected non-whitespace character after JSON at position 2
// expect: SyntaxError: Expected ',' or ']' after array element in JSON at position 3
// expect: SyntaxError: Expected ':' after property name in JSON at position 5
// expect: SyntaxError: Expected ',' or '}' after property value in JSON at position 7
// expect: SyntaxError: "undefined" is not valid JSON
// expect: SyntaxError: "[object Object]" is not valid JSON
// expect: SyntaxError: Unexpected token 'o', ..."aaaaaaa", oops, "bbb"... is not valid JSON
try { JSON.parse(Symbol('s')) } catch (e) { console.log(e.name) } // expect: TypeError
