// Small BigInts: modular powers, greatest common divisors, a linear
// congruential generator of 64 bits, factorials.
const MASK = (1n << 64n) - 1n
let state = 88172645463325252n

function random() {
  state ^= (state << 13n) & MASK
  state ^= state >> 7n
  state ^= (state << 17n) & MASK
  return state
}

function power(base, exponent, modulus) {
  let result = 1n
  for (base %= modulus; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % modulus
    base = (base * base) % modulus
  }
  return result
}

function isPrime(n) {
  for (const base of [2n, 3n, 5n, 7n]) {
    if (power(base, n - 1n, n) !== 1n) return false
  }
  return true
}

function gcd(a, b) {
  while (b) [a, b] = [b, a % b]
  return a
}

let primes = 0, common = 0n
for (let i = 0; i < 4000; i++) {
  const n = random() | 1n
  if (isPrime(n)) primes++
  common += gcd(n, random())
}
let factorial = 1n
for (let i = 1n; i <= 4000n; i++) factorial *= i
let sum = 0n
for (let i = 0n; i < 1000000n; i++) sum += i * i
console.log(primes, String(common), String(factorial).length, String(sum))
