// Heaps: files that are dropped, each looked at in a page of its own, with the
// whole viewer.
import type { TargetedDragEvent } from 'preact';
import { useState } from 'preact/hooks';
import { HeapFrame } from './heap-frame.tsx';

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
export function useOpening() {
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
