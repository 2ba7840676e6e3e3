// The tables: constructors, strings, and the paths to a constructor's objects.
import { useState } from 'preact/hooks';
import { number, shorten } from '../model/format.ts';
import { Panel } from '../draw/panel.tsx';
import { ask, snapshot, useAnswer } from './answers.ts';
import { Part, Wait } from './parts.tsx';
import { Paths } from './paths.tsx';
import { choose, go, place } from './place.ts';
import {
  WAYS, type Duplicate, type HeapGroup, type Way,
} from './protocol.ts';
import { countOf, Rows, type Column } from './rows.tsx';
import { bytes, placeText, sayDistance } from './words.ts';

// ---- Constructors ----------------------------------------------------------

const WAY_NAMES: Record<Way, string> = {
  constructor: 'constructor', shape: 'Shape', location: 'place',
  site: 'allocating function', time: 'time',
};
const WAY_TITLES: Record<Way, string> = {
  constructor: 'constructor', shape: 'Shape', location: 'place',
  site: 'allocated by', time: 'allocated',
};

const calledBy = ({ stack }: HeapGroup): string =>
  stack?.length ? `called by ${stack.map(({ name }) => name).join(' ← ')}` : '';

const classColumns = (way: Way): Column<HeapGroup>[] => [
  { title: WAY_TITLES[way], width: 'minmax(120px, 2fr)', sort: 'name',
    draw: (group) => (
      <span title={[group.name, calledBy(group)].filter(Boolean).join('\n')}>
        {group.name} {group.location &&
        <span class="of">{placeText(group.location)}</span>} {group.stack &&
        <span class="of">{calledBy(group)}</span>}</span>) },
  { title: 'distance', width: '70px', numeric: true, wide: true,
    draw: ({ distance }) => sayDistance(distance) },
  { title: 'objects', width: '88px', numeric: true, sort: 'count',
    draw: ({ count }) => number(count) },
  { title: 'own size', width: 'minmax(110px, 1fr)', numeric: true, wide: true,
    sort: 'self', draw: ({ self }) => <Part size={self} /> },
  { title: 'keep alive', width: 'minmax(110px, 1fr)', numeric: true,
    sort: 'retained', draw: ({ retained }) => <Part size={retained} /> },
];

function ByWhat({ way }: { way: Way }) {
  return (
    <label class="by">by <select value={way} onChange={(event) => {
      const by = event.currentTarget.value;
      go({ by: by === 'constructor' ? '' : by });
    }}>
      {WAYS.map((name) => (
        <option key={name} value={name}>{WAY_NAMES[name]}</option>))}
    </select></label>
  );
}

function Filter() {
  return (
    <input type="search" class="filter" placeholder="name contains…"
      aria-label="Only those whose name contains"
      value={place.value.filter} onInput={(event) => {
        go({ filter: event.currentTarget.value }, 'replace');
      }} />
  );
}

export function Constructors() {
  const { filter } = place.value;
  const sort = place.value.sort || 'retained';
  const way = WAYS.find((name) => name === place.value.by) ?? 'constructor';
  const isByConstructor = way === 'constructor';
  const [total, setTotal] = useState(0);
  return (
    <Panel name="constructors" title="Constructors" class="fills" aside={<>
      <span role="status">{countOf(total, 'of them')}</span>
      <ByWhat way={way} /><Filter /></>}>
      <Rows label="Constructors" columns={classColumns(way)} sort={sort}
        about={`${snapshot.value} ${way} ${sort} ${filter}`}
        onSort={(by) => go({ sort: by === 'retained' ? '' : by })}
        fetch={async (offset, limit) => {
          const page = await ask('HeapSnapshot.summary', {
            sort, offset, limit, ...filter && { filter },
            ...!isByConstructor && { by: way },
          });
          setTotal(page.total);
          return { rows: page.classes, total: page.total };
        }}
        act={({ name, example }) => {
          if (isByConstructor) go({ view: 'class', name });
          else if (example !== undefined) choose(example);
        }}
        empty={filter ? 'None has that in its name.'
          : 'The file does not tell.'} />
    </Panel>
  );
}

/** How the objects of one constructor are held. */
export function ClassView() {
  const { name } = place.value;
  const { result, error, busy } = useAnswer('HeapSnapshot.why',
    { class: name, limit: 20 });
  return (
    <Panel name="class" title={shorten(name, 70)} class="fills" aside={
      result && <span>{number(result.count ?? 0)} objects</span>}>
      {!result || busy ? <Wait error={error} what="Following the paths" />
        : <div class="scrolls padded" tabIndex={0} role="group"
          aria-label="Paths">
          <p class="lead">What keeps them alive, the most common paths first
            {(result.followed ?? 0) < (result.count ?? 0) &&
              `, from ${number(result.followed ?? 0)} of them`}.</p>
          <Paths of={result} many />
        </div>}
    </Panel>
  );
}

// ---- Strings ---------------------------------------------------------------

const STRING_COLUMNS: Column<Duplicate>[] = [
  { title: 'text', width: 'minmax(120px, 3fr)',
    draw: ({ text }) =>
      <span class="text" title={text}>{`“${text}”`}</span> },
  { title: 'times', width: '80px', numeric: true,
    draw: ({ count }) => number(count) },
  { title: 'in all', width: '84px', numeric: true, wide: true,
    draw: ({ bytes: size }) => bytes(size) },
  { title: 'for nothing', width: 'minmax(96px, 1fr)', numeric: true,
    draw: ({ wasted }) => <Part size={wasted} /> },
];

export function Strings() {
  const [known, setKnown] = useState({ total: 0, wasted: 0 });
  const text = place.value.name;
  return (
    <Panel name="strings" title="Repeated strings" class="fills" aside={
      <span role="status">{countOf(known.total, 'texts')}, {
        bytes(known.wasted)} for nothing</span>}>
      <Rows label="Strings" columns={STRING_COLUMNS}
        about={String(snapshot.value)}
        fetch={async (offset, limit) => {
          const page = await ask('HeapSnapshot.strings', { offset, limit });
          setKnown(page);
          return { rows: page.strings, total: page.total };
        }}
        act={(row) => go({ name: row.text }, 'replace')} empty="Every text is there once." />
      {text && <p class="string-text chosen-text" role="status">
        {`“${text}”`}</p>}
    </Panel>
  );
}
