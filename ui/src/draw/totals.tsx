// The heap by kind, as one bar. Each part has a pattern of its own beside its
// colour, and the list says the same in words.
import { bytes, kindName, number } from '../model/format.ts';
import { now } from '../model/store.ts';

const SHOWN = 4;

export function TotalsBar() {
  const totals = now.value?.totals;
  if (!totals) return <section class="totals" aria-label="Heap by kind" />;
  const kinds = totals.kinds
    .map(({ kind, count, bytes: size }) =>
      ({ name: kindName(kind), count, size }))
    .filter(({ name }) => name !== 'free')
    .sort((a, b) => b.size - a.size);
  const all = kinds.reduce((sum, { size }) => sum + size, 0) || 1;
  const parts = kinds.slice(0, SHOWN);
  const rest = kinds.slice(SHOWN);
  if (rest.length) {
    parts.push({
      name: 'others', count: rest.reduce((sum, { count }) => sum + count, 0),
      size: rest.reduce((sum, { size }) => sum + size, 0),
    });
  }
  return (
    <section class="totals" aria-label="Heap by kind">
      <p class="totals-head"><b>{bytes(totals.bytes)}</b> in {
        number(totals.cells)} cells</p>
      <div class="bar" aria-hidden="true">
        {parts.map(({ name, size }, index) => (
          <i key={index} class={`pattern pattern-${index}`} title={name}
            style={{ flexGrow: Math.max(size / all, 0.02) }} />
        ))}
      </div>
      <ul aria-label="By kind of cell">
        {parts.map(({ name, size, count }, index) => (
          <li key={index} title={`${number(count)} cells, ${bytes(size)}`}>
            <i class={`pattern pattern-${index}`} aria-hidden="true" />
            <span class="totals-name">{name}</span>
            <span class="totals-size">{bytes(size)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
