// A simulator: the learner's program, the pictures of its run, a prediction
// before it plays. All of it is read from the engine; what a simulator is made
// of stands in the front matter of its document under lab/simulators/.
import { computed } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { lazy } from './lazy.tsx';
import { BranchStrip } from '../draw/branch.tsx';
import { Bytecode } from '../draw/bytecode.tsx';
import { Collector } from '../draw/collector.tsx';
import { Console } from '../draw/console.tsx';
import { Controls } from '../draw/controls.tsx';
import { Happened } from '../draw/header.tsx';
import { Memory } from '../draw/memory.tsx';
import { ObjectPanel } from '../draw/object.tsx';
import { Runtime } from '../draw/runtime.tsx';
import { Shapes } from '../draw/shapes.tsx';
import { Timeline } from '../draw/timeline.tsx';
import { TotalsBar } from '../draw/totals.tsx';
import { onlyPanel } from '../model/embed.ts';
import { now } from '../model/store.ts';
import {
  VIEWS, VIEW_TITLES, beside, type View,
} from '../model/view.ts';
import { request } from '../connection.ts';
import { firstDrawn, fitAll } from '../heap/scene.ts';
import { addressBarMoment } from '../model/address.ts';
import { kept } from '../model/kept.ts';
import { drawAgain, firstAround } from '../model/time.ts';
import type { Collector as Collecting } from '../protocol.ts';
import { Badge, TRUTHS } from './badge.tsx';
import {
  programOf, readDocument, type Document, type Kind,
} from './content.ts';
import { Beside } from './beside.tsx';
import { Growth, firstAction } from './growth.tsx';
import { Hand } from './hand.tsx';
import { Lens, forgetMoments } from './lens.tsx';
import { Names } from './names.tsx';
import { PageTree } from './page-tree.tsx';
import { panelsShown } from './panels.ts';
import { forgetWritten } from './pen.ts';
import {
  followText, place, programOfAddress, writeProgram,
} from './place.ts';
import { Predict, isFree } from './predict.tsx';
import { Rooms } from './rooms.tsx';
import { followShow } from './show.ts';
import { Slots } from './slots.tsx';
import { heapLimit } from './tool-force.tsx';
import {
  draft, refusal, runProgram, running, type Program,
} from './run.ts';

const Editor = lazy(async () => (await import('./editor.tsx')).Editor);

/** A view that has a tab elsewhere has a hidden title here. */
const titled = (view: View, Part: () => preact.JSX.Element) => () => (
  <>
    <h2 class="hidden" id={`tab-${view}`}>{VIEW_TITLES[view]}</h2>
    <Part />
  </>
);

/** The pictures that a front matter can name after `panels:`. */
const PANELS: Record<string, () => preact.JSX.Element> = {
  memory: Memory, shapes: Shapes, bytecode: Bytecode, object: ObjectPanel,
  runtime: titled('runtime', Runtime), lens: Lens,
  collector: titled('collector', Collector), names: Names, slots: Slots,
  beside: Beside, rooms: Rooms, page: PageTree,
  growth: () => <Growth isFree={isFree.value} />,
};

/** Pictures that take the whole width, where there are more than two. */
const WIDE = ['memory', 'runtime', 'collector', 'beside', 'slots', 'lens'];

const panelsOf = ({ meta }: Document): string[] =>
  (meta.panels ?? 'memory').split(' ');

/** Who collects, where that can be chosen. */
const collector = computed<Collecting>(() =>
  kept.collector.value === 'counting' ? 'counting' : 'marking');

function CollectorChoice({ own }: { own: Program }) {
  return (
    <select aria-label="Collector" value={collector.value}
      onChange={(event) => {
        const { value } = event.currentTarget;
        kept.collector.value = value === 'marking' ? null : value;
        run(own);
      }}>
      <option value="marking">mark-and-sweep</option>
      <option value="counting">reference counting</option>
    </select>
  );
}

const run = (own: Program) => {
  const text = draft.value;
  forgetMoments();
  forgetWritten();
  // a program without a page has no document to begin the picture with
  if (!text.includes('document')) firstAround.value = null;
  void runProgram({ ...own, text, collector: collector.value,
    ...heapLimit.value > 0 && { heapLimit: heapLimit.value } });
  void writeProgram(text === own.text ? null : text);
};

const ownProgram = (name: string, document: Document): Program => ({
  text: programOf(document), name: `${name}.js`,
  host: document.meta.host === 'browser' ? 'browser' : 'node',
});

