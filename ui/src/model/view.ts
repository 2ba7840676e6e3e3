// What the middle of the page shows: one of several views of the same moment.
import { signal } from '@preact/signals';

export const VIEWS = ['memory', 'runtime', 'collector'] as const;
export type View = typeof VIEWS[number];

export const VIEW_TITLES: Record<View, string> = {
  memory: 'Memory', runtime: 'Runtime', collector: 'Collector',
};

const STORED = 'glassheap.view';

function stored(): View {
  try {
    const name = sessionStorage.getItem(STORED);
    return VIEWS.find((view) => view === name) ?? 'memory';
  } catch {
    return 'memory';
  }
}

export const view = signal<View>(stored());

/** Views that stand beside others all the time: in the lab. */
export const beside = signal<readonly View[]>([]);

export const isShown = (name: View): boolean =>
  view.value === name || beside.value.includes(name);

export function setView(name: View): void {
  view.value = name;
  try {
    sessionStorage.setItem(STORED, name);
  } catch {
    // a page without storage forgets: no harm
  }
}
