// Cells by their colours or counts: what the characters of the map mean.
import type { Address, Block, CollectorState, Graph } from '../protocol.ts';

export interface Meaning {
  sign: string;
  name: string;
  title: string;
}

const MARKING: Meaning[] = [
  { sign: 'w', name: 'white', title: 'not marked: young, or not reached yet' },
  { sign: 'g', name: 'grey', title: 'marked, and to be visited' },
  { sign: 'b', name: 'black', title: 'marked and visited; later: old' },
  { sign: '.', name: 'free', title: 'no cell is there' },
];

const COUNTING: Meaning[] = [
  { sign: '0', name: '0 to 9', title: 'how many cells refer to it' },
  { sign: 'c', name: 'candidate', title: 'no cell refers to it; perhaps a ' +
    'variable does' },
  { sign: 'd', name: 'dying', title: 'nothing refers to it: it will be freed' },
  { sign: '.', name: 'free', title: 'no cell is there' },
];

export const isCounting = ({ collector }: CollectorState): boolean =>
  collector.startsWith('counting');

export const meanings = (collector: CollectorState): Meaning[] =>
  isCounting(collector) ? COUNTING : MARKING;

const isCount = (sign: string) => /[0-9+]/.test(sign);

/** What the signs on the boxes of a graph mean: colours while something is being
 * marked, counts while they are kept; null when there is nothing to tell. */
export function boxMeanings({ phase }: Graph): Meaning[] | null {
  if (phase === 'marking') return MARKING.filter(({ sign }) => sign !== '.');
  return phase === 'counting' || phase === 'examining'
    ? COUNTING.filter(({ sign }) => sign !== '.') : null;
}

/** Whether a sign is one of a meaning. */
export const isMeant = (sign: string, meaning: Meaning): boolean =>
  sign === meaning.sign || meaning.sign === '0' && isCount(sign);

/** How many places of the map have that meaning. */
export function countOf(blocks: Block[], meaning: Meaning): number {
  let count = 0;
  for (const { cells } of blocks) {
    for (const cell of cells) {
      if (isMeant(cell, meaning)) count++;
    }
  }
  return count;
}

export const addressOf = (block: Block, place: number): Address =>
  block.address + place * block.cellBytes;

/** The place of an address in a block, or -1. */
export function placeOf(block: Block, address: Address): number {
  const place = (address - block.address) / block.cellBytes;
  return Number.isInteger(place) && place >= 0 && place < block.cells.length
    ? place : -1;
}

/** A place in words: "white", "2 references", "free". */
export function sayPlace(sign: string): string {
  if (isCount(sign)) {
    return sign === '+' ? 'ten references or more'
      : `${sign} reference${sign === '1' ? '' : 's'}`;
  }
  return [...MARKING, ...COUNTING].find((each) => each.sign === sign)?.name ??
    sign;
}

/** Where a block differs from what it was. */
export function changedPlaces(block: Block, was: Block | undefined): number[] {
  if (!was || was.cells === block.cells) return [];
  const places = [];
  for (let i = 0; i < block.cells.length; i++) {
    if (block.cells[i] !== was.cells[i]) places.push(i);
  }
  return places;
}
