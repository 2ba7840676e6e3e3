// Questions to the snapshots. The files do not change, so an answer is kept
// and given again.
import { computed, signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { LineLost, line, listen, openLine, request } from '../connection.ts';
import { place } from './place.ts';
import type { HeapMethods, HeapState } from './protocol.ts';

type Method = keyof HeapMethods;
type Params<M extends Method> = HeapMethods[M][0];
type Result<M extends Method> = HeapMethods[M][1];

const KEPT = 400;

export const state = signal<HeapState | null>(null);
/** One line about something that could not be done. */
export const notice = signal<string | null>(null);

/** Which of the files is looked at. */
export const snapshot = computed(() => {
  const count = state.value?.files.length ?? 1;
  return Math.min(place.value.snapshot ?? count - 1, count - 1);
});
export const file = computed(() => state.value?.files[snapshot.value]);
/** Bytes of the whole heap. */
export const wholeBytes = computed(() => file.value?.bytes ?? 0);

export const canAsk = (name: string): boolean =>
  state.value?.methods.includes(`HeapSnapshot.${name}`) ?? false;

const kept = new Map<string, Promise<unknown>>();

export function ask<M extends Method>(
  method: M, params: Params<M>,
): Promise<Result<M>> {
  const whole = { snapshot: snapshot.value, ...params };
  const key = method + JSON.stringify(whole);
  const known = kept.get(key);
  if (known) return known as Promise<Result<M>>;
  const answer = request(method, whole);
  kept.set(key, answer);
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
  answer.catch(() => kept.delete(key));
  return answer;
}

export interface Answered<T> {
  result: T | null;
  error: string | null;
  /** What is shown is the answer to an earlier question. */
  busy: boolean;
}

/** The answer, once it is there; until then the one before. */
export function useAnswer<M extends Method>(
  method: M, params: Params<M>,
): Answered<Result<M>> {
  const key = `${method}${snapshot.value}${JSON.stringify(params)}`;
  const isOpen = line.value === 'open';
  const [given, give] = useState<{
    key: string;
    result: Result<M> | null;
    error: string | null;
  }>({ key: '', result: null, error: null });
  useEffect(() => {
    let isWanted = isOpen && given.key !== key;
    if (isWanted) {
      ask(method, params).then((result) => {
        if (isWanted) give({ key, result, error: null });
      }, (error: Error) => {
        if (isWanted && !(error instanceof LineLost)) {
          give({ key, result: null, error: error.message });
        }
      });
    }
    return () => { isWanted = false; };
  }, [key, isOpen]);
  return { result: given.result, error: given.error, busy: given.key !== key };
}

export function report(error: unknown): void {
  if (error instanceof LineLost) return;
  notice.value = error instanceof Error ? error.message : String(error);
}

export function start(): void {
  listen('HeapSnapshot.changed', (next) => { state.value = next; });
  openLine(() => {
    request('HeapSnapshot.describe', {}).then((next) => {
      state.value = next;
    }, report);
  });
}
