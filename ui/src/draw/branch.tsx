// The strip that says that this is not the run itself, but what comes of a
// change by hand.
import { goBack, sayChange } from '../model/branch.ts';
import { run } from '../model/store.ts';
import { seek } from '../model/time.ts';
import { Icon } from './icons.tsx';

export function BranchStrip() {
  const branch = run.value?.branch;
  if (!branch) return null;
  return (
    <section class="branch" aria-label="Branch of time">
      <Icon name="branch" />
      <p><b>A branch of time</b>: {sayChange(branch.change)}, since{' '}
        <button type="button" class="quiet" title="Go to where it begins"
          onClick={() => void seek(branch.from)}>{branch.from}</button>
      </p>
      {branch.depth > 1 && (
        <button type="button" class="wide-button"
          onClick={() => void goBack(false)}>Undo the last change</button>
      )}
      <button type="button" class="wide-button"
        onClick={() => void goBack(true)}>Back to the run</button>
    </section>
  );
}
