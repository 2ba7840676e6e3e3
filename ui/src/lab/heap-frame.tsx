// A heap in the page: the whole viewer of heaps in a frame. It is served by a
// process of its own, at another port; what it shows comes back as a message,
// and so the address of this page tells that too.
import { useEffect, useRef } from 'preact/hooks';

/** Where the viewer stands: what it tells the page around it. */
interface Told {
  glassheap: 'place';
  hash: string;
}

const isTold = (data: unknown): data is Told =>
  typeof data === 'object' && data !== null && 'hash' in data &&
  (data as Told).glassheap === 'place' &&
  typeof (data as Told).hash === 'string';

export function HeapFrame({ address, title, hasAddress = false }: {
  address: string;
  title: string;
  /** Whether this page's address leads here again: its hash is the viewer's. */
  hasAddress?: boolean;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    if (!hasAddress) return undefined;
    const told = ({ source, data }: MessageEvent) => {
      if (source !== frame.current?.contentWindow || !isTold(data)) return;
      window.history.replaceState(null, '',
        `${location.pathname}${location.search}${data.hash}`);
    };
    window.addEventListener('message', told);
    return () => window.removeEventListener('message', told);
  }, [hasAddress]);
  const home = hasAddress
    ? `&home=${encodeURIComponent(location.origin + location.pathname)}` : '';
  return (
    <iframe ref={frame} class="heap-frame" title={title}
      allow="clipboard-write"
      src={`${address}&embed${home}${hasAddress ? location.hash : ''}`} />
  );
}
