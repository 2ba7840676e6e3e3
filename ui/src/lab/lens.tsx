// The lens: what is on the heap at two moments of the run, grouped and
// compared; and of one object its sizes, its dominators, and the chains that
// keep it, with the line that made each reference. Files of other engines open
// beside it.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { request } from '../connection.ts';
import { Panel } from '../draw/panel.tsx';
import { Chip } from '../draw/value.tsx';
import { WhyPart } from '../draw/why.tsx';
import { at, bytes, number, plural, shorten } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { isMoment } from '../model/moment.ts';
import { cell, chosen, now } from '../model/store.ts';
import { aside, choose, report, seek } from '../model/time.ts';
import type { Address, Dominated, GraphNode } from '../protocol.ts';
import { Drop, useOpening } from './heaps.tsx';
import { settingOfAddress, writeSettings } from './place.ts';

const MOST = 3;
/** The nearest to the stack, as far as one answer goes. */
const NODES = 2000;
const OBJECTS = 40;

interface Taken {
  moment: string;
  nodes: GraphNode[];
  hidden: number;
  bytes: number;
}

const taken = signal<Taken[]>([]);

/** Which there are stands in the address of the page. */
function set(list: Taken[]): void {
  taken.value = list;
  writeSettings({
    taken: list.map(({ moment }) => moment).join(',') || null,
  });
}

export const forgetMoments = (): void => {
  if (taken.value.length) set([]);
};

/** Of the moment at which the engine stands. */
async function takeHere(moment: string): Promise<Taken> {
  const { nodes, hidden } = await request('Heap.graph', { limit: NODES });
  const { bytes: size } = await request('Heap.totals', {});
  return { moment, nodes, hidden, bytes: size };
}

async function take(): Promise<void> {
  const moment = now.value?.state.moment;
  if (moment === undefined) return;
  const next = await aside(() => takeHere(moment));
  set([...taken.value, next]);
}

/** Those that the address names, once. */
async function takeAgain(here: string): Promise<void> {
  const moments = settingOfAddress('taken')?.split(',').filter(isMoment)
    .slice(0, MOST) ?? [];
  if (!moments.length || taken.value.length) return;
  await aside(async () => {
    const list = [];
    for (const each of moments) {
      const { moment } = await request('Time.seek', { moment: each });
      list.push(await takeHere(moment));
    }
    await request('Time.seek', { moment: here });
    set(list);
  });
}

// ---- Groups -----------------------------------------------------------------

const WAYS: Record<string, (node: GraphNode) => string> = {
  class: ({ class: name, kind }) => name ?? kind.toLowerCase(),
  shape: ({ text, shape, kind }) => shape === undefined
    ? kind.toLowerCase().replaceAll('_', ' ') : text,
  kind: ({ kind }) => kind.toLowerCase().replaceAll('_', ' '),
};

const WAY_NAMES: Record<string, string> = {
  class: 'constructor', shape: 'Shape', kind: 'kind of cell',
};

interface Group {
  name: string;
  before: GraphNode[];
  after: GraphNode[];
}

function groupsOf(before: GraphNode[], after: GraphNode[], way: string) {
  const groups = new Map<string, Group>();
  const add = (node: GraphNode, side: 'before' | 'after') => {
    const name = WAYS[way]!(node);
    const group = groups.get(name) ?? { name, before: [], after: [] };
    group[side].push(node);
    groups.set(name, group);
  };
  for (const node of before) add(node, 'before');
  for (const node of after) add(node, 'after');
  const size = (nodes: GraphNode[]) =>
    nodes.reduce((sum, each) => sum + each.bytes, 0);
  return [...groups.values()].map((group) => ({ ...group,
    count: group.after.length - group.before.length,
    bytes: size(group.after) - size(group.before),
    shallow: size(group.after) })).sort((a, b) => b.bytes - a.bytes ||
      b.shallow - a.shallow);
}

const signed = (value: number, say: (value: number) => string): string =>
  value > 0 ? `+${say(value)}` : value < 0 ? `−${say(-value)}` : '0';

function Compared({ first, last }: { first: Taken | undefined; last: Taken }) {
  const wished = kept.by.value ?? '';
  const way = wished in WAYS ? wished : 'class';
  const open = kept.group.value;
  const groups = groupsOf(first?.nodes ?? [], last.nodes, way);
  const known = new Set(first?.nodes.map(({ address }) => address));
  const isThere = now.value?.state.moment === last.moment;
  const pick = async (address: Address) => {
    if (!isThere) await seek(last.moment);
    await choose(address);
  };
  return (
    <>
      <p class="hand-fields"><label>Grouped by{' '}
        <select value={way} onChange={(event) => {
          kept.by.value = event.currentTarget.value;
        }}>
          {Object.keys(WAYS).map((each) => <option key={each} value={each}>{
            WAY_NAMES[each]}</option>)}
        </select></label>
        <span class="of">what the variables reach{last.hidden > 0 &&
          `, the nearest ${number(last.nodes.length)} cells of it`}</span></p>
      <table class="lens-groups">
        <caption class="hidden">{first ? 'Both snapshots compared'
          : 'The snapshot'}</caption>
        <thead><tr><th scope="col">group</th><th scope="col">count</th>
          <th scope="col">shallow</th>
          {first && <><th scope="col">more</th><th scope="col">bytes</th></>}
        </tr></thead>
        {groups.map((group) => (
          <tbody key={group.name}>
            <tr><th scope="row"><button type="button" class="quiet"
              aria-expanded={open === group.name}
              onClick={() => {
                kept.group.value = open === group.name ? null : group.name;
              }}>
              {shorten(group.name, 30)}</button></th>
            <td>{number(group.after.length)}</td>
            <td>{bytes(group.shallow)}</td>
            {first && <><td>{signed(group.count, number)}</td>
              <td>{signed(group.bytes, bytes)}</td></>}</tr>
            {open === group.name && <tr><td colSpan={5}>
              <ul class="lens-objects" aria-label={`Of ${group.name}`}>{[...group.after]
                .sort((a, b) => Number(known.has(a.address)) -
                  Number(known.has(b.address))).slice(0, OBJECTS)
                .map(({ address, text }) => (
                  <li key={address}><button type="button" class="chip"
                    aria-pressed={chosen.value === address}
                    onClick={() => void pick(address)}>
                    {shorten(text, 20)} {at(address)}</button>
                  {first && !known.has(address) &&
                    <span class="tag tag-changed">new</span>}</li>))}
                {group.after.length > OBJECTS && <li class="none">and {
                  number(group.after.length - OBJECTS)} more</li>}
              </ul></td></tr>}
          </tbody>))}
      </table>
    </>
  );
}

