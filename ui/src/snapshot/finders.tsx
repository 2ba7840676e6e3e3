// What commonly leaks, each kind in a table of its own: closures, listeners,
// timers, detached trees, globals, collections. A row shows its object in the
// card, and below the table what else is known of it.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { number, plural } from '../model/format.ts';
import { Panel } from '../draw/panel.tsx';
import { ask, snapshot } from './answers.ts';
import { ObjectCell, ObjectChip, Part } from './parts.tsx';
import { choose, place } from './place.ts';
import type {
  Closure, CollectionRow, DetachedTree, FunctionCount, GlobalRow, HeapMethods,
  HeapObject, ListenerGroup, TimerGroup,
} from './protocol.ts';
import { countOf, Rows, type Column } from './rows.tsx';
import { bytes, placeText } from './words.ts';

type Method = keyof HeapMethods;

interface Finder<Row, M extends Method> {
  name: string;
  title: string;
  /** What is looked for, and why it matters: one sentence. */
  lead: string;
  columns: Column<Row>[];
  method: M;
  rows: (answer: HeapMethods[M][1]) => Row[];
  /** Beside the title. */
  aside: (answer: HeapMethods[M][1]) => string;
  /** The object that the card shows. */
  objectOf: (row: Row) => HeapObject | null;
  detail?: (row: Row) => ComponentChildren;
  /** What of the whole answer stands over the table. */
  head?: (answer: HeapMethods[M][1]) => ComponentChildren;
  empty: string;
}

function FinderView<Row, M extends Method>(
  { finder }: { finder: Finder<Row, M> },
) {
  const [answer, setAnswer] = useState<HeapMethods[M][1] | null>(null);
  const [row, setRow] = useState<Row | null>(null);
  const { name, title, lead, columns, method, rows, head, detail } = finder;
  return (
    <Panel name={name} title={title} class="fills finder" aside={
      <span role="status">{answer ? finder.aside(answer) : '…'}</span>}>
      <p class="lead finder-lead">{lead}</p>
      {answer && head?.(answer)}
      <Rows label={title} columns={columns} about={`${snapshot.value}`}
        fetch={async (offset, limit) => {
          const page = await ask(method,
            { offset, limit } as HeapMethods[M][0]);
          setAnswer(page);
          // the one that the address names
          setRow((row) => row ?? rows(page).find((each) => {
            const object = finder.objectOf(each);
            return object !== null && object.id === place.value.object;
          }) ?? null);
          return { rows: rows(page), total: (page as { total: number }).total };
        }}
        act={(chosen) => {
          setRow(chosen);
          const object = finder.objectOf(chosen);
          if (object) choose(object.id);
        }} empty={finder.empty} />
      {row && detail && (
        <section class="finder-detail scrolls" tabIndex={0}
          aria-label={`More about the chosen one of ${title.toLowerCase()}`}
          aria-live="polite">{detail(row)}</section>
      )}
    </Panel>
  );
}

// ---- Small parts -----------------------------------------------------------

const Cell = ({ object }: { object: HeapObject | null }) =>
  object ? <ObjectCell object={object} /> : <span class="of">unknown</span>;

function Functions({ functions, count }: {
  functions: FunctionCount[];
  count: number;
}) {
  if (!functions.length) return null;
  return (
    <>
      <h3>Functions</h3>
      <ul>
        {functions.map(({ label, id, count: times, retained, location }) => (
          <li key={id}>
            <button type="button" class="quiet" onClick={() => choose(id)}>
              {label}</button>
            {times > 1 && <b> {number(times)} times</b>}{' '}
            <span class="of">{location && placeText(location)} keeps {
              bytes(retained)}</span>
          </li>
        ))}
        {count > functions.length && (
          <li class="none">and {plural(count - functions.length, 'more')}</li>
        )}
      </ul>
    </>
  );
}

const size = <Row,>(
  title: string, of: (row: Row) => number,
): Column<Row> => ({ title, width: 'minmax(96px, 1fr)', numeric: true,
  draw: (row) => <Part size={of(row)} /> });

const count = <Row,>(
  title: string, of: (row: Row) => number | null, wide = false,
): Column<Row> => ({ title, width: '62px', numeric: true, wide,
  draw: (row) => {
    const value = of(row);
    return value === null ? '' : number(value);
  } });

// ---- Closures --------------------------------------------------------------

