// Small parts of the forms of tools: a name for a field, a choice of objects.
import { useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { chosen, now } from '../model/store.ts';
import { namedObjects, pathOf, type Named } from './paths.ts';

export function Field({ label, value, set, hint, wide = false }: {
  label: string;
  value: string;
  set: (text: string) => void;
  hint?: string;
  wide?: boolean;
}) {
  return (
    <label class={wide ? 'is-wide' : undefined}>{label}{' '}
      <input value={value} autocomplete="off" spellcheck={false}
        placeholder={hint} onInput={(event) =>
          set(event.currentTarget.value)} />
    </label>
  );
}

export function Choice({ label, value, set, options }: {
  label: string;
  value: string;
  set: (text: string) => void;
  options: [value: string, text: string][];
}) {
  return (
    <label>{label}{' '}
      <select value={value}
        onChange={(event) => set(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>{text}</option>))}
      </select>
    </label>
  );
}

export const objectsHere = (): Named[] =>
  now.value ? namedObjects(now.value) : [];

export const optionsOf = (named: Named[]): [string, string][] =>
  named.map(({ path, node }) => [path, `${path}  ${node.text}`]);

/** Tells of each object that is chosen in the picture and has a name. */
export function usePointed(take: (path: string) => void): void {
  useSignalEffect(() => {
    const path = chosen.value === null ? null : pathOf(chosen.value);
    if (path) take(path);
  });
}

/** A form that writes one statement, which it shows first. */
export function Writing({ code, act, write, children }: {
  code: string | null;
  act: string;
  write: (code: string) => Promise<void>;
  children: ComponentChildren;
}) {
  return (
    <form class="hand-form" onSubmit={(event) => {
      event.preventDefault();
      if (code) void write(code);
    }}>
      {children}
      <div class="hand-buttons">
        <button type="submit" class="main-button" disabled={!code}>{act}</button>
        {code && <code class="hand-code">{code}</code>}
      </div>
    </form>
  );
}
