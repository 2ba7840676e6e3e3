// Predict before see: the run waits for a prediction, which can be skipped;
// then both stand side by side, what was thought and what the engine did, with
// the way to the moment that shows it. Several questions come one by one.
import { batch, effect, signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { request } from '../connection.ts';
import { isHeld, writeAddressBar } from '../model/address.ts';
import { kept } from '../model/kept.ts';
import { chosen, now } from '../model/store.ts';
import { aside, seek } from '../model/time.ts';
import { agrees, type Asked, type Question, type Truth } from './question.ts';
import { QUESTIONS } from './questions.ts';
import { running, seekEnd } from './run.ts';

/** Whether the run may be walked: predicted, skipped, or nothing was asked. */
export const isFree = signal(false);

/** Until then the address has no moment: whoever opens it is asked the same. */
effect(() => {
  isHeld.value = !isFree.value;
  const moment = now.peek()?.state.moment;
  if (moment) writeAddressBar(moment, chosen.peek(), 'replace');
});

/** Nothing is said: the run is played all the same. */
function skip(): void {
  kept.said.value = kept.guess.value = null;
  isFree.value = true;
}

/** Asks at the end of the run, without moving from where the page stands. */
const atTheEnd = <T,>(ask: () => Promise<T>): Promise<T> => aside(async () => {
  const here = now.value?.state.moment ?? '0.0';
  await seekEnd();
  try {
    return await ask();
  } finally {
    await request('Time.seek', { moment: here });
  }
});

function Answer({ question, given, truth, next }: {
  question: Question;
  given: string;
  truth: Truth;
  next: (() => void) | null;
}) {
  const isRight = agrees(question, given, truth.text);
  const { moment } = truth;
  return (
    <div class={`verdict ${isRight ? 'is-right' : 'is-wrong'}`} role="status">
      <p><b>{isRight ? '✓ As you said.' : '✗ Not quite.'}</b>{' '}
        {isRight ? 'Now watch it happen.'
          : 'Walk through the run and find where it went another way.'}</p>
      <dl>
        <dt>your prediction</dt><dd><pre>{given.trim() || '(none)'}</pre></dd>
        <dt>the engine</dt>
        <dd><pre>{truth.text || '(none)'}{question.unit &&
          ` ${question.unit}`}</pre></dd>
      </dl>
      {truth.said && <p class="of">{truth.said}</p>}
      <div class="predict-buttons">
        {next && <button type="button" class="main-button" onClick={next}>
          Next question</button>}
        {moment && <button type="button" class="wide-button" onClick={() => {
          isFree.value = true;
          void seek(moment);
        }}>Show me the moment</button>}
        {next && <button type="button" class="quiet"
          onClick={() => { isFree.value = true; }}>play now</button>}
      </div>
    </div>
  );
}

function Options({ asked, form, text, set }: {
  asked: Asked;
  form: 'choice' | 'choices';
  text: string;
  set: (text: string) => void;
}) {
  const chosen = text.split('\n').filter(Boolean);
  const toggle = (option: string, isOn: boolean) => set(form === 'choice'
    ? option : (isOn ? [...chosen, option]
      : chosen.filter((each) => each !== option)).join('\n'));
  return (
    <div class="predict-options">
      {asked.options?.map((option) => (
        <label key={option} class="toggle">
          <input type={form === 'choice' ? 'radio' : 'checkbox'} name="option"
            checked={chosen.includes(option)} onChange={(event) =>
              toggle(option, event.currentTarget.checked)} />
          {option}</label>
      ))}
    </div>
  );
}

function Form({ question, asked, step, reveal }: {
  question: Question;
  asked: Asked;
  step: string;
  reveal: (text: string) => void;
}) {
  const text = kept.guess.value ?? '';
  const setText = (typed: string) => { kept.guess.value = typed; };
  const { form } = question;
  // of choices, none may be right
  const isReady = form === 'choices' || text.trim() !== '';
  const title = <><b>Predict.</b> {asked.ask}{step &&
    <span class="of"> {step}</span>}</>;
  return (
    <form onSubmit={(event) => {
      event.preventDefault();
      if (isReady) reveal(text);
    }}>
      {form === 'choice' || form === 'choices' ? (
        <fieldset><legend>{title}</legend>
          <Options asked={asked} form={form} text={text} set={setText} />
        </fieldset>
      ) : <>
        <label for="prediction">{title}</label>
        {form === 'lines'
          ? <textarea id="prediction" rows={4} value={text} spellcheck={false}
              onInput={(event) => setText(event.currentTarget.value)} />
          : <input id="prediction" value={text} autocomplete="off"
              inputMode="numeric"
              onInput={(event) => setText(event.currentTarget.value)} />}
      </>}
      {asked.note && <p class="of">{asked.note}</p>}
      <div class="predict-buttons">
        <button type="submit" class="main-button" disabled={!isReady}>
          Show what happens</button>
        <button type="button" class="quiet" onClick={skip}>skip</button>
      </div>
    </form>
  );
}

/** The next question that this program has an answer to; the engine is asked
 * for its words. */
async function nextAsked(
  words: string[], from: number,
): Promise<Here | null> {
  for (let index = from; index < words.length; index++) {
    const question = QUESTIONS[words[index]!];
    try {
      const asked = question && await atTheEnd(() => question.prepare());
      if (asked) return { index, asked };
    } catch {
      // another program was started meanwhile, or it has nothing of the kind
    }
  }
  return null;
}

interface Here { index: number; asked: Asked }

/** Where those predictions lead that were sent: to the answer of the last one,
 * or to the next question. */
async function goOn(words: string[], said: string[]): Promise<{
  here: Here | null;
  /** Of the last one, unless the next is being thought about. */
  truth: Truth | null;
}> {
  let here: Here | null = null;
  for (const _ of said) here = await nextAsked(words, here ? here.index + 1 : 0);
  if (here && kept.guess.peek() === null) {
    const { index, asked } = here;
    const truth = await atTheEnd(() => QUESTIONS[words[index]!]!.truth(asked));
    return { here, truth };
  }
  return { here: await nextAsked(words, here ? here.index + 1 : 0),
    truth: null };
}

export function Predict({ asks }: { asks: string }) {
  const words = asks.split(' ').filter((word) => word in QUESTIONS);
  const [here, setHere] = useState<Here | null>(null);
  const [truth, setTruth] = useState<Truth | null>(null);
  const [given, setGiven] = useState('');
  const program = running.value;
  const ask = async () => {
    setTruth(null);
    setHere(null);
    const found = await goOn(words, kept.said.peek() ?? []);
    if (running.peek() !== program) return;
    setHere(found.here);
    setTruth(found.truth);
    setGiven(kept.said.peek()?.at(-1) ?? '');
    const isLast = found.truth && found.here!.index + 1 >= words.length;
    if (!found.here || isLast) isFree.value = true;
  };
  // another program, another prediction
  const isThere = now.value !== null;
  const isFirst = useRef(true);
  useEffect(() => {
    if (!program || program.isByHand || !isThere) return;
    setTruth(null);
    setHere(null);
    if (!words.length) isFree.value = true;
    else if (!isFirst.current) {
      isFree.value = false;
      void ask();
    // a link to a moment shows that moment, and what was said of the run
    } else if (!isFree.peek() || kept.said.peek()) void ask();
    isFirst.current = false;
  }, [program, asks, isThere]);
  if (!program || (isFree.value && truth === null)) return null;
  const question = here && QUESTIONS[words[here.index]!];
  return (
    <section class="predict" aria-label="Prediction">
      {!question ? (
        <p>Asking the engine what can be predicted…{' '}
          <button type="button" class="quiet" onClick={skip}>skip</button></p>
      ) : truth !== null ? (
        <Answer question={question} given={given} truth={truth}
          next={here.index + 1 < words.length && !isFree.value ? () => {
            kept.guess.value = '';
            void ask();
          } : null} />
      ) : (
        <Form key={here.index} question={question} asked={here.asked}
          step={words.length > 1 ? `(${here.index + 1} of ${words.length})` : ''}
          reveal={(text) => {
            void atTheEnd(() => question.truth(here.asked)).then((found) => {
              batch(() => {
                kept.said.value = [...kept.said.value ?? [], text];
                kept.guess.value = null;
              });
              setGiven(text);
              setTruth(found);
              if (here.index + 1 >= words.length) isFree.value = true;
            });
          }} />
      )}
    </section>
  );
}