// ---- One object -------------------------------------------------------------

function useDominated(address: Address | null): Dominated | null {
  const [told, setTold] = useState<{ key: string; of: Dominated } | null>(null);
  const moment = now.value?.state.moment;
  const key = `${moment}/${address}`;
  useEffect(() => {
    if (address === null || !moment) return;
    request('Heap.dominators', { address }).then(
      (of) => setTold({ key, of }), () => setTold(null));
  }, [key]);
  return told?.key === key ? told.of : null;
}

function Card() {
  const address = chosen.value;
  const of = cell.value;
  const dominated = useDominated(address);
  if (address === null || !of) {
    return <p class="empty">Choose an object, in a group or in the heap: its
      sizes, its distance, its dominators and who keeps it.</p>;
  }
  return (
    <section class="lens-card" aria-label={`${of.text} ${at(address)}`}>
      <h3>{shorten(of.text, 30)} <span class="address">{at(address)}</span></h3>
      <dl class="facts">
        <dt>shallow</dt><dd>{bytes(of.bytes)}</dd>
        {dominated && <>
          <dt>retained</dt><dd>{bytes(dominated.bytes)} in {
            plural(dominated.cells, 'cell')}</dd>
          <dt>distance</dt><dd>{dominated.distance ?? 'not reached'}</dd>
          <dt>dominators</dt><dd>{dominated.dominators.length ? (
            <ol class="lens-dominators"
              aria-label="Dominators, nearest first">{dominated.dominators
              .slice(0, 8).map((each) => <li key={each.address}><Chip
                address={each.address} text={shorten(each.text, 20)} />
              <span class="of">retains {bytes(each.bytes)}</span></li>)}
            {dominated.dominators.length > 8 && <li class="none">and {
              number(dominated.dominators.length - 8)} more</li>}</ol>
          ) : 'none: the roots alone'}</dd>
        </>}
      </dl>
      <WhyPart of={address} />
    </section>
  );
}

// ---- The panel --------------------------------------------------------------

function Moments() {
  const { open, view } = useOpening();
  const here = now.value?.state.moment;
  const all = taken.value;
  const look = () => open(all.length > 1 ? 'the comparison' : 'the heap',
    async () => (await request('Lab.snapshot',
      { moments: all.map(({ moment }) => moment) })).address);
  return (
    <>
      <ol class="lens-moments" aria-label="Snapshots taken">
        {all.map(({ moment, bytes: size }, index) => (
          <li key={moment}>
            <button type="button" class="wide-button"
              onClick={() => void seek(moment)}>{index + 1}: {moment}, {
                bytes(size)}</button>
            <button type="button" class="tool"
              aria-label={`Drop snapshot ${index + 1}`}
              onClick={() => {
                set(all.filter((each) => each.moment !== moment));
              }}>×</button>
          </li>
        ))}
      </ol>
      <div class="predict-buttons">
        <button type="button" class="main-button"
          disabled={!here || all.length === MOST ||
            all.some(({ moment }) => moment === here)}
          onClick={() => void take()}>Take one here</button>
        <button type="button" class="wide-button" disabled={!all.length}
          title="In a page of its own, with all views of a heap snapshot"
          onClick={() => void look()}>
          {all.length > 1 ? 'Compare' : 'Look at it'} as files</button>
      </div>
      {view}
    </>
  );
}

export function Lens() {
  const all = taken.value;
  const isThere = now.value !== null;
  useEffect(() => {
    const here = now.value?.state.moment;
    if (here !== undefined) takeAgain(here).catch(report);
  }, [isThere]);
  const last = all.at(-1);
  return (
    <Panel name="lens" title="Snapshots" aside={`${all.length} of ${MOST}`}>
      <div class="lens scrolls" tabIndex={0} role="group"
        aria-label="Snapshots">
        <div class="lens-side">
          <Moments />
          {last && <Compared first={all.length > 1 ? all[0] : undefined}
            last={last} />}
        </div>
        <div class="lens-side">
          <Card />
          <Drop />
        </div>
      </div>
    </Panel>
  );
}
