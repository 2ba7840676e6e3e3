// The truth badge: what a picture is drawn from, and where V8 differs.
export interface Truth {
  /** How V8, the engine of Chrome and Node.js, differs; nothing: it does not.
   */
  v8?: string;
}

export function Badge({ truth }: { truth: Truth }) {
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
