// The menu of a figure: save it as a file, copy where it can be found again, or
// what puts it into another page.
import type { TargetedKeyboardEvent, TargetedToggleEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../draw/icons.tsx';
import { frameCode, link } from './share.ts';
import type { Ending } from './save.ts';

export interface MenuProps {
  title: string;
  /** All of the picture, where it is one of lines. */
  vector?: () => SVGSVGElement | null;
  /** Of the pictures of a simulator, the name of this one. */
  only?: string;
  /** Not of a figure but of the page. */
  isPage?: boolean;
}

/** Where the figure of a menu is: the panel around it. */
const figureOf = (button: Element): Element =>
  button.closest('[data-figure], .panel') ?? button.parentElement!;

/** Copies a text; false when the browser does not let us. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

const ROOM = 8;

/** Below the button, within the window. */
function place(list: HTMLElement, button: HTMLElement): void {
  const edge = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = list;
  const left = Math.min(edge.right - width, innerWidth - width - ROOM);
  const below = edge.bottom + 4;
  const top = below + height > innerHeight - ROOM
    ? Math.max(ROOM, edge.top - height - 4) : below;
  list.style.left = `${Math.max(ROOM, left)}px`;
  list.style.top = `${top}px`;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };

function walk(event: TargetedKeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll('button')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const step = STEPS[event.key];
  const next = step ? items.at((at + step) % items.length)
    : event.key === 'Home' ? items[0]
      : event.key === 'End' ? items.at(-1) : null;
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** What was copied, to be copied by hand where the browser refuses. */
function Copied({ text, isCopied }: { text: string; isCopied: boolean }) {
  return (
    <div class="menu-copied">
      <p role="status">{isCopied ? '✓ Copied' : 'Copy this'}</p>
      <textarea readOnly rows={3} value={text} spellcheck={false}
        aria-label="What to copy"
        onFocus={(event) => event.currentTarget.select()} />
    </div>
  );
}

function useMenu({ title, vector }: MenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [said, say] = useState('');
  const [copied, setCopied] = useState<{
    text: string;
    isCopied: boolean;
  } | null>(null);
  const save = async (ending: Ending) => {
    say('');
    try {
      const { save: write } = await import('./save.ts');
      const name = await write(
        { title, element: figureOf(button.current!), ...vector && { vector } },
        ending);
      say(`✓ ${name}`);
    } catch (error) {
      say((error as Error).message);
    }
  };
  const copy = async (text: string) =>
    setCopied({ text, isCopied: await copyText(text) });
  const toggled = (event: TargetedToggleEvent<HTMLElement>) => {
    if (event.newState !== 'open') return;
    say('');
    setCopied(null);
    place(list.current!, button.current!);
    list.current!.querySelector('button')?.focus();
  };
  return { button, list, said, copied, save, copy, toggled };
}

export function FigureMenu(props: MenuProps) {
  const id = useId();
  const { title, isPage = false, vector } = props;
  const menu = useMenu(props);
  const item = (label: string, note: string, act: () => Promise<void>) => (
    <button type="button" role="menuitem" tabIndex={-1}
      onClick={() => void act()}>{label}<span class="of">{note}</span></button>
  );
  const name = isPage ? 'Share this page' : `Export: ${title}`;
  return (
    <span class="figure-menu">
      <button type="button" ref={menu.button} aria-haspopup="menu"
        class={isPage ? 'quiet' : 'tool'} aria-label={name}
        title={isPage ? name : `${name} (x)`} popovertarget={id}>
        {isPage ? 'Share' : <Icon name="export" />}</button>
      <div id={id} ref={menu.list} popover="auto" class="menu"
        onToggle={menu.toggled}>
        <div role="menu" aria-label={name} onKeyDown={walk}>
          {!isPage && <>
            {item('Save as SVG', vector ? 'lines and text' : 'for browsers',
              () => menu.save('svg'))}
            {item('Save as HTML', 'one file, no scripts',
              () => menu.save('html'))}
          </>}
          {item('Copy the address', 'of this state',
            () => menu.copy(link()))}
          {item('Copy a frame', 'to embed it in a page of this machine',
            () => menu.copy(frameCode(isPage ? document.title : title,
              props.only)))}
        </div>
        {menu.said && <p role="status" class="menu-said">{menu.said}</p>}
        {menu.copied && <Copied {...menu.copied} />}
      </div>
    </span>
  );
}

/** Opens the menu of the figure where the keyboard is, or of the first. */
export function openMenu(): void {
  const around = document.activeElement?.closest('[data-figure], .panel');
  const find = (place: ParentNode | null | undefined) =>
    place?.querySelector<HTMLButtonElement>('.figure-menu > .tool');
  (find(around) ?? find(document.querySelector('.column-middle, ' +
    '.simulator-pictures, .view')) ?? find(document))?.click();
}
