// Saving a figure: the file is made in the page and goes nowhere else.
import { captionOf } from './caption.ts';
import { htmlText, svgText, type Figure } from './assemble.ts';

const TYPES = { svg: 'image/svg+xml', html: 'text/html' } as const;
export type Ending = keyof typeof TYPES;

/** "shapes-12.3-memory.svg". */
function nameOf({ title, element }: Figure, ending: Ending): string {
  const { program, moment } = captionOf(element);
  const words = [program.split('/').at(-1)?.replace(/\.\w+$/, ''), moment,
    title.toLowerCase()].filter(Boolean).join('-');
  return `${words.replaceAll(/[^\w.+-]+/g, '-')}.${ending}`;
}

export async function save(figure: Figure, ending: Ending): Promise<string> {
  const text = await (ending === 'svg' ? svgText : htmlText)(figure);
  const link = document.createElement('a');
  const address = URL.createObjectURL(new Blob([text],
    { type: `${TYPES[ending]};charset=utf-8` }));
  link.href = address;
  link.download = nameOf(figure, ending);
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return link.download;
}
