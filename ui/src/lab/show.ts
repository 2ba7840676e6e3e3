// "Show me the moment": links of a simulator's prose lead to moments of its
// run.
//
//   [turns to a dictionary](#show:line=12)     where a line is reached
//   [throws](#show:event=throw)                the first event of a kind
//   [the end](#show:end)
import { request } from '../connection.ts';
import { move, report } from '../model/time.ts';
import type { EventKind, State } from '../protocol.ts';
import { isFree } from './predict.tsx';

/** Behind a throw the stack is unwound: that one is looked at from before. */
async function firstOf(event: EventKind): Promise<State> {
  await request('Time.seek', { moment: '0.0' });
  const state = await request('Time.step',
    { direction: 'forward', kind: 'event', event });
  const thrown = state.events?.find(({ kind }) => kind === 'throw');
  return event === 'throw' && thrown
    ? request('Time.seek', { moment: thrown.moment }) : state;
}

function show(wish: string): Promise<void> {
  const [what, value = ''] = wish.split('=');
  return move(() => {
    switch (what) {
      case 'line': return request('Time.line', { line: Number(value) });
      case 'event': return firstOf(value as EventKind);
      default: return request('Time.seek', { moment: 'end' });
    }
  });
}

export function followShow(event: MouseEvent): void {
  const link = (event.target as Element).closest('a[href^="#show:"]');
  if (!link) return;
  event.preventDefault();
  isFree.value = true;
  show(link.getAttribute('href')!.slice('#show:'.length)).catch(report);
}
