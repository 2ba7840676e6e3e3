// Local times, with the hours that a change of the clock skips and repeats.
// env: TZ=Europe/Berlin
console.log(String(new Date(0)), new Date(0).getTimezoneOffset()) // expect: Thu Jan 01 1970 01:00:00 GMT+0100 (Central European Standard Time) -60
const summer = new Date(2026, 5, 15, 12)
console.log(String(summer), summer.toISOString()) // expect: Mon Jun 15 2026 12:00:00 GMT+0200 (Central European Summer Time) 2026-06-15T10:00:00.000Z
console.log(new Date(2021, 2, 28, 2, 30).toISOString(), new Date(2021, 2, 28, 2, 30).getHours()) // expect: 2021-03-28T01:30:00.000Z 3
console.log(new Date(2021, 9, 31, 2, 30).toISOString(), new Date(Date.UTC(2021, 9, 31, 1, 30)).getHours()) // expect: 2021-10-31T00:30:00.000Z 2
console.log(new Date('2021-07-01').getHours(), new Date('2021-07-01T00:00').getHours(), new Date('1 July 2021').getHours()) // expect: 2 0 0
console.log(new Date(1893, 2, 1).getTimezoneOffset(), new Date(1945, 5, 1).getTimezoneOffset()) // expect: -53 -180
summer.setMonth(0)
console.log(summer.getHours(), summer.getUTCHours(), summer.toTimeString()) // expect: 12 11 12:00:00 GMT+0100 (Central European Standard Time)
