// rawJSON carries the text of a primitive through stringify.
const raw = JSON.rawJSON('12345678901234567890')
console.log(JSON.stringify({ big: raw, list: [JSON.rawJSON('"x"')] })) // expect: {"big":12345678901234567890,"list":["x"]}
console.log(JSON.isRawJSON(raw), JSON.isRawJSON({ rawJSON: '1' }), JSON.isRawJSON(1)) // expect: true false false
console.log(raw, Object.isFrozen(raw), Object.getPrototypeOf(raw)) // expect: [Object: null prototype] { rawJSON: '12345678901234567890' } true null
for (const bad of ['', ' 1', '1\n', '{}', '[]', 'x', undefined]) try { JSON.rawJSON(bad) } catch (e) { console.log(e.name) }
// expect: SyntaxError
// expect: SyntaxError
// expect: SyntaxError
// expect: SyntaxError
// expect: SyntaxError
// expect: SyntaxError
// expect: SyntaxError
