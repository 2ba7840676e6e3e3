// Growth a cycle, to the byte: the judge repeats a function of the program and
// counts what stays; and the chain that keeps it.
import { computed, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { number } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { Panel } from '../draw/panel.tsx';
import { measure, type Report } from './judge.ts';
import { Rounds, SuspectView } from './report.tsx';
import { running } from './run.ts';

export interface Measured {
  program: string;
  call: string;
  report: Report | null;
  failure: string | null;
}

/** The last measurement, or the one that is under way. */
export const measured = signal<Measured | null>(null);
/** The function that is repeated: by the front matter, or by choice. */
export const firstAction = signal('cycle');
export const action = computed(() =>
  kept.action.value ?? firstAction.value);

const hasAction = (text: string): boolean =>
  new RegExp(`function\\s+${action.value}\\b`).test(text);

/** Asks the judge about the running program, unless it has answered. */
export async function measureGrowth(): Promise<Report> {
  const program = running.value;
  if (!program || !hasAction(program.text)) {
    throw new Error(`the program has no function ${action.value}`);
  }
  const known = measured.value;
  if (known?.program === program.text && known.call === action.value &&
      known.report) {
    return known.report;
  }
  const begun: Measured = { program: program.text, call: action.value,
    report: null, failure: null };
  measured.value = begun;
  try {
    const report = await measure(program.text, 'program.js', action.value,
      program.host);
    measured.value = { ...begun, report };
    return report;
  } catch (error) {
    measured.value = { ...begun, failure: (error as Error).message };
    throw error;
  }
}

export const growthOf = ({ growth, iterations }: Report): number =>
  growth / iterations;

function Told({ report }: { report: Report }) {
  const each = growthOf(report);
  const [suspect] = report.leaks.suspects;
  return (
    <>
      <p class="growth-head"><b>{number(each)} bytes</b> stay behind each call
        of <code>{report.action}</code>{each === 0 && ': nothing grows'}.</p>
      <div class="growth-parts">
        <Rounds report={report} />
        {each > 0 && suspect && <SuspectView suspect={suspect} />}
      </div>
    </>
  );
}

/** Nothing is measured before a prediction has been made or skipped: the
 * picture would say the answer. */
export function Growth({ isFree }: { isFree: boolean }) {
  const text = running.value?.text;
  const name = action.value;
  useEffect(() => {
    if (isFree && text && hasAction(text)) measureGrowth().catch(() => {});
  }, [text, isFree, name]);
  const known = measured.value;
  const isHere = known?.program === text;
  return (
    <Panel name="growth" title="Growth a cycle">
      <div class="growth scrolls" tabIndex={0} role="group"
        aria-label="Growth a cycle">
        {!isFree ? <p class="empty">Measured once you have predicted.</p>
          : text && !hasAction(text) ? (
            <p class="empty">The program has no function <code>{name}</code>:
              name the one to repeat under “Cycles”.</p>
          ) : isHere && known?.report ? <Told report={known.report} />
            : isHere && known?.failure
              ? <p class="refusal" role="alert">{known.failure}</p>
              : <p class="empty">Measuring…</p>}
      </div>
    </Panel>
  );
}
