// Dates as text, in UTC.
const d = new Date(Date.UTC(2026, 10, 30, 10, 42, 51, 7))
console.log(d.toISOString(), JSON.stringify({ d }), d.toUTCString()) // expect: 2026-11-30T10:42:51.007Z {"d":"2026-11-30T10:42:51.007Z"} Mon, 30 Nov 2026 10:42:51 GMT
console.log(new Date(-1).toISOString(), new Date(8.64e15).toISOString(), new Date(-62198755200000).toUTCString()) // expect: 1969-12-31T23:59:59.999Z +275760-09-13T00:00:00.000Z Fri, 01 Jan -0001 00:00:00 GMT
console.log(String(new Date(NaN)), new Date(NaN).toJSON(), new Date(8.64e15 + 1).getTime()) // expect: Invalid Date null NaN
console.log(d, [new Date(NaN)], { d }, Object.assign(new Date(0), { x: 1 })) // expect: 2026-11-30T10:42:51.007Z [ Invalid Date ] { d: 2026-11-30T10:42:51.007Z } 1970-01-01T00:00:00.000Z { x: 1 }
class Day extends Date {}
console.log(new Day(0), Object.prototype.toString.call(d), typeof Date(), d.toGMTString === d.toUTCString) // expect: Day 1970-01-01T00:00:00.000Z [object Date] string true
const attempt = f => { try { return f() } catch (e) { return String(e) } }
console.log(attempt(() => new Date(NaN).toISOString())) // expect: RangeError: Invalid time value
console.log(attempt(() => Date.prototype.getTime.call({}))) // expect: TypeError: this is not a Date object.
console.log(attempt(() => d[Symbol.toPrimitive]('soon')), d[Symbol.toPrimitive]('number')) // expect: TypeError: Invalid hint: soon 1796035371007
