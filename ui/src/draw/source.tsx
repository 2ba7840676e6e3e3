// The source, read-only: the current line, the running call in it, the lines
// of the callers, and what the bytecode panel points at. A click on a line
// number, or Enter, goes to the next time that line is reached.
import { StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { javascript } from '@codemirror/legacy-modes/mode/javascript';
import {
  EditorState, RangeSet, StateEffect, StateField, type Range,
} from '@codemirror/state';
import {
  Decoration, EditorView, GutterMarker, drawSelection, gutter, keymap,
  lineNumbers, type DecorationSet,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { SourceText } from '../model/source-text.ts';
import type { Frame } from '../protocol.ts';
import {
  code, codeAddress, frame, now, pointed, run, sources,
} from '../model/store.ts';
import { goToLine } from '../model/time.ts';
import { Empty, Panel } from './panel.tsx';

interface Span {
  from: number;
  to: number;
}

/** What is marked in the text; offsets are of the editor. */
interface Marks {
  line: number | null;
  isCaller: boolean;
  callers: number[];
  statement: Span | null;
  call: Span | null;
  pointed: Span | null;
  pointedLine: number | null;
}

const NO_MARKS: Marks = {
  line: null, isCaller: false, callers: [], statement: null, call: null,
  pointed: null, pointedLine: null,
};

// ---- Marks as decorations --------------------------------------------------

class LineSign extends GutterMarker {
  constructor(readonly sign: string, readonly kind: string) { super(); }
  override eq(other: LineSign) { return other.sign === this.sign; }
  override toDOM() {
    const element = document.createElement('span');
    element.className = `line-sign ${this.kind}`;
    element.textContent = this.sign;
    return element;
  }
}
const NOW = new LineSign('▶', 'sign-now');
const CALLER = new LineSign('▷', 'sign-caller');

const lineNow = Decoration.line({
  class: 'line-now', attributes: { 'aria-current': 'step' },
});
const lineCaller = Decoration.line({ class: 'line-caller' });
const linePointed = Decoration.line({ class: 'line-pointed' });
const spanOf = (name: string) => Decoration.mark({ class: name });
const statementMark = spanOf('span-statement');
const callMark = spanOf('span-call');
const pointedMark = spanOf('span-pointed');

const setMarks = StateEffect.define<Marks>();

const startOf = (state: EditorState, line: number | null) =>
  line !== null && line >= 1 && line <= state.doc.lines
    ? state.doc.line(line).from : null;

function decorate(state: EditorState, marks: Marks): DecorationSet {
  const ranges: Range<Decoration>[] = [];
  const addLine = (line: number | null, mark: Decoration) => {
    const from = startOf(state, line);
    if (from !== null) ranges.push(mark.range(from));
  };
  const addSpan = (span: Span | null, mark: Decoration) => {
    if (!span) return;
    const to = Math.min(span.to, state.doc.length);
    if (span.from < to) ranges.push(mark.range(span.from, to));
  };
  addLine(marks.pointedLine, linePointed);
  addLine(marks.line, marks.isCaller ? lineCaller : lineNow);
  addSpan(marks.statement, statementMark);
  addSpan(marks.call, callMark);
  addSpan(marks.pointed, pointedMark);
  return Decoration.set(ranges, true);
}

function signs(state: EditorState, marks: Marks): RangeSet<GutterMarker> {
  const ranges: Range<GutterMarker>[] = [];
  const lines = new Set(marks.callers);
  for (const line of lines) {
    const from = startOf(state, line);
    if (from !== null && line !== marks.line) ranges.push(CALLER.range(from));
  }
  const from = startOf(state, marks.line);
  if (from !== null) ranges.push((marks.isCaller ? CALLER : NOW).range(from));
  return RangeSet.of(ranges, true);
}

interface Marked {
  decorations: DecorationSet;
  signs: RangeSet<GutterMarker>;
}

const marked = StateField.define<Marked>({
  create: () => ({ decorations: Decoration.none, signs: RangeSet.empty }),
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) {
        return {
          decorations: decorate(transaction.state, effect.value),
          signs: signs(transaction.state, effect.value),
        };
      }
    }
    return value;
  },
  provide: (field) => EditorView.decorations.from(field,
    ({ decorations }) => decorations),
});

// ---- The editor ------------------------------------------------------------

const lineAt = (view: EditorView, position: number) =>
  view.state.doc.lineAt(position).number;

function pointAt(view: EditorView, event: MouseEvent): void {
  const position = view.posAtCoords({ x: event.clientX, y: event.clientY });
  const line = position === null ? undefined : lineAt(view, position);
  if (pointed.value.line !== line) pointed.value = line ? { line } : {};
}

