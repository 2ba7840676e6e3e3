// __defineGetter__ and its family.
const o = {}
o.__defineGetter__('x', () => 'got')
o.__defineSetter__('x', function (v) { this.y = v })
o.x = 5
console.log(o.x, o.y, Object.keys(o).join()) // expect: got 5 x,y
console.log(typeof o.__lookupGetter__('x'), typeof Object.create(o).__lookupSetter__('x'), o.__lookupGetter__('y')) // expect: function function undefined
try { o.__defineGetter__('x', 1) } catch (e) { console.log(String(e)) } // expect: TypeError: Object.prototype.__defineGetter__: Expecting function
