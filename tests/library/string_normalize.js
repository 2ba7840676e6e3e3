// The four normal forms, and well-formed text.
const units = (text) => [...text].map((c) => c.codePointAt(0).toString(16)).join(' ')
for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD']) console.log(form, units('\u1E9B\u0323\ufb01Å'.normalize(form)))
// expect: NFC 1e9b 323 fb01 c5
// expect: NFD 17f 323 307 fb01 41 30a
// expect: NFKC 1e69 66 69 c5
// expect: NFKD 73 323 307 66 69 41 30a
console.log('plain'.normalize(), 'A\u030a'.normalize() === 'Å') // expect: plain true
try { ''.normalize('nfc') } catch (e) { console.log(e.name, e.message) } // expect: RangeError The normalization form should be one of NFC, NFD, NFKC, NFKD.
console.log('ab'.isWellFormed(), 'a\ud800'.isWellFormed(), '😀'.isWellFormed(), '\udc00😀\ud800x'.toWellFormed()) // expect: true false true �😀�x
