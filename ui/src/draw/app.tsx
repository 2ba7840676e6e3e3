// The page: where each panel stands.
import { busy, now } from '../model/store.ts';
import { view } from '../model/view.ts';
import { Bytecode } from './bytecode.tsx';
import { Collector } from './collector.tsx';
import { Console } from './console.tsx';
import { Controls } from './controls.tsx';
import { Header } from './header.tsx';
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

export function App() {
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
