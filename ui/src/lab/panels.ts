// Which pictures the page shows: those that cost questions ask only then.
import { signal } from '@preact/signals';

export const panelsShown = signal<string[]>([]);

export const isShownPanel = (name: string): boolean =>
  panelsShown.value.includes(name);
