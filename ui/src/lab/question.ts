// What a question is, and when a prediction says the same as the engine.
import type { EventKind } from '../protocol.ts';
import { request } from '../connection.ts';
import type { State } from '../protocol.ts';

export interface Asked {
  /** The question about this very program. */
  ask: string;
  /** To choose from. */
  options?: string[];
  /** What to look at, where the picture knows it. */
  note?: string;
}

/** What is so; with the moment that shows it. For `choice`, each line is a
 * right answer. */
export interface Truth {
  text: string;
  moment?: string | undefined;
  /** In a sentence, beside the answer. */
  said?: string;
}

export interface Question {
  /** `number`, `lines` in their order, one `choice`, or all right `choices`. */
  form: 'number' | 'lines' | 'choice' | 'choices';
  /** The words for this program, asked at the end of its run; null: it has
   * nothing of the kind. */
  prepare(): Promise<Asked | null>;
  /** Asked at the end of the run. */
  truth(asked: Asked): Promise<Truth>;
  unit?: string;
  /** How far off a number may be: a share of it. */
  within?: number;
}

export const fixed = (ask: string) => () => Promise.resolve({ ask });

/** The next event of a kind from here, or null. Back, the moment is the one
 * right behind the event, and does not tell of it. */
export async function stepToEvent(
  event: EventKind, direction: 'forward' | 'back' = 'forward',
): Promise<State | null> {
  try {
    const state = await request('Time.step',
      { direction, kind: 'event', event });
    const tells = state.events?.some(({ kind }) => kind === event);
    return tells || direction === 'back' ? state : null;
  } catch {
    return null;
  }
}

const plain = (text: string): string[] => text.trim().split('\n')
  .map((line) => line.trim().replace(/\s+/g, ' ').toLowerCase())
  .filter(Boolean);

/** White space apart, and the case of letters. */
export function agrees(
  { form, within = 0 }: Question, prediction: string, truth: string,
): boolean {
  const said = plain(prediction);
  const so = plain(truth);
  switch (form) {
    case 'number': {
      const number = Number(prediction.replace(/[,_ ]/g, ''));
      return Math.abs(number - Number(truth)) <= within * Number(truth);
    }
    case 'choice': return so.includes(said[0] ?? '');
    case 'choices': return said.sort().join('\n') === so.sort().join('\n');
    default: return said.join('\n') === so.join('\n');
  }
}
