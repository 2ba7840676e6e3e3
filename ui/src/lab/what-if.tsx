// What if: references are cut in a branch of time, a collection is tried, and
// what falls out is told and marked in the picture. Everything can be taken
// back. Works by pointing at an arrow, and by the list of references.
import { signal, useComputed, useSignalEffect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { request } from '../connection.ts';
import * as scene from '../heap/scene.ts';
import { bytes, plural } from '../model/format.ts';
import { chosen, now, spoken } from '../model/store.ts';
import { choose } from '../model/time.ts';
import {
  collectHere, cut, cuts, fallout, isAsking, undoCut,
} from '../model/why.ts';
import type { Fallout } from '../protocol.ts';
import { write } from './pen.ts';
import {
  edgeOf, referenceOfArrow, referencesIn, referencesOfTasks, type Reference,
} from './references.ts';

/** The label of the reference that is pointed at. */
const pointed = signal<string | null>(null);

/** Timers hold what they call, though no arrow shows it. */
function useTimers(): Reference[] {
  const [timers, setTimers] = useState<Reference[]>([]);
  const moment = now.value?.state.moment;
  useEffect(() => {
    if (!moment) return;
    request('Loop.describe', {}).then(({ queues }) =>
      setTimers(referencesOfTasks(queues.flatMap(({ tasks }) => tasks))),
    () => setTimers([]));
  }, [moment]);
  return timers;
}

export const sayFallout = ({ objects, bytes: size, classes }: Fallout): string =>
  objects + classes.length === 0 ? 'A collection frees nothing here.'
    : `A collection frees ${plural(objects, 'object')}, ${bytes(size)}: ${
      classes.slice(0, 5).map((each) => `${each.count} × ${each.class}`)
        .join(', ')}.`;

function Result() {
  const told = fallout.value;
  useSignalEffect(() => {
    if (fallout.value) spoken.value = sayFallout(fallout.value);
  });
  if (!told && !cuts.value.length) return null;
  return (
    <div class="hand-result">
      {cuts.value.length > 0 && <p>Without {cuts.value.map(({ edge }) => (
        <code key={edge}>{edge}</code>))}:</p>}
      {told && <p>{sayFallout(told)}</p>}
      <button type="button" class="wide-button" disabled={isAsking.value}
        onClick={() => void undoCut()}>
        {cuts.value.length ? 'Undo the cut' : 'Undo'}</button>
    </div>
  );
}

export function WhatIfTool() {
  const timers = useTimers();
  const known = useComputed(() => now.value ? referencesIn(now.value) : []);
  const references = [...timers, ...known.value];
  useEffect(() => {
    scene.pointAtArrow.value = (arrow) => {
      const found = referenceOfArrow(known.peek(), arrow);
      if (found) pointed.value = found.label;
    };
    return () => { scene.pointAtArrow.value = null; };
  }, []);
  // an object is chosen: the reference that leads to it
  useSignalEffect(() => {
    const address = chosen.value;
    if (address === null) return;
    const found = known.peek().find(({ to }) => to === address);
    if (found) pointed.value = found.label;
  });
  const reference = references.find(({ label }) => label === pointed.value) ??
    references[0];
  const cutIt = async () => {
    if (reference) await cut(await edgeOf(reference));
  };
  return (
    <form class="hand-form" onSubmit={(event) => {
      event.preventDefault();
      void cutIt();
    }}>
      <p class="hand-hint">Point at an arrow of the heap, or choose a reference
        here. Nothing of the run is changed.</p>
      <label>Reference{' '}
        <select value={reference?.label ?? ''}
          onChange={(event) => { pointed.value = event.currentTarget.value; }}>
          {references.map(({ label }) => (
            <option key={label} value={label}>{label}</option>))}
        </select>
      </label>
      <div class="hand-buttons">
        <button type="submit" class="main-button"
          disabled={!reference || isAsking.value}>Cut it</button>
        <button type="button" class="wide-button" disabled={isAsking.value}
          onClick={() => void collectHere()}>Collect here</button>
        {reference && reference.to > 0 && (
          <button type="button" class="quiet"
            onClick={() => void choose(reference.to)}>show it</button>
        )}
        {reference?.code && (
          <button type="button" class="quiet"
            onClick={() => void write(reference.code!)}>
            write <code>{reference.code}</code></button>
        )}
      </div>
      <Result />
    </form>
  );
}
