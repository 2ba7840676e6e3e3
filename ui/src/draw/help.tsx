// The help: keys, and what the signs mean.
import { useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import {
  BACK, FORWARD, OTHERS, PANELS, TO_VIEWS, keyText, type Command,
} from '../model/commands.ts';
import { keysOn } from '../model/keys.ts';
import { helpOpen } from '../model/store.ts';
import { Icon } from './icons.tsx';

function Keys({ title, commands, children }: {
  title: string;
  commands: Command[];
  children?: ComponentChildren;
}) {
  return (
    <section>
      <h3>{title}</h3>
      <dl class="keys">
        {commands.map(({ name, label, keys }) => [
          <dt key={`${name}-keys`}>{keys.map((key) => (
            <kbd key={key}>{keyText(key)}</kbd>))}</dt>,
          <dd key={name}>{label}</dd>,
        ])}
        {children}
      </dl>
    </section>
  );
}

const HEAP_KEYS: [string[], string][] = [
  [['↑', '↓'], 'through the fields, and to the box above or below'],
  [['→'], 'follow the arrow of the field'],
  [['←'], 'back along it'],
  [['Enter'], 'choose the object'],
  [['+', '-', '0'], 'closer, further, all of it'],
  [['Shift ←→↑↓'], 'move the picture'],
];

const SIGNS: [string, string, string][] = [
  ['now', '▶', 'where the run stands: line, instruction, frame'],
  ['changed', '◆', 'changed since the moment before'],
  ['plain', '○ ● ◐ ✱', 'an inline cache: uninitialised, monomorphic, ' +
    'polymorphic, megamorphic'],
  ['plain', 'W E C', 'a property is writable, enumerable, configurable; ' +
    'a dot: it is not'],
  ['plain', '+0', 'the offset at which a value lies; ↗ outside the object'],
  ['plain', '▤', 'this Shape has a Shape table'],
];

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (helpOpen.value && !element.open) element.showModal();
    if (!helpOpen.value && element.open) element.close();
  });
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title"
      onClose={() => { helpOpen.value = false; }}
      onClick={(event) => {
        if (event.target === dialog.current) helpOpen.value = false;
      }}>
      <div class="help-inside">
        <header>
          <h2 id="help-title">Keys and signs</h2>
          <button type="button" class="tool" aria-label="Close the help"
            onClick={() => { helpOpen.value = false; }}>
            <Icon name="close" /></button>
        </header>
        <div class="help-columns">
          <Keys title="Forward" commands={FORWARD} />
          <Keys title="Back" commands={BACK} />
          <Keys title="The page" commands={[...OTHERS, ...TO_VIEWS]}>
            <dt><kbd>1</kbd> to <kbd>{PANELS.length}</kbd></dt>
            <dd>Go to {PANELS.join(', ')}</dd>
          </Keys>
          <section>
            <h3>In the heap</h3>
            <dl class="keys">
              {HEAP_KEYS.map(([keys, label]) => [
                <dt key={`${label}-keys`}>{keys.map((key) => (
                  <kbd key={key}>{key}</kbd>))}</dt>,
                <dd key={label}>{label}</dd>,
              ])}
            </dl>
            <h3>Signs</h3>
            <dl class="keys signs">
              {SIGNS.map(([kind, sign, label]) => [
                <dt key={`${label}-sign`}><span class={`sign-${kind}`}>{sign}
                </span></dt>,
                <dd key={label}>{label}</dd>,
              ])}
            </dl>
          </section>
        </div>
        <label class="toggle"><input type="checkbox" checked={keysOn.value}
          onChange={(event) => { keysOn.value = event.currentTarget.checked; }}
        />single letters and digits are commands</label>
      </div>
    </dialog>
  );
}
