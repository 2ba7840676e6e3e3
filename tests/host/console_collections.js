// Maps, Sets, their iterators and the weak ones.
console.log(new Map([['a', 1], [{ k: 1 }, [2]]]), new Map(), new Set([1, 'two', [3]]), new Set())
// expect: Map(2) { 'a' => 1, { k: 1 } => [ 2 ] } Map(0) {} Set(3) { 1, 'two', [ 3 ] } Set(0) {}
console.log(new Map([[1, { a: { b: { c: 1 } } }]])) // expect: Map(1) { 1 => { a: { b: [Object] } } }
console.log(new Map([[1, 2]]).keys(), new Map([[1, 2]]).entries(), new Set(['x']).values(), new Set([1]).entries())
// expect: [Map Iterator] { 1 } [Map Entries] { [ 1, 2 ] } [Set Iterator] { 'x' } [Set Entries] { [ 1, 1 ] }
console.log(new WeakMap(), new WeakSet()) // expect: WeakMap { <items unknown> } WeakSet { <items unknown> }
console.log(new Set(Array.from({ length: 101 }, (_, i) => i)).size, [new Map([[1, 2]])], { s: new Set([1]) })
// expect: 101 [ Map(1) { 1 => 2 } ] { s: Set(1) { 1 } }
