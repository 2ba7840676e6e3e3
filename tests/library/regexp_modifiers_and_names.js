// Flags for a part of a pattern, and one name in several alternatives.
console.log(/a(?i:b)c/.test('aBc'), /a(?i:b)c/.test('aBC'), /(?-i:a)b/i.test('aB'), /(?-i:a)b/i.test('AB'), /(?s:.)./.test('\n\n')) // expect: true false true false false
const date = /(?<y>\d{4})-(?<m>\d\d)|(?<m>\d\d)\/(?<y>\d{4})/
console.log({ ...date.exec('05/2024').groups }, { ...date.exec('2024-06').groups }) // expect: { y: '2024', m: '05' } { y: '2024', m: '06' }
console.log(/(?:(?<a>x)|(?<a>y))\k<a>/.test('xy'), /(?:(?<a>x)|(?<a>y))\k<a>/.test('yy')) // expect: false true
