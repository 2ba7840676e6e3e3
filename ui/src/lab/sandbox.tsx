// The sandbox: code that was written for a ticket, with one flaw or with none.
// Say which, point at the reference, mend it; the engine judges all three.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { number } from '../model/format.ts';
import type { Host } from '../protocol.ts';
import {
  programOf, readDocument, type Document,
} from './content.ts';
import { lazy } from './lazy.tsx';
import { measure, testFeature, type Report } from './judge.ts';
import { solve } from './progress.ts';
import { Chain, Rounds, SuspectView } from './report.tsx';
import { draft } from './run.ts';

const Editor = lazy(async () => (await import('./editor.tsx')).Editor);

interface Case {
  document: Document;
  /** Of the program as it was written for the ticket. */
  first: Report | null;
  claim: 'flawed' | 'sound' | null;
  /** The link of the chain that was pointed at. */
  cut: number | null;
  fix: { report: Report | null; test: string | null } | null;
}

const current = signal<Case | null>(null);
const waiting = signal<string | null>(null);
const failure = signal<string | null>(null);

const set = (more: Partial<Case>) => {
  if (current.value) current.value = { ...current.value, ...more };
};

/** Does something that takes a while, and says what. */
async function busy(what: string, work: () => Promise<void>): Promise<void> {
  waiting.value = what;
  failure.value = null;
  try {
    await work();
  } catch (error) {
    failure.value = (error as Error).message;
  } finally {
    waiting.value = null;
  }
}

const testOf = ({ parts }: Document): string => {
  const part = parts.find(({ type }) => type === 'test');
  return part && 'text' in part ? part.text : '';
};

// ---- What is right --------------------------------------------------------------

const isFlawed = ({ document }: Case) => document.meta.kind === 'flawed';
const claimIsRight = (it: Case) => (it.claim === 'flawed') === isFlawed(it);

function cutIsRight({ cut, first }: Case): boolean {
  const suspect = first?.leaks.suspects[0];
  const chain = suspect?.steps[0];
  if (cut === null || !chain) return false;
  const from = chain[cut - 1];
  const to = chain[cut];
  // a variable of a frame lies in an environment that the chain leaves out
  return suspect.edges.some((edge) => edge.access === to?.access &&
    (edge.id === from?.id || edge.class === 'system / Context'));
}

const hostOf = ({ document }: Case): Host =>
  document.meta.host === 'browser' ? 'browser' : 'node';
const rest = ({ document }: Case) => Number(document.meta.rest ?? 0);

/** 0: not mended; 1: in part, or with something left; 2: mended. */
function fixScore(it: Case): number {
  const { fix, first } = it;
  if (!fix?.report || fix.test !== null || !first) return 0;
  if (fix.report.growth <= rest(it)) return 2;
  return fix.report.growth < first.growth ? 1 : 0;
}

const score = (it: Case) => (claimIsRight(it) ? 1 : 0) +
  (isFlawed(it) ? (cutIsRight(it) ? 1 : 0) + fixScore(it) : 0);
const most = (it: Case) => isFlawed(it) ? 4 : 1;

// ---- Steps ------------------------------------------------------------------------

function Claim({ it }: { it: Case }) {
  const claim = (what: 'flawed' | 'sound') => busy('Measuring…', async () => {
    const first = await measure(programOf(it.document), 'ticket.js',
      it.document.meta.action, hostOf(it));
    set({ claim: what, first });
    if (what === 'sound' && !isFlawed(it)) solve(it.document.meta.title!, '');
  });
  if (it.claim === null) {
    return (
      <section class="step">
        <h2>1. Does it leak?</h2>
        <p>Read the program. Calling <code>{it.document.meta.action}</code>{' '}
          again and again: does something stay?</p>
        <div class="predict-buttons">
          <button type="button" class="main-button"
            onClick={() => void claim('flawed')}>It leaks</button>
          <button type="button" class="main-button"
            onClick={() => void claim('sound')}>It is sound</button>
        </div>
      </section>
    );
  }
  return (
    <section class="step">
      <h2>1. Does it leak?</h2>
      <p class={`verdict ${claimIsRight(it) ? 'is-right' : 'is-wrong'}`}
        role="status"><b>{claimIsRight(it) ? '✓' : '✗'} {isFlawed(it)
          ? `It leaks ${number(it.first!.growth)} bytes a round.`
          : 'It is sound: no byte stays.'}</b></p>
      <Rounds report={it.first!} />
      {!isFlawed(it) && it.document.meta.engine &&
        <p>{it.document.meta.engine}</p>}
    </section>
  );
}

function Cut({ it }: { it: Case }) {
  const suspect = it.first?.leaks.suspects[0];
  if (!it.claim || !isFlawed(it) || !suspect) return null;
  return (
    <section class="step">
      <h2>2. Which reference is to be cut?</h2>
      <p>This chain keeps what stays alive. The right link frees it and leaves
        the feature as it is.</p>
      <Chain suspect={suspect} chosen={it.cut}
        choose={(cut) => set({ cut })} />
      {it.cut !== null && (
        <p class={`verdict ${cutIsRight(it) ? 'is-right' : 'is-wrong'}`}
          role="status"><b>{cutIsRight(it) ? `✓ ${suspect.cut}`
            : '✗ Not that one: what is right to keep would go with it, or ' +
              'too little would go.'}</b></p>
      )}
    </section>
  );
}

