// Where on the site we are: the path names the page, `?p=` holds a program of
// the learner's own, `?embed` leaves out all but the figure (model/embed.ts), and
// the hash names a moment as everywhere (model/address.ts), or a part of a text.
// So every state has an address.
import { signal } from '@preact/signals';
import { isEmbedded } from '../model/embed.ts';

export interface Place {
  /** Words of the path: ["simulators", "shapes"]. */
  words: string[];
  /** A figure inside another page. */
  isEmbedded: boolean;
}

function read(): Place {
  return {
    words: location.pathname.split('/').filter(Boolean),
    isEmbedded,
  };
}

export const place = signal<Place>(read());

// ---- Programs in addresses -------------------------------------------------

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const out = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(out).arrayBuffer());
}

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')),
    (character) => character.charCodeAt(0));

export async function packProgram(text: string): Promise<string> {
  return toBase64Url(await through(new TextEncoder().encode(text),
    new CompressionStream('deflate-raw')));
}

async function unpackProgram(text: string): Promise<string> {
  return new TextDecoder().decode(await through(fromBase64Url(text),
    new DecompressionStream('deflate-raw')));
}

/** The program that the address holds, or null. */
export async function programOfAddress(): Promise<string | null> {
  const packed = new URLSearchParams(location.search).get('p');
  if (packed === null) return null;
  try {
    return await unpackProgram(packed);
  } catch {
    return null; // cut off when it was copied: the page's own program is shown
  }
}

/** A setting of the page, as the address has it. */
export const settingOfAddress = (name: string): string | null =>
  new URLSearchParams(location.search).get(name);

/** By their names; null: it goes. */
type Settings = Record<string, string | null>;

function write(settings: Settings, hash: string): void {
  const search = new URLSearchParams(location.search);
  search.delete('token');
  for (const [name, value] of Object.entries(settings)) {
    if (value === null) search.delete(name);
    else search.set(name, value);
  }
  const query = search.toString().replaceAll('%2C', ',')
    .replace(/=(?=&|$)/g, '');
  window.history.replaceState(null, '',
    `${location.pathname}${query ? `?${query}` : ''}${hash}`);
}

/** Puts settings of the page into the address. */
export const writeSettings = (settings: Settings): void =>
  write(settings, location.hash);

/** Puts a program into the address, and settings of its run; null takes it out.
 * The moment goes: it was one of another run. */
export async function writeProgram(
  text: string | null, settings: Settings = {},
): Promise<void> {
  const p = text === null ? null : await packProgram(text);
  write({ ...settings, p }, '');
}
