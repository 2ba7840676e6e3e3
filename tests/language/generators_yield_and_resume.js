// A generator runs up to each yield; next(value) is what the yield gives.
function* conversation(name) {
  const age = yield `how old is ${name}?`;
  const town = yield `${age}, and from where?`;
  return `${name}, ${age}, ${town}`;
}
const talk = conversation('Ann');
console.log(talk.next('ignored'));
console.log(talk.next(30));
console.log(talk.next('Rome'));
console.log(talk.next());
// generators are their own iterators
console.log(talk[Symbol.iterator]() === talk, typeof conversation, talk instanceof conversation);
function* empty() {}
console.log(empty().next(), [...empty()]);
try { new conversation(); } catch (e) { console.log(e.message); }
function* busy() { me.next(); }
const me = busy();
try { me.next(); } catch (e) { console.log(e.message); }
console.log(me.next());
// parameters are evaluated at the call, the body at the first next()
function* late(value = console.log('parameter')) { console.log('body'); yield value; }
const waiting = late();
console.log('made');
waiting.next();
// expect: { value: 'how old is Ann?', done: false }
// expect: { value: '30, and from where?', done: false }
// expect: { value: 'Ann, 30, Rome', done: true }
// expect: { value: undefined, done: true }
// expect: true function true
// expect: { value: undefined, done: true } []
// expect: conversation is not a constructor
// expect: Generator is already running
// expect: { value: undefined, done: true }
// expect: parameter
// expect: made
// expect: body
