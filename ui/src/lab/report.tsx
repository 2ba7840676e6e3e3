// What the judge measured, for people: bars of the rounds, and of each suspect
// the chain that keeps it alive, whose links can be pointed at.
import { FigureMenu } from '../figure/menu.tsx';
import { bytes, number } from '../model/format.ts';
import type { Report, Step, Suspect } from './judge.ts';

const changes = ({ rounds }: Report, key: 'bytes' | 'used'): number[] =>
  rounds.slice(1).map((point, at) => point[key] - rounds[at]![key]);

/** Text in which `names` are code. */
export function Words({ text }: { text: string }) {
  return <>{text.split('`').map((part, at) =>
    at % 2 ? <code key={at}>{part}</code> : part)}</>;
}

/** Whether all that is held was judged, or, since that grows in steps, what is
 * in use of it: without the spare room of stores. */
const judgedBy = ({ verdict }: Report) =>
  ['steady', 'none'].includes(verdict) ? 'bytes' : 'used';

/** Bytes that each round left behind. */
export function Rounds({ report }: { report: Report }) {
  const left = changes(report, judgedBy(report));
  const most = Math.max(1, ...left);
  return (
    <div class="rounds-figure" data-figure>
      <FigureMenu title="Rounds" />
      <table class="rounds">
        <caption>{report.action}: bytes that each round of {report.iterations}{' '}
          calls leaves behind</caption>
        <tbody>
          {left.map((each, at) => (
            <tr key={at}>
              <th scope="row">{at + 1}</th>
              <td class="rounds-bytes">{number(each)}</td>
              <td><i class="rounds-bar" style={{
                width: `${Math.max(0, 100 * each / most)}%`,
              }} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const accessText = ({ access }: Step): string =>
  access === '[*]' ? 'an entry' : access.replace(/^(->|\.)/, '');

/** The chain from a root to what stays; `choose` makes its links buttons. */
export function Chain({ suspect, choose, chosen }: {
  suspect: Suspect;
  /** With the number of the node that the link leads to. */
  choose?: (at: number) => void;
  chosen?: number | null;
}) {
  return (
    <ol class="chain">
      {suspect.steps[0]?.map((step, at) => (
        <li key={at}>
          {at > 0 && (choose ? (
            <button type="button" class="wide-button"
              aria-pressed={chosen === at}
              onClick={() => choose(at)}>✂ {accessText(step)}</button>
          ) : <span class="chain-edge">{accessText(step)}</span>)}
          <span class="chain-node">{step.class}</span>
        </li>
      ))}
    </ol>
  );
}

export function SuspectView({ suspect }: { suspect: Suspect }) {
  return (
    <section class="suspect" data-figure>
      <FigureMenu title="What keeps it" />
      <h3><Words text={suspect.title} /></h3>
      <Chain suspect={suspect} />
      <p><b><Words text={suspect.cut} /></b></p>
      <p>{suspect.advice} <span class="of">{suspect.sure}; {
        bytes(suspect.bytes)} in all</span></p>
    </section>
  );
}
