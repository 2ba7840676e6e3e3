// The exercise of a lesson: change the program, and the engine says whether it
// is what was asked for.
import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { Console } from '../draw/console.tsx';
import { kept } from '../model/kept.ts';
import { judge, type Outcome } from './checks.ts';
import {
  programOf, readDocument, type Check, type Document,
} from './content.ts';
import { CutsExercise } from './cuts.tsx';
import { lazy } from './lazy.tsx';
import { followText, programOfAddress, writeProgram } from './place.ts';
import { solve } from './progress.ts';
import { draft, refusal, runProgram, running } from './run.ts';

const Editor = lazy(async () => (await import('./editor.tsx')).Editor);

const checksOf = ({ parts }: Document): Check[] =>
  parts.flatMap((part) => part.type === 'checks' ? part.checks : []);

const settings = (name: string, { meta }: Document) => ({
  name: `${name}.js`,
  host: meta.host === 'browser' ? 'browser' as const : 'node' as const,
});

function Outcomes({ outcomes }: { outcomes: Outcome[] }) {
  const isRight = outcomes.every((each) => each.isRight);
  return (
    <div class={`verdict ${isRight ? 'is-right' : 'is-wrong'}`} role="status">
      <p><b>{isRight ? '✓ Solved.' : '✗ Not yet.'}</b></p>
      <ul>
        {outcomes.map(({ isRight, said }, at) => (
          <li key={at}>{isRight ? '✓' : '✗'} {said}</li>
        ))}
      </ul>
    </div>
  );
}

export function Exercise({ name }: { name: string }) {
  const [document, setDocument] = useState<Document | null>(null);
  const outcomes = useSignal<Outcome[] | null>(null);
  // until the program of the page stands there
  const isReady = useSignal(false);
  useEffect(() => {
    void readDocument('lessons', name).then(async (read) => {
      setDocument(read);
      const text = await programOfAddress() ?? programOf(read);
      if (!text) return;
      await runProgram({ text, ...settings(name, read) });
      isReady.value = true;
      // an answer that was sent is judged again: who solved it is not asked
      if (kept.checked.peek() && !refusal.peek()) {
        outcomes.value = await judge(checksOf(read), text);
      }
      const edited = await programOfAddress('draft');
      if (edited !== null) draft.value = edited;
    });
    return followText('draft', () => running.value === null ||
      draft.value === running.value.text ? null : draft.value);
  }, [name]);
  if (!document) return <p class="waiting">…</p>;
  const cuts = document.parts.find((part) => part.type === 'cuts');
  if (cuts) {
    return (
      <div class="exercise has-heaps">
        <h1 class="hidden">Exercise: {document.meta.title}</h1>
        <CutsExercise lesson={name} cuts={cuts} />
      </div>
    );
  }
  const check = async () => {
    const text = draft.value;
    outcomes.value = null;
    void writeProgram(text === programOf(document) ? null : text);
    kept.checked.value = true;
    await runProgram({ text, ...settings(name, document) });
    if (refusal.value) return;
    outcomes.value = await judge(checksOf(document), text);
    if (outcomes.value.every(({ isRight }) => isRight)) solve(name, text);
  };
  return (
    <div class="exercise">
      <h1 class="hidden">Exercise: {document.meta.title}</h1>
      <section class="panel panel-editor" aria-labelledby="title-editor">
        <header class="panel-head">
          <h2 id="title-editor">Your program</h2>
          <div class="panel-aside">
            {draft.value !== programOf(document) && (
              <button type="button" class="quiet" onClick={() => {
                draft.value = programOf(document);
              }}>start over</button>
            )}
            <button type="button" class="main-button"
              disabled={!isReady.value} onClick={() => void check()}>
              Check</button>
          </div>
        </header>
        <Editor run={() => { if (isReady.peek()) void check(); }} />
        {refusal.value && (
          <pre class="refusal" role="alert">{refusal.value.trim()}</pre>
        )}
      </section>
      {outcomes.value && <Outcomes outcomes={outcomes.value} />}
      <Console />
    </div>
  );
}
