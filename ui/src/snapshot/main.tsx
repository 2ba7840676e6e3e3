// The viewer of heap snapshots: draws the page, opens the line to the server.
import { effect } from '@preact/signals';
import { render } from 'preact';
import { setCaption } from '../figure/caption.ts';
import { file, start } from './answers.ts';
import { App } from './app.tsx';
import { listenToKeys } from './keys.ts';
import { listenToAddress } from './place.ts';
import { fileName } from './words.ts';
import '../style/base.css';
import '../style/page.css';
import '../style/panels.css';
import '../style/snapshot.css';
import '../style/figure.css';

effect(() => {
  if (file.value) document.title = `${fileName(file.value.path)} · Glassheap`;
});
setCaption(() => ({
  program: file.value ? fileName(file.value.path) : '', moment: '',
  engine: 'read by Glassheap', truth: 'read from this heap snapshot',
}));
render(<App />, document.getElementById('app')!);
listenToKeys();
listenToAddress();
start();
