// What is no pattern is a SyntaxError that says why.
const errors = [['(', ''], ['a**', 'g'], ['[b-a]', ''], ['a{2,1}', ''], ['(?<a>.)(?<a>.)', ''], ['\\k<b>(?<a>.)', ''],
  ['\\p{Foo}', 'u'], ['[a', ''], ['a)', ''], ['\\1', 'u'], ['x', 'gg'], ['[^\\q{ab}]', 'v'], ['(?<1>a)', '']]
for (const [pattern, flags] of errors) try { new RegExp(pattern, flags) } catch (e) { console.log(e.message) }
// expect: Invalid regular expression: /(/: Unterminated group
// expect: Invalid regular expression: /a**/g: Nothing to repeat
// expect: Invalid regular expression: /[b-a]/: Range out of order in character class
// expect: Invalid regular expression: /a{2,1}/: numbers out of order in {} quantifier
// expect: Invalid regular expression: /(?<a>.)(?<a>.)/: Duplicate capture group name
// expect: Invalid regular expression: /\k<b>(?<a>.)/: Invalid named capture referenced
// expect: Invalid regular expression: /\p{Foo}/u: Invalid property name
// expect: Invalid regular expression: /[a/: Unterminated character class
// expect: Invalid regular expression: /a)/: Unmatched ')'
// expect: Invalid regular expression: /\1/u: Invalid escape
// expect: Invalid flags supplied to RegExp constructor 'gg'
// expect: Invalid regular expression: /[^\q{ab}]/v: Negated character class may contain strings
// expect: Invalid regular expression: /(?<1>a)/: Invalid capture group name
