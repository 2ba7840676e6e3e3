// MessageChannel: messages are cloned and arrive as tasks, in order; before
// immediates, behind jobs.
const { port1, port2 } = new MessageChannel();
const sent = { list: [1, 2], map: new Map([['k', 1n]]) };
sent.self = sent;
port1.onmessage = function (event) {
  console.log(event.type, event.data === sent, event.target === port1, this === port1);
  console.log(event.data.self === event.data, event.data.map.get('k'), event.data.list.length);
  port1.onmessage = ({ data }) => {
    console.log('then', data.byteLength);
    port1.close();
  };
};
port2.postMessage(sent);
const buffer = new ArrayBuffer(8);
port2.postMessage(buffer, [buffer]);
console.log(buffer.byteLength);
setImmediate(() => console.log('immediate'));
Promise.resolve().then(() => console.log('job'));
try {
  port2.postMessage(() => {});
} catch (error) {
  console.log(error.name, error.message);
}
port2.addEventListener('close', () => console.log('closed'));
console.log(port1.constructor.name, Object.prototype.toString.call(port2));
// expect: 0
// expect: DataCloneError () => {} could not be cloned.
// expect: MessagePort [object MessagePort]
// expect: job
// expect: message false true true
// expect: true 1n 2
// expect: then 8
// expect: immediate
// expect: closed
