// All about one object: its sizes, what it refers to, what refers to it, and
// the paths that keep it alive.
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { number, shorten } from '../model/format.ts';
import { Empty } from '../draw/panel.tsx';
import { Icon } from '../draw/icons.tsx';
import { ask, snapshot, useAnswer } from './answers.ts';
import { Go, ObjectCell, ObjectChip, Part } from './parts.tsx';
import { Paths } from './paths.tsx';
import { choose, go, isNarrow, place } from './place.ts';
import type { Field, HeapObject, ObjectAnswer, Retainer } from './protocol.ts';
import { Rows, type Column } from './rows.tsx';
import {
  bytes, markOf, nameOf, placeText, sayDistance, sayWay,
} from './words.ts';

const FIELD_COLUMNS: Column<Field>[] = [
  { title: 'name', width: 'minmax(70px, 2fr)', draw: ({ access, type }) => (
    <span title={`${access} (${type})`} class={
      type === 'property' || type === 'element' ? 'edge-access'
        : 'edge-access is-inner'}>{access}</span>) },
  { title: 'object', width: 'minmax(90px, 3fr)', draw: ({ node }) =>
    <ObjectCell object={node} /> },
  { title: 'keeps', width: '76px', numeric: true, draw: ({ node }) =>
    bytes(node.retained) },
];

const RETAINER_COLUMNS: Column<Retainer>[] = [
  { title: 'object', width: 'minmax(90px, 3fr)', draw: ({ node }) =>
    <ObjectCell object={node} /> },
  { title: 'by', width: 'minmax(70px, 2fr)', draw: ({ edges }) => (
    <span class="edge-access" title={edges.map(({ access, type }) =>
      `${access} (${type})`).join(', ')}>{edges[0]?.access}{edges.length > 1 &&
      ` and ${edges.length - 1} more`}{edges[0]?.type === 'weak' &&
      <span class="tag">weak</span>}</span>) },
  { title: 'distance', width: '68px', numeric: true, draw: ({ node }) =>
    sayDistance(node.distance) },
];

function Head({ of: { node, location } }: { of: ObjectAnswer }) {
  const { glyph, family } = markOf(node.type);
  return (
    <div class="object-head">
      <span class={`tile-html family-${family}`} aria-hidden="true">{glyph}
      </span>
      <div>
        <p class="object-title">{shorten(node.name, 160)}</p>
        <p class="object-facts">
          {node.class !== node.name && `${shorten(node.class, 60)}, `}
          {node.type} <span class="address">{nameOf(node.id)}</span>
          {location && <>, made at {placeText(location)}</>}
          {node.detached && <span class="tag tag-error">detached</span>}
        </p>
      </div>
    </div>
  );
}

function Sizes({ of: { node, dominator } }: { of: ObjectAnswer }) {
  const isRoot = dominator.id === node.id;
  return (
    <dl class="facts">
      <dt>keeps alive</dt>
      <dd><Part size={node.retained} bar={false} /></dd>
      <dt>own size</dt><dd>{bytes(node.self)}</dd>
      <dt>from the roots</dt>
      <dd>{sayWay(node.distance)}</dd>
      {!isRoot && <><dt>freed with</dt>
        <dd><ObjectChip object={dominator} most={30} /></dd></>}
    </dl>
  );
}

/** Paths. */
const FIRST = 3;
const MOST = 203;

function WhySection({ id }: { id: number }) {
  const limit = Math.min(place.value.paths ?? FIRST, MOST);
  const { result, error, busy } = useAnswer('HeapSnapshot.why', { id, limit });
  return (
    <section class="part why" aria-labelledby="card-why">
      <h3 id="card-why">Why it is alive</h3>
      {!result || result.node?.id !== id
        ? <p class="of" role="status">{error ?? 'Following the paths…'}</p>
        : <Paths of={result} />}
      {result && !busy && result.total > limit && limit < MOST && (
        <button type="button" class="quiet" onClick={() =>
          go({ paths: limit + 10 }, 'replace')}>more paths</button>)}
    </section>
  );
}

function Card({ of }: { of: ObjectAnswer }) {
  const { node: { id }, total, retainers } = of;
  const about = `${snapshot.value} ${id}`;
  return (
    <div class="object-body scrolls" tabIndex={0} role="group"
      aria-label={`${shorten(of.node.label, 80)} ${nameOf(id)}`}>
      <Head of={of} />
      <Sizes of={of} />
      <p class="line-up card-links">
        <Go to={{ view: 'treemap', root: id }}>what it keeps</Go>
        <Go to={{ view: 'class', name: of.node.class }}>others of its kind</Go>
      </p>
      <WhySection id={id} key={about} />
      <section class="part" aria-labelledby="card-fields">
        <h3 id="card-fields">Refers to<span class="of">{number(total)}</span>
        </h3>
        {total > 0 && <Rows label="Refers to" columns={FIELD_COLUMNS}
          about={about} most={12} fetch={async (offset, limit) => {
            const page = await ask('HeapSnapshot.object',
              { id, offset, limit });
            return { rows: page.fields, total: page.total };
          }} act={({ node }) => choose(node.id)} />}
      </section>
      <section class="part" aria-labelledby="card-retainers">
        <h3 id="card-retainers">Referred to by<span class="of">{
          number(retainers)}</span></h3>
        {retainers > 0 && <Rows label="Referred to by"
          columns={RETAINER_COLUMNS} about={about} most={8}
          fetch={async (offset, limit) => {
            const page = await ask('HeapSnapshot.retainers',
              { id, offset, limit });
            return { rows: page.retainers, total: page.total };
          }} act={({ node }) => choose(node.id)} />}
      </section>
    </div>
  );
}

/** Said by screen readers when another object is chosen. */
const say = ({ label, id, retained }: HeapObject): string =>
  `Chosen: ${shorten(label, 60)} ${nameOf(id)}, keeps ${bytes(retained)} alive`;

export function ObjectCard() {
  const id = place.value.object;
  const panel = useRef<HTMLElement>(null);
  // where the card covers the page, it is where the reader goes on
  useSignalEffect(() => {
    if (place.value.object !== null && isNarrow()) panel.current?.focus();
  });
  if (id === null) return null;
  return <CardOf id={id} panel={panel} />;
}

function CardOf({ id, panel }: {
  id: number;
  panel: { current: HTMLElement | null };
}) {
  const { result, error, busy } = useAnswer('HeapSnapshot.object',
    { id, offset: 0, limit: 0 });
  const isNow = result?.node.id === id;
  return (
    <section class="panel panel-card" id="panel-card" tabIndex={-1} ref={panel}
      aria-labelledby="title-card" data-object={isNow ? id : undefined}>
      <header class="panel-head">
        <h2 id="title-card">Object</h2>
        <div class="panel-aside">
          <button type="button" class="tool" aria-label="Back"
            title="Back to what was shown before" onClick={() =>
              window.history.back()}><Icon name="back" /></button>
          <button type="button" class="tool" aria-label="Close the object"
            title="Close the object (Escape)" onClick={() => choose(null)}>
            <Icon name="close" /></button>
        </div>
      </header>
      {result && (isNow || busy) ? <Card of={result} />
        : <Empty>{error ?? 'Reading…'}</Empty>}
      <p class="hidden" role="status">{isNow ? say(result.node) : ''}</p>
    </section>
  );
}