const CLOSURES: Finder<Closure, 'HeapSnapshot.closures'> = {
  name: 'closures', title: 'Closures', method: 'HeapSnapshot.closures',
  lead: 'Environments: all closures of a scope share one, and each of them ' +
    'keeps every variable in it.',
  rows: ({ closures }) => closures,
  aside: ({ total }) => countOf(total, 'environments'),
  objectOf: ({ node }) => node,
  empty: 'No closure keeps an environment.',
  columns: [
    { title: 'environment of', width: 'minmax(70px, 2fr)',
      draw: ({ node, functions }) => (
        <span class="object-cell">
          <span class="chip-text">{functions[0]?.label ?? node.label}</span>
          <span class="address">@{node.id}</span>
        </span>) },
    { title: 'its variables', width: 'minmax(110px, 2fr)', wide: true,
      draw: ({ variables, variableCount }) => (
        <span class="text">{variables.slice(0, 4).map(({ name }) => name)
          .join(', ')}{variableCount > 4 && ', …'}</span>) },
    count('closures', ({ closures }) => closures),
    size('keeps alive', ({ node }) => node.retained),
  ],
  detail: ({ variables, variableCount, functions, functionCount, gone,
    note }) => (
    <>
      {note && <p class="is-note"><b>{gone.join(', ')}</b>{
        note.slice(gone.join(', ').length)}.</p>}
      <h3>Variables</h3>
      <ul>
        {variables.map(({ name, node, alone }) => (
          <li key={name}><b>{name}</b> <ObjectChip object={node} />{' '}
            <span class="of">{bytes(node.retained)}{alone &&
              ', and nobody else has it'}</span></li>
        ))}
        {variableCount > variables.length && <li class="none">and {
          plural(variableCount - variables.length, 'more')}</li>}
        {variableCount === 0 && <li class="none">none</li>}
      </ul>
      <Functions functions={functions} count={functionCount} />
    </>
  ),
};

// ---- Listeners -------------------------------------------------------------

const LISTENERS: Finder<ListenerGroup, 'HeapSnapshot.listeners'> = {
  name: 'listeners', title: 'Event listeners',
  method: 'HeapSnapshot.listeners',
  lead: 'Who listens to what: the same function many times at one emitter is ' +
    'added again and again, and never taken away.',
  rows: ({ listeners }) => listeners,
  aside: ({ count: all, emitters, warnings }) => `${number(all)} at ${
    plural(emitters, 'emitter')}${warnings ? `, ${plural(warnings,
    'warning')}` : ''}`,
  objectOf: ({ emitter, functions }) => emitter ?? (functions[0]
    ? { id: functions[0].id } as HeapObject : null),
  empty: 'Nobody listens to anything.',
  columns: [
    { title: 'emitter', width: 'minmax(70px, 2fr)',
      draw: ({ emitter }) => <Cell object={emitter} /> },
    { title: 'event', width: 'minmax(60px, 1fr)',
      draw: ({ event, warning }) => (
        <span>{event ?? <span class="of">not told</span>}{' '}
          {warning && <span class="tag tag-error">piles up</span>}</span>) },
    count('listeners', ({ count: all }) => all),
    count('the same', ({ same }) => same, true),
    size('keep alive', ({ retained }) => retained),
  ],
  detail: ({ functions, functionCount, same, warning, once }) => (
    <>
      {warning && <p class="is-note">One function is there {number(same)} times:
        it is added and never removed.</p>}
      {once > 0 && <p>{number(once)} of them listen once.</p>}
      <Functions functions={functions} count={functionCount} />
    </>
  ),
};

// ---- Timers ----------------------------------------------------------------

const TIMERS: Finder<TimerGroup, 'HeapSnapshot.timers'> = {
  name: 'timers', title: 'Timers', method: 'HeapSnapshot.timers',
  lead: 'Timers that wait, by function: each keeps its callback alive, and ' +
    'all that this can see; an interval does so until it is cleared.',
  rows: ({ timers }) => timers,
  aside: ({ count: all, retained }) => `${plural(all, 'timer')}, keep ${
    bytes(retained)}`,
  objectOf: ({ example }) => example,
  empty: 'No timer waits.',
  columns: [
    { title: 'function', width: 'minmax(70px, 2fr)',
      draw: ({ callback }) => <Cell object={callback} /> },
    { title: 'place', width: 'minmax(90px, 1fr)', wide: true,
      draw: ({ location }) => location ? placeText(location) : '' },
    { title: 'kind', width: 'minmax(60px, 1fr)',
      draw: ({ kind, repeats }) => repeats ? 'interval' : kind },
    count('timers', ({ count: all }) => all),
    size('keep alive', ({ retained }) => retained),
  ],
};

