// Points in the sandbox: of a ticket, and of all that were tried.
import { index } from './content.ts';
import { exported, progress, totalScore } from './progress.ts';

export function TicketScore({ name }: { name: string }) {
  const score = progress.value.tickets[name];
  if (!score) return null;
  return <p class="ticket-score">{score.points === score.most ? '✓ ' : ''}
    {score.points} of {score.most} points</p>;
}

export function TotalScore() {
  const { tickets, points, most, falseAlarms } = totalScore();
  if (!tickets) return null;
  return (
    <p class="total-score"><b>{points} of {most} points</b> in {tickets} of{' '}
      {index.sandbox.length} tickets; {falseAlarms === 1 ? 'one false alarm'
        : `${falseAlarms || 'no'} false alarms`}.{' '}
      <a href={exported()} download="glassheap-progress.json">Export</a></p>
  );
}
