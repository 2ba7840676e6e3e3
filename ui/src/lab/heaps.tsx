// Heaps: files that are dropped, and snapshots of the program at its moments.
// Each is looked at in a page of its own, with the whole viewer.
import { signal } from '@preact/signals';
import type { TargetedDragEvent } from 'preact';
import { useState } from 'preact/hooks';
import { request } from '../connection.ts';
import { now } from '../model/store.ts';
import { seek } from '../model/time.ts';
import { Panel } from '../draw/panel.tsx';
import { HeapFrame } from './heap-frame.tsx';

const MOST = 3;

/** Sends a file to the server; where it can be looked at. */
async function upload(file: File): Promise<string> {
  const answer = await fetch('/upload', { method: 'POST', body: file });
  if (!answer.ok) throw new Error(`the server did not take it (${
    answer.status})`);
  const { address, error } =
    await answer.json() as { address?: string; error?: string };
  if (!address) throw new Error(error ?? 'it cannot be opened');
  return address;
}

interface Opening {
  /** What is opened: a file's name, or words. */
  what: string;
  address: string | null;
  error: string | null;
}

function Opened({ opening: { what, address, error } }: { opening: Opening }) {
  if (error !== null) return <p class="refusal" role="status">{error}</p>;
  if (address === null) {
    return <p class="opening" role="status">Opening {what}…</p>;
  }
  return (
    <div class="opened">
      <p class="opening" role="status">
        <a href={address} target="_blank" rel="noopener">Look at {what}</a> in a
        page of its own. It stays on this machine, and can be opened as long as
        the lab runs: there is no address to share.
      </p>
      <HeapFrame address={address} title={`The heap: ${what}`} />
    </div>
  );
}

/** Shows a heap when it is there, in the page, with a link to it alone. It is a
 * visitor's own: it has no address that outlives the lab. */
function useOpening() {
  const [opening, setOpening] = useState<Opening | null>(null);
  const open = async (what: string, find: () => Promise<string>) => {
    setOpening({ what, address: null, error: null });
    try {
      setOpening({ what, address: await find(), error: null });
    } catch (error) {
      setOpening({ what, address: null, error: (error as Error).message });
    }
  };
  const view = opening && <Opened opening={opening} />;
  return { open, view };
}

/** Where a file can be dropped or chosen. */
export function Drop() {
  const { open, view } = useOpening();
  const [isOver, setOver] = useState(false);
  const take = (file: File | null | undefined) => {
    if (file) void open(file.name, () => upload(file));
  };
  const over = (event: TargetedDragEvent<HTMLElement>) => {
    event.preventDefault();
    setOver(event.type === 'dragover');
  };
  return (
    <div class={`drop${isOver ? ' is-over' : ''}`} onDragOver={over}
      onDragLeave={over} onDrop={(event) => {
        over(event);
        take(event.dataTransfer?.files[0]);
      }}>
      <label class="main-button">Open a file
        <input class="hidden" type="file"
          accept=".heapsnapshot,.heaptimeline,.gz,.zst"
          onChange={(event) => take(event.currentTarget.files?.[0])} />
      </label>
      <span> or drop a <code>.heapsnapshot</code> here, from Chrome, Node.js or
        Glassheap. It does not leave this machine.</span>
      {view}
    </div>
  );
}

const moments = signal<string[]>([]);

export const forgetMoments = (): void => { moments.value = []; };

/** The lens: up to three moments of the run, taken and compared. */
export function Lens() {
  const { open, view } = useOpening();
  const here = now.value?.state.moment;
  const taken = moments.value;
  return (
    <Panel name="lens" title="Snapshots" aside={`${taken.length} of ${MOST}`}>
      <div class="lens">
        <ol class="lens-moments">
          {taken.map((moment, at) => (
            <li key={moment}>
              <button type="button" class="wide-button"
                onClick={() => void seek(moment)}>{at + 1}: {moment}</button>
              <button type="button" class="tool"
                aria-label={`Drop snapshot ${at + 1}`}
                onClick={() => {
                  moments.value = taken.filter((each) => each !== moment);
                }}>×</button>
            </li>
          ))}
        </ol>
        <div class="predict-buttons">
          <button type="button" class="wide-button"
            disabled={!here || taken.length === MOST || taken.includes(here)}
            onClick={() => { if (here) moments.value = [...taken, here]; }}>
            Take one here</button>
          <button type="button" class="main-button" disabled={!taken.length}
            onClick={() => void open(taken.length > 1 ? 'the comparison'
              : 'the heap', async () =>
              (await request('Lab.snapshot', { moments: taken })).address)}>
            {taken.length > 1 ? 'Compare' : 'Look at it'}</button>
        </div>
        {view}
        <Drop />
      </div>
    </Panel>
  );
}
