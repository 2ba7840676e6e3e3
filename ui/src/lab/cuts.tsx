// The exercise on heaps: name the reference to cut. The engine cuts it at the
// end of the run, collects, and counts how much of the growth falls out.
import { useEffect, useState } from 'preact/hooks';
import { request } from '../connection.ts';
import { bytes } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { HeapFrame } from './heap-frame.tsx';
import { solve } from './progress.ts';
import { runProgram, running } from './run.ts';

interface Heap {
  title: string;
  text: string;
  moments: string[];
}

export interface Cuts {
  heaps: string[];
  /** Of the growth, that a cut must free. */
  share: number;
}

const readHeap = async (name: string): Promise<Heap> =>
  (await fetch(`/content/heaps/${name}.json`)).json() as Promise<Heap>;

async function runHeap(name: string, heap: Heap): Promise<void> {
  await runProgram({ text: heap.text, name: `${name}.js` });
  if (!running.value) throw new Error('it does not run');
}

/** Bytes that are alive here: what a collection would free does not count. */
async function alive(): Promise<number> {
  const { bytes: dead } = await request('WhatIf.collect', {});
  return (await request('Heap.totals', {})).bytes - dead;
}

async function freedBy(edge: string, heap: Heap): Promise<{
  freed: number;
  growth: number;
}> {
  await request('Time.line', { line: Number(heap.moments[0]) });
  const before = await alive();
  await request('Time.seek', { moment: 'end' });
  const growth = await alive() - before;
  await request('WhatIf.cut', { edge });
  const { bytes: freed } = await request('WhatIf.collect', {});
  await request('WhatIf.undo', {});
  return { freed, growth };
}

const edges = () => new Map((kept.edges.value ?? []).map((line) => {
  const [name = '', ...rest] = line.split(':');
  return [name, rest.join(':')];
}));

/** What is typed for each heap stands in the address. */
const edgeOf = (name: string): string => edges().get(name) ?? '';

function setEdge(name: string, edge: string): void {
  const next = edges().set(name, edge);
  if (!edge) next.delete(name);
  kept.edges.value = next.size
    ? [...next].map(([each, of]) => `${each}:${of}`) : null;
}

function HeapCut({ name, share, done }: {
  name: string;
  share: number;
  done: () => void;
}) {
  const [heap, setHeap] = useState<Heap | null>(null);
  const [address, setAddress] = useState<string | null>(null);
  const edge = edgeOf(name);
  const [said, setSaid] = useState<{ isRight: boolean; text: string } | null>(
    null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => { void readHeap(name).then(setHeap); }, [name]);
  if (!heap) return null;
  const busy = async (work: () => Promise<void>) => {
    setBusy(true);
    try {
      await runHeap(name, heap);
      await work();
    } catch (error) {
      setSaid({ isRight: false, text: (error as Error).message });
    }
    setBusy(false);
  };
  const look = () => busy(async () => {
    const found = await request('Lab.snapshot', { moments: heap.moments });
    setAddress(found.address);
  });
  const cut = () => busy(async () => {
    const { freed, growth } = await freedBy(edge.trim(), heap);
    const isRight = freed >= share * growth;
    setSaid({ isRight, text: `Cutting ${edge.trim()} frees ${bytes(freed)}; ${
      bytes(growth)} had grown.` });
    if (isRight) done();
  });
  return (
    <section class="step" aria-label={heap.title}>
      <h2>{heap.title}</h2>
      <div class="predict-buttons">
        {address
          ? <a href={address} target="_blank" rel="noopener">Its heap alone</a>
          : <button type="button" class="wide-button" disabled={isBusy}
            onClick={() => void look()}>Look at its heap</button>}
        <label>Cut{' '}
          <input value={edge} autocomplete="off" spellcheck={false}
            onInput={(event) => setEdge(name, event.currentTarget.value)} />
        </label>
        <button type="button" class="main-button"
          disabled={isBusy || !edge.trim()} onClick={() => void cut()}>
          Cut it</button>
      </div>
      {address && <HeapFrame address={address} title={heap.title} />}
      {said && <p class={`verdict ${said.isRight ? 'is-right' : 'is-wrong'}`}
        role="status"><b>{said.isRight ? '✓' : '✗'} {said.text}</b></p>}
    </section>
  );
}

export function CutsExercise({ lesson, cuts }: {
  lesson: string;
  cuts: Cuts;
}) {
  const [solved, setSolved] = useState<string[]>([]);
  const done = (name: string) => {
    const next = [...new Set([...solved, name])];
    setSolved(next);
    if (next.length === cuts.heaps.length) solve(lesson, next.join());
  };
  return (
    <>
      {cuts.heaps.map((name) => (
        <HeapCut key={name} name={name} share={cuts.share}
          done={() => done(name)} />
      ))}
    </>
  );
}
