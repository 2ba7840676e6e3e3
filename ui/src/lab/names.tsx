// Names, values and identities: every variable that is in sight, where it
// really lives, and the identity of what it refers to: a letter and a colour for each
// object, the same for all names that share it.
import { signal } from '@preact/signals';
import { at, shorten } from '../model/format.ts';
import { changes, now } from '../model/store.ts';
import { Panel } from '../draw/panel.tsx';
import { Chip } from '../draw/value.tsx';
import { variableKey } from '../model/changes.ts';
import type { Address, Frame, Variable } from '../protocol.ts';

/** The letter of each object, in the order in which they are first seen: they
 * stay with it, however the run is walked. */
const letters = signal(new Map<Address, number>());

function identityOf(address: Address): number {
  const known = letters.peek().get(address);
  if (known !== undefined) return known;
  letters.peek().set(address, letters.peek().size);
  return letters.peek().size - 1;
}

export const letterOf = (number: number): string =>
  String.fromCharCode(65 + number % 26) +
  (number >= 26 ? String(Math.floor(number / 26)) : '');

const COLOURS = 8;

function Identity({ address }: { address: Address }) {
  const number = identityOf(address);
  return (
    <span class={`identity identity-${number % COLOURS}`}>
      <span class="hidden">identity </span>{letterOf(number)}</span>
  );
}

export const placeOf = ({ place, register, environment, slot }: Variable) =>
  place === 'register' ? `the frame, r${register ?? ''}`
    : `environment ${at(environment ?? 0)}, slot ${slot ?? 0}`;

const isShared = ({ value }: Variable): boolean =>
  value.in === 'cell' && value.type !== 'string' && value.address !== undefined;

function Row({ frame, variable }: { frame: Frame; variable: Variable }) {
  const { name, kind, value } = variable;
  const key = variableKey(frame, variable);
  const isChanged = changes.value.variableWas.has(key);
  return (
    <tr class={isChanged ? 'is-changed' : undefined}>
      <th scope="row">{name}<span class="of"> {kind}</span></th>
      <td>{placeOf(variable)}</td>
      <td>{value.in === 'word'
        ? value.type === 'hole' ? <span class="none">no value yet</span>
          : <code>{shorten(value.text, 16)}</code>
        : <Chip address={value.address!} text={shorten(value.text, 14)}
            title={`a reference to ${value.text}`} />}</td>
      <td>{isShared(variable) && <Identity address={value.address!} />}</td>
    </tr>
  );
}

export function Names() {
  const frames = now.value?.stack.frames.filter(({ native }) => !native) ?? [];
  return (
    <Panel name="names" title="Names and identities">
      <div class="names scrolls" tabIndex={0} role="group"
        aria-label="Names and identities">
        <table>
          <caption class="hidden">Each name, where it lives, what its word is,
            and the identity of the object</caption>
          <thead><tr><th scope="col">name</th>
            <th scope="col">lives in</th><th scope="col">its word</th>
            <th scope="col">object</th></tr></thead>
          {frames.slice(0, 4).map((frame) => (
            <tbody key={frame.index}>
              {frames.length > 1 && <tr><th colSpan={4} scope="rowgroup"
                class="of">{frame.script ? 'script' : frame.function}</th></tr>}
              {frame.variables.map((variable) => (
                <Row key={`${variable.name}/${variable.scope ?? ''}/${
                  variable.register ?? variable.slot ?? ''}`}
                  frame={frame} variable={variable} />
              ))}
            </tbody>
          ))}
        </table>
      </div>
    </Panel>
  );
}
