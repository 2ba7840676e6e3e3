// What is said under a picture of a program's run, when it becomes a file.
import { setCaption } from '../figure/caption.ts';
import { now, run, sources } from './store.ts';

export function listenForCaptions(): void {
  setCaption(() => {
    const source = sources.value.get(1)?.text;
    return {
      // what has no run, as a judgement, goes by the name of its page
      program: run.value?.file.split('/').at(-1) ??
        document.querySelector('h1')?.textContent ?? '',
      moment: now.value?.state.moment ?? '',
      engine: run.value ? `Glassheap's engine ${run.value.engine}`
        : 'Glassheap',
      truth: 'read from this engine',
      ...source && { source },
    };
  });
}
