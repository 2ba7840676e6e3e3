// The sandbox: code that was written for a ticket, with one flaw or with none.
// Say which, point at the reference, mend it; the engine judges all three.
import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { number } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { Badge } from './badge.tsx';
import {
  MOST, begin, breakdown, change, claimIsRight, current, edgesOf, falseAlarms,
  freesEnough, hostOf, isDone, isFlawed, isFound, mended, pointsOf,
  putNext, restOf, seedOfAddress, shuffled, textOf, variantOf, type Case,
  type Fix,
} from './case.ts';
import {
  index, programOf, readDocument, type PointedEdge,
} from './content.ts';
import { lazy } from './lazy.tsx';
import {
  measure, testFeature, type Cut, type Report, type Suspect,
} from './judge.ts';
import { Own } from './own.tsx';
import { picked, watchCursor } from './picked.ts';
import { followText, programOfAddress } from './place.ts';
import { solve } from './progress.ts';
import { Chain, Rounds, Words } from './report.tsx';
import { draft } from './run.ts';
import { Waiting, busy, waiting } from './waiting.tsx';

const Editor = lazy(async () => (await import('./editor.tsx')).Editor);

/** All that can be pointed at is measured at once. */
const measureFirst = ({ document, ...it }: Case): Promise<Report> =>
  measure(programOf(document), 'ticket.js', document.meta.action,
    hostOf({ document, ...it }),
    { cut: edgesOf(document).map(({ cut }) => cut).join() });

// ---- 1. Does it leak? -----------------------------------------------------------

function Claim({ it }: { it: Case }) {
  const { meta } = it.document;
  const claim = (what: 'flawed' | 'sound') => busy('Measuring…', async () => {
    const first = await measureFirst(it);
    change({ claim: what, first });
    if (what === 'sound' && !isFlawed(it)) solve(it.name, '');
  });
  if (it.claim === null || !it.first) {
    return (
      <section class="step">
        <h2>1. Does it leak?</h2>
        <p>Read the program. Calling <code>{meta.action}</code> again and
          again: does something stay that nobody needs? A false alarm costs as
          much as a leak that is missed.</p>
        <div class="predict-buttons">
          <button type="button" class="main-button"
            disabled={waiting.value !== null}
            onClick={() => void claim('flawed')}>It leaks</button>
          <button type="button" class="main-button"
            disabled={waiting.value !== null}
            onClick={() => void claim('sound')}>It is sound</button>
        </div>
      </section>
    );
  }
  const isRight = claimIsRight(it);
  return (
    <section class="step">
      <h2>1. Does it leak?</h2>
      <p class={`verdict ${isRight ? 'is-right' : 'is-wrong'}`}
        role="status"><b>{isRight ? '✓' : '✗'} {isFlawed(it)
          ? `It leaks ${number(it.first.growth)} bytes a round.`
          : `${isRight ? '' : 'A false alarm. '}It is sound: no byte stays.`}
        </b></p>
      <Rounds report={it.first} />
      {!isFlawed(it) && meta.engine && <p><Words text={meta.engine} /></p>}
      {!isFlawed(it) && <Decoys edges={edgesOf(it.document)} />}
      <Badge truth={{}} />
    </section>
  );
}

/** What looks suspicious, and why it is not. */
function Decoys({ edges }: { edges: PointedEdge[] }) {
  const decoys = edges.filter(({ why }) => why);
  if (!decoys.length) return null;
  return (
    <dl class="decoys">
      {decoys.map(({ cut, say, why }) => (
        <div key={cut}><dt><Words text={say} /></dt><dd><Words text={why!} />
        </dd></div>
      ))}
    </dl>
  );
}

// ---- 2. Which reference? --------------------------------------------------------

const share = ({ frees, growth }: Cut): string =>
  growth ? `${Math.floor(100 * frees / growth)}%` : '0%';

