// The collector's own settings: force a collection here, and how much memory
// there is at most.
import { computed } from '@preact/signals';
import { kept } from '../model/kept.ts';
import { Choice } from './forms.tsx';
import { write } from './pen.ts';
import { draft, runProgram, running } from './run.ts';

const MB = 1 << 20;
const LIMITS: [string, string][] = [
  ['0', 'as much as it likes'], [String(MB), '1 MB'], [String(2 * MB), '2 MB'],
  [String(8 * MB), '8 MB'], [String(64 * MB), '64 MB'],
];

/** Of the next runs too; 0: as much as it likes. */
export const heapLimit = computed(() => {
  const wanted = kept.limit.value ?? 0;
  return LIMITS.some(([limit]) => limit === String(wanted)) ? wanted : 0;
});

function setLimit(text: string): void {
  kept.limit.value = Number(text) || null;
  const program = running.value;
  if (!program) return;
  const { heapLimit: _, ...rest } = program;
  void runProgram({ ...rest, text: draft.value, isByHand: true,
    ...heapLimit.value > 0 && { heapLimit: heapLimit.value } });
}

export function ForceTool() {
  return (
    <div class="hand-form">
      <p class="hand-hint">A collection that the program asks for, or one that it
        needs because memory is short.</p>
      <div class="hand-fields">
        <button type="button" class="main-button"
          onClick={() => void write('gc();')}>Collect here</button>
        <button type="button" class="wide-button" onClick={() => void write(
          'for (let i = 0; i < 20_000; i++) ({ waste: i });')}>
          Make 20,000 objects of waste</button>
        <Choice label="Heap limit" value={String(heapLimit.value)}
          set={setLimit} options={LIMITS} />
      </div>
    </div>
  );
}
