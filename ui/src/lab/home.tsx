// The first page: its doors.
import { index } from './content.ts';

interface Door {
  href: string;
  title: string;
  text: string;
}

const firstOf = (kind: 'lessons' | 'simulators') => {
  const name = [...index[kind]].sort((a, b) =>
    Number(a.number) - Number(b.number))[0]?.name ?? '';
  return `/${kind}/${name}`;
};

const DOORS: Door[] = [
  { href: firstOf('lessons'), title: 'Learn', text: 'Lessons with figures ' +
    'that run. Predict, then see, then change the program and see again.' },
  { href: firstOf('simulators'), title: 'Run your code', text: 'Your own ' +
    'program on the engine, forwards and backwards: stack, heap, Shapes, ' +
    'caches, closures.' },
  { href: '/sandbox', title: 'Verify', text: 'Code that a machine wrote for ' +
    'a ticket: does it leak? Say where, mend it, and let the engine judge. ' +
    'Or bring your own.' },
  { href: '/heaps', title: 'Open a heap', text: 'A snapshot of Chrome or ' +
    'Node.js, however large: its story, what grew, who keeps it, and what to ' +
    'cut.' },
];

export function Home() {
  return (
    <div class="home">
      <header class="hero">
        <h1>See the memory of JavaScript</h1>
        <p>Every picture here is read out of a running engine, at a named
          moment of a real run. Nothing is drawn from a script.</p>
      </header>
      <ul class="doors">
        {DOORS.map(({ href, title, text }) => (
          <li key={title}><a class="door" href={href}>
            <h2>{title}</h2><p>{text}</p></a></li>
        ))}
      </ul>
    </div>
  );
}
