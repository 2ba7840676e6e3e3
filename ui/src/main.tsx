// The viewer: draws the page, listens to keys, opens the line to the server.
import { render } from 'preact';
import { App } from './draw/app.tsx';
import { listenForCaptions } from './model/caption.ts';
import { listenToKeys } from './model/keys.ts';
import { start } from './model/time.ts';
import 'uplot/dist/uPlot.min.css';
import './style/base.css';
import './style/page.css';
import './style/panels.css';
import './style/heap.css';
import './style/runtime.css';
import './style/collector.css';
import './style/dock.css';
import './style/figure.css';

listenForCaptions();
render(<App />, document.getElementById('app')!);
listenToKeys();
start();
