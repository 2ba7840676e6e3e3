// Questions about the chosen object, and what if: asked at the moment that is
// shown, and forgotten when another one is.
import { computed, signal } from '@preact/signals';
import { LineLost, request } from '../connection.ts';
import type {
  Address, Allocated, Cut, Died, Fallout, Why, Wrote,
} from '../protocol.ts';
import * as store from './store.ts';

/** What was asked last, and its answer. */
export type Answer =
  | { kind: 'why'; of: Address; why: Why }
  | { kind: 'allocated'; of: Address; allocated: Allocated }
  | { kind: 'died'; of: Address; died: Died }
  | { kind: 'wrote'; of: Address; wrote: Wrote };

export const answer = signal<Answer | null>(null);
export const isAsking = signal(false);
/** The references that are cut in this branch of time, and what falls out. */
export const cuts = signal<Cut[]>([]);
export const fallout = signal<Fallout | null>(null);
/** What falls out, for the picture. */
export const doomed = computed(() => new Set(fallout.value?.dead ?? []));

async function ask(work: () => Promise<void>): Promise<void> {
  if (isAsking.value) return;
  isAsking.value = true;
  store.notice.value = null;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LineLost)) {
      store.notice.value = error instanceof Error ? error.message
        : String(error);
    }
  } finally {
    isAsking.value = false;
  }
}

export const askWhy = (address: Address) => ask(async () => {
  answer.value = {
    kind: 'why', of: address, why: await request('Why.describe', { address }),
  };
});

export const askAllocated = (address: Address) => ask(async () => {
  answer.value = {
    kind: 'allocated', of: address,
    allocated: await request('Why.allocated', { address }),
  };
});

export const askDied = (address: Address) => ask(async () => {
  answer.value = {
    kind: 'died', of: address, died: await request('Why.died', { address }),
  };
});

/** What last wrote a property or an item. */
export const askWrote = (address: Address, key: string) => ask(async () => {
  const text = address.toString(16);
  const expression = /^\d+$/.test(key) ? `@${text}[${key}]`
    : `@${text}[${JSON.stringify(key)}]`;
  answer.value = {
    kind: 'wrote', of: address,
    wrote: await request('Why.wrote', { expression }),
  };
});

/** Takes a reference away and tells what a collection would free. */
export const cut = (edge: string) => ask(async () => {
  const made = await request('WhatIf.cut', { edge });
  cuts.value = [...cuts.value, made];
  fallout.value = await request('WhatIf.collect', {});
});

/** What a collection frees here, with the cuts as they are. */
export const collectHere = () => ask(async () => {
  fallout.value = await request('WhatIf.collect', {});
});

export const undoCut = () => ask(async () => {
  if (!cuts.value.length) {
    fallout.value = null;
    return;
  }
  await request('WhatIf.undo', {});
  cuts.value = cuts.value.slice(0, -1);
  fallout.value = cuts.value.length ? await request('WhatIf.collect', {})
    : null;
});

/** Another moment is shown: the answers were about the one before. */
export function forgetAnswers(): void {
  answer.value = null;
  cuts.value = [];
  fallout.value = null;
}
