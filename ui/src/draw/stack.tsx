// The call stack, innermost frame on top. A variable in a register holds its
// word right there; one in an environment lives on the heap and is shown under
// the address of that environment.
import { picture } from '../heap/scene.ts';
import { variableKey } from '../model/changes.ts';
import { plural } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import {
  changes, frameIndex, now, sources,
} from '../model/store.ts';
import { selectFrame } from '../model/time.ts';
import type { Address, Frame, Variable } from '../protocol.ts';
import { Changed, Chip, ValueView } from './value.tsx';
import { Empty } from './panel.tsx';

const SHOWN_ABOVE = 12;
const SHOWN_BELOW = 2;

/** The end of a root arrow: see roots.tsx. */
const rootOf = (frame: Frame, name: string) => `${frame.index}:${name}`;

const isDrawn = (address: Address | undefined) => address !== undefined &&
  (picture.value?.boxes.has(address) ?? false);

function VariableRow({ frame, variable, place }: {
  frame: Frame;
  variable: Variable;
  place: string;
}) {
  const { variableWas, newFrames } = changes.value;
  const key = variableKey(frame, variable);
  const isChanged = variableWas.has(key) && !newFrames.has(frame.index);
  const inRegister = variable.place === 'register' ||
    !isDrawn(variable.environment);
  return (
    <tr class={isChanged ? 'is-changed' : undefined}>
      <td class="place">{place}</td>
      <th scope="row" title={`${variable.kind} ${variable.name}`}>
        {variable.name}
      </th>
      <td class="value-cell"
        data-root={inRegister ? rootOf(frame, variable.name) : undefined}>
        {isChanged && <Changed was={variableWas.get(key)} />}
        <ValueView value={variable.value} most={18}
          isShort={isDrawn(variable.value.address)} />
      </td>
    </tr>
  );
}

interface Group {
  environment: Address;
  scope: string;
  variables: Variable[];
}

function groupsOf(variables: Variable[]): Group[] {
  const groups = new Map<Address, Group>();
  for (const variable of variables) {
    if (variable.place !== 'environment') continue;
    const environment = variable.environment ?? 0;
    const group = groups.get(environment) ??
      { environment, scope: variable.scope ?? '', variables: [] };
    group.variables.push(variable);
    groups.set(environment, group);
  }
  return [...groups.values()];
}

function EnvironmentRows({ frame, group }: { frame: Frame; group: Group }) {
  return (
    <tbody class="in-environment">
      <tr>
        <th colSpan={3} scope="rowgroup" class="group-head">
          <span class="tag" title="an environment: on the heap">heap</span>
          <Chip address={group.environment} text="env"
            title="These variables live in an environment on the heap" />
          {group.scope && <span class="of">of {group.scope}</span>}
        </th>
      </tr>
      {group.variables.map((variable) => (
        <VariableRow key={variable.name} frame={frame} variable={variable}
          place={`[${variable.slot ?? ''}]`} />
      ))}
    </tbody>
  );
}

function Variables({ frame }: { frame: Frame }) {
  const inRegisters = frame.variables.filter(({ place }) =>
    place === 'register');
  const groups = groupsOf(frame.variables);
  const ownThis = frame.this?.in === 'cell' && frame.this.text !== 'globalThis'
    ? frame.this : null;
  const given = frame.native ? frame.arguments ?? [] : [];
  if (!inRegisters.length && !groups.length && !ownThis && !given.length) {
    return <p class="no-variables">no variables</p>;
  }
  return (
    <table class="variables">
      <caption class="hidden">Variables of {frame.function}</caption>
      <colgroup><col class="col-place" /><col /><col class="col-value" />
      </colgroup>
      <tbody>
        {ownThis && (
          <tr>
            <td class="place" />
            <th scope="row">this</th>
            <td class="value-cell" data-root={rootOf(frame, 'this')}>
              <ValueView value={ownThis} most={18}
                isShort={isDrawn(ownThis.address)} />
            </td>
          </tr>
        )}
        {given.map((value, index) => (
          <tr key={index}>
            <td class="place" />
            <th scope="row">argument {index}</th>
            <td class="value-cell"><ValueView value={value} most={18} /></td>
          </tr>
        ))}
        {inRegisters.map((variable) => (
          <VariableRow key={`${variable.name}/${variable.register}`}
            frame={frame} variable={variable}
            place={`r${variable.register ?? ''}`} />
        ))}
      </tbody>
      {groups.map((group) => (
        <EnvironmentRows key={group.environment} frame={frame} group={group} />
      ))}
    </table>
  );
}

function FrameCard({ frame, isTop }: { frame: Frame; isTop: boolean }) {
  const isSelected = frameIndex.value === frame.index;
  const isNew = changes.value.newFrames.has(frame.index);
  const name = frame.script ? 'script' : frame.function;
  const source = frame.source !== undefined && sources.value.has(frame.source);
  return (
    <li class={`frame${isSelected ? ' is-selected' : ''}${
      isTop ? ' is-top' : ''}`}>
      <button type="button" class="frame-head" aria-pressed={isSelected}
        disabled={frame.native}
        title={frame.native ? 'a function of the engine'
          : `Show the source and the bytecode of ${name}`}
        onClick={() => void selectFrame(frame.index)}>
        {isTop && <span class="now-mark" aria-hidden="true">▶</span>}
        <span class="frame-name">
          {frame.construct && <span class="of">new </span>}{name}
        </span>
        {isNew && <span class="tag tag-changed">entered</span>}
        {frame.finished && <span class="tag"
          title="it has returned: its variables live on">returned</span>}
        {frame.native ? <span class="tag">native</span>
          : frame.line && <span class="frame-line">
            {source || isTop ? `line ${frame.line}` : `:${frame.line}`}
          </span>}
      </button>
      <Variables frame={frame} />
    </li>
  );
}

/** What waits until the stack is empty, the next one first. */
function Jobs() {
  const jobs = now.value?.stack.jobs;
  if (!jobs?.count) return null;
  const shown = jobs.waiting.slice(0, 5);
  return (
    <li class="frames-more">
      {plural(jobs.count, 'job')} {jobs.count === 1 ? 'waits' : 'wait'}:{' '}
      {shown.map(({ type, values }, index) => (
        <span key={index} class="line-up">
          <span class="of">{type}</span>
          {values[0] && <ValueView value={values[0]} most={18} />}
        </span>
      ))}
    </li>
  );
}

export function Stack() {
  const snapshot = now.value;
  if (!snapshot) return <Empty>Nothing runs yet.</Empty>;
  const { frames, depth = frames.length } = snapshot.stack;
  const isLong = frames.length > SHOWN_ABOVE + SHOWN_BELOW + 1;
  const folded = isLong && !kept.frames.value;
  const head = folded ? frames.slice(0, SHOWN_ABOVE) : frames;
  const tail = folded ? frames.slice(-SHOWN_BELOW) : [];
  const card = (frame: Frame) => (
    <FrameCard key={snapshot.state.depth - frame.index} frame={frame}
      isTop={frame.index === 0} />
  );
  return (
    <ol class="frames" aria-label="Frames, innermost first">
      {head.map(card)}
      {(folded || depth > frames.length) && (
        <li class="frames-more" key="more">
          {folded
            ? <button type="button" class="quiet"
                onClick={() => { kept.frames.value = true; }}>
                {plural(depth - SHOWN_ABOVE - SHOWN_BELOW, 'more frame')}
              </button>
            : plural(depth - frames.length, 'more frame')}
        </li>
      )}
      {tail.map(card)}
      <Jobs />
    </ol>
  );
}
