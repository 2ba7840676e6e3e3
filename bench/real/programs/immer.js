// immer makes the next state.
'use strict';
const { produce, enableMapSet, enablePatches, produceWithPatches, applyPatches, original, isDraft, current, setAutoFreeze } = require('immer');
enableMapSet();
enablePatches();
const base = { todos: [{ title: 'a', done: false }, { title: 'b', done: true }], map: new Map([['k', { n: 1 }]]), set: new Set([1]) };
const next = produce(base, (draft) => {
  draft.todos[0].done = true;
  draft.todos.push({ title: 'c', done: false });
  draft.map.get('k').n++;
  draft.set.add(2);
  console.log(isDraft(draft), original(draft) === base, current(draft).todos.length);
});
console.log(base, next, base.todos[1] === next.todos[1], Object.isFrozen(next.todos));
const [state, patches, inverse] = produceWithPatches({ a: { b: 1 }, list: [1, 2, 3] }, (draft) => {
  draft.a.b = 2;
  delete draft.list[0];
  draft.list.splice(1, 1);
  draft.x = 'new';
});
console.log(state, JSON.stringify(patches), JSON.stringify(inverse), applyPatches(state, inverse));
try {
  next.todos.push(1);
} catch (error) {
  console.log(error.constructor.name, error.message);
}
try {
  produce({ a: 1 }, (draft) => { draft.a = 2; return { b: 3 }; });
} catch (error) {
  console.log(error.message);
}
