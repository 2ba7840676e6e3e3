// The buttons that move: back on the left, forward on the right, the moment
// between them; and the events that can be gone to.
import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { BACK, FORWARD, keyText, type Command } from '../model/commands.ts';
import { at, number } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { isMoment } from '../model/moment.ts';
import {
  busy, chosen, eventKind, eventTarget, notice, now, progress, run, running,
  slow,
} from '../model/store.ts';
import { pause, resume, seek, stop } from '../model/time.ts';
import { EVENT_KINDS, type EventKind } from '../protocol.ts';
import { Icon } from './icons.tsx';

function CommandButton({ command }: { command: Command }) {
  const key = command.keys.map(keyText)[0];
  return (
    <button type="button" class={`move move-${command.name}`}
      aria-label={command.label} title={`${command.label}  (${key})`}
      aria-keyshortcuts={command.keys[0]} onClick={command.act}>
      <Icon name={command.icon!} mirrored={command.mirrored ?? false} />
    </button>
  );
}

const typed = signal<string | null>(null);

function MomentInput() {
  const moment = now.value?.state.moment ?? '';
  const input = useRef<HTMLInputElement>(null);
  const go = async (event: Event) => {
    event.preventDefault();
    const wish = typed.value?.trim();
    typed.value = null;
    if (!wish || wish === moment) return;
    if (isMoment(wish) || wish === 'end') await seek(wish);
    else notice.value = `“${wish}” is not a moment: write a tick and a step, ` +
      'such as 12.3';
    // ready for the next one
    if (document.activeElement === input.current) input.current?.select();
  };
  return (
    <form class="moment" onSubmit={(event) => void go(event)}>
      <label class="hidden" for="moment">Moment</label>
      <input id="moment" ref={input} class="moment-input" inputMode="decimal"
        autocomplete="off" value={typed.value ?? moment}
        style={{ width: `calc(${Math.max(8, moment.length + 1)}ch + 16px)` }}
        title="The moment: tick and step. Type one to go there (g)"
        onInput={(event) => { typed.value = event.currentTarget.value; }}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={() => { typed.value = null; }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          typed.value = null;
          event.currentTarget.blur();
        }} />
      <span class={`busy${busy.value ? ' is-busy' : ''}`} aria-hidden="true" />
    </form>
  );
}

const EVENT_NAMES: Record<EventKind, string> = {
  allocate: 'allocation', free: 'cell freed', write: 'write',
  shape: 'new Shape', transition: 'Shape transition', cache: 'cache change',
  tierChange: 'tier change',
  call: 'call', return: 'return', throw: 'throw', collection: 'collection',
  taskQueued: 'job queued', taskRun: 'job begun', console: 'console output',
  phase: 'collector\'s phase', grey: 'cell greyed', black: 'cell blackened',
  remember: 'cell remembered', countUp: 'count up', countDown: 'count down',
};

/** Of which object: any, the chosen one, or one property that was asked for. */
function EventScope() {
  const address = chosen.value;
  const target = eventTarget.value;
  const scopes = [{ value: '', text: 'anywhere' }];
  if (address !== null) {
    scopes.push({ value: String(address), text: `of ${at(address)}` });
  }
  if (target && (target.key !== undefined || target.address !== address)) {
    scopes.push({
      value: `${target.address}/${target.key ?? ''}`,
      text: target.key === undefined ? `of ${at(target.address)}`
        : `to ${target.key} of ${at(target.address)}`,
    });
  }
  const value = !target ? '' : target.key === undefined &&
    target.address === address ? String(address)
    : `${target.address}/${target.key ?? ''}`;
  return (
    <select aria-label="Of which object" value={value} onChange={(event) => {
      const [wish = '', key] = event.currentTarget.value.split('/');
      eventTarget.value = wish
        ? { address: Number(wish), ...key && { key } } : null;
    }}>
      {scopes.map(({ value, text }) => (
        <option key={value} value={value}>{text}</option>
      ))}
    </select>
  );
}

function EventChoice() {
  return (
    <div class="events" role="group" aria-label="Which event">
      <span class="events-sign" aria-hidden="true"><Icon name="event" /></span>
      <select aria-label="Kind of event" value={eventKind.value}
        onChange={(event) => {
          kept.event.value = event.currentTarget.value as EventKind;
        }}>
        {EVENT_KINDS.map((kind) => (
          <option key={kind} value={kind}>{EVENT_NAMES[kind]}</option>
        ))}
      </select>
      <EventScope />
    </div>
  );
}

function StopButton() {
  return (
    <button type="button" class="wide-button" onClick={() => void stop()}
      title="End the program here; its past can still be looked at">
      <Icon name="stop" /> Stop</button>
  );
}

function RunButtons() {
  const isLong = slow.value && busy.value;
  if (!running.value && !isLong) {
    return run.value?.paused ? (
      <>
        <button type="button" class="wide-button" onClick={() => void resume()}>
          Run on</button>
        <StopButton />
      </>
    ) : null;
  }
  return (
    <>
      {isLong && progress.value !== null && (
        <span class="of">tick {number(progress.value)}</span>
      )}
      <button type="button" class="wide-button" onClick={() => void pause()}
        title="Pause (p)"><Icon name="pause" /> Pause</button>
      {running.value && <StopButton />}
    </>
  );
}

export function Controls() {
  return (
    <section class="controls" aria-label="Move through the run">
      <div class="moves">
        <div class="move-group" role="group" aria-label="Back">
          {BACK.map((command) => (
            <CommandButton key={command.name} command={command} />
          ))}
        </div>
        <MomentInput />
        <div class="move-group" role="group" aria-label="Forward">
          {FORWARD.map((command) => (
            <CommandButton key={command.name} command={command} />
          ))}
        </div>
      </div>
      <div class="control-line">
        <EventChoice />
        <RunButtons />
      </div>
    </section>
  );
}
