// The learner's own code: what an assistant wrote, the action to repeat, and
// the judge's verdict; with a functional test when there is one.
import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { number } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import type { Host } from '../protocol.ts';
import { Badge } from './badge.tsx';
import { lazy } from './lazy.tsx';
import { measure, testFeature, type Report } from './judge.ts';
import { followText, programOfAddress } from './place.ts';
import { Rounds, SuspectView } from './report.tsx';
import { draft } from './run.ts';
import { Waiting, busy, waiting } from './waiting.tsx';

const Editor = lazy(async () => (await import('./editor.tsx')).Editor);

interface Sample {
  title: string;
  host: Host;
  call: string;
  text: string;
  test: string;
}

const SAMPLES: Sample[] = [{
  title: 'a module', host: 'node', call: 'handle',
  text: `const cache = new Map();

export async function handle(n) {
  const key = \`\${n % 5}@\${Date.now()}\`;
  if (!cache.has(key)) cache.set(key, await render(n % 5));
  return cache.get(key);
}

async function render(id) {
  return \`<li>\${id}</li>\`;
}
`,
  test: `export default async function test({ handle }, assert) {
  assert.equal(await handle(7), '<li>2</li>');
}
`,
}, {
  title: 'CommonJS', host: 'node', call: '',
  text: `const { EventEmitter } = require('node:events');
const bus = new EventEmitter();
bus.setMaxListeners(0);

module.exports = function work(n) {
  const job = { n, notes: new Array(20).fill(n) };
  bus.on('stop', () => { job.stopped = true; });
  return job.notes.length;
};
`,
  test: '',
}, {
  title: 'a page', host: 'browser', call: 'openDialog',
  text: `export function openDialog(n) {
  const dialog = document.createElement('dialog');
  dialog.textContent = \`Delete file \${n}?\`;
  document.body.append(dialog);
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') dialog.remove();
  });
  dialog.remove();
}
`,
  test: '',
}];

interface Verdict {
  report: Report;
  /** Null: the test passes; undefined: there is none. */
  test: string | null | undefined;
}

const host = computed<Host>(() =>
  kept.host.value === 'browser' ? 'browser' : 'node');
const call = computed(() => kept.call.value ?? '');
const test = computed(() => kept.test.value ?? '');
const verdict = signal<Verdict | null>(null);

function take(sample: Sample): void {
  kept.host.value = sample.host;
  kept.call.value = sample.call;
  kept.test.value = sample.test;
  kept.judged.value = null;
  draft.value = sample.text;
  verdict.value = null;
}

/** What the address holds: a program, its action and its host; and the verdict,
 * when it was asked for. */
async function takeAddress(): Promise<void> {
  const text = await programOfAddress();
  const isNew = text === null && kept.call.value === null;
  if (isNew) take(SAMPLES[0]!);
  else draft.value = text ?? SAMPLES[0]!.text;
  if (kept.judged.value) await judge();
}

const judge = () => busy('Measuring…', async () => {
  verdict.value = null;
  const text = draft.value;
  kept.judged.value = true;
  const said = test.value.trim()
    ? await testFeature(text, test.value, host.value) : undefined;
  const report = await measure(text, 'program.js', call.value, host.value);
  verdict.value = { report, test: said };
});

// ---- The page -------------------------------------------------------------------

function Form() {
  return (
    <section class="step own-form">
      <h2>What is to be judged</h2>
      <p>Paste what was written for you: a module, CommonJS, a script, or code
        for a page. Begin with {SAMPLES.map((sample, at) => (
          <span key={sample.title}>{at > 0 && ', '}
            <button type="button" class="link" onClick={() => take(sample)}>
              {sample.title}</button></span>))}.</p>
      <label for="own-call">Action to repeat: an exported or global function.
        It is given the number of the call, and awaited.</label>
      <input id="own-call" placeholder="the only one" autocomplete="off"
        spellcheck={false} value={call.value}
        onInput={(event) => { kept.call.value = event.currentTarget.value; }} />
      <fieldset>
        <legend>It runs in</legend>
        {(['node', 'browser'] as const).map((each) => (
          <label key={each}><input type="radio" name="own-host"
            checked={host.value === each}
            onChange={() => { kept.host.value = each; }} />{' '}
            {each === 'node' ? 'Node.js' : 'a page, with a DOM'}</label>
        ))}
      </fieldset>
      <details open={test.value !== ''}>
        <summary>A functional test, if you have one</summary>
        <label for="own-test">Its default export gets what the program exports,
          and <code>assert</code>.</label>
        <textarea id="own-test" rows={5} spellcheck={false} value={test.value}
          onInput={(event) => { kept.test.value = event.currentTarget.value; }} />
      </details>
      <div class="predict-buttons">
        <button type="button" class="main-button"
          disabled={waiting.value !== null}
          onClick={() => void judge()}>Judge it</button>
      </div>
    </section>
  );
}

function Result({ report, test: said }: Verdict) {
  return (
    <section class="step">
      <p class={`verdict ${report.growth ? 'is-wrong' : 'is-right'}`}
        role="status"><b>{report.growth
          ? `✗ ${number(report.growth)} bytes stay in each round of ${
            report.iterations} calls.`
          : '✓ No byte stays.'}</b></p>
      {said !== undefined && (
        <div class={`verdict ${said === null ? 'is-right' : 'is-wrong'}`}>
          {said === null ? <b>✓ The test passes.</b>
            : <><b>✗ The test fails:</b><pre>{said}</pre></>}
        </div>
      )}
      <Rounds report={report} />
      {report.leaks.suspects.map((suspect, at) => (
        <SuspectView key={at} suspect={suspect} />
      ))}
      <Badge truth={{}} />
      <p class="own-command">The same on the command line:{' '}
        <code>glassheap grow {host.value === 'browser' && '--host browser '}
          program.js{call.value && ` --call ${call.value}`}</code></p>
    </section>
  );
}

export function Own() {
  useEffect(() => {
    void takeAddress();
    return followText('p', () => !draft.value ||
      draft.value === SAMPLES[0]!.text ? null : draft.value);
  }, []);
  return (
    <div class="sandbox">
      <header class="simulator-head">
        <h1>Your own code</h1>
        <p class="ticket">The judge of the sandbox, on a program that you
          bring.</p>
      </header>
      <section class="panel panel-editor" aria-labelledby="title-editor">
        <header class="panel-head"><h2 id="title-editor">Program</h2></header>
        <Editor run={() => void judge()} />
      </section>
      <div class="sandbox-steps">
        <Form />
        <Waiting />
        {verdict.value && <Result {...verdict.value} />}
      </div>
    </div>
  );
}
