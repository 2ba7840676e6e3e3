// Intl.DateTimeFormat and Date.prototype.toLocaleString with its relatives.
const d = new Date(Date.UTC(2026, 10, 30, 14, 5, 9, 87))
console.log(d.toLocaleString(), '|', d.toLocaleDateString(), '|', d.toLocaleTimeString(), '|', new Date(NaN).toLocaleString()) // expect: 11/30/2026, 2:05:09 PM | 11/30/2026 | 2:05:09 PM | Invalid Date
for (const locale of ['en-US', 'de', 'fr', 'ja', 'sv']) console.log(d.toLocaleString(locale), '|', d.toLocaleDateString(locale, { dateStyle: 'full' }), '|', d.toLocaleTimeString(locale, { timeStyle: 'short' }))
// expect: 11/30/2026, 2:05:09 PM | Monday, November 30, 2026 | 2:05 PM
// expect: 30.11.2026, 14:05:09 | Montag, 30. November 2026 | 14:05
// expect: 30/11/2026 14:05:09 | lundi 30 novembre 2026 | 14:05
// expect: 2026/11/30 14:05:09 | 2026年11月30日月曜日 | 14:05
// expect: 2026-11-30 14:05:09 | måndag 30 november 2026 | 14:05
const say = (locale, options) => console.log(new Intl.DateTimeFormat(locale, options).format(d))
say('en-US', { weekday: 'short', month: 'long', day: 'numeric' }) // expect: Mon, November 30
say('de', { year: '2-digit', month: '2-digit', day: '2-digit' }) // expect: 30.11.26
say('en-US', { dateStyle: 'medium', timeStyle: 'short' }) // expect: Nov 30, 2026, 2:05 PM
say('en-US', { hour12: false, hour: 'numeric', minute: 'numeric' }) // expect: 14:05
say('en-US', { hourCycle: 'h11', timeStyle: 'short' }) // expect: 2:05 PM
say('de', { hour12: true, hour: 'numeric', minute: '2-digit', second: '2-digit' }) // expect: 2:05:09 PM
say('en-US', { timeZone: 'America/New_York', timeZoneName: 'short', hour: 'numeric' }) // expect: 9 AM EST
say('en-US', { timeZone: 'Asia/Tokyo', timeZoneName: 'long', hour: 'numeric' }) // expect: 11 PM Japan Standard Time
say('en-US', { second: 'numeric', fractionalSecondDigits: 2 }) // expect: 9.08
say('en-US', { era: 'short' }) // expect: 11/30/2026 AD
say('en-US', { calendar: 'japanese', era: 'long' }) // expect: 11/30/8 Reiwa
say('th', { numberingSystem: 'thai' }) // expect: ๓๐/๑๑/๒๕๖๙
say('en-US', { month: 'narrow' }) // expect: N
const f = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'utc' })
console.log(f.formatToParts(d).map(p => `${p.type}:${p.value}`).join(' ')) // expect: month:November literal:  day:30 literal:,  year:2026
console.log(JSON.stringify(f.resolvedOptions())) // expect: {"locale":"en-US","calendar":"gregory","numberingSystem":"latn","timeZone":"UTC","dateStyle":"long"}
console.log(JSON.stringify(new Intl.DateTimeFormat('de', { hour: 'numeric', minute: '2-digit', month: 'long' }).resolvedOptions())) // expect: {"locale":"de","calendar":"gregory","numberingSystem":"latn","timeZone":"UTC","hourCycle":"h23","hour12":false,"month":"long","hour":"numeric","minute":"2-digit"}
const day = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'short', day: 'numeric' })
console.log(day.formatRange(d, +d + 864e5 * 40), '|', day.formatRange(d, d)) // expect: Nov 30, 2026 – Jan 9, 2027 | Nov 30, 2026
console.log(new Date(-62198755200000).toLocaleDateString('en-US', { year: 'numeric', era: 'short' }), [new Date(0)].toLocaleString('de')) // expect: 2 BC 1.1.1970, 00:00:00
const attempt = f => { try { return f() } catch (e) { return String(e) } }
console.log(attempt(() => new Intl.DateTimeFormat('en', { timeZone: 'Mars/X' }))) // expect: RangeError: Invalid time zone specified: Mars/X
console.log(attempt(() => new Intl.DateTimeFormat('en', { dateStyle: 'full', year: 'numeric' }))) // expect: TypeError: Can't set option year when dateStyle is used
console.log(attempt(() => new Intl.DateTimeFormat().format(NaN)), attempt(() => d.toLocaleDateString('en', { timeStyle: 'short' }))) // expect: RangeError: Invalid time value TypeError: Invalid option : timeStyle
