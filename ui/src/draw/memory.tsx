// Stack and heap side by side: the picture that all of this is about.
import type { Filter } from '../heap/picture.ts';
import { FigureMenu } from '../figure/menu.tsx';
import * as scene from '../heap/scene.ts';
import { boxMeanings, isMeant } from '../model/colours.ts';
import { at, plural } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { chosen, now } from '../model/store.ts';
import {
  GRAPH_LIMIT, GRAPH_LIMITS, drawAgain, drawAround, graphAround, graphLimit, stepCollector,
} from '../model/time.ts';
import type { Direction } from '../protocol.ts';
import { Heap } from './heap.tsx';
import { memoryPicture } from './memory-figure.tsx';
import { Icon, type IconName } from './icons.tsx';
import { Roots } from './roots.tsx';
import { Stack } from './stack.tsx';

function Tool({ icon, label, act }: {
  icon: IconName;
  label: string;
  act: () => void;
}) {
  return (
    <button type="button" class="tool" aria-label={label} title={label}
      onClick={act}><Icon name={icon} /></button>
  );
}

function Toggle({ name, label }: {
  name: keyof Filter;
  label: string;
}) {
  return (
    <label class="toggle">
      <input type="checkbox" checked={scene.filter.value[name]}
        onChange={(event) =>
          scene.setDrawn(name, event.currentTarget.checked)} />
      {label}
    </label>
  );
}

/** What the picture leaves out, in its lower corner: it comes and goes, and
 * must not move anything. */
function Foot() {
  const hidden = now.value?.graph.hidden ?? 0;
  const around = graphAround.value;
  const outside = scene.outside.value;
  const hasLimit = hidden > 0 || graphLimit.value !== GRAPH_LIMIT;
  if (around === null && !hasLimit && !outside) return null;
  return (
    <div class="heap-foot">
      {around !== null && (
        <button type="button" class="quiet"
          onClick={() => void drawAround(null)}>
          from {at(around)}; start from the stack
        </button>
      )}
      {hidden > 0 && (
        <span class="hidden-count" title="Reachable, but further away">
          {plural(hidden, 'more cell')} not drawn
        </span>
      )}
      {hasLimit && (
        <select aria-label="Cells drawn at most" value={graphLimit.value}
          onChange={(event) => {
            const limit = Number(event.currentTarget.value);
            kept.cells.value = limit === GRAPH_LIMIT ? null : limit;
            void drawAgain();
          }}>
          {GRAPH_LIMITS.map((limit) => (
            <option key={limit} value={limit}>at most {limit}</option>
          ))}
        </select>
      )}
      {outside > 0 && (
        <button type="button" class="quiet" onClick={scene.fitAll}>
          {plural(outside, 'box', 'boxes')} out of sight; show all
        </button>
      )}
    </div>
  );
}

/** Through the collection, without leaving the picture: to what the collector
 * does to the chosen object, if one is chosen. */
function CollectorSteps() {
  const address = chosen.value;
  const of = address === null ? '' : ` to ${at(address)}`;
  const step = (direction: Direction, label: string) => (
    <button type="button" class="quiet"
      title={`${direction === 'back' ? 'Before' : 'To'} the ${direction === 'back'
        ? 'last' : 'next'} thing that the collector does${of}`}
      onClick={() => void stepCollector(direction, null, address)}>
      {label}</button>
  );
  return (
    <span class="line-up" data-control role="group"
      aria-label="Through the collection">
      {step('back', 'before')} {step('forward', 'next')}</span>
  );
}

/** What the signs on the boxes mean, and how many there are of each. */
function Legend() {
  const graph = now.value?.graph;
  const meanings = graph && boxMeanings(graph);
  if (!meanings) return null;
  const signs = [...scene.picture.value?.boxes.keys() ?? []]
    .map((address) => scene.colours.value.get(address) ?? '');
  const title = graph.phase === 'marking' ? 'Being marked'
    : 'References from other cells';
  return (
    <div class="heap-legend">
      <b>{title}</b>
      <ul aria-label={`${title}: boxes by their signs`}>
        {meanings.map((meaning) => (
          <li key={meaning.sign} title={meaning.title}>
            <span class={`sign sign-${meaning.sign}`} aria-hidden="true" />
            {meaning.name} <span class="of">{signs.filter((sign) =>
              isMeant(sign, meaning)).length}</span>
          </li>
        ))}
      </ul>
      <CollectorSteps />
    </div>
  );
}

export function Memory() {
  return (
    <section class="panel panel-memory" id="panel-memory" tabIndex={-1}
      aria-label="Memory">
      <div class="stack-side" role="region" aria-labelledby="title-stack">
        <header class="panel-head">
          <h2 id="title-stack">Stack</h2>
          <span class="panel-aside depth">
            {plural(now.value?.state.depth ?? 0, 'frame')}
          </span>
        </header>
        <Stack />
      </div>
      <div class="heap-side" role="region" aria-labelledby="title-heap">
        <header class="panel-head">
          <h2 id="title-heap">Heap</h2>
          <div class="panel-aside">
            <Toggle name="strings" label="strings" />
            <Toggle name="functions" label="functions" />
            <span class="tools">
              <Tool icon="minus" label="Zoom out" act={() =>
                scene.zoomAt(0.8)} />
              <Tool icon="plus" label="Zoom in" act={() =>
                scene.zoomAt(1.25)} />
              <Tool icon="fit" label="Show all of the heap's picture"
                act={scene.fitAll} />
              <Tool icon="tidy" label="Lay the picture out anew"
                act={scene.tidy} />
            </span>
            <FigureMenu title="Memory" only="memory" vector={memoryPicture} />
          </div>
        </header>
        <Heap />
        <div class="heap-feet"><Legend /><Foot /></div>
        <p id="heap-keys" class="hidden">
          Up and down go through the fields and objects, right follows an
          arrow, left goes back, Enter chooses, plus and minus zoom, shift with
          an arrow key pans.
        </p>
      </div>
      <Roots />
    </section>
  );
}
