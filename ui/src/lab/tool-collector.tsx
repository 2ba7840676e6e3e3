// Be the collector: of the objects on the heap, reached or not, say which
// survive, and how many bytes are freed. The engine collects, in a branch of
// time, and both stand side by side.
import { useEffect, useState } from 'preact/hooks';
import { request } from '../connection.ts';
import { at, bytes, plural } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { now, spoken } from '../model/store.ts';
import { aside, choose } from '../model/time.ts';
import type { Address, Cell, Fallout, GraphNode } from '../protocol.ts';
import { namedCells } from './paths.ts';

export interface Candidate {
  address: Address;
  /** `A`, or what it holds. */
  text: string;
  survives: boolean;
}

const IS_OBJECT = /^(object|array|function|environment|map|set|dom.*|promise)$/i;
const ASKED_MOST = 24;

const fieldsOf = (fields: { name: string; value: { text: string } }[]) =>
  fields.filter(({ name }) => name !== 'length').slice(0, 2)
    .map(({ name, value }) => `${name}: ${value.text}`).join(', ');

const textOfNode = (node: GraphNode): string =>
  node.fields?.length && /^object$/i.test(node.kind)
    ? `{ ${fieldsOf(node.fields)} }` : node.text;

function textOfCell(cell: Cell): string {
  const fields = (cell.properties ?? []).flatMap(({ key, value }) =>
    value ? [{ name: key, value }] : []);
  return fields.length && /^object$/i.test(cell.kind)
    ? `{ ${fieldsOf(fields)} }` : cell.text;
}

/** Before the first collection there are also dead objects that the engine made
 * for itself, when it started. */
async function isOfProgram(address: Address): Promise<boolean> {
  const { made } = await request('Why.allocated', { address });
  return made.how !== 'before';
}

/** The dead that nobody can see any more: they are asked about one by one. */
async function deadObjects(dead: Address[]): Promise<Candidate[]> {
  const isFirst = now.value?.totals.collections === 0;
  const found: Candidate[] = [];
  for (const address of dead.slice(0, 4 * ASKED_MOST)) {
    if (found.length === ASKED_MOST) break;
    const cell = await request('Heap.object', { address });
    if (!IS_OBJECT.test(cell.kind)) continue;
    if (isFirst && !await isOfProgram(address)) continue;
    found.push({ address, text: textOfCell(cell), survives: false });
  }
  return found;
}

/** All objects of the program that are on the heap here, by address. */
export async function candidatesHere(): Promise<{
  candidates: Candidate[];
  fallout: Fallout;
}> {
  const [graph, fallout] = await Promise.all([
    request('Heap.graph', { limit: 60 }), request('WhatIf.collect', {})]);
  const names = new Map(namedCells(graph).map(({ address, path }) =>
    [address, path]));
  const alive = graph.nodes.filter(({ kind }) => IS_OBJECT.test(kind))
    .map((node) => ({ address: node.address, survives: true,
      text: textOfNode(node) })).filter(({ address }) => names.has(address));
  const dead = await deadObjects(fallout.dead);
  return { fallout, candidates: [...alive, ...dead].sort((a, b) =>
    a.address - b.address) };
}

/** `A, B` before a reveal would say which are reached: so only what is in it. */
export const labelOf = ({ text, address }: Candidate): string =>
  `${text} ${at(address)}`;

function Row({ candidate, isKept, isShown, set }: {
  candidate: Candidate;
  isKept: boolean;
  isShown: boolean;
  set: (isKept: boolean) => void;
}) {
  const { address, survives } = candidate;
  const isRight = isKept === survives;
  return (
    <li class={isShown ? isRight ? 'is-right' : 'is-wrong' : undefined}>
      <label class="toggle"><input type="checkbox" checked={isKept}
        disabled={isShown} onChange={(event) =>
          set(event.currentTarget.checked)} />
      <code>{labelOf(candidate)}</code></label>
      {isShown && <span class="of">{isRight ? '✓' : '✗'} {survives
        ? 'survives' : 'is freed'}</span>}
      {isShown && survives && <button type="button" class="quiet"
        onClick={() => void choose(address)}>why?</button>}
    </li>
  );
}

export function BecomeCollector() {
  const moment = now.value?.state.moment;
  const [found, setFound] = useState<Awaited<
    ReturnType<typeof candidatesHere>> | null>(null);
  const chosen = kept.survivors.value;
  const survivors = new Set(chosen ?? []);
  const guess = kept.freed.value ?? '';
  const isShown = kept.collected.value === true;
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    setFound(null);
    setFailure(null);
    if (moment !== undefined && kept.survivors.peek()) begin();
  }, [moment]);
  const begin = () => {
    kept.survivors.value ??= [];
    aside(candidatesHere).then(setFound, (error: Error) =>
      setFailure(error.message));
  };
  if (failure) return <p class="refusal" role="alert">{failure}</p>;
  if (!found) {
    return (
      <div class="hand-form">
        <p class="hand-hint">Everything that the program has made and that is
          not freed yet, reached or not: you say what survives a collection
          here.</p>
        <div class="hand-buttons"><button type="button" class="main-button"
          onClick={begin}>Stop here and collect</button></div>
      </div>
    );
  }
  const { candidates, fallout } = found;
  const wrong = candidates.filter(({ address, survives }) =>
    survivors.has(address) !== survives).length;
  const reveal = (event: Event) => {
    event.preventDefault();
    kept.collected.value = true;
    spoken.value = `${wrong ? `${plural(wrong, 'object')} wrong.`
      : 'All right.'} The collection frees ${bytes(fallout.bytes)}.`;
  };
  return (
    <form class="hand-form" onSubmit={reveal}>
      <p class="hand-hint">Tick what <b>survives</b>.</p>
      <ul class="survivors" aria-label="Objects on the heap">
        {candidates.map((candidate) => (
          <Row key={candidate.address} candidate={candidate}
            isKept={survivors.has(candidate.address)} isShown={isShown}
            set={(isKept) => {
              const { address } = candidate;
              const rest = [...survivors].filter((each) => each !== address);
              kept.survivors.value = isKept ? [...rest, address] : rest;
            }} />
        ))}
        {!candidates.length && <li class="none">The program has made nothing
          yet.</li>}
      </ul>
      <div class="hand-buttons">
        <label>Bytes freed, if you like{' '}
          <input inputMode="numeric" value={guess} disabled={isShown}
            onInput={(event) => {
              kept.freed.value = event.currentTarget.value || null;
            }} /></label>
        {isShown ? <button type="button" class="wide-button"
          onClick={() => {
            kept.collected.value = null;
            kept.survivors.value = [];
          }}>
          Once more</button>
          : <button type="submit" class="main-button">Collect</button>}
      </div>
      {isShown && (
        <p class={`verdict ${wrong ? 'is-wrong' : 'is-right'}`} role="status">
          <b>{wrong ? `✗ ${wrong} of ${candidates.length} are otherwise.`
            : '✓ As the engine does.'}</b>{' '}
          It frees {bytes(fallout.bytes)} in {plural(fallout.cells, 'cell')},
          what the engine has made for itself included{guess.trim() &&
            `; you said ${guess.trim()}`}.</p>
      )}
    </form>
  );
}
