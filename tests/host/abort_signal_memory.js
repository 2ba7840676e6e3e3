// A signal that lives long keeps neither the targets whose listeners it would
// remove nor the signals of AbortSignal.any that nobody listens to; those that
// somebody listens to it must keep.
const controller = new AbortController();
const { signal } = controller;

function collected(make) {
  const references = [];
  for (let i = 0; i < 50; i++) references.push(new WeakRef(make()));
  return references;
}

const report = (name, references) => {
  const alive = references.filter((each) => each.deref() !== undefined).length;
  console.log(name, alive === 0 ? 'die' : alive === references.length ? 'live' : alive);
};

const sets = {
  'targets with a listener of the signal': collected(() => {
    const target = new EventTarget();
    target.addEventListener('x', () => target, { signal, once: true });
    return target;
  }),
  'targets with a listener of an any()': collected(() => {
    const target = new EventTarget();
    target.addEventListener('x', () => target, { signal: AbortSignal.any([signal]) });
    return target;
  }),
  'any() of it': collected(() => AbortSignal.any([signal])),
  'any() with a listener': collected(() => {
    const both = AbortSignal.any([signal]);
    both.addEventListener('abort', () => both);
    return both;
  }),
  'any() whose listener was removed': collected(() => {
    const both = AbortSignal.any([signal]);
    const listener = () => both;
    both.addEventListener('abort', listener);
    both.removeEventListener('abort', listener);
    return both;
  }),
  'timeouts': collected(() => AbortSignal.timeout(1000)),
  'timeouts with a listener': collected(() => {
    const late = AbortSignal.timeout(1000);
    late.onabort = () => {};
    return late;
  }),
  'listeners on the signal itself': collected(() => {
    const listener = () => {};
    signal.addEventListener('abort', listener);
    return listener;
  }),
};
setTimeout(() => {
  gc();
  for (const name of Object.keys(sets)) report(name, sets[name]);
});
// expect: targets with a listener of the signal die
// expect: targets with a listener of an any() die
// expect: any() of it die
// expect: any() with a listener live
// expect: any() whose listener was removed die
// expect: timeouts die
// expect: timeouts with a listener live
// expect: listeners on the signal itself live