function FixVerdict({ it }: { it: Case }) {
  const { fix } = it;
  if (!fix) return null;
  const points = fixScore(it);
  return (
    <div class={`verdict ${points === 2 ? 'is-right' : 'is-wrong'}`}
      role="status">
      <p><b>{points === 2 ? '✓ Mended.' : points === 1 ? '◐ Half mended.'
        : '✗ Not mended.'}</b>{' '}
        {fix.test === null ? 'The feature is there.' : <>The feature is not:
          <pre>{fix.test}</pre></>}</p>
      {fix.report && <>
        <p>{fix.report.growth === 0 ? 'No byte stays.'
          : `${number(fix.report.growth)} bytes stay in each round; it was ${
            number(it.first!.growth)}.`}</p>
        <Rounds report={fix.report} />
      </>}
      <p>{score(it)} of {most(it)} points.</p>
      {it.document.meta.engine && <p>{it.document.meta.engine}</p>}
    </div>
  );
}

function Fix({ it }: { it: Case }) {
  if (it.cut === null) return null;
  const judge = () => busy('Judging…', async () => {
    const text = draft.value;
    const test = await testFeature(text, testOf(it.document), hostOf(it));
    const report = await measure(text, 'ticket.js', it.document.meta.action,
      hostOf(it));
    set({ fix: { report, test } });
    if (fixScore(current.value!) === 2) solve(it.document.meta.title!, text);
  });
  return (
    <section class="step">
      <h2>3. Mend it</h2>
      <p>Change the program so that nothing stays and the feature works as
        before.</p>
      <button type="button" class="main-button" onClick={() => void judge()}>
        Judge my fix</button>
      <FixVerdict it={it} />
    </section>
  );
}

function Own() {
  const action = signal('');
  const report = current.value?.first;
  const judge = () => busy('Measuring…', async () => {
    set({ first: await measure(draft.value, 'program.js', action.value) });
  });
  return (
    <section class="step">
      <h2>Your own code</h2>
      <p>Paste what was written for you. The action to repeat is an exported
        or global function; it is given the number of the call, and awaited.</p>
      <label>Action{' '}
        <input placeholder="the only one" onInput={(event) => {
          action.value = event.currentTarget.value;
        }} /></label>
      <div class="predict-buttons">
        <button type="button" class="main-button" onClick={() => void judge()}>
          Judge it</button>
      </div>
      {report && <>
        <p class={`verdict ${report.growth ? 'is-wrong' : 'is-right'}`}
          role="status"><b>{report.growth
            ? `✗ ${number(report.growth)} bytes stay in each round.`
            : '✓ No byte stays.'}</b></p>
        <Rounds report={report} />
        {report.leaks.suspects.map((suspect, at) => (
          <SuspectView key={at} suspect={suspect} />
        ))}
      </>}
    </section>
  );
}

const OWN: Document = {
  meta: { title: 'Your own code' },
  parts: [{ type: 'program', text: `const cache = new Map();

export function handle(n) {
  cache.set(\`\${n}@\${Date.now()}\`, { n });
  return cache.size;
}
` }],
};

export function Sandbox({ name }: { name: string }) {
  const isOwn = name === 'own';
  useEffect(() => {
    void (isOwn ? Promise.resolve(OWN) : readDocument('sandbox', name))
      .then((document) => {
        current.value = { document, first: null, claim: null, cut: null,
          fix: null };
        draft.value = programOf(document);
      });
  }, [name]);
  const it = current.value;
  if (!it) return <p class="waiting">…</p>;
  return (
    <div class="sandbox">
      <header class="simulator-head">
        <h1>{isOwn || it.fix || (it.claim && !isFlawed(it))
          ? it.document.meta.title : `Ticket ${name.replace('case-', '')}`}</h1>
        {it.document.meta.ticket &&
          <p class="ticket">“{it.document.meta.ticket}”</p>}
      </header>
      <section class="panel panel-editor" aria-labelledby="title-editor">
        <header class="panel-head">
          <h2 id="title-editor">Program</h2>
          <div class="panel-aside">
            {draft.value !== programOf(it.document) && (
              <button type="button" class="quiet" onClick={() => {
                draft.value = programOf(it.document);
              }}>start over</button>
            )}
          </div>
        </header>
        <Editor run={() => {}} />
      </section>
      <div class="sandbox-steps">
        {isOwn ? <Own /> : <><Claim it={it} /><Cut it={it} /><Fix it={it} /></>}
        {waiting.value && <p class="waiting" role="status">{waiting.value}</p>}
        {failure.value && <pre class="refusal" role="alert">{failure.value}
        </pre>}
      </div>
    </div>
  );
}