function EditorPanel({ own, hasCollectors }: {
  own: Program;
  hasCollectors: boolean;
}) {
  const isEdited = draft.value !== running.value?.text;
  return (
    <section class="panel panel-editor" aria-labelledby="title-editor">
      <header class="panel-head">
        <h2 id="title-editor">Program</h2>
        <div class="panel-aside">
          {hasCollectors && <CollectorChoice own={own} />}
          {draft.value !== own.text && (
            <button type="button" class="quiet" onClick={() => {
              draft.value = own.text;
              run(own);
            }}>start over</button>
          )}
          <button type="button" disabled={!isEdited && !refusal.value}
            class={isEdited ? 'main-button' : 'wide-button'}
            title="Run it (Ctrl Enter)" onClick={() => run(own)}>
            {isEdited ? 'Run' : 'Running'}</button>
        </div>
      </header>
      <Editor run={() => run(own)} />
      {refusal.value && (
        <pre class="refusal" role="alert">{refusal.value.trim()}</pre>
      )}
    </section>
  );
}

/** Under a prediction that is still to be made, the run stands still. */
function Dock() {
  return (
    <footer class="dock" inert={!isFree.value}>
      <section class="happened" aria-label="What happened"><Happened /></section>
      <Controls />
      <Timeline />
      <TotalsBar />
    </footer>
  );
}

/** The picture begins with an object and not with the stack: the document, which
 * is there from the start. */
async function beginWith(expression: string): Promise<void> {
  const { value } = await request('Why.evaluate', { expression });
  if (value.address === undefined) return;
  firstAround.value = value.address;
  await drawAgain();
  fitAll();
}

/** A picture, with its badge under it. */
function Picture({ name, isWide, v8 }: {
  name: string;
  isWide: boolean;
  v8: string | undefined;
}) {
  const Shown = name === 'console' ? Console : PANELS[name];
  const truth = TRUTHS[name];
  if (!Shown) return <p class="failure">There is no such picture.</p>;
  return (
    <div class={`picture picture-${name}${isWide ? ' is-wide' : ''}`}>
      <Shown />
      {truth && <Badge truth={{ ...truth, ...v8 && { v8 } }} />}
    </div>
  );
}

/** One picture of a simulator, in a frame of another page. */
function Alone({ name, meta }: { name: string; meta: Document['meta'] }) {
  return (
    <div class="simulator is-alone" data-moment={now.value?.state.moment}>
      <h1 class="hidden">{meta.title}</h1>
      <div class="simulator-pictures">
        <Picture name={name} isWide v8={meta.v8} />
      </div>
      <Dock />
    </div>
  );
}

export function Simulator({ kind, name }: { kind: Kind; name: string }) {
  const [document, setDocument] = useState<Document | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    const begin = async () => {
      const read = await readDocument(kind, name);
      const edited = await programOfAddress();
      setDocument(read);
      const shown = onlyPanel === null ? panelsOf(read) : [onlyPanel];
      panelsShown.value = shown;
      firstAction.value = read.meta.action ?? 'cycle';
      firstDrawn.value = read.meta.hides === 'strings' ? ['functions']
        : ['strings', 'functions'];
      forgetWritten();
      beside.value = VIEWS.filter((view) => shown.includes(view));
      isFree.value = !read.meta.asks || onlyPanel !== null ||
        (addressBarMoment().moment !== null && kept.guess.value === null);
      const own = ownProgram(name, read);
      await runProgram({ ...own, text: edited ?? own.text,
        collector: collector.value,
        ...heapLimit.value > 0 && { heapLimit: heapLimit.value } });
      const draftText = await programOfAddress('draft');
      if (draftText !== null) draft.value = draftText;
      if (read.meta.around) await beginWith(read.meta.around);
    };
    begin().catch((error: Error) => setFailure(error.message));
    return followText('draft', () => running.value === null ||
      draft.value === running.value.text ? null : draft.value);
  }, [kind, name]);
  if (failure) return <p class="failure" role="alert">{failure}</p>;
  if (!document) return <p class="waiting">…</p>;
  const { meta, parts } = document;
  const intro = parts.find(({ type }) => type === 'html');
  const panels = panelsOf(document);
  if (onlyPanel !== null) return <Alone name={onlyPanel} meta={meta} />;
  return (
    <div class={`simulator panels-${panels.join('-')}`}
      data-moment={now.value?.state.moment}>
      {place.value.isEmbedded ? <h1 class="hidden">{meta.title}</h1> : (
        <header class="simulator-head">
          <h1>{meta.title}</h1>
          {intro?.type === 'html' && (
            <div class="prose" onClick={followShow}
              dangerouslySetInnerHTML={{ __html: intro.html }} />
          )}
        </header>
      )}
      <div class="simulator-side">
        <EditorPanel own={ownProgram(name, document)}
          hasCollectors={panels.includes('collector')} />
        <Predict asks={meta.asks ?? ''} />
        <BranchStrip />
        <Hand tools={meta.hand ?? 'whatif'} />
        <Console />
      </div>
      <div class={`simulator-pictures${
        panels.length === 2 ? ' has-two' : ''}`}>
        {panels.map((panel, at) => (
          <Picture key={panel} name={panel} v8={at ? undefined : meta.v8}
            isWide={panels.length !== 2 && WIDE.includes(panel) ||
              panels.length === 2 && panels.every((each) =>
                WIDE.includes(each))} />
        ))}
      </div>
      <Dock />
    </div>
  );
}
