// Why the chosen object is alive, who did it, and what if it were not so.
import { bytes, plural, shorten } from '../model/format.ts';
import { seek } from '../model/time.ts';
import {
  answer, askAllocated, askDied, askWhy, cut, cuts, fallout, isAsking, undoCut,
} from '../model/why.ts';
import type { Address, Hop, Made } from '../protocol.ts';
import { Chip } from './value.tsx';

// ---- Statements -------------------------------------------------------------

const fileName = (path: string) => path.split('/').at(-1) ?? path;

/** The statement, which can be gone to. */
function MadeBy({ made }: { made: Made | undefined }) {
  if (!made) return null;
  if (made.how === 'before' || made.moment === undefined) {
    return <p class="none">from before the first statement</p>;
  }
  const { where, moment } = made;
  return (
    <p class="made">
      <button type="button" class="quiet" onClick={() => void seek(moment)}
        title={`Go to ${moment}, just before it`}>
        {where ? `${fileName(where.file)}:${where.line}` : moment}</button>
      {where?.function && <span class="of"> in {where.function}()</span>}
      {where && <code class="statement">{shorten(where.text, 60)}</code>}
    </p>
  );
}

function HopLine({ hop }: { hop: Hop }) {
  const { edge } = hop;
  return (
    <li>
      <span class="hop">
        <span class="edge-name">{hop.type === 'property' ? '.' : ''}{hop.name}
        </span>
        <Chip address={hop.to} text={shorten(hop.text, 26)} />
        {edge && (
          <button type="button" class="quiet" disabled={isAsking.value}
            title={`What falls out of memory without ${edge}?`}
            onClick={() => void cut(edge)}>cut</button>
        )}
      </span>
      <MadeBy made={hop.made} />
    </li>
  );
}

// ---- Answers ----------------------------------------------------------------

function Chains({ chains }: { chains: Hop[][] }) {
  if (!chains.length) {
    return <p class="none">Nothing keeps it: the next collection frees it.</p>;
  }
  return (
    <>
      {chains.map((chain, index) => (
        <ol key={index} class="why-chain"
          aria-label={`Chain ${index + 1} of ${chains.length}`}>
          {chain.map((hop, at) => <HopLine key={at} hop={hop} />)}
        </ol>
      ))}
    </>
  );
}

function AnswerView({ of }: { of: Address }) {
  const told = answer.value;
  if (!told || told.of !== of) return null;
  switch (told.kind) {
    case 'why': return <Chains chains={told.why.chains} />;
    case 'allocated':
      return <><p>Allocated by</p><MadeBy made={told.allocated.made} /></>;
    case 'wrote':
      return <><p><code>{told.wrote.expression}</code> was last written by</p>
        <MadeBy made={told.wrote.made} /></>;
    default: break;
  }
  const { died } = told;
  if (died.alive) {
    return <p>It lives until {died.end}, where the run ends.</p>;
  }
  return (
    <>
      <p>Its last reference is cut by</p>
      <MadeBy made={died.cut && { how: 'stored', ...died.cut }} />
      <p class="none">{died.freed ? `the collector finds it dead by ${died.freed}`
        : 'no collection has freed it since'}</p>
    </>
  );
}

// ---- What if ----------------------------------------------------------------

function WhatIf() {
  const told = fallout.value;
  if (!cuts.value.length) return null;
  return (
    <div class="what-if" role="status">
      <p>Without {cuts.value.map(({ edge }, index) => (
        <code key={index}>{edge}</code>))}
      <button type="button" class="quiet" disabled={isAsking.value}
        onClick={() => void undoCut()}>undo</button></p>
      {told && (
        <>
          <p>a collection frees {plural(told.objects, 'object')},
            {' '}{bytes(told.bytes)}</p>
          <ul class="edges">
            {told.classes.map((each) => (
              <li key={each.class}>{each.count} × {each.class}
                <span class="of">{bytes(each.bytes)}</span></li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The questions, as a part of the object's panel. */
export function WhyPart({ of }: { of: Address }) {
  const question = (text: string, ask: (address: Address) => Promise<void>) => (
    <button type="button" class="quiet" disabled={isAsking.value}
      onClick={() => void ask(of)}>{text}</button>
  );
  return (
    <section class="part why" aria-label="Why">
      <p class="questions">
        {question('Why is it alive?', askWhy)}
        {question('Where was it allocated?', askAllocated)}
        {question('When does it die?', askDied)}
      </p>
      <AnswerView of={of} />
      <WhatIf />
    </section>
  );
}
