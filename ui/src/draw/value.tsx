// Values as they stand in tables: a word is shown in its place, a reference is
// a chip with the address of its cell, which can be followed.
import { at, shorten } from '../model/format.ts';
import { chosen } from '../model/store.ts';
import { choose } from '../model/time.ts';
import type { Address, Value } from '../protocol.ts';

export function Chip({ address, text, name, title, isShort = false }: {
  address: Address;
  text?: string;
  /** What is said, when the text is a short form of it. */
  name?: string;
  title?: string;
  isShort?: boolean;
}) {
  const isChosen = chosen.value === address;
  const said = [name ?? text, at(address)].filter(Boolean).join(' ');
  return (
    <button type="button" class="chip" aria-pressed={isChosen}
      aria-label={said} title={title ?? `Choose ${said}`}
      onClick={() => void choose(address)}>
      {text && !isShort && <span class="chip-text">{text}</span>}
      <span class="address">{at(address)}</span>
    </button>
  );
}

export function ValueView({ value, most = 28, isShort = false }: {
  value: Value;
  most?: number;
  /** An arrow shows what the reference leads to. */
  isShort?: boolean;
}) {
  if (value.in === 'cell' && value.address !== undefined) {
    return <Chip address={value.address} text={shorten(value.text, most)}
      isShort={isShort} title={`${value.text} at ${at(value.address)}`} />;
  }
  return (
    <span class={`word word-${value.type}`} title="in the word itself">
      {value.type === 'hole' ? 'no value yet' : value.text}
    </span>
  );
}

/** The mark of what has changed; the sign and the hidden words say it too. */
export function Changed({ was }: { was: Value | undefined }) {
  const text = was && was.type !== 'hole' ? `was ${was.text}` : 'new';
  return (
    <span class="changed" title={text}>
      <span aria-hidden="true">◆</span>
      <span class="hidden">changed, {text}</span>
    </span>
  );
}
