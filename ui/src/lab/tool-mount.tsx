// Cycles of mounting and unmounting, and what can be taken away by hand: a
// listener, a signal, a row, a node.
import { useState } from 'preact/hooks';
import { kept } from '../model/kept.ts';
import { now } from '../model/store.ts';
import { Choice, Field, objectsHere } from './forms.tsx';
import { action, measureGrowth } from './growth.tsx';
import { write } from './pen.ts';
import { draft } from './run.ts';
import { functionsOf } from './tool-shapes.tsx';

/** Statements that take something away, of what can be named here. */
function removals(): [code: string, text: string][] {
  const found: [string, string][] = [];
  for (const { path, node } of objectsHere()) {
    const kind = node.kind.toLowerCase().replaceAll('_', ' ');
    if (kind === 'abort controller') {
      found.push([`${path}.abort();`, `abort the signal of ${path}`]);
    } else if (kind === 'array' && node.length) {
      found.push([`${path}.pop();`, `drop the last row of ${path}`],
        [`${path}.length = 0;`, `drop all rows of ${path}`]);
    } else if (kind === 'dom element') {
      found.push([`${path}.remove();`, `take ${path} off the page`]);
    } else if (kind === 'function' && /un|dis|close|stop/i.test(path)) {
      found.push([`${path}();`, `call ${path}`]);
    }
  }
  for (const task of now.value?.loop?.queues.flatMap(({ tasks }) => tasks) ??
    []) {
    const name = task.callback?.text.replace(/\(.*$/, '');
    const isNamed = objectsHere().some(({ path }) => path === name);
    if (task.event && name && isNamed) {
      found.push([`document.removeEventListener('${task.event}', ${name});`,
        `remove the listener ${name}`]);
    }
  }
  return found;
}

export function MountTool() {
  const [times, setTimes] = useState('10');
  const [taken, setTaken] = useState('');
  const functions = functionsOf(draft.value);
  const rest = removals();
  const code = rest.find(([each]) => each === taken)?.[0] ?? rest[0]?.[0];
  const count = Math.min(10_000, Math.max(1, Math.round(Number(times)) || 1));
  return (
    <div class="hand-form">
      <div class="hand-fields">
        <Choice label="Cycle" value={action.value}
          set={(name) => { kept.action.value = name; }}
          options={[...new Set([...functions, action.value])].map((each) =>
            [each, each])} />
        <Field label="Times" value={times} set={setTimes} />
        <button type="button" class="main-button" onClick={() => void write(
          `for (let i = 0; i < ${count}; i++) ${action.value}(i);\ngc();`)}>
          Mount and unmount</button>
        <button type="button" class="wide-button" onClick={() => {
          measureGrowth().catch(() => {});
        }}>Measure the growth</button>
      </div>
      <div class="hand-fields">
        <Choice label="Take away" value={code ?? ''} set={setTaken}
          options={rest.length ? rest : [['', 'nothing has a name here']]} />
        <button type="button" class="wide-button" disabled={!code}
          onClick={() => { if (code) void write(`${code}\ngc();`); }}>
          Do it</button>
        {code && <code class="hand-code">{code}</code>}
      </div>
    </div>
  );
}
