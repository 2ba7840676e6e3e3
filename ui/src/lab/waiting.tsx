// What takes a while: what is being done, and why it did not work.
import { signal } from '@preact/signals';

export const waiting = signal<string | null>(null);
const failure = signal<string | null>(null);

/** Does something that takes a while, and says what. */
export async function busy(
  what: string, work: () => Promise<void>,
): Promise<void> {
  waiting.value = what;
  failure.value = null;
  try {
    await work();
  } catch (error) {
    failure.value = (error as Error).message;
  } finally {
    waiting.value = null;
  }
}

export function Waiting() {
  return <>
    {waiting.value && <p class="waiting" role="status">{waiting.value}</p>}
    {failure.value && <pre class="refusal" role="alert">{failure.value}
    </pre>}
  </>;
}
