// stress: skip its timers are milliseconds apart, and time is real
// AsyncLocalStorage follows promises, timers, ticks and jobs: each
// runs with the value that was there when it was set.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const storage = new AsyncLocalStorage();
const other = new AsyncLocalStorage();
const log = (where) => console.log(where, storage.getStore(), other.getStore());

async function request(id) {
  log(`begin ${id}`);
  await null;
  log(`await ${id}`);
  await sleep(100 * id);
  log(`sleep ${id}`);
  return id;
}

const [one, two] = [1, 2].map((id) => storage.run(id, request, id));
storage.run('a', () => {
  setTimeout(() => log('timeout'), 60);
  setImmediate(() => log('immediate'));
  process.nextTick(() => log('tick'));
  queueMicrotask(() => log('microtask'));
  Promise.reject(new Error('x')).catch(() => log('catch'));
  other.run('b', () => new Promise((resolve) => { setTimeout(resolve, 80); }).then(() => log('then')));
  storage.exit(() => queueMicrotask(() => log('exit')));
});
log('outside');
const bound = storage.run('bound', () => AsyncLocalStorage.bind(() => log('bind')));
const inside = storage.run('snapshot', () => AsyncLocalStorage.snapshot());
const resource = storage.run('resource', () => new AsyncResource('R'));
bound();
inside(log, 'snapshot');
resource.runInAsyncScope(log, null, 'resource');
try {
  storage.run('thrown', () => { throw new Error('y'); });
} catch {
  log('after a throw');
}
await Promise.all([one, two]);
log('module');
storage.enterWith('entered');
log('entered');
await null;
log('still');
setTimeout(() => log('later'), 1);
storage.disable();
log('disabled');
// expect: begin 1 1 undefined
// expect: begin 2 2 undefined
// expect: outside undefined undefined
// expect: bind bound undefined
// expect: snapshot snapshot undefined
// expect: resource resource undefined
// expect: after a throw undefined undefined
// expect: await 1 1 undefined
// expect: await 2 2 undefined
// expect: microtask a undefined
// expect: catch a undefined
// expect: exit undefined undefined
// expect: tick a undefined
// expect: immediate a undefined
// expect: timeout a undefined
// expect: then a b
// expect: sleep 1 1 undefined
// expect: sleep 2 2 undefined
// expect: module undefined undefined
// expect: entered entered undefined
// expect: still entered undefined
// expect: disabled undefined undefined
// expect: later undefined undefined
