// The page about heap snapshots: head, the view, the chosen object beside it.
import { useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { line, retryNow } from '../connection.ts';
import { Icon, Mark } from '../draw/icons.tsx';
import { isEmbedded } from '../model/embed.ts';
import { notice, snapshot, state } from './answers.ts';
import { ObjectCard } from './card.tsx';
import { Compare, LeaksView } from './compare.tsx';
import {
  Closures, Collections, Detached, Globals, Listeners, Timers,
} from './finders.tsx';
import { helpOpen, KEYS, viewsHere } from './keys.ts';
import { ClassView, Constructors, Strings } from './lists.tsx';
import { Go } from './parts.tsx';
import { go, place, type View } from './place.ts';
import { Story } from './story.tsx';
import { Treemap } from './treemap.tsx';
import { bytes, fileName } from './words.ts';

const VIEWS: Record<View, ComponentType> = {
  story: Story, leaks: LeaksView, compare: Compare, treemap: Treemap,
  constructors: Constructors, strings: Strings, class: ClassView,
  closures: Closures, listeners: Listeners, timers: Timers,
  detached: Detached, globals: Globals, collections: Collections,
};

// ---- Head ------------------------------------------------------------------

function Files() {
  const files = state.value?.files ?? [];
  const only = files[0];
  if (files.length < 2) {
    return only ? <span class="brand-file" title={only.path}>{
      fileName(only.path)}</span> : null;
  }
  return (
    <select aria-label="Which snapshot" value={snapshot.value}
      onChange={(event) => go({
        snapshot: Number(event.currentTarget.value), object: null, root: null,
      })}>
      {files.map(({ path, bytes: size }, index) => (
        <option key={index} value={index}>{index + 1}: {fileName(path)}{
          size === undefined ? '' : `, ${bytes(size)}`}</option>
      ))}
    </select>
  );
}

function Tabs() {
  const { view } = place.value;
  const current = view === 'class' ? 'constructors' : view;
  const nav = useRef<HTMLElement>(null);
  // where they do not all fit, the current one is in sight
  useEffect(() => {
    const list = nav.current?.querySelector('ul');
    const tab = list?.querySelector<HTMLElement>('.is-current');
    if (list && tab) list.scrollLeft = tab.offsetLeft - list.offsetLeft - 60;
  }, [current]);
  return (
    <nav class="tabs" aria-label="Views" ref={nav}>
      <ul>
        {viewsHere().map(([name, title]) => (
          <li key={name}><Go to={{ view: name, name: '' }} class={
            current === name ? 'tab is-current' : 'tab'}>
            <span aria-current={current === name ? 'page' : undefined}>{
              title}</span></Go></li>
        ))}
      </ul>
    </nav>
  );
}

function Banner() {
  if (line.value === 'open' || line.value === 'connecting') return null;
  return (
    <div class="banner" role="alert">
      {line.value === 'lost'
        ? 'The server ended. What is shown is the last that it said.'
        : 'No connection to the server: open the address that `glassheap ' +
          'view` printed.'}
      <button type="button" class="wide-button" onClick={retryNow}>
        Try again</button>
    </div>
  );
}

function Notice() {
  if (notice.value === null) return null;
  return (
    <div class="notice" role="alert">
      <span>{notice.value}</span>
      <button type="button" class="tool" aria-label="Close this message"
        onClick={() => { notice.value = null; }}><Icon name="close" /></button>
    </div>
  );
}

function Header() {
  return (
    <header class="top">
      <div class="brand">
        {isEmbedded || <Mark />}
        <h1 class={isEmbedded ? 'hidden' : undefined}>Glassheap</h1>
        <Files /></div>
      {state.value?.open ? <Tabs /> : <span />}
      <button type="button" class="tool help-button" aria-label="Help: keys"
        title="Keys (?)" aria-haspopup="dialog"
        onClick={() => { helpOpen.value = true; }}>?</button>
      <Banner />
      <Notice />
    </header>
  );
}

// ---- While the files are read ----------------------------------------------

function Opening() {
  const known = state.value;
  if (known?.failure) {
    return <p class="empty is-wrong" role="alert">{known.failure}</p>;
  }
  const count = known?.files.length ?? 0;
  return (
    <div class="opening" role="status">
      <ol>
        {known?.files.map(({ path }, index) => (
          <li key={index} class={index === known.opened ? 'is-read' : ''}>
            <b>{fileName(path)}</b>: {index < known.opened ? 'read'
              : index === known.opened ? `${known.stage ?? 'looking at it'}…`
                : 'waits'}
          </li>
        ))}
      </ol>
      {count > 0 && <div class="busy is-busy" aria-hidden="true" />}
    </div>
  );
}

function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  useSignalEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (helpOpen.value && !element.open) element.showModal();
    if (!helpOpen.value && element.open) element.close();
  });
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title"
      onClose={() => { helpOpen.value = false; }}>
      <div class="help-inside">
        <header>
          <h2 id="help-title">Keys</h2>
          <button type="button" class="tool" aria-label="Close the help"
            onClick={() => { helpOpen.value = false; }}>
            <Icon name="close" /></button>
        </header>
        <dl class="keys">
          {KEYS.map(([keys, label]) => [
            <dt key={`${label}-keys`}>{keys.map((key) => (
              <kbd key={key}>{key}</kbd>))}</dt>,
            <dd key={label}>{label}</dd>,
          ])}
        </dl>
      </div>
    </dialog>
  );
}

export function App() {
  const { view, object } = place.value;
  const isOpen = state.value?.open ?? false;
  const Shown = VIEWS[view];
  return (
    <div class={`page heap-page${object !== null ? ' has-object' : ''}`}
      data-view={isOpen ? view : 'opening'}>
      <a class="skip" href="#view" onClick={(event) => {
        event.preventDefault();
        document.querySelector<HTMLElement>('.view')?.focus();
      }}>Skip to the view</a>
      <Header />
      <main class="heap-main">
        <div class={`view view-${view}`} tabIndex={-1}>
          {isOpen ? <Shown /> : <Opening />}
        </div>
        {isOpen && <ObjectCard />}
      </main>
      <Help />
    </div>
  );
}
