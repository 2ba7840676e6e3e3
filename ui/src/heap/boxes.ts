// What stands in the box of a cell, and how large the box is. Sizes come from
// counts of characters, so that layout needs no drawing and is the same in
// every browser.
import { at, shorten } from '../model/format.ts';
import type { Address, GraphNode, Value } from '../protocol.ts';
import { kindMark } from './kinds.ts';

export const ROW = 18;
export const HEAD = 24;
export const PADDING = 9;
const CHARACTER = 6.65;
const LONGEST_NAME = 14;
const LONGEST_VALUE = 22;
const TILE = 22;

export interface Row {
  name: string;
  /** As drawn: shortened. */
  label: string;
  isItem: boolean;
  value: Value | null;
  text: string;
  /** Of a reference. */
  target: Address | null;
}

export interface Box {
  node: GraphNode;
  title: string;
  /** What follows the title: the length of an array. */
  aside: string;
  rows: Row[];
  nameWidth: number;
  width: number;
  height: number;
}

const isIndex = (name: string) => /^\d+$/.test(name);

function rowOf(name: string, value: Value, shown: Set<Address>): Row {
  const target = value.in === 'cell' ? value.address ?? null : null;
  // an arrow says more than a preview of what it leads to
  const text = target !== null && shown.has(target) ? ''
    : target !== null && value.type !== 'string'
      ? `${shorten(value.text, LONGEST_VALUE - 8)} ${at(target)}` : value.text;
  return {
    name, label: shorten(name, LONGEST_NAME), isItem: isIndex(name), value,
    text: shorten(text, LONGEST_VALUE), target,
  };
}

function titleOf(node: GraphNode): [title: string, aside: string] {
  const { name } = kindMark(node.kind);
  switch (name) {
    case 'array': return ['Array', `length ${node.length ?? 0}`];
    case 'environment': return ['environment', ''];
    case 'object': return [node.class || 'Object', ''];
    case 'string': case 'rope': case 'symbol': case 'bigint':
      return [shorten(node.text, LONGEST_VALUE + 6), ''];
    default: return [shorten(node.text, LONGEST_VALUE), ''];
  }
}

export function boxOf(node: GraphNode, shown: Set<Address>): Box {
  const fields = (node.fields ?? [])
    // the length of an array is in its head
    .filter(({ name }) => kindMark(node.kind).name !== 'array' ||
      name !== 'length');
  const rows = fields.map(({ name, value }) => rowOf(name, value, shown));
  if (node.more) {
    rows.push({
      name: '', label: '', isItem: false, value: null,
      text: `and ${node.more} more`, target: null,
    });
  }
  const [title, aside] = titleOf(node);
  const longest = (texts: string[]) =>
    Math.max(0, ...texts.map((text) => text.length)) * CHARACTER;
  const nameWidth = rows.length
    ? longest(rows.map((row) => row.label)) + 10 : 0;
  const head = TILE + PADDING * 2 + 10 + CHARACTER *
    (title.length + (aside ? aside.length + 1 : 0) + at(node.address).length);
  const body = nameWidth + longest(rows.map((row) => row.text)) +
    PADDING * 2 + 16;
  return {
    node, title, aside, rows, nameWidth,
    width: Math.ceil(Math.max(head, rows.length ? body : 0)),
    height: HEAD + (rows.length ? rows.length * ROW + 5 : 0),
  };
}

/** The middle of a row, from the top of its box; of the head for -1. */
export const rowMiddle = (row: number): number =>
  row < 0 ? HEAD / 2 : HEAD + row * ROW + ROW / 2 + 1;

/** The box's name in the page. */
export const boxId = (address: Address): string =>
  `cell-${address.toString(16)}`;
