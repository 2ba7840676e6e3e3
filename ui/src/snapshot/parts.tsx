// Small parts of every view: an object to choose, sizes, a bar.
import type { ComponentChildren } from 'preact';
import { shorten } from '../model/format.ts';
import { wholeBytes } from './answers.ts';
import { choose, go, hashOf, place, placeWith, type Place } from './place.ts';
import type { HeapObject } from './protocol.ts';
import {
  bytes, labelOf, markOf, nameOf, sayObject, share,
} from './words.ts';

/** A link within the page: also opens in another tab. */
export function Go({ to, children, class: name = 'quiet', label }: {
  to: Partial<Place>;
  children: ComponentChildren;
  class?: string;
  label?: string;
}) {
  return (
    <a class={name} href={hashOf(placeWith(to))} aria-label={label}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        go(to);
      }}>{children}</a>
  );
}

export function Glyph({ type }: { type: string }) {
  const { glyph, family } = markOf(type);
  return <span class={`glyph family-${family}`} aria-hidden="true">{glyph}
  </span>;
}

/** An object as a button that shows its card. */
export function ObjectChip({ object, most = 44 }: {
  object: HeapObject;
  most?: number;
}) {
  return (
    <button type="button" class="chip" title={`${sayObject(object)}: keeps ${
      bytes(object.retained)}`} aria-pressed={place.value.object === object.id}
      onClick={(event) => {
        event.stopPropagation();
        choose(object.id);
      }}>
      <Glyph type={object.type} />
      <span class="chip-text">{shorten(labelOf(object), most)}</span>
      <span class="address">{nameOf(object.id)}</span>
      {object.detached && <span class="tag tag-error">detached</span>}
    </button>
  );
}

/** An object in a row of a table, where the row itself is what is clicked. */
export function ObjectCell({ object }: { object: HeapObject }) {
  return (
    <span class="object-cell" title={sayObject(object)}>
      <Glyph type={object.type} />
      <span class="chip-text">{labelOf(object)}</span>
      <span class="address">{nameOf(object.id)}</span>
      {object.detached && <span class="tag tag-error">detached</span>}
    </span>
  );
}

/** A size with its part of the whole, and a bar as long as that. */
export function Part({ size, whole = wholeBytes.value, bar = true }: {
  size: number;
  whole?: number;
  bar?: boolean;
}) {
  const part = whole ? Math.min(1, Math.max(0, size / whole)) : 0;
  return (
    <span class="size">
      {bar && <i class="size-bar" aria-hidden="true"
        style={{ width: `${(100 * part).toFixed(1)}%` }} />}
      <span class="size-text">{bytes(size)}</span>
      <span class="size-share">{share(size, whole)}</span>
    </span>
  );
}

/** What there is to say in place of an answer. */
export function Wait({ error, what }: {
  error: string | null;
  what: string;
}) {
  return error !== null
    ? <p class="empty is-wrong" role="alert">{error}</p>
    : <p class="empty" role="status">{what}…</p>;
}
