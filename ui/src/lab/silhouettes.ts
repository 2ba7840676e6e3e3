// The silhouettes of the leaks, for the cheatsheet: lab/silhouettes.json, which
// tools/silhouettes.mjs reads from the engine's `grow`.
//
//   root --session--> object --signal--> object --each--> listener
//                                                ^ path[cut]: the link to it
//                     inside: from the listener on, callback, job, chunks

export type NodeKind = 'root' | 'object' | 'array' | 'collection' | 'closure' |
  'environment' | 'promise' | 'generator' | 'listener' | 'timer' | 'node' |
  'buffer' | 'text' | 'error' | 'weakref' | 'engine';

/** `by` is a name; an entry of a list or a table (`each`) has none. */
export type Edge =
  | { edge: 'each' }
  | { edge: 'property' | 'variable' | 'internal' | 'element'; by: string };

export interface SilhouetteNode {
  kind: NodeKind;
  /** As the engine calls it: `Map`, `{id, html}`, `Detached <tr>`. */
  class: string;
}

export interface Silhouette {
  title: string;
  /** Who recognised it: `collection`, `listeners`, `timers`, ... */
  finder: string;
  /** Bytes a round of so many calls. */
  growth: number;
  calls: number;
  /** From a root to one of those that stay, which is the last; each with the
   * link that leads to it, except for the root. */
  path: (SilhouetteNode & Partial<Edge> & { by?: string })[];
  /** The link to cut: the one that leads to path[cut]; `inside`: the last of
   * `inside.edges`, which leads to the next of the same (a chain). */
  cut: number | 'inside';
  /** The same in words. */
  say: string;
  /** Where most bytes of one of those that stay lie, and how it is reached
   * from it; null: in itself. */
  inside: SilhouetteNode & { edges: Edge[] } | null;
  /** Of all that stays: how many a call leaves behind (0.5: one in two calls),
   * the class with most bytes first. */
  what: (SilhouetteNode & { count: number })[];
}

/** By the names of the folders in examples/leaks. */
export async function readSilhouettes(): Promise<Record<string, Silhouette>> {
  const answer = await fetch('/content/silhouettes.json');
  if (!answer.ok) throw new Error(`silhouettes: ${answer.status}`);
  return await answer.json() as Record<string, Silhouette>;
}
