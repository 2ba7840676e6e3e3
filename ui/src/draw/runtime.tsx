// The runtime board: the program's stack and heap, and around them what the
// language itself does not know: the runtime's API, its queues, and the loop
// that empties them.
import type { ComponentChildren } from 'preact';
import { bytes, number, plural } from '../model/format.ts';
import { queuesAt } from '../model/loop.ts';
import { frameIndex, now, type Snapshot } from '../model/store.ts';
import { selectFrame, showView } from '../model/time.ts';
import type { Loop } from '../protocol.ts';
import { FigureMenu } from '../figure/menu.tsx';
import { Empty } from './panel.tsx';
import { QueueList, Running } from './tasks.tsx';
import { Wheel } from './wheel.tsx';

const SHOWN = 8;

function Part({ name, title, aside, children }: {
  name: string;
  title: string;
  aside?: string;
  children: ComponentChildren;
}) {
  return (
    <section class={`board-part board-${name}`} aria-labelledby={`${name}-title`}>
      <h3 id={`${name}-title`}>{title}{' '}
        {aside && <span class="of">{aside}</span>}</h3>
      {children}
    </section>
  );
}

/** The frames by name: their variables stand in the view of the memory. */
function CallStack({ stack }: Snapshot) {
  // the program's own frame has returned while callbacks run
  const frames = stack.frames.filter(({ finished }) => !finished);
  const rest = frames.length - SHOWN;
  return (
    <Part name="stack" title="Call stack"
      aside={frames.length ? plural(frames.length, 'frame') : 'empty'}>
      {frames.length === 0 && <p class="none">Nothing runs: the next task may
        be taken.</p>}
      <ol class="calls" aria-label="Calls, innermost first">
        {frames.slice(0, SHOWN).map((frame, index) => (
          <li key={frame.index}>
            <button type="button" disabled={frame.native}
              class={index === 0 ? 'call is-now' : 'call'}
              aria-pressed={frameIndex.value === frame.index}
              onClick={() => void selectFrame(frame.index)}>
              {index === 0 && <span class="now-mark" aria-hidden="true">▶
              </span>}
              <span class="call-name">
                {frame.script ? 'script' : frame.function}</span>
              {frame.native ? <span class="tag">native</span>
                : frame.line && <span class="of">line {frame.line}</span>}
            </button>
          </li>
        ))}
        {rest > 0 && <li class="none">and {plural(rest, 'more frame')}</li>}
      </ol>
    </Part>
  );
}

/** What an Error that is made here would have as its stack. */
function StackTrace({ state, stack }: Snapshot) {
  const thrown = state.events?.findLast(({ kind }) => kind === 'throw');
  const frames = stack.frames.filter(({ finished, line }) =>
    !finished && line !== undefined);
  if (!frames.length && !thrown) return null;
  return (
    <Part name="trace" title="Stack trace"
      aside={thrown ? 'of what is thrown' : 'of an Error made here'}>
      {thrown && <p class="thrown">{thrown.text}</p>}
      <ol class="trace" aria-label="Stack trace">
        {frames.slice(0, SHOWN).map((frame) => (
          <li key={frame.index}>at {frame.script ? 'script' : frame.function}{' '}
            <span class="of">({frame.line}:{frame.column})</span></li>
        ))}
      </ol>
    </Part>
  );
}

function HeapSummary({ totals }: Snapshot) {
  const share = totals.limit ? totals.bytes / totals.limit : 0;
  return (
    <Part name="heap" title="Heap summary">
      <dl class="facts">
        <dt>alive</dt><dd>{bytes(totals.bytes)}</dd>
        <dt>cells</dt><dd>{number(totals.cells)}</dd>
        <dt>collections</dt><dd>{number(totals.collections)}</dd>
      </dl>
      {totals.limit !== undefined && totals.limit > 0 && (
        <span class="heap-share" title={`of at most ${bytes(totals.limit)}`}>
          <i style={{ width: `${Math.max(0.5, 100 * share)}%` }} /></span>
      )}
      <button type="button" class="quiet" data-control
        onClick={() => void showView('memory')}>show it</button>
    </Part>
  );
}

function Queues({ loop, place }: {
  loop: Loop;
  place: 'runtime' | 'tasks' | 'microtasks';
}) {
  return (
    <>
      {queuesAt(loop, place).map((queue) => (
        <QueueList key={queue.name} loop={loop} queue={queue} />
      ))}
    </>
  );
}

function Board({ snapshot, loop }: { snapshot: Snapshot; loop: Loop }) {
  return (
    <div class="board scrolls" tabIndex={0} role="group"
      aria-label="The runtime at this moment">
      <div class="board-side">
        <CallStack {...snapshot} />
        <StackTrace {...snapshot} />
        <HeapSummary {...snapshot} />
      </div>
      <Part name="api" title="Runtime API" aside="what is pending in it">
        <Queues loop={loop} place="runtime" />
      </Part>
      <Part name="loop" title="Event loop">
        <Wheel loop={loop} />
      </Part>
      <Part name="tasks" title="Task queues" aside="one callback a time">
        <Queues loop={loop} place="tasks" />
      </Part>
      <Part name="microtasks" title="Microtasks"
        aside="all of them, behind each callback">
        {loop.running && <Running task={loop.running} />}
        <Queues loop={loop} place="microtasks" />
      </Part>
    </div>
  );
}

export function Runtime() {
  const snapshot = now.value;
  return (
    <section class="panel panel-runtime" id="panel-runtime" tabIndex={-1}
      aria-labelledby="tab-runtime" data-moment={snapshot?.loop
        ? snapshot.state.moment : undefined}>
      {snapshot?.loop && <div class="panel-corner">
        <FigureMenu title="Runtime" only="runtime" /></div>}
      {snapshot?.loop ? <Board snapshot={snapshot} loop={snapshot.loop} />
        : <Empty>Waiting for the program…</Empty>}
    </section>
  );
}