/** What the engine says of a reference that was pointed at. */
function Freed({ cut, why }: { cut: Cut; why?: string }) {
  const isRight = freesEnough(cut);
  return (
    <p class={`freed ${isRight ? 'is-right' : 'is-wrong'}`} role="status">
      <b>{isRight ? '✓' : '✗ A false alarm.'}</b>{' '}
      {cut.references === 0
        ? 'There is no such reference on the heap: cutting it frees nothing.'
        : <>Cutting it frees {number(cut.frees)} of {number(cut.growth)} bytes
          that had grown ({share(cut)}){cut.others > 0 && isRight &&
            <>, and {number(cut.others)} that were there before</>}.</>}{' '}
      {!isRight && why && <Words text={why} />}
    </p>
  );
}

/** What the judge says of a reference of the learner's own. */
const measureCut = async (it: Case, cut: string): Promise<Cut | undefined> =>
  (await measure(programOf(it.document), 'ticket.js', it.document.meta.action,
    hostOf(it), { cut })).cuts?.[0];

/** A reference of the learner's own: the judge is asked once more. */
function cutAnother(it: Case, text: string): void {
  const cut = text.trim().replace(/,.*/, '');
  if (!cut || it.pointed.some((each) => each.cut === cut)) return;
  void busy('Cutting…', async () => {
    const found = await measureCut(it, cut);
    if (found) change({ pointed: [...it.pointed, found] });
  });
}

/** The name at the cursor, or one that is typed. */
function Another({ it }: { it: Case }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(watchCursor, []);
  const name = picked.value;
  return (
    <details class="another">
      <summary>Another one: put the cursor on a name in the program</summary>
      {name && (
        <p class="predict-buttons">
          {[name, `${name}[*]`].map((cut, at) => (
            <button key={cut} type="button" class="wide-button"
              onClick={() => cutAnother(it, cut)}>✂ {at > 0 &&
              'the entries of '}<code>{name}</code></button>
          ))}
        </p>
      )}
      <form onSubmit={(event) => {
        event.preventDefault();
        cutAnother(it, input.current!.value);
      }}>
        <label for="another">Or type it: <code>name</code> is every variable
          and property of that name, <code>name[*]</code> the entries of what it
          leads to.</label>
        <div class="predict-buttons">
          <input id="another" ref={input} autocomplete="off"
            spellcheck={false} />
          <button type="submit" class="wide-button">Cut it</button>
        </div>
      </form>
    </details>
  );
}

function Edge({ it, edge }: { it: Case; edge: PointedEdge }) {
  const pointed = it.pointed.find(({ cut }) => cut === edge.cut);
  const isOver = isFound(it) || it.isShown;
  const point = () => {
    const cut = it.first?.cuts?.find((each) => each.cut === edge.cut);
    if (cut && !pointed && !isOver) change({ pointed: [...it.pointed, cut] });
  };
  return (
    <li>
      <button type="button" class="wide-button edge"
        aria-pressed={pointed !== undefined}
        aria-disabled={isOver || pointed !== undefined} onClick={point}>
        <span aria-hidden="true">✂ </span><Words text={edge.say} /></button>
      {pointed && <Freed cut={pointed} why={edge.why} />}
    </li>
  );
}

/** What the engine says is to be cut, and why. */
function Found({ it, suspect }: { it: Case; suspect: Suspect }) {
  const line = suspect.stored?.location?.line;
  const { engine } = it.document.meta;
  return (
    <div role="status" class="found">
      <p><b><Words text={suspect.cut} /></b>{line !== undefined &&
        <> Line {line}, in <code>{suspect.stored!.name}</code>, puts them
          there.</>}</p>
      <Chain suspect={suspect} />
      {engine && <p><Words text={engine} /></p>}
      <Badge truth={{}} />
    </div>
  );
}

