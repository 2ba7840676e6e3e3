// Where on the site we are: the path names the page, `?p=` holds a program of
// the learner's own, `?embed` leaves out all but the figure (model/embed.ts), and
// the hash names a moment as everywhere (model/address.ts), or a part of a text.
// So every state has an address.
import { effect, signal } from '@preact/signals';
import { isEmbedded } from '../model/embed.ts';
import { writeSettings as write, type Settings } from '../model/kept.ts';

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

/** The program that the address holds, or null; or what was made of it, and did
 * not run. */
export async function programOfAddress(
  name: 'p' | 'draft' = 'p',
): Promise<string | null> {
  const packed = settingOfAddress(name);
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

/** Puts settings of the page into the address. The token goes: a cookie knows
 * the reader. */
export const writeSettings = (settings: Settings): void =>
  write({ token: null, ...settings });

/** Puts a program into the address; null takes it out. The moment goes: it was
 * one of another run. */
export async function writeProgram(text: string | null): Promise<void> {
  const p = text === null ? null : await packProgram(text);
  write({ token: null, p, draft: null }, '');
}

const REST = 400;

/** The text of an editor that has no run: whenever it rests, the address has it;
 * null: it is what the page begins with. Ends with what this gives. */
export function followText(name: 'p' | 'draft', find: () => string | null) {
  let timer = 0;
  const stop = effect(() => {
    const text = find();
    window.clearTimeout(timer);
    timer = window.setTimeout(async () => {
      const packed = text === null ? null : await packProgram(text);
      if (packed !== settingOfAddress(name)) writeSettings({ [name]: packed });
    }, REST);
  });
  return () => {
    window.clearTimeout(timer);
    stop();
  };
}
