// Patterns of megabytes, deep nesting and absurd counts end well.
const attempt = (run) => { try { console.log(run()) } catch (e) { console.log(e.name + ': ' + e.message.split(': ').pop()) } }
attempt(() => new RegExp('a'.repeat(2e6)).test('a'.repeat(2e6))) // expect: true
attempt(() => new RegExp('[' + 'ab'.repeat(1e6) + ']').test('b')) // expect: true
attempt(() => new RegExp('(?:'.repeat(1e6) + ')'.repeat(1e6))) // expect: SyntaxError: Regular expression too large
attempt(() => new RegExp('['.repeat(1e6) + ']'.repeat(1e6), 'v')) // expect: SyntaxError: Regular expression too large
attempt(() => new RegExp('()'.repeat(40000))) // expect: SyntaxError: Too many captures
attempt(() => /(?:a?){2147483647}/.test('aaa')) // expect: true
attempt(() => /a{2147483647}/.test('aaa')) // expect: false
attempt(() => /(?:a|b)*c/.test('ab'.repeat(1e6))) // expect: false
attempt(() => 'a'.repeat(1e6).replace(/a/g, 'b'.repeat(1e6)).length) // expect: RangeError: Invalid string length
