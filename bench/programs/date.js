// Dates: made from parts and from text, read, changed, written.
let sum = 0
for (let i = 0; i < 60000; i++) {
  const date = new Date(1970 + (i % 130), i % 12, 1 + (i % 28), i % 24, i % 60)
  date.setDate(date.getDate() + 40)
  date.setHours(date.getHours() - 5, 30)
  sum += date.getTime() / 1e6 + date.getDay() + date.getTimezoneOffset()
}
let text = 0
for (let i = 0; i < 20000; i++) {
  const date = new Date(i * 86400000 * 1.37)
  text += date.toISOString().length + new Date(date.toISOString()).getUTCDate()
  text += Date.parse('Tue Mar 01 2022 10:0' + (i % 10) + ':00 GMT+0100') / 1e9
}
console.log(sum, Math.round(text))
