// Digits of pi by Gibbons' spigot and by Machin's formula: quotients of long
// numbers.
function spigot(count) {
  let digits = ''
  let q = 1n, r = 180n, t = 60n, i = 2n
  while (digits.length < count) {
    const u = 3n * (3n * i + 1n) * (3n * i + 2n)
    const y = (q * (27n * i - 12n) + 5n * r) / (5n * t)
    digits += y
    r = 10n * u * (q * (5n * i - 2n) + r - y * t)
    q = 10n * q * i * (2n * i - 1n)
    t *= u
    i++
  }
  return digits
}

function arctan(inverse, unit) {
  let sum = 0n, power = unit / inverse
  const square = inverse * inverse
  for (let n = 1n, sign = 1n; power; n += 2n, sign = -sign) {
    sum += sign * (power / n)
    power /= square
  }
  return sum
}

function machin(count) {
  const unit = 10n ** BigInt(count + 10)
  const pi = 4n * (4n * arctan(5n, unit) - arctan(239n, unit))
  return String(pi / 10n ** 10n)
}

const digits = machin(10000)
console.log(spigot(1500) === digits.slice(0, 1500), digits.slice(-20))
