// The name at which the cursor stands in the program: pointing at code.
import { signal } from '@preact/signals';

/** Null: it stands at none, or somewhere else on the page. */
export const picked = signal<string | null>(null);

const NAME = /^#?[A-Za-z_$][\w$]*$/;
const BEFORE = /#?[\w$]*$/;
const AFTER = /^[\w$]*/;
/** Words of the language, which are no names. */
const KEYWORDS = new Set(('async await break case catch class const continue ' +
  'default delete do else export extends false finally for from function if ' +
  'import in let new null of return static super switch this throw true try ' +
  'typeof undefined var void while yield').split(' '));

function nameAt(node: Node, offset: number): string | null {
  const text = node.textContent ?? '';
  const name = (BEFORE.exec(text.slice(0, offset))?.[0] ?? '') +
    (AFTER.exec(text.slice(offset))?.[0] ?? '');
  return NAME.test(name) && !KEYWORDS.has(name) ? name : null;
}

function look(): void {
  const selection = document.getSelection();
  const node = selection?.anchorNode;
  // elsewhere, as on a button that acts upon it: it stays what it was
  if (!node || !node.parentElement?.closest('.cm-content')) return;
  picked.value = nameAt(node, selection.anchorOffset);
}

/** Looks from now on; gives what ends it. */
export function watchCursor(): () => void {
  picked.value = null;
  document.addEventListener('selectionchange', look);
  return () => document.removeEventListener('selectionchange', look);
}
