// The page of the third door: open a heap, or one of three that are there.
// Those have addresses of their own, with what is looked at in them.
import { useEffect, useState } from 'preact/hooks';
import { line, request } from '../connection.ts';
import { index } from './content.ts';
import { HeapFrame } from './heap-frame.tsx';
import { Drop } from './heaps.tsx';

interface Sample {
  title: string;
  about: string;
  text: string;
  moments: string[];
}

/** Runs the program, and takes its heap at its moments. Its run is not shown:
 * the address of this page is the heap's alone. */
async function take(name: string): Promise<string> {
  const answer = await fetch(`/content/heaps/${name}.json`);
  const { text, moments } = await answer.json() as Sample;
  await request('Lab.run', { source: text, name: `${name}.js` });
  return (await request('Lab.snapshot', { moments })).address;
}

export function HeapSample({ name }: { name: string }) {
  const [address, setAddress] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const isOpen = line.value === 'open';
  useEffect(() => {
    if (!isOpen || address !== null) return;
    take(name).then(setAddress, (error: Error) => setFailure(error.message));
  }, [name, isOpen]);
  const meta = index.heaps.find((each) => each.name === name);
  return (
    <div class="heap-sample">
      <header class="heap-sample-head">
        <h1>{meta?.title}</h1>
        <p>{meta?.about}</p>
      </header>
      {failure !== null && <p class="failure" role="alert">{failure}</p>}
      {failure === null && (address === null
        ? <p class="opening" role="status">Running the program and taking its
            heap…</p>
        : <HeapFrame address={address} hasAddress
            title={`The heap of ${meta?.title}`} />)}
    </div>
  );
}

export function HeapDoor() {
  return (
    <div class="list-page">
      <h1>Open a heap</h1>
      <Drop />
      <h2 class="list-title">Or one of these, each at three moments of a
        program</h2>
      <ul class="cards">
        {index.heaps.map(({ name, title, about }) => (
          <li class="card" key={name}>
            <a href={`/heaps/${name}`}><h2>{title}</h2><p>{about}</p></a>
          </li>
        ))}
      </ul>
    </div>
  );
}
