// The site: its head, and which page stands at which address.
import type { ComponentChildren, ComponentType } from 'preact';
import { Help } from '../draw/help.tsx';
import { Mark } from '../draw/icons.tsx';
import { Banner, Notice, Spoken } from '../draw/header.tsx';
import { FigureMenu } from '../figure/menu.tsx';
import { lazy } from './lazy.tsx';
import { index, type Kind } from './content.ts';
import { Home } from './home.tsx';
import { List } from './list.tsx';
import { place } from './place.ts';

interface Page {
  draw: ComponentType<{ name: string }>;
  /** Whether it has a program on the engine. */
  hasProgram?: boolean;
}

const Simulator = lazy(async () => (await import('./simulator.tsx')).Simulator);
const Sandbox = lazy(async () => (await import('./sandbox.tsx')).Sandbox);
const Cheatsheet = lazy(async () =>
  (await import('./cheatsheet.tsx')).Cheatsheet);
const HeapDoor = lazy(async () => (await import('./heap-door.tsx')).HeapDoor);
const HeapSample = lazy(async () =>
  (await import('./heap-door.tsx')).HeapSample);
const Exercise = lazy(async () => (await import('./exercise.tsx')).Exercise);
const Lesson = lazy(async () => (await import('./lesson.tsx')).Lesson);

const listOf = (kind: Kind, title: string) => () =>
  <List kind={kind} title={title} />;

/** By the first word of the path; with a second one, the page of that name. */
const LISTS: Record<string, ComponentType> = {
  simulators: listOf('simulators', 'Simulators'),
  lessons: listOf('lessons', 'Lessons'),
  'deep-dives': listOf('deep-dives', 'Deep dives'),
  gallery: listOf('gallery', 'Gallery'),
  sandbox: listOf('sandbox', 'Sandbox: verify what a machine wrote'),
  heaps: HeapDoor,
  cheatsheet: Cheatsheet,
};
const PAGES: Record<string, Page> = {
  simulators: {
    draw: ({ name }) => <Simulator kind="simulators" name={name} />,
    hasProgram: true,
  },
  gallery: {
    draw: ({ name }) => <Simulator kind="gallery" name={name} />,
    hasProgram: true,
  },
  sandbox: { draw: Sandbox, hasProgram: true },
  exercises: { draw: Exercise, hasProgram: true },
  heaps: { draw: HeapSample, hasProgram: true },
  lessons: { draw: ({ name }) => <Lesson kind="lessons" name={name} /> },
  'deep-dives': {
    draw: ({ name }) => <Lesson kind="deep-dives" name={name} />,
  },
};

const NAVIGATION = [
  ['lessons', 'Learn'], ['simulators', 'Simulators'], ['sandbox', 'Sandbox'],
  ['heaps', 'Heaps'], ['deep-dives', 'Deep dives'],
  ['cheatsheet', 'Cheatsheet'], ['gallery', 'Gallery'],
] as const;

function SiteHead() {
  const here = place.value.words[0];
  return (
    <header class="site-head">
      <a class="skip" href="#content">Skip to the content</a>
      <a class="brand" href="/"><Mark /><span>Glassheap</span></a>
      <nav aria-label="The lab">
        {NAVIGATION.map(([path, title]) => (
          <a key={path} href={`/${path}`}
            aria-current={here === path ? 'page' : undefined}>{title}</a>
        ))}
      </nav>
      <FigureMenu title="This page" isPage />
    </header>
  );
}

function NotFound() {
  return (
    <div class="prose">
      <h1>There is no such page</h1>
      <p>Back to the <a href="/">first one</a>.</p>
    </div>
  );
}

function pageAt(words: string[]): ComponentChildren {
  const [first, name] = words;
  if (first === undefined) return <Home />;
  // an exercise goes by the name of its lesson
  const kind = (first === 'exercises' ? 'lessons' : first) as Kind;
  const known = name !== undefined && kind in index &&
    (index[kind].some((each) => each.name === name) ||
      (kind === 'sandbox' && name === 'own'));
  const Page = known ? PAGES[first]?.draw : undefined;
  if (Page && name !== undefined) return <Page name={name} />;
  const Listed = name === undefined ? LISTS[first] : undefined;
  return Listed ? <Listed /> : <NotFound />;
}

export const hasProgram = (): boolean => {
  const [first = '', name] = place.value.words;
  if (name === undefined) return first === 'heaps';
  return PAGES[first]?.hasProgram ?? false;
};

export function Site() {
  const { words, isEmbedded } = place.value;
  return (
    <div class={`site${isEmbedded ? ' is-embedded' : ''}`}>
      {!isEmbedded && <SiteHead />}
      {hasProgram() && <div class="site-notices">
        <Spoken /><Banner /><Notice />
      </div>}
      <main id="content" tabIndex={-1}>{pageAt(words)}</main>
      {hasProgram() && <Help />}
    </div>
  );
}
