// Retainer paths as a person would tell them, with the edge to cut.
import { number, plural } from '../model/format.ts';
import { ObjectChip } from './parts.tsx';
import type { PathKind, Step, Why } from './protocol.ts';
import { bytes } from './words.ts';

/** The step that the edge to cut leads to; inside of what a step tells there
 * may be several nodes, so that its own need not be the one. */
function cutIndex({ steps, cut }: PathKind): number {
  if (!cut) return -1;
  const exact = steps.findIndex(({ node }) => node.id === cut.to.id);
  return exact >= 0 ? exact : steps.findIndex(({ access }, index) =>
    access === cut.access && steps[index - 1]?.node.id === cut.from.id);
}

function StepItem({ step, isCut }: { step: Step; isCut: boolean }) {
  return (
    <li class={isCut ? 'step is-cut' : 'step'}>
      {step.leftOut !== undefined && step.leftOut > 0 && (
        <span class="of left-out">{plural(step.leftOut, 'step')} left out
        </span>)}
      {step.access && <span class="access">{isCut && (
        <><span aria-hidden="true">✂ </span><span class="hidden">cut here:
        </span></>)}{step.access}</span>}
      <ObjectChip object={step.node} />
      {step.loop !== undefined && (
        <span class="of left-out">{step.loop > 1
          ? `these ${step.loop} steps` : ''} again and again, {
          number(step.again ?? 0)} times more</span>)}
    </li>
  );
}

function PathItem({ of, many }: { of: PathKind; many: boolean }) {
  const { cut } = of;
  const cutAt = cutIndex(of);
  return (
    <li class="path">
      {many && <p class="path-count"><b>{plural(of.count, 'object')}</b>
        <span class="of">together {bytes(of.retained)}</span></p>}
      {!many && of.count > 1 && <p class="path-count of">
        {number(of.count)} paths like this</p>}
      <p class="sentence">{of.text}</p>
      <ol class="steps">
        {of.steps.map((step, index) => (
          <StepItem key={index} step={step} isCut={index === cutAt} />))}
      </ol>
      {cut ? (
        <p class="cut"><b>✂ Cut {cut.text}</b>: that frees {
          bytes(cut.bytes)}{cut.count !== undefined && cut.allBytes !== undefined
          && `; the ${number(cut.count)} like it free ${bytes(cut.allBytes)}`}
        </p>
      ) : <p class="cut is-shared">No single edge frees it: several hold it
        together.</p>}
    </li>
  );
}

/** `many`: the objects of a class, each path with how many it holds. */
export function Paths({ of, many = false }: { of: Why; many?: boolean }) {
  if (of.paths.length === 0) {
    return <p class="empty">No path from the roots leads to it: it is held
      weakly, or is about to be freed.</p>;
  }
  return (
    <>
      <ol class="paths">
        {of.paths.map((path, index) => (
          <PathItem key={index} of={path} many={many} />))}
      </ol>
      {of.total > of.paths.length && <p class="of more">{
        plural(of.total - of.paths.length, 'more kind')} of paths</p>}
    </>
  );
}
