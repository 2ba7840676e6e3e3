// Small texts: addresses, sizes, counts.
import type { Address, Value } from '../protocol.ts';

export const at = (address: Address): string => `@${address.toString(16)}`;

export function parseAddress(text: string): Address | null {
  return /^@[0-9a-f]+$/i.test(text) ? parseInt(text.slice(1), 16) : null;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  const units = ['KB', 'MB', 'GB'];
  let size = count / 1024;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1024;
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

const NUMBERS = new Intl.NumberFormat('en');
export const number = (value: number): string => NUMBERS.format(value);

const SHORT = new Intl.NumberFormat('en', { notation: 'compact' });
/** For labels of an axis: 200K, 1.5M. */
export const shortNumber = (value: number): string => SHORT.format(value);

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** The name of a kind of cell as people say it: `CODE_BLOCK`, "code block". */
export const kindName = (kind: string): string =>
  kind.toLowerCase().replaceAll('_', ' ');

export function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** A value with its address, for sentences. */
export function sayValue(value: Value): string {
  if (value.in === 'word' || value.address === undefined) return value.text;
  if (value.type === 'string') return value.text;
  return `${value.text} ${at(value.address)}`;
}

export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (!a || !b) return a === b;
  return a.type === b.type && a.address === b.address &&
    (a.in === 'cell' ? a.type !== 'string' || a.text === b.text
      : a.text === b.text);
}
