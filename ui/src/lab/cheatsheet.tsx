// The cheatsheet: one page to print. What it says of the engine, the engine
// says, while it is drawn.
import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import {
  caches, collectors, elements, keepers, leaks, order, places, type Fact,
  type Frame,
} from './facts.ts';

function Card({ title, children }: {
  title: string;
  children: ComponentChildren;
}) {
  return <section class="sheet-card"><h2>{title}</h2>{children}</section>;
}

function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="facts-list">
      {facts.map(({ code, said }) => (
        <div key={code}><dt><code>{code}</code></dt><dd>{said}</dd></div>
      ))}
    </dl>
  );
}

const dots = (count: number): string =>
  count === 0 ? '·' : '●'.repeat(count);

function Collectors({ frames }: { frames: Frame[] }) {
  return (
    <table>
      <thead><tr><th scope="col">after</th><th scope="col">marking</th>
        <th scope="col">counting</th></tr></thead>
      <tbody>
        {frames.map(({ code, marking, counting }) => (
          <tr key={code}><th scope="row"><code>{code}</code></th>
            <td aria-label={`${marking} objects`}>{dots(marking)}</td>
            <td aria-label={`${counting} objects`}>{dots(counting)}</td></tr>
        ))}
      </tbody>
    </table>
  );
}

const WORDS: Fact[] = [
  { code: 'shallow', said: 'bytes of the object itself' },
  { code: 'retained', said: 'what would go if it were not there' },
  { code: 'dominator', said: 'every path from the roots goes through it' },
  { code: 'distance', said: 'links from the nearest root' },
  { code: 'retainer', said: 'who refers to it' },
  { code: 'detached', said: 'a node off the page that somebody holds' },
];

const HUNT = [
  'Repeat one action; take a snapshot before, in the middle and after.',
  'Look at what came after the first and is still in the last.',
  'Find what it has in common: its dominator.',
  'Follow the retainers to a root; find the reference that is too much.',
  'Cut it, repeat, and see that the growth is gone.',
];

interface Sheet {
  order: string[];
  places: Fact[];
  caches: Fact[];
  elements: Fact[];
  keepers: Fact[];
  collectors: Frame[];
  leaks: Fact[];
}

/** One after the other: there is one program at a time. */
async function ask(): Promise<Sheet> {
  return {
    order: await order(), places: await places(), caches: await caches(),
    elements: await elements(), keepers: await keepers(),
    collectors: await collectors(), leaks: await leaks(),
  };
}

export function Cheatsheet({ isOpen }: { isOpen: boolean }) {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    ask().then(setSheet).catch((error: Error) => setFailure(error.message));
  }, [isOpen]);
  if (failure) return <p class="failure" role="alert">{failure}</p>;
  if (!sheet) return <p class="waiting" role="status">Asking the engine…</p>;
  return (
    <div class="sheet">
      <header>
        <h1>The memory of JavaScript on a page</h1>
        <p>Everything about the engine was read from it when this page was
          drawn. <button type="button" class="quiet no-print"
            onClick={() => window.print()}>Print it</button></p>
      </header>
      <Card title="What runs when (Node's order)">
        <ol class="sheet-steps">
          {sheet.order.map((line) => <li key={line}>{line}</li>)}
        </ol>
      </Card>
      <Card title="Where a value lives"><Facts facts={sheet.places} /></Card>
      <Card title="What a cache has learned at o.x">
        <Facts facts={sheet.caches} /></Card>
      <Card title="The ladder of elements"><Facts facts={sheet.elements} />
      </Card>
      <Card title="What keeps an object alive">
        <Facts facts={sheet.keepers} /></Card>
      <Card title="Two objects, two collectors">
        <Collectors frames={sheet.collectors} /></Card>
      <Card title="A leak is reached, not needed, and grows">
        <Facts facts={sheet.leaks} /></Card>
      <Card title="The words of a snapshot"><Facts facts={WORDS} /></Card>
      <Card title="The five steps of a hunt">
        <ol class="sheet-steps">
          {HUNT.map((step) => <li key={step}>{step}</li>)}
        </ol>
      </Card>
    </div>
  );
}
