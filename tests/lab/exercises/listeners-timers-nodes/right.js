export function mountClock(parent) {
  const clock = document.createElement('time');
  const leaving = new AbortController();
  let seconds = 0;
  const tick = () => { clock.textContent = `${++seconds} s`; };
  const timer = setInterval(tick, 1000);
  const onPause = () => { clock.className = 'paused'; };
  document.addEventListener('pause', onPause, { signal: leaving.signal });
  parent.append(clock);
  tick();
  return {
    clock,
    unmount() {
      clock.remove();
      clearInterval(timer);
      leaving.abort();
    },
  };
}

export function cycle() {
  mountClock(document.body).unmount();
}
