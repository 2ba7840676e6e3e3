// How far the learner is, and the way to take that along.
import { useState } from 'preact/hooks';
import { plural } from '../model/format.ts';
import { index } from './content.ts';
import { exported, importProgress, progress } from './progress.ts';

const solvedOf = (names: string[]): number =>
  names.filter((name) => name in progress.value.solved).length;

export function ProgressLine() {
  const [said, say] = useState('');
  const lessons = index.lessons.map(({ name }) => name);
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      say(`✓ ${plural(importProgress(await file.text()), 'exercise')} more`);
    } catch (error) {
      say((error as Error).message);
    }
  };
  return (
    <div class="progress-line">
      <progress aria-label="Lessons that are solved" max={lessons.length}
        value={solvedOf(lessons)} />
      <span>{solvedOf(lessons)} of {lessons.length} solved. It is kept in this
        browser alone:</span>
      <a class="quiet" href={exported()} download="glassheap-progress.json">
        save it to a file</a>
      <label class="quiet">load one
        <input class="hidden" type="file" accept=".json,application/json"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }} />
      </label>
      {said && <span role="status">{said}</span>}
    </div>
  );
}
