// Moments: TICK.STEP, and where they lie on the timeline.

export function parseMoment(text: string): [tick: number, step: number] {
  const [tick = 0, step = 0] = text.split('.').map(Number);
  return [tick, step];
}

export function compareMoments(a: string, b: string): number {
  const [tickA, stepA] = parseMoment(a);
  const [tickB, stepB] = parseMoment(b);
  return tickA - tickB || stepA - stepB;
}

/** Whether somebody wrote a moment, or the beginning of one. */
export const isMoment = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);

/** A moment as a number of ticks. How many instructions a tick has is not
 * known; steps come ever closer to the next tick without reaching it, so that
 * order is kept and every step is seen. In the last tick they are known. */
export function ticksOf(moment: string, end: string | null): number {
  const [tick, step] = parseMoment(moment);
  if (end) {
    const [lastTick, lastStep] = parseMoment(end);
    if (tick === lastTick && lastStep) return tick + step / lastStep;
  }
  return tick + step / (step + 25);
}
