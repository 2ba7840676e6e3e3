// All documents of a kind, by their numbers.
import { index, type Kind, type Meta } from './content.ts';
import { ProgressLine } from './progress-line.tsx';
import { progress } from './progress.ts';
import { TicketScore, TotalScore } from './scores.tsx';

function Card({ kind, meta }: { kind: Kind; meta: Meta }) {
  return (
    <li class="card">
      <a href={`/${kind}/${meta.name}`}>
        <span class="card-number" aria-hidden="true">{meta.number}</span>
        {meta.name in progress.value.solved &&
          <span class="tag solved">solved</span>}
        <h2>{meta.title}</h2>
        {kind === 'sandbox' && <TicketScore name={meta.name} />}
        <p dangerouslySetInnerHTML={{
          __html: meta.about ?? meta.misconception ?? '',
        }} />
      </a>
    </li>
  );
}

export function List({ kind, title }: { kind: Kind; title: string }) {
  const documents = [...index[kind]].sort((a, b) =>
    Number(a.number) - Number(b.number));
  return (
    <div class="list-page">
      <h1>{title}</h1>
      {kind === 'lessons' && <ProgressLine />}
      {kind === 'sandbox' && <p class="list-note">Each was written for a
        ticket, and each visit brings a variant of it. Most have one flaw; some
        have none.{' '}
        <a href="/sandbox/own">Or bring code of your own.</a></p>}
      {kind === 'sandbox' && <TotalScore />}
      <ol class="cards">
        {documents.map((meta) => (
          <Card key={meta.name} kind={kind} meta={meta} />
        ))}
      </ol>
    </div>
  );
}
