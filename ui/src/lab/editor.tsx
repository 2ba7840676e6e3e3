// The editor of a simulator: the learner's program, and where its run stands.
// Marks are shown as long as the text is the one that runs.
import {
  defaultKeymap, history, historyKeymap, indentWithTab,
} from '@codemirror/commands';
import {
  StreamLanguage, indentUnit, syntaxHighlighting,
} from '@codemirror/language';
import { javascript } from '@codemirror/legacy-modes/mode/javascript';
import { EditorState } from '@codemirror/state';
import {
  EditorView, drawSelection, keymap, lineNumbers,
} from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import {
  NO_MARKS, bringInSight, markedText, marksNow, setMarks, startOf,
} from '../draw/editor-marks.ts';
import { frame, now, pointed, sources } from '../model/store.ts';
import { goToLine } from '../model/time.ts';
import { draft, running } from './run.ts';

const isSame = () => draft.value === running.value?.text;

/** The line under the pointer or the cursor is marked in the bytecode, and the
 * other way round, as long as the text is the one that runs. */
function point(view: EditorView, position: number | null): void {
  const line = position === null || !isSame() ? undefined
    : view.state.doc.lineAt(position).number;
  if (pointed.value.line !== line) pointed.value = line ? { line } : {};
}

function extensions(run: () => void) {
  return [
    EditorView.contentAttributes.of({
      'aria-label': 'Program', spellcheck: 'false', tabindex: '0',
    }),
    markedText,
    lineNumbers({
      domEventHandlers: {
        click(view, line) {
          if (!isSame()) return false;
          void goToLine(view.state.doc.lineAt(line.from).number);
          return true;
        },
      },
    }),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    EditorView.lineWrapping,
    // Tab indents; Escape, then Tab leaves the editor (the commands' own way)
    keymap.of([
      { key: 'Mod-Enter', run: () => { run(); return true; } },
      indentWithTab, ...defaultKeymap, ...historyKeymap,
    ]),
    StreamLanguage.define(javascript),
    syntaxHighlighting(classHighlighter),
    EditorView.domEventHandlers({
      mousemove: (event, view) => point(view,
        view.posAtCoords({ x: event.clientX, y: event.clientY })),
      mouseleave: () => { pointed.value = {}; },
    }),
    EditorView.updateListener.of((update) => {
      if (update.selectionSet && update.view.hasFocus) {
        point(update.view, update.state.selection.main.head);
      }
      if (update.docChanged) draft.value = update.state.doc.toString();
    }),
  ];
}

export function Editor({ run }: { run: () => void }) {
  const parent = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView | null>(null);
  useEffect(() => {
    const view = new EditorView({
      parent: parent.current!,
      state: EditorState.create({
        doc: draft.peek(), extensions: extensions(run),
      }),
    });
    editor.current = view;
    return () => view.destroy();
  }, []);
  // another program was chosen
  useSignalEffect(() => {
    const text = draft.value;
    const view = editor.current;
    if (view && view.state.doc.toString() !== text) {
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
      });
    }
  });
  useSignalEffect(() => {
    const view = editor.current;
    const id = frame.value?.source ?? now.value?.state.source ?? 1;
    const source = sources.value.get(id);
    const marks = now.value && source && isSame() &&
      source.text === running.value?.text ? marksNow(source, id) : NO_MARKS;
    if (!view) return;
    queueMicrotask(() => {
      if (editor.current !== view) return;
      // the text may be another one by now
      const isIt = marks === NO_MARKS ||
        view.state.doc.toString() === source?.text;
      if (!isIt) return;
      view.dispatch({ effects: setMarks.of(marks) });
      const start = startOf(view.state, marks.line);
      if (start !== null && !view.hasFocus) bringInSight(view, start);
    });
  });
  return <div ref={parent} class="editor"
    aria-description={'Control and Enter runs the program; Escape, then Tab ' +
      'leaves the editor'} />;
}
