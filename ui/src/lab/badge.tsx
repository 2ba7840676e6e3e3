// The truth badge: what a picture is drawn from, and where V8 differs.
import { useEffect } from 'preact/hooks';
import { v8Differs } from '../figure/caption.ts';

export interface Truth {
  /** How V8, the engine of Chrome and Node.js, differs; nothing: it does not.
   */
  v8?: string;
}

export function Badge({ truth }: { truth: Truth }) {
  // pictures that leave the page take it along
  useEffect(() => { v8Differs.value = truth.v8; }, [truth.v8]);
  return (
    <div class="truth">
      <span class="truth-mark" title={'Every box, arrow and number here is ' +
        'read out of the heap of a running engine at this moment'}>
        read from this engine
      </span>
      {truth.v8 && (
        <details class="truth-v8">
          <summary>V8 differs</summary>
          <p>{truth.v8}</p>
        </details>
      )}
    </div>
  );
}
