// What is told under a figure that leaves the page: of which program and moment
// it is, which engine drew it, and whether it can be believed. Each page says it
// in its own words; nothing here knows whose page it is.
import { signal } from '@preact/signals';

export interface Caption {
  /** Whose memory it is: a program's name, or a file's. */
  program: string;
  /** Where in its run; '' for what has no moments. */
  moment: string;
  /** Who drew it: "Glassheap's engine 0.2.0". */
  engine: string;
  /** The truth badge: "read from this engine". */
  truth: string;
  /** How V8 differs, when it does. */
  v8?: string;
  /** The program's text, where there is one. */
  source?: string;
}

const NOTHING: Caption = { program: '', moment: '', engine: '', truth: '' };

let ask: () => Caption = () => NOTHING;

/** How V8 differs from what the page shows: the badge of the lab. */
export const v8Differs = signal<string | undefined>(undefined);

/** Called once by each page. */
export function setCaption(caption: () => Caption): void {
  ask = caption;
}

export const captionNow = (): Caption => ask();

/** In a line: "shapes.js at moment 12.3; Glassheap's engine 0.2.0". */
export const sayCaption = ({ program, moment, engine }: Caption): string =>
  [`${program}${moment && ` at moment ${moment}`}`, engine].filter(Boolean)
    .join('; ');
