// How objects, sizes and kinds are said and marked.
import { number, plural } from '../model/format.ts';
import type { HeapObject, Location } from './protocol.ts';

export interface Mark { glyph: string; family: string }

const MARKS: Record<string, Mark> = {
  object: { glyph: '{}', family: 'object' },
  array: { glyph: '[]', family: 'array' },
  closure: { glyph: 'ƒ', family: 'function' },
  string: { glyph: '“”', family: 'string' },
  'concatenated string': { glyph: '“+', family: 'string' },
  'sliced string': { glyph: '“…', family: 'string' },
  code: { glyph: '<>', family: 'environment' },
  native: { glyph: '◇', family: 'collection' },
  number: { glyph: '#', family: 'plumbing' },
  bigint: { glyph: '#n', family: 'plumbing' },
  symbol: { glyph: '@', family: 'plumbing' },
  regexp: { glyph: '.*', family: 'object' },
};
const OTHER: Mark = { glyph: '⚙', family: 'plumbing' };

export const markOf = (type: string): Mark => MARKS[type] ?? OTHER;

/** The families that the treemap shows, in words. */
export const FAMILIES: [string, string, string][] = [
  ['object', '{}', 'objects'],
  ['array', '[]', 'arrays of the engine'],
  ['function', 'ƒ', 'functions'],
  ['string', '“”', 'strings'],
  ['environment', '<>', 'code'],
  ['collection', '◇', 'native'],
  ['plumbing', '⚙', 'the system\'s'],
];

export const nameOf = (id: number): string => `@${id}`;

/** The root has no name of its own. */
export const labelOf = ({ label, name, type }: HeapObject): string =>
  type === 'synthetic' && !name ? 'the whole heap' : label;

export const sayObject = (object: HeapObject): string =>
  `${labelOf(object)} ${nameOf(object.id)}`;

/** Sizes as the command line and DevTools say them: 1 KB is 1,000 bytes. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let size = count / 1000;
  let unit = 0;
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${size < 99.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** What only the system's own roots reach is counted from here. */
const SYSTEM = 1e8;

export const sayDistance = (distance: number | null): string =>
  distance === null ? '' : distance >= SYSTEM ? 'system' : number(distance);

export const sayWay = (distance: number | null): string =>
  distance === null ? 'not reached'
    : distance >= SYSTEM ? 'by the system\'s own roots alone'
      : plural(distance, 'step');

export function share(part: number, whole: number): string {
  if (!whole) return '';
  const percent = 100 * part / whole;
  if (percent > 0 && percent < 1) return '<1%';
  return `${Math.round(percent)}%`;
}

export const signed = (value: number, say = number): string =>
  value > 0 ? `+${say(value)}` : value < 0 ? `−${say(-value)}` : '0';

export const signedBytes = (value: number): string => signed(value, bytes);

export const fileName = (path: string): string =>
  path === '-' ? 'standard input' : path.split('/').at(-1) ?? path;

export const placeText = ({ script, line, column, file }: Location): string =>
  `${file ? fileName(file) : `script ${script}`}:${line}:${column}`;