const extensions = [
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({
    'aria-label': 'Source', 'aria-readonly': 'true', spellcheck: 'false',
    inputmode: 'none',
  }),
  gutter({
    class: 'cm-signs',
    markers: (view) => view.state.field(marked).signs,
    initialSpacer: () => NOW,
  }),
  lineNumbers({
    domEventHandlers: {
      click(view, line) {
        void goToLine(lineAt(view, line.from));
        return true;
      },
    },
  }),
  drawSelection(),
  EditorView.lineWrapping,
  keymap.of([{
    key: 'Enter',
    run(view) {
      void goToLine(lineAt(view, view.state.selection.main.head));
      return true;
    },
  }]),
  // a third of the size of the language's whole grammar, and only for colours
  StreamLanguage.define(javascript),
  syntaxHighlighting(classHighlighter),
  marked,
  EditorView.domEventHandlers({
    mousemove: (event, view) => pointAt(view, event),
    mouseleave: () => { pointed.value = {}; },
  }),
  EditorView.updateListener.of((update) => {
    if (!update.selectionSet || !update.view.hasFocus) return;
    pointed.value = { line: lineAt(update.view,
      update.state.selection.main.head) };
  }),
];

const MARGIN = 44;
/** In lines. */
const LONGEST_CALL = 12;

/** Scrolls the editor alone: the editor's own way scrolls the page as well. */
function bringInSight(view: EditorView, position: number): void {
  view.requestMeasure({
    read: () => view.lineBlockAt(position),
    write({ top, bottom }) {
      const box = view.scrollDOM;
      if (top - MARGIN < box.scrollTop) box.scrollTop = top - MARGIN;
      const low = bottom + MARGIN - box.clientHeight;
      if (low > box.scrollTop) box.scrollTop = low;
    },
  });
}

// ---- From the state of the run to marks ------------------------------------

function span(source: SourceText, from?: number, to?: number): Span | null {
  if (from === undefined || to === undefined) return null;
  return { from: source.offset(from), to: source.offset(to) };
}

/** The running call. One that is very long, such as a whole class, is not
 * marked: that would say nothing. */
function callOf(source: SourceText, where: Frame | null): Span | null {
  const call = span(source, where?.start, where?.end);
  const text = call ? source.text.slice(call.from, call.to) : '';
  return text.split('\n').length > LONGEST_CALL ? null : call;
}

function marksNow(source: SourceText, id: number): Marks {
  const where = frame.value;
  const frames = now.value?.stack.frames ?? [];
  const { unit, line } = pointed.value;
  const instruction = unit === undefined ? undefined
    : code.value?.instructions.find((each) => each.unit === unit);
  const isHere = where?.source === id;
  const isInside = codeAddress.value === null;
  return {
    line: isHere ? where?.line ?? null : null,
    isCaller: (where?.index ?? 0) !==
      (frames.find(({ native }) => !native)?.index ?? 0),
    callers: frames.flatMap((each) => each.source === id && each.line &&
      each.index !== where?.index ? [each.line] : []),
    statement: isHere
      ? span(source, where?.statementStart, where?.statementEnd) : null,
    call: isHere ? callOf(source, where) : null,
    pointed: span(source, instruction?.start, instruction?.end),
    pointedLine: instruction && isInside ? null
      : instruction?.line ?? line ?? null,
  };
}

export function Source() {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  const shown = useRef<SourceText | null>(null);
  const lastLine = useRef<string>('');
  const asked = useRef(0);
  useEffect(() => {
    const view = new EditorView({ parent: parent.current! });
    editor.current = view;
    return () => view.destroy();
  }, []);
  useSignalEffect(() => {
    const view = editor.current;
    const id = frame.value?.source ?? now.value?.state.source ?? 1;
    const source = sources.value.get(id);
    if (!view || !source) return;
    if (shown.current !== source) {
      shown.current = source;
      view.setState(EditorState.create({ doc: source.text, extensions }));
    }
    const marks = now.value ? marksNow(source, id) : NO_MARKS;
    // before the next painting, when the rest of the page has been drawn: the
    // editor measures itself, which is dear in the midst of changes
    cancelAnimationFrame(asked.current);
    const moment = now.value?.state.moment ?? '';
    asked.current = requestAnimationFrame(() => {
      view.dispatch({ effects: setMarks.of(marks) });
      // the page draws in more than one go: this part is of that moment now
      parent.current!.dataset.moment = moment;
    });
    // the line is brought in sight when it changes, not at every hover
    const place = `${id}/${marks.line}/${now.value?.state.moment}`;
    const start = startOf(view.state, marks.line);
    if (start !== null && place !== lastLine.current) {
      lastLine.current = place;
      bringInSight(view, start);
    }
  });
  const name = run.value?.file.split('/').at(-1) ?? '';
  return (
    <Panel name="source" title="Source" aside={
      <span class="file" title={run.value?.file}>{name}</span>}>
      {!now.value && <Empty>Waiting for the program…</Empty>}
      <div ref={parent} class="editor"
        aria-description={'A click on a line number, or Enter on a line, ' +
          'goes to the next time it is reached'} />
    </Panel>
  );
}
