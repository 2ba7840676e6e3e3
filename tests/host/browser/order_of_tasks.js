// flags: --host browser
// stress: skip its timers are milliseconds apart, and time is real
// One task at a time, the one that has been ready for longest; microtasks
// behind each. What Chromium prints.
setTimeout(() => {
  console.log('timeout 0');
  Promise.resolve().then(() => console.log('job of timeout 0'));
});
setTimeout(() => console.log('timeout 0 again'), 0);
const channel = new MessageChannel();
channel.port1.onmessage = ({ data }) => {
  console.log('message', data);
  queueMicrotask(() => console.log('job of message', data));
};
channel.port2.postMessage(1);
channel.port2.postMessage(2);
setTimeout(() => console.log('timeout 50'), 50);
setTimeout(() => console.log('timeout 20'), 20);
queueMicrotask(() => console.log('microtask'));
Promise.resolve().then(() => console.log('then'));
console.log('script');
// expect: script
// expect: microtask
// expect: then
// expect: timeout 0
// expect: job of timeout 0
// expect: timeout 0 again
// expect: message 1
// expect: job of message 1
// expect: message 2
// expect: job of message 2
// expect: timeout 20
// expect: timeout 50
