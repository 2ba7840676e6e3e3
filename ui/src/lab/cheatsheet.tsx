// The cheatsheet: one page to print. It was drawn when the house was built,
// from runs of the engine that serves it (tools/cheatsheet.mjs).
import { useEffect, useState } from 'preact/hooks';
import { setCaption } from '../figure/caption.ts';
import { FigureMenu } from '../figure/menu.tsx';

interface Card {
  name: string;
  title: string;
  html: string;
}

interface Sheet {
  /** The version of the engine that it was read from. */
  engine: string;
  cards: Card[];
}

async function readSheet(): Promise<Sheet> {
  const answer = await fetch('/content/cheatsheet.json');
  if (!answer.ok) throw new Error('it was built without the engine');
  return await answer.json() as Sheet;
}

export function Cheatsheet() {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    readSheet().then((read) => {
      setSheet(read);
      setCaption(() => ({ program: 'Cheatsheet', moment: '',
        engine: `Glassheap's engine ${read.engine}`,
        truth: 'read from this engine, when it was built' }));
    }, (error: Error) => setFailure(error.message));
  }, []);
  if (failure) return <p class="failure" role="alert">{failure}</p>;
  if (!sheet) return <p class="waiting">…</p>;
  return (
    <div class="sheet" data-figure>
      <header>
        <h1>The memory of JavaScript on a page</h1>
        <p><span class="truth-mark">read from this engine</span>, {
          sheet.engine}, when it was built: every picture and number is of a
          run.{' '}
          <button type="button" class="quiet no-print" data-control
            onClick={() => window.print()}>Print it</button>{' '}
          <span class="no-print"><FigureMenu title="Cheatsheet" /></span></p>
      </header>
      {sheet.cards.map(({ name, title, html }) => (
        <section key={name} class={`sheet-card sheet-${name}`}
          aria-label={title}>
          <h2>{title}</h2>
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </section>
      ))}
    </div>
  );
}
