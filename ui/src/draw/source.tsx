// The source, read-only: the current line, the running call in it, the lines
// of the callers, and what the bytecode panel points at. A click on a line
// number, or Enter, goes to the next time that line is reached.
import { StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { javascript } from '@codemirror/legacy-modes/mode/javascript';
import { EditorState } from '@codemirror/state';
import {
  EditorView, drawSelection, keymap, lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { drawOnce, useStill } from '../figure/statics.ts';
import type { SourceText } from '../model/source-text.ts';
import { frame, now, pointed, run, sources } from '../model/store.ts';
import { goToLine } from '../model/time.ts';
import {
  NO_MARKS, bringInSight, markedText, marksNow, setMarks, startOf,
} from './editor-marks.ts';
import { Empty, Panel } from './panel.tsx';

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
  markedText,
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

/** The text and its current line, for a file: the editor draws what is in sight.
 */
function savedSource(source: SourceText | null): Element | null {
  if (!source) return null;
  const line = now.value?.state.line;
  return drawOnce(
    <ol class="saved-source">
      {source.text.replace(/\n$/, '').split('\n').map((text, at) => (
        <li key={at} class={at + 1 === line ? 'line-now' : ''}
          aria-current={at + 1 === line ? 'step' : undefined}>
          <code>{text || ' '}</code></li>
      ))}
    </ol>);
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
  useStill(parent, () => savedSource(shown.current));
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