function Cutting({ it }: { it: Case }) {
  if (!it.claim || !isFlawed(it)) return null;
  const edges = shuffled(edgesOf(it.document), it.seed);
  const others = it.pointed.filter(({ cut }) =>
    !edges.some((edge) => edge.cut === cut));
  const suspect = it.first?.leaks.suspects[0];
  const isOver = isFound(it) || it.isShown;
  return (
    <section class="step">
      <h2>2. Which reference is to be cut?</h2>
      <p>The right one frees at least 80% of what has grown. Pointing at
        another one is a false alarm, and costs a point.</p>
      <ul class="edges">
        {edges.map((edge) => <Edge key={edge.cut} it={it} edge={edge} />)}
        {others.map((cut) => (
          <li key={cut.cut}><code>{cut.cut}</code><Freed cut={cut} /></li>
        ))}
      </ul>
      {!isOver && <>
        <Another it={it} />
        <p><button type="button" class="quiet"
          onClick={() => change({ isShown: true })}>Show me</button></p>
      </>}
      {isOver && suspect && <Found it={it} suspect={suspect} />}
    </section>
  );
}

// ---- 3. Mend it -----------------------------------------------------------------

const SAID = {
  mended: '✓ Mended.', half: '◐ Half mended.', not: '✗ Not mended.',
};

const LOOKS = { mended: 'is-right', half: 'is-half', not: 'is-wrong' };

function Remains({ it, report }: { it: Case; report: Report }) {
  const before = it.first!.growth;
  const gone = Math.max(0, Math.round(100 * (1 - report.growth / before)));
  const isDue = report.growth > 0 && report.growth <= restOf(it);
  return <>
    <p>{report.growth === 0 ? 'No byte stays.'
      : `${number(report.growth)} bytes stay in each round; it was ${
        number(before)}: ${gone}% are gone.`}{isDue &&
      ' What stays is what the ticket wants to be kept.'}</p>
    <Rounds report={report} />
  </>;
}

function FixVerdict({ it, fix }: { it: Case; fix: Fix }) {
  const what = mended(it);
  return (
    <div class={`verdict ${LOOKS[what]}`} role="status">
      <p><b>{SAID[what]}</b>{' '}
        {fix.test === null ? 'The feature is there.' : <>The feature is not:
          <pre>{fix.test}</pre></>}</p>
      {fix.failure && <pre>{fix.failure}</pre>}
      {fix.report && <Remains it={it} report={fix.report} />}
    </div>
  );
}

async function judgeFix(it: Case): Promise<Fix> {
  const text = draft.value;
  const test = await testFeature(text, textOf(it.document, 'test'),
    hostOf(it)).catch((error: Error) => error.message);
  try {
    const report = await measure(text, 'ticket.js', it.document.meta.action,
      hostOf(it));
    return { report, test, failure: null };
  } catch (error) {
    return { report: null, test, failure: (error as Error).message };
  }
}

function Mending({ it }: { it: Case }) {
  if (!isFlawed(it) || (!isFound(it) && !it.isShown)) return null;
  const judge = () => busy('Judging…', async () => {
    change({ fix: await judgeFix(it) });
    if (mended(current.value!) === 'mended' && !it.isGiven) {
      solve(it.name, draft.value);
    }
  });
  const fix = textOf(it.document, 'fix');
  return (
    <section class="step">
      <h2>3. Mend it</h2>
      <p>Change the program so that nothing stays and the feature works as
        before. Its functional test decides that.</p>
      <button type="button" class="main-button"
        disabled={waiting.value !== null}
        onClick={() => void judge()}>Judge my fix</button>
      {it.fix && <FixVerdict it={it} fix={it.fix} />}
      {it.fix && fix && (
        <details><summary>A fix that works</summary>
          <pre class="fix" tabIndex={0}>{fix}</pre></details>
      )}
    </section>
  );
}

// ---- The end --------------------------------------------------------------------

function Score({ it, again }: { it: Case; again: () => void }) {
  if (!isDone(it)) return null;
  const alarms = falseAlarms(it);
  const next = index.sandbox.find(({ number: of }) => Number(of) ===
    Number(it.name.replace('case-', '')) % index.sandbox.length + 1);
  return (
    <section class="step score" aria-label="Points">
      <h2>{pointsOf(it)} of {MOST} points</h2>
      <table>
        <caption class="hidden">Points, by what they are for</caption>
        <tbody>
          {breakdown(it).map(([what, points, most]) => (
            <tr key={what}><th scope="row">{what}</th>
              <td>{points} of {most}</td></tr>
          ))}
          {alarms > 0 && <tr><th scope="row">false alarms</th>
            <td>{alarms}</td></tr>}
        </tbody>
      </table>
      <div class="predict-buttons">
        <button type="button" class="wide-button" onClick={again}>Another
          variant</button>
        {next && <a href={`/sandbox/${next.name}`}>{next.title} →</a>}
        <a href="/sandbox">All tickets</a>
      </div>
      {it.isGiven && <p class="of">This address came with what was said of the
        ticket: its points are not kept.</p>}
    </section>
  );
}

