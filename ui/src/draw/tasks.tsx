// What waits for its turn: each thing with what it calls, when it is due, where
// it was queued, and what can be done to it by hand.
import { signal } from '@preact/signals';
import { change, goToQueuing } from '../model/branch.ts';
import { plural } from '../model/format.ts';
import { isFresh, queueTitle } from '../model/loop.ts';
import type { Address, Loop, Queue, Task } from '../protocol.ts';
import { Due } from './due.tsx';
import { ValueView } from './value.tsx';

const WORDS: Record<string, string> = {
  listener: 'added', promise: 'waited for',
};

function sayQueued({ type, queued, awaits }: Task): string {
  const word = WORDS[type] ?? 'queued';
  if (awaits) return `awaited in line ${awaits.line}`;
  if (!queued) return `where ${word}?`;
  return queued.line === undefined ? `${word} at ${queued.moment}`
    : `${word} in line ${queued.line}`;
}

function Queued({ task }: { task: Task }) {
  const { queued } = task;
  return (
    <button type="button" class="quiet queued"
      title={queued ? `in tick ${queued.moment.split('.')[0]}: go there`
        : 'Go to the instruction that queued this'}
      onClick={() => void goToQueuing(task)}>{sayQueued(task)}</button>
  );
}

// ---- By hand ---------------------------------------------------------------

/** The promise that somebody is about to settle. */
const settling = signal<Address | null>(null);
const typed = signal('');

function Settle({ address }: { address: Address }) {
  if (settling.value !== address) {
    return (
      <button type="button" class="quiet" onClick={() => {
        settling.value = address;
        typed.value = '';
      }}>settle by hand</button>
    );
  }
  const settle = (state: 'fulfilled' | 'rejected') => {
    settling.value = null;
    void change({ kind: 'settle', address, state, value: typed.value.trim() });
  };
  return (
    <form class="settle" onSubmit={(event) => {
      event.preventDefault();
      settle('fulfilled');
    }} onKeyDown={(event) => {
      if (event.key === 'Escape') settling.value = null;
    }}>
      <input aria-label="Value, as JSON" placeholder="undefined, or JSON"
        value={typed.value} autocomplete="off" spellcheck={false}
        ref={(input) => input?.focus()}
        onInput={(event) => { typed.value = event.currentTarget.value; }} />
      <button type="submit" class="quiet">resolve</button>
      <button type="button" class="quiet"
        onClick={() => settle('rejected')}>reject</button>
    </form>
  );
}

/** The listener whose event is about to be fired with fields of its own. */
const firing = signal<Task | null>(null);

/** At once, as a user would cause it, or with what one types. */
function Fire({ task }: { task: Task }) {
  const { address, event, class: name, init } = task;
  if (address === null || event === undefined) return null;
  const fire = (given?: string) => {
    firing.value = null;
    void change({ kind: 'fire', address, event, ...given && { init: given } });
  };
  if (firing.value?.address !== address || firing.value.event !== event) {
    return (
      <>
        <button type="button" class="quiet" title={`sends a ${name ?? 'Event'}`}
          onClick={() => fire()}>fire it</button>
        <button type="button" class="quiet" onClick={() => {
          firing.value = task;
          typed.value = init ?? '{}';
        }}>fire it with…</button>
      </>
    );
  }
  return (
    <form class="settle" onSubmit={(submitted) => {
      submitted.preventDefault();
      fire(typed.value.trim());
    }} onKeyDown={({ key }) => {
      if (key === 'Escape') firing.value = null;
    }}>
      <label class="line-up">{name ?? 'Event'}
        <input aria-label={`Fields of the ${name ?? 'Event'}, as JSON`}
          value={typed.value} autocomplete="off" spellcheck={false}
          ref={(input) => input?.focus()}
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value;
          }} /></label>
      <button type="submit" class="quiet">fire</button>
    </form>
  );
}

/** Each begins a branch of time. */
function ByHand({ loop, task }: { loop: Loop; task: Task }) {
  const { address, due, event, type } = task;
  if (address === null) return null;
  if (type === 'promise') return <Settle address={address} />;
  if (event !== undefined) return <Fire task={task} />;
  if (due === undefined) return null;
  return (
    <>
      {due > loop.clock && (
        <button type="button" class="quiet" onClick={() =>
          void change({ kind: 'due', address, due: loop.clock })}>
          make it due</button>
      )}
      <button type="button" class="quiet" onClick={() =>
        void change({ kind: 'clear', address })}>take it away</button>
    </>
  );
}

function TaskCard({ loop, task }: { loop: Loop; task: Task }) {
  const fresh = isFresh(task);
  const values = task.values ?? [];
  return (
    <li class={`task task-${task.type}${fresh ? ' is-new' : ''}`}>
      <div class="task-head">
        <span class="task-type">{task.event ?? task.type}</span>
        {fresh && <span class="changed" title="queued since the last moment">
          <span aria-hidden="true">◆</span>
          <span class="hidden">new</span></span>}
        {task.callback ? <ValueView value={task.callback} most={26} />
          : <span class="of">passes it on</span>}
        {task.code && <span class="of" title="Where its code stands">
          line {task.code.line}</span>}
        {task.weak && <span class="tag"
          title="It does not keep the program running">unref</span>}
      </div>
      {task.due !== undefined && <Due loop={loop} task={task} />}
      <div class="task-foot">
        {task.type === 'promise' && task.address !== null && (
          <span>of <ValueView value={{ type: 'object', text: 'Promise',
            in: 'cell', address: task.address }} /></span>
        )}
        {task.target && (
          <span class="line-up">at <ValueView value={task.target} most={16} />
            {task.once && ' once'}</span>
        )}
        {values.length > 0 && (
          <span class="line-up">with {values.map((value, index) => (
            <ValueView key={index} value={value} most={16} />))}</span>
        )}
        <ByHand loop={loop} task={task} />
        <Queued task={task} />
      </div>
    </li>
  );
}

export function QueueList({ loop, queue }: { loop: Loop; queue: Queue }) {
  const title = queueTitle(queue);
  const rest = queue.count - queue.tasks.length;
  return (
    <section class={`queue queue-${queue.place}`}
      aria-labelledby={`queue-${queue.name}`}>
      <h4 id={`queue-${queue.name}`}>{title}{' '}
        <span class="of">{queue.count || 'none'}</span></h4>
      {queue.count > 0 && (
        <ol class="tasks" aria-label={title}>
          {queue.tasks.map((task, index) => (
            <TaskCard key={`${task.address}-${task.number ?? index}`}
              loop={loop} task={task} />
          ))}
          {rest > 0 && <li class="none">and {plural(rest, 'more')}</li>}
        </ol>
      )}
    </section>
  );
}

/** The job that runs now. */
export function Running({ task }: { task: Task }) {
  return (
    <p class="running-task">
      <span class="now-mark" aria-hidden="true">▶</span>
      <span class="task-type">{task.type}</span>
      {task.callback && <ValueView value={task.callback} most={26} />}
    </p>
  );
}
