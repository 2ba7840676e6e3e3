// What of a page's state its address holds by name: `?frame=2&around=1a40`. The
// moment, the chosen object and the view stand in its hash (address.ts).
//
// One table. A state is a signal: whoever sets it has changed the address, and
// whoever opens the address finds it set. How long it holds is said here too:
// what is about a moment goes with the moment, what is about a run with the run.
// What is typed as a prediction is a state; what the engine would answer never
// is: that is asked again, and only about what was said.
//
// No states: what is hovered or scrolled to, how large a panel or a picture is,
// which menu is open, what of a form was not sent.
import { batch, effect, signal, type Signal } from '@preact/signals';
import type { Address, EventKind } from '../protocol.ts';
import type { Made } from './branches.ts';

type Life = 'moment' | 'run' | 'page';

/** How it is written. Null: nobody writes it so. */
interface Form<T> {
  read: (text: string) => T | null;
  write: (value: T) => string;
}

// ---- Forms -----------------------------------------------------------------

const FLAG: Form<true> = { read: () => true, write: () => '' };

const TEXT: Form<string> = { read: (text) => text, write: (text) => text };

/** One of few words; whoever uses it knows which. */
const WORD: Form<string> = {
  read: (text) => /^[\w-]+$/.test(text) ? text : null, write: (text) => text,
};

const WHOLE: Form<number> = {
  read: (text) => /^\d{1,9}$/.test(text) ? Number(text) : null, write: String,
};

const ADDRESS: Form<Address> = {
  read: (text) => /^[0-9a-f]{1,12}$/.test(text) ? parseInt(text, 16) : null,
  write: (address) => address.toString(16),
};

const listOf = <T,>({ read, write }: Form<T>, between: string): Form<T[]> => ({
  read(text) {
    const items = text ? text.split(between).map(read) : [];
    return items.every((item) => item !== null) ? items as T[] : null;
  },
  write: (list) => list.map(write).join(between),
});

/** Texts in lines: none of them has an empty one. */
const LINES = listOf(TEXT, '\n');

/** Of several lines each, with an empty one between them. An answer may be empty:
 * "none of them". */
const ANSWERS: Form<string[]> = {
  read: (text) => text.split('\n\n'),
  write: (list) => list.map((text) =>
    text.trim().replace(/\n\s*\n/g, '\n')).join('\n\n'),
};

interface Target { address: Address; key?: string }

const TARGET: Form<Target> = {
  read(text) {
    const [, digits, key] = /^([0-9a-f]{1,12})(?:\.(.*))?$/s.exec(text) ?? [];
    if (digits === undefined) return null;
    const address = parseInt(digits, 16);
    return key === undefined ? { address } : { address, key };
  },
  write: ({ address, key }) =>
    `${address.toString(16)}${key === undefined ? '' : `.${key}`}`,
};

const CHANGES: Form<Made[]> = {
  read(text) {
    try {
      const list = JSON.parse(text) as unknown;
      return Array.isArray(list) ? list as Made[] : null;
    } catch {
      return null;
    }
  },
  write: (list) => JSON.stringify(list),
};

/* No line may end inside of an address: servers refuse one. */
const escape = (text: string): string =>
  text.replaceAll('~', '~0').replaceAll('\n', '~1').replaceAll('\r', '');
const unescape = (text: string): string =>
  text.replaceAll('~1', '\n').replaceAll('~0', '~');

// ---- The table -------------------------------------------------------------

interface Entry { life: Life; form: Form<unknown> }

const entries = new Map<Signal<unknown>, Entry>();

/** Null: it is not in the address, and as the page begins. */
function during<T>(life: Life, form: Form<T>): Signal<T | null> {
  const state = signal<T | null>(null);
  entries.set(state as Signal<unknown>, { life, form: form as Form<unknown> });
  return state;
}

