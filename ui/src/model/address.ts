// The address bar: `?token=...#12.3` names the moment, `#12.3@1a40` the chosen
// object too, `#12.3/collector` what the middle shows when that is not the
// memory. A link opens all of it again.
import { signal } from '@preact/signals';
import type { Address } from '../protocol.ts';
import { at, parseAddress } from './format.ts';
import { isMoment } from './moment.ts';
import { VIEWS, beside, view, type View } from './view.ts';

/** The run waits until somebody has said how it goes: where it stands is no
 * state yet, and a link to it must ask the same. */
export const isHeld = signal(false);

/** `push`: a new entry of the browser's history; `none`: we come from there. */
export type History = 'push' | 'replace' | 'none';

export function addressBarMoment(): {
  moment: string | null;
  address: Address | null;
  view: View | null;
} {
  const found = /^#([\w.+]+)?(@[0-9a-f]+)?(\/\w+)?$/i.exec(location.hash);
  const written = found?.[1] ?? '';
  const moment = written === 'end' || isMoment(written) ? written : null;
  return {
    moment,
    address: found?.[2] ? parseAddress(found[2]) : null,
    view: VIEWS.find((name) => `/${name}` === found?.[3]) ??
      (moment === null ? null : 'memory'),
  };
}

export function writeAddressBar(
  moment: string, chosen: Address | null, history: History,
): void {
  // in the lab, views stand beside each other
  const shown = beside.value.length || view.value === 'memory' ? ''
    : `/${view.value}`;
  const said = `${isHeld.value ? '' : moment}${
    chosen === null ? '' : at(chosen)}${shown}`;
  const hash = said && `#${said}`;
  if (history === 'none' || hash === location.hash) return;
  const url = `${location.pathname}${location.search}${hash}`;
  try {
    if (history === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  } catch {
    // a browser that finds the entries too many: the next one will do
  }
}
