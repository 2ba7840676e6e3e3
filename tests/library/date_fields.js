// Getters and setters: parts beyond their ranges carry over.
const d = new Date(2020, 0, 31, 23, 59, 59, 999)
console.log(d.getFullYear(), d.getMonth(), d.getDate(), d.getDay(), d.getHours(), d.getMinutes(), d.getSeconds(), d.getMilliseconds(), d.getYear()) // expect: 2020 0 31 5 23 59 59 999 120
d.setMonth(1)
console.log(d.getMonth(), d.getDate()) // expect: 2 2
d.setHours(25, 61)
console.log(d.getDate(), d.getHours(), d.getMinutes(), d.setMilliseconds(-1) === d.getTime(), d.getSeconds()) // expect: 3 2 1 true 58
d.setUTCFullYear(2000, 1, 29)
console.log(d.getUTCMonth(), d.getUTCDate(), new Date(d.setTime(5)).getTime(), d.setFullYear(NaN), d.getDate()) // expect: 1 29 5 NaN NaN
console.log(d.setHours(1), d.setUTCFullYear(1970), new Date(99, 0).getFullYear(), new Date(100, 0).getFullYear()) // expect: NaN 0 1999 100
console.log(Date.UTC(2020), Date.UTC(), Date.UTC(2020, 0, 1, 0, 0, 0, 1.9), new Date(undefined).getTime(), new Date(null).getTime()) // expect: 1577836800000 NaN 1577836800001 NaN 0
console.log(new Date(0) - 1, new Date(new Date(7)) - 0, new Date(2020, NaN).getTime(), Date.length, Date.UTC.length) // expect: -1 7 NaN 7 7
const order = []
const part = n => ({ valueOf() { order.push(n); return n } })
new Date(NaN).setHours(part(1), part(2), part(3), part(4), part(5))
console.log(order, Date.now() > 1.7e12, Date.now() <= new Date().getTime()) // expect: [ 1, 2, 3, 4 ] true true
