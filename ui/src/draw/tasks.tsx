// What waits for its turn: each thing with what it calls, when it is due, and
// where it was queued.
import { plural } from '../model/format.ts';
import {
  duration, isFresh, longest, queueTitle, remaining, shareOf,
} from '../model/loop.ts';
import { goToQueuing } from '../model/time.ts';
import type { Loop, Queue, Task } from '../protocol.ts';
import { ValueView } from './value.tsx';

/** How long a timer still waits, as a bar. */
function Due({ loop, task }: { loop: Loop; task: Task }) {
  const left = remaining(loop, task);
  return (
    <div class="due">
      <span class="due-bar" aria-hidden="true">
        <i style={{ width: `${100 * shareOf(left, longest(loop))}%` }} />
      </span>
      <span class="due-text">
        {left > 0 ? `in ${duration(left)}` : 'due now'}
        {task.type === 'interval' && task.delay !== undefined &&
          `, every ${duration(task.delay)}`}
      </span>
    </div>
  );
}

function Queued({ task }: { task: Task }) {
  const { queued } = task;
  const text = !queued ? 'where queued?'
    : queued.line === undefined ? `queued in tick ${queued.tick}`
      : `queued in line ${queued.line}`;
  return (
    <button type="button" class="quiet queued"
      title={queued ? `in tick ${queued.tick}: go there`
        : 'Go to the instruction that queued this'}
      onClick={() => void goToQueuing(task)}>{text}</button>
  );
}

function TaskCard({ loop, task }: { loop: Loop; task: Task }) {
  const fresh = isFresh(task);
  const values = task.values ?? [];
  return (
    <li class={`task task-${task.type}${fresh ? ' is-new' : ''}`}>
      <div class="task-head">
        <span class="task-type">{task.type}</span>
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
        {values.length > 0 && (
          <span class="line-up">with {values.map((value, index) => (
            <ValueView key={index} value={value} most={16} />))}</span>
        )}
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
        <ol class="tasks">
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
