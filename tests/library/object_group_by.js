// Object.groupBy and Map.groupBy gather items under keys.
const groups = Object.groupBy([1, 2, 3, 4, 5], x => x % 2 ? 'odd' : 'even')
console.log(JSON.stringify(groups), Object.getPrototypeOf(groups)) // expect: {"odd":[1,3,5],"even":[2,4]} null
console.log(JSON.stringify(Object.groupBy('hello', c => c))) // expect: {"h":["h"],"e":["e"],"l":["l","l"],"o":["o"]}
const key = {}
const map = Map.groupBy([1, 2, 3], x => x > 1 ? key : -0)
console.log(map.get(key).join(), map.get(0).join(), map.size) // expect: 2,3 1 2
console.log(JSON.stringify(Object.groupBy([], x => x))) // expect: {}
try { Object.groupBy(null, x => x) } catch (e) { console.log(e.name) } // expect: TypeError
try { Object.groupBy([], 1) } catch (e) { console.log(e.name) } // expect: TypeError
