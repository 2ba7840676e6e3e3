// The table of a Shape, and under it the objects that lie on it: the same keys
// and offsets for all, a row of values for each.
import { Panel } from '../draw/panel.tsx';
import { Chip } from '../draw/value.tsx';
import { plural, shorten } from '../model/format.ts';
import { now } from '../model/store.ts';
import type { Address, GraphNode, Shape } from '../protocol.ts';

const OBJECTS_MOST = 12;

/** From the root down: who adds which key at which offset. */
function chainOf(shape: Shape, all: Map<Address, Shape>): Shape[] {
  const chain: Shape[] = [];
  for (let each: Shape | undefined = shape; each && chain.length < 64;
    each = each.parent == null ? undefined : all.get(each.parent)) {
    if (each.key !== undefined) chain.unshift(each);
  }
  return chain;
}

const flagsOf = ({ attributes }: Shape): string =>
  (['writable', 'enumerable', 'configurable'] as const).map((flag) =>
    attributes?.[flag] ? flag[0]!.toUpperCase() : '·').join('');

function ShapeTable({ shape, objects, all }: {
  shape: Shape;
  objects: GraphNode[];
  all: Map<Address, Shape>;
}) {
  const chain = chainOf(shape, all);
  const keys = shape.dictionary || !chain.length
    ? (objects[0]?.fields ?? []).map(({ name }) => ({ name, offset: '',
        flags: '' }))
    : chain.map((each) => ({ name: each.key!, offset: `+${each.offset}`,
        flags: flagsOf(each) }));
  return (
    <table class="slots">
      <caption><Chip address={shape.address} text={shape.text || '{}'} />{' '}
        <span class="of">{plural(shape.objects, 'object')}{shape.dictionary &&
          ', a dictionary of its own'}{shape.literal && ', of a literal'}</span>
      </caption>
      <thead><tr><th scope="col">object</th>{keys.map(({ name, offset, flags }) =>
        <th key={name} scope="col">{name} <span class="of">{offset} {flags}
        </span></th>)}</tr></thead>
      <tbody>{objects.slice(0, OBJECTS_MOST).map((node) => (
        <tr key={node.address}>
          <th scope="row"><Chip address={node.address} /></th>
          {keys.map(({ name }) => <td key={name}>{shorten(node.fields
            ?.find((field) => field.name === name)?.value.text ?? '', 14)}</td>)}
        </tr>))}</tbody>
    </table>
  );
}

export function Slots() {
  const snapshot = now.value;
  const all = new Map(snapshot?.shapes.map((shape) =>
    [shape.address, shape]) ?? []);
  const groups = new Map<Address, GraphNode[]>();
  for (const node of snapshot?.graph.nodes ?? []) {
    if (!/^object$/i.test(node.kind) || node.shape === undefined) continue;
    groups.set(node.shape, [...groups.get(node.shape) ?? [], node]);
  }
  return (
    <Panel name="slots" title="Shape tables and value slots">
      <div class="slots-body scrolls" tabIndex={0} role="group"
        aria-label="Shape tables and value slots">
        {[...groups].map(([address, objects]) => {
          const shape = all.get(address);
          return shape && <ShapeTable key={address} shape={shape} all={all}
            objects={objects} />;
        })}
        {!groups.size && <p class="empty">No object has a Shape yet.</p>}
      </div>
    </Panel>
  );
}