// ---- Detached trees --------------------------------------------------------

const DETACHED: Finder<DetachedTree, 'HeapSnapshot.detached'> = {
  name: 'detached', title: 'Detached DOM trees',
  method: 'HeapSnapshot.detached',
  lead: 'Nodes that are in no page any more: one reference to any of them ' +
    'keeps the whole tree.',
  rows: ({ detached }) => detached,
  aside: ({ trees, nodes, retained }) => `${plural(trees, 'tree')}, ${
    plural(nodes, 'node')}, keep ${bytes(retained)}`,
  objectOf: ({ held }) => held,
  empty: 'No DOM node is detached.',
  columns: [
    { title: 'held node', width: 'minmax(70px, 2fr)',
      draw: ({ held }) => <Cell object={held} /> },
    { title: 'held by', width: 'minmax(110px, 3fr)', wide: true,
      draw: ({ path }) => <span class="text" title={path}>{path}</span> },
    count('trees', ({ trees }) => trees),
    count('nodes', ({ nodes }) => nodes),
    size('keep alive', ({ retained }) => retained),
  ],
  detail: ({ path, holder, root }) => (
    <>
      <h3>Held by</h3>
      <p class="string-text">{path}</p>
      {holder && <p>The holder: <ObjectChip object={holder} /></p>}
      <p>The top of the tree: <ObjectChip object={root} /></p>
    </>
  ),
};

// ---- Globals ---------------------------------------------------------------

const GLOBALS: Finder<GlobalRow, 'HeapSnapshot.globals'> = {
  name: 'globals', title: 'Globals', method: 'HeapSnapshot.globals',
  lead: 'What the global objects hold is there for good: the program\'s own ' +
    'come first.',
  rows: ({ globals }) => globals,
  aside: ({ own, total }) => `${plural(own, 'global')} of the program, ${
    number(total)} in all`,
  objectOf: ({ node }) => node,
  empty: 'There are none.',
  columns: [
    { title: 'name', width: 'minmax(70px, 1fr)',
      draw: ({ name, standard }) => (
        <span class={standard ? 'of' : ''}>{name}</span>) },
    { title: 'value', width: 'minmax(90px, 2fr)',
      draw: ({ node }) => <Cell object={node} /> },
    { title: 'of', width: 'minmax(90px, 1fr)', wide: true,
      draw: ({ of }) => <Cell object={of} /> },
    size('keeps alive', ({ node }) => node.retained),
  ],
};

// ---- Collections -----------------------------------------------------------

const percent = (fill: number | null) =>
  fill === null ? '' : `${Math.round(100 * fill)}%`;

const COLLECTIONS: Finder<CollectionRow, 'HeapSnapshot.collections'> = {
  name: 'collections', title: 'Collections',
  method: 'HeapSnapshot.collections',
  lead: 'Maps, Sets, arrays and the like: how full they are, and what of ' +
    'their memory holds nothing.',
  rows: ({ collections }) => collections,
  aside: ({ total, wasted }) => `${countOf(total, 'of them')}, ${
    bytes(wasted)} for nothing`,
  objectOf: ({ node }) => node,
  empty: 'There are none.',
  head: ({ kinds }) => (
    <ul class="finder-kinds" aria-label="By kind">
      {kinds.filter(({ collections }) => collections > 0).map((kind) => (
        <li key={kind.name}><b>{kind.name}</b> {number(kind.collections)}
          <span class="of">{kind.empty > 0 && `${number(kind.empty)} empty, `}
            {bytes(kind.wasted)} for nothing</span></li>
      ))}
    </ul>
  ),
  columns: [
    { title: 'collection', width: 'minmax(70px, 2fr)',
      draw: ({ node }) => <Cell object={node} /> },
    { title: 'kind', width: 'minmax(80px, 1fr)', wide: true,
      draw: ({ kind }) => kind },
    count('items', ({ count: all }) => all),
    { title: 'full', width: '50px', numeric: true,
      draw: ({ fill, state }) => fill === null ? state : percent(fill) },
    size('for nothing', ({ wasted }) => wasted),
  ],
};

export const Closures = () => <FinderView finder={CLOSURES} />;
export const Listeners = () => <FinderView finder={LISTENERS} />;
export const Timers = () => <FinderView finder={TIMERS} />;
export const Detached = () => <FinderView finder={DETACHED} />;
export const Globals = () => <FinderView finder={GLOBALS} />;
export const Collections = () => <FinderView finder={COLLECTIONS} />;
