declare module 'lab:index' {
  import type { Kind, Meta } from './content.ts';
  export const index: Record<Kind, Meta[]>;
}
