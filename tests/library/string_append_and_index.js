// A text that grows while single characters of it are read: the old texts stay
// what they were, whatever parts they share.
let text = '', kept = [], sum = 0
for (let i = 0; i < 3000; i++) {
  text += i % 500 === 499 ? '\u4e00' : 'xyz'[i % 3] + i
  sum = (sum * 31 + text.charCodeAt(i >> 1) + text.charCodeAt(text.length - 1)) | 0
  if (text[i] === undefined || text.at(-1) !== text.charAt(text.length - 1)) console.log('wrong', i)
  if (i % 100 === 0) kept.push(text)
}
console.log(sum, text.length, text.codePointAt(text.length - 1), text.indexOf('\u4e00')) // expect: 784501094 13868 19968 1886
console.log(kept.every((old, i) => text.startsWith(old) && old.length === kept[i].length), kept.length) // expect: true 30
sum = 0
for (const old of kept) for (let i = 0; i < old.length; i += 5) sum = (sum * 31 + old.charCodeAt(i)) | 0
console.log(sum, kept[7].slice(-6), text === kept.at(-1) + text.slice(kept.at(-1).length)) // expect: 1719491466 99y700 true
