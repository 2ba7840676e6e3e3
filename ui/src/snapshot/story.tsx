// The first page: what the heap is made of, where it gathers, what is odd.
import { number, plural, shorten } from '../model/format.ts';
import { Panel } from '../draw/panel.tsx';
import { canAsk, snapshot, useAnswer } from './answers.ts';
import { Go, ObjectChip, Part, Wait } from './parts.tsx';
import type { Story as Told, Suspect } from './protocol.ts';
import { bytes, placeText, share } from './words.ts';

function Kinds({ of }: { of: Told }) {
  const kinds = [...of.kinds].sort((a, b) => b.bytes - a.bytes);
  return (
    <Panel name="kinds" title="What it is made of">
      <ul class="kinds">
        {kinds.map(({ name, count, bytes: size }) => (
          <li key={name}>
            <span class="kind-name">{name}</span>
            <Part size={size} whole={of.bytes} />
            <span class="of">{number(count)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Constructors({ of }: { of: Told }) {
  return (
    <Panel name="biggest" title="Biggest constructors"
      aside={<Go to={{ view: 'constructors' }}>all of them</Go>}>
      <table class="plain">
        <caption class="hidden">Biggest constructors</caption>
        <thead><tr><th scope="col">constructor</th>
          <th scope="col" class="is-number">objects</th>
          <th scope="col" class="is-number">keep alive</th></tr></thead>
        <tbody>
          {of.classes.map(({ name, count, retained, location }) => (
            <tr key={`${name}${location?.line}`}>
              <th scope="row"><Go to={{ view: 'class', name }}>
                {shorten(name, 48)}</Go>{' '}
                {location && <span class="of">{placeText(location)}</span>}
              </th>
              <td class="is-number">{number(count)}</td>
              <td class="is-number"><Part size={retained}
                whole={of.bytes} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function SuspectItem({ of, whole }: { of: Suspect; whole: number }) {
  return (
    <li class="suspect">
      <p class="suspect-head">
        <ObjectChip object={of.owner} />
        <b>keeps {bytes(of.retained)}</b>
        <span class="of">{share(of.retained, whole)} of the heap</span>
      </p>
      <p>{plural(of.count, 'object')} of <Go to={{
        view: 'class', name: of.class,
      }}>{shorten(of.class, 60)}</Go> hang on it: {bytes(of.gathered)}</p>
      <p class="path-text">{of.path}</p>
      <p class="line-up">
        <Go to={{ view: 'treemap', root: of.owner.id }}>what it keeps</Go>
      </p>
    </li>
  );
}

function Suspects({ of }: { of: Told }) {
  return (
    <Panel name="suspects" title="Where it gathers" aside={canAsk('leaks') &&
      <Go to={{ view: 'leaks' }}>what to cut</Go>}>
      {of.suspects.length === 0
        ? <p class="empty">Nothing keeps a great part of it alone.</p>
        : <ol class="suspects">{of.suspects.map((suspect) => (
          <SuspectItem key={suspect.owner.id} of={suspect}
            whole={of.bytes} />))}</ol>}
    </Panel>
  );
}

function Duplicates({ of }: { of: Told }) {
  return (
    <Panel name="duplicates" title="Repeated strings"
      aside={<Go to={{ view: 'strings' }}>all of them</Go>}>
      <p class="lead">{bytes(of.wasted)} would do without.</p>
      <table class="plain">
        <caption class="hidden">Repeated strings</caption>
        <thead><tr><th scope="col">text</th>
          <th scope="col" class="is-number">times</th>
          <th scope="col" class="is-number">for nothing</th></tr></thead>
        <tbody>
          {of.duplicates.map(({ text, count, wasted }, index) => (
            <tr key={index}>
              <th scope="row" class="text">{`“${shorten(text, 60)}”`}</th>
              <td class="is-number">{number(count)}</td>
              <td class="is-number">{bytes(wasted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

export function Story() {
  const { result: of, error } = useAnswer('HeapSnapshot.open', {});
  if (!of) return <Wait error={error} what="Telling the story" />;
  return (
    <div class="story" key={snapshot.value}>
      <p class="story-lead">
        <b>{bytes(of.bytes)}</b> in <b>{number(of.nodes)}</b> objects with <b>
          {number(of.edges)}</b> references
        {of.detached > 0 && <>; <b>{plural(of.detached, 'detached node')}
        </b></>}
        {of.truncated && <span class="tag tag-error">the file was cut off: this
          is what there is of it</span>}
      </p>
      <Suspects of={of} />
      <Kinds of={of} />
      <Constructors of={of} />
      <Duplicates of={of} />
    </div>
  );
}
