// All about the chosen cell.
import type { ComponentChildren } from 'preact';
import { kindMark } from '../heap/kinds.ts';
import { at, bytes, plural, shorten } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import {
  cell, changes, chosen, codeAddress, eventTarget, missing,
  prototypes, trail,
} from '../model/store.ts';
import { askWrote } from '../model/why.ts';
import {
  choose, chooseBack, drawAround, selectFrame, showCode, stepTo,
} from '../model/time.ts';
import type {
  Address, Attributes, Cell, CellEdge, Direction, Elements, Property, Value,
} from '../protocol.ts';
import { Icon } from './icons.tsx';
import { Empty, Panel } from './panel.tsx';
import { Changed, Chip, ValueView } from './value.tsx';
import { WhyPart } from './why.tsx';

function Section({ title, aside, children }: {
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="part" aria-label={title}>
      <h3>{title}{aside && <span class="of">{aside}</span>}</h3>
      {children}
    </section>
  );
}

// ---- Attributes and properties ---------------------------------------------

const FLAGS = [
  ['writable', 'W'], ['enumerable', 'E'], ['configurable', 'C'],
] as const;

/** W E C: a letter that holds, a dot in the place of one that does not. */
function AttributesView({ attributes }: { attributes: Attributes }) {
  const words = FLAGS.map(([name]) =>
    `${attributes[name] ? '' : 'not '}${name}`)
    .filter((text) => !(attributes.accessor && text.includes('writable')));
  return (
    <span class="attributes" title={words.join(', ')}>
      <span class="hidden">{words.join(', ')}</span>
      <span aria-hidden="true">
        {FLAGS.map(([name, letter]) => {
          const holds = attributes[name];
          return <i key={letter} class={holds ? 'holds' : ''}>
            {attributes.accessor && letter === 'W' ? ' '
              : holds ? letter : '·'}</i>;
        })}
      </span>
    </span>
  );
}

/** A step to the write of a property, either way; and who wrote it last. */
function Writes({ address, name }: { address: Address; name: string }) {
  const go = (direction: Direction) => {
    kept.event.value = 'write';
    eventTarget.value = { address, key: name };
    void stepTo({ direction, kind: 'event', event: 'write', address,
      key: name });
  };
  return (
    <span class="writes">
      <button type="button" class="tool" onClick={() => go('back')}
        aria-label={`Previous write to ${name}`}
        title={`Previous write to ${name}`}>◂</button>
      <button type="button" class="tool"
        onClick={() => void askWrote(address, name)}
        aria-label={`What last wrote ${name}?`}
        title={`What last wrote ${name}?`}>?</button>
      <button type="button" class="tool" onClick={() => go('forward')}
        aria-label={`Next write to ${name}`}
        title={`Next write to ${name}`}>▸</button>
    </span>
  );
}

function Held({ value, getter, setter, most = 20 }: {
  value?: Value;
  getter?: Value;
  setter?: Value;
  most?: number;
}) {
  if (value) return <ValueView value={value} most={most} />;
  return (
    <span class="accessors">
      {getter && getter.in === 'cell' && <>get <ValueView value={getter}
        most={most} /></>}
      {setter && setter.in === 'cell' && <> set <ValueView value={setter}
        most={most} /></>}
    </span>
  );
}

function PropertyRow({ address, property }: {
  address: Address;
  property: Property;
}) {
  const { key, symbol, offset, place, attributes } = property;
  const was = changes.value.fieldWas.get(address);
  return (
    <tr class={was?.has(key) ? 'is-changed' : undefined}>
      <td class="place" title={`offset ${offset}, ${place === 'inline'
        ? 'inside the object' : 'in the slots outside the object'}`}>
        <span aria-hidden="true">{place === 'inline' ? '' : '↗'}</span>
        {offset}<span class="hidden">, {place}</span>
      </td>
      <th scope="row" class={symbol ? 'is-symbol' : undefined} title={key}>
        {key}</th>
      <td class="value-cell">
        {was?.has(key) && <Changed was={was.get(key)} />}
        <Held {...property} />
      </td>
      <td><AttributesView attributes={attributes} /></td>
      <td class="act"><Writes address={address} name={key} /></td>
    </tr>
  );
}

