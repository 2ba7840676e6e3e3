// The head of the page: whose memory this is, where the run stands, and what
// happened since the last moment, in words.
import { useSignalEffect } from '@preact/signals';
import { useState } from 'preact/hooks';
import { line, retryNow } from '../connection.ts';
import { byTelling, speak } from '../model/words.ts';
import {
  eventsOpen, helpOpen, notice, now, run, spoken, words,
} from '../model/store.ts';
import { seek } from '../model/time.ts';
import { BranchStrip } from './branch.tsx';
import { Icon, Mark } from './icons.tsx';
import { Views } from './views.tsx';

function EventList() {
  const events = byTelling(now.value?.state.events ?? []);
  return (
    <ol class="event-list">
      {events.map((event, index) => (
        <li key={index}>
          <span class={`event-kind event-${event.kind}`}>{event.kind}</span>
          <span>{event.text}</span>
          <button type="button" class="quiet" title="Go to this moment"
            onClick={() => void seek(event.moment)}>{event.moment}</button>
        </li>
      ))}
    </ol>
  );
}

export function Happened() {
  const said = words.value;
  if (!said) return <p class="happened-text">Waiting for the program…</p>;
  const count = now.value?.state.events?.length ?? 0;
  return (
    <>
      <p class="happened-text">
        <b class="where">{said.place}</b>
        {said.happened.map((text, index) => (
          <span class="happening" key={index}>{text}</span>
        ))}
        {said.happened.length === 0 && now.value?.state.reason === 'start' && (
          <span class="happening is-quiet">nothing has run yet: step with →
          </span>
        )}
        {said.more > 0 && <span class="of">and {said.more} more</span>}
      </p>
      {count > 0 && (
        <button type="button" class="quiet" aria-expanded={eventsOpen.value}
          aria-controls="event-list"
          onClick={() => { eventsOpen.value = !eventsOpen.value; }}>
          {eventsOpen.value ? 'hide' : 'all'} {count} event{
            count === 1 ? '' : 's'}
        </button>
      )}
      {eventsOpen.value && count > 0 && <div id="event-list"
        class="event-popover"><EventList /></div>}
    </>
  );
}

/** Said once a moment by screen readers; the same words as on screen. */
export function Spoken() {
  const [text, setText] = useState('');
  useSignalEffect(() => {
    const said = words.value;
    if (said) setText(speak(said));
  });
  useSignalEffect(() => { if (spoken.value) setText(spoken.value); });
  return <p class="hidden" aria-live="polite" role="status">{text}</p>;
}

export function Banner() {
  if (line.value === 'open' || line.value === 'connecting') return null;
  return (
    <div class="banner" role="alert">
      {line.value === 'lost'
        ? 'The program\'s server ended. What is shown is the last that it said.'
        : 'No connection to the program\'s server: open the address that ' +
          '`glassheap watch` printed.'}
      <button type="button" class="wide-button" onClick={retryNow}>
        Try again</button>
    </div>
  );
}

export function Notice() {
  if (notice.value === null) return null;
  return (
    <div class="notice" role="alert">
      <span>{notice.value}</span>
      <button type="button" class="tool" aria-label="Close this message"
        onClick={() => { notice.value = null; }}><Icon name="close" /></button>
    </div>
  );
}

export function Header() {
  const file = run.value?.file ?? '';
  const error = now.value?.state.error;
  return (
    <header class="top">
      <div class="brand">
        <Mark />
        <h1>Glassheap</h1>
        {file && <span class="brand-file" title={file}>
          {file.split('/').at(-1)}</span>}
        <Views />
      </div>
      <section class={`happened${error ? ' is-error' : ''}`}
        aria-label="What happened"><Happened /></section>
      <button type="button" class="tool help-button" aria-label="Help: keys"
        title="Keys and signs (?)" aria-haspopup="dialog"
        onClick={() => { helpOpen.value = true; }}>?</button>
      <BranchStrip />
      <Spoken />
      <Banner />
      <Notice />
    </header>
  );
}
