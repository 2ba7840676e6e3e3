// Branches of time: what is changed by hand, and the way back.
import { request } from '../connection.ts';
import type { Address, Change, State, Task } from '../protocol.ts';
import { at } from './format.ts';
import { duration } from './loop.ts';
import { kept } from './kept.ts';
import { nextOnLine } from './lines.ts';
import { parseMoment } from './moment.ts';
import { now, run } from './store.ts';
import { enterOtherRun, move, readRun, report } from './time.ts';

/** What people call the things that were changed. */
const names = new Map<Address, string>();

function noteName(address: Address): void {
  const tasks = now.value?.loop?.queues.flatMap((queue) => queue.tasks) ?? [];
  const task = tasks.find((each) => each.address === address);
  if (task?.callback && task.type !== 'listener') {
    names.set(address, `${task.type} ${task.callback.text}`);
  }
}

/** Changes the run at this moment, and goes on in what comes of it. */
export const change = (wish: Change): Promise<void> => move(async () => {
  noteName(wish.address);
  const from = now.value?.state.moment ?? '0.0';
  const state = await request('Time.change', wish);
  kept.branch.value = [...kept.branch.value ?? [], { from, change: wish }];
  enterOtherRun();
  await readRun();
  return state;
});

async function leave(): Promise<State> {
  const state = await request('Time.return', {});
  const rest = kept.branch.value?.slice(0, -1);
  kept.branch.value = rest?.length ? rest : null;
  enterOtherRun();
  await readRun();
  return state;
}

/** Out of the last change; with `all`, back to the run itself. */
export const goBack = (all: boolean): Promise<void> => move(async () => {
  let state = await leave();
  while (all && run.value?.branch) state = await leave();
  return state;
});

/** What was changed, in words. */
export function sayChange(wish: Change): string {
  const where = names.get(wish.address) ?? at(wish.address);
  switch (wish.kind) {
    case 'due': return `the ${where} is due at ${duration(wish.due)}`;
    case 'clear': return `the ${where} waits no more`;
    case 'fire': return `the event ${wish.event} is fired at ${where}${
      wish.init ? ` with ${wish.init}` : ''}`;
    case 'settle': return `the ${where} is ${wish.state}${
      wish.value ? ` with ${wish.value}` : ''}`;
  }
}

// ---- Where something was queued --------------------------------------------

/** Those of which no event tells that they were queued. */
const WITHOUT_EVENT = ['listener', 'promise'];

/** To the instruction that queued a task. The event is seen by who stands
 * behind it; so the one that has just happened is looked for from further on.
 */
async function queuingByEvent({ address, queued }: Task): Promise<State> {
  const event = { kind: 'event', event: 'taskQueued' } as const;
  const about = address === null ? {} : { address };
  if (queued) {
    await request('Time.seek', { moment: queued.moment });
  } else if (now.value?.state.moment !== run.value?.end) {
    await request('Time.step', { direction: 'forward', kind: 'instruction' });
  }
  await request('Time.step',
    { direction: queued ? 'forward' : 'back', ...event, ...about });
  return request('Time.step', { direction: 'back', kind: 'instruction' });
}

/** To the statement: the first time that its line is reached in that tick. */
function queuingByLine(moment: string, line: number): Promise<State> {
  const [tick] = parseMoment(moment);
  return nextOnLine(line, tick ? `${tick - 1}.end` : moment);
}

/** Who waits for a promise was noted by nobody: the run is repeated to find the
 * statement that made the reaction. */
async function queuingByAllocation(address: Address): Promise<State> {
  const { made } = await request('Why.allocated', { address });
  if (!made.moment) throw new Error('that was before the first statement');
  return request('Time.seek', { moment: made.moment });
}

export async function goToQueuing(task: Task): Promise<void> {
  const { queued, reaction, type } = task;
  if (reaction) {
    await move(() => queuingByAllocation(reaction));
  } else if (!WITHOUT_EVENT.includes(type)) {
    await move(() => queuingByEvent(task));
  } else if (queued) {
    await move(() => queued.source === 1 && queued.line !== undefined
      ? queuingByLine(queued.moment, queued.line)
      : request('Time.seek', { moment: queued.moment }));
  } else {
    report(new Error('nobody noted where this began'));
  }
}
