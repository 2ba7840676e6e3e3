// What is shown, as the address bar names it: a view, the chosen object, and
// what the view is about. `#treemap?root=6167&object=79709`; a link opens it
// again.
import { effect, signal } from '@preact/signals';
import { isEmbedded } from '../model/embed.ts';

export const VIEWS = [
  'story', 'leaks', 'compare', 'treemap', 'constructors', 'strings', 'class',
  'closures', 'listeners', 'timers', 'detached', 'globals', 'collections',
] as const;
export type View = typeof VIEWS[number];

export interface Place {
  view: View;
  /** The object in the card. */
  object: number | null;
  /** Of the treemap. */
  root: number | null;
  /** Whose paths the view "class" shows; the text that the strings show. */
  name: string;
  /** How many paths of the object the card shows at most; null: the first. */
  paths: number | null;
  sort: string;
  filter: string;
  /** What the table of constructors tells apart by; '': constructors. */
  by: string;
  /** Which of the files; null: the last. */
  snapshot: number | null;
}

const NOWHERE: Place = {
  view: 'story', object: null, root: null, name: '', paths: null, sort: '', filter: '',
  by: '', snapshot: null,
};

const wholeNumber = (text: string | null): number | null =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;

function read(): Place {
  const [view, query] = location.hash.slice(1).split('?');
  const params = new URLSearchParams(query);
  return {
    view: VIEWS.find((name) => name === view) ?? 'story',
    object: wholeNumber(params.get('object')),
    root: wholeNumber(params.get('root')),
    name: params.get('name') ?? '',
    paths: wholeNumber(params.get('paths')),
    sort: params.get('sort') ?? '',
    filter: params.get('filter') ?? '',
    by: params.get('by') ?? '',
    snapshot: wholeNumber(params.get('snapshot')),
  };
}

export function hashOf(place: Place): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(place)) {
    if (key !== 'view' && value !== null && value !== '') {
      params.set(key, String(value));
    }
  }
  const query = params.toString();
  return `#${place.view}${query && `?${query}`}`;
}

export const place = signal<Place>(read());

/** In a frame: the page around it has the address of what is shown here. */
if (isEmbedded && window.parent !== window) {
  effect(() => {
    window.parent.postMessage(
      { glassheap: 'place', hash: hashOf(place.value) }, '*');
  });
}

/** Whether the card of an object covers the view (style/snapshot.css). */
export const isNarrow = (): boolean =>
  window.matchMedia('(max-width: 899px)').matches;

/** Where a link leads that changes `part`; a new view begins anew. */
export function placeWith(part: Partial<Place>): Place {
  const { snapshot, view } = place.value;
  const isAbout = part.view !== undefined || part.root !== undefined;
  const object = isAbout && isNarrow() ? null : place.value.object;
  const isOther = part.view !== undefined && part.view !== view;
  return { ...isOther ? { ...NOWHERE, snapshot } : place.value, object,
    ...part };
}

export function go(
  part: Partial<Place>, history: 'push' | 'replace' = 'push',
): void {
  const next = placeWith(part);
  const hash = hashOf(next);
  if (hash === hashOf(place.value)) return;
  place.value = next;
  const url = `${location.pathname}${location.search}${hash}`;
  if (history === 'push') window.history.pushState(null, '', url);
  else window.history.replaceState(null, '', url);
}

export const choose = (object: number | null): void =>
  go({ object, paths: null });

export function listenToAddress(): void {
  for (const event of ['popstate', 'hashchange']) {
    window.addEventListener(event, () => { place.value = read(); });
  }
}