// ---- From the address -----------------------------------------------------------

const SAID_HERE = 'glassheap.said';

/** What the address says of a ticket. */
const saidOf = ({ name, seed }: Case): string => JSON.stringify([name, seed,
  kept.claim.peek(), kept.pointed.peek() ?? [], kept.shown.peek() === true]);

/** What was said in this window: whoever reloads the page has solved the ticket
 * alone, and whoever is sent its address has not. */
effect(() => {
  const it = current.value;
  void [kept.claim.value, kept.pointed.value, kept.shown.value];
  if (it && it.claim !== null && !it.isGiven)
    sessionStorage.setItem(SAID_HERE, saidOf(it));
});

/** Somebody has said something of this ticket, and it stands in the address: the
 * judge says once more what it said then. */
async function takeUp(it: Case): Promise<void> {
  const claim = kept.claim.peek();
  if (claim !== 'flawed' && claim !== 'sound') return;
  const names = kept.pointed.peek() ?? [];
  const isShown = kept.shown.peek() === true;
  const isJudged = kept.judged.peek();
  const isGiven = sessionStorage.getItem(SAID_HERE) !== saidOf(it);
  await busy('Measuring…', async () => {
    const first = await measureFirst(it);
    const pointed = [];
    for (const name of names) {
      const found = first.cuts?.find(({ cut }) => cut === name) ??
        await measureCut(it, name);
      if (found) pointed.push(found);
    }
    change({ isGiven, claim, isShown, first, pointed,
      fix: isJudged ? await judgeFix(it) : null });
  });
}

// ---- The page -------------------------------------------------------------------

const seed = signal(0);

function Program({ original }: { original: string }) {
  return (
    <section class="panel panel-editor" aria-labelledby="title-editor">
      <header class="panel-head">
        <h2 id="title-editor">Program</h2>
        <div class="panel-aside">
          {draft.value !== original && (
            <button type="button" class="quiet" onClick={() => {
              draft.value = original;
            }}>start over</button>
          )}
        </div>
      </header>
      <Editor run={() => {}} />
    </section>
  );
}

function Ticket({ name }: { name: string }) {
  useEffect(() => { seed.value = seedOfAddress(); }, [name]);
  const here = seed.value;
  useEffect(() => {
    if (!here) return;
    const meta = index.sandbox.find((each) => each.name === name);
    const variant = variantOf(here, Number(meta?.variants ?? 1));
    void readDocument('sandbox', `${name}.${variant}`).then((document) => {
      begin(name, here, document);
      void programOfAddress().then((text) => {
        draft.value = text ?? programOf(document);
        void takeUp(current.value!);
      });
    });
  }, [name, here]);
  useEffect(() => followText('p', () => !draft.value || !current.value ||
    draft.value === programOf(current.value.document) ? null : draft.value),
  []);
  const it = current.value;
  if (!it) return <p class="waiting">…</p>;
  return (
    <div class="sandbox">
      <header class="simulator-head">
        <h1>{isDone(it) ? it.document.meta.title
          : `Ticket ${name.replace('case-', '')}`}</h1>
        {it.document.meta.ticket &&
          <p class="ticket">“{it.document.meta.ticket}”</p>}
      </header>
      <Program original={programOf(it.document)} />
      <div class="sandbox-steps">
        <Claim it={it} /><Cutting it={it} /><Mending it={it} />
        <Score it={it} again={() => {
          seed.value = putNext(it.seed);
        }} />
        <Waiting />
      </div>
    </div>
  );
}

export function Sandbox({ name }: { name: string }) {
  return name === 'own' ? <Own /> : <Ticket name={name} />;
}
