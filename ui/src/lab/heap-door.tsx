// The page of the third door: open a heap, or one of three that are there.
import { useEffect, useState } from 'preact/hooks';
import { request } from '../connection.ts';
import { index } from './content.ts';
import { Drop } from './heaps.tsx';
import { runProgram, running } from './run.ts';

interface Sample {
  title: string;
  about: string;
  text: string;
  moments: string[];
}

async function take(name: string): Promise<string> {
  const answer = await fetch(`/content/heaps/${name}.json`);
  const { text, moments } = await answer.json() as Sample;
  await runProgram({ text, name: `${name}.js` });
  if (!running.value) throw new Error('it does not run');
  return (await request('Lab.snapshot', { moments })).address;
}

export function HeapDoor() {
  const [address, setAddress] = useState<string | null>(null);
  const [wish, setWish] = useState<string | null>(null);
  useEffect(() => {
    if (wish === null) return;
    setAddress(null);
    void take(wish).then((found) => {
      setAddress(found);
      window.open(found, '_blank', 'noopener');
    });
  }, [wish]);
  return (
    <div class="list-page">
      <h1>Open a heap</h1>
      <Drop />
      <h2 class="list-title">Or one of these, each at three moments of a
        program</h2>
      <ul class="cards">
        {index.heaps.map(({ name, title, about }) => (
          <li class="card" key={name}>
            <button type="button" class="door" onClick={() => setWish(name)}>
              <h2>{title}</h2><p>{about}</p>
            </button>
          </li>
        ))}
      </ul>
      {wish && (
        <p class="opening" role="status">{address
          ? <a href={address} target="_blank" rel="noopener">Look at it</a>
          : 'Running the program and taking its heap…'}</p>
      )}
    </div>
  );
}
