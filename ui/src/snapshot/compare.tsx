// What changed between the files, by constructor; what grows and why.
import { useState } from 'preact/hooks';
import { number, plural, shorten } from '../model/format.ts';
import { Panel } from '../draw/panel.tsx';
import { ask, canAsk, useAnswer } from './answers.ts';
import { Go, ObjectChip, Wait } from './parts.tsx';
import { choose, go, place } from './place.ts';
import type { Change, Diff, Leak } from './protocol.ts';
import { countOf, Rows, type Column } from './rows.tsx';
import { bytes, fileName, signed, signedBytes } from './words.ts';

// ---- Comparison ------------------------------------------------------------

const CHANGE_COLUMNS: Column<Change>[] = [
  { title: 'constructor', width: 'minmax(110px, 2fr)', sort: 'name',
    draw: ({ class: name, line }) => <span title={name}>{name} {line > 0 &&
      <span class="of">line {line}</span>}</span> },
  { title: 'new', width: '78px', numeric: true, wide: true,
    draw: ({ new: { count } }) => number(count) },
  { title: 'freed', width: '78px', numeric: true, wide: true,
    draw: ({ freed: { count } }) => number(count) },
  { title: 'count', width: '78px', numeric: true, sort: 'count',
    draw: ({ delta }) => signed(delta.count) },
  { title: 'size', width: '92px', numeric: true, sort: 'bytes',
    draw: ({ delta }) => <b>{signedBytes(delta.bytes)}</b> },
  { title: 'new ones keep', width: '104px', numeric: true, wide: true,
    draw: ({ retained }) => bytes(retained) },
];

function Totals({ of: { totals, snapshots } }: { of: Diff }) {
  const first = snapshots[0];
  const last = snapshots.at(-1);
  return (
    <p class="story-lead">
      {first && last && <>{fileName(first.path)}: <b>{bytes(first.total)}</b>
        {' → '}{fileName(last.path)}: <b>{bytes(last.total)}</b>. </>}
      <span class="grew">+{number(totals.new.count)} objects, {
        bytes(totals.new.bytes)}</span>;{' '}
      <span class="shrank">−{number(totals.freed.count)}, {
        bytes(totals.freed.bytes)}</span>; together <b>{
        signedBytes(totals.delta.bytes)}</b>
    </p>
  );
}

export function Compare() {
  const sort = place.value.sort || 'bytes';
  const [diff, setDiff] = useState<Diff | null>(null);
  return (
    <div class="stack-up">
      {diff && <Totals of={diff} />}
      <Panel name="compare" title="What changed" class="fills" aside={<>
        {diff && <span role="status">{countOf(diff.total, 'constructors')}
        </span>}
        {canAsk('leaks') && <Go to={{ view: 'leaks' }}>what to cut</Go>}</>}>
        <Rows label="What changed" columns={CHANGE_COLUMNS} sort={sort}
          about={sort} onSort={(by) => go({ sort: by })}
          fetch={async (offset, limit) => {
            const page = await ask('HeapSnapshot.diff',
              { sort, offset, limit });
            setDiff(page);
            return { rows: page.classes, total: page.total };
          }}
          act={({ examples }) => {
            if (examples[0] !== undefined) {
              go({ object: examples[0], snapshot: null });
            }
          }} empty="Nothing changed." />
        {diff && diff.noise.length > 0 && (
          <details class="noise">
            <summary>{plural(diff.noise.length, 'kind')} of the engine's and
              the tools' own objects changed too</summary>
            <ul>{diff.noise.slice(0, 12).map(({ class: name, delta }) => (
              <li key={name}>{name} <b>{signedBytes(delta.bytes)}</b></li>
            ))}</ul>
          </details>)}
      </Panel>
    </div>
  );
}

// ---- Leaks -----------------------------------------------------------------

function LeakItem({ of }: { of: Leak }) {
  return (
    <li class="suspect">
      <p class="suspect-head"><b>{of.title}</b>
        <span class={`tag sure-${of.sure}`}>{of.sure}</span>
        {of.framework && <span class="tag">{of.framework}</span>}
        <span class="of">{bytes(of.bytes)} in {plural(of.objects, 'object')}
        </span></p>
      <p class="path-text">{of.path}</p>
      <p class="cut"><b><span aria-hidden="true">✂ </span>{of.cut}</b></p>
      {of.advice && <p>{of.advice}</p>}
      <details><summary>evidence</summary>
        <ul class="evidence">{of.evidence.map((text, index) => (
          <li key={index}>{text}</li>))}
        {of.silhouette.slice(0, 6).map(({ class: name, count, bytes: size,
          id }) => (
          <li key={name}>{number(count)} <button type="button" class="quiet"
            onClick={() => choose(id)}>{shorten(name, 50)}</button>, {
            bytes(size)}</li>))}</ul>
      </details>
      <p class="line-up"><span class="of">the largest</span>
        <ObjectChip object={of.example} />
        {of.owner && <><span class="of">held by</span>
          <ObjectChip object={of.owner} /></>}</p>
    </li>
  );
}

function LeakList({ title, of, open = false }: {
  title: string;
  of: Leak[];
  open?: boolean;
}) {
  if (!of.length) return null;
  return (
    <details class="part" open={open}>
      <summary><h3>{title}<span class="of">{of.length}</span></h3></summary>
      <ol class="suspects">{of.map((leak, index) => (
        <LeakItem key={index} of={leak} />))}</ol>
    </details>
  );
}

export function LeaksView() {
  const { result: of, error } = useAnswer('HeapSnapshot.leaks', {});
  if (!of) return <Wait error={error} what="Looking for what grows" />;
  return (
    <Panel name="leaks" title="What to cut" class="fills">
      <div class="scrolls padded" tabIndex={0} role="group"
        aria-label="Suspects">
        <p class="lead">{of.title}</p>
        <LeakList title="Suspects" of={of.suspects} open />
        <LeakList title="Grew, but looks like no leak" of={of.ordinary} />
        <LeakList title="Made by the tools and the engine" of={of.noise} />
      </div>
    </Panel>
  );
}
