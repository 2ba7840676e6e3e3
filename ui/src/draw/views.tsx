// The tabs over the middle of the page: views of the same moment.
import type { TargetedKeyboardEvent } from 'preact';
import { TO_VIEWS } from '../model/commands.ts';
import { showView } from '../model/time.ts';
import { VIEW_TITLES, VIEWS, view, type View } from '../model/view.ts';

const BY: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

/** Left and right go through the tabs, as in any list of tabs. */
function keyDown(event: TargetedKeyboardEvent<HTMLElement>): void {
  const by = BY[event.key];
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  const count = VIEWS.length;
  const next = VIEWS[(VIEWS.indexOf(view.value) + by + count) % count] as View;
  void showView(next);
  document.getElementById(`tab-${next}`)?.focus();
}

export function Views() {
  return (
    <div class="views" role="tablist" aria-label="What the middle shows"
      onKeyDown={keyDown}>
      {VIEWS.map((name, index) => (
        <button type="button" key={name} id={`tab-${name}`} role="tab"
          class="view-tab" aria-selected={view.value === name}
          aria-controls={`panel-${name}`}
          tabIndex={view.value === name ? 0 : -1}
          title={`${TO_VIEWS[index]?.label} (${TO_VIEWS[index]?.keys[0]})`}
          onClick={() => void showView(name)}>{VIEW_TITLES[name]}</button>
      ))}
    </div>
  );
}
