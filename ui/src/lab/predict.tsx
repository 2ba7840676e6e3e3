// Predict before see: the run waits for a prediction, which can be skipped;
// then both stand side by side, what was thought and what the engine did.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { request } from '../connection.ts';
import { now } from '../model/store.ts';
import { QUESTIONS, agrees, type Question } from './questions.ts';
import { running, seekEnd } from './run.ts';

/** Whether the run may be walked: predicted, skipped, or nothing was asked. */
export const isFree = signal(false);

/** The answer of the engine, without moving from where the page stands. */
async function truthOf(question: Question): Promise<string> {
  const here = now.value?.state.moment ?? '0.0';
  await seekEnd();
  try {
    return await question.truth();
  } finally {
    await request('Time.seek', { moment: here });
  }
}

function Answer({ question, given, truth }: {
  question: Question;
  given: string;
  truth: string;
}) {
  const isRight = agrees(given, truth, question.within);
  return (
    <div class={`verdict ${isRight ? 'is-right' : 'is-wrong'}`} role="status">
      <p><b>{isRight ? '✓ As you said.' : '✗ Not quite.'}</b>{' '}
        {isRight ? 'Now watch it happen.'
          : 'Walk through the run and find where it went another way.'}</p>
      <dl>
        <dt>your prediction</dt><dd><pre>{given.trim()}</pre></dd>
        <dt>the engine</dt>
        <dd><pre>{truth || '(nothing)'}{question.unit &&
          ` ${question.unit}`}</pre></dd>
      </dl>
    </div>
  );
}

export function Predict({ asks }: { asks: string }) {
  const question = QUESTIONS[asks];
  const [text, setText] = useState('');
  const [truth, setTruth] = useState<string | null>(null);
  const program = running.value;
  // another program, another prediction
  useEffect(() => {
    setTruth(null);
    setText('');
    isFree.value = !question;
  }, [program, question]);
  if (!question || !program) return null;
  if (truth !== null) {
    return <section class="predict" aria-label="Prediction">
      <Answer question={question} given={text} truth={truth} />
    </section>;
  }
  if (isFree.value) return null;
  const reveal = async (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    setTruth(await truthOf(question));
    isFree.value = true;
  };
  return (
    <section class="predict" aria-label="Prediction">
      <form onSubmit={(event) => void reveal(event)}>
        <label for="prediction"><b>Predict.</b> {question.ask}</label>
        {question.form === 'lines'
          ? <textarea id="prediction" rows={4} value={text} spellcheck={false}
              onInput={(event) => setText(event.currentTarget.value)} />
          : <input id="prediction" value={text} autocomplete="off"
              inputMode={question.form === 'number' ? 'numeric' : 'text'}
              onInput={(event) => setText(event.currentTarget.value)} />}
        <div class="predict-buttons">
          <button type="submit" class="main-button" disabled={!text.trim()}>
            Show what happens</button>
          <button type="button" class="quiet"
            onClick={() => { isFree.value = true; }}>skip</button>
        </div>
      </form>
    </section>
  );
}
