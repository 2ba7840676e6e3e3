// BigInts of any size: literals, operators, and what may not be mixed.
const big = 2n ** 100n
console.log(0xffn, 0o17n, 0b101n, 1_000n, -0n, 0n === -0n) // expect: 255n 15n 5n 1000n 0n true
console.log(String(big), String(-big), `${big - 1n}`) // expect: 1267650600228229401496703205376 -1267650600228229401496703205376 1267650600228229401496703205375
console.log(big * big / (big + 1n), big % 97n, -7n / 2n, -7n % 2n) // expect: 1267650600228229401496703205375n 16n -3n -1n
console.log((-1n) ** 3n, 0n ** 0n, (-2n) ** 101n === -2n * big, 3n ** 40n) // expect: -1n 1n true 12157665459056928801n
console.log(5n & -2n, 5n | -8n, 5n ^ -1n, ~5n, ~-1n, -big & (big - 1n)) // expect: 4n -3n -6n -6n 0n 0n
console.log(1n << 70n, -5n >> 1n, -5n >> 1000n, 5n >> -2n, 5n << -1n) // expect: 1180591620717411303424n -3n -1n 20n 2n
let x = 2n ** 64n - 1n
console.log(x++, x, --x, -x) // expect: 18446744073709551615n 18446744073709551616n 18446744073709551615n -18446744073709551615n
console.log(0n ? 'yes' : 'no', !1n, 0n || 'or', typeof 1n, typeof Object(1n)) // expect: no false or bigint object
const attempt = f => { try { return f() } catch (e) { return String(e) } }
console.log(attempt(() => 1n + 1)) // expect: TypeError: Cannot mix BigInt and other types, use explicit conversions
console.log(attempt(() => +1n)) // expect: TypeError: Cannot convert a BigInt value to a number
console.log(attempt(() => 1n >>> 0n)) // expect: TypeError: BigInts have no unsigned right shift, use >> instead
console.log(attempt(() => 1n / 0n), attempt(() => 1n % 0n)) // expect: RangeError: Division by zero RangeError: Division by zero
console.log(attempt(() => 2n ** -1n)) // expect: RangeError: Exponent must be non-negative
console.log(attempt(() => 1n << 2n ** 40n), attempt(() => 3n ** 2n ** 40n)) // expect: RangeError: Maximum BigInt size exceeded RangeError: Maximum BigInt size exceeded
console.log(1n + '2', 'a' + -1n, attempt(() => Math.max(1n))) // expect: 12 a-1 TypeError: Cannot convert a BigInt value to a number
let factorial = 1n
for (let i = 1n; i <= 60n; i++) factorial *= i
console.log(factorial) // expect: 8320987112741390144276341183223364380754172606361245952449277696409600000000000000n
for (let i = 60n; i > 1n; i--) factorial /= i
console.log(factorial) // expect: 1n
