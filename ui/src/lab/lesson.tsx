// A lesson or a deep dive: prose with live figures. Each figure is a simulator
// in a frame, and so has a run of its own; it is loaded when it comes in sight.
import { useEffect, useRef, useState } from 'preact/hooks';
import {
  index, readDocument, type Document, type Kind, type Part,
} from './content.ts';
import { packProgram } from './place.ts';
import { progress } from './progress.ts';

/** As high as what is in it, once that is known: a narrow one is a column. The
 * height is told to the figure too, which prints the frame smaller. */
function fit(frame: HTMLIFrameElement): void {
  const body = frame.contentDocument?.body;
  if (!body) return;
  const figure = frame.closest('figure');
  const least = frame.clientHeight;
  figure?.classList.add('is-loaded');
  new ResizeObserver(() => {
    const wanted = body.querySelector('.simulator, .has-heaps')
      ?.scrollHeight ?? 0;
    const height = `${Math.max(least, wanted + 2)}px`;
    frame.style.height = height;
    figure?.style.setProperty('--height', height);
  }).observe(body);
}

/** Where the figure stands now, and not where it began. */
function alone(link: HTMLAnchorElement, frame: HTMLIFrameElement | null): void {
  const here = frame?.contentWindow?.location;
  if (here?.origin !== location.origin) return;
  const search = new URLSearchParams(here.search);
  search.delete('embed');
  link.href = `${here.pathname}?${search}${here.hash}`;
}

function Figure({ part }: { part: Part & { type: 'figure' } }) {
  const [address, setAddress] = useState<string | null>(null);
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    void packProgram(part.text).then((packed) => {
      setAddress(`/simulators/${part.simulator}?embed&p=${packed}${
        part.at ? `#${part.at}` : ''}`);
    });
  }, [part]);
  return (
    <figure class="live">
      {address && <iframe ref={frame} src={address} loading="lazy"
        title={part.caption ?? `A live figure: ${part.simulator}`}
        onLoad={(event) => fit(event.currentTarget)}
        style={{ height: `${part.height ?? 520}px` }} />}
      <pre class="on-paper">{part.text}</pre>
      <figcaption>
        {part.caption}{' '}
        {address && <a href={address.replace('?embed&', '?')}
          onClick={(event) => alone(event.currentTarget, frame.current)}>
          open it alone</a>}
      </figcaption>
    </figure>
  );
}

function PartView({ part, name }: { part: Part; name: string }) {
  switch (part.type) {
    case 'html': return <div dangerouslySetInnerHTML={{ __html: part.html }} />;
    case 'figure': return <Figure part={part} />;
    case 'exercise':
    case 'cuts': return (
      <figure class="live">
        <iframe src={`/exercises/${name}?embed`} loading="lazy"
          title="The exercise"
          style={{ height: part.type === 'cuts' ? '260px' : '560px' }}
          onLoad={(event) => fit(event.currentTarget)} />
        <pre class="on-paper">{'text' in part ? part.text : ''}</pre>
        <figcaption><a href={`/exercises/${name}`}>open it alone</a>
        </figcaption>
      </figure>
    );
    default: return null;
  }
}

function Neighbours({ kind, name }: { kind: Kind; name: string }) {
  const all = [...index[kind]].sort((a, b) =>
    Number(a.number) - Number(b.number));
  const at = all.findIndex((meta) => meta.name === name);
  const previous = all[at - 1];
  const next = all[at + 1];
  return (
    <nav class="neighbours" aria-label="Before and after">
      {previous && <a rel="prev" href={`/${kind}/${previous.name}`}>
        ← {previous.title}</a>}
      {next && <a rel="next" href={`/${kind}/${next.name}`}>
        {next.title} →</a>}
    </nav>
  );
}

export function Lesson({ kind, name }: { kind: Kind; name: string }) {
  const [document, setDocument] = useState<Document | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    readDocument(kind, name).then(setDocument)
      .catch((error: Error) => setFailure(error.message));
  }, [kind, name]);
  // a step of it has an address: the name of its heading
  useEffect(() => {
    if (!document || location.hash.length < 2) return;
    window.document.getElementById(decodeURIComponent(location.hash.slice(1)))
      ?.scrollIntoView();
  }, [document]);
  if (failure) return <p class="failure" role="alert">{failure}</p>;
  if (!document) return <p class="waiting">…</p>;
  const { meta, parts } = document;
  return (
    <article class="prose">
      <header>
        <p class="eyebrow">{kind === 'lessons' ? 'Lesson' : 'Deep dive'}{' '}
          {meta.number}
          {name in progress.value.solved &&
            <span class="tag solved">solved</span>}</p>
        <h1>{meta.title}</h1>
        {meta.misconception && <p class="misconception">
          <b>Often believed:</b>{' '}
          <span dangerouslySetInnerHTML={{ __html: meta.misconception }} />
        </p>}
      </header>
      {parts.map((part, at) => <PartView key={at} part={part} name={name} />)}
      <Neighbours kind={kind} name={name} />
    </article>
  );
}
