// Objects made another way, and given to a call site: what their Shapes and its
// caches make of it.
import { useState } from 'preact/hooks';
import {
  Choice, Field, Writing, objectsHere, optionsOf, usePointed,
} from './forms.tsx';
import { accessTo, freshName } from './paths.ts';
import { write } from './pen.ts';
import { draft } from './run.ts';

const keysOf = (text: string): string[] =>
  text.split(/[\s,]+/).filter((key) => /^[A-Za-z_$][\w$]*$/.test(key));

const WAYS: Record<string, {
  title: string;
  code: (name: string, keys: string[]) => string;
}> = {
  literal: { title: 'as a literal', code: (name, keys) =>
    `let ${name} = { ${keys.map((key, at) => `${key}: ${at}`).join(', ')} };` },
  added: { title: 'empty, then key by key', code: (name, keys) =>
    [`let ${name} = {};`, ...keys.map((key, at) => `${name}.${key} = ${at};`)]
      .join('\n') },
  json: { title: 'by JSON.parse', code: (name, keys) =>
    `let ${name} = JSON.parse('${JSON.stringify(Object.fromEntries(
      keys.map((key, at) => [key, at])))}');` },
  bare: { title: 'without a prototype', code: (name, keys) =>
    [`let ${name} = Object.create(null);`,
      ...keys.map((key, at) => `${name}.${key} = ${at};`)].join('\n') },
};

/** The keys in another order, by buttons: the first becomes the last. */
const turned = (keys: string[]): string =>
  [...keys.slice(1), ...keys.slice(0, 1)].join(', ');

export function ShapeTool() {
  const objects = objectsHere();
  const [keys, setKeys] = useState('x, y');
  const [way, setWay] = useState('literal');
  const [of, setOf] = useState('');
  const [key, setKey] = useState('x');
  usePointed(setOf);
  const list = keysOf(keys);
  const name = freshName('p', draft.value);
  const owner = objects.some(({ path }) => path === of) ? of
    : objects[0]?.path ?? '';
  return (
    <Writing code={list.length ? WAYS[way]!.code(name, list) : null}
      act="Make one" write={write}>
      <div class="hand-fields">
        <Field label="Keys, in order" value={keys} set={setKeys} />
        <Choice label="How" value={way} set={setWay}
          options={Object.entries(WAYS).map(([each, { title }]) =>
            [each, title])} />
        <button type="button" class="wide-button" disabled={list.length < 2}
          onClick={() => setKeys(turned(list))}>Other order</button>
      </div>
      <div class="hand-fields">
        <Choice label="Object" value={owner} set={setOf}
          options={optionsOf(objects)} />
        <Field label="Key" value={key} set={setKey} />
        <button type="button" class="wide-button" disabled={!owner}
          onClick={() => void write(`${owner}${accessTo(key)} = 1;`)}>
          Add</button>
        <button type="button" class="wide-button" disabled={!owner}
          onClick={() => void write(`delete ${owner}${accessTo(key)};`)}>
          Delete</button>
      </div>
    </Writing>
  );
}

const DECLARED = /^\s*(?:async )?function\*? ?([\w$]+)/gm;
const ASSIGNED =
  /^(?:const|let|var) ([\w$]+) = (?:async )?(?:\([^)]*\)|[\w$]+) =>/gm;

/** Functions that the program declares by name. */
export const functionsOf = (text: string): string[] => [...new Set(
  [...text.matchAll(DECLARED), ...text.matchAll(ASSIGNED)]
    .map(([, name]) => name!))];

export function CallTool() {
  const objects = objectsHere();
  const functions = functionsOf(draft.value);
  const [of, setOf] = useState('');
  const [name, setName] = useState('');
  const [times, setTimes] = useState('1');
  usePointed(setOf);
  const given = objects.some(({ path }) => path === of) ? of
    : objects.at(-1)?.path ?? '';
  const called = functions.includes(name) ? name : functions.at(-1);
  const call = `${called}(${given});`;
  const count = Number(times);
  const code = !called || !(count >= 1) ? null : count === 1 ? call
    : `for (let i = 0; i < ${count}; i++) ${call}`;
  return (
    <Writing code={code} act="Call it" write={write}>
      <div class="hand-fields">
        <Choice label="Function" value={called ?? ''} set={setName}
          options={functions.map((each) => [each, each])} />
        <Choice label="With" value={given} set={setOf}
          options={optionsOf(objects)} />
        <Field label="Times" value={times} set={setTimes} />
      </div>
    </Writing>
  );
}
