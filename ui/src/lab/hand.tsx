// By hand: what can be done to the run or its program, a tab for each tool.
// What a simulator offers stands in its front matter, after `hand:`.
import type { ComponentType, TargetedKeyboardEvent } from 'preact';
import { shorten } from '../model/format.ts';
import { kept } from '../model/kept.ts';
import { isFree } from './predict.tsx';
import { canRedo, redo, sayWhere, undo, written } from './pen.ts';
import { BecomeCollector } from './tool-collector.tsx';
import { CopyTool } from './tool-copy.tsx';
import { AttributesTool, DrawTool } from './tool-draw.tsx';
import { ForceTool } from './tool-force.tsx';
import { MountTool } from './tool-mount.tsx';
import { RoomsTool } from './tool-rooms.tsx';
import { CallTool, ShapeTool } from './tool-shapes.tsx';
import { WhatIfTool } from './what-if.tsx';

interface Tool {
  title: string;
  draw: ComponentType;
  /** It changes the program: what it writes can be undone. */
  writes: boolean;
}

const TOOLS: Record<string, Tool> = {
  draw: { title: 'Draw', draw: DrawTool, writes: true },
  attributes: { title: 'Attributes', draw: AttributesTool, writes: true },
  copy: { title: 'Do something', draw: CopyTool, writes: true },
  shapes: { title: 'Make and change', draw: ShapeTool, writes: true },
  call: { title: 'Call', draw: CallTool, writes: true },
  collector: { title: 'Be the collector', draw: BecomeCollector,
    writes: false },
  force: { title: 'Force one', draw: ForceTool, writes: true },
  rooms: { title: 'Move a variable', draw: RoomsTool, writes: true },
  mount: { title: 'Cycles', draw: MountTool, writes: true },
  whatif: { title: 'What if', draw: WhatIfTool, writes: true },
};

const BY: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };

function Tabs({ names, here }: { names: string[]; here: string }) {
  const keyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    const by = BY[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = names[(names.indexOf(here) + by + names.length) %
      names.length]!;
    kept.tool.value = next;
    document.getElementById(`hand-tab-${next}`)?.focus();
  };
  return (
    <div class="hand-tabs" role="tablist" aria-label="What is done by hand"
      onKeyDown={keyDown}>
      {names.map((name) => (
        <button type="button" key={name} id={`hand-tab-${name}`} role="tab"
          class="view-tab" aria-selected={name === here}
          aria-controls="hand-body" tabIndex={name === here ? 0 : -1}
          onClick={() => { kept.tool.value = name; }}>
          {TOOLS[name]!.title}</button>
      ))}
    </div>
  );
}

function Written() {
  const last = written.value.at(-1);
  return (
    <p class="hand-written">
      <span class="of">{last ? `written: ${shorten(last.said, 40)}`
        : `what is done is written ${sayWhere()}`}</span>
      {last && <button type="button" class="quiet"
        onClick={() => void undo()}>undo</button>}
      {canRedo() && <button type="button" class="quiet"
        onClick={() => void redo()}>do it again</button>}
    </p>
  );
}

export function Hand({ tools }: { tools: string }) {
  const names = tools.split(' ').filter((name) => name in TOOLS);
  if (!names.length || !isFree.value) return null;
  const here = names.find((name) => name === kept.tool.value) ?? names[0]!;
  const { draw: Draw, writes } = TOOLS[here]!;
  return (
    <section class="panel panel-hand" aria-label="By hand">
      <Tabs names={names} here={here} />
      <div class="hand-body" id="hand-body" role="tabpanel"
        aria-labelledby={`hand-tab-${here}`}>
        <Draw />
        {writes && <Written />}
      </div>
    </section>
  );
}
