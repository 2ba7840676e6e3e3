// The truth badge of each picture: what is read from the engine, what is only a
// model, and where V8 differs.
import { useEffect, useRef } from 'preact/hooks';
import { setBadge } from '../figure/caption.ts';

export interface Truth {
  /** What of it is read out of the heap of the engine; nothing: all. */
  read?: string;
  /** What of it is somebody's choice, and says nothing about memory. */
  model?: string;
  /** How V8, the engine of Chrome and Node.js, differs; nothing: it does not.
   */
  v8?: string;
}

/** By the names of the pictures, as front matter has them. */
export const TRUTHS: Record<string, Truth> = {
  memory: {
    read: 'Frames, registers, environments, cells with their addresses and ' +
      'sizes, and every reference between them, at this moment.',
    model: 'Where a box stands on screen is the drawing\'s choice. An address ' +
      'is a place in this engine\'s heap.',
    v8: 'V8 moves objects when it collects: an address there is not lasting.',
  },
  runtime: {
    read: 'The call stack, what is pending, the queues and the phase of the ' +
      'loop, out of the host\'s own tables.',
    model: 'The wheel is a drawing of the order of phases.',
    v8: 'Node.js has libuv\'s phases, a browser those of its HTML ' +
      'specification: the host that runs here says which it follows.',
  },
  object: {
    read: 'The properties with their offsets and attributes, elements, Shape, ' +
      'prototypes, and who holds the cell.',
    v8: 'V8 has more kinds of fields: doubles may lie unboxed in an object.',
  },
  names: {
    read: 'The register or slot of each variable, and the word in it.',
    model: 'Letters and colours: the same for the same address, no more.',
    v8: 'V8\'s optimising compiler may keep a variable in a machine register ' +
      'or nowhere; where it is interpreted it has registers too.',
  },
  shapes: {
    read: 'The Shapes, the transitions between them, and how many objects lie ' +
      'on each.',
    v8: 'V8 says Map or hidden class, JavaScriptCore Structure.',
  },
  slots: {
    read: 'Keys, offsets and attributes of each Shape, and the value in each ' +
      'slot.',
    v8: 'V8 keeps this table as a DescriptorArray.',
  },
  bytecode: {
    read: 'The instructions that run, and the caches beside them with what ' +
      'they have learned. Hits and misses are counted by running the program ' +
      'again up to this moment: the engine itself keeps no counts.',
    v8: 'V8 has other instructions (Ignition\'s), and keeps what it has ' +
      'learned in a FeedbackVector.',
  },
  collector: {
    read: 'The phase, the mark stack, the colour or count of each cell, and ' +
      'the free places, inside the collection.',
    v8: 'V8 marks at the same time as the program runs, and moves young ' +
      'objects.',
  },
  beside: {
    read: 'A second run of the same program under the other collector, at the ' +
      'same moment.',
    v8: 'V8 has no reference counting.',
  },
  rooms: {
    read: 'The environments, their variables, the functions that hold them. ' +
      'Bytes: what the roots reach no more when the cell is not there.',
    model: 'Retained sizes overlap: they do not add up.',
    v8: 'V8 says Context.',
  },
  page: {
    read: 'The nodes of the document in their order, their listeners, and the ' +
      'nodes that are reached and not in it.',
    v8: 'In Chrome each node that JavaScript has seen has a wrapper beside it.',
  },
  growth: {
    read: 'The judge has called the function again and again, has collected ' +
      'until nothing more went, and counted what stayed, to the byte.',
    v8: 'V8\'s heap grows in steps: the same leak is measured less exactly.',
  },
  lens: {
    read: 'The cells that the variables reach, at each moment; retained size, ' +
      'distance and dominators by searches from all roots.',
    v8: 'V8 counts distance from the global object, and other sizes.',
  },
};

const ALL = 'Every box, arrow and number here is read out of the heap of a ' +
  'running engine.';

export function Badge({ truth }: { truth: Truth }) {
  const { read = ALL, model, v8 } = truth;
  const badge = useRef<HTMLDivElement>(null);
  // pictures that leave the page take it along
  useEffect(() => setBadge(badge.current!, { model, v8 }), [model, v8]);
  return (
    <div class="truth" ref={badge}>
      <details><summary class="truth-mark">read from this engine</summary>
        <p>{read}</p></details>
      {model && <details><summary class="truth-model">a model</summary>
        <p>{model}</p></details>}
      {v8 && <details class="truth-v8"><summary>V8 differs</summary>
        <p>{v8}</p></details>}
    </div>
  );
}
