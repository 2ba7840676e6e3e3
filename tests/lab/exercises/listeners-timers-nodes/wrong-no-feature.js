export function mountClock(parent) {
  const clock = document.createElement('time');
  parent.append(clock);
  return { clock, unmount() { clock.remove(); } };
}

export function cycle() {
  mountClock(document.body).unmount();
}
