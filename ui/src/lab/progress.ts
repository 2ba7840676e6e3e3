// What a learner has done, kept in this browser alone.
import { signal } from '@preact/signals';

const STORED = 'glassheap.lab';

export interface Progress {
  /** Lessons whose exercise is solved, with the program that did it. */
  solved: Record<string, string>;
}

function stored(): Progress {
  try {
    const found = JSON.parse(localStorage.getItem(STORED) ?? '') as Progress;
    return { solved: found.solved ?? {} };
  } catch {
    return { solved: {} };
  }
}

export const progress = signal<Progress>(stored());

export function solve(lesson: string, program: string): void {
  progress.value = {
    solved: { ...progress.value.solved, [lesson]: program },
  };
  try {
    localStorage.setItem(STORED, JSON.stringify(progress.value));
  } catch {
    // a page without storage forgets: no harm
  }
}

/** As a file to keep or to send. */
export const exported = (): string => `data:application/json,${
  encodeURIComponent(JSON.stringify(progress.value, null, 1))}`;

// an exercise stands in a frame of its lesson
window.addEventListener('storage', ({ key }) => {
  if (key === STORED) progress.value = stored();
});
