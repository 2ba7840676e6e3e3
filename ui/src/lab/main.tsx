// The lab: one page for every address of the site.
import { render } from 'preact';
import { listenForCaptions } from '../model/caption.ts';
import { listenToKeys } from '../model/keys.ts';
import { openLab } from './run.ts';
import { Site, hasProgram } from './site.tsx';
import 'uplot/dist/uPlot.min.css';
import '../style/base.css';
import '../style/page.css';
import '../style/panels.css';
import '../style/heap.css';
import '../style/dock.css';
import '../style/runtime.css';
import '../style/collector.css';
import '../style/figure.css';
import '../style/lab.css';
import '../style/sandbox.css';
import '../style/sheet.css';

listenForCaptions();
render(<Site />, document.getElementById('app')!);
if (hasProgram()) {
  listenToKeys();
  openLab();
}
