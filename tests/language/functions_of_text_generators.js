// The constructors of generator and async functions, which are no globals.
const of = (f) => Object.getPrototypeOf(f).constructor;
const GeneratorFunction = of(function* () {});
const AsyncFunction = of(async () => {});
const AsyncGeneratorFunction = of(async function* () {});
console.log([...new GeneratorFunction('a', 'yield a; yield* [2, 3]')(1)]);
new AsyncFunction('return await 5')().then(console.log);
(async () => { for await (const x of AsyncGeneratorFunction('yield 6')()) console.log(x); })();
console.log(GeneratorFunction.name, AsyncFunction.name, AsyncGeneratorFunction.name, typeof globalThis.AsyncFunction);
console.log(Object.getPrototypeOf(AsyncFunction) === Function, String(AsyncFunction('a', 'await a')));
// expect: [ 1, 2, 3 ]
// expect: GeneratorFunction AsyncFunction AsyncGeneratorFunction undefined
// expect: true async function anonymous(a
// expect: ) {
// expect: await a
// expect: }
// expect: 5
// expect: 6