export const kept = {
  /** The chosen frame, counted from the innermost one. */
  frame: during('moment', WHOLE),
  /** The question about the chosen object: "why", "wrote.key". */
  asked: during('moment', TEXT),
  /** References that are cut, to see what falls out. */
  cut: during('moment', LINES),
  /** What a collection would free is shown, without a cut. */
  fallout: during('moment', FLAG),
  /** Be the collector: what is said to survive, how much to go, and whether
   * that was sent. */
  survivors: during('moment', listOf(ADDRESS, ',')),
  freed: during('moment', TEXT),
  collected: during('moment', FLAG),

  /** Changes by hand: the branch of time that the run is in. */
  branch: during('run', CHANGES),
  /** A function whose bytecode is shown in place of the frame's. */
  code: during('run', ADDRESS),
  /** The cache that is opened: "address/index". */
  cache: during('run', TEXT),
  /** Where the picture of the heap begins; 0: at the stack. */
  around: during('run', ADDRESS),
  /** What the event buttons look for: of one object, or of its property. */
  target: during('run', TARGET),
  /** Predictions that were sent, and the one that is being written. */
  said: during('run', ANSWERS),
  guess: during('run', TEXT),

  event: during('page', WORD as Form<EventKind>),
  /** What the buttons of the collector look for. */
  seeks: during('page', WORD as Form<EventKind>),
  /** How many cells the picture has at most, and which kinds of them. */
  cells: during('page', WHOLE),
  drawn: during('page', listOf(WORD, ',')),
  /** The Shapes of built-ins too; the frames in the middle of a long stack. */
  shapes: during('page', FLAG),
  frames: during('page', FLAG),

  // of the lab
  collector: during('page', WORD),
  limit: during('page', WHOLE),
  /** The tab of what is done by hand. */
  tool: during('page', WORD),
  /** The function whose growth is measured. */
  action: during('page', WORD),
  /** The lens: by what it groups, and which group is open. */
  by: during('page', WORD),
  group: during('page', TEXT),
  /** An answer to an exercise was sent; one to each heap of the last. */
  checked: during('page', FLAG),
  edges: during('page', LINES),
  /** The sandbox: what was said of the ticket, pointed at, asked for, sent. */
  claim: during('page', WORD),
  pointed: during('page', LINES),
  shown: during('page', FLAG),
  judged: during('page', FLAG),
  /** One's own code: where it runs, what is repeated, its functional test. */
  host: during('page', WORD),
  call: during('page', TEXT),
  test: during('page', TEXT),
};

const all = Object.entries(kept) as [string, Signal<unknown>][];
const entryOf = (state: Signal<unknown>): Entry => entries.get(state)!;

// ---- The address -----------------------------------------------------------

/** By their names; null: it goes. */
export type Settings = Record<string, string | null>;

/** Puts settings into the address of this entry of the browser's history. */
export function writeSettings(
  settings: Settings, hash = location.hash,
): void {
  const search = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(settings)) {
    if (value === null) search.delete(name);
    else search.set(name, value);
  }
  const query = search.toString().replaceAll('%2C', ',')
    .replace(/=(?=&|$)/g, '');
  const url = `${location.pathname}${query && `?${query}`}${hash}`;
  if (url === location.pathname + location.search + location.hash) return;
  try {
    window.history.replaceState(null, '', url);
  } catch {
    // a browser that finds the changes too many: the next one will do
  }
}

function read(): void {
  const search = new URLSearchParams(location.search);
  batch(() => {
    for (const [name, state] of all) {
      const text = search.get(name);
      state.value = text === null ? null
        : entryOf(state).form.read(unescape(text));
    }
  });
}

const settingsNow = (): Settings => Object.fromEntries(
  all.map(([name, state]) => [name, state.value === null ? null
    : escape(entryOf(state).form.write(state.value))]));

/** What a longer life ends with, a shorter one does too. */
const ENDED: Record<Life, Life[]> = {
  moment: ['moment'], run: ['moment', 'run'], page: ['moment', 'run', 'page'],
};

/** Another moment is shown, or another run: what was about the last one goes. */
export function forgetKept(life: Life): void {
  batch(() => {
    for (const [, state] of all) {
      if (ENDED[life].includes(entryOf(state).life)) state.value = null;
    }
  });
}

read();
window.addEventListener('popstate', read);

/* Written when all that changes together has changed: so a move that begins a
 * new entry of the history leaves the last one as it was. */
let isDue = false;
let isFirst = true;
effect(() => {
  for (const [, state] of all) void state.value;
  if (isFirst || isDue) {
    isFirst = false;
    return;
  }
  isDue = true;
  queueMicrotask(() => {
    isDue = false;
    writeSettings(settingsNow());
  });
});
