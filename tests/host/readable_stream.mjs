// ReadableStream: what is enqueued is read, in order, by one reader a time.
const log = console.log;
const tell = async (act) => {
  try {
    log(await act());
  } catch ({ name, code, message }) {
    log(name, code, message);
  }
};

const stream = new ReadableStream({
  start(controller) {
    log('start', controller.desiredSize); // expect: start 1
    controller.enqueue('a');
    log(controller.desiredSize); // expect: 0
  },
  pull(controller) {
    log('pull');
    controller.enqueue('b');
    controller.close();
  },
});
log(stream.locked, String(stream)); // expect: false [object ReadableStream]
const reader = stream.getReader();
await tell(() => stream.getReader());
// expect: TypeError ERR_INVALID_STATE Invalid state: ReadableStream is locked
// expect: pull
log(await reader.read()); // expect: { value: 'a', done: false }
log(await reader.read(), (await reader.read()).done); // expect: { value: 'b', done: false } true
await tell(() => reader.closed); // expect: undefined
reader.releaseLock();
log(stream.locked); // expect: false
await tell(() => reader.read());
// expect: TypeError ERR_INVALID_STATE Invalid state: The reader is not attached to a stream

const all = async (items) => {
  const list = [];
  for await (const item of items) list.push(item);
  return list;
};
log(await all(ReadableStream.from([1, 2, 3]))); // expect: [ 1, 2, 3 ]
const [left, right] = ReadableStream.from(['x', 'y']).tee();
log(await all(left), await all(right)); // expect: [ 'x', 'y' ] [ 'x', 'y' ]

const failing = new ReadableStream({ pull() { throw new RangeError('no'); } });
await tell(() => failing.getReader().read()); // expect: RangeError undefined no
const endless = new ReadableStream({
  pull(controller) { controller.enqueue(1); },
  cancel(reason) { log('cancel', reason); },
});
for await (const item of endless) {
  log(item); // expect: 1
  break;
}
// expect: cancel undefined
let controller;
const late = new ReadableStream({ start(made) { controller = made; } }).getReader();
const [first, second] = [late.read(), late.read()];
controller.enqueue('late');
log(await first); // expect: { value: 'late', done: false }
controller.error(new RangeError('bad'));
await tell(() => second); // expect: RangeError undefined bad
await tell(() => late.closed); // expect: RangeError undefined bad
await tell(() => controller.enqueue(1));
// expect: TypeError ERR_INVALID_STATE Invalid state: Controller is already closed
const released = new ReadableStream().getReader();
const pending = released.read();
released.releaseLock();
await tell(() => pending);
// expect: TypeError ERR_INVALID_STATE Invalid state: Releasing reader
