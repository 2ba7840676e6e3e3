// What is marked in the text of a program: the current line, the running call
// in it, the lines of the callers, and what another panel points at. For every
// editor that shows a program; offsets are of the editor.
import {
  EditorState, RangeSet, StateEffect, StateField, type Range,
} from '@codemirror/state';
import {
  Decoration, EditorView, GutterMarker, gutter, type DecorationSet,
} from '@codemirror/view';
import type { SourceText } from '../model/source-text.ts';
import {
  code, codeAddress, frame, now, pointed,
} from '../model/store.ts';
import type { Frame } from '../protocol.ts';

interface Span {
  from: number;
  to: number;
}

/** What is marked in the text; offsets are of the editor. */
export interface Marks {
  line: number | null;
  isCaller: boolean;
  callers: number[];
  statement: Span | null;
  call: Span | null;
  pointed: Span | null;
  pointedLine: number | null;
}

export const NO_MARKS: Marks = {
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

export const setMarks = StateEffect.define<Marks>();

export const startOf = (state: EditorState, line: number | null) =>
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
    // they move with the text, and go with what is taken out
    return transaction.docChanged ? {
      decorations: value.decorations.map(transaction.changes),
      signs: value.signs.map(transaction.changes),
    } : value;
  },
  provide: (field) => EditorView.decorations.from(field,
    ({ decorations }) => decorations),
});

/** The marks, and their gutter. */
export const markedText = [
  gutter({
    class: 'cm-signs',
    markers: (view) => view.state.field(marked).signs,
    initialSpacer: () => NOW,
  }),
  marked,
];

const MARGIN = 44;
/** Scrolls the editor alone: the editor's own way scrolls the page as well. */
export function bringInSight(view: EditorView, position: number): void {
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

/** In lines. */
const LONGEST_CALL = 12;

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

export function marksNow(source: SourceText, id: number): Marks {
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
