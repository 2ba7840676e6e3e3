// The page: where each panel stands.
import { isEmbedded, onlyPanel } from '../model/embed.ts';
import { busy, now } from '../model/store.ts';
import { view } from '../model/view.ts';
import { Bytecode } from './bytecode.tsx';
import { Collector } from './collector.tsx';
import { Console } from './console.tsx';
import { Controls } from './controls.tsx';
import { Banner, Header, Notice, Spoken } from './header.tsx';
import { Help } from './help.tsx';
import { Memory } from './memory.tsx';
import { Runtime } from './runtime.tsx';
import { ObjectPanel } from './object.tsx';
import { Shapes } from './shapes.tsx';
import { Source } from './source.tsx';
import { Splitter, sizeStyle } from './splitter.tsx';
import { Timeline } from './timeline.tsx';
import { TotalsBar } from './totals.tsx';

function Middle() {
  switch (view.value) {
    case 'runtime': return <Runtime />;
    case 'collector': return <Collector />;
    default: return <Memory />;
  }
}

/** One panel, or the middle, over the dock: for a frame in another page. */
const ALONE: Record<string, () => preact.JSX.Element> = {
  source: Source, bytecode: Bytecode, console: Console, object: ObjectPanel,
  shapes: Shapes,
};

function Embedded() {
  const Shown = ALONE[onlyPanel ?? ''] ?? Middle;
  return (
    <div class="page is-embedded" data-moment={now.value?.state.moment}
      aria-busy={busy.value}>
      <h1 class="hidden">Glassheap</h1>
      <main class="main-alone"><Banner /><Notice /><Spoken /><Shown /></main>
      <footer class="dock"><Controls /><Timeline /><TotalsBar /></footer>
      <Help />
    </div>
  );
}

export function App() {
  if (isEmbedded) return <Embedded />;
  return (
    <div class="page" data-moment={now.value?.state.moment}
      aria-busy={busy.value}>
      <a class="skip" href="#panel-memory" onClick={(event) => {
        event.preventDefault();
        document.querySelector<HTMLElement>('.heap')?.focus();
      }}>Skip to the heap</a>
      <Header />
      <main class="main" style={sizeStyle()}>
        <div class="column column-left">
          <Source />
          <Splitter name="source" label="Height of the source" across={false} />
          <Bytecode />
        </div>
        <Splitter name="left" label="Width of the left column" across />
        <div class="column column-middle">
          <Middle />
          <Splitter name="console" label="Height of the console" across={false}
            reversed />
          <Console />
        </div>
        <Splitter name="right" label="Width of the right column" across
          reversed />
        <div class="column column-right">
          <ObjectPanel />
          <Splitter name="object" label="Height of the object" across={false} />
          <Shapes />
        </div>
      </main>
      <footer class="dock">
        <Controls />
        <Timeline />
        <TotalsBar />
      </footer>
      <Help />
    </div>
  );
}
