// The bytecode of the current function. Beside each instruction that has an
// inline cache stands what the cache has learned, a sign and words, and how often
// it was hit and missed up to this moment; below an instruction, what runs in its
// place in optimised code, and above them all why such code was left.
import { signal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { at, number, plural, shorten } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { code, codeAddress, frame, hits, pointed } from '../model/store.ts';
import { countHits, seek, showCode, showHits } from '../model/time.ts';
import type {
  Cache, CacheEntry, CacheState, Code, Deopt, Instruction, Missed, MissReason,
  Optimised, Site, Tier,
} from '../protocol.ts';
import { Empty, Panel } from './panel.tsx';
import { Chip } from './value.tsx';

const WINDOW = 240;

/** Which cache is opened to its entries: `code address/unit`. */
const opened = kept.cache;
/** Of a very long function: where the rows on screen begin. */
const firstRow = signal(0);

const SIGNS: Record<CacheState, string> = {
  uninitialised: '○', monomorphic: '●', polymorphic: '◐', megamorphic: '✱',
};

function entryPlace({ place, offset }: CacheEntry): string {
  switch (place) {
    case 'inline': return `inline, offset ${offset}`;
    case 'slots': return `slots, offset ${offset}`;
    case 'holder': return `found on a prototype, offset ${offset}`;
    case 'absent': return 'not there';
    case 'add': return `added at offset ${offset}`;
    case 'getter': return 'a getter';
    case 'variable': return 'a variable';
    default: return offset === undefined ? place : `${place} ${offset}`;
  }
}

function cacheText(cache: Cache): string {
  const [first] = cache.entries;
  switch (cache.state) {
    case 'uninitialised': return 'uninitialised';
    case 'monomorphic': {
      if (!first) return 'monomorphic';
      const offset = first.place === 'variable' || first.offset === undefined
        ? first.place : `+${first.offset}`;
      const text = shorten(first.shapeText ?? '', 16);
      return first.place === 'add' && first.newShapeText
        ? `${text} → ${shorten(first.newShapeText, 16)}`
        : `${text} ${offset}`.trim();
    }
    case 'polymorphic': return plural(cache.entries.length, 'Shape');
    default: return 'megamorphic';
  }
}

function cacheWords(cache: Cache): string {
  const entries = cache.entries.map((entry) =>
    `Shape ${entry.shapeText ?? ''}${
      entry.shape === undefined ? '' : ` ${at(entry.shape)}`}, ${
      entryPlace(entry)}`);
  return [`inline cache, ${cache.state}`, ...entries].join('; ');
}

function Badge({ cache, name }: { cache: Cache; name: string }) {
  const isOpen = opened.value === name;
  return (
    <button type="button" class={`cache cache-${cache.state}`}
      aria-expanded={isOpen}
      aria-label={`${cacheText(cache)}: ${cacheWords(cache)}`}
      title={cacheWords(cache)}
      onClick={() => { opened.value = isOpen ? null : name; }}>
      <span class="cache-sign" aria-hidden="true">{SIGNS[cache.state]}</span>
      <span class="cache-text">{cacheText(cache)}</span>
    </button>
  );
}

// ---- Hits and misses --------------------------------------------------------

const REASONS: Record<MissReason, string> = {
  shape: 'it knew nothing of that Shape',
  stale: 'a prototype was changed since it had learned',
  shared: 'the shared table had no entry',
  full: 'no slot was free for another property',
};

const siteAt = (unit: number): Site | undefined =>
  hits.value?.sites?.find((site) => site.unit === unit);

const sayHits = ({ hits: count, misses }: { hits: number; misses: number }) =>
  `${plural(count, 'hit')}, ${plural(misses, 'miss', 'misses')}`;

function MissedList({ site: { missed, misses } }: { site: Site }) {
  if (!missed.length) return null;
  return (
    <>
      <p class="of">Missed at</p>
      <ul class="missed">
        {missed.map(({ moment, shape, text, why }: Missed) => (
          <li key={moment}>
            <button type="button" class="quiet"
              title="Go there: the instruction is about to run"
              onClick={() => void seek(moment)}>{moment}</button>
            <Chip address={shape} text={text} />
            <span class="of">{REASONS[why]}</span>
          </li>
        ))}
        {misses > missed.length && (
          <li class="of">and {number(misses - missed.length)} more times</li>
        )}
      </ul>
    </>
  );
}

/** Shapes that came by and that are not, or no longer, in the cache itself. */
function OtherShapes({ cache, site }: { cache: Cache; site: Site }) {
  const others = site.shapes.filter(({ shape }) =>
    !cache.entries.some((entry) => entry.shape === shape));
  return others.map(({ shape, text, ...counts }) => (
    <li key={shape}>
      <Chip address={shape} text={text} />
      <span class="of">{cache.state === 'megamorphic'
        ? 'by the shared table' : 'no entry'}; {sayHits(counts)}</span>
    </li>
  ));
}

function Entries({ cache, site }: { cache: Cache; site: Site | undefined }) {
  const countsOf = (entry: CacheEntry) => site?.shapes.find(({ shape }) =>
    shape === entry.shape);
  const rest = site ? site.runs - site.hits - site.misses : 0;
  return (
    <tr class="cache-entries">
      <td colSpan={6}>
        <p>
          <b>{cache.state}</b>
          {site && `, run ${plural(site.runs, 'time')}: ${sayHits(site)}`}
          {rest > 0 && `, ${number(rest)} with nothing to ask for`}
        </p>
        {(cache.entries.length > 0 || site) && (
          <ul>
            {cache.entries.map((entry, index) => (
              <li key={index}>
                {entry.shape !== undefined && <Chip address={entry.shape}
                  text={entry.shapeText ?? 'Shape'} />}
                {entry.newShape != null && <> → <Chip address={entry.newShape}
                  text={entry.newShapeText ?? 'Shape'} /></>}
                <span class="of">{entryPlace(entry)}{countsOf(entry) &&
                  `; ${sayHits(countsOf(entry)!)}`}</span>
                {entry.holder != null && <Chip address={entry.holder}
                  text="holder" />}
              </li>
            ))}
            {site && <OtherShapes cache={cache} site={site} />}
          </ul>
        )}
        {site && <MissedList site={site} />}
      </td>
    </tr>
  );
}

/** Of a run so long that it is not counted at every moment. */
function CountButton() {
  const counted = hits.value;
  if (!counted || counted.sites) return null;
  return (
    <button type="button" class="quiet" onClick={() => void countHits()}
      title="The run is repeated up to this moment">
      count hits (about {counted.seconds < 1 ? counted.seconds.toFixed(1)
        : number(Math.round(counted.seconds))} s)
    </button>
  );
}

// ---- The second tier --------------------------------------------------------

function checkWords({ checks, proven }: Optimised): string {
  if (proven !== undefined) return `checks nothing: proven at unit ${proven}`;
  return checks ? `checks that ${checks}` : 'checks nothing';
}

/** What runs in the place of an instruction. */
function InPlace({ optimised }: { optimised: Optimised }) {
  return (
    <span class="in-place">
      <span aria-hidden="true">↳ </span>
      <span class="hidden">in optimised code: </span>
      <b>{optimised.text}</b>, {checkWords(optimised)}
    </span>
  );
}

function DeoptLine({ deopt: { tick, unit, name, text } }: { deopt: Deopt }) {
  return (
    <li>
      <button type="button" class="quiet" title="Go there: to its tick"
        onClick={() => void seek(`${tick}.0`)}>tick {number(tick)}</button>
      {' '}unit {unit}, {name}: {text}
    </li>
  );
}

/** Of a function that was optimised at least once. */
function TierNote({ tier }: { tier: Tier }) {
  if (!tier.optimisations) return null;
  return (
    <div class={`tier tier-${tier.name}`}>
      <p>
        {tier.since === undefined
          ? <><b>baseline</b> again</>
          : <><b>optimised code</b> since <button type="button" class="quiet"
            title="Go there: to its tick"
            onClick={() => void seek(`${tier.since}.0`)}>tick {
              number(tier.since)}</button></>}
        {`; optimised ${plural(tier.optimisations, 'time')}, went back ${
          plural(tier.deoptimisations, 'time')}`}
      </p>
      {tier.deopts.length > 0 && (
        <ul aria-label="Deopts">
          {tier.deopts.map((deopt) => <DeoptLine key={deopt.tick}
            deopt={deopt} />)}
        </ul>
      )}
    </div>
  );
}

/** The name of the instruction stands out; its operands follow. */
function InstructionText({ instruction }: { instruction: Instruction }) {
  const { name } = instruction;
  // the badge says it
  const text = instruction.text.replace(/\s*\[cache \d+\]$/, '');
  const cut = text.startsWith(name) ? name.length : 0;
  return (
    <span class="instruction-text">
      <b>{text.slice(0, cut)}</b> <span class="operands">{
        text.slice(cut).trim()}</span>
    </span>
  );
}

function Row({ code, instruction }: { code: Code; instruction: Instruction }) {
  const { unit, line } = instruction;
  const isNow = code.current === unit;
  const points = pointed.value;
  const isPointed = points.unit === unit ||
    (points.unit === undefined && points.line !== undefined &&
      points.line === line);
  const cache = instruction.cache === undefined ? undefined
    : code.caches.find(({ index }) => index === instruction.cache);
  const site = cache && siteAt(unit);
  const isCounted = cache && hits.value?.sites;
  const name = `${code.address}/${unit}`;
  const classes = `${isNow ? 'is-now ' : ''}${isPointed ? 'is-pointed ' : ''}${
    instruction.statement ? 'is-statement' : ''}`;
  return (
    <>
      <tr class={classes} aria-current={isNow ? 'step' : undefined}
        onMouseEnter={() => { pointed.value = { unit }; }}
        onMouseLeave={() => { pointed.value = {}; }}>
        <td class="sign" aria-hidden={!isNow}>{isNow ? '▶' : ''}</td>
        <td class="unit">{unit}</td>
        <td class="instruction"><div>
          <InstructionText instruction={instruction} />
          {cache && <Badge cache={cache} name={name} />}
          {instruction.optimised &&
            <InPlace optimised={instruction.optimised} />}
        </div></td>
        <td class="count">{isCounted && number(site?.hits ?? 0)}</td>
        <td class={`count${site?.misses ? ' is-missed' : ''}`}>
          {isCounted && number(site?.misses ?? 0)}</td>
        <td class="line">{instruction.statement ? line : ''}</td>
      </tr>
      {cache && opened.value === name && <Entries cache={cache} site={site} />}
    </>
  );
}

function Rows({ code }: { code: Code }) {
  const body = useRef<HTMLDivElement>(null);
  const current = code.instructions.findIndex(({ unit }) =>
    unit === code.current);
  useEffect(() => {
    firstRow.value = Math.max(0, current - WINDOW / 2);
  }, [code.address, current >> 6]);
  useEffect(() => {
    const row = body.current?.querySelector<HTMLElement>('.is-now');
    const box = body.current;
    if (!row || !box) return;
    const top = row.offsetTop;
    const margin = row.offsetHeight * 2;
    if (top - margin < box.scrollTop) box.scrollTop = top - margin;
    const low = top + row.offsetHeight + margin - box.clientHeight;
    if (low > box.scrollTop) box.scrollTop = low;
  }, [code]);
  // pointed at from the source: the first of its instructions comes in sight
  useSignalEffect(() => {
    const { line, unit } = pointed.value;
    if (line === undefined || unit !== undefined) return;
    const box = body.current;
    requestAnimationFrame(() => {
      const row = box?.querySelector<HTMLElement>('.is-pointed');
      if (!row || !box) return;
      const inSight = row.offsetTop >= box.scrollTop &&
        row.offsetTop + row.offsetHeight <= box.scrollTop + box.clientHeight;
      if (!inSight) box.scrollTop = row.offsetTop - row.offsetHeight * 2;
    });
  });
  const first = code.instructions.length > WINDOW ? firstRow.value : 0;
  const rows = code.instructions.slice(first, first + WINDOW);
  const after = code.instructions.length - first - rows.length;
  const more = (count: number, by: number) => count > 0 && (
    <button type="button" class="quiet" onClick={() => {
      firstRow.value = Math.max(0, first + by);
    }}>{plural(count, 'more instruction')}</button>
  );
  return (
    <div class="bytecode-body scrolls" ref={body} tabIndex={0}
      role="group" aria-label="Instructions">
      {more(first, -WINDOW)}
      <table class="bytecode">
        <caption class="hidden">Instructions of {code.function}</caption>
        <thead><tr>
          <th scope="col"><span class="hidden">now</span></th>
          <th scope="col"><span class="hidden">unit</span></th>
          <th scope="col"><span class="hidden">instruction and inline cache
          </span></th>
          <th scope="col" class="count">hits</th>
          <th scope="col" class="count">misses</th>
          <th scope="col" class="line">line</th>
        </tr></thead>
        <tbody>
          {rows.map((instruction) => <Row key={instruction.unit} code={code}
            instruction={instruction} />)}
        </tbody>
      </table>
      {more(after, WINDOW)}
    </div>
  );
}

export function Bytecode() {
  const shown = code.value;
  const name = shown?.function.replace(/^code of /, '') || 'the script';
  useEffect(() => {
    showHits(true);
    return () => showHits(false);
  }, []);
  return (
    <Panel name="bytecode" title="Bytecode" aside={<>
      {codeAddress.value !== null && (
        <button type="button" class="quiet" onClick={() => void showCode(null)}>
          back to {frame.value?.function ?? 'the current function'}
        </button>
      )}
      <CountButton />
      {shown && <span class="file">{frame.value?.script &&
        codeAddress.value === null ? 'script' : name}, {
        plural(shown.registers, 'register')}</span>}
    </>}>
      {shown && <TierNote tier={shown.tier} />}
      {shown ? <Rows code={shown} />
        : <Empty>{reasonForNone(frame.value?.native)}</Empty>}
    </Panel>
  );
}

const reasonForNone = (isNative: boolean | undefined) => isNative
  ? 'A function of the engine has no bytecode.'
  : 'No function of the program runs at this moment.';
