// How each kind of cell is marked: a glyph in a tile, and a family that gives
// the tile its tint. The glyph alone says it; the tint only repeats it.
import { kindName } from '../model/format.ts';

export type Family = 'object' | 'array' | 'function' | 'environment' |
  'string' | 'collection' | 'plumbing';

const MARKS: Record<string, [glyph: string, family: Family]> = {
  object: ['{}', 'object'],
  array: ['[]', 'array'],
  arguments: ['[]', 'array'],
  function: ['ƒ', 'function'],
  native: ['ƒ', 'function'],
  bound: ['ƒ', 'function'],
  environment: ['env', 'environment'],
  string: ['“”', 'string'],
  rope: ['“+', 'string'],
  symbol: ['#', 'string'],
  bigint: ['#n', 'string'],
  error: ['!', 'object'],
  wrapper: ['□', 'object'],
  date: ['◷', 'object'],
  intl: ['文', 'object'],
  'call site': ['⋮', 'object'],
  map: ['M', 'collection'],
  set: ['S', 'collection'],
  'weak map': ['wM', 'collection'],
  'weak set': ['wS', 'collection'],
  'weak ref': ['wR', 'collection'],
  regexp: ['.*', 'object'],
  'regexp code': ['▶', 'plumbing'],
  iterator: ['↻', 'collection'],
  'iterator helper': ['↻', 'collection'],
  'async from sync': ['↻', 'collection'],
  generator: ['⏸', 'object'],
  'async generator': ['⏸', 'object'],
  coroutine: ['⏸', 'environment'],
  promise: ['P', 'object'],
  reaction: ['→', 'plumbing'],
  request: ['→', 'plumbing'],
  event: ['⚡', 'object'],
  'event target': ['◎', 'object'],
  'abort signal': ['⊘', 'object'],
  'abort controller': ['⊘', 'object'],
  'async context': ['⌁', 'environment'],
  listeners: ['☰', 'plumbing'],
  listener: ['☷', 'plumbing'],
  'signal links': ['⇠', 'plumbing'],
  'message port': ['⇌', 'object'],
  'disposable stack': ['⌦', 'object'],
  'dom node': ['<>', 'object'],
  'dom element': ['<>', 'object'],
  'dom text': ['<“', 'object'],
  'dom attribute': ['<=', 'object'],
  'dom document': ['<D', 'object'],
  'dom view': ['<[', 'collection'],
  'dom walker': ['<↻', 'collection'],
  'dom observer': ['<!', 'object'],
  'dom extras': ['<+', 'plumbing'],
  'dom attributes': ['<=', 'plumbing'],
  'dom observation': ['<!', 'plumbing'],
  shape: ['△', 'plumbing'],
  'shape table': ['▤', 'plumbing'],
  transitions: ['⋔', 'plumbing'],
  slots: ['▥', 'plumbing'],
  elements: ['▦', 'plumbing'],
  dictionary: ['▩', 'plumbing'],
  accessor: ['⇄', 'plumbing'],
  'stack trace': ['⋮', 'plumbing'],
  'lazy value': ['…', 'plumbing'],
  'scope info': ['i', 'plumbing'],
  'code block': ['▶', 'plumbing'],
  table: ['▤', 'plumbing'],
  free: ['·', 'plumbing'],
};

/** The kind in words, its glyph and its family. */
export function kindMark(kind: string) {
  const name = kindName(kind);
  const [glyph, family] = MARKS[name] ?? ['?', 'plumbing'];
  return { name, glyph, family };
}
