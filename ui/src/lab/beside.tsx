// The same run under the other collector, beside this one: on a line of its
// own, at the same moment, so that who frees what can be compared object by
// object.
import { effect, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Panel } from '../draw/panel.tsx';
import { Chip } from '../draw/value.tsx';
import { bytes, plural } from '../model/format.ts';
import { now } from '../model/store.ts';
import type {
  Address, Cell, Collector, CollectorState, Graph, Totals,
} from '../protocol.ts';
import { SecondLine } from './second-line.ts';
import { running, type Program } from './run.ts';

const NAMES: Record<Collector, string> = {
  marking: 'mark-and-sweep', counting: 'reference counting',
};
const ROWS_MOST = 30;

interface Other {
  moment: string;
  totals: Totals;
  /** Of the objects that this page has seen: whether they are still there, and
   * how many references are counted. */
  cells: Map<Address, { text: string; count: number | null }>;
}

const other = signal<Other | null>(null);
const failure = signal<string | null>(null);
const isOpen = signal(false);

/** Objects of the program that were ever in the picture: those that are gone
 * are asked about too. */
const seen = signal(new Map<Address, string>());

const IS_OBJECT = /^(object|array|map|set|dom.*)$/i;

function noteSeen(graph: Graph): void {
  const known = new Map(seen.peek());
  for (const { address, kind, text, fields } of graph.nodes) {
    if (!IS_OBJECT.test(kind)) continue;
    const name = fields?.find(({ value }) => value.type === 'string');
    known.set(address, name ? `${text} ${name.value.text}` : text);
  }
  if (known.size !== seen.peek().size) seen.value = known;
}

let line: SecondLine | null = null;
let opened: Program | null = null;

const collectorOf = (program: Program): Collector =>
  program.collector === 'counting' ? 'marking' : 'counting';

async function open(program: Program): Promise<SecondLine> {
  if (line && opened === program) return line;
  line ??= new SecondLine();
  opened = program;
  const { text, isByHand: _, ...settings } = program;
  await line.request('Lab.run', { source: text, ...settings,
    collector: collectorOf(program) });
  return line;
}

/** Another object may lie there now: it counts when it has the same kind. */
async function askCells(to: SecondLine): Promise<Other['cells']> {
  const cells: Other['cells'] = new Map();
  for (const address of [...seen.peek().keys()].slice(0, ROWS_MOST)) {
    try {
      const cell = await to.request('Heap.object', { address });
      if (!IS_OBJECT.test(cell.kind)) continue;
      cells.set(address, { text: cell.text,
        count: cell.counted?.references ?? null });
    } catch {
      // it is not there: freed
    }
  }
  return cells;
}

const LOOKED_AT_MOST = 80;

/** Places that are free here and taken there: what the other collector has not
 * freed, among small cells. */
function leftThere(
  ours: CollectorState | null, theirs: CollectorState,
): Address[] {
  const here = new Map(ours?.blocks.map((block) => [block.block, block]));
  return theirs.blocks.filter(({ large, cellBytes }) =>
    !large && cellBytes <= 64).flatMap((block) => {
    const same = here.get(block.block);
    if (!same || same.cellBytes !== block.cellBytes) return [];
    return [...block.cells].flatMap((sign, index) =>
      sign !== '.' && (same.cells[index] ?? '.') === '.'
        ? [block.address + index * block.cellBytes] : []);
  }).slice(0, LOOKED_AT_MOST);
}

const nameOfCell = ({ text, properties }: Cell): string => {
  const name = properties?.find(({ value }) => value?.type === 'string');
  return name ? `${text} ${name.value!.text}` : text;
};

/** They are noted as if they had been seen. */
async function noteLeft(to: SecondLine): Promise<void> {
  const theirs = await to.request('Collector.describe', {});
  const known = new Map(seen.peek());
  for (const address of leftThere(now.peek()?.collector ?? null, theirs)) {
    if (known.has(address)) continue;
    const cell = await to.request('Heap.object', { address }).catch(() => null);
    if (cell && IS_OBJECT.test(cell.kind)) known.set(address, nameOfCell(cell));
  }
  if (known.size !== seen.peek().size) seen.value = known;
}

let isAsking = false;

async function follow(program: Program, moment: string): Promise<void> {
  if (isAsking) return;
  isAsking = true;
  try {
    const to = await open(program);
    const tick = moment.split('.')[0];
    await to.request('Time.seek', { moment }).catch(() =>
      // inside a collection of ours there is no such moment of theirs
      to.request('Time.seek', { moment: `${tick}.0` }));
    const totals = await to.request('Heap.totals', {});
    await noteLeft(to);
    other.value = { moment, totals, cells: await askCells(to) };
    failure.value = null;
  } catch (error) {
    failure.value = (error as Error).message;
  } finally {
    isAsking = false;
  }
  // it went on meanwhile
  const here = now.peek()?.state.moment;
  const next = running.peek();
  if (isOpen.peek() && next && here && (here !== moment || next !== program)) {
    await follow(next, here);
  }
}

effect(() => {
  const snapshot = now.value;
  const program = running.value;
  if (!isOpen.value || !snapshot || !program) return;
  noteSeen(snapshot.graph);
  void follow(program, snapshot.state.moment);
});

effect(() => {
  void running.value;
  seen.value = new Map();
  other.value = null;
});

function Row({ address, text, isHere, there }: {
  address: Address;
  text: string;
  isHere: boolean;
  there: { count: number | null } | undefined;
}) {
  const counted = there?.count;
  return (
    <tr class={isHere !== (there !== undefined) ? 'is-changed' : undefined}>
      <th scope="row">{isHere ? <Chip address={address} text={text} />
        : <span class="of">{text}</span>}</th>
      <td>{isHere ? 'reached' : 'out of reach'}</td>
      <td>{there ? counted === null || counted === undefined ? 'on the heap'
        : `on the heap, count ${counted}` : 'freed'}</td>
    </tr>
  );
}

export function Beside() {
  useEffect(() => {
    isOpen.value = true;
    return () => {
      isOpen.value = false;
      line?.close();
      line = opened = null;
    };
  }, []);
  const snapshot = now.value;
  const program = running.value;
  const them = other.value;
  const here = new Set(snapshot?.graph.nodes.map(({ address }) => address));
  const theirs = program ? NAMES[collectorOf(program)] : '';
  const ours = program ? NAMES[program.collector ?? 'marking'] : '';
  return (
    <Panel name="beside" title={`Beside it: ${theirs}`}
      aside={<span class="of">the same run, at the same moment</span>}>
      <div class="beside scrolls" tabIndex={0} role="group"
        aria-label={`The same run under ${theirs}`}>
        {failure.value && <p class="refusal">{failure.value}</p>}
        {snapshot && them && <p>{ours}: <b>{bytes(snapshot.totals.bytes)}</b> in {
          plural(snapshot.totals.collections, 'collection')}; {theirs}:{' '}
          <b>{bytes(them.totals.bytes)}</b> in {
            plural(them.totals.collections, 'collection')}.</p>}
        <table>
          <caption class="hidden">Objects here and under {theirs}</caption>
          <thead><tr><th scope="col">object</th>
            <th scope="col">from the variables</th>
            <th scope="col">under {theirs}</th></tr></thead>
          <tbody>{[...seen.value].slice(0, ROWS_MOST).map(([address, text]) => (
            <Row key={address} address={address} text={text}
              isHere={here.has(address)} there={them?.cells.get(address)} />
          ))}</tbody>
        </table>
      </div>
    </Panel>
  );
}
