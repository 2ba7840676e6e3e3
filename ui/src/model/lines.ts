// Lines of the program: the next time that one is reached.
import { LineLost, request } from '../connection.ts';
import type { State } from '../protocol.ts';
import { compareMoments } from './moment.ts';

/** Of lines that were gone to: how often they were reached by which moment. */
const hits = new Map<number, { hit: number; moment: string }>();

/** They belong to another run. */
export const forgetLines = (): void => hits.clear();

/** The next time that a line is reached. The server counts from the start of
 * the run and the moments of the counts are in order; so the first one after
 * a moment is found by doubling and halving. */
export async function nextOnLine(line: number, from: string): Promise<State> {
  const known = hits.get(line);
  const start = known && compareMoments(known.moment, from) <= 0
    ? known.hit : 0;
  const hit = await firstHitAfter(line, from, start);
  if (hit === null) {
    await request('Time.seek', { moment: from });
    throw new Error(`line ${line} is not reached after this moment`);
  }
  const state = await request('Time.line', { line, hit });
  hits.set(line, { hit, moment: state.moment });
  return state;
}

async function firstHitAfter(
  line: number, from: string, start: number,
): Promise<number | null> {
  let low = start;
  let high: number | null = null;
  let by = 1;
  // past the last hit there are none: `high` is then not a hit itself
  let isHit = false;
  while (high === null || high - low > 1) {
    const hit: number = high === null ? low + by : (low + high) >> 1;
    const moment = await momentOfHit(line, hit);
    if (moment !== null && compareMoments(moment, from) <= 0) {
      low = hit;
      by *= 2;
    } else {
      high = hit;
      isHit = moment !== null;
    }
  }
  return isHit ? high : null;
}

/** The moment of a hit, or null when there are not so many. */
async function momentOfHit(line: number, hit: number): Promise<string | null> {
  try {
    const state = await request('Time.line', { line, hit });
    const isHit = !['end', 'thrown', 'bound'].includes(state.reason);
    return isHit ? state.moment : null;
  } catch (error) {
    if (error instanceof LineLost) throw error;
    return null;
  }
}