function Properties({ of }: { of: Cell }) {
  const list = of.properties ?? [];
  if (!list.length) return <p class="none">no properties of its own</p>;
  return (
    <div class="wide">
      <table class="properties">
        <thead><tr>
          <th scope="col"
            title="the offset of the value; ↗ in the slots outside the object">
            <span aria-hidden="true">at</span>
            <span class="hidden">offset</span></th>
          <th scope="col">key</th>
          <th scope="col">value</th>
          <th scope="col" title="writable, enumerable, configurable">
            <span aria-hidden="true">WEC</span>
            <span class="hidden">attributes</span></th>
          <th scope="col"><span class="hidden">writes</span></th>
        </tr></thead>
        <tbody>
          {list.map((property) => (
            <PropertyRow key={property.key} address={of.address}
              property={property} />
          ))}
        </tbody>
      </table>
      <More of={of} name="properties" />
    </div>
  );
}

function More({ of, name }: { of: Cell; name: string }) {
  const count = of.more?.[name] ?? 0;
  return count > 0 ? <p class="none">and {count} more</p> : null;
}

// ---- Elements --------------------------------------------------------------

function ElementsView({ of, elements }: { of: Cell; elements: Elements }) {
  const was = changes.value.fieldWas.get(of.address);
  const isDictionary = elements.kind === 'dictionary';
  const room = elements.capacity !== undefined
    ? `, room for ${elements.capacity}` : '';
  return (
    <Section title="Elements" aside={
      <>{elements.kind}, {elements.length} long{room}</>}>
      {elements.attributes && !isDictionary && (
        <p class="shared">all of them <AttributesView
          attributes={elements.attributes} /></p>
      )}
      <div class="wide">
        <table class="properties elements">
          <caption class="hidden">Elements, {elements.kind}</caption>
          <tbody>
            {elements.items.map((item) => (
              <tr key={item.index} class={was?.has(String(item.index))
                ? 'is-changed' : undefined}>
                <th scope="row" class="index">{item.index}</th>
                <td class="value-cell">
                  {was?.has(String(item.index)) && <Changed
                    was={was.get(String(item.index))} />}
                  {item.value?.type === 'hole'
                    ? <span class="word word-hole">hole</span>
                    : <Held {...item} />}
                </td>
                <td>{item.attributes && <AttributesView
                  attributes={item.attributes} />}</td>
                <td class="act"><Writes address={of.address}
                  name={String(item.index)} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(elements.more ?? 0) > 0 && <p class="none">and {elements.more} more</p>}
    </Section>
  );
}

// ---- The other parts -------------------------------------------------------

function ShapeLine({ of }: { of: Cell }) {
  const shape = of.shape;
  if (!shape) return null;
  const notes = [
    shape.literal && 'of a literal', shape.dictionary && 'dictionary mode',
    shape.lazy && 'made when first needed', shape.table && 'has a Shape table',
    shape.inlineCapacity !== undefined &&
      `room for ${shape.inlineCapacity} inside the object`,
  ].filter(Boolean);
  return (
    <Section title="Shape">
      <p class="line-up"><Chip address={shape.address}
        text={shorten(shape.text, 40)} />
      {changes.value.reshaped.has(of.address) && <span class="changed">
        <span aria-hidden="true">◆</span> new Shape</span>}</p>
      {notes.length > 0 && <p class="none">{notes.join(', ')}</p>}
    </Section>
  );
}

function PrototypeChain({ of }: { of: Cell }) {
  if (!of.prototype) return null;
  const chain = prototypes.value;
  const last = chain.at(-1)?.prototype ?? of.prototype;
  return (
    <Section title="Prototypes">
      <ol class="chain">
        {chain.map(({ address, text, class: name, properties }) => (
          <li key={address}>
            <Chip address={address} text={shorten(text, 26)} />
            <span class="of">{name && !text.startsWith(name) ? `${name}, ` : ''}
              {plural((properties ?? []).length, 'property', 'properties')}
            </span>
          </li>
        ))}
        <li>{last.in === 'word' ? <span class="word">null</span> : '…'}</li>
      </ol>
    </Section>
  );
}

function FunctionPart({ of }: { of: Cell }) {
  const details = of.function;
  if (!details) return null;
  return (
    <Section title="Function" aside={details.name || 'anonymous'}>
      <dl class="facts">
        {details.code != null && <>
          <dt>code</dt>
          <dd><button type="button" class="quiet"
            aria-pressed={codeAddress.value === details.code}
            onClick={() => void showCode(details.code ?? null)}>
            show its bytecode and caches</button></dd>
        </>}
        <dt>environment</dt>
        <dd>{details.environment != null
          ? <Chip address={details.environment} text="environment" />
          : 'none: it captures nothing'}</dd>
      </dl>
    </Section>
  );
}

function EnvironmentPart({ of }: { of: Cell }) {
  const environment = of.environment;
  if (!environment) return null;
  const was = changes.value.fieldWas.get(of.address);
  return (
    <Section title="Variables" aside="that closures captured">
      <table class="properties">
        <caption class="hidden">Variables of the environment</caption>
        <tbody>
          {environment.variables.map(({ name, value }, slot) => (
            <tr key={name} class={was?.has(name) ? 'is-changed' : undefined}>
              <td class="place">{slot}</td>
              <th scope="row">{name}</th>
              <td class="value-cell">
                {was?.has(name) && <Changed was={was.get(name)} />}
                <ValueView value={value} most={20} />
              </td>
              <td class="act"><Writes address={of.address} name={name} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="line-up">outside it: {environment.parent != null
        ? <Chip address={environment.parent} text="environment" /> : 'nothing'}
      </p>
    </Section>
  );
}

function EntriesPart({ of }: { of: Cell }) {
  const entries = of.entries;
  if (!entries) return null;
  return (
    <Section title="Entries">
      <ul class="edges">
        {entries.map(({ key, value }, index) => (
          <li key={index} class="line-up">
            {key && <ValueView value={key} most={20} />}
            {value && <><span class="of">→</span>
              <ValueView value={value} most={20} /></>}
          </li>
        ))}
      </ul>
      <More of={of} name="entries" />
    </Section>
  );
}

/** A node of a document: its attributes, and whether the page has it. */
function NodePart({ of }: { of: Cell }) {
  const node = of.node;
  if (!node) return null;
  return (
    <Section title="Node"
      aside={node.attached ? 'in the page' : 'detached: in no page'}>
      <table class="properties">
        <caption class="hidden">Attributes</caption>
        <tbody>
          {node.attributes.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="value-cell"><ValueView value={value} most={24} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="line-up">
        {node.parent !== null && <Chip address={node.parent} text="parent" />}
        {node.firstChild !== null &&
          <Chip address={node.firstChild} text="first child" />}
        <span class="of">{plural(node.children, 'child', 'children')}</span>
      </p>
    </Section>
  );
}

function PromisePart({ of }: { of: Cell }) {
  const promise = of.promise;
  if (!promise) return null;
  const { state, reactions } = promise;
  return (
    <Section title="Promise" aside={state}>
      {state !== 'pending' && (
        <p class="line-up"><ValueView value={promise.result} most={24} /></p>
      )}
      {state === 'rejected' && !promise.handled && (
        <p class="none">nobody handles the rejection</p>
      )}
      <ul class="edges">
        {reactions.map(({ address, promise: next, waiting, onFulfilled }) => (
          <li key={address} class="line-up">
            <span class="of">{waiting ? 'awaited by' : 'then'}</span>
            <ValueView value={waiting ?? onFulfilled ?? next} most={20} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ParkedPart({ of }: { of: Cell }) {
  const parked = of.parked;
  if (!parked) return null;
  const place = parked.line ? `${parked.state} in line ${parked.line}`
    : parked.state;
  return (
    <Section title="Parked frame" aside={place}>
      <table class="properties">
        <caption class="hidden">Variables of {parked.function}</caption>
        <tbody>
          {(parked.variables ?? []).map((variable) => (
            <tr key={`${variable.name}/${variable.environment ?? ''}`}>
              <td class="place">{variable.register !== undefined
                ? `r${variable.register}` : `[${variable.slot ?? ''}]`}</td>
              <th scope="row">{variable.name}</th>
              <td class="value-cell">
                <ValueView value={variable.value} most={20} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(parked.requests ?? []).map(({ mode, value, promise }) => (
        <p key={promise} class="line-up"><span class="of">{mode}</span>
          <ValueView value={value} most={16} />
          <Chip address={promise} text="its answer" /></p>
      ))}
    </Section>
  );
}

/** What a regular expression was compiled to, once it has run. */
function RegexpPart({ of }: { of: Cell }) {
  if (!of.regexp) return null;
  const { program } = of.regexp;
  return (
    <Section title="Program">
      {program === null
        ? <p class="line-up">compiled when it first runs</p>
        : <pre class="regexp-program">{program}</pre>}
    </Section>
  );
}

function StringPart({ of }: { of: Cell }) {
  const details = of.string;
  if (!details) return null;
  const notes = [
    plural(details.length, 'unit'), details.encoding,
    details.atom && 'an atom: one cell for all equal ones',
    details.flat === false && 'a rope: not joined yet',
  ].filter(Boolean);
  return (
    <Section title="String">
      <p class="string-text">{of.text}</p>
      <p class="none">{notes.join(', ')}</p>
      {details.left != null && details.right != null && (
        <p class="line-up"><Chip address={details.left} text="left" />
          <Chip address={details.right} text="right" /></p>
      )}
    </Section>
  );
}

function EdgeEnd({ address, edge }: {
  address: Address | null;
  edge: CellEdge;
}) {
  if (address !== null) {
    return <Chip address={address} text={shorten(edge.text ?? '', 22)} />;
  }
  return (
    <button type="button" class="quiet"
      onClick={() => void selectFrame(edge.frame ?? 0)}>
      stack, {edge.frame === undefined ? 'the engine' : `frame ${edge.frame}`}
    </button>
  );
}

function Edges({ of, title, edges, end, more }: {
  of: Cell;
  title: string;
  edges: CellEdge[];
  end: 'from' | 'to';
  more: string;
}) {
  if (!edges.length) return null;
  return (
    <details class="part" open={end === 'from'}>
      <summary><h3>{title}<span class="of">{
        edges.length + (of.more?.[more] ?? 0)}</span></h3></summary>
      <ul class="edges">
        {edges.map((edge, index) => (
          <li key={index}>
            <EdgeEnd address={edge[end]} edge={edge} />
            <span class="edge-name">{edge.name}</span>
            {edge.type === 'weak' && <span class="tag">weak</span>}
            {edge.type === 'internal' && <span class="of">internal</span>}
          </li>
        ))}
      </ul>
      <More of={of} name={more} />
    </details>
  );
}

// ---- The whole -------------------------------------------------------------

function Head({ of }: { of: Cell }) {
  const { glyph, family, name } = kindMark(of.kind);
  return (
    <div class="object-head">
      <span class={`tile-html family-${family}`} aria-hidden="true">{glyph}
      </span>
      <div>
        <p class="object-title">{shorten(of.text, 60)}</p>
        <p class="object-facts">
          {of.class && of.class.toLowerCase() !== name ? `${of.class}, ` : ''}
          {name} <span class="address">{at(of.address)}</span>, {
            bytes(of.bytes).replace(' ', '\u00a0')}
          {of.counted && `, count ${of.counted.references}`}
          {of.counted?.candidate && <span class="tag">candidate</span>}
          {of.flags?.map((flag) => <span key={flag} class="tag">{flag}</span>)}
        </p>
      </div>
    </div>
  );
}

function Details({ of }: { of: Cell }) {
  return (
    <div class="object-body scrolls" tabIndex={0} role="group"
      aria-label={`${of.text} ${at(of.address)}`}>
      <Head of={of} />
      <WhyPart of={of.address} />
      {of.properties && <Section title="Properties"><Properties of={of} />
      </Section>}
      {of.elements && of.elements.kind !== 'none' &&
        <ElementsView of={of} elements={of.elements} />}
      <EnvironmentPart of={of} />
      <EntriesPart of={of} />
      <NodePart of={of} />
      <PromisePart of={of} />
      <ParkedPart of={of} />
      <StringPart of={of} />
      <RegexpPart of={of} />
      <FunctionPart of={of} />
      <ShapeLine of={of} />
      <PrototypeChain of={of} />
      <Edges of={of} title="Held by" edges={of.in ?? []} end="from" more="in" />
      <Edges of={of} title="Holds" edges={of.out ?? []} end="to" more="out" />
    </div>
  );
}

function Tools() {
  const address = chosen.value;
  if (address === null) return null;
  return (
    <>
      {trail.value.length > 0 && (
        <button type="button" class="tool"
          aria-label="Back to the object before"
          title="Back to the object before" onClick={chooseBack}>
          <Icon name="back" /></button>
      )}
      <button type="button" class="quiet" onClick={() =>
        void drawAround(address)}>draw from here</button>
      <button type="button" class="tool" aria-label="Choose nothing"
        title="Choose nothing" onClick={() => void choose(null)}>
        <Icon name="close" /></button>
    </>
  );
}

export function ObjectPanel() {
  const of = cell.value;
  return (
    <Panel name="object" title="Object" aside={<Tools />}>
      {of ? <Details of={of} />
        : missing.value !== null
          ? <Empty>{at(missing.value)} is not there at this moment.</Empty>
          : <Empty>Choose an object in the heap, or an address anywhere, to see
            what is inside it.</Empty>}
    </Panel>
  );
}
