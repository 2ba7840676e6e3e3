// The address bar: `?token=...#12.3` names the moment, `#12.3@1a40` the chosen
// object too. A link opens both again.
import type { Address } from '../protocol.ts';
import { at, parseAddress } from './format.ts';

/** `push`: a new entry of the browser's history; `none`: we come from there. */
export type History = 'push' | 'replace' | 'none';

export function addressBarMoment(): {
  moment: string | null;
  address: Address | null;
} {
  const found = /^#([\w.+]+)?(@[0-9a-f]+)?$/i.exec(location.hash);
  return {
    moment: found?.[1] ?? null,
    address: found?.[2] ? parseAddress(found[2]) : null,
  };
}

export function writeAddressBar(
  moment: string, chosen: Address | null, history: History,
): void {
  const hash = `#${moment}${chosen === null ? '' : at(chosen)}`;
  if (history === 'none' || hash === location.hash) return;
  const url = `${location.pathname}${location.search}${hash}`;
  try {
    if (history === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  } catch {
    // a browser that finds the entries too many: the next one will do
  }
}
