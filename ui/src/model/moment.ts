// Moments: TICK.STEP, TICK.end for the last one, TICK.STEP+EVENT inside the
// collector; and where they lie on the timeline.

export function parseMoment(
  text: string,
): [tick: number, step: number, event: number] {
  const [tick = '0', rest = '0'] = text.split('.');
  const [step = '0', event = '0'] = rest.split('+');
  return [Number(tick), step === 'end' ? Infinity : Number(step),
    Number(event)];
}

export function compareMoments(a: string, b: string): number {
  const [tickA, stepA, eventA] = parseMoment(a);
  const [tickB, stepB, eventB] = parseMoment(b);
  return tickA - tickB || (stepA === stepB ? 0 : stepA - stepB) ||
    eventA - eventB;
}

/** Whether it stands inside the collector. */
export const isInside = (moment: string): boolean => moment.includes('+');

/** Whether somebody wrote a moment. */
export const isMoment = (text: string): boolean =>
  /^\d+(\.(\d+(\+\d+)?|end))?$/.test(text);

/* How many instructions a tick has is not known before they run. So the steps
 * of a tick come ever closer to the next one without reaching it: order is
 * kept, and every step is seen to move. */
const HALF = 25;

/** A moment as a number of ticks. */
export function ticksOf(moment: string): number {
  const [tick, step] = parseMoment(moment);
  return tick + (step === Infinity ? 1 : step / (step + HALF));
}

/** The other way round. */
export function momentOf(ticks: number): string {
  const tick = Math.floor(ticks);
  const share = ticks - tick;
  return `${tick}.${Math.round(HALF * share / (1 - share))}`;
}
