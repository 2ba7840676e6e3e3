// The event loop in words and numbers: what the runtime board draws.
import type { Loop, Queue, Task } from '../protocol.ts';
import { now, before } from './store.ts';

const TITLES: Record<string, string> = {
  timers: 'Timers', promises: 'Promises waited for',
  immediates: 'setImmediate', ticks: 'process.nextTick',
  microtasks: 'Promise jobs and microtasks', answers: 'Answers on their way',
  listeners: 'Event listeners', tasks: 'Answers, messages, events',
  frames: 'requestAnimationFrame', idle: 'requestIdleCallback',
};

/** A queue that has no title here is called by its name. */
export const queueTitle = ({ name }: Queue): string => TITLES[name] ??
  name.replace(/^./, (letter) => letter.toUpperCase());

export const queuesAt = (loop: Loop, place: Queue['place']): Queue[] =>
  loop.queues.filter((queue) => queue.place === place);

/** Milliseconds as people say them: "250 ms", "1.5 s", "10 min". */
export function duration(ms: number): string {
  if (ms < 1) return `${Math.max(0, Math.round(ms * 1000))} µs`;
  if (ms < 1000) return `${Number(ms.toPrecision(3))} ms`;
  const seconds = ms / 1000;
  if (seconds < 100) return `${Number(seconds.toPrecision(3))} s`;
  if (seconds < 6000) return `${Number((seconds / 60).toPrecision(3))} min`;
  return `${Number((seconds / 3600).toPrecision(3))} h`;
}

/** Until a timer is due, from now on; never negative. */
export const remaining = (loop: Loop, { due = 0 }: Task): number =>
  Math.max(0, due - loop.clock);

/* A few milliseconds and ten minutes stand in one list: bars are as long as the
 * logarithm. */
const length = (ms: number) => Math.log1p(ms);

/** The longest that any timer still waits. */
export const longest = (loop: Loop): number => Math.max(1,
  ...loop.queues.flatMap(({ tasks }) => tasks)
    .filter(({ due }) => due !== undefined)
    .map((task) => remaining(loop, task)));

export const shareOf = (ms: number, most: number): number =>
  length(ms) / length(most);

/** The other way round. */
export const msOf = (share: number, most: number): number =>
  Math.expm1(Math.max(0, share) * length(most));

/** Which task it is, as long as it waits. */
const identity = ({ type, address, due }: Task) =>
  `${type} ${address} ${due ?? ''}`;

/** Whether it did not wait at the moment before. */
export function isFresh(task: Task): boolean {
  const loop = before.value?.loop;
  if (!loop || before.value === now.value) return false;
  const wanted = identity(task);
  return !loop.queues.some(({ tasks }) =>
    tasks.some((other) => identity(other) === wanted));
}
