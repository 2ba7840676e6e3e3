// When a timer is due: a bar that can be dragged to another time, by pointer or
// by keys. Letting go begins a branch of time.
import { signal } from '@preact/signals';
import type {
  TargetedKeyboardEvent, TargetedPointerEvent,
} from 'preact';
import { change } from '../model/branch.ts';
import {
  duration, longest, msOf, remaining, shareOf,
} from '../model/loop.ts';
import type { Address, Loop, Task } from '../protocol.ts';

/** The bar that is being dragged, and to where: ms from now. */
const dragged = signal<{ address: Address; left: number } | null>(null);

const STEP = 0.04;
const KEYS: Record<string, number> = {
  ArrowRight: STEP, ArrowUp: STEP, PageUp: 4 * STEP,
  ArrowLeft: -STEP, ArrowDown: -STEP, PageDown: -4 * STEP,
};

/** Whole units of what people would say. */
const tidy = (ms: number): number => ms < 1 ? 0
  : Number(ms.toPrecision(2));

export function Due({ loop, task }: { loop: Loop; task: Task }) {
  const { address, callback, type, delay } = task;
  if (address === null) return null;
  const most = Math.max(longest(loop), 1000);
  const held = dragged.value?.address === address ? dragged.value : null;
  const left = held?.left ?? remaining(loop, task);
  const drag = (share: number) => {
    dragged.value = { address, left: tidy(msOf(Math.min(1, share), most)) };
  };
  const settle = () => {
    const wish = dragged.value;
    dragged.value = null;
    if (wish?.address !== address) return;
    void change({ kind: 'due', address, due: loop.clock + wish.left });
  };
  const share = (event: TargetedPointerEvent<HTMLElement>) => {
    const edge = event.currentTarget.getBoundingClientRect();
    return (event.clientX - edge.left) / edge.width;
  };
  const keyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const by = KEYS[event.key];
    if (by !== undefined) drag(Math.max(0, shareOf(left, most) + by));
    else if (event.key === 'Home') drag(0);
    else if (event.key === 'Enter') settle();
    else if (event.key === 'Escape' && held) dragged.value = null;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const when = left > 0 ? `in ${duration(left)}` : 'due now';
  return (
    <div class={held ? 'due is-held' : 'due'}>
      <span class="due-bar" role="slider" tabIndex={0}
        aria-label={`Due time of ${callback?.text ?? type}`}
        aria-valuemin={0} aria-valuemax={Math.round(most)}
        aria-valuenow={Math.round(left)}
        aria-valuetext={held ? `${when}: Enter changes it` : when}
        title="Drag to another time: a branch of time"
        onPointerDown={(event) => {
          if (event.button) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          drag(share(event));
        }}
        onPointerMove={(event) => { if (held) drag(share(event)); }}
        onPointerUp={settle} onKeyDown={keyDown}
        onPointerCancel={() => { dragged.value = null; }}
        onBlur={() => { dragged.value = null; }}>
        <i style={{ width: `${100 * shareOf(left, most)}%` }} />
      </span>
      <span class="due-text">{when}
        {type === 'interval' && delay !== undefined && !held &&
          `, every ${duration(delay)}`}
      </span>
    </div>
  );
}
