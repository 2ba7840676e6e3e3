// What the constructor of Map asks of its iterable, and of itself.
console.log(new Map().size, new Map(null).size, new Map(new Map([[1, 2]])).get(1), Map.length) // expect: 0 0 2 0
try { Map() } catch (e) { console.log(String(e)) } // expect: TypeError: Constructor Map requires 'new'
try { new Map([1]) } catch (e) { console.log(String(e)) } // expect: TypeError: Iterator value 1 is not an entry object
try { new Map(5) } catch (e) { console.log(e.name) } // expect: TypeError
try { Map.prototype.get.call({}) } catch (e) { console.log(String(e)) } // expect: TypeError: Method Map.prototype.get called on incompatible receiver #<Object>
try { Map.prototype.size } catch (e) { console.log(String(e)) } // expect: TypeError: Method get Map.prototype.size called on incompatible receiver #<Map>
class Loud extends Map { set(k, v) { return super.set(k, v + '!') } }
console.log(new Loud([['a', 1]]).get('a'), new Loud() instanceof Map, Map[Symbol.species] === Map) // expect: 1! true true
try { new Map([]).forEach(1) } catch (e) { console.log(e.name) } // expect: TypeError
