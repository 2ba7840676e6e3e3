// Drawing the graph: an arrow from one object to another, a new node, and a
// property with attributes of its own. Each becomes a statement.
import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import {
  Choice, Field, Writing, objectsHere, optionsOf, usePointed,
} from './forms.tsx';
import { accessTo, freshName } from './paths.ts';
import { write } from './pen.ts';
import { draft } from './run.ts';

/** What a property can be given besides an object that is there. */
const NEW: [string, string][] = [
  ['{}', 'a new object'], ['[]', 'a new array'], ['null', 'null'],
  ['=', 'a value…'],
];

/** Which end of the arrow the next object that is pointed at becomes. */
const next = signal<'from' | 'to'>('from');

export function DrawTool() {
  const objects = objectsHere();
  const [from, setFrom] = useState('');
  const [key, setKey] = useState('next');
  const [to, setTo] = useState('');
  const [value, setValue] = useState('1');
  usePointed((path) => {
    if (next.peek() === 'from') setFrom(path);
    else setTo(path);
    next.value = next.peek() === 'from' ? 'to' : 'from';
  });
  const owner = objects.some(({ path }) => path === from) ? from
    : objects[0]?.path ?? '';
  const isThere = NEW.some(([each]) => each === to) ||
    objects.some(({ path }) => path === to);
  const target = isThere ? to : objects.at(-1)?.path ?? '{}';
  const code = owner && key.trim() ? `${owner}${accessTo(key.trim())} = ${
    target === '=' ? value : target};` : null;
  return (
    <Writing code={code} act="Draw the arrow" write={write}>
      <p class="hand-hint">Point at an object in the heap: it becomes{' '}
        <b>{next.value === 'from' ? 'where the arrow begins'
          : 'where the arrow ends'}</b>. Or choose here.</p>
      <div class="hand-fields">
        <Choice label="From" value={owner} set={setFrom}
          options={optionsOf(objects)} />
        <Field label="Property or index" value={key} set={setKey}
          hint="next, 0, 1000000" />
        <Choice label="To" value={target} set={setTo}
          options={[...optionsOf(objects), ...NEW]} />
        {target === '=' && <Field label="Value" value={value} set={setValue} />}
      </div>
      <div class="hand-buttons">
        <button type="button" class="wide-button" onClick={() =>
          void write(`let ${freshName('node', draft.value)} = {};`)}>
          New object</button>
        <button type="button" class="wide-button" onClick={() =>
          void write(`let ${freshName('list', draft.value)} = [];`)}>
          New array</button>
        <button type="button" class="wide-button" disabled={!code}
          onClick={() => void write(`delete ${owner}${accessTo(key.trim())};`)}>
          Erase it</button>
      </div>
    </Writing>
  );
}

const FLAGS = ['writable', 'enumerable', 'configurable'] as const;

export function AttributesTool() {
  const objects = objectsHere();
  const [of, setOf] = useState('');
  const [key, setKey] = useState('fixed');
  const [value, setValue] = useState('1');
  const [flags, setFlags] = useState<Record<string, boolean>>({
    enumerable: true,
  });
  usePointed(setOf);
  const owner = objects.some(({ path }) => path === of) ? of
    : objects[0]?.path ?? '';
  const code = owner && key.trim() && value.trim()
    ? `Object.defineProperty(${owner}, ${/^\d+$/.test(key.trim()) ? key.trim()
      : JSON.stringify(key.trim())}, {\n  value: ${value}, ${
      FLAGS.map((flag) => `${flag}: ${flags[flag] ?? false}`).join(', ')},\n});`
    : null;
  return (
    <Writing code={code} act="Define it" write={write}>
      <div class="hand-fields">
        <Choice label="Object" value={owner} set={setOf}
          options={optionsOf(objects)} />
        <Field label="Property or index" value={key} set={setKey} />
        <Field label="Value" value={value} set={setValue} />
      </div>
      <div class="hand-buttons" role="group" aria-label="Attributes">
        {FLAGS.map((flag) => (
          <label key={flag} class="toggle"><input type="checkbox"
            checked={flags[flag] ?? false} onChange={(event) =>
              setFlags({ ...flags, [flag]: event.currentTarget.checked })} />
          {flag}</label>
        ))}
      </div>
    </Writing>
  );
}
