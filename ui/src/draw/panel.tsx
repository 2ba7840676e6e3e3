// The frame of a panel: a landmark with a head and a body that scrolls, and the
// menu that takes its picture along.
import type { ComponentChildren } from 'preact';
import { FigureMenu } from '../figure/menu.tsx';

export function Panel({
  name, title, aside, children, class: extra = '', vector,
}: {
  name: string;
  title: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
  class?: string;
  /** All of its picture, where that is one of lines. */
  vector?: () => SVGSVGElement | null;
}) {
  return (
    <section class={`panel panel-${name} ${extra}`} id={`panel-${name}`}
      aria-labelledby={`title-${name}`} tabIndex={-1}>
      <header class="panel-head">
        <h2 id={`title-${name}`}>{title}</h2>
        <div class="panel-aside">{aside}
          <FigureMenu title={title} only={name}
            {...vector && { vector }} /></div>
      </header>
      {children}
    </section>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}
