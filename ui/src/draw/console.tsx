// What the program has written so far.
import { useEffect, useRef } from 'preact/hooks';
import { plural } from '../model/format.ts';
import { before, consoleLines, now } from '../model/store.ts';
import { seek } from '../model/time.ts';
import { Empty, Panel } from './panel.tsx';

const MOST = 400;

export function Console() {
  const lines = consoleLines.value;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = end.current?.parentElement;
    if (box) box.scrollTop = box.scrollHeight;
  }, [lines.length]);
  const first = Math.max(0, lines.length - MOST);
  const since = before.value?.state.moment.split('.')[0];
  return (
    <Panel name="console" title="Console" aside={now.value &&
      lines.length > 0 && <span>{plural(lines.length, 'line')}</span>}>
      {lines.length === 0 ? <Empty>Nothing written so far.</Empty> : (
        <div class="console-body scrolls" tabIndex={0} role="log"
          aria-live="off" aria-label="Lines so far">
          {first > 0 && <p class="none">{plural(first, 'earlier line')}</p>}
          {lines.slice(first).map(({ stream, text, tick }, index) => (
            <button type="button" key={first + index} class={`console-line${
              stream === 'error' ? ' is-error' : ''}${
              since !== undefined && tick > Number(since) ? ' is-fresh' : ''}`}
              title={`written in tick ${tick}: go there`}
              onClick={() => void seek(String(tick))}>
              {stream === 'error' && <span class="tag tag-error">error</span>}
              <span class="console-text">{text.replace(/\n$/, '')}</span>
            </button>
          ))}
          <div ref={end} />
        </div>
      )}
    </Panel>
  );
}
