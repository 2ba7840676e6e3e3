// The collector at work: its phase, what it has just done, what waits to be
// looked at, and the map of the heap; each step of it forwards and backwards.
import { useEffect, useRef } from 'preact/hooks';
import { FigureMenu } from '../figure/menu.tsx';
import { isCounting } from '../model/colours.ts';
import { number, plural } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { isInside } from '../model/moment.ts';
import { now } from '../model/store.ts';
import { stepCollector } from '../model/time.ts';
import type {
  Address, CellList, CollectorState as State, Direction, EventKind,
} from '../protocol.ts';
import { HeapMap } from './heap-map.tsx';
import { Icon } from './icons.tsx';
import { Empty } from './panel.tsx';
import { Chip } from './value.tsx';

const PHASES = {
  marking: ['idle', 'clearing', 'marking', 'sweeping'],
  counting: ['counting', 'examining'],
};

const PHASE_TITLES: Record<string, string> = {
  idle: 'the program runs, and allocates', clearing: 'old marks are cleared',
  marking: 'what can be reached is marked, cell by cell',
  sweeping: 'what was not marked becomes free',
  counting: 'the program runs: each store is counted',
  examining: 'candidates that no variable refers to die',
};

const EVENTS: Record<'marking' | 'counting', [EventKind, string][]> = {
  marking: [['grey', 'a cell is greyed'], ['black', 'a cell is blackened'],
    ['phase', 'the phase changes'], ['remember', 'a cell is remembered'],
    ['free', 'a cell is freed'], ['collection', 'a collection ends']],
  counting: [['countUp', 'a count goes up'], ['countDown', 'a count goes down'],
    ['free', 'a cell is freed'], ['collection', 'a collection ends']],
};

/** The kind of event that the buttons look for; null: whatever comes. */
const wanted = kept.seeks;

const family = (state: State) => isCounting(state) ? 'counting' : 'marking';

function Phases({ state }: { state: State }) {
  return (
    <ol class="phases" aria-label="Phases of the collector">
      {PHASES[family(state)].map((name) => {
        const isNow = name === state.phase;
        return (
          <li key={name} class={isNow ? 'phase is-now' : 'phase'}
            title={PHASE_TITLES[name]}
            aria-current={isNow ? 'step' : undefined}>{name}</li>
        );
      })}
    </ol>
  );
}

function Steps({ state }: { state: State }) {
  const kinds = EVENTS[family(state)];
  const known = kinds.some(([kind]) => kind === wanted.value);
  const event = known ? wanted.value : null;
  const button = (direction: Direction, label: string) => (
    <button type="button" class="wide-button"
      onClick={() => void stepCollector(direction, event)}>
      <Icon name="event" mirrored={direction === 'back'} /> {label}</button>
  );
  return (
    <div class="collector-steps" role="group"
      aria-label="Through the collection">
      {button('back', 'Before')}
      <select aria-label="What the collector does" value={event ?? ''}
        onChange={(change) => {
          wanted.value = (change.currentTarget.value || null) as
            EventKind | null;
        }}>
        <option value="">anything</option>
        {kinds.map(([kind, text]) => (
          <option key={kind} value={kind}>{text}</option>
        ))}
      </select>
      {button('forward', 'Next')}
    </div>
  );
}

/** What has just been done, in the engine's words. */
function Done({ visiting }: { visiting: Address | null }) {
  const state = now.value?.state;
  if (!state) return null;
  if (!isInside(state.moment)) {
    return <p class="collector-done is-quiet">Not inside a collection: “Next”
      goes to what the collector does next.</p>;
  }
  const event = state.events?.at(-1);
  return (
    <p class="collector-done">
      <span class="changed" aria-hidden="true">◆</span>
      {event?.text ?? 'inside a collection'}
      {event?.address !== undefined && (
        <span class="of"><Chip address={event.address} text="the cell" /></span>
      )}
      {visiting !== null && <span class="of">while <Chip address={visiting} />
        {' '}is visited</span>}
    </p>
  );
}

function List({ title, list, text }: {
  title: string;
  list: CellList | undefined;
  text: string;
}) {
  const body = useRef<HTMLOListElement>(null);
  useEffect(() => { if (body.current) body.current.scrollTop = 0; },
    [list?.count]);
  if (!list) return null;
  const rest = list.count - list.cells.length;
  return (
    <section class="collector-list" aria-label={title}>
      <h3>{title} <span class="of">{number(list.count)}</span></h3>
      {list.count === 0 ? <p class="none">{text}</p> : (
        <ol ref={body} tabIndex={0} aria-label={title}>
          {list.cells.map(({ address, text: name, from, edge }, index) => (
            <li key={`${address}/${index}`}>
              <Chip address={address} text={name} />
              {from !== undefined && (
                <span class="of">by {edge ?? 'an edge'} of{' '}
                  <Chip address={from} /></span>
              )}
            </li>
          ))}
          {rest > 0 && <li class="none">and {plural(rest, 'more')}</li>}
        </ol>
      )}
    </section>
  );
}

function sayCollections(state: State): string {
  const { collections, reason, young, freed } = state;
  if (collections === 0) return 'no collection has ended';
  const which = young ? 'young cells' : reason ?? '';
  return `${plural(collections, 'collection')}, the last: ${which}, ${
    plural(freed, 'cell')} freed`;
}

function Board({ state }: { state: State }) {
  return (
    <div class="collector" role="group"
      aria-label="The collector at this moment">
      <div class="collector-head">
        <p><b>{state.collector}</b>{' '}
          <span class="of">{sayCollections(state)}</span></p>
        <FigureMenu title="Collector" only="collector" />
        <Phases state={state} />
        <Steps state={state} />
        <Done visiting={state.visiting ?? null} />
      </div>
      <div class="collector-lists scrolls">
        <List title="Mark stack" list={state.grey}
          text="Nothing waits to be visited." />
        <List title="Remembered cells" list={state.remembered}
          text="No old cell was given a young one." />
        <List title="Candidates" list={state.candidates}
          text="Every cell is referred to by another." />
        <List title="Dying" list={state.dying} text="None." />
      </div>
      <HeapMap collector={state} />
    </div>
  );
}

export function Collector() {
  const snapshot = now.value;
  return (
    <section class="panel panel-collector" id="panel-collector" tabIndex={-1}
      aria-labelledby="tab-collector" data-moment={snapshot?.collector
        ? snapshot.state.moment : undefined}>
      {snapshot?.collector ? <Board state={snapshot.collector} />
        : <Empty>Waiting for the program…</Empty>}
    </section>
  );
}
