// What can be done to a name: reassign it, change what it refers to, pass it
// on, freeze, copy, capture. Each is a statement; the picture says what it did.
import { useState } from 'preact/hooks';
import { now } from '../model/store.ts';
import type { Variable } from '../protocol.ts';
import { Choice, Field, Writing, usePointed } from './forms.tsx';
import { accessTo, freshName } from './paths.ts';
import { write } from './pen.ts';
import { draft } from './run.ts';

interface Asked {
  name: string;
  key: string;
  value: string;
  isArray: boolean;
}

interface Action {
  title: string;
  needs: ('key' | 'value')[];
  code: (asked: Asked) => string;
}

const fresh = (stem: string) => freshName(stem, draft.value);

const ACTIONS: Record<string, Action> = {
  mutate: { title: 'change a property', needs: ['key', 'value'],
    code: ({ name, key, value }) => `${name}${accessTo(key)} = ${value};` },
  reassign: { title: 'reassign it', needs: ['value'],
    code: ({ name, value }) => `${name} = ${value};` },
  alias: { title: 'give it another name', needs: [],
    code: ({ name }) => `let ${fresh('alias')} = ${name};` },
  pass: { title: 'pass it on, and change it there', needs: ['key', 'value'],
    code: ({ name, key, value }) =>
      `(function take(given) {\n  given${accessTo(key)} = ${value};\n})(${
        name});` },
  parameter: { title: 'pass it on, and reassign it there', needs: ['value'],
    code: ({ name, value }) =>
      `(function take(given) {\n  given = ${value};\n})(${name});` },
  freeze: { title: 'freeze it', needs: [],
    code: ({ name }) => `Object.freeze(${name});` },
  spread: { title: 'spread it into a new one', needs: [],
    code: ({ name, isArray }) => `let ${fresh('spread')} = ${
      isArray ? `[...${name}]` : `{ ...${name} }`};` },
  clone: { title: 'clone it, all the way down', needs: [],
    code: ({ name }) => `let ${fresh('clone')} = structuredClone(${name});` },
  capture: { title: 'capture it in a closure', needs: [],
    code: ({ name }) => `let ${fresh('read')} = () => ${name};` },
};

const variablesHere = (): Variable[] => {
  const frame = now.value?.stack.frames.at(-1);
  return (frame?.variables ?? []).filter(({ value }) => value.type !== 'hole');
};

export function CopyTool() {
  const variables = variablesHere();
  const [of, setOf] = useState('');
  const [action, setAction] = useState('mutate');
  const [key, setKey] = useState('total');
  const [value, setValue] = useState('1');
  usePointed((path) => {
    if (/^\w+$/.test(path)) setOf(path);
  });
  const here = variables.find(({ name }) => name === of) ??
    variables.find(({ value: { in: place } }) => place === 'cell') ??
    variables[0];
  const { needs, code: say } = ACTIONS[action]!;
  const isReady = here && needs.every((need) =>
    (need === 'key' ? key : value).trim());
  const code = isReady ? say({ name: here.name, key: key.trim(),
    value: value.trim(), isArray: here.value.class === 'Array' }) : null;
  return (
    <Writing code={code} act="Do it" write={write}>
      <div class="hand-fields">
        <Choice label="Name" value={here?.name ?? ''} set={setOf}
          options={variables.map(({ name, value: { text } }) =>
            [name, `${name}  ${text}`])} />
        <Choice label="What" value={action} set={setAction}
          options={Object.entries(ACTIONS).map(([name, { title }]) =>
            [name, title])} />
        {needs.includes('key') && <Field label="Property" value={key}
          set={setKey} />}
        {needs.includes('value') && <Field label="Value" value={value}
          set={setValue} />}
      </div>
    </Writing>
  );
}
