// The signs on the buttons. Backwards is forwards, mirrored.
import type { ComponentChildren } from 'preact';

export type IconName = 'edge' | 'event' | 'out' | 'into' | 'over' |
  'instruction' | 'pause' | 'stop' | 'fit' | 'tidy' | 'plus' | 'minus' |
  'back' | 'close' | 'branch' | 'export';

const DRAWINGS: Record<IconName, ComponentChildren> = {
  edge: <><path d="M4 4l7 5-7 5z" class="solid" /><path d="M13.5 4v10" /></>,
  event: <><path d="M7 4l5 5-5 5-5-5z" class="solid" />
    <path d="M14 6l3 3-3 3" /></>,
  out: <><path d="M4 11C4 6 8 5 13 5" /><path d="M10.5 2l3 3-3 3" />
    <circle cx="4" cy="14.5" r="1.6" class="solid" /></>,
  into: <><path d="M3 4c5 0 7 1 7 6" /><path d="M7 7.5l3 3 3-3" />
    <circle cx="10" cy="14.5" r="1.6" class="solid" /></>,
  over: <><path d="M2.5 10C3 4 13 3.5 15 9" />
    <path d="M15.8 5.5l-.8 3.8-3.6-1" />
    <circle cx="8.5" cy="14" r="1.6" class="solid" /></>,
  instruction: <><circle cx="4" cy="9" r="1.6" class="solid" />
    <path d="M8 9h6" /><path d="M11.5 6.5L14 9l-2.5 2.5" /></>,
  pause: <path d="M6.5 4.5v9M11.5 4.5v9" />,
  stop: <rect x="5" y="5" width="8" height="8" rx="1" class="solid" />,
  fit: <path d="M3 7V3h4M11 3h4v4M15 11v4h-4M7 15H3v-4" />,
  tidy: <><rect x="2.5" y="6.5" width="5" height="5" rx="1" />
    <rect x="11" y="2.5" width="4.5" height="4.5" rx="1" />
    <rect x="11" y="11" width="4.5" height="4.5" rx="1" />
    <path d="M7.5 9h1.5V4.8H11M9 9v4.2h2" /></>,
  plus: <path d="M9 4v10M4 9h10" />,
  minus: <path d="M4 9h10" />,
  back: <path d="M8 4L3 9l5 5M3 9h12" />,
  branch: <><path d="M2.5 12.5h13" /><path d="M5 12.5C8 12.5 8 5 12 5h3" />
    <path d="M12.5 2.5L15 5l-2.5 2.5" /></>,
  export: <><path d="M9 11V2.5M5.8 5.5L9 2.3l3.2 3.2" />
    <path d="M4.5 8.5H3v7h12v-7h-1.5" /></>,
  close: <path d="M4.5 4.5l9 9M13.5 4.5l-9 9" />,
};

export function Icon({ name, mirrored = false }: {
  name: IconName;
  mirrored?: boolean;
}) {
  return (
    <svg class={mirrored ? 'icon mirrored' : 'icon'} viewBox="0 0 18 18"
      width="18" height="18" aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  );
}

/** The mark of the house: a heap of glass. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="22" height="22"
      aria-hidden="true">
      <rect x="2.5" y="11.5" width="10" height="10" rx="2" opacity=".95" />
      <rect x="11.5" y="11.5" width="10" height="10" rx="2" opacity=".5" />
      <rect x="7" y="2.5" width="10" height="10" rx="2" opacity=".28" />
    </svg>
  );
}
