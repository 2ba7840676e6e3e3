// What a learner has done, kept in this browser alone; it can be taken along as
// a file, and such a file adds to what is known here.
import { signal } from '@preact/signals';

const STORED = 'glassheap.lab';

/** Of a ticket of the sandbox, the best that was reached. */
export interface Score {
  points: number;
  most: number;
  falseAlarms: number;
}

export interface Progress {
  /** Lessons and tickets that are solved, with the program that did it. */
  solved: Record<string, string>;
  /** Tickets that were tried. */
  tickets: Record<string, Score>;
}

const NOTHING: Progress = { solved: {}, tickets: {} };

const isScore = (score: unknown): score is Score =>
  typeof score === 'object' && score !== null &&
  (['points', 'most', 'falseAlarms'] as const).every((key) =>
    Number.isInteger((score as Score)[key]));

/** Of a text, what is progress; throws when nothing is. */
function parse(text: string): Progress {
  const found = JSON.parse(text) as Partial<Progress> | null;
  if (typeof found?.solved !== 'object' || found.solved === null) {
    throw new Error('this file holds no progress of the lab');
  }
  return {
    solved: Object.fromEntries(Object.entries(found.solved)
      .filter(([, program]) => typeof program === 'string')),
    // a file from before there were points has none
    tickets: Object.fromEntries(Object.entries(found.tickets ?? {})
      .filter(([, score]) => isScore(score))),
  };
}

function stored(): Progress {
  try {
    return parse(localStorage.getItem(STORED) ?? '');
  } catch {
    return NOTHING;
  }
}

export const progress = signal<Progress>(stored());

function keep(more: Partial<Progress>): void {
  progress.value = { ...progress.value, ...more };
  try {
    localStorage.setItem(STORED, JSON.stringify(progress.value));
  } catch {
    // a page without storage forgets: no harm
  }
}

export const solve = (lesson: string, program: string): void =>
  keep({ solved: { ...progress.value.solved, [lesson]: program } });

const isBetter = (score: Score, known: Score | undefined): boolean =>
  !known || score.points > known.points || (score.points === known.points &&
    score.falseAlarms < known.falseAlarms);

/** What is worse than what is known does not count. */
function betterOf(
  scores: Record<string, Score>,
): Record<string, Score> {
  const known = progress.value.tickets;
  return { ...known, ...Object.fromEntries(Object.entries(scores)
    .filter(([ticket, score]) => isBetter(score, known[ticket]))) };
}

export const keepScore = (ticket: string, score: Score): void =>
  keep({ tickets: betterOf({ [ticket]: score }) });

/** Of all tickets that were tried. */
export function totalScore(): Score & { tickets: number } {
  const scores = Object.values(progress.value.tickets);
  const sum = (key: keyof Score) =>
    scores.reduce((total, score) => total + score[key], 0);
  return { tickets: scores.length, points: sum('points'), most: sum('most'),
    falseAlarms: sum('falseAlarms') };
}

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
  keep({ solved: { ...read.solved, ...known },
    tickets: betterOf(read.tickets) });
  return Object.keys(read.solved).filter((name) => !(name in known)).length;
}

// an exercise stands in a frame of its lesson
window.addEventListener('storage', ({ key }) => {
  if (key === STORED) progress.value = stored();
});
