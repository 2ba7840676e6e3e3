// The frame of a panel: a landmark with a head and a body that scrolls.
import type { ComponentChildren } from 'preact';

export function Panel({ name, title, aside, children, class: extra = '' }: {
  name: string;
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
}) {
  return (
    <section class={`panel panel-${name} ${extra}`} id={`panel-${name}`}
      aria-labelledby={`title-${name}`} tabIndex={-1}>
      <header class="panel-head">
        <h2 id={`title-${name}`}>{title}</h2>
        {aside && <div class="panel-aside">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
