// What is posted to a BroadcastChannel, all others of its name hear, each in a
// task of its own.
const [first, second, other] = ['news', 'news', 'weather']
  .map((name) => new BroadcastChannel(name));
console.log(first.name, first.onmessage, BroadcastChannel.length); // expect: news null 1
first.onmessage = ({ data, target, ports }) => {
  console.log('first', data, target === first, ports.length);
  setTimeout(end);
};
second.addEventListener('message', ({ data }) => {
  console.log('second', data);
  if (data.n < 2) second.postMessage({ n: data.n + 1 });
});
other.onmessage = () => console.log('never');
const news = { n: 1 };
first.postMessage(news);
news.n = 100;
console.log('posted'); // expect: posted
const tell = (act) => {
  try {
    act();
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};
tell(() => first.postMessage(() => {}));
// expect: DataCloneError 25 () => {} could not be cloned.
tell(() => new BroadcastChannel());
// expect: TypeError ERR_MISSING_ARGS The "name" argument must be specified
queueMicrotask(() => console.log('micro')); // expect: micro
// expect: second { n: 1 }
// expect: first { n: 2 } true 0
function end() {
  first.postMessage('on its way');
  second.close();
  tell(() => second.postMessage(1));
  // expect: InvalidStateError 11 BroadcastChannel is closed.
  first.onmessage = null;
  first.close();
  other.close();
}
