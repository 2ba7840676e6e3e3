// Questions about the chosen object, and what if: asked at the moment that is
// shown, and forgotten when another one is.
import { computed, effect, signal } from '@preact/signals';
import { LineLost, request } from '../connection.ts';
import type {
  Address, Allocated, Cut, Died, Fallout, Why, Wrote,
} from '../protocol.ts';
import { kept } from './kept.ts';
import * as store from './store.ts';

/** What was asked last, and its answer. */
export type Answer =
  | { kind: 'why'; of: Address; why: Why }
  | { kind: 'allocated'; of: Address; allocated: Allocated }
  | { kind: 'died'; of: Address; died: Died }
  | { kind: 'wrote'; of: Address; key: string; wrote: Wrote };

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

/** While the object is chosen that was asked about, the address tells. */
effect(() => {
  const told = answer.value;
  if (!told) return;
  kept.asked.value = told.of !== store.chosen.value ? null
    : told.kind === 'wrote' ? `wrote.${told.key}` : told.kind;
});

const question = (find: () => Promise<Answer>) => ask(async () => {
  answer.value = await find();
});

export const askWhy = (of: Address) => question(async () =>
  ({ kind: 'why', of, why: await request('Why.describe', { address: of }) }));

export const askAllocated = (of: Address) => question(
  async () => ({ kind: 'allocated', of,
    allocated: await request('Why.allocated', { address: of }) }));

export const askDied = (of: Address) => question(async () =>
  ({ kind: 'died', of, died: await request('Why.died', { address: of }) }));

/** What last wrote a property or an item. */
export const askWrote = (of: Address, key: string) => question(async () => {
  const text = of.toString(16);
  const expression = /^\d+$/.test(key) ? `@${text}[${key}]`
    : `@${text}[${JSON.stringify(key)}]`;
  return { kind: 'wrote', of, key,
    wrote: await request('Why.wrote', { expression }) };
});

async function cutAnd(edges: readonly string[]): Promise<void> {
  for (const edge of edges) {
    const made = await request('WhatIf.cut', { edge });
    cuts.value = [...cuts.value, made];
  }
  fallout.value = await request('WhatIf.collect', {});
}

/** Takes a reference away and tells what a collection would free. */
export const cut = (edge: string) => ask(async () => {
  await cutAnd([edge]);
  kept.cut.value = [...kept.cut.value ?? [], edge];
});

/** What a collection frees here, with the cuts as they are. */
export const collectHere = () => ask(async () => {
  fallout.value = await request('WhatIf.collect', {});
  kept.fallout.value = true;
});

export const undoCut = () => ask(async () => {
  kept.fallout.value = null;
  if (!cuts.value.length) {
    fallout.value = null;
    return;
  }
  await request('WhatIf.undo', {});
  cuts.value = cuts.value.slice(0, -1);
  const rest = kept.cut.value?.slice(0, cuts.value.length);
  kept.cut.value = rest?.length ? rest : null;
  fallout.value = cuts.value.length ? await request('WhatIf.collect', {})
    : null;
});

const QUESTIONS: Record<string, (of: Address) => Promise<void>> = {
  why: askWhy, allocated: askAllocated, died: askDied,
};

/** What the address says was asked at this moment, about this object. */
export async function askAgain(of: Address | null): Promise<void> {
  const kind = kept.asked.value;
  const edges = kept.cut.value;
  if (kind !== null && of !== null) {
    const asked = QUESTIONS[kind];
    if (asked) await asked(of);
    else if (kind.startsWith('wrote.')) {
      await askWrote(of, kind.slice('wrote.'.length));
    }
  }
  if (edges) await ask(() => cutAnd(edges));
  else if (kept.fallout.value) await collectHere();
}

/** Another moment is shown: the answers were about the one before. */
export function forgetAnswers(): void {
  answer.value = null;
  cuts.value = [];
  fallout.value = null;
}
