// What a learner has done, kept in this browser alone; it can be taken along as
// a file, and such a file adds to what is known here.
import { signal } from '@preact/signals';

const STORED = 'glassheap.lab';

export interface Progress {
  /** Lessons and tickets that are solved, with the program that did it. */
  solved: Record<string, string>;
}

/** Of a text, what is progress; throws when nothing is. */
function parse(text: string): Progress {
  const found = JSON.parse(text) as Partial<Progress> | null;
  if (typeof found?.solved !== 'object' || found.solved === null) {
    throw new Error('this file holds no progress of the lab');
  }
  return {
    solved: Object.fromEntries(Object.entries(found.solved)
      .filter(([, program]) => typeof program === 'string')),
  };
}

function stored(): Progress {
  try {
    return parse(localStorage.getItem(STORED) ?? '');
  } catch {
    return { solved: {} };
  }
}

export const progress = signal<Progress>(stored());

function keep(next: Progress): void {
  progress.value = next;
  try {
    localStorage.setItem(STORED, JSON.stringify(next));
  } catch {
    // a page without storage forgets: no harm
  }
}

export const solve = (lesson: string, program: string): void =>
  keep({ solved: { ...progress.value.solved, [lesson]: program } });

/** As a file to keep or to send. */
export const exported = (): string => `data:application/json,${
  encodeURIComponent(JSON.stringify(progress.value, null, 1))}`;

/** Adds what a file says to what is known; what was solved here stays. How many
 * were new. */
export function importProgress(text: string): number {
  let read;
  try {
    read = parse(text);
  } catch (error) {
    throw error instanceof SyntaxError
      ? new Error('this file holds no progress of the lab') : error;
  }
  const known = progress.value.solved;
  keep({ solved: { ...read.solved, ...known } });
  return Object.keys(read.solved).filter((name) => !(name in known)).length;
}

// an exercise stands in a frame of its lesson
window.addEventListener('storage', ({ key }) => {
  if (key === STORED) progress.value = stored();
});
