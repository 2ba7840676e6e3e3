// The stack of an error goes on through the functions that await.
async function a() { await null; throw new Error('deep'); }
async function b() { await a(); }
class K { async m() { return await b(); } static async s() { await new K().m(); } }
const arrow = async () => { await K.s(); };
async function* gen() { yield await arrow(); }
async function main() { for await (const x of gen()) console.log(x); }
const show = (e) => console.log(e.stack.replaceAll(/[^ (]*async_stack_traces/g, "here"));
main().catch(show);
async function then() { await Promise.resolve().then(() => { throw new Error('then'); }); }
then().catch(show);
(async () => { await a(); })().catch(show);
// expect: Error: then
// expect:     at here.js:10:68
// expect:     at async then (here.js:10:25)
// expect: Error: deep
// expect:     at a (here.js:2:40)
// expect:     at async here.js:12:16
// expect: Error: deep
// expect:     at a (here.js:2:40)
// expect:     at async b (here.js:3:22)
// expect:     at async K.m (here.js:4:30)
// expect:     at async K.s (here.js:4:62)
// expect:     at async arrow (here.js:5:29)
// expect:     at async gen (here.js:6:31)
// expect:     at async main (here.js:7:42)
